"""The annotate stage over batches: articles that were not parsed yet, as the parser is now."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.annotate.storage import parsed_to_arrow
from coalition_data.batched.articles import ArticleFile, ArticlePlace
from coalition_data.batched.failures import failure
from coalition_data.batched.fingerprint import stage_fingerprint
from coalition_data.batched.garbage import seldom_collected
from coalition_data.batched.kept import Batch, Batches, BatchStore, KeptBatch
from coalition_data.provenance import model_version
from coalition_data.records import SetAside
from coalition_data.settings import Settings
from coalition_data.workspace import StageReport, Workspace

STAGE = "annotate"
PARSED = "parsed"
CODE = ("annotate", "document.py", "records.py")
LIBRARIES = ("spacy", "thinc", "numpy")


def open_parsed(workspace: Workspace, settings: Settings) -> BatchStore:
    """The kept parses of the parser as it is now."""
    fingerprint = stage_fingerprint(CODE, LIBRARIES, model_version(settings.annotate.model))
    return BatchStore(workspace.stages / PARSED, fingerprint)


def current_batches(
    parsed: BatchStore, places: dict[str, ArticlePlace]
) -> list[tuple[KeptBatch, dict[str, ArticlePlace]]]:
    """The kept batches that hold articles of this run, in their order, with those articles by their key."""
    by_key = {place.text_key: place for place in places.values()}
    found = []
    for batch in parsed.finished():
        here = {item: place for item in batch.items if (place := by_key.pop(item, None)) is not None}
        if here:
            found.append((batch, here))
    return sorted(found, key=lambda pair: min(place.position for place in pair[1].values()))


def _missing(workspace: Workspace, settings: Settings) -> tuple[BatchStore, list[ArticlePlace]]:
    parsed = open_parsed(workspace, settings)
    known = {item for batch in parsed.finished() for item in batch.items}
    return parsed, [place for place in ArticleFile(workspace).places().values() if place.text_key not in known]


def count(workspace: Workspace, settings: Settings) -> int:
    """How many batches have to be parsed."""
    return -(-len(_missing(workspace, settings)[1]) // settings.annotate.batch)


def split(workspace: Workspace, settings: Settings) -> Iterator[Batch]:
    """The articles that were not parsed yet."""
    parsed, missing = _missing(workspace, settings)
    articles = ArticleFile(workspace)
    for start in range(0, len(missing), settings.annotate.batch):
        places = missing[start : start + settings.annotate.batch]
        items = tuple(place.text_key for place in places)
        yield Batch(parsed.key_of(items), items, articles.fetch(places))


@seldom_collected()
def work(batch: Batch, workspace: Workspace, settings: Settings) -> None:
    """Parse the articles of a batch; an article that the parser fails on is set aside."""
    from coalition_data.annotate import load_parser  # noqa: PLC0415 - spaCy takes a second to import

    parser = load_parser(settings.annotate.model)
    documents, failed = [], dict[str, SetAside]()
    for item, article in zip(batch.items, batch.articles, strict=True):
        if fatal := batch.begin(article):
            failed[item] = fatal
            continue
        try:
            documents.append(parser.parse(article))
        except (MemoryError, OSError):
            raise  # not this article's fault
        except Exception as error:
            failed[item] = failure(article, STAGE, error)
    batch.finish()
    open_parsed(workspace, settings).keep(batch, {PARSED: parsed_to_arrow(documents)}, failed)


def join(workspace: Workspace, settings: Settings) -> StageReport:
    """Count what is parsed, and remove the batches that hold no article of this run.

    Raises:
        StoreError: an article was not parsed.
    """
    parsed, articles = open_parsed(workspace, settings), ArticleFile(workspace)
    places = articles.places()
    current = current_batches(parsed, places)
    found = sum(len(here) for _, here in current)
    parsed.require(len(places) - found)
    parsed.remove_others({batch.key for batch, _ in current})
    failed = articles.failures(
        (place, batch.set_aside[item])
        for batch, here in current
        for item, place in here.items()
        if item in batch.set_aside
    )
    return workspace.write_report(StageReport(STAGE, {"parsed": found - len(failed)}, failed))


ANNOTATE = Batches(count, split, work, join, open_parsed)
