"""What the stages of a run know about corrections and licences, read from the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from coalition_data import store
from coalition_data.curate.corrections import Correction, corrections_from_json
from coalition_data.curate.licences import may_publish
from coalition_data.workspace import Workspace


def saved_corrections(workspace: Workspace) -> tuple[Correction, ...]:
    """The corrections that the ingest stage found beside the sources; none where it found none."""
    if not workspace.corrections.is_file():
        return ()
    return corrections_from_json(workspace.corrections.read_text(encoding="utf-8"))


class Sourced(Protocol):
    """An article, or where it was read."""

    @property
    def article_id(self) -> str: ...  # noqa: D102

    @property
    def source_uri(self) -> str: ...  # noqa: D102


def withheld_articles(workspace: Workspace, articles: Iterable[Sourced], *, unknown: bool) -> set[str]:
    """Ids of the articles whose licence does not allow their text to be published.

    Args:
        workspace: with the documents of the ingest stage, whose catalog entries hold the licences.
        articles: those in question.
        unknown: whether a text may be published whose source declares no licence.
    """
    path = workspace.stages / "documents.parquet"
    if not path.is_file():
        return set()
    rows = store.stream_stage(path, "documents", ["source_uri", "catalog"])  # not the bytes
    licences = {row["source_uri"]: row["catalog"]["licence"] for row in rows if row["catalog"]["licence"] is not None}
    return {
        article.article_id for article in articles if not may_publish(licences.get(article.source_uri), unknown=unknown)
    }
