"""The link stage on files: what extract left becomes the candidate tables, with what they need in memory and no more.

Meetings and pledges are compared with each other from a scratch file; in memory there are ids, and of articles what
linking needs. Quotes and texts pass by, a row group at a time.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

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
from coalition_data.link.moved import follow, moved_files
from coalition_data.records import Article, KnownId, Meeting, Pledge, Quote
from coalition_data.rows import from_row
from coalition_data.schema.tables import TABLES
from coalition_data.settings import PublishSettings
from coalition_data.workspace import Workspace

Row = TypeVar("Row")

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
    known = _follow_files(workspace, failed, known, release)
    meetings, pledges = _stream(workspace, "meetings", Meeting), _stream(workspace, "pledges", Pledge)
    linked = link_rows(facts, meetings, pledges, _speakers(workspace).elements, known, release)
    del facts, known
    store.write_stage(workspace.registry, "ids", linked.ids)
    store.write_stage(workspace.people, "people", linked.people)
    named = (_Named(**row) for row in _accepted(path, failed, ["article_id", "source_uri"]))
    withheld = withheld_articles(workspace, named, unknown=rules.text_of_unknown_licence)
    rows = _final_rows(workspace, linked, failed, saved_corrections(workspace))
    return store.write_tables(
        workspace.tables,
        {name: withhold_rows(name, found, withheld, rules.evidence_words) for name, found in rows.items()},
    )


def _follow_files(
    workspace: Workspace, failed: Collection[str], known: Sequence[KnownId], release: str | None
) -> Sequence[KnownId]:
    """The known ids, those of files whose bytes have changed since the last release on the files' new articles."""
    last = workspace.releases / (release or "") / "articles.parquet"
    if release is None or not known or not last.is_file():
        return known
    named = ["article_id", "source_uri"]
    before = pq.read_table(last, columns=named).to_pylist()  # of any version of the schema
    sides = (before, _accepted(workspace.stages / last.name, failed, named))
    return follow(known, moved_files(*([(row["article_id"], row["source_uri"]) for row in side] for side in sides)))


def _final_rows(
    workspace: Workspace, linked: Linked, failed: Collection[str], corrections: Sequence[Correction]
) -> dict[str, Iterable[Any]]:
    """The rows of each table as they come; articles were corrected when they were cleaned."""
    path = workspace.stages / "articles.parquet"
    said = linked.finish_quotes(_stream(workspace, "quotes", Quote), ArticleTexts(path).text_of)
    return {
        "articles": (linked.finish_article(from_row(Article, row)) for row in _accepted(path, failed)),
        "meetings": correct_rows(TABLES["meetings"], linked.meetings, corrections),
        "pledges": correct_rows(TABLES["pledges"], linked.pledges, corrections),
        "quotes": correct_rows(TABLES["quotes"], said, corrections),
    }


def _accepted(path: Path, failed: Collection[str], columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The plain rows of the articles on which no stage failed."""
    return (row for row in store.stream_stage(path, "articles", columns) if row["source_uri"] not in failed)


def _stream(workspace: Workspace, name: str, kind: type[Row]) -> Iterator[Row]:
    """The rows that extract left, one after the other."""
    return (from_row(kind, row) for row in store.stream_stage(workspace.stages / f"{name}.parquet", name))


def _speakers(workspace: Workspace) -> Counter[Speaker]:
    """Who said the words of quotes, and of how many."""
    columns = ["speaker_name", "speaker_kind", "speaker_iso3"]
    rows = store.stream_stage(workspace.stages / "quotes.parquet", "quotes", columns)
    counts = Counter((row["speaker_name"], row["speaker_kind"], row["speaker_iso3"]) for row in rows)
    return Counter({Speaker(*one): count for one, count in counts.items()})
