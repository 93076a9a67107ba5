"""The paragraphs of a text, and the parts in which the parser sees the longest of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 20_000
"""Characters that the model parses in one piece; its memory grows with them (120,000 took 708 MiB). Real paragraphs
have some hundred: longer ones are texts whose line breaks were lost."""

_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*(?:\n[^\S\n]*\n|\Z))", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4}[.!?])[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9])")
"""Behind a word of four letters and more, which few abbreviations have."""

_WORD_END = re.compile(r"(?<=\S)(?=\s)")


def split_paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the runs of text between blank lines, without surrounding blanks."""
    return tuple(match.span() for match in _PARAGRAPH.finditer(text))


def split_long(text: str, paragraph: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The parts of a paragraph, none longer than ``LONGEST``: cut behind a sentence, else at a blank, else anywhere.

    Args:
        text: of the article.
        paragraph: offsets into it.

    Returns:
        offsets into the text, without surrounding blanks.
    """
    start, end = paragraph
    while end - start > LONGEST:
        middle, limit = start + LONGEST // 2, start + LONGEST
        cut = _last(_SENTENCE_END, text, middle, limit) or _last(_WORD_END, text, middle, limit) or limit
        yield start, cut
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    """Where the last match between these offsets ends."""
    found = None
    for match in pattern.finditer(text, start, end):
        found = match
    return found.end() if found else None
