"""One run at a time at an address: a file there, made by a put that fails where there is one.

The file says who holds the address and since when; its holder writes it again every minute. It may be taken over from
a run that has not done so for ten minutes, by the clocks of the store and of the one who asks, or at once where it is
certain that its run has ended: the same work folder's own lock, which ends with the process, is in our hands. It is
replaced only where it is still the file whose holder and age were read. A file that cannot be read, of whatever
version, is somebody's until its time has run out as well. A run that was taken over (its machine slept) notices before
it writes anything more.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import platform
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from coalition_data.errors import RemoteError
from coalition_data.partial import partial_path
from coalition_data.remote.files import ObjectStore, stored_from, written_at

LOCK_FILE = ".run.lock"
FOLDER_FILE = ".folder-id"

RENEW_SECONDS = 60.0
LEASE_SECONDS = 600.0
"""Ten renewals: a run with a slow line is not taken for a dead one, and nobody waits for a dead one for long."""

LOOKS = 5
"""A file that is written once a minute is the same before and after it was read, at the second look at the latest."""


_held: set[RunLock] = set()
"""Of this process."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """The lock file as it was at one moment.

    Attributes:
        holder: who wrote it; None where this version cannot tell.
        tag: of the store, for that content.
        age: seconds since it was written.
    """

    holder: Holder | None
    tag: str
    age: float


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
        data = self.store.read(LOCK_FILE)
        present = _holder_in(data)
        if present is None or present.token != self._holder.token:
            who = present.who if present else "nobody" if data is None else "somebody"
            raise RemoteError(
                f"{self.store.address} is not held by this run any more ({who} has it)",
                "nothing was written after that; run again when the other run has ended",
            )

    def take(self) -> None:
        """Take hold.

        Raises:
            RemoteError: another run has it; names it, and when it may be taken over.
        """
        data, found = self._holder.to_bytes(), self._look()
        if found is None:
            self.store.create(LOCK_FILE, data)
        elif self._is_held(found):
            raise self._refusal(found)
        else:
            self.store.replace(LOCK_FILE, data, found.tag)
        # what is there now tells who was first, also where the store takes no conditions or its answer was lost
        if not self._is_mine(now := self._look()):
            raise self._refusal(now)

    def renew(self) -> bool:
        """Say that this run lives; tells whether it still had the address."""
        with self._busy:
            if self._ended.is_set():
                return False
            self.store.replace(LOCK_FILE, replace(self._holder, renewed=_now()).to_bytes(), self._tag)
            return self._is_mine(self._look())

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

    def _look(self) -> Found | None:
        """The lock file as it is, None where there is none: holder, tag and age of one and the same state.

        Raises:
            RemoteError: it cannot be read.
        """
        for _ in range(LOOKS):
            before = self.store.info(LOCK_FILE)
            if before is None:
                return None
            data, after = self.store.read(LOCK_FILE), self.store.info(LOCK_FILE)
            if data is not None and after is not None and stored_from(before) == stored_from(after):
                holder = _holder_in(data)
                return Found(holder, stored_from(after).tag, _age(after, holder))
        raise RemoteError(f"{self.store.address}/{LOCK_FILE} changes whenever it is read", "run again")

    def _is_mine(self, found: Found | None) -> bool:
        """Whether this run wrote what was found; then the next renewal replaces that."""
        if found is None or found.holder is None or found.holder.token != self._holder.token:
            return False
        self._tag = found.tag
        return True

    def _is_held(self, found: Found) -> bool:
        ended = found.holder is not None and found.holder.folder == self._holder.folder
        return not ended and found.age < LEASE_SECONDS

    def _refusal(self, found: Found | None) -> RemoteError:
        if found is None:
            return RemoteError(f"another run has just been in {self.store.address}", "run again")
        until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=max(LEASE_SECONDS - found.age, 0))
        holder = found.holder
        who = f"{holder.who}, since {holder.since}" if holder else f"its {LOCK_FILE} cannot be read by this version"
        return RemoteError(
            f"another run is working in {self.store.address}: {who}",
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
    _held.add(lock)
    renewal = threading.Thread(target=lock.keep_renewing, name="renews the run's lock", daemon=True)
    renewal.start()
    try:
        yield lock
    finally:
        lock.release()
        _held.discard(lock)
        renewal.join()


def release_held() -> None:
    """Release what this process holds, for one that is about to end at once; from any thread."""
    for lock in tuple(_held):
        with suppress(RemoteError):
            lock.release()


def _folder_id(folder: Path) -> str:
    path = folder / FOLDER_FILE
    if not path.is_file():
        partial = partial_path(path)
        partial.write_text(uuid.uuid4().hex, encoding="utf-8")
        os.replace(partial, path)
    return path.read_text(encoding="utf-8")


def _holder_in(data: bytes | None) -> Holder | None:
    """Who wrote it; what another version wrote beside that is passed over. None where it doesn't tell."""
    try:
        content: dict[str, Any] = json.loads(data or b"")
        told = {field.name: content[field.name] for field in fields(Holder)}
    except (ValueError, TypeError, KeyError):
        return None
    return Holder(**told) if all(isinstance(value, str) for value in told.values()) else None


def _age(info: Mapping[str, Any], holder: Holder | None) -> float:
    """Seconds since the lock file was written; none where neither the store nor the file tells."""
    written = written_at(info)
    if written is None and holder is not None:
        with suppress(ValueError):
            written = written_at({"updated": holder.renewed})
    return 0.0 if written is None else (dt.datetime.now(dt.UTC) - written).total_seconds()


def _who() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container without that user
        user = str(os.getuid())
    return f"{user} on {platform.node()}, process {os.getpid()}"


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
