"""The deployment against a running server: declared, triggered, completed."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3
import yaml

from tests.integration.commands import BIN, ROOT, clean_environment, run_command, stop, wait_until

pytestmark = pytest.mark.slow

ARTICLE = (
    "Envoys Meet in Tallinn\n\nTALLINN, Estonia, May 4, 2016 — “We came to listen,” Estonian Foreign Minister Kadri "
    "Tamm said after a meeting with her Latvian counterpart in Tallinn. Estonia will send 10 trainers to Iraq.\n"
)
RUN_SECONDS = 240

SCHEDULER_SECONDS = 120
"""The server's scheduler looks once a minute."""


# The server answers 503 while its database is locked, and asks to come back, as Prefect's own client does.
HTTP = urllib3.PoolManager(
    timeout=30, retries=urllib3.Retry(total=8, status_forcelist=[503], allowed_methods=None, backoff_factor=0.5)
)


def call(url: str, content: dict[str, Any] | None = None) -> Any:
    """Ask the server's API."""
    method, body = ("GET", None) if content is None else ("POST", json.dumps(content))
    response = HTTP.request(method, url, body=body, headers={"Content-Type": "application/json"})
    assert response.status < 300, f"{url}: {response.status}"
    return response.json()


def deployments(server: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call(f"{server}/deployments/filter", {})
    return found


def test_prefect_yaml_declares_what_serve_serves():
    code = (
        "import json; from coalition_flows.deployment import CRON, DEPLOYMENT, ONE_AT_A_TIME as limit, TIMEZONE; "
        "print(json.dumps([DEPLOYMENT, CRON, TIMEZONE, limit.limit, limit.collision_strategy]))"
    )
    done = run_command([BIN / "python", "-c", code], ROOT)
    (declared,) = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    (schedule,) = declared["schedules"]
    limit = declared["concurrency_limit"]
    assert json.loads(done.out) == [
        declared["name"], schedule["cron"], schedule["timezone"], limit["limit"], limit["collision_strategy"],
    ]  # fmt: skip


@pytest.mark.parametrize("command", [["serve"], ["run", "--source", "."]], ids=["serve", "run"])
def test_a_server_that_does_not_answer_is_named(tmp_path: Path, command: list[str]):
    environment = clean_environment(PREFECT_API_URL="http://127.0.0.1:9/api")
    done = run_command([BIN / "coalition-data", *command], tmp_path, environment)
    assert done.code == 1
    assert "prefect server start" in done.err


@contextmanager
def serving(folder: Path, server: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """`coalition-data serve` in a folder, stopped at the end."""
    environment = clean_environment(PREFECT_API_URL=server, PREFECT_HOME=str(folder / "home"))
    with (folder / "serve.log").open("a") as log:
        process = subprocess.Popen(
            [str(BIN / "coalition-data"), "serve", "--params", "params.yaml", *options],
            cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            stop(process)


def time_of(run: dict[str, Any], field: str) -> dt.datetime:
    return dt.datetime.fromisoformat(run[field].replace("Z", "+00:00"))


OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def test_a_served_deployment_runs_one_at_a_time_and_misses_none(tmp_path: Path, server: str):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "tallinn.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "params.yaml").write_text("ingest: {sources: [sources]}\n", encoding="utf-8")
    log = tmp_path / "serve.log"
    with serving(tmp_path, server) as process:
        wait_until(lambda: bool(deployments(server)), 90, "the deployment appears", process)
        (deployment,) = deployments(server)
        assert [row["schedule"]["cron"] for row in deployment["schedules"]] == ["30 4 * * *"]
        assert deployment["global_concurrency_limit"]["limit"] == 1
        create = f"{server}/deployments/{deployment['id']}/create_flow_run"
        states = [f"{server}/flow_runs/{call(create, {'parameters': {}})['id']}" for _ in range(2)]
        for state in states:
            wait_until(lambda: call(state)["state_type"] in OVER, RUN_SECONDS, "the run ends", process)  # noqa: B023
    runs = sorted((call(state) for state in states), key=lambda run: time_of(run, "end_time"))
    assert [run["state_type"] for run in runs] == ["COMPLETED"] * 2, log.read_text(encoding="utf-8")
    assert time_of(runs[1], "end_time") > time_of(runs[0], "end_time")
    assert "another run is working" not in log.read_text(encoding="utf-8")
    assert len(list((tmp_path / "data" / "releases").glob("2*"))) == 1, "the second run found nothing new"
    found = call(f"{server}/artifacts/filter", {"limit": 200})
    artifacts = {row["key"]: row for row in found if row["flow_run_id"] == runs[0]["id"]}
    assert {"release-progress", "row-counts", "input-outcomes", "gate-result"} <= set(artifacts)
    assert float(artifacts["release-progress"]["data"]) == 100.0
    assert json.loads(artifacts["input-outcomes"]["data"]) == [{"outcome": "accepted", "inputs": 1}]

    # nobody served while the minute began at which the next run was due
    due = time_of(runs[1], "end_time").replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    wait_until(lambda: dt.datetime.now(dt.UTC) > due, 90, "the run is due")
    query = {"flow_runs": {"tags": {"all_": ["catch-up"]}}}
    with serving(tmp_path, server, "--cron", f"{due.minute} {due.hour} * * *") as process:
        wait_until(lambda: bool(call(f"{server}/flow_runs/filter", query)), 90, "the missed run starts", process)
        (missed,) = call(f"{server}/flow_runs/filter", query)
        state = f"{server}/flow_runs/{missed['id']}"
        wait_until(lambda: call(state)["state_type"] in OVER, RUN_SECONDS, "the missed run ends", process)
    assert call(state)["state_type"] == "COMPLETED", log.read_text(encoding="utf-8")


def test_a_served_cron_is_scheduled(tmp_path: Path, server: str):
    """By the server's own scheduler, which works on its database in another way than whoever asks for a run."""
    (tmp_path / "params.yaml").write_text("ingest: {sources: [sources]}\n", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    far = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=12)).hour
    with serving(tmp_path, server, "--cron", f"17 {far} * * *") as process:
        query = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}, "tags": {"all_": ["auto-scheduled"]}}}
        scheduled: list[dict[str, Any]] = []

        def is_scheduled() -> bool:
            scheduled[:] = call(f"{server}/flow_runs/filter", query)
            return any(time_of(run, "expected_start_time").minute == 17 for run in scheduled)

        wait_until(is_scheduled, SCHEDULER_SECONDS, "a run is scheduled", process)


def test_the_server_of_the_readme_reports_nothing(server: str):
    """The fixture starts it as the README tells."""
    assert call(f"{server}/admin/settings")["server"]["analytics_enabled"] is False


def test_whoever_is_told_to_start_a_server_is_told_how_it_reports_nothing():
    command, wrong = "prefect server start", []
    for path in [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("src/**/*.py"), *ROOT.glob("flows/**/*.py")]:
        text = " ".join(path.read_text(encoding="utf-8").split())
        wrong += [path.name] * (text.count(command) - text.count(f"PREFECT_SERVER_ANALYTICS_ENABLED=false {command}"))
    assert not wrong


def test_what_counts_as_missed():
    """Of the daily run at 04:30, seen at noon."""
    cases = {
        None: False,  # never ran: nothing missed
        "2026-05-04T04:30:05+00:00": False,  # on time
        "2026-05-04T11:00:00+00:00": False,  # by hand, later
        "2026-05-04T04:29:00+00:00": True,  # just before
        "2026-05-01T04:30:05+00:00": True,  # three days ago
    }
    code = (
        "import datetime as dt, json, sys; from coalition_flows.deployment import CRON, has_missed_run; "
        "read = dt.datetime.fromisoformat; noon = read('2026-05-04T12:00:00+00:00'); "
        "print(json.dumps([has_missed_run(CRON, one and read(one), noon) for one in json.loads(sys.argv[1])]))"
    )
    done = run_command([BIN / "python", "-c", code, json.dumps(list(cases))], ROOT)
    assert json.loads(done.out) == list(cases.values()), done.err
