"""One raw document to an article."""

from __future__ import annotations

import datetime as dt
import re

from coalition_data.clean.bylines import authors_of
from coalition_data.clean.datelines import is_agency, split_dateline
from coalition_data.clean.identity import article_id, canonical_url, text_hash
from coalition_data.clean.language import detect_language
from coalition_data.clean.lines import count_words
from coalition_data.clean.mend import mend_text
from coalition_data.clean.page import Page, read_page
from coalition_data.clean.phrases import is_in_class, prepare
from coalition_data.clean.published import Publication, find_publication
from coalition_data.clean.topic import topic_score
from coalition_data.errors import InputError
from coalition_data.ingest.encoding import decode_text
from coalition_data.records import Article, Note, RawDocument

STAGE = "clean"

STANDFIRST_OVERLAP = 0.9
"""Share of a standfirst's words that the lead repeats in the same order, from where on it is printed twice."""

_END_CREDIT = re.compile(r"\s*[(\[](?P<credit>[^()\[\]]{2,300})[)\]]\.?$")


def clean_document(raw: RawDocument, today: dt.date | None = None) -> tuple[Article, tuple[Note, ...]]:
    """Clean one document.

    Args:
        raw: its bytes and what the catalog says.
        today: no date of publication may lie after it; None for the day of the run.

    Returns:
        The article, and notes about what was mended.

    Raises:
        InputError: the bytes are no text, or nothing of an article is left (``empty``).
    """
    mended = mend_text(decode_text(raw.data, raw.source_uri).text)
    notes = [Note(raw.source_uri, STAGE, code, f"{raw.source_uri}: {words}") for code, words in mended.remarks]
    page = read_page(mended.text, _mended_line(raw.catalog.title), raw.catalog.publisher)
    place, date_words = _take_dateline(page)
    _drop_repeated_standfirst(page)
    _drop_end_credit(page)
    if not page.paragraphs:
        raise InputError("empty", f"{raw.source_uri} holds no article text")
    url = canonical_url(raw.catalog.url)
    publication, date_notes = _publication(raw, page, url, date_words, today or dt.date.today())
    text = "\n\n".join(page.paragraphs)
    article = Article(
        article_id=article_id(url, raw.sha256),
        source_uri=raw.source_uri,
        url=url,
        publisher=_mended_line(raw.catalog.publisher),
        authors=tuple(dict.fromkeys(name for line in page.bylines for name in authors_of(line))),
        title=page.title or None,
        published_on=publication.date,
        published_on_method=publication.method,
        dateline=place,
        language=detect_language(text),
        text=text,
        captions=tuple(page.captions),
        word_count=len(text.split()),
        duplicate_of=None,
        topic_score=topic_score(text, page.title),
        raw_sha256=raw.sha256,
        text_sha256=text_hash(text),
    )
    return article, (*notes, *date_notes)


def make_article(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    published_on: dt.date | None = None,
    source_uri: str = "text",
) -> Article:
    """An article of exactly this text: nothing is removed or mended, so offsets are the caller's.

    Args:
        text: used as it is.
        title, url, published_on: as known; a date in the address counts where none is given.
        source_uri: a name for messages.

    Raises:
        InputError: the text is empty (``empty``).
    """
    if not text.strip():
        raise InputError("empty", f"{source_uri}: the text is empty")
    raw_sha256 = text_hash(text)
    canonical = canonical_url(url)
    publication = find_publication(
        catalog=published_on, url=canonical, dateline=None, stamps=(), captions=(), paragraphs=(), today=dt.date.max
    )
    return Article(
        article_id=article_id(canonical, raw_sha256),
        source_uri=source_uri,
        url=canonical,
        publisher=None,
        authors=(),
        title=title or None,
        published_on=publication.date,
        published_on_method=publication.method,
        dateline=None,
        language=detect_language(text),
        text=text,
        captions=(),
        word_count=len(text.split()),
        duplicate_of=None,
        topic_score=topic_score(text, title),
        raw_sha256=raw_sha256,
        text_sha256=raw_sha256,
    )


def _mended_line(value: str | None) -> str | None:
    """A catalog's field as one line of mended text."""
    return " ".join(mend_text(value).text.split()) or None if value else None


def _publication(
    raw: RawDocument, page: Page, url: str | None, date_words: str | None, today: dt.date
) -> tuple[Publication, tuple[Note, ...]]:
    catalog = raw.catalog.published_on
    notes: tuple[Note, ...] = ()
    if catalog is not None and catalog > today:
        detail = f"{raw.source_uri}: the catalog's date {catalog} lies in the future; it is ignored"
        notes = (Note(raw.source_uri, STAGE, "catalog_date", detail),)
        catalog = None
    publication = find_publication(
        catalog=catalog,
        url=url,
        dateline=date_words,
        stamps=page.stamps,
        captions=page.lead_captions,
        paragraphs=page.paragraphs,
        today=today,
    )
    return publication, notes


def _take_dateline(page: Page) -> tuple[str | None, str | None]:
    """Cut the dateline off the lead (or off the paragraph after a standfirst); its place and date."""
    for index, paragraph in enumerate(page.paragraphs[:3]):
        dateline = split_dateline(paragraph)
        if dateline is not None:
            page.paragraphs[index] = dateline.rest
            return dateline.place, dateline.date
    return None, None


def _drop_repeated_standfirst(page: Page) -> None:
    """Drop a first paragraph whose words the second one begins with, or has in full."""
    while len(page.paragraphs) > 1:
        first, second = ([word.casefold() for word in re.findall(r"\w+", text)] for text in page.paragraphs[:2])
        start = second[: len(first)]
        same = sum(a == b for a, b in zip(first, start, strict=False))
        if not first or same < STANDFIRST_OVERLAP * len(first):
            return
        del page.paragraphs[0]


def _drop_end_credit(page: Page) -> None:
    """Cut "(Reporting by …; Editing by …)" off the end of the last paragraph."""
    while page.paragraphs:
        match = _END_CREDIT.search(page.paragraphs[-1])
        if match is None:
            return
        prepared = prepare(match["credit"])
        if not is_in_class("credit", prepared) and authors_of(f"By {match['credit']}") == ():
            return
        if not is_in_class("credit", prepared) and not _is_agency_credit(match["credit"]):
            return
        rest = page.paragraphs[-1][: match.start()].rstrip()
        if rest:
            page.paragraphs[-1] = rest
        else:
            page.paragraphs.pop()


def _is_agency_credit(credit: str) -> bool:
    return is_agency(credit) and count_words(credit) <= 4
