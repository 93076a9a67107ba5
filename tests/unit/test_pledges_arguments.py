"""What is said about a promise: how many, how firmly, how far, for whom, on which condition, by whom and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from coalition_data.document import ParsedArticle
from coalition_data.extract.pledges import extract_pledges
from coalition_data.records import Pledge
from coalition_data.resolve.entities import ArticleEntities

PUBLISHED = dt.date(2016, 2, 11)


def _params() -> list[Any]:
    """The cases; a known gap must fail, so that mending it is noticed."""
    groups = yaml.safe_load((Path(__file__).parent / "pledge_arguments.yml").read_text(encoding="utf-8"))
    params = []
    for group, cases in groups.items():
        for case in cases:
            gap = case.get("gap")
            marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
            params.append(pytest.param(case, id=f"{group}-{case['id']}", marks=marks))
    return params


def _one_of(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


def _phrase(value: str | None, wanted: str | None) -> bool:
    """Whether a text holds the wanted words; None wants none."""
    return value is None if wanted is None else wanted.lower() in (value or "").lower()


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


CHECKS: dict[str, Callable[[Pledge, Any], bool]] = {
    "who": lambda row, x: x == row.pledger_iso3 or (row.pledger_iso3 is None and x.lower() in row.pledger_name.lower()),
    "what": lambda row, x: _one_of(row.category, x),
    "how": lambda row, x: _one_of(row.stance, x),
    "done": lambda row, x: _one_of(row.progress, x),
    "n": lambda row, x: row.quantity == x,
    "max": lambda row, x: row.quantity_max == x,
    "q": lambda row, x: row.quantity_qualifier == x,
    "unit": lambda row, x: row.unit == x,
    "sum": lambda row, x: row.amount == _decimal(x),
    "cur": lambda row, x: row.currency == x,
    "to": lambda row, x: row.recipient_iso3 == x,
    "in": lambda row, x: list(row.scope_iso3) == x,
    "if": lambda row, x: _phrase(row.condition, x),
    "by": lambda row, x: _phrase(row.announced_by, x),
    "as": lambda row, x: _phrase(row.announced_by_role, x),
    "day": lambda row, x: row.announced_on == x,
}


def wrong_fields(row: Pledge, expected: dict[str, Any]) -> list[str]:
    """Names of the fields in which a row is not as expected."""
    return [name for name, wanted in expected.items() if not CHECKS[name](row, wanted)]


def differences(rows: tuple[Pledge, ...], case: dict[str, Any]) -> list[str]:
    """What is wrong with the rows of a case, in words."""
    left, found = list(rows), []
    for expected in case["rows"]:
        near = min(left, key=lambda row: len(wrong_fields(row, expected)), default=None)
        wrong = wrong_fields(near, expected) if near is not None else ["no row"]
        if near is not None and not wrong:
            left.remove(near)
        else:
            found.append(f"{expected}: {wrong} in {near}")
    if case.get("only") or not case["rows"]:
        found += [f"spurious {row.pledger_name} {row.category} {row.description}" for row in left]
    return found


@pytest.mark.parametrize("case", _params())
def test_arguments_of_a_promise(case: dict[str, Any], parse: Callable[..., ParsedArticle]) -> None:
    parsed = parse(case["text"], published_on=PUBLISHED)
    assert differences(extract_pledges(parsed, ArticleEntities(parsed)), case) == []
