"""``coalition-data.duckdb``: the tables in one file, with what every column means, and views over nested columns.

It holds the rows themselves rather than views over the Parquet files, so that it can be opened from any folder and
sent by itself. DuckDB gives every new file a random identifier, so its bytes differ between two equal releases; the
Parquet files are what is compared and cited.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from coalition_data.database import limits
from coalition_data.schema.columns import Column, Table
from coalition_data.schema.tables import TABLES

DATABASE = "coalition-data.duckdb"

BLOCK_SIZE = 16_384
"""The smallest that DuckDB has: with its default a release of five articles takes 1.3 MB instead of 160 kB."""

ROW_GROUP_SIZE = 8_192
MEMORY_LIMIT = "128MiB"
"""Rows are written as soon as a group of them is whole, so that they need not wait in memory: 200,000 articles with a
million quotes then take 0.26 GB instead of 0.63, in the same time."""

VIEWS: dict[str, tuple[str, str]] = {
    "evidence": (
        "every mention of every meeting and pledge, and every quote, one row a piece of evidence",
        """
        select 'meetings' as table_name, meeting_id as row_id, e.article_id, e."start", e."end", e.text
        from meetings, unnest(evidence) as t(e)
        union all
        select 'pledges', pledge_id, e.article_id, e."start", e."end", e.text from pledges, unnest(evidence) as t(e)
        union all
        select 'quotes', quote_id, article_id, "start", "end", text from quotes
        """,
    ),
    "meeting_parties": (
        "hosts and participants of meetings, one row a party; mode is 'host' for hosts",
        """
        select meeting_id, h.name, h.kind, h.iso3, h.role, 'host' as mode from meetings, unnest(hosts) as t(h)
        union all
        select meeting_id, p.name, p.kind, p.iso3, p.role, p.mode from meetings, unnest(participants) as t(p)
        """,
    ),
    "quotes_in_context": (
        "quotes with their article and the 120 characters around them",
        """
        select q.*, a.title, a.url, a.published_on,
               substr(a.text, greatest(q."start" - 119, 1), least(q."start", 120)) as before,
               substr(a.text, q."end" + 1, 120) as after
        from quotes q join articles a using (article_id)
        """,
    ),
    "pledge_counts": (
        "numbers of pledges by country, category, stance and progress: never add up over stances",
        "select pledger_iso3, category, stance, progress, count(*) as pledges from pledges group by all",
    ),
}
"""Views of the file: name, meaning, SQL."""


def write_database(folder: Path, path: Path) -> None:
    """Write the tables of a folder to one DuckDB file.

    Args:
        folder: with ``<table>.parquet``.
        path: of the file, which must not be there.
    """
    try:
        _write(folder, path, MEMORY_LIMIT)
    except duckdb.OutOfMemoryException:  # the indices of very many rows need more
        path.unlink(missing_ok=True)
        _write(folder, path, str(limits()["memory_limit"]))


def _write(folder: Path, path: Path, memory_limit: str) -> None:
    with duckdb.connect(config={**limits(), "threads": 1, "memory_limit": memory_limit}) as connection:
        options = f"block_size {BLOCK_SIZE}, row_group_size {ROW_GROUP_SIZE}"
        connection.execute(f"attach {_literal(str(path))} as release ({options})")
        connection.execute("use release")
        for table in TABLES.values():
            source = _literal(str(folder / f"{table.name}.parquet"))
            connection.execute(f"create table {table.name} ({_definitions(connection, table, source)})")
            connection.execute(f"insert into {table.name} from read_parquet({source})")
            _comment_table(connection, table)
        for name, (meaning, sql) in VIEWS.items():
            connection.execute(f"create view {name} as {sql}")
            connection.execute(f"comment on view {name} is {_literal(meaning)}")
        connection.execute("checkpoint release")
        connection.execute("use memory")
        connection.execute("detach release")


def _definitions(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> str:
    types = {row[0]: row[1] for row in connection.execute(f"describe from read_parquet({source})").fetchall()}
    columns = [
        f'"{column.name}" {types[column.name]}{"" if column.nullable else " not null"}' for column in table.columns
    ]
    return ", ".join((*columns, f'primary key ("{table.key}")'))


def _comment_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    connection.execute(f"comment on table {table.name} is {_literal(table.description)}")
    for column in table.columns:
        connection.execute(f'comment on column {table.name}."{column.name}" is {_literal(_meaning(column))}')


def _meaning(column: Column) -> str:
    meaning = column.description
    if column.values:
        meaning += "; one of " + ", ".join(column.values)
    if column.fields:
        meaning += "; fields: " + "; ".join(f"{field.name}: {field.description}" for field in column.fields)
    return meaning


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
