"""What changed between two releases, row by row and column by column, computed in DuckDB.

A row is the same row where its id is. An id that is gone was *merged* where another row of the old release now holds
its evidence, *replaced* where a new row does, else *removed*; a new id that took evidence of a row which lives on was
*split* from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb

from coalition_data.database import bounded_database
from coalition_data.errors import ReleaseError
from coalition_data.release import diff_sql
from coalition_data.release.folder import Release
from coalition_data.release.reasons import UNEXPLAINED, explain_removal, what_changed
from coalition_data.schema.columns import Table
from coalition_data.schema.tables import TABLES

ROWS_LISTED = 20
"""Rows of a kind that a report for people spells out; the counts are always of all."""

LABELS = {
    "articles": "coalesce(title, source_uri)",
    "meetings": "concat_ws(', ', name, start_date, city)",
    "pledges": "concat_ws(', ', pledger_name, stance, category, description)",
    "quotes": "concat_ws(': ', coalesce(speaker_name, speaker_mention, '(unnamed)'), text)",
}
"""SQL: how a row is named to people."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row by its id and in a few words; ``reason`` says why one is gone."""

    key: str
    label: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One changed value, old and new as JSON text (None: NULL)."""

    key: str
    label: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Succession:
    """An id whose evidence another id took over."""

    old_key: str
    new_key: str
    kind: Literal["merged", "replaced", "split"]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """How one table differs from its last state.

    Attributes:
        added, removed, changed, unchanged: numbers of rows; rows merged, replaced or split count as removed or added.
        changed_columns: for each column with a changed value, in how many rows.
        columns_added, columns_removed: columns that only one state has; they are not compared.
        successions: ids merged, replaced and split.
        removal_reasons: why rows are gone, in words, with counts.
        added_rows, removed_rows, changes: the rows and values themselves, as many as were asked for.
    """

    table: str
    added: int
    removed: int
    changed: int
    unchanged: int
    changed_columns: Mapping[str, int]
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    successions: tuple[Succession, ...] = field(default=(), repr=False)
    removal_reasons: Mapping[str, int] = field(default_factory=dict, repr=False)
    added_rows: tuple[NamedRow, ...] = field(default=(), repr=False)
    removed_rows: tuple[NamedRow, ...] = field(default=(), repr=False)
    changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed or self.columns_added or self.columns_removed)

    def of_kind(self, kind: str) -> tuple[Succession, ...]:
        """The successions of one kind."""
        return tuple(item for item in self.successions if item.kind == kind)


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """How one release differs from another.

    Attributes:
        old, new: the versions.
        tables: one a table, in the order of the tables.
        circumstances: what else differs: code, settings, libraries, inputs, in words.
    """

    old: str
    new: str
    tables: tuple[TableDiff, ...]
    circumstances: tuple[str, ...] = ()

    @property
    def unexplained(self) -> int:
        """Rows that are gone although nothing differs that could have removed them."""
        return sum(table.removal_reasons.get(UNEXPLAINED, 0) for table in self.tables)


def diff_releases(old: Release, new: Release, rows: int | None = ROWS_LISTED) -> ReleaseDiff:
    """Compare two releases.

    Args:
        old, new: in any order in time.
        rows: how many rows of a kind are listed for each table; None: all.
    """
    return diff_folders(old.path, old.manifest, new.path, new.manifest, rows)


def diff_folders(
    old_dir: Path,
    old_manifest: Mapping[str, Any],
    new_dir: Path,
    new_manifest: Mapping[str, Any],
    rows: int | None = ROWS_LISTED,
) -> ReleaseDiff:
    """Compare the tables of two folders, with the reasons that their manifests give."""
    circumstances = what_changed(old_manifest, new_manifest)
    tables = diff_tables(old_dir, new_dir, rows, new_manifest, circumstances)
    return ReleaseDiff(str(old_manifest["version"]), str(new_manifest["version"]), tables, circumstances)


def diff_tables(
    old_dir: Path,
    new_dir: Path,
    rows: int | None = ROWS_LISTED,
    new_manifest: Mapping[str, Any] | None = None,
    circumstances: Sequence[str] = (),
) -> tuple[TableDiff, ...]:
    """Compare the tables of two folders, by key.

    Args:
        old_dir, new_dir: with ``<table>.parquet`` each.
        rows: how many rows of a kind are listed; None: all.
        new_manifest: of the new state, for the reasons of removals.
        circumstances: what else differs, as ``what_changed`` says.

    Raises:
        ReleaseError: a table is missing or damaged.
    """
    try:
        with bounded_database() as connection:
            diff_sql.create_sides(connection, old_dir, new_dir)
            diff_sql.create_registry(connection, new_dir)
            diff_sql.create_article_states(connection, new_manifest or {})
            return tuple(_diff_table(connection, table, rows, circumstances) for table in TABLES.values())
    except duckdb.Error as error:
        raise ReleaseError(
            f"{old_dir} and {new_dir} cannot be compared: {error}", "`coalition-data verify` says which file is damaged"
        ) from error


def _diff_table(
    connection: duckdb.DuckDBPyConnection, table: Table, rows: int | None, circumstances: Sequence[str]
) -> TableDiff:
    old_columns, new_columns = (diff_sql.columns(connection, f"{side}_{table.name}") for side in ("old", "new"))
    shared = [name for name in new_columns if name in old_columns and name != table.key]
    added, removed, changed, total, *by_column = diff_sql.compare_rows(connection, table, shared)
    changed_columns = {place: name for place, name in enumerate(shared) if by_column[place]}
    successions = tuple(Succession(*row) for row in diff_sql.find_successions(connection, table))
    label = LABELS[table.name]
    gone = diff_sql.removed_rows(connection, table, label)
    followed = {item.old_key: item for item in successions if item.kind != "split"}
    reasons = [explain_removal(row, followed.get(row[0]), circumstances) for row in gone]
    named = (NamedRow(row[0], row[1], reason) for row, reason in zip(gone, reasons, strict=True))
    return TableDiff(
        table.name,
        added,
        removed,
        changed,
        total - added - removed - changed,
        {name: by_column[place] for place, name in changed_columns.items()},
        tuple(name for name in new_columns if name not in old_columns),
        tuple(name for name in old_columns if name not in new_columns),
        successions,
        dict(sorted(Counter(reasons).items())),
        tuple(NamedRow(*row) for row in diff_sql.added_rows(connection, table, label, rows)),
        tuple(named)[: rows if rows is not None else len(gone)],
        tuple(Change(*row) for row in diff_sql.changes(connection, table, label, changed_columns, rows)),
    )
