"""Disks that refuse: full, and read-only. Both are real file systems, mounted in a name space of the test's own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from candidates import Candidate

from coalition_data.release import list_releases, verify_release

NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
SMALL = 120
"""Kilobytes: the first tables fit, a whole release (300 of them) doesn't."""


@cache
def _obstacle() -> str | None:
    """Why no file system can be mounted here; None where one can."""
    try:
        done = subprocess.run(
            [*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else done.stderr.strip() or "refused"


@pytest.fixture(autouse=True)
def _may_mount() -> None:
    if _obstacle():
        pytest.skip(f"no file system can be mounted in a user name space here: {_obstacle()}")


def publish_in_namespace(candidate: Candidate, mounts: str, releases: Path) -> dict[str, str]:
    """Publish in a process that sees the mounts; what it says, by the first word of the line."""
    program = f"""
import pickle, sys, datetime
from pathlib import Path
from coalition_data.errors import ReleaseError
from coalition_data.release import list_releases, publish, verify_release
info = pickle.loads(sys.stdin.buffer.read())
releases = Path({str(releases)!r})
before = [one.version for one in list_releases(releases)]
try:
    made = publish(Path({str(candidate.tables)!r}), Path({str(candidate.validation)!r}), releases, info,
                   today=datetime.date(2026, 11, 22))
    print("published", made.version)
except ReleaseError as error:
    print("refused", str(error).replace(chr(10), " "))
print("left", sorted(path.name for path in releases.iterdir()))
print("whole", before == [one.version for one in list_releases(releases) if verify_release(one) == ()][:len(before)])
"""
    done = subprocess.run(
        [*NAMESPACE, "sh", "-ec", f'{mounts}\nexec {sys.executable} -c "$PROGRAM"'],
        input=pickle.dumps(candidate.info), capture_output=True, check=False, env={**os.environ, "PROGRAM": program},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return dict(line.split(" ", 1) for line in done.stdout.decode().splitlines())


def test_a_full_disk(first: Candidate, tmp_path: Path):
    """Nothing is published, nothing is left, and the message says what to do."""
    releases = tmp_path / "releases"
    releases.mkdir()
    outcome = publish_in_namespace(first, f"mount -t tmpfs -o size={SMALL}k none '{releases}'", releases)
    assert "No space left on device" in outcome["refused"]
    assert "free space" in outcome["refused"]
    assert outcome["left"] == "[]"


def test_a_disk_that_fills_up_leaves_the_last_release(first: Candidate, second: Candidate, tmp_path: Path):
    releases, kept = tmp_path / "releases", tmp_path / "kept"
    releases.mkdir()
    first.publish(kept)
    size = sum(path.stat().st_size for path in kept.rglob("*")) // 1024
    mounts = f"mount -t tmpfs -o size={size + SMALL}k none '{releases}'\ncp -a '{kept}/.' '{releases}'"
    outcome = publish_in_namespace(second, mounts, releases)
    assert "No space left on device" in outcome["refused"]
    assert outcome["left"] == "['2026.11.21', 'latest']"
    assert outcome["whole"] == "True"


def test_a_disk_with_room_publishes(first: Candidate, tmp_path: Path):
    """That the tests above fail for want of room, and of nothing else."""
    releases = tmp_path / "releases"
    releases.mkdir()
    outcome = publish_in_namespace(first, f"mount -t tmpfs -o size=20m none '{releases}'", releases)
    assert outcome["published"] == "2026.11.22"


def test_a_read_only_target(first: Candidate, second: Candidate, tmp_path: Path):
    releases = tmp_path / "releases"
    first.publish(releases)
    mounts = f"mount --bind '{releases}' '{releases}'\nmount -o remount,bind,ro '{releases}'"
    outcome = publish_in_namespace(second, mounts, releases)
    assert "Read-only file system" in outcome["refused"]
    assert outcome["left"] == "['2026.11.21', 'latest']"
    (release,) = list_releases(releases)
    assert verify_release(release) == ()
