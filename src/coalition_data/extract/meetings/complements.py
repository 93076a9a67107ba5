"""The nouns behind a meeting word that stand for those who meet: "a meeting of A with B", "talks between A and B"."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import are_delegates
from coalition_data.extract.meetings.lexicon import words

_AMONG = frozenset({"between", "among", "amongst", "with", "of", "by", "against", "alongside", "including", "from",
                    "involving"})  # fmt: skip


def complements_of(head: Token) -> Iterator[Token]:
    """Heads of the prepositional phrases of a meeting word that name its parties."""
    for child in head.children:
        if child.dep == "prep" and child.lower == "for":
            yield from _those_convened(child)
            if head.lower in words("meals"):  # "hosted a dinner for President Obama"
                yield from (node for node in child.children if node.dep == "pobj" and node.tag == "NNP")
        if child.dep == "prep" and child.lower in _AMONG:
            for node in child.children:
                if node.dep == "pobj":
                    yield node
                elif node.dep == "pcomp" and node.lower == "visiting":  # "talks with visiting President Erdogan"
                    yield from (guest for guest in node.children if guest.dep == "dobj")
                elif node.dep == "prep":
                    yield from (deeper for deeper in node.children if deeper.dep == "pobj")


def _those_convened(preposition: Token) -> Iterator[Token]:
    """ "a meeting for the foreign ministers of the alliance"."""
    for node in preposition.children:
        if node.dep == "pobj" and node.tag in ("NNS", "NNPS") and are_delegates(node):
            yield node
