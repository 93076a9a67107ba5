"""Where the batches of a stage run: in this process, in several, or on a Dask cluster. The result is the same."""

from __future__ import annotations

import importlib.util
import os
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from coalition_data.errors import SettingsError
from coalition_data.settings import RunSettings

BATCHES_PER_WORKER = 2
"""Batches that wait or run for each worker: one more than it works on, so that none idles and memory stays flat."""

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Workers that each start a thread a core for their matrix products slow one another down."""


def count_workers(settings: RunSettings) -> int:
    """How many workers there are to be: as set, else one for each core that this process may use."""
    if settings.workers:
        return settings.workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_runner(settings: RunSettings) -> TaskRunner[Any]:
    """The task runner that the settings ask for; not for ``serial``, which needs none.

    Raises:
        SettingsError: ``dask`` is asked for but not installed.
    """
    for name in THREAD_VARIABLES:
        os.environ.setdefault(name, "1")  # read by the libraries when a worker starts
    if settings.runner == "processes":
        return ProcessPoolTaskRunner(max_workers=count_workers(settings))
    if importlib.util.find_spec("prefect_dask") is None:
        raise SettingsError(
            "the runner is dask, but prefect-dask is not installed", "pip install 'coalition-data[dask]'"
        )
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - optional, and slow to import

    if settings.scheduler:
        return DaskTaskRunner(address=settings.scheduler)
    return DaskTaskRunner(
        cluster_kwargs={"n_workers": count_workers(settings), "threads_per_worker": 1, "dashboard_address": None}
    )
