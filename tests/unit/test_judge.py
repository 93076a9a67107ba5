"""A check that observed nothing has failed, whatever it calls itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sample_tables import write_sample

from coalition_data.schema.tables import TABLES
from coalition_data.validate.database import open_views
from coalition_data.validate.judge import judge_table
from coalition_data.validate.outcomes import EngineReport, Outcome, TableRun
from coalition_data.validate.results import Check, Failure, GateResult

QUOTES = TABLES["quotes"]

META = {"check": "c", "column": "text", "scope": "select count(text) from quotes"}
VALUES = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "text"}, "description": "d", "meta": META}
QUERY = {
    "type": "unexpected_rows_expectation",
    "kwargs": {"unexpected_rows_query": "select b.quote_id from (select * from {batch}) b where b.start > 0"},
    "description": "d",
    "meta": META,
}
COLUMNS = {"type": "expect_table_columns_to_match_ordered_list", "kwargs": {}, "description": "d",
           "meta": {"check": "columns"}}  # fmt: skip
COUNT = {"type": "expect_table_row_count_to_be_between", "kwargs": {}, "description": "d",
         "meta": {"check": "row_count"}}  # fmt: skip


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_views(write_sample(tmp_path_factory.mktemp("tables"))) as opened:
        yield opened


def judged(
    expectation: Mapping[str, Any],
    connection: duckdb.DuckDBPyConnection,
    outcome: Outcome | None,
    rows: int = 1,
    table: str = "quotes",
) -> tuple[Check, Failure | None]:
    outcomes = [outcome] if outcome else []
    (verdict,) = judge_table(TABLES[table], rows, [dict(expectation)], outcomes, connection)
    return verdict.check, verdict.failure


def said(success: bool, error: str | None = None, check: str = "c", **result: Any) -> Outcome:
    return Outcome(check, success, result, error)


NOTHING_OBSERVED = [
    pytest.param(VALUES, None, "no result", id="no result at all"),
    pytest.param(VALUES, said(True), "observed nothing of 1 rows", id="success without counts"),
    pytest.param(VALUES, said(True, element_count=None), "observed nothing", id="a count that is None"),
    pytest.param(VALUES, said(True, element_count="N/A"), "observed nothing", id="a count that is N/A"),
    pytest.param(VALUES, said(True, element_count=0), "observed 0 of 1 rows", id="no row of a table with rows"),
    pytest.param(VALUES, said(True, element_count=7), "observed 7 of 1 rows", id="rows of another table"),
    pytest.param(VALUES, said(True, "list index out of range", element_count=1), "could not run", id="an exception"),
    pytest.param(QUERY, said(True), "observed nothing", id="a query without a count"),
    pytest.param(QUERY, said(True, observed_value="N/A"), "observed nothing", id="a query with N/A"),
    pytest.param(QUERY, said(True, observed_value=3), "contradicts itself", id="success with offending rows"),
    pytest.param(QUERY, said(False, observed_value=0), "contradicts itself", id="failure without offending rows"),
    pytest.param(COUNT, said(True, check="row_count"), "observed nothing", id="a row count of nothing"),
    pytest.param(COUNT, said(True, check="row_count", observed_value=True), "observed nothing", id="a truth value"),
    pytest.param(COUNT, said(True, check="row_count", observed_value=4), "observed 4 of", id="another row count"),
    pytest.param(COLUMNS, said(True, check="columns"), "observed nothing", id="no list of columns"),
    pytest.param(COLUMNS, said(True, check="columns", observed_value=[]), "observed nothing", id="an empty list"),
]  # fmt: skip


@pytest.mark.parametrize(("expectation", "outcome", "complaint"), NOTHING_OBSERVED)
def test_observed_nothing_is_failed(
    expectation: dict[str, Any], outcome: Outcome | None, complaint: str, connection: duckdb.DuckDBPyConnection
) -> None:
    check, failure = judged(expectation, connection, outcome)
    assert check.status == "failed"
    assert failure is not None
    assert complaint in failure.detail


def test_passed(connection: duckdb.DuckDBPyConnection) -> None:
    check, failure = judged(VALUES, connection, said(True, element_count=1))
    assert failure is None
    assert (check.status, check.observed) == ("passed", 1)


def test_offending_rows_are_shown_with_their_key(connection: duckdb.DuckDBPyConnection) -> None:
    _, failure = judged(QUERY, connection, said(False, observed_value=1))
    assert failure is not None
    assert failure.rows == ({"quote_id": "quo_0000000000aa"},)
    assert str(failure) == "quotes: c: d: 1 rows break it\n    quote_id='quo_0000000000aa'"


def test_empty_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Not applicable where the table may be empty, failed where it may not; and only if it is truly empty."""
    nothing = said(True, element_count=0)
    assert judged(VALUES, connection, nothing, rows=0)[0].status == "not_applicable"
    assert judged(VALUES, connection, nothing, rows=0, table="articles")[0].status == "failed"
    assert judged(VALUES, connection, said(True), rows=0)[0].status == "failed"
    assert judged(VALUES, connection, said(True, element_count=5), rows=0)[0].status == "failed"


def test_column_without_a_value(connection: duckdb.DuckDBPyConnection) -> None:
    expectation = {**VALUES, "meta": {**META, "scope": "select count(text) from quotes where false"}}
    check, failure = judged(expectation, connection, said(True, element_count=1))
    assert failure is None
    assert check.status == "not_applicable"


def test_result_without_any_check_has_not_passed() -> None:
    result = GateResult((), (), {}, {}, {})
    assert not result.passed
    waived = GateResult((), (Check("quotes", "c", "not_applicable", 0, ""),), {}, {}, {})
    assert not waived.passed


def test_summary_counts_by_table() -> None:
    checks = (Check("quotes", "c", "passed", 1, ""), Check("quotes", "d", "failed", None, "no"))
    text = GateResult((Failure("quotes", "d", "no"),), checks, {"quotes": 1}, {}, {}).summary_markdown()
    assert text.startswith("**The gate failed.**")
    assert "| quotes | 1 | 1 | 1 | 0 |" in text
    assert "quotes: d: no" in text


def test_report_survives_the_pipe() -> None:
    report = EngineReport("1.24.1", (TableRun("quotes", (said(True, element_count=1),), "<p>“ß”</p>"),))
    assert EngineReport.from_json(report.to_json()) == report


def test_long_values_are_cut(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    query = "select repeat('x', 500) as long, 1.5 as number, date '2016-01-02' as day from (select * from {batch}) b"
    expectation = {**QUERY, "kwargs": {"unexpected_rows_query": query}}
    _, failure = judged(expectation, connection, said(False, observed_value=1))
    assert failure is not None
    assert failure.rows[0]["long"] == "x" * 159 + "…"
    assert failure.rows[0]["day"] == "2016-01-02"
