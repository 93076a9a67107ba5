"""The clause that a meeting stands beside: "Macron and Trudeau promised aid on Monday after a lunch in Ottawa".

Who acts in such a clause was at the meeting, and the day of the clause is the day of the meeting. In a report of what
someone said ("Freeland said on Thursday that Ottawa would send trainers after talks with her counterpart") it is the
one who said it.
"""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import members_of
from coalition_data.extract.meetings.clauses import finite_verb, is_passive, read_verb
from coalition_data.extract.meetings.lexicon import words

BEHIND = frozenset({"after", "following", "from"})
"""Prepositions that put the meeting before what the clause tells."""
_INSIDE = frozenset({"during", "in", "at", "amid"})
_LEAVING = frozenset({"emerge", "come", "exit", "leave", "return"})
_PERSONS = frozenset({"he", "she", "they", "i"})
_LONGEST_CLIMB = 8


def clause_beside(verb: Token | None, preposition: str) -> Token | None:
    """The finite verb, in the past, of the clause that a meeting stands beside; None where it stands beside none.

    Args:
        verb: the verb that the parser hangs the meeting on.
        preposition: the preposition between them.
    """
    if verb is None or preposition not in BEHIND | _INSIDE:
        return None
    if preposition == "from" and verb.lemma not in _LEAVING:
        return None
    node = verb
    for _ in range(_LONGEST_CLIMB):
        finite = finite_verb(node)
        if finite is None:
            return None
        own = finite.child("nsubj", "nsubjpass")
        told = read_verb(finite)
        if own is not None and told.direction == "past" and not told.negated and told.factual:
            return finite
        if (own is not None and _is_person(own)) or finite.is_root:
            return None
        node = finite.head
    return None


def _is_person(token: Token) -> bool:
    """Whether a subject is a person, who would be the one to meet; a capital or a country is not."""
    return token.lower in _PERSONS or (token.entity is not None and token.entity.label == "PERSON")


def acting_pair(clause: Token, acting: tuple[Token, ...], head: Token) -> bool:
    """ "A and B agreed after a meeting in C": two who act, and a meeting that names no other party."""
    if is_passive(clause) or any(child.dep == "poss" and child.is_noun for child in head.children):
        return False
    if any(child.lower in ("between", "among", "of", "by") for child in head.children if child.dep == "prep"):
        return False
    apposed = [child for token in acting for child in token.children if child.dep == "appos"]
    many = any(child.dep == "conj" for token in (*acting, *apposed) for child in token.children)
    inside = [node for token in acting if token.lemma in words("delegates") for node in members_of(token)]
    many = many or any(child.dep == "conj" for node in inside for child in node.children)
    many = many or any(child.lower in ("two", "both") for token in acting for child in (token, *token.children))
    named = any(child.text[0].isupper() for child in head.children if child.i < head.i) or head.text[0].isupper()
    return many and not named
