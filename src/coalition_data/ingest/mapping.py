"""Rows of JSONL, CSV and Parquet as documents."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping

from coalition_data.ingest.catalog import read_entry
from coalition_data.ingest.reader import STAGE, Item, SourceFile
from coalition_data.records import Note, SetAside

LARGEST_ROW = 16 * 1024 * 1024
"""Bytes of the text of one row, as of one file of text."""


def row_document(row: Mapping[str, object], columns: Mapping[str, str], uri: str, file: SourceFile) -> Iterator[Item]:
    """One row as a document.

    Args:
        row: values by column.
        columns: as ``find_columns`` found them.
        uri: of the row.
        file: that it stands in.
    """
    html, text = (_text_of(row.get(columns[field])) if field in columns else "" for field in ("html", "text"))
    data = ((html.strip() and html) or text).encode("utf-8", "replace")
    if not data.strip():
        yield SetAside(uri, STAGE, "empty", f"{uri} has no text")
        return
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > LARGEST_ROW:
        yield SetAside(uri, STAGE, "too_large", f"{uri} is too large for an article ({len(data):,} bytes)", digest)
        return
    cells = {
        field: _text_of(row.get(column)).strip()
        for field, column in columns.items()
        if field not in {"text", "html", "fetched_at"}
    }
    entry, remarks = read_entry(cells, uri)
    for code, detail in remarks:
        yield Note(uri, STAGE, code, detail)
    fetched_at = _time_of(row.get(columns["fetched_at"])) if "fetched_at" in columns else None
    media_type = "text/html" if html.strip() else "text/plain"
    yield file.document(uri, data, entry=entry, media_type=media_type, charset="utf-8", fetched_at=fetched_at)


def _text_of(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, (_text_of(item) for item in value)))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return _text_of(value.get("name"))  # schema.org: {"@type": "Person", "name": …}
    return str(value).replace("\x00", "")


def _time_of(value: object) -> dt.datetime | None:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, dt.datetime):
        return None
    try:
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
    except OverflowError:
        return None
