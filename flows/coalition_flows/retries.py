"""How tasks are tried again, and what Prefect keeps of them."""

from __future__ import annotations

from typing import Any

from prefect.cache_policies import NO_CACHE
from prefect.task_engine import TaskRunTimeoutError

RETRIES = 2
RETRY_SECONDS = 5


def _is_passing_failure(_task: object, _run: object, state: Any) -> bool:
    """Whether trying again may help: the operating system failed, not the data or the gate; what hung hangs again."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not isinstance(error, TaskRunTimeoutError)


# Inputs hold whole articles: hashing them for a result cache that is not used would cost as much as a stage.
TASK_OPTIONS: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": RETRIES,
    "retry_delay_seconds": RETRY_SECONDS,
    "retry_condition_fn": _is_passing_failure,
}
