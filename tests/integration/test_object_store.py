"""Data in an object store: an S3 server on this machine, real runs against it from several work folders."""

from __future__ import annotations

import dataclasses
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import requests
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from coalition_data.batched import EXTRACTED, Batch, Batches, clean
from coalition_data.cli import main
from coalition_data.errors import RemoteError, StoreError
from coalition_data.remote import lock
from coalition_data.remote.exchange import only_run, work_on_batch
from coalition_data.remote.files import ObjectStore, Stored, open_store
from coalition_data.run import RunPlan
from coalition_data.settings import RunSettings
from coalition_data.workspace import Workspace
from tests.integration.commands import coalition_data
from tests.integration.stored_runs import Made, on_machine, plan_for, run_plan, write_articles

TABLES = ("articles", "meetings", "pledges", "quotes")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3 server on 127.0.0.1 with an empty bucket; the environment leads there."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        boto3.client("s3").create_bucket(Bucket="news")
        yield "s3://news"
    server.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("machines")


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    return write_articles(folder / "source", 0, 1)


@pytest.fixture(scope="module")
def first(s3: str, folder: Path, source: Path) -> tuple[str, Made]:
    """The first run, from one machine; its address and what it came to."""
    address = f"{s3}/first"
    with pytest.MonkeyPatch.context() as patch:
        on_machine(patch, folder / "one")
        return address, run_plan(plan_for(source, address))


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Each test is another machine, with an empty cache."""
    on_machine(monkeypatch, tmp_path / "cache")
    return tmp_path / "cache"


def command(address: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data-dir", address])


def copy_of(address: str, other: str) -> str:
    """The same objects at another address."""
    store = open_store(address)
    for name in store.list():
        open_store(other).write(name, store.read(name) or b"")
    return other


def test_the_tables_are_those_of_a_run_in_a_folder(first: tuple[str, Made], source: Path, tmp_path: Path):
    address, made = first
    assert made.outcome["is_new"]
    assert made.worked == {"annotate": 2, "extract": 2}
    run_plan(plan_for(source, tmp_path / "data"))
    store = open_store(address)
    for name in TABLES:
        local = (tmp_path / "data" / "tables" / f"{name}.parquet").read_bytes()
        assert store.read(f"tables/{name}.parquet") == local
        assert store.read(f"releases/{made.outcome['version']}/{name}.parquet") == local
    assert lock.LOCK_FILE not in store.list()


def test_another_machine_finds_nothing_to_do(first: tuple[str, Made], source: Path):
    address, made = first
    before = open_store(address).list()
    again = run_plan(plan_for(source, address))
    assert again.worked == {}
    assert again.outcome == {**made.outcome, "is_new": False}
    assert open_store(address).list() == before


def test_another_machine_works_on_what_is_new(first: tuple[str, Made], tmp_path: Path, machine: Path):
    address = copy_of(first[0], first[0].replace("first", "grown"))
    source = write_articles(tmp_path / "source", 0, 1, 2)
    made = run_plan(plan_for(source, address))
    assert made.worked == {"annotate": 1, "extract": 1}
    assert made.outcome["is_new"]
    assert len([*machine.rglob("*.parquet.elsewhere")]) == 2, "parses that nothing reads stay in the store"
    versions = [line.split()[0] for line in command(address, "releases").output.splitlines()]
    assert versions == [first[1].outcome["version"], made.outcome["version"]]
    assert command(address, "diff", versions[0]).exit_code == 0


def test_articles_that_left_leave_no_batches_in_the_store(first: tuple[str, Made], tmp_path: Path):
    address = copy_of(first[0], first[0].replace("first", "less"))
    plan = plan_for(write_articles(tmp_path / "source", 0), address)
    made = run_plan(plan, last="extract")
    assert made.worked == {"annotate": 0, "extract": 0}
    kept = [name.split("/")[1] for name in open_store(address).list("stages") if name.endswith("batch.json")]
    assert sorted(kept) == ["cleaned", "extracted", "parsed"]


def test_another_machine_cleans_nothing_again(
    first: tuple[str, Made], source: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
):
    address = copy_of(first[0], first[0].replace("first", "cleaned"))
    open_store(address).remove(["last_run.json"])
    cleaned: list[object] = []
    monkeypatch.setattr(clean, "clean_one", lambda *document: cleaned.append(document))
    run_plan(plan_for(source, address), last="clean")
    assert cleaned == []
    assert [*machine.rglob("stages/articles.parquet")]


def test_kept_parses_come_when_they_are_read(first: tuple[str, Made], source: Path, machine: Path):
    address = copy_of(first[0], first[0].replace("first", "lazy"))
    store = open_store(address)
    store.remove([name for name in store.list("stages/extracted") if name.endswith("batch.json")])
    store.remove(["last_run.json"])
    assert run_plan(plan_for(source, address), last="extract").worked == {"annotate": 0, "extract": 2}
    assert len([*machine.rglob("parsed.parquet")]) == 2


@pytest.mark.parametrize("kind", ["parsed", "extracted"])
def test_a_damaged_batch_is_made_again(first: tuple[str, Made], source: Path, kind: str):
    address = copy_of(first[0], first[0].replace("first", f"damaged-{kind}"))
    store = open_store(address)
    damaged = next(name for name in store.list(f"stages/{kind}") if name.endswith(".parquet"))
    whole = store.read(damaged)
    store.write(damaged, b"PAR1 no more")
    store.remove(["last_run.json"])
    if kind == "parsed":
        removed = [name for name in store.list("stages/extracted") if name.endswith("batch.json")]
        store.remove(removed)
        with pytest.raises(StoreError, match="is damaged; the batch was removed"):
            run_plan(plan_for(source, address), last="extract")
    made = run_plan(plan_for(source, address), last="extract")
    assert made.worked["annotate"] == (1 if kind == "parsed" else 0)
    assert store.read(damaged) == whole


def test_readers_need_no_run_and_no_download(first: tuple[str, Made], machine: Path):
    address, made = first
    version = made.outcome["version"]
    assert "2" in command(address, "query", "--format", "csv", "select count(*) from articles").output
    assert [path.name for path in machine.rglob("*.parquet")] == [], "a query reads the tables where they are"
    for attempt in ("select * from read_text('/etc/hostname')", f"select * from read_text('{address}/last_run.json')"):
        refused = command(address, "query", attempt)
        assert refused.exit_code == 1
        assert "outside the release" in refused.output
    assert version in command(address, "releases").output
    assert "are right" in command(address, "verify").output
    assert "accepted" in command(address, "inputs").output
    shown = command(address, "query", "--format", "csv", "select quote_id from quotes limit 1").output
    assert "source" in command(address, "trace", shown.split()[-1]).output
    exported = CliRunner().invoke(main, ["export", "--output", str(machine / "out"), "--data-dir", address])
    assert len(exported.output.splitlines()) == 4


def test_damage_of_a_release_is_noticed(first: tuple[str, Made]):
    address = copy_of(first[0], first[0].replace("first", "damaged-release"))
    version = first[1].outcome["version"]
    assert command(address, "verify").exit_code == 0
    open_store(address).write(f"releases/{version}/CHANGES.md", b"nothing happened\n")
    verified = command(address, "verify")
    assert verified.exit_code == 1
    assert "CHANGES.md was changed after it was published" in verified.output
    exported = command(address, "export", "--output", "out")
    assert exported.exit_code == 1
    assert "is not the file that was published" in exported.output
    open_store(address).remove([f"releases/{version}/manifest.json"])
    assert "there is no release" in command(address, "query", "from quotes").output


KILLED = """
import os, signal, sys
from coalition_data.cli import main
from coalition_data.remote.files import ObjectStore

def die_at(method):
    def call(self, *arguments):
        if any(sys.argv[1] in str(argument) for argument in arguments):
            os.kill(os.getpid(), signal.SIGKILL)
        return method(self, *arguments)
    return call

ObjectStore._put_file, ObjectStore.create = die_at(ObjectStore._put_file), die_at(ObjectStore.create)
main(sys.argv[2:])
"""


@pytest.mark.parametrize("place", ["/quotes.parquet", "/latest"], ids=["files", "pointer"])
def test_a_run_that_is_killed_while_it_uploads_a_release(
    first: tuple[str, Made], source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    address = copy_of(first[0], f"{first[0].rsplit('/', 1)[0]}/killed{place.replace('/', '-')}")
    store = open_store(address)
    store.remove(store.list("releases"))
    arguments = ["stage", "release", "--data-dir", address]
    killed = subprocess.run([sys.executable, "-c", KILLED, place, *arguments], cwd=tmp_path, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert lock.LOCK_FILE in store.list()
    seen = command(address, "releases").output
    if place == "/latest":
        assert "2 articles" in seen
    else:
        assert "there is no release" in seen
        assert command(address, "query", "from quotes").exit_code == 1
    with monkeypatch.context() as other:
        on_machine(other, tmp_path / "other machine")
        refused = command(address, "stage", "release")
        assert refused.exit_code == 1
        assert "another run is working" in refused.output
        assert "may begin at" in refused.output
    again = command(address, "stage", "release")
    assert again.exit_code == 0, "where it was killed, the run goes on at once"
    verified = command(address, "verify")
    assert verified.exit_code == 0, verified.output
    assert store.read("releases/latest") == f"{first[1].outcome['version']}\n".encode()
    assert lock.LOCK_FILE not in store.list()


def test_one_run_at_a_time(s3: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plan = plan_for(source, f"{s3}/held")
    on_machine(monkeypatch, tmp_path / "second machine")
    second = plan_for(source, f"{s3}/held")
    with only_run(plan):
        with pytest.raises(RemoteError, match="another run is working") as refused, only_run(second):
            pass
        assert "process" in str(refused.value)
    with only_run(second):
        pass


def test_a_hold_that_ran_out_is_taken_over_and_noticed(
    s3: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    address = f"{s3}/lease"
    plan = plan_for(source, address)
    on_machine(monkeypatch, tmp_path / "second machine")
    second = plan_for(source, address)
    monkeypatch.setattr(lock, "LEASE_SECONDS", -1.0)
    with only_run(plan) as exchange, only_run(second):
        with pytest.raises(RemoteError, match="is not held by this run any more"):
            exchange.finish()
        assert lock.LOCK_FILE in open_store(address).list()


def test_a_published_release_is_never_overwritten(first: tuple[str, Made], monkeypatch: pytest.MonkeyPatch):
    address = copy_of(first[0], first[0].replace("first", "taken"))
    store, version = open_store(address), first[1].outcome["version"]
    store.remove(store.list("releases"))
    create = ObjectStore.create

    def somebody_is_faster(self: ObjectStore, name: str, data: bytes) -> bool:
        if name.endswith("/manifest.json"):
            create(self, name, b"another release")
        return create(self, name, data)

    monkeypatch.setattr(ObjectStore, "create", somebody_is_faster)
    refused = command(address, "stage", "release")
    assert refused.exit_code == 1
    assert f"got a release {version} from somebody else" in refused.output
    assert store.read(f"releases/{version}/manifest.json") == b"another release"
    assert "releases/latest" not in store.list()


def test_an_upload_that_arrives_damaged_is_not_published(first: tuple[str, Made], monkeypatch: pytest.MonkeyPatch):
    address = copy_of(first[0], first[0].replace("first", "garbled"))
    store = open_store(address)
    store.remove(store.list("releases"))
    put = ObjectStore._put_file

    def garble(self: ObjectStore, path: Path, name: str) -> Stored:
        stored = put(self, path, name)
        if name.startswith("releases/") and name.endswith("/quotes.parquet"):
            self.write(name, b"garbled")
        return stored

    with monkeypatch.context() as patch:
        patch.setattr(ObjectStore, "_put_file", garble)
        assert "quotes.parquet is not what was sent there" in command(address, "stage", "release").output
    assert "there is no release" in command(address, "releases").output
    assert command(address, "stage", "release").exit_code == 0
    assert command(address, "verify").exit_code == 0


def test_workers_on_other_machines_share_what_they_finish(first: tuple[str, Made], source: Path, tmp_path: Path):
    address = first[0].replace("first", "workers")
    plan = plan_for(source, address)
    spread = dataclasses.replace(plan.settings, run=RunSettings(runner="dask"))
    plan = dataclasses.replace(plan, settings=spread)
    elsewhere = dataclasses.replace(plan, workspace=Workspace(tmp_path / "not on that machine"))

    def on_a_worker(batches: Batches, batch: Batch, _: RunPlan) -> None:
        work_on_batch(batches, *pickle.loads(pickle.dumps((batch, elsewhere))))

    assert run_plan(plan, last="extract", work=on_a_worker).worked == {"annotate": 2, "extract": 2}
    assert not elsewhere.workspace.data_dir.exists()
    for name in EXTRACTED:
        assert open_store(address).read(f"stages/{name}.parquet") == open_store(first[0]).read(f"stages/{name}.parquet")


@pytest.mark.slow
def test_the_command_line_runs_on_an_address(s3: str, source: Path, server: str, tmp_path: Path):
    """The flow itself; then a second run from another machine, which needs no Prefect."""
    params = tmp_path / "params.yaml"
    params.write_text(f"ingest: {{sources: [{source}]}}\n")
    arguments = ("run", "--data-dir", f"{s3}/command", "--params", params)
    done = coalition_data(tmp_path, *arguments, PREFECT_API_URL=server, COALITION_WORK_DIR=str(tmp_path / "one"))
    assert done.code == 0, done.err
    assert f"{s3}/command/releases/" in done.out
    assert "not recorded by DVC: DVC records data in the repository only" in done.err
    again = coalition_data(tmp_path, *arguments, COALITION_WORK_DIR=str(tmp_path / "two"))
    assert again.code == 0, again.err
    assert "nothing changed" in again.out
    assert "starting Prefect" not in again.err


@pytest.fixture
def fresh_sessions() -> Iterator[None]:
    """Filesystems that read the environment anew, before and after."""
    for _ in range(2):
        open_store.cache_clear()
        S3FileSystem.clear_instance_cache()
        yield
        return


@pytest.mark.parametrize(
    ("address", "environment", "message", "advice"),
    [
        pytest.param("s3://nowhere/data", {}, "s3://nowhere/data is not there", "bucket must exist", id="no bucket"),
        pytest.param(
            "s3://news/data",
            {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None},
            "s3://news/data: Unable to locate credentials",
            "set AWS_ACCESS_KEY_ID",
            id="no credentials",
        ),
        pytest.param(
            "s3://news/data",
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
            "s3://news/data cannot be reached",
            "AWS_ENDPOINT_URL",
            id="unreachable",
        ),
        pytest.param("floppy://a/data", {}, "Protocol not known: floppy", "s3://bucket/prefix", id="no such store"),
    ],
)
def test_what_cannot_be_used_is_told_with_advice(
    s3: str,
    fresh_sessions: None,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    environment: dict[str, str | None],
    message: str,
    advice: str,
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    result = command(address, "releases")
    assert result.exit_code == 1
    assert message in result.output
    assert advice in result.output


def test_wrong_credentials_are_told(s3: str, fresh_sessions: None):
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    requests.post(f"{endpoint}/moto-api/reset-auth", data="0", timeout=10)  # the server checks keys from now on
    try:
        result = command(f"{s3}/data", "releases")
    finally:
        requests.post(f"{endpoint}/moto-api/reset-auth", data="inf", timeout=10)
    assert result.exit_code == 1
    assert "access is denied" in result.output
    assert "check the credentials" in result.output
