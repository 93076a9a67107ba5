"""Paragraphs that a page prints twice: pull quotes, and whole articles that a scraper or extractor emitted again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coalition_data.clean.lines import count_words, is_prose
from coalition_data.clean.phrases import prepare

FEWEST_WORDS_OF_COPY = 8
"""A paragraph of so many words is not printed twice on purpose: the copy is a pull quote or a scraper's fault."""

FEWEST_PARAGRAPHS_OF_PRINTING = 2
FEWEST_WORDS_OF_PRINTING = 40
"""So much running text printed a second time, in the same order, is the page's fault. Refrains, menus for each day of
a week and a question put to each of several persons repeat less at a stretch."""


_ATTRIBUTION = re.compile(r"\W{0,3}[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}(?:, [^.!?]{2,80})?\W{0,3}")


def without_copies(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without those that a longer or an earlier one holds word for word."""
    keys = [_key(text) for text in paragraphs]
    return _without(
        paragraphs,
        {
            index
            for index, key in enumerate(keys)
            if any(
                key in other and (len(other) > len(key) or at < index) for at, other in enumerate(keys) if at != index
            )
        },
    )


def without_pull_quotes(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without those that a longer one holds word for word."""
    keys = [_key(text) for text in paragraphs]
    copies = {index for index, key in enumerate(keys) if any(key in other for other in keys if len(other) > len(key))}
    return _without(paragraphs, copies)


def _without(paragraphs: Sequence[str], copies: set[int]) -> list[str]:
    """The paragraphs without long copies, and without the name that stands under such a pull quote."""
    dropped = {index for index in copies if count_words(paragraphs[index]) >= FEWEST_WORDS_OF_COPY}
    names = {index for index, text in enumerate(paragraphs) if index - 1 in dropped and _ATTRIBUTION.fullmatch(text)}
    return [text for index, text in enumerate(paragraphs) if index not in dropped | names]


def _key(text: str) -> str:
    """The words of a paragraph between blanks, so that only whole words match."""
    return " " + " ".join(re.findall(r"[^\W_]+", prepare(text))) + " "


def without_second_printing(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without a run of them that was printed before in the same order."""
    keys = [_key(text) for text in paragraphs]
    kept: list[int] = []
    places: dict[str, list[int]] = {}
    index = 0
    while index < len(keys):
        length = max((_common_run(keys, kept, at, index) for at in places.get(keys[index], ())), default=0)
        prose = [text for text in paragraphs[index : index + length] if is_prose(text)]
        complete = index + length == len(keys) or len(prose) >= FEWEST_PARAGRAPHS_OF_PRINTING
        if complete and sum(map(count_words, prose)) >= FEWEST_WORDS_OF_PRINTING:
            index += length
            continue
        places.setdefault(keys[index], []).append(len(kept))
        kept.append(index)
        index += 1
    return [paragraphs[at] for at in kept]


def _common_run(keys: Sequence[str], kept: Sequence[int], at: int, index: int) -> int:
    """Number of paragraphs from ``index`` on that are those kept from place ``at`` on."""
    length = 0
    while at + length < len(kept) and index + length < len(keys) and keys[kept[at + length]] == keys[index + length]:
        length += 1
    return length
