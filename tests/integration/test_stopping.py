"""A run that is told to stop, as a terminal, `timeout` or systemd tells it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import urllib3

from tests.integration.commands import BIN, clean_environment, coalition_data, wait_until

pytestmark = pytest.mark.slow

MESSAGE = "stopped; run again, it goes on where it was"
STOP_SECONDS = 30
"""On a loaded machine; a run that asks a server which is gone takes minutes."""

ARTICLES = 80
STARTED, WORKING = "starting Prefect", "[3/8] clean"


def write_sources(folder: Path) -> None:
    (folder / "sources").mkdir()
    for number in range(ARTICLES):
        statement = f"“We came to listen to {number} people,” Estonian Foreign Minister Kadri Tamm said in Tallinn. "
        body = statement + f"Estonia will send {number + 2} trainers to Iraq in May, and {number + 5} to Jordan. " * 12
        head = f"Envoys Meet in Town {number}\n\nTALLINN, Estonia, May 4, 2016 — "
        (folder / "sources" / f"{number}.txt").write_text(f"{head}{body}\n", encoding="utf-8")


def of_session(session: int) -> list[psutil.Process]:
    """The processes that a run has started and left."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return found


def stop_run(folder: Path, moment: str, tell: Callable[[int], None], **environment: str) -> tuple[int, str, float]:
    """Exit code, messages and seconds until the end of a run that is told to stop at a moment."""
    write_sources(folder)
    log = folder / "run.log"
    with log.open("w") as messages:
        process = subprocess.Popen(
            [str(BIN / "coalition-data"), "run", "--source", "sources"],
            cwd=folder, env=clean_environment(**environment), stdout=subprocess.DEVNULL, stderr=messages,
            start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(lambda: moment in log.read_text(encoding="utf-8"), 240, moment, process)
        began = time.monotonic()
        tell(process.pid)
        code = process.wait(300)
        seconds = time.monotonic() - began
        left = [left.cmdline() for left in of_session(process.pid)]
    finally:
        for other in of_session(process.pid):
            other.kill()
    assert not left, log.read_text(encoding="utf-8")
    return code, log.read_text(encoding="utf-8"), seconds


def group(number: int) -> Callable[[int], None]:
    return lambda process: os.killpg(process, number)


@pytest.mark.parametrize(
    ("moment", "tell", "code"),
    [
        pytest.param(WORKING, group(signal.SIGTERM), 143, id="TERM to the group"),
        pytest.param(WORKING, group(signal.SIGINT), 130, id="INT to the group"),
        pytest.param(STARTED, lambda process: os.kill(process, signal.SIGTERM), 143, id="TERM while Prefect starts"),
    ],
)
def test_a_run_that_is_stopped(tmp_path: Path, moment: str, tell: Callable[[int], None], code: int):
    ended, messages, seconds = stop_run(tmp_path, moment, tell)
    assert ended == code, messages
    assert seconds < STOP_SECONDS
    assert messages.splitlines()[-1] == MESSAGE, messages
    assert "Traceback" not in messages, messages
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    with (data / ".run.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails where somebody still holds it


def test_a_server_that_goes_on_knows_that_a_run_was_stopped_and_the_next_run_is_whole(tmp_path: Path, server: str):
    """Workers in processes of their own are stopped with it."""
    (tmp_path / "params.yaml").write_text("run: {runner: processes, workers: 2}\n", encoding="utf-8")
    ended, messages, seconds = stop_run(
        tmp_path, WORKING, lambda process: os.kill(process, signal.SIGTERM), PREFECT_API_URL=server
    )
    assert (ended, messages.splitlines()[-1]) == (143, MESSAGE), messages
    assert seconds < STOP_SECONDS
    answer = urllib3.request("POST", f"{server}/flow_runs/filter", json={"sort": "START_TIME_DESC", "limit": 20})
    (stopped, *_) = [run for run in answer.json() if run["parameters"].get("source") == ["sources"]]
    # the signal may strike where a library makes an error of its own out of it, which Prefect calls a failure
    assert stopped["state_type"] in ("CRASHED", "FAILED"), json.dumps(stopped["state"])
    for path in list((tmp_path / "sources").iterdir())[4:]:
        path.unlink()
    done = coalition_data(tmp_path, "run", "--source", "sources", PREFECT_API_URL=server)
    assert done.code == 0, done.err
