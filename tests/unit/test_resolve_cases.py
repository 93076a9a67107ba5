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


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_offsets_of_actors_cover_their_mention(
    entities_of: Callable[..., ArticleEntities], case: dict[str, Any]
) -> None:
    entities = entities_of(case)
    parsed = entities.parsed
    for token in parsed:
        for actor in entities.actors_of(token):
            assert 0 <= actor.start < actor.end <= len(parsed.text)
            assert (
                parsed.paragraph_at(actor.start)
                == parsed.paragraph_at(actor.end - 1)
                == parsed.paragraph_at(token.start)
            )
            assert (actor.name is None) == (actor.kind == "anonymous")
            assert parsed.text[actor.start : actor.end] == parsed.text[actor.start : actor.end].strip()


def test_two_countries_share_a_body(parse: Callable[..., ParsedArticle]) -> None:
    entities = ArticleEntities(parse("The strike was led by the French and Iraqi governments."))
    head = next(token for token in entities.parsed if token.text == "governments")
    assert [actor.iso3 for actor in entities.actors_of(head)] == ["FRA", "IRQ"]


def test_coordinated_actors_in_order(parse: Callable[..., ParsedArticle]) -> None:
    entities = ArticleEntities(parse("France, Britain and the Arab League agreed on a plan."))
    head = next(token for token in entities.parsed if token.text == "France")
    assert [actor.name for actor in entities.actors_of(head)] == ["France", "United Kingdom", "Arab League"]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Mr.", "Gen. ", "President", "Secretary of State", "'s", "—", "X, the", "the the the US", "J. J. J.",
     "al-", "said the president, Mr. ", "\u200e\u200e Kerry", "Prime Minister, ", "(D-AZ)", "de la", "Sgt. Sgt.",
     "of of of"],
)  # fmt: skip
def test_odd_texts_resolve_without_error(parse: Callable[..., ParsedArticle], text: str) -> None:
    entities = ArticleEntities(parse(text))
    for token in entities.parsed:
        assert all(0 <= actor.start < actor.end <= len(text) for actor in entities.actors_of(token))
        assert entities.noun_phrase(token).end <= len(text)
