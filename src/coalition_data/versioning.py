"""DVC: what a complete, gated run left is recorded, so that it can be pushed, pulled and compared.

The flow writes the outputs that ``dvc.yaml`` declares; ``dvc commit`` takes them as they lie. It vouches for whatever
is there, so it is called only after a run whose gate passed, and only when that run was the one that ``dvc.yaml``
describes: same data folder, sources and settings.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from coalition_data.errors import VersioningError
from coalition_data.pipeline import STAGES
from coalition_data.run import DATA_DIR, RunPlan
from coalition_data.settings import PARAMS_FILE, load_settings

PIPELINE_FILE = "dvc.yaml"
MEASURE_STAGE = "measure"
"""The stage of ``dvc.yaml`` that is no stage of the pipeline: metrics over the tables."""

TRAIN_STAGE = "train_quotes"
"""Frozen in ``dvc.yaml``: the trained models come with git and are made anew only on request."""

ATTEMPTS = 4
WAIT_SECONDS = 5
"""Another process's repository lock makes DVC give up after about five seconds."""


def find_repository(folder: Path) -> Path | None:
    """The DVC repository that ``folder`` lies in, None outside one."""
    absolute = folder.resolve()
    for parent in (absolute, *absolute.parents):
        if (parent / ".dvc").is_dir():
            return parent
    return None


def record_run(plan: RunPlan) -> str:
    """Record a complete, gated run in DVC where that applies.

    Returns:
        What was recorded, or why nothing was, in words.
    """
    repository = find_repository(plan.workspace.data_dir)
    obstacle = next(_obstacles(plan, repository), None)
    if repository is None or obstacle:
        return f"not recorded by DVC: {obstacle}"
    try:
        run_dvc(repository, "commit", "--force", "--quiet", *STAGES, TRAIN_STAGE)
        if (repository / "benchmarks").is_dir():
            run_dvc(repository, "repro", "--single-item", "--quiet", MEASURE_STAGE)
    except VersioningError as error:
        return f"not recorded by DVC: {error.message}"
    return "recorded by DVC; `git commit` the new dvc.lock, `dvc push` sends the data to the remote"


def _obstacles(plan: RunPlan, repository: Path | None) -> Iterator[str]:
    """Why a run is not the one that ``dvc.yaml`` describes; nothing where it is."""
    if plan.remote is not None:
        yield f"DVC records data in the repository only, not in {plan.remote}"
        return
    if repository is None:
        yield f"{plan.workspace.data_dir} lies outside any DVC repository"
        return
    if not (repository / ".git").exists():
        yield f"{repository} is not a git checkout"
    if not (repository / PIPELINE_FILE).is_file() or plan.workspace.data_dir.resolve() != repository / DATA_DIR:
        yield f"{PIPELINE_FILE} is about {repository / DATA_DIR}, not about {plan.workspace.data_dir}"
    if plan.overridden:
        yield f"{', '.join(plan.overridden)} overrides {PARAMS_FILE}; write it there to have the run recorded"
    params = repository / PARAMS_FILE
    if not params.is_file() or plan.settings.to_dict() != load_settings(params).to_dict():
        yield f"the run's settings are not those of {params}"
    if importlib.util.find_spec("dvc") is None:
        yield "DVC is not installed"


def run_dvc(repository: Path, *arguments: str) -> str:
    """Run a DVC command in a repository and return what it printed; waits for another process's lock.

    Raises:
        VersioningError: the command failed, with DVC's last words.
    """
    scripts = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "DVC_NO_ANALYTICS": "1",
        "PATH": os.pathsep.join((scripts, os.environ.get("PATH", ""))),  # for the commands of dvc.yaml
    }
    command = [sys.executable, "-m", "dvc", *arguments]
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout
        if "lock" not in done.stderr.lower() or attempt == ATTEMPTS:
            break
        time.sleep(WAIT_SECONDS)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    raise VersioningError(
        f"`dvc {' '.join(arguments)}` failed: {' '.join(lines[-3:]) or 'no message'}",
        "run the command by hand in the repository to see more",
    )
