"""How a mention is joined to a quoted span: by a verb or a noun of speech.

Everything is asked of the parse, token by token; indices are those of the scene.
"""

from __future__ import annotations

from dataclasses import dataclass

from coalition_data.extract.quotes.lexicon import Cue
from coalition_data.extract.quotes.scene import QuotedSpan, Scene

FAR = 60.0
"""Distance of what is not there, and the longest that is told apart."""
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_CLAUSE_DEPS = frozenset(
    ("xcomp", "conj", "advcl", "ccomp", "acl", "pcomp", "dep", "parataxis", "prep", "prt", "relcl")
)
_MOST_VERBS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """The reporting verb that joins a candidate to a span: its token, its cue, tokens outside marks in between."""

    token: int
    cue: Cue
    distance: int
    after: bool


class Links:
    """Finds the links of one scene.

    Args:
        scene: the article.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._shared: dict[int, list[int]] = {}

    def governor(self, index: int) -> int:
        """The verb of which the mention is subject (also through coordination), agent, or that it stands beside."""
        scene = self.scene
        node, steps = index, 0
        while scene.deps[node] in ("conj", "appos", "compound", "nmod") and scene.heads[node] != node and steps < 4:
            node, steps = scene.heads[node], steps + 1
        head = scene.heads[node]
        if head != node and scene.deps[node] == "pobj" and scene.deps[head] == "agent":
            head = scene.heads[head]
        return head if head != node and scene.tags[head][:2] == "VB" else -1

    def link(self, index: int, span: QuotedSpan) -> Link | None:
        """The reporting verb that joins the mention to the span: its own verb, or one that shares its subject."""
        scene = self.scene
        best: Link | None = None
        best_value = 0.0
        for verb in self._verbs_of(index):
            cue = scene.cue_of[verb]
            if cue is None:
                continue
            distance = self.tokens_outside(verb, span)
            value = cue.weight / (4.0 + distance)
            if value > best_value:
                best, best_value = Link(verb, cue, int(distance), verb >= span.last), value
        return best

    def noun(self, index: int, span: QuotedSpan) -> int | None:
        """The noun of speech before the span that the mention owns: ``Ms. Doe's claim that "…"``."""
        scene = self.scene
        noun = scene.heads[index]
        if scene.deps[index] != "poss" or not index < noun <= span.before:
            return None
        if scene.lower[noun] not in scene.nouns.reporting or scene.sentence_of[noun] != scene.sentence_of[span.first]:
            return None
        return noun

    def tokens_outside(self, index: int, span: QuotedSpan) -> float:
        """Tokens outside marks between a token and the span."""
        outside = self.scene.outside
        if index >= span.last:
            return min(outside[index] - outside[min(span.after, index)], FAR)
        return min(outside[max(span.before + 1, index + 1)] - outside[index + 1], FAR)

    def _verbs_of(self, index: int) -> list[int]:
        """The governor of a mention, its own participle ("footage of Doe saying"), and what shares their subject."""
        scene = self.scene
        governor = self.governor(index)
        found = self._shared_verbs(governor) if governor >= 0 else []
        own = [
            child
            for child in scene.doc.children_of[index]
            if scene.deps[child] == "acl" and scene.tags[child] == "VBG" and child > index
        ]
        return found + [verb for participle in own for verb in self._shared_verbs(participle)]

    def _shared_verbs(self, governor: int) -> list[int]:
        """A verb and those below it that have no subject of their own."""
        if governor in self._shared:
            return self._shared[governor]
        scene, children_of = self.scene, self.scene.doc.children_of
        found, queue = [governor], [governor]
        while queue and len(found) < _MOST_VERBS:
            for child in children_of[queue.pop()]:
                if scene.deps[child] not in _CLAUSE_DEPS:
                    continue
                if scene.tags[child][:2] == "VB":
                    if any(scene.deps[grandchild] in SUBJECTS for grandchild in children_of[child]):
                        continue
                    found.append(child)
                queue.append(child)
        self._shared[governor] = found
        return found
