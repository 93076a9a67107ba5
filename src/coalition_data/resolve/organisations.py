"""Organisations, coalitions and adversaries by name, and national bodies by pattern.

Names and acronyms stand in ``lexicons/organisations.csv``; ministries, parliaments, armies and the like of any
country are recognised by their head noun (``lexicons/bodies.csv``) with the country beside it ("French foreign
ministry", "Iraqi Ministry of Defence", "Germany's cabinet").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from coalition_data.errors import LexiconError
from coalition_data.resolve.countries import find_country, name_form, scan_countries
from coalition_data.resolve.name_words import role_noun
from coalition_data.resolve.tables import read_table, split_field

OrganisationKind = Literal["organisation", "coalition", "adversary"]

_WORD_IN_CAPITALS = re.compile(r"[A-Z][A-Z0-9+&-]{1,7}")
_NOT_A_NAME = frozenset(
    {"is", "am", "an", "as", "at", "it", "us", "ms", "ana", "let", "ice", "who", "pa", "ap", "au", "eu"}
)
"""Acronyms that are words when they are not in capitals."""

_PREPOSITIONS = frozenset({"for", "of", "at", "from", "in", "with"})

COALITION_WORDS = frozenset({"coalition", "alliance"})


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that can speak, meet or promise.

    Attributes:
        name: canonical name, or for a body found by pattern the words as given, without article.
        kind: ``adversary`` for the armed groups that the coalition fights.
        iso3: the country it belongs to.
    """

    name: str
    kind: OrganisationKind
    iso3: str | None


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Organisation, str]]:
    """Organisations by key, with the name as the table prints it."""
    found: dict[str, tuple[Organisation, str]] = {}
    rows = list(read_table("organisations.csv"))
    for row in rows:
        if row["kind"] not in ("organisation", "coalition", "adversary"):
            raise LexiconError(f"organisations.csv: unknown kind {row['kind']!r} of {row['name']!r}")
        organisation = Organisation(row["name"], cast("OrganisationKind", row["kind"]), row["iso3"] or None)
        found.setdefault(name_form(row["name"]), (organisation, row["name"]))
        for alias in split_field(row["aliases"]):
            found.setdefault(name_form(alias), (organisation, alias))
    return found


@lru_cache(maxsize=1)
def _bodies() -> dict[str, str]:
    """Kind of body by its head noun in the singular."""
    return {row["noun"]: row["kind"] for row in read_table("bodies.csv")}


def body_kind(noun: str) -> str | None:
    """Kind of national body that a lower-case head noun denotes: ``government``, ``ministry``, ``forces``, …"""
    return _bodies().get(noun)


@lru_cache(maxsize=65536)
def find_organisation(text: str) -> Organisation | None:
    """The organisation that ``text`` as a whole names, or None.

    >>> find_organisation("the EU").name, find_organisation("Iraqi Ministry of Defence").iso3
    ('European Union', 'IRQ')
    """
    return listed_organisation(text) or _national_body(text.strip())


@lru_cache(maxsize=65536)
def listed_organisation(text: str) -> Organisation | None:
    """The organisation that ``text`` as a whole names, by the table alone."""
    bare = text.strip()
    listed = _table().get(name_form(bare))
    return listed[0] if listed is not None and _printed_like(bare, listed[1]) else None


def _printed_like(text: str, listed: str) -> bool:
    """Whether the capitals of ``text`` allow the listed name ("who" is not WHO)."""
    bare = re.sub(r"^(?:the|The|THE)\s+", "", text)
    plain = bare.replace(".", "").replace("’s", "").replace("'s", "")
    if _WORD_IN_CAPITALS.fullmatch(listed.replace(".", "")):
        return plain.isupper() or (name_form(plain) not in _NOT_A_NAME and bare[:1].isupper() and len(plain) > 2)
    return any(char.isupper() for char in bare) or listed.islower() or _has_coalition_word(bare)


def _has_coalition_word(text: str) -> bool:
    return bool(COALITION_WORDS & set(text.lower().split()))


def _national_body(text: str) -> Organisation | None:
    words = re.sub(r"^(?:the|The|a|an|its|their)\s+", "", text).split()
    if len(words) < 2 or _is_person_of_a_body(words) or "from" in words:
        return None  # "a statement from the Jordanian army"
    joined = words.index("and") if "and" in words else 0
    if joined and find_country(" ".join(words[:joined])) and find_country(" ".join(words[: joined + 2])) is None:
        return None  # "Kuwait and the World Bank"; not "Bosnia and Herzegovina"
    lowered = [re.sub(r"['’]s?$", "", word.lower().strip(",.")) for word in words]
    kinds = [_bodies().get(word) for word in lowered]
    if not any(kinds) or (kinds[-1] is None and "of" not in lowered):
        return None
    country = next(scan_countries(" ".join(words)), None)
    if country is None or country.match.form == "government":
        return None
    return Organisation(_plain_body_name(" ".join(words)), "organisation", country.match.iso3)


def _is_person_of_a_body(words: list[str]) -> bool:
    """ "spokesman for the German army": the noun in front of the first preposition is a person's role."""
    end = next((index for index, word in enumerate(words) if word in _PREPOSITIONS), 0)
    return end > 0 and role_noun(words[end - 1]) is not None and words[end - 1].islower()


def _plain_body_name(name: str) -> str:
    """ "Germany's cabinet" as printed, without a final possessive."""
    return re.sub(r"['’]s?$", "", name)


_PIECES = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’/&+-][^\W_]+)*", re.UNICODE)
_BRANCH = re.compile(r"(?:['’]s?)? (?:[A-Z][\w.]*)(?: [A-Z][\w.]*)?(?=$|,)")
"""The country behind the name of a body that has branches ("Friends of the Earth France"), at the end of a role."""
_ARTICLE_WORDS = 1
"""An article in front of a listed name counts as one more word."""


@lru_cache(maxsize=65536)
def _first_word(piece: str) -> str:
    return name_form(piece).split(" ", maxsplit=1)[0]


@lru_cache(maxsize=1)
def _longest_by_first_word() -> dict[str, int]:
    """Pieces of the longest listed name by its first word, as ``_PIECES`` cuts them."""
    longest: dict[str, int] = {}
    for _, printed in _table().values():
        pieces = _PIECES.findall(printed)
        if pieces:
            word = _first_word(pieces[0])
            longest[word] = max(longest.get(word, 0), len(pieces) + _ARTICLE_WORDS)
    return longest


@lru_cache(maxsize=8192)
def scan_organisations(text: str) -> tuple[Organisation, ...]:
    """The listed organisations that a role or a name contains, left to right, longest first."""
    return tuple(organisation for organisation, _, _ in _listed_places(text))


def without_stateless_bodies(text: str) -> str:
    """A role without the bodies that speak for no country, and without the country of their branch.

    >>> without_stateless_bodies("US ambassador to NATO"), without_stateless_bodies("director of Oxfam France")
    ('US ambassador to ', 'director of ')
    """
    for organisation, start, end in reversed(_listed_places(text)):
        if organisation.iso3 is None:
            branch = _BRANCH.match(text, end)
            text = text[:start] + text[branch.end() if branch else end :]
    return text


def _listed_places(text: str) -> list[tuple[Organisation, int, int]]:
    """The listed organisations in a text with their offsets, left to right, longest first."""
    pieces = [match.span() for match in _PIECES.finditer(text)]
    found: list[tuple[Organisation, int, int]] = []
    position = 0
    while position < len(pieces):
        length = 1
        longest = _longest_by_first_word().get(_first_word(text[slice(*pieces[position])]), 0)
        for tried in range(min(longest, len(pieces) - position), 0, -1):
            start, end = pieces[position][0], pieces[position + tried - 1][1]
            listed = _table().get(name_form(text[start:end]))
            if listed is not None and _printed_like(text[start:end], listed[1]):
                found.append((listed[0], start, end))
                length = tried
                break
        position += length
    return found


@lru_cache(maxsize=4096)
def country_of_name(text: str) -> str | None:
    """The code of the first country that a name or role contains ("US Secretary of State", "Iraqi army")."""
    whole = find_country(text)
    if whole is not None:
        return whole.iso3
    return next((mention.match.iso3 for mention in scan_countries(text)), None)
