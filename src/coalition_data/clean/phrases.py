"""The lexicon of lines that are not the article (``lexicons/clean_lines.yml``) and of telling words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from coalition_data.errors import LexiconError
from coalition_data.resolve.tables import load_yaml

LONGEST_PHRASE = 420
"""Characters: no line of page furniture in the lexicon is longer; a longer line is never looked up."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‛": "'", "`": "'"})
_EDGE = " \t\u00a0•·●▪◦‣►▶▼▲»›>→←«‹<|*–—_:…"


@cache
def read_lexicon(name: str) -> Any:
    """A YAML file of ``coalition_data.lexicons``, read once.

    Raises:
        LexiconError: it is missing or malformed.
    """
    try:
        text = resources.files("coalition_data.lexicons").joinpath(name).read_text("utf-8")
        return load_yaml(text)
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(f"the lexicon {name} cannot be read: {error}") from error


@cache
def words(name: str) -> frozenset[str]:
    """A list of ``clean_words.yml`` as written there."""
    return frozenset(str(word) for word in read_lexicon("clean_words.yml")[name])


LINES_KEPT = 2048
"""Lines whose form is remembered: each is asked for by several judges while its page is read."""


@lru_cache(maxsize=LINES_KEPT)
def prepare(line: str) -> str:
    """A line as the lexicon wants it: lower case, straight quotation marks, single blanks, no bullets around."""
    return " ".join(line.translate(_QUOTES).casefold().split()).strip(_EDGE)


@cache
def _class_pattern(name: str) -> re.Pattern[str]:
    alternatives = read_lexicon("clean_lines.yml").get(name)
    if not alternatives:
        raise LexiconError(f"clean_lines.yml has no class {name!r}")
    try:
        if name in {"widget", "topic"}:
            return re.compile("|".join(alternatives))
        return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))
    except re.error as error:
        raise LexiconError(f"clean_lines.yml, class {name}: {error}") from error


def is_in_class(name: str, prepared: str) -> bool:
    """Whether a prepared line is of a class of ``clean_lines.yml``."""
    return len(prepared) <= LONGEST_PHRASE and _class_pattern(name).fullmatch(prepared) is not None


LONGEST_MENU_LINE = 30
"""Words: a menu printed on one line."""

LONGEST_MENU_ITEM = 5
"""Words of the longest button or section name in the lexicon."""


def menu_items(prepared: str) -> tuple[int, int] | None:
    """(buttons, section names) of a line that consists of nothing else; None for any other line."""
    tokens = [
        token
        for token in re.split(r"[\s|·•>›»→←«‹]+", prepared)
        if token.strip("-–—,/&()[]+.") or token in {"a+", "a-"}
    ]
    if not 0 < len(tokens) <= LONGEST_MENU_LINE:
        return None
    buttons = names = 0
    position = 0
    while position < len(tokens):
        for length in range(min(LONGEST_MENU_ITEM, len(tokens) - position), 0, -1):
            item = " ".join(tokens[position : position + length]).strip(",/")
            if _class_pattern("widget").fullmatch(item):
                buttons += 1
            elif _class_pattern("topic").fullmatch(item):
                names += 1
            else:
                continue
            position += length
            break
        else:
            return None
    return buttons, names
