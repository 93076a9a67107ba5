"""What crawled pages cost before the parser: the article out of a page's HTML, and the gate's topic score."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

from articles import CORPUS, EXTRACTORS, read_examples
from bench_table import Measured
from topic import measure_speed, read_gold_set

RUNS = 5
OWN_SETS = ("invented", "unseen")


def measure_pages(*, quick: bool) -> dict[str, Measured]:
    """All rows of the group."""
    return {"pages": _measure_cleaning(quick=quick), "gate": _measure_gate(quick=quick)}


def _measure_cleaning(*, quick: bool) -> Measured:
    if not (CORPUS / "ground-truth.json").is_file():
        return Measured(skipped="the pages of article-extraction-benchmark are not in the folder shared beside it")
    examples = list(read_examples())[: 10 if quick else None]
    for extract in EXTRACTORS.values():
        extract(examples[0])

    def seconds(name: str) -> float:
        return _processor_seconds(lambda: [EXTRACTORS[name](example) for example in examples])

    runs = [(seconds("trafilatura"), seconds("cleaning")) for _ in range(2 if quick else RUNS)]
    detail: dict[str, float | str] = {
        "pages/s": len(examples) / statistics.median(own for _, own in runs),
        "trafilatura pages/s": len(examples) / statistics.median(other for other, _ in runs),
        "KiB a page": sum(len(example.markup) for example in examples) / 1024 / len(examples),
        "pages": len(examples),
    }
    return Measured(tuple(other / own for other, own in runs), detail)


def _processor_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def _measure_gate(*, quick: bool) -> Measured:
    examples = [example for name in (OWN_SETS[:1] if quick else OWN_SETS) for example in read_gold_set(name)]
    score, parser = measure_speed(examples)
    return Measured((parser / score,), {"score words/s": round(score)}, "once: both are medians of five turns")
