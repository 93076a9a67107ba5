"""The batches of a stage, one after another or on the workers of a task runner.

A worker that dies - killed for its memory, gone with its machine, ended by a fault in a library - costs its batches
another try. A batch whose workers die again and again, or that takes too long, may hold an article that ends or hangs
whatever works on it: that article is found in a process apart (``alone``) and set aside, and the run goes on.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.task_engine import TaskRunTimeoutError

from coalition_data.batched import Batch, Batches
from coalition_data.errors import RunnerError
from coalition_data.pipeline import STAGES
from coalition_data.remote.exchange import work_on_batch
from coalition_data.run import RunPlan
from coalition_flows.alone import work_alone
from coalition_flows.progress import Progress
from coalition_flows.retries import TASK_OPTIONS
from coalition_flows.runners import Ending, Workers, make_runner, sharing_server

BATCH_SECONDS = 1_800
"""A batch of 32 articles takes seconds; half an hour means that something hangs."""

GRACE_SECONDS = 60
"""What hangs in Python's own code hears of the timeout at once. A worker that has not is stuck in a library, and ends
itself."""

LOSSES = {"processes": 2, "dask": 1}
"""So often is a batch lost with its worker before its articles are suspected. A pool ends with the first of its
processes, and takes other batches along; Dask has tried four workers before it gives a batch up."""


def batches_of(name: str) -> Batches:
    """The batches of a stage."""
    batches = STAGES[name].work
    assert isinstance(batches, Batches), f"{name} has no batches"
    return batches


@task(name="batch", task_run_name="{name}-{number}", **TASK_OPTIONS)
def run_batch(name: str, number: int, batch: Batch, plan: RunPlan, most_seconds: int | None = None) -> None:
    """Run one batch of a stage and keep its result; ends its process when that takes more than ``most_seconds``."""
    with _ending_after(most_seconds):
        work_on_batch(batches_of(name), batch, plan)


@contextmanager
def _ending_after(seconds: int | None) -> Iterator[None]:
    """End this process when that time is over, whatever holds it, and print where it was."""
    if seconds is None:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def run_batches(name: str, plan: RunPlan, progress: Progress) -> None:
    """Run all batches of a stage that are not done yet.

    Raises:
        RunnerError: the workers cannot be reached, or don't see the data folder.
        CoalitionDataError: the stage could not run.
    """
    batches = batches_of(name)
    expected = batches.count(plan.workspace, plan.settings)
    if plan.settings.run.runner == "serial":
        for number, batch in enumerate(batches.split(plan.workspace, plan.settings), start=1):
            try:
                run_batch.with_options(timeout_seconds=BATCH_SECONDS)(name, number, batch, plan)
            except TaskRunTimeoutError:
                work_alone(name, batch, plan)
            progress.advance(number, expected)
    elif expected:  # no pool for nothing
        with sharing_server(plan.settings.run):
            _run_on_workers(name, _with_absolute_folder(plan), progress)


def _run_on_workers(name: str, plan: RunPlan, progress: Progress) -> None:
    batches, runner = batches_of(name), plan.settings.run.runner
    losses: Counter[str] = Counter()
    while lost := spread_batches.with_options(task_runner=make_runner(plan.settings.run))(name, plan, progress):
        losses.update(lost)
        for batch in batches.split(plan.workspace, plan.settings):
            if losses[batch.key] >= LOSSES[runner]:
                work_alone(name, batch, plan)
    if plan.remote is None and (missing := batches.count(plan.workspace, plan.settings)):
        raise RunnerError(
            f"{missing} batches of {name} were worked on, but their results are not in {plan.workspace.data_dir}",
            "the workers must see the data folder under this path, or the data must lie in an object store (s3://…)",
        )


@flow(name="batches", flow_run_name="{name}", validate_parameters=False)
def spread_batches(name: str, plan: RunPlan, progress: Progress) -> Counter[str]:
    """Run the batches of a stage on the workers of the task runner, a few at a time in memory.

    Returns:
        How much speaks against the batches that were lost with their workers or hung, by key: 1 for each loss, for a
        batch that hung all that it takes. With the first one no more are begun.

    Raises:
        RunnerError: the workers cannot be reached.
        CoalitionDataError: the stage could not run.
    """
    batches, workers = batches_of(name), Workers(plan.settings.run)
    expected = batches.count(plan.workspace, plan.settings)
    waiting = enumerate(batches.split(plan.workspace, plan.settings), start=1)
    running: deque[tuple[str, PrefectFuture[None]]] = deque()
    task_of_batch = run_batch.with_options(timeout_seconds=BATCH_SECONDS)
    lost: Counter[str] = Counter()
    done = 0
    while True:
        while not lost and len(running) < workers.count_batches() and (entry := next(waiting, None)):
            number, batch = entry
            running.append((batch.key, task_of_batch.submit(name, number, batch, plan, BATCH_SECONDS + GRACE_SECONDS)))
        if not running:
            return lost
        key, future = running.popleft()
        ending = workers.finish(future)
        if ending is Ending.DONE:
            done += 1
            progress.advance(done, expected)
        else:
            lost[key] += 1 if ending is Ending.LOST else LOSSES[plan.settings.run.runner]


def _with_absolute_folder(plan: RunPlan) -> RunPlan:
    """The plan with a data folder that is the same one from wherever a worker was started."""
    data_dir = Path(plan.workspace.data_dir).absolute()
    return dataclasses.replace(plan, workspace=dataclasses.replace(plan.workspace, data_dir=data_dir))
