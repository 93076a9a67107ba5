"""How much an article is about the coalition and its diplomacy: weighted terms per length.

The score is cheap and coarse on purpose: it sorts what a crawl brings in. It does not judge what a user names as input.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from functools import cache
from importlib import resources

from coalition_data.errors import LexiconError

COUNTED_OCCURRENCES = 3
"""Of one term; after that it says nothing new."""

SATURATION = 6.0
"""Weight per root of a hundred words at which the score reaches 0.63. Set on the seeds and official statements about
the coalition (all above 0.6) against Wikinews stories on other subjects (nine in ten below 0.2)."""

TITLE_FACTOR = 2
"""A term in the headline counts so often."""

KINDS_FOR_FULL_SCORE = 3
"""An article about the subject has terms of several kinds; one that has only places is about something else."""


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, tuple[float, str]]]:
    path = resources.files("coalition_data.lexicons").joinpath("clean_topic.csv")
    rows = csv.DictReader(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    try:
        terms = {row["term"]: (float(row["weight"]), row["kind"]) for row in rows}
    except (KeyError, ValueError) as error:
        raise LexiconError(f"clean_topic.csv is malformed: {error}") from error
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w])"), terms


def topic_score(text: str, title: str | None = None) -> float:
    """0 to 1, rounded to three digits.

    Args:
        text: the cleaned article.
        title: its headline.
    """
    pattern, terms = _lexicon()
    words = max(len(text.split()), 1)
    found: Counter[str] = Counter(pattern.findall(_plain(text)))
    weight = 0.0
    kinds = set()
    for term, count in found.items():
        term_weight, kind = terms[term]
        weight += term_weight * min(count, COUNTED_OCCURRENCES)
        kinds.add(kind)
    for term in set(pattern.findall(_plain(title or ""))):
        weight += terms[term][0] * TITLE_FACTOR
        kinds.add(terms[term][1])
    density = weight / math.sqrt(max(words, 100) / 100)
    breadth = min(len(kinds) / KINDS_FOR_FULL_SCORE, 1.0)
    return round((1 - math.exp(-density / SATURATION)) * breadth, 3)


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‑", "-").casefold()
