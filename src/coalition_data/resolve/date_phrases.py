"""Find the phrases of a text that name a date, and say what they say; ``calendar`` puts them on the calendar."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from coalition_data.word_scan import DIGITS, WordScan

PhraseKind = Literal[
    "day", "month", "year", "weekday", "period", "offset", "today", "anchored", "day_of_month", "vague"
]


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A phrase that names a date, taken apart but not yet resolved.

    Attributes:
        kind: ``day`` (a day and month), ``month``, ``year``, ``weekday``, ``period`` ("last week", "next June"),
            ``offset`` ("two days ago"), ``today`` (and yesterday, tomorrow), ``anchored`` (counted from a date
            told before: "the following day"), ``day_of_month`` ("the 15th"), ``vague`` ("in the
            spring": never resolved).
        start, end: offsets into the text that was searched.
        text: the phrase as printed.
        year, month, day: as printed; 0 where not.
        end_month, end_day: of a range; 0 where it is none.
        weekday, end_weekday: Monday is 0; None where not printed.
        year_shift: -1, 0, 1 for "last", "this", "next year" after a day or month.
        shift: -1, 0, 1 for "last", "this", "next"; the number of days or units for ``today``, ``offset``, ``anchored``.
        unit: ``day``, ``week``, ``month``, ``year``, ``weekend`` of a period or offset.
        relation: the bound that a preceding word makes of it: ``since``, ``until``, ``before``, ``after``, ``by``;
            ``on`` otherwise.
    """

    kind: PhraseKind
    start: int
    end: int
    text: str
    year: int = 0
    month: int = 0
    day: int = 0
    end_month: int = 0
    end_day: int = 0
    weekday: int | None = None
    end_weekday: int | None = None
    year_shift: int | None = None
    shift: int = 0
    unit: str = ""
    relation: str = "on"


_LEXICON = tomllib.loads((resources.files("coalition_data.lexicons") / "calendar.toml").read_text("utf-8"))
_MONTHS: dict[str, int] = _LEXICON["months"]
_WEEKDAYS: dict[str, int] = _LEXICON["weekdays"]
_NUMBERS: dict[str, int] = _LEXICON["numbers"]
_SHIFTS: dict[str, int] = _LEXICON["shifts"]
_DAYS: dict[str, int] = _LEXICON["days"]
_FEASTS: dict[str, list[int]] = _LEXICON["feasts"]


def _choice(words: dict[str, int] | dict[str, list[int]]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _names(words: dict[str, int]) -> str:
    """Capitalised names; a short one may carry a full stop ("Sept."), and a weekday's must ("Sun." against "Sun")."""
    full = [word.capitalize() for word in words if len(word) > 4 or word in ("may", "june", "july")]
    short = [word.capitalize() for word in words if word.capitalize() not in full]
    dot = r"\." if words is _WEEKDAYS else r"\b\.?"
    return f"(?:{'|'.join(full)})\\b|(?:{'|'.join(sorted(short, key=len, reverse=True))}){dot}"


_MONTH = _names(_MONTHS)
_WEEKDAY = _names(_WEEKDAYS)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d|\s*(?:percent|per\scent|million|billion))"
_TO = r"\s*(?:-|–|—|to|through|until|and|&)\s*"
_YEAR = r"(?:19|20)\d\d(?![\d%]|,\d|\.\d)"
_YEAR_TAIL = rf"(?:,?\s+(?:of\s+)?(?P<year>{_YEAR})|,?\s+(?:of\s+)?(?P<year_shift>last|this|next)\s+year\b)?"
_LEAD = rf"(?:(?P<weekday>{_WEEKDAY})(?:{_TO}(?P<end_weekday>{_WEEKDAY}))?,?\s+\(?(?:the\s+)?)?"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_NUMBER = rf"(?P<number>{_choice(_NUMBERS)}|\d{{1,3}})"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_FUZZ = r"(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate|[Mm]id)[-\s]+(?:in\s+)?)?"
_SHIFT = rf"(?P<shift>(?i:{_choice(_SHIFTS)}))"

_PATTERNS: tuple[tuple[str, PhraseKind, re.Pattern[str]], ...] = tuple(
    (name, kind, re.compile(pattern))  # type: ignore[misc]
    for name, kind, pattern in (
        ("iso", "day", rf"\b(?P<year>{_YEAR})-(?P<month_number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"),
        ("slash", "day", r"\b(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d)\b"),
        ("week_of", "day", rf"\b(?i:the\s+)(?P<week_of>week)\s+(?:of|beginning|starting)\s+(?P<month>{_MONTH})\s+"
                           rf"(?P<day>{_DAY}){_YEAR_TAIL}"),
        ("days", "day", rf"\b{_LEAD}(?P<month>{_MONTH})\s+(?P<day>{_DAY}){_TO}(?P<end_month>{_MONTH})\s+"
                        rf"(?P<end_day>{_DAY}){_YEAR_TAIL}"),
        ("days", "day", rf"\b{_LEAD}(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH}){_TO}(?P<end_day>{_DAY})\s+"
                        rf"(?:of\s+)?(?P<end_month>{_MONTH}){_YEAR_TAIL}"),
        ("days", "day", rf"\b{_LEAD}(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_TO}(?P<end_day>{_DAY}))?{_YEAR_TAIL}"),
        ("days", "day", rf"\b{_LEAD}(?P<day>{_DAY})(?:{_TO}(?P<end_day>{_DAY}))?\s+(?:of\s+)?(?P<month>{_MONTH})"
                        rf"{_YEAR_TAIL}"),
        ("nth", "day", rf"\b(?i:the\s+)(?P<nth>first|last|penultimate|final|opening|closing)\s+day\s+of\s+"
                       rf"(?P<month>{_MONTH}){_YEAR_TAIL}"),
        ("feast", "day", rf"\b(?P<feast>(?i:{_choice(_FEASTS)})){_YEAR_TAIL}"),
        ("month", "month", rf"\b{_FUZZ}(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>{_YEAR})"),
        ("month", "month", rf"\b{_FUZZ}(?P<month>{_MONTH})\s+(?:of\s+)?(?P<year_shift>last|this|next)\s+year\b"),
        ("month_shift", "month", rf"\b{_FUZZ}(?P<shift>(?i:last|this|this\s+past|this\s+coming|next))\s+"
                                 rf"(?P<month>{_MONTH})(?!\s+\d)"),
        ("weekday_week", "weekday", rf"\b(?P<weekday>{_WEEKDAY}){_PART},?\s+(?:of\s+)?"
                                    r"(?P<shift>last|this|next)\s+week\b"),
        ("weekday_week", "weekday", rf"\b(?P<shift>(?i:last|this|next))\s+week\s+on\s+(?P<weekday>{_WEEKDAY})"),
        ("weekday_shift", "weekday", rf"\b{_SHIFT}\s+(?P<weekday>{_WEEKDAY}){_PART}"),
        ("today", "today", rf"\b(?P<word>(?i:{_choice(_DAYS)}))\b"),
        ("weekend", "period", rf"\b{_SHIFT}\s+(?P<unit>weekend)\b"),
        ("weekend", "period", r"\b(?i:(?:over|during|at)\s+the\s+)(?P<unit>weekend)\b(?!\s+of)"),
        ("period", "period", rf"\b{_FUZZ}(?P<shift>(?i:last|this|this\s+past|this\s+coming|next))\s+"
                             r"(?P<unit>week|month|year)\b"),
        ("ago", "offset", rf"\b(?i:{_NUMBER})\s+{_UNIT}\s+(?P<way>ago|from\s+now|hence)\b"),
        ("in", "offset", rf"\b(?P<way>[Ii]n)\s+(?i:{_NUMBER})\s+{_UNIT}(?:['’]s?\s+time)?\b(?!\s+(?:of|since|that|from|"
                         r"that|to|for|after|as|with|when|and|or|more|old))"),
        ("anchored", "anchored", rf"\b(?i:{_NUMBER})\s+{_UNIT}\s+(?P<way>earlier|later|before|after|previously|"
                                 r"afterwards?)\b"),
        ("anchored_word", "anchored", r"\b(?i:the)\s+(?P<way>next|following|previous|preceding|same)\s+"
                                      r"(?P<unit>day|week|month|year)\b"),
        ("anchored_word", "anchored", r"\b(?i:the)\s+(?P<unit>day|week|month|year)\s+"
                                      r"(?P<way>before|after|afterwards?)\b"),
        ("anchored_word", "anchored", r"\b(?P<way>(?i:that))\s+(?P<unit>day|week|month|year)\b"),
        ("that_day", "anchored", r"\b(?i:that|the\s+same)\s+(?:very\s+day|morning|afternoon|evening|night)\b"),
        ("weekdays", "weekday", rf"\b(?P<weekday>{_WEEKDAY}){_TO}(?P<end_weekday>{_WEEKDAY})"),
        ("weekday", "weekday", rf"\b(?P<weekday>{_WEEKDAY})"),
        ("bare_month", "month", rf"(?=[A-Zelm])(?:"  # what any of them begins with: a letter less to look back from
                                rf"(?<=\b[Ii]n\s)(?P<month>{_MONTH})|(?<=\b[Ss]ince\s)(?P<month2>{_MONTH})"
                                rf"|\b(?:[Ee]arly|[Ll]ate|[Mm]id)[-\s]+(?:in\s+)?(?P<month3>{_MONTH})"
                                rf"|(?<=\b(?:by|of|to)\s)(?P<month4>{_MONTH})|(?<=\b[Uu]ntil\s)(?P<month5>{_MONTH})"
                                rf"|(?<=\b[Bb]efore\s)(?P<month6>{_MONTH})|(?<=\b[Dd]uring\s)(?P<month7>{_MONTH})"
                                rf"|(?<=\b(?:the|its)\s)(?P<month8>{_MONTH})(?=\s+[a-z])"
                                rf"|(?<=(?:set|led|ned|ted)\sfor\s)(?P<month10>{_MONTH})(?!\s+[A-Z])"
                                rf"|(?<=\bfor\s)(?P<month11>(?!May\b|March\b){_MONTH})(?!\s+[A-Z])"
                                rf"|(?:(?<=\ba\s)|(?<=\ban\s)|(?<=\b(?:his|her|our)\s)|(?<=\btheir\s))"
                                rf"(?P<month12>(?!May\b|March\b){_MONTH})(?=\s+[a-z])"
                                rf"|(?P<month9>(?!May\b|March\b){_MONTH})(?=['’]s\s+[a-z]))"),
        ("year", "year", rf"(?<![\d$£€#,./-])\b{_FUZZ}(?P<year>{_YEAR})\b(?!\s*(?:people|troops|men|soldiers|[-–]\d))"),
        ("vague", "vague", r"\b(?:in|by|before|during|over)\s+the\s+(?:spring|summer|autumn|fall|winter)\b"),
        ("vague", "vague", r"\b(?:in|over)\s+the\s+(?:coming|next\s+few|following)\s+(?:days|weeks|months)\b"),
        ("vague", "vague", r"\b(?:last|this|next)\s+(?:spring|summer|autumn|fall|winter)\b"),
        ("day_of_month", "day_of_month", r"(?<=\b[Oo]n\s)the\s+(?P<day>(?:3[01]|[12]\d|[1-9])"
                                         r"(?:st|nd|rd|th))\b(?!\s+(?!in\b|at\b|for\b|with\b|to\b|and\b|by\b)[a-z])"),
    )
)  # fmt: skip

_DAY_PARTS = ("morning", "afternoon", "evening", "night")
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_UNITS = ("day", "week", "month", "year")
_ANCHORS = {
    name: scan
    for scan, names in (
        (WordScan(DIGITS), ("iso", "slash", "year", "day_of_month")),
        (WordScan(_MONTHS), ("week_of", "days", "nth", "month", "month_shift", "bare_month")),
        (WordScan(_WEEKDAYS), ("weekday_week", "weekday_shift", "weekdays", "weekday")),
        (WordScan(_UNITS), ("weekend", "period", "ago", "in", "anchored", "anchored_word")),
        (WordScan(phrase.split()[-1] for phrase in (*_DAYS, *_FEASTS)), ("today", "feast")),
        (WordScan((*_UNITS, *_DAY_PARTS, *_SEASONS)), ("that_day", "vague")),
    )
    for name in names
}
"""Words of which one is in every phrase of a pattern; searched for in one pass, as most texts have few of them."""

CHARACTERS_AROUND = 80
"""On both sides of such a word; its phrase and what the patterns look ahead to lie there: twice the longest."""

_BOUND = re.compile(
    r"\b(since|until|till|by|before|after|from|prior to|ahead of|following|through|than)\s+(?:the\s+)?$", re.I
)
_BOUND_NAME = {"till": "until", "from": "since", "prior to": "before", "ahead of": "before", "following": "after",
               "through": "until", "than": "before"}  # fmt: skip
_OWNS = re.compile(r"['’]s?\s+[a-z]")
"""Behind a date that belongs to the next noun: "after Thursday's meeting" is not after Thursday."""
_COUNTS_FROM_NEXT = re.compile(r"\s+[\w“\"‘']")
"""What follows "the day before" and is itself counted from ("the day before the summit")."""

TEXTS_KEPT = 256
"""Searched texts whose dates are remembered: the sentences of an article are asked for by more than one extractor."""

_NAMES_A_RESOLUTION = re.compile(
    r"\b(?:resolution|flight|article|section|act|law|unscr|no\.|number|highway|route|room|channel|model|windows|"
    r"agenda|vision|than|nearly|almost|about|around|over|some)\s+$", re.I)  # fmt: skip


@lru_cache(maxsize=TEXTS_KEPT)
def find_dates(text: str) -> tuple[DatePhrase, ...]:
    """The date phrases of ``text`` in order, not overlapping; the longest reading of a phrase wins.

    Left out: durations ("for two days", "within a week"), vague times ("recently", "in the coming days"), clock times,
    slashed dates whose day and month cannot be told apart, and numbers that only look like years.
    """
    taken: list[tuple[int, int]] = []
    found: list[DatePhrase] = []
    scans = dict.fromkeys(_ANCHORS.values())
    windows = {scan: scan.windows(text, CHARACTERS_AROUND, CHARACTERS_AROUND) for scan in scans}
    for name, kind, pattern in _PATTERNS:
        near = windows[_ANCHORS[name]]
        for match in (match for start, end in near for match in pattern.finditer(text, start, end)):
            start, end = match.span()
            if any(start < right and left < end for left, right in taken):
                continue
            fields = _fields(name, match)
            if fields is None or (kind == "year" and _NAMES_A_RESOLUTION.search(text[:start])):
                continue
            taken.append((start, end))
            owner = _OWNS.match(text, end) is not None
            relation = "on" if owner else _relation(text, start, fields)
            found.append(DatePhrase(kind, start, end, match.group(), relation=relation, **fields))
    return tuple(sorted(found, key=lambda phrase: phrase.start))


def _relation(text: str, start: int, fields: dict[str, Any]) -> str:
    bound = _BOUND.search(text[max(0, start - 16) : start])
    if bound is None or (bound.group(1).lower() == "from" and (fields.get("end_day") or fields.get("end_weekday"))):
        return "on"
    word = bound.group(1).lower()
    return _BOUND_NAME.get(word, word)


def _fields(name: str, match: re.Match[str]) -> dict[str, Any] | None:
    """What a match says, as fields of ``DatePhrase``; None where it is no date after all."""
    got = {key: value for key, value in match.groupdict().items() if value is not None}
    fields: dict[str, Any] = dict(_printed(got))
    if name == "slash":
        return _slashed(int(got["first"]), int(got["second"]), int(got["year"]))
    if name == "nth":
        fields["day"] = {"first": 1, "opening": 1, "penultimate": -2}.get(got["nth"], -1)
    elif name == "feast":
        fields["month"], fields["day"] = _FEASTS[" ".join(got["feast"].lower().split())]
    elif name in ("week_of", "weekday_week"):
        fields["unit"] = "week"
    elif name == "weekday_shift":
        fields["unit"] = "weekday"
    elif name == "that_day":
        fields["unit"] = "day"
    elif name == "today":
        fields["shift"] = _DAYS[" ".join(got["word"].lower().split())]
    elif name in ("ago", "in", "anchored"):
        number = got["number"].lower()
        amount = _NUMBERS[number] if number in _NUMBERS else int(number)
        fields["shift"] = -amount if got["way"] in ("ago", "earlier", "before", "previously") else amount
        if got["way"] in ("before", "after") and _COUNTS_FROM_NEXT.match(match.string[match.end() :]):
            return None
    elif name == "anchored_word":
        fields["shift"] = {"next": 1, "following": 1, "after": 1, "same": 0, "that": 0}.get(
            got["way"].lower().removesuffix("wards").removesuffix("ward"), -1
        )
        if got["way"].lower() in ("before", "after") and _COUNTS_FROM_NEXT.match(match.string[match.end() :]):
            return None
    if name == "month_shift":
        fields["unit"] = "month"
    return fields


def _printed(got: dict[str, str]) -> Iterator[tuple[str, object]]:
    for key, value in got.items():
        name = re.sub(r"\d+$", "", key)
        if name in ("month", "end_month"):
            yield name, _MONTHS[value.rstrip(".").lower()]
        elif name in ("weekday", "end_weekday"):
            yield name, _WEEKDAYS[value.rstrip(".").lower()]
        elif name == "month_number":
            yield "month", int(value)
        elif name in ("day", "end_day"):
            yield name, int(re.sub(r"\D", "", value))
        elif name == "year":
            yield name, int(value)
        elif name == "year_shift":
            yield name, _SHIFTS[value]
        elif name == "shift":
            yield name, _SHIFTS[" ".join(value.lower().split())]
        elif name == "unit":
            yield name, value.lower()


def _slashed(first: int, second: int, year: int) -> dict[str, Any] | None:
    if first > 12 >= second >= 1 and first <= 31:
        return {"year": year, "month": second, "day": first}
    if second > 12 >= first >= 1 and second <= 31:
        return {"year": year, "month": first, "day": second}
    return {"year": year, "month": first, "day": second} if first == second else None
