"""The words that names are made of in a parsed article: single ones, and several glued by hyphens."""

from __future__ import annotations

import re
from typing import NamedTuple

from coalition_data.document import ParsedArticle
from coalition_data.resolve.name_words import GLUED_PARTICLES, HYPHENS, name_syllables, plain_word


class Unit(NamedTuple):
    """A word, or several glued by hyphens ("al-Abadi", "Frank-Walter"): tokens ``[first, last)``."""

    first: int
    last: int
    text: str
    plain: str
    capital: bool


def is_capitalised(text: str) -> bool:
    """Whether a unit can stand in a name: "Kerry", "al-Abadi", "J.", "O'Neill", not "US-led" or "Baghdad-based"."""
    parts = re.split(f"[{HYPHENS}]", text)
    if not parts[-1][:1].isupper():
        return parts[0][:1].isupper() and parts[-1] in name_syllables()
    return parts[0][:1].isupper() or parts[0].lower() in GLUED_PARTICLES


def build_units(parsed: ParsedArticle, words: list[str]) -> list[Unit]:
    """The units of an article, in order; ``words``: its tokens' texts."""
    units: list[Unit] = []
    starts, ends = parsed.starts, parsed.ends
    index, count = 0, len(words)
    while index < count:
        last = index + 1
        while (
            last + 1 < count
            and words[last] in HYPHENS
            and ends[last - 1] == starts[last]
            and ends[last] == starts[last + 1]
            and words[last + 1][0].isalpha()
        ):
            last += 2
        if last == index + 1:
            text = words[index]
            capital = text[0].isupper()
        else:
            text = parsed.text[starts[index] : ends[last - 1]]
            capital = is_capitalised(text)
        units.append(Unit(index, last, text, plain_word(text) if capital else text, capital))
        index = last
    return units
