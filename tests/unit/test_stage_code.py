"""Kept results name all the code and all the lists that they depend on: what a stage imports and reads."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from coalition_data.pipeline import STAGES as STAGES_IN_ORDER

ROOT = Path(str(resources.files("coalition_data")))
CARRIERS = frozenset(
    {"__init__.py", "errors.py", "settings.py", "codes.py", "database.py", "blocking.py", "spool.py", "rows.py"}
)
"""What decides about no kept result: messages, the form of settings (their values count by themselves), where DuckDB
works and records wait on disk; which texts are compared with which is asked anew in each run."""
STAGES = {"clean": ("clean",), "annotate": ("annotate",), "extract": ("extract", "resolve")}


def _file(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split(".")[1:])
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found if found.exists() else None


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coalition_data"):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("coalition_data")]
        yield from (found for name in names if (found := _file(name)) is not None)


def _begun(folders: tuple[str, ...]) -> Iterator[Path]:
    for name in folders:
        yield from [ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py")


def _without_carriers(paths: set[Path]) -> set[Path]:
    return {path for path in paths if path.relative_to(ROOT).as_posix() not in CARRIERS}


def _needed(folders: tuple[str, ...]) -> set[Path]:
    waiting = list(_begun(folders))
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += _imported(path)
    return _without_carriers(seen)


def _covered(path: Path, code: tuple[str, ...]) -> bool:
    return any(path == ROOT / name or ROOT / name in path.parents for name in code)


@pytest.mark.parametrize("stage", STAGES)
def test_all_that_a_stage_imports_counts(stage: str) -> None:
    code = importlib.import_module(f"coalition_data.batched.{stage}").CODE
    missing = sorted(str(path.relative_to(ROOT)) for path in _needed(STAGES[stage]) if not _covered(path, code))
    assert missing == []


@pytest.mark.parametrize("stage", STAGES)
def test_all_lists_that_a_stage_reads_count(stage: str) -> None:
    code = importlib.import_module(f"coalition_data.batched.{stage}").CODE
    lists = {path.name: path for path in (ROOT / "lexicons").iterdir()}
    text = "".join(path.read_text("utf-8") for path in _needed(STAGES[stage]))
    read = {lists[name] for name in re.findall(r"[\"']([\w.]+\.(?:csv|yml|toml))[\"']", text) if name in lists}
    assert read or stage == "annotate"
    assert sorted(path.name for path in read if not _covered(path, code)) == []


ROOTS = {
    "ingest": ("ingest", "curate"),
    "clean": ("clean", "curate", "batched/clean.py"),
    "annotate": ("annotate", "batched/annotate.py"),
    "extract": ("extract", "resolve", "batched/extract.py"),
    "link": ("link", "curate", "inputs.py", "linking.py"),
    "validate": ("validate",),
    "release": ("release", "inputs.py"),
}
"""Where the work of each stage of ``dvc.yaml`` begins."""


@pytest.mark.parametrize("stage", ROOTS)
def test_dvc_runs_a_stage_again_when_what_it_imports_has_changed(stage: str) -> None:
    code = tuple(name.removeprefix("src/coalition_data/") for name in STAGES_IN_ORDER[stage].code)
    imported = _without_carriers({found for path in _begun(ROOTS[stage]) for found in _imported(path)})
    assert sorted(str(path.relative_to(ROOT)) for path in imported if not _covered(path, code)) == []
