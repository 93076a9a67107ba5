"""The deployment of the release flow: a schedule, and one run at a time across all processes.

``prefect.yaml`` declares the same for `prefect deploy` and a worker; a test keeps both equal.
"""

from __future__ import annotations

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron

from coalition_data.errors import SettingsError
from coalition_flows.release import release_flow

DEPLOYMENT = "daily"
CRON = "30 4 * * *"
TIMEZONE = "UTC"
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)


def serve_release(data_dir: str, params: str | None = None, cron: str | None = None) -> None:
    """Serve the flow until the process is stopped.

    Raises:
        SettingsError: the cron expression is malformed.
    """
    try:
        schedule = Cron(cron or CRON, timezone=TIMEZONE)
    except ValueError as error:
        raise SettingsError(f"--cron {cron!r} is no cron expression: {error}", f"an example: {CRON!r}") from error
    release_flow.serve(
        name=DEPLOYMENT,
        schedule=schedule,
        global_limit=ONE_AT_A_TIME,
        parameters={"data_dir": data_dir, "params": params},
    )
