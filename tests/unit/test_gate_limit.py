"""How many articles the code may fail on before the gate stops the release."""

from __future__ import annotations

import pytest

from coalition_data.validate.gate import FAILED_CHECK, GateOptions, with_failures
from coalition_data.validate.results import Check, GateResult


def result(articles: int) -> GateResult:
    check = Check("articles", "row_count", "passed", articles, "rows")
    return GateResult((), (check,), {"articles": articles}, {}, {})


@pytest.mark.parametrize(
    ("articles", "failed", "passes"),
    [
        pytest.param(5, 0, True, id="none"),
        pytest.param(4, 1, True, id="a single one of few"),
        pytest.param(3, 2, False, id="two of five"),
        pytest.param(98, 2, True, id="two of a hundred"),
        pytest.param(97, 3, False, id="three of a hundred"),
        pytest.param(980, 20, True, id="two in a hundred of many"),
    ],
)
def test_a_share_of_the_articles_may_fail(articles: int, failed: int, passes: bool):
    judged = with_failures(result(articles), failed, GateOptions())
    assert judged.passed is passes
    (check,) = [check for check in judged.checks if check.check == FAILED_CHECK]
    assert check.observed == articles + failed
    if not passes:
        assert f"it failed on {failed} of {articles + failed}" in judged.failures[0].detail


def test_the_share_is_a_setting():
    assert not with_failures(result(98), 2, GateOptions(max_failed=0.01)).passed
    assert with_failures(result(8), 2, GateOptions(max_failed=0.2)).passed
