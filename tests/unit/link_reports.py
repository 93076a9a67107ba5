"""Synthetic reports of meetings for the tests of linking: ``link_reports.txt`` as records."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from coalition_data.identifiers import evidence_id
from coalition_data.records import Article, Evidence, Host, Meeting, Participant, ReportedCount
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.places import find_city

REPORTS = (Path(__file__).parent / "link_reports.txt").read_text("utf-8")


def read_reports() -> tuple[list[Article], list[Meeting], dict[str, str]]:
    """Articles, meetings of single articles, and the world of each provisional meeting id."""
    articles: dict[str, Article] = {}
    texts: dict[str, str] = {}
    rows = [line.split("|") for line in REPORTS.splitlines() if not line.startswith("#")]
    for row in rows:
        texts[row[1]] = f"{texts[row[1]]}\n\n{row[12]}." if row[1] in texts else f"{row[12]}."
    meetings, world = [], {}
    for row in rows:
        article = articles.setdefault(row[1], make_article(row[1], texts[row[1]], row[2]))
        meeting = make_meeting(article, row)
        meetings.append(meeting)
        world[meeting.meeting_id] = row[0]
    return list(articles.values()), meetings, world


def make_article(name: str, text: str, published: str) -> Article:
    """An article with nothing but text and date."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    day = dt.date.fromisoformat(published) if published else None
    return Article(
        f"art_{digest[:16]}", f"{name}.txt", None, None, (), None, day,
        "catalog" if published else "none", None, "en", text, (), len(text.split()), None, 0.0, digest, digest,
    )  # fmt: skip


def make_meeting(article: Article, row: list[str]) -> Meeting:
    """One row as an extractor would give it."""
    start = article.text.index(row[12])
    evidence = (Evidence(article.article_id, start, start + len(row[12]), row[12]),)
    first = dt.date.fromisoformat(row[7]) if row[7] else None
    length = {"day": 0, "week": 6, "month": 27}.get(row[8], 0)
    city = find_city(row[9]) if row[9] else None
    return Meeting(
        meeting_id=evidence_id("mtg_", "meeting", evidence),
        name=row[3],
        meeting_type=row[4],
        format=row[5],
        status=row[6],
        start_date=first,
        end_date=first + dt.timedelta(length) if first else None,
        date_precision=row[8] or "unknown",
        date_method="relative" if first else "none",
        city=city.name if city else None,
        country_iso3=city.iso3 if city else None,
        venue=None,
        latitude=None,
        longitude=None,
        hosts=tuple(Host(name, *_kind(name), None) for name in _names(row[10])),
        participants=tuple(Participant(name, *_kind(name), None, "attended") for name in _names(row[11])),
        participants_reported=(ReportedCount(len(row[12]), "countries", article.article_id),),
        evidence=evidence,
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _kind(name: str) -> tuple[str, str | None]:
    match = find_country(name)
    if match is not None:
        return "country", match.iso3
    return ("person", None) if len(name.split()) == 2 else ("organisation", None)
