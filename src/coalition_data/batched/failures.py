"""What becomes of an article on which a stage fails."""

from __future__ import annotations

import dataclasses
import traceback
from pathlib import Path

from coalition_data.records import Article, RawDocument, SetAside

WorkItem = Article | RawDocument
"""What a stage works on: documents until they are cleaned."""


def identity_of(item: WorkItem) -> str:
    """What names it among all of a run."""
    return item.sha256 if isinstance(item, RawDocument) else item.article_id


def digest_of(item: WorkItem) -> str:
    """Of the bytes that were read."""
    return item.sha256 if isinstance(item, RawDocument) else item.raw_sha256


def failure(article: WorkItem, stage: str, error: Exception) -> SetAside:
    """The outcome of an article on which a stage failed, with the place of the failure."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    detail = f"{article.source_uri}: {stage} failed with {type(error).__name__}: {error}{place}"
    # names without folders: the same failure reads the same on every machine
    lines = [f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}: {frame.line}" for frame in frames]
    trace = "\n".join((*lines, f"{type(error).__name__}: {error}"))
    return SetAside(article.source_uri, stage, "extraction_error", detail, digest_of(article), trace)


def failed_here(kept: SetAside, article: Article) -> SetAside:
    """A kept failure as one of this run: the same words may have come again from other bytes, or by another name."""
    what = kept.detail.removeprefix(f"{kept.source_uri}: ")
    return dataclasses.replace(
        kept, source_uri=article.source_uri, raw_sha256=article.raw_sha256, detail=f"{article.source_uri}: {what}"
    )
