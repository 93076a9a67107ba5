"""Countries: names, adjectives, demonyms, capitals and seats of government to ISO 3166-1 alpha-3.

Names are looked up as wholes; what a name means in its sentence ("Paris said", "in Paris", "Jordan said") is
decided in ``resolve.entities``. The table is ``lexicons/countries.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from anyascii import anyascii

from coalition_data.errors import LexiconError
from coalition_data.resolve.tables import read_table, split_field

CountryForm = Literal["name", "adjective", "demonym", "capital", "government", "region"]

_CAPITALS_ONLY = frozenset(
    {"us", "uk", "uae", "usa", "car", "drc", "png", "prc", "nz", "roc", "rok", "ksa", "rsa", "kri"}
)
"""Abbreviations that are words or syllables when they are not in capitals."""

_LEADING = re.compile(r"^(?:the|mainland|neighbou?ring)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’])$")
_INVARIABLE = ("ish", "ese", "ch", "ss", "an's")
_PIECES = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*\.?", re.UNICODE)
_LONGEST_NAME = 7
"""Words of the longest name in the table that occurs in running text."""


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """A country and the form of name that led to it ("Germany", "German", "Germans", "Berlin", "Downing Street")."""

    iso3: str
    name: str
    form: CountryForm


def name_form(text: str) -> str:
    """``text`` as the lexicons are keyed: no accents, points, articles or case, hyphens as blanks."""
    plain = _TRAILING.sub("", text.strip())
    if not plain.isascii():
        plain = anyascii(plain).replace("`", "'")
    plain = _LEADING.sub("", plain)
    return " ".join(plain.replace(".", "").replace("-", " ").casefold().split())


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, CountryMatch], dict[str, str]]:
    """Matches by key, and names by code. What stands first in a row, and the rows' own names, win."""
    rows = list(read_table("countries.csv"))
    names = {row["iso3"]: row["name"] for row in rows}
    matches: dict[str, CountryMatch] = {}
    columns: tuple[tuple[str, CountryForm], ...] = (
        ("name", "name"),
        ("aliases", "name"),
        ("adjectives", "adjective"),
        ("demonyms", "demonym"),
        ("governments", "government"),
        ("capitals", "capital"),
        ("regions", "region"),
    )
    for column, form in columns:
        for row in rows:
            for value in split_field(row[column]):
                matches.setdefault(name_form(value), CountryMatch(row["iso3"], row["name"], form))
    for row in rows:
        for value in (*split_field(row["adjectives"]), *split_field(row["demonyms"])):
            if not value.lower().endswith(_INVARIABLE):
                key = name_form(value)
                matches.setdefault(key + "s", CountryMatch(row["iso3"], row["name"], "demonym"))
    return matches, names


@lru_cache(maxsize=65536)
def find_country(text: str) -> CountryMatch | None:
    """The country that ``text`` as a whole names in any form, or None.

    A name must begin with a capital; "the" in front and a possessive at the end are ignored.

    >>> find_country("Türkiye").iso3, find_country("the Emiratis").iso3, find_country("us")
    ('TUR', 'ARE', None)
    """
    bare = _LEADING.sub("", text.strip())
    if not bare or not (bare[0].isupper() or bare[:2] in ("al", "el")):
        return None
    key = name_form(bare)
    if key in _CAPITALS_ONLY and not bare.replace(".", "").replace("'s", "").replace("’s", "").isupper():
        return None
    return _tables()[0].get(key)


def country_name(iso3: str) -> str:
    """English short name in common use ("United States"); ``LexiconError`` for an unknown code."""
    try:
        return _tables()[1][iso3]
    except KeyError:
        raise LexiconError(f"unknown country code {iso3!r}", "lexicons/countries.csv lists the known ones") from None


def country_codes() -> tuple[str, ...]:
    """All known codes, in the table's order."""
    return tuple(_tables()[1])


@dataclass(frozen=True, slots=True)
class CountryMention:
    """A country named in a text; ``start`` and ``end`` are offsets into that text."""

    match: CountryMatch
    start: int
    end: int


def scan_countries(text: str) -> Iterator[CountryMention]:
    """Every country named in a running text, longest names first, left to right, not overlapping."""
    pieces = [match.span() for match in _PIECES.finditer(text)]
    position = 0
    while position < len(pieces):
        found = _longest_name_at(text, pieces, position)
        if found is None:
            position += 1
        else:
            mention, length = found
            yield mention
            position += length


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Whatever a key of the table begins with, to the letter."""
    return frozenset(key[:length] for key in _tables()[0] for length in range(1, len(key) + 1))


@lru_cache(maxsize=65536)
def _may_begin_name(piece: str) -> bool:
    """Whether a name of the table may begin with the piece; one word in twenty with a capital does."""
    return _LEADING.match(f"{piece} ") is not None or name_form(piece) in _beginnings()


def _longest_name_at(text: str, pieces: list[tuple[int, int]], position: int) -> tuple[CountryMention, int] | None:
    start, first_end = pieces[position]
    if not text[start].isupper() or not _may_begin_name(text[start:first_end]):
        return None
    for length in range(min(_LONGEST_NAME, len(pieces) - position), 0, -1):
        end = pieces[position + length - 1][1]
        match = find_country(text[start:end])
        if match is not None:
            return CountryMention(match, *_trimmed(text, start, end, match)), length
    return None


def _trimmed(text: str, start: int, end: int, match: CountryMatch) -> tuple[int, int]:
    """The offsets without an article in front and a full stop behind, where the name holds without them."""
    if text[start : start + 4] in ("The ", "the ") and find_country(text[start + 4 : end]) == match:
        start += 4
    if text[end - 1] == "." and text[end - 3 : end - 2] != "." and find_country(text[start : end - 1]) == match:
        end -= 1
    return start, end
