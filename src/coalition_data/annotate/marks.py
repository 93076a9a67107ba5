"""Quotation marks and their pairs."""

from __future__ import annotations

from coalition_data.document import Quotation

_OPENING = {"“": "”", "«": "»", "„": "“"}


def find_quotations(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[Quotation, ...]:
    """Pair the quotation marks of each paragraph.

    Args:
        text: the article's text.
        paragraphs: offsets ``(start, end)`` of its paragraphs.

    Returns:
        The pairs in order of their opening mark; a pair never crosses a paragraph.
    """
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        opened: int | None = None
        closing = ""
        for offset in range(start, end):
            char = text[offset]
            if opened is None:
                if char in _OPENING or char == '"':
                    opened, closing = offset, _OPENING.get(char, '"')
            elif char == closing:
                found.append(Quotation(opened, opened + 1, offset, offset + 1, number))
                opened = None
        if opened is not None:
            found.append(Quotation(opened, opened + 1, end, end, number))
    return tuple(found)
