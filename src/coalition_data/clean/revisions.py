"""Copies and revisions: of several documents that are one article, which stands in the table, and what the others are.

Nothing here depends on the order in which documents arrive: what wins is decided by what a document says, when it was
fetched and, last of all, by its hash. ``duplicates.py`` marks near copies afterwards.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from coalition_data.addresses import canonical_url, without_scheme
from coalition_data.records import Article, RawDocument, Revision, SetAside

STAGE = "clean"

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)

_SOURCE_COLUMNS = frozenset({"source_uri", "raw_sha256", "duplicate_of"})
"""Columns in which two captures of a page may differ although the article is the same."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that became an article.

    Attributes:
        fetched_at: when its bytes came over the network.
        address: the canonical one where it was read; the article's own may be another, which the page declares.
    """

    article: Article
    fetched_at: dt.datetime | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Every candidate is in ``articles`` or in ``set_aside``, exactly once.

    Attributes:
        articles: the newest revision of each article, in the order of the candidates.
        set_aside: ``revised`` (an older text) and ``duplicate`` (nothing new).
        revisions: all texts of the articles that have had several.
    """

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...]
    revisions: tuple[Revision, ...]


def drop_byte_copies(documents: Sequence[RawDocument]) -> tuple[tuple[RawDocument, ...], tuple[SetAside, ...]]:
    """Of documents with the same bytes keep the one of which the catalog says most.

    It counts as fetched when its address last gave these bytes: a page may have returned to an old text.

    Args:
        documents: as read, in any order.
    """
    kept, copies = [], []
    groups = _grouped(documents, lambda raw: raw.sha256)
    best = {digest: max(group, key=_worth) for digest, group in groups.items()}
    for raw in documents:
        first = best[raw.sha256]
        if raw is first:
            times = [one.fetched_at for one in groups[raw.sha256] if one.fetched_at and _address(one) == _address(raw)]
            kept.append(dataclasses.replace(raw, fetched_at=max(times, default=None)))
        else:
            detail = f"{raw.source_uri} has the same bytes as {first.source_uri}"
            copies.append(SetAside(raw.source_uri, STAGE, "duplicate", detail, raw.sha256))
    return tuple(kept), tuple(copies)


def choose_articles(candidates: Sequence[Candidate]) -> Chosen:
    """Let the newest revision of each article stand, and one article of each text.

    Args:
        candidates: in any order, no two with the same bytes.
    """
    outcomes: dict[str, SetAside] = {}
    revisions: list[Revision] = []
    current = []
    for _, group in sorted(_grouped(candidates, lambda one: one.article.article_id).items()):
        home, elsewhere = _by_address(group)
        texts = _texts(home)
        newest = texts[-1]
        current.append(newest)
        outcomes |= {row.article.raw_sha256: _older(row.article, newest.article) for row in home if row is not newest}
        outcomes |= {row.article.raw_sha256: _elsewhere(row.article, newest.article) for row in elsewhere}
        if len({row.article.text_sha256 for row in texts}) > 1:
            revisions += [_revision(row, number, row is newest) for number, row in enumerate(texts, start=1)]
    for group in _grouped(current, lambda one: one.article.text_sha256).values():
        first = min((one.article for one in group), key=_precedence)
        for one in group:
            if one.article is not first:
                detail = f"{one.article.source_uri} has the same text as {first.source_uri}"
                outcomes[one.article.raw_sha256] = _set_aside(one.article, "duplicate", detail)
    articles = tuple(one.article for one in candidates if one.article.raw_sha256 not in outcomes)
    ordered = tuple(outcomes[sha] for one in candidates if (sha := one.article.raw_sha256) in outcomes)
    return Chosen(articles, ordered, tuple(revisions))


def _by_address(group: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The captures of the address that the article calls its own (else of the first by name), and all others.

    Time orders the captures of one address. Between two addresses it says nothing about which text is newer, only
    which was asked for first.
    """
    own = _page(min(group, key=lambda one: (_page(one) != without_scheme(one.article.url), _page(one))))
    return [one for one in group if _page(one) == own], [one for one in group if _page(one) != own]


def _page(row: Candidate) -> str:
    return without_scheme(row.address)


def _texts(group: Iterable[Candidate]) -> list[Candidate]:
    """The distinct contents that an article has had, oldest first; of each its first capture."""
    newest: dict[Hashable, Candidate] = {}
    first: dict[Hashable, Candidate] = {}
    for row in sorted(group, key=_age):
        content = tuple(
            getattr(row.article, field.name) for field in fields(Article) if field.name not in _SOURCE_COLUMNS
        )
        first.setdefault(content, row)
        newest[content] = row
    return [first[content] for content in sorted(newest, key=lambda content: _age(newest[content]))]


def _older(article: Article, newest: Article) -> SetAside:
    if article.text_sha256 == newest.text_sha256:
        detail = f"{article.source_uri} has the same address and text as {newest.source_uri}"
        return _set_aside(article, "duplicate", detail)
    named = "a newer capture" if article.source_uri == newest.source_uri else newest.source_uri
    detail = f"{article.source_uri} is an older revision of {article.article_id}, which now reads as in {named}"
    return _set_aside(article, "revised", detail)


def _elsewhere(article: Article, newest: Article) -> SetAside:
    detail = f"{article.source_uri} is another address of {newest.article_id}, which is read from {newest.source_uri}"
    return _set_aside(article, "duplicate", detail)


def _set_aside(article: Article, reason: str, detail: str) -> SetAside:
    return SetAside(article.source_uri, STAGE, reason, detail, article.raw_sha256)


def _revision(row: Candidate, number: int, is_current: bool) -> Revision:
    article = row.article
    return Revision(
        article_id=article.article_id,
        revision=number,
        is_current=is_current,
        source_uri=article.source_uri,
        url=article.url,
        fetched_at=row.fetched_at,
        published_on=article.published_on,
        title=article.title,
        text=article.text,
        raw_sha256=article.raw_sha256,
        text_sha256=article.text_sha256,
    )


def _worth(raw: RawDocument) -> tuple[Any, ...]:
    known = sum(getattr(raw.catalog, field.name) not in (None, ()) for field in fields(raw.catalog))
    earliest_name = tuple(-ord(character) for character in raw.source_uri)
    return raw.catalog.url is not None, known, earliest_name, raw.fetched_at or _LONG_AGO


def _address(raw: RawDocument) -> str:
    return without_scheme(canonical_url(raw.catalog.url))


def _age(row: Candidate) -> tuple[Any, ...]:
    article = row.article
    return row.fetched_at or _LONG_AGO, article.published_on or dt.date.min, article.raw_sha256


def _precedence(article: Article) -> tuple[Any, ...]:
    """The earliest comes first; what has no address or date, last."""
    return article.url is None, article.published_on or dt.date.max, article.publisher is None, article.article_id


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
