"""Reader of saved pages: HTML, and MHTML as browsers save a page with all that belongs to it."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import re
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding

from coalition_data.addresses import is_web_address
from coalition_data.errors import InputError
from coalition_data.ingest.encoding import BINARY_MAGIC
from coalition_data.ingest.reader import Item, SourceFile

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->", re.IGNORECASE)

MOST_PARTS = 5_000
"""Of a saved page: its pictures, styles and frames are some hundred; the parser's time grows with their number."""

_NEAR_TOP = 4096
"""Bytes in which a page declares its charset, and a browser where it saved the page from."""


class HtmlReader:
    """A saved page: one file, one document, byte for byte."""

    kinds = frozenset({"html"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """The page; its address where the browser wrote that into it and no catalog gives another."""
        data = file.read()
        saved = _SAVED_FROM.search(data[:_NEAR_TOP])
        address = saved[1].decode("ascii", "replace") if saved else None
        yield html_document(file, data, address, declared_charset(data))


class MhtmlReader:
    """A page in the MIME format of browsers: the first HTML part is the document."""

    kinds = frozenset({"mhtml"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """The page.

        Raises:
            InputError: ``unsupported``: it holds no HTML.
        """
        data = file.read()
        if data.count(b"\n--") > MOST_PARTS:
            raise InputError("unreadable", f"{file.source_uri} has too many parts for a page")
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
            if isinstance(payload, bytes) and payload.strip():
                address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
                charset = part.get_content_charset() or declared_charset(payload)
                yield html_document(file, payload, str(address) if address else None, charset)
                return
        raise InputError("unsupported", f"{file.source_uri} holds no HTML page")


def html_document(file: SourceFile, data: bytes, address: str | None, charset: str | None) -> Item:
    """A page as a document, with the address it was saved from.

    Raises:
        InputError: ``empty``, ``binary``.
    """
    if not data.strip():
        raise InputError("empty", f"{file.source_uri} is empty")
    for magic, kind in BINARY_MAGIC.items():
        if data.startswith(magic):
            raise InputError("binary", f"{file.source_uri} is {kind}, not a page")
    entry = file.catalog
    if entry.url is None and address is not None and is_web_address(address):
        entry = dataclasses.replace(entry, url=address)
    return file.document(file.source_uri, data, entry=entry, media_type="text/html", charset=charset)


def declared_charset(data: bytes) -> str | None:
    """The charset that a page declares in its first bytes, as Python names it."""
    return html_body_declared_encoding(data[:_NEAR_TOP])
