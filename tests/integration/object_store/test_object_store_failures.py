"""What goes wrong with data in an object store: damage, kills, two runs at once, wrong addresses and credentials."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import requests
from s3fs import S3FileSystem

from coalition_data.errors import RemoteError, StoreError
from coalition_data.remote import lock
from coalition_data.remote.exchange import only_run
from coalition_data.remote.files import ObjectStore, Stored, open_store
from tests.integration.stored_runs import Made, command, copy_of, on_machine, plan_for, run_plan


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


def test_a_file_that_the_store_keeps_is_told(s3: str, fresh_sessions: None):
    client = boto3.client("s3")
    client.create_bucket(Bucket="kept")
    kept = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::kept/data/b*"}
    client.put_bucket_policy(Bucket="kept", Policy=json.dumps({"Version": "2012-10-17", "Statement": [kept]}))
    store = ObjectStore("s3://kept/data")
    for name in ("a", "b", "c"):
        store.write(name, b"1")
    with pytest.raises(RemoteError, match="s3://kept/data/b") as refused:
        store.remove(["a", "b", "c"])
    assert "delete there" in (refused.value.advice or "")
    store.remove(["a", "c"])
    assert list(store.list()) == ["b"]
