"""What a contribution consists of: "Australia's role includes carrying out air strikes, training and refuelling".

The gerunds are acts of their own, which climb through the verb (``climbing``); the nouns are read here.
"""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading, is_negated
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.objects import after
from coalition_data.extract.pledges.parties import parties_of_modifiers
from coalition_data.extract.pledges.taking import take_modals
from coalition_data.extract.pledges.words import lemma_of

_CONSISTING = word_set("consisting")
_ROLES = word_set("roles")
_LIMITING = word_set("limiting")
_INTO = frozenset({"of", "to", "from", "in", "on"})


def contributor(verb: Token) -> Token | None:
    """Whose contribution it is that the verb takes apart; None for any other verb.

    "Australia" of "Australia's role includes", the role itself of "the Dutch role includes".
    """
    subject = verb.child("nsubj", "nsubjpass")
    if subject is None or lemma_of(subject) not in _ROLES or not _takes_apart(verb):
        return None
    owner = subject.child("poss")
    if owner is not None:
        return owner
    giver = after(subject, frozenset({"of", "by"}))
    if giver is not None and giver.tag in ("NNP", "NNPS"):
        return giver
    return subject if parties_of_modifiers(subject) else None


def _takes_apart(verb: Token) -> bool:
    """ "includes", "consists of", "is limited to", "has taken the form of"."""
    if lemma_of(verb) in _CONSISTING:
        return True
    if verb.lower in _LIMITING:
        return verb.child("auxpass") is not None or verb.child("nsubjpass") is not None
    noun = verb.child("dobj") if verb.lemma == "take" else None
    return noun is not None and noun.lower in ("form", "forms")


def take_contributor(reading: Reading, verb: Token) -> bool:
    """Note whose contribution a gerund is part of; whether it is part of any."""
    owner = contributor(verb)
    if owner is None:
        return False
    reading.subject = owner
    reading.negated = reading.negated or is_negated(verb)
    reading.clause = verb
    take_modals(reading, verb)
    return True


def parts_of(verb: Token) -> Iterator[Token]:
    """Nouns that the contribution consists of."""
    for node in (verb, verb.child("dobj")):
        for child in node.children if node is not None else ():
            noun = child.child("pobj") if child.dep == "prep" and child.lower in _INTO and child.i > verb.i else None
            if noun is not None:
                yield noun
    noun = verb.child("dobj", "attr")
    if noun is not None and noun.lower not in ("form", "forms"):
        yield noun


def is_range(preposition: Token, gerund: Token) -> bool:
    """ "from carrying out air strikes to providing aid": either end of a range of deeds."""
    if preposition.lower == "from":
        ends = (*gerund.children, *preposition.head.children)
        return any(child.lower == "to" and child.i > gerund.i and child.child("pcomp") is not None for child in ends)
    if preposition.lower != "to":
        return False
    begins = preposition.head if preposition.head.head.lower == "from" else None
    others = (preposition.head, *preposition.head.children)
    return begins is not None or any(
        child.lower == "from" and child.i < preposition.i and child.child("pcomp") is not None for child in others
    )
