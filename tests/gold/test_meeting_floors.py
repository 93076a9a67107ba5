"""Quality floors of meetings, measured by the scorer on the development sets. They only rise."""

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
    "seeds": {"detection": 1.0, "linking_b3": 1.0, "date": 1.0, "city": 1.0, "hosts_recall": 0.95,
              "participants_recall": 0.93},
    "re3d_dev": {"detection": 1.0, "linking_b3": 1.0, "date": 1.0, "city": 1.0, "participants_recall": 0.90},
    "wikinews_dev": {"detection": 0.97, "linking_b3": 1.0, "date": 1.0, "city": 0.94, "participants_recall": 0.97},
    "encounters": {"detection": 0.97, "linking_b3": 0.97, "date": 0.96, "city": 0.91, "hosts_recall": 0.88,
                   "participants_recall": 0.82},
}  # fmt: skip

WRONG_DATES = {"seeds": 0.0, "re3d_dev": 0.0, "wikinews_dev": 0.0, "encounters": 0.02}
"""At most this share of the detected meetings has a date that is not the gold's."""


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import events  # noqa: PLC0415

    figures: dict[str, Any] = events.score(name, "meetings")[0]
    got = {measure: figures[measure].get("f1", figures[measure].get("rate")) for measure in FLOORS[name]}
    below = {measure: value for measure, value in got.items() if value < FLOORS[name][measure]}
    assert not below
    assert figures["date_wrong"]["rate"] <= WRONG_DATES[name]
