"""Why two parsing processes gain what they gain: `benchmarks/two_parsers.py [--articles N] [--runs N]`.

One process parses made-up articles alone, then two parse as many each at the same moment, each bound to a core of its
own and with one thread. With two cores that share nothing, both would take as long as one: a gain of 2. Printed for
each library that multiplies the matrices, for each way to allocate memory, and for processes that are free to use both
cores.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from bench_texts import PARAGRAPHS, made_up_texts
from threadpoolctl import threadpool_limits

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
    "MALLOC_TOP_PAD_": str(2**28),
}
"""glibc hands nothing back to the system, so that no page is cleared twice."""

SETTINGS: dict[str, tuple[str, Mapping[str, str]]] = {
    "OpenBLAS": ("openblas", {}),
    "BLIS": ("blis", {}),
    "OpenBLAS, malloc instead of Python's own allocator": ("openblas", {"PYTHONMALLOC": "malloc"}),
    "OpenBLAS, memory never given back": ("openblas", KEEP_MEMORY),
    "OpenBLAS, a thread for each core, bound to none": ("free", {"OPENBLAS_NUM_THREADS": "2"}),
}


def parse(library: str, core: int, articles: int) -> None:
    """In a process of its own: load the model, say so, wait for a line, parse, print the seconds."""
    if library != "free":
        os.sched_setaffinity(0, {core})
    from coalition_data.annotate import load_parser  # noqa: PLC0415 - in the process that is measured
    from coalition_data.annotate.parser import DEFAULT_MODEL, choose_matrix_library, load_language  # noqa: PLC0415
    from coalition_data.clean import make_article  # noqa: PLC0415

    choose_matrix_library(load_language(DEFAULT_MODEL), blis=library == "blis")
    parser = load_parser()
    if library == "free":
        threadpool_limits(limits=2, user_api="blas")
    made = [
        make_article(text.body, title=text.title) for text in made_up_texts(articles, seed=5, paragraphs=PARAGRAPHS)
    ]
    parser.parse(made[0])
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    for article in made:
        parser.parse(article)
    print(time.perf_counter() - start, flush=True)


def seconds(library: str, environment: Mapping[str, str], cores: Sequence[int], articles: int) -> float:
    """Of the slower of as many processes as there are cores, which begin at the same moment."""
    processes = [
        subprocess.Popen(
            [sys.executable, __file__, "--parse", library, "--core", str(core), "--articles", str(articles)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD, **environment},
        )
        for core in cores
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("a process did not load its model")
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate()[0] for process in processes]
    return max(map(float, answers))


def median_seconds(
    library: str, environment: Mapping[str, str], cores: Sequence[int], articles: int, runs: int
) -> float:
    return statistics.median(seconds(library, environment, cores, articles) for _ in range(runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60, help="of each process")
    parser.add_argument("--runs", type=int, default=5, help="of which the medians are printed")
    parser.add_argument("--parse", choices=["openblas", "blis", "free"], help=argparse.SUPPRESS)
    parser.add_argument("--core", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.parse:
        parse(options.parse, options.core, options.articles)
        return
    cores = sorted(os.sched_getaffinity(0))[:2]
    print(f"{'':<52}{'one, s':>8}{'two, s':>8}{'gain':>7}")
    for name, (library, environment) in SETTINGS.items():
        alone, both = (
            median_seconds(library, environment, chosen, options.articles, options.runs)
            for chosen in (cores[:1], cores)
        )
        print(f"{name:<52}{alone:>8.2f}{both:>8.2f}{2 * alone / both:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
