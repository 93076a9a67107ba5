"""Meetings of single sentences and short passages: ``meetings_cases.txt`` and its sisters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from coalition_data.document import ParsedArticle
from coalition_data.extract.meetings import extract_meetings
from coalition_data.records import Meeting
from coalition_data.resolve.entities import ArticleEntities

PUBLISHED = dt.date(2015, 6, 5)
GAP = "~ "
"""Begins a line of the tables whose sentence the small model's parse hides from the rules."""


def read_cases(name: str) -> list[tuple[str, str, bool]]:
    """Text, wanted rows, and whether it is a known gap."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    cases = (line.removeprefix(GAP).partition("|") for line in lines if line and not line.startswith("#"))
    gaps = [line.startswith(GAP) for line in lines if line and not line.startswith("#")]
    return [(text.replace(" ¶ ", "\n\n"), rows, gap) for (text, _, rows), gap in zip(cases, gaps, strict=True)]


TABLES = (
    "meetings_cases.txt",
    "meetings_cases_news.txt",
    "meetings_cases_statements.txt",
    "meetings_cases_told.txt",
)
CASES = [case for table in TABLES for case in read_cases(table)]

FIELDS: dict[str, Callable[[Meeting], str]] = {
    "type": lambda row: row.meeting_type,
    "format": lambda row: row.format,
    "status": lambda row: row.status,
    "start": lambda row: str(row.start_date),
    "end": lambda row: str(row.end_date),
    "name": lambda row: row.name,
    "precision": lambda row: row.date_precision,
    "city": lambda row: str(row.city),
    "iso3": lambda row: str(row.country_iso3),
}


def names(row: Meeting, *modes: str) -> set[str]:
    """Full and last names of those who take part, of these modes alone where some are given."""
    wanted = {party.name for party in row.participants if (party.mode in modes if modes else party.mode != "excluded")}
    return with_last_names(wanted)


def with_last_names(full: set[str]) -> set[str]:
    return full | {name.split()[-1] for name in full}


PARTIES: dict[str, Callable[[Meeting, set[str]], bool]] = {
    "count": lambda row, values: {int(value) for value in values} <= {c.count for c in row.participants_reported},
    "who": lambda row, values: values <= names(row) | with_last_names({host.name for host in row.hosts}),
    "host": lambda row, values: values <= with_last_names({host.name for host in row.hosts}),
    "nohost": lambda row, values: not values & {host.name for host in row.hosts},
    "not": lambda row, values: not values & (names(row) | {host.name for host in row.hosts}),
    "excluded": lambda row, values: values <= names(row, "excluded"),
    "remote": lambda row, values: values <= names(row, "remote"),
}


def read(text: str, parse: Callable[..., ParsedArticle]) -> tuple[Meeting, ...]:
    parsed = parse(text, published_on=PUBLISHED)
    return extract_meetings(parsed, ArticleEntities(parsed))


def misfits(row: Meeting, wanted: str) -> list[str]:
    """The wanted fields that a row does not have."""
    found = []
    for pair in (part.strip() for part in wanted.split(";") if part.strip() != "*"):
        field, _, value = pair.partition("=")
        if field in PARTIES:
            right = PARTIES[field](row, {part.strip() for part in value.split(",")})
        else:
            right = FIELDS[field](row) in value.split("|")
        if not right:
            found.append(pair)
    return found


def test_tables_are_large_enough() -> None:
    assert len(CASES) >= 380
    assert sum(rows == "none" for _, rows, _ in CASES) >= 60
    assert sum(gap for _, _, gap in CASES) <= 12


def _params() -> list[object]:
    gap = pytest.mark.xfail(strict=True, reason="the parse of the small model misleads the rules")
    return [pytest.param(text, rows, id=text[:60], marks=[gap] if is_gap else []) for text, rows, is_gap in CASES]


@pytest.mark.parametrize(("text", "expected"), _params())
def test_passage(text: str, expected: str, parse: Callable[..., ParsedArticle]) -> None:
    rows = read(text, parse)
    wanted = [] if expected == "none" else expected.split(" // ")
    assert len(rows) == len(wanted), [row.name for row in rows]
    for row, fields in zip(rows, wanted, strict=True):
        assert misfits(row, fields) == [], row


def test_evidence_is_the_text(parse: Callable[..., ParsedArticle]) -> None:
    text = "Kerry was in Paris.\n\nJohn Kerry met Laurent Fabius in Paris on Monday. The meeting was brief."
    (row,) = read(text, parse)
    assert [item.text for item in row.evidence] == [text[item.start : item.end] for item in row.evidence]
    assert len(row.evidence) == 2
