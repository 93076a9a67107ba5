"""Date phrases of news to calendar dates: the table lies in ``calendar_cases.csv``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.resolve.calendar import (
    CalendarDate,
    DateContext,
    agrees,
    full_dates,
    resolve_date,
    resolve_text,
)
from coalition_data.resolve.date_phrases import find_dates

CASES = [
    (line.split("|") + [""] * 7)[:7]
    for line in (Path(__file__).parent / "calendar_cases.csv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def test_table_is_large_enough() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}@{case[1]}{case[2][:1]}")
def test_phrase(case: list[str]) -> None:
    text, published, direction, start, end, precision, method = case
    found = resolve_text(text, DateContext(day(published), direction or None))  # type: ignore[arg-type]
    got = (found.start, found.end, found.precision, found.method) if found else None
    assert got == ((day(start), day(end), precision, method) if start else None)


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("the following day", DateContext(anchor=dt.date(2016, 2, 28)), dt.date(2016, 2, 29)),
        ("the next day", DateContext(anchor=dt.date(2016, 12, 31)), dt.date(2017, 1, 1)),
        ("the day before", DateContext(anchor=dt.date(2016, 3, 1)), dt.date(2016, 2, 29)),
        ("a day earlier", DateContext(anchor=dt.date(2016, 3, 1)), dt.date(2016, 2, 29)),
        ("two days later", DateContext(anchor=dt.date(2016, 3, 1)), dt.date(2016, 3, 3)),
        ("that day", DateContext(anchor=dt.date(2016, 3, 1)), dt.date(2016, 3, 1)),
        ("a week later", DateContext(anchor=dt.date(2016, 3, 1)), dt.date(2016, 3, 7)),
        ("the previous month", DateContext(anchor=dt.date(2016, 3, 31)), dt.date(2016, 2, 1)),
        ("on 3 March", DateContext(year=2016), dt.date(2016, 3, 3)),
        ("on 4 April", DateContext(nearby=(dt.date(2016, 4, 5),)), dt.date(2016, 4, 4)),
        ("on 20 December", DateContext(nearby=(dt.date(2017, 1, 5),)), dt.date(2016, 12, 20)),
        ("on 4 October", DateContext(nearby=(dt.date(2016, 4, 5),)), None),
        ("on Monday, April 4", DateContext(nearby=(dt.date(2016, 4, 5),)), dt.date(2016, 4, 4)),
        ("on Tuesday, April 4", DateContext(nearby=(dt.date(2016, 4, 5),)), None),
        # a paragraph about 1990 does not take the year of publication
        ("on January 17", DateContext(dt.date(2015, 2, 1), "past", nearby=(dt.date(1990, 8, 2),)), None),
    ],
    ids=str,
)
def test_context(text: str, context: DateContext, expected: dt.date | None) -> None:
    found = resolve_text(text, context)
    assert (found.start if found else None) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("since June 2, 2015", "since"),
        ("until Friday", "until"),
        ("before the June 9 summit", "before"),
        ("by next week", "by"),
        ("after Tuesday", "after"),
        ("from Monday to Wednesday", "on"),
        ("on Monday", "on"),
    ],
)
def test_bound(text: str, relation: str) -> None:
    assert [phrase.relation for phrase in find_dates(text)] == [relation]


def test_several_phrases_keep_their_order_and_offsets() -> None:
    text = "On Friday, after talks in May 2014, envoys agreed to meet again on 3 June 2015."
    phrases = find_dates(text)
    assert [phrase.text for phrase in phrases] == ["Friday", "May 2014", "3 June 2015"]
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in phrases)
    assert full_dates(phrases) == (dt.date(2015, 6, 3),)


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31))


@given(DAYS)
def test_a_printed_day_comes_back(when: dt.date) -> None:
    for form in (
        f"{when:%B} {when.day}, {when.year}",
        f"{when:%A}, {when.day} {when:%B} {when.year}",
        when.isoformat(),
    ):
        assert resolve_text(form, DateContext()) == CalendarDate(when, when, "day", "explicit")


@given(DAYS, st.sampled_from(["past", "future"]), st.integers(0, 6))
def test_a_weekday_lies_within_a_week_in_its_direction(published: dt.date, direction: str, back: int) -> None:
    name = f"{dt.date(2024, 1, 1) + dt.timedelta(back):%A}"
    found = resolve_text(name, DateContext(published, direction))  # type: ignore[arg-type]
    assert found is not None
    assert f"{found.start:%A}" == name
    distance = (found.start - published).days
    assert -7 < distance <= 0 if direction == "past" else 0 <= distance < 7


@given(DAYS, st.text(max_size=60))
def test_any_text_is_survived(published: dt.date, text: str) -> None:
    for phrase in find_dates(text):
        found = resolve_date(phrase, DateContext(published, "past", anchor=published))
        if found is not None:
            assert found.start <= found.end
            assert phrase.kind not in ("day", "month") or agrees(phrase, found.start)
