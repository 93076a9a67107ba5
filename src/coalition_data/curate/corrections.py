"""Reviewed corrections of source errors: ``corrections.yml`` in a source's folder.

Each names a value, what it is, what it must be, why, and who says so::

    corrections:
      - table: articles
        article: paris.txt          # source_uri or article_id; in the other tables: key, the row's id
        field: published_on
        old: 2014-09-16
        new: 2014-09-15
        reason: the page prints the day of its last update; the archive of the paper has the 15th
        by: A. Reader, 2026-11-22

Articles are corrected before anything is extracted from them, so that dates in their text follow; the other tables
once rows are linked. A correction whose old value is no longer there stops the run: somebody must look again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from coalition_data.errors import CorrectionError
from coalition_data.schema.columns import Column, Table
from coalition_data.schema.tables import TABLES

CORRECTIONS_NAME = "corrections.yml"

_REQUIRED = ("table", "field", "old", "new", "reason", "by")
_ROW = ("key", "article")

_FIXED = frozenset(
    {"source_uri", "article_id", "text", "captions", "word_count", "language", "raw_sha256", "text_sha256"}
)
"""Columns that say what was read: another value would no longer describe the bytes and the offsets."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One value to be replaced.

    Attributes:
        table, field: which column.
        key: the row's id; of an article its id or ``source_uri``.
        old: the value that must be there; None: NULL.
        new: the value that takes its place.
        reason: why the old one is wrong.
        by: who says so.
    """

    table: str
    key: str
    field: str
    old: Any
    new: Any
    reason: str
    by: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}, {self.field}: {self.old!r} → {self.new!r}"


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections.

    Raises:
        CorrectionError: it is malformed; names the entry and what is wrong with it.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise CorrectionError(f"{path} is not valid YAML: {error}") from error
    entries = (content or {}).get("corrections") if isinstance(content or {}, dict) else None
    if content and (not isinstance(entries, list) or len(content) > 1):
        raise CorrectionError(f"{path} must hold one list, corrections", "see the head of seeds/corrections.yml")
    return _checked([_read_entry(entry, f"{path}, entry {n}") for n, entry in enumerate(entries or (), start=1)], path)


def collect_corrections(sources: Iterable[Path]) -> tuple[Correction, ...]:
    """The corrections of all source folders, each from its ``corrections.yml`` where it has one.

    Raises:
        CorrectionError: a file is malformed, or two folders correct one value.
    """
    files = [folder / CORRECTIONS_NAME for folder in dict.fromkeys(sources)]
    found = [(file, read_corrections(file)) for file in files if file.is_file()]
    return _checked([one for _, corrections in found for one in corrections], found[-1][0]) if found else ()


def _checked(corrections: Sequence[Correction], path: Path) -> tuple[Correction, ...]:
    seen: set[tuple[str, str, str]] = set()
    for correction in corrections:
        place = (correction.table, correction.key, correction.field)
        if place in seen:
            raise CorrectionError(f"{path} corrects {' '.join(place)} twice", "keep one of the two entries")
        seen.add(place)
    return tuple(corrections)


def _read_entry(entry: object, where: str) -> Correction:
    if not isinstance(entry, dict):
        raise CorrectionError(f"{where} is no mapping", f"its keys are {', '.join((*_REQUIRED, *_ROW))}")
    missing = [name for name in _REQUIRED if name not in entry]
    unknown = sorted(str(name) for name in entry if name not in (*_REQUIRED, *_ROW))
    if missing or unknown or sum(name in entry for name in _ROW) != 1:
        said = f"lacks {missing[0]}" if missing else f"has {unknown[0]}" if unknown else "needs either key or article"
        raise CorrectionError(f"{where} {said}", f"its keys are {', '.join(_REQUIRED)}, and key or article")
    column = _column(entry, where)
    for name in ("reason", "by"):
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise CorrectionError(f"{where}: {name} is empty", "a correction says why, and who says so")
    row = entry.get("key", entry.get("article"))
    old, new = (_value(entry[name], column, f"{where}: {name}") for name in ("old", "new"))
    if old == new:
        raise CorrectionError(f"{where}: old and new are the same", "remove the entry")
    reason, by = entry["reason"].strip(), str(entry["by"]).strip()
    return Correction(str(entry["table"]), str(row), column.name, old, new, reason, by)


def _column(entry: Mapping[str, Any], where: str) -> Column:
    table = TABLES.get(str(entry["table"]))
    if table is None:
        raise CorrectionError(f"{where}: there is no table {entry['table']!r}", f"there are {', '.join(TABLES)}")
    allowed = correctable(table)
    for column in allowed:
        if column.name == entry["field"]:
            return column
    names = ", ".join(column.name for column in allowed)
    raise CorrectionError(f"{where}: {table.name}.{entry['field']} cannot be corrected", f"these can: {names}")


def correctable(table: Table) -> tuple[Column, ...]:
    """The columns of a table that a correction may change: values, but no ids, offsets, hashes or words of a text."""
    bound = {name for words in table.slices if words.within is None for name in (words.text, words.start, words.end)}
    return tuple(
        column
        for column in table.columns
        if column.name not in {table.key, *bound, *_FIXED} and column.kind != "list<struct>"
    )


def _value(value: Any, column: Column, where: str) -> Any:
    """A value of the file in the type of its column."""
    if value is None:
        if not column.nullable:
            raise CorrectionError(f"{where}: {column.name} is never NULL")
        return None
    converted = _converted(value, column)
    if converted is None:
        raise CorrectionError(f"{where}: {value!r} is no {column.kind}, the type of {column.name}")
    if column.values and converted not in column.values:
        raise CorrectionError(
            f"{where}: {value!r} is no value of {column.name}", f"it is one of {', '.join(column.values)}"
        )
    return converted


def _converted(value: Any, column: Column) -> Any:
    """The value in the column's type, None where it is none; what YAML and JSON write alike is read alike."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if column.kind == "string":
        return value if isinstance(value, str) and value else None
    if column.kind == "date":
        return _date(value)
    if column.kind == "int32":
        return value if is_number and isinstance(value, int) else None
    if column.kind == "float64":
        return float(value) if is_number else None
    if column.kind == "decimal(18,2)":
        try:
            return Decimal(str(value)).quantize(Decimal("0.01")) if is_number or isinstance(value, str) else None
        except InvalidOperation:
            return None
    return tuple(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None


def _date(value: Any) -> dt.date | None:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else None


def correct_tables(
    tables: Mapping[str, tuple[Any, ...]], corrections: Iterable[Correction]
) -> dict[str, tuple[Any, ...]]:
    """Apply the corrections of the given tables; those of other tables are passed over.

    Raises:
        CorrectionError: a row or an old value is not there.
    """
    given = tuple(corrections)
    return {name: tuple(correct_rows(TABLES[name], rows, given)) for name, rows in tables.items()}


def correct_rows(table: Table, rows: Iterable[Any], corrections: Iterable[Correction]) -> Iterator[Any]:
    """The rows of a table, corrected as they come; corrections of other tables are passed over.

    Raises:
        CorrectionError: a row or an old value is not there.
    """
    waiting: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.table == table.name:
            waiting.setdefault(correction.key, []).append(correction)
    for row in rows:
        for name in (getattr(row, table.key), *([row.source_uri] if table.name == "articles" else [])):
            for correction in waiting.pop(name, ()):
                row = _corrected(row, correction)  # noqa: PLW2901 - the row in its next state
        yield row
    for correction in (one for left in waiting.values() for one in left):
        raise CorrectionError(
            f"there is no row for the correction of {correction}",
            "the article may have been set aside or the row merged: mend or remove the entry in its "
            f"{CORRECTIONS_NAME}",
        )


def _corrected(row: Any, correction: Correction) -> Any:
    found = getattr(row, correction.field)
    if found != correction.old:
        raise CorrectionError(
            f"the old value is no longer there: {correction}; found is {found!r}",
            f"look at the source again, then mend or remove the entry in its {CORRECTIONS_NAME}",
        )
    return dataclasses.replace(row, **{correction.field: correction.new})


def corrections_to_json(corrections: Iterable[Correction]) -> str:
    """Plain JSON, sorted by place, for the next stages and the manifest."""
    ordered = sorted(corrections, key=lambda item: (item.table, item.key, item.field))
    rows = [dataclasses.asdict(item) for item in ordered]
    return json.dumps(rows, default=str, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def corrections_from_json(text: str) -> tuple[Correction, ...]:
    """What ``corrections_to_json`` wrote."""
    return tuple(_read_entry(row, CORRECTIONS_NAME) for row in json.loads(text))
