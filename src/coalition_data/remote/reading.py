"""Published releases for readers, from a folder or an address.

From an address come only the files that are asked for, into a folder of the user's cache that no run touches; the
next reader finds there what has not changed since. A folder is read without any library of the stages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coalition_data.errors import ReleaseError
from coalition_data.release import Release, list_readable, read_release
from coalition_data.remote.address import RELEASES, DataDir, is_address

if TYPE_CHECKING:
    from coalition_data.workspace import Workspace


def find_releases(data_dir: DataDir) -> tuple[tuple[Release, ...], tuple[ReleaseError, ...]]:
    """All releases, oldest first, and what is wrong with those that cannot be read.

    Of those at an address the manifests alone are here.

    Raises:
        RemoteError: the store cannot be read.
    """
    if not is_address(data_dir):
        return list_readable(Path(data_dir) / RELEASES)
    from coalition_data.remote.stored import stored_releases  # noqa: PLC0415 - pyarrow, fsspec

    return stored_releases(str(data_dir))


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
    from coalition_data.remote.stored import stored_release  # noqa: PLC0415 - pyarrow, fsspec

    return stored_release(str(data_dir), version, whole=whole, checked=checked)


def find_workspace(data_dir: DataDir, *names: str) -> Workspace:
    """The folders of the last run; of one at an address only the files that are named.

    Raises:
        RemoteError: the store cannot be read.
    """
    if not is_address(data_dir):
        from coalition_data.workspace import Workspace  # noqa: PLC0415 - pyarrow

        return Workspace(Path(data_dir))
    from coalition_data.remote.stored import stored_workspace  # noqa: PLC0415 - pyarrow, fsspec

    return stored_workspace(str(data_dir), *names)
