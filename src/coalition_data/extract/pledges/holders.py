"""Whose an act is: pledger, recipient and speaker of an act in its article."""

from __future__ import annotations

from dataclasses import dataclass

from coalition_data.document import Token
from coalition_data.extract.pledges.detect import Act
from coalition_data.extract.pledges.parties import Party, parties_of, party_of, party_of_modifier
from coalition_data.extract.pledges.speakers import FIRST_PERSON, speaker_at
from coalition_data.resolve.countries import country_name
from coalition_data.resolve.entities import Actor, ArticleEntities


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who announced a pledge."""

    name: str
    role: str | None
    iso3: str | None


def pledgers_of(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """Who promises: the subject, else the owner of the unit, else the country of who says so."""
    subject = act.reading.subject
    if act.arguments.acting_unit:
        unit = act.reading.subject
        return _owners(unit, entities) if unit is not None else ()
    if subject is not None and subject.lower in FIRST_PERSON:
        speaker = act.reading.speaker or speaker_at(subject)
        return parties_of(speaker, entities)[:1] if speaker is not None else ()
    if subject is not None:
        found = parties_of(subject, entities)
        if found:
            return found
        owner = party_of_modifier(subject)
        return (owner,) if owner is not None and not _is_adversary(subject, entities) else ()
    for thing in act.arguments.things:
        owner = party_of_modifier(thing.head)
        if owner is not None:
            return (owner,)
    speaker = act.reading.speaker
    return parties_of(speaker, entities)[:1] if speaker is not None else ()


def _owners(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    owner = party_of_modifier(unit)
    if owner is not None:
        return (owner,)
    found = parties_of(unit, entities)
    if found:
        return found
    for child in unit.children:
        if child.dep == "prep" and child.lower in ("from", "of"):
            noun = child.child("pobj")
            if noun is not None:
                return _owners(noun, entities)
    return ()


def _is_adversary(token: Token, entities: ArticleEntities) -> bool:
    actor = entities.actor_of(token)
    return actor is not None and actor.adversary


def recipient_of(act: Act, pledger: Party, entities: ArticleEntities) -> Party | None:
    """Whom the act is for; None where it is not said or is the pledger itself."""
    token = act.arguments.recipient
    if token is None:
        return None
    actor = entities.actor_of(token)
    if actor is not None and actor.adversary:
        return None
    party = party_of(actor) if actor is not None else None
    if party == pledger:
        return None
    if party is not None and actor is not None and actor.kind in ("organisation", "group") and actor.name:
        return Party(actor.name, party.kind, actor.iso3)
    if party is not None:
        return party
    owner = party_of_modifier(token)
    if owner is not None and owner != pledger:
        return Party(_phrase(token), "group", owner.iso3)
    return None


def _phrase(token: Token) -> str:
    words = [child for child in token.children if child.i < token.i and child.dep in ("compound", "amod", "nmod")]
    first = min([token.i, *(word.subtree.first for word in words)])
    return " ".join(token.doc.span(first, token.i + 1).text.split())


def speaker_of(act: Act, entities: ArticleEntities) -> Speaker | None:
    """Who said it: the reporting subject, else a person who promises in his own name."""
    said = act.reading.speaker or speaker_at(act.token)
    for token in (said, act.reading.subject):
        if token is None:
            continue
        actor = entities.actor_of(token)
        if actor is not None and actor.name and not actor.adversary and (token == said or actor.kind == "person"):
            return _speaker(actor)
    return None


def _speaker(actor: Actor) -> Speaker:
    name = actor.name or ""
    if actor.kind == "country" and actor.iso3:
        name = country_name(actor.iso3)
    return Speaker(name, actor.role, actor.iso3)
