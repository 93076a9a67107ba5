"""Contributions under verbs that no list names: the thing decides, not the verb.

"has now put 40 instructors into the academy", "will go on with its strikes", "the battery will stay on": a count, a
sum or a named kind of help licenses an act under any verb that is not barred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import operator_above, verb_keys
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.further import READERS as FURTHER
from coalition_data.extract.pledges.further import composed
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.licenses import ACTING, GIVEN, MISSIONS, Licensed, forces_of, is_owned
from coalition_data.extract.pledges.moving import (
    existing,
    homeward,
    leaving,
    of_subject,
    on_the_way,
    returning,
    used,
)
from coalition_data.extract.pledges.objects import Arguments, after, object_of, recipient_in
from coalition_data.extract.pledges.pointing import READERS as POINTING
from coalition_data.extract.pledges.receiving import READERS as RECEIVING
from coalition_data.extract.pledges.receiving import grown
from coalition_data.extract.pledges.things import Thing, content_of, things_of
from coalition_data.extract.pledges.words import lemma_of, words_of

_BARRED = word_set("barred")
_GRANTING = word_set("granting")
_KEEPING = word_set("keeping")
_COMMANDS = word_set("commands")
_COMPLETING = word_set("completing")
_TERMS = word_set("terms_of_service")
_LEADING_TO = word_set("leading_to")
_GATHERINGS = word_set("hosted_gatherings")
_JOINING_WITH = word_set("joining_with")
_LEVELS = word_set("levels")
_POSTED = word_set("posted")
_SPEAKING = word_set("speaking")
_BODIES = word_set("bodies_of_troops")
_WHERE = frozenset({"in", "at", "over", "near", "on", "aboard", "off", "across", "around", "inside"})
_OUT_THERE = word_set("out_there")


def licensed(verb: Token) -> Licensed | None:
    """The contribution that the verb's object, complement or subject makes of it; None where nothing does."""
    for reader in _READERS:
        found = reader(verb)
        if found is not None:
            return None if found.reading.reduced else found
    return None


def _of_object(verb: Token) -> Licensed | None:
    """ "has put 40 instructors into the academy", "took over the mission", "is to replace the trainers"."""
    noun = object_of(verb)
    if noun is None or _is_barred(verb, noun):
        return None
    return _given(verb, noun)


def _is_barred(verb: Token, noun: Token) -> bool:
    lemma = lemma_of(verb)
    exception = _EXCEPTIONS.get(lemma)
    if lemma in _BARRED and exception is None:
        return True
    operator = operator_above(verb)
    if operator is not None and operator.name == "plan" and verb.child("xcomp") is not None:
        return True  # "is set to leave": the plan's own verb is the act
    if any(key in _SPEAKING for key in verb_keys(verb)):
        return True
    said = predicates().operator_nouns.get(lemma_of(noun))
    if said is not None and (said.stance == "reject" or said.name in ("commit", "offer", "plan", "decline")):
        return True  # "launched an appeal for $80 million", "renewed its commitment to training"
    if operator is not None and operator.stance in ("reject", "considering", "declined"):
        return True
    if operator is not None and operator.name == "report" and not (lemma == "make" and _makes_gift(verb, noun)):
        return True
    return exception is not None and not exception(verb, noun)


def _takes_over(verb: Token, _: Token) -> bool:
    particle = verb.child("prt")
    return particle is not None and particle.lower == "over"


def _makes_gift(verb: Token, noun: Token) -> bool:
    """ "made €15 million available", "will make a contribution"."""
    given = ("contribution", "donation", "payment", "grant", "deposit")
    return lemma_of(noun) in given or "available" in words_of(verb.subtree)


def _has_abroad(verb: Token, noun: Token) -> bool:
    """ "already has 200 trainers in Erbil": counted forces at a named place."""
    things = forces_of(noun)
    if words_of(verb.subtree) & {"ready", "standby", "way", "available"} and things and things[0].category != "other":
        return True
    within = content_of(noun)  # "a contingent of 40 instructors"
    beside = (*verb.children, *noun.children, *(child for part in within for child in part.children))
    placed = any(
        (token.dep == "prep" and token.lower in _WHERE)
        or token.lower in _OUT_THERE
        or (token.dep == "acl" and lemma_of(token) in _POSTED)
        for token in beside
    )
    counted = next((thing.count for part in (noun, *within) for thing in things_of(part) if thing.count), None)
    helping = any(child.tag == "VBG" and child.dep == "acl" for child in beside)  # "has troops there helping the army"
    return placed and bool(things) and (helping if counted is None else things[0].category != "weapons_equipment")


_EXCEPTIONS: dict[str, Callable[[Token, Token], bool]] = {
    "take": _takes_over,
    "have": _has_abroad,
    "make": _makes_gift,
}
"""Verbs of many meanings, and when they make a contribution of what stands beside them."""


def _given(verb: Token, noun: Token) -> Licensed | None:
    lemma = lemma_of(verb)
    found = list(_licensing(lemma, noun))
    if not found:
        return None
    brought = after(verb, frozenset({"with"}))
    if brought is not None and not any(thing.count or thing.total for thing in found):
        counted = [thing for thing in things_of(brought) if thing.explicit and thing.count and thing.category in ACTING]
        found = counted or found  # "would take over the mission with six F-16s"
    ends = any(key in predicates().withdrawal_verbs for key in verb_keys(verb))
    ends = ends or (lemma in _COMPLETING and lemma_of(noun) in _TERMS and all(thing.head == noun for thing in found))
    reading = read_act(verb)
    if lemma == "replace" and not (reading.future or reading.operators):
        return None  # "the mission, which replaced a combat mission"
    meant = predicates().operator_verbs.get(lemma)
    if meant is not None and meant.name == "plan" and verb.child("nsubjpass") is None:
        reading.operators.insert(0, (meant, verb, False))  # "intends to send rifles, 15,000 grenades and"
    return Licensed(reading, Arguments(tuple(found), recipient_in(noun)), ends)


def _licensing(lemma: str, noun: Token) -> Iterator[Thing]:
    """Things that are a contribution by their number, their kind or their owner."""
    inner = _inside(noun)
    for thing in things_of(inner):
        counted = thing.count is not None or thing.total is not None
        mission = lemma_of(thing.head) in MISSIONS or lemma_of(noun) in MISSIONS
        if thing.category not in GIVEN and not (mission and thing.category is not None):
            continue
        single = lemma_of(inner) in _BODIES and any(child.lower in ("a", "an", "another") for child in inner.children)
        if (thing.explicit and (counted or single or lemma in _GRANTING or lemma in ("make", "have"))) or (
            noun != inner and lemma_of(noun) in _LEVELS and thing.category in GIVEN
        ):
            yield thing
        elif mission and (lemma == "make" or is_owned(noun) or is_owned(inner) or lemma in _KEEPING):
            yield thing if thing.category in GIVEN else replace(thing, category="military_assistance")


def _inside(noun: Token) -> Token:
    """ "the pace of their strikes", "the stay of its 60 soldiers": what a measure or a wrapper is about."""
    if any(thing.category and thing.explicit for thing in things_of(noun)):
        return noun
    for child in noun.children:
        inner = child.child("pobj") if child.dep == "prep" and child.lower in ("of", "for", "in") else None
        if inner is not None and any(thing.category and thing.explicit for thing in things_of(inner)):
            return inner
        if inner is not None and lemma_of(noun) in _LEVELS and any(thing.category for thing in things_of(inner)):
            return inner
    return noun


def _after_preposition(verb: Token) -> Licensed | None:
    """ "came up with another $80 million", "will go on with its strikes", "no plans to add to its 900 soldiers"."""
    if lemma_of(verb) not in _LEADING_TO or (verb.tag == "VBN" and verb.child("agent") is not None):
        return None  # "followed by Norway with $4 million": nobody before is meant
    wanted = _PREPOSITIONS_OF.get(verb.lemma, frozenset({"with", "by"}))
    for node in (verb, *(child for child in verb.children if child.dep in ("prt", "prep", "advmod"))):
        for child in node.children:
            noun = child.child("pobj") if child.lower in wanted and child.dep in ("prep", "agent", "prt") else None
            if noun is None or child.i < verb.i:
                continue
            joins = verb.lemma in _JOINING_WITH and child.lower == "with"
            found = [
                t
                for t in things_of(_inside(noun))
                if _is_named(t, noun) or (joins and t.explicit and t.category in GIVEN)
            ]
            if found:
                return Licensed(read_act(verb), Arguments(tuple(found), recipient_in(noun)))
    return None


_PREPOSITIONS_OF = {
    "add": frozenset({"to"}),
    "sign": frozenset({"on"}),
    "pay": frozenset({"for"}),
    "fly": frozenset({"in"}),
    "put": frozenset({"in", "up"}),
}


def _is_named(thing: Thing, noun: Token) -> bool:
    """Whether a thing is a contribution by its kind and its number or owner."""
    if (thing.explicit or lemma_of(thing.head) in ("aid", "help", "support")) and thing.category in GIVEN:
        return bool(thing.count or thing.total) or is_owned(noun)
    return thing.category is not None and lemma_of(thing.head) in MISSIONS and is_owned(noun)


def _with_sum(verb: Token) -> Licensed | None:
    """ "will continue the programme with a contribution of 9.6 million dollars"."""
    subject = verb.child("nsubj")
    if subject is None or subject.tag not in ("NNP", "NNPS", "PRP") or lemma_of(verb) in _BARRED:
        return None
    noun = after(verb, frozenset({"with"}))
    if noun is None:
        return None
    found = [thing for head in (noun, *content_of(noun)) for thing in things_of(head) if thing.total is not None]
    return Licensed(read_act(verb), Arguments((found[0],))) if found else None


def _made_available(verb: Token) -> Licensed | None:
    """ "has made up to £2 million available": the parser hangs the sum on the adjective, or the other way round."""
    if verb.lemma not in ("make", "put"):
        return None
    noun = verb.child("dobj", "obj")
    for holder in (verb, noun):
        state = next((child for child in holder.children if child.lower == "available"), None) if holder else None
        if state is None or holder is None or state.i < verb.i:
            continue
        given = state.child("nsubj", "nsubjpass") or noun
        found = [t for t in things_of(given) if t.total or (t.category in GIVEN and t.explicit)] if given else []
        if found:
            return Licensed(read_act(verb), Arguments(tuple(found), recipient_in(state)))
    return None


_STATES = frozenset({"acomp", "oprd", "ccomp", "xcomp", "advcl"})
_OPEN_OR_SHUT = word_set("open_or_shut")


def _open_base(verb: Token) -> Licensed | None:
    """ "the base will remain open to the coalition", "will keep its border closed to fighters"."""
    state = next((child for child in verb.children if child.dep in _STATES), None)
    if state is None or state.lower not in _OPEN_OR_SHUT:
        return None
    noun = verb.child("dobj", "nsubj") if verb.lemma in ("remain", "stay", "keep", "leave") else None
    inner = state.child("nsubj")
    noun = inner if inner is not None else noun
    if noun is None:
        return None
    words = words_of(noun.subtree)
    reading = read_act(verb)
    if reading.subject == noun and not is_owned(noun):
        reading.subject = None  # whoever says so decides it
    if state.lower in ("open", "available") and words & {"base", "airbase", "airspace", "airfield", "port", "corridor"}:
        return Licensed(reading, Arguments((Thing(noun, "logistics_basing", True),), recipient_in(state)))
    if (
        state.lower == "open"
        and words & {"border", "crossing", "frontier", "bridge"}
        and recipient_in(state) is not None
    ):
        return Licensed(reading, Arguments((Thing(noun, "humanitarian", True),), recipient_in(state)))
    if state.lower in ("closed", "shut", "sealed") and words & {"border", "frontier", "crossing"}:
        return Licensed(reading, Arguments((Thing(noun, "law_enforcement", True),)))
    return None


def _gathering(verb: Token) -> Licensed | None:
    """ "has offered to host the next conference"."""
    noun = object_of(verb) if verb.lemma == "host" else None
    if noun is None or not words_of([noun, *noun.children]) & _GATHERINGS:
        return None
    reading = read_act(verb)
    return Licensed(reading, Arguments((Thing(noun, "political", True),))) if reading.has("offer", "commit") else None


def _command(verb: Token) -> Licensed | None:
    """ "will take command of the force", "is to assume the lead"."""
    noun = object_of(verb) if verb.lemma in ("take", "assume") else None
    if noun is None or lemma_of(noun) not in _COMMANDS:
        return None
    led = after(noun, frozenset({"of"}))
    if led is None or lemma_of(led) not in MISSIONS | {"battlegroup", "group", "brigade"}:
        return None
    kind = next((t.category for t in things_of(led) if t.explicit and t.category in GIVEN), "military_assistance")
    return Licensed(read_act(verb), Arguments((Thing(noun, kind, True),)))


def _intervention(verb: Token) -> Licensed | None:
    """ "has no intention of intervening in Libya": said of the future only, never as news of fighting."""
    combat = verb.lemma in _FIGHTING_ALONG and words_of(verb.subtree) & {"combat", "fighting", "offensive"}
    if verb.lemma != "intervene" and not combat:
        return None
    reading = read_act(verb)
    if verb.lemma not in ("join", "intervene") and not (reading.negated or reading.has("decline")):
        return None
    if not (reading.negated or reading.strong or reading.operators or reading.modals):
        return None
    return Licensed(reading, Arguments((Thing(verb, "military_personnel", True),)))


_FIGHTING_ALONG = frozenset({"engage", "join", "participate", "take"})

_READERS = (
    composed,  # before what a role does: "its role was restricted to training"
    homeward,
    returning,
    used,
    *POINTING,
    _after_preposition,
    grown,  # before what forces do: "will drop to 120" drops no bombs
    of_subject,
    on_the_way,
    existing,
    leaving,
    _with_sum,
    _open_base,
    _made_available,
    _of_object,
    _gathering,
    _intervention,
    _command,
    *FURTHER,
    *RECEIVING,
)
"""In the order in which they are asked: each looks at the verb's lemma before it looks around."""
