"""SQL over a release: DuckDB with the tables as views, and nothing else within reach.

Three fences, each enough by itself against the usual attempts: a single statement that only reads is let through;
the connection may open the release's Parquet files and no other path; its configuration is locked before the
statement runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from coalition_data.errors import QueryError, ReleaseError
from coalition_data.remote.address import DataDir, is_address

TABLES = ("articles", "meetings", "pledges", "quotes")
BESIDE = ("ids", "people")
"""Releases from before their time lack them."""
_ROWS_AT_ONCE = 1_000
_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


@contextmanager
def open_release(folder: DataDir) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the four tables of a release, and what stands beside them, as views, and no other file.

    Args:
        folder: of the release, or its address in an object store, from which only what a query needs is read.

    Raises:
        ReleaseError: a table is missing or cannot be read.
        RemoteError: the store cannot be read.
    """
    connection = duckdb.connect(":memory:", config={"python_enable_replacements": False})
    try:
        paths = _stored_tables(str(folder), connection) if is_address(folder) else _tables_in(Path(folder))
        try:
            for name, path in paths.items():
                literal = path.replace("'", "''")
                connection.execute(f"create view {name} as select * from read_parquet('{literal}')")
        except duckdb.Error as error:
            raise ReleaseError(f"{folder} cannot be read: {error}", "`coalition-data verify` says more") from error
        connection.execute("set allowed_paths = ?", [list(paths.values())])
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()


def _tables_in(folder: Path) -> dict[str, str]:
    names = (*TABLES, *(name for name in BESIDE if (folder / f"{name}.parquet").is_file()))
    return {name: str((folder / f"{name}.parquet").resolve()) for name in names}


def _stored_tables(address: str, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The names by which a connection reads the tables of a release in an object store."""
    from coalition_data.remote.database import ReleaseFiles  # noqa: PLC0415 - fsspec

    files = ReleaseFiles(address)
    connection.register_filesystem(files)
    names = (*TABLES, *(name for name in BESIDE if files.exists(f"{name}.parquet")))
    return {name: f"{files.protocol}://{name}.parquet" for name in names}


def run_query(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    """Run one reading statement and return the cursor with its result.

    Raises:
        QueryError: the statement is malformed, is not one that only reads, or fails.
    """
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError(
                f"{len(statements)} statements were given", "give exactly one; several results can be joined with UNION"
            )
        if statements[0].type not in _READING:
            raise QueryError(
                f"{statements[0].type.name} statements are not allowed",
                "a release is read-only: use SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or EXPLAIN",
            )
        return connection.execute(statements[0])
    except duckdb.PermissionException as error:
        raise QueryError(
            f"the query asks for something outside the release: {error}", f"it can see the views {', '.join(TABLES)}"
        ) from error
    except duckdb.Error as error:
        raise QueryError(
            str(error), f"the views are {', '.join(TABLES)}; `coalition-data schema` lists columns"
        ) from error


def fetch_rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The rows of a result, read in portions.

    Raises:
        QueryError: the query fails while it runs.
    """
    try:
        while rows := result.fetchmany(_ROWS_AT_ONCE):
            yield from rows
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
