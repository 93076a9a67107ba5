"""DuckDB within bounds: what doesn't fit into its memory goes to disk.

One bound for all set work (candidates, foreign keys, counts, diffs), so that a larger corpus takes longer, not more
memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY_LIMIT = "128MiB"
"""Sorts and joins of some million rows spill above it at little cost."""

THREADS = 2
"""Each holds row groups of its own: more of them take more memory, and the work here is seldom what a run waits for."""


@contextmanager
def bounded_database(path: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory, or in a file, that spills into a scratch folder; both are gone when it closes.

    Args:
        path: of the file; None: in memory.
    """
    with (
        tempfile.TemporaryDirectory(prefix="coalition-data-") as scratch,
        duckdb.connect(str(path or ":memory:"), config=limits(Path(scratch))) as connection,
    ):
        yield connection


def limits(scratch: Path) -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB's settings: how much memory and how many threads it may use, and where it spills."""
    return {"memory_limit": MEMORY_LIMIT, "temp_directory": str(scratch), "threads": THREADS}


def literal(value: str | Path) -> str:
    """A text or path as an SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"
