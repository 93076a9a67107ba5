"""Frames of giving: who sends, pays, hosts, allows, takes in or shares what, and to whom."""

from __future__ import annotations

import re
from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import is_negated, is_passive, verb_keys
from coalition_data.extract.pledges.lexicon import Contribution, predicates, word_set
from coalition_data.extract.pledges.objects import (
    MEANS,
    TO,
    Arguments,
    after,
    further_things,
    named_things,
    object_of,
    recipient_in,
    sum_after,
    total_by,
)
from coalition_data.extract.pledges.things import Thing, category_of_words, content_of, things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of
from coalition_data.resolve.countries import find_country


def transfer_frame(verb: Token, _: Contribution) -> Arguments | None:
    """Thing = object, recipient = indirect object, or after "to" or "for"."""
    thing = object_of(verb)
    recipient = _indirect_object(verb, thing) or after(verb, TO)
    if thing is not None and verb.lemma in _SUPPLYING and _is_receiver(thing):
        goods = _goods_inside(thing)
        if goods is not None:
            return Arguments(tuple(named_things(goods)), thing)
    goods = after(verb, frozenset({"with"}))
    if goods is not None and verb.lemma in ("provide", "supply", "furnish", "reinforce", "equip", "contribute"):
        thing, recipient = goods, object_of(verb)
    money = sum_after(verb)
    if thing is not None and money is not None and (thing.tag in ("NNP", "NNPS") or _is_receiver(thing)):
        thing, recipient = money, thing
    if thing is None and verb.lemma == "contribute":
        return _contributed(verb)
    if thing is None or _is_promise(thing):
        return None
    found = [thing_ for thing_ in things_of(thing) if thing_.category is not None]
    found += advise_and_assist(verb) + further_things(verb)
    raised = total_by(verb) if not found and verb.lemma in _RAISING else None
    if raised is not None:
        found = [Thing(thing, "financial", True, None, raised)]
    found = _spelled_out(verb, _of_verb(verb, found or _goods_for_needy(verb, thing)))
    to_somebody = recipient or recipient_in(thing) or total_by(verb)
    if not found or (verb.lemma in _ONLY_EXPLICIT and not (to_somebody or any(thing_.explicit for thing_ in found))):
        return None
    if verb.lemma in _HANDING_OVER and recipient is not None:
        found = [_handed_over(thing_) for thing_ in found]
    if verb.lemma in _MONEY_ONLY and not any(thing_.total for thing_ in found):
        return None
    found = cargo(verb, found)
    total = total_by(verb)
    if total is not None and found[0].total is None:
        kind = found[0].category if found[0].explicit or found[0].category == "humanitarian" else "financial"
        found[0] = replace(found[0], category=kind, total=total)
    return Arguments(tuple(found), recipient or recipient_in(thing))


def _of_verb(verb: Token, found: list[Thing]) -> list[Thing]:
    """What verbs of several meanings give of the things beside them."""
    if verb.lemma == "leave":
        return [thing for thing in found if thing.category != "logistics_basing"]  # "will leave their base"
    if verb.lemma in ("bring", "take") and len(found) > 1 and found[1].total is not None and found[0].total is None:
        return [replace(found[0], total=found[1].total)]  # "bringing the funding for Iraq to 17 million euros"
    return found


def _spelled_out(verb: Token, found: list[Thing]) -> list[Thing]:
    """ "military assistance in the form of jets and 1,200 personnel": what unspecified help is made of."""
    if len(found) != 1 or found[0].category != "military_assistance" or found[0].count or found[0].total:
        return found
    sentence = list(verb.doc.span(found[0].head.i + 1, verb.sentence.last))
    start = next((token.i for token in sentence if token.lower in ("including", "form")), None)
    parts: list[Thing] = []
    for token in verb.doc.span(start + 1, verb.sentence.last) if start is not None else ():
        if token.tag in ("VBD", "VBZ", "VBP", "MD") or token.lower in ("by", "as", "with", "after"):
            break
        if token.is_noun and token.dep in ("pobj", "conj", "dobj", "appos"):
            parts += [thing for thing in things_of(token)[:1] if thing.explicit and thing.category in _MADE_OF]
    unlike = [thing for i, thing in enumerate(parts) if thing.head not in {other.head for other in parts[:i]}]
    return unlike or found


_MADE_OF = frozenset({"air_operations", "military_personnel", "weapons_equipment", "training", "logistics_basing"}) | {
    "intelligence_surveillance"
}


def _goods_for_needy(verb: Token, thing: Token) -> list[Thing]:
    """ "has sent kitchen sets for the displaced": whatever it is, it is for people in need."""
    receiver = after(verb, TO) or recipient_in(thing)
    if (
        receiver is None
        or verb.lemma not in _HANDING_OVER | {"send", "airlift", "fly"}
        or not thing.tag.startswith("NN")
    ):
        return []
    return [Thing(thing, "humanitarian", True)] if words_of(receiver.subtree) & _REFUGEES else []


def _indirect_object(verb: Token, thing: Token | None) -> Token | None:
    """Who gets it, without a preposition: "gave Iraq trucks", "Iraq will be given ammunition"."""
    dative = verb.child("dative")
    if dative is not None and dative.is_noun and dative != thing:
        return dative
    of_two = thing is not None and is_passive(verb) and thing.i > verb.i
    return verb.child("nsubjpass") if of_two and after(verb, TO) is None else None


def _contributed(verb: Token) -> Arguments | None:
    """A "contribute" without an object: to what is done in common, or of a kind that the sentence tells."""
    joined = after(verb, frozenset({"to"}))
    if any(child.lower == "did" for child in verb.children):
        return None  # "did not contribute to the fund"
    if joined is not None:
        kind = _COMMON_WORK.get(lemma_of(joined))
        return Arguments((Thing(joined, kind, True),), recipient_in(joined)) if kind is not None else None
    if after(verb, TO) is not None or verb.tag != "VB":
        return None
    return Arguments((Thing(verb, category_of_words(words_of(verb.sentence)) or "financial", False),))


_COMMON_WORK = {
    **dict.fromkeys(("mission", "operation", "coalition", "battlegroup", "force", "deployment"), "military_assistance"),
    **dict.fromkeys(("fund", "facility", "reconstruction", "stabilisation", "stabilization"), "financial"),
    **dict.fromkeys(("relief", "airlift", "rescue"), "humanitarian"),
}
"""To what states contribute, where nothing says with what: "were seeking to contribute to the mission"."""


def cargo(verb: Token, found: list[Thing]) -> list[Thing]:
    """ "a plane with tents": what a carrier brings is what is given."""
    carrier = found[0]
    loads = [after(verb, frozenset({"with", "carrying"})), after(carrier.head, frozenset({"with", "of", "carrying"}))]
    goods = [thing for noun in loads if noun is not None for thing in named_things(noun)]
    if lemma_of(carrier.head) not in _CARRIERS or not any(thing.category == "humanitarian" for thing in goods):
        return found
    return [replace(carrier, category="humanitarian"), *found[1:]]


_GATHERINGS = word_set("hosted_gatherings") | word_set("events")
_HANDING = word_set("passing_on")
_HANDING_OVER = word_set("handing_over")
_REFUGEES = word_set("refugees")
_KNOWLEDGE = word_set("knowledge")
_ARMS = word_set("arms_sold")
_POINTERS = frozenset({"any", "more", "them", "others", "some"})
_LOOK_BACK = 250
_REFUGE = re.compile(r"\b(?:refugees?|migrants?|asylum|evacuees?|displaced|take in|taken in|took in)\b", re.IGNORECASE)
_CARRIERS = word_set("carriers")
_RAISING = word_set("raising")


_SUPPLYING = word_set("supplying")


def _is_promise(noun: Token) -> bool:
    operator = predicates().operator_nouns.get(lemma_of(noun))
    return operator is not None and operator.name in ("commit", "plan", "offer", "decline")


_RECEIVERS = word_set("receivers")


def _is_receiver(noun: Token) -> bool:
    return noun.tag in ("NNP", "NNPS") or lemma_of(noun) in _RECEIVERS or noun.lower in _RECEIVERS


def _goods_inside(recipient: Token) -> Token | None:
    """ "supplying forces that fight the extremists with rifles": the parser hangs the goods on the nearest verb."""
    for token in reversed(list(recipient.subtree)):
        if token.dep == "prep" and token.lower == "with":
            noun = token.child("pobj")
            if noun is not None and named_things(noun):
                return noun
    return None


def advise_and_assist(verb: Token) -> list[Thing]:
    """Things of the set phrase "advise and assist operations", which the parser takes for verbs."""
    found: list[Thing] = []
    for token in verb.subtree:
        if is_set_phrase(token):
            noun = token.child("dobj")
            if noun is not None and lemma_of(noun) in _ADVISED:
                first, *others = conjuncts(noun)
                found.append(Thing(first, "military_assistance", True))
                found += [thing for other in others for thing in named_things(other)]
    return found


_ADVISED = word_set("advised")


def is_set_phrase(verb: Token) -> bool:
    """Whether a verb belongs to "advise and assist" used as a modifier."""
    if verb.lemma not in ("advise", "assist") or verb.tag != "VB" or verb.dep != "conj":
        return False
    return not any(child.dep in ("aux", "nsubj") for child in verb.children)


def _handed_over(thing: Thing) -> Thing:
    """Aircraft that are given away are equipment, not an operation."""
    hardware = {"aircraft", "jet", "plane", "warplane", "bomber"}
    if thing.category == "air_operations" and lemma_of(thing.head) in hardware:
        return replace(thing, category="weapons_equipment")
    return thing


_MONEY_ONLY = word_set("money_only")


_ONLY_EXPLICIT = word_set("only_explicit")
"""Verbs of many meanings: they give something only where a word names the help."""


def fund_frame(verb: Token, entry: Contribution) -> Arguments | None:
    """Money for somebody or something: the object is who gets it."""
    recipient = object_of(verb) or (after(verb, frozenset({"for", "into"})) if verb.lemma == "pay" else None)
    if verb.lemma == "pay" and recipient is not None and named_things(recipient):
        return Arguments(tuple(named_things(recipient)), recipient_in(recipient))
    means = after(verb, MEANS)
    if means is not None:
        found = [thing for thing in things_of(means) if thing.category == "financial"]
        if found:
            return Arguments(tuple(found), recipient)
    return Arguments((Thing(verb, entry.category, True),), recipient) if recipient is not None else None


def debt_frame(verb: Token, entry: Contribution) -> Arguments | None:
    """What others owe, and need not pay or not yet."""
    noun = object_of(verb)
    if noun is None or not words_of(noun.subtree) & _OWED:
        return None
    known = [thing for thing in things_of(noun) if thing.category == entry.category]
    thing = known[0] if known else Thing(noun, entry.category, True)
    return Arguments((replace(thing, explicit=True),), noun.child("poss"))


_OWED = word_set("owed")


def host_frame(verb: Token, entry: Contribution) -> Arguments | None:
    """Foreign forces, camps or refugees on one's own soil."""
    guest = object_of(verb)
    if guest is None or lemma_of(guest) in _GATHERINGS:
        return None
    thing = things_of(guest)[0]
    if words_of(guest.subtree) & {"refugee", "migrant", "displaced"}:
        return Arguments((replace(thing, category="humanitarian", explicit=True),), guest)
    trains = thing.category == "training" or words_of(verb.subtree) & {"train", "training"}
    if trains and lemma_of(guest) in ("camp", "centre", "center", "program", "programme", "site", "facility"):
        return Arguments((replace(thing, category="training", explicit=True),), recipient_in(guest))
    if thing.explicit and thing.category in _HOSTED:
        return Arguments((replace(thing, category=entry.category),), None)
    return None


_HOSTED = frozenset({"military_personnel", "air_operations", "weapons_equipment", "training", "logistics_basing"})


_BASES = word_set("bases")


def allow_frame(verb: Token, entry: Contribution) -> Arguments | None:
    """Bases, airspace or passage opened to others."""
    complement = verb.child("ccomp", "xcomp")
    noun = object_of(verb)
    permitted = complement or noun
    if permitted is None:
        return None
    words = {word for part in (complement, noun) if part is not None for word in words_of(part.subtree)}
    guest = complement.child("nsubj") if complement is not None else None
    handed = complement is not None and lemma_of(complement) in _HANDING
    if handed and guest is not None and words_of(verb.sentence) & _ARMS:
        return Arguments((Thing(verb, "weapons_equipment", True),), guest)  # "refused to let Spain pass on its tanks"
    passed = complement.child("nsubjpass") if complement is not None else None
    carried = [thing for thing in named_things(passed) if thing.category == "weapons_equipment"] if passed else []
    if carried:
        return Arguments(tuple(carried), recipient_in(passed))  # "won't allow its shells to be passed on"
    if words & _BASES or (
        words & {"operation", "flight", "overfly", "transit"}
        and words & {"base", "logistical", "air", "airspace", "through"}
    ):
        return Arguments((Thing(verb, entry.category, True),), guest or noun)
    if words & {"aid", "humanitarian", "food", "refugee", "convoy", "relief", "worker"}:
        return Arguments((Thing(verb, "humanitarian", True),), guest or noun)
    return None


def refugees_frame(verb: Token, entry: Contribution) -> Arguments | None:
    """People taken in."""
    guest = object_of(verb) or after(verb, frozenset({"in"}))
    if guest is None:
        return None
    near = (child for child in guest.children if child.dep in ("amod", "compound", "nmod", "poss"))
    words = words_of([guest, *near, *content_of(guest)])  # "welcomed help for refugees" takes nobody in
    if guest.lower in _POINTERS and _REFUGE.search(verb.doc.text[max(0, verb.start - _LOOK_BACK) : verb.start]):
        return Arguments((Thing(verb, entry.category, True),))  # "has refused to accept any"
    if _are_people(verb, guest):
        return Arguments((Thing(guest, entry.category, True, things_of(guest)[0].count),), guest)
    if not words & _REFUGEES:
        return None
    return Arguments((Thing(guest, entry.category, True, things_of(guest)[0].count),), guest)


def _are_people(verb: Token, guest: Token) -> bool:
    """ "took in a million Syrians", "will shelter 2,000 Afghans", "takes in people from Darfur"."""
    taken = verb.lemma in ("shelter", "resettle", "house", "accommodate", "absorb") or any(
        key in ("take in", "let in", "bring in", "fly in", "fly out", "fly home") for key in verb_keys(verb)
    )
    match = find_country(guest.text) if guest.tag in ("NNPS", "NNP") else None
    people = match is not None and match.form not in ("name", "capital") and guest.lower.endswith("s")
    counted = things_of(guest)[0].count is not None or is_negated(verb)
    if people:
        return taken or (verb.lemma in ("take", "accept", "admit", "receive", "welcome") and counted)
    many = counted and verb.lemma in ("accept", "admit", "receive", "welcome", "host", "repatriate")
    return (taken or many) and lemma_of(guest) in _PEOPLE


_PEOPLE = word_set("people")


def share_frame(verb: Token, entry: Contribution) -> Arguments | None:
    """Intelligence and data given to a partner."""
    noun = object_of(verb)
    if noun is None or not words_of(noun.subtree) & _KNOWLEDGE:
        return None
    partner = after(verb, frozenset({"with"})) or after(noun, frozenset({"with"}))
    return Arguments((Thing(noun, entry.category, True),), partner)
