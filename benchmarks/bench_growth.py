"""What more articles cost: time for one per cent more, time for none, and peak memory with ten times as many.

To build a corpus of 20,000 articles takes an hour, nearly all of it in clean, annotate and extract, which work article
by article. So these three are measured on some hundred articles of the same length, once; the corpus is made up in the
form in which they keep it (``kept_corpus``); and all that sees the whole of it is run and measured at full size.
Building is then the sum: so many articles at the measured price, and the stages over the whole. What is added are
articles that no run has seen, through all stages as they are.

The processor's time counts, of all processes: what else runs on the machine changes little. The ratio by the clock
stands beside.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench_run import children_cpu, run_in_child, run_quietly
from bench_table import Measured
from bench_texts import PARAGRAPHS, made_up_texts, write_source

FULL_SIZE = 20_000
"""Articles for which the targets are set; memory is compared with that of a tenth."""

TIMES_MORE = 10
SAMPLE = (40, 240)
QUICK_SAMPLE = (8, 24)
"""Articles of two builds: their difference is the price of an article, without what a process pays to start."""

RUNS = 3
SHARE_ADDED = 0.01
REACHED = 0.98
"""Of the peak: the first stage that comes so close is named, as memory is not given back."""

BY_ARTICLE = ("clean", "annotate", "extract")
COMMAND = Path(sys.executable).with_name("coalition-data")
CORPUS = Path(__file__).with_name("kept_corpus.py")

Figures = dict[str, Any]


def measure_growth(articles: int, *, quick: bool) -> dict[str, Measured]:
    """The rows ``memory``, ``adding`` and ``unchanged``.

    Args:
        articles: of the larger corpus.
        quick: one run each.
    """
    runs, sample = (1, QUICK_SAMPLE) if quick else (RUNS, SAMPLE)
    more = max(1, round(articles * SHARE_ADDED))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        each = _price_of_an_article(folder, sample)
        small, large = (_Corpus(folder, size) for size in (articles // TIMES_MORE, articles))
        unchanged = [large.run_unchanged() for _ in range(runs)]
        added = [large.add(more, number) for number in range(runs)]
        few = small.add(more, 0)
    build = {kind: large.whole[kind] + articles * each[kind] for kind in ("cpu", "seconds")}
    small_size = articles < FULL_SIZE
    target = f"; the target is for {FULL_SIZE:,}" if small_size else ""
    last = added[-1]
    return {
        "memory": Measured(
            tuple(_peak(run) / _peak(few) for run in added),
            {
                f"MiB, {more} more than {articles // TIMES_MORE:,}": _peak(few),
                f"MiB, {more} more than {articles:,}": statistics.median(map(_peak, added)),
                "highest in": _peak_stage(last),
            },
            f"{runs} runs through all stages: peaks repeat within a few per cent{target}",
            scaled_down=small_size,
        ),
        "adding": Measured(
            tuple(run["cpu"] / build["cpu"] for run in added),
            {
                "ratio by the clock": statistics.median(run["seconds"] for run in added) / build["seconds"],
                "build s": build["cpu"],
                "build, s an article in clean, annotate, extract": each["cpu"],
                "build, s by stage over the whole": _by_stage(large.whole),
                "adding s": statistics.median(run["cpu"] for run in added),
                "adding, s by stage": _by_stage(last),
            },
            f"{runs} additions of {more} to {articles:,} articles; building is added up from {sample[1]} articles and "
            f"the stages over the whole{target}",
            scaled_down=small_size,
        ),
        "unchanged": Measured(
            tuple(run["cpu"] / build["cpu"] for run in unchanged),
            {
                "ratio by the clock": statistics.median(run["seconds"] for run in unchanged) / build["seconds"],
                "run s": statistics.median(run["cpu"] for run in unchanged),
            },
            f"`coalition-data run` from its start to its end, {runs} times{target}",
            scaled_down=small_size,
        ),
    }


def _price_of_an_article(folder: Path, sample: tuple[int, int]) -> dict[str, float]:
    """Seconds of an article in the stages that work article by article, by processor and clock."""
    runs = []
    for count in sample:
        source = write_source(folder / f"sample-{count}", made_up_texts(count, seed=7, paragraphs=PARAGRAPHS))
        runs.append(run_in_child(source, folder / f"sample-data-{count}", BY_ARTICLE[-1]))
    return {
        kind: sum(runs[1]["stages"][stage][kind] - runs[0]["stages"][stage][kind] for stage in BY_ARTICLE)
        / (sample[1] - sample[0])
        for kind in ("cpu", "seconds")
    }


class _Corpus:
    """A corpus whose articles are cleaned, parsed and extracted, with its first release.

    Attributes:
        whole: what the stages over the whole of it took.
    """

    def __init__(self, folder: Path, articles: int) -> None:
        self.source, self.data_dir = folder / f"source-{articles}", folder / f"data-{articles}"
        command = [sys.executable, str(CORPUS), str(self.source), str(self.data_dir), "--articles", str(articles)]
        run_quietly(command, folder)
        self.whole = run_in_child(self.source, self.data_dir)

    def add(self, count: int, number: int) -> Figures:
        """Run with so many articles more; another number brings others."""
        texts = made_up_texts(count, seed=100 + number, paragraphs=PARAGRAPHS)
        write_source(self.source, texts, prefix=f"added{number}-")
        return run_in_child(self.source, self.data_dir)

    def run_unchanged(self) -> Figures:
        """Run on the same input once more."""
        command = [str(COMMAND), "run", "--source", str(self.source), "--data-dir", str(self.data_dir)]
        start, used = time.perf_counter(), children_cpu()
        done = run_quietly(command, self.data_dir.parent)
        if "nothing changed" not in done.stdout:
            raise RuntimeError(f"a run on unchanged input did something:\n{done.stdout}")
        return {"seconds": time.perf_counter() - start, "cpu": children_cpu() - used}


def _peak(figures: Figures) -> float:
    """The larger of the process and its children: the gate's engine is one."""
    return float(max(figures["peak_mib"], figures["children_peak_mib"]))


def _peak_stage(figures: Figures) -> str:
    if figures["children_peak_mib"] > figures["peak_mib"]:
        return "the gate's engine"
    highest = max(stage["peak_mib"] for stage in figures["stages"].values())
    return next(name for name, stage in figures["stages"].items() if stage["peak_mib"] >= REACHED * highest)


def _by_stage(figures: Figures) -> str:
    stages: Iterable[tuple[str, Figures]] = figures["stages"].items()
    return ", ".join(f"{stage} {entry['cpu']:.1f}" for stage, entry in stages if stage != "fetch")
