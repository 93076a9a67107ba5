"""Where the batches of a stage run: in this process, in several, or on a Dask cluster. The result is the same."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from enum import Enum
from typing import Any

from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_engine import TaskRunTimeoutError
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from coalition_data.errors import CoalitionDataError, RunnerError, SettingsError
from coalition_data.settings import RunSettings

BATCHES_PER_WORKER = 2
"""Batches that wait or run for each worker: one more than it works on, so that none idles and memory stays flat."""

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Workers that each start a thread a core for their matrix products slow one another down."""

CONNECT_SECONDS = 30
"""A scheduler on the same network answers within one second; a busy one takes its time."""

WORKERLESS_SECONDS = 600
"""A cluster that grows on demand may have no workers for some minutes; after ten nobody is coming."""

ADVICE = "start one with `dask scheduler` and `dask worker`, or correct run.scheduler in params.yaml"


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
    _require_dask()
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - optional, and slow to import

    if settings.scheduler:
        return DaskTaskRunner(address=settings.scheduler, client_kwargs={"timeout": CONNECT_SECONDS})
    return DaskTaskRunner(
        cluster_kwargs={"n_workers": count_workers(settings), "threads_per_worker": 1, "dashboard_address": None}
    )


def require_runner(settings: RunSettings) -> None:
    """Check that the runner can be had, before a run works for an hour towards it.

    Raises:
        SettingsError: ``dask`` is asked for but not installed.
        RunnerError: no scheduler answers at the address.
    """
    if settings.runner != "dask":
        return
    _require_dask()
    if settings.scheduler:
        from distributed import Client  # noqa: PLC0415 - optional, and slow to import

        connect: Any = Client
        with _telling(settings), connect(settings.scheduler, timeout=CONNECT_SECONDS, set_as_default=False):
            pass


def _require_dask() -> None:
    if importlib.util.find_spec("prefect_dask") is None:
        raise SettingsError(
            "the runner is dask, but prefect-dask is not installed", "pip install 'coalition-data[dask]'"
        )


@contextmanager
def sharing_server(settings: RunSettings) -> Iterator[None]:
    """Let workers on this machine report to the server of the flow that runs.

    A worker that knows the address of none starts its own, which takes longer than to parse a batch. Those of a
    scheduler elsewhere cannot reach the one of this process; for them ``PREFECT_API_URL`` names one.
    """
    context = FlowRunContext.get()
    elsewhere = settings.runner == "dask" and settings.scheduler
    if elsewhere or PREFECT_API_URL.value() or context is None:
        yield
        return
    with temporary_settings({PREFECT_API_URL: str(context.client.api_url)}):
        yield


class Ending(Enum):
    """How a batch ended on its worker."""

    DONE = "done"
    LOST = "lost with its worker"
    HUNG = "took too long"


class Workers:
    """The workers of the flow that runs: how many batches they can hold, and how each batch ends.

    Args:
        settings: of the run; not ``serial``.
    """

    def __init__(self, settings: RunSettings) -> None:
        self._settings = settings
        self._client: Any = None
        if settings.runner == "dask":
            with _telling(settings):
                self._client = FlowRunContext.get().task_runner.client  # type: ignore[union-attr]

    def count_batches(self) -> int:
        """Batches that may wait or run at once; a cluster may have grown since."""
        if self._client is None:
            return BATCHES_PER_WORKER * count_workers(self._settings)
        with _telling(self._settings):
            threads: int = sum(self._client.nthreads().values())
        return BATCHES_PER_WORKER * max(1, threads)

    def finish(self, future: PrefectFuture[None]) -> Ending:
        """Wait for a batch.

        Raises:
            RunnerError: the scheduler is gone, or has no workers.
            CoalitionDataError: the batch could not be worked on.
        """
        try:
            if self._client is None:
                return _result(future, BrokenProcessPool)
            from distributed.scheduler import KilledWorker  # noqa: PLC0415 - optional

            with _telling(self._settings):
                self._wait(future)
                return _result(future, KilledWorker)
        except TaskRunTimeoutError:
            return Ending.HUNG

    def _wait(self, future: Any) -> None:
        """Wait until the cluster is done with a batch, while it has workers."""
        while not future.wrapped_future.done():
            future.wait(WORKERLESS_SECONDS)
            if not future.wrapped_future.done() and not self._client.nthreads():
                raise RunnerError(
                    f"{_place(self._settings)} has had no workers for {WORKERLESS_SECONDS} s",
                    "start workers with `dask worker`, without --no-nanny, so that one that dies is started again; "
                    "finished batches are kept",
                )


def _result(future: PrefectFuture[None], lost: type[Exception]) -> Ending:
    try:
        future.result()
    except lost:
        return Ending.LOST
    return Ending.DONE


def _place(settings: RunSettings) -> str:
    return f"the Dask scheduler at {settings.scheduler}" if settings.scheduler else "the local Dask cluster"


@contextmanager
def _telling(settings: RunSettings) -> Iterator[None]:
    """Tell in the project's words what happens to a cluster."""
    try:
        yield
    except CoalitionDataError:
        raise
    except CancelledError as error:
        raise RunnerError(f"{_place(settings)} is gone: {error}", "run again: finished batches are kept") from error
    except (ImportError, RuntimeError) as error:
        raise RunnerError(
            f"the workers of {_place(settings)} cannot run the project: {error}",
            "let every worker have the same version of coalition-data installed as this machine",
        ) from error
    except OSError as error:
        if error.errno is not None or isinstance(error, TaskRunTimeoutError):
            raise  # of the batch: a full disk, say, or too long a time
        raise RunnerError(f"{_place(settings)} does not answer: {error}", ADVICE) from error
