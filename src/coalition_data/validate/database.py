"""The tables of a folder as DuckDB views, beside the code lists that their rules refer to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb
import pycountry

from coalition_data.database import bounded_database, literal
from coalition_data.schema.tables import TABLES

USER_ASSIGNED_ISO3 = ("XKX",)
"""Kosovo: not in ISO 3166-1, but in use under this code by the European Union, the World Bank and the IMF."""


@cache
def code_lists() -> dict[str, tuple[str, ...]]:
    """The codes of every list that a column may name: ``iso3``, ``currency``, ``language``."""
    return {
        "iso3": tuple(sorted([*(country.alpha_3 for country in pycountry.countries), *USER_ASSIGNED_ISO3])),
        "currency": tuple(sorted(currency.alpha_3 for currency in pycountry.currencies)),
        "language": tuple(sorted(language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2"))),
    }


def create_views(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Create one view a table over ``folder/<name>.parquet``, and one table a code list."""
    for name in TABLES:
        path = literal(folder / f"{name}.parquet")
        connection.execute(f"create view {name} as select * from read_parquet({path})")
    for name, codes in code_lists().items():
        connection.execute(f"create table {name} as select unnest(?::varchar[]) as code", [list(codes)])


def open_views(folder: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the views of ``create_views``; the caller closes it."""
    connection = bounded_database()
    create_views(connection, folder)
    return connection
