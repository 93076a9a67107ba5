"""Near copies: wire stories that several outlets print, each with its own headline and cuts.

MinHash signatures in an LSH index (rensa) find candidates without comparing all pairs; each candidate is then compared
exactly. The comparison is by containment, since a copy cut to a third shares only a third of its shingles (Broder, "On
the resemblance and containment of documents", 1997), and asks besides for the same beginning, figures and names: an
update with a new lead, and the daily report that repeats yesterday's phrases, are articles of their own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coalition_data.records import Article

SHINGLE_WORDS = 4
"""Desks change words one at a time; with five words a change in every tenth word already hides half of the shingles."""

PERMUTATIONS = 128

BANDS = 64
"""Of two rows each: pairs with a Jaccard similarity of 0.25 (a copy cut to a quarter) become candidates in 98 of 100
cases, pairs of unrelated articles (0.01 and less) in less than 1 of 100."""

LOWEST_SIMILARITY = 0.2
"""Only a name for the index: its bands decide."""

SEED = 1

FEWEST_SHINGLES = 20
"""Shorter texts are not compared: stock phrases make them alike."""

WORDS_OF_LEAD = 40
WORDS_OF_HEAD = 140
"""The lead of one copy stands within the head of the other: behind a standfirst or a paragraph that a desk put there.
Behind a new beginning of several paragraphs it is background of another article."""

SHARE_OF_LEAD = 0.3
"""A lead with one word in fifteen changed keeps 0.45; two outlets' own leads on one event share less than 0.1."""

FEWEST_FIGURES = 5
FEWEST_NAMES = 3
SHARE_OF_FACTS = 0.6
"""Of the shorter text's numbers with the words after them, and of its names. Copies keep more than 0.8; the daily
reports of the coalition's strikes, and notices of deaths, repeat each other's phrases and share less than 0.3."""

_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+\b")
_NUMBER = re.compile(r"\b(\d[\d.,]*\d|\d)\b[^\w\n]{0,3}(\w+)?")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a text is compared.

    Attributes:
        shingles: hashes of all runs of words, sorted.
        lead, head: those of the text's beginning.
        figures: hashes of numbers with the words after them.
        names: hashes of words that are only written with a capital.
    """

    shingles: NDArray[np.uint32]
    lead: NDArray[np.uint32]
    head: NDArray[np.uint32]
    figures: NDArray[np.uint32]
    names: NDArray[np.uint32]


def mark_near_duplicates(articles: Sequence[Article], containment: float) -> tuple[Article, ...]:
    """The articles in their order, ``duplicate_of`` set on copies to the id of the earliest one, which is no copy.

    Args:
        articles: cleaned, exact copies taken out.
        containment: share of the shorter one's shingles that the other must contain; above 1 nothing is a copy.
    """
    if len(articles) < 2 or containment > 1:
        return tuple(articles)
    originals = _find_originals(sorted(articles, key=_earliest_first), containment)
    return tuple(
        dataclasses.replace(article, duplicate_of=originals[article.article_id])
        if article.article_id in originals
        else article
        for article in articles
    )


def _earliest_first(article: Article) -> tuple[dt.date, str]:
    return (article.published_on or dt.date.max, article.article_id)


def _find_originals(order: Sequence[Article], containment: float) -> dict[str, str]:
    """Ids of copies with that of their original; ``order`` is from the earliest on."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - only where there is something to compare

    index = RMinHashLSH(LOWEST_SIMILARITY, PERMUTATIONS, BANDS)
    prints: list[Fingerprint] = []
    original_of: dict[int, int] = {}
    for number, article in enumerate(order):
        own = make_fingerprint(article.text)
        prints.append(own)
        if len(own.shingles) < FEWEST_SHINGLES:
            continue
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update([shingle.tobytes() for shingle in own.shingles])
        best = max(
            ((score, -other) for other in index.query(sketch) if (score := compare(own, prints[other])) >= containment),
            default=None,
        )
        if best is not None:
            original_of[number] = original_of.get(-best[1], -best[1])
        index.insert(number, sketch)
    return {order[copy].article_id: order[original].article_id for copy, original in original_of.items()}


def make_fingerprint(text: str) -> Fingerprint:
    """What of a text is compared: words without case and marks."""
    words = re.findall(r"\w+", text.casefold())
    shingles = [
        crc32(" ".join(words[at : at + SHINGLE_WORDS]).encode()) for at in range(len(words) - SHINGLE_WORDS + 1)
    ]
    plain = set(re.findall(r"\b[a-zà-ÿ]\w*", text))
    names = {word.casefold() for word in _NAME.findall(text)} - plain
    figures = {f"{match[1].strip('.,')} {match[2] or ''}" for match in _NUMBER.finditer(text.casefold())}
    return Fingerprint(
        _sorted(shingles),
        _sorted(shingles[:WORDS_OF_LEAD]),
        _sorted(shingles[:WORDS_OF_HEAD]),
        _sorted([crc32(figure.encode()) for figure in figures]),
        _sorted([crc32(name.encode()) for name in names]),
    )


def _sorted(hashes: Sequence[int]) -> NDArray[np.uint32]:
    return np.unique(np.array(hashes, dtype=np.uint32))


def compare(one: Fingerprint, other: Fingerprint) -> float:
    """The share of the shorter text that the longer one holds; 0 where beginning, figures or names tell them apart."""
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    share = _share(shorter.shingles, longer.shingles)
    begins_alike = max(_share(one.lead, other.head), _share(other.lead, one.head)) >= SHARE_OF_LEAD
    same_facts = all(
        len(part) < fewest or _share(part, whole) >= SHARE_OF_FACTS
        for part, whole, fewest in (
            (shorter.figures, longer.figures, FEWEST_FIGURES),
            (shorter.names, longer.names, FEWEST_NAMES),
        )
    )
    return share if begins_alike and same_facts else 0.0


def _share(part: NDArray[np.uint32], whole: NDArray[np.uint32]) -> float:
    """How much of ``part`` is in ``whole``."""
    return len(np.intersect1d(part, whole, assume_unique=True)) / max(len(part), 1)
