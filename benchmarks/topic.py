"""The gate before the parser: what a threshold of the topic score lets pass, and what the score costs.

    python benchmarks/topic.py [--errors] [--no-speed]

Corpora are looked for in a folder ``shared`` beside the project; ``invented`` and ``unseen`` lie in tests/gold. What
single articles are about stands in topic_judgements.csv; the others count as their set does.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import articles as pages
import gold

from coalition_data.annotate import load_parser
from coalition_data.clean import clean_document, clean_documents, make_article
from coalition_data.clean.topic import CRAWL_THRESHOLD, TopicMatcher, load_terms, topic_score
from coalition_data.errors import InputError
from coalition_data.ingest import read_sources
from coalition_data.records import RawDocument
from coalition_data.settings import CleanSettings

JUDGEMENTS = Path(__file__).with_name("topic_judgements.csv")
THRESHOLDS = (0.05, 0.1, CRAWL_THRESHOLD, 0.2, 0.3, 0.4, 0.5)
NO_DUPLICATES = 2.0

GOLD_SETS = {"seeds": "on", "re3d_dev": "on", "wikinews_dev": "off", "invented": "off", "unseen": "off"}
"""Sets with gold rows, and what an article of theirs is about that nobody judged."""

OTHER_SETS = ("polnear_train", "polnear_dev", "pages")
"""Off the topic but for what was judged otherwise."""

TABLES = ("quotes", "pledges", "meetings")

UNKNOWN_SHARES = (0.0, 0.1, 0.2, 1 / 3, 0.5)
DRAWS = 20
SPEED_WORDS = 20_000
SPEED_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An article of a set.

    Attributes:
        label: ``on``, ``near`` or ``off`` the topic.
        rows: gold rows that it has.
    """

    set: str
    name: str
    title: str | None
    text: str
    label: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Confusion:
    """What a threshold does to judged articles: ``near`` ones are left out.

    Attributes:
        passed_on, lost_on, passed_off, stopped_off: articles.
        rows: share of the gold rows of the articles on the topic that pass.
    """

    passed_on: int
    lost_on: int
    passed_off: int
    stopped_off: int
    rows: float

    @property
    def recall(self) -> float:
        """Of the articles on the topic, those that pass."""
        return self.passed_on / ((self.passed_on + self.lost_on) or 1)

    @property
    def passing(self) -> float:
        """Of the articles off the topic, those that pass."""
        return self.passed_off / ((self.passed_off + self.stopped_off) or 1)


def read_judgements() -> dict[tuple[str, str], str]:
    """The judged articles by set and name."""
    lines = (line for line in JUDGEMENTS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {(row["set"], row["article"]): row["label"] for row in csv.DictReader(lines)}


def read_gold_set(name: str) -> list[Example]:
    """The articles of a gold set as cleaning leaves them, and how many gold rows each has."""
    judged = read_judgements()
    rows: dict[str, int] = {}
    for table in TABLES:
        for line in (gold.folder_of_gold(name) / f"{name}.{table}.jsonl").read_text("utf-8").splitlines():
            file = json.loads(line)["file"]
            rows[file] = rows.get(file, 0) + 1
    with tempfile.TemporaryDirectory() as folder:
        documents = read_sources([gold.write_texts(name, Path(folder))]).documents
        cleaned = clean_documents(documents, CleanSettings(near_duplicate_containment=NO_DUPLICATES))
    return [
        Example(
            name,
            file := Path(article.source_uri).name,
            article.title,
            article.text,
            judged.get((name, file), GOLD_SETS[name]),
            rows.get(file, 0),
        )
        for article in cleaned.articles
    ]


def read_other_set(name: str) -> list[Example]:
    """The articles of PolNeAR, or the pages of the benchmark of article extraction as cleaning leaves them."""
    judged = read_judgements()
    found = _read_pages() if name == "pages" else _read_polnear(name.removeprefix("polnear_"))
    return [Example(name, article, title, text, judged.get((name, article), "off")) for article, title, text in found]


def _read_polnear(split: str) -> Iterator[tuple[str, str, str]]:
    with gzip.open(gold.SHARED / "benchmarks" / "polnear" / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["doc"], row["title"], row["text"]


def _read_pages() -> Iterator[tuple[str, str | None, str]]:
    for page in pages.read_examples():
        raw = RawDocument(f"{page.name}.html", page.markup, page.name, media_type="text/html", fetched_at=pages.CRAWLED)
        try:
            article, _ = clean_document(raw)
        except InputError:
            continue
        yield page.name, article.title, article.text


def confuse(examples: list[Example], scores: list[float], threshold: float) -> Confusion:
    """Count what passes."""
    passed = [score >= threshold for score in scores]
    counts = {
        (label, value): sum(
            example.label == label and passes == value for example, passes in zip(examples, passed, strict=True)
        )
        for label in ("on", "off")
        for value in (True, False)
    }
    on = [(example.rows, passes) for example, passes in zip(examples, passed, strict=True) if example.label == "on"]
    total = sum(rows for rows, _ in on)
    kept = sum(rows for rows, passes in on if passes)
    return Confusion(
        counts["on", True],
        counts["on", False],
        counts["off", True],
        counts["off", False],
        kept / total if total else 1.0,
    )


def score_all(examples: list[Example]) -> list[float]:
    """The topic score of each article."""
    return [topic_score(example.text, example.title) for example in examples]


def print_sets(examples: list[Example], scores: list[float]) -> None:
    """A line for each set: how many articles, and which share of them passes each threshold."""
    print(f"{'set':<14} {'articles':>8} {'lowest':>7}   share that passes" + "".join(f"{t:>7}" for t in THRESHOLDS))
    for name in dict.fromkeys(example.set for example in examples):
        for label in ("on", "off"):
            found = [
                score
                for example, score in zip(examples, scores, strict=True)
                if (example.set, example.label) == (name, label)
            ]
            if found:
                shares = "".join(f"{sum(s >= t for s in found) / len(found):>7.3f}" for t in THRESHOLDS)
                print(f"{name + ' ' + label:<18} {len(found):>4} {min(found):>7.3f} {'':>19}{shares}")


def print_confusions(examples: list[Example], scores: list[float]) -> None:
    """The confusion table at each threshold."""
    print("\nthreshold  on: pass  lost  off: pass  stopped  recall  of gold rows  off that pass")
    for threshold in THRESHOLDS:
        table = confuse(examples, scores, threshold)
        mark = "  <- for crawled sources" if threshold == CRAWL_THRESHOLD else ""
        print(
            f"{threshold:>9} {table.passed_on:>9} {table.lost_on:>5} {table.passed_off:>10} {table.stopped_off:>8}"
            f" {table.recall:>7.3f} {table.rows:>13.3f} {table.passing:>14.3f}{mark}"
        )


def recall_with_unknown_terms(examples: list[Example], share: float) -> list[float]:
    """Recall at each threshold where a share of the lexicon is unknown: the mean of random draws."""
    terms, chance = load_terms(), random.Random(share)
    scores: list[float] = []
    for _ in range(DRAWS if share else 1):
        matcher = TopicMatcher([term for term in terms if chance.random() >= share])
        scores += [matcher.score(example.text, example.title) for example in examples if example.label == "on"]
    return [sum(score >= threshold for score in scores) / len(scores) for threshold in THRESHOLDS]


def print_unknown_terms(examples: list[Example]) -> None:
    """How much of the recall rests on single terms; PolNeAR is left out, it was judged by the scores themselves."""
    own = [example for example in examples if example.set in GOLD_SETS]
    print("\nrecall where a random share of the lexicon is unknown" + "".join(f"{t:>7}" for t in THRESHOLDS))
    for share in UNKNOWN_SHARES:
        print(f"{share:>53.2f}" + "".join(f"{value:>7.3f}" for value in recall_with_unknown_terms(own, share)))


def measure_speed(examples: list[Example]) -> tuple[float, float]:
    """Words a second of the score and of the parser over the same articles, in turns; medians."""
    chosen: list[Example] = []
    for example in random.Random(0).sample(examples, len(examples)):
        if sum(len(one.text.split()) for one in chosen) >= SPEED_WORDS:
            break
        chosen.append(example)
    words = sum(len(example.text.split()) for example in chosen)
    parser, made = load_parser(), [make_article(example.text) for example in chosen]
    parser.parse(made[0])
    times: dict[str, list[float]] = {"score": [], "parse": []}
    for _ in range(SPEED_REPEATS):
        began = time.perf_counter()
        score_all(chosen)
        middle = time.perf_counter()
        for _parsed in parser.parse_many(made):
            pass
        times["score"].append(middle - began)
        times["parse"].append(time.perf_counter() - middle)
    return words / statistics.median(times["score"]), words / statistics.median(times["parse"])


def print_errors(examples: list[Example], scores: list[float]) -> None:
    """The articles on the wrong side of the threshold."""
    for example, score in sorted(zip(examples, scores, strict=True), key=lambda pair: -pair[1]):
        if (example.label, score >= CRAWL_THRESHOLD) in (("on", False), ("off", True)):
            print(f"{score:.3f}  {example.label:<3}  {example.set}  {example.title or example.name}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what is on the wrong side of the threshold")
    parser.add_argument("--no-speed", action="store_true", help="don't time the score beside the parser")
    options = parser.parse_args()
    if not gold.SHARED.is_dir():
        sys.exit(f"the corpora are not at {gold.SHARED}")
    examples = [example for name in GOLD_SETS for example in read_gold_set(name)]
    examples += [example for name in OTHER_SETS for example in read_other_set(name)]
    scores = score_all(examples)
    print_sets(examples, scores)
    print_confusions(examples, scores)
    print_unknown_terms(examples)
    if not options.no_speed:
        score, parse = measure_speed(examples)
        print(f"\nscore {score:,.0f} words/s, parser {parse:,.0f} words/s: {parse / score:.2%} of the parser's time")
    if options.errors:
        print()
        print_errors(examples, scores)


if __name__ == "__main__":
    main()
