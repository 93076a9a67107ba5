"""Promises in the phrasing of news: each case is a sentence and the rows that it must give."""

from __future__ import annotations

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

_FILES = (
    "pledge_cases.yml",
    "pledge_cases_news.yml",
    "pledge_cases_unlisted.yml",
    "pledge_cases_grammar.yml",
    "pledge_cases_wider.yml",
    "pledge_cases_private.yml",
    "pledge_cases_told.yml",
    "pledge_cases_shared.yml",
)


def _params() -> list[Any]:
    """Cases of all files; a known gap must fail, so that mending it is noticed."""
    params = []
    for name in _FILES:
        groups = yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
        for group, cases in groups.items():
            for case in cases:
                gap = case.get("gap")
                marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
                params.append(pytest.param(case, id=f"{group}-{case['id']}", marks=marks))
    return params


CASES = _params()


def differences(rows: tuple[Pledge, ...], case: dict[str, Any]) -> list[str]:
    """What is wrong with the rows of a case, in words; empty where all is right."""
    left = list(rows)
    found = []
    for expected in case["rows"]:
        row = next((row for row in left if not _unlike(row, expected)), None)
        if row is None:
            near = min((_unlike(row, expected) for row in left), key=len, default=["nothing"])
            found.append(f"missed {expected}: {', '.join(near)}")
        else:
            left.remove(row)
    if not case.get("more"):
        found += [f"spurious {row.pledger_name} {row.category} {row.stance}: {row.description[:60]}" for row in left]
    return found


def _unlike(row: Pledge, expected: dict[str, Any]) -> list[str]:
    wanted = expected["what"] if isinstance(expected["what"], list) else [expected["what"]]
    names = expected["who"] if isinstance(expected["who"], list) else [expected["who"]]
    checks = {
        f"pledger {row.pledger_iso3 or row.pledger_name}": row.pledger_iso3 in names
        or (row.pledger_iso3 is None and any(name.lower() in row.pledger_name.lower() for name in names)),
        f"kind {row.pledger_kind}": expected.get("kind") in (None, row.pledger_kind),
        f"category {row.category}": row.category in wanted,
        f"stance {row.stance}": row.stance
        in (expected["how"] if isinstance(expected["how"], list) else [expected["how"]]),
        f"progress {row.progress}": expected.get("done") in (None, row.progress),
        f"quantity {row.quantity}": "n" not in expected or row.quantity == expected["n"],
        f"maximum {row.quantity_max}": "max" not in expected or row.quantity_max == expected["max"],
        f"qualifier {row.quantity_qualifier}": "q" not in expected or row.quantity_qualifier == expected["q"],
        f"amount {row.amount}": "sum" not in expected or row.amount == Decimal(expected["sum"]),
        f"currency {row.currency}": "cur" not in expected or row.currency == expected["cur"],
        f"recipient {row.recipient_iso3}": "to" not in expected or row.recipient_iso3 == expected["to"],
        f"recipient {row.recipient_name}": "named" not in expected or row.recipient_name == expected["named"],
        f"condition {row.condition}": "if" not in expected or expected["if"] in (row.condition or ""),
    }
    return [name for name, right in checks.items() if not right]


@pytest.mark.parametrize("case", CASES)
def test_rows_of_a_sentence(case: dict[str, Any], parse: Callable[..., ParsedArticle]) -> None:
    parsed = parse(case["text"])
    rows = extract_pledges(parsed, ArticleEntities(parsed))
    assert differences(rows, case) == []
    for row in rows:
        for evidence in row.evidence:
            assert parsed.text[evidence.start : evidence.end] == evidence.text
