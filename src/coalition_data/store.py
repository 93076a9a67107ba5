"""Tables on disk: records in, byte-identical Parquet out, and back.

The same records give the same bytes: released tables are sorted by key, stage tables keep their order, and schema,
compression, row group size and format version are fixed here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import os
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.errors import StoreError
from coalition_data.partial import partial_path
from coalition_data.records import Article, Meeting, Pledge, Quote
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.columns import Table
from coalition_data.schema.stages import STAGE_TABLES, StageTable
from coalition_data.schema.tables import TABLES

Record = TypeVar("Record")

RECORD_TYPES: dict[str, type] = {"articles": Article, "meetings": Meeting, "pledges": Pledge, "quotes": Quote}

ROWS_PER_GROUP = 16_384
"""Rows of a row group: a reader that needs one article's rows skips the others."""

COMPRESSION_LEVEL = 9

WRITER_OPTIONS: dict[str, Any] = {
    "version": "2.6",
    "compression": "zstd",
    "compression_level": COMPRESSION_LEVEL,
    "use_dictionary": False,
    "write_statistics": True,
    "store_schema": True,
}
"""What makes the bytes of a Parquet file depend on its rows alone."""

_ROWS_SPOOLED = 2_048
_ROWS_SORTED = 2 * ROWS_PER_GROUP

_HASH_CHUNK = 1 << 20


def to_arrow(table: Table, records: Iterable[Any]) -> pa.Table:
    """Records as an Arrow table in the declared schema, sorted by key."""
    rows = sorted((to_row(record) for record in records), key=lambda row: row[table.key])
    return _from_rows(rows, arrow_schema(table), table.name)


def write_parquet(data: pa.Table, path: Path) -> None:
    """Write a Parquet file beside its final name, then move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(path)
    try:
        pq.write_table(data, partial, row_group_size=ROWS_PER_GROUP, **WRITER_OPTIONS)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a Parquet file.

    Raises:
        StoreError: it is missing, truncated or no Parquet file.
    """
    # not pq.read_table, which takes the names of the folders above for partitions
    with _open_parquet(path) as file:
        return file.read(columns=list(columns) if columns is not None else None)


@contextmanager
def _open_parquet(path: Path) -> Iterator[pq.ParquetFile]:
    """A Parquet file to read; what cannot be opened or read is told by its name."""
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except FileNotFoundError as error:
        raise StoreError(f"{path} is missing", "run the stage that writes it, or the whole flow") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise StoreError(
            f"{path} cannot be read: {error}", "delete it and run the stage that writes it again"
        ) from error


def write_tables(folder: Path, tables: Mapping[str, Iterable[Any]]) -> dict[str, int]:
    """Write records of the declared tables to ``folder/<name>.parquet``, sorted by key.

    Returns:
        rows of each table.
    """
    return {name: write_sorted(folder / f"{name}.parquet", TABLES[name], records) for name, records in tables.items()}


def write_sorted(path: Path, table: Table, records: Iterable[Any]) -> int:
    """Write records of a table as they come, sorted by key out of core: one row group is in memory at a time.

    Args:
        path: of the file.
        table: its declaration.
        records: in any order.

    Returns:
        how many there were.

    Raises:
        StoreError: a record doesn't fit the declared schema.
    """
    remaining = iter(records)
    first = list(itertools.islice(remaining, ROWS_PER_GROUP))
    if len(first) < ROWS_PER_GROUP:
        write_parquet(to_arrow(table, first), path)
        return len(first)
    from coalition_data.database import bounded_database, literal  # noqa: PLC0415 - most readers of tables need none

    schema = arrow_schema(table)
    spool = partial_path(path.with_suffix(".unsorted"))
    try:
        count = _spool(spool, schema, table.name, itertools.chain(first, remaining))
        with bounded_database() as connection:
            write_groups(path, schema, _in_order(connection, f"read_parquet({literal(spool)})", table.key, schema))
    finally:
        spool.unlink(missing_ok=True)
    return count


def _in_order(connection: Any, source: str, key: str, schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of a source by key, a range of keys at a time: a sort of all rows takes memory by their size."""
    places = f'select "{key}" as key, row_number() over (order by "{key}") as place from {source}'
    firsts = connection.sql(f"select key from ({places}) where place % {_ROWS_SORTED} = 1 order by key").fetchall()
    starts = [row[0] for row in firsts]
    for start, end in itertools.zip_longest(starts, starts[1:]):
        below = "" if end is None else f'and "{key}" < $last'
        bounds = {"first": start} if end is None else {"first": start, "last": end}
        query = f'select * from {source} where "{key}" >= $first {below} order by "{key}"'
        yield connection.sql(query, params=bounds).to_arrow_table().cast(schema)


def _spool(path: Path, schema: pa.Schema, name: str, records: Iterable[Any]) -> int:
    """Write records to a scratch file as they come."""
    path.parent.mkdir(parents=True, exist_ok=True)
    remaining, count = iter(records), 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        while rows := [to_row(record) for record in itertools.islice(remaining, _ROWS_SPOOLED)]:
            writer.write_table(_from_rows(rows, schema, name))
            count += len(rows)
    return count


def write_groups(path: Path, schema: pa.Schema, parts: Iterable[pa.Table]) -> int:
    """Write tables one after the other, as ``write_parquet`` would write them in one piece; returns their rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(path)
    count = 0
    try:
        with pq.ParquetWriter(partial, schema, **WRITER_OPTIONS) as writer:
            waiting = schema.empty_table()
            for part in parts:
                count += part.num_rows
                waiting = pa.concat_tables([waiting, part])
                while waiting.num_rows >= ROWS_PER_GROUP:
                    writer.write_table(waiting.slice(0, ROWS_PER_GROUP).combine_chunks(), ROWS_PER_GROUP)
                    waiting = waiting.slice(ROWS_PER_GROUP)
            if waiting.num_rows:
                writer.write_table(waiting.combine_chunks(), ROWS_PER_GROUP)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def read_records(folder: Path, name: str) -> tuple[Any, ...]:
    """Read ``folder/<name>.parquet`` back into the records of that table."""
    rows = read_parquet(folder / f"{name}.parquet").to_pylist()
    return tuple(from_row(RECORD_TYPES[name], row) for row in rows)


def read_tables(folder: Path) -> dict[str, tuple[Any, ...]]:
    """All declared tables of a folder as records, by table."""
    return {name: read_records(folder, name) for name in TABLES}


def write_stage(path: Path, kind: str, records: Iterable[Any]) -> None:
    """Write the records of a stage to one Parquet file, in the order given.

    Args:
        path: of the file.
        kind: a key of ``schema.stages.STAGE_TABLES``.
        records: of that kind; none are fine.

    Raises:
        StoreError: the kind is unknown, or a record doesn't fit its schema.
    """
    schema = _stage_table(kind).schema
    write_parquet(_from_rows([to_row(record) for record in records], schema, kind), path)


def write_stage_stream(path: Path, kind: str, records: Iterable[Any], rows_per_group: int) -> int:
    """Write the records of a stage as they come, one row group in memory at a time.

    Args:
        path: of the file.
        kind: a key of ``schema.stages.STAGE_TABLES``.
        records: of that kind.
        rows_per_group: records of a row group.

    Returns:
        how many there were.

    Raises:
        StoreError: the kind is unknown, or a record doesn't fit its schema.
    """
    schema = _stage_table(kind).schema
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(path)
    count = 0
    remaining = iter(records)
    try:
        with pq.ParquetWriter(partial, schema, **WRITER_OPTIONS) as writer:
            while rows := [to_row(record) for record in itertools.islice(remaining, rows_per_group)]:
                writer.write_table(_from_rows(rows, schema, kind), row_group_size=rows_per_group)
                count += len(rows)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def read_stage(path: Path, kind: str) -> tuple[Any, ...]:
    """Read what ``write_stage`` wrote, in its order.

    Raises:
        StoreError: the kind is unknown, or the file is missing, broken, or of another schema.
    """
    stage = _stage_table(kind)
    data = read_parquet(path)
    if not data.schema.equals(stage.schema):
        raise StoreError(
            f"{path} was written by another version of the code", "delete it and run the stage that writes it again"
        )
    return tuple(from_row(stage.record, row) for row in data.to_pylist())


def stream_stage(path: Path, kind: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The plain rows of what ``write_stage`` wrote, in their order, some in memory at a time.

    Args:
        path: of the file.
        kind: a key of ``schema.stages.STAGE_TABLES``.
        columns: those that are read; None: all.

    Raises:
        StoreError: the kind is unknown, or the file is missing, broken, or of another schema.
    """
    schema = _stage_table(kind).schema
    with _open_parquet(path) as file:
        if not file.schema_arrow.equals(schema):
            raise StoreError(
                f"{path} was written by another version of the code", "delete it and run the stage that writes it again"
            )
        for batch in file.iter_batches(_ROWS_SPOOLED, columns=None if columns is None else list(columns)):
            yield from batch.to_pylist()


def stage_to_arrow(kind: str, records: Iterable[Any]) -> pa.Table:
    """Records of a stage as an Arrow table, in the order given.

    Raises:
        StoreError: the kind is unknown, or a record doesn't fit its schema.
    """
    return _from_rows([to_row(record) for record in records], _stage_table(kind).schema, kind)


def stage_from_arrow(kind: str, data: pa.Table) -> tuple[Any, ...]:
    """The records that ``stage_to_arrow`` took."""
    record = _stage_table(kind).record
    return tuple(from_row(record, row) for row in data.to_pylist())


def sha256_of(path: Path) -> str:
    """Hex digest of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_HASH_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def to_row(record: Any) -> dict[str, Any]:
    """A record as a plain row: nested records become dicts, tuples lists."""
    return {field.name: _plain(getattr(record, field.name)) for field in dataclasses.fields(record)}


def from_row(record_type: type[Record], row: Mapping[str, Any]) -> Record:
    """A record of ``record_type`` from a plain row; lists become tuples, structs their records."""
    converters = _converters(cast(Hashable, record_type))
    return record_type(**{name: convert(row[name]) for name, convert in converters.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_row(value) if dataclasses.is_dataclass(value) else value


@lru_cache(maxsize=64)
def _converters(record_type: Hashable) -> dict[str, Callable[[Any], Any]]:
    """For each field, in order, what turns a plain value into the field's type."""
    hints = typing.get_type_hints(record_type)
    return {field.name: _converter(hints[field.name]) for field in dataclasses.fields(cast(Any, record_type))}


def _converter(hint: Any) -> Callable[[Any], Any]:
    if typing.get_origin(hint) is tuple:
        element = _converter(typing.get_args(hint)[0])
        return lambda value: tuple(element(item) for item in value or ())
    if dataclasses.is_dataclass(hint) and not isinstance(hint, types.UnionType):
        return lambda value: from_row(cast(Any, hint), value)
    return lambda value: value


def _from_rows(rows: list[dict[str, Any]], schema: pa.Schema, name: str) -> pa.Table:
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
        raise StoreError(f"{name}: a record doesn't fit the declared schema: {error}") from error


def _stage_table(kind: str) -> StageTable:
    try:
        return STAGE_TABLES[kind]
    except KeyError:
        raise StoreError(f"there is no stage table {kind!r}", f"use one of {', '.join(STAGE_TABLES)}") from None
