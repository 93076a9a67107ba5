"""Train the models of ``extract/quotes/model`` on PolNeAR's training articles.

    python benchmarks/train_quotes.py [--cache DIR] [--only marks|indirect]

Writes ``source.npz`` (which mention is the source of a quoted span), ``keep.npz`` (whether a pair of marks is a quote),
``indirect.npz`` with ``verb_rates.json`` (which verbs, subjects and clauses report) and ``confidence.json``.
Takes about ten minutes on two cores; needs the dependency group ``train`` and the folder ``shared`` beside the project.
The same corpus, code and versions give the same files.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from polnear import GoldArticle, load_articles, match_spans, same_report, scorer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from coalition_data.extract.quotes.columns import NAMES
from coalition_data.extract.quotes.context import Context
from coalition_data.extract.quotes.features import Features
from coalition_data.extract.quotes.filters import describe
from coalition_data.extract.quotes.indirect import ReportFinder
from coalition_data.extract.quotes.keep import CONFIDENCE_INPUTS, KEEP_LOGIT, KEEP_NAMES, confidence_inputs
from coalition_data.extract.quotes.report_features import INDIRECT_NAMES, features_of
from coalition_data.extract.quotes.reports import verb_key
from coalition_data.extract.quotes.rules import score_by_rules
from coalition_data.extract.quotes.scene import Scene

MODEL = Path(__file__).resolve().parent.parent / "src" / "coalition_data" / "extract" / "quotes" / "model"
FOLDS = 4
SEED = 7
COMMON = {"verbose": -1, "num_threads": 1, "seed": SEED, "deterministic": True, "force_row_wise": True}
SOURCE = {
    **COMMON, "objective": "lambdarank", "lambdarank_truncation_level": 3, "num_leaves": 31, "learning_rate": 0.06,
    "min_data_in_leaf": 30, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "max_depth": 8,
}  # fmt: skip
SOURCE_ROUNDS = 250
_BY_RULES = {"rule_score", "rule_gap", "rule_rank"}
_BY_LINKS = {"link_value", "link_gap", "link_rank"}
_NEIGHBOURS = {"source_before", "word_before_source", "source_after", "word_after_source"}
LEFT_OUT = (_BY_RULES | _BY_LINKS | _NEIGHBOURS, _BY_RULES)
"""Columns that each ranker does not see: held out, two with different views are right more often than each of them
(0.947 against 0.945 and 0.946), and vary less from one training to the next."""
SCALE = 1.5
"""Spread of each ranker's scores."""
BINARY = {
    **COMMON, "objective": "binary", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 20,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1,
}  # fmt: skip
KEEP_ROUNDS = 200
INDIRECT = {**BINARY, "num_leaves": 31}
INDIRECT_ROUNDS = 250
KNOTS = 25
RATE_FOLDS = 8
SMOOTHING = 8
FEWEST_USES = 2

Floats = npt.NDArray[np.float64]


@dataclass
class Pairs:
    """Spans of the corpus with their candidates.

    Attributes:
        rows: features, one row a candidate; labels: 1 the source, -1 another word of it, 0 any other.
        sizes: candidates a span; articles: number of the article a span.
        quotes: 1 where the span is an attribution, 0 where it is not; gold: whether it has a gold source.
        described: what ``filters.describe`` says about the span.
        named: whether a candidate has the head word of the gold source.
    """

    rows: list[list[float]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)
    gold: list[bool] = field(default_factory=list)
    described: list[list[float]] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)


def label_candidates(scene: Scene, candidates: list[int], source: list[tuple[int, int]]) -> list[int]:
    """1 for the head of the gold source, -1 for its other words, 0 for the rest."""

    def inside(index: int) -> bool:
        return any(start <= scene.starts[index] < end for start, end in source)

    within = [index for index in candidates if inside(index)]
    heads = [index for index in within if scene.heads[index] == index or not inside(scene.heads[index])]
    heads = heads or within[:1]
    return [1 if index in heads else -1 if index in within else 0 for index in candidates]


def is_named_alike(score: ModuleType, scene: Scene, index: int, source: list[tuple[int, int]]) -> bool:
    """Whether a candidate has the head word of the gold source: the same speaker, named elsewhere."""
    if not source:
        return False
    start, end = scene.bounds_of(index)
    gold = " ".join(scene.text[first:last] for first, last in source)
    return bool(score.head(scene.text[start:end]) == score.head(gold))


def collect_pairs(articles: list[GoldArticle]) -> Pairs:
    """Features and labels of all spans."""
    score, pairs = scorer(), Pairs()
    for number, article in enumerate(articles):
        scene = Scene(article.parsed)
        features = Features(scene)
        matches = match_spans(score, scene.text, scene.spans, article.attributions)
        for rank, (match, (candidates, rows)) in enumerate(zip(matches, Context(features).rows(), strict=True)):
            source = match["source"] if isinstance(match, dict) else []
            pairs.rows += rows
            pairs.labels += label_candidates(scene, candidates, source)
            pairs.sizes.append(len(rows))
            pairs.articles.append(number)
            pairs.quotes.append(int(match is not None))
            pairs.gold.append(bool(source))
            pairs.named += [is_named_alike(score, scene, index, source) for index in candidates]
            pairs.described.append(describe(scene, scene.spans[rank]))
    return pairs


@dataclass(frozen=True)
class View:
    """A ranker that sees some of the columns; ``scale`` makes the scores of several comparable."""

    model: lightgbm.Booster
    columns: list[int]
    scale: float


def fit_sources(rows: Floats, labels: npt.NDArray[np.int64], sizes: list[int]) -> list[View]:
    """The rankers, from spans whose source is among the candidates; other words of a source are left out."""
    kept, groups, offset = [], [], 0
    for size in sizes:
        own = labels[offset : offset + size]
        if (own == 1).any():
            chosen = offset + np.flatnonzero(own >= 0)
            kept.append(chosen)
            groups.append(len(chosen))
        offset += size
    index = np.concatenate(kept)
    views = []
    for left_out in LEFT_OUT:
        columns = [place for place, name in enumerate(NAMES) if name not in left_out]
        data = lightgbm.Dataset(rows[index][:, columns], labels[index], group=groups)
        model = lightgbm.train(SOURCE, data, num_boost_round=SOURCE_ROUNDS)
        spread = float(np.std(model.predict(rows[:, columns], raw_score=True)))
        views.append(View(model, columns, SCALE / spread))
    return views


def score_sources(views: list[View], rows: Floats) -> Floats:
    """The sum of the rankers' scores."""
    scores = [view.scale * np.asarray(view.model.predict(rows[:, view.columns], raw_score=True)) for view in views]
    return np.asarray(sum(scores))


def fit_binary(
    rows: Floats, labels: npt.NDArray[np.int64], rounds: int, settings: dict[str, Any] | None = None
) -> lightgbm.Booster:
    """A classifier; its raw score is the logit."""
    return lightgbm.train(settings or BINARY, lightgbm.Dataset(rows, labels), num_boost_round=rounds)


def whole_view(model: lightgbm.Booster, names: tuple[str, ...]) -> View:
    """A model that sees all columns, its scores as they are."""
    return View(model, list(range(len(names))), 1.0)


def predict_by_fold(
    articles: npt.NDArray[np.int64], size: int, fit: Callable[[npt.NDArray[np.bool_]], Callable[[], Floats]]
) -> Floats:
    """Scores of each row by a model that saw no row of its article."""
    scores = np.zeros(size)
    for fold in range(FOLDS):
        held_out = articles % FOLDS == fold
        scores[held_out] = fit(~held_out)()
    return scores


def source_scores(pairs: Pairs, rows: Floats, labels: npt.NDArray[np.int64]) -> Floats:
    """Held-out scores of the ranker."""
    sizes, of_span = np.array(pairs.sizes), np.array(pairs.articles)
    of_row = np.repeat(of_span, sizes)

    def fit(seen: npt.NDArray[np.bool_]) -> Callable[[], Floats]:
        folds = set(of_row[~seen] % FOLDS)
        spans = np.array([article % FOLDS not in folds for article in of_span])
        views = fit_sources(rows[seen], labels[seen], list(sizes[spans]))
        return lambda: score_sources(views, rows[~seen])

    return predict_by_fold(of_row, len(rows), fit)


def keep_rows(pairs: Pairs, rows: Floats, scores: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Input of the keep model for every span, and the row of the winning candidate (-1 without candidates)."""
    table, winners, offset = [], [], 0
    for size, described in zip(pairs.sizes, pairs.described, strict=True):
        own = scores[offset : offset + size]
        order = np.argsort(-own, kind="stable")
        pair = rows[offset + order[0]] if size else np.zeros(len(NAMES))
        margin = own[order[0]] - own[order[1]] if size > 1 else 3.0
        table.append([*pair, *described, own[order[0]] if size else -9.0, margin])
        winners.append(offset + int(order[0]) if size else -1)
        offset += size
    return np.array(table, dtype=np.float32), np.array(winners)


def calibrate(table: Floats, kept: Floats, right: npt.NDArray[np.bool_]) -> dict[str, list[float] | float]:
    """From the models' scores to the chance that a row is right: logistic regression, then isotonic regression."""
    inputs = np.array([confidence_inputs(row[-2], row[-1], logit) for row, logit in zip(table, kept, strict=True)])
    model = LogisticRegression(C=1.0, max_iter=1000).fit(inputs, right)
    weights, bias = [round(float(w), 4) for w in model.coef_[0]], round(float(model.intercept_[0]), 4)
    logits = inputs @ np.array(weights) + bias
    knots = np.unique(np.round(np.quantile(logits, np.linspace(0, 1, KNOTS)), 3))
    curve = IsotonicRegression(y_min=0.02, y_max=0.99, out_of_bounds="clip").fit(logits, right)
    # Each knot takes the mean of its neighbourhood, so that a step of the curve does not become a jump.
    edges = np.concatenate([[-np.inf], (knots[1:] + knots[:-1]) / 2, [np.inf]])
    fitted = curve.predict(logits)
    means = [float(fitted[(low <= logits) & (logits < high)].mean()) for low, high in pairwise(edges)]
    chances = np.maximum.accumulate(means)
    return {
        "weights": weights, "bias": bias, "logits": [float(knot) for knot in knots],
        "chances": [round(float(chance), 3) for chance in chances],
    }  # fmt: skip


def export(views: list[View], names: tuple[str, ...], path: Path) -> None:
    """The trees of all views as plain arrays; see ``extract.quotes.ranker``."""
    roots: list[int] = []
    columns: dict[str, list[float]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    depth = 0

    def add(view: View, node: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth, place = max(depth, level), len(columns["feature"])
        leaf = "leaf_value" in node
        entry = (
            (0, 0.0, place, place, view.scale * node["leaf_value"])
            if leaf
            else (view.columns[node["split_feature"]], node["threshold"], 0, 0, 0.0)
        )
        for column, value in zip(columns.values(), entry, strict=True):
            column.append(value)
        if not leaf:
            columns["left"][place] = add(view, node["left_child"], level + 1)
            columns["right"][place] = add(view, node["right_child"], level + 1)
        return place

    for view in views:
        roots += [add(view, tree["tree_structure"], 0) for tree in view.model.dump_model()["tree_info"]]
    types = {"feature": np.int16, "threshold": np.float32, "left": np.int32, "right": np.int32, "value": np.float32}
    arrays = {name: np.array(values, dtype=types[name]) for name, values in columns.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, names=np.array(names), roots=np.array(roots, np.int32), depth=np.array(depth), **arrays)
    print(f"{path.name}: {len(roots)} trees, {len(columns['feature'])} nodes, {path.stat().st_size // 1024} KiB")


def train_marks(articles: list[GoldArticle]) -> None:
    """The models for quotes with marks."""
    pairs = collect_pairs(articles)
    rows, labels = np.array(pairs.rows, dtype=np.float32), np.array(pairs.labels)
    print(f"{len(pairs.sizes)} spans, {len(rows)} candidates, {len(NAMES)} features")
    export(fit_sources(rows, labels, pairs.sizes), NAMES, MODEL / "source.npz")
    confidence = {}
    named = np.array(pairs.named)
    gold, quotes, of_span = np.array(pairs.gold), np.array(pairs.quotes), np.array(pairs.articles)
    by_rules = np.array([score_by_rules(list(row)) for row in rows])
    for name, scores in (("rules", by_rules), ("model", source_scores(pairs, rows, labels))):
        table, winners = keep_rows(pairs, rows, scores)
        right = np.array([winner >= 0 and (labels[winner] != 0 or named[winner]) for winner in winners])
        print(f"{name}: right source {right[gold].mean():.4f} of {gold.sum()} (held out)")
        kept = np.zeros(len(table))
        if name == "model":
            export([whole_view(fit_binary(table, quotes, KEEP_ROUNDS), KEEP_NAMES)], KEEP_NAMES, MODEL / "keep.npz")

            def fit(seen: npt.NDArray[np.bool_], table: Floats = table) -> Callable[[], Floats]:
                model = fit_binary(table[seen], quotes[seen], KEEP_ROUNDS)
                return lambda: np.asarray(model.predict(table[~seen], raw_score=True))

            kept = predict_by_fold(of_span, len(table), fit)
        # Only what becomes a row counts: spans that the filters keep out have no confidence.
        reasons = table[:, KEEP_NAMES.index("reason")]
        known = (gold | (quotes == 0)) & (reasons == 0) & ((kept >= KEEP_LOGIT) | (name == "rules"))
        confidence[name] = calibrate(table[known], kept[known], right[known] & gold[known])
    confidence["inputs"] = list(CONFIDENCE_INPUTS)
    (MODEL / "confidence.json").write_text(json.dumps(confidence, indent=1) + "\n", "utf-8")


def gold_reports(score: ModuleType, article: GoldArticle) -> tuple[Any, list[tuple[set[int], list[tuple[int, int]]]]]:
    """The words of the text, and of each attribution without marks its content words and its source."""
    text = article.parsed.text
    words, found = score.words_of(text), []
    for attribution in article.attributions:
        content = attribution["content"]
        if any(score.MARK.search(text, start, end) for start, end in content):
            continue
        inside = set().union(*(score.inside(words, start, end) for start, end in content))
        if inside:
            found.append((inside, attribution["source"]))
    return words, found


def train_indirect(articles: list[GoldArticle]) -> None:
    """The model for reports without marks."""
    score = scorer()
    rows: list[list[float]] = []
    labels: list[int] = []
    keys: list[str] = []
    shapes: list[str] = []
    fold_of: list[int] = []
    for number, article in enumerate(articles):
        scene = Scene(article.parsed)
        finder = ReportFinder(scene, Features(scene))
        reports = finder.reports()
        per_verb = Counter(report.verb for report in reports)
        words, gold = gold_reports(score, article)
        for report in reports:
            own = score.inside(words, *finder.trimmed(report))
            source = scene.bounds_of(report.source)
            right = any(same_report(score, scene.text, own, source, content, who) for content, who in gold)
            rows.append(features_of(finder, report, per_verb[report.verb], 0.0))
            labels.append(int(right))
            keys.append(verb_key(scene, report))
            shapes.append(report.shape)
            fold_of.append(number % RATE_FOLDS)
    table, right_of = np.array(rows, dtype=np.float32), np.array(labels)
    column = INDIRECT_NAMES.index("verb_rate")
    for fold in range(RATE_FOLDS):
        seen = [index for index, own in enumerate(fold_of) if own != fold]
        rates = count_rates(seen, keys, shapes, labels)
        for index in (index for index, own in enumerate(fold_of) if own == fold):
            table[index, column] = rates.get(keys[index], rates[shapes[index]])
    print(f"{len(rows)} candidates for reports without marks, {right_of.sum()} right")
    export(
        [whole_view(fit_binary(table, right_of, INDIRECT_ROUNDS, INDIRECT), INDIRECT_NAMES)],
        INDIRECT_NAMES,
        MODEL / "indirect.npz",
    )
    rates = count_rates(list(range(len(keys))), keys, shapes, labels)
    (MODEL / "verb_rates.json").write_text(json.dumps(dict(sorted(rates.items())), indent=0) + "\n", "utf-8")


def count_rates(seen: list[int], keys: list[str], shapes: list[str], labels: list[int]) -> dict[str, float]:
    """Share of right candidates by shape, and by verb with shape, smoothed towards its shape."""
    total, right = Counter(shapes[i] for i in seen), Counter(shapes[i] for i in seen if labels[i])
    rates = {shape: round(right[shape] / total[shape], 3) for shape in total}
    own, hits = Counter(keys[i] for i in seen), Counter(keys[i] for i in seen if labels[i])
    shape_of = {keys[i]: shapes[i] for i in seen}
    for key, count in own.items():
        if count >= FEWEST_USES:
            rates[key] = round((hits[key] + SMOOTHING * rates[shape_of[key]]) / (count + SMOOTHING), 3)
    return rates


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cache", type=Path, help="folder for the parses of the corpus")
    arguments.add_argument("--only", choices=("marks", "indirect"))
    options = arguments.parse_args()
    articles = load_articles("train", options.cache)
    if options.only in (None, "marks"):
        train_marks(articles)
    if options.only in (None, "indirect"):
        train_indirect(articles)


if __name__ == "__main__":
    main()
