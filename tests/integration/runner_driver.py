"""Runs of the flow in one warm process: reads a request a line, writes an answer a line, both as JSON.

A request has ``params`` and ``data_dir``; ``until`` ends the run after a stage, without it the release flow runs.
``runners`` sets constants of ``coalition_flows.runners``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from coalition_flows.environment import prepare_prefect

prepare_prefect(Path.cwd())

from prefect import flow  # noqa: E402 - its environment is set first

from coalition_data.pipeline import STAGES  # noqa: E402
from coalition_data.remote.exchange import only_run  # noqa: E402
from coalition_data.run import plan_run  # noqa: E402
from coalition_flows import release, runners  # noqa: E402
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
    for name, value in request.pop("runners", {}).items():
        setattr(runners, name, value)
    try:
        done = run_stages(**request) if "until" in request else release.release_flow(**request)
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
    return {"done": done}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
