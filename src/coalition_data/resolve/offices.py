"""For which country a role or a well-known name speaks."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.name_words import name_key, nicknames
from coalition_data.resolve.organisations import body_kind, scan_organisations, without_stateless_bodies
from coalition_data.resolve.role_words import role_kinds
from coalition_data.resolve.tables import read_table, split_field

_FORMER = re.compile(
    r"\b(?:former|formerly|ex|late|then|one-time|onetime|retired|previously|deposed|ousted)\b", re.IGNORECASE
)
_BASED = re.compile(r"\b[\w.’' -]+?-(?:based|born|educated|trained|backed|led)\b")
_BESIDE = re.compile(r"\b(?:to|for|in|at|on)\b")
_OF_THE_BODY = re.compile(
    r"\b(?:spokes\w+|officials?|lawyers?|attorneys?|sources?|ministers?|members?) (?:for|at|in|with)\b", re.IGNORECASE
)
"""Roles whose holder speaks for what follows, unlike an ambassador to a country or an adviser on it."""
_PRIVATE = re.compile(
    r"\b(?:carmaker|automaker|\w+ maker|manufacturer|airline|retailer|brewer|insurer|lender|conglomerate|start-?up"
    r"|law firm|think[- ]tank|newspaper|magazine|charity|football club|university)\b"
)
"""Bodies that speak for themselves, wherever they sit ("chief executive of French carmaker X")."""
_TIES = ("-", "–")
"""In front of a place where a force serves ("Joint Task Force-Iraq")."""
_JOINS = re.compile(r"(?:'s|’s)?,? (?:and|or) (?:one |an? |the )?|, ")
"""Between two countries in front of one noun ("US and Iraqi officials"), of which neither is the one spoken for."""
_STATE_OF_GEORGIA = re.compile(
    r"\bGeorgia (?:(?:Lt|Gov|Sen|Rep)\b|Governor|governor|[Ss]enator|[Cc]ongress|Secretary of State|Attorney General"
    r"|[Rr]epublican|[Dd]emocrat|[Ss]tate (?:[Rr]ep|[Ss]en))"
)
"""Offices that the American state has and the country has not."""
_SEAT = re.compile(
    r"(?:\w+ ){0,2}(?:member|deputy|chair\w*) of (?:the )?(?:[\w’'.-]+ ){0,4}"
    r"(?:[Cc]ouncil|[Pp]arliament|[Aa]ssembly|[Ll]egislature|[Cc]abinet|[Ss]enate|[Gg]overnment)\b"
)
"""Members of an organ of a state or province, who speak for it."""
_COLLEAGUE = re.compile(r"[A-Z]\w+ (?:colleague|homologue|opposite number)$")
"""Holders of the same office elsewhere ("her Spanish colleague")."""
_SPEAKING_KINDS = frozenset(["office", "service", "rank", "title"])


@lru_cache(maxsize=1)
def _offices() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["pattern"]), row["iso3"]) for row in read_table("offices.csv") if row["iso3"].isalpha()
    )


@lru_cache(maxsize=2)
def _open_offices(marker: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in read_table("offices.csv") if row["iso3"] == marker)


@lru_cache(maxsize=4096)
def is_state_office(role: str) -> bool:
    """Whether a role is an office of a state that the words leave open ("Prime Minister", "energy minister")."""
    return any(pattern.search(role) for pattern in _open_offices("*"))


@lru_cache(maxsize=4096)
def is_domestic_office(role: str) -> bool:
    """Whether a role is one of the domestic politics of a country that the words leave open ("opposition lawmaker")."""
    return any(pattern.search(role) for pattern in _open_offices("+"))


@lru_cache(maxsize=1)
def _leaders() -> dict[str, list[tuple[str, str]]]:
    """Well-known persons by the key of their last name: key of the full name, and country."""
    known: dict[str, list[tuple[str, str]]] = {}
    for row in read_table("leaders.csv"):
        for name in split_field(row["names"]):
            key = name_key(name)
            known.setdefault(key.split()[-1], []).append((key, row["iso3"]))
            if len(key.split()) > 2:
                known.setdefault(" ".join(key.split()[:3]), []).append((key, row["iso3"]))
    return known


@lru_cache(maxsize=8192)
def country_of_leader(name: str, bare_last_name: bool) -> str | None:
    """The country of a well-known person.

    Args:
        name: as printed.
        bare_last_name: whether the article never prints more than this last name.
    """
    words = name_key(name).split()
    if not words:
        return None
    candidates = _leaders().get(words[-1], [])
    if not bare_last_name:
        longer = _leaders().get(" ".join(words[:3]), []) if len(words) > 2 else []
        candidates = [row for row in candidates if _same_person(words, row[0].split())] or longer
    codes = {code for _, code in candidates}
    return next(iter(codes)) if len(codes) == 1 else None


def _same_person(words: list[str], known: list[str]) -> bool:
    first, other = words[0], known[0]
    return first == other or other in nicknames().get(first, ()) or (len(first) == 1 and other.startswith(first))


def is_former(role: str) -> bool:
    """Whether the role was held once ("former governor of Ohio")."""
    return _FORMER.search(role.split(" of ", maxsplit=1)[0]) is not None


@lru_cache(maxsize=8192)
def country_of_role(role: str) -> str | None:
    """The country that the holder of a role speaks for.

    None where the words do not tell, where it is a former role, and for professions ("a British aid worker"
    speaks for himself).
    """
    if is_former(role):
        present = role.partition(" and ")[2]  # "former speaker and Libyan envoy"
        held = bool(present) and not is_former(present) and bool(role_kinds(present))
        return country_of_role(present) if held and role_kinds(role.partition(" and ")[0].split()[-1]) else None
    if _PRIVATE.search(role) is not None:
        return None
    kinds = role_kinds(role)
    if kinds and not kinds & _SPEAKING_KINDS and _SEAT.match(role) is None and _COLLEAGUE.match(role) is None:
        return None
    if _STATE_OF_GEORGIA.search(role) is not None:
        return "USA"
    role = _BASED.sub("", role)
    own = _BESIDE.split(role, maxsplit=1)[0]
    return _country_in(own) or country_of_office(role) or _country_beside(role)


def _country_in(text: str) -> str | None:
    opening = next(scan_countries(text), None)
    if opening is None or opening.start > 0 or opening.match.form != "adjective":
        for organisation in scan_organisations(text):
            if organisation.iso3:
                return organisation.iso3
    text = without_stateless_bodies(text)
    named = [country for country in scan_countries(text) if text[: country.start][-1:] not in _TIES]
    if not named:
        return _region_in(text)
    shared = len(named) > 1 and _JOINS.fullmatch(text[named[0].end : named[1].start]) is not None
    return None if shared and named[0].match.iso3 != named[1].match.iso3 else named[0].match.iso3


def _country_beside(role: str) -> str | None:
    """ "spokesman for the Foreign Office", "adviser to the Saudi defence minister", not "ambassador to Iraq"."""
    parts = _BESIDE.split(role, maxsplit=1)
    if len(parts) < 2:
        return None
    if _OF_THE_BODY.search(role) is not None:
        return _country_in(parts[1])
    served = re.match(r"\s*(?:the |a |an )?([\w .’'-]+)", parts[1])
    if served is not None and (
        role_kinds(served.group(1)) or any(body_kind(word) for word in parts[1].lower().split())
    ):
        return _country_in(parts[1])
    return None


def country_of_office(role: str) -> str | None:
    """The country of the office, ministry or seat of government that the words name ("a Pentagon memo")."""
    return next((iso3 for pattern, iso3 in _offices() if pattern.search(role)), None)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    return {name: row["iso3"] for row in read_table("regions.csv") for name in split_field(row["names"])}


@lru_cache(maxsize=1)
def _region_pattern() -> re.Pattern[str]:
    names = sorted(_regions(), key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def is_region(word: str) -> bool:
    """Whether a word is the name of a federal state or province."""
    return word in _regions()


def countries_of_regions(text: str) -> set[str]:
    """The countries of the federal states and provinces that a text names."""
    return {_regions()[found] for found in _region_pattern().findall(text)}


def _region_in(text: str) -> str | None:
    found = _region_pattern().search(text)
    return _regions()[found.group()] if found is not None else None
