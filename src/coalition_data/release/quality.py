"""How good the rows are: figures measured on annotated articles, kept beside the code that was measured."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_FILE = "quality.csv"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure on every set, as printed."""

    measure: str
    figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """The last measurement.

    Attributes:
        about: what the sets are.
        sets: their names.
        rows: one a measure.
    """

    about: str
    sets: Sequence[str]
    rows: Sequence[Measure]


@lru_cache(maxsize=1)
def read_quality() -> Quality:
    """Read ``quality.csv``: comment lines say what the sets are, then a header and a line a measure."""
    lines = (resources.files("coalition_data.release") / _FILE).read_text("utf-8").splitlines()
    about = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    header, *rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    return Quality(about, tuple(header[1:]), tuple(Measure(row[0], tuple(row[1:])) for row in rows))


def quality_markdown() -> str:
    """The figures as a Markdown table."""
    quality = read_quality()
    lines = [f"| | {' | '.join(quality.sets)} |", "|---|" + "---|" * len(quality.sets)]
    lines += [f"| {row.measure} | {' | '.join(row.figures)} |" for row in quality.rows]
    return "\n".join(lines) + "\n"
