"""Lines of a scraped text, with hard-wrapped ones joined.

Some scrapers print one paragraph a line, some put blank lines between paragraphs, some wrap at a column. A wrapped
line is told by the typesetter's rule: the first word of the next line would not have fitted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from coalition_data.clean.phrases import words

WIDEST_COLUMN = 120
"""Characters: nobody wraps text wider than that; longer lines are whole paragraphs."""

NARROWEST_COLUMN = 40
"""Characters: shorter lines are menus, lists and subheads, and say nothing about a column."""

WORDS_OF_MENU_ENTRY = 4

FEWEST_WRAPPED_LINES = 4
FULL_LINE_SHARE = 0.75
"""A text is wrapped where so many of its longer lines are full: in the hard-wrapped copies of the tests' articles
over 0.95 are, in texts with one paragraph a line under 0.3."""

CUT_SENTENCES_SHARE = 0.25
"""Many lines of a wrapped text end inside a sentence; paragraphs and list items of one length do not."""

LONGER_LINES_SHARE = 0.1
"""A wrapped text has no lines beyond its column, but for an address or a table."""

FEWEST_BROKEN_LINES = 4
BROKEN_LINES_SHARE = 0.3
FEWEST_BLANKS_OF_PROSE = 4
FEWEST_ENDED_LINES = 2
"""Without a column: so many lines of five words and more that break off before a word in lower case. In menus and
lists hardly any line does."""

RAGGED_MARGIN = 3
"""Characters by which a typesetter's column may vary (hyphens, tabs, wide characters)."""

_OPEN_END = re.compile(
    r"(?:[,;(\[“‘]|(?<!\w)(?:the|a|an|of|to|in|on|at|by|for|from|with|and|or|but|as|that|which|who|whose|is|are|was|were|be|been|"
    r"has|have|had|will|would|its|his|her|their|our|my|your|this|these|those|than|into|over|under|about|between|against|during))$",
    re.IGNORECASE,
)
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)\]]* +[A-Z“\"‘\[]")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’)\]*]*$")
_BULLET = re.compile(r"^(?:[•●▪◦‣■□–—*·-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_HYPHENATED = re.compile(r"[A-Za-z]{2,}-$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, blanks collapsed.

    Attributes:
        text: not empty.
        after_gap: a blank line stands before it (or nothing).
        indented: it began with blanks.
        in_columns: it is a row of short entries, set apart by wide gaps or bars: a menu.
    """

    text: str
    after_gap: bool
    indented: bool
    in_columns: bool = False


def split_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of a text in order, those that one sentence or paragraph was wrapped over joined."""
    lines = _raw_lines(text)
    column = _column(lines)
    ragged = column is None and _is_ragged(lines)
    known_words = set(re.findall(r"[a-z]+", text.lower()))
    joined: list[Line] = []
    last = ""
    continued = False
    for line in lines:
        continued = (
            bool(joined)
            and not line.after_gap
            and (_continues(last, line, column, joined[-1].text) or (ragged and _goes_on(last, line.text, continued)))
        )
        if continued:
            before = joined[-1]
            joined[-1] = Line(_join(before.text, line.text, known_words), before.after_gap, before.indented)
        else:
            joined.append(line)
        last = line.text
    return tuple(joined)


def _raw_lines(text: str) -> list[Line]:
    lines = []
    gap = True
    for raw in text.split("\n"):
        collapsed = " ".join(raw.split())
        if collapsed:
            lines.append(Line(collapsed, gap, raw[:1].isspace(), _is_in_columns(raw)))
        gap = not collapsed
    return lines


def _is_in_columns(raw: str) -> bool:
    """Whether a line consists of three and more short entries with bars or wide gaps between them (gaps: two)."""
    for separator, fewest in ((r"\s*\|\s*", 3), (r"\s{2,}|\t", 2)):
        entries = [entry for entry in re.split(separator, raw.strip()) if entry]
        short = all(
            len(entry.split()) <= WORDS_OF_MENU_ENTRY and not entry.endswith((".", ":", "”", '"')) for entry in entries
        )
        if len(entries) >= fewest and short:
            return True
    return False


def _column(lines: list[Line]) -> int | None:
    """The column at which the text is wrapped; None where it is not."""
    pairs = [
        (len(line.text), len(following.text.split(" ", 1)[0]), _TERMINAL.search(line.text) is None)
        for line, following in pairwise(lines)
        if not following.after_gap and len(line.text) >= NARROWEST_COLUMN and not _BULLET.match(following.text)
    ]
    if len(pairs) < FEWEST_WRAPPED_LINES:
        return None
    column = sorted(length for length, _, _ in pairs)[int(0.95 * (len(pairs) - 1))]
    longer = sum(len(line.text) > column + RAGGED_MARGIN for line in lines)
    if column > WIDEST_COLUMN or longer > LONGER_LINES_SHARE * len(pairs):
        return None
    full = [
        inside_sentence
        for length, first_word, inside_sentence in pairs
        if length + 1 + first_word > column - RAGGED_MARGIN
    ]
    wrapped = len(full) >= FULL_LINE_SHARE * len(pairs) and sum(full) >= CUT_SENTENCES_SHARE * len(pairs)
    return column if wrapped else None


def _continues(last: str, line: Line, column: int | None, paragraph: str) -> bool:
    """Whether ``line`` goes on with the paragraph whose last raw line is ``last``."""
    if _BULLET.match(line.text) or (last.endswith((";", ":")) and line.text[:1].isupper()):
        return False
    if column is not None and len(last) >= NARROWEST_COLUMN:
        first_word = len(line.text.split(" ", 1)[0])
        return not line.indented and len(last) + 1 + first_word > column - RAGGED_MARGIN
    if column is not None and _TERMINAL.search(last) is None and line.text[:1].islower():
        return True
    return _breaks_sentence(paragraph, line.text)


def _is_ragged(lines: list[Line]) -> bool:
    """Whether many lines of a text break off inside a sentence, though at no column: text pasted from a narrow page."""
    pairs = [(line.text, following.text) for line, following in pairwise(lines) if not following.after_gap]
    ended = sum(following.endswith((".", ".”", '."')) for _, following in pairs)
    if ended < FEWEST_ENDED_LINES:
        return False  # a list
    broken = sum(
        following[:1].islower() and before.count(" ") >= FEWEST_BLANKS_OF_PROSE and _TERMINAL.search(before) is None
        for before, following in pairs
    )
    return broken >= FEWEST_BROKEN_LINES and broken >= BROKEN_LINES_SHARE * len(pairs)


def _goes_on(last: str, text: str, continued: bool) -> bool:
    """Whether a line of a ragged text goes on with the sentence of the line before (which itself went on)."""
    if _BULLET.match(text) or text.startswith("http") or _TERMINAL.search(last):
        return False
    return continued or text[:1].islower() or _OPEN_END.search(last) is not None


def _breaks_sentence(before: str, after: str) -> bool:
    """Whether a line break cuts a sentence in prose (a lower-case list item after another does not continue it)."""
    if not after[:1].islower() or _TERMINAL.search(before):
        return False
    return bool(_OPEN_END.search(before) or _SENTENCE_BREAK.search(before) or before.count("“") > before.count("”"))


def _join(before: str, after: str, known_words: set[str]) -> str:
    """Both lines as one; a word that was hyphenated for the column is put together where the text shows it whole."""
    if _HYPHENATED.search(before) and after[:1].islower():
        head = re.findall(r"[A-Za-z]+", before)[-1]
        tail = re.findall(r"^[a-z]+", after)[0] if re.match(r"[a-z]+", after) else ""
        whole = (head + tail).lower() in known_words or tail in words("endings")
        return (before[:-1] if whole else before) + after
    return f"{before} {after}"
