"""Head counts in figures and in words."""

from __future__ import annotations

import re

from text_to_num import text2num

from coalition_data.document import Token

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
