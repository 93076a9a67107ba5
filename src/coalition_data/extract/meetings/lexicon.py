"""The words of meetings, read once from ``lexicons/meetings.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from coalition_data.errors import LexiconError
from coalition_data.resolve.tables import load_yaml


@dataclass(frozen=True, slots=True)
class EventNoun:
    """A noun that names a meeting.

    Attributes:
        family: ``meeting``, ``summit``, ``ministerial``, ``conference``, ``call``, ``talks``, ``dialogue``,
            ``debate``, ``ceremony``.
        weak: whether it often names something else.
        plural: whether only its plural names a meeting ("talks").
    """

    family: str
    weak: bool = False
    plural: bool = False


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    text = (resources.files("coalition_data.lexicons") / "meetings.yml").read_text("utf-8")
    table: dict[str, Any] = load_yaml(text)
    return table


@lru_cache(maxsize=1)
def event_nouns() -> dict[str, EventNoun]:
    """Event nouns by lemma."""
    return {
        noun: EventNoun(row["class"], bool(row.get("weak")), bool(row.get("plural")))
        for noun, row in _table()["nouns"].items()
    }


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the lexicon.

    Raises:
        LexiconError: there is no such list.
    """
    try:
        return frozenset(str(word) for word in _table()[name])
    except KeyError:
        raise LexiconError(f"lexicons/meetings.yml has no list {name!r}") from None


@lru_cache(maxsize=1)
def ordinals() -> dict[str, int]:
    """Ordinals by word."""
    return dict(_table()["ordinals"])


def ordinal_of(word: str) -> int:
    """The number of "first" or "12th", 0 for any other word.

    >>> ordinal_of("73rd"), ordinal_of("third"), ordinal_of("coalition")
    (73, 3, 0)
    """
    counted = _COUNTED.fullmatch(word)
    return int(counted.group(1)) if counted is not None else ordinals().get(word, 0)


_COUNTED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
