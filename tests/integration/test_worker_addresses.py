"""Workers of a run without a server of the user's report to the one that the run has started."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.commands import clean_environment

SECONDS = 200


@pytest.mark.slow
def test_a_worker_reports_to_the_server_of_its_run(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(__file__).with_name("worker_addresses.py")), str(tmp_path)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=tmp_path, env=clean_environment(), timeout=SECONDS
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["worker"] == found["run"]
    assert found["run"].startswith("http://127.0.0.1:")
    assert found["afterwards"] is None
