"""Published releases for readers, from a folder or an address.

From an address come only the files that are asked for, into a folder of the user's cache that no run touches; the
next reader finds there what has not changed since.
"""

from __future__ import annotations

from pathlib import Path

from coalition_data.errors import ReleaseError
from coalition_data.release import Release, list_releases, read_release
from coalition_data.release.folder import MANIFEST
from coalition_data.remote.address import DataDir, is_address, read_folder
from coalition_data.remote.files import open_store
from coalition_data.remote.mirror import Mirror
from coalition_data.remote.releases import RELEASES, latest_version, pull_release, stored_versions
from coalition_data.workspace import Workspace


def find_releases(data_dir: DataDir) -> tuple[Release, ...]:
    """All releases, oldest first; of those at an address the manifests alone are here.

    Raises:
        RemoteError: the store cannot be read.
    """
    if not is_address(data_dir):
        return list_releases(Path(data_dir) / RELEASES)
    mirror = _mirror(str(data_dir))
    return tuple(_release(mirror, version) for version in stored_versions(mirror))


def find_release(data_dir: DataDir, version: str | None = None, *, whole: bool = True, checked: bool = True) -> Release:
    """One release.

    Args:
        data_dir: a folder or an address.
        version: which; None: the latest.
        whole: of one at an address, bring all files and not the manifest alone.
        checked: of one at an address, compare what came with its digests; else everything is brought anew, so that
            the caller can.

    Raises:
        ReleaseError: there is no such release, or a file is not the one that was published.
        RemoteError: the store cannot be read.
    """
    if not is_address(data_dir):
        return read_release(Path(data_dir) / RELEASES, version)
    mirror = _mirror(str(data_dir))
    there = stored_versions(mirror)
    chosen = version or latest_version(mirror)
    if chosen is None:
        raise ReleaseError(f"there is no release in {data_dir}", "make one: coalition-data run")
    if chosen not in there:
        raise ReleaseError(f"there is no release {chosen!r} in {data_dir}", f"there are: {', '.join(there) or 'none'}")
    if whole and checked:
        pull_release(mirror, chosen)
    elif whole:
        mirror.drop(f"{RELEASES}/{chosen}")
        mirror.pull(f"{RELEASES}/{chosen}")
    return _release(mirror, chosen)


def find_workspace(data_dir: DataDir, *names: str) -> Workspace:
    """The folders of the last run; of one at an address only the files that are named.

    Raises:
        RemoteError: the store cannot be read.
    """
    if not is_address(data_dir):
        return Workspace(Path(data_dir))
    mirror = _mirror(str(data_dir), "stages")
    mirror.pull(*names)
    return Workspace(mirror.folder)


def _mirror(address: str, under: str = RELEASES) -> Mirror:
    mirror = Mirror(open_store(address), read_folder(address))
    mirror.look(under)
    return mirror


def _release(mirror: Mirror, version: str) -> Release:
    mirror.pull(f"{RELEASES}/{version}/{MANIFEST}")
    return read_release(mirror.folder / RELEASES, version)
