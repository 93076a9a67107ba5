"""One raw document to an article."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from coalition_data.clean.bylines import authors_of
from coalition_data.clean.datelines import is_agency, split_dateline
from coalition_data.clean.drafts import STAGE, Draft, make_draft
from coalition_data.clean.identity import article_id, canonical_url, text_hash
from coalition_data.clean.language import detect_language
from coalition_data.clean.lines import count_words
from coalition_data.clean.parts import Page
from coalition_data.clean.phrases import is_in_class, prepare
from coalition_data.clean.published import DateEvidence, Publication, find_publication, is_page_clock
from coalition_data.clean.topic import topic_score
from coalition_data.errors import InputError
from coalition_data.records import Article, Note, RawDocument

STANDFIRST_OVERLAP = 0.9
"""Share of a standfirst's words that the lead repeats in the same order, from where on it is printed twice."""

LONGEST_ARTICLE = 100_000
"""Words. The longest reports that papers print have some 30,000, a novel has 100,000: more is a dump or a damaged file,
and one such text would cost the parser minutes."""

_END_CREDIT = re.compile(r"\s*[(\[](?P<credit>[^()\[\]]{2,300})[)\]]\.?$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article, notes about what was mended, and whether every later day would give the same."""

    article: Article
    notes: tuple[Note, ...]
    lasts: bool


def clean_document(raw: RawDocument, today: dt.date | None = None) -> tuple[Article, tuple[Note, ...]]:
    """The article of a document and the notes, as ``clean_on`` gives them."""
    cleaned = clean_on(raw, latest_date(raw, today))
    return cleaned.article, cleaned.notes


def clean_on(raw: RawDocument, latest: dt.date) -> Cleaned:
    """Clean one document.

    Args:
        raw: its bytes and what is known beside them.
        latest: no date of publication may lie after it (``latest_date``).

    Raises:
        InputError: the bytes are no text, nothing of an article is left (``empty``) or more than any article holds
            (``too_large``); for pages also what ``html.refusals`` tells apart.
    """
    if raw.media_type == "text/plain":  # of pages a small part may be the article
        _refuse_longest(len(raw.data.split()), raw)
    draft = make_draft(raw, latest)
    page = draft.page
    place, date_words = _take_dateline(page)
    _drop_repeated_standfirst(page)
    _drop_end_credit(page)
    if not page.paragraphs:
        raise InputError("empty", f"{raw.source_uri} holds no article text")
    text = "\n\n".join(page.paragraphs)
    words = len(text.split())
    _refuse_longest(words, raw)
    publication, date_notes = _publication(raw, draft, date_words, latest)
    article = Article(
        article_id=article_id(draft.url, raw.sha256),
        source_uri=raw.source_uri,
        url=draft.url,
        publisher=draft.publisher,
        authors=draft.authors,
        title=page.title or None,
        published_on=publication.date,
        published_on_method=publication.method,
        dateline=place,
        language=detect_language(text),
        text=text,
        captions=tuple(caption for caption in page.captions if caption),
        word_count=words,
        duplicate_of=None,
        topic_score=topic_score(text, page.title),
        raw_sha256=raw.sha256,
        text_sha256=text_hash(text),
    )
    shows_other_dates = raw.media_type == "text/html" and draft.metadata.published_on is None
    lasts = publication.lasts and not date_notes and not shows_other_dates
    return Cleaned(article, (*draft.notes, *date_notes), lasts)


def _refuse_longest(words: int, raw: RawDocument) -> None:
    if words > LONGEST_ARTICLE:
        detail = f"{raw.source_uri} is too large for an article: {words:,} words, {LONGEST_ARTICLE:,} may be"
        raise InputError("too_large", detail)


def latest_date(raw: RawDocument, today: dt.date | None) -> dt.date:
    """The last day on which the document can have been published: east of Greenwich it may be tomorrow there.

    Args:
        raw: a page cannot have been published after it was fetched.
        today: of the settings; None for the day of the run.
    """
    latest = today or dt.date.today()
    return latest if raw.fetched_at is None else min(latest, raw.fetched_at.date() + dt.timedelta(days=1))


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
    publication = find_publication(DateEvidence(catalog=published_on, url=canonical), dt.date.max)
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


def _publication(
    raw: RawDocument, draft: Draft, date_words: str | None, latest: dt.date
) -> tuple[Publication, tuple[Note, ...]]:
    """The date of publication, and notes about dates that cannot be right."""
    catalog, declared = raw.catalog.published_on, draft.metadata.published_on
    notes: tuple[Note, ...] = ()
    for code, what, date in (("catalog_date", "the catalog's", catalog), ("page_date", "the page's", declared)):
        if date is not None and date > latest:
            detail = f"{raw.source_uri}: {what} date {date} lies in the future; it is ignored"
            notes = (*notes, Note(raw.source_uri, STAGE, code, detail))
    if is_page_clock(draft.metadata.published_at, raw.fetched_at):
        declared = None
    evidence = DateEvidence(
        catalog=catalog,
        metadata=declared,
        url=draft.url or canonical_url(raw.catalog.url),
        dateline=date_words,
        stamps=draft.page.stamps,
        captions=draft.page.lead_captions,
        paragraphs=draft.page.paragraphs,
        page_date=draft.page_date,
        title=draft.page.title,
    )
    publication = find_publication(evidence, latest)
    if publication.date is None and declared is None and draft.metadata.published_on is not None:
        declared = draft.metadata.published_on  # fetched within minutes of its publication, and nothing else says when
        publication = Publication(declared, "metadata") if declared <= latest else publication
    return publication, notes


def _take_dateline(page: Page) -> tuple[str | None, str | None]:
    """Cut the dateline off the lead (or off the paragraph after a standfirst); its place and date."""
    for index, paragraph in enumerate(page.paragraphs[:3]):
        dateline = split_dateline(paragraph)
        if dateline is not None:
            page.paragraphs[index] = dateline.rest
            return dateline.place or page.place, dateline.date
    return page.place, None


def _drop_repeated_standfirst(page: Page) -> None:
    """Drop a first paragraph whose words the second one begins with, or has in full."""
    while len(page.paragraphs) > 1:
        first, second = ([word.casefold() for word in re.findall(r"\w+", text)] for text in page.paragraphs[:2])
        pairs = list(zip(first, second, strict=False))
        same = sum(one == other for one, other in pairs)
        other_figures = any(one != other and (one + other).isdigit() for one, other in pairs)
        if not first or other_figures or same < STANDFIRST_OVERLAP * len(first):
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
