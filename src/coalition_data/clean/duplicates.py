"""Near copies: wire stories that several outlets print, each with its own headline and cuts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence

from coalition_data.records import Article

SHINGLE_WORDS = 5

PERMUTATIONS = 128

BANDS = (64, 2)
"""LSH bands and rows: pairs with a Jaccard similarity of 0.25 (a copy cut to a third) become candidates in 98 of 100
cases; each candidate is then compared exactly."""

FEWEST_SHINGLES = 20
"""Shorter texts are not compared: stock phrases make them alike."""


def mark_near_duplicates(articles: Sequence[Article], containment: float) -> tuple[Article, ...]:
    """The articles in their order, ``duplicate_of`` set on copies to the id of the earliest one.

    Args:
        articles: cleaned, exact copies taken out.
        containment: share of the shorter one's shingles that the other must contain.
    """
    order = sorted(articles, key=lambda article: (article.published_on or dt.date.max, article.article_id))
    shingles = {article.article_id: _shingles(article.text) for article in order}
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - it imports SciPy, which takes a second

    index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
    originals: dict[str, str] = {}
    for article in order:
        own = shingles[article.article_id]
        if len(own) < FEWEST_SHINGLES:
            continue
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([shingle.encode() for shingle in sorted(own)])
        candidates = sorted(index.query(sketch))
        scored = [(_containment(own, shingles[other]), other) for other in candidates]
        best = max(scored, default=(0.0, ""))
        if best[0] >= containment:
            originals[article.article_id] = originals.get(best[1], best[1])
        index.insert(article.article_id, sketch)
    return tuple(
        dataclasses.replace(article, duplicate_of=originals[article.article_id])
        if article.article_id in originals
        else article
        for article in articles
    )


def _shingles(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1))


def _containment(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / min(len(first), len(second))
