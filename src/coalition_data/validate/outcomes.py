"""What the engine hands back: plain data, so that it can come from another process or be written by hand in a test."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    """All outcomes of one table, and its page as Great Expectations renders it."""

    table: str
    outcomes: tuple[Outcome, ...]
    page: str


@dataclass(frozen=True, slots=True)
class EngineReport:
    """What one run of the engine found.

    Attributes:
        version: of Great Expectations.
        runs: one a table, in the order asked for.
    """

    version: str
    runs: tuple[TableRun, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> EngineReport:
        """What ``to_json`` made."""
        runs = tuple(
            TableRun(run["table"], tuple(Outcome(**outcome) for outcome in run["outcomes"]), run["page"])
            for run in content["runs"]
        )
        return cls(content["version"], runs)
