"""How far the confidence of pledges can be trusted: rows of the gold sets, judged, against what the class says.

A row is right where it matches a row of the gold (pledger, category, evidence) with the right stance, quantity and
sum. Rows that only double an optional one are left out. Estimates for an article come from the other articles
(ten parts), so that no row speaks for itself; the rules, though, were written with these articles in sight, and on
articles of a new kind fewer rows are right.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import events
import gold

from coalition_data.extract.pledges.confidences import CLASSES, smoothed
from coalition_data.extract.pledges.extract import classified_pledges
from coalition_data.records import Pledge
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.rows import to_row

PARTS = 10
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Judged:
    """One row with the verdict of the gold."""

    article: str
    name: str
    is_right: bool


def judge_sets(sets: Sequence[str] | None) -> list[Judged]:
    """Every row of the gold sets that the gold can judge."""
    scorer = _scorer()
    found: list[Judged] = []
    for name in sets or gold.sets_with("pledges"):
        with tempfile.TemporaryDirectory() as scratch:
            articles = events.read_articles(name, Path(scratch) / "texts")
        known = scorer.load_gold(events.gold_folder(name), name)
        for parsed in events.parse_articles(articles):
            file = Path(parsed.article.source_uri).name
            rows = classified_pledges(parsed, ArticleEntities(parsed))
            wanted = [row for row in known["pledges"] if row["file"] == file]
            found += [Judged(parsed.article.article_id, *verdict) for verdict in _judge(rows, wanted, scorer)]
    return found


def _scorer() -> ModuleType:
    path = gold.SHARED / "score" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"the scorer is not at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judge(
    rows: Sequence[tuple[str, Pledge]], wanted: Sequence[dict[str, Any]], scorer: ModuleType
) -> Iterator[tuple[str, bool]]:
    """(class, whether it is right) for the rows of one article."""
    plain = [to_row(row) for _, row in rows]

    def fit(row: dict[str, Any], one: dict[str, Any]) -> int:
        says = any(scorer.overlaps(one["evidence"], item["text"]) for item in row["evidence"])
        kinds = {one["category"], *one.get("categories_ok", [])}
        if not says or not scorer.same_pledger(row, one) or row["category"] not in kinds:
            return 0
        same_stance: bool = row["stance"] == one["stance"]
        return 1 + same_stance + _same(row, one, "quantity") + _same(row, one, "amount")

    matched = dict(scorer.assign(plain, wanted, fit))
    for index, (name, _) in enumerate(rows):
        if index in matched:
            one, row = wanted[matched[index]], plain[index]
            figures = all(one.get(key) is None or _same(row, one, key) for key in ("quantity", "amount"))
            yield name, bool(row["stance"] == one["stance"] and figures)
        elif not any(fit(plain[index], one) for one in wanted):
            yield name, False


def _same(row: dict[str, Any], one: dict[str, Any], key: str) -> bool:
    return row[key] is not None and one.get(key) is not None and float(row[key]) == float(one[key])


def count(judged: Iterable[Judged]) -> dict[str, tuple[int, int]]:
    """(right, all) rows by class."""
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for row in judged:
        verdicts[row.name].append(row.is_right)
    return {name: (sum(verdicts[name]), len(verdicts[name])) for name in CLASSES}


def save_counts(judged: Sequence[Judged]) -> None:
    """Write the counts of the classes into the lexicon, its header kept."""
    path = Path(str(resources.files("coalition_data.lexicons").joinpath("pledges_confidence.yml")))
    header = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = [f"{name}: {{right: {right}, rows: {rows}}}" for name, (right, rows) in count(judged).items()]
    path.write_text("\n".join((*header, *lines)) + "\n", encoding="utf-8")


def cross_validated(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """(confidence, whether it is right) for every row, the confidence from the articles of the other parts."""
    parts = defaultdict(list)
    for row in judged:
        parts[int(hashlib.sha256(row.article.encode()).hexdigest(), 16) % PARTS].append(row)
    found = []
    for part in sorted(parts):
        others = smoothed(count(row for other in parts if other != part for row in parts[other]))
        found += [(others[row.name], row.is_right) for row in parts[part]]
    return found


def binned(pairs: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, float, list[tuple[float, bool]]]]:
    """(lower end, upper end, rows) of every bin of confidence that holds rows."""
    for low, high in pairwise(BINS):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        if inside:
            yield low, high, inside


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Mean distance between confidence and the share that is right, over the bins, weighted by their rows."""
    return sum(
        abs(_mean(confidence for confidence, _ in inside) - _mean(right for _, right in inside)) * len(inside)
        for _, _, inside in binned(pairs)
    ) / max(1, len(pairs))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def report(judged: Sequence[Judged]) -> None:
    """Print the classes with their counts, and the reliability table."""
    print("\n== confidence by class: rows, share right, confidence")
    counts = count(judged)
    for name, confidence in smoothed(counts).items():
        right, rows = counts[name]
        print(f"  {name:10} {rows:4}  {right / max(1, rows):.2f}  {confidence:.2f}")
    pairs = cross_validated(judged)
    print("== reliability, cross-validated by article: confidence, rows, mean confidence, share right")
    for low, high, inside in binned(pairs):
        mean, share = _mean(confidence for confidence, _ in inside), _mean(right for _, right in inside)
        print(f"  {low:.1f} to {min(high, 1):.1f}  {len(inside):4}  {mean:.2f}  {share:.2f}")
    brier = sum((confidence - right) ** 2 for confidence, right in pairs) / max(1, len(pairs))
    print(f"  expected calibration error {calibration_error(pairs):.3f}, Brier score {brier:.3f}, {len(pairs)} rows")
