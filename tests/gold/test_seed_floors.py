"""Quality floors on the seeds, measured by the scorer on the release that the flow makes. They only rise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[3] / "shared"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="gold and scorer are not beside the project"),
]

FLOORS = {
    ("quotes", "spans", "f1"): 0.95,
    ("quotes", "spans_and_speaker", "f1"): 0.90,
    ("quotes", "slice_integrity", "rate"): 1.0,
    ("meetings", "detection", "f1"): 0.85,
    ("pledges", "detection", "f1"): 0.75,
}

EVERY_ARTICLE_RATE = 1.0


@pytest.fixture(scope="module")
def report(seeds_release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    target = tmp_path_factory.mktemp("score") / "report.json"
    scorer = SHARED / "score" / "score.py"
    command = [sys.executable, str(scorer), "--tables", str(seeds_release), "--gold", str(SHARED / "gold")]
    subprocess.run([*command, "--prefix", "seeds", "--json", str(target)], check=True, capture_output=True)
    figures: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return figures


@pytest.mark.parametrize(("table", "measure", "figure"), FLOORS, ids=str)
def test_floor(report: dict[str, Any], table: str, measure: str, figure: str):
    assert report[table][measure][figure] >= FLOORS[table, measure, figure]


def test_articles_are_whole_and_clean(report: dict[str, Any]):
    below = {name: row["rate"] for name, row in report["articles"].items() if row["rate"] < EVERY_ARTICLE_RATE}
    assert not below
