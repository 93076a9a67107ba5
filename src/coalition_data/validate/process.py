"""Great Expectations in a process of its own, started when it is first needed."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from coalition_data.errors import GateError
from coalition_data.validate.outcomes import EngineReport
from coalition_data.validate.suites import Expectation

TIMEOUT_S = 1800
"""A million rows take a minute; half an hour means that something hangs."""

_ERROR_SHOWN = 2000
"""Last characters of the child's messages that an error repeats."""

_NOTHING_RELEASED = "nothing was validated, so nothing can be released"


class EngineProcess:
    """The engine as a child process; a context manager, which ends the child.

    One child can validate many times: whoever does (the tests) saves the seconds that the import takes.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        # it lives as long as the child
        self._messages: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> subprocess.Popen[str]:
        """Start the child ahead of ``run``, so that it imports while other work is done."""
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "coalition_data.validate.engine"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._messages,
                text=True,
                encoding="utf-8",
            )
        return self._child

    def run(self, database: Path, suites: Mapping[str, Sequence[Expectation]]) -> EngineReport:
        """Validate the tables of a DuckDB file.

        Raises:
            GateError: the child ended or did not answer.
        """
        child = self.start()
        assert child.stdin is not None  # both are pipes
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps({"database": str(database), "suites": suites}) + "\n")
            child.stdin.flush()
        except BrokenPipeError:
            raise self._failure(child) from None
        ready, _, _ = select.select([child.stdout], [], [], TIMEOUT_S)
        answer = child.stdout.readline() if ready else ""
        if not answer:
            raise self._failure(child)
        report = json.loads(answer)
        if "error" in report:
            raise GateError(f"Great Expectations could not validate: {report['error']}", _NOTHING_RELEASED)
        return EngineReport.from_json(report)

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _failure(self, child: subprocess.Popen[str]) -> GateError:
        self.close()
        self._messages.seek(0)
        said = self._messages.read()[-_ERROR_SHOWN:].strip() or "it said nothing"
        return GateError(
            f"Great Expectations did not answer (exit code {child.returncode}): {said}",
            _NOTHING_RELEASED,
        )
