"""Whether a pair of marks is a quote, and how sure the row is."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from coalition_data.extract.quotes.attribution import Attribution
from coalition_data.extract.quotes.columns import NAMES, PAIR_COLUMNS
from coalition_data.extract.quotes.filters import (
    DESCRIBED,
    count_words,
    has_clause,
    is_named_behind_preposition,
    name_reason,
    transcript_units,
)
from coalition_data.extract.quotes.ranker import load_forest
from coalition_data.extract.quotes.scene import Scene

KEEP_NAMES = (*NAMES, *DESCRIBED, "score", "margin")
"""Input of the keep model: the winning pair, the span, and how the source was won."""

CONFIDENCE_INPUTS = ("score", "margin", "root_of_margin", "keep")
_CLIP = 6.0

SCARE_WORDS = 3
"""Words up to which a span that nothing reports is a scare quote rather than a quote without a source."""
UNATTRIBUTED_SCORE = -2.0
"""Rule score of a source below which a span inside the author's sentence has none."""
KEEP_LOGIT, KEEP_LOGIT_SHORT = 0.0, 4.0
"""Logits of the keep model from which a span, and one of one or two words, is a quote: the first on held-out articles,
the second for precision, because a single word in marks is a scare quote or a term more often than not."""
LONGEST_LABEL = 8
"""Words of a phrase that, in the author's own sentence and reported by nothing, is a label."""
LONGEST_TERM, MOST_OF_A_TERM = 4, 2
"""Words of a term, and words shared with one that the article names as such, from which it is one of its kind."""
MOST_LEVELS = 5
"""Heads looked at above "as" for the verb that gives a name."""
LONG_AFTER_COLON = 6
"""Words from which a clause after a colon is a quote whatever the model says."""


def confidence_inputs(score: float, margin: float, keep: float) -> list[float]:
    """What the chance that a row is right is computed from, in the order of ``CONFIDENCE_INPUTS``."""
    score, keep = max(-_CLIP, min(_CLIP, score)), max(-_CLIP, min(_CLIP, keep))
    margin = max(0.0, min(_CLIP, margin))
    return [score, margin, math.sqrt(margin), keep]


@dataclass(frozen=True, slots=True)
class Calibration:
    """From the models' scores to a chance: a logistic regression, and a monotone curve through what it came to.

    Attributes:
        weights, bias: of the regression, over ``CONFIDENCE_INPUTS``.
        logits, chances: knots of the curve, both ascending; straight lines in between.
    """

    weights: tuple[float, ...]
    bias: float
    logits: tuple[float, ...]
    chances: tuple[float, ...]


@lru_cache(maxsize=2)
def _calibration(name: str) -> Calibration:
    text = files("coalition_data.extract.quotes").joinpath("model", "confidence.json").read_text("utf-8")
    content = json.loads(text)[name]
    return Calibration(
        tuple(content["weights"]), float(content["bias"]), tuple(content["logits"]), tuple(content["chances"])
    )


def confidence_of(score: float, margin: float, keep: float, use_model: bool) -> float:
    """The chance that span and source are right, calibrated on held-out training articles; two decimals."""
    calibration = _calibration("model" if use_model else "rules")
    inputs = confidence_inputs(score, margin, keep)
    logit = calibration.bias + sum(weight * value for weight, value in zip(calibration.weights, inputs, strict=True))
    return round(float(np.interp(logit, calibration.logits, calibration.chances)), 2)


def judge_spans(scene: Scene, attributions: list[Attribution], use_model: bool) -> list[tuple[str | None, float]]:
    """For each attribution the reason to keep it out (None where it is a quote), and the confidence of its row."""
    logits = _keep_logits(attributions) if use_model else [0.0] * len(attributions)
    turns = transcript_units(scene)
    names = {
        _bare(scene, one): reason
        for one in attributions
        if (reason := name_reason(scene, one.span)) in ("term", "name", "title")
    }
    terms = [frozenset(text.split()) - scene.nouns.small_words for text, reason in names.items() if reason == "term"]
    judged = []
    for attribution, logit in zip(attributions, logits, strict=True):
        reason = _reason_by_model(scene, attribution, logit) if use_model else reason_by_rules(scene, attribution)
        if reason is None and attribution.span.unit in turns and not attribution.fixed:
            reason = "transcript"
        reason = reason or names.get(_bare(scene, attribution))  # once a name, always a name
        if reason is None and not attribution.fixed:
            reason = _reason_by_words(scene, attribution, terms)
        if reason is None and _stands_in_an_aside(scene, attribution, attributions):
            reason = "scare_quote"
        confidence = confidence_of(attribution.score, attribution.margin, logit, use_model)
        judged.append((reason, confidence))
    return judged


def _reason_by_words(scene: Scene, attribution: Attribution, terms: Sequence[frozenset[str]]) -> str | None:
    """What the source and the words before the marks say, whatever the model thinks of the span."""
    span, source = attribution.span, attribution.source
    if source is not None and scene.lower[source] in scene.nouns.sayings:
        return "saying"
    words, row = count_words(scene, span), attribution.features
    reported = any(row[PAIR_COLUMNS[name]] > 0 for name in ("link_weight", "according", "touches", "cue_after"))
    if not reported and is_named_behind_preposition(scene, span):
        return "name"
    if words > LONGEST_LABEL or has_clause(scene, span):
        return None
    following = scene.lower[span.after] if span.after < len(scene.lower) else ""
    if _is_byname_of_a_thing(scene, attribution):
        return "byname"
    woven = row[PAIR_COLUMNS["before_det"]] and not row[PAIR_COLUMNS["cue_in_sentence"]] and following != "as"
    if woven and not reported:
        return "scare_quote"
    own = set(_bare(scene, attribution).split())
    alike = any(len(own & term) >= MOST_OF_A_TERM for term in terms)
    return "term" if alike and words <= LONGEST_TERM else None


def _is_byname_of_a_thing(scene: Scene, attribution: Attribution) -> bool:
    """``known for his patience and as a "friend of all"``: what one is known as was said by nobody in particular."""
    article = attribution.span.before
    if article < 1 or scene.tags[article] != "DT" or scene.lower[article - 1] != "as":
        return False
    node = article - 1
    for _ in range(MOST_LEVELS):
        node = scene.heads[node]
        if scene.tags[node] == "VBN" and scene.lower[node] in scene.nouns.naming_verbs:
            return True
    return False


def _stands_in_an_aside(scene: Scene, attribution: Attribution, others: Sequence[Attribution]) -> bool:
    """``Pointing to the "quiet ones" who paid, Doe said, "…"``: the cue has its own words, these are the author's."""
    span = attribution.span
    if attribution.cue is None or count_words(scene, span) > LONGEST_LABEL or has_clause(scene, span):
        return False
    utters = any(one.span is not span and one.cue == attribution.cue and has_clause(scene, one.span) for one in others)
    if not utters or span.end > attribution.cue[0]:
        return False
    node = span.first
    for _ in range(MOST_LEVELS):
        node = scene.heads[node]
        if not span.first <= node < span.last and scene.tags[node][:2] in ("VB", "MD"):
            return scene.tags[node] == "VBG" and scene.lower[node] in scene.nouns.pointing_verbs
    return False


def _bare(scene: Scene, attribution: Attribution) -> str:
    return scene.folded[attribution.span.start : attribution.span.end].strip(" .,;:!?")


def _keep_logits(attributions: list[Attribution]) -> list[float]:
    if not attributions:
        return []
    rows = [(*attribution.features, attribution.score, attribution.margin) for attribution in attributions]
    scores = load_forest("keep", KEEP_NAMES).score(np.array(rows, dtype=np.float32))
    return [float(score) for score in scores]


def _reason_by_model(scene: Scene, attribution: Attribution, logit: float) -> str | None:
    """A name's form decides first; for the rest, the trained model."""
    reason = name_reason(scene, attribution.span)
    if reason is not None or attribution.fixed:
        return reason
    row, words = attribution.features, count_words(scene, attribution.span)
    clause = has_clause(scene, attribution.span)
    if row[PAIR_COLUMNS["unit_before_ends_span"]] and row[PAIR_COLUMNS["opens_unit"]]:
        return None  # the quotation runs on from the paragraph before
    if attribution.tied and words >= SCARE_WORDS:
        return None
    if words < SCARE_WORDS and (_is_a_judgement(scene, attribution) or _is_told_in_report(scene, attribution)):
        return None
    if words >= LONG_AFTER_COLON and row[PAIR_COLUMNS["before_colon"]] and clause:
        return None
    utterance = clause and any(row[PAIR_COLUMNS[name]] for name in ("before_stop", "before_comma", "before_colon"))
    if logit >= (KEEP_LOGIT if utterance or words >= SCARE_WORDS else KEEP_LOGIT_SHORT):
        return None
    return "scare_quote" if words <= SCARE_WORDS else "unattributed"


def _is_a_judgement(scene: Scene, attribution: Attribution) -> bool:
    """``described the tax as a "scandal"``, ``called it "absurd"``: one's own word for a thing, told of the past."""
    span, node = attribution.span, attribution.span.first
    while span.first <= node < span.last and scene.heads[node] != node:
        node = scene.heads[node]
    verb = scene.heads[node] if scene.lower[node] == "as" else node
    if scene.tags[verb][:2] == "NN" and verb != node:
        verb = scene.heads[verb]  # "as" on the thing described
    cue = scene.cue_of[verb]
    if cue is None or cue.kind != "judge" or scene.tags[verb] not in ("VBD", "VBN") or verb > span.before:
        return False
    children = scene.doc.children_of[verb]
    if any(scene.lower[child] in ("what", "which") or scene.deps[child] == "nsubjpass" for child in children):
        return False  # "what he called a …" is a name for it
    return any(child == attribution.source and scene.deps[child] == "nsubj" for child in children)


def _is_told_in_report(scene: Scene, attribution: Attribution) -> bool:
    """``Doe said that the vote had been "wrenching"``: what is said of a thing in words that somebody reports.

    An adjective behind a copula or before its noun, or a verb: a noun in marks is more often a term.
    """
    span = attribution.span
    if attribution.source is None or scene.tags[span.first][:2] not in ("JJ", "VB", "RB"):
        return False
    node = span.first
    for _ in range(MOST_LEVELS):
        head = scene.heads[node]
        if head == node:
            return False
        cue = scene.cue_of[head]
        if scene.deps[node] == "ccomp" and cue is not None:
            told = cue.kind in ("say", "claim") and scene.tags[head] in ("VBD", "VBN") and head < span.first
            return told and any(child == attribution.source for child in scene.doc.children_of[head])
        if scene.deps[node] in ("relcl", "advcl"):
            return False
        node = head
    return False


def reason_by_rules(scene: Scene, attribution: Attribution) -> str | None:
    """Why the rules keep the span out of the table, or None where it is a quote.

    See ``filters.REASONS``; a span is a scare quote where it is short, nothing reports it, and it is woven into the
    author's own sentence, and unattributed where it is longer and no source fits.
    """
    reason = name_reason(scene, attribution.span)
    if reason is not None or attribution.fixed:
        return reason
    row = attribution.features
    linked = row[PAIR_COLUMNS["link_weight"]] > 0 or row[PAIR_COLUMNS["according"]] > 0
    near = row[PAIR_COLUMNS["same_sentence_first"]] or row[PAIR_COLUMNS["same_sentence_last"]]
    words = count_words(scene, attribution.span)
    woven = not row[PAIR_COLUMNS["opens_unit"]] and not row[PAIR_COLUMNS["before_colon"]]
    if words <= SCARE_WORDS and woven and not (linked and near):
        return "scare_quote"
    if woven and not linked and not row[PAIR_COLUMNS["before_stop"]] and attribution.score < UNATTRIBUTED_SCORE:
        return "unattributed"
    return None
