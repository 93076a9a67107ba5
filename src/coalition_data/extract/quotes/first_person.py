"""Who says "I" and "we" outside quotation marks: whose turn of a transcript it is, or whose statement is printed."""

from __future__ import annotations

import re

from coalition_data.extract.quotes.filters import transcript_units
from coalition_data.extract.quotes.scene import Scene

FIRST_PERSON = frozenset({"i", "we"})
_LABEL = re.compile(r"(?P<label>[A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,4}):\s")
_ASKS = frozenset({"q", "question", "reporter", "journalist", "moderator", "audience", "interviewer", "participant"})
"""Labels of those who ask, whom no transcript names."""
LONGEST_STATEMENT = 25
"""Paragraphs of a statement behind the line that announces it."""


def speaker_of_unit(scene: Scene, index: int) -> int | None:
    """The head of the name of who says "I" at a token outside quotation marks; None where the page does not tell."""
    unit = scene.unit_of[index]
    if unit in transcript_units(scene) or _LABEL.match(scene.text, *scene.units[unit]):
        return _speaker_of_turn(scene, unit)
    return _announced(scene, unit)


def _speaker_of_turn(scene: Scene, unit: int) -> int | None:
    """``MS. DOE: We are ready.``: the last word of the label over or before the paragraph."""
    for number in range(unit, -1, -1):
        start, end = scene.units[number]
        label = _LABEL.match(scene.text, start, end)
        if label is not None:
            tokens = list(scene.doc.tokens_between(*label.span("label")))
            return None if not tokens or scene.lower[tokens[-1]] in _ASKS else tokens[-1]
    return None


def _announced(scene: Scene, unit: int) -> int | None:
    """``The foreign secretary said:`` alone on its line, and then his statement without marks."""
    for number in range(unit - 1, max(-1, unit - 1 - LONGEST_STATEMENT), -1):
        tokens = range(scene.first_token_of[number], scene.first_token_of[number + 1])
        if any(scene.span_of[index] >= 0 for index in tokens):
            return None
        if not tokens or scene.words[tokens[-1]] != ":":
            continue
        for verb in reversed(tokens):
            cue = scene.cue_of[verb]
            if cue is not None and cue.kind == "say":
                subjects = (child for child in scene.doc.children_of[verb] if scene.deps[child] == "nsubj")
                return next((subject for subject in subjects if subject in scene.mention_set), None)
        return None
    return None
