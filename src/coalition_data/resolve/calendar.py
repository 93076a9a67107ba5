"""Put the date phrases of news on the calendar, with precision and method; what cannot be known is None.

Conventions:

- The publication date and the direction (past or future, from the tense of the verb) decide which Tuesday or June is
  meant. Without a publication date nothing relative is resolved; a day and month without a year is completed only by
  the year in the event's own name or by a full date that stands close by.
- "Tuesday" in a story of a Tuesday is that day. Without a direction, a weekday that is not the day of publication
  stays unknown.
- Weeks run from Monday to Sunday; "last week" is the calendar week before the one of publication. "Last Thursday" is
  the Thursday of last week where this week's is at most two days old, else the latest Thursday; "next Friday" is the
  Friday of next week.
- "Earlier this month" is the whole month: the precision says what the phrase fixes.
- "Three weeks ago" has the precision of a week, "two months ago" of a month.
- A weekday beside a day and month must agree with them; where it does not, the date is None.
- News prints the year of what lies far away: a day and month that would lie more than ten months off in the
  direction of the tense, and within a month against it, is taken as the near one.

Calendar arithmetic is dateutil's. ``dateparser`` 1.5, given the same direction and publication date, has 110 of the
172 cases of ``tests/unit/calendar_cases.csv`` right and answers 52 with a wrong day (``benchmarks/calendar_phrases.py``
prints it): it has neither precision nor "unknown", so that the grammar of ``date_phrases`` reads the phrases.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dateutil.relativedelta import MO, relativedelta

from coalition_data.resolve.date_phrases import DatePhrase, find_dates

Direction = Literal["past", "future"]
Precision = Literal["day", "week", "month", "year"]
Method = Literal["explicit", "relative", "partial"]

NEAREST_DAYS = 100
"""A day and month without year and tense is the nearest one, if it lies within these days of the publication."""

FAR_DAYS, NEAR_DAYS = 300, 31
"""See the last convention above."""

NEARBY_DAYS = 62
"""A full date close by in the text lends its year to a day and month at most two months away."""

HISTORY_DAYS = 550
"""A paragraph that tells of more than a year and a half ago completes no date from the day of publication."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A resolved date: first and last day, how precise it is, and what it rests on."""

    start: dt.date
    end: dt.date
    precision: Precision
    method: Method


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a phrase is resolved against.

    Attributes:
        published_on: the date of publication, where known.
        direction: whether the event lies before or after it.
        anchor: the date that "the following day" counts from.
        year: the year in the event's own name ("the 2016 UK-France summit").
        nearby: full dates close by in the text.
    """

    published_on: dt.date | None = None
    direction: Direction | None = None
    anchor: dt.date | None = None
    year: int | None = None
    nearby: tuple[dt.date, ...] = ()


def resolve_date(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    """The calendar date of a phrase in its context, or None where it is not fixed."""
    return _RESOLVERS[phrase.kind](phrase, context)


def resolve_text(text: str, context: DateContext) -> CalendarDate | None:
    """The calendar date of the first date phrase in ``text``.

    >>> resolve_text("on Tuesday", DateContext(dt.date(2015, 6, 1), "future")).start
    datetime.date(2015, 6, 2)
    """
    phrases = find_dates(text)
    return resolve_date(phrases[0], context) if phrases else None


def full_dates(phrases: Iterable[DatePhrase]) -> tuple[dt.date, ...]:
    """The days that are printed with their year."""
    days = (resolve_date(phrase, DateContext()) for phrase in phrases if phrase.kind == "day" and phrase.year)
    return tuple(day.start for day in days if day is not None)


def agrees(phrase: DatePhrase, day: dt.date) -> bool:
    """Whether a day, month or weekday phrase can mean ``day`` (a phrase that is counted from another day can)."""
    if phrase.kind == "weekday":
        return phrase.weekday == day.weekday()
    if phrase.kind == "day":
        found = _make(phrase.year or day.year, phrase)
        return found is not None and found.start <= day <= found.end
    if phrase.kind == "month":
        return phrase.month == day.month and phrase.year in (0, day.year)
    return phrase.kind != "year" or phrase.year == day.year


def _span(start: dt.date, precision: Precision, method: Method) -> CalendarDate:
    """The day, week, month or year that ``start`` lies in."""
    if precision == "week":
        start = start + relativedelta(weekday=MO(-1))
        return CalendarDate(start, start + dt.timedelta(6), precision, method)
    if precision == "month":
        last = months.monthrange(start.year, start.month)[1]
        return CalendarDate(start.replace(day=1), start.replace(day=last), precision, method)
    if precision == "year":
        return CalendarDate(dt.date(start.year, 1, 1), dt.date(start.year, 12, 31), precision, method)
    return CalendarDate(start, start, "day", method)


def _make(year: int, phrase: DatePhrase, method: Method = "explicit") -> CalendarDate | None:
    """A day phrase in a year; None where there is no such day or the weekday contradicts."""
    last = months.monthrange(year, phrase.month)[1]
    day = phrase.day if phrase.day > 0 else last + 1 + phrase.day
    try:
        start = dt.date(year, phrase.month, day)
        end_month = phrase.end_month or phrase.month
        end_year = year + (end_month < phrase.month)
        end = dt.date(end_year, end_month, phrase.end_day) if phrase.end_day else start
    except ValueError:
        return None
    if end < start or (phrase.weekday is not None and start.weekday() != phrase.weekday):
        return None
    if phrase.unit == "week":
        return _span(start, "week", method)
    return CalendarDate(start, end, "day", method)


def _day(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    if phrase.year:  # of "Dec. 30-Jan. 2, 2017", the year is that of the end
        return _make(phrase.year - (0 < phrase.end_month < phrase.month), phrase)
    published = context.published_on
    if phrase.year_shift is not None:
        return _make(published.year + phrase.year_shift, phrase, "partial") if published else None
    if context.year is not None:
        return _make(context.year, phrase, "partial")
    return _complete(lambda year: _make(year, phrase, "partial"), context, checked=phrase.weekday is not None)


def _complete(
    make: Callable[[int], CalendarDate | None], context: DateContext, *, checked: bool
) -> CalendarDate | None:
    """The year of a day or month that is printed without; ``checked``: a weekday rules out wrong years."""
    published = context.published_on
    if published is None or _tells_history(context, published):
        return _from_nearby(make, context.nearby)
    candidates = [found for year in range(published.year - 1, published.year + 2) if (found := make(year))]
    past = [found for found in candidates if found.start <= published]
    future = [found for found in candidates if found.end >= published]
    latest, earliest = (past[-1] if past else None), (future[0] if future else None)
    if context.direction == "past":
        return _unless_far(latest, earliest, published, checked=checked)
    if context.direction == "future":
        return _unless_far(earliest, latest, published, checked=checked)
    nearest = min(candidates, key=lambda found: _distance(found, published), default=None)
    return nearest if nearest is not None and _distance(nearest, published) <= NEAREST_DAYS else None


def _unless_far(
    wanted: CalendarDate | None, other: CalendarDate | None, published: dt.date, *, checked: bool
) -> CalendarDate | None:
    if other is None:
        return wanted
    if _distance(other, published) <= NEAR_DAYS and (
        wanted is None or (not checked and _distance(wanted, published) > FAR_DAYS)
    ):
        return other
    return wanted


def _distance(found: CalendarDate, day: dt.date) -> int:
    if found.start <= day <= found.end:
        return 0
    return min(abs((found.start - day).days), abs((found.end - day).days))


def _tells_history(context: DateContext, published: dt.date) -> bool:
    return bool(context.nearby) and max(context.nearby) < published - dt.timedelta(HISTORY_DAYS)


def _from_nearby(make: Callable[[int], CalendarDate | None], nearby: tuple[dt.date, ...]) -> CalendarDate | None:
    found = {
        made
        for day in nearby
        for year in (day.year - 1, day.year, day.year + 1)
        if (made := make(year)) and _distance(made, day) <= NEARBY_DAYS
    }
    return found.pop() if len(found) == 1 else None


def _month(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    def make(year: int) -> CalendarDate:
        return _span(dt.date(year, phrase.month, 1), "month", "partial")

    published = context.published_on
    if phrase.year:
        return replace(make(phrase.year), method="explicit")
    if phrase.unit == "month" or phrase.year_shift is not None:
        if published is None:
            return None
        method: Method = "relative" if phrase.unit == "month" else "partial"
        return replace(make(_shifted_year(phrase, published)), method=method)
    if context.year is not None:
        return make(context.year)
    if context.direction is None and published is not None and phrase.month != published.month:
        return None
    return _complete(make, context, checked=False)


def _shifted_year(phrase: DatePhrase, published: dt.date) -> int:
    if phrase.year_shift is not None:
        return published.year + phrase.year_shift
    if phrase.shift < 0:
        return published.year - (phrase.month >= published.month)
    if phrase.shift > 0:
        return published.year + (phrase.month <= published.month)
    return published.year


def _year(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    return _span(dt.date(phrase.year, 1, 1), "year", "explicit")


def _weekday(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    published, weekday = context.published_on, phrase.weekday
    if published is None or weekday is None:
        return None
    monday = published + relativedelta(weekday=MO(-1))
    if phrase.unit == "week":
        day: dt.date | None = monday + dt.timedelta(weekday + 7 * phrase.shift)
    elif phrase.unit == "weekday":
        day = _shifted_weekday(weekday, phrase.shift, published)
    else:
        day = _plain_weekday(weekday, context.direction, published)
    if day is None:
        return None
    length = (phrase.end_weekday - weekday) % 7 if phrase.end_weekday is not None else 0
    return CalendarDate(day, day + dt.timedelta(length), "day", "relative")


def _plain_weekday(weekday: int, direction: Direction | None, published: dt.date) -> dt.date | None:
    back = (published.weekday() - weekday) % 7
    if direction == "past" or back == 0:
        return published - dt.timedelta(back)
    return published + dt.timedelta(7 - back) if direction == "future" else None


def _shifted_weekday(weekday: int, shift: int, published: dt.date) -> dt.date:
    """ "last", "this" or "next" before a weekday."""
    monday = published + relativedelta(weekday=MO(-1))
    if shift == 0:
        return monday + dt.timedelta(weekday)
    if shift > 0:
        return monday + dt.timedelta(7 + weekday)
    back = (published.weekday() - weekday) % 7 or 7
    latest = published - dt.timedelta(back)
    return latest - dt.timedelta(7) if back <= 2 and latest >= monday else latest


def _period(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    published = context.published_on
    if published is None:
        return None
    if phrase.unit == "weekend":
        return _weekend(phrase, context, published)
    steps = {"week": relativedelta(weeks=phrase.shift), "month": relativedelta(months=phrase.shift)}
    moved = published + steps.get(phrase.unit, relativedelta(years=phrase.shift))
    return _span(moved, _precision(phrase.unit), "relative")


def _precision(unit: str) -> Precision:
    return "week" if unit == "week" else "month" if unit == "month" else "year" if unit == "year" else "day"


def _weekend(phrase: DatePhrase, context: DateContext, published: dt.date) -> CalendarDate | None:
    this = published + relativedelta(weekday=MO(-1)) + dt.timedelta(5)
    if phrase.shift < 0:
        saturday = this - dt.timedelta(7)
    elif phrase.shift > 0:
        saturday = this + dt.timedelta(7)
    elif this <= published or context.direction == "future":
        saturday = this
    elif context.direction == "past":
        saturday = this - dt.timedelta(7)
    else:
        return None
    return CalendarDate(saturday, saturday + dt.timedelta(1), "day", "relative")


def _counted(phrase: DatePhrase, origin: dt.date | None) -> CalendarDate | None:
    """A date some units from ``origin``."""
    if origin is None:
        return None
    try:
        moved = origin + relativedelta(**{f"{phrase.unit}s": phrase.shift})  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None
    return _span(moved, _precision(phrase.unit), "relative")


def _today(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    published = context.published_on
    return _span(published + dt.timedelta(phrase.shift), "day", "relative") if published else None


def _day_of_month(phrase: DatePhrase, context: DateContext) -> CalendarDate | None:
    published = context.published_on
    if published is None or context.direction is None:
        return None
    steps = (0, -1, -2) if context.direction == "past" else (0, 1, 2)
    for step in steps:
        first = published.replace(day=1) + relativedelta(months=step)
        if phrase.day > months.monthrange(first.year, first.month)[1]:
            continue
        day = first.replace(day=phrase.day)
        if (day <= published) if context.direction == "past" else (day >= published):
            return _span(day, "day", "partial")
    return None


_RESOLVERS: dict[str, Callable[[DatePhrase, DateContext], CalendarDate | None]] = {
    "day": _day,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "period": _period,
    "offset": lambda phrase, context: _counted(phrase, context.published_on),
    "anchored": lambda phrase, context: _counted(phrase, context.anchor),
    "today": _today,
    "day_of_month": _day_of_month,
    "vague": lambda phrase, context: None,
}
