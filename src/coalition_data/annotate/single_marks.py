"""Single quotation marks, and the apostrophes that look like them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coalition_data.document import Quotation

_OPENING = re.compile(r"(?<![\w’'‘.,])[‘'‚‹](?=[\w\[“\"$£€#@.…(])")
_CLOSING = re.compile(r"(?<=[\w.,!?…\])%”\"-])\s?[’'›](?![\w’'])|(?<=\S)‘(?=[\s.,;:!?)]|$)")
_ELISION = re.compile(
    r"['‘](?:\d\ds?\b|(?:em|til|till|tis|twas|cause|bout|round|n|cuz|cos|neath|gainst|fraid|ere|er|im|e)\b)",
    re.IGNORECASE,
)
_PLURAL_OWNER = re.compile(r"[sxz][’'](?=\s+[a-z])")

LONGEST = 1200
"""Characters: a single opening mark without a closing one nearby is an apostrophe."""


def find_single_quotations(
    text: str, start: int, end: int, paragraph: int, outer: Sequence[tuple[int, int, int, int]]
) -> list[Quotation]:
    """Pairs of single marks between two offsets.

    Args:
        text: the article's text.
        start, end: offsets of the paragraph, or of the part of it, to look in.
        paragraph: its number.
        outer: the pairs of double marks there as ``(open, start, end, close)``.

    Returns:
        The pairs, those inside double marks with ``depth`` 1; none that crosses a double mark.
    """
    if not _OPENING.search(text, start, end):
        return []
    found: list[Quotation] = []
    regions = [(inner, last, 1) for _, inner, last, _ in outer]
    bounds = [start, *(edge for opened, _, _, closed in sorted(outer) for edge in (opened, closed)), end]
    regions += [(bounds[i], bounds[i + 1], 0) for i in range(0, len(bounds), 2)]
    for first, last, depth in regions:
        found += _pairs_in(text, first, last, paragraph, depth)
    return found


def _pairs_in(text: str, start: int, end: int, paragraph: int, depth: int) -> list[Quotation]:
    found: list[Quotation] = []
    offset = start
    while opening := _OPENING.search(text, offset, end):
        offset = opening.end()
        if _ELISION.match(text, opening.start()):
            continue
        closing = _closing(text, offset, min(end, offset + LONGEST))
        if closing is not None:
            first, last = closing
            found.append(Quotation(opening.start(), offset, first, last, paragraph, depth))
            offset = last
    return found


def _closing(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The closing mark: the first that is no plural possessive, or the last possessive where there is no other."""
    possessive: tuple[int, int] | None = None
    following = _OPENING.search(text, start, end)
    for match in _CLOSING.finditer(text, start, end):
        if following and match.start() > following.start() and possessive:
            break
        if not _PLURAL_OWNER.match(text, match.start() - 1):
            return match.span()
        possessive = possessive or match.span()
    return possessive
