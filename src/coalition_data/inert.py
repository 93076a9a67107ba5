"""Untrusted text as text: what a source printed can neither steer a terminal nor become markup or a formula.

One function a place where text ends up: terminal, HTML, Markdown, CSV. JSON and Parquet carry text unchanged.
"""

from __future__ import annotations

import html
import re

from coalition_data.terminal import printable

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|#&~@$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""Characters that can open markup, a link or an entity; the dot of "www." because renderers link bare addresses."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""First characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection"), full-width ones too."""


def html_text(text: str) -> str:
    """Text for HTML content or a quoted attribute: markup escaped, controls and bidi marks made visible.

    >>> html_text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(printable(text), quote=True)


def markdown_text(text: str) -> str:
    """Text for a line or table cell of Markdown: nothing in it is markup.

    >>> markdown_text("a|b <i> [x](y)")
    'a\\\\|b \\\\<i\\\\> \\\\[x\\\\](y)'
    """
    return _MARKDOWN.sub(lambda match: "\\" + match.group(), printable(text))


def csv_text(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would take for a formula gets an apostrophe before it.

    >>> csv_text("=cmd|' /C calc'!A0"), csv_text("We stay.")
    ("'=cmd|' /C calc'!A0", 'We stay.')
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else text


def shortened(text: str, length: int) -> str:
    """At most ``length`` characters, cut at a word where one ends in the second half.

    >>> shortened("one two three", 9)
    'one two…'
    """
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    blank = cut.rfind(" ")
    return (cut[:blank] if blank > length // 2 else cut) + "…"
