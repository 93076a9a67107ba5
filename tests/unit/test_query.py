"""SQL over a release: what it reads, and that it reaches nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from coalition_data.errors import QueryError, ReleaseError
from coalition_data.query import TABLES, fetch_rows, open_release, run_query
from coalition_data.show import write_result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four small tables, its name a trap for whoever quotes badly."""
    path = tmp_path_factory.mktemp("it's a release")
    for name in TABLES:
        literal = str(path / f"{name}.parquet").replace("'", "''")
        duckdb.execute(f"copy (select '{name}' as name, 1 as number) to '{literal}' (format parquet)")
    return path


@pytest.fixture
def connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_release(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    "sql",
    [
        "select name from articles",
        "from meetings select name",
        "with q as (select * from quotes) select name from q",
        "describe pledges",
        "summarize articles",
        "explain select 1",
        "show tables",
        "values (1)",
    ],
)
def test_reading_works(connection: duckdb.DuckDBPyConnection, sql: str):
    assert list(fetch_rows(run_query(connection, sql)))


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('/etc/hostname')",
        "select * from read_blob('{outside}')",
        "select * from '{outside}'",
        "select * from read_parquet('{inside}/../outside.parquet')",
        "select * from glob('/etc/*')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from 'https://example.org/x.parquet'",
        "select getenv('HOME')",
        "select * from duckdb_secrets()",
        "select * from query('copy articles to ''{target}''')",
        "copy articles to '{target}'",
        "copy (select 1) to '{inside}/articles.parquet'",
        "export database '{target}'",
        "attach '{target}' as other",
        "attach ':memory:' as other",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset enable_external_access",
        "pragma enable_external_access",
        "call pragma_version()",
        "create table stolen as select 1",
        "create macro f() as 1",
        "insert into articles values ('x', 2)",
        "drop view articles",
        "checkpoint",
        "select 1; select 2",
        "select 1; copy articles to '{target}'",
        "",
        "-- nothing",
    ],
)
def test_nothing_else_is_within_reach(folder: Path, tmp_path: Path, sql: str):
    outside = folder.parent / "outside.parquet"
    duckdb.execute(f"copy (select 1 as secret) to '{str(outside).replace(chr(39), chr(39) * 2)}' (format parquet)")
    target = tmp_path / "target"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    quoted = {name: str(path).replace("'", "''") for name, path in
              {"outside": outside, "inside": folder, "target": target}.items()}  # fmt: skip
    with open_release(folder) as connection, pytest.raises(QueryError):
        list(fetch_rows(run_query(connection, sql.format(**quoted))))
    assert not target.exists()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_configuration_is_locked_below_the_statement_filter(connection: duckdb.DuckDBPyConnection):
    with pytest.raises(duckdb.Error):
        connection.execute("set enable_external_access = true")
    with pytest.raises(duckdb.Error):
        connection.execute("select * from read_csv('/etc/passwd')").fetchall()


def test_variables_of_the_calling_program_are_no_tables(connection: duckdb.DuckDBPyConnection):
    secret = duckdb.sql("select 42 as answer")  # DuckDB would find it by its name
    assert secret is not None
    with pytest.raises(QueryError, match="secret"):
        run_query(connection, "select * from secret")


def test_an_error_names_the_place_and_the_views(connection: duckdb.DuckDBPyConnection):
    with pytest.raises(QueryError, match="speaker") as caught:
        run_query(connection, "select speaker from quotes")
    assert "articles, meetings, pledges, quotes" in (caught.value.advice or "")


def test_a_folder_without_tables_is_no_release(tmp_path: Path):
    with pytest.raises(ReleaseError, match=str(tmp_path)), open_release(tmp_path):
        pass


def test_parquet_is_written_without_a_warning(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_result(run_query(connection, "select unnest([1, 2]) as one"), "parquet", tmp_path / "a")
    assert pq.read_table(tmp_path / "a").column("one").to_pylist() == [1, 2]
