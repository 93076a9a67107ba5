"""Arrow schemas of what the stages hand on, beside the released tables.

Not part of a release: these may change with any version of the code. (Parsed articles: ``annotate.storage``.)
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from coalition_data.records import (
    Article,
    Capture,
    Input,
    KnownId,
    KnownPerson,
    Meeting,
    Note,
    Page,
    Pledge,
    Quote,
    RawDocument,
    Revision,
    SetAside,
)
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.tables import IDS, PEOPLE, TABLES


@dataclass(frozen=True, slots=True)
class StageTable:
    """How the records of one kind are stored between two stages."""

    record: type
    schema: pa.Schema


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


_TIME = pa.timestamp("us", tz="UTC")
_STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))

_CATALOG = pa.struct(
    [
        pa.field("url", pa.string()),
        pa.field("publisher", pa.string()),
        pa.field("published_on", pa.date32()),
        pa.field("title", pa.string()),
        _required("authors", _STRINGS),
        pa.field("language", pa.string()),
        pa.field("licence", pa.string()),
    ]
)

DOCUMENTS = pa.schema(
    [
        _required("source_uri", pa.string()),
        _required("data", pa.large_binary()),
        _required("sha256", pa.string()),
        _required("catalog", _CATALOG),
        _required("media_type", pa.string()),
        pa.field("charset", pa.string()),
        pa.field("source", pa.string()),
        pa.field("fetched_at", _TIME),
        pa.field("min_topic_score", pa.float64()),
    ]
)

PAGES = pa.schema(
    [
        _required("key", pa.string()),
        _required("url", pa.string()),
        _required("sources", _STRINGS),
        _required("is_listing", pa.bool_()),
        pa.field("title", pa.string()),
        pa.field("published_on", pa.date32()),
        pa.field("modified", pa.string()),
        _required("first_seen", _TIME),
        pa.field("last_checked", _TIME),
        _required("outcome", pa.string()),
        _required("detail", pa.string()),
        pa.field("next_attempt", _TIME),
        pa.field("etag", pa.string()),
        pa.field("last_modified", pa.string()),
    ]
)

CAPTURES = pa.schema(
    [
        _required("key", pa.string()),
        _required("url", pa.string()),
        _required("fetched_at", _TIME),
        _required("sha256", pa.string()),
        pa.field("content_type", pa.string()),
        _required("bytes", pa.int64()),
        _required("file", pa.string()),
        _required("offset", pa.int64()),
        _required("length", pa.int64()),
    ]
)

SET_ASIDE = pa.schema(
    [
        *(_required(name, pa.string()) for name in ("source_uri", "stage", "reason", "detail")),
        pa.field("raw_sha256", pa.string()),
        pa.field("traceback", pa.string()),
        pa.field("source", pa.string()),
    ]
)

REVISIONS = pa.schema(
    [
        _required("article_id", pa.string()),
        _required("revision", pa.int32()),
        _required("is_current", pa.bool_()),
        _required("source_uri", pa.string()),
        pa.field("url", pa.string()),
        pa.field("fetched_at", _TIME),
        pa.field("published_on", pa.date32()),
        pa.field("title", pa.string()),
        *(_required(name, pa.string()) for name in ("text", "raw_sha256", "text_sha256")),
    ]
)

INPUTS = pa.schema(
    [
        _required("source_uri", pa.string()),
        _required("outcome", pa.string()),
        *(
            pa.field(name, pa.string())
            for name in ("detail", "stage", "source", "url", "licence", "article_id", "raw_sha256")
        ),
        pa.field("bytes", pa.int64()),
        pa.field("media_type", pa.string()),
        pa.field("fetched_at", _TIME),
    ]
)

NOTES = pa.schema([_required(name, pa.string()) for name in ("source_uri", "stage", "code", "detail")])

STAGE_TABLES: dict[str, StageTable] = {
    "documents": StageTable(RawDocument, DOCUMENTS),
    "set_aside": StageTable(SetAside, SET_ASIDE),
    "notes": StageTable(Note, NOTES),
    "pages": StageTable(Page, PAGES),
    "captures": StageTable(Capture, CAPTURES),
    "inputs": StageTable(Input, INPUTS),
    "revisions": StageTable(Revision, REVISIONS),
    "articles": StageTable(Article, arrow_schema(TABLES["articles"])),
    "meetings": StageTable(Meeting, arrow_schema(TABLES["meetings"])),
    "pledges": StageTable(Pledge, arrow_schema(TABLES["pledges"])),
    "quotes": StageTable(Quote, arrow_schema(TABLES["quotes"])),
    "ids": StageTable(KnownId, arrow_schema(IDS)),
    "people": StageTable(KnownPerson, arrow_schema(PEOPLE)),
}
"""By kind. Rows keep the order in which a stage yields them; ids of one article's rows need not be unique."""
