"""Publish gated tables: write beside the final name, move into place in one step, let ``latest`` follow.

A release is complete or absent. A run that is killed leaves at most a folder ``.partial-…``, which every reader
passes over and the next publisher removes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from coalition_data.errors import ReleaseError
from coalition_data.release.contents import write_contents
from coalition_data.release.diff import diff_folders
from coalition_data.release.folder import (
    CHECKSUMS,
    LATEST,
    PARTIAL_PREFIX,
    Release,
    newest_release,
    point_latest,
    read_release,
)
from coalition_data.release.manifest import (
    ManifestInfo,
    build_manifest,
    check_balance,
    content_sha256,
)
from coalition_data.release.versions import Version
from coalition_data.schema.tables import BESIDE, TABLES
from coalition_data.store import read_stage, sha256_of, write_stage
from coalition_data.validate import GateResult, read_gate_result

VALIDATION = "validation"

LOCK_WAIT_S = 60.0
"""How long a publisher waits for another one; publishing takes seconds."""

_LOCK_POLL_S = 0.1


def publish(
    tables_dir: Path,
    validation_dir: Path,
    releases_dir: Path,
    info: ManifestInfo,
    *,
    today: dt.date | None = None,
    wait_s: float = LOCK_WAIT_S,
) -> Release:
    """Make a release of the candidate tables, unless the newest one has the same content.

    Args:
        tables_dir: the candidate tables.
        validation_dir: what ``check_tables`` reported about these very files.
        releases_dir: where releases are kept.
        info: what the run knows beside its tables.
        today: the day of the version; None: today, in UTC.
        wait_s: how long to wait for another publisher.

    Returns:
        the new release, or the newest one, whose content is the same (``is_new`` tells).

    Raises:
        ReleaseError: the gate did not pass, or judged other files; inputs and outputs don't add up; another process
            is publishing; the disk refuses. There is then no new release, and the older ones are as they were.
    """
    gate = read_gate_result(validation_dir)
    _check_gate(gate, tables_dir)
    check_balance(info, gate.row_counts["articles"])
    try:
        releases_dir.mkdir(parents=True, exist_ok=True)
        with _only_publisher(releases_dir, wait_s):
            _remove_partials(releases_dir)
            newest = newest_release(releases_dir)
            if newest is not None and newest.content_sha256 == content_sha256(gate.table_sha256):
                _follow(releases_dir, newest)
                return newest
            version = _next_version(newest, today or dt.datetime.now(dt.UTC).date())
            _write_release(tables_dir, validation_dir, releases_dir / version, gate, info, newest)
            point_latest(releases_dir, version)
    except OSError as error:
        raise ReleaseError(
            f"the release could not be written to {releases_dir}: {error}",
            "nothing was published; free space or give access, and run again",
        ) from error
    published = read_release(releases_dir, version)
    return Release(published.version, published.path, published.manifest, is_new=True)


def _check_gate(gate: GateResult, tables_dir: Path) -> None:
    if not gate.passed:
        raise ReleaseError("the gate did not pass; nothing is published", "mend the tables and validate them again")
    for name in TABLES:
        path = tables_dir / f"{name}.parquet"
        if not path.is_file() or sha256_of(path) != gate.table_sha256.get(name):
            raise ReleaseError(f"{path} is not the file that the gate judged", "run the validate stage again")


@contextlib.contextmanager
def _only_publisher(releases_dir: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock on the folder itself; it ends with the process, however that ends."""
    folder = os.open(releases_dir, os.O_RDONLY)
    try:
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise ReleaseError(
                        f"another process is publishing in {releases_dir}",
                        "wait until it is done, then run again: it will say that nothing changed, or add its own",
                    ) from None
                time.sleep(_LOCK_POLL_S)
        yield
    finally:
        os.close(folder)


def _remove_partials(releases_dir: Path) -> None:
    for leftover in releases_dir.glob(f"{PARTIAL_PREFIX}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _follow(releases_dir: Path, newest: Release) -> None:
    """Mend the pointer of a run that was killed between its last two steps."""
    pointer = releases_dir / LATEST
    if not pointer.is_file() or pointer.read_text("utf-8").strip() != newest.version:
        point_latest(releases_dir, newest.version)


def _next_version(newest: Release | None, today: dt.date) -> str:
    last = Version.parse(newest.version) if newest else None
    return str(last.next(today) if last else Version(today))


def _write_release(
    tables_dir: Path,
    validation_dir: Path,
    final: Path,
    gate: GateResult,
    info: ManifestInfo,
    newest: Release | None,
) -> None:
    partial = final.with_name(f"{PARTIAL_PREFIX}{final.name}")
    try:
        partial.mkdir()
        _fill(partial, tables_dir, validation_dir, final.name, gate, info, newest)
        _seal(partial)
        os.rename(partial, final)
        _sync(final.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _copy_beside(name: str, source: Path | None, target: Path) -> None:
    if source is None:
        write_stage(target, name, ())
        return
    read_stage(source, name)  # a damaged one is told here, not by the next run
    shutil.copyfile(source, target)


def _fill(
    folder: Path,
    tables_dir: Path,
    validation_dir: Path,
    version: str,
    gate: GateResult,
    info: ManifestInfo,
    newest: Release | None,
) -> None:
    tables = {name: folder / f"{name}.parquet" for name in TABLES}
    for name, path in tables.items():
        shutil.copyfile(tables_dir / path.name, path)
        if sha256_of(path) != gate.table_sha256[name]:
            raise ReleaseError(f"{tables_dir / path.name} changed while it was published", "run again")
    for name in BESIDE:
        _copy_beside(name, info.beside.get(name), folder / f"{name}.parquet")
    shutil.copytree(validation_dir, folder / VALIDATION, copy_function=shutil.copyfile)
    released_on = Version.parse(version)
    assert released_on is not None  # made by _next_version
    manifest = build_manifest(version, released_on.day, newest.version if newest else None, gate, info, tables)
    diff = diff_folders(newest.path, newest.manifest, folder, manifest) if newest else None
    if diff is not None and diff.unexplained:
        raise ReleaseError(
            f"{diff.unexplained} rows of {diff.old} are gone, and nothing differs that could explain it",
            "same inputs, code, settings and libraries must give the same rows: find out what makes a stage random",
        )
    write_contents(folder, manifest, diff, newest)


def _seal(folder: Path) -> None:
    """List the digests, take the right to write from every file, and let everything reach the disk."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    checksums = folder / CHECKSUMS
    checksums.write_text("".join(lines), "utf-8")
    for path in (*files, checksums):
        path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        _sync(path)
    for path in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
