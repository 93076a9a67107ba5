"""The lexicons of the pledge extractor, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from coalition_data.errors import LexiconError
from coalition_data.resolve.tables import load_yaml


@lru_cache(maxsize=16)
def _load(name: str) -> dict[str, Any]:
    source = resources.files("coalition_data.lexicons").joinpath(name)
    try:
        data = load_yaml(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(f"lexicon {name} cannot be read: {error}", "restore the file or mend its YAML") from error
    if not isinstance(data, dict):
        raise LexiconError(f"lexicon {name} holds no mapping")
    return data


def money_lexicon() -> dict[str, Any]:
    """Currencies as printed."""
    return _load("pledges_money.yml")


def number_lexicon() -> dict[str, Any]:
    """Number words, scales and qualifiers."""
    return _load("pledges_numbers.yml")


def party_lexicon() -> dict[str, Any]:
    """Words for who speaks for a state and who does not."""
    return _load("pledges_parties.yml")


def unit_lexicon() -> dict[str, Any]:
    """Patterns of unit names by country."""
    return _load("pledges_units.yml")


def progress_verbs(name: str) -> frozenset[str]:
    """A class of verbs of ``pledges_progress.yml``."""
    return frozenset(_load("pledges_progress.yml")[name])


def confidence_counts() -> dict[str, dict[str, int]]:
    """Right and all rows by class, as counted on the gold sets."""
    return dict(_load("pledges_confidence.yml"))


def condition_words(name: str) -> frozenset[str]:
    """A list of ``pledges_conditions.yml``."""
    return frozenset(_load("pledges_conditions.yml")[name])


def word_set(name: str) -> frozenset[str]:
    """A closed word list of ``pledges_words.yml``."""
    words = _load("pledges_words.yml").get(name)
    if not isinstance(words, list):
        raise LexiconError(f"pledges_words.yml holds no list {name!r}")
    return frozenset(str(word) for word in words)


def screen_words(name: str) -> frozenset[str]:
    """A list of ``pledges_screen.yml``."""
    return frozenset(str(word) for word in _load("pledges_screen.yml")[name])


@dataclass(frozen=True, slots=True)
class Operator:
    """A predicate above the act, that says how the act is meant.

    Attributes:
        name: class in the lexicon (``commit``, ``offer``, ``appeal``, …).
        stance: the stance that it gives, ``reject`` where nobody promises, None where it adds nothing.
        strong: whether it makes a pledge of an act that is in no list of contributions.
    """

    name: str
    stance: str | None
    strong: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is done, and how its arguments stand.

    Attributes:
        name: class in the lexicon (``transfer``, ``train``, …).
        frame: where thing and recipient stand.
        category: category where no thing tells.
    """

    name: str
    frame: str
    category: str | None


@dataclass(frozen=True, slots=True)
class Predicates:
    """Verbs, adjectives and nouns by lemma; a verb with a particle is written with a blank."""

    operator_verbs: dict[str, Operator]
    operator_adjectives: dict[str, Operator]
    operator_nouns: dict[str, Operator]
    contributions: dict[str, tuple[Contribution, ...]]
    withdrawal_verbs: frozenset[str]
    withdrawal_nouns: frozenset[str]
    act_nouns: frozenset[str]
    private_acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Things:
    """Nouns and modifiers to categories."""

    heads: dict[str, str]
    modifiers: dict[str, str]
    generic: dict[str, str]
    modifier_only: frozenset[str]
    units: frozenset[str]
    purposes: dict[str, frozenset[str]]
    manners: dict[str, str]
    designations: dict[str, str]


@lru_cache(maxsize=1)
def predicates() -> Predicates:
    """The predicate lexicon."""
    data = _load("pledges_predicates.yml")
    verbs: dict[str, Operator] = {}
    adjectives: dict[str, Operator] = {}
    nouns: dict[str, Operator] = {}
    for name, row in data["operators"].items():
        operator = Operator(name, row.get("stance"), bool(row.get("strong")))
        for table, key in ((verbs, "verbs"), (adjectives, "adjectives"), (nouns, "nouns")):
            for word in row.get(key) or ():
                table.setdefault(word, operator)
    contributions: dict[str, tuple[Contribution, ...]] = {}
    for name, row in data["contributions"].items():
        for word in row["verbs"]:
            entry = Contribution(name, row["frame"], row.get("category"))
            contributions[word] = (*contributions.get(word, ()), entry)
    return Predicates(
        operator_verbs=verbs,
        operator_adjectives=adjectives,
        operator_nouns=nouns,
        contributions=contributions,
        withdrawal_verbs=frozenset(data["withdrawals"]["verbs"]),
        withdrawal_nouns=frozenset(data["withdrawals"]["nouns"]),
        act_nouns=frozenset(data["act_nouns"]),
        private_acts=frozenset(data["private_acts"]),
    )


@lru_cache(maxsize=1)
def things() -> Things:
    """The lexicon of promised things."""
    data = _load("pledges_things.yml")
    return Things(
        heads=_inverted(data["heads"]),
        modifiers=_inverted(data["modifiers"]),
        generic=dict(data["generic"]),
        modifier_only=frozenset(data["modifier_only_heads"]),
        units=frozenset(data["units"]),
        purposes={category: frozenset(words) for category, words in data["purposes"].items()},
        manners=_inverted(data["manners"]),
        designations=_inverted(data["designations"]),
    )


def _inverted(rows: dict[str, list[str]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for category, words in rows.items():
        for word in words:
            table.setdefault(str(word), category)
    return table
