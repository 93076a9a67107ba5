"""Words found in one pass, and date phrases found near them as in the whole text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.resolve import date_phrases
from coalition_data.resolve.date_phrases import find_dates
from coalition_data.word_scan import DIGITS, WordScan

WORDS = ("day", "march", "two")


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("Two days in March", (0, 4, 12), id="whatever the case, and before an ending"),
        pytest.param("Friday, demarched", (), id="not inside a word"),
        pytest.param("“Day”-two", (1, 6), id="after marks"),
        pytest.param("İstanbul: one day", (14,), id="a letter that grows in lower case moves no offset"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_places_of_words(text: str, starts: tuple[int, ...]) -> None:
    assert WordScan(WORDS).starts(text) == starts


def test_digits_are_found_inside_words() -> None:
    assert WordScan(DIGITS).starts("F16s, 20") == (1, 2, 6, 7)


@given(st.text(alphabet="dayDAY İmarchtwo.-’", max_size=60))
def test_places_are_those_of_a_search(text: str) -> None:
    lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    wanted = tuple(match.start() for match in re.finditer(r"(?<![^\W_])(?:day|march|two)", lower))
    assert WordScan(WORDS).starts(text) == wanted


def test_windows_that_touch_are_one() -> None:
    assert WordScan(["x"]).windows("x...x........x", before=1, after=3) == ((0, 7), (12, 14))


PHRASES = (
    "12 March 2015", "on Tuesday", "two weeks ago", "Sept. 3", "the day before the summit", "last week", "2016-05-03",
    "next year", "early May", "the same evening", "Christmas Eve 2014", "in the spring", "the 15th", "3/14/2016",
    "tomorrow", "Monday through Wednesday", "in twenty-one days' time", "the week of June 6", "500 soldiers",
)  # fmt: skip


@given(st.lists(st.sampled_from((*PHRASES, "a long word " * 12, "and", "the minister met", ",", ".\n\n")), max_size=14))
def test_dates_near_words_are_the_dates_of_the_whole_text(parts: list[str]) -> None:
    text = " ".join(parts)
    near = find_dates.__wrapped__(text)
    known = date_phrases.CHARACTERS_AROUND
    date_phrases.CHARACTERS_AROUND = len(text) + 1  # each word's window is the whole text
    try:
        assert find_dates.__wrapped__(text) == near
    finally:
        date_phrases.CHARACTERS_AROUND = known
