"""One run at a time at an address: a file there, made by a put that fails where there is one.

The file says who holds the address and since when; its holder writes it again every minute. It may be taken over from
a run that has not done so for ten minutes, by the clocks of the store and of the one who asks, or at once where it is
certain that its run has ended: the same work folder's own lock, which ends with the process, is in our hands. A run
that was taken over (its machine slept) notices before it writes anything more.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import platform
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from coalition_data.errors import RemoteError
from coalition_data.partial import partial_path
from coalition_data.remote.files import ObjectStore, told

LOCK_FILE = ".run.lock"
FOLDER_FILE = ".folder-id"

RENEW_SECONDS = 60.0
LEASE_SECONDS = 600.0
"""Ten renewals: a run with a slow line is not taken for a dead one, and nobody waits for a dead one for long."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an address.

    Attributes:
        token: of this hold alone.
        folder: of the work folder: stays with it.
        who: user, machine and process, in words.
        since, renewed: ISO 8601, by the holder's clock.
    """

    token: str
    folder: str
    who: str
    since: str
    renewed: str

    def to_bytes(self) -> bytes:
        """JSON, as in the store."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode() + b"\n"


class RunLock:
    """The hold of this process on an address; use as ``with held(...)``."""

    def __init__(self, store: ObjectStore, holder: Holder) -> None:
        self.store = store
        self._holder = holder
        self._tag = ""
        self._ended = threading.Event()
        self._busy = threading.Lock()

    def require(self) -> None:
        """Check that this run still holds the address.

        Raises:
            RemoteError: another run has taken it over.
        """
        present = _holder_in(self.store.read(LOCK_FILE))
        if present is None or present.token != self._holder.token:
            who = present.who if present else "nobody"
            raise RemoteError(
                f"{self.store.address} is not held by this run any more ({who} has it)",
                "nothing was written after that; run again when the other run has ended",
            )

    def take(self) -> None:
        """Take hold.

        Raises:
            RemoteError: another run has it; names it, and when it may be taken over.
        """
        data = self._holder.to_bytes()
        if not self.store.create(LOCK_FILE, data):
            present, age = self._present()
            if present is not None and present.folder != self._holder.folder and age < LEASE_SECONDS:
                raise self._refusal(present, age)
            if not self._replace(data):
                raise self._refusal(self._present()[0], 0.0)
        if self.store.read(LOCK_FILE) != data:  # a store that takes no conditions
            raise self._refusal(self._present()[0], 0.0)
        self._tag = self.store.stat(LOCK_FILE).tag

    def renew(self) -> bool:
        """Say that this run lives; tells whether it still had the address."""
        with self._busy:
            if self._ended.is_set():
                return False
            mine = self._replace(replace(self._holder, renewed=_now()).to_bytes())
            if mine:
                self._tag = self.store.stat(LOCK_FILE).tag
            return mine

    def keep_renewing(self) -> None:
        """Renew until the hold ends; a store that is out of reach for a while is asked again."""
        while not self._ended.wait(RENEW_SECONDS):
            try:
                if not self.renew():
                    return
            except RemoteError:
                continue

    def release(self) -> None:
        """End the hold, where it is still this run's."""
        self._ended.set()
        with self._busy:
            present = _holder_in(self.store.read(LOCK_FILE))
            if present is not None and present.token == self._holder.token:
                self.store.remove([LOCK_FILE])

    def _present(self) -> tuple[Holder | None, float]:
        """Who holds the address, and how many seconds ago that was written."""
        holder = _holder_in(self.store.read(LOCK_FILE))
        if holder is None:
            return None, LEASE_SECONDS
        with told(f"{self.store.address}/{LOCK_FILE}"):
            try:
                self.store.filesystem.invalidate_cache()
                written = self.store.filesystem.modified(self.store.path_of(LOCK_FILE))
            except NotImplementedError:  # then by the holder's own clock
                written = dt.datetime.fromisoformat(holder.renewed)
        aware = written if written.tzinfo else written.replace(tzinfo=dt.UTC)
        return holder, (dt.datetime.now(dt.UTC) - aware).total_seconds()

    def _replace(self, data: bytes) -> bool:
        """Write the file where it is still as it was last seen here; tells whether it was."""
        filesystem, path = self.store.filesystem, self.store.path_of(LOCK_FILE)
        before = self.store.stat(LOCK_FILE).tag
        if self._tag and before != self._tag:
            return False
        if not hasattr(filesystem, "call_s3"):
            self.store.write(LOCK_FILE, data)
            return True
        with told(f"{self.store.address}/{LOCK_FILE}"):
            try:
                filesystem.pipe_file(path, data, IfMatch=f'"{before}"')
            except OSError as error:
                if "pre-conditions" in str(error):
                    return False
                raise
        return True

    def _refusal(self, present: Holder | None, age: float) -> RemoteError:
        if present is None:
            return RemoteError(f"another run has just taken {self.store.address}", "wait until it ends")
        until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=max(LEASE_SECONDS - age, 0))
        return RemoteError(
            f"another run is working in {self.store.address}: {present.who}, since {present.since}",
            f"wait until it ends; if it was killed, another run may begin at {until:%H:%M} UTC",
        )


@contextmanager
def held(store: ObjectStore, folder: Path) -> Iterator[RunLock]:
    """Hold an address for one run.

    Args:
        store: of the address.
        folder: the work folder; its own lock must be held already.

    Raises:
        RemoteError: another run holds it.
    """
    lock = RunLock(store, Holder(uuid.uuid4().hex, _folder_id(folder), _who(), _now(), _now()))
    lock.take()
    renewal = threading.Thread(target=lock.keep_renewing, name="renews the run's lock", daemon=True)
    renewal.start()
    try:
        yield lock
    finally:
        lock.release()
        renewal.join()


def _folder_id(folder: Path) -> str:
    path = folder / FOLDER_FILE
    if not path.is_file():
        partial = partial_path(path)
        partial.write_text(uuid.uuid4().hex, encoding="utf-8")
        os.replace(partial, path)
    return path.read_text(encoding="utf-8")


def _holder_in(data: bytes | None) -> Holder | None:
    try:
        content: dict[str, Any] = json.loads(data or b"")
        return Holder(**content)
    except (ValueError, TypeError):
        return None


def _who() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container without that user
        user = str(os.getuid())
    return f"{user} on {platform.node()}, process {os.getpid()}"


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
