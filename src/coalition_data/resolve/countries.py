"""Countries: names, adjectives, demonyms, capitals and seats of government to ISO 3166-1 alpha-3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CountryForm = Literal["name", "adjective", "demonym", "capital", "government"]


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """A country and the form of name that led to it ("Germany", "German", "Germans", "Berlin", "Downing Street")."""

    iso3: str
    name: str
    form: CountryForm


def find_country(text: str) -> CountryMatch | None:
    """The country that ``text`` as a whole names in any form, or None."""
    raise NotImplementedError


def country_name(iso3: str) -> str:
    """English short name in common use ("United States"); ``LexiconError`` for an unknown code."""
    raise NotImplementedError
