"""What makes an act of a verb that no list names: the shared parts of its readers."""

from __future__ import annotations

from dataclasses import dataclass

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.objects import Arguments
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.resolve.countries import find_country

MISSIONS = word_set("own_missions")
GIVEN = frozenset(
    {
        "military_personnel",
        "air_operations",
        "weapons_equipment",
        "training",
        "military_assistance",
        "intelligence_surveillance",
        "logistics_basing",
        "humanitarian",
        "financial",
    }
)
ACTING = frozenset(
    {
        "military_personnel",
        "air_operations",
        "weapons_equipment",
        "training",
        "intelligence_surveillance",
        "military_assistance",
    }
)


@dataclass(frozen=True, slots=True)
class Licensed:
    """An act that its thing makes a contribution.

    Attributes:
        reading: what governs the verb.
        arguments: things and recipient.
        withdrawal: whether it ends the contribution.
    """

    reading: Reading
    arguments: Arguments
    withdrawal: bool = False


def forces_of(noun: Token) -> list[Thing]:
    """The forces, arms and trainers that a noun phrase names."""
    return [thing for thing in things_of(noun) if thing.explicit and thing.category in ACTING]


def is_owned(noun: Token) -> bool:
    """Whether a country or somebody stands before it as its owner: "its mission", "the Dutch mission"."""
    if noun.child("poss") is not None:
        return True
    beside = [child for child in noun.children if child.dep in ("amod", "compound", "nmod") and child.i < noun.i]
    return any((match := find_country(child.text)) is not None and match.form == "adjective" for child in beside)
