"""Running the project's commands in the tests, as a user does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Done:
    """A finished command."""

    code: int
    out: str
    err: str


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment without what would lead a run to another server or folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "COALITION_"))}
    path = os.pathsep.join((str(BIN), os.environ.get("PATH", "")))
    return {**kept, "PATH": path, "DVC_NO_ANALYTICS": "1", "DO_NOT_TRACK": "1", **extra}


def run_command(command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(environment or clean_environment()),
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def coalition_data(cwd: Path, *arguments: str | Path, **environment: str) -> Done:
    """Run the command line as a user does."""
    return run_command([BIN / "coalition-data", *arguments], cwd, clean_environment(**environment))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until(
    holds: Callable[[], bool], seconds: float, what: str, process: subprocess.Popen[bytes] | None = None
) -> None:
    """Wait for a condition; fail with its name when the time is over or the process that should meet it has ended."""
    deadline = time.monotonic() + seconds
    while not holds():
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > deadline:
            pytest.fail(f"{what}: {'the process ended' if ended else f'not within {seconds:.0f} s'}")
        time.sleep(0.5)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process as a terminal would, harder where it does not listen."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=20)
