"""A diff as text for a terminal, as a page, and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any

from coalition_data.inert import shortened
from coalition_data.release.diff import ROWS_LISTED, ReleaseDiff, TableDiff
from coalition_data.release.templates import render
from coalition_data.terminal import printable

LABEL_LENGTH = 100
VALUE_LENGTH = 60


def diff_json(diff: ReleaseDiff) -> str:
    """Everything, for programs: counts, ids, old and new values."""
    content: dict[str, Any] = dataclasses.asdict(diff)
    for table in content["tables"]:
        for change in table["changes"]:
            change["old"], change["new"] = (
                None if value is None else json.loads(value) for value in (change["old"], change["new"])
            )
    return json.dumps(content, ensure_ascii=False, indent=1)


def diff_text(diff: ReleaseDiff) -> str:
    """For a terminal: counts, then the rows; whatever articles say is on one line and without control characters."""
    lines = [f"{diff.old} → {diff.new}"]
    if diff.circumstances:
        lines.append(f"also differing: {', '.join(diff.circumstances)}")
    for table in diff.tables:
        lines += ["", _heading(table), *_table_lines(table)]
    return "\n".join(lines) + "\n"


def diff_html(diff: ReleaseDiff) -> str:
    """A page without script; everything in it is escaped by the template engine."""
    return render("diff.html.j2", diff=diff, label_length=LABEL_LENGTH, value_length=VALUE_LENGTH)


def _heading(table: TableDiff) -> str:
    if table.is_empty:
        return f"{table.table}: nothing changed ({table.unchanged} rows)"
    return (
        f"{table.table}: {table.added} added, {table.removed} removed, {table.changed} changed, "
        f"{table.unchanged} unchanged"
    )


def _table_lines(table: TableDiff) -> Iterator[str]:
    for word, names in (("new", table.columns_added), ("gone", table.columns_removed)):
        if names:
            yield f"  columns {word}: {', '.join(names)}"
    if table.changed_columns:
        yield f"  by column: {', '.join(f'{name} {count}' for name, count in table.changed_columns.items())}"
    for reason, count in table.removal_reasons.items():
        yield f"  removed because {printable(reason)}: {count}"
    yield from _limited((f"  {item.kind}: {item.old_key} → {item.new_key}" for item in table.successions), ROWS_LISTED)
    yield from (f"  + {row.key}  {_short(row.label)}" for row in table.added_rows)
    yield from (f"  - {row.key}  {_short(row.label)}  ({printable(row.reason or '')})" for row in table.removed_rows)
    yield from (
        f"  ~ {item.key}  {item.column}: {_value(item.old)} → {_value(item.new)}  [{_short(item.label)}]"
        for item in table.changes
    )


def _limited(lines: Iterable[str], count: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == count:
            yield "  …"
            return
        yield line


def _short(text: str) -> str:
    return printable(shortened(text, LABEL_LENGTH))


def _value(text: str | None) -> str:
    return "NULL" if text is None else printable(shortened(text, VALUE_LENGTH))
