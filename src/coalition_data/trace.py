"""Lineage: from a row back to the words, the article, the raw bytes and the source, and to the run that made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from coalition_data.errors import ReleaseError
from coalition_data.query import open_release
from coalition_data.release import Release
from coalition_data.rows import to_row
from coalition_data.schema.columns import Table
from coalition_data.schema.tables import TABLES
from coalition_data.workspace import Workspace

CONTEXT = 160
"""Characters of the article shown before and after the words: about a sentence each."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of evidence in its place.

    Attributes:
        article_id, start, end, text: as in the release.
        before, after: the text around it; empty where the release withholds the article's text.
        role: what the words are: ``evidence``, ``quote``, ``speaker``, ``cue``.
    """

    article_id: str
    start: int
    end: int
    text: str
    before: str
    after: str
    role: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article comes from.

    Attributes:
        article: its row without the text.
        input: what the manifest says about the document: hash, bytes, licence.
        bytes_at: where its raw bytes lie on this machine; None where they are not here.
    """

    article: Mapping[str, Any]
    input: Mapping[str, Any]
    bytes_at: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A row with everything that it rests on.

    Attributes:
        table, key, row: which row, and its values.
        words: its evidence in context, in the order of the release.
        origins: of every article that it rests on, by id.
        corrections: those that changed the row or one of its articles.
        related: rows of other tables that belong to it, as (table, id, label).
        run: version, code, settings and libraries behind the release.
    """

    table: str
    key: str
    row: Mapping[str, Any]
    words: tuple[Words, ...]
    origins: Mapping[str, Origin]
    corrections: tuple[Mapping[str, Any], ...]
    related: tuple[tuple[str, str, str], ...]
    run: Mapping[str, Any]


def trace_row(release: Release, key: str, workspace: Workspace | None = None) -> Trace:
    """Trace one row of a release.

    Args:
        release: which.
        key: id of an article, meeting, pledge or quote.
        workspace: of the run, for the raw bytes; None: only what the release itself holds.

    Raises:
        ReleaseError: the release has no such row.
    """
    with open_release(release.path) as connection:
        table, row = _find(connection, key, release)
        words = tuple(_words(connection, table, row))
        needed = sorted({item.article_id for item in words} | ({key} if table.name == "articles" else set()))
        articles = {name: _article(connection, name) for name in needed}
        related = tuple(_related(connection, table, key))
    manifest = release.manifest
    inputs = {file["source_uri"]: file for file in manifest["inputs"]["files"]}
    origins = {
        name: Origin(article, inputs.get(article["source_uri"], {}), _bytes_at(article, workspace))
        for name, article in articles.items()
    }
    named = {key, *articles, *(article["source_uri"] for article in articles.values())}
    corrections = tuple(item for item in manifest.get("corrections", ()) if item["key"] in named)
    run = {name: manifest.get(name) for name in ("version", "released_on", "content_sha256", "code", "parameters")}
    return Trace(table.name, key, _without(row, "text"), words, origins, corrections, related, run)


def _find(connection: duckdb.DuckDBPyConnection, key: str, release: Release) -> tuple[Table, dict[str, Any]]:
    for table in TABLES.values():
        rows = _rows(connection, f'select * from {table.name} where "{table.key}" = ?', key)
        if rows:
            return table, rows[0]
    raise ReleaseError(
        f"release {release.version} has no row {key!r}",
        "ids begin with art_, mtg_, plg_ or quo_; `coalition-data query` finds them, `coalition-data diff` says what "
        "became of those of older releases",
    )


def _words(connection: duckdb.DuckDBPyConnection, table: Table, row: Mapping[str, Any]) -> Iterator[Words]:
    if table.name == "quotes":
        for role, prefix, text in (
            ("quote", "", "text"),
            ("speaker", "speaker_", "speaker_mention"),
            ("cue", "cue_", "cue"),
        ):
            if row[text] is not None:
                yield _in_context(
                    connection, row["article_id"], row[f"{prefix}start"], row[f"{prefix}end"], row[text], role
                )
    for item in row.get("evidence") or ():
        yield _in_context(connection, item["article_id"], item["start"], item["end"], item["text"], "evidence")


def _in_context(
    connection: duckdb.DuckDBPyConnection, article_id: str, start: int, end: int, text: str, role: str
) -> Words:
    found = connection.execute(
        "select substr(text, greatest($start - $context, 0) + 1, least($start, $context)), "
        "substr(text, $end + 1, $context) from articles where article_id = $id",
        {"start": start, "end": end, "context": CONTEXT, "id": article_id},
    ).fetchone()
    before, after = found or (None, None)
    return Words(article_id, start, end, text, before or "", after or "", role)


def _article(connection: duckdb.DuckDBPyConnection, article_id: str) -> dict[str, Any]:
    rows = _rows(connection, "select * exclude (text, captions) from articles where article_id = ?", article_id)
    return rows[0] if rows else {"article_id": article_id, "source_uri": ""}


_RELATED = {
    "articles": "select 'quotes', quote_id, text from quotes where article_id = $key union all "
    "select 'meetings', meeting_id, name from meetings where list_contains(list_transform(evidence, lambda e: "
    "e.article_id), $key) union all select 'pledges', pledge_id, description from pledges where "
    "list_contains(list_transform(evidence, lambda e: e.article_id), $key)",
    "meetings": "select 'pledges', pledge_id, pledger_name || ': ' || description from pledges where meeting_id = $key "
    "union all select 'quotes', quote_id, text from quotes where meeting_id = $key",
    "pledges": "select 'meetings', m.meeting_id, m.name from pledges p join meetings m using (meeting_id) "
    "where p.pledge_id = $key",
    "quotes": "select 'meetings', m.meeting_id, m.name from quotes q join meetings m using (meeting_id) "
    "where q.quote_id = $key union all select 'quotes', o.quote_id, o.text from quotes q join quotes o "
    "using (utterance_id) where q.quote_id = $key and o.quote_id <> q.quote_id",
}


def _related(connection: duckdb.DuckDBPyConnection, table: Table, key: str) -> list[tuple[str, str, str]]:
    return connection.execute(f"{_RELATED[table.name]} order by all", {"key": key}).fetchall()


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, key: str) -> list[dict[str, Any]]:
    result = connection.execute(sql, [key])
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in names and name != "evidence"}
    return kept if "article_id" not in row or "quote_id" in row else {k: v for k, v in kept.items() if k != "captions"}


def _bytes_at(article: Mapping[str, Any], workspace: Workspace | None) -> str | None:
    """Where the raw bytes lie: the source's own file, else the documents that the ingest stage keeps."""
    if workspace is None or not article.get("raw_sha256"):
        return None
    documents = workspace.stages / "documents.parquet"
    return _row_of_documents(documents, str(article["raw_sha256"])) if documents.is_file() else None


def _row_of_documents(path: Path, digest: str) -> str | None:
    for place, found in enumerate(pq.read_table(path, columns=["sha256"]).column(0).to_pylist()):
        if found == digest:
            return f"{path}, row {place} (column data)"
    return None


def trace_json(trace: Trace) -> dict[str, Any]:
    """The trace as plain values."""
    return to_row(trace) | {
        "words": [to_row(item) for item in trace.words],
        "origins": {name: to_row(origin) for name, origin in trace.origins.items()},
        "related": [list(item) for item in trace.related],
        "corrections": list(trace.corrections),
    }
