"""The runners `processes` and `dask` with two workers beside two plain processes that parse half of the articles each.

Both sides start two processes that load the model and parse the same articles in batches of the same size; the
runner's go through Prefect and keep their results. By the clock, from before the processes start until the last
batch is done; Prefect's own start, which is no cost of the articles, is left out.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench_run import run_quietly
from bench_table import Measured
from bench_texts import PARAGRAPHS, made_up_texts, write_source

WORKERS = 2
RUNS = 3
ARTICLES = 2_560
"""So that the batches take many times what a runner's processes take to start, each with Prefect and a model; Dask's
take longest. With a quarter of them the row measured the start."""

RUNNERS = ("processes", "dask")
STAGES_BEFORE = ("fetch", "ingest", "clean")
MEASURED_STAGE = "annotate"


def measure_runners(*, quick: bool) -> dict[str, Measured]:
    """A row for each runner: the plain processes' time over its own, both measured in turn."""
    articles, runs = (64, 1) if quick else (ARTICLES, RUNS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = write_source(folder / "source", made_up_texts(articles, seed=11, paragraphs=PARAGRAPHS))
        times = {name: [_in_child(name, source, folder / f"{name}-{run}") for run in range(runs)] for name in RUNNERS}
    return {
        name: Measured(
            tuple(one["plain"] / one["runner"] for one in found),
            {
                "runner s": _middle([one["runner"] for one in found]),
                "two plain processes s": _middle([one["plain"] for one in found]),
                "one plain process s": _middle([one["alone"] for one in found]),
                "two plain processes / one": _middle([one["alone"] / one["plain"] for one in found]),
            },
            f"{runs} runs of {articles} articles: each starts six processes with a model",
            scaled_down=quick,
        )
        for name, found in times.items()
    }


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _in_child(runner: str, source: Path, data_dir: Path) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), runner, str(source), str(data_dir)]
    figures: dict[str, float] = json.loads(run_quietly(command, source.parent).stdout.splitlines()[-1])
    return figures


def run_with(runner: str, source: Path, data_dir: Path) -> dict[str, float]:
    """Seconds of one runner, of two plain processes, and of one, over the same articles."""
    from coalition_flows.environment import prepare_prefect  # noqa: PLC0415

    prepare_prefect(data_dir)
    from prefect import flow  # noqa: PLC0415 - its environment is set first

    from coalition_data.batched import ANNOTATE  # noqa: PLC0415
    from coalition_data.pipeline import STAGES  # noqa: PLC0415
    from coalition_data.run import plan_run  # noqa: PLC0415
    from coalition_flows.batches import run_batches  # noqa: PLC0415
    from coalition_flows.progress import Progress  # noqa: PLC0415

    plan = plan_run([str(source)], data_dir)
    settings = dataclasses.replace(
        plan.settings, run=dataclasses.replace(plan.settings.run, runner=runner, workers=WORKERS)
    )
    plan = dataclasses.replace(plan, settings=settings)
    for name in STAGES_BEFORE:
        STAGES[name].run(plan.workspace, plan.settings)
    articles = [article for batch in ANNOTATE.split(plan.workspace, settings) for article in batch.articles]

    @flow(name="annotate")
    def annotate() -> float:
        start = time.perf_counter()
        run_batches(MEASURED_STAGE, plan, Progress(1))
        return time.perf_counter() - start

    model = settings.annotate.model
    plain = _parse_apart([articles[part::WORKERS] for part in range(WORKERS)], model)
    return {"runner": annotate(), "plain": plain, "alone": _parse_apart([articles], model)}


def _parse_apart(parts: Sequence[Sequence[Any]], model: str) -> float:
    """Seconds in which as many processes as there are parts parse one each."""
    context = multiprocessing.get_context("spawn")
    start = time.perf_counter()
    processes = [context.Process(target=_parse, args=(list(part), model)) for part in parts]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a plain process failed")
    return time.perf_counter() - start


def _parse(articles: Sequence[Any], model: str) -> None:
    from coalition_data.annotate import load_parser  # noqa: PLC0415 - in the process that is measured

    parser = load_parser(model)
    for article in articles:
        parser.parse(article)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runner", choices=RUNNERS)
    parser.add_argument("source", type=Path)
    parser.add_argument("data_dir", type=Path)
    options = parser.parse_args()
    print(json.dumps(run_with(options.runner, options.source, options.data_dir)))


if __name__ == "__main__":
    main()
