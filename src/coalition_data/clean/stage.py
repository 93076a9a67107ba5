"""The cleaning stage: documents in, articles out, everything else set aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition_data.clean.article import STAGE, clean_document
from coalition_data.clean.duplicates import mark_near_duplicates
from coalition_data.errors import InputError
from coalition_data.records import Article, Note, RawDocument, SetAside
from coalition_data.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class CleanResult:
    """Every document is in ``articles`` or in ``set_aside``, exactly once.

    Attributes:
        articles: in the order of the documents.
        set_aside: what cannot go on, with the reason.
        notes: about articles that went through.
    """

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...]
    notes: tuple[Note, ...]


def clean_documents(documents: Sequence[RawDocument], settings: CleanSettings | None = None) -> CleanResult:
    """Clean documents, set exact copies aside, mark near copies.

    Args:
        documents: as read; the first of several copies is kept.
        settings: None for the defaults.
    """
    settings = settings or CleanSettings()
    articles: list[Article] = []
    set_aside: list[SetAside] = []
    notes: list[Note] = []
    seen: dict[str, str] = {}
    for raw in documents:
        try:
            article, own_notes = clean_document(raw, settings.today)
            _refuse_unwanted(article, settings)
            _refuse_copy(article, seen)
        except InputError as error:
            set_aside.append(SetAside(raw.source_uri, STAGE, error.reason, error.message, raw.sha256))
            continue
        articles.append(article)
        notes += own_notes
    return CleanResult(
        mark_near_duplicates(articles, settings.near_duplicate_containment), tuple(set_aside), tuple(notes)
    )


def _refuse_unwanted(article: Article, settings: CleanSettings) -> None:
    if article.language not in settings.languages:
        raise InputError("language", f"{article.source_uri} is in another language ({article.language})")
    if article.topic_score < settings.min_topic_score:
        detail = f"{article.source_uri} has a topic score of {article.topic_score}, below {settings.min_topic_score}"
        raise InputError("off_topic", detail)


def _refuse_copy(article: Article, seen: dict[str, str]) -> None:
    """Refuse an article whose bytes, text or address was seen, naming the first; else remember it."""
    keys = {
        f"raw:{article.raw_sha256}": "the same bytes as",
        f"text:{article.text_sha256}": "the same text as",
        f"id:{article.article_id}": "the same address as",
    }
    for key, relation in keys.items():
        if key in seen:
            raise InputError("duplicate", f"{article.source_uri} has {relation} {seen[key]}")
    seen.update(dict.fromkeys(keys, article.source_uri))
