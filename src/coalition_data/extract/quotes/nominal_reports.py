"""Reported speech that hangs on a noun ("his claim that …", "she made the case for …") or an adjective ("he was
confident that …")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from coalition_data.extract.quotes.scene import Scene

NOUN_WEIGHT, ADJECTIVE_WEIGHT = 0.2, 0.15
"""Weight of the reporting word, as verbs have it in the lexicon: share of the uses that report something."""
_CONTENT_DEPS = ("acl", "prep", "ccomp", "relcl", "xcomp")


@dataclass(frozen=True, slots=True)
class Report:
    """A candidate for an indirect quote.

    Attributes:
        verb: token of the reporting word ("said", "according").
        source: head token of the source.
        first, last: tokens ``[first, last)`` of what is reported.
        root: head token of what is reported.
        shape: one of ``SHAPES``.
        weight: of the reporting verb in the lexicon.
        kind: of the reporting verb.
    """

    verb: int
    source: int
    first: int
    last: int
    root: int
    shape: str
    weight: float
    kind: str


class Finder(Protocol):
    """What is asked of the finder of all reports."""

    scene: Scene

    def subject(self, verb: int) -> int | None:
        """The subject of a verb that may report."""

    def can_report(self, index: int) -> bool:
        """Whether a token may head a source."""


def find_noun_reports(finder: Finder) -> Iterator[Report]:
    """A noun of speech with its owner: ``his claim that …``, ``a call from Oslo to …``, ``she made the claim …``."""
    scene, children_of = finder.scene, finder.scene.doc.children_of
    for noun, word in enumerate(scene.lower):
        if word not in scene.nouns.reporting or scene.tags[noun][:2] != "NN" or scene.span_of[noun] >= 0:
            continue
        owner = _owner(finder, noun)
        if owner is None or scene.span_of[owner] >= 0:
            continue
        for child in children_of[noun]:
            if child > noun and scene.deps[child] in _CONTENT_DEPS and child != scene.heads[owner]:
                first, last = scene.doc.edges[child][0], scene.doc.edges[child][1] + 1
                first += scene.deps[child] == "prep"
                yield Report(noun, owner, first, last, child, "noun", NOUN_WEIGHT, "noun")


def _owner(finder: Finder, noun: int) -> int | None:
    """Whose the noun is: a possessive, who it comes from, or the subject of a light verb that takes it."""
    scene, children_of = finder.scene, finder.scene.doc.children_of
    for child in children_of[noun]:
        if scene.deps[child] == "poss":
            return child
    for child in children_of[noun]:
        if scene.deps[child] in ("prep", "agent") and scene.lower[child] in ("from", "by"):
            source = next((one for one in children_of[child] if scene.deps[one] == "pobj"), None)
            if source is not None and finder.can_report(source):
                return source
    verb = scene.heads[noun]
    if scene.deps[noun] == "dobj" and scene.doc.lemmas[verb] in scene.nouns.light_verbs:
        return finder.subject(verb)
    return None


def find_adjective_reports(finder: Finder) -> Iterator[Report]:
    """An adjective of belief or stance with its subject: ``they are sure that …``, ``she was critical of …``."""
    scene, children_of = finder.scene, finder.scene.doc.children_of
    for index, word in enumerate(scene.lower):
        if word not in scene.nouns.stances or scene.span_of[index] >= 0:
            continue
        verb = scene.heads[index]
        if scene.deps[index] == "acomp" and scene.lower[verb] in scene.nouns.copulas:
            source = finder.subject(verb)
        elif scene.tags[index] in ("VBN", "VBD") and any(scene.deps[one] == "nsubjpass" for one in children_of[index]):
            source = next(one for one in children_of[index] if scene.deps[one] == "nsubjpass")
        else:
            continue
        if source is None or not finder.can_report(source) or scene.span_of[source] >= 0:
            continue
        for child in (*children_of[index], *(one for one in children_of[verb] if scene.deps[one] == "ccomp")):
            if child > index and scene.deps[child] in ("ccomp", "xcomp", "prep", "advcl"):
                first, last = scene.doc.edges[child][0], scene.doc.edges[child][1] + 1
                first += scene.deps[child] == "prep"
                yield Report(index, source, first, last, child, "adjective", ADJECTIVE_WEIGHT, "adjective")
