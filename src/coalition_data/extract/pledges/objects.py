"""Objects and recipients of verbs, where the parser puts them and where it misplaces them."""

from __future__ import annotations

from dataclasses import dataclass

from coalition_data.document import Token, once_a_token
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.quantities import Measure
from coalition_data.extract.pledges.things import Thing, content_of, things_of
from coalition_data.extract.pledges.words import conjuncts, words_of

TO = frozenset({"to", "for", "toward", "towards"})
MEANS = frozenset({"with", "through", "by", "via"})


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


@once_a_token
def object_of(verb: Token) -> Token | None:
    """The object in the active, the subject in the passive, the antecedent in a relative clause."""
    if is_passive(verb):
        return _given_to_subject(verb) or _object_of_passive(verb)
    found = (
        _object_after_number(verb)
        or _best_object(verb)
        or _sent_in(verb)
        or _object_after_particle(verb)
        or _behind_receiver(verb)
        or _behind_interruption(verb)
        or _shared_object(verb)
    )
    if found is not None:
        return verb.head if found.tag in ("WDT", "WP") and verb.dep == "relcl" else found
    subject = verb.child("nsubj") if verb.dep == "relcl" else None
    if subject is None or subject.tag in ("WDT", "WP") or subject.lower == "that":
        return None
    return verb.head


def _sent_in(verb: Token) -> Token | None:
    """ "sent in transport planes": the particle taken for a preposition."""
    preposition = next((child for child in verb.children if child.i == verb.i + 1 and child.lower == "in"), None)
    if preposition is None or preposition.dep != "prep" or verb.lemma not in ("send", "fly", "bring", "ship"):
        return None
    noun = preposition.child("pobj")
    sent = [thing for thing in things_of(noun) if thing.explicit] if noun is not None else []
    return noun if sent and sent[0].category != "logistics_basing" else None  # "fly in Turkish airspace"


def _behind_interruption(verb: Token) -> Token | None:
    """ "delivered, on Wednesday, military equipment": an object behind commas, without a label."""
    if verb.doc[min(verb.i + 1, len(verb.doc) - 1)].text != ",":
        return None
    nouns = (child for child in verb.children if child.dep == "dep" and child.is_noun and child.i > verb.i)
    return next((noun for noun in nouns if any(thing.explicit for thing in things_of(noun))), None)


_HANDING_OVER = word_set("handing_over")


def _behind_receiver(verb: Token) -> Token | None:
    """ "sell to Iraq 15 combat planes": the object behind who gets it, taken for an apposition."""
    receiver = after(verb, frozenset({"to"}))
    if receiver is not None and receiver.tag == "NNS" and verb.lemma in _HANDING_OVER:
        named = next((child for child in receiver.children if child.dep == "nmod" and child.tag == "NNP"), None)
        if named is not None and named.i == receiver.head.i + 1:
            return receiver  # "sell to Kenya 15 planes", read as one phrase
    noun = receiver.child("appos") if receiver is not None and receiver.tag in ("NNP", "NNPS") else None
    if noun is None or noun.doc[noun.subtree.first - 1].text in (",", "("):
        return None
    return noun if any(thing.explicit for thing in things_of(noun)) else None


def _best_object(verb: Token) -> Token | None:
    """The object; of two that the parser sees ("forgave the last of its loans, £11.4 million") the one with a kind."""
    found = [child for child in verb.children if child.dep in ("dobj", "obj")]
    if len(found) > 1 and found[0].tag == "NNP" and found[1].subtree.first == found[0].i + 1:
        return found[1]  # "the CC-150 Polaris tanker": a type and its noun
    if len(found) > 1 and found[0].tag not in ("NNP", "NNPS", "PRP"):
        return next((noun for noun in found if any(thing.category for thing in things_of(noun))), found[0])
    return found[0] if found else None


def _shared_object(verb: Token) -> Token | None:
    """ "train and equip the police": the object stands behind the last of the verbs."""
    other = next((child for child in verb.children if child.dep == "conj" and child.is_verb and child.i > verb.i), None)
    if verb.lemma in ("begin", "start", "end", "come", "go", "stop", "meet", "say"):
        return None
    if other is None or other.i - verb.i > _NEAR or other.child("nsubj") is not None or other.tag != verb.tag:
        return None
    between = verb.doc.span(verb.i + 1, other.i)
    if not all(token.lower in ("and", "or", ",", "then", "also") for token in between):
        return None
    return _best_object(other) or _shared_object(other)


_NEAR = 3
"""Tokens from one verb to the next that it shares its object with."""


def _given_to_subject(verb: Token) -> Token | None:
    """ "Kyiv was promised 18 howitzers": in the passive of two objects the thing stays behind the verb."""
    found = verb.child("dobj", "obj", "oprd") or verb.child("dative")
    if found is None or not found.is_noun or found.i < verb.i:
        return None
    return found if any(thing.category for thing in things_of(found)) else None


_PARTICLES = frozenset({"in", "up", "out", "on", "over", "off", "down", "back", "along", "aside", "away", "forward"})


def _object_after_particle(verb: Token) -> Token | None:
    """ "chipped in $500,000", "passed on 14 of its tanks": the parser takes the particle for a preposition."""
    for child in verb.children:
        if child.dep in ("prep", "prt") and child.lower in _PARTICLES and child.i == verb.i + 1:
            noun = child.child("pobj")
            if child.dep == "prt" and noun is not None and any(thing.explicit for thing in things_of(noun)):
                return noun  # "would take in refugees"
            measure = measure_of(noun) if noun is not None else None
            if noun is None or measure is None or child.lower == "over" or _is_time(noun):
                continue
            if measure.is_money or noun.tag == "CD" or any(thing.explicit for thing in things_of(noun)):
                return noun
    return None


def _is_time(noun: Token) -> bool:
    if noun.entity is not None and noun.entity.label in ("DATE", "TIME"):
        return True
    return noun.tag == "CD" and not noun.children and len(noun.text) == len("2014") and noun.text.isdigit()


def _object_of_passive(verb: Token) -> Token | None:
    subject = verb.child("nsubjpass")
    if subject is not None and subject.tag not in ("WDT", "WP"):
        return subject
    if verb.dep in ("acl", "relcl"):
        return verb.head
    if verb.dep == "xcomp" and verb.head.lemma in ("be", "go"):  # "are to be paid", "are going to be handed over"
        return verb.head.child("nsubj", "nsubjpass")
    if verb.dep == "conj" and verb.head.is_verb:
        return _object_of_passive(verb.head) if is_passive(verb.head) else None
    return _noun_before(verb)


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
                if noun.dep == "pobj" and noun.is_noun and measure_of(noun) is not None:
                    return noun  # and not "flying from an airbase"
        if (
            child.lower == "to"
            and child.dep == "prep"
            and child.i == verb.i + 2
            and child.doc[child.i - 1].lower == "up"
        ):
            counted = child.child("pobj")  # "is to supply up to 800 of them"
            if counted is not None and (counted.tag == "CD" or counted.is_noun) and measure_of(counted) is not None:
                return counted
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
    found = after(noun, TO)
    parts = (head for part in content_of(noun) for head in conjuncts(part))
    return found or next((inner for part in parts if (inner := recipient_in(part))), None)


def sum_after(verb: Token) -> Token | None:
    """ "lend Ukraine up to 1.8 billion euros": the parser takes the sum for a destination, or a second object."""
    first = verb.child("dobj")
    for child in verb.children:
        if first is not None and child.i > first.i and child.dep in ("dobj", "npadvmod", "oprd", "appos"):
            measure = measure_of(child)
            if measure is not None and measure.is_money:
                return child
        if child.dep == "prep" and child.lower in ("to", "up", "over", "about"):
            noun = child.child("pobj")
            measure = measure_of(noun) if noun is not None else None
            if measure is not None and measure.is_money:
                return noun
    return None


def further_things(verb: Token) -> list[Thing]:
    """Counted things that the parser hangs elsewhere: "to Iraq and 250 personnel", "along with 250 pilots"."""
    nouns: list[Token] = []
    for child in verb.children:
        if child.dep == "conj" and child.is_noun:
            nouns += conjuncts(child)
        if child.dep == "dobj" and child != verb.child("dobj"):
            nouns += conjuncts(child)  # "a frigate, the Oslo, and 75 soldiers"
        if child.dep == "prep" and child.i > verb.i:
            noun = child.child("pobj")
            inner = child.child("prep")
            if child.lower in ("along", "together") and inner is not None:
                continue
            if child.lower in ("plus", "alongside"):
                nouns += [noun] if noun is not None else []
            elif noun is not None:
                nouns += conjuncts(noun)[1:]
    nouns += _along_with(verb)
    return [thing for noun in nouns for thing in named_things(noun) if thing.count or thing.total]


def _along_with(verb: Token) -> list[Token]:
    """ "250 pilots" of "six jets along with 250 pilots", wherever the parser hangs the "along"."""
    if words_of(verb.subtree).isdisjoint(_ALONG):
        return []
    with_ = (child for token in verb.subtree if token.lower in _ALONG for child in token.children)
    found = (child.child("pobj") for child in with_ if child.lower == "with")
    return [noun for noun in found if noun is not None]


_ALONG = frozenset({"along", "together"})


def named_things(noun: Token) -> list[Thing]:
    """The things of a phrase whose kind a word names."""
    return [thing for thing in things_of(noun) if thing.category is not None and thing.explicit]


_RAISING = word_set("raising")


def total_by(verb: Token) -> Measure | None:
    """ "increase its aid by £20 million"."""
    worth = next((child.child("npadvmod") for child in verb.children if child.lower == "worth"), None)
    if worth is not None and (stated := measure_of(worth)) is not None and stated.is_money:
        return stated
    words = ("by", "with", "to") if verb.lemma in _RAISING else ("by", "with")
    for word in words:
        for child in verb.children:
            noun = child.child("pobj") if child.dep == "prep" and child.lower == word else None
            measure = measure_of(noun) if noun is not None else None
            if measure is not None and measure.is_money:
                return measure
    return None
