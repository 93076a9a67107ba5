"""Runs of the flow in one warm process: reads a request a line, writes an answer a line, both as JSON.

A request has ``params`` and ``data_dir``; ``until`` ends the run after a stage, without it the release flow runs.
``constants`` are set for the run, in whichever module of the flow has them.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from coalition_flows.environment import prepare_prefect

prepare_prefect(Path.cwd())

from prefect import flow  # noqa: E402 - its environment is set first

from coalition_data.pipeline import STAGES  # noqa: E402
from coalition_data.remote.exchange import only_run  # noqa: E402
from coalition_data.run import plan_run  # noqa: E402
from coalition_flows import alone, batches, release, runners  # noqa: E402
from coalition_flows.progress import Progress  # noqa: E402


@flow(name="stages")
def run_stages(params: str, data_dir: str, until: str) -> dict[str, Any]:
    """The stages up to one, as the release flow runs them."""
    plan = plan_run((), data_dir, params)
    counts = {}
    with only_run(plan) as exchange, Progress(len(STAGES)) as progress:
        for name, stage in STAGES.items():
            progress.start(name, stage.summary)
            counts[name] = release._run(stage, plan, progress, exchange).counts
            if name == until:
                return counts
    raise AssertionError(f"no stage {until}")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    with ExitStack() as changed:
        for name, value in request.pop("constants", {}).items():
            (module,) = (one for one in (alone, batches, runners) if name in one.__dict__)
            changed.enter_context(patch.object(module, name, value))
        return answer_as_set(request)


def answer_as_set(request: dict[str, Any]) -> dict[str, Any]:
    try:
        done = run_stages(**request) if "until" in request else release.release_flow(**request)
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
    return {"done": done}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
