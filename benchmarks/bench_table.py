"""The table of ``make bench``: which rows there are, what each has to reach, how it is printed and saved.

Nothing is measured here. A row is a ratio of two things measured in one run; the median of its runs counts.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results" / "bench.json"
README = Path(__file__).resolve().parents[1] / "README.md"
_SECTION = re.compile(r"(<!-- bench:[^\n]*-->\n).*?(<!-- end of bench -->)", re.DOTALL)

LIBRARIES = ("coalition-data", "spacy", "thinc", "numpy", "pyarrow", "duckdb", "great-expectations", "textacy")
"""Those whose versions move the figures."""

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A declared row of the table.

    Attributes:
        name: key in the JSON.
        group: rows of a group are measured together.
        title: what is divided by what.
        target: what the ratio has to reach; None where it is only reported.
        at_most: whether the target is an upper bound.
        is_share: printed as a percentage.
    """

    name: str
    group: str
    title: str
    target: float | None = None
    at_most: bool = False
    is_share: bool = False


ROWS = (
    Row("rules_own", "speed", "words/s, pipeline with rules only / full spaCy model; own texts", 1.0),
    Row("rules_news", "speed", "words/s, pipeline with rules only / full spaCy model; US news", 1.0),
    Row("models_own", "speed", "words/s, pipeline with trained source finder / full spaCy model; own texts", 0.6),
    Row("models_news", "speed", "words/s, pipeline with trained source finder / full spaCy model; US news", 0.6),
    Row("outside_rules", "speed", "time outside the parser, rules only", 0.25, at_most=True, is_share=True),
    Row("outside_models", "speed", "time outside parser and trained models", 0.25, at_most=True, is_share=True),
    Row("memory", "growth", "peak memory, 10 times the articles / once", 1.3, at_most=True),
    Row("adding", "growth", "time, adding 1 % new articles / building", 0.03, at_most=True, is_share=True),
    Row("unchanged", "growth", "time, run on unchanged input / building", 0.01, at_most=True, is_share=True),
    Row("doubling", "doubling", "time of link, validate and release, twice the rows / once", 2.2, at_most=True),
    Row("processes", "runners", "articles/s, runner `processes` / two plain processes that parse half each", 0.9),
    Row("dask", "runners", "articles/s, runner `dask` / two plain processes that parse half each", 0.9),
    Row("help", "commands", "time, `coalition-data --help` / `python -c pass`", 8.0, at_most=True),
    Row("query", "commands", "time, `coalition-data query` / bare DuckDB on the same files", 2.0, at_most=True),
    Row("pages", "pages", "pages/s, article out of HTML / trafilatura alone"),
    Row("gate", "pages", "time of the topic score / of the parser, same texts", is_share=True),
    Row("textacy", "quotes", "quotes/s, parser and quotes / spaCy and textacy"),
    Row("regex", "quotes", "quotes/s, parser and quotes / a regular expression"),
)
"""In the order of the table."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a row came to.

    Attributes:
        ratios: one a run.
        detail: figures beside the ratio, of the run or medians of the runs.
        note: what a reader has to know, such as why there are fewer than five runs.
        scaled_down: measured on less than what the target is for, so that it decides nothing.
        skipped: why there is no figure.
    """

    ratios: tuple[float, ...] = ()
    detail: Mapping[str, float | str] = field(default_factory=dict)
    note: str = ""
    scaled_down: bool = False
    skipped: str = ""

    @property
    def value(self) -> float | None:
        """The median of the runs; None where there are none."""
        return statistics.median(self.ratios) if self.ratios else None


def verdict(row: Row, measured: Measured) -> str:
    """``met``, ``missed``, ``report`` (no target), ``scaled down`` or ``skipped``."""
    value = measured.value
    if value is None:
        return "skipped"
    if row.target is None:
        return "report"
    if measured.scaled_down:
        return "scaled down"
    return "met" if (value <= row.target if row.at_most else value >= row.target) else "missed"


def as_json(row: Row, measured: Measured) -> dict[str, Any]:
    """A row as the JSON has it."""
    result: dict[str, Any] = {"verdict": verdict(row, measured)}
    if row.target is not None:
        result["at_most" if row.at_most else "at_least"] = row.target
    if measured.skipped:
        return {**result, "note": f"skipped: {measured.skipped}"}
    result |= {
        "value": _rounded(measured.value),
        "lowest": _rounded(min(measured.ratios)),
        "highest": _rounded(max(measured.ratios)),
        "runs": len(measured.ratios),
        **({"detail": {key: _rounded(value) for key, value in measured.detail.items()}} if measured.detail else {}),
        **({"note": measured.note} if measured.note else {}),
    }
    return result


def _rounded(value: Any) -> Any:
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def machine() -> dict[str, Any]:
    """Cores that may be used, memory, and the processor's name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": cores, "memory_gib": round(memory, 1), "processor": _processor(), "system": platform.platform()}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


def versions() -> dict[str, str]:
    """Python and the libraries that are installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def merge(saved: Mapping[str, Any] | None, results: Mapping[str, Measured], setting: Mapping[str, Any]) -> Any:
    """The new content of the JSON: rows that were measured now, and the others of the same machine and versions.

    Args:
        saved: what the file holds; None where there is none.
        results: by name of the row.
        setting: ``machine`` and ``versions`` of this run.
    """
    kept = saved["rows"] if saved is not None and all(saved.get(key) == setting[key] for key in setting) else {}
    rows = {
        row.name: as_json(row, results[row.name]) if row.name in results else kept[row.name]
        for row in ROWS
        if row.name in results or row.name in kept
    }
    return {**setting, "rows": rows}


def read_results(path: Path = RESULTS) -> dict[str, Any] | None:
    """What the last run saved; None where there is nothing."""
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    return content


def render_json(content: Mapping[str, Any]) -> str:
    """Text of the file: the same content gives the same bytes."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def render_table(results: Mapping[str, Measured]) -> str:
    """The rows that were measured, as aligned text, each with its notes below."""
    lines = [f"{'':>9}  {'target':>9}  {'':<11}  {'runs':<22}"]
    for row in ROWS:
        if row.name in results:
            lines += _lines(row, results[row.name])
    return "\n".join(lines)


def _lines(row: Row, measured: Measured) -> Iterable[str]:
    judged = verdict(row, measured)
    target = "" if row.target is None else f"{'≤' if row.at_most else '≥'} {_shown(row, row.target)}"
    if measured.value is None:
        yield f"{'':>9}  {target:>9}  {judged:<11}  {'':<22}  {row.title}"
        yield f"{'':>37}skipped: {measured.skipped}"
        return
    spread = f"{len(measured.ratios)}: {_shown(row, min(measured.ratios))} to {_shown(row, max(measured.ratios))}"
    yield f"{_shown(row, measured.value):>9}  {target:>9}  {judged:<11}  {spread:<22}  {row.title}"
    if measured.detail:
        yield f"{'':>37}{'; '.join(f'{key} {_rounded(value)}' for key, value in measured.detail.items())}"
    if measured.note:
        yield f"{'':>37}{measured.note}"


def _shown(row: Row, value: float) -> str:
    return f"{100 * value:.3g}%" if row.is_share else f"{value:.3g}x"


def save(results: Mapping[str, Measured], path: Path = RESULTS) -> None:
    """Write the JSON; a file of another machine or of other versions is replaced whole."""
    content = merge(read_results(path), results, {"machine": machine(), "versions": versions()})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_json(content), "utf-8")


def render_markdown(content: Mapping[str, Any]) -> str:
    """The saved rows as a table of Markdown, below the machine that they were measured on."""
    place, used = content["machine"], content["versions"]
    lines = [
        f"{place['cores']} cores of {place['processor']}, {place['memory_gib']:g} GiB; Python {used['python']}, "
        f"spaCy {used['spacy']}, DuckDB {used['duckdb']}.",
        "",
        "| | measured | target | |",
        "|---|---|---|---|",
    ]
    for row in ROWS:
        if (entry := content["rows"].get(row.name)) is None:
            continue
        target = "" if row.target is None else f"{'≤' if row.at_most else '≥'} {_shown(row, row.target)}"
        value = _shown(row, entry["value"]) if "value" in entry else ""
        lines.append(f"| {row.title} | {value} | {target} | {entry['verdict']} |")
    return "\n".join(lines)


def in_readme(text: str, content: Mapping[str, Any]) -> str:
    """The README with the saved rows between its two marks."""
    return _SECTION.sub(lambda match: f"{match[1]}\n{render_markdown(content)}\n\n{match[2]}", text)
