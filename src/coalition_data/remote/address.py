"""Which data folders are addresses of an object store, and where on this machine their files are worked on."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

DataDir = Path | str
"""A folder, or as text the address of one in an object store."""

SEPARATOR = "://"

RELEASES = "releases"
"""The folder of the releases below a data folder."""

WORK_DIR_VARIABLE = "COALITION_WORK_DIR"
"""Environment variable: the folder for the work folders of addresses; by default in the user's cache folder."""

_UNUSUAL = re.compile(r"[^A-Za-z0-9.-]+")


def is_address(data_dir: DataDir) -> bool:
    """Whether it names a place in an object store and not a folder.

    >>> is_address("s3://bucket/prefix"), is_address("data"), is_address(Path("data"))
    (True, False, False)
    """
    return isinstance(data_dir, str) and SEPARATOR in data_dir


def work_folder(address: str) -> Path:
    """The folder in which a run with that address works; the same for every run of this user."""
    return _folder_of(address) / "run"


def read_folder(address: str) -> Path:
    """The folder for releases that were fetched to be read."""
    return _folder_of(address) / "read"


def _folder_of(address: str) -> Path:
    named = os.environ.get(WORK_DIR_VARIABLE)
    if named:
        base = Path(named)
    else:
        import platformdirs  # noqa: PLC0415 - only addresses need it

        base = Path(platformdirs.user_cache_dir("coalition-data"))
    readable = _UNUSUAL.sub("-", address.rstrip("/"))[:60].strip("-")
    return base / f"{readable}-{hashlib.sha256(address.rstrip('/').encode()).hexdigest()[:12]}"
