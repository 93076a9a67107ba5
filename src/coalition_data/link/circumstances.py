"""Where and when a promise is to be carried out, as far as its sentence tells: what keeps two promises apart."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.records import Pledge
from coalition_data.resolve.countries import CountryMention, find_country, scan_countries

_PLACE_BEFORE = re.compile(
    r"\b(?:in|into|inside|to|toward|towards|from|for|out of|over|across|throughout|within|against|on|assist|"
    r"aid|help|helping|train|training|support|supporting|arm|arming|arms|leave|leaving|equip|equipping|defend|protect)"
    r"\s+(?:(?:the|both|all|northern|southern|eastern|western|central|neighbou?ring|parts of|areas of|[a-z]+-\w+)\s+)*$"
)
"""What stands before a country where something is done or for which it is done; not "with", "by", "alongside"."""
_SAID_IN = frozenset({"capital", "government"})
"""Forms of a country that mostly say who speaks, and where."""
_ACTING = re.compile(r"\s+(?:\w+\s+)?(?:soldiers|troops|forces|army|police|military|people|security|authorities)\b")
_MODIFIES = re.compile(r"-\w| [A-Z]")
"""What follows a country that only says whose somebody or something is ("the US-led coalition", "Iraq Prime ...")."""
_JOINS = re.compile(r",?\s+(?:and|or)\s+(?:in\s+)?|,\s+")
_YEAR = re.compile(
    r"\b(?:in|since|on)\s+(?:(?:early|mid|late|the (?:spring|summer|autumn|fall|winter) of)[\s-])?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:[A-Z][a-z]{2,8}\.?,?\s+(?:\d{1,2},?\s+)?)?((?:19|20)\d\d)\b"
)
"""The year of an act; not the end that a promise sets ("until 2019")."""
_DENIED = re.compile(
    r"\b(?:not|never|n[o'’]t|no plans?|nor|without|rul(?:e|es|ed|ing) out|refus\w+|reject\w+)\b"
    r"(?!\s+(?:only|just|merely|rul\w+|exclud\w+))[^.;:,]{0,50}$|n['’]t\b[^.;:,]{0,50}$"
)
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=8192)
def places_of(pledge: Pledge) -> frozenset[str]:
    """The countries of action: scope, recipient, and those that the sentences name as a place or as whom it is for."""
    named = {iso3 for item in pledge.evidence for iso3 in _named(item.text)}
    found = {*pledge.scope_iso3, *named, *([pledge.recipient_iso3] if pledge.recipient_iso3 else [])}
    return frozenset(found - {pledge.pledger_iso3})


@lru_cache(maxsize=8192)
def _named(text: str) -> frozenset[str]:
    places: set[str] = set()
    last = -1
    for found in scan_countries(text):
        if found.match.form not in _SAID_IN and _is_place(text, found, last):
            places.add(found.match.iso3)
            last = found.end
    return frozenset(places)


def _is_place(text: str, found: CountryMention, last: int) -> bool:
    """Whether something is done there or for it; ``last`` is where the place before it ends."""
    if found.match.form in ("adjective", "demonym"):
        return _ACTING.match(text, found.end) is not None
    if _MODIFIES.match(text, found.end):
        return False
    if last >= 0 and _JOINS.fullmatch(text, last, found.start):
        return True
    return _PLACE_BEFORE.search(text, max(0, found.start - 60), found.start) is not None


@lru_cache(maxsize=8192)
def years_of(text: str) -> frozenset[str]:
    """The years in which a sentence says that something was done."""
    return frozenset(_YEAR.findall(text))


@lru_cache(maxsize=8192)
def is_denied(text: str, description: str) -> bool:
    """Whether a sentence denies what it names ("did not envisage sending in troops")."""
    start = text.find(description)
    return start > 0 and _DENIED.search(text, max(0, start - 80), start) is not None


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words of a sentence."""
    return frozenset(_WORD.findall(text.casefold()))


@lru_cache(maxsize=8192)
def names_country(word: str) -> bool:
    """Whether a word in small letters is the name of a country or its people ("us", "danish")."""
    return find_country(word.title()) is not None or find_country(word.upper()) is not None
