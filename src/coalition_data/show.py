"""Results on a terminal and as files: tables, CSV, JSON, Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from coalition_data.errors import QueryError
from coalition_data.inert import csv_text
from coalition_data.query import fetch_rows
from coalition_data.terminal import printable

if TYPE_CHECKING:
    import duckdb

    from coalition_data.api import ExtractedArticle
    from coalition_data.records import Host, Participant

ROWS_ON_SCREEN = 100
"""A terminal table is read by a person; the other formats give every row."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """Print rows as a table; beyond ``ROWS_ON_SCREEN`` a remark stands instead."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only this format needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(Text(printable(column)), overflow="fold")
    remaining = iter(rows)
    for row in itertools.islice(remaining, ROWS_ON_SCREEN):
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    hidden = sum(1 for _ in remaining)
    if hidden:
        console.print(f"… and {hidden:,} more rows; --format csv, json or parquet gives them all", highlight=False)


def print_extracted(result: ExtractedArticle) -> None:
    """Print an article's head and its rows, one table a kind."""
    article = result.article
    print(printable(article.title or "(no title)"))
    print(f"published {article.published_on or 'on an unknown date'} ({article.published_on_method})\n")
    print_table(
        ("meeting", "type", "status", "from", "to", "city", "hosts", "participants"),
        (
            (row.name, row.meeting_type, row.status, row.start_date, row.end_date, row.city, _names(row.hosts),
             _names(row.participants))
            for row in result.meetings
        ),
        title="meetings",
    )  # fmt: skip
    print_table(
        ("pledger", "stance", "progress", "category", "what", "recipient", "confidence"),
        (
            (row.pledger_name, row.stance, row.progress, row.category, row.description, row.recipient_name,
             round(row.confidence, 2))
            for row in result.pledges
        ),
        title="pledges",
    )  # fmt: skip
    print_table(
        ("speaker", "cue", "quote", "type", "confidence"),
        (
            (row.speaker_name or row.speaker_mention, row.cue, row.text, row.quote_type, round(row.confidence, 2))
            for row in sorted(result.quotes, key=lambda quote: quote.start)
        ),
        title="quotes",
    )


def _names(parties: Iterable[Host | Participant]) -> str:
    return ", ".join(party.name for party in parties)


def write_result(result: duckdb.DuckDBPyConnection, form: str, output: Path | None) -> None:
    """Write a query's result in one of the formats ``table``, ``csv``, ``json``, ``parquet``.

    Raises:
        QueryError: the query fails while it runs, or the output cannot be written.
    """
    columns = [column[0] for column in result.description or ()]
    try:
        if form == "parquet":
            _write_parquet(result, output)
        elif form == "table" and output is None:
            print_table(columns, fetch_rows(result))
        elif output is None:
            _write_text(sys.stdout, form, columns, fetch_rows(result))
        else:
            with output.open("w", encoding="utf-8", newline="") as target:
                _write_text(target, "csv" if form == "table" else form, columns, fetch_rows(result))
    except OSError as error:
        raise QueryError(f"the result cannot be written: {error}", "choose another --output") from error


def _write_text(target: TextIO, form: str, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    if form == "csv":
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([flat(column) for column in columns])
        writer.writerows([flat(value) for value in row] for row in rows)
        return
    target.write("[")
    for number, row in enumerate(rows):
        target.write("\n" if number == 0 else ",\n")
        target.write(to_json(dict(zip(columns, row, strict=True))))
    target.write("\n]\n")


def _write_parquet(result: duckdb.DuckDBPyConnection, output: Path | None) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only this format needs it

    if output is None and sys.stdout.isatty():
        raise QueryError("Parquet is not for a terminal", "name a file with --output, or send it through a pipe")
    with warnings.catch_warnings():  # DuckDB advises against this way because it copies the rows; the result is small
        warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
        reader: Any = result.to_arrow_reader(16_384)
    with pq.ParquetWriter(output if output is not None else sys.stdout.buffer, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON: dates in ISO 8601, decimals as numbers."""
    return json.dumps(value, ensure_ascii=False, default=_plain, indent=indent)


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def flat(value: object) -> object:
    """A value for CSV: nested ones as JSON, NULL as nothing, no text that a spreadsheet takes for a formula."""
    if isinstance(value, str):
        return csv_text(value)
    return to_json(value) if isinstance(value, list | dict | tuple) else value


def _cell(value: object) -> str:
    if value is None:
        return "NULL"
    return printable(to_json(value) if isinstance(value, list | dict | tuple) else str(value))
