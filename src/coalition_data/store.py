"""Tables on disk: records in, byte-identical Parquet out, and back.

The same records give the same bytes: released tables are sorted by key, stage tables keep their order, and schema,
compression, row group size and format version are fixed here.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from coalition_data.errors import StoreError
from coalition_data.partial import partial_path
from coalition_data.records import Article, Meeting, Pledge, Quote
from coalition_data.rows import from_row, to_row
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.columns import Table
from coalition_data.schema.stages import STAGE_TABLES, StageTable
from coalition_data.schema.tables import TABLES

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
_ROWS_JOINED = 8_192
_SMALL_FILE = 1 << 20
"""Bytes up to which a file is read sooner without threads than these are woken."""

_KEY_START = 5
"""Characters of a key that choose its bucket: the table's prefix and one of the id, which make 16 to 32 buckets."""

_RANK = "rank"

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
        threads = path.stat().st_size > _SMALL_FILE
        return file.read(columns=list(columns) if columns is not None else None, use_threads=threads)


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
    first = list(itertools.islice(remaining, _ROWS_SPOOLED))
    if len(first) < _ROWS_SPOOLED:
        write_parquet(to_arrow(table, first), path)
        return len(first)
    schema = arrow_schema(table)
    spool = partial_path(path.with_suffix(".unsorted"))
    try:
        parts = _to_parts(itertools.chain(first, remaining), schema, table.name)
        del first
        buckets = _spool(spool, schema, table.key, parts)
        return write_groups(path, schema, _in_order(spool, table.key, buckets))
    finally:
        spool.unlink(missing_ok=True)


def write_ranked(path: Path, schema: pa.Schema, parts: Iterable[tuple[pa.Table, Sequence[int]]]) -> int:
    """Write rows by the rank that comes with each, out of core; rows of one rank keep their order.

    Args:
        path: of the file.
        schema: of the rows.
        parts: tables with the ranks of their rows, from 0.

    Returns:
        how many rows there were.
    """
    ranked = schema.append(pa.field(_RANK, pa.string()))
    remaining = (_with_ranks(rows, ranks, ranked) for rows, ranks in parts if rows.num_rows)
    first = ranked.empty_table()
    for part in remaining:
        first = pa.concat_tables([first, part])
        if first.num_rows >= _ROWS_SPOOLED:
            break
    else:
        write_parquet(_sorted_by(first, _RANK).drop_columns(_RANK), path)
        return int(first.num_rows)
    spool = partial_path(path.with_suffix(".unsorted"))
    try:
        buckets = _spool(spool, ranked, _RANK, itertools.chain([first], remaining))
        del first
        return write_groups(path, schema, (rows.drop_columns(_RANK) for rows in _in_order(spool, _RANK, buckets)))
    finally:
        spool.unlink(missing_ok=True)


def _with_ranks(rows: pa.Table, ranks: Sequence[int], schema: pa.Schema) -> pa.Table:
    # a bucket holds what a thousand ranks have
    keys = pa.array([f"{rank:0{_KEY_START + 3}d}" for rank in ranks], pa.string())
    return pa.Table.from_arrays([*rows.columns, keys], schema=schema)


def _to_parts(records: Iterable[Any], schema: pa.Schema, name: str) -> Iterator[pa.Table]:
    """Records as they come, as tables of some thousand rows."""
    remaining = iter(records)
    while rows := [to_row(record) for record in itertools.islice(remaining, _ROWS_SPOOLED)]:
        yield _from_rows(rows, schema, name)


def _spool(path: Path, schema: pa.Schema, key: str, parts: Iterable[pa.Table]) -> dict[str, list[int]]:
    """Write rows to a scratch file as they come, in batches of rows whose keys start alike.

    Returns:
        the numbers of the batches, by how their keys start.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    buckets: dict[str, list[int]] = {}
    numbers = itertools.count()
    with pa.ipc.new_file(path, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for part in _joined(parts):
            ordered = _sorted_by(part, key)
            runs = pc.run_end_encode(pc.utf8_slice_codeunits(ordered.column(key), 0, _KEY_START).combine_chunks())
            ends = runs.run_ends.to_pylist()
            for name, begin, end in zip(runs.values.to_pylist(), [0, *ends], ends, strict=False):
                (batch,) = ordered.slice(begin, end - begin).combine_chunks().to_batches()
                writer.write_batch(batch)
                buckets.setdefault(name, []).append(next(numbers))
    return buckets


def _joined(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables in their order, small ones joined: what is done with a table costs more than its rows do."""
    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(part)
        if sum(table.num_rows for table in waiting) >= _ROWS_JOINED:
            yield pa.concat_tables(waiting)
            waiting.clear()
    if waiting:
        yield pa.concat_tables(waiting)


def _in_order(spool: Path, key: str, buckets: Mapping[str, Sequence[int]]) -> Iterator[pa.Table]:
    """The rows of a scratch file by key, a bucket at a time: a sort of all rows takes memory by their size."""
    with pa.OSFile(str(spool)) as file:
        reader = pa.ipc.open_file(file)
        for name in sorted(buckets):
            yield _sorted_by(pa.Table.from_batches([reader.get_batch(number) for number in buckets[name]]), key)


def _sorted_by(data: pa.Table, key: str) -> pa.Table:
    return data.take(pc.sort_indices(data.column(key)))


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
