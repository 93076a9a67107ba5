"""Quotation marks and their pairs.

Every paragraph is paired by itself, so that a mark that is missing or turned the wrong way spoils one paragraph at
most. Each mark may open, close, open a nested quotation, stand for a repeated mark, or be no mark at all (inches);
the cheapest reading of the whole paragraph wins. Costs come from the glyph and from the blanks around it: they only
need to be ordered sensibly, and a clean paragraph costs nothing.

Left out: marks that enclose several paragraphs without being opened anew (each paragraph ends its quotation).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from coalition_data.annotate.single_marks import find_single_quotations
from coalition_data.document import Quotation

_MARK = re.compile(r"'''|''|``|’’|‘‘|[\"“”„‟«»〝〞＂]")
_OPENERS = frozenset("“„‟«〝") | {"``", "‘‘"}
_CLOSERS = frozenset("”»〞") | {"’’"}
_BEFORE_OPENING = frozenset("([{—–-/‘'<…“\"=\u200b\u200e\u200f\u202a\u202b\u202c\ufeff")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-…’'>/”\"*")
_BEFORE_ATTRIBUTION = frozenset(",.!?")
_FEET_AND_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}(?:½|\.\d)?\s?$")
_ENDS_SENTENCE = re.compile(r"[.!?:…。][\"”'’»)\]]*\s*$")
_STARTS_PARAGRAPH = re.compile(r"\s*[\"“”„«'‘`(\[]*[A-Z0-9]")

WRAP_WIDTH = 100
"""Longest line that a text wrapped by hand or by a mailer has; longer lines are paragraphs."""

# Costs of a reading. A mark that contradicts its blanks (2.5) is worse than one that contradicts its glyph (1.2 to 2),
# and both are better than a mark that is thrown away (3).
_FLOATING, _EMBEDDED, _CONTRARY = 0.8, 1.0, 2.5
_CLOSER_OPENS, _OPENER_CLOSES = 1.2, 2.0
_MISPRINTED = 1.0  # an opening glyph after a comma and a blank may stand for a closing one: “Yes, “she said.
_SKIP, _REPEATED, _NESTED, _NESTED_OTHER_GLYPH = 3.0, 0.3, 1.2, 0.6
_CLOSE_MISSING, _OPEN_MISSING, _UNCLOSED, _CONTINUED, _UNCLOSED_NESTED = 2.2, 1.8, 1.5, 0.2, 3.0


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    glyph: str
    opens: float
    closes: float
    skips: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """A partial reading of a paragraph: its cost, the stack of open marks, the pairs so far."""

    cost: float
    stack: tuple[_Mark, ...]
    pairs: tuple[tuple[int, int, int, int, int], ...]


def find_quotations(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[Quotation, ...]:
    """Pair the quotation marks of each paragraph.

    Args:
        text: the article's text.
        paragraphs: offsets ``(start, end)`` of its paragraphs.

    Returns:
        The pairs in order of their opening mark; a pair never crosses a paragraph. A line break that ends a paragraph
        in all but the blank line separates like one. Where the opening mark is missing ``open`` equals ``start``,
        where the closing one is missing ``close`` equals ``end``.
    """
    units = [
        (number, start, end)
        for number, paragraph in enumerate(paragraphs)
        for start, end in split_lines(text, *paragraph)
    ]
    found: list[Quotation] = []
    for rank, (number, start, end) in enumerate(units):
        following = units[rank + 1][1:] if rank + 1 < len(units) else (end, end)
        reopened = _opens_with_mark(text, *following)
        pairs = _pair(text, start, end, reopened)
        outer = [pair for pair in pairs if pair[4] == 0]
        for opened, inner, last, closed, depth in sorted(pairs):
            unclosed = depth == 0 and closed == last
            continues = unclosed and ((last == end and reopened) or text[last - 1] == "\n")
            found.append(Quotation(opened, inner, last, closed, number, depth, continues))
        found += find_single_quotations(text, start, end, number, [pair[:4] for pair in outer])
    found.sort(key=lambda quotation: (quotation.open, quotation.depth))
    return tuple(found)


def split_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph at line breaks that end a paragraph, and leave those of wrapped lines.

    Args:
        text: the article's text.
        start, end: offsets of a paragraph.

    Returns:
        Offsets of the parts without surrounding blanks; one part where there is no such break.
    """
    if "\n" not in text[start:end]:
        return [(start, end)]
    breaks = [match.start() + start for match in re.finditer(r"\n", text[start:end])]
    bounds = [start - 1, *breaks, end]
    longest = max(after - before for before, after in pairwise(bounds))
    parts, first = [], start
    for before, offset in zip(bounds, breaks, strict=False):
        if _ends_paragraph(text, before + 1, offset, end, longest):
            parts.append((first, offset))
            first = offset + 1
    parts.append((first, end))
    return [stripped for part in parts if (stripped := _strip(text, *part))]


def _ends_paragraph(text: str, line_start: int, offset: int, end: int, longest: int) -> bool:
    if not _STARTS_PARAGRAPH.match(text, offset + 1, end):
        return False
    wrapped = longest <= WRAP_WIDTH
    if not wrapped and _MARK.match(text, offset + 1) and not text[line_start:offset].rstrip().endswith(","):
        return True  # a list of quotes, each on its line with the name behind it
    if not _ENDS_SENTENCE.search(text[line_start:offset]):
        return False
    next_word = re.match(r"\s*\S+", text[offset + 1 : end])
    room = longest - (offset - line_start) - (len(next_word.group()) if next_word else 0)
    return not wrapped or room > 0


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    stripped = part.strip()
    if not stripped:
        return None
    first = start + len(part) - len(part.lstrip())
    return first, first + len(stripped)


def _opens_with_mark(text: str, start: int, end: int) -> bool:
    match = _MARK.match(text, start, end)
    return match is not None and match.end() < end and not text[match.end()].isspace()


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, start, end):
        first, last = match.span()
        if match.group() == "'''":  # a single mark and the two apostrophes of a double one
            first, last = (first, last - 1) if first == start or text[first - 1].isspace() else (first + 1, last)
        marks.append(_weigh(text, first, last, start, end))
    return marks


def _weigh(text: str, first: int, last: int, start: int, end: int) -> _Mark:
    """What it costs to read the mark as an opening, as a closing, and as no mark."""
    glyph = text[first:last]
    before = text[first - 1] if first > start else " "
    after = text[last] if last < end else " "
    blank_before = before.isspace() or before in _BEFORE_OPENING
    blank_after = after.isspace() or after in _AFTER_CLOSING
    if blank_before == blank_after:
        opens = closes = _FLOATING if blank_before else _EMBEDDED
    else:
        opens, closes = (0.0, _CONTRARY) if blank_before else (_CONTRARY, 0.0)
    if glyph in _OPENERS and text[max(start, first - 2) : first - 1] in _BEFORE_ATTRIBUTION and not blank_after:
        closes -= _MISPRINTED
    if glyph in _CLOSERS:
        opens += _CLOSER_OPENS
    elif glyph in _OPENERS:
        closes += _OPENER_CLOSES
    skips = _SKIP
    if glyph in ('"', "''", "”", "’’") and before.isdigit():
        inches = bool(_FEET_AND_INCHES.search(text, max(start, first - 10), first))
        skips = 0.0 if inches else 1.0
        if inches:
            opens, closes = opens + _SKIP, closes + _SKIP
    return _Mark(first, last, glyph, opens, closes, skips)


def _pair(text: str, start: int, end: int, reopened: bool) -> tuple[tuple[int, int, int, int, int], ...]:
    """The cheapest reading of the marks in ``text[start:end]`` as ``(open, start, end, close, depth)``."""
    marks = _marks(text, start, end)
    if not marks:
        return ()
    readings = [_Reading(0.0, (), ())]
    previous: _Mark | None = None
    for mark in marks:
        best: dict[tuple[_Mark, ...], _Reading] = {}
        repeated = previous is not None and not text[previous.end : mark.start].strip()
        for reading in readings:
            for step in _steps(reading, mark, previous, repeated, start, text[mark.start - 1 : mark.start] == "\n"):
                if step.stack not in best or step.cost < best[step.stack].cost:
                    best[step.stack] = step
        readings = sorted(best.values(), key=lambda reading: reading.cost)[:8]
        previous = mark
    unclosed = _CONTINUED if reopened else _UNCLOSED
    winner = min(readings, key=lambda reading: reading.cost + _cost_at_end(reading, unclosed))
    pairs = winner.pairs
    if winner.stack:
        outer = winner.stack[0]
        pairs = (*pairs, (outer.start, outer.end, end, end, 0))
    return tuple(pair for pair in pairs if text[pair[1] : pair[2]].strip())


def _cost_at_end(reading: _Reading, unclosed: float) -> float:
    return (0.0, unclosed, _UNCLOSED_NESTED)[len(reading.stack)]


def _steps(
    reading: _Reading, mark: _Mark, previous: _Mark | None, repeated: bool, start: int, begins_line: bool
) -> list[_Reading]:
    """Every way to go on with ``mark``."""
    cost, stack, pairs = reading.cost, reading.stack, reading.pairs
    steps = [_Reading(cost + (_REPEATED if repeated and not stack else mark.skips), stack, pairs)]
    if not stack:
        steps.append(_Reading(cost + mark.opens, (mark,), pairs))
        if previous is None and mark.closes < _CONTRARY:
            missing = (start, start, mark.start, mark.end, 0)
            steps.append(_Reading(cost + _OPEN_MISSING + mark.closes, (), (*pairs, missing)))
        return steps
    opener = stack[-1]
    closes = mark.closes - _OPENER_CLOSES if opener.glyph in "„‟" and mark.glyph == "“" else mark.closes
    if opener.glyph == "»" and mark.glyph == "«":  # »…« as in German and Danish books
        closes -= _OPENER_CLOSES
    pair = (opener.start, opener.end, mark.start, mark.end, len(stack) - 1)
    steps.append(_Reading(cost + max(closes, 0.0), stack[:-1], (*pairs, pair)))
    if repeated and mark.opens < _CONTRARY:
        steps.append(_Reading(cost + _REPEATED + mark.opens, (*stack[:-1], mark), pairs))
    if len(stack) == 1:
        cut = (opener.start, opener.end, mark.start, mark.start, 0)
        missing_close = _CONTINUED if begins_line else _CLOSE_MISSING
        steps.append(_Reading(cost + missing_close + mark.opens, (mark,), (*pairs, cut)))
        nested = _NESTED if mark.glyph == opener.glyph else _NESTED_OTHER_GLYPH
        steps.append(_Reading(cost + nested + mark.opens, (*stack, mark), pairs))
    return steps
