"""The parser multiplies with NumPy on one thread, and reads the same as with the library that thinc brings."""

from __future__ import annotations

import pytest
from spacy.language import Language
from threadpoolctl import threadpool_info

from coalition_data.annotate import load_parser
from coalition_data.annotate.parser import DEFAULT_MODEL, choose_matrix_library, load_language

TEXT = (
    "Defence ministers of nine countries met in Lisbon on Tuesday, and Portugal's minister, Ana Duarte, said that 120 "
    "more instructors would be sent before the summer. “We keep our word,” she told reporters outside the palace.\n\n"
    "A spokesman for the alliance declined to say whether Norway, which had pledged $40 million, would pay this year."
)


@pytest.fixture
def model() -> Language:
    load_parser()
    return load_language(DEFAULT_MODEL)


def _operations(model: Language) -> set[bool]:
    return {layer.ops.use_blis for _, part in model.pipeline if hasattr(part, "model") for layer in part.model.walk()}


def _reading(model: Language) -> list[tuple[str, str, int, str, str]]:
    return [
        (token.tag_, token.dep_, token.head.i, token.ent_iob_, token.ent_type_)
        for doc in model.pipe(TEXT.split("\n\n"))
        for token in doc
    ]


def test_numpy_multiplies_on_one_thread(model: Language) -> None:
    assert _operations(model) == {False}
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} <= {1}


def test_both_libraries_read_the_same(model: Language) -> None:
    numpy_reads = _reading(model)
    choose_matrix_library(model, blis=True)
    try:
        assert _operations(model) == {True}
        assert _reading(model) == numpy_reads
    finally:
        choose_matrix_library(model)
