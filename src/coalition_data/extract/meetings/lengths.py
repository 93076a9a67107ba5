"""How many days a meeting lasts, where its first or last day is told: "a two-day summit ended on Sunday"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.resolve.calendar import CalendarDate

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_LASTING = re.compile(r"\b(two|three|four|five|six|seven|[2-7])(?:[ -]days? of\b|[ -]+days?(?:[ -]+long)?\b)", re.I)
_MODIFIERS = 8
"""Tokens before the meeting word in which its length stands."""


def with_length(date: CalendarDate, trigger: Trigger) -> CalendarDate:
    """The date with its first or last day completed, where a verb tells which of both the day is.

    Args:
        date: the day that the mention tells.
        trigger: its meeting word.
    """
    days = _days(trigger.head) if trigger.is_noun else None
    if days is None or date.precision != "day" or date.start != date.end or trigger.verb is None:
        return date
    rest = dt.timedelta(days - 1)
    told, lemma = trigger.role in ("happen", "hold"), trigger.verb.lemma
    if told and lemma in words("last_day") and trigger.reading.direction == "past":
        return replace(date, start=date.start - rest)
    if told and lemma in words("first_day"):
        return replace(date, end=date.end + rest)
    return date


def _days(head: Token) -> int | None:
    """The days that the words before a meeting word give it ("two days of talks", "the three-day conference")."""
    first = max(head.sentence.first, head.i - _MODIFIERS)
    for found in reversed(list(_LASTING.finditer(head.doc.span(first, head.i).text))) if head.i > first else ():
        number = found.group(1).lower()
        return _NUMBERS[number] if number in _NUMBERS else int(number)
    return None
