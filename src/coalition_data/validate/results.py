"""What the gate says: every check with its outcome, every failure with the rows that caused it."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from coalition_data.errors import GateError, StoreError

Status = Literal["passed", "failed", "not_applicable"]

RESULT_FILE = "result.json"
DOCS_FOLDER = "data_docs"

FAILURES_SHOWN = 10
"""Failures spelled out in an error message; one broken column can fail dozens of checks."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that a table did not pass.

    Attributes:
        table: name of the table.
        check: name of the check, ``column.rule``.
        detail: what must hold and what was found, in words.
        rows: up to five offending rows: the key and the values in question.
    """

    table: str
    check: str
    detail: str
    rows: tuple[Mapping[str, Any], ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.table}: {self.check}: {self.detail}"]
        lines.extend("    " + ", ".join(f"{name}={value!r}" for name, value in row.items()) for row in self.rows)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check.

    Attributes:
        status: ``not_applicable`` where there was truly nothing to look at: the table is empty and may be, or
            every value of the column is NULL and may be.
        observed: how many rows, values or list elements the check looked at.
        detail: why it failed or does not apply, else what was checked.
    """

    table: str
    check: str
    status: Status
    observed: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """The verdict on a set of candidate tables.

    Attributes:
        failures: all of them, in the order of the tables and their columns.
        checks: every check that was made.
        row_counts: rows of each table that could be read.
        table_sha256: of the very files that were judged.
        versions: of the programs that judged.
        docs: first page of the Data Docs; None where they were not asked for or the tables could not be read.
    """

    failures: tuple[Failure, ...]
    checks: tuple[Check, ...]
    row_counts: Mapping[str, int]
    table_sha256: Mapping[str, str]
    versions: Mapping[str, str]
    docs: Path | None = None

    @property
    def passed(self) -> bool:
        """Whether there is no failure, and anything was checked at all."""
        return not self.failures and any(check.status == "passed" for check in self.checks)

    @property
    def statistics(self) -> dict[str, int]:
        """Number of ``checks``, and of those with each status."""
        counts = Counter(check.status for check in self.checks)
        return {"checks": len(self.checks), **{name: counts[name] for name in ("passed", "failed", "not_applicable")}}

    def raise_if_failed(self) -> None:
        """Raise a ``GateError`` that names the table, the check and up to five offending rows of each failure."""
        if self.passed:
            return
        shown = [str(failure) for failure in self.failures[:FAILURES_SHOWN]] or ["no check was made"]
        hidden = len(self.failures) - len(shown)
        if hidden > 0:
            shown.append(f"and {hidden} more")
        raise GateError(
            f"the candidate tables failed {len(self.failures)} of {len(self.checks)} checks; nothing was released\n"
            + "\n".join(shown),
            "look at the rows and mend what made them; a table that shrank on purpose passes with --allow-shrink",
        )

    def summary_markdown(self) -> str:
        """The verdict as Markdown: counts a table, then the failures."""
        lines = [f"**The gate {'passed' if self.passed else 'failed'}.**", ""]
        lines += ["| table | rows | passed | failed | not applicable |", "|---|---:|---:|---:|---:|"]
        for table in dict.fromkeys((*self.row_counts, *(check.table for check in self.checks))):
            counts = Counter(check.status for check in self.checks if check.table == table)
            rows = self.row_counts.get(table, "")
            lines.append(f"| {table} | {rows} | {counts['passed']} | {counts['failed']} | {counts['not_applicable']} |")
        if self.failures:
            lines += ["", "```", *(str(failure) for failure in self.failures[:FAILURES_SHOWN]), "```"]
        return "\n".join(lines) + "\n"

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain data: what ``result.json`` holds."""
        return {
            "passed": self.passed,
            "statistics": self.statistics,
            "row_counts": dict(self.row_counts),
            "table_sha256": dict(self.table_sha256),
            "versions": dict(self.versions),
            "failures": [dataclasses.asdict(failure) for failure in self.failures],
            "checks": [dataclasses.asdict(check) for check in self.checks],
        }


def write_gate_result(result: GateResult, report_dir: Path) -> Path:
    """Write ``result.json`` into the folder."""
    path = report_dir / RESULT_FILE
    text = json.dumps(result.to_json(), indent=2, ensure_ascii=False, default=str)
    path.write_text(text + "\n", "utf-8")
    return path


def read_gate_result(report_dir: Path) -> GateResult:
    """Read the verdict that ``check_tables`` left in a folder.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    path = report_dir / RESULT_FILE
    try:
        data = json.loads(path.read_text("utf-8"))
        result = GateResult(
            failures=tuple(
                Failure(row["table"], row["check"], row["detail"], tuple(row["rows"])) for row in data["failures"]
            ),
            checks=tuple(Check(**row) for row in data["checks"]),
            row_counts=data["row_counts"],
            table_sha256=data["table_sha256"],
            versions=data["versions"],
            docs=_docs(report_dir),
        )
    except FileNotFoundError as error:
        raise StoreError(f"{path} is missing", "run the validate stage first") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is no gate result: {error}", "run the validate stage again") from error
    if result.passed != data["passed"]:
        raise StoreError(f"{path} contradicts itself about passing", "run the validate stage again")
    return result


def _docs(report_dir: Path) -> Path | None:
    index = report_dir / DOCS_FOLDER / "index.html"
    return index if index.is_file() else None
