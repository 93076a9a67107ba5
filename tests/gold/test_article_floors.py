"""Article bodies of HTML pages: not below trafilatura alone in the same run, and not below what was reached."""

from __future__ import annotations

import pytest

from benchmarks.articles import CORPUS, EXTRACTORS, Score, average, compare, measure, read_examples

FLOOR = 0.958
"""0.962 on the 127 pages; trafilatura alone 0.957."""


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    if not (CORPUS / "ground-truth.json").is_file():
        pytest.skip("the article-extraction pages are not beside the project")
    examples = list(read_examples())
    return {name: average(measure(examples, extract)) for name, extract in EXTRACTORS.items()}


@pytest.mark.slow
def test_floor(scores: dict[str, Score]) -> None:
    assert scores["cleaning"].f1 >= FLOOR


@pytest.mark.slow
def test_not_below_the_extractor_it_is_built_on(scores: dict[str, Score]) -> None:
    assert scores["cleaning"].f1 >= scores["trafilatura"].f1


@pytest.mark.parametrize(
    ("true", "found", "precision", "recall"),
    [
        ("a b c d e", "a b c d e", 1.0, 1.0),
        ("a b c d e", "a b c d", 1.0, 0.5),
        ("a b c d", "a b c d e f g", 0.25, 1.0),
        ("a b c d", "w x y z", 0.0, 0.0),
        ("a b c d", "", 0.0, 0.0),
        ("a b", "a b", 1.0, 1.0),
        ("a b c d", "a b c d a b c d", 0.2, 1.0),
    ],
    ids=["same", "cut", "too much", "other", "nothing", "shorter than a shingle", "twice"],
)
def test_metric(true: str, found: str, precision: float, recall: float) -> None:
    overlap = compare(true, found)
    assert (overlap.precision, overlap.recall) == (pytest.approx(precision), pytest.approx(recall))
