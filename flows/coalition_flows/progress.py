"""Progress on the terminal: one line a stage, kept; batches counted in place where a person watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from coalition_data.terminal import printable
from coalition_data.workspace import StageReport

_NAME_WIDTH = 9
_BAR_WIDTH = 24

_MOST_LINES = 50
"""Inputs that are set aside are told one by one up to here; a crawl may have thousands."""


class Progress:
    """Writes to standard error, so that results on standard output stay clean.

    Args:
        stages: how many stages there are.
    """

    def __init__(self, stages: int) -> None:
        self._stages = stages
        self._number = 0
        self._line = ""
        self._started = time.monotonic()
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self._watched:
            self._write("\n")

    def start(self, name: str, summary: str) -> None:
        """A stage begins."""
        self._number += 1
        self._started = time.monotonic()
        self._line = f"[{min(self._number, self._stages)}/{self._stages}] {name:<{_NAME_WIDTH}} {summary}"
        if self._number > self._stages:
            self._line = f"      {name:<{_NAME_WIDTH}} {summary}"
        if self._watched:
            self._write(f"\r{self._line} …")

    def advance(self, done: int, expected: int) -> None:
        """A batch, or a page, is done."""
        if self._watched:
            filled = _BAR_WIDTH * min(done, expected) // max(expected, 1)
            bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
            self._write(f"\r{self._line} {bar} {done}/{expected}")

    def finish(self, report: StageReport) -> None:
        """The stage is done."""
        counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
        if report.set_aside:
            counts += f", {len(report.set_aside)} set aside"
        self.say(counts)
        for row in report.set_aside[:_MOST_LINES]:
            self._write(f"        set aside ({row.reason}): {printable(row.detail)}\n")
        for note in report.notes[:_MOST_LINES]:
            self._write(f"        note ({note.code}): {printable(note.detail)}\n")
        hidden = max(0, len(report.set_aside) - _MOST_LINES) + max(0, len(report.notes) - _MOST_LINES)
        if hidden:
            self._write(f"        … and {hidden:,} more; `coalition-data inputs` lists them all\n")

    def say(self, message: str) -> None:
        """End the line of this stage with a message and the time it took."""
        seconds = time.monotonic() - self._started
        start_of_line = "\r" if self._watched else ""
        self._write(f"{start_of_line}{self._line}: {message} ({seconds:.1f} s)\n")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
