"""Files in an object store, through fsspec: list, read, write, remove; every failure is told with the address."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from coalition_data.errors import CoalitionDataError, RemoteError
from coalition_data.partial import partial_path
from coalition_data.remote.address import SEPARATOR

Result = TypeVar("Result")

TRANSFERS = 8
"""Files that travel at the same time: round trips overlap, and memory holds eight blocks."""

INCOMING = ".incoming"

_BLOCK_BYTES = 8 << 20
"""What is held of a large file while it is copied."""

LOCAL_PROTOCOLS = frozenset({"file", "local"})

NO_PARTS = frozenset({"", ".", ".."})
NO_CHARACTERS = frozenset("\\\0")

CONDITION_FAILED = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
"""What servers that speak S3 answer to a put whose condition does not hold (any more)."""

TIMES = ("LastModified", "last_modified", "mtime", "updated", "created")
"""Under which names filesystems say when a file was written."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the store lists it.

    Attributes:
        size: in bytes.
        tag: changes with the content: the ETag, or what comes nearest to it.
    """

    size: int
    tag: str


class ObjectStore:
    """The files below one address.

    Args:
        address: as ``s3://bucket/prefix``.

    Raises:
        RemoteError: fsspec knows no such protocol, or lacks the package for it.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        protocol = address.split(SEPARATOR, 1)[0]
        options = {"auto_mkdir": True} if protocol in LOCAL_PROTOCOLS else {}
        with told(self.address):
            import fsspec  # noqa: PLC0415 - only addresses need it

            self.filesystem, root = fsspec.url_to_fs(self.address, **options)
        self.root = str(root).rstrip("/")

    def path_of(self, name: str) -> str:
        """The name of a file for ``filesystem``."""
        return f"{self.root}/{name}"

    def list(self, under: str = "") -> dict[str, Stored]:
        """All files below a folder, by their name relative to the address, as the store has them now.

        Every name here is a path below a folder, so what is brought under it stays in that folder. Empty objects that
        a console shows as folders (``tables/``) are passed over.

        Raises:
            RemoteError: the store cannot be read, or holds a name that is no path below a folder.
        """
        with told(self.address):
            self.filesystem.invalidate_cache()
            found = self.filesystem.find(self.path_of(under).rstrip("/"), detail=True)
        files = {
            path: info for path, info in found.items() if not path.endswith("/") and info.get("type") != "directory"
        }
        start = len(self.root) + 1
        names = {str(self.filesystem._strip_protocol(path))[start:]: stored_from(info) for path, info in files.items()}
        names.pop("", None)  # an object with the name of the folder itself
        if unusable := sorted(name for name in names if not is_path_below(name)):
            raise self._unusable(unusable)
        return dict(sorted(names.items()))

    def _unusable(self, names: Sequence[str]) -> RemoteError:
        more = f" (and {len(names) - 1} more)" if names[1:] else ""
        return RemoteError(
            f"{self.address} holds a file whose name is no path below a folder: {names[0]!r}{more}",
            "nothing was brought; no run writes such a name: see who may write there, and remove the file",
        )

    def info(self, name: str) -> dict[str, Any] | None:
        """What the filesystem says about a file, as the store has it now; None where there is none."""
        with told(f"{self.address}/{name}"):
            self.filesystem.invalidate_cache()
            try:
                return dict(self.filesystem.info(self.path_of(name)))
            except FileNotFoundError:
                return None

    def stat(self, name: str) -> Stored:
        """One file, as the store has it now."""
        with told(f"{self.address}/{name}"):
            self.filesystem.invalidate_cache()
            return stored_from(self.filesystem.info(self.path_of(name)))

    def read(self, name: str) -> bytes | None:
        """The bytes of a small file; None where there is none."""
        with told(f"{self.address}/{name}"):
            try:
                data: bytes = self.filesystem.cat_file(self.path_of(name))
            except FileNotFoundError:
                return None
            return data

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, block by block."""
        with (
            told(f"{self.address}/{name}"),
            self.filesystem.open(self.path_of(name), "rb", block_size=_BLOCK_BYTES) as file,
        ):
            while block := file.read(_BLOCK_BYTES):
                yield block

    def write(self, name: str, data: bytes) -> None:
        """Write a small file, or replace it."""
        with told(f"{self.address}/{name}"):
            self.filesystem.pipe_file(self.path_of(name), data)

    def create(self, name: str, data: bytes) -> bool:
        """Write a small file where there is none, in one step where the store can; tells whether it did."""
        with told(f"{self.address}/{name}"):
            try:
                self.filesystem.pipe_file(self.path_of(name), data, mode="create")
            except OSError as error:
                if isinstance(error, FileExistsError) or is_failed_condition(error):
                    return False
                raise
            return True

    def replace(self, name: str, data: bytes, tag: str) -> bool:
        """Write a small file where it is still that of a tag, in one step where the store can; tells whether it did."""
        if not hasattr(self.filesystem, "call_s3"):
            present = self.info(name)
            if present is None or stored_from(present).tag != tag:
                return False
            self.write(name, data)
            return True
        with told(f"{self.address}/{name}"):
            try:
                self.filesystem.pipe_file(self.path_of(name), data, IfMatch=f'"{tag}"')
            except OSError as error:
                if isinstance(error, FileNotFoundError) or is_failed_condition(error):
                    return False
                raise
            return True

    def get(self, names: Iterable[str], folder: Path) -> None:
        """Bring files to the same names below a folder; each appears there whole or not at all."""
        at_once(names, lambda name: self.get_file(name, folder / name, incoming_path(folder, name)))

    def get_file(self, name: str, path: Path, partial: Path | None = None) -> None:
        """Bring one file.

        Args:
            name: in the store.
            path: where to.
            partial: where it is written first; None: beside ``path``.
        """
        first = partial or partial_path(path)
        first.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with told(f"{self.address}/{name}"):
                self.filesystem.get_file(self.path_of(name), str(first))
            os.replace(first, path)
        finally:
            first.unlink(missing_ok=True)

    def put(self, files: Mapping[str, Path]) -> dict[str, Stored]:
        """Write files, by their names in the store; returns them as the store has them now."""
        return at_once(files, lambda name: self._put_file(files[name], name))

    def _put_file(self, path: Path, name: str) -> Stored:
        with told(f"{self.address}/{name}"):
            self.filesystem.put_file(str(path), self.path_of(name))
        return self.stat(name)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; one that is gone already is none to remove.

        One request a file: what a store refuses in a request for many, s3fs passes over in silence.

        Raises:
            RemoteError: the store refuses to remove a file; it is named, and the others may be gone or not.
        """
        at_once(names, self._remove_file)

    def _remove_file(self, name: str) -> None:
        with told(f"{self.address}/{name}"), suppress(FileNotFoundError):
            self.filesystem.rm_file(self.path_of(name))


@lru_cache(maxsize=8)
def open_store(address: str) -> ObjectStore:
    """The store at an address, opened once a process."""
    return ObjectStore(address)


def incoming_path(folder: Path, name: str) -> Path:
    """Where this process writes a file that comes in, apart from the folders that others read."""
    return folder / INCOMING / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.{os.getpid()}"


def stored_from(info: Mapping[str, Any]) -> Stored:
    """Size and tag from what a filesystem says about a file."""
    tags = (info.get(name) for name in ("ETag", "etag", "md5Hash", "LastModified", "mtime", "created"))
    tag = next((value for value in tags if value), "")
    if isinstance(tag, dt.datetime):  # a filesystem may list a time in one form and tell it in another
        tag = tag.timestamp()
    return Stored(int(info.get("size") or 0), str(tag).strip('"'))


def written_at(info: Mapping[str, Any]) -> dt.datetime | None:
    """When a file was written, from what a filesystem says about it; None where that says nothing of it."""
    time = next((info[name] for name in TIMES if info.get(name)), None)
    if isinstance(time, str):
        time = dt.datetime.fromisoformat(time)
    if isinstance(time, int | float):
        time = dt.datetime.fromtimestamp(time, dt.UTC)
    return time if time is None or time.tzinfo else time.replace(tzinfo=dt.UTC)


def is_path_below(name: str) -> bool:
    """Whether a name in a store is a path that stays below the folder under which it is brought.

    >>> is_path_below("tables/quotes.parquet"), is_path_below("tables/../../quotes.parquet"), is_path_below("/etc/x")
    (True, False, False)
    """
    return NO_PARTS.isdisjoint(name.split("/")) and NO_CHARACTERS.isdisjoint(name)


def is_failed_condition(error: OSError) -> bool:
    """Whether a server refused a put because its condition did not hold."""
    response = getattr(error.__cause__, "response", None) or {}
    return response.get("Error", {}).get("Code") in CONDITION_FAILED or "pre-conditions" in str(error)


def at_once(names: Iterable[str], work: Callable[[str], Result]) -> dict[str, Result]:
    """Work on several files at the same time; the first failure is raised when those that run have ended."""
    with ThreadPoolExecutor(TRANSFERS) as pool:
        futures = {name: pool.submit(work, name) for name in names}
        try:
            return {name: future.result() for name, future in futures.items()}
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn whatever a filesystem raises into an error that names the address and what to do.

    Raises:
        RemoteError: always where anything else than the project's own error was raised.
    """
    try:
        yield
    except CoalitionDataError:
        raise
    except Exception as error:  # each store's library has its own exceptions
        raise explain(address, error) from error


def explain(address: str, error: Exception) -> RemoteError:
    """The project's error for what a filesystem raised."""
    protocol, name = address.split(SEPARATOR, 1)[0], type(error).__name__
    said = " ".join(str(error).split()) or name
    if isinstance(error, ImportError):
        advice = "pip install 'coalition-data[s3]'" if protocol.startswith("s3") else said
        return RemoteError(f"{address}: the package for {protocol}{SEPARATOR} addresses is not installed", advice)
    if isinstance(error, ValueError) and "rotocol" in said:
        return RemoteError(f"{address}: {said}", "use a folder, or an address that fsspec knows, as s3://bucket/prefix")
    if "Credentials" in name:
        return RemoteError(
            f"{address}: {said}", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, in the environment"
        )
    if isinstance(error, PermissionError):
        return RemoteError(
            f"{address}: access is denied: {said}",
            "check the credentials in the environment, and that they may list, read, write and delete there",
        )
    if isinstance(error, FileNotFoundError):
        return RemoteError(
            f"{address} is not there: {said}", "check the address; a bucket must exist, it is not made by a run"
        )
    if isinstance(error, ConnectionError | TimeoutError) or "Connect" in name or "Timeout" in name:
        return RemoteError(
            f"{address} cannot be reached: {said}", "check the network and AWS_ENDPOINT_URL, then run again"
        )
    return RemoteError(f"{address}: {name}: {said}", "run again; what was finished is kept")
