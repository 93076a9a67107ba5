"""Turn what Great Expectations says into a verdict: a check that observed nothing has failed.

``success`` alone is not believed. A validation that never saw the data can report success with nothing observed
(great_expectations #10738, #11579), so every outcome must show a count that agrees with the table's row count, and
a check is waived only where there is truly nothing to look at: the table has no row and may have none, or every
value of a column that may be NULL is NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from coalition_data.schema.columns import Table
from coalition_data.schema.expectations import COLUMNS_CHECK, ROW_COUNT_CHECK
from coalition_data.schema.rules import TYPES_CHECK
from coalition_data.validate.outcomes import Outcome
from coalition_data.validate.results import Check, Failure
from coalition_data.validate.suites import Expectation, offending_rows_sql

ROWS_SHOWN = 5

VALUE_SHOWN = 160
"""Characters of a value in a failure; a whole article's text would bury the message."""


class Connection(Protocol):
    """A DuckDB connection with the views of ``database.create_views``."""

    def execute(self, query: str) -> Any: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Verdict:
    """A check, and the failure where it is one."""

    check: Check
    failure: Failure | None = None


def judge_table(
    table: Table,
    rows: int,
    expectations: Iterable[Expectation],
    outcomes: Iterable[Outcome],
    connection: Connection,
) -> Iterator[Verdict]:
    """Judge every expectation of a table, in their order.

    Args:
        table: the declared table.
        rows: its row count by the Parquet footer, which the outcomes must agree with.
        expectations: what was asked.
        outcomes: what was answered; an expectation without an answer has failed.
        connection: where scopes are counted and offending rows are fetched.
    """
    answers = {outcome.check: outcome for outcome in outcomes}
    for expectation in expectations:
        yield _judge(table, rows, expectation, answers.get(expectation["meta"]["check"]), connection)


def _judge(
    table: Table, rows: int, expectation: Expectation, outcome: Outcome | None, connection: Connection
) -> Verdict:
    name, description = expectation["meta"]["check"], expectation["description"]
    complaint = _complaint(expectation, outcome, rows)
    if complaint is not None:
        found = _offending_rows(table, expectation, connection) if outcome is not None and outcome.error is None else ()
        failure = Failure(table.name, name, f"{description}: {complaint}", found)
        return Verdict(Check(table.name, name, "failed", None, failure.detail), failure)
    if name in (ROW_COUNT_CHECK, COLUMNS_CHECK, TYPES_CHECK):
        return Verdict(Check(table.name, name, "passed", rows, description))
    if rows == 0:
        return _empty_table(table, name, description)
    observed = _scope(expectation, connection)
    if observed == 0:
        return Verdict(Check(table.name, name, "not_applicable", 0, f"{description}: there is no value to check"))
    return Verdict(Check(table.name, name, "passed", observed, description))


def _empty_table(table: Table, name: str, description: str) -> Verdict:
    if table.may_be_empty:
        return Verdict(Check(table.name, name, "not_applicable", 0, f"{description}: the table is empty"))
    failure = Failure(table.name, name, f"{description}: the table is empty, so nothing was observed")
    return Verdict(Check(table.name, name, "failed", 0, failure.detail), failure)


def _complaint(expectation: Expectation, outcome: Outcome | None, rows: int) -> str | None:
    """Why an outcome does not count as passed; None where it does."""
    if outcome is None:
        return "no result"
    if outcome.error is not None:
        return f"the check could not run: {outcome.error}"
    kind = expectation["type"]
    if kind.startswith("expect_column_values"):
        return _complaint_about_values(outcome, rows)
    if kind == "expect_table_columns_to_match_ordered_list":
        return _complaint_about_columns(outcome)
    return _complaint_about_count(outcome, None if kind == "unexpected_rows_expectation" else rows)


def _complaint_about_values(outcome: Outcome, rows: int) -> str | None:
    observed = outcome.result.get("element_count")
    if not _is_count(observed) or observed != rows:
        return f"observed {observed if _is_count(observed) else 'nothing'} of {rows} rows"
    return None if outcome.success else f"{outcome.result.get('unexpected_count', 'unknown')} of {rows} rows break it"


def _complaint_about_columns(outcome: Outcome) -> str | None:
    observed = outcome.result.get("observed_value")
    if not isinstance(observed, list) or not observed:
        return "observed nothing"
    return None if outcome.success else f"found {', '.join(map(str, observed))}"


def _complaint_about_count(outcome: Outcome, rows: int | None) -> str | None:
    """``rows``: what a row count must agree with; None where the count is of the rows that break a rule."""
    observed = outcome.result.get("observed_value")
    if not _is_count(observed):
        return "observed nothing"
    if rows is not None and observed != rows:
        return f"observed {observed} of {rows} rows"
    if rows is None and outcome.success != (observed == 0):
        return f"the result contradicts itself: {observed} rows break it"
    if outcome.success:
        return None
    return f"{observed} rows break it" if rows is None else f"found {observed}"


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _scope(expectation: Expectation, connection: Connection) -> int | None:
    scope = expectation["meta"].get("scope")
    return int(connection.execute(scope).fetchone()[0]) if scope else None


def _offending_rows(table: Table, expectation: Expectation, connection: Connection) -> tuple[Mapping[str, Any], ...]:
    sql = offending_rows_sql(table, expectation)
    if sql is None:
        return ()
    relation = connection.execute(f"select * from ({sql}) order by all limit {ROWS_SHOWN}")
    names = [column[0] for column in relation.description]
    return tuple(
        {name: _shortened(value) for name, value in zip(names, row, strict=True)} for row in relation.fetchall()
    )


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= VALUE_SHOWN else value[: VALUE_SHOWN - 1] + "…"
    if isinstance(value, (int, float, type(None))):
        return value
    return _shortened(str(value))
