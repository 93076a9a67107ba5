"""DVC and the flow are two ways over the same stages: same bytes, one record."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from coalition_data.schema.tables import TABLES
from tests.integration.commands import BIN, Done, run_command

pytestmark = pytest.mark.slow

PARQUET = (
    *(f"tables/{name}.parquet" for name in TABLES),
    *(f"stages/{name}.parquet" for name in ("documents", "articles", "meetings", "pledges", "quotes")),
)


def dvc(folder: Path, *arguments: str) -> Done:
    done = run_command([BIN / "dvc", *arguments], folder)
    assert done.code == 0, done.err
    return done


def digests(data_dir: Path) -> dict[str, str]:
    return {name: hashlib.sha256((data_dir / name).read_bytes()).hexdigest() for name in PARQUET}


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def recorded(checkout: Path, seeds_run: Done, seeds_release: Path) -> Path:
    """A copy of the checkout after the flow's run, so that these tests cannot disturb others."""
    assert ": recorded by DVC" in seeds_run.err, seeds_run.err
    folder = checkout.parent / "recorded"
    shutil.copytree(checkout, folder, symlinks=True)
    return folder


def test_after_the_flow_status_is_clean(recorded: Path):
    assert dvc(recorded, "status").out.strip() == "Data and pipelines are up to date."


def test_metrics_count_the_rows(recorded: Path):
    assert "5" in dvc(recorded, "metrics", "show").out


def test_repro_makes_the_same_bytes(recorded: Path):
    flow = digests(recorded / "data")
    for name in PARQUET:
        (recorded / "data" / name).unlink()
    done = dvc(recorded, "repro", "--force", "validate")
    assert "Running stage 'extract'" in done.out
    assert digests(recorded / "data") == flow


def test_a_release_survives_push_and_pull(recorded: Path, tmp_path: Path):
    releases = recorded / "data" / "releases"
    before = files_of(releases)
    dvc(recorded, "push")
    clone = tmp_path / "clone"
    for name in (".dvc", ".git", "dvc.yaml", "dvc.lock", "params.yaml", ".dvcignore"):
        source = recorded / name
        if source.is_dir():
            shutil.copytree(source, clone / name, ignore=shutil.ignore_patterns("cache", "tmp"))
        else:
            shutil.copy(source, clone / name)
    (clone / ".dvc" / "config.local").write_text(
        f"['remote \"local\"']\n    url = {recorded / 'data' / 'remote'}\n", encoding="utf-8"
    )
    dvc(clone, "pull", "data/releases")
    assert files_of(clone / "data" / "releases") == before
