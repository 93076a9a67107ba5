"""A corpus of made-up articles that earlier runs have built: `benchmarks/kept_corpus.py SOURCE DATA_DIR --articles N`.

To parse 20,000 articles takes most of an hour. Here ingest and the choice of articles run as they are, and what clean,
annotate and extract would have kept of each article is written by their own means under its true key, so that a run
takes it for its own: the rows and texts are those of ``corpora.News``, and one batch of parses, of as many articles of
the same length, stands for all, as nobody reads a parse whose rows are kept.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bench_texts import Text, write_source
from corpora import News

from coalition_data import store
from coalition_data.annotate.storage import parsed_to_arrow
from coalition_data.batched import ANNOTATE, CLEAN, EXTRACT, EXTRACTED, Batch
from coalition_data.batched.annotate import PARSED
from coalition_data.batched.clean import keep_outcomes, read_without_bytes
from coalition_data.clean.duplicates import make_fingerprint
from coalition_data.clean.stage import Outcome
from coalition_data.pipeline import STAGES
from coalition_data.records import Article
from coalition_data.rows import from_row
from coalition_data.run import RunPlan, plan_run
from coalition_data.schema.stages import STAGE_TABLES

FILLERS = 16
"""So that an article has some 430 words, as those of the press have."""

NEWS_PREFIX = "news"

Rows = Mapping[str, list[dict[str, Any]]]
"""What the extractors found in an article, by table."""


def write_kept(source: Path, data_dir: Path, articles: int) -> None:
    """Write made-up articles as a source, and a data folder in which they are cleaned, parsed and extracted.

    Args:
        source, data_dir: folders that are made.
        articles: how many.
    """
    found = list(News(articles, fillers=FILLERS).rows())
    write_source(source, (_text(rows["articles"][0]) for rows in found), prefix=NEWS_PREFIX)
    plan = plan_run([str(source)], data_dir)
    for name in ("fetch", "ingest"):
        STAGES[name].run(plan.workspace, plan.settings)
    _keep_cleaned(plan, [rows["articles"][0] for rows in found])
    STAGES["clean"].run(plan.workspace, plan.settings)
    _keep_parsed(plan)
    ANNOTATE.join(plan.workspace, plan.settings)
    _keep_extracted(plan, {rows["articles"][0]["article_id"]: rows for rows in found})


def _text(article: Mapping[str, Any]) -> Text:
    return Text(article["text"], f"Report of {article['source_uri']}", article["published_on"])


def _keep_cleaned(plan: RunPlan, articles: Iterable[Mapping[str, Any]]) -> None:
    """Keep an article for each document, both in the order in which they were written."""
    documents = read_without_bytes(plan.workspace.stages / "documents.parquet")
    rows = dict(zip(sorted(raw.source_uri for raw in documents), articles, strict=True))
    for batch in CLEAN.split(plan.workspace, plan.settings):
        found = [
            dataclasses.replace(
                from_row(Article, rows[raw.source_uri]),
                source_uri=raw.source_uri,
                title=raw.catalog.title,
                duplicate_of=None,
                raw_sha256=raw.sha256,
            )
            for raw in batch.articles
        ]
        prints = [make_fingerprint(article.text) for article in found]
        keep_outcomes(CLEAN.kept(plan.workspace, plan.settings), batch, [Outcome(article) for article in found], prints)


def _keep_parsed(plan: RunPlan) -> None:
    from coalition_data.annotate import load_parser  # noqa: PLC0415 - spaCy takes a second to import

    parser = load_parser(plan.settings.annotate.model)
    parses = None
    for batch in ANNOTATE.split(plan.workspace, plan.settings):
        if parses is None:
            parses = parsed_to_arrow([parser.parse(article) for article in batch.articles])
        ANNOTATE.kept(plan.workspace, plan.settings).keep(batch, {PARSED: parses}, {})


def _keep_extracted(plan: RunPlan, found: Mapping[str, Rows]) -> None:
    for batch in _planned(plan):
        tables = {
            name: store.stage_to_arrow(
                name,
                [
                    from_row(STAGE_TABLES[name].record, row)
                    for article in batch.articles
                    for row in found[article.article_id][name]
                ],
            )
            for name in EXTRACTED
        }
        EXTRACT.kept(plan.workspace, plan.settings).keep(batch, tables, {})


def _planned(plan: RunPlan) -> Iterator[Batch]:
    yield from EXTRACT.split(plan.workspace, plan.settings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--articles", type=int, required=True)
    options = parser.parse_args()
    write_kept(options.source, options.data_dir, options.articles)


if __name__ == "__main__":
    main()
