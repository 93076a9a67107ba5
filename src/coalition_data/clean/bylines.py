"""Who wrote it: byline lines to names."""

from __future__ import annotations

import re
from functools import cache

from coalition_data.clean.datelines import is_known_city
from coalition_data.clean.dates import MONTH, WEEKDAY, find_dates
from coalition_data.clean.phrases import words
from coalition_data.resolve.name_words import is_given_name

LONGEST_BYLINE = 22
"""Words; a longer line that begins with "By" is a sentence."""

LONGEST_LINE_WITH_DATE = 90
LONGEST_NAME_AND_OUTLET = 8
"""Words."""

LONGEST_DATE = 20
"""Characters."""

_PREFIX = re.compile(
    r"^(?:(?:written|story|text|words|report|reported|reporting|article|posted|published|compiled|analysis|opinion|commentary|"
    r"photographs?|photos?) )?by\b\s*:?\s*|^(?:authors?|writers?|reporters?|correspondents?|journalists?)\s?:\s*",
    re.IGNORECASE,
)
_PARTICLE = r"(?:al|el|bin|bint|ibn|abu|abd|de|del|della|der|den|di|da|do|dos|du|la|le|van|von|ter|ten|y|e|st)"
_NAME_WORD = r"(?:[^\W\d_a-zßà-ÿ][\w’'.-]*|(?:al|el|Al|El|an|ar|as|ash|ad|az)-[\w’'-]+)"
_NAME = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLE} )*{_NAME_WORD}){{0,4}}")
_SPLIT = re.compile(
    r"\s*(?:,|;|\||/|•|·| [-–—] |\band\b|&|\bwith\b|\bfor\b|\bin\b|\bat\b|\bof\b|\bfrom\b)\s*", re.IGNORECASE
)
_ROLE = re.compile(
    r"(?i:\b(?:staff|writers?|correspondents?|reporters?|editors?|bureau|chief|news|desk|agency|agencies|press|services?|"
    r"office|affairs|public|times|post|journal|online|tv|radio|media|department|ministry|command|special to|"
    r"contributor|columnist|analyst|producer|team|wire|network|today|herald|tribune|guardian|university|institute|"
    r"cent(?:er|re)|council|defen[cs]e|army|navy|sgt|capt|maj|col|lt|spc|cpl|pfc|u\.s\.)\b)|\.(?:com|net|org)\b"
)
_RANK = re.compile(
    r"^(?:(?:U\.S\. )?(?:Army|Air Force|Navy|Marine Corps) )?"
    r"(?:(?:Staff|Master|Tech|Technical|Senior|First|1st|2nd|Command|Gunnery) )?"
    r"(?:Sgt|Capt|Maj|Col|Lt|Spc|Cpl|Pfc|Airman|Petty Officer)\b\.? ?"
    r"(?:(?:1st|2nd|3rd|First) (?:Class|Lt\.?) ?)?(?:Col\.|Gen\.)? ?",
    re.IGNORECASE,
)
_NAME_AND_OFFICE = re.compile(
    rf"(?P<name>{_NAME_WORD} {_NAME_WORD}(?: {_NAME_WORD})?),?(?: [-–—|]| in {_NAME_WORD},?)? "
    r"(?!(?:is|was|has|and) )(?:[\w&’'.-]+ ){0,4}?"
    r"(?i:correspondent|editor|reporter|writer|columnist|bureau chief|staff)(?:[ ,-]+[\w’'-]+){0,4}"
)
_OFFICE_OF_AUTHOR = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){0,4}(?:Correspondent|Reporter|Editor|Writer|Columnist|Bureau Chief)(?: in [A-Z]\w+)?"
)
_COMMENTS = re.compile(r"\W*\b(?:leave a (?:comment|reply)|no comments?|\d+ comments?)\W*$", re.IGNORECASE)
_NAME_BEFORE_DATE = re.compile(
    rf"(?P<name>{_NAME_WORD}(?: (?:{_PARTICLE} )*{_NAME_WORD}){{1,2}})"
    r"(?:,? [\w ]{0,30}\b(?i:correspondent|editor|reporter|writer|staff))?\W*"
    r"(?i:(?:published|posted|updated|on)\b\W*){0,2}$"
)
_BEFORE_DATE = re.compile(r"\s+(?:(?:on|at|published|posted|updated)\s*:?\s*)+$", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:who|whom|whose|which|that|where|when|while|but) ")
_PERSON = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLE} )*{_NAME_WORD}){{1,2}}")
_STAMP_TAIL = re.compile(
    r"\s*(?:[|•·,–—-]|\bon\b|\b(?:last )?(?:published|updated|posted)\b)\s*(?:\w+day,? )?"
    r"(?:\d{1,2}[ /.-]|\w+ \d{1,2},? \d{4}).*$",
    re.IGNORECASE,
)


def is_byline(text: str) -> bool:
    """Whether the line is nothing but a byline ("By Jane Doe and John Roe, Associated Press")."""
    return bool(_PREFIX.match(text)) and bool(authors_of(text))


def authors_of(line: str) -> tuple[str, ...]:
    """The persons of a byline in order; the agency where no person is named; empty where it is no byline.

    >>> authors_of("By Jane Doe and John Roe, Associated Press")
    ('Jane Doe', 'John Roe')
    >>> authors_of("By Monday, the ministers had agreed.")
    ()
    """
    match = _PREFIX.match(line)
    if match is None or len(line.split()) > LONGEST_BYLINE:
        return ()
    rest = _COMMENTS.sub("", line[match.end() :])
    dates = [found.start for found in find_dates(rest)]
    rest = _BEFORE_DATE.sub("", rest[: min(dates)]) if dates else rest
    rest = re.sub(r"\([^)]*\)", " ", _STAMP_TAIL.sub("", rest)).strip(" .,;:|•·–—-")
    parts = [part.strip(" .,;:") for part in _SPLIT.split(rest)]
    persons, bodies = [], []
    for part in (part for part in parts if part):
        name = _RANK.sub("", part) or part
        if _is_agency(part) or (_ROLE.search(name) and _RANK.sub("", part) == part):
            bodies.append(part)
        elif _NAME.fullmatch(_lower_capitals(name)):
            persons.append(_without_city(_lower_capitals(name)))
        elif not (persons or bodies) or _CLAUSE.match(part):
            return ()
    if _is_weekday_or_month(parts[0]) or (
        (persons or bodies) and line.rstrip().endswith((".", "?", "!")) and len(line.split()) > 8
    ):
        return ()
    people = [name for name in persons if " " in name] or ([] if bodies else persons[:1])
    return tuple(dict.fromkeys(people or bodies[:1]))


def author_with_office(line: str) -> str | None:
    """The name in a line that gives it with its bearer's office and nothing else.

    >>> author_with_office("Jane Doe, Diplomatic Correspondent")
    'Jane Doe'
    >>> author_with_office("Jane Doe is a correspondent") is None
    True
    """
    match = _NAME_AND_OFFICE.fullmatch(line)
    return match["name"] if match and not _is_agency(line.split(" ", 1)[0]) else None


def is_office_of_author(line: str) -> bool:
    """Whether a line is nothing but what the author named above it is ("Europe Correspondent").

    >>> is_office_of_author("Europe Correspondent"), is_office_of_author("Ministers meet")
    (True, False)
    """
    return _OFFICE_OF_AUTHOR.fullmatch(line) is not None


def names_office(text: str) -> bool:
    """Whether words of a byline name an office or a body rather than a person ("Pro Football Writer")."""
    return _ROLE.search(text) is not None


def author_with_outlet(line: str) -> str | None:
    """The given name and surname beside nothing but an outlet's name.

    >>> author_with_outlet("Jane Doe Washington Post"), author_with_outlet("Washington Post - Jane Doe")
    ('Jane Doe', 'Jane Doe')
    """
    tokens = line.split()
    if not 3 <= len(tokens) <= LONGEST_NAME_AND_OUTLET:
        return None
    for at in range(1, len(tokens)):
        halves = [" ".join(half).strip(" ,-–—|/·•") for half in (tokens[:at], tokens[at:])]
        for name, outlet in (halves, halves[::-1]):
            if _is_agency(outlet) and _PERSON.fullmatch(name) and not (_ROLE.search(name) or _is_agency(name)):
                return name
    return None


def author_before_date(line: str) -> str | None:
    """The person or agency named before the date in a line that holds little else ("Jane Doe 3 March 2017").

    A known given name tells persons from sections ("Middle East 3 March 2017").
    """
    if len(line) > LONGEST_LINE_WITH_DATE or not any(character.isdigit() for character in line[-LONGEST_DATE:]):
        return None
    start = min((found.start for found in find_dates(line)), default=0)
    if _is_agency(outlet := line[:start].strip(" ,|–—-•·")):
        return outlet
    match = _NAME_BEFORE_DATE.match(line[:start])
    return match["name"] if match and is_given_name(match["name"].split(" ")[0].casefold()) else None


def _without_city(name: str) -> str:
    """``Jane Doe Rome`` without the city from which she writes."""
    person, _, city = name.rpartition(" ")
    known = " " in person and is_given_name(name.split(" ", maxsplit=1)[0].casefold())
    return person if known and is_known_city(city) else name


def _lower_capitals(name: str) -> str:
    """``JANE DOE`` as ``Jane Doe``; any other name as it is."""
    if len(name) > 4 and name.isupper() and " " in name:
        return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), name)
    return name


def _is_agency(text: str) -> bool:
    return text.casefold().removeprefix("the ") in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold().removeprefix("the ") for name in words("agencies"))


def _is_weekday_or_month(text: str) -> bool:
    return re.match(rf"(?:{WEEKDAY}|{MONTH})(?!\w)", text) is not None
