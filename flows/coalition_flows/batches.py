"""The batches of a stage, one after another or on the workers of a task runner.

A worker that dies - killed for its memory, gone with its machine, ended by a fault in a library - costs its batches
another try. A batch whose workers die again and again may hold an article that ends whatever works on it: that article
is found in a process apart (``alone``) and set aside, and the run goes on.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, deque
from pathlib import Path

from prefect import flow, task
from prefect.futures import PrefectFuture

from coalition_data.batched import Batch, Batches
from coalition_data.errors import RunnerError
from coalition_data.pipeline import STAGES
from coalition_data.remote.exchange import work_on_batch
from coalition_data.run import RunPlan
from coalition_flows.alone import work_alone
from coalition_flows.progress import Progress
from coalition_flows.retries import TASK_OPTIONS
from coalition_flows.runners import Workers, make_runner

BATCH_SECONDS = 1_800
"""A batch of 32 articles takes seconds; half an hour means that something hangs."""

LOSSES = {"processes": 2, "dask": 1}
"""So often is a batch lost with its worker before its articles are suspected. A pool ends with the first of its
processes, and takes other batches along; Dask has tried four workers before it gives a batch up."""


def batches_of(name: str) -> Batches:
    """The batches of a stage."""
    batches = STAGES[name].work
    assert isinstance(batches, Batches), f"{name} has no batches"
    return batches


@task(name="batch", task_run_name="{name}-{number}", timeout_seconds=BATCH_SECONDS, **TASK_OPTIONS)
def run_batch(name: str, number: int, batch: Batch, plan: RunPlan) -> None:
    """Run one batch of a stage and keep its result."""
    work_on_batch(batches_of(name), batch, plan)


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
            run_batch(name, number, batch, plan)
            progress.advance(number, expected)
    elif expected:  # no pool for nothing
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
def spread_batches(name: str, plan: RunPlan, progress: Progress) -> tuple[str, ...]:
    """Run the batches of a stage on the workers of the task runner, a few at a time in memory.

    Returns:
        The keys of the batches that were lost with their workers; with the first one no more are begun.

    Raises:
        RunnerError: the workers cannot be reached.
        CoalitionDataError: the stage could not run.
    """
    batches, workers = batches_of(name), Workers(plan.settings.run)
    expected = batches.count(plan.workspace, plan.settings)
    waiting = enumerate(batches.split(plan.workspace, plan.settings), start=1)
    running: deque[tuple[str, PrefectFuture[None]]] = deque()
    lost: list[str] = []
    done = 0
    while True:
        while not lost and len(running) < workers.count_batches() and (entry := next(waiting, None)):
            number, batch = entry
            running.append((batch.key, run_batch.submit(name, number, batch, plan)))
        if not running:
            return tuple(lost)
        key, future = running.popleft()
        if workers.finish(future):
            done += 1
            progress.advance(done, expected)
        else:
            lost.append(key)


def _with_absolute_folder(plan: RunPlan) -> RunPlan:
    """The plan with a data folder that is the same one from wherever a worker was started."""
    data_dir = Path(plan.workspace.data_dir).absolute()
    return dataclasses.replace(plan, workspace=dataclasses.replace(plan.workspace, data_dir=data_dir))
