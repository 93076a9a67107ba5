"""Untrusted text on a terminal: nothing in a file name, title or quote may move the cursor or turn text around."""

from __future__ import annotations

import unicodedata

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories: controls (escape sequences), format characters (bidi), surrogates, unassigned, separators."""


def printable(text: str) -> str:
    """``text`` on one line, with each harmful character as its escape.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _HARMFUL else character
        for character in text
    )
