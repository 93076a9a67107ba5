"""Quality floors of quotes and speakers: a little below what is reached, and they only rise.

The corpora are no part of the project; without the folder ``shared`` beside it these tests are skipped.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "score" / "score_polnear.py").exists(),
    reason="the folder shared with the corpora is not beside the project",
)
sys.path.insert(0, str(ROOT / "benchmarks"))

GOLD_FLOORS = {
    "seeds": {"spans_f1": 0.99, "spans_and_speaker_f1": 0.96, "negatives_kept_out": 1.0, "slice_integrity": 1.0},
    "re3d": {"spans_f1": 0.99, "spans_and_speaker_f1": 0.99, "negatives_kept_out": 1.0, "slice_integrity": 1.0},
    "wikinews": {"spans_f1": 0.98, "spans_and_speaker_f1": 0.91, "negatives_kept_out": 0.95, "slice_integrity": 1.0},
}
POLNEAR_FLOORS = {
    True: {
        "f1": 0.975, "src_lenient": 0.96, "joint_f1_lenient": 0.935, "strict_name": 0.955, "strict_pronoun": 0.98,
        "indirect_precision": 0.725, "indirect_recall": 0.455,
    },
    False: {"f1": 0.965, "src_lenient": 0.932, "joint_f1_lenient": 0.899},
}  # fmt: skip


@pytest.mark.parametrize("name", GOLD_FLOORS)
def test_own_gold(name: str, tmp_path: Path) -> None:
    from quotes import measure_gold  # noqa: PLC0415

    figures = measure_gold(name, tmp_path, use_model=True).figures
    below = {key: figures[key] for key, floor in GOLD_FLOORS[name].items() if figures[key] < floor}
    assert not below


@pytest.mark.slow
@pytest.mark.parametrize("use_model", POLNEAR_FLOORS, ids=["models", "rules"])
def test_polnear(use_model: bool, polnear_dev: list[object]) -> None:
    from quotes import measure_polnear  # noqa: PLC0415

    figures = measure_polnear(polnear_dev, use_model).figures  # type: ignore[arg-type]
    below = {key: figures[key] for key, floor in POLNEAR_FLOORS[use_model].items() if figures[key] < floor}
    assert not below


@pytest.fixture(scope="module")
def polnear_dev() -> list[object]:
    from polnear import load_articles  # noqa: PLC0415

    return list(load_articles("dev"))
