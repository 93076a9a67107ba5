"""What can be said about a table's file before any row is read: is it there, and has it the declared schema."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.columns import Table
from coalition_data.store import read_parquet
from coalition_data.validate.results import Failure

FILE_CHECK = "file"
SCHEMA_CHECK = "arrow_schema"
ORDER_CHECK = "sorted"


def read_row_count(table: Table, path: Path) -> int | Failure:
    """Rows of a Parquet file by its footer, or why it cannot be used."""
    try:
        with pq.ParquetFile(path) as file:
            return int(file.metadata.num_rows)
    except FileNotFoundError:
        return Failure(table.name, FILE_CHECK, f"{path.name} is missing")
    except (pa.ArrowInvalid, OSError) as error:
        return Failure(table.name, FILE_CHECK, f"{path.name} is no whole Parquet file: {error}")


def schema_differences(table: Table, path: Path) -> tuple[str, ...]:
    """How the file's Arrow schema differs from the declared one: columns, types, nullability, descriptions."""
    return tuple(_schema_differences(arrow_schema(table), pq.read_schema(path)))


def _schema_differences(declared: pa.Schema, found: pa.Schema) -> Iterator[str]:
    for name in found.names:
        if name not in declared.names:
            yield f"column {name} is not declared"
    for field in declared:
        index = found.get_field_index(field.name)
        if index < 0:
            yield f"column {field.name} is missing"
        elif not found.field(index).equals(field):
            yield f"column {field.name} is {found.field(index)}, declared is {field}"
        elif not found.field(index).equals(field, check_metadata=True):
            yield f"column {field.name} has another description than declared"
    if found.names != declared.names and sorted(found.names) == sorted(declared.names):
        yield "the columns are in another order"


def first_unsorted(table: Table, path: Path) -> tuple[str, str] | None:
    """The first two neighbouring keys that are out of order, None where all rows are sorted by key."""
    keys = read_parquet(path, columns=[table.key]).column(0).to_pylist()
    return next(((str(left), str(right)) for left, right in pairwise(keys) if str(left) > str(right)), None)
