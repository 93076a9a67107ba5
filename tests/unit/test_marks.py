"""Quotation marks and their pairs: a text in, the words of each pair out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.annotate.marks import find_quotations, split_lines
from coalition_data.annotate.parser import split_paragraphs

CASES = {
    "straight": ('"We will stay," he said.', ["We will stay,"]),
    "curly": ("“We will stay,” he said.", ["We will stay,"]),
    "two-straight-pairs": ('"Yes," she said. "At once."', ["Yes,", "At once."]),
    "opening-curly-reversed": ("He spoke of ”a long road” ahead.", ["a long road"]),
    "closing-curly-reversed": ("“A long road“ lies ahead.", ["A long road"]),
    "both-curly-doubled": ("““A long road”” lies ahead.", ["A long road"]),
    "curly-with-blanks": ("The aide spoke. ” It is a long road . ” Then he left.", ["It is a long road ."]),
    "guillemets": ("«Nous partons», dit-il.", ["Nous partons"]),
    "guillemets-with-blanks": ("« Nous partons », dit-il.", ["Nous partons"]),
    "guillemets-inward": ("»Wir gehen«, sagte er.", ["Wir gehen"]),
    "low-high-german": ("„Wir gehen“, sagte er.", ["Wir gehen"]),
    "low-high-polish": ("„Idziemy”, powiedział.", ["Idziemy"]),
    "two-apostrophes": ("''We will stay,'' he said.", ["We will stay,"]),
    "two-curly-apostrophes": ("‘‘We will stay,’’ he said.", ["We will stay,"]),
    "double-backticks": ("``We will stay,'' he said.", ["We will stay,"]),
    "single-curly": ("‘We will stay,’ he said.", ["We will stay,"]),
    "single-straight": ("'We will stay,' he said.", ["We will stay,"]),
    "single-around-apostrophe": ("'We don't run,' he said.", ["We don't run,"]),
    "single-around-plural-owner": ("'The ministers' talks failed,' he said.", ["The ministers' talks failed,"]),
    "apostrophes-alone": ("The ministers' plan isn't Iraq's plan.", []),
    "elided-year": ("In the '90s and the '80s nothing moved.", []),
    "elided-word": ("Give 'em time, rock 'n roll.", []),
    "feet-and-inches": ("He is 6'2\" tall and walks.", []),
    "inches-inside": ('"I am 5\'11" tall," he said.', ["I am 5'11\" tall,"]),
    "closing-missing": ("“We will stay, he said.", ["We will stay, he said."]),
    "closing-missing-then-next": ("“We will stay\n\nThe talks “went well” on Monday.", ["We will stay", "went well"]),
    "opening-missing": ('We will stay," he said.', ["We will stay,"]),
    "opened-anew": ("“We came.\n\n“We saw,” he said.", ["We came.", "We saw,"]),
    "opened-anew-straight": ('"We came.\n\n"We saw," he said.', ["We came.", "We saw,"]),
    "misprinted-closing": (
        "“We are ready, “Miller said. “If they come, we fight.”",
        ["We are ready,", "If they come, we fight."],
    ),
    "hard-line-break-inside": ("“We will\nstay here,” he said.", ["We will\nstay here,"]),
    "attribute-of-a-tag": ('<a href="x.html">See</a> "the plan" now.', ["the plan"]),
    "dash-before-mark": ('The answer—"never"—came late.', ["never"]),
    "bracket-before-mark": ("(“Never,” he wrote.)", ["Never,"]),
    "question-inside": ("“Why now?” she asked.", ["Why now?"]),
    "full-stop-outside": ("They called it “a trap”.", ["a trap"]),
    "number-before-closing": ('"The deadline is May 5" was the message.', ["The deadline is May 5"]),
    "empty-pair": ('He said "" and left.', []),
    "no-marks": ("Nothing is said here.", []),
}


def outer(text: str) -> list[str]:
    return [text[q.start : q.end].strip() for q in find_quotations(text, split_paragraphs(text)) if q.depth == 0]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_outer_pairs(text: str, expected: list[str]) -> None:
    found = [words for words in outer(text) if words != "x.html"]
    assert found == expected


NESTED = {
    "single-in-double": ("“They said ‘no’ to us,” he said.", ["no"]),
    "straight-single-in-double": ("\"They said 'no' to us,\" he said.", ["no"]),
    "double-in-double": ("“They said “no” to us,” he said.", ["no"]),
    "three-apostrophes": ("''They said 'no.''' he said.", ["no."]),
    "apostrophe-in-double": ("“They don’t talk,” he said.", []),
}


@pytest.mark.parametrize(("text", "expected"), NESTED.values(), ids=NESTED.keys())
def test_nested_pairs(text: str, expected: list[str]) -> None:
    found = find_quotations(text, split_paragraphs(text))
    assert [text[q.start : q.end] for q in found if q.depth == 1] == expected
    assert sum(q.depth == 0 for q in found) == 1


def test_a_quotation_that_is_opened_anew_continues() -> None:
    text = "“We came.\n\n“We saw.\n\n“We left,” he said."
    assert [q.continues for q in find_quotations(text, split_paragraphs(text))] == [True, True, False]


def test_a_missing_mark_never_reaches_the_next_paragraph() -> None:
    text = "“We will stay.\n\nThe next day they left.\n\n“We had to,” he said."
    assert outer(text) == ["We will stay.", "We had to,"]


def test_lines_that_are_paragraphs_are_cut_and_wrapped_lines_are_not() -> None:
    sentence = (
        "The ministers met in a hall by the river and spoke for a long time about the war, and then they all left."
    )
    paragraphs = f"{sentence}\n“{sentence}”"
    assert len(split_lines(paragraphs, 0, len(paragraphs))) == 2
    wrapped = (
        "The ministers met in a hall by the river. They\nspoke for a long time about the war. And then\nthey left."
    )
    assert len(split_lines(wrapped, 0, len(wrapped))) == 1


MARKED = st.text(alphabet=st.sampled_from("ab .,\n\"“”‘’'`«»„5-"), max_size=120)


@given(st.one_of(MARKED, st.text(max_size=200)))
def test_any_text_gives_sound_pairs(text: str) -> None:
    paragraphs = split_paragraphs(text)
    for quotation in find_quotations(text, paragraphs):
        start, end = paragraphs[quotation.paragraph]
        assert start <= quotation.open <= quotation.start <= quotation.end <= quotation.close <= end
        assert text[quotation.start : quotation.end].strip()


@given(MARKED)
def test_outer_pairs_do_not_overlap(text: str) -> None:
    pairs = sorted((q.start, q.end) for q in find_quotations(text, split_paragraphs(text)) if q.depth == 0)
    assert all(before[1] <= after[0] for before, after in pairwise(pairs))
