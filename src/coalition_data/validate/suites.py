"""The suites that the gate runs: the rendered ones in ``expectations/`` and the hand-written overlay."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import Any

import yaml

from coalition_data.errors import GateError
from coalition_data.schema.columns import Table
from coalition_data.schema.expectations import from_query, to_query

Expectation = dict[str, Any]

_OVERLAY_KEYS = {"check", "description", "rows", "scope", "column", "type", "kwargs"}


def expectations_dir() -> Path:
    """The folder of the suites: in the installed package, else at the root of the repository.

    Raises:
        GateError: neither is there.
    """
    packaged = Path(str(importlib.resources.files("coalition_data"))) / "expectations"
    for folder in (packaged, packaged.parents[2] / "expectations"):
        if folder.is_dir():
            return folder
    raise GateError("the folder expectations is missing", "install the package again")


def load_expectations(table: Table, folder: Path | None = None) -> tuple[Expectation, ...]:
    """The expectations of a table, rendered ones first.

    Args:
        table: the declared table.
        folder: with ``<table>.json`` and ``overlay/<table>.yml``; None: ``expectations_dir()``.

    Raises:
        GateError: a file is missing or malformed, or two checks of the table have one name.
    """
    folder = folder or expectations_dir()
    path = folder / f"{table.name}.json"
    try:
        rendered = json.loads(path.read_text("utf-8"))["expectations"]
    except (OSError, ValueError, KeyError) as error:
        raise GateError(f"{path} cannot be used: {error!r}", "run make schema in the repository") from error
    found = (*rendered, *_load_overlay(table, folder / "overlay" / f"{table.name}.yml"))
    names = [expectation["meta"]["check"] for expectation in found]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise GateError(f"{table.name} has two checks named {', '.join(sorted(doubled))}", f"rename one in {folder}")
    return found


def _load_overlay(table: Table, path: Path) -> tuple[Expectation, ...]:
    if not path.is_file():
        return ()
    entries = yaml.safe_load(path.read_text("utf-8")) or []
    return tuple(_overlay_expectation(table, entry, path) for entry in entries)


def _overlay_expectation(table: Table, entry: dict[str, Any], path: Path) -> Expectation:
    unknown = set(entry) - _OVERLAY_KEYS
    if unknown or not {"check", "description"} <= set(entry) or ("rows" in entry) == ("kwargs" in entry):
        raise GateError(
            f"{path}: {entry.get('check', entry)}: unknown or missing keys {sorted(unknown)}",
            "give check, description, and either rows (SQL of the offending rows) or type and kwargs",
        )
    meta = {
        "check": entry["check"],
        "column": entry.get("column"),
        "scope": entry.get("scope", f"select count(*) from {table.name}"),
    }
    if "rows" in entry:
        try:
            query = to_query(table.name, entry["rows"].strip())
        except ValueError as error:
            raise GateError(f"{path}: {entry['check']}: {error}") from error
        return {
            "type": "unexpected_rows_expectation",
            "kwargs": {"unexpected_rows_query": query},
            "description": entry["description"],
            "meta": meta,
        }
    return {"type": entry["type"], "kwargs": entry["kwargs"], "description": entry["description"], "meta": meta}


def offending_rows_sql(table: Table, expectation: Expectation) -> str | None:
    """The SQL that selects the rows that break an expectation, where there is one."""
    query = expectation["kwargs"].get("unexpected_rows_query")
    if query is not None:
        return from_query(table.name, query)
    rows = expectation["meta"].get("rows")
    return str(rows) if rows else None
