"""Releases and run folders that an object store holds, brought to this machine for a reader."""

from __future__ import annotations

from coalition_data.errors import ReleaseError
from coalition_data.release import Release, list_readable, read_release
from coalition_data.release.folder import MANIFEST
from coalition_data.remote.address import RELEASES, read_folder
from coalition_data.remote.files import open_store
from coalition_data.remote.mirror import Mirror
from coalition_data.remote.releases import latest_version, pull_release, stored_versions
from coalition_data.workspace import Workspace


def stored_releases(address: str) -> tuple[tuple[Release, ...], tuple[ReleaseError, ...]]:
    """All releases there, oldest first, and what is wrong with those that cannot be read; only manifests are brought.

    Raises:
        RemoteError: the store cannot be read.
    """
    mirror = _mirror(address)
    versions = stored_versions(mirror)
    mirror.pull(*(f"{RELEASES}/{version}/{MANIFEST}" for version in versions))
    return list_readable(mirror.folder / RELEASES, versions)


def stored_release(address: str, version: str | None, *, whole: bool, checked: bool) -> Release:
    """One release there; the arguments are those of ``reading.find_release``.

    Raises:
        ReleaseError: there is no such release, or a file is not the one that was published.
        RemoteError: the store cannot be read.
    """
    mirror = _mirror(address)
    there = stored_versions(mirror)
    chosen = version or latest_version(mirror)
    if chosen is None:
        raise ReleaseError(f"there is no release in {address}", "make one: coalition-data run")
    if chosen not in there:
        raise ReleaseError(f"there is no release {chosen!r} in {address}", f"there are: {', '.join(there) or 'none'}")
    if whole and checked:
        pull_release(mirror, chosen)
    elif whole:
        mirror.drop(f"{RELEASES}/{chosen}")
        mirror.pull(f"{RELEASES}/{chosen}")
    return _release(mirror, chosen)


def stored_workspace(address: str, *names: str) -> Workspace:
    """The folders of the last run there, with the files that are named.

    Raises:
        RemoteError: the store cannot be read.
    """
    mirror = _mirror(address, "stages")
    mirror.pull(*names)
    return Workspace(mirror.folder)


def _mirror(address: str, under: str = RELEASES) -> Mirror:
    mirror = Mirror(open_store(address), read_folder(address))
    mirror.look(under)
    return mirror


def _release(mirror: Mirror, version: str) -> Release:
    mirror.pull(f"{RELEASES}/{version}/{MANIFEST}")
    return read_release(mirror.folder / RELEASES, version)
