"""The gate: candidate tables in, a verdict out. Nothing is released without it."""

from __future__ import annotations

import contextlib
import math
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from coalition_data.schema.columns import Table
from coalition_data.schema.expectations import ROW_COUNT_CHECK
from coalition_data.schema.tables import TABLES
from coalition_data.store import sha256_of
from coalition_data.validate import data_docs
from coalition_data.validate.database import create_views, open_views
from coalition_data.validate.files import (
    ORDER_CHECK,
    SCHEMA_CHECK,
    first_unsorted,
    read_row_count,
    schema_differences,
)
from coalition_data.validate.judge import Verdict, judge_table
from coalition_data.validate.process import EngineProcess
from coalition_data.validate.results import DOCS_FOLDER, Check, Failure, GateResult, write_gate_result
from coalition_data.validate.suites import Expectation, load_expectations

FAILED_TABLE = "articles"
FAILED_CHECK = "extraction.failures"


@dataclass(frozen=True, slots=True)
class GateOptions:
    """What a run may allow.

    Attributes:
        allow_shrink: let tables through that lost more than ``max_shrink``.
        max_shrink: share of its rows that a table may lose against the last release. A fifth: corrections and
            de-duplication take single rows, a fifth at once points to a source or a stage that failed.
        max_failed: share of the articles on which the code may fail. Two in a hundred: an odd text or two are set
            aside without harm, more point to a defect. A single one always may, or no small corpus could have any.
    """

    allow_shrink: bool = False
    max_shrink: float = 0.2
    max_failed: float = 0.02


def check_tables(
    tables_dir: Path,
    previous_counts: Mapping[str, int] | None = None,
    options: GateOptions | None = None,
    report_dir: Path | None = None,
    *,
    failed_articles: int = 0,
    engine: EngineProcess | None = None,
) -> GateResult:
    """Validate the four candidate tables.

    Args:
        tables_dir: folder with ``articles.parquet`` and the others.
        previous_counts: rows of each table in the last release; None where there is none.
        options: what is allowed; None: the defaults.
        report_dir: where ``result.json`` and ``data_docs/`` are written, instead of what was there; None: nowhere.
        failed_articles: on how many articles annotate or extract failed.
        engine: where Great Expectations runs; None: a process for this call.

    Returns:
        the verdict; it does not raise for bad tables (``GateResult.raise_if_failed`` does).

    Raises:
        GateError: the suites themselves cannot be used, or Great Expectations did not run.
    """
    if report_dir is not None:
        shutil.rmtree(report_dir, ignore_errors=True)
        report_dir.mkdir(parents=True)
    counts = {name: read_row_count(table, _path(tables_dir, table)) for name, table in TABLES.items()}
    unreadable = tuple(count for count in counts.values() if isinstance(count, Failure))
    row_counts = {name: count for name, count in counts.items() if isinstance(count, int)}
    result = GateResult(
        failures=unreadable,
        checks=tuple(Check(failure.table, failure.check, "failed", None, failure.detail) for failure in unreadable),
        row_counts=row_counts,
        table_sha256={name: sha256_of(tables_dir / f"{name}.parquet") for name in row_counts},
        versions={},
    )
    if not unreadable:
        with contextlib.nullcontext(engine) if engine else EngineProcess() as running:
            running.start()
            suites = _suites(previous_counts or {}, options or GateOptions())
            result = _validate(tables_dir, result, suites, report_dir, running)
        result = with_failures(result, failed_articles, options or GateOptions())
    if report_dir is not None:
        write_gate_result(result, report_dir)
    return result


def with_failures(result: GateResult, failed: int, options: GateOptions) -> GateResult:
    """The result with a check of how many articles the code failed on."""
    total = result.row_counts[FAILED_TABLE] + failed
    allowed = max(1, math.floor(total * options.max_failed))
    said = f"the code fails on at most {options.max_failed:.0%} of the articles, or on one"
    if failed <= allowed:
        check = Check(FAILED_TABLE, FAILED_CHECK, "passed", total, said)
        return replace(result, checks=(*result.checks, check))
    failure = Failure(FAILED_TABLE, FAILED_CHECK, f"{said}: it failed on {failed} of {total}, {allowed} may be")
    check = Check(FAILED_TABLE, FAILED_CHECK, "failed", total, failure.detail)
    return replace(result, failures=(*result.failures, failure), checks=(*result.checks, check))


def _validate(
    tables_dir: Path,
    result: GateResult,
    suites: Mapping[str, tuple[Expectation, ...]],
    report_dir: Path | None,
    engine: EngineProcess,
) -> GateResult:
    with tempfile.TemporaryDirectory(prefix="coalition-data-gate-") as scratch:
        database = Path(scratch) / "gate.duckdb"
        with duckdb.connect(str(database)) as connection:
            create_views(connection, tables_dir.resolve())
        report = engine.run(database, suites)
    verdicts: list[Verdict] = []
    with open_views(tables_dir) as connection:
        for run in report.runs:
            table, rows = TABLES[run.table], result.row_counts[run.table]
            verdicts.extend(_judge_file(table, _path(tables_dir, table)))
            verdicts.extend(judge_table(table, rows, suites[run.table], run.outcomes, connection))
    judged = replace(
        result,
        failures=tuple(verdict.failure for verdict in verdicts if verdict.failure is not None),
        checks=tuple(verdict.check for verdict in verdicts),
        versions={"great_expectations": report.version, "duckdb": duckdb.__version__, "pyarrow": pa.__version__},
    )
    if report_dir is None:
        return judged
    return replace(judged, docs=data_docs.write(judged, report.runs, report_dir / DOCS_FOLDER))


def _judge_file(table: Table, path: Path) -> tuple[Verdict, ...]:
    differences = schema_differences(table, path)
    schema = _file_verdict(table, SCHEMA_CHECK, "the file has the declared Arrow schema", "; ".join(differences))
    if differences:
        return (schema,)
    pair = first_unsorted(table, path)
    complaint = f"{pair[0]} stands before {pair[1]}" if pair else ""
    return (schema, _file_verdict(table, ORDER_CHECK, f"rows are sorted by {table.key}", complaint))


def _file_verdict(table: Table, name: str, description: str, complaint: str) -> Verdict:
    if not complaint:
        return Verdict(Check(table.name, name, "passed", None, description))
    failure = Failure(table.name, name, f"{description}: {complaint}")
    return Verdict(Check(table.name, name, "failed", None, failure.detail), failure)


def _suites(previous: Mapping[str, int], options: GateOptions) -> dict[str, tuple[Expectation, ...]]:
    suites = {name: load_expectations(table) for name, table in TABLES.items()}
    if options.allow_shrink:
        return suites
    return {
        name: tuple(_at_least(expectation, previous.get(name, 0), options.max_shrink) for expectation in suite)
        for name, suite in suites.items()
    }


def _at_least(expectation: Expectation, previous: int, max_shrink: float) -> Expectation:
    """The row count's expectation with the last release's count in it; any other as it is."""
    # a millionth against binary fractions: four fifths of 5 rows are 4, not 4.000000000000001 and so 5
    floor = math.ceil(previous * (1 - max_shrink) - 1e-6)
    kwargs: dict[str, Any] = expectation["kwargs"]
    if expectation["meta"]["check"] != ROW_COUNT_CHECK or floor <= kwargs["min_value"]:
        return expectation
    return {
        **expectation,
        "kwargs": {**kwargs, "min_value": floor},
        "description": f"{expectation['description']}, and at least {floor}: the last release has {previous}, and "
        f"more than {max_shrink:.0%} less stops the release",
    }


def _path(folder: Path, table: Table) -> Path:
    return folder / f"{table.name}.parquet"
