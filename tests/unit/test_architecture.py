"""Imports run one way, heavy libraries stay where they are used, and declarations that stand twice agree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from coalition_data import cli, run
from coalition_data.errors import StoreError
from coalition_data.pipeline import STAGES, stage_named
from coalition_data.settings import load_settings
from coalition_data.versioning import MEASURE_STAGE, TRAIN_STAGE

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "coalition_data"

ORDER = ("fetch", "ingest", "clean", "annotate", "extract", "link", "validate", "release")
"""A stage may import what stands before it, never what stands after it."""

HEAVY = {"prefect": (), "great_expectations": ("validate",), "spacy": ("annotate",), "dvc": ()}
"""Libraries that take seconds to import, and the folders of the package that may import them."""


def imported_modules(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return modules


@pytest.mark.parametrize("stage", ORDER)
def test_no_stage_imports_a_later_one(stage: str):
    later = tuple(f"coalition_data.{name}" for name in ORDER[ORDER.index(stage) + 1 :])
    above = ("coalition_data.pipeline", "coalition_data.cli", "coalition_data.api", "coalition_flows")
    wrong = {
        f"{path.relative_to(SOURCE)}: {module}"
        for path in (SOURCE / stage).rglob("*.py")
        for module in imported_modules(path)
        if re.match(rf"({'|'.join(map(re.escape, (*later, *above)))})(\.|$)", module)
    }
    assert not wrong


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_libraries_stay_in_their_place(library: str):
    wrong = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in HEAVY[library]
        and any(module.split(".")[0] == library for module in imported_modules(path))
    }
    assert not wrong


@pytest.mark.parametrize(
    "statement",
    [
        "import coalition_data",
        "import coalition_data.cli",
        "import coalition_data.pipeline",
        "import coalition_data.query, coalition_data.show, coalition_data.release",
    ],
)
def test_imports_are_cheap(statement: str):
    code = f"import sys; {statement}; print([name for name in {tuple(HEAVY)!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_query_loads_no_library_but_duckdb():
    code = (
        "import sys, coalition_data.cli, coalition_data.query, coalition_data.show\n"
        "from coalition_data.remote.reading import find_release\n"
        "print([name for name in ('numpy', 'pandas', 'pyarrow', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_pipeline_is_in_order():
    assert tuple(STAGES) == ORDER
    written: set[str] = set()
    for stage in STAGES.values():
        assert written.issuperset(stage.inputs), f"{stage.name} reads what no earlier stage writes"
        assert written.isdisjoint(stage.outputs), f"{stage.name} writes what an earlier stage wrote"
        assert all((ROOT / path).exists() for path in stage.code)
        written |= set(stage.outputs)


def test_an_unknown_stage_is_named():
    with pytest.raises(StoreError, match="translate") as caught:
        stage_named("translate")
    assert "annotate" in (caught.value.advice or "")


def test_dvc_declares_the_same_stages():
    declared = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    assert list(declared) == [*ORDER, MEASURE_STAGE, TRAIN_STAGE]
    for stage in STAGES.values():
        entry = declared[stage.name]
        assert entry["cmd"] == f"coalition-data stage {stage.name} --data-dir {run.DATA_DIR} --params params.yaml"
        sources = list(load_settings(ROOT / "params.yaml").ingest.sources) if stage.name in {"fetch", "ingest"} else []
        assert entry["deps"] == [*sources, *(f"{run.DATA_DIR}/{path}" for path in stage.inputs), *stage.code]
        outputs = [next(iter(item)) if isinstance(item, dict) else item for item in entry["outs"]]
        assert outputs == [f"{run.DATA_DIR}/{path}" for path in stage.outputs]
        assert entry.get("params", []) == list(stage.parameters)


def test_releases_are_never_deleted_by_dvc():
    outputs = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]["release"]["outs"]
    assert {f"{run.DATA_DIR}/releases": {"persist": True}} in outputs


def test_dvc_reports_to_nobody():
    config = (ROOT / ".dvc" / "config").read_text(encoding="utf-8")
    assert "analytics = false" in config
    assert "check_update = false" in config
    assert not re.search(r"://", config), "the default remote is a local folder"


def test_the_command_line_and_the_flow_share_the_data_folder():
    assert cli.DATA_DIR == run.DATA_DIR


def test_the_lock_pins_with_hashes_and_names_no_registry():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 100
    assert all(re.match(r"[a-z0-9._-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|index-url|find-links|trusted-host|@ ", text)
