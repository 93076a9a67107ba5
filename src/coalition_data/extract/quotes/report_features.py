"""What the classifier of reported speech reads of a candidate."""

from __future__ import annotations

from coalition_data.extract.quotes.indirect import ReportFinder
from coalition_data.extract.quotes.lexicon import CUE_KINDS, STANCE
from coalition_data.extract.quotes.nominal_reports import Report
from coalition_data.extract.quotes.scene import Scene

SHAPES = (
    "clause", "infinitive", "object", "preposition", "gerund", "adjunct", "rest", "noun", "label", "parenthetical",
    "according", "adjective",
)  # fmt: skip
_KINDS = (*CUE_KINDS, STANCE, "noun", "adjective")
TAGS = ("VBD", "VBZ", "VBP", "VBG", "VBN", "VB")
VERB_DEPS = ("ROOT", "conj", "relcl", "advcl", "ccomp", "xcomp", "acl", "parataxis", "pcomp", "csubj")
SUBJECT_KINDS = ("person", "name", "body", "place", "role", "document", "other", "he", "they", "i", "it", "you", "who")
INDIRECT_NAMES = (
    "weight", "length", "distance", "content_first", "has_that", "question_word", "negated", "modal", "passive",
    "perfect", "infinitive_verb", "conditional", "in_headline", "depth", "nested", "subject_distance", "subject_plural",
    "subject_named", "has_verb", "has_pronoun", "has_name", "first_lower", "comma_between", "other_shapes",
    "sentence_quoted", "verb_first", "verb_rate", "content_root_noun",
    *(f"shape_{shape}" for shape in SHAPES), *(f"kind_{kind}" for kind in _KINDS), *(f"tag_{tag}" for tag in TAGS),
    *(f"verb_{dep}" for dep in VERB_DEPS), *(f"subject_{kind}" for kind in SUBJECT_KINDS),
)  # fmt: skip
"""The features of a candidate, in order."""
_QUESTION = frozenset("who what when where why how whether if which".split())  # noqa: SIM905


def features_of(finder: ReportFinder, report: Report, shapes: int, rate: float) -> list[float]:
    """The features of a candidate in the order of ``INDIRECT_NAMES``."""
    scene = finder.scene
    verb, source = report.verb, report.source
    helpers = [child for child in finder.children_of[verb] if scene.deps[child] in ("aux", "auxpass", "neg", "mark")]
    words = [scene.lower[child] for child in helpers]
    inside = range(report.first, report.last)
    kind = finder.features.kinds.get(source, "other")
    between = range(min(verb, report.root), max(verb, report.root))
    row: list[float] = [
        report.weight,
        min(len(inside), 60),
        min(40, abs(report.first - verb) if report.first > verb else abs(verb - report.last)),
        report.first < verb,
        scene.lower[report.first] == "that",
        scene.lower[report.first] in _QUESTION,
        any(word in ("not", "n't", "n’t", "never") for word in words),
        any(
            word in ("would", "could", "might", "may", "should", "can", "will", "must", "'ll", "’ll") for word in words
        ),
        any(scene.deps[child] == "auxpass" for child in helpers),
        any(word in ("has", "have", "had", "'ve", "’ve", "having") for word in words),
        "to" in words,
        "if" in words,
        scene.unit_of[verb] == 0,
        _depth(scene, verb),
        _nested(scene, verb),
        min(30, abs(verb - source)),
        scene.tags[source] in ("NNS", "NNPS"),
        scene.tags[source][:3] == "NNP",
        any(scene.tags[index][:2] in ("VB", "MD") for index in inside),
        any(scene.tags[index] == "PRP" for index in inside),
        any(scene.tags[index][:3] == "NNP" for index in inside),
        scene.words[report.first][:1].islower(),
        any(scene.words[index] == "," for index in between),
        shapes,
        any(scene.span_of[child] >= 0 for child in finder.children_of[verb]),
        report.source > verb,
        rate,
        scene.tags[report.root][:2] == "NN",
    ]
    row += [report.shape == shape for shape in SHAPES]
    row += [report.kind == name for name in _KINDS]
    row += [scene.tags[verb] == tag for tag in TAGS]
    row += [scene.deps[verb] == dep for dep in VERB_DEPS]
    row += [kind == name for name in SUBJECT_KINDS]
    return [float(value) for value in row]


def _depth(scene: Scene, index: int) -> int:
    depth = 0
    while scene.heads[index] != index and depth < 10:
        index, depth = scene.heads[index], depth + 1
    return depth


def _nested(scene: Scene, verb: int) -> bool:
    """Whether the verb itself stands in what another verb reports."""
    node = verb
    for _ in range(6):
        if scene.heads[node] == node:
            return False
        if scene.deps[node] == "ccomp" and scene.cue_of[scene.heads[node]] is not None:
            return True
        node = scene.heads[node]
    return False
