"""Nouns of giving with their giver: "Turkey's gift of 50 ambulances", "a Saudi grant of $10 million"."""

from __future__ import annotations

from coalition_data.document import Token, once_a_token
from coalition_data.extract.pledges.acts import Act, finish
from coalition_data.extract.pledges.clauses import Reading, holder_of
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.objects import Arguments, after, recipient_in
from coalition_data.extract.pledges.things import things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.organisations import find_organisation

_GIFTS = word_set("gifts")
_LISTING = word_set("listing")
_FACTIVE = word_set("factive")
_THANKING = word_set("thanking")
_DONOR_WORDS = word_set("donor_words")


def owned_gift(noun: Token) -> Act | None:
    """The act of a noun of giving that names its giver and its thing; None for any other noun."""
    if lemma_of(noun) not in _GIFTS:
        return None
    content = after(noun, frozenset({"of"}))
    beside = [child for child in content.children if child.dep in ("amod", "poss", "compound")] if content else []
    giver = _giver_of(noun) or _thanked_for(noun) or next((child for child in beside if is_party_name(child)), None)
    if giver is None:
        return None
    shown = noun.head.child("attr") if noun.dep == "nsubj" and noun.head.lemma == "be" else None
    source = content or shown
    found = [t for t in things_of(source) if t.explicit and t.category not in (None, "political")] if source else []
    own = [t for t in things_of(noun) if t.explicit and t.total is not None]
    found = found or own
    if not found:
        return None
    reading = read_act(noun)
    reading.subject = giver
    if reading.rejected and any(verb.lemma in _FACTIVE for verb in noun.ancestors if verb.is_verb):
        reading.rejected = None
    return finish(noun, reading, Arguments(tuple(found), recipient_in(noun)), "noun")


def _thanked_for(noun: Token) -> Token | None:
    """ "thanked the President for the delivery of munitions"."""
    verb = noun.head.head if noun.dep == "pobj" and noun.head.lower == "for" else None
    return verb.child("dobj") if verb is not None and verb.lemma in _THANKING else None


def _giver_of(noun: Token) -> Token | None:
    """A country or body before the noun, or behind it after "by" or "from"."""
    for child in noun.children:
        if child.i < noun.i and child.dep in ("poss", "amod", "compound", "nmod") and is_party_name(child):
            return child
    for token in noun.subtree:
        if token.dep in ("prep", "agent") and token.lower in ("by", "from") and token.i > noun.i:
            giver = token.child("pobj")
            giver = state_named(giver) if giver is not None and giver.tag in ("NNP", "NNPS", "NN") else None
            if giver is not None:
                return giver
    return None


_GOVERNED = word_set("governed")


def state_named(token: Token) -> Token | None:
    """Head of the name of a state or body in "Norway", "the Government of the Kingdom of Norway", "the EU"."""
    if is_party_name(token):
        return token
    inner = after(token, frozenset({"of"})) if token.lower in _GOVERNED else None
    return state_named(inner) if inner is not None else None


@once_a_token
def is_party_name(token: Token) -> bool:
    """Whether a token is the head of the name of a country, a capital or a body of states."""
    first = min([token.i, *(child.i for child in token.children if child.dep == "compound")])
    name = token.doc.span(first, token.i + 1).text
    match = find_country(name) or find_country(token.text)
    if match is not None:
        return match.form != "region"
    body = find_organisation(name)
    return body is not None and body.kind != "adversary"


def sum_from(noun: Token) -> Act | None:
    """ "The largest pledge, of 3 billion euros, came from the EU", "with $30 billion in loans from 76 states"."""
    if words_of(noun.sentence).isdisjoint(_DONOR_WORDS):
        return None
    found = [thing for thing in things_of(noun) if thing.total is not None and thing.explicit]
    if not found:
        return None
    source = after(noun, frozenset({"from"}))
    if source is None:
        inner = [child.child("pobj") for child in noun.children if child.dep == "prep" and child.lower in ("in", "of")]
        heads = [head for part in inner if part is not None for head in conjuncts(part)]
        source = next((x for head in heads if (x := after(head, frozenset({"from"}))) is not None), None)
    source = source or _paid_by(noun)
    if source is None or not (
        is_party_name(source) or lemma_of(source) in ("country", "nation", "state", "government")
    ):
        return None
    reading = read_act(noun)
    reading.subject = source
    if reading.rejected and any(verb.lemma in _FACTIVE for verb in noun.ancestors if verb.is_verb):
        reading.rejected = None  # "welcomed the announcement of $17m by Japan"
    return finish(noun, reading, Arguments((found[0],), recipient_in(noun)), "noun")


def _paid_by(noun: Token) -> Token | None:
    """ "the announcement of $17m by the Government of Japan": the giver hangs on the noun of promising."""
    told = noun.head.head if noun.dep == "pobj" and noun.head.lower == "of" else None
    holder = holder_of(told) if told is not None and lemma_of(told) in predicates().operator_nouns else None
    return state_named(holder) if holder is not None else None


def owned_sum(noun: Token) -> Act | None:
    """ "Norway's 340 million crowns are to be paid by June"."""
    owner = noun.child("poss")
    if owner is None or owner.tag not in ("NNP", "NNPS") or noun.dep not in ("nsubj", "nsubjpass", "conj", "pobj"):
        return None
    found = [thing for thing in things_of(noun)[:1] if thing.total is not None]
    inside = found and found[0].total is not None and found[0].total.start <= noun.start < found[0].total.end
    if not inside or not is_party_name(owner) or not words_of(noun.doc.tokens) & _DONOR_WORDS:
        return None
    reading = read_act(noun)
    reading.subject = owner
    return finish(noun, reading, Arguments((found[0],), recipient_in(noun)), "noun")


def name_with_sum(name: Token) -> Act | None:
    """ "Among the biggest contributors were Turkey with $5 billion in credits, Kuwait with $2 billion"."""
    if name.tag not in ("NNP", "NNPS") or not words_of(name.sentence) & _LISTING or not is_party_name(name):
        return None
    given = after(name, frozenset({"with"}))
    found = [thing for thing in things_of(given)[:1] if thing.total is not None] if given is not None else []
    if not found:
        return None
    reading = Reading(act=name, clause=name, subject=name, alone=True)
    return finish(name, reading, Arguments(tuple(found)), "noun")
