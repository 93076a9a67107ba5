"""The inputs of a run and what became of each: exactly one outcome for every input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from coalition_data import store
from coalition_data.addresses import is_web_address
from coalition_data.errors import StoreError
from coalition_data.records import Article, Input, SetAside
from coalition_data.workspace import Workspace

ACCEPTED = "accepted"

STAGES_WITH_DOCUMENTS = ("clean", "annotate", "extract")
"""Stages that set documents aside which the ingest stage handed on."""

DOCUMENTS_AT_ONCE = 64

_COLUMNS = ("source_uri", "sha256", "catalog", "media_type", "source", "fetched_at")


def collect_inputs(workspace: Workspace, articles: Iterable[Article]) -> tuple[Input, ...]:
    """Every input with its outcome, sorted by where it was read and its hash.

    Args:
        workspace: with the documents and the reports of the stages up to extract.
        articles: those that went through.

    Raises:
        StoreError: a stage has not run, or has lost a document.
    """
    accepted = {(article.source_uri, article.raw_sha256): article for article in articles}
    refused = {
        (row.source_uri, row.raw_sha256): row
        for stage in STAGES_WITH_DOCUMENTS
        for row in workspace.read_report(stage).set_aside
    }
    found = [_never_read(row) for row in workspace.read_report("ingest").set_aside]
    for row in _documents(workspace.stages / "documents.parquet"):
        key = row["source_uri"], row["sha256"]
        if key in refused:
            found.append(_outcome(row, refused[key]))
        elif key in accepted:
            found.append(_accepted(row, accepted[key]))
        else:
            raise StoreError(f"{row['source_uri']} was read and then lost by a stage", "run all stages again")
    return tuple(sorted(found, key=lambda one: (one.source_uri, one.raw_sha256 or "")))


def count_outcomes(inputs: Iterable[Input]) -> dict[str, int]:
    """How many inputs had each outcome, by name."""
    return dict(sorted(Counter(one.outcome for one in inputs).items()))


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    """What is known of each document, without its bytes but with their number."""
    if not path.is_file():
        raise StoreError(f"{path} is missing", "run the ingest stage, or the whole flow")
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=DOCUMENTS_AT_ONCE, columns=[*_COLUMNS, "data"]):
            sizes = pc.binary_length(batch.column("data")).to_pylist()
            for row, size in zip(batch.select(_COLUMNS).to_pylist(), sizes, strict=True):
                yield {**row, "bytes": size}


def _never_read(row: SetAside) -> Input:
    return Input(
        source_uri=row.source_uri,
        outcome=row.reason,
        detail=row.detail,
        stage=row.stage,
        source=row.source,
        url=row.source_uri if is_web_address(row.source_uri) else None,
        licence=None,
        article_id=None,
        raw_sha256=row.raw_sha256,
        bytes=None,
        media_type=None,
        fetched_at=None,
    )


def _outcome(document: dict[str, Any], row: SetAside) -> Input:
    return _input(document, row.reason, row.detail, row.stage, None, document["catalog"]["url"])


def _accepted(document: dict[str, Any], article: Article) -> Input:
    detail = f"a near copy of {article.duplicate_of}" if article.duplicate_of else None
    return _input(document, ACCEPTED, detail, None, article.article_id, article.url)


def _input(
    document: dict[str, Any], outcome: str, detail: str | None, stage: str | None, article: str | None, url: str | None
) -> Input:
    return Input(
        source_uri=document["source_uri"],
        outcome=outcome,
        detail=detail,
        stage=stage,
        source=document["source"],
        url=url,
        licence=document["catalog"]["licence"],
        article_id=article,
        raw_sha256=document["sha256"],
        bytes=document["bytes"],
        media_type=document["media_type"],
        fetched_at=document["fetched_at"],
    )


def saved_inputs(workspace: Workspace) -> tuple[Input, ...]:
    """The inputs of the last run.

    Raises:
        StoreError: there was none.
    """
    inputs: tuple[Input, ...] = store.read_stage(workspace.inputs, "inputs")
    return inputs
