"""The topic score of any text: within 0 and 1, and the same however the text is laid out."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from coalition_data.clean.topic import load_terms, topic_score

FORMS = sorted(form for term in load_terms() for form in term.forms)
BLANKS = (" ", "\n", "\n\n", "\t", " \u00a0 ", "\u2009", "\r\n", "\u2028")

words = st.one_of(st.sampled_from(FORMS), st.text(min_size=1, max_size=12))
texts = st.lists(words, max_size=60).map(" ".join)


@given(texts, st.none() | texts)
def test_within_0_and_1(text: str, title: str | None) -> None:
    assert 0.0 <= topic_score(text, title) <= 1.0


@given(texts, texts, st.lists(st.sampled_from(BLANKS), min_size=1))
def test_blanks_make_no_difference(text: str, title: str, blanks: list[str]) -> None:
    def lay_out(words: str) -> str:
        parts = re.split(r"\s+", words)
        between = (blanks * (len(parts) // len(blanks) + 1))[: len(parts)]
        return "".join(part + blank for part, blank in zip(parts, between, strict=True))

    assert topic_score(lay_out(text), lay_out(title)) == topic_score(text, title)


@given(texts)
def test_letter_case_makes_no_difference(text: str) -> None:
    assert topic_score(text.casefold()) == topic_score(text)


@given(texts, st.sampled_from(FORMS))
def test_a_headline_on_the_topic_takes_nothing_away(text: str, form: str) -> None:
    assert topic_score(text, form) >= topic_score(text)
