"""What more articles cost: peak memory with ten times as many, time for one per cent more, time for none.

All on made-up articles of one paragraph (about a hundred words): an article of the press has five times the words, and
with it five times the parser's work, while ingest, the checks and the release cost almost the same. The ratios that are
measured here are therefore the worse ones.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_run import run_in_child, run_quietly
from bench_table import Measured
from bench_texts import made_up_texts, write_source

FULL_SIZE = 20_000
"""Articles for which the targets of ``adding`` and ``unchanged`` are set."""

USUAL_SIZE = 2_000
MEMORY_SIZE = 300
"""Articles of the smaller run: more than fit into one batch of any stage."""

MEMORY_RUNS = 3
MEMORY_NOTE = "3 runs: peaks repeat within a few per cent, and ten times the articles take a minute"
TIMES_MORE = 10
REACHED = 0.98
"""Of the peak: the first stage that comes so close is named, as memory is not given back."""

RUNS = 5
SHARE_ADDED = 0.01
COMMAND = Path(sys.executable).with_name("coalition-data")


def measure_memory(*, quick: bool) -> dict[str, Measured]:
    """Peak memory of the process that runs all stages, at once and at ten times the articles."""
    size, runs = (40, 1) if quick else (MEMORY_SIZE, MEMORY_RUNS)
    ratios, peaks = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sources = [
            write_source(folder / f"source-{count}", made_up_texts(count)) for count in (size, size * TIMES_MORE)
        ]
        for _ in range(runs):
            once, more = (_run_afresh(source, folder / "data") for source in sources)
            ratios.append(_peak(more) / _peak(once))
            peaks.append((_peak(once), _peak(more)))
    detail = {
        f"MiB at {size} articles": statistics.median(low for low, _ in peaks),
        f"MiB at {size * TIMES_MORE}": statistics.median(high for _, high in peaks),
        "highest in": _peak_stage(more),
    }
    return {"memory": Measured(tuple(ratios), detail, MEMORY_NOTE, scaled_down=quick)}


def _run_afresh(source: Path, data_dir: Path) -> dict[str, Any]:
    shutil.rmtree(data_dir, ignore_errors=True)
    return run_in_child(source, data_dir)


def _peak(figures: dict[str, Any]) -> float:
    """The larger of the process and its children: the gate's engine is one."""
    return float(max(figures["peak_mib"], figures["children_peak_mib"]))


def _peak_stage(figures: dict[str, Any]) -> str:
    if figures["children_peak_mib"] > figures["peak_mib"]:
        return "the gate's engine"
    highest = max(stage["peak_mib"] for stage in figures["stages"].values())
    return next(name for name, stage in figures["stages"].items() if stage["peak_mib"] >= REACHED * highest)


def measure_adding(articles: int) -> dict[str, Measured]:
    """Time of a run with one per cent more articles, and of one with none, against building the corpus."""
    more = max(1, round(articles * SHARE_ADDED))
    with tempfile.TemporaryDirectory() as scratch:
        source, data_dir = Path(scratch) / "source", Path(scratch) / "data"
        warm = write_source(Path(scratch) / "warm", made_up_texts(5))
        run_in_child(warm, Path(scratch) / "warm-data")  # compiles all modules
        write_source(source, made_up_texts(articles))
        build = run_in_child(source, data_dir)
        unchanged = [_run_unchanged(source, data_dir) for _ in range(RUNS)]
        added = []
        for number in range(RUNS):
            write_source(source, made_up_texts(more, seed=100 + number), prefix=f"b{number}-")
            added.append(run_in_child(source, data_dir))
    small = articles < FULL_SIZE
    note = f"one build of {articles:,} articles, which takes minutes, and {RUNS} additions of {more} to it"
    last = min(added, key=lambda run: abs(run["seconds"] - statistics.median(run["seconds"] for run in added)))
    return {
        "adding": Measured(
            tuple(run["seconds"] / build["seconds"] for run in added),
            {"build s": build["seconds"], **_by_stage("build", build), **_by_stage("adding", last)},
            note + ("; the target is for 20,000 (--full)" if small else ""),
            scaled_down=small,
        ),
        "unchanged": Measured(
            tuple(seconds / build["seconds"] for seconds in unchanged),
            {"run s": statistics.median(unchanged)},
            "`coalition-data run` from its start to its end",
            scaled_down=small,
        ),
    }


def _by_stage(name: str, figures: dict[str, Any]) -> dict[str, str]:
    stages = (f"{stage} {entry['seconds']:.1f}" for stage, entry in figures["stages"].items() if stage != "fetch")
    return {f"{name}, s by stage": ", ".join(stages)}


def _run_unchanged(source: Path, data_dir: Path) -> float:
    command = [str(COMMAND), "run", "--source", str(source), "--data-dir", str(data_dir)]
    start = time.perf_counter()
    done = run_quietly(command, data_dir.parent)
    seconds = time.perf_counter() - start
    if "nothing changed" not in done.stdout:
        raise RuntimeError(f"a run on unchanged input did something:\n{done.stdout}")
    return seconds
