"""Measure quotes and speakers on everything there is to measure them on.

    python benchmarks/quotes.py [--errors] [--cache DIR] [--sets polnear re3d wikinews seeds]

Prints, with the trained models and by rules alone: PolNeAR's development articles (spans, source, both; reports without
marks; the reliability of ``confidence``), the project's own gold for re3d, Wikinews and the seeds, and the cost beside
the parser's own time. ``--errors`` lists every error, grouped by cause. Needs the folder ``shared`` beside the project.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from polnear import SHARED, GoldArticle, load_articles, same_report, scorer

from coalition_data.annotate import load_parser
from coalition_data.clean import clean_documents
from coalition_data.extract.quotes import extract_quotes
from coalition_data.ingest import read_sources
from coalition_data.records import Quote
from coalition_data.resolve.entities import ArticleEntities

SETS = {
    "re3d": ("re3d_dev", "build_re3d_dev.py"),
    "wikinews": ("wikinews_dev", "build_wikinews_dev.py"),
    "seeds": ("seeds", None),
}
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
Row = dict[str, Any]


@dataclass
class Result:
    """What one run over a set gave."""

    figures: dict[str, float] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    reliability: list[tuple[float, bool]] = field(default_factory=list)


def extract(article: GoldArticle, use_model: bool) -> tuple[Quote, ...]:
    """The quotes of an article of the corpus."""
    return extract_quotes(article.parsed, ArticleEntities(article.parsed), use_model=use_model)


def as_prediction(name: str, quote: Quote) -> Row:
    """A row in the form of the corpus' scorer."""
    return {
        "doc": name, "start": quote.start, "end": quote.end, "speaker": quote.speaker_name or quote.speaker_mention,
        "speaker_start": quote.speaker_start, "speaker_end": quote.speaker_end,
    }  # fmt: skip


def measure_polnear(articles: list[GoldArticle], use_model: bool) -> Result:
    """Spans and sources with marks, and reports without."""
    score, result = scorer(), Result()
    rows = {article.name: extract(article, use_model) for article in articles}
    docs = {article.name: (article.parsed.text, article.attributions) for article in articles}
    marked = [as_prediction(name, row) for name, own in rows.items() for row in own if row.quote_type != "indirect"]
    figures, outcomes = score.score(docs, marked)
    for name in ("precision", "recall", "f1", "src_lenient", "src_strict", "joint_f1_lenient"):
        result.figures[name] = figures[name]
    result.figures |= {f"strict_{kind}": figures[f"src_{kind}"]["strict"] for kind in ("name", "pronoun", "other")}
    for kind, name, text, detail in outcomes:
        if kind != "TP":
            result.errors[kind].append(f"{name[:30]} {text[:150]!r}")
        elif not detail["lenient"]:
            result.errors[f"source_{detail['cls']}"].append(
                f"{name[:30]} {detail['speaker']!r} for {detail['gold_source']!r}: {text[:80]!r}"
            )
    result.reliability = _reliability(score, articles, rows)
    _measure_indirect(score, articles, rows, result)
    return result


def _reliability(
    score: ModuleType, articles: list[GoldArticle], rows: dict[str, tuple[Quote, ...]]
) -> list[tuple[float, bool]]:
    """Confidence and rightness of every row with marks of three words or more."""
    pairs = []
    for article in articles:
        text = article.parsed.text
        words = score.words_of(text)
        gold, ignored, _ = score.gold_items(text, article.attributions)
        for row in rows[article.name]:
            own = score.inside(words, row.start, row.end)
            if row.quote_type == "indirect" or len(own) < score.MIN_WORDS or any(own == item for item in ignored):
                continue
            hits = [item for item in gold if len(own & item["words"]) >= score.IOU * len(own | item["words"])]
            right = any(not hit["source"] or score.judge(text, hit, as_prediction("", row))["lenient"] for hit in hits)
            pairs.append((row.confidence, right))
    return pairs


def _measure_indirect(
    score: ModuleType, articles: list[GoldArticle], rows: dict[str, tuple[Quote, ...]], result: Result
) -> None:
    """Precision and recall of reports without marks, one to one; recall also over those that name a source."""
    hits = made = total = sourced = 0
    for article in articles:
        text, used = article.parsed.text, set()
        words = score.words_of(text)
        gold = []
        for one in article.attributions:
            inside = set().union(*(score.inside(words, start, end) for start, end in one["content"]))
            if inside and not any(score.MARK.search(text, start, end) for start, end in one["content"]):
                gold.append((inside, one["source"]))
        total, sourced = total + len(gold), sourced + sum(bool(source) for _, source in gold)
        for row in (row for row in rows[article.name] if row.quote_type == "indirect"):
            made += 1
            own = score.inside(words, row.start, row.end)
            place = (row.speaker_start or 0, row.speaker_end or 0)
            match = next(
                (i for i, (inside, source) in enumerate(gold)
                 if i not in used and same_report(score, text, own, place, inside, source)), None,
            )  # fmt: skip
            if match is None:
                result.errors["indirect"].append(
                    f"{article.name[:30]} {row.speaker_mention!r} {row.cue!r}: {row.text[:100]!r}"
                )
            else:
                used.add(match)
                hits += 1
    result.figures |= {
        "indirect_precision": hits / max(1, made),
        "indirect_recall": hits / max(1, total),
        "indirect_recall_sourced": hits / max(1, sourced),
    }


def gold_scorer() -> ModuleType:
    """The scorer of the project's own gold as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit("score.py is missing: this needs the folder shared beside the project")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_gold(name: str, folder: Path, use_model: bool) -> Result:
    """The project's own gold of ``re3d``, ``wikinews`` or ``seeds``; quotes only."""
    prefix, builder = SETS[name]
    source = Path(__file__).resolve().parent.parent / "seeds"
    if builder is not None:
        source = folder / name
        subprocess.run([sys.executable, str(SHARED / "gold" / builder), str(source)], check=True, capture_output=True)
    articles = clean_documents(read_sources([source]).documents, None).articles
    quotes: list[Row] = []
    for parsed in load_parser().parse_many(articles):
        rows = extract_quotes(parsed, ArticleEntities(parsed), use_model=use_model)
        quotes += [{column: getattr(row, column) for column in Quote.__slots__} for row in rows]
    score, errors, result = gold_scorer(), [], Result()
    tables = [
        {column: getattr(article, column) for column in ("article_id", "source_uri", "text")} for article in articles
    ]
    figures = score.score_quotes(tables, quotes, score.load_gold(SHARED / "gold", prefix), errors)
    result.figures = {
        "spans_f1": figures["spans"]["f1"], "spans_and_speaker_f1": figures["spans_and_speaker"]["f1"],
        **{key: figures[key]["rate"] for key in ("negatives_kept_out", "slice_integrity", "type", "speaker_iso3")},
    }  # fmt: skip
    for _, kind, file, detail in errors:
        result.errors[kind].append(f"{file} {detail}")
    return result


def measure_cost(articles: list[GoldArticle]) -> dict[str, float]:
    """Process time of the parser, of resolution, and of the quotes with and without models, in one run."""
    parser, spent = load_parser(), Counter[str]()
    for article in articles:
        spent["parser"] -= time.process_time()
        parser.parse(article.parsed.article)
        spent["parser"] += time.process_time()
        entities = ArticleEntities(article.parsed)
        for name, use_model in (("rules", False), ("model", True)):
            spent[name] -= time.process_time()
            extract_quotes(article.parsed, entities, use_model=use_model)
            spent[name] += time.process_time()
    return dict(spent)


def print_result(title: str, result: Result, show_errors: bool) -> None:
    print(f"\n{title}")
    for name, value in result.figures.items():
        print(f"  {name:26} {value:.3f}" if value is not None else f"  {name:26} none")
    if show_errors:
        for cause, lines in sorted(result.errors.items(), key=lambda pair: -len(pair[1])):
            print(f"  -- {cause}: {len(lines)}")
            for line in lines:
                print(f"     {line}")


def print_reliability(pairs: list[tuple[float, bool]]) -> None:
    print("  confidence     rows  mean   right")
    for low, high in pairwise(BINS):
        inside = [(sure, right) for sure, right in pairs if low <= sure < high]
        if inside:
            mean, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            print(f"  {low:.2f} to {min(high, 1):.2f} {len(inside):6d}  {mean:.2f}   {right:.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--errors", action="store_true", help="list every error, grouped by cause")
    arguments.add_argument("--cache", type=Path, help="folder for the parses of the corpus")
    arguments.add_argument("--sets", nargs="+", default=["polnear", *SETS], choices=["polnear", *SETS])
    arguments.add_argument("--json", type=Path, help="write the figures here")
    options = arguments.parse_args()
    figures: dict[str, dict[str, float]] = {}
    modes = (("rules alone", False), ("with the models", True))
    if "polnear" in options.sets:
        articles = load_articles("dev", options.cache)
        for title, use_model in modes:
            result = measure_polnear(articles, use_model)
            print_result(f"PolNeAR dev, {title}", result, options.errors and use_model)
            print_reliability(result.reliability)
            figures[f"polnear, {title}"] = result.figures
        cost = measure_cost(articles)
        print("\ncost beside the parser's own time (" + f"{cost['parser']:.1f} s for {len(articles)} articles)")
        for name in ("rules", "model"):
            print(f"  {name:10} {cost[name]:6.2f} s  {cost[name] / cost['parser']:.0%}")
    with tempfile.TemporaryDirectory() as folder:
        for name in (name for name in options.sets if name in SETS):
            for title, use_model in modes:
                result = measure_gold(name, Path(folder), use_model)
                print_result(f"{name}, {title}", result, options.errors and use_model)
                figures[f"{name}, {title}"] = result.figures
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
