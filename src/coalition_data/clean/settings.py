"""Parameters of the cleaning stage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NEAR_DUPLICATE_CONTAINMENT = 0.7
"""Share of the shorter article's five-word shingles found in the other one. Wire copies with another headline, a cut
end or an added paragraph stay above 0.8 in the tests' pairs; two outlets' own reports of one event stay below 0.2."""


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """What the cleaning stage can be told.

    Attributes:
        min_topic_score: articles below it are set aside as ``off_topic``; 0.0 keeps all.
        languages: ISO 639-1 codes that are kept; others are set aside as ``language``.
        near_duplicate_containment: from this containment on an article is a copy of another; above 1 finds none.
        today: no date of publication may lie after it; None for the day of the run.
    """

    min_topic_score: float = 0.0
    languages: tuple[str, ...] = ("en",)
    near_duplicate_containment: float = NEAR_DUPLICATE_CONTAINMENT
    today: dt.date | None = None
