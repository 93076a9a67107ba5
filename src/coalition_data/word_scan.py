"""Where any of many words stands in a text, found in one pass: a question to ask before dear regular expressions."""

from __future__ import annotations

import string
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

DIGITS = tuple(string.digits)
"""Words for texts in which numbers count."""


class WordScan:
    """The places of words in texts, whatever their case; compiled once, some nanoseconds a character.

    Args:
        words: each is found where it begins a word ("day" in "days", not in "Friday"). A word that begins with a digit
            is found anywhere.
    """

    def __init__(self, words: Iterable[str]) -> None:
        patterns = sorted({_lower(word) for word in words})
        self._automaton = AhoCorasick(
            patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )
        self._anywhere = frozenset(rank for rank, word in enumerate(patterns) if word[0].isdecimal())

    def starts(self, text: str) -> tuple[int, ...]:
        """The offsets (code points) at which one of the words begins, ascending."""
        return tuple(
            [
                start
                for rank, start, _ in self._automaton.find_matches_as_indexes(_lower(text))
                if start == 0 or rank in self._anywhere or not text[start - 1].isalnum()
            ]
        )

    def windows(self, text: str, before: int, after: int) -> tuple[tuple[int, int], ...]:
        """The parts of a text so near to one of the words, as offsets; parts that overlap or touch are one."""
        found: list[tuple[int, int]] = []
        for start in self.starts(text):
            left, right = max(0, start - before), min(len(text), start + after)
            if found and left <= found[-1][1]:
                found[-1] = (found[-1][0], right)
            else:
                found.append((left, right))
        return tuple(found)


def _lower(text: str) -> str:
    """In lower case, character by character: no offset moves."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
