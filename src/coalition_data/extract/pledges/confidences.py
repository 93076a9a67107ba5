"""How sure a row is, by the class of its act."""

from __future__ import annotations

from coalition_data.extract.pledges.detect import Act
from coalition_data.extract.pledges.things import Thing


def confidence_of(act: Act, thing: Thing) -> float:
    """A first estimate from the class of the act; calibrated on the development sets."""
    score = 0.6
    if act.reading.strong:
        score += 0.15
    if act.kind in ("listed", "object"):
        score += 0.05
    if thing.explicit:
        score += 0.1
    if act.kind == "open":
        score -= 0.15
    return round(min(score, 0.95), 2)
