"""Releases: complete or absent, never changed, never twice, and as their metadata say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import fcntl
import json
import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from candidates import DAY, Candidate, information
from click.testing import CliRunner
from sample_tables import PLEDGE, QUOTE, write_sample

from coalition_data.cli import main
from coalition_data.errors import ReleaseError
from coalition_data.release import (
    TableDiff,
    diff_tables,
    latest_release,
    list_releases,
    publish,
    read_release,
    verify_release,
)
from coalition_data.release.contents import FILES
from coalition_data.schema.tables import TABLES
from coalition_data.store import read_tables, sha256_of


def files_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in folder.rglob("*") if path.is_file()}


def test_first_release(first: Candidate, tmp_path: Path) -> None:
    release = first.publish(tmp_path)
    assert release.is_new
    assert release.version == "2026.11.21"
    assert release.path == tmp_path / "2026.11.21"
    assert release.row_counts == {"articles": 2, "meetings": 1, "pledges": 1, "quotes": 1}
    assert sorted(path.name for path in release.path.iterdir()) == sorted({name.partition("/")[0] for name, _ in FILES})
    assert all((release.path / name).is_file() for name, _ in FILES)
    assert (release.path / "validation" / "data_docs" / "index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026.11.21", "latest"]
    assert verify_release(release) == ()
    assert latest_release(tmp_path) == dataclasses.replace(release, is_new=False)


def test_tables_are_those_that_were_judged(first: Candidate, tmp_path: Path) -> None:
    release = first.publish(tmp_path)
    for name in TABLES:
        assert (release.path / f"{name}.parquet").read_bytes() == (first.tables / f"{name}.parquet").read_bytes()
    assert read_tables(release.path)["pledges"] == (PLEDGE,)


def test_manifest(first: Candidate, tmp_path: Path) -> None:
    manifest = json.loads((first.publish(tmp_path).path / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"]["count"] == manifest["inputs"]["accepted"] + manifest["inputs"]["set_aside"] == 3
    assert manifest["inputs"]["files"][2] == {
        "source_uri": "broken.txt",
        "sha256": "0" * 64,
        "bytes": None,
        "licence": None,
        "outcome": None,
    }
    assert manifest["set_aside"]["by_reason"] == {"empty": 1}
    assert manifest["set_aside"]["documents"][0]["detail"] == "broken.txt is empty"
    assert manifest["notes"][0]["code"] == "encoding"
    assert manifest["parameters"] == {"clean": {"languages": ["en"]}}
    assert manifest["code"] == {"version": "0.1.0"}
    assert manifest["tables"]["quotes"]["sha256"] == sha256_of(first.tables / "quotes.parquet")
    assert manifest["gate"]["statistics"]["failed"] == 0
    assert (manifest["version"], manifest["previous"], manifest["released_on"]) == ("2026.11.21", None, "2026-11-21")


def test_checksums_work_with_sha256sum(first: Candidate, tmp_path: Path) -> None:
    folder = first.publish(tmp_path).path
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], check=False, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK\n") == len(files_of(folder)) - 1


def test_files_are_read_only(first: Candidate, tmp_path: Path) -> None:
    folder = first.publish(tmp_path).path
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o444}


def test_same_content_is_no_second_release(first: Candidate, tmp_path: Path) -> None:
    release = first.publish(tmp_path)
    before = files_of(tmp_path)
    again = first.publish(tmp_path, today=DAY + dt.timedelta(days=1))
    assert not again.is_new
    assert again.version == release.version
    assert files_of(tmp_path) == before


def test_other_content_is_the_next_release(first: Candidate, second: Candidate, tmp_path: Path) -> None:
    old = first.publish(tmp_path)
    before = files_of(old.path)
    new = second.publish(tmp_path)
    assert new.is_new
    assert [release.version for release in list_releases(tmp_path)] == ["2026.11.21", "2026.11.21.1"]
    assert (tmp_path / "latest").read_text("utf-8") == "2026.11.21.1\n"
    assert new.manifest["previous"] == "2026.11.21"
    assert files_of(old.path) == before
    assert read_release(tmp_path, "2026.11.21").row_counts["quotes"] == 1
    assert read_release(tmp_path).row_counts["quotes"] == 0
    assert verify_release(new) == ()


def test_going_back_is_a_release_too(first: Candidate, second: Candidate, tmp_path: Path) -> None:
    first.publish(tmp_path)
    second.publish(tmp_path)
    assert first.publish(tmp_path).version == "2026.11.21.2"


def counts(diff: TableDiff) -> tuple[object, ...]:
    return diff.added, diff.removed, diff.changed, diff.unchanged, diff.changed_columns


def test_diff(first: Candidate, second: Candidate) -> None:
    diffs = {diff.table: diff for diff in diff_tables(first.tables, second.tables)}
    assert counts(diffs["articles"]) == (0, 0, 0, 2, {})
    assert counts(diffs["pledges"]) == (1, 0, 1, 0, {"stance": 1, "condition": 1})
    assert counts(diffs["quotes"]) == (0, 1, 0, 0, {})


def test_failed_gate_publishes_nothing(make: Callable[..., Candidate], tmp_path: Path) -> None:
    bad = make(quotes=(dataclasses.replace(QUOTE, text="Other words"),))
    with pytest.raises(ReleaseError, match="the gate did not pass"):
        bad.publish(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_other_files_than_judged(first: Candidate, second: Candidate, tmp_path: Path) -> None:
    mixed = dataclasses.replace(first, tables=second.tables)
    with pytest.raises(ReleaseError, match=r"pledges\.parquet is not the file that the gate judged"):
        mixed.publish(tmp_path)
    assert list_releases(tmp_path) == ()


@pytest.mark.parametrize("articles", [1, 3], ids=["an article from nowhere", "a lost input"])
def test_inputs_must_add_up(articles: int, first: Candidate, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="inputs are not 2 articles and 1 set aside"):
        dataclasses.replace(first, info=information(articles)).publish(tmp_path)
    assert list_releases(tmp_path) == ()


SPOIL: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed table": (lambda folder: _append(folder / "quotes.parquet"), "quotes.parquet was changed after"),
    "a changed text": (lambda folder: _append(folder / "README.md"), "README.md was changed after"),
    "a missing file": (lambda folder: (folder / "croissant.json").unlink(), "croissant.json is missing"),
    "an additional file": (lambda folder: (folder / "notes.txt").write_text("x"), "notes.txt does not belong"),
    "no checksums": (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS is missing: nothing tells"),
    "another release's folder": (lambda folder: folder.rename(folder.with_name("2026.01.01")), "is that of version"),
}


def _append(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")


@pytest.mark.parametrize("case", SPOIL)
def test_verify_finds(case: str, first: Candidate, tmp_path: Path) -> None:
    spoil, message = SPOIL[case]
    first.publish(tmp_path)
    spoil(tmp_path / "2026.11.21")
    problems = verify_release(list_releases(tmp_path)[0])
    assert len(problems) == 1
    assert message in problems[0]


def test_a_broken_manifest_costs_the_list_that_release_alone(
    first: Candidate, second: Candidate, tmp_path: Path
) -> None:
    releases = tmp_path / "releases"
    first.publish(releases)
    broken = second.publish(releases).path / "manifest.json"
    broken.chmod(0o644)
    broken.write_text("{ cut", "utf-8")
    listed = CliRunner().invoke(main, ["releases", "--data-dir", str(tmp_path)])
    assert listed.exit_code == 1
    assert listed.stdout.startswith("2026.11.21  ")
    assert str(broken) in listed.stderr
    assert "restore the release" in listed.stderr
    whole = CliRunner().invoke(main, ["verify", "2026.11.21", "--data-dir", str(tmp_path)])
    assert whole.exit_code == 0, whole.output
    with pytest.raises(ReleaseError, match=r"2026\.11\.21\.1/manifest\.json cannot be read"):
        first.publish(releases)


def test_verify_checks_the_tables_themselves(first: Candidate, tmp_path: Path) -> None:
    """Somebody who replaces a table and mends digests and manifest is still found out."""
    folder = first.publish(tmp_path).path
    for path in folder.rglob("*"):
        path.chmod(0o755)
    dangling = dataclasses.replace(PLEDGE, meeting_id="mtg_ffffffffffff")
    old = sha256_of(folder / "pledges.parquet")
    write_sample(folder, pledges=(dangling,))
    new = sha256_of(folder / "pledges.parquet")
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")
    lines = [f"{digest}  {name}\n" for name, digest in sorted(files_of(folder).items()) if name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    problems = verify_release(read_release(tmp_path))
    assert problems == ("content_sha256 in the manifest is not that of the tables",)
    content = json.loads(manifest.read_text("utf-8"))
    from coalition_data.release.manifest import content_sha256  # noqa: PLC0415

    content["content_sha256"] = content_sha256({name: table["sha256"] for name, table in content["tables"].items()})
    manifest.write_text(json.dumps(content), "utf-8")
    lines = [f"{digest}  {name}\n" for name, digest in sorted(files_of(folder).items()) if name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    problems = verify_release(read_release(tmp_path))
    assert len(problems) == 1
    assert problems[0].startswith("pledges: meeting_id.foreign_key: ")


def test_unknown_release(first: Candidate, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="there is no release in"):
        read_release(tmp_path)
    first.publish(tmp_path)
    for version in ("2020.01.01", "../2026.11.21", "", "latest"):
        with pytest.raises(ReleaseError, match="there are: 2026"):
            read_release(tmp_path, version)


def test_leftovers_of_a_killed_run(first: Candidate, tmp_path: Path) -> None:
    leftover = tmp_path / ".partial-2026.11.20"
    leftover.mkdir()
    (leftover / "articles.parquet").write_bytes(b"half")
    (tmp_path / "2026.11.19").mkdir()  # not ours: no manifest
    assert list_releases(tmp_path) == ()
    assert latest_release(tmp_path) is None
    first.publish(tmp_path)
    assert not leftover.exists()
    assert [release.version for release in list_releases(tmp_path)] == ["2026.11.21"]


def test_pointer_of_a_killed_run_is_mended(first: Candidate, second: Candidate, tmp_path: Path) -> None:
    first.publish(tmp_path)
    second.publish(tmp_path)
    (tmp_path / "latest").write_text("2026.11.21\n", "utf-8")  # killed between the last two steps
    assert not second.publish(tmp_path).is_new
    assert (tmp_path / "latest").read_text("utf-8") == "2026.11.21.1\n"


@pytest.mark.parametrize("pointer", ["", "2026.01.01\n", "../..\n"], ids=["empty", "to nothing", "outside"])
def test_broken_pointer(pointer: str, first: Candidate, tmp_path: Path) -> None:
    release = first.publish(tmp_path)
    (tmp_path / "latest").write_text(pointer, "utf-8")
    latest = latest_release(tmp_path)
    assert latest is not None
    assert latest.version == release.version


def test_another_publisher_is_waited_for(first: Candidate, tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="another process is publishing"):
            first.publish(tmp_path, wait_s=0.2)
        assert list_releases(tmp_path) == ()
    finally:
        os.close(folder)
    assert first.publish(tmp_path, wait_s=0.2).is_new


def _publish_quietly(candidate: Candidate, releases: Path) -> None:
    candidate.publish(releases)


def test_two_publishers_at_once(first: Candidate, second: Candidate, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    children = [spawn.Process(target=_publish_quietly, args=(one, tmp_path)) for one in (first, second)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    releases = list_releases(tmp_path)
    assert [release.version for release in releases] == ["2026.11.21", "2026.11.21.1"]
    assert all(verify_release(release) == () for release in releases)


@pytest.mark.parametrize("delay_ms", [0, 5, 15, 30, 60])
def test_killed_publisher_leaves_all_or_nothing(
    delay_ms: int, first: Candidate, second: Candidate, tmp_path: Path
) -> None:
    first.publish(tmp_path)
    before = files_of(tmp_path / "2026.11.21")
    child = os.fork()
    if child == 0:
        try:
            second.publish(tmp_path)
        finally:
            os._exit(0)
    time.sleep(delay_ms / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert files_of(tmp_path / "2026.11.21") == before
    assert all(verify_release(release) == () for release in list_releases(tmp_path))
    done = second.publish(tmp_path)
    assert done.version == "2026.11.21.1"
    assert verify_release(done) == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026.11.21", "2026.11.21.1", "latest"]


def test_full_disk(first: Candidate, tmp_path: Path) -> None:
    """A limit on the size of a file stands in for a full disk: the write fails with an OSError all the same."""
    import resource  # noqa: PLC0415

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(ReleaseError, match="could not be written"):
            first.publish(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
    assert first.publish(tmp_path).is_new


def test_release_on_another_file_system_name(first: Candidate, tmp_path: Path) -> None:
    """Blanks, quotation marks and letters beyond ASCII in a path are no obstacle."""
    folder = tmp_path / "o'Brien's Daten – ß"
    shutil.copytree(first.tables, folder / "tables")
    release = publish(folder / "tables", first.validation, folder / "releases", first.info, today=DAY)
    assert verify_release(release) == ()
    assert diff_tables(folder / "tables", release.path)[0].unchanged == 2
