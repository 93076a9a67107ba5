"""What people and other programs read about a release: README, Data Package, Croissant."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from candidates import Candidate
from sample_tables import PLEDGE, QUOTE

from coalition_data.schema.tables import TABLES
from coalition_data.store import sha256_of


def test_readme_tells_what_changed(first: Candidate, second: Candidate, tmp_path: Path) -> None:
    text = (first.publish(tmp_path).path / "README.md").read_text("utf-8")
    assert "This is the first release." in text
    assert "3 inputs: 2 articles and 1 set aside." in text
    assert "| `empty` | 1 |" in text
    text = (second.publish(tmp_path).path / "README.md").read_text("utf-8")
    assert "Against 2026.11.21" in text
    assert "| `pledges` | 1 | 0 | 1 | 0 |" in text
    assert "| `quotes` | 0 | 1 | 0 | 0 |" in text
    assert "- `pledges`: `stance` in 1, `condition` in 1" in text
    assert "version 2026.11.21.1" in text
    for table in TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` |" in text


def test_datapackage(make: Callable[..., Candidate], tmp_path: Path) -> None:
    """Frictionless reads every row, and finds types, constraints, keys and counts as described."""
    frictionless = pytest.importorskip("frictionless")
    undated = dataclasses.replace(PLEDGE, pledge_id="plg_0000000000cc", quantity=None, amount=None, currency=None)
    folder = make(pledges=(PLEDGE, undated)).publish(tmp_path).path
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        "articles": 2, "meetings": 1, "pledges": 2, "quotes": 1,
    }  # fmt: skip
    content = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in content["resources"]:
        path = folder / resource["path"]
        assert resource["byteSize"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{sha256_of(path)}"
        assert [field["name"] for field in resource["schema"]["fields"]] == [
            column.name for column in TABLES[resource["name"]].columns
        ]
    content["resources"][3]["rows"] = 9
    wrong = folder.parent / "wrong.json"
    for resource in content["resources"]:
        resource["path"] = f"{folder.name}/{resource['path']}"
    wrong.write_text(json.dumps(content), "utf-8")
    assert not frictionless.validate(str(wrong)).valid


def test_croissant(first: Candidate, tmp_path: Path) -> None:
    croissant = pytest.importorskip("mlcroissant")
    folder = first.publish(tmp_path).path
    dataset = croissant.Dataset(jsonld=folder / "croissant.json")
    assert dataset.metadata.issues.errors == set()
    quotes = list(dataset.records("quotes"))
    assert quotes[0]["quotes/quote_id"] == QUOTE.quote_id.encode()
    assert quotes[0]["quotes/start"] == QUOTE.start
    (pledge,) = dataset.records("pledges")
    assert pledge["pledges/evidence"][0]["pledges/evidence/text"] == PLEDGE.evidence[0].text.encode()
    (meeting,) = dataset.records("meetings")
    assert meeting["meetings/hosts"][0]["meetings/hosts/role"] is None
    assert len(list(dataset.records("articles"))) == 2
