"""The data dictionary in Markdown, rendered from the declared tables."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.schema.columns import Column, Table
from coalition_data.schema.tables import BESIDE, SCHEMA_VERSION, TABLES

_CODE_LISTS = {"iso3": "ISO 3166-1 alpha-3", "currency": "ISO 4217", "language": "ISO 639-1"}

_CONVENTIONS = """\
- Strings are UTF-8 in normal form C. Unknown is NULL, never an empty string, a zero or a guess.
- Offsets are 0-based Unicode code points into `articles.text`, end exclusive: `text[start:end]` in Python,
  `substr(text, start + 1, end - start)` in DuckDB.
- Ids are stable: a row keeps its id in later releases. Rows are sorted by id.
- A type with `?` may be NULL; a list is never NULL, but may be empty where the description doesn't say otherwise.
"""


def dictionary_document() -> str:
    """All tables: the text of ``docs/data-dictionary.md``."""
    tables = "\n".join(dictionary(table) for table in (*TABLES.values(), *BESIDE.values()))
    return (
        f"# Data dictionary\n\nSchema version {SCHEMA_VERSION}. Rendered from `coalition_data.schema.tables`; "
        f"edit that, then run `make schema`.\n\n{_CONVENTIONS}\n{tables}"
    )


def dictionary(table: Table, level: int = 2) -> str:
    """One table: a heading, what a row is, a line for every column and nested field, and its foreign keys.

    Args:
        table: the declared table.
        level: of the heading.
    """
    lines = [f"{'#' * level} {table.name}", "", table.description, "", "| column | type | meaning |", "|---|---|---|"]
    for column in table.columns:
        lines.extend(_rows(table, column))
    lines.append("")
    if table.foreign_keys:
        keys = ", ".join(f"`{key.column}` → `{key.table}.{key.target}`" for key in table.foreign_keys)
        lines.extend((f"Refers to: {keys}.", ""))
    return "\n".join(lines)


def _rows(table: Table, column: Column, within: str = "") -> Iterator[str]:
    name = f"{within}{column.name}"
    kind = f"`{column.kind}`{'?' if column.nullable else ''}{', key' if name == table.key else ''}"
    yield f"| `{name}` | {kind} | {_cell(_meaning(column))} |"
    for child in column.fields:
        yield from _rows(table, child, f"{name}.")


def _meaning(column: Column) -> str:
    meaning = column.description
    if column.values:
        meaning += "; one of " + ", ".join(f"`{value}`" for value in column.values)
    if column.code_list and _CODE_LISTS[column.code_list] not in meaning:
        meaning += f" ({_CODE_LISTS[column.code_list]})"
    return meaning


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
