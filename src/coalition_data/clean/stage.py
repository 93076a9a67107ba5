"""The cleaning stage: documents in, articles out, everything else set aside with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coalition_data.addresses import canonical_url
from coalition_data.clean.article import clean_on, latest_date
from coalition_data.clean.drafts import STAGE
from coalition_data.clean.duplicates import Fingerprint, find_originals, make_fingerprint, mark_copies
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: an article, or why there is none.

    Attributes:
        lasts: whether every later day would give the same.
    """

    article: Article | None = None
    notes: tuple[Note, ...] = ()
    lasts: bool = True
    refusal: SetAside | None = None


def clean_documents(documents: Sequence[RawDocument], settings: CleanSettings | None = None) -> CleanResult:
    """Clean documents, set exact copies and older revisions aside, mark near copies.

    The order of the documents does not change what is chosen.

    Args:
        documents: as read.
        settings: None for the defaults.
    """
    settings = settings or CleanSettings()
    kept, copies = drop_byte_copies(documents)
    outcomes = {raw.sha256: clean_one(raw, latest_date(raw, settings.today)) for raw in kept}
    prints = {digest: make_fingerprint(outcome.article.text) for digest, outcome in outcomes.items() if outcome.article}
    return choose(kept, copies, outcomes, lambda article: prints[article.raw_sha256], settings)


def clean_one(raw: RawDocument, latest: dt.date) -> Outcome:
    """What becomes of one document, whatever else there is."""
    try:
        cleaned = clean_on(raw, latest)
    except InputError as error:
        return Outcome(refusal=SetAside(raw.source_uri, STAGE, error.reason, error.message, raw.sha256))
    return Outcome(cleaned.article, cleaned.notes, cleaned.lasts)


def choose(
    kept: Sequence[RawDocument],
    copies: Sequence[SetAside],
    outcomes: Mapping[str, Outcome],
    print_of: Callable[[Article], Fingerprint],
    settings: CleanSettings,
) -> CleanResult:
    """Of all that was cleaned, what stands in the table; texts are not looked at.

    Args:
        kept: the documents, no two of the same bytes.
        copies: those of the same bytes.
        outcomes: of each document, by the digest of its bytes.
        print_of: the fingerprint of an article's text.
        settings: thresholds.
    """
    set_aside = list(copies)
    candidates: list[Candidate] = []
    for raw in kept:
        outcome = outcomes[raw.sha256]
        refusal = _refuse_unwanted(outcome.article, raw, settings) if outcome.article else outcome.refusal
        if refusal is not None:
            set_aside.append(refusal)
        elif outcome.article is not None:
            candidates.append(Candidate(outcome.article, raw.fetched_at, canonical_url(raw.catalog.url)))
    chosen = choose_articles(candidates)
    originals = find_originals(chosen.articles, print_of, settings.near_duplicate_containment)
    return CleanResult(
        mark_copies(chosen.articles, originals),
        (*set_aside, *chosen.set_aside),
        tuple(note for article in chosen.articles for note in outcomes[article.raw_sha256].notes),
        chosen.revisions,
    )


def _refuse_unwanted(article: Article, raw: RawDocument, settings: CleanSettings) -> SetAside | None:
    if article.language not in settings.languages:
        detail = f"{article.source_uri} is in another language ({article.language})"
        return SetAside(raw.source_uri, STAGE, "language", detail, raw.sha256)
    least = settings.min_topic_score if raw.min_topic_score is None else raw.min_topic_score
    if article.topic_score < least:
        detail = f"{article.source_uri} has a topic score of {article.topic_score}, below {least}"
        return SetAside(raw.source_uri, STAGE, "off_topic", detail, raw.sha256)
    return None
