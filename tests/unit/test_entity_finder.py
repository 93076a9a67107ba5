"""The entities that the parser finds are those of the library's own component, token by token."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from coalition_data.annotate import load_parser
from coalition_data.annotate.entities import LIBRARYS_OWN, NAME, find_at_once
from coalition_data.annotate.parser import DEFAULT_MODEL, load_language

TEXTS = (
    "Portugal's defence minister, Ana Duarte, told the Lisbon Herald on 3 June 2017 that 120 more instructors, worth "
    "€4.5 million, would leave for Jordan before the end of the summer.",
    "The United Arab Emirates, the Kingdom of Saudi Arabia and the Organization of the Petroleum Exporting Countries",
    "Oslo",
    "   \n ",
    "Brussels \n NATO  Secretary General\nJens Holm met Dr. P. K. Rao Jr. in the Hague’s Peace Palace ; “Yes,” he said",
    "one hundred and twenty five thousand three hundred dollars " * 12,
)

WORDS = st.sampled_from(
    ("the", "of", "in", "met", "said", "on", "and", "-", ",", ".", "\n", "“", "”", "’s", "United", "Nations", "Arab",
     "Gulf", "Norway", "Berlin", "Maria", "Lund", "von", "der", "Ministry", "Council", "5", "million", "$", "%", "June",
     "2017", "Monday", "week", "first", "Islamic", "State", "River", "Act", "Iraqi")
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Language:
    load_parser()
    return load_language(DEFAULT_MODEL)


def _entities(docs: list[Doc]) -> list[list[tuple[str, str]]]:
    return [[(token.ent_iob_, token.ent_type_) for token in doc] for doc in docs]


def _by_the_library(model: Language, texts: tuple[str, ...] | list[str]) -> list[Doc]:
    with model.select_pipes(disable=NAME):
        docs = list(model.pipe(texts))
    recognizer: Any = model.get_pipe(LIBRARYS_OWN)
    return list(recognizer.pipe(docs))


def test_the_parser_uses_the_finder(model: Language) -> None:
    assert NAME in model.pipe_names
    assert LIBRARYS_OWN not in model.pipe_names


def test_the_same_entities(model: Language) -> None:
    found = list(model.pipe(TEXTS))
    assert sum(len(doc.ents) for doc in found) > len(TEXTS)
    assert _entities(found) == _entities(_by_the_library(model, TEXTS))


@given(texts=st.lists(st.lists(WORDS, max_size=30).map(" ".join), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_same_entities_in_any_words(model: Language, texts: list[str]) -> None:
    assert _entities(list(model.pipe(texts))) == _entities(_by_the_library(model, texts))


def test_a_component_of_another_kind_is_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler", name="ner")
    find_at_once(nlp)
    assert nlp.pipe_names == ["ner"]


def test_entities_that_stand_already_are_left_to_the_library() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("entity_ruler", before="ner")
    find_at_once(nlp)
    assert NAME not in nlp.pipe_names
