"""How sure a row is, by the class of its act: the share of rows of that class that were right on the gold sets, less
what is lost on articles that the rules have not met."""

from __future__ import annotations

from functools import lru_cache

from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.lexicon import confidence_counts
from coalition_data.extract.pledges.private import is_off_topic_campaign
from coalition_data.extract.pledges.things import Thing

_VAGUE = frozenset({"political", "military_assistance", "law_enforcement", "other"})
_WEIGHT = 5.0
"""Rows that the mean of all classes counts for in each, so that a small class says no more than it has seen."""
_UNSEEN = 0.92
"""The rules were written with the gold sets in sight: on 40 articles of other kinds, some of which they had met, 0.86
of the rows were right where the classes said 0.91; on wholly new ones it will be a little less."""
_OFF_TOPIC_FIGURE, _OFF_TOPIC = 0.6, 0.25
"""What is left of it in news of an election campaign at home: of 16 sums and counts in 1,000 articles of US news
(PolNeAR, judged by hand) 8 were right, of 52 other rows 9. The gold sets hold too little of such news to tell."""
CLASSES = ("figure", "named", "guessed", "vague", "open")


def class_of(act: Act, thing: Thing) -> str:
    """The class of a row, for its confidence.

    ``figure``: the thing is counted or a sum; ``named``: a word names the kind of help; ``guessed``: the kind is told
    by purpose or context; ``vague``: support, cooperation and the like; ``open``: an act in no list, under a predicate
    of promising.
    """
    if act.kind == "open":
        return "open"
    if thing.count is not None or thing.total is not None:
        return "figure"
    if thing.category in _VAGUE:
        return "vague"
    return "named" if thing.explicit else "guessed"


def confidence_of(act: Act, thing: Thing) -> float:
    """The calibrated share of right rows in the row's class."""
    name = class_of(act, thing)
    share = _confidences()[name]
    if is_off_topic_campaign(act.token.doc):
        share *= _OFF_TOPIC_FIGURE if name == "figure" else _OFF_TOPIC
    return round(share, 2)


@lru_cache(maxsize=1)
def _confidences() -> dict[str, float]:
    counts = confidence_counts()
    shares = smoothed({name: (counts[name]["right"], counts[name]["rows"]) for name in CLASSES})
    return {name: round(share * _UNSEEN, 2) for name, share in shares.items()}


def smoothed(counts: dict[str, tuple[int, int]]) -> dict[str, float]:
    """Share of right rows of each class, drawn towards the share of all by ``_WEIGHT`` rows.

    Args:
        counts: (right, all) rows by class.
    """
    mean = sum(right for right, _ in counts.values()) / max(1, sum(rows for _, rows in counts.values()))
    return {name: round((right + _WEIGHT * mean) / (rows + _WEIGHT), 2) for name, (right, rows) in counts.items()}
