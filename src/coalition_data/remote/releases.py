"""Releases in an object store: sent whole or not at all, never overwritten."""

from __future__ import annotations

import hashlib

from coalition_data.errors import ReleaseError, RemoteError
from coalition_data.release.folder import CHECKSUMS, LATEST, MANIFEST, list_releases
from coalition_data.release.verify import read_checksums
from coalition_data.release.versions import Version
from coalition_data.remote.address import RELEASES
from coalition_data.remote.files import at_once
from coalition_data.remote.lock import RunLock
from coalition_data.remote.mirror import Mirror
from coalition_data.store import sha256_of

__all__ = [
    "RELEASES",
    "latest_version",
    "pull_last_release",
    "pull_release",
    "push_releases",
    "stored_versions",
]

POINTER = f"{RELEASES}/{LATEST}"


def stored_versions(mirror: Mirror) -> list[str]:
    """The versions that are published there, oldest first; what has no manifest is none."""
    names = (name.split("/") for name in mirror.names(RELEASES) if name.endswith(f"/{MANIFEST}"))
    found = {name[1]: version for name in names if len(name) == 3 and (version := Version.parse(name[1]))}
    return sorted(found, key=lambda name: found[name])


def latest_version(mirror: Mirror) -> str | None:
    """The version that ``latest`` names; where it names none that is there, the newest; None where there is none."""
    versions = stored_versions(mirror)
    pointer = mirror.store.read(POINTER) if POINTER in mirror.listed else None
    named = (pointer or b"").decode("utf-8", "replace").strip()
    return named if named in versions else (versions[-1] if versions else None)


def pull_last_release(mirror: Mirror) -> None:
    """Bring the newest release and the one that ``latest`` names, and remove all others here.

    A release that is here and not there was never published: its run ended before.

    Raises:
        ReleaseError: a file is not the one that was published.
    """
    latest = latest_version(mirror)
    needed = {latest, stored_versions(mirror)[-1]} if latest else set()
    folder = mirror.folder / RELEASES
    for path in folder.glob("*"):
        if path.is_dir() and path.name not in needed:
            mirror.drop(f"{RELEASES}/{path.name}")
    for version in sorted(name for name in needed if name):
        pull_release(mirror, version)
    mirror.pull(POINTER)


def pull_release(mirror: Mirror, version: str) -> None:
    """Bring one release and check it.

    Raises:
        ReleaseError: a file is not the one that was published.
    """
    mirror.pull(f"{RELEASES}/{version}")
    folder = mirror.folder / RELEASES / version
    for name, digest in read_checksums(folder).items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != digest:
            raise ReleaseError(
                f"{mirror.store.address}/{RELEASES}/{version}/{name} is not the file that was published",
                "restore it, where the bucket keeps versions; `coalition-data verify` lists all that differs",
            )


def push_releases(mirror: Mirror, lock: RunLock) -> None:
    """Publish there what was published here, oldest first, then let ``latest`` follow.

    Raises:
        ReleaseError: a release of that version is there already and is another one.
        RemoteError: a file cannot be written, or does not come back as it was sent.
    """
    there = stored_versions(mirror)
    for release in list_releases(mirror.folder / RELEASES):
        if release.version not in there:
            lock.require()
            _publish(mirror, release.version)
    lock.require()
    mirror.push(POINTER)


def _publish(mirror: Mirror, version: str) -> None:
    """Send one release: its digests, its files, what came to be there read back, and at last the manifest."""
    place = f"{RELEASES}/{version}"
    folder = mirror.folder / place
    digests = read_checksums(folder)
    mirror.discard(mirror.names(place))  # what a killed upload left
    if not mirror.store.create(f"{place}/{CHECKSUMS}", (folder / CHECKSUMS).read_bytes()):
        raise _taken(mirror, version)
    files = [name for name in digests if name != MANIFEST]
    mirror.send(f"{place}/{name}" for name in files)
    for name, digest in at_once(files, lambda name: _digest_there(mirror, f"{place}/{name}")).items():
        if digest != digests[name]:
            raise RemoteError(
                f"{mirror.store.address}/{place}/{name} is not what was sent there",
                "the release was not published; run again",
            )
    if not mirror.store.create(f"{place}/{MANIFEST}", (folder / MANIFEST).read_bytes()):
        raise _taken(mirror, version)
    mirror.look(place)
    mirror.remember((f"{place}/{CHECKSUMS}", f"{place}/{MANIFEST}"))


def _digest_there(mirror: Mirror, name: str) -> str:
    digest = hashlib.sha256()
    for block in mirror.store.blocks(name):
        digest.update(block)
    return digest.hexdigest()


def _taken(mirror: Mirror, version: str) -> ReleaseError:
    return ReleaseError(
        f"{mirror.store.address} got a release {version} from somebody else meanwhile",
        "it was not overwritten; run again, and a new version follows it",
    )
