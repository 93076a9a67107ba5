"""Data in an object store: an S3 server on this machine, real runs against it from several work folders."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner

from coalition_data.batched import EXTRACTED, Batch, Batches, clean
from coalition_data.cli import main
from coalition_data.remote import lock
from coalition_data.remote.exchange import work_on_batch
from coalition_data.remote.files import open_store
from coalition_data.run import RunPlan
from coalition_data.settings import RunSettings
from coalition_data.workspace import Workspace
from tests.integration.commands import coalition_data
from tests.integration.stored_runs import Made, command, copy_of, plan_for, run_plan, write_articles

TABLES = ("articles", "meetings", "pledges", "quotes")


def test_the_tables_are_those_of_a_run_in_a_folder(first: tuple[str, Made], source: Path, tmp_path: Path):
    address, made = first
    assert made.outcome["is_new"]
    assert made.worked == {"clean": 1, "annotate": 2, "extract": 2}
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
    assert made.worked == {"clean": 1, "annotate": 1, "extract": 1}
    assert made.outcome["is_new"]
    assert len([*machine.rglob("*.parquet.elsewhere")]) == 2, "parses that nothing reads stay in the store"
    versions = [line.split()[0] for line in command(address, "releases").output.splitlines()]
    assert versions == [first[1].outcome["version"], made.outcome["version"]]
    assert command(address, "diff", versions[0]).exit_code == 0


def test_articles_that_left_leave_no_batches_in_the_store(first: tuple[str, Made], tmp_path: Path):
    address = copy_of(first[0], first[0].replace("first", "less"))
    plan = plan_for(write_articles(tmp_path / "source", 0), address)
    made = run_plan(plan, last="extract")
    assert made.worked == {"clean": 0, "annotate": 0, "extract": 0}
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
    assert run_plan(plan_for(source, address), last="extract").worked == {"clean": 0, "annotate": 0, "extract": 2}
    assert len([*machine.rglob("parsed.parquet")]) == 2


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


def test_workers_on_other_machines_share_what_they_finish(first: tuple[str, Made], source: Path, tmp_path: Path):
    address = first[0].replace("first", "workers")
    plan = plan_for(source, address)
    spread = dataclasses.replace(plan.settings, run=RunSettings(runner="dask"))
    plan = dataclasses.replace(plan, settings=spread)
    elsewhere = dataclasses.replace(plan, workspace=Workspace(tmp_path / "not on that machine"))

    def on_a_worker(batches: Batches, batch: Batch, _: RunPlan) -> None:
        work_on_batch(batches, *pickle.loads(pickle.dumps((batch, elsewhere))))

    assert run_plan(plan, last="extract", work=on_a_worker).worked == {"clean": 1, "annotate": 2, "extract": 2}
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
