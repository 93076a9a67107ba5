"""The cleaning stage: documents in, articles out, everything else set aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition_data.addresses import canonical_url
from coalition_data.clean.article import clean_document
from coalition_data.clean.drafts import STAGE
from coalition_data.clean.duplicates import mark_near_duplicates
from coalition_data.clean.revisions import Candidate, choose_articles, drop_byte_copies
from coalition_data.errors import InputError
from coalition_data.records import Article, Note, RawDocument, Revision, SetAside
from coalition_data.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class CleanResult:
    """Every document is in ``articles`` or in ``set_aside``, exactly once.

    Attributes:
        articles: in the order of the documents.
        set_aside: what cannot go on, with the reason.
        notes: about articles that went through.
        revisions: all texts of the articles that have had several.
    """

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...]
    notes: tuple[Note, ...]
    revisions: tuple[Revision, ...] = ()


def clean_documents(documents: Sequence[RawDocument], settings: CleanSettings | None = None) -> CleanResult:
    """Clean documents, set exact copies and older revisions aside, mark near copies.

    The order of the documents does not change what is chosen.

    Args:
        documents: as read.
        settings: None for the defaults.
    """
    settings = settings or CleanSettings()
    candidates: list[Candidate] = []
    notes: dict[str, tuple[Note, ...]] = {}
    kept, copies = drop_byte_copies(documents)
    set_aside = list(copies)
    for raw in kept:
        try:
            article, notes[raw.sha256] = clean_document(raw, settings.today)
            _refuse_unwanted(article, raw, settings)
        except InputError as error:
            set_aside.append(SetAside(raw.source_uri, STAGE, error.reason, error.message, raw.sha256))
            continue
        candidates.append(Candidate(article, raw.fetched_at, canonical_url(raw.catalog.url)))
    chosen = choose_articles(candidates)
    return CleanResult(
        mark_near_duplicates(chosen.articles, settings.near_duplicate_containment),
        (*set_aside, *chosen.set_aside),
        tuple(note for article in chosen.articles for note in notes[article.raw_sha256]),
        chosen.revisions,
    )


def _refuse_unwanted(article: Article, raw: RawDocument, settings: CleanSettings) -> None:
    if article.language not in settings.languages:
        raise InputError("language", f"{article.source_uri} is in another language ({article.language})")
    least = settings.min_topic_score if raw.min_topic_score is None else raw.min_topic_score
    if article.topic_score < least:
        detail = f"{article.source_uri} has a topic score of {article.topic_score}, below {least}"
        raise InputError("off_topic", detail)
