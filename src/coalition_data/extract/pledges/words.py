"""Lemmas for look-ups in the pledge lexicons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from coalition_data.document import Span, Token

_MENDED = {
    "bases": "base", "hopes": "hope", "bring": "bring", "brings": "bring", "bringing": "bring", "brought": "bring",
    "hoping": "hope", "hoped": "hope", "forces": "force", "airmen": "airman",
    "doses": "dose", "focused": "focus", "focuses": "focus", "accesses": "access",
    "basing": "base", "based": "base", "arms": "arms", "ties": "tie", "supplies": "supply",
}  # fmt: skip
"""Forms that the model's lemma rules get wrong (version 3.8.0), or that the lexicons keep apart."""


def lemma_of(token: Token) -> str:
    """Lower-case lemma; a proper noun as printed, in lower case."""
    lower = token.lower
    if lower[-1:] == "." and any(map(str.isdigit, lower)):
        lower = lower.rstrip(".")  # "a C-130."
    if lower in _MENDED:
        return _MENDED[lower]
    if token.tag in ("NN", "VB", "JJ") or (token.tag == "VBP" and token.lemma not in ("be", "have", "do")):
        return lower  # base forms, whatever the rules make of "access" and "focus"
    return token.lemma.lower()


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in order."""
    found = [token]
    for child in token.children:
        if child.i < token.i:
            continue
        listed = child.dep == "appos" and child.is_noun and child.child("conj") is not None and _has_joint(child)
        if child.dep == "conj" or listed:
            found += conjuncts(child)
    return found + _listed_beside(token)


def _listed_beside(token: Token) -> list[Token]:
    """ "will offer officers, a tanker aircraft and a team": the rest of a list, taken for a further object."""
    if token.dep != "dobj" or token.is_root:
        return []
    behind = (child for child in token.head.children if child.dep == "dobj" and child.i > token.i)
    joined = (other for other in behind if other.child("cc") is not None)
    rest = [other for other in joined if other.doc[other.subtree.first - 1].text == ","]
    return [noun for other in rest for noun in conjuncts(other)]


def _has_joint(noun: Token) -> bool:
    """Whether an "and" stands in the list that a noun opens."""
    node: Token | None = noun
    while node is not None:
        if node.child("cc") is not None:
            return True
        node = node.child("conj")
    return False


def words_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Lemmas and forms of tokens, lower case (the model's lemma of "ISIS" is "isi")."""
    if not isinstance(tokens, Span):
        return frozenset(word for token in tokens for word in (lemma_of(token), token.lower))
    known = tokens.doc.known.setdefault("words_of", {})  # the same sentences and phrases are asked for again and again
    place = (tokens.first, tokens.last)
    if place not in known:
        known[place] = words_of(list(tokens))
    return cast(frozenset[str], known[place])
