"""Quality floors of pledges, measured by the scorer on the development sets and on PLOVER. They only rise."""

from __future__ import annotations

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
    "seeds": {"detection": 0.90, "full": 0.90, "negatives_kept_out": 1.0, "stance": 1.0, "progress": 0.95},
    "re3d_dev": {"detection": 0.93, "full": 0.93, "negatives_kept_out": 0.95, "stance": 1.0, "progress": 0.85},
    "wikinews_dev": {"detection": 0.90, "full": 0.90, "negatives_kept_out": 0.95},
    "invented": {
        "detection": 0.85, "full": 0.82, "negatives_kept_out": 0.96, "stance": 0.97, "progress": 0.96,
        "quantity": 0.97, "amount": 0.97,
    },
    "promises": {
        "detection": 0.86, "full": 0.82, "negatives_kept_out": 0.97, "stance": 0.97, "progress": 0.86,
        "quantity": 0.93, "amount": 0.96,
    },
}  # fmt: skip


def test_confidence_is_calibrated(monkeypatch: pytest.MonkeyPatch):
    """The classes' counts in the lexicon are those of these rules, and say what the gold says of other articles."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import reliability  # noqa: PLC0415

    pairs = reliability.cross_validated(reliability.judge_sets(None))
    assert len(pairs) > 300
    assert reliability.calibration_error(pairs) <= 0.06


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import events  # noqa: PLC0415

    figures: dict[str, Any] = events.score(name, "pledges")[0]
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
