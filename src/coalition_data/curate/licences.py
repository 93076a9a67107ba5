"""Whether an article's text is published, or only offsets, hashes and links.

The licence of its source decides. Where it does not allow the text, ``text`` is NULL and ``captions`` are empty;
``text_sha256`` and all offsets still refer to the text as it was read, evidence and reported speech are cut to a few
words, and words in quotation marks stay whole: they are the speaker's, and short.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml

from coalition_data.errors import LexiconError
from coalition_data.records import Article, Evidence, Meeting, Pledge, Quote

_WORD = re.compile(r"\S+")
_LEXICON = "licences.yml"


@lru_cache(maxsize=1)
def open_licences() -> frozenset[str]:
    """Licences that allow a text to be published, casefolded.

    Raises:
        LexiconError: ``lexicons/licences.yml`` is malformed.
    """
    text = (resources.files("coalition_data.lexicons") / _LEXICON).read_text("utf-8")
    content = yaml.safe_load(text)
    names = content.get("text_may_be_published") if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise LexiconError(f"{_LEXICON}: text_may_be_published must be a list of licences")
    return frozenset(name.casefold() for name in names)


def may_publish(licence: str | None, *, unknown: bool) -> bool:
    """Whether a licence allows the text.

    Args:
        licence: as the source declares it; None where it declares none.
        unknown: the answer for None.
    """
    if licence is None or not licence.strip():
        return unknown
    return licence.strip().casefold() in open_licences()


def withhold_texts(
    tables: Mapping[str, tuple[Any, ...]], withheld: Collection[str], words: int
) -> dict[str, tuple[Any, ...]]:
    """The tables without the texts of some articles.

    Args:
        tables: records of each table.
        withheld: ids of the articles.
        words: at most so many stay of each piece of evidence.
    """
    return {name: tuple(withhold_rows(name, rows, withheld, words)) for name, rows in tables.items()}


def withhold_rows(table: str, rows: Iterable[Any], withheld: Collection[str], words: int) -> Iterator[Any]:
    """The rows of a table as they come, without the texts of some articles; arguments as of ``withhold_texts``."""
    if not withheld:
        yield from rows
        return
    short = _SHORTENED[table]
    for row in rows:
        yield short(row, withheld, words)


def _short_article(article: Article, withheld: Collection[str], _: int) -> Article:
    if article.article_id not in withheld:
        return article
    # only a released article has none; every stage before reads whole ones
    return dataclasses.replace(article, text=cast(str, None), captions=())


def _with_short_evidence(row: Meeting | Pledge, withheld: Collection[str], words: int) -> Any:
    evidence = tuple(_short_evidence(item, words) if item.article_id in withheld else item for item in row.evidence)
    return dataclasses.replace(row, evidence=evidence)


def _short_evidence(item: Evidence, words: int) -> Evidence:
    text = first_words(item.text, words)
    return dataclasses.replace(item, end=item.start + len(text), text=text)


def _short_pledge(pledge: Pledge, withheld: Collection[str], words: int) -> Pledge:
    short: Pledge = _with_short_evidence(pledge, withheld, words)
    if not all(item.article_id in withheld for item in pledge.evidence):
        return short
    condition = None if pledge.condition is None else first_words(pledge.condition, words)
    return dataclasses.replace(short, description=first_words(pledge.description, words), condition=condition)


def _short_quote(quote: Quote, withheld: Collection[str], words: int) -> Quote:
    if quote.quote_type != "indirect" or quote.article_id not in withheld:
        return quote
    text = first_words(quote.text, words)
    return dataclasses.replace(quote, end=quote.start + len(text), text=text)


_SHORTENED: dict[str, Callable[[Any, Collection[str], int], Any]] = {
    "articles": _short_article,
    "meetings": _with_short_evidence,
    "pledges": _short_pledge,
    "quotes": _short_quote,
}


def first_words(text: str, words: int) -> str:
    """The first words of a text, exactly as they stand there.

    >>> first_words("one, two  three", 2)
    'one, two'
    """
    for number, match in enumerate(_WORD.finditer(text), start=1):
        if number == words:
            return text[: match.end()]
    return text
