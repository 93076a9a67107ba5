"""The release flow: the stages of the pipeline as Prefect tasks, a task a batch of articles where a stage has batches.

``release_flow`` needs no server: without ``PREFECT_API_URL`` Prefect starts one in this process for the run. Call
``environment.prepare_prefect`` before importing this module.
"""

from __future__ import annotations

from typing import Any

from prefect import flow, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from coalition_data.batched import Batches
from coalition_data.batched.garbage import seldom_collected
from coalition_data.errors import GateError
from coalition_data.inputs import count_outcomes, saved_inputs
from coalition_data.pipeline import STAGES, Advance, Stage, Watched
from coalition_data.remote.exchange import Exchange, only_run, unchanged_so_far
from coalition_data.run import DATA_DIR, RunPlan, plan_run, require_sources
from coalition_data.unchanged import remember_run, unchanged_outcome
from coalition_data.versioning import record_run
from coalition_data.workspace import StageReport, Workspace
from coalition_flows.batches import batches_of, run_batches
from coalition_flows.progress import Progress
from coalition_flows.retries import TASK_OPTIONS
from coalition_flows.runners import require_runner

STAGE_SECONDS = 7_200


@task(name="stage", task_run_name="{name}", timeout_seconds=STAGE_SECONDS, **TASK_OPTIONS)
def run_stage(name: str, plan: RunPlan) -> StageReport:
    """Run a stage that has no batches."""
    return STAGES[name].run(plan.workspace, plan.settings)


@task(name="watched", task_run_name="{name}", timeout_seconds=STAGE_SECONDS, **TASK_OPTIONS)
def run_watched(name: str, plan: RunPlan, advance: Advance) -> StageReport:
    """Run a stage that tells how far it is."""
    watched = STAGES[name].work
    assert isinstance(watched, Watched), f"{name} is not watched"
    return watched.work(plan.workspace, plan.settings, advance)


@task(name="join", task_run_name="{name}-join", timeout_seconds=STAGE_SECONDS, **TASK_OPTIONS)
def join_batches(name: str, plan: RunPlan) -> StageReport:
    """Make a stage's outputs from the kept results of its batches."""
    with seldom_collected():
        return batches_of(name).join(plan.workspace, plan.settings)


@task(name="record", timeout_seconds=STAGE_SECONDS, **TASK_OPTIONS)
def record_in_dvc(plan: RunPlan) -> str:
    """Record a complete, gated run in DVC; returns what was done, in words."""
    return record_run(plan)


@flow(name="release", description="From sources to a gated, versioned release of the four tables.")
def release_flow(
    source: list[str] | None = None,
    data_dir: str = DATA_DIR,
    params: str | None = None,
    allow_shrink: bool = False,
) -> dict[str, Any]:
    """Run all stages and publish a release.

    Args:
        source: files or folders; None for those of the parameter file.
        data_dir: folder for everything that is written, or the address of one in an object store.
        params: the parameter file; None for ``params.yaml`` in the current folder, else the defaults.
        allow_shrink: let a table shrink by more than the settings allow.

    Returns:
        ``version``, ``path``, ``is_new``, ``row_counts``, ``set_aside`` and ``dvc`` (what was recorded, in words).

    Raises:
        GateError: the tables did not pass validation; nothing was released.
        CoalitionDataError: a stage could not run.
    """
    plan = plan_run(source or (), data_dir, params, allow_shrink=allow_shrink)
    require_sources(plan)
    if unchanged := unchanged_so_far(plan):
        return unchanged
    require_runner(plan.settings.run)
    with only_run(plan) as exchange, Progress(len(STAGES)) as progress:
        exchange.pull_all()
        artifact = create_progress_artifact(progress=0.0, key="release-progress", description="stages done")
        reports: dict[str, StageReport] = {}
        for done, stage in enumerate(STAGES.values(), start=1):
            progress.start(stage.name, stage.summary)
            try:
                reports[stage.name] = _run(stage, plan, progress, exchange)
            except GateError:
                if (plan.workspace.validation / "result.json").is_file():
                    _publish_gate_result(plan.workspace)
                raise
            progress.finish(reports[stage.name])
            update_progress_artifact(artifact_id=artifact, progress=100.0 * done / len(STAGES))  # type: ignore[arg-type]
            if stage.name == "fetch" and (unchanged := unchanged_outcome(plan, after_fetch=True)):
                _publish_counts(reports)
                return unchanged
        _publish_gate_result(plan.workspace)
        _publish_counts(reports)
        _publish_outcomes(plan.workspace)
        progress.start("record", "record the run in DVC")
        message = record_in_dvc(plan)
        progress.say(message)
        outcome = _outcome(plan, reports, message)
        remember_run(plan, outcome)
        exchange.finish()
    return outcome


def _run(stage: Stage, plan: RunPlan, progress: Progress, exchange: Exchange) -> StageReport:
    exchange.before(stage)
    if isinstance(stage.work, Watched):
        report = run_watched(stage.name, plan, progress.advance)
    elif isinstance(stage.work, Batches):
        run_batches(stage.name, plan, progress)
        exchange.before_join(stage)
        report = join_batches(stage.name, plan)
    else:
        report = run_stage(stage.name, plan)
    exchange.after(stage)
    return report


def _publish_gate_result(workspace: Workspace) -> None:
    """The gate's result as an artifact."""
    from coalition_data.validate import read_gate_result  # noqa: PLC0415 - Great Expectations

    result = read_gate_result(workspace.validation)
    create_markdown_artifact(markdown=result.summary_markdown(), key="gate-result", description="the gate's result")


def _publish_counts(reports: dict[str, StageReport]) -> None:
    rows: list[dict[str, Any]] = []
    for name, report in reports.items():
        rows += [{"stage": name, "rows": kind, "count": count} for kind, count in report.counts.items()]
        if report.set_aside:
            rows.append({"stage": name, "rows": "set aside", "count": len(report.set_aside)})
    create_table_artifact(table=rows, key="row-counts", description="rows that each stage wrote")


def _publish_outcomes(workspace: Workspace) -> None:
    rows = [{"outcome": name, "inputs": count} for name, count in count_outcomes(saved_inputs(workspace)).items()]
    create_table_artifact(table=rows, key="input-outcomes", description="what became of the inputs")


def _outcome(plan: RunPlan, reports: dict[str, StageReport], dvc: str) -> dict[str, Any]:
    published = reports["release"]
    version = published.facts["version"]
    return {
        "version": version,
        "path": f"{plan.remote}/releases/{version}" if plan.remote else str(plan.workspace.releases / version),
        "is_new": published.facts["is_new"] == "yes",
        "row_counts": published.counts,
        "set_aside": sum(len(report.set_aside) for report in reports.values()),
        "dvc": dvc,
    }
