"""The gate for crawled sources loses no article on the topic and stops nearly all others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from coalition_data.clean.topic import CRAWL_THRESHOLD

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

RECALL = 0.99
RECALL_WITH_A_THIRD_UNKNOWN = 0.98
"""Measured: 0.991."""

PASSING = {"polnear_dev": 0.05, "wikinews_dev": 0.11}
"""Shares of articles off the topic that pass; measured: 0.037 and 0.103."""

ON_TOPIC = ("seeds", "re3d_dev", "invented", "unseen")
IN_THE_PROJECT = ("invented", "unseen")


def read(name: str) -> list[Any]:
    import topic  # noqa: PLC0415 - a benchmark, found on the path that is set above

    if name not in IN_THE_PROJECT and not (ROOT.parent / "shared" / "gold").is_dir():
        pytest.skip("gold and corpora are not beside the project")
    return topic.read_gold_set(name) if name in topic.GOLD_SETS else topic.read_other_set(name)


@pytest.mark.parametrize("name", ON_TOPIC)
def test_recall(name: str) -> None:
    import topic  # noqa: PLC0415

    examples = read(name)
    table = topic.confuse(examples, topic.score_all(examples), CRAWL_THRESHOLD)
    assert table.passed_on + table.lost_on >= 5
    assert table.recall >= RECALL
    assert table.rows >= RECALL


@pytest.mark.parametrize("name", PASSING)
def test_what_is_off_the_topic_is_stopped(name: str) -> None:
    import topic  # noqa: PLC0415

    examples = read(name)
    assert topic.confuse(examples, topic.score_all(examples), CRAWL_THRESHOLD).passing <= PASSING[name]


def test_recall_rests_on_no_single_term() -> None:
    import topic  # noqa: PLC0415

    examples = [example for name in ON_TOPIC for example in read(name)]
    recall = topic.recall_with_unknown_terms(examples, 1 / 3)
    assert recall[topic.THRESHOLDS.index(CRAWL_THRESHOLD)] >= RECALL_WITH_A_THIRD_UNKNOWN
