"""How time and memory grow with the corpus: `python benchmarks/scale.py link --articles 2000 20000`.

Link, validate and release work on synthesised rows, each in a process of its own, whose peak of resident memory the
kernel counts; figures are seconds and mebibytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import write_rows

from coalition_data.settings import IngestSettings, Settings
from coalition_data.workspace import Workspace

ROW_STAGES = ("link", "validate", "release")
MIB = 1024.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One stage over one corpus.

    Attributes:
        peak_mib: of the stage's process and of each process that it started, the largest.
    """

    stage: str
    articles: int
    seconds: float
    cpu_seconds: float
    peak_mib: float


def measure_rows(articles: int, folder: Path, stages: Iterable[str] = ROW_STAGES) -> list[Figure]:
    """Seconds and memory of the stages after extract over the synthesised rows of so many articles.

    Args:
        articles: how many.
        folder: for the data; what is there already is used again.
        stages: which of ``ROW_STAGES``, in their order.
    """
    workspace = Workspace(folder / f"rows-{articles}")
    if not (workspace.stages / "extract.json").is_file():
        write_rows(workspace, articles)
    return [measure_stage(stage, workspace, articles) for stage in stages]


def measure_stage(stage: str, workspace: Workspace, articles: int, sources: Sequence[str] = ()) -> Figure:
    """Run one stage in a process of its own.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    request = json.dumps({"stage": stage, "data_dir": str(workspace.data_dir), "sources": list(sources)})
    command = [sys.executable, __file__, "--child", request]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{stage} over {articles} articles failed: {done.stderr[-3000:]}")
    return Figure(stage, articles, **json.loads(done.stdout.splitlines()[-1]))


def _run_child(request: dict[str, Any]) -> None:
    """What the child does: the stage, then a line of figures."""
    from coalition_data.pipeline import STAGES  # noqa: PLC0415 - counted as part of the stage

    settings = Settings(ingest=IngestSettings(sources=tuple(request["sources"])))
    started = time.perf_counter()
    STAGES[request["stage"]].run(Workspace(Path(request["data_dir"])), settings)
    seconds = time.perf_counter() - started
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    figures = {
        "seconds": seconds,
        "cpu_seconds": sum(use.ru_utime + use.ru_stime for use in (own, children)),
        "peak_mib": max(own.ru_maxrss, children.ru_maxrss) / MIB,
    }
    print(json.dumps(figures))


def ratios(figures: Sequence[Figure]) -> dict[str, dict[str, float]]:
    """For each stage the last figure over the first: ``articles``, ``seconds``, ``cpu_seconds``, ``peak_mib``."""
    found: dict[str, dict[str, float]] = {}
    for stage in dict.fromkeys(figure.stage for figure in figures):
        of_stage = [figure for figure in figures if figure.stage == stage]
        first, last = of_stage[0], of_stage[-1]
        found[stage] = {
            name: round(getattr(last, name) / getattr(first, name), 3)
            for name in ("articles", "seconds", "cpu_seconds", "peak_mib")
        }
    return found


def print_figures(figures: Sequence[Figure]) -> None:
    """One line a figure."""
    for one in figures:
        print(
            f"{one.stage:<9} {one.articles:>8,} articles {one.seconds:>9.1f} s {one.cpu_seconds:>9.1f} s of CPU "
            f"{one.peak_mib:>7.0f} MiB",
            flush=True,
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stages", nargs="*", default=list(ROW_STAGES), help="of link, validate, release")
    parser.add_argument("--articles", type=int, nargs="+", default=[2_000, 4_000, 20_000])
    parser.add_argument("--dir", type=Path, help="keep the corpora there, for the next time")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        _run_child(json.loads(arguments.child))
        return
    with tempfile.TemporaryDirectory() as scratch:
        figures: list[Figure] = []
        for articles in arguments.articles:
            found = measure_rows(articles, arguments.dir or Path(scratch), arguments.stages)
            print_figures(found)
            figures += found
        print(json.dumps(ratios(figures), indent=1))


if __name__ == "__main__":
    main()
