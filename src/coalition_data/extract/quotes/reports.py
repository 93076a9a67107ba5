"""Which of the candidates for reported speech become rows."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from importlib.resources import files

import numpy as np

from coalition_data.extract.quotes.indirect import ReportFinder
from coalition_data.extract.quotes.lexicon import report_cues
from coalition_data.extract.quotes.nominal_reports import Report
from coalition_data.extract.quotes.ranker import load_forest
from coalition_data.extract.quotes.report_features import INDIRECT_NAMES, features_of
from coalition_data.extract.quotes.scene import Scene

LEAST_CHANCE = 0.378
"""Chance from which a candidate is a row: recall 0.455 on PolNeAR's development articles, at a precision of 0.735."""
PLAIN_CHANCE = 0.7
"""Precision of the rules alone there."""
PLAIN_WEIGHT = 0.55
"""Weight from which the rules alone take a verb's clause for reported speech."""


def select_reports(finder: ReportFinder, use_model: bool) -> list[tuple[Report, float]]:
    """The candidates that report something, each with the chance that it does; one a verb, in order of the text.

    Args:
        finder: the article's candidates.
        use_model: whether the trained classifier decides; else the rules take plain clauses of sure verbs.
    """
    reports = finder.reports()
    if not reports:
        return []
    chances = _chances(finder, reports) if use_model else [PLAIN_CHANCE * is_plain(report) for report in reports]
    best: dict[int, tuple[Report, float]] = {}
    for report, chance in zip(reports, chances, strict=True):
        if (
            chance >= LEAST_CHANCE
            and not _is_occasion(report, finder.scene)
            and not _is_unsaid(report, finder.scene)
            and chance > best.get(report.verb, (report, 0.0))[1]
        ):
            best[report.verb] = (report, chance)
    kept: dict[tuple[int, int], tuple[Report, float]] = {}
    for report, chance in sorted(best.values(), key=lambda pair: (-pair[1], pair[0].verb)):
        kept.setdefault(finder.trimmed(report), (report, chance))
    lower = finder.scene.lower
    once = [pair for pair in kept.values() if not any(_is_told_by(pair[0], other, lower) for other, _ in kept.values())]
    return sorted(once, key=lambda pair: (pair[0].first, pair[0].last))


def _is_occasion(report: Report, scene: Scene) -> bool:
    """Whether the words say when or why somebody was moved to speak ("stunned allies | after he declared victory")."""
    first = next((at for at in range(report.first, report.last) if scene.words[at][:1].isalnum()), report.first)
    if scene.lower[first] not in _OCCASIONS:
        return False
    top = first
    while report.first <= scene.heads[top] < report.last and scene.heads[top] != top:
        top = scene.heads[top]
    if scene.deps[first] == "mark" and scene.heads[first] == report.root and report.first > report.verb:
        return True  # "told reporters, | after he had landed, …", whatever the parser makes of the clause
    return scene.heads[top] == report.verb and scene.deps[top] in ("advcl", "prep")


def _is_unsaid(report: Report, scene: Scene) -> bool:
    """Whether nothing is told of what was said.

    Nobody said it ("no one said that …"), it was left open ("did not say when …", "declined to say whether …"), it
    is the speaker's wish for himself ("asked not to be named"), the words are what is told of the speech itself
    ("what he said | surprised many"), nobody answered ("did not respond to a request"), or the reader is spoken to
    ("you know that …").
    """
    words, verb, children = scene.lower, report.verb, scene.doc.children_of
    denied = any(scene.deps[child] == "neg" for child in children[verb])
    if words[report.source] == "you" or (denied and scene.doc.lemmas[verb] in _ANSWERS):
        return True
    if words[report.source] in ("nobody", "none") or words[max(0, report.source - 1)] == "no":
        return True
    refused = scene.deps[verb] == "xcomp" and words[scene.heads[verb]] in _DECLINED
    if refused and (report.kind == "say" or scene.doc.lemmas[verb] in _ANSWERS):
        return True
    if words[verb] in _DECLINED and words[report.first] == "to":
        cue = scene.cue_of[report.first + 1]
        return cue is not None and (cue.kind == "say" or scene.doc.lemmas[report.first + 1] in _ANSWERS)
    if words[report.first] in _LEFT_OPEN and report.kind == "say":
        return denied
    if words[report.first : report.first + 3] == ["not", "to", "be"]:
        return words[report.first + 3] in ("named", "identified", "quoted")
    spoken = report.kind == "say" and report.first > verb
    return spoken and any(words[child] == "what" and child < verb for child in children[verb])


_LEFT_OPEN = frozenset({"when", "where", "who", "why", "how", "what", "which", "whether", "if"})
_ANSWERS = frozenset({"respond", "reply", "answer", "comment", "return", "elaborate", "speculate", "discuss"})
_DECLINED = frozenset({"declined", "refused", "declines", "refuses", "declining", "refusing"})
_OCCASIONS = frozenset({"after", "while", "when", "because", "before", "until", "amid", "despite", "since"})


def _is_told_by(report: Report, other: Report, lower: list[str]) -> bool:
    """Whether another row says the same better.

    Words that begin with the other one's verb ("quoted her as | saying …"), those of the noun that the other one's
    words are about ("voiced | her fear that …"), and a whole attribution that somebody relays ("…, he said, AFP
    reports").
    """
    if report is other:
        return False
    if lower[report.verb].startswith("report") and report.first <= other.verb < report.last:
        return report.first <= other.first and other.last <= report.last and other.shape != "noun"
    return report.first == other.verb or (report.kind == "noun" and other.kind != "noun" and report.verb == other.root)


def _chances(finder: ReportFinder, reports: list[Report]) -> list[float]:
    rates, shapes = verb_rates(), Counter(report.verb for report in reports)
    rows = [
        features_of(finder, report, shapes[report.verb], rates.get(verb_key(finder.scene, report), rates[report.shape]))
        for report in reports
    ]
    logits = load_forest("indirect", INDIRECT_NAMES).score(np.array(rows, dtype=np.float32))
    return [float(chance) for chance in 1.0 / (1.0 + np.exp(-logits))]


@lru_cache(maxsize=1)
def verb_rates() -> dict[str, float]:
    """How often a verb with a shape, and a shape with any verb, reports; counted on the training articles."""
    text = files("coalition_data.extract.quotes").joinpath("model", "verb_rates.json").read_text("utf-8")
    return {str(key): float(rate) for key, rate in json.loads(text).items()}


def is_plain(report: Report) -> bool:
    """Whether the rules alone take a candidate for reported speech."""
    if report.shape in ("according", "parenthetical"):
        return True
    return report.shape == "clause" and report.weight >= PLAIN_WEIGHT


def verb_key(scene: Scene, report: Report) -> str:
    """The verb with its shape, for which training keeps how often it reports."""
    known = report_cues().get(scene.lower[report.verb])
    return f"{known.verb if known else scene.lower[report.verb]} {report.shape}"
