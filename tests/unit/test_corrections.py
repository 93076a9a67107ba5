"""Corrections of source errors: what a file may say, how they are applied, and that a stale one is loud."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from sample_tables import FIRST, MEETING, PLEDGE, sample_tables

from coalition_data.curate import (
    collect_corrections,
    correct_tables,
    corrections_from_json,
    corrections_to_json,
    read_corrections,
)
from coalition_data.errors import CorrectionError
from coalition_data.pipeline import STAGES
from coalition_data.settings import IngestSettings, Settings
from coalition_data.store import read_stage
from coalition_data.workspace import Workspace

ROOT = Path(__file__).parents[2]

ENTRY: dict[str, Any] = {
    "table": "pledges",
    "key": PLEDGE.pledge_id,
    "field": "quantity",
    "old": 30,
    "new": 13,
    "reason": "the ministry's own statement says 13",
    "by": "A. Reader",
}


def write(folder: Path, *entries: Any, name: str = "corrections.yml") -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump({"corrections": list(entries)}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "new"),
    [
        pytest.param({}, 13.0, id="number"),
        pytest.param({"field": "stance", "old": "committed", "new": "conditional"}, "conditional", id="enumeration"),
        pytest.param({"field": "announced_on", "old": dt.date(2016, 3, 4), "new": dt.date(2016, 3, 3)},
                     dt.date(2016, 3, 3), id="date"),
        pytest.param({"field": "amount", "old": 2500000, "new": "2400000.5"}, Decimal("2400000.50"), id="money"),
        pytest.param({"field": "scope_iso3", "old": ["IRQ", "SYR"], "new": ["IRQ"]}, ("IRQ",), id="list"),
        pytest.param({"field": "condition", "old": None, "new": "if asked"}, "if asked", id="NULL to words"),
        pytest.param({"field": "recipient_name", "old": "Iraq", "new": None}, None, id="words to NULL"),
    ],
)  # fmt: skip
def test_a_value_is_replaced(tmp_path: Path, changed: dict[str, Any], new: Any):
    (correction,) = corrections_from_json(corrections_to_json(read_corrections(write(tmp_path, {**ENTRY, **changed}))))
    tables = correct_tables(sample_tables(), [correction])
    assert getattr(tables["pledges"][0], correction.field) == new
    assert tables["quotes"] == sample_tables()["quotes"]


@pytest.mark.parametrize("name", [FIRST.article_id, FIRST.source_uri], ids=["id", "file"])
def test_an_article_is_named_by_its_id_or_file(tmp_path: Path, name: str):
    entry = {**ENTRY, "table": "articles", "article": name, "field": "publisher", "old": "Example News", "new": "Other"}
    del entry["key"]
    tables = correct_tables(sample_tables(), read_corrections(write(tmp_path, entry)))
    assert tables["articles"][0].publisher == "Other"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param({"old": 31}, r"the old value is no longer there.*found is 30\.0", id="another value"),
        pytest.param({"key": "plg_ffffffffffff"}, "there is no row", id="no such row"),
    ],
)
def test_a_stale_correction_is_loud(tmp_path: Path, changed: dict[str, Any], message: str):
    with pytest.raises(CorrectionError, match=message):
        correct_tables(sample_tables(), read_corrections(write(tmp_path, {**ENTRY, **changed})))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param({"table": "people"}, "no table 'people'", id="table"),
        pytest.param({"field": "evidence"}, r"pledges\.evidence cannot be corrected", id="evidence"),
        pytest.param({"table": "quotes", "field": "start"}, r"quotes\.start cannot", id="offset"),
        pytest.param({"table": "articles", "field": "text"}, r"articles\.text cannot", id="text"),
        pytest.param({"table": "meetings", "key": MEETING.meeting_id, "field": "meeting_id"}, "cannot", id="key"),
        pytest.param({"field": "stance", "old": "committed", "new": "sure"}, "no value of stance", id="enumeration"),
        pytest.param({"new": "many"}, "'many' is no float64", id="type"),
        pytest.param({"new": True}, "True is no float64", id="truth is no number"),
        pytest.param({"field": "category", "old": "training", "new": None}, "never NULL", id="NULL"),
        pytest.param({"new": 30}, "the same", id="no change"),
        pytest.param({"reason": " "}, "reason is empty", id="no reason"),
        pytest.param({"by": None}, "by is empty", id="nobody says so"),
        pytest.param({"article": "x.txt"}, "either key or article", id="both"),
        pytest.param({"note": "x"}, "has note", id="unknown key"),
    ],
)
def test_a_malformed_entry_is_named(tmp_path: Path, changed: dict[str, Any], message: str):
    with pytest.raises(CorrectionError, match=message) as caught:
        read_corrections(write(tmp_path, {**ENTRY, **changed}))
    assert "entry 1" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["[]", "corrections: 3", "corrections: [3]", "a: [", "other: []", "corrections:\n - {}"]
)
def test_a_malformed_file_is_named(tmp_path: Path, text: str):
    path = tmp_path / "corrections.yml"
    path.write_text(text, encoding="utf-8")
    if text == "[]":
        assert read_corrections(path) == ()  # an empty file, whatever its brackets
        return
    with pytest.raises(CorrectionError, match=r"corrections\.yml"):
        read_corrections(path)


def test_one_value_is_corrected_once(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for folder in ("a", "b"):
        write(tmp_path / folder, ENTRY)
    with pytest.raises(CorrectionError, match="twice"):
        collect_corrections([tmp_path / "a", tmp_path / "b"])
    assert len(collect_corrections([tmp_path / "a", tmp_path / "a", tmp_path / "nowhere"])) == 1


def test_the_seeds_corrections_can_be_read():
    assert isinstance(read_corrections(ROOT / "seeds" / "corrections.yml"), tuple)


def test_an_article_is_corrected_before_anything_is_extracted(tmp_path: Path):
    """And the file of corrections is no input itself."""
    (tmp_path / "in").mkdir()
    text = "Ministers Meet in Bern\n\nBERN - Ministers met in Bern on Tuesday, the government said.\n"
    (tmp_path / "in" / "bern.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "catalog.csv").write_text("file,published_on\nbern.txt,2016-03-04\n", encoding="utf-8")
    entry = {**ENTRY, "table": "articles", "article": "bern.txt", "field": "published_on", "old": dt.date(2016, 3, 4),
             "new": dt.date(2016, 3, 11)}  # fmt: skip
    del entry["key"]
    write(tmp_path / "in", entry)
    workspace, settings = Workspace(tmp_path / "data", tmp_path), Settings(ingest=IngestSettings(("in",)))
    for name in ("ingest", "clean"):
        STAGES[name].run(workspace, settings)
    (article,) = read_stage(workspace.stages / "articles.parquet", "articles")
    assert article.published_on == dt.date(2016, 3, 11)
    assert workspace.read_report("ingest").set_aside == ()
    write(tmp_path / "in", {**entry, "old": dt.date(2016, 3, 5)})
    STAGES["ingest"].run(workspace, settings)
    with pytest.raises(CorrectionError, match="no longer there"):
        STAGES["clean"].run(workspace, settings)
