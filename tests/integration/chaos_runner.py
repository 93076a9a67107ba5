"""Runs of the whole pipeline, forked from one warm process, so that a test can kill twenty of them in a minute.

Reads commands on the standard input, one a line: ``run DATA_DIR SOURCE FIRST LAST`` forks a run of those
stages, ``wait PID`` waits for one.
Everything is the real thing; only Great Expectations runs inside the forked process instead of in one of its own.
"""

from __future__ import annotations

import faulthandler
import gc
import hashlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from coalition_data import provenance
from coalition_data.annotate.parser import load_parser
from coalition_data.batched.extract import load_extractors
from coalition_data.clean import clean_document
from coalition_data.errors import CoalitionDataError
from coalition_data.pipeline import STAGES
from coalition_data.records import RawDocument
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


SAFE_THREADS = ("jemalloc_bg_thd",)
"""The allocator's own, which it looks after at a fork (``pthread_atfork``)."""

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
    """Load models and lexicons once, by calling functions that need no file.

    Nothing that starts a thread: a forked process has the locks of its parent's threads and not the threads, so it
    might wait forever. Of a whole stage Arrow, DuckDB and Great Expectations keep some.
    """
    data = ARTICLE.encode()
    article, _ = clean_document(RawDocument("article.txt", data, hashlib.sha256(data).hexdigest()))
    load_extractors(Settings())(load_parser().parse(article))
    names = [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]
    threads = [name for name in names if name not in SAFE_THREADS]
    assert len(threads) == 1, f"not safe to fork: {names}"
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
    faulthandler.enable()
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
        elif command == "wait":
            _, status = os.waitpid(int(arguments[0]), 0)
            tell(f"exit {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
