"""Make the characters of a scraped text what the author typed: NFC, mended mojibake, plain blanks and line ends.

No word is changed but where it was broken by a wrong encoding, and then a note says so.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

import ftfy

INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width blanks, direction marks: invisible, and in the way inside words. Joiners stay, they
carry meaning in Persian and in emoji."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_MARKUP = re.compile(
    r"</?(?:p|br|b|i|em|strong|a|div|span|h[1-6]|li|ul|ol|blockquote|figure|figcaption|img)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_BLOCK_MARKUP = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote|figure|figcaption)\b[^<>]{0,300}>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with what was done to it: (code, words) for notes."""

    text: str
    remarks: tuple[tuple[str, str], ...]


def mend_text(text: str) -> Mended:
    """Mend a text; lines stay lines, apart from markup that stands for a line break."""
    remarks = []
    text = _LINE_ENDS.sub("\n", text)
    if _MARKUP.search(text):
        text = _MARKUP.sub("", _BLOCK_MARKUP.sub("\n", text))
        remarks.append(("markup", "left-over HTML tags were removed"))
    unescaped = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if unescaped != text:
        remarks.append(("entities", f"{len(_ENTITY.findall(text))} HTML entities were resolved"))
        text = _LINE_ENDS.sub("\n", unescaped)
    # composed first: of "A" and a combining tilde ftfy would not know the "Ã" of a wrong encoding
    lines = unicodedata.normalize("NFC", text).split("\n")
    mended = [mend_mojibake(line) for line in lines]
    changed = sum(before != after for before, after in zip(lines, mended, strict=True))
    if changed:
        remarks.append(("mojibake", f"{changed} lines with characters from a wrong encoding were mended"))
    text = "\n".join(mended)
    text = _CONTROL.sub("", INVISIBLE.sub("", _BLANKS.sub(" ", text)))
    return Mended(unicodedata.normalize("NFC", text), tuple(remarks))


def mend_mojibake(line: str) -> str:
    """The line with UTF-8 that was read as another encoding put right; any other line as it is.

    ftfy decides; its other repairs (quotation marks, ligatures, widths) stay off.
    """
    if line.isascii():
        return line
    fixed = ftfy.fix_encoding(line)
    return fixed if "\n" not in fixed and "\r" not in fixed else line
