"""Run suites through Great Expectations and hand back plain data.

Great Expectations takes seven to ten seconds to import: this module imports it, so it is itself imported only inside
``check_tables``.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig
from sqlalchemy.dialects import registry

from coalition_data.validate import dialect
from coalition_data.validate.suites import Expectation

registry.register(dialect.NAME, dialect.__name__, dialect.ReadingDialect.__name__)

RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}
"""Counts only: the gate fetches the offending rows itself, with their keys."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Great Expectations says about one expectation.

    Attributes:
        check: the name in the expectation's ``meta``.
        success: its verdict.
        result: its result, empty where it observed nothing.
        error: the exception's message, where one was raised.
    """

    check: str
    success: bool
    result: Mapping[str, Any]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class TableRun:
    """All outcomes of one table, and the result object from which its page is rendered."""

    table: str
    outcomes: tuple[Outcome, ...]
    validation: Any


def version() -> str:
    """Version of Great Expectations."""
    return str(gx.__version__)


def run_suites(database: Path, suites: Mapping[str, Iterable[Expectation]]) -> tuple[TableRun, ...]:
    """Validate the tables of a DuckDB file.

    Args:
        database: the file; nothing is written to it.
        suites: expectations by the name of their table.
    """
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    sources: Any = context.data_sources
    source = sources.add_sql(
        "gate", connection_string=f"duckdb+gx:///{database}", kwargs={"pool_reset_on_return": None}
    )
    with warnings.catch_warnings():
        # DuckDB's reflection warns about indices, which views don't have
        warnings.simplefilter("ignore")
        try:
            return tuple(_run_table(context, source, name, suite) for name, suite in suites.items())
        finally:
            source.get_execution_engine().engine.dispose()


def _run_table(context: Any, source: Any, name: str, expectations: Iterable[Expectation]) -> TableRun:
    batch = source.add_table_asset(name, table_name=name).add_batch_definition_whole_table("whole table")
    suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=list(expectations)))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
    validation = definition.run(result_format=RESULT_FORMAT)
    return TableRun(name, tuple(_outcome(result) for result in validation.results), validation)


def _outcome(result: Any) -> Outcome:
    configuration = result.expectation_config
    return Outcome(
        check=str(configuration.meta["check"]),
        success=bool(result.success),
        result=dict(result.result or {}),
        error=_error(result.exception_info),
    )


def _error(information: Mapping[str, Any] | None) -> str | None:
    """The message of an exception; it stands at the top, or below the id of each metric that failed."""
    if not information:
        return None
    if "raised_exception" in information:
        return _first_line(information["exception_message"]) if information["raised_exception"] else None
    messages = [_error(nested) for nested in information.values() if isinstance(nested, Mapping)]
    return next((message for message in messages if message), None)


def _first_line(message: object) -> str:
    return (str(message or "no message").strip().splitlines() or ["no message"])[0]
