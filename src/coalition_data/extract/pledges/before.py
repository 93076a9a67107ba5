"""Who acted in the sentences before: for "the government" and "the bloc", which name nobody."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.bodies import owned_official
from coalition_data.extract.pledges.parties import Party, parties_of, parties_of_modifiers, party_words
from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.entities import ArticleEntities

_SENTENCES_BACK = 2
"""A sentence between may tell of something else."""
_NOTHING_NAMED = frozenset({"det", "punct", "relcl", "appos"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def body_of_actor_before(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The Czech government voted … Ministers agreed to send", "Estonia has few soldiers. The country will send": the
    one country that acts in the sentences before; a "bloc" or "alliance" is a body of states."""
    bodies = subject.lower in party_words("bodies_before")
    if not bodies and subject.lower not in party_words("states_before") | party_words("following_bodies"):
        return ()
    if not all(_names_nobody(child) for child in subject.children if child.i < subject.i) or _is_elsewhere(subject):
        return ()
    for sentence in _sentences_before(subject):
        found = _acting_in(sentence, entities, "organisation" if bodies else "country")
        if found:
            places = {mention.match.iso3 for mention in scan_countries(sentence.text)} - {found[0].iso3}
            vague = subject.lower in party_words("places_of_state") and bool(places)  # "visited Niger. The country"
            known = len(found) == 1 and not vague and not _names_another(subject, found[0])
            return found if known else ()
    return ()


def _is_elsewhere(subject: Token) -> bool:
    """ "the government there", "the army in Aleppo", "the alliance of left-wing parties"."""
    return any(child.i > subject.i and (child.dep == "prep" or child.lower == "there") for child in subject.children)


def _names_another(subject: Token, party: Party) -> bool:
    """ "On the Turkish side the army is digging": a country that its own sentence names before it."""
    before = subject.doc.text[subject.sentence.start : subject.start]
    return any(mention.match.iso3 != party.iso3 for mention in scan_countries(before))


def _names_nobody(child: Token) -> bool:
    if child.lower in ("a", "an", "any", "no"):
        return False  # "a Labour government would"
    measured = child.dep == "nummod" or any(letter.isdigit() for letter in child.subtree.text)  # "the 27-member bloc"
    return child.dep in _NOTHING_NAMED or child.lower in party_words("ruling") or measured


def _sentences_before(token: Token) -> Iterator[Span]:
    """The sentences before a token's own, the nearest first, under the same quotation marks or none."""
    doc, first = token.doc, token.sentence.first
    if doc.quotation_at(token.start) is not None:
        return
    for _ in range(_SENTENCES_BACK):
        if first == 0:
            return
        sentence = doc[first - 1].sentence
        yield sentence
        first = sentence.first


def _acting_in(sentence: Span, entities: ArticleEntities, kind: str) -> tuple[Party, ...]:
    """The parties of one kind that the subjects of a sentence stand for, or belong to."""
    found: list[Party] = []
    for token in sentence:
        if token.dep not in _SUBJECTS or not token.head.is_verb or token.tag.startswith(("PRP", "W")):
            continue
        owner = token.child("poss")
        named = owned_official(token) or parties_of_modifiers(token) or parties_of(token, entities)
        named = named or (parties_of(owner, entities) if owner is not None else ())
        found += [party for party in named if party.kind == kind and party not in found]
    return tuple(found)
