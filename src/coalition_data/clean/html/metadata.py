"""What a page declares about its article: title, authors, address, publisher, dates, paywall."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from coalition_data.clean.bylines import authors_of
from coalition_data.clean.dates import EARLIEST_YEAR, find_dates
from coalition_data.clean.html.structured import StructuredData, is_article, read_structured_data, types_of
from coalition_data.clean.identity import canonical_url

SHARED_WORDS = 0.7
"""Of a heading and a declared title that name one article: titles for search engines leave words out or add a site."""

LONGEST_NAME = 80
"""Characters of an author's or publisher's name; longer ones are biographies and slogans."""

PUBLICATION_TAGS = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.date.issued",
    "article.published", "publish-date", "publish_date", "published_date", "publication_date", "publisheddate",
    "publishdate", "pubdate", "publishtime", "article_date_original", "originalpublicationdate", "date_published",
    "displaydate", "ptime", "pdate", "rbpubdate", "bt:pubdate", "cxenseparse:recs:publishtime", "dateposted",
    "article:publicationdate", "citation_publication_date", "citation_date", "analyticsattributes.articledate",
    "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "dc:date", "rnews:datepublished", "date",
)  # fmt: skip
"""Meta tags with the date of publication, the surest first. From the lists of htmldate, without those that carry the
date of a change, of a video, or of the page's rendering."""


_URL = re.compile(r"https?://|www\.|/|@|\.(?:com|org|net)\b", re.IGNORECASE)
_LIST_OF_NAMES = re.compile(r"\s*(?:;|\||\band\b|&|,(?! Jr\.?| Sr\.?| I+\b))\s*")
_BY = re.compile(
    r"^(?:(?:written|posted|published|story|words|text|report|analysis|opinion|commentary|review) )?by\b:?\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:admin(?:istrator)?|editors?|editorial(?: (?:team|staff|board))?|staff|webmaster|web ?desk|"
    r"news ?(?:desk|room)|"
    r"unknown|author|guest|user|null|none|undefined|n/?a|anonymous|reporters?|correspondents?|root|test|wordpress)$",
    re.IGNORECASE,
)
_ISO_TIME = re.compile(
    r"^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"^\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?\d{4,6}Z?)?\s*$")
_HANDLE = re.compile(r"^@\w+$")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page declares.

    Attributes:
        titles: headlines as declared, the surest first; a site's name may still hang on them.
        authors: names in order.
        url: canonical address; None where none is declared or where it is another page's.
        publisher: as it writes its name.
        published_on: date of publication, of the publisher's own calendar.
        published_at: with time and zone, where those are declared.
        is_article: whether the page declares an article (JSON-LD, OpenGraph, microdata); None where it says nothing.
        is_free: whether everybody may read it; None where it says nothing.
        language: of the ``html`` element or meta tags.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    url: str | None = None
    publisher: str | None = None
    published_on: dt.date | None = None
    published_at: dt.datetime | None = None
    is_article: bool | None = None
    is_free: bool | None = None
    language: str | None = None


def read_metadata(root: HtmlElement, url: str | None = None) -> PageMetadata:
    """Read the declarations of a page.

    Args:
        root: its tree.
        url: the address it was read from, where known.
    """
    data = read_structured_data(root)
    published_on, published_at = _publication(data, root)
    publisher = _publisher(data)
    return PageMetadata(
        titles=tuple(dict.fromkeys(_titles(data, root, publisher))),
        authors=_authors(data, root, publisher),
        url=_own_address(data, root, url),
        publisher=publisher,
        published_on=published_on,
        published_at=published_at,
        is_article=_declares_article(data),
        is_free=_declares_free(data),
        language=root.get("lang") or data.first_meta("content-language", "og:locale"),
    )


def _titles(data: StructuredData, root: HtmlElement, publisher: str | None) -> list[str]:
    """Headlines: the heading that the declarations agree with, then the declarations, the window's title last."""
    of_article = (
        *(_plain(article.get("headline")) for article in data.articles[:1]),
        data.first_meta("og:title"),
        data.first_item("headline"),
        data.first_meta("twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
    )
    declared = [title for title in of_article if title]
    windows = [text for element in root.iter("title") if (text := _text(element))]
    headings = [
        text for element in root.iter("h1") if (text := _text(element)) and not (publisher and text in publisher)
    ]
    agreeing = [heading for heading in headings if any(_agree(heading, title) for title in declared or windows)]
    return [*agreeing[:1], *declared, *(headings if len(headings) == 1 else ()), *windows]


def _agree(heading: str, title: str) -> bool:
    """Whether a heading's words stand in a declared title, or most of the title's in the heading."""
    own, other = (set(re.findall(r"\w+", text.casefold())) for text in (heading, title))
    return bool(own) and len(own & other) >= SHARED_WORDS * min(len(own), len(other)) and len(own & other) > 1


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _plain(value: Any) -> str | None:
    """A declared text: of a list its first, of an object its name."""
    if isinstance(value, list):
        return next((text for part in value if (text := _plain(part))), None)
    if isinstance(value, Mapping):
        return _plain(value.get("name")) or _plain(value.get("@value"))
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _authors(data: StructuredData, root: HtmlElement, publisher: str | None) -> tuple[str, ...]:
    """Names of the first source that has any."""
    declared = [name for article in data.articles for name in _names(article.get("author") or article.get("creator"))]
    tagged = [
        content
        for name in (
            "author",
            "article:author",
            "byl",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
        )
        for content in data.meta.get(name, ())
    ]
    items = [value for key, value in data.items if key in {"author", "author.name", "creator", "creator.name"}]
    links = [_text(element) for element in root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")]
    for names in (declared, tagged, items, links[:3]):
        found = tuple(dict.fromkeys(name for text in names for name in _clean_names(text, publisher)))
        if found:
            return found
    return ()


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for part in value for name in _names(part)]
    name = _plain(value)
    return [name] if name else []


def _clean_names(text: str, publisher: str | None) -> Iterator[str]:
    """The persons (or the agency) that a declared author names."""
    text = _BY.sub("", text).strip(" .,;")
    if not text or len(text) > 4 * LONGEST_NAME or (_URL.search(text) and " " not in text):
        return
    by_line = authors_of(f"By {text}")
    for part in by_line or _LIST_OF_NAMES.split(text):
        name = part.strip(" .,;")
        same = publisher is not None and name.casefold() == publisher.casefold()
        is_name = name[:1].isupper() or " " in name or not name.isascii()
        if name and is_name and not (same or _NOT_A_NAME.match(name) or _URL.search(name) or len(name) > LONGEST_NAME):
            yield name


def _publisher(data: StructuredData) -> str | None:
    """The publisher's name: of the article, of the site, of a meta tag."""
    candidates = (
        *(_plain(article.get("publisher")) for article in data.articles),
        data.first_meta("og:site_name"),
        *(
            _plain(found.get("name"))
            for found in data.others
            if types_of(found) & {"NewsMediaOrganization", "WebSite", "Organization"}
        ),
        data.first_item("publisher.name", "publisher"),
        data.first_meta("dc.publisher", "dcterms.publisher", "application-name", "publisher", "citation_publisher"),
    )
    for candidate in candidates:
        name = (candidate or "").split(" | ")[0].strip()
        if name and len(name) <= LONGEST_NAME and not _URL.match(name) and not _HANDLE.match(name):
            return name
    return None


def _own_address(data: StructuredData, root: HtmlElement, url: str | None) -> str | None:
    """The canonical address, unless it points to the front page or to another site."""
    links = [
        link.get("href")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href")
    ]
    declared = [article.get("url") for article in data.articles[:1]]
    for candidate in (*links, data.first_meta("og:url"), *declared):
        address = canonical_url(urljoin(url or "", candidate)) if isinstance(candidate, str) else None
        if address is not None and _is_same_page(address, canonical_url(url)):
            return address
    return None


def _is_same_page(address: str, own: str | None) -> bool:
    """Whether a declared address can be this page's: no front page, and on the same site where ours is known."""
    declared = urlsplit(address)
    if not declared.path.strip("/") and not declared.query:
        return False
    if own is None:
        return True
    host = urlsplit(own).hostname or ""
    return host.endswith((".ampproject.org", "webcache.googleusercontent.com", "archive.org")) or _site(host) == _site(
        declared.hostname or ""
    )


def _site(host: str) -> str:
    """A host without the prefixes under which a site serves the same page."""
    return re.sub(r"^(?:(?:www\d?|m|mobile|amp|edition|en|us|uk|beta|wap)\.)+", "", host.lower())


def _publication(data: StructuredData, root: HtmlElement) -> tuple[dt.date | None, dt.datetime | None]:
    """The declared date of publication: JSON-LD, meta tags, microdata, a ``time`` element that says ``pubdate``."""
    times = [
        element.get("datetime") or _text(element)
        for element in root.iter("time")
        if element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or "")
    ]
    candidates: Sequence[str | None] = (
        *(_plain(article.get("datePublished")) for article in data.articles),
        *(_plain(article.get("dateCreated")) for article in data.articles),
        data.first_meta(*PUBLICATION_TAGS),
        data.first_item("datePublished", "dateCreated"),
        *times[:1],
        *(_plain(found.get("datePublished")) for found in data.others if "WebPage" in types_of(found)),
    )
    return next((found for value in candidates if value and (found := parse_date(value)) is not None), (None, None))


def parse_date(value: str) -> tuple[dt.date, dt.datetime | None] | None:
    """A declared date; the day as written, since the publisher's calendar is meant.

    >>> parse_date("2014-09-15T23:30:00+02:00")[0]
    datetime.date(2014, 9, 15)
    """
    if (match := _ISO_TIME.match(value)) or (match := _COMPACT.match(value)):
        try:
            date = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
        return (date, _moment(value, match)) if date.year >= EARLIEST_YEAR else None
    dates = [day for found in find_dates(value) if (day := found.date()) is not None and day.year >= EARLIEST_YEAR]
    return (dates[0], None) if dates else None


def _moment(value: str, match: re.Match[str]) -> dt.datetime | None:
    """The moment, where time and zone are written."""
    if match.re is not _ISO_TIME or not match[4] or not match[5]:
        return None
    try:
        return dt.datetime.fromisoformat(match.group().strip().replace(" ", "T", 1))
    except ValueError:
        return None


def _declares_article(data: StructuredData) -> bool | None:
    kind = (data.first_meta("og:type") or "").lower()
    if data.articles or data.items or kind in {"article", "news", "newsarticle", "blog", "post"}:
        return True
    return False if kind in {"website", "profile", "product", "video", "video.other"} else None


def _declares_free(data: StructuredData) -> bool | None:
    for found in (*data.articles, *(other for other in data.others if not is_article(other))):
        value = found.get("isAccessibleForFree")
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().casefold() in {"true", "false"}:
            return value.strip().casefold() == "true"
    tier = (data.first_meta("article:content_tier") or "").casefold()
    return {"free": True, "metered": None, "locked": False}.get(tier)
