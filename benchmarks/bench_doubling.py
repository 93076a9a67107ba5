"""What twice the corpus costs the stages that see the whole of it: link, validate, release; on made-up rows."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from bench_table import Measured
from corpora import QUOTES_AN_ARTICLE
from scale import Figure, measure_rows

FULL_SIZE = 200_000
STEPS = 2
"""Sizes that are measured, each twice the one before."""


def measure_doubling(articles: int) -> dict[str, Measured]:
    """The last doubling decides; those before, where ``STEPS`` has any, stand beside it.

    Args:
        articles: of the largest corpus.
    """
    sizes = [articles // 2**step for step in reversed(range(STEPS))]
    with tempfile.TemporaryDirectory() as scratch:
        figures = {size: measure_rows(size, Path(scratch)) for size in sizes}
    detail: dict[str, float | str] = {}
    for size in sizes:
        detail[f"{size:,} articles"] = ", ".join(
            f"{one.stage} {one.seconds:.1f} s {one.peak_mib:.0f} MiB" for one in figures[size]
        )
    steps = list(pairwise(sizes))
    for before, after in steps[:-1]:
        detail[f"{before:,} to {after:,}"] = _ratio(figures[before], figures[after])
    before, after = steps[-1]
    detail["s an article"] = sum(one.seconds for one in figures[after]) / after
    small = articles < FULL_SIZE
    quotes = after * QUOTES_AN_ARTICLE
    note = f"{before:,} to {after:,} articles' rows ({quotes:,} quotes), once: a corpus of the size takes minutes"
    return {
        "doubling": Measured(
            (_ratio(figures[before], figures[after]),),
            detail,
            note + ("; the target is for 200,000" if small else ""),
            scaled_down=small,
        )
    }


def _ratio(before: list[Figure], after: list[Figure]) -> float:
    return sum(one.seconds for one in after) / sum(one.seconds for one in before)
