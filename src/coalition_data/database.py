"""DuckDB within bounds: what doesn't fit into its memory goes to disk.

One bound for all set work (candidates, foreign keys, counts, diffs), so that a larger corpus takes longer, not more
memory.
"""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

import duckdb

MEMORY_LIMIT = "1GiB"
"""Sorts and joins spill above it; a sort of 400,000 whole articles still needs half of it (256 MiB is too little)."""

THREADS = 2
"""Each holds row groups of its own: more of them take more memory, and the work here is seldom what a run waits for."""


def bounded_database() -> duckdb.DuckDBPyConnection:
    """A database in memory that spills to disk; a context manager, which closes it."""
    return duckdb.connect(":memory:", config=limits())


def limits() -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB's settings: how much memory and how many threads it may use, and where it spills.

    The folder is of this database alone; DuckDB makes it when it is needed, and removes it.
    """
    folder = Path(tempfile.gettempdir()) / f"coalition-data-{uuid.uuid4().hex}"
    return {"memory_limit": MEMORY_LIMIT, "temp_directory": str(folder), "threads": THREADS}


def literal(value: str | Path) -> str:
    """A text or path as an SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"
