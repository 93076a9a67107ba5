"""What changed between two releases, row by row, computed in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from coalition_data.schema.columns import Table
from coalition_data.schema.tables import TABLES


@dataclass(frozen=True, slots=True)
class TableDiff:
    """How one table differs from its last state; rows are the same row where their key is.

    Attributes:
        added, removed, changed, unchanged: numbers of rows.
        changed_columns: for each column with a changed value, in how many rows.
    """

    table: str
    added: int
    removed: int
    changed: int
    unchanged: int
    changed_columns: Mapping[str, int]


def diff_tables(old_dir: Path, new_dir: Path) -> tuple[TableDiff, ...]:
    """Compare the tables of two folders, by key; columns that only one of them has are passed over."""
    with duckdb.connect() as connection:
        return tuple(_diff_table(connection, table, old_dir, new_dir) for table in TABLES.values())


def _diff_table(connection: duckdb.DuckDBPyConnection, table: Table, old_dir: Path, new_dir: Path) -> TableDiff:
    for side, folder in (("o", old_dir), ("n", new_dir)):
        path = str(folder / f"{table.name}.parquet").replace("'", "''")
        connection.execute(f"create or replace view {side} as from read_parquet('{path}')")
    names = _columns(connection, "o") & _columns(connection, "n")
    columns = [column.name for column in table.columns if column.name in names and column.name != table.key]
    differs = [f'o."{name}" is distinct from n."{name}"' for name in columns]
    counted = ", ".join(f"count(*) filter (where {both})" for both in (f"old and new and ({test})" for test in differs))
    row = connection.execute(
        f"""
        select count(*) filter (where not old), count(*) filter (where not new),
               count(*) filter (where old and new and ({" or ".join(differs)})), count(*), {counted}
        from (
            select o."{table.key}" is not null as old, n."{table.key}" is not null as new, o, n
            from o full join n on o."{table.key}" = n."{table.key}"
        )
        """
    ).fetchone()
    assert row is not None  # an aggregate without groups has one row
    added, removed, changed, total, *by_column = row
    return TableDiff(
        table.name,
        added,
        removed,
        changed,
        total - added - removed - changed,
        {name: count for name, count in zip(columns, by_column, strict=True) if count},
    )


def _columns(connection: duckdb.DuckDBPyConnection, view: str) -> set[str]:
    return {row[0] for row in connection.execute(f"describe {view}").fetchall()}
