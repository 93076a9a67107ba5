"""What the command line costs beside what it stands on: an empty Python process, and DuckDB on the same files."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench_growth import COMMAND
from bench_run import child_environment, run_in_child
from bench_table import Measured
from bench_texts import ROOT, made_up_texts, write_source

RUNS = 11
"""Processes of a fifth of a second: more runs than elsewhere, as each is easily disturbed."""

ARTICLES = 300
"""Of the release that is asked: small, so that what is measured is what the command itself costs."""

QUERY = "select speaker_name, count(*) as quotes from quotes group by all order by 2 desc, 1 limit 5"
BARE = """
import sys, duckdb
connection = duckdb.connect()
for name in ("articles", "meetings", "pledges", "quotes"):
    connection.execute(f"create view {name} as from read_parquet('{sys.argv[1]}/{name}.parquet')")
for row in connection.execute(sys.argv[2]).fetchall():
    print(*row)
"""


def seconds_of(command: Sequence[str | Path]) -> float:
    """Of a command from its start to its end, by the clock."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, env=child_environment())
    return time.perf_counter() - start


def compare(ours: Sequence[str | Path], bare: Sequence[str | Path], runs: int) -> Measured:
    """Run two commands in turns; the first time of each, when files are read from the disk, is not counted."""
    seconds_of(bare), seconds_of(ours)
    pairs = [(seconds_of(bare), seconds_of(ours)) for _ in range(runs)]
    detail = {
        "ms": round(1000 * statistics.median(own for _, own in pairs)),
        "bare ms": round(1000 * statistics.median(other for other, _ in pairs)),
    }
    return Measured(tuple(own / other for other, own in pairs), detail)


def measure_commands(*, quick: bool) -> dict[str, Measured]:
    """All rows of the group."""
    runs = 3 if quick else RUNS
    with tempfile.TemporaryDirectory() as scratch:
        data_dir = Path(scratch) / "data"
        source = ROOT / "seeds" if quick else write_source(Path(scratch) / "source", made_up_texts(ARTICLES))
        run_in_child(source, data_dir)
        release = next(path for path in (data_dir / "releases").iterdir() if (path / "quotes.parquet").is_file())
        ask = [COMMAND, "query", QUERY, "--data-dir", data_dir]
        return {
            "help": compare([COMMAND, "--help"], [sys.executable, "-c", "pass"], runs),
            "query": compare(ask, [sys.executable, "-c", BARE, release, QUERY], runs),
        }
