"""Where an act holds its thing and its recipient, by the frame of its verb."""

from __future__ import annotations

from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.giving import (
    advise_and_assist,
    allow_frame,
    cargo,
    debt_frame,
    fund_frame,
    host_frame,
    is_set_phrase,
    refugees_frame,
    share_frame,
    transfer_frame,
)
from coalition_data.extract.pledges.lexicon import Contribution, number_lexicon, predicates, things, word_set
from coalition_data.extract.pledges.moving import goes_away
from coalition_data.extract.pledges.objects import MEANS, TO, Arguments, after, named_things, object_of, recipient_in
from coalition_data.extract.pledges.quantities import Measure
from coalition_data.extract.pledges.things import Thing, category_of_words, content_of, things_of
from coalition_data.extract.pledges.units import country_of_unit
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of
from coalition_data.resolve.countries import find_country

_RELATIONS = word_set("relations")


_EXPRESSED = word_set("expressed")


_ACTIVITIES = word_set("activities")


def arguments_of(verb: Token, entry: Contribution) -> Arguments | None:
    """The arguments of a contribution verb, or None where the frame is not filled."""
    builder = _FRAMES.get(entry.frame)
    return builder(verb, entry) if builder else None


def _help(verb: Token, entry: Contribution) -> Arguments | None:
    recipient = object_of(verb)
    means = after(verb, MEANS)
    if means is not None and not (is_passive(verb) and _is_agent(means)):
        found = named_things(means) + advise_and_assist(verb)
        if found:
            return Arguments(tuple(found), recipient)
    helped = verb.child("ccomp") if verb.lemma == "help" else None
    if helped is not None and helped.child("nsubj") is not None:
        return Arguments((_helped_thing(helped),), helped.child("nsubj"))
    if is_set_phrase(verb) or (entry.name == "advise" and not _is_force(recipient)):
        return None
    helps = verb.lemma == "help" or (verb.lemma in ("assist", "aid") and verb.tag == "VB")
    if recipient is None and (not helps or after(verb, frozenset({"in", "with"})) is None):
        return None
    category = entry.category or "political"
    if recipient is not None and _is_no_receiver(recipient, category, entry.name):
        return None
    if entry.name == "arm" and is_passive(verb) and means is not None:
        return None  # "armed with a right to defend themselves"
    if category == "support":
        category = _category_of_support(verb, recipient)
    unit = _counted_recipient(recipient) if entry.name in ("train", "relieve") else None
    return Arguments((Thing(verb, category, entry.category != "support", unit),), recipient)


def _is_no_receiver(noun: Token, category: str, name: str) -> bool:
    """ "to stabilise a ceasefire", "supported the plan", "the forces will evacuate Syria"."""
    if category in ("financial", "support"):
        return lemma_of(noun) in (_PROCESSES if category == "financial" else _PAPERS)
    place = find_country(noun.text) if name == "relieve" else None
    return place is not None and place.form == "name"


_PAPERS = word_set("papers_backed")
"""Who backs one of these says yes, and helps nobody."""


def _is_agent(noun: Token) -> bool:
    return noun.head.dep == "agent" or noun.head.lower == "by"


def _counted_recipient(recipient: Token | None) -> Measure | None:
    measure = measure_of(recipient) if recipient is not None else None
    return measure if measure is not None and not measure.is_money else None


def _helped_thing(verb: Token) -> Thing:
    """What somebody is helped to do: "help Iraq train its forces" is training."""
    for entry in predicates().contributions.get(lemma_of(verb), ()):
        if entry.category in ("training", "weapons_equipment"):
            return Thing(verb, entry.category, True)
    category = category_of_words(words_of(verb.subtree))
    return Thing(verb, category or "political", False)


def _is_force(recipient: Token | None) -> bool:
    return recipient is not None and category_of_words(words_of(recipient.subtree)) == "military_assistance"


def _category_of_deed(noun: Token) -> str | None:
    """ "agreed to back the arming of Kurdish fighters": a deed that the lexicon knows as a verb."""
    stem = noun.lower.removesuffix("ing") if noun.lower.endswith("ing") else ""
    known = predicates().contributions.get(stem, ())
    return next((entry.category for entry in known if entry.name in ("arm", "train", "fund")), None)


def _category_of_support(verb: Token, recipient: Token | None) -> str:
    words: set[str] = set()
    if recipient is not None:
        words |= words_of(recipient.subtree)
    for child in verb.children:
        if child.dep in ("xcomp", "ccomp", "prep", "advcl", "dative") and child.i > verb.i:
            words |= words_of(child.subtree)
    manner = next((kind for child in verb.children if (kind := things().manners.get(child.lower))), None)
    if manner is not None:
        return manner
    if recipient is not None and any(t.category == "air_operations" and t.explicit for t in things_of(recipient)):
        return "air_operations"  # "supported the air campaign"
    done = _category_of_deed(recipient) if recipient is not None else None
    category = done or category_of_words(words)
    if done is not None or category in ("humanitarian", "military_assistance", "training"):
        return category or "political"
    if recipient is not None and lemma_of(recipient) in _PROCESSES:
        return "political"
    if verb.lemma == "help" and category == "law_enforcement" and verb.child("xcomp", "ccomp") is not None:
        return category
    around = words_of(verb.sentence)
    wide = category_of_words(around - {"security"} if "council" in around else around)
    return "military_assistance" if wide == "military_assistance" else "political"


_PROTECTED = word_set("protected")
_PROCESSES = word_set("processes")


def _protect(verb: Token, entry: Contribution) -> Arguments | None:
    """States protect people and places; they also defend records and policies, which helps nobody."""
    recipient = object_of(verb)
    if recipient is None:
        return None
    heads = [*conjuncts(recipient), *content_of(recipient)]
    words = {lemma_of(head) for head in heads} | {head.lower for head in heads}
    named = (
        recipient.tag in ("NNP", "NNPS")
        and recipient.entity is not None
        and recipient.entity.label in ("GPE", "LOC", "NORP")
    )
    if not named and not words & _PROTECTED:
        return None
    return Arguments((Thing(verb, entry.category, False),), recipient)


def _enemy(verb: Token, entry: Contribution) -> Arguments | None:
    target = object_of(verb) or after(verb, frozenset({"against"}))
    if target is None:
        return None
    if not words_of(target.subtree) & _ENEMIES:
        return None
    return Arguments((Thing(verb, entry.category, True),), None)


_ENEMIES = word_set("enemies")


def _means(verb: Token, entry: Contribution) -> Arguments | None:
    """Money, recruits and trade of the enemy, cut off."""
    noun = object_of(verb)
    words = words_of(noun.subtree) if noun is not None else set()
    if not words & _ENEMIES or not words & _MEANS_OF_WAR:
        return None
    return Arguments((Thing(verb, entry.category, True),))


_MEANS_OF_WAR = word_set("means_of_war")


def _activity(verb: Token, entry: Contribution) -> Arguments | None:
    involved = verb.lemma in ("involve", "engage")  # "is involved in the training of"
    noun = after(verb, frozenset({"in"})) if involved else object_of(verb)
    if verb.lemma == "contribute":
        noun = None if noun is not None else after(verb, frozenset({"to"}))  # "contribute to the training of"
        if noun is None or any(child.lower == "did" for child in verb.children):
            return None  # "did not contribute to the mission"
    if noun is not None and noun.lower == "part":
        noun = after(verb, frozenset({"in"}))
        if noun is None and entry.category is None:
            return Arguments((Thing(verb, "military_assistance", False),)) if _is_announced(verb) else None
    if noun is None:
        noun = after(verb, frozenset({"in", "out"}))
    if noun is None:
        joins = verb.lemma == "join" and any(child.lower == "in" for child in verb.children) and _is_announced(verb)
        return Arguments((Thing(verb, "military_assistance", True),)) if joins else None
    measures = lemma_of(noun) in number_lexicon()["measures"]
    if measures and (lemma_of(noun) not in _SHARED_WORK or after(noun, frozenset({"of"})) is not None):
        noun = next(iter(content_of(noun)), noun)
    if entry.category is not None:
        return Arguments((Thing(noun, entry.category, True),), None)
    brought = after(verb, frozenset({"with"}))
    counted = [thing for thing in named_things(brought) if thing.count] if brought is not None else []
    if counted:
        return Arguments(tuple(counted), None)
    found = [
        thing
        for head in conjuncts(noun)
        if (lemma_of(head) in _ACTIVITIES or (verb.lemma == "lead" and lemma_of(head) in _PROGRAMMES))
        and not (verb.lemma == "lead" and lemma_of(head) in ("coalition", "campaign", "war", "fight"))
        for thing in things_of(head)
        if thing.category is not None and (thing.explicit or lemma_of(head) in _CLEAR_ACTIVITIES or _is_led(head))
    ]
    if not found and lemma_of(noun) in _SHARED_WORK and verb.lemma in ("take", "participate", "join", "share"):
        kind = category_of_words(words_of(verb.sentence)) if _is_announced(verb) else None
        found = [Thing(noun, kind or "military_assistance", False)] if _is_announced(verb) else []
    if not found and verb.lemma in ("take", "participate", "join", "share") and _is_announced(verb):
        found = [thing for thing in named_things(noun) if thing.category in ("humanitarian", "financial")]
    if verb.lemma in ("fly", "perform") and found:
        found = [thing if thing.category in _FLOWN else replace(thing, category="air_operations") for thing in found]
    return Arguments(tuple(dict.fromkeys(found)), recipient_in(noun)) if found else None


def _is_led(noun: Token) -> bool:
    """ "the US-led campaign", "the international effort": a common one."""
    return any(
        child.lower in ("led", "international", "global", "multinational", "allied") or child.lower.endswith("-led")
        for child in noun.children
        if child.i < noun.i
    )


def _is_announced(verb: Token) -> bool:
    """Whether a bare "take part" is said of the future, or refused."""
    auxiliaries = {child.lower for child in verb.children if child.tag == "MD" or child.dep in ("neg", "aux")}
    if verb.tag == "VBG" and auxiliaries & {"not", "n't"}:
        return True  # "are not taking part"
    return bool(auxiliaries & {"will", "would", "wo", "'ll", "to"})


_PROGRAMMES = word_set("programmes")
_SHARED_WORK = word_set("shared_work")
_CLEAR_ACTIVITIES = word_set("clear_activities")


_FLOWN = frozenset({"intelligence_surveillance", "humanitarian", "logistics_basing"})

_WAYS_IN = word_set("ways_in")


def _open(verb: Token, _: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None:
        return None
    words = words_of(verb.subtree) if lemma_of(noun) == "control" else words_of(noun.subtree)
    if not words & _WAYS_IN:
        return None
    recipient = after(verb, TO)
    if verb.lemma in ("close", "seal", "tighten", "restrict", "police"):
        if not words_of(verb.sentence) & _INTRUDERS:
            return None
        return Arguments((Thing(verb, "law_enforcement", True),), None)
    if recipient is None:
        return None
    category = "logistics_basing" if words & {"airspace", "base", "airbase", "port"} else "humanitarian"
    return Arguments((Thing(verb, category, True),), recipient)


_INTRUDERS = word_set("intruders")


def _relate(verb: Token, entry: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None:
        return None
    words = {lemma_of(head) for head in conjuncts(noun)}
    other = after(verb, frozenset({"with"})) or after(noun, frozenset({"with"}))
    if verb.lemma in ("recognise", "recognize") and noun.tag in ("NNP", "NNPS"):
        return Arguments((Thing(verb, entry.category, True),), noun)
    if is_passive(verb) and words & {"coalition", "alliance"} and verb.child("agent") is None:
        return None  # "since the coalition was established"
    if words & _RELATIONS:
        priced = (thing for thing in things_of(noun) if thing.total is not None and thing.total.start < noun.start)
        money = next(priced, None)
        if money is not None:  # "sign a $3 billion credit agreement"
            return Arguments((replace(money, category="financial", explicit=True),), other)
        return Arguments((Thing(noun, entry.category, False),), other)
    return None


def _express(verb: Token, entry: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None:
        return None
    head = next((head for head in conjuncts(noun) if lemma_of(head) in _EXPRESSED), None)
    if head is None or (lemma_of(noun) == "letter" and "support" not in words_of(noun.subtree)):
        return None
    if lemma_of(head) in ("commitment", "readiness", "willingness", "determination", "resolve"):
        return None
    recipient = after(head, frozenset({"for", "to", "with"})) or after(verb, frozenset({"for", "to", "with"}))
    if recipient is None and lemma_of(noun) != "letter":
        own = head.child("poss")
        return Arguments((Thing(head, entry.category, False),), None) if own is not None else None
    found = [thing for thing in things_of(head) if thing.category]
    return Arguments(tuple(found[:3]) or (Thing(head, entry.category, False),), recipient)


def _unit(verb: Token, _: Contribution) -> Arguments | None:
    """ "600 British troops will arrive": the subject is both thing and sign of the pledger."""
    subject = verb.child("nsubj") or (verb.head.child("nsubj") if verb.dep == "xcomp" else None)
    if subject is None or goes_away(verb) or (verb.lemma == "go" and verb.child("xcomp") is not None):
        return None  # also "are going to leave"
    if verb.lemma == "deploy" and verb.child("dobj") is not None:
        return None  # "the RAF deployed six jets": what is sent is named
    people = _counted_people(subject) if verb.lemma in _SERVING else None
    if people is not None:
        return Arguments((people,), None, acting_unit=True)
    if lemma_of(subject) not in things().units and subject.lower not in _MANY_UNITS:
        if verb.lemma != "deploy" or country_of_unit(subject) is None:
            return None
        return Arguments((Thing(subject, "military_personnel", True),), None, acting_unit=True)
    found = [thing for noun in (subject, subject.child("poss")) if noun is not None for thing in things_of(noun)]
    found = [thing for thing in found if thing.category not in (None, "political", "other")]
    found = cargo(verb, found) if found else found
    return Arguments((found[0],), None, acting_unit=True) if found else None


_SERVING = word_set("serving")


def _counted_people(subject: Token) -> Thing | None:
    """ "About 1,100 Germans serve in the mission"."""
    match = find_country(subject.text) if subject.tag in ("NNPS", "NNP", "NNS") else None
    count = measure_of(subject)
    if match is None or match.form in ("name", "capital") or count is None or count.is_money:
        return None
    return Thing(subject, "military_personnel", True, count)


_MANY_UNITS = frozenset({"dozens", "hundreds", "thousands", "scores", "group"})


def _cooperate(verb: Token, entry: Contribution) -> Arguments | None:
    if verb.lemma == "stand":
        partner = _beside(verb)
    else:
        partner = after(verb, frozenset({"with", "alongside"}))
        together = any(child.lower in ("together", "jointly", "closely") for child in verb.children)
        if partner is None and together:
            return Arguments((Thing(verb, _category_of_cooperation(verb), False),), None)
    if partner is None or lemma_of(partner) in predicates().operator_nouns:
        return None  # "stands by its offer": the offer speaks for itself
    return Arguments((Thing(verb, entry.category, False),), partner)


def _beside(verb: Token) -> Token | None:
    """With whom somebody stands: "stands by Iraq", "stand shoulder to shoulder with"."""
    for token in verb.subtree:
        if token.dep in ("prep", "agent") and token.lower in ("with", "by", "alongside", "behind") and token.i > verb.i:
            return token.child("pobj")
    return None


def _category_of_cooperation(verb: Token) -> str:
    category = category_of_words(words_of(verb.subtree))
    return category if category in ("law_enforcement", "military_assistance") else "political"


_FRAMES = {
    "transfer": transfer_frame,
    "help": _help,
    "protect": _protect,
    "fund": fund_frame,
    "debt": debt_frame,
    "enemy": _enemy,
    "means": _means,
    "activity": _activity,
    "host": host_frame,
    "allow": allow_frame,
    "open": _open,
    "refugees": refugees_frame,
    "share": share_frame,
    "relate": _relate,
    "express": _express,
    "unit": _unit,
    "cooperate": _cooperate,
}
