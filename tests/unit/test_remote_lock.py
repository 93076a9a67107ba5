"""One run at a time at an address: who may take a hold, and what it is worth, on stores that take no conditions."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import time
import uuid
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from coalition_data.errors import RemoteError
from coalition_data.remote import lock
from coalition_data.remote.files import ObjectStore
from coalition_data.remote.lock import LOCK_FILE, Holder, RunLock, held


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """An empty store."""
    if request.param == "memory":
        return ObjectStore(f"memory://bucket-{uuid.uuid4().hex}/prefix")
    return ObjectStore(f"file://{tmp_path}/store")


def holder(folder: str, token: str = "token") -> Holder:
    return Holder(token, folder, "somebody on a machine", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00")


def test_a_hold_is_renewed_and_ends(store: ObjectStore, tmp_path: Path):
    with held(store, tmp_path) as mine:
        before = store.read(LOCK_FILE)
        assert mine.renew()
        mine.require()
        assert before is not None
    assert store.read(LOCK_FILE) is None
    assert not mine.renew(), "a hold that has ended is not taken again"


NEWER = holder("another folder").to_bytes().replace(b"{", b'{"attempt": 2,')
"""As a version might write it that tells more."""


@pytest.mark.parametrize(
    ("present", "lease", "refused"),
    [
        (holder("another folder").to_bytes(), 600.0, True),
        (holder("another folder").to_bytes(), -1.0, False),
        (holder("this folder").to_bytes(), 600.0, False),
        (NEWER, 600.0, True),
        (NEWER, -1.0, False),
        (NEWER.replace(b"another", b"this"), 600.0, False),
    ],
    ids=["lives", "ran out", "killed here", "of a newer version", "of a newer version, ran out", "newer, killed here"],
)
def test_whose_hold_may_be_taken_over(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch, present: bytes, lease: float, refused: bool
):
    monkeypatch.setattr(lock, "LEASE_SECONDS", lease)
    store.write(LOCK_FILE, present)
    mine = RunLock(store, holder("this folder", "mine"))
    if refused:
        with pytest.raises(RemoteError, match="somebody on a machine, since 2026-01-01"):
            mine.take()
        assert store.read(LOCK_FILE) == present
        mine.release()
        assert store.read(LOCK_FILE) == present, "another run's hold is not ended"
    else:
        mine.take()
        mine.require()


@pytest.mark.parametrize(
    "present",
    [b"half a fi", b"", b"[]", b'{"token": "t"}', holder("another folder").to_bytes().replace(b'"token"', b"3", 1)],
    ids=["cut off", "empty", "a list", "fields missing", "no JSON"],
)
def test_a_hold_that_cannot_be_read_is_somebody_s_until_it_ran_out(store: ObjectStore, present: bytes):
    store.write(LOCK_FILE, present)
    mine = RunLock(store, holder("this folder", "mine"))
    with pytest.raises(RemoteError, match=r"its \.run\.lock cannot be read by this version") as refused:
        mine.take()
    assert "another run may begin at" in (refused.value.advice or "")
    assert store.read(LOCK_FILE) == present
    with pytest.raises(RemoteError, match=r"is not held by this run any more \(somebody has it\)"):
        mine.require()
    make_older(store, LOCK_FILE, lock.LEASE_SECONDS)
    mine.take()
    mine.require()


def make_older(store: ObjectStore, name: str, seconds: float) -> None:
    """Let the store say that a file was written so long ago."""
    path = store.path_of(name)
    if isinstance(store.filesystem, MemoryFileSystem):
        store.filesystem.store[path].created -= dt.timedelta(seconds=seconds)
    else:
        os.utime(path, (time.time() - seconds,) * 2)


def test_the_age_of_a_hold_is_that_of_its_file(store: ObjectStore):
    renewed = dt.datetime.now(dt.UTC).isoformat()
    store.write(LOCK_FILE, dataclasses.replace(holder("another folder"), renewed=renewed).to_bytes())
    make_older(store, LOCK_FILE, lock.LEASE_SECONDS + 1)
    RunLock(store, holder("this folder", "mine")).take()


def test_a_renewal_that_was_told_as_failed_is_no_other_run(store: ObjectStore, monkeypatch: pytest.MonkeyPatch):
    mine = RunLock(store, holder("this folder", "mine"))
    mine.take()
    write = ObjectStore.write

    def answer_is_lost(self: ObjectStore, name: str, data: bytes) -> None:
        write(self, name, data)
        raise RemoteError("the line is dead")

    with monkeypatch.context() as patch:
        patch.setattr(ObjectStore, "write", answer_is_lost)
        with pytest.raises(RemoteError, match="the line is dead"):
            mine.renew()
    assert mine.renew()
    assert mine.renew()
