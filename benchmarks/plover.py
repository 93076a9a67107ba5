"""Pledges on the PLOVER sentences: single sentences of the world's news with an event type and its actor.

``AID`` and ``AGREE`` should give a pledge by the right actor; ``ACCUSE``, ``ASSAULT``, ``COERCE``, ``PROTEST``,
``SANCTION`` and ``THREATEN`` none. The corpus (Hu et al., ACL 2024) is looked for in a folder ``shared`` beside the
project.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coalition_data.annotate import load_parser
from coalition_data.extract.pledges import extract_pledges
from coalition_data.records import Article, Pledge
from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import scan_organisations

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "plover" / "train.tsv"
HELPFUL = ("AID", "AGREE")
HOSTILE = ("ACCUSE", "ASSAULT", "COERCE", "PROTEST", "SANCTION", "THREATEN")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with one or more source actors of one event type."""

    text: str
    sources: tuple[str, ...]
    root: str


@dataclass(frozen=True, slots=True)
class Result:
    """Sentences of a type of event: all, with any row, with one by the right actor, with a promise.

    Aid that is suspended is ``SANCTION`` there and a ``withdrawn`` row here; it is no promise.
    """

    sentences: int
    any_pledge: int
    right_actor: int
    promise: int


def read_corpus(path: Path = CORPUS) -> list[Sentence]:
    """Sentences in the order of the file; rows that differ in their actors only are one."""
    actors: dict[tuple[str, str], list[str]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            actors[row["sentence"], row["plover_root"]].append(row["source"])
    return [Sentence(text, tuple(sources), root) for (text, root), sources in actors.items()]


def is_right_actor(row: Pledge, sources: Iterable[str]) -> bool:
    """Whether the pledger is one of the marked actors, by country or by a word of the name."""
    for source in sources:
        if row.pledger_name in {body.name for body in scan_organisations(source)}:
            return True
        if row.announced_by and row.announced_by.split()[-1].lower() in source.lower().split():
            return True
        if row.pledger_iso3 in {mention.match.iso3 for mention in scan_countries(source)}:
            return True
        words = {
            word.lower() for word in row.pledger_name.replace("-", " ").split() if word[:1].isupper() or word.isdigit()
        }
        if words & set(source.lower().replace("-", " ").replace("(", " ").replace(")", " ").split()):
            return True
    return False


def pledges_of(sentences: Iterable[Sentence]) -> list[tuple[Sentence, tuple[Pledge, ...]]]:
    """Each sentence, parsed as an article of its own, with its pledges."""
    parser = load_parser()
    listed = list(sentences)
    parsed = parser.parse_many(_article(sentence.text) for sentence in listed)
    return [
        (sentence, extract_pledges(doc, ArticleEntities(doc))) for sentence, doc in zip(listed, parsed, strict=True)
    ]


def measure(pairs: Iterable[tuple[Sentence, tuple[Pledge, ...]]]) -> dict[str, Result]:
    """Results by event type."""
    total: Counter[str] = Counter()
    some: Counter[str] = Counter()
    right: Counter[str] = Counter()
    promised: Counter[str] = Counter()
    for sentence, rows in pairs:
        total[sentence.root] += 1
        some[sentence.root] += bool(rows)
        right[sentence.root] += any(_counts(row, sentence) for row in rows)
        promised[sentence.root] += any(row.stance not in ("withdrawn", "declined") for row in rows)
    return {root: Result(total[root], some[root], right[root], promised[root]) for root in total}


def _counts(row: Pledge, sentence: Sentence) -> bool:
    return is_right_actor(row, sentence.sources)


def rate(results: dict[str, Result], roots: Iterable[str], field: str) -> float:
    """Share of the sentences of these types that have any pledge, or one by the right actor."""
    chosen = [results[root] for root in roots if root in results]
    return sum(getattr(result, field) for result in chosen) / max(1, sum(result.sentences for result in chosen))


def _article(text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        article_id=f"art_{digest[:16]}", source_uri="text", url=None, publisher=None, authors=(), title=None,
        published_on=None, published_on_method="none", dateline=None, language="en", text=text, captions=(),
        word_count=len(text.split()), duplicate_of=None, topic_score=0.0, raw_sha256=digest, text_sha256=digest,
    )  # fmt: skip


def main() -> None:
    """Print rates by type, and with ``--errors`` the sentences that went wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=CORPUS)
    options.add_argument("--errors", action="store_true")
    chosen = options.parse_args()
    if not chosen.corpus.is_file():
        raise SystemExit(f"{chosen.corpus} is missing: the PLOVER sentences are not part of the project")
    pairs = pledges_of(read_corpus(chosen.corpus))
    results = measure(pairs)
    print(f"AID and AGREE by the right actor: {rate(results, HELPFUL, 'right_actor'):.3f} (at least 0.60)")
    print(f"hostile types by the right actor: {rate(results, HOSTILE, 'right_actor'):.3f} (at most 0.05)")
    print(f"hostile types with any row:       {rate(results, HOSTILE, 'any_pledge'):.3f} (withdrawn aid is a row)")
    print(f"hostile types, withdrawals apart: {rate(results, HOSTILE, 'promise'):.3f}")
    for root, result in sorted(results.items()):
        print(f"  {root:10} n {result.sentences:4}  any {result.any_pledge:4}  right actor {result.right_actor:4}")
    if chosen.errors:
        _print_errors(pairs)


def _print_errors(pairs: Iterable[tuple[Sentence, tuple[Pledge, ...]]]) -> None:
    for sentence, rows in pairs:
        if sentence.root in HELPFUL and not any(is_right_actor(row, sentence.sources) for row in rows):
            others = ", ".join(row.pledger_name for row in rows)
            print(f"missed   {sentence.root} {sentence.sources} [{others}] {sentence.text[:300]}")
        elif sentence.root in HOSTILE and rows:
            found = "; ".join(f"{row.pledger_name} {row.category} {row.stance}" for row in rows)
            print(f"spurious {sentence.root} [{found}] {sentence.text[:300]}")


if __name__ == "__main__":
    main()
