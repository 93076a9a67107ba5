"""Where an act holds its thing and its recipient, by the frame of its verb."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.lexicon import Contribution, predicates, things
from coalition_data.extract.pledges.quantities import Measure
from coalition_data.extract.pledges.things import Thing, category_of_words, content_of, measure_of, things_of
from coalition_data.extract.pledges.units import country_of_unit
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of

_TO = frozenset({"to", "for", "toward", "towards"})
_MEANS = frozenset({"with", "through", "by", "via"})
_OFFICERS = frozenset({"support", "assistance", "help", "aid", "backing"})
_RELATIONS = frozenset(
    {
        "relation",
        "tie",
        "embassy",
        "agreement",
        "deal",
        "accord",
        "pact",
        "treaty",
        "recognition",
        "ceasefire",
        "cease-fire",
        "truce",
        "ban",
        "embargo",
        "sanction",
        "blockade",
        "border",
        "mission",
        "memorandum",
        "protocol",
        "convention",
        "charter",
        "coalition",
        "alliance",
        "prisoner",
        "partnership",
        "independence",
        "state",
        "government",
        "council",
        "dialogue",
        "consulate",
        "arm",
        "weapon",
        "restriction",
        "link",
        "cooperation",
        "talk",
        "access",
        "troop",
    }
)
_EXPRESSED = frozenset(
    {
        "support",
        "solidarity",
        "backing",
        "commitment",
        "readiness",
        "willingness",
        "determination",
        "resolve",
        "letter",
        "endorsement",
    }
)
_ACTIVITIES = frozenset(
    {"strike", "airstrike", "raid", "sortie", "mission", "flight", "operation", "patrol", "bombing", "airdrop", "training", "campaign", "surveillance",
     "reconnaissance", "fight", "war", "battle", "effort", "coalition", "attack", "exercise-joint", "drop", "evacuation", "bombardment", "overflight", "no-fly", "relief", "force", "zone", "part", "asset"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arguments:
    """What an act gives and to whom.

    Attributes:
        things: what is given; at least one.
        recipient: head of the noun phrase that gets it.
        acting_unit: whether the subject is itself the thing ("600 troops will arrive").
    """

    things: tuple[Thing, ...]
    recipient: Token | None = None
    acting_unit: bool = False


def object_of(verb: Token) -> Token | None:
    """The object in the active, the subject in the passive, the antecedent in a relative clause."""
    if is_passive(verb):
        subject = verb.child("nsubjpass")
        if subject is not None and subject.tag not in ("WDT", "WP"):
            return subject
        if verb.dep in ("acl", "relcl"):
            return verb.head
        if verb.dep == "conj" and verb.head.is_verb:
            return object_of(verb.head) if is_passive(verb.head) else None
        return _noun_before(verb)
    found = verb.child("dobj", "obj") or _object_after_number(verb)
    if found is None:
        if verb.dep == "relcl" and verb.child("nsubj") is not None and verb.child("nsubj") != verb.head:
            subject = verb.child("nsubj")
            return (
                verb.head
                if subject is not None and subject.tag not in ("WDT", "WP") and subject.lower != "that"
                else None
            )
        return None
    return verb.head if found.tag in ("WDT", "WP") and verb.dep == "relcl" else found


def _noun_before(verb: Token) -> Token | None:
    """ "announced up to 143 troops would be sent": the parser hangs the troops on the verb before."""
    first = min([verb.i, *(child.i for child in verb.children if child.dep in ("aux", "auxpass", "neg"))])
    noun = verb.doc[first - 1] if first > 0 else None
    if noun is None or noun not in verb.sentence or not noun.is_noun or noun.dep != "pobj":
        return None
    return noun


def _object_after_number(verb: Token) -> Token | None:
    """ "sending from 100 to 120 troops": the parser hangs the range on the verb as a preposition."""
    for child in verb.children:
        if (
            child.dep == "prep"
            and child.lower in ("from", "between", "up", "over", "about", "around")
            and child.i == verb.i + 1
        ):
            for noun in child.children:
                if noun.dep == "pobj" and noun.is_noun:
                    return noun
    return None


def after(verb: Token, words: frozenset[str]) -> Token | None:
    """The noun after one of these prepositions."""
    for child in verb.children:
        if child.dep in ("prep", "dative", "agent") and child.lower in words:
            noun = child.child("pobj")
            if noun is not None:
                return noun
    return None


def recipient_in(noun: Token | None) -> Token | None:
    """Who stands after "to" or "for" in a noun phrase, or in what it consists of ("$5m in aid to Iraq")."""
    if noun is None:
        return None
    found = after(noun, _TO)
    return found or next((inner for part in content_of(noun) if (inner := recipient_in(part))), None)


def arguments_of(verb: Token, entry: Contribution) -> Arguments | None:
    """The arguments of a contribution verb, or None where the frame is not filled."""
    builder = _FRAMES.get(entry.frame)
    return builder(verb, entry) if builder else None


def _transfer(verb: Token, _: Contribution) -> Arguments | None:
    thing, recipient = object_of(verb), after(verb, _TO)
    if thing is not None and verb.lemma in _SUPPLYING and _is_receiver(thing):
        goods = _goods_inside(thing)
        if goods is not None:
            return Arguments(tuple(_named_things(goods)), thing)
    dative = verb.child("dative")
    if dative is not None and dative.dep == "dative" and dative.is_noun:
        recipient = dative
    goods = after(verb, frozenset({"with"}))
    if goods is not None and verb.lemma in ("provide", "supply", "furnish", "reinforce", "equip"):
        thing, recipient = goods, object_of(verb)
    money = _sum_after(verb)
    if thing is not None and money is not None and thing.tag in ("NNP", "NNPS"):
        thing, recipient = money, thing
    if thing is None or _is_promise(thing):
        return None
    found = [thing_ for thing_ in things_of(thing) if thing_.category is not None]
    found += advise_and_assist(verb) + _further_things(verb)
    to_somebody = recipient or recipient_in(thing) or _total_by(verb)
    if not found or (verb.lemma in _ONLY_EXPLICIT and not (to_somebody or any(thing_.explicit for thing_ in found))):
        return None
    if (
        verb.lemma in ("give", "supply", "donate", "sell", "deliver", "ship", "provide", "hand", "transfer", "grant")
        and recipient is not None
    ):
        found = [_handed_over(thing_) for thing_ in found]
    if verb.lemma in _MONEY_ONLY and not any(thing_.total for thing_ in found):
        return None
    total = _total_by(verb)
    if total is not None and found[0].total is None:
        found[0] = replace(found[0], total=total)
    return Arguments(tuple(found), recipient or recipient_in(thing))


_SUPPLYING = frozenset({"provide", "supply", "furnish", "equip", "arm", "present"})


def _sum_after(verb: Token) -> Token | None:
    """ "lend Ukraine up to 1.8 billion euros": the parser takes the sum for a destination."""
    for child in verb.children:
        if child.dep == "prep" and child.lower in ("to", "up", "over", "about"):
            noun = child.child("pobj")
            measure = measure_of(noun) if noun is not None else None
            if measure is not None and measure.is_money:
                return noun
    return None


def _further_things(verb: Token) -> list[Thing]:
    """Counted things that the parser hangs elsewhere: "to Iraq and 250 personnel", "along with 250 pilots"."""
    nouns: list[Token] = []
    for child in verb.children:
        if child.dep == "conj" and child.is_noun:
            nouns += conjuncts(child)
        if child.dep == "prep" and child.i > verb.i:
            noun = child.child("pobj")
            inner = child.child("prep")
            if child.lower in ("along", "together") and inner is not None:
                noun = inner.child("pobj")
                nouns += conjuncts(noun)[:1] if noun is not None else []
            elif child.lower in ("plus", "alongside"):
                nouns += [noun] if noun is not None else []
            elif noun is not None:
                nouns += conjuncts(noun)[1:]
    return [thing for noun in nouns for thing in _named_things(noun) if thing.count or thing.total]


def _is_promise(noun: Token) -> bool:
    operator = predicates().operator_nouns.get(lemma_of(noun))
    return operator is not None and operator.name in ("commit", "plan", "offer", "decline")


def _named_things(noun: Token) -> list[Thing]:
    return [thing for thing in things_of(noun) if thing.category is not None and thing.explicit]


_RECEIVERS = frozenset(
    {"force", "forces", "army", "government", "fighter", "rebel", "troop", "soldier", "police", "people", "refugee", "military", "militia",
     "peshmerga", "group", "country", "ally", "partner", "opposition", "side", "victim", "family", "civilian", "regime", "kurd", "kurds"}
)  # fmt: skip


def _is_receiver(noun: Token) -> bool:
    return noun.tag in ("NNP", "NNPS") or lemma_of(noun) in _RECEIVERS or noun.lower in _RECEIVERS


def _goods_inside(recipient: Token) -> Token | None:
    """ "supplying forces that fight the extremists with rifles": the parser hangs the goods on the nearest verb."""
    for token in reversed(list(recipient.subtree)):
        if token.dep == "prep" and token.lower == "with":
            noun = token.child("pobj")
            if noun is not None and _named_things(noun):
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
                found += [thing for other in others for thing in _named_things(other)]
    return found


_ADVISED = frozenset(
    {
        "operation",
        "mission",
        "support",
        "team",
        "capacity",
        "effort",
        "role",
        "training",
        "program",
        "programme",
        "activity",
    }
)


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


_MONEY_ONLY = frozenset({"spend", "pay", "invest", "disburse", "inject", "pour", "channel"})
_ONLY_EXPLICIT = frozenset(
    {
        "keep",
        "maintain",
        "build",
        "complete",
        "spend",
        "add",
        "bring",
        "leave",
        "move",
        "position",
        "raise",
        "pay",
        "install",
        "set",
        "release",
        "intensify",
        "accelerate",
        "deepen",
        "share",
        "expand",
        "increase",
        "boost",
        "strengthen",
        "establish",
        "make",
        "invest",
        "put",
        "pour",
        "route",
        "ramp",
        "step",
        "beef",
        "scale",
    }
)
"""Verbs of many meanings: they give something only where a word names the help."""


_RAISING = frozenset(
    {"double", "increase", "raise", "boost", "triple", "treble", "expand", "bring", "quadruple", "lift"}
)


def _total_by(verb: Token) -> Measure | None:
    """ "increase its aid by £20 million"."""
    words = ("by", "with", "to") if verb.lemma in _RAISING else ("by", "with")
    for word in words:
        for child in verb.children:
            noun = child.child("pobj") if child.dep == "prep" and child.lower == word else None
            measure = measure_of(noun) if noun is not None else None
            if measure is not None and measure.is_money:
                return measure
    return None


def _help(verb: Token, entry: Contribution) -> Arguments | None:
    recipient = object_of(verb)
    means = after(verb, _MEANS)
    if means is not None and not (is_passive(verb) and _is_agent(means)):
        found = _named_things(means) + advise_and_assist(verb)
        if found:
            return Arguments(tuple(found), recipient)
    helped = verb.child("ccomp") if verb.lemma == "help" else None
    if helped is not None and helped.child("nsubj") is not None:
        return Arguments((_helped_thing(helped),), helped.child("nsubj"))
    if is_set_phrase(verb) or (entry.name == "advise" and not _is_force(recipient)):
        return None
    if recipient is None and (verb.lemma != "help" or after(verb, frozenset({"in", "with"})) is None):
        return None
    category = entry.category or "political"
    if category == "support":
        category = _category_of_support(verb, recipient)
    unit = _counted_recipient(recipient) if entry.name == "train" else None
    return Arguments((Thing(verb, category, entry.category != "support", unit),), recipient)


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


def _category_of_support(verb: Token, recipient: Token | None) -> str:
    words: set[str] = set()
    if recipient is not None:
        words |= words_of(recipient.subtree)
    for child in verb.children:
        if child.dep in ("xcomp", "ccomp", "prep", "advcl", "dative") and child.i > verb.i:
            words |= words_of(child.subtree)
    category = category_of_words(words)
    if category in ("humanitarian", "military_assistance", "training"):
        return category
    wide = category_of_words(words_of(verb.sentence))
    return "military_assistance" if wide == "military_assistance" else "political"


_PROTECTED = frozenset(
    {"people", "civilian", "refugee", "country", "city", "town", "border", "base", "dam", "airport", "ally", "minority", "worker", "convoy",
     "force", "troop", "embassy", "yazidi", "kurd", "village", "area", "site", "facility", "population", "territory", "airspace", "community", "population", "those", "partner", "citizen", "field", "ship", "sky"}
)  # fmt: skip


def _protect(verb: Token, entry: Contribution) -> Arguments | None:
    """States protect people and places; they also defend records and policies, which helps nobody."""
    recipient = object_of(verb)
    if recipient is None:
        return None
    words = {lemma_of(head) for head in conjuncts(recipient)} | {head.lower for head in conjuncts(recipient)}
    named = (
        recipient.tag in ("NNP", "NNPS")
        and recipient.entity is not None
        and recipient.entity.label in ("GPE", "LOC", "NORP")
    )
    if not named and not words & _PROTECTED:
        return None
    return Arguments((Thing(verb, entry.category, False),), recipient)


def _fund(verb: Token, entry: Contribution) -> Arguments | None:
    recipient = object_of(verb)
    means = after(verb, _MEANS)
    if means is not None:
        found = [thing for thing in things_of(means) if thing.category == "financial"]
        if found:
            return Arguments(tuple(found), recipient)
    return Arguments((Thing(verb, entry.category, True),), recipient) if recipient is not None else None


def _enemy(verb: Token, entry: Contribution) -> Arguments | None:
    target = object_of(verb) or after(verb, frozenset({"against"}))
    if target is None:
        return None
    category = entry.category
    return Arguments((Thing(verb, category, True),), None)


def _activity(verb: Token, entry: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is not None and noun.lower == "part":
        noun = after(verb, frozenset({"in"}))
    if noun is None:
        noun = after(verb, frozenset({"in", "out"}))
    if noun is None:
        return None
    if entry.category is not None:
        return Arguments((Thing(noun, entry.category, True),), None)
    found = [
        thing
        for head in conjuncts(noun)
        if lemma_of(head) in _ACTIVITIES
        and not (verb.lemma == "lead" and lemma_of(head) in ("coalition", "campaign", "war", "fight"))
        for thing in things_of(head)
        if thing.category is not None and (thing.explicit or lemma_of(head) in _CLEAR_ACTIVITIES)
    ]
    if verb.lemma in ("fly", "perform") and found:
        found = [thing if thing.category in _FLOWN else replace(thing, category="air_operations") for thing in found]
    return Arguments(tuple(dict.fromkeys(found)), recipient_in(noun)) if found else None


_CLEAR_ACTIVITIES = frozenset({"mission", "force", "coalition", "patrol", "fight", "part"})
_FLOWN = frozenset({"intelligence_surveillance", "humanitarian", "logistics_basing"})


def _host(verb: Token, entry: Contribution) -> Arguments | None:
    guest = object_of(verb)
    if guest is None:
        return None
    thing = things_of(guest)[0]
    if words_of(guest.subtree) & {"refugee", "migrant", "displaced"}:
        return Arguments((replace(thing, category="humanitarian", explicit=True),), guest)
    if lemma_of(guest) in ("camp", "centre", "center", "program", "programme", "site", "facility"):
        if thing.category == "training" or words_of(verb.subtree) & {"train", "training"}:
            return Arguments((replace(thing, category="training", explicit=True),), recipient_in(guest))
    if thing.explicit and thing.category in _HOSTED:
        return Arguments((replace(thing, category=entry.category),), None)
    return None


_HOSTED = frozenset({"military_personnel", "air_operations", "weapons_equipment", "training", "logistics_basing"})
_BASES = frozenset(
    {
        "base",
        "airbase",
        "airspace",
        "territory",
        "soil",
        "airfield",
        "facility",
        "port",
        "runway",
        "airport",
        "overflight",
    }
)


def _allow(verb: Token, entry: Contribution) -> Arguments | None:
    complement = verb.child("ccomp", "xcomp")
    noun = object_of(verb)
    permitted = complement or noun
    if permitted is None:
        return None
    words = {word for part in (complement, noun) if part is not None for word in words_of(part.subtree)}
    guest = complement.child("nsubj") if complement is not None else None
    if (
        words & _BASES
        or words & {"operation", "flight", "overfly", "transit"}
        and words & {"base", "logistical", "air", "airspace", "through"}
    ):
        return Arguments((Thing(verb, entry.category, True),), guest or noun)
    if words & {"aid", "humanitarian", "food", "refugee", "convoy", "relief", "worker"}:
        return Arguments((Thing(verb, "humanitarian", True),), guest or noun)
    return None


def _open(verb: Token, _: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None:
        return None
    words = words_of(verb.subtree) if lemma_of(noun) == "control" else words_of(noun.subtree)
    if not words & {"border", "crossing", "frontier", "airspace", "corridor", "base", "airbase", "port"}:
        return None
    recipient = after(verb, _TO)
    if verb.lemma in ("close", "seal", "tighten", "restrict", "police"):
        if not words_of(verb.sentence) & _INTRUDERS:
            return None
        return Arguments((Thing(verb, "law_enforcement", True),), None)
    if recipient is None:
        return None
    category = "logistics_basing" if words & {"airspace", "base", "airbase", "port"} else "humanitarian"
    return Arguments((Thing(verb, category, True),), recipient)


_INTRUDERS = frozenset(
    {
        "fighter",
        "fighters",
        "militant",
        "terrorist",
        "extremist",
        "jihadist",
        "smuggling",
        "smuggler",
        "trafficking",
        "isil",
        "isis",
        "daesh",
        "recruit",
        "weapon",
        "weapons",
        "infiltration",
    }
)


def _refugees(verb: Token, entry: Contribution) -> Arguments | None:
    guest = object_of(verb) or after(verb, frozenset({"in"}))
    if guest is None:
        return None
    words = words_of(guest.subtree)
    if not words & {"refugee", "migrant", "displaced", "evacuee", "asylum", "casualty", "wounded", "camp"}:
        return None
    return Arguments((Thing(guest, entry.category, True, things_of(guest)[0].count),), guest)


def _share(verb: Token, entry: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None or not words_of(noun.subtree) & {
        "intelligence",
        "information",
        "data",
        "evidence",
        "technology",
        "expertise",
        "imagery",
        "intel",
    }:
        return None
    partner = after(verb, frozenset({"with"})) or after(noun, frozenset({"with"}))
    return Arguments((Thing(noun, entry.category, True),), partner)


def _relate(verb: Token, entry: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None:
        return None
    words = {lemma_of(head) for head in conjuncts(noun)}
    other = after(verb, frozenset({"with"})) or after(noun, frozenset({"with"}))
    if verb.lemma in ("recognise", "recognize") and noun.tag in ("NNP", "NNPS"):
        return Arguments((Thing(verb, entry.category, True),), noun)
    if words & _RELATIONS:
        return Arguments((Thing(noun, entry.category, False),), other)
    return None


def _express(verb: Token, entry: Contribution) -> Arguments | None:
    noun = object_of(verb)
    if noun is None:
        return None
    head = next((head for head in conjuncts(noun) if lemma_of(head) in _EXPRESSED), None)
    if head is None or lemma_of(noun) == "letter" and "support" not in words_of(noun.subtree):
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
    if subject is None:
        return None
    if lemma_of(subject) not in things().units and subject.lower not in _MANY_UNITS:
        if verb.lemma != "deploy" or country_of_unit(subject) is None:
            return None
        return Arguments((Thing(subject, "military_personnel", True),), None, acting_unit=True)
    found = [thing for noun in (subject, subject.child("poss")) if noun is not None for thing in things_of(noun)]
    found = [thing for thing in found if thing.category not in (None, "political", "other")]
    return Arguments((found[0],), None, acting_unit=True) if found else None


_MANY_UNITS = frozenset({"dozens", "hundreds", "thousands", "scores", "group"})


def _cooperate(verb: Token, entry: Contribution) -> Arguments | None:
    if verb.lemma == "stand":
        partner = _beside(verb)
    else:
        partner = after(verb, frozenset({"with", "alongside"}))
        together = any(child.lower in ("together", "jointly", "closely") for child in verb.children)
        if partner is None and together:
            return Arguments((Thing(verb, _category_of_cooperation(verb), False),), None)
    if partner is None:
        return None
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
    "transfer": _transfer,
    "help": _help,
    "protect": _protect,
    "fund": _fund,
    "enemy": _enemy,
    "activity": _activity,
    "host": _host,
    "allow": _allow,
    "open": _open,
    "refugees": _refugees,
    "share": _share,
    "relate": _relate,
    "express": _express,
    "unit": _unit,
    "cooperate": _cooperate,
}
