"""Bytes of a page to a tree: which encoding it is in, and what is in it however broken it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import load_html
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from coalition_data.errors import InputError
from coalition_data.ingest.encoding import decode_text

WIDE_SHARE = 0.2
"""Of NUL bytes in a page's beginning: UTF-16 without a mark has half, a damaged page a few."""

BEGINNING = 1024

_DAMAGED = re.compile("[\ufffd\x80-\x9f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page as a tree.

    Attributes:
        root: the ``html`` element.
        markup: the decoded page.
        encoding: Python's name of the encoding.
        remark: what a user should know about the decoding; None where all was plain.
    """

    root: HtmlElement
    markup: str
    encoding: str
    remark: str | None = None


def parse_page(data: bytes, charset: str | None = None, name: str = "the page") -> ParsedPage:
    """Decode and parse a page.

    A byte order mark decides, then valid UTF-8 (which nothing else looks like), then the declared encoding where the
    bytes are possible in it, then a guess. Browsers follow the declaration first and show damaged letters then.

    Args:
        data: the bytes as served, without compression.
        charset: what the server declares.
        name: for messages.

    Raises:
        InputError: ``empty``, ``binary`` or ``unreadable``.
    """
    if not data.strip():
        raise InputError("empty", f"{name} is empty")
    markup, encoding, remark = _decode(data, charset, name)
    try:
        root = load_html(_CONTROL.sub(" ", markup))
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise InputError("unreadable", f"{name} cannot be parsed as HTML: {error}") from error
    if root is None:
        raise InputError("empty", f"{name} holds no HTML elements")
    return ParsedPage(root, markup, encoding, remark)


def _decode(data: bytes, charset: str | None, name: str) -> tuple[str, str, str | None]:
    """Text, encoding, and a remark where it is not as declared."""
    bom_encoding, _ = read_bom(data)
    if bom_encoding is not None:
        return data.decode(bom_encoding, "replace").lstrip("\ufeff"), bom_encoding, None
    if data[:BEGINNING].count(0) > WIDE_SHARE * len(data[:BEGINNING]):
        wide = decode_text(data, name)
        return wide.text, wide.encoding, wide.remark
    declared = [
        resolved
        for label in (charset, html_body_declared_encoding(data))
        if label and (resolved := resolve_encoding(label))
    ]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wrong = bool(declared) and declared[0] != "utf-8" and not data.isascii()
        return text, "utf-8", f"declared as {declared[0]}, but it is UTF-8" if wrong else None
    for encoding in declared:
        text = data.decode(encoding, "replace")
        damaged, beyond = len(_DAMAGED.findall(text)), len(_BEYOND_ASCII.findall(text))
        if 2 * damaged <= beyond:  # where most letters beyond ASCII are broken, the declaration is wrong
            return text, encoding, f"{damaged} damaged characters in {encoding}" if "\ufffd" in text else None
    words = _MARKUP.sub(b" ", data).replace(b"\x00", b" ")  # tags would make every encoding look Western
    guessed = decode_text(words.lstrip(b" \t\r\n<!?"), name)
    return data.decode(guessed.encoding, "replace"), guessed.encoding, f"decoded as {guessed.encoding}, a guess"
