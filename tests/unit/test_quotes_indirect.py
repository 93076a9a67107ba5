"""Reported speech without marks: a text in, source, cue and words out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes import extract_quotes
from coalition_data.resolve.entities import ArticleEntities

CASES = {
    "that-clause": ("Anna Berg said that the ships would sail on Monday.", "Anna Berg", "said", "ships would sail"),
    "bare-clause": ("Anna Berg said the ships would sail on Monday.", "Anna Berg", "said", "ships would sail"),
    "told-someone": ("Anna Berg told the crews that the port was closed.", "Anna Berg", "told", "port was closed"),
    "parenthetical-end": ("The ships will sail on Monday, officials said.", "officials", "said", "ships will sail"),
    "according-to": (
        "According to the ministry, the port was closed for a week.",
        "ministry",
        "According to",
        "port was closed",
    ),
    "warned": ("The ministry warned that the storm could last for days.", "ministry", "warned", "storm could last"),
    "argued": ("Critics argued that the plan cost far too much money.", "Critics", "argued", "plan cost"),
    "pledged": ("Norway pledged to send two more ships to the port.", "Norway", "pledged", "send two more ships"),
    "poll": ("A survey found that most sailors were against the plan.", "survey", "found", "most sailors were against"),
    "pronoun": ("Anna Berg came home. She said the crews were safe and well.", "She", "said", "crews were safe"),
}
NONE = {
    "no-report": "The ships sailed on Monday and came back on Friday.",
    "quoted-words": '"The ships sail tonight," Anna Berg said.',
    "verb-inside-marks": "“He told me that the port was closed.”",
}
Parse = Callable[..., ParsedArticle]


@pytest.mark.parametrize(("text", "source", "cue", "words"), CASES.values(), ids=CASES.keys())
def test_reports(text: str, source: str, cue: str, words: str, parse: Parse) -> None:
    parsed = parse(text)
    rows = [row for row in extract_quotes(parsed, ArticleEntities(parsed)) if row.quote_type == "indirect"]
    assert [(source in (row.speaker_mention or ""), row.cue, words in row.text) for row in rows] == [(True, cue, True)]


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_reports(text: str, parse: Parse) -> None:
    parsed = parse(text)
    assert not [row for row in extract_quotes(parsed, ArticleEntities(parsed)) if row.quote_type == "indirect"]


def test_rules_alone_report_plain_clauses(parse: Parse) -> None:
    parsed = parse("Anna Berg said that the ships would sail on Monday.")
    rows = extract_quotes(parsed, ArticleEntities(parsed), use_model=False)
    assert [row.quote_type for row in rows] == ["indirect"]
