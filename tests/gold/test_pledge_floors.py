"""Quality floors of pledges, measured by the scorer on the development sets and on PLOVER. They only rise."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="gold, texts and scorer are not beside the project"),
]

FLOORS = {
    "seeds": {"detection": 0.90, "full": 0.85, "negatives_kept_out": 1.0},
    "re3d_dev": {"detection": 0.85, "full": 0.80, "negatives_kept_out": 0.95},
    "wikinews_dev": {"detection": 0.80, "full": 0.75, "negatives_kept_out": 0.95},
}


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    sys.modules.pop("pledges", None)
    import pledges  # noqa: PLC0415

    figures: dict[str, Any] = pledges.score(name, tmp_path)[0]
    got = {measure: figures[measure].get("f1", figures[measure].get("rate")) for measure in FLOORS[name]}
    assert {measure: value for measure, value in got.items() if value < FLOORS[name][measure]} == {}


@pytest.mark.skipif(not (SHARED / "benchmarks" / "plover").is_dir(), reason="PLOVER is not beside the project")
def test_single_sentences(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import plover  # noqa: PLC0415

    results = plover.measure(plover.pledges_of(plover.read_corpus()))
    assert plover.rate(results, plover.HELPFUL, "right_actor") >= 0.60
    assert plover.rate(results, plover.HOSTILE, "right_actor") <= 0.05
    assert plover.rate(results, plover.HOSTILE, "promise") <= 0.02
