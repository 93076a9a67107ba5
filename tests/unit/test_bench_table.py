"""The table of `make bench`: medians, verdicts, the JSON that is a metric of DVC, and what README says of it."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.bench_table import (
    README,
    RESULTS,
    ROWS,
    Measured,
    Row,
    as_json,
    in_readme,
    merge,
    read_results,
    render_json,
    render_table,
    verdict,
)

ROOT = Path(__file__).parents[2]
AT_LEAST = Row("speed", "a", "words/s", 0.6)
AT_MOST = Row("share", "a", "time outside", 0.25, at_most=True, is_share=True)
REPORTED = Row("beside", "a", "quotes/s")
SETTING = {"machine": {"cores": 2}, "versions": {"python": "3.11.7"}}


@pytest.mark.parametrize(
    ("row", "measured", "expected"),
    [
        pytest.param(AT_LEAST, Measured((0.5, 0.7, 0.6)), "met", id="the median reaches a lower bound"),
        pytest.param(AT_LEAST, Measured((0.9, 0.5, 0.55)), "missed", id="one good run is not enough"),
        pytest.param(AT_MOST, Measured((0.25, 0.25, 0.9)), "met", id="the median keeps an upper bound"),
        pytest.param(AT_MOST, Measured((0.2, 0.3)), "met", id="an even number of runs"),
        pytest.param(AT_MOST, Measured((0.2, 0.4)), "missed", id="an even number of runs above"),
        pytest.param(AT_MOST, Measured((0.1,), scaled_down=True), "scaled down", id="too small to decide"),
        pytest.param(REPORTED, Measured((3.0,)), "report", id="without a target"),
        pytest.param(AT_MOST, Measured(skipped="no corpus"), "skipped", id="not measured"),
    ],
)
def test_verdict(row: Row, measured: Measured, expected: str):
    assert verdict(row, measured) == expected
    assert expected in render_row(row, measured)


def render_row(row: Row, measured: Measured) -> str:
    return json.dumps(as_json(row, measured))


def test_a_row_in_the_json():
    measured = Measured((0.123456, 0.2, 0.3), {"words/s": 8_000, "share": 0.333333}, "three runs")
    assert as_json(AT_MOST, measured) == {
        "verdict": "met",
        "at_most": 0.25,
        "value": 0.2,
        "lowest": 0.123,
        "highest": 0.3,
        "runs": 3,
        "detail": {"words/s": 8_000, "share": 0.333},
        "note": "three runs",
    }


def test_rows_have_the_order_of_the_table_and_the_same_bytes_whatever_was_measured_first():
    first, last = ROWS[0].name, ROWS[-1].name
    ways = ({first: Measured((1.0,)), last: Measured((2.0,))}, {last: Measured((2.0,)), first: Measured((1.0,))})
    texts = {render_json(merge(None, results, SETTING)) for results in ways}
    assert len(texts) == 1
    assert list(json.loads(texts.pop())["rows"]) == [first, last]


def test_other_rows_stay_on_the_same_machine_alone():
    first, last = ROWS[0].name, ROWS[-1].name
    saved = merge(None, {first: Measured((1.0,))}, SETTING)
    assert set(merge(saved, {last: Measured((2.0,))}, SETTING)["rows"]) == {first, last}
    elsewhere = {**SETTING, "machine": {"cores": 64}}
    assert set(merge(saved, {last: Measured((2.0,))}, elsewhere)["rows"]) == {last}


def test_the_table_shows_each_row_with_target_and_verdict():
    name = next(row.name for row in ROWS if row.is_share)
    text = render_table({name: Measured((0.111, 0.222, 0.333), {"build s": 80.0}, "three runs")})
    assert re.search(r"22\.2%\s+≤ \d+%\s+(met|missed)\s+3: 11\.1% to 33\.3%", text)
    assert "build s 80.0" in text
    assert "three runs" in text
    assert "skipped: no corpus" in render_table({name: Measured(skipped="no corpus")})


@pytest.fixture(scope="module")
def saved() -> dict[str, Any]:
    content = read_results()
    assert content is not None, f"{RESULTS} is missing: run make bench"
    return content


def test_the_saved_results_have_every_row_with_its_target(saved: dict[str, Any]):
    assert list(saved["rows"]) == [row.name for row in ROWS]
    for row in ROWS:
        entry = saved["rows"][row.name]
        assert entry.get("at_most" if row.at_most else "at_least") == row.target
        assert {"cores", "memory_gib", "processor"} <= set(saved["machine"])
        assert {"python", "spacy", "duckdb"} <= set(saved["versions"])


def test_the_saved_verdicts_fit_the_saved_values(saved: dict[str, Any]):
    for row in ROWS:
        entry = saved["rows"][row.name]
        if "value" in entry:
            scaled = entry["verdict"] == "scaled down"
            assert verdict(row, Measured((entry["value"],), scaled_down=scaled)) == entry["verdict"]
            assert entry["lowest"] <= entry["value"] <= entry["highest"]
            assert entry["runs"] >= 5 or "note" in entry, "fewer than five runs need a reason"


def test_the_results_are_a_metric_of_dvc():
    declared = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["metrics"]
    assert declared == [str(RESULTS.relative_to(ROOT))]


def test_the_month_in_the_document_is_of_the_saved_results(saved: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    month = importlib.import_module("month")
    text = month.DOCUMENT.read_text(encoding="utf-8")
    assert "| annotate and extract | " in text
    assert month.in_document(text, saved["rows"]) == text, "run: python benchmarks/month.py"
    whole = sum(step.hours or 0.0 for step in month.estimate(saved["rows"]) if step.counts)
    assert f"| **together** | | **{float(f'{whole:.2g}'):,g}** |" in text


def test_readme_has_the_saved_table(saved: dict[str, Any]):
    text = README.read_text(encoding="utf-8")
    assert "| words/s, pipeline with rules only" in text
    assert in_readme(text, saved) == text, "run: python benchmarks/bench.py --readme"
