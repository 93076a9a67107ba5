"""Meetings of single sentences: the table lies in ``meetings_cases.txt``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from coalition_data.document import ParsedArticle
from coalition_data.extract.meetings import extract_meetings
from coalition_data.records import Meeting
from coalition_data.resolve.entities import ArticleEntities

LINES = (Path(__file__).parent / "meetings_cases.txt").read_text("utf-8").splitlines()
CASES = [tuple(line.split("|")) for line in LINES if line and not line.startswith("#")]
PUBLISHED = dt.date(2015, 6, 5)

FIELDS: dict[str, Callable[[Meeting], str]] = {
    "type": lambda row: row.meeting_type,
    "format": lambda row: row.format,
    "status": lambda row: row.status,
    "start": lambda row: str(row.start_date),
    "precision": lambda row: row.date_precision,
    "city": lambda row: str(row.city),
    "iso3": lambda row: str(row.country_iso3),
}


def read(text: str, parse: Callable[..., ParsedArticle]) -> tuple[Meeting, ...]:
    parsed = parse(text, published_on=PUBLISHED)
    return extract_meetings(parsed, ArticleEntities(parsed))


def fits(row: Meeting, wanted: str) -> bool:
    names = {party.name for party in row.participants}
    hosts = {host.name for host in row.hosts}
    for pair in wanted.split(";"):
        field, _, value = pair.strip().partition("=")
        values = {part.strip() for part in value.split(",")}
        if field == "count":
            right = int(value) in {count.count for count in row.participants_reported}
        elif field == "who":
            right = values <= names | hosts
        elif field == "host":
            right = values <= hosts
        else:
            right = FIELDS[field](row) == value.strip()
        if not right:
            return False
    return True


def test_table_is_large_enough() -> None:
    assert len(CASES) >= 80
    assert sum(rows == "none" for _, rows in CASES) >= 20


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(text: str, expected: str, parse: Callable[..., ParsedArticle]) -> None:
    rows = read(text, parse)
    wanted = [] if expected == "none" else expected.split(" // ")
    assert len(rows) == len(wanted), [row.name for row in rows]
    for row, fields in zip(rows, wanted, strict=True):
        assert fits(row, fields), row


def test_evidence_is_the_text(parse: Callable[..., ParsedArticle]) -> None:
    text = "Kerry was in Paris.\n\nJohn Kerry met Laurent Fabius in Paris on Monday. The meeting was brief."
    (row,) = read(text, parse)
    assert [item.text for item in row.evidence] == [text[item.start : item.end] for item in row.evidence]
    assert len(row.evidence) == 2
