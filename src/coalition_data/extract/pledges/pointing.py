"""Things that only the words before name: "sending them back", "will send another 296"."""

from __future__ import annotations

from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.licenses import GIVEN, Licensed
from coalition_data.extract.pledges.objects import Arguments, object_of
from coalition_data.extract.pledges.things import Thing, content_of, things_of
from coalition_data.extract.pledges.words import lemma_of

_HANDLED = word_set("handled") | word_set("granting")
_STAYS = word_set("stays")
_NUMBERS = word_set("bare_numbers")
_SERVED = word_set("served")


def pronoun(verb: Token) -> Licensed | None:
    """ "is not considering sending them back", "plans to send another 296": what the words before name."""
    noun = object_of(verb) if lemma_of(verb) in _HANDLED else None
    if noun is None:
        return None
    owner = noun.child("poss")
    if owner is not None and owner.lower in ("their", "its") and lemma_of(noun) in _STAYS:
        kept = _thing_before(owner)  # "whether to prolong their stay"
        ends = lemma_of(verb) in predicates().withdrawal_verbs
        return Licensed(read_act(verb), Arguments((kept,)), ends) if kept is not None else None
    bare_number = noun.tag == "CD" and all(inner.lower in _POINTED for inner in content_of(noun))
    known = _thing_before(noun) if bare_number or _points(noun, verb) else None
    if known is None:
        return None
    count = measure_of(noun) if bare_number else None
    if count is not None and count.is_money:
        return None
    thing = replace(known, count=count, total=None)
    return Licensed(read_act(verb), Arguments((thing,)), lemma_of(verb) in ("withdraw", "pull"))


def _points(noun: Token, verb: Token) -> bool:
    """Whether an object names its thing by a pronoun or a mere number."""
    if noun.lower == "them" and lemma_of(verb) in _SERVED:
        return False  # who is paid or supplied is not given away
    if noun.lower in ("it", "this") and lemma_of(verb) not in ("send", "deploy", "extend", "withdraw", "redeploy"):
        return False
    told = any(token.dep in ("nsubj", "nsubjpass") for token in noun.sentence if token.i < noun.i)
    if noun.dep == "nsubjpass" and told:
        return False  # "The state of emergency was to end, but it was extended"
    counted = lemma_of(noun) in _NUMBERS and verb.lemma not in ("bring", "take") and not _kinds(noun)
    return noun.lower in _POINTERS or counted or (noun.lower == "any" and verb.child("neg") is not None)


_POINTED = frozenset({"them", "these", "those", "which", "own"})
"""What a number may count without naming it: "800 of them", "four of its own"."""


def _kinds(noun: Token) -> bool:
    return any(thing.category for thing in things_of(noun))


def _thing_before(pointer: Token) -> Thing | None:
    """The last force, arms or helpers named before, in this sentence or the one before it."""
    first = pointer.sentence.first
    before = pointer.doc[first - 1].sentence.first if first > 0 else first
    for index in range(pointer.i - 1, before - 1, -1):
        token = pointer.doc[index]
        if token.is_noun and token.dep not in ("compound", "nmod"):
            found = [
                t
                for t in things_of(token)
                if t.explicit and t.category in (GIVEN | {"law_enforcement"}) - {"financial", "logistics_basing"}
            ]
            if found:
                return found[0]
    return None


_POINTERS = frozenset({"them", "it", "those", "this", "others", "more"})


_LIKEWISE = frozenset({"so", "likewise", "same"})


def likewise(verb: Token) -> Licensed | None:
    """ "France will send arms. Britain said it would consider doing so": what the words before give."""
    same = verb.child("dobj", "advmod") if verb.lemma == "do" else None
    if same is None or same.lower not in _LIKEWISE or same.i < verb.i:
        return None
    reading = read_act(verb)
    known = _thing_before(verb) if reading.operators or reading.modals else None
    return Licensed(reading, Arguments((replace(known, count=None, total=None),))) if known is not None else None


READERS = (pronoun, likewise)
"""In the order in which they are asked."""
