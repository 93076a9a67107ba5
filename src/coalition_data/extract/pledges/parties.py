"""Who promises, to whom, and where: from mentions to pledger, recipient and scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition_data.document import Span, Token
from coalition_data.resolve.countries import country_name, find_country
from coalition_data.resolve.entities import Actor, ArticleEntities

_PLACES = frozenset({"in", "over", "inside", "across", "within", "throughout", "near", "outside"})


@dataclass(frozen=True, slots=True)
class Party:
    """A state, organisation, coalition or group."""

    name: str
    kind: str
    iso3: str | None


def parties_of(token: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """Those whom a noun phrase makes promise: a minister or a ministry stands for the country."""
    found: list[Party] = []
    for actor in entities.actors_of(token):
        party = party_of(actor)
        if party is None:
            return ()
        if party not in found:
            found.append(party)
    return tuple(found)


def party_of(actor: Actor) -> Party | None:
    """The party that an actor promises for; None for an adversary, or who speaks for no party."""
    if actor.adversary or actor.kind in ("document",):
        return None
    if actor.kind == "coalition":
        return Party(actor.name or "international coalition", "coalition", None)
    if actor.kind == "group":
        return Party(actor.name, "group", None) if actor.name else None
    if actor.iso3 is not None:
        return Party(country_name(actor.iso3), "country", actor.iso3)
    if actor.kind == "organisation" and actor.name:
        return Party(actor.name, "organisation", None)
    return None


def party_of_modifier(noun: Token) -> Party | None:
    """The country that a unit belongs to: "British troops", "U.S. Marines", "Germany's jets"."""
    for child in noun.children:
        if child.dep in ("amod", "compound", "nmod", "poss") and child.i < noun.i:
            match = find_country(child.subtree.text if child.dep == "poss" else child.text)
            if match is None and child.entity is not None:
                match = find_country(noun.doc.span(child.entity.start, child.entity.end).text)
            if match is not None:
                return Party(match.name, "country", match.iso3)
    return None


def scope_of(tokens: Iterable[Token], pledgers: Iterable[Party]) -> tuple[str, ...]:
    """Countries in which the promise applies: after "in", "over", "inside"."""
    own = {party.iso3 for party in pledgers}
    found: list[str] = []
    for token in tokens:
        if token.dep == "prep" and token.lower in _PLACES:
            for noun in token.children:
                if noun.dep == "pobj":
                    found += [iso3 for iso3 in _countries(noun.subtree) if iso3 not in found and iso3 not in own]
    return tuple(found)


def _countries(span: Span) -> list[str]:
    found = []
    for token in span:
        if token.tag in ("NNP", "NNPS"):
            match = find_country(token.text)
            if match is None and token.entity is not None:
                match = find_country(token.doc.span(token.entity.start, token.entity.end).text)
            if match is not None and match.form in ("name", "adjective") and match.iso3 not in found:
                found.append(match.iso3)
    return found
