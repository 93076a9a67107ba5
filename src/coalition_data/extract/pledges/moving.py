"""Forces and missions as subjects: they stay, act, leave, end, are on the way, or will not be there."""

from __future__ import annotations

from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import is_negated, is_passive, operator_above
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.giving import cargo
from coalition_data.extract.pledges.lexicon import Operator, word_set
from coalition_data.extract.pledges.licenses import GIVEN, MISSIONS, Licensed, forces_of, is_owned
from coalition_data.extract.pledges.objects import Arguments, after
from coalition_data.extract.pledges.parties import parties_of_modifiers
from coalition_data.extract.pledges.taking import is_infinitive
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import find_country

_STAYING = word_set("staying")
_GOING = word_set("going")
_ACTS = word_set("force_acts")
_OF_SUBJECT = _STAYING | _GOING | _ACTS
_AT_WORK = word_set("at_work")
_ON = word_set("on_the_way")
_LEAVING = word_set("leaving")
_ENDING = word_set("ending")
_LEFT = word_set("left_bodies")
_HOMEWARD = word_set("homeward")
_WORK = word_set("set_out_to")


def goes_away(verb: Token) -> bool:
    """Whether forces that do this leave: "are leaving Syria", "will come home"; not "left for Iraq"."""
    if _says_home(verb):
        return verb.lemma in _HOMEWARD
    if verb.lemma not in ("leave", "depart", "withdraw", "exit"):
        return False
    return not any(child.dep == "prep" and child.lower in ("for", "to") for child in verb.children) and not (
        verb.lemma in ("leave", "depart") and _is_for_work(verb)
    )


def _is_for_work(verb: Token) -> bool:
    """ "will leave Helsinki on Friday to join the mission": who goes to work somewhere leaves home for it."""
    aims = (child for child in verb.children if child.dep in ("xcomp", "advcl") and is_infinitive(child))
    return any(lemma_of(aim) in _WORK for aim in aims)


def _says_home(verb: Token) -> bool:
    return _is_to_own_country(verb) or any(
        child.lower in ("home", "homeward") and child.dep in ("advmod", "npadvmod", "prt", "dobj", "oprd")
        for child in verb.children
    )


def _is_sortie(verb: Token) -> bool:
    """ "returned to their bases after bombing the camps", "after each mission": planes that will fly again."""
    flown = any(child.lower in ("after", "from", "following") and child.i > verb.i for child in verb.children)
    routine = bool(words_of(verb.subtree) & _ROUTINE)
    return routine or (flown and not any(child.tag == "MD" for child in verb.children))


_ROUTINE = word_set("routine")


def _is_to_own_country(verb: Token) -> bool:
    """ "The Dutch jets will return to the Netherlands"."""
    place = after(verb, frozenset({"to"})) if not _is_sortie(verb) else None
    match = find_country(place.text) if place is not None else None
    forces = verb.child("nsubj", "nsubjpass", "dobj") or _subject_of_plan(verb)
    return match is not None and forces is not None and match.iso3 in {p.iso3 for p in parties_of_modifiers(forces)}


def returning(verb: Token) -> Licensed | None:
    """ "eight Tornado jets would return to their bases": home, in other words."""
    subject = verb.child("nsubj") if verb.lemma in ("return", "come", "go", "fly") else None
    place = after(verb, frozenset({"to"})) if subject is not None else None
    owner = place.child("poss") if place is not None else None
    if subject is None or place is None or owner is None or owner.lower not in ("its", "their", "our"):
        return None
    if _is_sortie(verb):
        return None
    back = verb.lemma == "return" or any(child.lower == "back" for child in verb.children)
    found = forces_of(subject) if back and lemma_of(place) in ("base", "barrack", "barracks", "country") else []
    return Licensed(read_act(verb), Arguments((found[0],), None, acting_unit=True), True) if found else None


def homeward(verb: Token) -> Licensed | None:
    """ "ordered 300 soldiers home", "its engineers are coming home"."""
    if verb.lemma not in _HOMEWARD or not _says_home(verb):
        return None
    noun = next(
        (
            child
            for child in verb.children
            if child.dep in ("dobj", "nsubjpass", "nsubj") and child.lower != "home" and forces_of(child)
        ),
        None,
    )
    if noun is None:
        return None
    acting = noun.dep != "dobj"
    return Licensed(
        read_act(verb), Arguments(tuple(forces_of(noun)), None, acting_unit=acting and not is_passive(verb)), True
    )


def used(verb: Token) -> Licensed | None:
    """ "The aircraft will not be used above Syria"."""
    noun = verb.child("dobj") if verb.lemma in ("use", "employ") and is_negated(verb) else None
    kept = [t for t in forces_of(noun) if t.category == "air_operations"] if noun is not None and is_owned(noun) else []
    if kept:
        return Licensed(read_act(verb), Arguments((kept[0],)))  # "would not use its jets in Iraq"
    subject = verb.child("nsubjpass")
    if subject is None or verb.lemma not in ("use", "employ", "base", "station", "involve", "send"):
        return None
    found = forces_of(subject)
    if not found:
        return None
    reading = read_act(verb)
    if not (reading.negated or reading.future or reading.possible or reading.has("decline", "consider")):
        return None
    reading.subject = subject
    return Licensed(reading, Arguments((found[0],), None, acting_unit=True))


def of_subject(verb: Token) -> Licensed | None:
    """ "our tanker aircraft will stay on station", "its training mission would end", "up to 180 trucks may follow"."""
    lemma = lemma_of(verb)
    if lemma not in _OF_SUBJECT or verb.lemma == "be":
        return None
    planned = _subject_of_plan(verb)
    subject = verb.child("nsubj") or planned
    if subject is None:
        return None
    if lemma not in _ACTS and lemma != "join" and verb.child("dobj") is not None:
        return None
    work = verb.child("xcomp") if lemma == "continue" else None
    if work is not None and work.lemma not in _VAGUE_WORK:
        return None  # "the force has continued to train them": the training is the act
    found = forces_of(subject)
    found += [
        replace(thing, category=thing.category if thing.category in GIVEN else "military_assistance")
        for thing in things_of(subject)
        if not found and lemma_of(thing.head) in MISSIONS and is_owned(subject)
    ]
    if not found:
        return None
    reading = read_act(verb)
    leaves = lemma in _GOING and (goes_away(verb) or lemma in _ENDING)
    if lemma in _GOING and not leaves and lemma != "go":
        return None
    ahead = reading.future or reading.possible or planned is not None
    if not leaves and not (ahead or lemma in ("stay", "remain", "continue")):
        return None
    reading.subject = subject if planned is not None else reading.subject
    return Licensed(reading, Arguments(tuple(found), None, acting_unit=True), leaves)


_VAGUE_WORK = frozenset({"assist", "back", "fly", "help", "operate", "serve", "support", "work"})


def _subject_of_plan(verb: Token) -> Token | None:
    """ "its mission is set to end", "the jets are due to leave", "they are to stay": what the plan is for."""
    plan = verb.head
    if verb.dep != "xcomp" or not is_infinitive(verb):
        return None
    operator = operator_above(plan)
    timetable = plan.lemma in ("be", "expect")  # "is to leave", "are expected to leave"
    if not timetable and (operator is None or operator.name != "plan"):
        return None
    copula = plan.head if plan.dep == "acomp" else plan
    return copula.child("nsubj", "nsubjpass") if plan.tag in ("JJ", "VBN") or plan.lemma == "be" else None


def on_the_way(verb: Token) -> Licensed | None:
    """ "A company of engineers is on its way to Beirut", "our hospitals are at Lebanon's disposal"."""
    subject = verb.child("nsubj")
    if subject is None or verb.lemma not in ("be", "stand", "lie", "remain", "get"):
        return None
    state = _state_of(verb)
    if state is None:
        return None
    found = forces_of(subject) or [t for t in things_of(subject) if t.explicit and t.category == "humanitarian"]
    if not found:
        return None
    found = cargo(verb, found)
    reading = read_act(verb)
    if state == "offered":
        reading.operators.append((_READY, verb, False))
    return Licensed(reading, Arguments((found[0],), None, acting_unit=True), state == "withdrawn")


_READY = Operator("offer", "offered", True)


def _state_of(verb: Token) -> str | None:
    for child in verb.children:
        noun = child.child("pobj") if child.dep == "prep" else None
        if child.i < verb.i:
            continue
        if noun is not None and child.lower == "on" and lemma_of(noun) in _ON:
            return "committed"
        if noun is not None and child.lower == "in" and noun.lower in _AT_WORK and noun.child("det") is None:
            return "committed"  # "have been in action"
        if noun is not None and child.lower == "at" and noun.lower == "disposal":
            return "offered"
        if child.lower == "out" and child.dep in ("prep", "advmod") and child.child("prep", "pobj") is not None:
            return "withdrawn"
        if child.lower in ("bound", "headed", "en", "underway") or (child.lower == "due" and child.child("prep")):
            return "committed"
        if child.lower in ("ready", "available", "poised") and (
            child.child("xcomp") is not None or child.child("prep") is not None
        ):
            return "offered"
    return None


def existing(verb: Token) -> Licensed | None:
    """ "There will be no German troops in Libya", "there was also $250 million from Kuwait"."""
    if verb.lemma != "be" or verb.child("expl") is None:
        return None
    noun = verb.child("attr", "nsubj", "dobj")
    if noun is None:
        return None
    denied = any(child.lower in ("no", "not") for child in (*noun.children, *verb.children))
    found = [thing for thing in things_of(noun) if thing.explicit and thing.category in GIVEN]
    reading = read_act(verb)
    source = after(noun, frozenset({"from"})) or after(verb, frozenset({"from"}))
    given = source is not None and any(thing.count or thing.total for thing in found)
    ahead = denied and bool(reading.modals & {"will", "'ll", "wo", "would"})
    if not found or not (given or ahead):
        return None
    reading.negated = denied
    reading.subject = source if given else noun
    return Licensed(reading, Arguments((found[0],), None, acting_unit=not given))


def leaving(verb: Token) -> Licensed | None:
    """ "NATO will quit Afghanistan", "withdrew from the fund's board": who goes, and the place says what ends."""
    subject = verb.child("nsubj")
    if verb.lemma not in _LEAVING or subject is None or is_passive(verb):
        return None
    pointed = subject.lower in ("it", "they", "we")
    if not pointed and subject.tag not in ("NNP", "NNPS"):
        return None
    if subject.entity is not None and subject.entity.label == "PERSON":
        return None
    place = verb.child("dobj") if verb.lemma not in ("pull", "withdraw") else _from(verb)
    if place is None:
        return None
    match = find_country(place.text)
    reading = read_act(verb)
    told = bool(reading.modals or reading.operators or reading.negated) or verb.lemma != "leave"
    who = reading.speaker if pointed else subject
    named = who is not None and (find_country(who.text) is not None or (not pointed and who.entity is not None))
    if match is not None and match.form == "name" and told and named:
        return Licensed(reading, Arguments((Thing(verb, "military_personnel", True),)), True)
    if lemma_of(place) in _LEFT and named:
        military = words_of(place.subtree) & {"mission", "force", "operation", "coalition", "patrol"}
        return Licensed(
            reading, Arguments((Thing(verb, "military_assistance" if military else "political", True),)), True
        )
    return None


def _from(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep in ("prep", "prt", "advmod") and child.i > verb.i:
            if child.lower == "from" and (noun := child.child("pobj")) is not None:
                return noun
            inner = after(child, frozenset({"of"}))
            if child.lower == "out" and inner is not None:
                return inner
    return None
