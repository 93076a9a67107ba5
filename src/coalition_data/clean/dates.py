"""Calendar dates as news pages print them; nothing is guessed here.

A date is found with what it says: year or none, weekday or none. Numeric dates whose day and month could be exchanged
are marked.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

EARLIEST_YEAR = 1990
"""Before that nothing was published on the web."""

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ORDINAL = r"(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"\b(?:(?P<weekday>{WEEKDAY}),? (?:the )?)?(?:(?P<month>{MONTH})[ /](?P<day>\d{{1,2}}){_ORDINAL}\b(?!:)|"
    rf"(?P<day2>\d{{1,2}})(?:{_ORDINAL}|\.)(?: of)?[ -](?P<month2>{MONTH})\b\.?(?! \d{{1,2}},? ?(?:19|20)\d\d\b))"
    r"(?:(?:, ?|[ /-])(?:at )?(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<![\d/-])(?P<year>(?:19|20)\d\d)(?P<separator>[-/.])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})(?![\d/-])"
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<separator>[-/.])(?P<second>\d{1,2})(?P=separator)(?P<year>(?:19|20)\d\d)(?![\d/-])"
)


_SHORT_YEAR = re.compile(
    rf"(?P<before>(?<![\d/.-])(?:\d{{1,2}}[ -]{MONTH}[ -]|{MONTH} \d{{1,2}},? (?=['’])|"
    r"\d{1,2}(?P<separator>[./])\d{1,2}(?P=separator)))['’]?(?P<year>\d\d)(?![\d/-]|[.:h]\d)",
    re.IGNORECASE,
)
_YEARS_OF_THE_NINETIES = "9"


def with_full_years(line: str) -> str:
    """A date line with the century of its years written out ("15-Sep-14", "15.09.14"); running text has no such dates.

    >>> with_full_years("15-Sep-14 10:20")
    '15-Sep-2014 10:20'
    """

    def written_out(match: re.Match[str]) -> str:
        century = "19" if match["year"].startswith(_YEARS_OF_THE_NINETIES) else "20"
        return f"{match['before']}{century}{match['year']}"

    return _SHORT_YEAR.sub(written_out, line)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start, end: code points of its words.
        year: None where none is printed.
        month, day: as printed, for an ambiguous one in the American order.
        weekday: 0 for Monday, where one is printed.
        ambiguous: day and month could be exchanged (``03/04/2015``).
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    ambiguous: bool = False

    def date(self) -> dt.date | None:
        """The calendar date; None where the year is missing, the order ambiguous, or the weekday does not fit."""
        if self.year is None or self.ambiguous:
            return None
        return self.in_year(self.year)

    def in_year(self, year: int) -> dt.date | None:
        """The date in a year; None where there is no such day or its weekday is another."""
        try:
            date = dt.date(year, self.month, self.day)
        except ValueError:
            return None
        return date if self.weekday in (None, date.weekday()) else None


_DIGIT = re.compile(r"\d")


def find_dates(text: str) -> Iterator[FoundDate]:
    """The dates of a text in order of their kind: written out, ISO, numeric."""
    if not _DIGIT.search(text):
        return
    for match in _WRITTEN.finditer(text):
        month = _MONTHS[(match["month"] or match["month2"])[:3].lower()]
        day = int(match["day"] or match["day2"])
        year = int(match["year"]) if match["year"] else None
        if 1 <= day <= 31 and not (match["month"] == "may" or match["month2"] == "may"):
            yield FoundDate(match.start(), match.end(), year, month, day, weekday_number(match["weekday"]))
    for match in _ISO.finditer(text):
        if 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31:
            yield FoundDate(match.start(), match.end(), int(match["year"]), int(match["month"]), int(match["day"]))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        if match["separator"] == "." or first > 12:
            first, second = second, first
            ambiguous = False
        else:
            ambiguous = second <= 12 and first != second
        if 1 <= first <= 12 and 1 <= second <= 31:
            yield FoundDate(match.start(), match.end(), year, first, second, None, ambiguous)


def weekday_number(name: str | None) -> int | None:
    """0 for Monday, from a name or its abbreviation."""
    if not name:
        return None
    short = name[:3].lower()
    return next((number for number, weekday in enumerate(WEEKDAYS) if weekday.startswith(short)), None)
