"""The files of one release in an object store, as a filesystem that DuckDB can read and nothing more."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any, ClassVar

from fsspec import AbstractFileSystem

from coalition_data.remote.files import open_store, told, written_at

BLOCK = 1 << 20
"""Bytes of one request where DuckDB asks for fewer: a footer and a column of some ten thousand rows fit."""


class ReleaseFiles(AbstractFileSystem):  # type: ignore[misc]
    """The files below one address, read only.

    Args:
        address: of the release.
    """

    protocol: ClassVar[str] = "release"
    cachable = False

    def __init__(self, address: str) -> None:
        super().__init__()
        self._store = open_store(address)

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Size and kind of a file.

        Raises:
            FileNotFoundError: it is not there.
        """
        return {"name": path, "size": self._found(path)["size"], "type": "file"}

    def modified(self, path: str) -> dt.datetime:
        """When it was put there; the beginning of time where the store doesn't say."""
        return written_at(self._found(path)) or dt.datetime.fromtimestamp(0, dt.UTC)

    def _found(self, path: str) -> dict[str, Any]:
        name = self._strip_protocol(path)
        found = None
        with told(f"{self._store.address}/{name}"), suppress(FileNotFoundError):
            found = self._store.filesystem.info(self._store.path_of(name))
        if found is None:
            raise FileNotFoundError(path)
        return dict(found)

    def exists(self, path: str, **_: Any) -> bool:
        """Whether a file is there; a store that cannot be read is an error and no answer."""
        try:
            self.info(path)
        except FileNotFoundError:
            return False
        return True

    def open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        """A file for reading.

        Raises:
            PermissionError: it was to be written.
        """
        if mode not in {"r", "rb"}:
            raise PermissionError("a release is read-only")
        name = self._store.path_of(self._strip_protocol(path))
        return self._store.filesystem.open(name, "rb", block_size=BLOCK, cache_type="readahead")
