"""Measure speed and scale, print one table, and save it as a metric of DVC: `make bench`.

    python benchmarks/bench.py [--only ROW]... [--quick] [--articles N] [--rows N] [--json FILE]

A row is a ratio of two things measured in one run on one machine; medians of at least five runs, and where one run
takes minutes the row says how many. Each row has a target, and is measured at the size that the target is for, unless
a smaller one is asked for, as the row then says. Rows that need PolNeAR look for it in a folder ``shared`` beside the
project. Each group of rows is saved as it ends, so that a run which was stopped goes on with ``--only`` and the rows
that are left.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench_table import README, RESULTS, ROWS, Measured, in_readme, machine, read_results, render_table, save, versions

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
GROUPS = tuple(dict.fromkeys(row.group for row in ROWS))


def measure_group(group: str, options: argparse.Namespace) -> dict[str, Measured]:
    """Measure the rows of a group; its imports are paid for here."""
    if group == "speed":
        from bench_speed import measure_speed  # noqa: PLC0415

        return measure_speed(quick=options.quick)
    if group == "growth":
        from bench_growth import FULL_SIZE, measure_growth  # noqa: PLC0415

        return measure_growth(options.articles or (400 if options.quick else FULL_SIZE), quick=options.quick)
    if group == "doubling":
        from bench_doubling import FULL_SIZE, measure_doubling  # noqa: PLC0415

        return measure_doubling(options.rows or (2_000 if options.quick else FULL_SIZE))
    if group == "runners":
        from bench_runners import measure_runners  # noqa: PLC0415

        return measure_runners(quick=options.quick)
    if group == "commands":
        from bench_commands import measure_commands  # noqa: PLC0415

        return measure_commands(quick=options.quick)
    if group == "pages":
        from bench_pages import measure_pages  # noqa: PLC0415

        return measure_pages(quick=options.quick)
    from bench_quotes import measure_quotes  # noqa: PLC0415

    return measure_quotes(quick=options.quick)


def measure_apart(group: str, options: argparse.Namespace) -> dict[str, Measured]:
    """Measure a group in a process of its own, so that nothing that it loads counts for another."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(measure_group, group, options).result()


def groups_of(names: Sequence[str]) -> tuple[str, ...]:
    """The groups that measure some rows, named by themselves or by their group; all where none is named.

    Raises:
        SystemExit: there is no such row.
    """
    by_name = {row.name: row.group for row in ROWS} | {group: group for group in GROUPS}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        sys.exit(f"there is no row {unknown[0]}; there are {', '.join(by_name)}")
    wanted = {by_name[name] for name in names}
    return tuple(group for group in GROUPS if not wanted or group in wanted)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", nargs="+", default=[], metavar="ROW", help="rows or their groups")
    parser.add_argument("--quick", action="store_true", help="some minutes; to see that all works, nothing is saved")
    parser.add_argument("--articles", type=int, help="of the corpus to which articles are added")
    parser.add_argument("--rows", type=int, help="articles' worth of rows of the largest corpus that is linked")
    parser.add_argument("--readme", action="store_true", help="measure nothing; write what is saved into README.md")
    parser.add_argument("--json", type=Path, help=f"save here instead of {RESULTS.relative_to(RESULTS.parents[2])}")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    if options.readme:
        write_readme()
        return
    os.environ.update(dict.fromkeys(THREADS, "1"))  # read by the libraries when a group imports them
    print(", ".join(f"{key} {value}" for key, value in (machine() | versions()).items()), flush=True)
    results: dict[str, Measured] = {}
    for group in groups_of([name for names in options.only for name in names]):
        start = time.perf_counter()
        print(f"measuring {group}", end=" … ", file=sys.stderr, flush=True)
        found = measure_apart(group, options)
        if options.quick:
            found = {name: _as_quick(measured) for name, measured in found.items()}
        print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
        results |= found
        if options.json or not options.quick:
            save(found, options.json or RESULTS)  # group by group: a run that is stopped has not measured in vain
    print(f"\n{render_table(results)}")


def _as_quick(measured: Measured) -> Measured:
    note = "; ".join(part for part in (measured.note, "a quick run, which decides nothing") if part)
    return measured if measured.skipped else replace(measured, scaled_down=True, note=note)


def write_readme() -> None:
    """Replace the section of the README between its two marks."""
    content = read_results()
    if content is None:
        sys.exit(f"{RESULTS} is missing: run make bench")
    README.write_text(in_readme(README.read_text("utf-8"), content), "utf-8")


if __name__ == "__main__":
    main()
