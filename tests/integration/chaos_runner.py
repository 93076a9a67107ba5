"""Runs of the whole pipeline, forked from one warm process, so that a test can kill twenty of them in a minute.

Reads commands on the standard input, one a line: ``run DATA_DIR SOURCE FIRST LAST`` forks a run of those
stages, ``wait PID`` waits for one, ``abandon`` ends the last.
Everything is the real thing; only Great Expectations runs inside the forked process instead of in one of its own.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from coalition_data import provenance
from coalition_data.errors import CoalitionDataError
from coalition_data.pipeline import STAGES
from coalition_data.run import only_run_in
from coalition_data.settings import AnnotateSettings, IngestSettings, Settings
from coalition_data.validate import engine, gate
from coalition_data.workspace import Workspace


def tell(line: str) -> None:
    """One line, in one piece: the forked runs write to the same pipe."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


class EngineHere:
    """The engine of the gate without a process of its own, which would import for seconds."""

    def __enter__(self) -> EngineHere:
        return self

    def __exit__(self, *_: object) -> None: ...

    def start(self) -> None: ...

    def run(self, database: Path, suites: Any) -> Any:
        return engine.run_suites(database, suites)


ARTICLE = (
    "Ministers Meet in Bern\n\nBERN, Switzerland - Ministers of nine countries met in Bern on Tuesday to discuss aid, "
    "the government said.\n\n“We will stay,” Swiss Foreign Minister Anna Keller told reporters. Switzerland will send "
    "20 instructors to Iraq.\n"
)


def settings_for(source: Path) -> Settings:
    """A batch an article, so that a kill can fall between batches."""
    return Settings(ingest=IngestSettings((str(source),)), annotate=AnnotateSettings(batch=1))


def run(data_dir: Path, source: Path, first: str, last: str) -> int:
    """One run from a stage to another; returns the exit code."""
    settings, workspace = settings_for(source), Workspace(data_dir)
    try:
        with only_run_in(workspace):
            names = list(STAGES)
            for name in names[names.index(first) : names.index(last) + 1]:
                tell(f"start {name}")
                STAGES[name].run(workspace, settings)
    except CoalitionDataError as error:
        tell(f"error {str(error).splitlines()[0]}")
        return 1
    return 0


def warm_up() -> None:
    """Load models and lexicons once; not the release stage, whose drawing engine does not survive a fork."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.mkdir()
        (source / "article.txt").write_text(ARTICLE, encoding="utf-8")
        settings, workspace = settings_for(source), Workspace(Path(folder) / "data")
        for name, stage in STAGES.items():
            if name != "release":
                stage.run(workspace, settings)
    # A database that a forked run finalised would wait for threads that exist in this process alone.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Answer commands until the input ends."""
    # this process has its code in memory; what somebody edits meanwhile is not part of it
    fingerprint, revision = provenance.source_fingerprint(), provenance._git_revision()
    provenance.source_fingerprint = lambda: fingerprint
    provenance._git_revision = lambda: revision
    gate.EngineProcess = EngineHere  # type: ignore[assignment,misc]
    warm_up()
    child = 0
    tell("ready")
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "run":
            child = os.fork()
            if child == 0:
                code = 2
                try:
                    tell(f"pid {os.getpid()}")
                    code = run(Path(arguments[0]), Path(arguments[1]), *arguments[2:])
                except BaseException:
                    tell(f"failed {traceback.format_exc()!r}")
                finally:
                    os._exit(code)
        elif command == "abandon":
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            tell("abandoned")
        elif command == "wait":
            _, status = os.waitpid(int(arguments[0]), 0)
            tell(f"exit {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
