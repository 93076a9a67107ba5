"""A flow whose task tells, on a worker of its own, which Prefect server the worker reports to: ``FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from coalition_flows.environment import prepare_prefect

prepare_prefect(Path(sys.argv[1]) if __name__ == "__main__" else Path())

from prefect import flow, task  # noqa: E402 - its environment is set first
from prefect.context import FlowRunContext  # noqa: E402
from prefect.settings import PREFECT_API_URL  # noqa: E402

from coalition_data.settings import RunSettings  # noqa: E402
from coalition_flows.retries import TASK_OPTIONS  # noqa: E402
from coalition_flows.runners import make_runner, sharing_server  # noqa: E402

SETTINGS = RunSettings(runner="processes", workers=1)


@task(**TASK_OPTIONS)
def address_of_worker() -> str | None:
    return PREFECT_API_URL.value()


@flow
def ask_worker() -> str | None:
    address: str | None = address_of_worker.submit().result()
    return address


@flow
def compare() -> dict[str, str | None]:
    context = FlowRunContext.get()
    assert context is not None
    with sharing_server(SETTINGS):
        found = ask_worker.with_options(task_runner=make_runner(SETTINGS))()
    return {"run": str(context.client.api_url), "worker": found, "afterwards": PREFECT_API_URL.value()}


if __name__ == "__main__":
    print(json.dumps(compare()))
