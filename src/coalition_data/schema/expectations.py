"""Great Expectations suites, rendered from the rules of the declared tables.

Plain JSON: Great Expectations itself is not imported. Where it has an expectation of its own for a rule, that one is
used (Data Docs then speak plainly); joins, offsets, patterns and lists are ``unexpected_rows_expectation``, which on
DuckDB is the only kind that supports them. ``meta`` carries what the gate needs to explain a failure: the name of the
check, the SQL of the offending rows, and the SQL that counts what the check looks at.
"""

from __future__ import annotations

import json
from typing import Any

from coalition_data.schema.columns import Table
from coalition_data.schema.rules import Rule, table_rules
from coalition_data.schema.tables import SCHEMA_VERSION

ROW_COUNT_CHECK = "row_count"
COLUMNS_CHECK = "columns"


def suite(table: Table) -> dict[str, Any]:
    """The suite of a table as Great Expectations reads it."""
    return {
        "name": table.name,
        "meta": {"schema_version": SCHEMA_VERSION, "rendered_from": "coalition_data.schema.tables"},
        "expectations": [_row_count(table), _columns(table), *(_expectation(rule) for rule in table_rules(table))],
    }


def suite_json(table: Table) -> str:
    """The suite as the text of ``expectations/<table>.json``."""
    return json.dumps(suite(table), indent=2, ensure_ascii=False) + "\n"


def _row_count(table: Table) -> dict[str, Any]:
    at_least = 0 if table.may_be_empty else 1
    return {
        "type": "expect_table_row_count_to_be_between",
        "kwargs": {"min_value": at_least},
        "description": f"{table.name} has at least {at_least} rows",
        "meta": {"check": ROW_COUNT_CHECK},
    }


def _columns(table: Table) -> dict[str, Any]:
    return {
        "type": "expect_table_columns_to_match_ordered_list",
        "kwargs": {"column_list": [column.name for column in table.columns]},
        "description": f"{table.name} has the declared columns, in their order",
        "meta": {"check": COLUMNS_CHECK},
    }


def _expectation(rule: Rule) -> dict[str, Any]:
    meta = {"check": rule.name, "column": rule.column, "scope": rule.scope}
    if rule.expectation is not None:
        return {
            "type": rule.expectation,
            "kwargs": {name: value for name, value in rule.arguments.items() if value is not None},
            "description": rule.description,
            "meta": {**meta, "rows": rule.rows},
        }
    return {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": to_query(rule.table, rule.rows)},
        "description": rule.description,
        "meta": meta,
    }


def to_query(table: str, sql: str) -> str:
    """SQL over ``table b`` as Great Expectations wants it: braces doubled, its placeholder for the table.

    Raises:
        ValueError: the SQL doesn't read the table under the name ``b``.
    """
    if f" {table} b" not in sql:
        raise ValueError(f"the SQL does not say 'from {table} b': {sql}")
    # the placeholder becomes a subquery with a name of its own, hence the select around it
    return sql.replace("{", "{{").replace("}", "}}").replace(f" {table} b", " (select * from {batch}) b")


def from_query(table: str, query: str) -> str:
    """The plain SQL of a query that ``to_query`` made."""
    return query.replace(" (select * from {batch}) b", f" {table} b").replace("{{", "{").replace("}}", "}")
