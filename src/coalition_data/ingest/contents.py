"""What bytes are: told from the bytes themselves, from the name only where they leave it open."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import re
import stat
import zlib
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from coalition_data.addresses import is_web_address
from coalition_data.errors import InputError

HEAD = 64 * 1024
"""Bytes from which the kind is told."""

GZIP = b"\x1f\x8b"

TEXT_SUFFIXES = frozenset({".txt", ".text", ""})
"""Plain text may be an article under these names only: source code, tables and notes are plain text as well."""

BEGINNINGS = {b"WARC/": "warc", b"PAR1": "parquet"}

TOLD_BY_SUFFIX = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""Kinds whose bytes may look like plain text."""

HTML_ELEMENTS = frozenset({
    "html", "head", "body", "title", "meta", "link", "script", "style", "div", "p", "table", "h1", "h2", "h3", "h4",
    "article", "main", "header", "section", "span", "a", "b", "br", "font", "center", "iframe", "form", "ul", "ol",
    "img", "nav",
})  # fmt: skip
"""A text that begins with one of these elements is HTML (after the MIME Sniffing Standard, with elements of HTML5)."""

FEED_ELEMENTS = frozenset({"rss", "feed", "rdf:rdf", "rdf"})
SITEMAP_ELEMENTS = frozenset({"urlset", "sitemapindex"})

SHARE_OF_ADDRESSES = 0.8
"""Of the lines of a list of URLs; a slip or two don't make it an article."""

_DOCTYPE = re.compile(r"<!doctype\s+([a-z]+)[^>]{0,2000}>\s*", re.IGNORECASE)
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*(?::[a-z]+)?)[\s/>]", re.IGNORECASE)
_MHTML = re.compile(r"^(?:mime-version:|content-type:\s*multipart/related)", re.IGNORECASE | re.MULTILINE)
_HEADER_LINE = re.compile(r"[A-Za-z-]+:")


def open_unpacked(path: Path, name: str) -> BinaryIO:
    """Open a file; a gzipped one is unpacked while it is read.

    Raises:
        OSError: it cannot be opened.
        InputError: ``unreadable``: it is no regular file (a pipe would block).
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError("unreadable", f"{name} is no regular file")
    file = path.open("rb")
    if file.peek(2)[:2] == GZIP:
        return cast(BinaryIO, io.BufferedReader(_Gunzipped(file), HEAD))
    return file


class _Gunzipped(gzip.GzipFile):
    """A gzip stream that also closes the file below it and fails with ``OSError`` only."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(fileobj=file, mode="rb")
        self._below = file

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = super().read1(len(buffer))  # what comes before a break is not lost with it
        except (EOFError, zlib.error) as error:
            raise OSError(f"the packed data are broken: {error}") from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        super().close()
        self._below.close()


def read_head(stream: BinaryIO) -> bytes:
    """The first ``HEAD + 1`` bytes, or fewer where the stream ends or breaks before.

    Raises:
        OSError: it is broken at its very beginning.
    """
    head = b""
    while len(head) <= HEAD:
        try:
            piece = cast(io.BufferedReader, stream).read1(HEAD + 1 - len(head))
        except OSError:
            if head:
                return head
            raise
        if not piece:
            break
        head += piece
    return head


def kind_of(head: bytes, name: str = "", *, is_complete: bool = True) -> str | None:
    """What a file or an answer holds.

    Args:
        head: its first bytes, unpacked.
        name: of the file, where it has one.
        is_complete: whether ``head`` is all of it.

    Returns:
        ``warc``, ``parquet``, ``mhtml``, ``html``, ``feed``, ``sitemap``, ``urls``, ``jsonl``, ``csv``, ``text``; None
        for anything else.
    """
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    text = _as_text(head)
    start = text.lstrip()
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    told = (_kind_of_markup(start) if start.startswith("<") else None) or TOLD_BY_SUFFIX.get(suffix)
    if told is not None:
        return told
    if suffix in {".mhtml", ".mht"} or (_HEADER_LINE.match(text) and _MHTML.search(text[:2000])):
        return "mhtml"
    if _is_url_list(text, is_complete):
        return "urls"
    if _is_json_lines(start, is_complete):
        return "jsonl"
    if suffix in TEXT_SUFFIXES or not suffix[1:].isalpha():
        return "text"
    return None


def _as_text(head: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            return head[: len(head) // 2 * 2].decode(encoding, "replace").lstrip("\ufeff")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _kind_of_markup(start: str) -> str | None:
    """The kind by the first element, past declarations and comments."""
    while True:
        if start.startswith("<!--"):
            rest = start.partition("-->")[2]
        elif start.startswith("<?"):
            rest = start.partition("?>")[2]
        elif match := _DOCTYPE.match(start):
            if match[1].lower() == "html":
                return "html"
            rest = start[match.end() :]
        else:
            break
        start = rest.lstrip()
    match = _ELEMENT.match(start)
    element = match[1].lower() if match else ""
    if element in FEED_ELEMENTS:
        return "feed"
    if element.rpartition(":")[2] in SITEMAP_ELEMENTS:
        return "sitemap"
    return "html" if element in HTML_ELEMENTS else None


def _is_url_list(text: str, is_complete: bool) -> bool:
    if "://" not in text:
        return False
    lines = text.splitlines()
    if not is_complete and len(lines) > 1:
        lines.pop()
    entries = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    addresses = sum(" " not in entry and is_web_address(entry) for entry in entries)
    return addresses > 0 and addresses >= SHARE_OF_ADDRESSES * len(entries)


def _is_json_lines(start: str, is_complete: bool) -> bool:
    if not start.startswith("{"):
        return False
    first, newline, _ = start.partition("\n")
    if not newline and not is_complete:
        return True
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
