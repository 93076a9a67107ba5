"""The link stage on files: what extract left becomes the candidate tables, with what they need in memory and no more.

Meetings and pledges are compared with each other and stand in memory; of articles there is what linking needs, and
quotes and texts pass by, a row group at a time.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from coalition_data import store
from coalition_data.curate import (
    Correction,
    correct_rows,
    saved_corrections,
    withheld_articles,
    withhold_rows,
)
from coalition_data.link import ArticleFacts, Linked, Speaker, link_rows
from coalition_data.records import Article, KnownId, Meeting, Pledge, Quote
from coalition_data.rows import from_row
from coalition_data.schema.tables import TABLES
from coalition_data.settings import PublishSettings
from coalition_data.workspace import Workspace

GROUPS_IN_MEMORY = 4
"""Row groups of texts: quotes come in the order of their articles."""


@dataclass(frozen=True, slots=True)
class _Named:
    """An article by its id and by where it was read."""

    article_id: str
    source_uri: str


class ArticleTexts:
    """The texts of a file of articles, by id; some row groups are in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with pq.ParquetFile(path) as file:
            groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        self._ends = list(accumulate(groups))
        rows = store.stream_stage(path, "articles", ["article_id"])
        self._places = {row["article_id"]: place for place, row in enumerate(rows)}
        self._group = lru_cache(maxsize=GROUPS_IN_MEMORY)(self._read_group)

    def text_of(self, article_id: str) -> str | None:
        """The text of an article; None where there is no such article."""
        place = self._places.get(article_id)
        if place is None:
            return None
        group = bisect_right(self._ends, place)
        return self._group(group)[place - (self._ends[group - 1] if group else 0)]

    def _read_group(self, group: int) -> list[str]:
        with pq.ParquetFile(self._path) as file:
            texts: list[str] = file.read_row_group(group, ["text"]).column(0).to_pylist()
        return texts


def link_stage(
    workspace: Workspace, rules: PublishSettings, known: Sequence[KnownId], release: str | None
) -> dict[str, int]:
    """Link what the stages left, correct it, and write the candidate tables, the registry of ids and the persons.

    Args:
        workspace: with the outputs of the stages up to extract.
        rules: what may be published.
        known: the registry of ids before.
        release: version of the last release, None where there is none.

    Returns:
        rows of each table.

    Raises:
        CorrectionError: a correction doesn't find the value that it corrects.
        StoreError: a file is missing or broken.
    """
    failed = {row.source_uri for stage in ("annotate", "extract") for row in workspace.read_report(stage).set_aside}
    path = workspace.stages / "articles.parquet"
    days: dict[dt.date, dt.date] = {}
    facts = [
        ArticleFacts(row["article_id"], days.setdefault(row["published_on"], row["published_on"]), row["duplicate_of"])
        for row in _accepted(path, failed, ["article_id", "published_on", "duplicate_of", "source_uri"])
    ]
    meetings, pledges = _read_meetings(workspace), _read_pledges(workspace)
    linked = link_rows(facts, meetings, pledges, lambda: _speakers(workspace), known, release)
    del facts, meetings, pledges
    store.write_stage(workspace.registry, "ids", linked.ids)
    store.write_stage(workspace.people, "people", linked.people)
    named = (_Named(**row) for row in _accepted(path, failed, ["article_id", "source_uri"]))
    withheld = withheld_articles(workspace, named, unknown=rules.text_of_unknown_licence)
    rows = _final_rows(workspace, linked, failed, saved_corrections(workspace))
    return store.write_tables(
        workspace.tables,
        {name: withhold_rows(name, found, withheld, rules.evidence_words) for name, found in rows.items()},
    )


def _final_rows(
    workspace: Workspace, linked: Linked, failed: Collection[str], corrections: Sequence[Correction]
) -> dict[str, Iterable[Any]]:
    """The rows of each table as they come; articles were corrected when they were cleaned."""
    path = workspace.stages / "articles.parquet"
    quotes = (from_row(Quote, row) for row in store.stream_stage(workspace.stages / "quotes.parquet", "quotes"))
    said = linked.finish_quotes(quotes, ArticleTexts(path).text_of)
    return {
        "articles": (linked.finish_article(from_row(Article, row)) for row in _accepted(path, failed)),
        "meetings": correct_rows(TABLES["meetings"], linked.meetings, corrections),
        "pledges": correct_rows(TABLES["pledges"], linked.pledges, corrections),
        "quotes": correct_rows(TABLES["quotes"], said, corrections),
    }


def _accepted(path: Path, failed: Collection[str], columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The plain rows of the articles on which no stage failed."""
    return (row for row in store.stream_stage(path, "articles", columns) if row["source_uri"] not in failed)


_COMMON = (
    "meeting_type", "format", "status", "start_date", "end_date", "date_precision", "date_method", "city",
    "country_iso3", "pledger_name", "pledger_kind", "pledger_iso3", "recipient_name", "recipient_iso3", "category",
    "stance", "progress", "unit", "quantity_qualifier", "announced_by", "announced_by_role", "announced_on",
)  # fmt: skip
"""Columns whose values many rows have: each value is one object in memory."""


def _read_meetings(workspace: Workspace) -> list[Meeting]:
    """The meetings of all articles; parties that are the same in many are one object."""
    seen: dict[Any, Any] = {}
    found = []
    for row in _sharing(store.stream_stage(workspace.stages / "meetings.parquet", "meetings"), seen):
        one = from_row(Meeting, row)
        hosts = tuple(seen.setdefault(party, party) for party in one.hosts)
        participants = tuple(seen.setdefault(party, party) for party in one.participants)
        found.append(dataclasses.replace(one, hosts=hosts, participants=participants))
    return found


def _read_pledges(workspace: Workspace) -> list[Pledge]:
    rows = store.stream_stage(workspace.stages / "pledges.parquet", "pledges")
    return [from_row(Pledge, row) for row in _sharing(rows, {})]


def _sharing(rows: Iterable[dict[str, Any]], seen: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    """The rows, equal values of the common columns made one object."""
    for row in rows:
        row.update({name: seen.setdefault(row[name], row[name]) for name in _COMMON if name in row})
        yield row


def _speakers(workspace: Workspace) -> Iterator[Speaker]:
    """Who said the words of each quote."""
    columns = ["speaker_name", "speaker_kind", "speaker_iso3"]
    return (Speaker(**row) for row in store.stream_stage(workspace.stages / "quotes.parquet", "quotes", columns))
