"""The model's named entities, found as spaCy's own component finds them, in less time.

The component decides token by token whether an entity begins, goes on or ends there (Lample et al., "Neural
Architectures for Named Entity Recognition", 2016), and asks each of its choices (74 in English) whether it is allowed,
for every token: that takes longer than the network. But outside an entity nothing that was decided before counts, so
that those tokens are decided all at once, and inside one there are two choices, to go on or to end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

LIBRARYS_OWN = "ner"
NAME = "entity_finder"
"""Of the component that is replaced, and of the one that replaces it."""

_ATTRIBUTES: list[int | str] = ["SENT_START", "IS_SPACE"]
_FEATURES = 3
"""What the network sees of a state: the token, the first one of the open entity, and the one before the token."""

_Floats = npt.NDArray[np.float32]
_Flags = npt.NDArray[np.bool_]
_Found = list[tuple[int, int, str]]
"""First token, the one after the last, and label of each entity."""


def find_at_once(nlp: Language) -> None:
    """Let a pipeline find entities with ``EntityFinder``, where the component that it has for them is of that kind."""
    before = nlp.pipe_names[: nlp.pipe_names.index(LIBRARYS_OWN)] if nlp.has_pipe(LIBRARYS_OWN) else None
    if before is None or not can_decide(nlp.get_pipe(LIBRARYS_OWN)):
        return
    if any("doc.ents" in nlp.get_pipe_meta(name).assigns for name in before):
        return  # entities that stand already are for the library's own component to respect
    type(nlp).factory(NAME, func=_make_finder)
    nlp.add_pipe(NAME, after=LIBRARYS_OWN)
    nlp.disable_pipe(LIBRARYS_OWN)


def _make_finder(nlp: Language, name: str) -> EntityFinder:
    return EntityFinder(nlp.get_pipe(LIBRARYS_OWN), name)


def can_decide(recognizer: Callable[[Doc], Doc]) -> bool:
    """Whether a component is of the kind whose choices ``EntityFinder`` makes: greedy, and with no choice ruled out."""
    from spacy.pipeline import EntityRecognizer  # noqa: PLC0415 - spaCy takes a second to import

    if not isinstance(recognizer, EntityRecognizer):
        return False
    model: Any = recognizer.model
    return (
        model.name == "parser_model"
        and bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") > 1
        and recognizer.cfg.get("beam_width") == 1
    )


class EntityFinder:
    """A component for a pipeline that sets the entities of documents which have none.

    Args:
        recognizer: with the network; ``can_decide`` must hold.
        name: of the component in its pipeline.

    Attributes:
        model: the network.
    """

    def __init__(self, recognizer: EntityRecognizer, name: str = NAME) -> None:
        self.name = name
        self.model: Any = recognizer.model
        choices: Any = recognizer.moves
        moves = [str(choices.get_class_name(rank)).partition("-") for rank in range(choices.n_moves)]
        self._labels = [label for _, _, label in moves]
        self._begins, self._lone = (
            np.array([move == kind and bool(label) for move, _, label in moves]) for kind in ("B", "U")
        )
        self._never = np.array([move not in ("B", "U", "O") or (move != "O" and not label) for move, _, label in moves])
        self._inside = {label: rank for rank, (move, _, label) in enumerate(moves) if move == "I"}
        self._last = {label: rank for rank, (move, _, label) in enumerate(moves) if move == "L"}

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Set the entities of documents as they pass by."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            self._set(docs)
            yield from docs

    def _set(self, docs: list[Doc]) -> None:
        from spacy.tokens import Span  # noqa: PLC0415 - spaCy takes a second to import

        full = [doc for doc in docs if len(doc)]
        if not full:
            return
        network, start = _Network(self.model, full), 0
        for doc in full:
            found = self._find(doc, network, start)
            doc.set_ents([Span(doc, first, end, label=label) for first, end, label in found])
            start += len(doc)

    def _find(self, doc: Doc, network: _Network, start: int) -> _Found:
        """The entities of a document whose first token is number ``start`` of those that the network has seen."""
        opens, blank = doc.to_array(_ATTRIBUTES).astype(np.int64, casting="unsafe").T
        goes_on = np.append(opens[1:] != 1, False)  # no entity crosses the end of a sentence or document
        chosen = self._choose_outside(network.outside[start : start + len(doc)], goes_on, blank != 0)
        found: _Found = []
        done = 0
        for first in np.flatnonzero((self._begins | self._lone)[chosen]).tolist():
            if first < done:
                continue
            label = self._labels[chosen[first]]
            done = first + 1
            if self._begins[chosen[first]]:
                done = self._end(network, start, first, label, goes_on)
            found.append((first, done, label))
        return found

    def _choose_outside(self, scores: _Floats, goes_on: _Flags, blank: _Flags) -> npt.NDArray[np.intp]:
        """The best choice for each token if no entity is open there."""
        barred = (
            self._never
            | (self._begins & (~goes_on | blank)[:, np.newaxis])
            | (self._lone & blank[:, np.newaxis])
        )  # fmt: skip
        best: npt.NDArray[np.intp] = np.where(barred, np.float32(-np.inf), scores).argmax(axis=1)
        return best

    def _end(self, network: _Network, start: int, first: int, label: str, goes_on: _Flags) -> int:
        """The token after the last one of an entity that begins with ``first``."""
        inside, last = self._inside[label], self._last[label]
        token = first + 1
        while goes_on[token]:
            on, end = network.inside(start + token, start + first, inside, last)
            if end > on or (end == on and last < inside):
                break
            token += 1
        return token + 1


class _Network:
    """What the network says of the tokens of some documents.

    Attributes:
        outside: the score of each choice for each token where no entity is open.
    """

    def __init__(self, model: Any, docs: list[Doc]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        parts: _Floats = lower.predict(model.get_ref("tok2vec").predict(docs))  # first what stands for no token
        self._none, self._parts, self._bias = parts[0], parts[1:], lower.get_param("b")
        self._weights, self._bias_above = upper.get_param("W"), upper.get_param("b")
        # summed in the order in which spaCy does: the last digit of a sum depends on it
        hidden = (self._parts[:, 0] + self._none[1] + self._none[2] + self._bias).max(axis=-1)
        self.outside: _Floats = hidden @ self._weights.T + self._bias_above

    def inside(self, token: int, first: int, *choices: int) -> tuple[float, ...]:
        """The scores of some choices for a token of the entity that ``first`` begins."""
        parts = self._parts
        hidden = (parts[token, 0] + parts[first, 1] + parts[token - 1, 2] + self._bias).max(axis=-1)
        return tuple(float(self._weights[choice] @ hidden + self._bias_above[choice]) for choice in choices)
