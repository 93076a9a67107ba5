"""The deployment against a running server: declared, triggered, completed."""

from __future__ import annotations

import json
import subprocess
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


def test_a_served_deployment_completes_a_run(tmp_path: Path, server: str):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "tallinn.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "params.yaml").write_text("ingest: {sources: [sources]}\n", encoding="utf-8")
    environment = clean_environment(PREFECT_API_URL=server, PREFECT_HOME=str(tmp_path / "home"))
    with (tmp_path / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [str(BIN / "coalition-data"), "serve", "--params", "params.yaml"],
            cwd=tmp_path, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until(lambda: bool(deployments(server)), 90, "the deployment appears", process)
            (deployment,) = deployments(server)
            assert [row["schedule"]["cron"] for row in deployment["schedules"]] == ["30 4 * * *"]
            assert deployment["global_concurrency_limit"]["limit"] == 1
            run = call(f"{server}/deployments/{deployment['id']}/create_flow_run", {"parameters": {}})
            state = f"{server}/flow_runs/{run['id']}"
            over = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
            wait_until(lambda: call(state)["state_type"] in over, RUN_SECONDS, "the run ends", process)
        finally:
            stop(process)
    assert call(state)["state_type"] == "COMPLETED", (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert (tmp_path / "data" / "releases" / "latest").is_file()
    artifacts = {row["key"]: row for row in call(f"{server}/artifacts/filter", {}) if row["flow_run_id"] == run["id"]}
    assert {"release-progress", "row-counts", "gate-result"} <= set(artifacts)
    assert float(artifacts["release-progress"]["data"]) == 100.0
