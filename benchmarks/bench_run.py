"""Run the stages on a folder in a process of its own, and print seconds and peak memory of each as JSON.

    python benchmarks/bench_run.py SOURCE DATA_DIR [--until link]

The stages run one after the other without Prefect and DVC, whose start is no cost of the articles; a complete run is
remembered as the flow remembers it, so that ``coalition-data run`` finds out that nothing has changed.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

KIB_A_MIB = 1024
_HIGHEST = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)


def own_peak_mib() -> float:
    """Peak memory of this process; ``ru_maxrss`` would count what its parent had when it started this one."""
    found = _HIGHEST.search(Path("/proc/self/status").read_text("utf-8"))
    return int(found[1]) / KIB_A_MIB if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MIB


def children_peak_mib() -> float:
    """Peak memory of the largest of this process's children that have ended, or of itself when it started them."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB_A_MIB


def children_cpu() -> float:
    """Seconds of the processor that this process's children have taken which have ended, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(source: Path, data_dir: Path, until: str | None) -> dict[str, Any]:
    """Run the stages up to ``until``, or all."""
    from coalition_data.pipeline import STAGES  # noqa: PLC0415 - their time is part of the run
    from coalition_data.run import plan_run  # noqa: PLC0415
    from coalition_data.unchanged import remember_run  # noqa: PLC0415

    plan = plan_run([str(source)], data_dir)
    stages: dict[str, Any] = {}
    reports = {}
    for stage in STAGES.values():
        start, used = time.perf_counter(), time.process_time() + children_cpu()
        reports[stage.name] = stage.run(plan.workspace, plan.settings)
        stages[stage.name] = {
            "seconds": time.perf_counter() - start,
            "cpu": time.process_time() + children_cpu() - used,
            "peak_mib": own_peak_mib(),
        }
        if stage.name == until:
            break
    if published := reports.get("release"):
        outcome = {
            "version": published.facts["version"],
            "path": str(plan.workspace.releases / published.facts["version"]),
            "is_new": True,
            "row_counts": published.counts,
            "set_aside": sum(len(report.set_aside) for report in reports.values()),
            "dvc": "not recorded",
        }
        remember_run(plan, outcome)
    peaks = {"peak_mib": own_peak_mib(), "children_peak_mib": children_peak_mib()}
    return {"stages": stages, "counts": reports[list(stages)[-1]].counts, **peaks}


@lru_cache(maxsize=1)
def child_environment() -> dict[str, str]:
    """For processes that are measured: compiled modules are kept between them, as they are where a user installs them.

    The first process that imports a module compiles it and is not to be counted.
    """
    folder = tempfile.mkdtemp(prefix="bytecode-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder}


def run_quietly(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder without settings of its own.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, env=child_environment())
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    return done


def run_in_child(source: Path, data_dir: Path, until: str | None = None) -> dict[str, Any]:
    """Run the stages in a new process; what it prints, with its time from start to end by clock and processor.

    Returns:
        ``seconds`` and ``cpu``, ``stages`` with both and the peak so far of each, ``counts`` of the last one, and
        ``peak_mib`` and ``children_peak_mib``.
    """
    command = [sys.executable, str(Path(__file__).resolve()), str(source), str(data_dir)]
    command += ["--until", until] if until else []
    start, used = time.perf_counter(), children_cpu()
    done = run_quietly(command, data_dir.parent)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**figures, "seconds": time.perf_counter() - start, "cpu": children_cpu() - used}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--until", help="the last stage to run")
    options = parser.parse_args()
    print(json.dumps(run(options.source, options.data_dir, options.until)))


if __name__ == "__main__":
    main()
