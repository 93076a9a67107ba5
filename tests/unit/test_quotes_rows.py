"""Quotes with marks: a text in, rows out (the cases stand in ``quote_cases.yml``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes import extract_quotes
from coalition_data.records import Quote
from coalition_data.resolve.entities import ArticleEntities

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("quote_cases.yml").read_text("utf-8"))
COLUMNS = {
    "name": "speaker_name", "kind": "speaker_kind", "role": "speaker_role", "iso3": "speaker_iso3", "cue": "cue",
    "type": "quote_type",
}  # fmt: skip
Parse = Callable[..., ParsedArticle]


def marked(parsed: ParsedArticle, use_model: bool = True) -> list[Quote]:
    rows = extract_quotes(parsed, ArticleEntities(parsed), use_model=use_model)
    return [row for row in rows if row.quote_type != "indirect"]


KNOWN_GAPS = {"two-speakers-one-sentence": "the first of two verbs of speech joined by but wins"}


def parameter(name: str, case: dict[str, Any]) -> Any:
    gaps = [pytest.mark.xfail(strict=True, reason=KNOWN_GAPS[name])] if name in KNOWN_GAPS else []
    return pytest.param(case, id=name, marks=gaps)


@pytest.mark.parametrize("case", [parameter(name, case) for name, case in CASES.items()])
def test_rows(case: dict[str, Any], parse: Parse) -> None:
    rows = marked(parse(case["text"]))
    expected = case.get("rows", [])
    assert [row.text[: len(one["words"])] for row, one in zip(rows, expected, strict=False)] == [
        one["words"] for one in expected
    ]
    assert len(rows) == len(expected)
    for row, one in zip(rows, expected, strict=True):
        if "mention" in one:
            assert one["mention"] in (row.speaker_mention or "")
        for key, column in COLUMNS.items():
            if key in one:
                assert getattr(row, column) == one[key], column
    groups = {row.utterance_id for row, one in zip(rows, expected, strict=True) if "utterance" in one}
    assert len(groups) <= 1


@pytest.mark.parametrize("case", [case for case in CASES.values() if "rows" in case][:12])
def test_rules_alone_find_the_plain_cases(case: dict[str, Any], parse: Parse) -> None:
    rows = marked(parse(case["text"]), use_model=False)
    assert [row.text[: len(one["words"])] for row, one in zip(rows, case["rows"], strict=True)] == [
        one["words"] for one in case["rows"]
    ]


def test_ids_are_stable_under_a_change_elsewhere(parse: Parse) -> None:
    quote = '"The ships sail tonight," Anna Berg said.'
    before, after = (
        parse(quote),
        parse(f"A new first line.\n\n{quote}", article_id=parse(quote).article.article_id),
    )
    assert [row.quote_id for row in marked(before)] == [row.quote_id for row in marked(after)]


def test_the_same_words_twice_are_two_rows_with_two_ids(parse: Parse) -> None:
    rows = marked(parse('"The ships sail tonight," Anna Berg said.\n\n"The ships sail tonight," Paul Moor said.'))
    assert len({row.quote_id for row in rows}) == len(rows) == 2


def test_rows_hold_the_words_they_point_to(parse: Parse) -> None:
    parsed = parse("\n\n".join(case["text"] for case in CASES.values()))
    rows = extract_quotes(parsed, ArticleEntities(parsed))
    assert rows
    for row in rows:
        assert parsed.text[row.start : row.end] == row.text
        assert row.text == row.text.strip()
        if row.speaker_start is not None:
            assert parsed.text[row.speaker_start : row.speaker_end] == row.speaker_mention
        if row.cue_start is not None:
            assert parsed.text[row.cue_start : row.cue_end] == row.cue
        assert 0.0 <= row.confidence <= 1.0
    assert [row.start for row in rows] == sorted(row.start for row in rows)
