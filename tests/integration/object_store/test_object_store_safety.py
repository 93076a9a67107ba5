"""What others may do to an object store: names that lead elsewhere, runs that take over in between, damaged batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
import moto.s3.models
import pytest

from coalition_data.errors import RemoteError
from coalition_data.remote import lock
from coalition_data.remote.files import ObjectStore, Stored, open_store
from coalition_data.remote.lock import LOCK_FILE, Holder, RunLock
from tests.integration.stored_runs import Made, command, copy_of, plan_for, run_plan


@pytest.mark.parametrize(
    ("prefix", "key"),
    [
        pytest.param("upwards", "releases/../../../../evil.txt", id="upwards"),
        pytest.param("empty", "releases//evil.txt", id="empty part"),
        pytest.param("back", "releases/..\\evil.txt", id="backslash"),
        pytest.param("absolute", "/evil.txt", id="absolute"),
    ],
)
def test_a_name_that_leads_elsewhere_is_told(s3: str, machine: Path, prefix: str, key: str):
    boto3.client("s3").put_object(Bucket="news", Key=f"{prefix}/{key}", Body=b"evil")
    result = command(f"{s3}/{prefix}", *(["releases"] if key.startswith("releases") else ["stage", "link"]))
    assert result.exit_code == 1
    assert repr(key) in result.output
    assert "see who may write there, and remove the file" in result.output
    assert [path for path in machine.parent.rglob("*") if path.name.endswith("evil.txt")] == []


def test_what_a_console_shows_as_folders_is_passed_over(first: tuple[str, Made]):
    address = copy_of(first[0], first[0].replace("first", "folders"))
    files = open_store(address).list()
    for name in ("", "releases/", f"releases/{first[1].outcome['version']}/", "stages/parsed/"):
        boto3.client("s3").put_object(Bucket="news", Key=f"folders/{name}", Body=b"")
    assert open_store(address).list() == files
    assert "are right" in command(address, "verify").output


class Requests:
    """Calls something before the n-th request to the store that is made while it watches."""

    def __init__(self, patch: pytest.MonkeyPatch, store: ObjectStore) -> None:
        self._left: int | None = None
        self._between: Callable[[], None] = lambda: None
        for name in ("info", "cat_file", "pipe_file", "modified"):
            patch.setattr(store.filesystem, name, self._watched(getattr(store.filesystem, name)))

    @contextmanager
    def interrupted(self, before: int, between: Callable[[], None]) -> Iterator[None]:
        self._left, self._between = before, between
        try:
            yield
        finally:
            self.missed, self._left = self._left is not None, None

    def _watched(self, request: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if self._left is not None:
                self._left -= 1
                if self._left == 0:
                    self._left = None
                    self._between()
            return request(*arguments, **options)

        return call


def lock_of(store: ObjectStore, name: str) -> RunLock:
    """The lock of a run from another work folder than all others."""
    since = dt.datetime.now(dt.UTC).isoformat()
    return RunLock(store, Holder(f"token of {name}", f"folder of {name}", name, since, since))


def taken_long_ago(store: ObjectStore, patch: pytest.MonkeyPatch) -> RunLock:
    """A hold that was not renewed for an hour, by the server's clock."""
    store.remove([LOCK_FILE])
    hold, now = lock_of(store, "the first"), moto.s3.models.utcnow
    with patch.context() as past:
        past.setattr(moto.s3.models, "utcnow", lambda: now() - dt.timedelta(hours=1))
        hold.take()
    return hold


@pytest.mark.parametrize("other", ["renewal", "taker"])
def test_whoever_takes_over_replaces_what_was_judged(s3: str, monkeypatch: pytest.MonkeyPatch, other: str):
    """Before each request of one that takes over, the first run is heard of again, or a third one takes over."""
    store = open_store(f"{s3}/between-{other}")
    requests, before, missed = Requests(monkeypatch, store), 0, False
    while not missed:
        before += 1
        first, taker, third = taken_long_ago(store, monkeypatch), lock_of(store, "a taker"), lock_of(store, "a third")
        held: list[RunLock] = []

        def between(first: RunLock = first, third: RunLock = third, held: list[RunLock] = held) -> None:
            with suppress(RemoteError):
                if other == "taker":
                    third.take()
                    held.append(third)
                elif first.renew():
                    held.append(first)

        with suppress(RemoteError), requests.interrupted(before, between):
            taker.take()
            held.append(taker)
        missed = requests.missed
        assert len(held) == 1, f"before request {before}"
        held[0].require()
        assert [hold for hold in (first, taker, third) if hold.renew()] == held
    assert before > 4, "it looks, reads, looks, writes and looks again"


def test_a_tag_of_another_run_is_not_taken_for_one_s_own(s3: str, monkeypatch: pytest.MonkeyPatch):
    """Another run takes over before each request of a run that takes or renews, as if its machine had slept there."""
    monkeypatch.setattr(lock, "LEASE_SECONDS", -1.0)
    store = open_store(f"{s3}/slept")
    requests = Requests(monkeypatch, store)
    for work in (RunLock.take, RunLock.renew):
        before, missed = 0, False
        while not missed:
            before += 1
            one, other = taken_long_ago(store, monkeypatch), lock_of(store, "another")
            with suppress(RemoteError), requests.interrupted(before, other.take):
                work(one)
            missed = requests.missed
            token = (lock._holder_in(store.read(LOCK_FILE)) or one._holder).token
            renewed = [hold._holder.token for hold in (one, other) if hold.renew()]
            assert renewed == [token], f"before request {before} of {work.__name__}"


def test_a_renewal_whose_answer_is_lost_is_the_run_s_own(s3: str, monkeypatch: pytest.MonkeyPatch):
    store = open_store(f"{s3}/lost-answer")
    mine, pipe_file = lock_of(store, "mine"), store.filesystem.pipe_file
    mine.take()

    def twice(*arguments: Any, **options: Any) -> Any:
        pipe_file(*arguments, **options)
        return pipe_file(*arguments, **options)  # as a library asks again whose first request was done

    with monkeypatch.context() as patch:
        patch.setattr(store.filesystem, "pipe_file", twice)
        patch.setattr(lock, "_now", lambda: "2026-01-01T00:00:00+00:00")
        assert mine.renew()
    assert mine.renew()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are sent."""
    names: list[str] = []
    put = ObjectStore._put_file

    def noted(self: ObjectStore, path: Path, name: str) -> Stored:
        names.append(name)
        return put(self, path, name)

    monkeypatch.setattr(ObjectStore, "_put_file", noted)
    return names


@pytest.mark.parametrize("harm", ["a table", "the list", "a table is gone"])
def test_a_batch_that_one_stage_alone_makes_again_is_sent(first: tuple[str, Made], sent: list[str], harm: str):
    address = copy_of(first[0], first[0].replace("first", f"alone-{harm.replace(' ', '-')}"))
    store = open_store(address)
    ending = "batch.json" if harm == "the list" else "quotes.parquet"
    damaged = next(name for name in store.list("stages/extracted") if name.endswith(ending))
    whole = store.read(damaged)
    store.remove([damaged]) if harm == "a table is gone" else store.write(damaged, b"{PAR1 no more")
    done = command(address, "stage", "extract")
    assert done.exit_code == 0, done.output
    assert store.read(damaged) == whole
    folder = damaged.rsplit("/", 1)[0]
    assert [name.rsplit("/", 1)[0] for name in sent if name.endswith("batch.json")] == [folder], "that batch alone"


def test_what_was_cleaned_and_is_damaged_is_sent_again(first: tuple[str, Made], source: Path, sent: list[str]):
    address = copy_of(first[0], first[0].replace("first", "damaged-cleaned"))
    store = open_store(address)
    damaged = next(name for name in store.list("stages/cleaned") if name.endswith("articles.parquet"))
    whole = store.read(damaged)
    store.write(damaged, b"PAR1 no more")
    store.remove(["last_run.json"])
    run_plan(plan_for(source, address), last="clean")
    assert store.read(damaged) == whole
    assert sent.count(damaged) == 1


def test_a_batch_that_is_damaged_here_is_brought(first: tuple[str, Made], source: Path, machine: Path, sent: list[str]):
    address = copy_of(first[0], first[0].replace("first", "damaged-here"))
    open_store(address).remove(["last_run.json"])
    run_plan(plan_for(source, address), last="extract")
    here = next(path for path in machine.rglob("quotes.parquet") if "extracted" in path.parts)
    whole = here.read_bytes()
    here.write_bytes(b"PAR1 no more")
    sent.clear()
    assert run_plan(plan_for(source, address), last="extract").worked["extract"] == 0
    assert here.read_bytes() == whole
    assert not [name for name in sent if name.startswith("stages/extracted/")]


def test_each_batch_travels_once(s3: str, source: Path, sent: list[str]):
    run_plan(plan_for(source, f"{s3}/once"), last="annotate")
    batches = [name for name in sent if name.startswith(("stages/cleaned/", "stages/parsed/"))]
    assert len(batches) == len(set(batches))
    assert sum(name.endswith("batch.json") for name in batches) == 3
