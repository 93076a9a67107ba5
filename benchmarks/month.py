"""What a month of CC-NEWS costs by the last `make bench`: `python benchmarks/month.py` writes it into docs/scaling.md.

What is known of CC-NEWS and what is assumed stands below, each with its source; all else is read from
``results/bench.json``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_table import RESULTS, read_results

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "scaling.md"
_SECTION = re.compile(r"(<!-- month:[^\n]*-->\n).*?(<!-- end of month -->)", re.DOTALL)

PAGES = 120.3e6 / 12
"""2025 by the card of https://huggingface.co/datasets/ruggsea/infini-news-corpus; at the peak, 2022, 201.9e6 / 12."""

WORDS_A_PAGE = 3.4e12 / 1_357_027_742 / 6.2
"""Bytes of text and articles by the same card; 6.2 bytes to an English word with its blank."""

PACKED_KIB_A_PAGE = 25 * 2**30 / 834e6
"""25 TiB of WARC files until September 2022 (https://github.com/commoncrawl/news-crawl/issues/48), 834 million articles
until then by the card."""

ENGLISH = 0.4
"""Assumed; all figures below the pages' own are proportional to it."""

PASSING = 0.04
"""Of articles off the topic, those that the gate lets pass (`make bench-topic`). Those on the topic are far fewer."""

HOURS = 1 / 3600
GIB = 1 / 2**20
KEPT = ("articles", "parsed", "extracted", "tables")
"""What the stages keep of an article that passed; a release holds the tables once more, and as a DuckDB file."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the estimate.

    Attributes:
        amount: what it works on, in words.
        hours: of one core.
        gib: that it leaves on the disk.
        source: the row of the table that the pace comes from.
        counts: whether it is part of the whole.
    """

    name: str
    amount: str
    hours: float | None
    gib: float | None
    source: str
    counts: bool = True


def estimate(rows: Mapping[str, Any]) -> list[Step]:
    """The steps from crawl to release.

    Args:
        rows: of ``bench.json``.
    """
    details = {name: row.get("detail", {}) for name, row in rows.items()}
    english = PAGES * ENGLISH
    passing = english * PASSING
    words, all_words = passing * WORDS_A_PAGE, english * WORDS_A_PAGE
    pages_a_second, score, pace = (
        details["pages"]["pages/s"],
        details["gate"]["score words/s"],
        details["models_news"]["words/s"],
    )
    fewer = WORDS_A_PAGE / details["models_news"]["words an article"]
    kept = sum(details["outside_models"].get(f"KiB an article, {name}", 0.0) for name in KEPT) * fewer
    cleaned = PAGES * details["outside_models"].get("KiB an article, cleaned", 0.0) * fewer * GIB
    packed, cleaning = PAGES * PACKED_KIB_A_PAGE * GIB, PAGES / pages_a_second * HOURS
    scoring, parsing = english * WORDS_A_PAGE / score * HOURS, words / pace * HOURS
    linking = passing * details["doubling"]["s an article"] * HOURS
    return [
        Step("crawl, as downloaded", f"{_count(PAGES)} pages", None, packed, "see above"),
        Step("ingest", f"{_count(PAGES)} pages", None, packed, "as much again"),
        Step("clean: article out of HTML", f"{_count(PAGES)} pages", cleaning, cleaned or None, "`pages`"),
        Step("clean: topic score", f"{_count(english)} articles", scoring, None, "`gate`"),
        Step("annotate and extract", f"{_count(words)} words", parsing, passing * kept * GIB, "`models_news`"),
        Step("link, validate, release", f"{_count(passing)} articles", linking, None, "`doubling`"),
        Step("annotate and extract, without the gate", f"{_count(all_words)} words", all_words / pace * HOURS, None,
             "`models_news`", counts=False),
    ]  # fmt: skip


def _count(number: float) -> str:
    for size, name in ((1e9, " billion"), (1e6, " million")):
        if number >= size:
            return f"{number / size:.3g}{name}"
    return f"{round(number, -3):,.0f}"


def render(rows: Mapping[str, Any]) -> str:
    """The estimate as a table of Markdown."""
    steps = estimate(rows)
    lines = ["| step | works on | core hours | GiB it leaves | pace from |", "|---|---|---|---|---|"]
    lines += [_line(step) for step in steps if step.counts]
    total = sum(step.hours or 0.0 for step in steps if step.counts)
    lines.append(f"| **together** | | **{_short(total)}** | | |")
    lines += [_line(step) for step in steps if not step.counts]
    return "\n".join(lines)


def _line(step: Step) -> str:
    return f"| {step.name} | {step.amount} | {_short(step.hours)} | {_short(step.gib)} | {step.source} |"


def _short(number: float | None) -> str:
    return "" if number is None else f"{float(f'{number:.2g}'):,g}"


def in_document(text: str, rows: Mapping[str, Any]) -> str:
    """The document with the estimate between its two marks."""
    return _SECTION.sub(lambda match: f"{match[1]}\n{render(rows)}\n\n{match[2]}", text)


def main() -> None:
    content = read_results()
    if content is None:
        sys.exit(f"{RESULTS} is missing: run make bench")
    try:
        DOCUMENT.write_text(in_document(DOCUMENT.read_text("utf-8"), content["rows"]), "utf-8")
    except KeyError as error:
        sys.exit(
            f"{RESULTS} lacks {error}: it was made without the folder shared, or by an older version; {DOCUMENT} stays"
        )


if __name__ == "__main__":
    main()
