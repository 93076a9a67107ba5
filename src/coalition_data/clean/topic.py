"""How much an article is about the coalition and its diplomacy: weighted terms per length, of several kinds.

The score sorts what a crawl brings in, before the parser sees it; it does not judge what a user names as input. One
automaton finds all terms in one pass, in less than a hundredth of the parser's time (``make bench-topic``).
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from coalition_data.errors import LexiconError

CRAWL_THRESHOLD = 0.15
"""``min_topic_score`` for crawled sources: the highest at which 0.99 of the articles on the topic still pass when a
random third of the lexicon is unknown, as part of it will be to other outlets and years. With the whole lexicon all of
them pass, the lowest with 0.44, and 4 in 100 articles off the topic do (``make bench-topic``)."""

COUNTED_OCCURRENCES = 3
"""Of one term; after that it says nothing new."""

SATURATION = 6.0
"""Weight per length at which the score would reach 0.63."""

TITLE_FACTOR = 2
"""A term in the headline counts so often."""

LENGTH_UNIT = 100
"""Words of a text of length 1; shorter ones count as that long."""

LENGTH_EXPONENT = 0.65
"""Between a sum (0) and a density (1): a long article need not be about the subject in every paragraph, but its length
alone may not collect the terms."""

KINDS_FOR_FULL_SCORE = 3
"""An article about the subject has terms of several kinds; one that has only places is about something else."""

WEIGHT_OF_KIND = 2.0
"""Weight per length from which a kind counts in full: what is named in passing counts in part."""


@dataclass(frozen=True, slots=True, eq=False)  # compared and hashed as an object: one row is one term
class Term:
    """A row of the lexicon: forms that count as one term."""

    forms: tuple[str, ...]
    weight: float
    kind: str


class TopicMatcher:
    """Finds the terms of a lexicon and scores texts by them.

    Args:
        terms: no form in two of them.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        forms = [(" ".join(_words(form)), term) for term in terms for form in term.forms]
        self._terms = [term for _, term in forms]
        self._automaton = AhoCorasick(
            [form for form, _ in forms], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def score(self, text: str, title: str | None = None) -> float:
        """0 to 1, rounded to three digits; blanks and letter case make no difference.

        Args:
            text: the cleaned article.
            title: its headline.
        """
        words = _words(text)
        length = (max(len(words), LENGTH_UNIT) / LENGTH_UNIT) ** LENGTH_EXPONENT
        weights: Counter[str] = Counter()
        for term, count in self._find(words).items():
            weights[term.kind] += term.weight * min(count, COUNTED_OCCURRENCES) / length
        for term in self._find(_words(title or "")):
            weights[term.kind] += term.weight * TITLE_FACTOR / length
        kinds = sum(min(weight / WEIGHT_OF_KIND, 1.0) for weight in weights.values())
        breadth = min(kinds / KINDS_FOR_FULL_SCORE, 1.0)
        return round((1 - math.exp(-weights.total() / SATURATION)) * breadth, 3)

    def _find(self, words: list[str]) -> Counter[Term]:
        """How often each term stands there as whole words."""
        text = f" {' '.join(words)} "
        return Counter(
            self._terms[form]
            for form, start, end in self._automaton.find_matches_as_indexes(text)
            if not (text[start - 1].isalnum() or text[end].isalnum())
        )


def load_terms() -> tuple[Term, ...]:
    """The terms of ``lexicons/clean_topic.csv``.

    Raises:
        LexiconError: the file is malformed, or a form stands in two rows.
    """
    path = resources.files("coalition_data.lexicons").joinpath("clean_topic.csv")
    rows = csv.DictReader(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    try:
        terms = tuple(Term(tuple(row["forms"].split("|")), float(row["weight"]), row["kind"]) for row in rows)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LexiconError(f"clean_topic.csv is malformed: {error}") from error
    counts = Counter(" ".join(_words(form)) for term in terms for form in term.forms)
    if twice := [form for form, count in counts.items() if count > 1 or not form]:
        raise LexiconError(f"clean_topic.csv has a form twice or an empty one: {', '.join(twice)}")
    return terms


@cache
def _matcher() -> TopicMatcher:
    return TopicMatcher(load_terms())


def topic_score(text: str, title: str | None = None) -> float:
    """``TopicMatcher.score`` with the project's lexicon."""
    return _matcher().score(text, title)


def _words(text: str) -> list[str]:
    """The words as they are compared: without case, parts of a hyphenated word apart, one kind of apostrophe."""
    for hyphen in "-‐‑":
        text = text.replace(hyphen, " ")
    return text.replace("’", "'").casefold().split()
