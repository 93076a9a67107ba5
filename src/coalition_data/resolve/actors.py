"""Who can speak, meet or promise, and what the tables call the kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "country", "organisation", "coalition", "group", "anonymous", "document"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can speak, meet or promise.

    Attributes:
        kind: ``anonymous`` for an unnamed person ("a senior official"), ``group`` for unnamed many ("several Arab
            countries"), ``document`` for a text ("a joint statement").
        name: canonical name ("Marie Harf", "United States", "State Department"); None for anonymous.
        iso3: the country it is or speaks for, as far as the article and the lexicons tell.
        role: "State Department spokeswoman"; for anonymous, the description ("senior State Department official").
        adversary: whether it is the enemy of the coalition (Islamic State and other armed groups).
        start, end: offsets of the mention as printed (the noun phrase without relative clauses and appositions).
    """

    kind: ActorKind
    name: str | None
    iso3: str | None
    role: str | None
    adversary: bool
    start: int
    end: int


def participant_kind(actor: Actor) -> str:
    """``kind`` of a meeting's host or participant: ``person``, ``country``, ``organisation``, ``group``."""
    renamed = {"coalition": "organisation", "anonymous": "group", "document": "organisation"}
    return renamed.get(actor.kind, actor.kind)


def pledger_kind(actor: Actor) -> str:
    """``pledger_kind``: ``country``, ``organisation``, ``coalition``, ``group``; a person counts as the country."""
    if actor.kind in ("person", "anonymous", "document"):
        return "country" if actor.iso3 else "organisation" if actor.kind == "person" else "group"
    return actor.kind


def speaker_kind(actor: Actor) -> str:
    """``speaker_kind``: ``person``, ``organisation``, ``document``, ``group``, ``anonymous``."""
    return "organisation" if actor.kind in ("country", "coalition") else actor.kind
