"""Deals between named parties: each of them promises ("a deal to normalise relations between Sudan and Israel")."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import is_negated
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.words import lemma_of

_DEALS = word_set("deals")
_MAKING = word_set("making")


def partners_of_deal(noun: Token) -> Token | None:
    """Head of "X and Y" in a deal between them that was made; None for any other noun."""
    if lemma_of(noun) not in _DEALS or not _is_made(noun):
        return None
    for token in noun.subtree:
        if token.dep == "prep" and token.lower == "between" and token.i > noun.i:
            partners = token.child("pobj")
            if partners is not None and partners.child("conj") is not None:
                return partners
    return None


def _is_made(noun: Token) -> bool:
    verb = noun.head
    if not verb.is_verb or verb.lemma not in _MAKING or is_negated(verb):
        return False
    return noun.dep in ("dobj", "nsubjpass") and not any(
        child.lower in ("could", "may", "might", "should", "must", "if") for child in verb.children
    )
