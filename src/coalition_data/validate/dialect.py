"""The SQLAlchemy dialect through which Great Expectations reads DuckDB.

Great Expectations 1.24 fetches a result after SQLAlchemy has ended the transaction, and DuckDB drops a pending
result with it: every expectation then comes back without an observation ("list index out of range"). The gate only
reads, so this dialect has no transactions.
"""

from __future__ import annotations

from typing import Any

from duckdb_engine import Dialect

NAME = "duckdb.gx"


class ReadingDialect(Dialect):
    """DuckDB without transactions."""

    supports_statement_cache = False

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin nothing."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Commit nothing."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Roll back nothing."""
