"""Real runs, made once a session and shared: the seeds in a checkout of their own, and a Prefect server."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.commands import (
    ROOT,
    Done,
    answers,
    clean_environment,
    coalition_data,
    free_port,
    run_command,
    stop,
    wait_until,
)

CHECKOUT = ("params.yaml", "dvc.yaml", ".dvcignore", ".dvc/config", ".dvc/.gitignore", "data/.gitignore")
CHECKOUT_FOLDERS = ("seeds", "src", "benchmarks", "expectations")

SERVER_SECONDS = 120


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git checkout with everything that a run needs, and nothing of what was run elsewhere."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in CHECKOUT:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in CHECKOUT_FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "checkout"]):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        assert run_command(["git", *identity, *command], folder).code == 0
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which nothing may be left."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def seeds_run(checkout: Path, home: Path) -> Done:
    """`coalition-data run` in the checkout, with no server and an empty home."""
    return coalition_data(checkout, "run", HOME=str(home))


@pytest.fixture(scope="session")
def seeds_release(checkout: Path, seeds_run: Done) -> Path:
    """The folder of the release that the seeds' run made."""
    assert seeds_run.code == 0, seeds_run.err
    releases = checkout / "data" / "releases"
    return releases / (releases / "latest").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prefect server of its own on 127.0.0.1; yields its API address."""
    home = tmp_path_factory.mktemp("prefect-server")
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = clean_environment(PREFECT_HOME=str(home))
    told = re.search(r"`([^`]*prefect server start)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert told is not None
    command = ["env", *told[1].split(), "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=home)
        try:
            wait_until(lambda: answers(f"{url}/health"), SERVER_SECONDS, "the Prefect server starts", process)
            yield url
        finally:
            stop(process)
