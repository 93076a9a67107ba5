"""Shares of the checklist of constructions that pledges pass, as floors a little below what is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"sentences": 0.68, "passages": 0.64, "none": 0.87}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_share_of_constructions(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import checklist  # noqa: PLC0415

    found = list(checklist.outcomes(name))
    assert len({f"{one.group}-{one.case['id']}" for one in found}) == len(found)
    assert sum(not one.wrong for one in found) / len(found) >= FLOORS[name]
