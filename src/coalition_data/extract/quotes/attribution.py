"""Spans joined to their sources: the candidates are scored, the best one wins, layout overrules both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coalition_data.extract.quotes.columns import NAMES, PAIR_COLUMNS
from coalition_data.extract.quotes.context import Context
from coalition_data.extract.quotes.features import Features
from coalition_data.extract.quotes.filters import describe
from coalition_data.extract.quotes.layout import fixed_source, is_coordinated, tied_source
from coalition_data.extract.quotes.ranker import load_forest
from coalition_data.extract.quotes.rules import score_by_rules
from coalition_data.extract.quotes.scene import QuotedSpan, Scene

SURE_MARGIN = 3.0
"""Lead over the next candidate that a source gets which the words right at the marks, or their absence, decide."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quoted span and its source.

    Attributes:
        span: the span.
        source: head token of the source, None where there is no candidate.
        start, end: offsets of the source's mention.
        cue: offsets of the reporting words, None where there are none.
        score: how well the source fits.
        margin: its lead over the next candidate.
        features: the features of the winning pair, and what describes the span.
        fixed: whether the layout gave the source away.
        tied: whether the words right at the marks did.
    """

    span: QuotedSpan
    source: int | None
    start: int
    end: int
    cue: tuple[int, int] | None
    score: float
    margin: float
    features: tuple[float, ...]
    fixed: bool
    tied: bool = False


def attribute_spans(scene: Scene, features: Features, use_model: bool) -> list[Attribution]:
    """One attribution a span, in order of the text.

    Args:
        scene: the article.
        features: its features.
        use_model: whether the trained ranker scores the candidates; else the rules do.
    """
    found = Context(features).rows() if use_model else [features.rows(number) for number in range(len(scene.spans))]
    scores = _score([row for _, rows in found for row in rows], use_model)
    attributions: list[Attribution] = []
    offset = 0
    for number, (candidates, rows) in enumerate(found):
        own = scores[offset : offset + len(rows)]
        offset += len(rows)
        previous = attributions[-1] if attributions else None
        attributions.append(_choose(scene, features, number, candidates, rows, own, previous))
    return attributions


def _score(rows: list[list[float]], use_model: bool) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if not use_model:
        return np.array([score_by_rules(row) for row in rows])
    forest = load_forest("source", NAMES)
    return forest.score(np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES)))


def _choose(
    scene: Scene,
    features: Features,
    number: int,
    candidates: list[int],
    rows: list[list[float]],
    scores: np.ndarray[tuple[int], np.dtype[np.float64]],
    previous: Attribution | None,
) -> Attribution:
    span = scene.spans[number]
    described = describe(scene, span)
    fixed = fixed_source(scene, span)
    if fixed is not None:
        head = _head_within(scene, *fixed)
        pair = tuple([0.0] * len(NAMES))
        return Attribution(span, head, *fixed, None, 9.0, 9.0, (*pair, *described), True)
    if not candidates:
        pair = tuple([0.0] * len(NAMES))
        return Attribution(span, None, 0, 0, None, -9.0, 0.0, (*pair, *described), False)
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    margin = float(scores[best] - scores[order[1]]) if len(order) > 1 else SURE_MARGIN
    tied = tied_source(scene, span)
    by_words = tied in candidates
    if tied is None and previous is not None and is_coordinated(scene, previous.span, span):
        tied = previous.source
    if tied in candidates:
        best, margin = candidates.index(tied), max(margin, SURE_MARGIN)
    start, end = scene.bounds_of(candidates[best])
    cue = _cue_offsets(scene, features, candidates[best], span, rows[best])
    if cue is None and by_words and span.before > 0 and scene.cue_of[span.before - 1] is not None:
        cue = scene.starts[span.before - 1], scene.ends[span.before - 1]
    return Attribution(
        span, candidates[best], start, end, cue, float(scores[best]), margin, (*rows[best], *described), False, by_words
    )


def _head_within(scene: Scene, start: int, end: int) -> int | None:
    """The last noun inside the offsets, which heads a name."""
    inside = [index for index in scene.doc.tokens_between(start, end) if scene.tags[index][:2] == "NN"]
    inside = inside or list(scene.doc.tokens_between(start, end))
    return inside[-1] if inside else None


def _cue_offsets(
    scene: Scene, features: Features, source: int, span: QuotedSpan, row: list[float]
) -> tuple[int, int] | None:
    if row[PAIR_COLUMNS["according"]]:
        to = scene.heads[source]
        first = to - 1 if to and scene.lower[to - 1] == "according" else to
        return scene.starts[first], scene.ends[to]
    link = features.links.link(source, span)
    if link is None:
        return None
    last = link.token
    particle = next(
        (child for child in scene.doc.children_of[last] if scene.deps[child] == "prt" and child == last + 1), None
    )
    return scene.starts[last], scene.ends[particle if particle is not None else last]
