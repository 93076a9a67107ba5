"""Reader of sitemaps and news sitemaps (sitemaps.org, Google's news extension), gzipped ones too."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from coalition_data.addresses import is_web_address
from coalition_data.errors import InputError
from coalition_data.ingest.reader import Item, Listed, SourceFile

MOST_ENTRIES = 50_000
"""What the protocol allows in one file."""


class SitemapReader:
    """A saved sitemap: each page is fetched; the parts of an index are sitemaps again."""

    kinds = frozenset({"sitemap"})

    def read(self, file: SourceFile) -> Iterator[Item | Listed]:
        """The entries in their order.

        Raises:
            InputError: as ``parse_sitemap``.
        """
        yield from parse_sitemap(file.read(), file.source_uri)


def parse_sitemap(data: bytes, name: str) -> tuple[Listed, ...]:
    """The pages, or further sitemaps, that a sitemap names, in its order.

    Args:
        data: the sitemap, unpacked.
        name: for messages.

    Raises:
        InputError: ``unreadable``: no sitemap at all.
    """
    found: list[Listed] = []
    try:
        # no entities, no network: a sitemap is somebody else's file
        events = etree.iterparse(
            io.BytesIO(data), events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
        )
        for _, element in events:
            kind = _local_name(element)
            if kind not in {"url", "sitemap"}:
                continue
            entry = _listed(element, is_listing=kind == "sitemap")
            if entry is not None:
                found.append(entry)
            element.clear()
            if len(found) >= MOST_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        if not found:
            raise InputError("unreadable", f"{name} is no sitemap that can be read: {error}") from error
    return tuple(found)


def _listed(element: Any, *, is_listing: bool) -> Listed | None:
    fields: dict[str, str] = {}
    for child in element.iter():
        fields.setdefault(_local_name(child), " ".join((child.text or "").split()))
    url = fields.get("loc", "")
    if not is_web_address(url):
        return None
    return Listed(
        url,
        title=fields.get("title") or None,
        published_on=_date(fields.get("publication_date", "")),
        modified=fields.get("lastmod") or fields.get("publication_date") or None,
        is_listing=is_listing,
    )


def _local_name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _date(printed: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(printed).date()
    except ValueError:
        return None
