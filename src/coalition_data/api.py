"""The library: one article in, typed rows out.

>>> import datetime
>>> from coalition_data import extract_article
>>> result = extract_article(
...     "“The summit in Oslo was a success,” said Norwegian Foreign Minister Ine Eriksen Soreide.",
...     published_on=datetime.date(2019, 5, 7),
...     clean=False,
... )
>>> quote = result.quotes[0]
>>> quote.text, quote.speaker_name, quote.speaker_iso3
('The summit in Oslo was a success,', 'Ine Eriksen Soreide', 'NOR')
>>> result.article.text[quote.start : quote.end] == quote.text
True
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from coalition_data.annotate import Parser, load_parser
from coalition_data.batched import load_extractors
from coalition_data.clean import clean_document, make_article
from coalition_data.link import link_tables
from coalition_data.records import Article, CatalogEntry, Meeting, Pledge, Quote, RawDocument
from coalition_data.settings import Settings


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """An article and its rows; the fields of each row are the columns of the released tables.

    Attributes:
        article: the cleaned article, or the text as given.
        meetings, pledges, quotes: sorted by id; every offset is a 0-based code point into ``article.text``.
    """

    article: Article
    meetings: tuple[Meeting, ...]
    pledges: tuple[Pledge, ...]
    quotes: tuple[Quote, ...]


def extract_article(
    text: str,
    title: str | None = None,
    url: str | None = None,
    published_on: dt.date | None = None,
    clean: bool = True,
) -> ExtractedArticle:
    """Extract the meetings, pledges and quotes of one article.

    Args:
        text: the article; with ``clean`` as it was scraped (headline, captions, player widgets and all), else its
            own words, paragraphs separated by blank lines.
        title: headline, where known.
        url: where it was published.
        published_on: date of publication: what "Tuesday" and "last week" are reckoned from.
        clean: remove what is not the article's own words; with False, offsets refer to exactly ``text``.

    Raises:
        InputError: ``clean`` found no article in ``text``.
    """
    if not clean:
        return extract_cleaned(make_article(text, title=title, url=url, published_on=published_on))
    data = text.encode("utf-8", "surrogatepass")
    entry = CatalogEntry(url=url, published_on=published_on, title=title)
    return extract_document(RawDocument("text", data, hashlib.sha256(data).hexdigest(), entry))


def extract_document(document: RawDocument, settings: Settings | None = None) -> ExtractedArticle:
    """Clean one document and extract its rows.

    Raises:
        InputError: it holds no article that can be used.
    """
    article, _ = clean_document(document)
    return extract_cleaned(article, settings)


def extract_cleaned(article: Article, settings: Settings | None = None) -> ExtractedArticle:
    """Extract the rows of an article whose text is final."""
    settings = settings or Settings()
    rows = load_extractors(settings)(_parser(settings.annotate.model).parse(article))
    tables = link_tables((article,), rows["meetings"], rows["pledges"], rows["quotes"])
    return ExtractedArticle(tables.articles[0], tables.meetings, tables.pledges, tables.quotes)


@lru_cache(maxsize=2)
def _parser(model: str) -> Parser:
    return load_parser(model)
