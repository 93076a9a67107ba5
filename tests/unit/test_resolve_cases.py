"""Mentions of whole articles: a text in, persons and actors out (``resolve_cases.yml``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from coalition_data.document import ParsedArticle, Token
from coalition_data.resolve.entities import ArticleEntities

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "resolve_cases.yml").read_text("utf-8"))
PERSONS = [(case, row) for case in CASES for row in case.get("persons", [])]
ACTORS = [(case, mention, row) for case in CASES for mention, row in case.get("actors", {}).items()]


@pytest.fixture(scope="module")
def entities_of(parse: Callable[..., ParsedArticle]) -> Callable[[dict[str, Any]], ArticleEntities]:
    known: dict[str, ArticleEntities] = {}

    def resolve(case: dict[str, Any]) -> ArticleEntities:
        if case["id"] not in known:
            known[case["id"]] = ArticleEntities(parse(case["text"]))
        return known[case["id"]]

    return resolve


def fields(row: str) -> list[str | None]:
    return [None if part.strip() == "-" else part.strip() for part in row.split("|")]


def head_of(entities: ArticleEntities, mention: str) -> Token:
    """The head of the n-th occurrence of the mention's words (``words#n``)."""
    words, _, number = mention.partition("#")
    text = entities.parsed.text
    start = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)][int(number or 1) - 1]
    inside = entities.parsed.tokens_between(start, start + len(words))
    return entities.parsed.span(inside.start, inside.stop).root


@pytest.mark.parametrize(("case", "row"), PERSONS, ids=[f"{c['id']}-{r.split('|')[0].strip()}" for c, r in PERSONS])
def test_person(entities_of: Callable[..., ArticleEntities], case: dict[str, Any], row: str) -> None:
    name, role, iso3, gender = fields(row)
    found = {person.name: person for person in entities_of(case).persons}
    assert name in found
    person = found[str(name)]
    assert (person.role, person.iso3, person.gender or None) == (role, iso3, gender)


@pytest.mark.parametrize("case", [case for case in CASES if "persons" in case], ids=lambda case: str(case["id"]))
def test_no_other_persons(entities_of: Callable[..., ArticleEntities], case: dict[str, Any]) -> None:
    expected = {fields(row)[0] for row in case["persons"]}
    assert {person.name for person in entities_of(case).persons} <= expected


@pytest.mark.parametrize(
    ("case", "mention", "row"), ACTORS, ids=[f"{case['id']}-{mention}" for case, mention, _ in ACTORS]
)
def test_actor(entities_of: Callable[..., ArticleEntities], case: dict[str, Any], mention: str, row: str) -> None:
    entities = entities_of(case)
    actor = entities.actor_of(head_of(entities, mention))
    if row == "none":
        assert actor is None
        return
    kind, name, iso3, role, *enemy = fields(row)
    assert actor is not None
    assert (actor.kind, actor.name, actor.iso3, actor.role) == (kind, name, iso3, role)
    assert actor.adversary == (enemy == ["enemy"])
