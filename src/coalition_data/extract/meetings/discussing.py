"""Talks told by what was discussed: "Kerry and Lavrov discussed the truce"."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import read_verb
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.parties import Party


def have_discussed(verb: Token, parties: tuple[Party, ...], is_placed: bool, is_dated: bool) -> bool:
    """Whether those who discuss something are told to have met or talked.

    Two officials of different countries need no more; two of one country, and the ministers or officials of two, need
    the place or the day as well, because a debate or an exchange of statements is told in the same words.

    Args:
        verb: the verb of discussing.
        parties: the named parties of the mention.
        is_placed: whether its place is told.
        is_dated: whether its day is told.
    """
    acting = [party for party in parties if party.head.i < verb.i and not _points_back(party)]
    reading = read_verb(verb)
    if not acting or not reading.factual or reading.negated:
        return False
    countries = {party.actor.iso3 for party in acting if party.actor.iso3}
    if any(party.actor.kind not in ("person", "anonymous") for party in acting):
        delegates = all(_delegates(party).tag in ("NNS", "NNPS") for party in acting)
        several = len(countries) >= 2 or any(_are_of_body(party) for party in acting)
        return delegates and several and (is_placed or is_dated)
    if len(acting) < 2:
        return False
    if reading.direction == "future":
        return is_placed and is_dated
    return len(countries) >= 2 or (is_placed and is_dated)


def _delegates(party: Party) -> Token:
    """ "the foreign ministers of Ghana and Togo": the ministers."""
    node = party.head
    while node.dep in ("conj", "pobj", "prep") and not node.is_root and not node.head.is_verb:
        node = node.head
    return node


def _are_of_body(party: Party) -> bool:
    """ "EU foreign ministers", "leaders of the African Union"; officials of a body discuss something every day."""
    lemma = _delegates(party).lemma.lower().removesuffix("s")
    return party.actor.kind in ("organisation", "coalition") and lemma in ("minister", "leader", "ambassador", "chief")


def _points_back(party: Party) -> bool:
    """ "the President": somebody told before, and what he did there."""
    before = [child.lower for child in party.head.children if child.i < party.head.i]
    return party.actor.kind == "anonymous" and before == ["the"]


def is_told_by(subject: Token) -> bool:
    """ "I", "we", "The President": whose own words or readout it is."""
    title = subject.text[0].isupper() and subject.lower in words("offices")
    before = [child for child in subject.children if child.i < subject.i]
    bare = title and all(child.lower == "the" or child.text[0].isupper() for child in before)
    return subject.lower in ("i", "we") or bare
