"""Parties of one meeting known by their office alone in one article and by name in another, made one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from coalition_data.records import Host, Participant
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.role_words import role_kinds

Party = TypeVar("Party", Host, Participant)
_COUNTERPART = "counterpart"
_QUALIFIERS = frozenset(["vice", "deputy", "former", "assistant", "under", "acting"])


def is_known_by_office_alone(party: Host | Participant) -> bool:
    """Whether the name is no name but an office ("Iraqi counterpart")."""
    words = party.name.split()
    if party.kind != "person" or len(words) < 2 or not role_kinds(words[-1]):
        return False
    return party.name == party.role or find_country(words[0]) is not None or words[-1].islower()


def name_parties(parties: Iterable[Party], known: Sequence[Host | Participant]) -> tuple[Party, ...]:
    """``parties``, those known by their office alone under the name that the meeting's other reports tell.

    Args:
        parties: hosts or participants, in order.
        known: all hosts and participants of all reports of the meeting.

    Returns:
        Each party once. An office stays as it is where no named person, or more than one, can be its holder.
    """
    found: dict[str, Party] = {}
    for party in parties:
        holder = _holder(party, known) if is_known_by_office_alone(party) else None
        named = replace(party, name=holder.name, role=holder.role or party.role) if holder is not None else party
        if holder is None or named.name not in found:
            found[named.name] = named
    return tuple(found.values())


def _holder(party: Host | Participant, known: Sequence[Host | Participant]) -> Host | Participant | None:
    """The one named person of that country whose office can be this one."""
    if party.iso3 is None:
        return None
    holders = {
        other.name: other
        for other in known
        if other.kind == "person"
        and other.iso3 == party.iso3
        and other.role is not None
        and not is_known_by_office_alone(other)
        and _can_be(party.name, other.role)
    }
    return next(iter(holders.values())) if len(holders) == 1 else None


def _can_be(office: str, role: str) -> bool:
    """Whether a role may be the office: the same noun and portfolio, or any for a counterpart."""
    if office.lower().endswith(_COUNTERPART):
        return "office" in role_kinds(role)
    wanted, held = ({word.lower() for word in words.split() if find_country(word) is None} for words in (office, role))
    return wanted <= held and not (held - wanted) & _QUALIFIERS
