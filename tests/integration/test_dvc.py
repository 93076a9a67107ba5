"""DVC and the flow are two ways over the same stages: same bytes, one record."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

import dvc.api
import pandas as pd
import pytest

from coalition_data.release import list_releases, read_release, verify_release
from coalition_data.schema.tables import TABLES
from tests.integration.commands import BIN, Done, coalition_data, run_command

pytestmark = pytest.mark.slow

PARQUET = (
    *(f"tables/{name}.parquet" for name in TABLES),
    *(f"stages/{name}.parquet" for name in ("documents", "articles", "meetings", "pledges", "quotes")),
)


def run_dvc(folder: Path, *arguments: str) -> Done:
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
    assert run_dvc(recorded, "status").out.strip() == "Data and pipelines are up to date."


def test_metrics_count_the_rows(recorded: Path):
    assert "5" in run_dvc(recorded, "metrics", "show").out


def test_repro_makes_the_same_bytes(recorded: Path):
    flow = digests(recorded / "data")
    for name in PARQUET:
        (recorded / "data" / name).unlink()
    done = run_dvc(recorded, "repro", "--force", "validate")
    assert "Running stage 'extract'" in done.out
    assert digests(recorded / "data") == flow


def test_a_release_survives_push_and_pull(recorded: Path, tmp_path: Path):
    releases = recorded / "data" / "releases"
    before = files_of(releases)
    run_dvc(recorded, "push")
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
    run_dvc(clone, "pull", "data/releases")
    assert files_of(clone / "data" / "releases") == before


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = run_command(["git", *identity, *arguments], folder)
    assert done.code == 0, done.err


@dataclass(frozen=True)
class Published:
    """A repository with two releases, each committed and tagged, and pushed to its remote.

    Attributes:
        folder: the repository.
        versions: of the releases, which are also the names of the tags.
    """

    folder: Path
    versions: tuple[str, str]


@pytest.fixture(scope="module")
def published(recorded: Path) -> Published:
    """The second release is an experiment: fewer rows, because only sure ones are kept."""
    folder = recorded.parent / "published"
    shutil.copytree(recorded, folder, symlinks=True)
    versions = []
    for change in ((), ("-S", "extract.minimum_confidence=0.86", "-S", "validate.allow_shrink=true")):
        if change:
            run_dvc(folder, "exp", "run", *change)
        git(folder, "add", "--all", ".")
        version = (folder / "data" / "releases" / "latest").read_text("utf-8").strip()
        git(folder, "commit", "--quiet", "--allow-empty", "--message", version)
        git(folder, "tag", version)
        versions.append(version)
    run_dvc(folder, "push")
    assert len(set(versions)) == 2
    return Published(folder, (versions[0], versions[1]))


def test_a_consumer_gets_one_release_by_its_tag(published: Published, tmp_path: Path):
    """With nothing but git and dvc, from the remote and not from the maker's cache."""
    cache = published.folder / ".dvc" / "cache"
    cache.rename(tmp_path / "cache")
    try:
        for version in published.versions:
            source = f"data/releases/{version}"
            command = ("get", str(published.folder), source, "--rev", version, "--out", str(tmp_path / version))
            run_dvc(tmp_path, *command)
            done = run_command(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], tmp_path / version)
            assert done.code == 0, done.err
    finally:
        (tmp_path / "cache").rename(cache)


def test_a_program_reads_a_release_by_its_tag(published: Published):
    counts = []
    for version in published.versions:
        path = f"data/releases/{version}/quotes.parquet"
        with dvc.api.open(path, repo=str(published.folder), rev=version, mode="rb") as file:
            counts.append(len(pd.read_parquet(io.BytesIO(file.read()))))
    assert counts[0] > counts[1] > 0


def test_an_old_tag_has_no_later_release(published: Published, tmp_path: Path):
    first, second = published.versions
    arguments = ["get", str(published.folder), f"data/releases/{second}", "--rev", first, "--out", str(tmp_path / "x")]
    assert run_command([BIN / "dvc", *arguments], tmp_path).code != 0


def test_metrics_tell_two_versions_apart(published: Published):
    done = run_dvc(published.folder, "metrics", "diff", *published.versions, "--json")
    figures = json.loads(done.out)["data/metrics.json"]
    assert figures["rows.quotes"]["old"] > figures["rows.quotes"]["new"]
    assert "rows.articles" not in figures, "unchanged ones are left out"
    done = run_dvc(published.folder, "params", "diff", *published.versions, "--json")
    change = json.loads(done.out)["params.yaml"]["extract.minimum_confidence"]
    assert (change["old"], change["new"]) == (0.0, 0.86)


def test_experiments_show_counts(published: Published):
    shown = run_dvc(published.folder, "exp", "show", "--num", "2", "--csv").out
    assert "rows.quotes" in shown
    assert "extract.minimum_confidence" in shown


def test_garbage_collection_keeps_every_release(published: Published):
    """Even the most forgetful one, which keeps only what the newest commit names: that names all releases."""
    folder = published.folder
    run_dvc(folder, "gc", "--workspace", "--cloud", "--force")
    for path in (folder / "data" / "releases", folder / ".dvc" / "cache"):
        shutil.rmtree(path)
    run_dvc(folder, "pull", "data/releases")
    releases = list_releases(folder / "data" / "releases")
    assert tuple(release.version for release in releases) == published.versions
    assert all(verify_release(release) == () for release in releases)


def test_a_damaged_object_in_the_cache_is_found_and_mended(published: Published):
    """DVC trusts its read-only objects, so it hands the damage on; `verify` finds it, the remote mends it."""
    folder = published.folder
    version = published.versions[1]
    path = folder / "data" / "releases" / version / "quotes.parquet"
    digest = hashlib.md5(path.read_bytes()).hexdigest()
    damaged = folder / ".dvc" / "cache" / "files" / "md5" / digest[:2] / digest[2:]
    damaged.chmod(stat.S_IWUSR | stat.S_IRUSR)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    damaged.chmod(0o444)
    path.unlink()
    run_command([BIN / "dvc", "checkout", "--force", "data/releases"], folder)
    done = coalition_data(folder, "verify", version)
    assert done.code == 1
    assert "quotes.parquet" in done.err
    path.unlink(missing_ok=True)
    damaged.unlink(missing_ok=True)
    run_dvc(folder, "pull", "--force", "data/releases")
    assert verify_release(read_release(folder / "data" / "releases", version)) == ()
