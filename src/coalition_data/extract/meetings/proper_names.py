"""The proper name around a noun."""

from __future__ import annotations

from coalition_data.document import Token

PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside"})
"""Before the name of a place."""


def name_at(token: Token) -> str:
    """The proper name around ``token``: its entity, or its capitalised modifiers and itself."""
    entity = token.entity
    if entity is not None and entity.label in ("GPE", "LOC", "FAC", "ORG"):
        inside = [node.i + 1 for node in token.doc.tokens[entity.start : token.i] if node.lower in PLACE_PREPOSITIONS]
        return token.doc.span(max(inside, default=entity.start), entity.end).text  # "the Bank of Peru in Lima"
    first = token.i
    while (
        first > 0
        and token.doc.tokens[first - 1].tag in ("NNP", "NNPS")
        and token.doc.tokens[first - 1].head.i >= first - 1
    ):
        first -= 1
    return token.doc.span(first, token.i + 1).text
