"""What a run is asked to do, when it is needed at all, and when DVC may record it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from coalition_data.errors import SourceError, StoreError
from coalition_data.partial import partial_path
from coalition_data.run import RunPlan, make_folder, only_run_in, plan_run, require_sources
from coalition_data.unchanged import fingerprint_run, remember_run, unchanged_outcome
from coalition_data.versioning import find_repository, record_run
from coalition_data.workspace import Workspace


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunPlan:
    """A run over one file, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "one.txt").write_text("One\n\nA first text of some words.\n", encoding="utf-8")
    (tmp_path / "params.yaml").write_text("ingest: {sources: [sources]}\n", encoding="utf-8")
    return plan_run()


def test_sources_are_relative_to_the_file_that_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "params.yaml").write_text("ingest: {sources: [texts]}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plan = plan_run(params="project/params.yaml")
    assert plan.workspace.source_base / plan.settings.ingest.sources[0] == Path("project/texts")
    named = plan_run(["texts"], params="project/params.yaml")
    assert named.workspace.source_base / named.settings.ingest.sources[0] == Path("texts")
    assert named.overridden == ("--source",)


def test_a_missing_source_is_told_before_anything_starts(plan: RunPlan):
    require_sources(plan)
    with pytest.raises(SourceError, match="nowhere"):
        require_sources(plan_run(["nowhere"]))


def test_one_run_at_a_time(tmp_path: Path):
    workspace = Workspace(tmp_path / "data")
    with only_run_in(workspace), pytest.raises(StoreError, match="another run"), only_run_in(workspace):
        pass
    with only_run_in(workspace):
        pass


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path):
    workspace = Workspace(tmp_path)
    kept = workspace.tables / "articles.parquet"
    half = (partial_path(kept), partial_path(workspace.stages / "parsed" / "batch") / "parsed.parquet")
    for path in (kept, *half):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"rows")
    with only_run_in(workspace):
        assert list(tmp_path.rglob("*.parquet*")) == [kept]
        assert not list((workspace.stages / "parsed").iterdir())


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="file"):
        make_folder(tmp_path / "file" / "data")


def change_text(plan: RunPlan) -> RunPlan:
    path = plan.workspace.source_base / "sources" / "one.txt"
    path.write_text("One\n\nA first text of other words.\n", encoding="utf-8")
    return plan


def add_catalog(plan: RunPlan) -> RunPlan:
    path = plan.workspace.source_base / "sources" / "catalog.csv"
    path.write_text("file,published_on\none.txt,2015-06-02\n", encoding="utf-8")
    return plan


def change_setting(plan: RunPlan) -> RunPlan:
    extract = dataclasses.replace(plan.settings.extract, minimum_confidence=0.5)
    return dataclasses.replace(plan, settings=dataclasses.replace(plan.settings, extract=extract))


@pytest.mark.parametrize("change", [change_text, add_catalog, change_setting])
def test_a_change_changes_the_fingerprint(plan: RunPlan, change: object):
    before = fingerprint_run(plan)
    assert fingerprint_run(plan) == before
    assert callable(change)
    assert fingerprint_run(change(plan)) != before


def test_a_run_is_needed_where_the_release_is_gone(plan: RunPlan):
    assert unchanged_outcome(plan) is None
    remember_run(plan, {"version": "2020.01.01", "is_new": True})
    assert unchanged_outcome(plan) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"fingerprint": "x", "outcome": 3}'])
def test_a_damaged_memory_of_the_last_run_means_a_new_run(plan: RunPlan, content: str):
    plan.workspace.data_dir.mkdir()
    (plan.workspace.data_dir / "last_run.json").write_text(content, encoding="utf-8")
    assert unchanged_outcome(plan) is None


def make_repository(folder: Path) -> None:
    for name in (".dvc", ".git"):
        (folder / name).mkdir()
    (folder / "dvc.yaml").write_text("stages: {}\n", encoding="utf-8")


def test_outside_a_repository_dvc_is_not_asked(plan: RunPlan):
    assert find_repository(plan.workspace.data_dir) is None
    assert record_run(plan) == "not recorded by DVC: data lies outside any DVC repository"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param({"sources": ["sources"]}, "--source overrides params.yaml", id="other sources"),
        pytest.param({"allow_shrink": True}, "--allow-shrink overrides params.yaml", id="other options"),
        pytest.param({"data_dir": "elsewhere"}, "not about elsewhere", id="other data folder"),
        pytest.param({"params": "other.yaml"}, "settings are not those of", id="other settings"),
    ],
)
def test_another_run_than_dvc_describes_is_not_recorded(plan: RunPlan, arguments: dict[str, object], reason: str):
    make_repository(plan.workspace.source_base)
    Path("other.yaml").write_text("annotate: {batch: 3}\n", encoding="utf-8")
    assert reason in record_run(plan_run(**arguments))  # type: ignore[arg-type]


def test_a_release_without_git_is_no_failure(plan: RunPlan, tmp_path: Path):
    (tmp_path / ".dvc").mkdir()
    assert "is not a git checkout" in record_run(plan)
