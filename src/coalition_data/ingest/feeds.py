"""Reader of feeds: RSS 0.9 to 2.0 and Atom, by feedparser."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from lxml import etree

from coalition_data.addresses import is_web_address
from coalition_data.errors import InputError
from coalition_data.ingest.reader import Item, Listed, SourceFile

LARGEST_FEED = 4 * 1024 * 1024
"""Bytes. Feeds hold the last some dozens of articles; the parser's time grows with the size."""


DEEPEST = 64
"""Elements inside each other. Feeds have a dozen levels; the library takes minutes on thousands."""


class FeedReader:
    """A saved feed: each entry's page is fetched."""

    kinds = frozenset({"feed"})

    def read(self, file: SourceFile) -> Iterator[Item | Listed]:
        """The entries in their order.

        Raises:
            InputError: as ``parse_feed``.
        """
        yield from parse_feed(file.read(), file.source_uri)


def parse_feed(data: bytes, name: str) -> tuple[Listed, ...]:
    """The pages that a feed names, in its order.

    Args:
        data: the feed.
        name: for messages.

    Raises:
        InputError: ``too_large``; ``unreadable``: no feed at all.
    """
    if len(data) > LARGEST_FEED:
        raise InputError("too_large", f"{name} is too large for a feed ({len(data):,} bytes)")
    if _depth(data) > DEEPEST:
        raise InputError("unreadable", f"{name} is no feed: its elements are nested without end")
    # a stream, because the library would take bytes for an address or a file's name
    parsed: Any = feedparser.parse(io.BytesIO(data), resolve_relative_uris=True, sanitize_html=False)
    entries = [entry for entry in parsed.entries if is_web_address(str(entry.get("link", "")).strip())]
    if not entries and not parsed.get("version"):
        raise InputError("unreadable", f"{name} is no feed that can be read")
    return tuple(
        Listed(
            url=str(entry["link"]).strip(),
            title=" ".join(str(entry.get("title") or "").split()) or None,
            published_on=_date(str(entry.get("published") or "")),
            # past the library's own way, which for want of "updated" answers with "published" and a warning
            modified=str(dict.get(entry, "updated") or entry.get("published") or "") or None,
        )
        for entry in entries
    )


def _depth(data: bytes) -> int:
    """How deep the elements are nested, as far as the parser follows (some hundred levels)."""
    depth = deepest = 0
    with contextlib.suppress(etree.XMLSyntaxError):
        events = etree.iterparse(io.BytesIO(data), ("start", "end"), recover=True, resolve_entities=False)
        for event, element in events:
            depth += 1 if event == "start" else -1
            deepest = max(deepest, depth)
            if event == "end":
                element.clear()
    return deepest


def _date(printed: str) -> dt.date | None:
    """The date as the publisher's clock showed it, not converted to UTC."""
    try:
        return dt.datetime.fromisoformat(printed.strip()).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(printed).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
