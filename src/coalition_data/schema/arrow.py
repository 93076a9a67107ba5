"""Arrow schemas, rendered from the declared tables."""

from __future__ import annotations

import pyarrow as pa

from coalition_data.schema.columns import Column, Table
from coalition_data.schema.tables import SCHEMA_VERSION

_SCALARS: dict[str, pa.DataType] = {
    "string": pa.string(),
    "date": pa.date32(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "decimal(18,2)": pa.decimal128(18, 2),
    "list<string>": pa.list_(pa.field("element", pa.string(), nullable=False)),
}


def arrow_field(column: Column) -> pa.Field:
    """The Arrow field of a column, with its description as metadata."""
    return pa.field(
        column.name,
        _arrow_type(column),
        nullable=column.nullable,
        metadata={"description": column.description},
    )


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with descriptions and the version of the declaration as metadata."""
    metadata = {"name": table.name, "description": table.description, "schema_version": SCHEMA_VERSION}
    return pa.schema([arrow_field(column) for column in table.columns], metadata=metadata)


def _arrow_type(column: Column) -> pa.DataType:
    if column.kind == "list<struct>":
        struct = pa.struct(
            [pa.field(child.name, _arrow_type(child), nullable=child.nullable) for child in column.fields]
        )
        return pa.list_(pa.field("element", struct, nullable=False))
    return _SCALARS[column.kind]
