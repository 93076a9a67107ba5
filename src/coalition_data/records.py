"""Frozen records that flow between the stages.

``RawDocument → Article → ParsedArticle (document.py) → Meeting, Pledge, Quote``; whatever cannot go on
becomes a ``SetAside``. Fields of ``Article``, ``Meeting``, ``Pledge`` and ``Quote`` are the columns of the
released tables, in order (``schema.tables`` holds their meaning; a test keeps both equal).

Offsets are 0-based Unicode code points into ``Article.text``, end exclusive.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """What is known about a document beside its bytes: from a ``catalog.csv``, a feed's entry, a mapped column, or the
    declaration of its source. Any field may be absent.

    Attributes:
        language: ISO 639-1, as declared; what the text is written in is found out by itself.
        licence: of the source, in words or as an SPDX identifier.
    """

    url: str | None = None
    publisher: str | None = None
    published_on: dt.date | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One source document, byte for byte.

    Attributes:
        source_uri: path relative to the source root (POSIX), or URL; of one record of many, with ``#`` and its place.
        data: the bytes as read, without compression.
        sha256: hex digest of ``data``.
        catalog: what is known beside the bytes, empty where nothing is.
        media_type: ``text/plain`` or ``text/html``, told from the content.
        charset: what the server or the page declares, None where neither does.
        source: name of the source as declared in ``sources.yml``; None for a path that the user named.
        fetched_at: when the bytes came over the network (UTC); None for local files.
        min_topic_score: the source's own threshold; None for that of the settings.
    """

    source_uri: str
    data: bytes
    sha256: str
    catalog: CatalogEntry = CatalogEntry()
    media_type: str = "text/plain"
    charset: str | None = None
    source: str | None = None
    fetched_at: dt.datetime | None = None
    min_topic_score: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An address that a source lists, and what became of it. Kept from run to run in the archive.

    Attributes:
        key: one spelling of the address, without its scheme.
        url: as it was first listed.
        sources: names of the sources that list it, sorted; for a list among local files, the path of that file.
        is_listing: whether it is itself a list of pages (a feed, a sitemap).
        title, published_on: what the list says.
        modified: when the page last changed, in the words of the list.
        first_seen, last_checked: UTC.
        outcome: ``fetched``, ``waiting``, ``http_404``, …
        detail: the outcome in words.
        next_attempt: not before; None: by the policy of the source.
        etag, last_modified: of its last answer.
    """

    key: str
    url: str
    sources: tuple[str, ...]
    is_listing: bool
    title: str | None
    published_on: dt.date | None
    modified: str | None
    first_seen: dt.datetime
    last_checked: dt.datetime | None
    outcome: str
    detail: str
    next_attempt: dt.datetime | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer that was kept: which page, when, and where its bytes lie.

    Attributes:
        key: of the page.
        url: the page's own address, after redirects.
        fetched_at: UTC.
        sha256: hex digest of the page's bytes, unpacked. The same bytes are stored once.
        content_type: as the server declared it.
        bytes: length of the unpacked bytes.
        file: name of the WARC file.
        offset, length: of the record in it.
    """

    key: str
    url: str
    fetched_at: dt.datetime
    sha256: str
    content_type: str | None
    bytes: int
    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that does not reach ``articles``: ``in = accepted + set aside``.

    Attributes:
        source_uri: as in ``RawDocument``.
        stage: name of the stage that set it aside.
        reason: code: ``empty``, ``unreadable``, ``binary``, ``unsupported``, ``missing``, ``catalog``, ``duplicate``,
            ``revised``, ``language``, ``off_topic``, ``extraction_error``, ``too_large``, ``hidden``; of pages that
            were not fetched also ``blocked_by_robots``, ``http_404`` and the like (``fetch.client``).
        detail: the reason in words, with the file's name.
        raw_sha256: hex digest of the bytes, where there were any.
        traceback: where the code failed, a line a frame, for ``extraction_error``.
        source: name of its source in ``sources.yml``, where the ingest stage set it aside.
    """

    source_uri: str
    stage: str
    reason: str
    detail: str
    raw_sha256: str | None = None
    traceback: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a user should know about an input that was accepted nevertheless (a detected encoding)."""

    source_uri: str
    stage: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that support a row: ``articles.text[start:end] == text``."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned source document; a row of ``articles``."""

    article_id: str
    source_uri: str
    url: str | None
    publisher: str | None
    authors: tuple[str, ...]
    title: str | None
    published_on: dt.date | None
    published_on_method: str
    dateline: str | None
    language: str
    text: str
    captions: tuple[str, ...]
    word_count: int
    duplicate_of: str | None
    topic_score: float
    raw_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a run and what became of it.

    Attributes:
        source_uri: as in ``RawDocument``.
        outcome: ``accepted``, or the ``reason`` of ``SetAside``.
        detail: the outcome in words; for an accepted one only where there is something to say.
        stage: that set it aside, None where it was accepted.
        source: name of its source in ``sources.yml``.
        url: of the page.
        licence: as its source declares it.
        article_id: of the accepted article.
        raw_sha256, bytes, media_type: of what was read, None where there was nothing to read.
        fetched_at: UTC, of pages.
    """

    source_uri: str
    outcome: str
    detail: str | None
    stage: str | None
    source: str | None
    url: str | None
    licence: str | None
    article_id: str | None
    raw_sha256: str | None
    bytes: int | None
    media_type: str | None
    fetched_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One of several texts that an article has had; the newest stands in ``articles``.

    Attributes:
        revision: 1 for the first text that was read.
        is_current: whether it is the newest.
    """

    article_id: str
    revision: int
    is_current: bool
    source_uri: str
    url: str | None
    fetched_at: dt.datetime | None
    published_on: dt.date | None
    title: str | None
    text: str
    raw_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Host:
    """A host, chair or organiser of a meeting."""

    name: str
    kind: str
    iso3: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes, took or was to take part in a meeting, and how."""

    name: str
    kind: str
    iso3: str | None
    role: str | None
    mode: str


@dataclass(frozen=True, slots=True)
class ReportedCount:
    """A head count as an article prints it: ``17``, ``countries``."""

    count: int
    unit: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; from an extractor, as one article tells it, from the linker, across all articles."""

    meeting_id: str
    name: str
    meeting_type: str
    format: str
    status: str
    start_date: dt.date | None
    end_date: dt.date | None
    date_precision: str
    date_method: str
    city: str | None
    country_iso3: str | None
    venue: str | None
    latitude: float | None
    longitude: float | None
    hosts: tuple[Host, ...]
    participants: tuple[Participant, ...]
    participants_reported: tuple[ReportedCount, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise, refusal, withdrawal or contribution; one article's from an extractor, linked afterwards."""

    pledge_id: str
    pledger_name: str
    pledger_kind: str
    pledger_iso3: str | None
    recipient_name: str | None
    recipient_iso3: str | None
    scope_iso3: tuple[str, ...]
    category: str
    stance: str
    progress: str
    description: str
    quantity: float | None
    quantity_max: float | None
    unit: str | None
    quantity_qualifier: str | None
    amount: Decimal | None
    currency: str | None
    announced_by: str | None
    announced_by_role: str | None
    announced_on: dt.date | None
    meeting_id: str | None
    condition: str | None
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Quote:
    """One contiguous quoted span with its speaker."""

    quote_id: str
    article_id: str
    start: int
    end: int
    text: str
    quote_type: str
    utterance_id: str
    speaker_name: str | None
    speaker_mention: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_kind: str
    speaker_role: str | None
    speaker_iso3: str | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    meeting_id: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class KnownId:
    """An id that a release gave; a row of the registry of ids.

    Attributes:
        id: the id.
        table: the table that holds or held it.
        status: ``active``, ``superseded`` (merged into another row), ``retired`` (its evidence is gone).
        superseded_by: the living id of the row that took over its evidence.
        split_from: the id that held the row's evidence before.
        new_after: version of the last release without it; None for the ids of the first.
        last_release: version of the last release that holds it; None while it is active.
        kind: what the row is, as far as that tells it from others of the same words.
        fingerprints: of all evidence that it ever stood for.
    """

    id: str
    table: str
    status: str
    superseded_by: str | None
    split_from: str | None
    new_after: str | None
    last_release: str | None
    kind: str
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of a release, under the one name that all its tables use.

    Attributes:
        name: as in ``quotes.speaker_name``, ``pledges.announced_by``, ``meetings.hosts`` and ``participants``.
        variants: other full names under which articles print the person, sorted.
        iso3: the country that most rows give; None where none gives one.
        row_count: quotes said, pledges announced, meetings hosted or attended.
    """

    name: str
    variants: tuple[str, ...]
    iso3: str | None
    row_count: int
