"""Article bodies from HTML pages, on the article-extraction benchmark, beside trafilatura alone in the same run.

The pages (Scrapinghub, "Article extraction benchmark", 2019, MIT) and their bodies are looked for in a folder
``shared`` beside the project. The metric is the benchmark's own: shingles of four words, precision and recall of a
page averaged over the pages. A page that cleaning sets aside counts as an empty body.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from coalition_data.clean import clean_document
from coalition_data.errors import InputError
from coalition_data.records import CatalogEntry, RawDocument

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "article_extraction"

WORDS_OF_SHINGLE = 4

CRAWLED = dt.datetime(2019, 11, 21, tzinfo=dt.UTC)
"""When the pages were collected, by the benchmark's history."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page with its body as a person marked it."""

    name: str
    url: str
    markup: bytes
    body: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares of the shingles of two bodies: in both, only in the found one, only in the true one."""

    both: float
    found_only: float
    true_only: float

    @property
    def precision(self) -> float:
        """Of the shingles found, those that are true."""
        return _share(self.both, self.found_only, self.true_only)

    @property
    def recall(self) -> float:
        """Of the true shingles, those that were found."""
        return _share(self.both, self.true_only, self.found_only)


def _share(both: float, missed: float, other: float) -> float:
    if missed == other == 0:
        return 1.0
    return both / (both + missed) if both + missed else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Averages over pages."""

    f1: float
    precision: float
    recall: float


def read_examples(corpus: Path = CORPUS) -> Iterator[Example]:
    """The pages in order of their names."""
    truth = json.loads((corpus / "ground-truth.json").read_text("utf-8"))
    for name in sorted(truth):
        markup = gzip.decompress((corpus / "html" / f"{name}.html.gz").read_bytes())
        yield Example(name, truth[name]["url"], markup, truth[name].get("articleBody", ""))


def compare(true: str, found: str) -> Overlap:
    """The overlap of two bodies, so that long pages have no more weight than short ones."""
    expected, seen = _shingles(true), _shingles(found)
    counts = (sum((expected & seen).values()), sum((seen - expected).values()), sum((expected - seen).values()))
    total = sum(counts) or 1
    return Overlap(*(count / total for count in counts))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - WORDS_OF_SHINGLE + 1)) if words else ()
    return Counter(tuple(words[start : start + WORDS_OF_SHINGLE]) for start in starts)


def average(overlaps: list[Overlap]) -> Score:
    """The benchmark's figures over pages: precision where something was found, recall where something is true."""
    precision = statistics.mean(page.precision for page in overlaps if page.both + page.found_only > 0)
    recall = statistics.mean(page.recall for page in overlaps if page.both + page.true_only > 0)
    return Score(2 * precision * recall / (precision + recall), precision, recall)


def extract_with_trafilatura(example: Example) -> str:
    """The body that trafilatura finds, called as in the benchmark."""
    return trafilatura.extract(example.markup.decode("utf-8"), include_comments=False) or ""


def extract_with_cleaning(example: Example) -> str:
    """The text of the article that goes into a release."""
    raw = RawDocument(
        f"{example.name}.html",
        example.markup,
        hashlib.sha256(example.markup).hexdigest(),
        CatalogEntry(url=example.url),
        media_type="text/html",
        fetched_at=CRAWLED,
    )
    try:
        return clean_document(raw)[0].text
    except InputError:
        return ""


EXTRACTORS: Mapping[str, Callable[[Example], str]] = {
    "trafilatura": extract_with_trafilatura,
    "cleaning": extract_with_cleaning,
}


def measure(examples: list[Example], extract: Callable[[Example], str]) -> list[Overlap]:
    """The overlap of each page."""
    return [compare(example.body, extract(example)) for example in examples]


def main() -> None:
    """Print a row for each extractor; with ``--errors`` the pages where cleaning is worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the pages on which cleaning is worse")
    arguments = parser.parse_args()
    if not (CORPUS / "ground-truth.json").is_file():
        print(f"the pages are not there: {CORPUS}")
        return
    examples = list(read_examples())
    for extract in EXTRACTORS.values():
        extract(examples[0])  # models and gazetteers are loaded once
    results: dict[str, list[Overlap]] = {}
    print(f"{len(examples)} pages")
    for name, extract in EXTRACTORS.items():
        began = time.perf_counter()
        results[name] = measure(examples, extract)
        score = average(results[name])
        pace = len(examples) / (time.perf_counter() - began)
        print(
            f"{name:<12} F1 {score.f1:.3f}  precision {score.precision:.3f}  recall {score.recall:.3f}"
            f"  {pace:.0f} pages/s"
        )
    if arguments.errors:
        for example, ours, theirs in zip(examples, results["cleaning"], results["trafilatura"], strict=True):
            if ours.both < theirs.both:
                print(f"{ours.both:.3f} to {theirs.both:.3f}  {example.name[:12]}  {example.url}")


if __name__ == "__main__":
    main()
