"""Pages that were fetched, as documents: read from the archive, without the network."""

from __future__ import annotations

from collections.abc import Iterator

from w3lib.encoding import http_content_type_encoding

from coalition_data.errors import StoreError
from coalition_data.fetch import Archive
from coalition_data.fetch.archive import page_key
from coalition_data.ingest.declaration import Source
from coalition_data.ingest.html import declared_charset
from coalition_data.ingest.reader import STAGE, Item, make_document
from coalition_data.ingest.warc import media_type_of
from coalition_data.records import Capture, CatalogEntry, Note, Page, SetAside

FETCHED = "fetched"


def read_archived(source: Source, archive: Archive) -> Iterator[tuple[str, Item]]:
    """Key and outcome of every page that a source on the web has ever listed, first listed first.

    A list that cannot be read is an input as well; one that can is none.
    """
    for page in sorted(archive.pages.values(), key=lambda page: (page.first_seen, page.key)):
        if source.name in page.sources and (not page.is_listing or page.outcome != FETCHED):
            for item in read_page(page, source, archive):
                yield page.key, item


def read_listed(url: str, source: Source, archive: Archive) -> Iterator[tuple[str, Item]]:
    """Key and outcome of a page that a list among local files names."""
    key = page_key(url)
    page = archive.pages.get(key)
    if page is None:
        detail = f"{url} is listed but was never fetched; run the fetch stage, or the whole flow"
        yield key, SetAside(url, STAGE, "waiting", detail)
        return
    for item in read_page(page, source, archive):
        yield key, item


def read_page(page: Page, source: Source, archive: Archive) -> Iterator[Item]:
    """All captures of a page, each text once, oldest first; the reason where there is none."""
    latest: dict[str, Capture] = {capture.sha256: capture for capture in archive.captures(page.key)}
    if page.is_listing or not latest:
        lost = page.outcome == FETCHED  # the index was lost; the next run fetches it again
        yield SetAside(page.url, STAGE, "waiting" if lost else page.outcome, page.detail)
        return
    if page.outcome != FETCHED:
        yield Note(page.url, STAGE, page.outcome, f"{page.detail}; what was fetched before is kept")
    for capture in sorted(latest.values(), key=lambda capture: (capture.fetched_at, capture.sha256)):
        yield _document(capture, page, source, archive)


def _document(capture: Capture, page: Page, source: Source, archive: Archive) -> Item:
    try:
        data = archive.read(capture)
    except StoreError as error:
        return SetAside(page.url, STAGE, "unreadable", error.message, capture.sha256)
    content_type = (capture.content_type or "").lower()
    if not data.strip():
        return SetAside(page.url, STAGE, "empty", f"{page.url} is empty", capture.sha256)
    media_type = media_type_of(data, content_type)
    if media_type is None:
        kind = content_type.partition(";")[0][:60] or "unknown"
        detail = f"{page.url} is no page (its content type is {kind})"
        return SetAside(page.url, STAGE, "unsupported", detail, capture.sha256)
    return make_document(
        page.url,
        data,
        source,
        entry=CatalogEntry(url=capture.url, published_on=page.published_on),
        media_type=media_type,
        charset=http_content_type_encoding(content_type) or declared_charset(data),
        fetched_at=capture.fetched_at,
    )
