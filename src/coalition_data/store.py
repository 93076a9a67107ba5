"""Tables on disk: records in, byte-identical Parquet out, and back.

The same records give the same bytes: rows are sorted by key, and schema, compression, row group size and format
version are fixed here.
"""

from __future__ import annotations

import dataclasses
import os
import types
import typing
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.errors import StoreError
from coalition_data.records import Article, Meeting, Pledge, Quote
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.columns import Table
from coalition_data.schema.tables import TABLES

Record = TypeVar("Record")

RECORD_TYPES: dict[str, type] = {"articles": Article, "meetings": Meeting, "pledges": Pledge, "quotes": Quote}

ROWS_PER_GROUP = 16_384
"""Rows of a row group: a reader that needs one article's rows skips the others."""

COMPRESSION_LEVEL = 9


def to_arrow(table: Table, records: Iterable[Any]) -> pa.Table:
    """Records as an Arrow table in the declared schema, sorted by key."""
    rows = sorted((dataclasses.asdict(record) for record in records), key=lambda row: row[table.key])
    return pa.Table.from_pylist(rows, schema=arrow_schema(table))


def write_parquet(data: pa.Table, path: Path) -> None:
    """Write a Parquet file beside its final name, then move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(
            data,
            partial,
            version="2.6",
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            use_dictionary=False,
            row_group_size=ROWS_PER_GROUP,
            write_statistics=True,
            store_schema=True,
        )
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a Parquet file.

    Raises:
        StoreError: it is missing, truncated or no Parquet file.
    """
    try:
        return pq.read_table(path, columns=list(columns) if columns is not None else None)
    except FileNotFoundError as error:
        raise StoreError(f"{path} is missing", "run the stage that writes it, or the whole flow") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise StoreError(
            f"{path} cannot be read: {error}", "delete it and run the stage that writes it again"
        ) from error


def write_tables(folder: Path, tables: Mapping[str, Iterable[Any]]) -> None:
    """Write records of the declared tables to ``folder/<name>.parquet``."""
    for name, records in tables.items():
        write_parquet(to_arrow(TABLES[name], records), folder / f"{name}.parquet")


def read_records(folder: Path, name: str) -> tuple[Any, ...]:
    """Read ``folder/<name>.parquet`` back into the records of that table."""
    rows = read_parquet(folder / f"{name}.parquet").to_pylist()
    return tuple(from_row(RECORD_TYPES[name], row) for row in rows)


def from_row(record_type: type[Record], row: Mapping[str, Any]) -> Record:
    """A record of ``record_type`` from a plain row; lists become tuples, structs their records."""
    elements = _element_types(cast(Hashable, record_type))
    values = {
        name: tuple(from_row(elements[name], item) if elements[name] else item for item in row[name] or ())
        if name in elements
        else row[name]
        for name in (field.name for field in dataclasses.fields(record_type))  # type: ignore[arg-type]
    }
    return record_type(**values)


@lru_cache(maxsize=64)
def _element_types(record_type: Hashable) -> dict[str, Any]:
    """For each tuple field, the record type of its elements, or None where they are scalars."""
    hints = typing.get_type_hints(record_type)
    found: dict[str, Any] = {}
    for name, hint in hints.items():
        if typing.get_origin(hint) is tuple:
            element = typing.get_args(hint)[0]
            found[name] = (
                element if dataclasses.is_dataclass(element) and not isinstance(element, types.UnionType) else None
            )
    return found
