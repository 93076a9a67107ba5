"""Head counts in figures and in words."""

from __future__ import annotations

import re

from text_to_num import text2num

from coalition_data.document import Token

_DOZENS = re.compile(r"\b(half a|a|one|another|two|three|four|five|six|seven|eight|nine|\d) dozen(?: \S+){0,3}$")
_WORDS_BEFORE = 7
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def read_number(token: Token) -> int | None:
    """The number at a numeral and its parts ("26", "Twenty-six", "1,200"); None where it is none.

    Numbers that look like years are no head counts.
    """
    parts = [child for child in token.children if child.dep in ("compound", "punct", "nummod") and child.i < token.i]
    first = min([part.i for part in parts] + [token.i])
    text = token.doc.span(first, token.i + 1).text
    if _FIGURES.fullmatch(text):
        value = int(text.replace(",", ""))
        return None if 1900 <= value <= 2099 and "," not in text else value
    try:
        return int(text2num(text.lower().replace(" - ", "-"), "en"))
    except ValueError:
        return None


def read_dozens(noun: Token) -> int | None:
    """ "a dozen ministers", "two dozen countries", "half a dozen"; None for "dozens of"."""
    text = " ".join(token.lower for token in noun.doc.tokens[max(0, noun.i - _WORDS_BEFORE) : noun.i])
    found = _DOZENS.search(text)
    if found is None:
        return None
    amount = found.group(1)
    if amount in ("a", "one", "another"):
        return 12
    if amount == "half a":
        return 6
    return 12 * (int(amount) if amount.isdigit() else int(text2num(amount, "en")))
