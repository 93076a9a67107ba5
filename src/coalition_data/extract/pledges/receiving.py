"""Acts told from the side of who receives, of what is there, and of what a number grows to.

"Iraq will get 60 trainers from Poland", "there are 300 Spanish instructors at the base", "the mission will grow from
500 people to 4,000".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import is_passive, verb_keys
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.licenses import ACTING, GIVEN, MISSIONS, Licensed, forces_of
from coalition_data.extract.pledges.nominal import state_named
from coalition_data.extract.pledges.objects import Arguments, after, object_of
from coalition_data.extract.pledges.parties import parties_of_modifiers
from coalition_data.extract.pledges.things import Thing, content_of, things_of
from coalition_data.extract.pledges.words import lemma_of

_RECEIVING = word_set("receiving")
_PLACES = word_set("places_of_forces")
_AT = frozenset({"in", "at", "on", "near", "aboard", "inside", "outside", "around"})
_GROWING = word_set("growing")
_SHRINKING = word_set("shrinking")
_NUMBERS = word_set("bare_numbers") | word_set("levels")


def received(verb: Token) -> Licensed | None:
    """ "Iraq will get 60 trainers from Poland", "took delivery of 70 German trucks": who gives stands after "from" or
    before the thing; where neither names him, the sentences before may."""
    noun = _received_noun(verb)
    if noun is None or is_passive(verb):
        return None
    named = ([t for t in things_of(head) if _is_given(t)] for head in (noun, *content_of(noun)))
    found = next((things for things in named if things), [])
    source = after(verb, frozenset({"from"})) or next(_sources(noun), None)
    giver = state_named(source) if source is not None else None
    owned = any(parties_of_modifiers(thing.head) for thing in found)
    counted = any(thing.count or thing.total for thing in found)
    reading = read_act(verb) if found else None
    if reading is None or (source is not None and giver is None):
        return None
    told = counted or (verb.tag not in ("VBZ", "VBP") and (owned or giver is not None or reading.speaker is not None))
    recipient, reading.subject = reading.subject, giver
    if not told or recipient is None or recipient == giver or _is_person(recipient):
        return None  # "it receives support from Norway" says how things are
    return Licensed(reading, Arguments(tuple(found), recipient))


def _is_person(noun: Token) -> bool:
    """ "Clinton has got millions from", "our soldiers will receive training": one who receives for himself."""
    owner = noun.child("poss")
    if owner is not None and owner.tag == "PRP$":
        return True
    return noun.lower in ("he", "she", "i", "you") or (noun.entity is not None and noun.entity.label == "PERSON")


def _is_given(thing: Thing) -> bool:
    return thing.category in GIVEN and (thing.explicit or thing.total is not None)


def _received_noun(verb: Token) -> Token | None:
    key = next((key for key in verb_keys(verb) if key in _RECEIVING), None)
    if key is not None:
        return object_of(verb)
    noun = verb.child("dobj") if verb.lemma == "take" else None
    return after(noun, frozenset({"of"})) if noun is not None and noun.lower in ("delivery", "possession") else None


def _sources(noun: Token) -> Iterator[Token]:
    for head in (noun, *content_of(noun)):
        source = after(head, frozenset({"from"}))
        if source is not None:
            yield source


def posted(verb: Token) -> Licensed | None:
    """ "Some 350 Spanish instructors are at the base", "there are 300 Spaniards in Erbil": now, and counted."""
    if verb.lemma != "be" or verb.tag not in ("VBP", "VBZ"):
        return None
    expletive = verb.child("expl") is not None
    noun = verb.child("attr", "nsubj") if expletive else verb.child("nsubj")
    if noun is None or not any(_is_place(place) for place in _places(verb, noun if expletive else None)):
        return None
    found = [thing for thing in forces_of(noun) if thing.count is not None]
    reading = read_act(verb) if found else None
    if reading is None or reading.negated or reading.modals:
        return None
    reading.subject = noun
    return Licensed(reading, Arguments((found[0],), None, acting_unit=True))


def _places(verb: Token, noun: Token | None) -> Iterator[Token]:
    for node in (verb, noun):
        for child in node.children if node is not None else ():
            place = child.child("pobj") if child.dep == "prep" and child.lower in _AT and child.i > verb.i else None
            if place is not None:
                yield place


def _is_place(place: Token) -> bool:
    return place.tag == "NNP" or lemma_of(place) in _PLACES


def grown(verb: Token) -> Licensed | None:
    """ "the number of Dutch trainers will rise to 150", "our mission will grow from 500 personnel to around 4,000"."""
    lemma = verb.lemma
    if lemma not in _GROWING and lemma not in _SHRINKING:
        return None
    subject = verb.child("nsubj") if not is_passive(verb) else verb.child("nsubjpass")
    start = verb.child("prep")  # of "from 120 to 180" the parser hangs the second on the first
    number = after(verb, frozenset({"to"})) or (after(start, frozenset({"to"})) if start is not None else None)
    count = measure_of(number) if number is not None else None
    if subject is None or number is None or count is None or count.is_money or verb.child("dobj") is not None:
        return None
    thing = _thing_counted(subject, number, after(verb, frozenset({"from"})))
    reading = read_act(verb) if thing is not None else None
    told = lemma in _SHRINKING and verb.tag in ("VBD", "VBN")  # what fell has been withdrawn
    if thing is None or reading is None or not (reading.future or reading.operators or told):
        return None
    reading.subject = _whose_number(subject)
    things = (replace(thing, count=count, total=None),)
    return Licensed(reading, Arguments(things, None, acting_unit=True), lemma in _SHRINKING)


def _thing_counted(subject: Token, number: Token, before: Token | None) -> Thing | None:
    """What the number counts: the noun behind it, what the subject is a number of, or the mission's people."""
    inner = after(subject, frozenset({"of"})) if lemma_of(subject) in _NUMBERS else None
    named = [thing for noun in (number, before, inner) if noun is not None for thing in things_of(noun)]
    for thing in named:
        if thing.explicit and thing.category in ACTING:
            return replace(thing, head=inner or subject)
    if inner is not None or lemma_of(subject) not in MISSIONS:
        return None
    category = next((t.category for t in things_of(subject) if t.explicit and t.category in ACTING), None)
    return Thing(subject, category or "military_personnel", True)


def _whose_number(subject: Token) -> Token:
    """The noun that its owner stands beside: of "the number of Dutch trainers" the trainers."""
    inner = after(subject, frozenset({"of", "in"})) if lemma_of(subject) in _NUMBERS else None
    return inner if inner is not None and not parties_of_modifiers(subject) else subject


READERS = (received, posted)
"""In the order in which they are asked."""
