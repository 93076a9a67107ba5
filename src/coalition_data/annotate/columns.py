"""What the model says about an article, taken from its documents in columns: a Python object a token costs more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from coalition_data.document import Entity

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = ["IDX", "LENGTH", "ORTH", "TAG", "DEP", "HEAD", "SENT_START", "IS_SPACE"]

_Ints = npt.NDArray[np.int64]


class Columns(NamedTuple):
    """The tokens of an article that are no blanks.

    Attributes:
        starts, ends: offsets into the article's text.
        forms, tags, deps: keys of the model's strings.
        heads: index of each token's head; a root's head is itself.
        sentence_starts: index of the first token of each sentence.
        entities: in order.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: list[int]
    tags: list[int]
    deps: list[int]
    heads: tuple[int, ...]
    sentence_starts: tuple[int, ...]
    entities: tuple[Entity, ...]


def read_columns(docs: Sequence[Doc], offsets: Sequence[int]) -> Columns:
    """Join the documents of an article's paragraphs.

    Args:
        docs: one a paragraph.
        offsets: where each paragraph starts in the article's text.

    Returns:
        their tokens without blanks; the head of a token whose head is a blank is the next one above.
    """
    table = np.concatenate([doc.to_array(_ATTRIBUTES) for doc in docs] or [np.empty((0, 8), np.uint64)])
    begins, lengths, _, _, _, heads, first, blank = table.astype(np.int64, casting="unsafe").T
    sizes = np.array([len(doc) for doc in docs], np.int64)
    firsts = np.cumsum(sizes) - sizes  # of each document, among all tokens
    starts = begins + np.repeat(np.array(offsets, np.int64), sizes)
    is_kept = blank == 0
    place = np.concatenate([[0], np.cumsum(is_kept)])  # how many tokens are kept before each
    opens = first == 1
    opens[firsts[sizes > 0]] = True
    sentence = np.cumsum(opens)[is_kept]
    targets = _heads_that_are_kept(np.arange(len(table)) + heads, is_kept)
    kept = table[is_kept]
    return Columns(
        starts=tuple(starts[is_kept].tolist()),
        ends=tuple((starts + lengths)[is_kept].tolist()),
        forms=kept[:, 2].tolist(),
        tags=kept[:, 3].tolist(),
        deps=kept[:, 4].tolist(),
        heads=tuple(place[targets[is_kept]].tolist()),
        sentence_starts=tuple(np.flatnonzero(np.diff(sentence, prepend=0)).tolist()),
        entities=tuple(_entities(docs, firsts.tolist(), place)),
    )


def _heads_that_are_kept(heads: _Ints, is_kept: npt.NDArray[np.bool_]) -> _Ints:
    """Each token's head, or the nearest above it that is no blank, or where there is none the token itself."""
    for index in np.flatnonzero(is_kept & ~is_kept[heads]).tolist():
        node = heads[index]
        while not is_kept[node] and heads[node] != node:
            node = heads[node]
        heads[index] = node if is_kept[node] else index
    return heads


def _entities(docs: Sequence[Doc], firsts: Sequence[int], place: _Ints) -> list[Entity]:
    found = []
    for doc, offset in zip(docs, firsts, strict=True):
        for entity in doc.ents:
            first, last = int(place[offset + entity.start]), int(place[offset + entity.end])
            if first < last:
                found.append(Entity(first, last, entity.label_))
    return found
