"""Documents of each media type taken apart: what the page shows and declares, before the article is put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from coalition_data.clean.bylines import authors_of
from coalition_data.clean.captions import caption_text
from coalition_data.clean.extracted import read_extracted
from coalition_data.clean.html import Body, extract_body, parse_page, read_metadata, refuse_non_articles
from coalition_data.clean.html.dates import find_page_date
from coalition_data.clean.html.metadata import PageMetadata
from coalition_data.clean.identity import canonical_url
from coalition_data.clean.mend import mend_text
from coalition_data.clean.page import read_page
from coalition_data.clean.parts import Page
from coalition_data.errors import CoalitionDataError, InputError
from coalition_data.ingest.encoding import decode_text
from coalition_data.records import Note, RawDocument

STAGE = "clean"

NO_METADATA = PageMetadata()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document taken apart.

    Attributes:
        page: title, paragraphs (dateline and credits still inside), captions, bylines, date lines.
        notes: about what was mended.
        url: canonical address, where known.
        publisher: as it writes its name.
        authors: in order.
        metadata: what an HTML page declares; empty for plain text.
        page_date: a date that an HTML page shows outside its text, found by its markup.
    """

    page: Page
    notes: tuple[Note, ...]
    url: str | None
    publisher: str | None
    authors: tuple[str, ...]
    metadata: PageMetadata = NO_METADATA
    page_date: dt.date | None = None


def make_draft(raw: RawDocument, today: dt.date) -> Draft:
    """Take a document apart by its media type.

    Args:
        raw: the document.
        today: no date of publication lies after it.

    Raises:
        InputError: it cannot be decoded, holds no article, or is of a media type that is not read (``unsupported``).
    """
    if raw.media_type not in _READERS:
        raise InputError("unsupported", f"{raw.source_uri} is {raw.media_type}, which is not read")
    try:
        return _READERS[raw.media_type](raw, today)
    except CoalitionDataError:
        raise
    except Exception as error:  # parsers of markup and dates raise anything on hostile pages; it is this page's fault
        detail = f"{raw.source_uri} cannot be taken apart: {type(error).__name__}: {error}"
        raise InputError("unreadable", detail) from error


def _read_plain_text(raw: RawDocument, _: dt.date) -> Draft:
    mended = mend_text(decode_text(raw.data, raw.source_uri).text)
    page = read_page(mended.text, mended_line(raw.catalog.title), raw.catalog.publisher)
    return Draft(
        page,
        tuple(_note(raw, code, words) for code, words in mended.remarks),
        canonical_url(raw.catalog.url),
        mended_line(raw.catalog.publisher),
        raw.catalog.authors or _authors_of_page(page),
    )


def _read_html(raw: RawDocument, today: dt.date) -> Draft:
    address = raw.catalog.url or (raw.source_uri if raw.source_uri.startswith(("http://", "https://")) else None)
    parsed = parse_page(raw.data, raw.charset, raw.source_uri)
    metadata = _mended_metadata(read_metadata(parsed.root, address))
    publisher = mended_line(raw.catalog.publisher) or metadata.publisher
    url = metadata.url or canonical_url(address)
    body = extract_body(parsed.root)
    lines, remarks = _mended_lines(body)
    titles = [title for title in (mended_line(raw.catalog.title), *metadata.titles) if title]
    page = read_extracted(lines, titles, publisher)
    cut_short = refuse_non_articles(parsed.root, metadata, page.paragraphs, url, raw.source_uri)
    captions = (caption_text(mended_line(caption) or "") for caption in body.captions)
    page.captions = list(dict.fromkeys((*captions, *page.captions)))
    page.lead_captions = list(page.captions)
    page.stamps += [(mended_line(text) or "", False) for text in body.dated]
    found = (*remarks, ("encoding", parsed.remark), ("paywall", cut_short))
    return Draft(
        page,
        tuple(_note(raw, code, words) for code, words in found if words),
        url,
        publisher,
        raw.catalog.authors or metadata.authors or _authors_of_page(page),
        metadata,
        None if metadata.published_on else find_page_date(parsed.root, body.dated, today),
    )


def _mended_lines(body: Body) -> tuple[list[tuple[str, bool]], tuple[tuple[str, str], ...]]:
    """The lines, mended, each with whether it is a heading, and remarks about what was mended."""
    mended = mend_text("\n".join(line.text for line in body.lines))
    headings = [line.is_heading for line in body.lines]
    lines = mended.text.split("\n")
    if len(lines) != len(headings):  # an entity or tag in the text stood for a line break
        headings = [False] * len(lines)
    kept = [(line.strip(), heading) for line, heading in zip(lines, headings, strict=True) if line.strip()]
    return kept, mended.remarks


def _mended_metadata(metadata: PageMetadata) -> PageMetadata:
    return replace(
        metadata,
        titles=tuple(title for text in metadata.titles if (title := mended_line(text))),
        authors=tuple(name for text in metadata.authors if (name := mended_line(text))),
        publisher=mended_line(metadata.publisher),
    )


def _authors_of_page(page: Page) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for line in page.bylines for name in authors_of(line)))


def _note(raw: RawDocument, code: str, words: str) -> Note:
    return Note(raw.source_uri, STAGE, code, f"{raw.source_uri}: {words}")


def mended_line(value: str | None) -> str | None:
    """A declared field as one line of mended text."""
    return " ".join(mend_text(value).text.split()) or None if value else None


_READERS: dict[str, Callable[[RawDocument, dt.date], Draft]] = {"text/plain": _read_plain_text, "text/html": _read_html}
