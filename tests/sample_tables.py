"""Four small tables that obey every rule, for the tests of store, gate and release. The sentences are made up."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.records import (
    Article,
    Evidence,
    Host,
    Meeting,
    Participant,
    Pledge,
    Quote,
    ReportedCount,
)
from coalition_data.rows import to_row
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.tables import TABLES
from coalition_data.store import write_parquet, write_tables

TEXT = (
    "Defence ministers of 17 countries met in Lisbon on 3 March 2016. “We shall stay the course,” said Inês Prata, "
    "the Portuguese defence minister.\n\n"
    "Portugal will send up to 30 trainers and $2.5 million in aid to Iraq, the ministry said."
)
OTHER_TEXT = "The Lisbon meeting brought 18 countries together 😀, an official said."

Rows = dict[str, list[dict[str, Any]]]


def find(text: str, words: str) -> tuple[int, int]:
    """Offsets of the words in the text."""
    start = text.index(words)
    return start, start + len(words)


def article(text: str, article_id: str, **fields: Any) -> Article:
    """An article of that text."""
    values: dict[str, Any] = {
        "article_id": article_id,
        "source_uri": f"{article_id}.txt",
        "url": None,
        "publisher": None,
        "authors": (),
        "title": None,
        "published_on": None,
        "published_on_method": "none",
        "dateline": None,
        "language": "en",
        "text": text,
        "captions": (),
        "word_count": len(text.split()),
        "duplicate_of": None,
        "topic_score": 0.5,
        "raw_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return Article(**{**values, **fields})


FIRST = article(
    TEXT,
    "art_00000000000000aa",
    url="https://news.example/lisbon",
    publisher="Example News",
    authors=("Ana Silva", "Bo Ek"),
    title="Ministers meet in Lisbon",
    published_on=dt.date(2016, 3, 4),
    published_on_method="metadata",
    dateline="LISBON",
    captions=("Ministers in Lisbon.",),
)
SECOND = article(OTHER_TEXT, "art_00000000000000bb")


def evidence(source: Article, words: str) -> Evidence:
    """The words as evidence."""
    return Evidence(source.article_id, *find(source.text, words), words)


MEETING = Meeting(
    meeting_id="mtg_0000000000aa",
    name="Lisbon meeting of defence ministers",
    meeting_type="military",
    format="in_person",
    status="held",
    start_date=dt.date(2016, 3, 3),
    end_date=dt.date(2016, 3, 3),
    date_precision="day",
    date_method="explicit",
    city="Lisbon",
    country_iso3="PRT",
    venue=None,
    latitude=38.72,
    longitude=-9.14,
    hosts=(Host("Portugal", "country", "PRT", None),),
    participants=(Participant("Inês Prata", "person", "PRT", "defence minister", "attended"),),
    participants_reported=(
        ReportedCount(17, "countries", FIRST.article_id),
        ReportedCount(18, "countries", SECOND.article_id),
    ),
    evidence=(
        evidence(FIRST, "Defence ministers of 17 countries met in Lisbon on 3 March 2016."),
        evidence(SECOND, OTHER_TEXT),
    ),
)

PLEDGE = Pledge(
    pledge_id="plg_0000000000aa",
    pledger_name="Portugal",
    pledger_kind="country",
    pledger_iso3="PRT",
    recipient_name="Iraq",
    recipient_iso3="IRQ",
    scope_iso3=("IRQ", "SYR"),
    category="training",
    stance="committed",
    progress="promised",
    description="up to 30 trainers",
    quantity=30.0,
    quantity_max=None,
    unit="personnel",
    quantity_qualifier="up_to",
    amount=Decimal("2500000.00"),
    currency="USD",
    announced_by="Ministry of Defence",
    announced_by_role=None,
    announced_on=dt.date(2016, 3, 4),
    meeting_id=MEETING.meeting_id,
    condition=None,
    evidence=(evidence(FIRST, "Portugal will send up to 30 trainers and $2.5 million in aid to Iraq"),),
    confidence=0.8,
)

_START, _END = find(TEXT, "We shall stay the course,")
_SPEAKER = find(TEXT, "Inês Prata")
_CUE = find(TEXT, "said")
QUOTE = Quote(
    quote_id="quo_0000000000aa",
    article_id=FIRST.article_id,
    start=_START,
    end=_END,
    text="We shall stay the course,",
    quote_type="direct",
    utterance_id="quo_0000000000aa",
    speaker_name="Inês Prata",
    speaker_mention="Inês Prata",
    speaker_start=_SPEAKER[0],
    speaker_end=_SPEAKER[1],
    speaker_kind="person",
    speaker_role="Portuguese defence minister",
    speaker_iso3="PRT",
    cue="said",
    cue_start=_CUE[0],
    cue_end=_CUE[1],
    meeting_id=MEETING.meeting_id,
    confidence=0.9,
)


def sample_tables() -> dict[str, tuple[Any, ...]]:
    """The records of every table."""
    return {"articles": (FIRST, SECOND), "meetings": (MEETING,), "pledges": (PLEDGE,), "quotes": (QUOTE,)}


def write_sample(folder: Path, **tables: tuple[Any, ...]) -> Path:
    """Write the sample tables, some of them replaced."""
    write_tables(folder, {**sample_tables(), **tables})
    return folder


def sample_rows() -> Rows:
    """The sample tables as plain rows, to be spoilt."""
    return {name: [to_row(record) for record in records] for name, records in sample_tables().items()}


def write_rows(folder: Path, rows: Rows) -> Path:
    """Write rows that may break the declaration: every NULL is let through."""
    for name, table in TABLES.items():
        ordered = sorted(rows[name], key=lambda row: str(row[table.key]))
        write_parquet(pa.Table.from_pylist(ordered, schema=_lenient(arrow_schema(table))), folder / f"{name}.parquet")
    return folder


def rewrite(folder: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Replace a table's file by a changed one."""
    path = folder / f"{name}.parquet"
    with pq.ParquetFile(path) as file:
        data = file.read()
    write_parquet(change(data), path)


def _lenient(schema: pa.Schema) -> pa.Schema:
    return pa.schema([_lenient_field(field) for field in schema])


def _lenient_field(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_list(kind):
        kind = pa.list_(_lenient_field(kind.value_field))
    elif pa.types.is_struct(kind):
        kind = pa.struct([_lenient_field(kind.field(index)) for index in range(kind.num_fields)])
    return pa.field(field.name, kind, nullable=True)
