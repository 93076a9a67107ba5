"""The deployment of the release flow: a schedule, one run at a time across all processes, and no run missed.

``prefect.yaml`` declares the same for `prefect deploy` and a worker; a test keeps both equal. With a worker the server
keeps what is scheduled, and a worker that comes back runs what is late. ``serve_release`` pauses its schedule when it
stops, and makes up for a missed run when it starts.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from cronsim import CronSim, CronSimError
from prefect import serve
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from coalition_data.errors import SettingsError
from coalition_flows.release import release_flow

DEPLOYMENT = "daily"
CRON = "30 4 * * *"
TIMEZONE = "UTC"
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)

CATCH_UP = "catch-up"
"""Tag of a run that makes up for a missed one."""


def serve_release(data_dir: str, params: str | None = None, cron: str | None = None) -> None:
    """Serve the flow until the process is stopped; begin with a run where the last one was missed.

    Raises:
        SettingsError: the cron expression is malformed.
    """
    expression = cron or CRON
    try:
        schedule = Cron(expression, timezone=TIMEZONE)
    except ValueError as error:
        raise SettingsError(f"--cron {cron!r} is no cron expression: {error}", f"an example: {CRON!r}") from error
    made = release_flow.to_deployment(
        name=DEPLOYMENT,
        schedule=schedule,
        concurrency_limit=ONE_AT_A_TIME,
        parameters={"data_dir": data_dir, "params": params},
    )
    deployment = cast(RunnerDeployment, made)  # a coroutine only where an event loop runs
    identifier = cast(uuid.UUID, deployment.apply())
    if has_missed_run(expression, last_completed(identifier), dt.datetime.now(dt.UTC)):
        with get_client(sync_client=True) as client:
            client.create_flow_run_from_deployment(identifier, tags=[CATCH_UP])
    serve(deployment)


def has_missed_run(cron: str, last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a run was due since the last complete one.

    Args:
        cron: the schedule, in UTC.
        last: when the last complete run began; None where there was none, so that nothing was missed.
        now: the current time.

    >>> at = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    >>> has_missed_run("30 4 * * *", at - dt.timedelta(hours=6), at)
    False
    >>> has_missed_run("30 4 * * *", at - dt.timedelta(hours=8), at)
    True
    """
    if last is None:
        return False
    try:
        due: dt.datetime = next(CronSim(cron, now, reverse=True))
    except (CronSimError, StopIteration):
        return False  # a form of cron that only Prefect understands
    return last < due


def last_completed(deployment: uuid.UUID) -> dt.datetime | None:
    """When the last complete run of a deployment began."""
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.COMPLETED]))
            ),
            sort=FlowRunSort.START_TIME_DESC,
            limit=1,
        )
    return runs[0].start_time if runs else None
