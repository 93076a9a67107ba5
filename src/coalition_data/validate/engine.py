"""Run suites through Great Expectations and hand back plain data.

The child of ``process.EngineProcess``: Great Expectations takes seven seconds of CPU to import and keeps its memory,
and with it in the process DuckDB's module prints thirty lines about leaks on the standard error output at exit.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from coalition_data.validate import slim  # noqa: F401 - before Great Expectations: it shortens its import

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.core import unexpected_rows_expectation
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView
from sqlalchemy.dialects import registry

from coalition_data.database import limits
from coalition_data.validate import dialect
from coalition_data.validate.outcomes import EngineReport, Outcome, TableRun
from coalition_data.validate.suites import Expectation

logging.getLogger("great_expectations").setLevel(logging.ERROR)
registry.register(dialect.NAME, dialect.__name__, dialect.ReadingDialect.__name__)

RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}
"""Counts only: the gate fetches the offending rows itself, with their keys."""


class UnexpectedRowsExpectation(unexpected_rows_expectation.UnexpectedRowsExpectation):
    """As Great Expectations has it and under its name, but each query runs once: for the count, not again for rows.

    Its own asks for 200 of the rows as well, and leaves them out of the result; the gate fetches those that it shows.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        count = metrics["unexpected_rows_query.row_count"]
        return {"success": count == 0, "result": {"observed_value": count}}


def main() -> None:
    """Answer every request line on the standard input with a report line on the standard output.

    A request is ``{"database": path, "suites": {table: expectations}}``; the report of one that failed is
    ``{"error": message}``. What libraries print goes to the standard error output.
    """
    # at the descriptor: DuckDB draws the progress of a query of some seconds past Python's own stream
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        try:
            report = run_suites(Path(request["database"]), request["suites"]).to_json()
        except Exception as error:
            report = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(report) + "\n")
        answers.flush()


def run_suites(database: Path, suites: Mapping[str, Iterable[Expectation]]) -> EngineReport:
    """Validate the tables of a DuckDB file.

    Args:
        database: the file; nothing is written to it.
        suites: expectations by the name of their table.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    sources: Any = context.data_sources
    source = sources.add_sql(
        "gate",
        connection_string=f"duckdb+gx:///{database}",
        kwargs={"pool_reset_on_return": None, "connect_args": {"config": limits()}},
    )
    view: Any = DefaultJinjaPageView()  # one for all pages: it compiles its templates
    with warnings.catch_warnings():
        # DuckDB's reflection warns about indices, which views don't have
        warnings.simplefilter("ignore")
        try:
            runs = tuple(_run_table(source, name, suite, view) for name, suite in suites.items())
        finally:
            source.get_execution_engine().engine.dispose()
    return EngineReport(str(gx.__version__), runs)


def _run_table(source: Any, name: str, expectations: Iterable[Expectation], view: Any) -> TableRun:
    asset = source.add_table_asset(name, table_name=name)
    batch = asset.add_batch_definition_whole_table("whole table").get_batch()
    # not as a stored definition: what that saves of suite and results takes as long as the checks
    suite = gx.ExpectationSuite(name=name, expectations=list(expectations))
    validation = batch.validate(suite, result_format=RESULT_FORMAT)
    validation.meta["run_id"] = RunIdentifier(run_time=dt.datetime.now(dt.UTC))
    renderer: Any = ValidationResultsPageRenderer()
    page = str(view.render(renderer.render(validation)))
    return TableRun(name, tuple(_outcome(result) for result in validation.results), page)


def _outcome(result: Any) -> Outcome:
    configuration = result.expectation_config
    return Outcome(
        check=str(configuration.meta["check"]),
        success=bool(result.success),
        result=json.loads(json.dumps(dict(result.result or {}), default=str)),
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


if __name__ == "__main__":
    main()
