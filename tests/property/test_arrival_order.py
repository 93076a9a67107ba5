"""The order in which documents arrive, and how they are spread over runs, does not change the tables."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition_data import store
from coalition_data.clean import clean_documents
from coalition_data.clean.stage import CleanResult
from coalition_data.pipeline import STAGES
from coalition_data.records import CatalogEntry, RawDocument
from coalition_data.settings import IngestSettings, LinkSettings, Settings
from coalition_data.workspace import Workspace
from tests.integration.local_site import Answer, article_page, feed, running_site

SENTENCES = (
    "Twelve foreign ministers of the coalition against Islamic State met in {place} on Monday to plan air strikes.",
    "The host offered sixty trainers and a field hospital, and said that it would pay for both until next year.",
    "Officials from Baghdad asked for more: rifles, radios, and money for the families of soldiers who had fallen.",
    "“Promises do not stop a truck bomb,” {place} Mayor Ada Falk said as she left the hall.",
    "Denmark will send 120 soldiers to Iraq, Prime Minister Jens Holm told parliament in Copenhagen on Tuesday.",
)


def text(place: str, *, last: int = len(SENTENCES)) -> str:
    body = "\n\n".join(sentence.format(place=place) for sentence in SENTENCES[:last])
    return f"Ministers meet in {place}\n\n{body}\n"


def document(uri: str, words: str, hour: int | None = None, **catalog: object) -> RawDocument:
    data = words.encode()
    entry = CatalogEntry(**catalog)  # type: ignore[arg-type]
    fetched_at = None if hour is None else dt.datetime(2015, 6, 2, hour, tzinfo=dt.UTC)
    return RawDocument(uri, data, hashlib.sha256(data).hexdigest(), entry, fetched_at=fetched_at)


OSLO = "https://example.org/oslo"
POOL = (
    document("oslo-1", text("Oslo", last=3), 8, url=OSLO),
    document("oslo-2", text("Oslo"), 9, url=f"{OSLO}?utm_source=feed"),
    document("oslo-3", text("Oslo", last=3), 11, url=OSLO),  # the page has returned to its first text
    document("oslo-4", text("Oslo", last=4), 10, url=OSLO),
    document("copy", text("Riga"), None),
    document("copy-with-catalog", text("Riga"), None, url="https://example.org/riga", publisher="The Wire"),
    document("copy-elsewhere", text("Riga"), None, url="https://example.com/wire/riga", publisher="The Other"),
    document("rome", text("Rome"), None, published_on=dt.date(2015, 6, 2)),
    document("rome-with-furniture", text("Rome") + "\n\nShare this article\n", None),
    document("near-copy", text("Rome") + "\n\nThe talks were the third of their kind since the summer.\n", None),
    document("empty", "Share this article\n", None),
    document("german", "Die Minister trafen sich am Montag in Oslo und wollen sich im Herbst wieder treffen.\n", None),
)


def everything(result: CleanResult) -> tuple[object, ...]:
    return (
        sorted(result.articles, key=lambda one: one.article_id),
        sorted(result.set_aside, key=lambda one: one.source_uri),
        sorted(result.revisions, key=lambda one: (one.article_id, one.revision)),
    )


def test_the_pool_has_every_case() -> None:
    result = clean_documents(POOL)
    assert {one.source_uri: one.reason for one in result.set_aside} == {
        "oslo-2": "revised", "oslo-4": "revised", "oslo-3": "duplicate", "copy": "duplicate",
        "copy-with-catalog": "duplicate", "rome-with-furniture": "duplicate", "empty": "empty", "german": "language",
    }  # fmt: skip
    assert sum(article.duplicate_of is not None for article in result.articles) > 0
    assert len(result.revisions) == 3
    assert len(result.articles) + len(result.set_aside) == len(POOL)


@given(order=st.permutations(POOL), size=st.integers(1, len(POOL)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cleaning_any_order(order: list[RawDocument], size: int) -> None:
    assert everything(clean_documents(order)) == everything(clean_documents(POOL))
    some = sorted(order[:size], key=lambda raw: raw.source_uri)
    assert everything(clean_documents(order[:size])) == everything(clean_documents(some))


PAGES = {
    "/oslo": article_page("Ministers meet in Oslo", *(line.format(place="Oslo") for line in SENTENCES)),
    "/oslo-again": article_page("Ministers meet in Oslo", *(line.format(place="Oslo") for line in SENTENCES)),
    "/oslo-print": article_page(
        "Ministers meet in Oslo", *(line.format(place="Oslo") for line in SENTENCES[:4]), canonical="{site}/oslo"
    ),
    "/riga": article_page("Ministers meet in Riga", *(line.format(place="Riga") for line in SENTENCES)),
    "/rome": article_page("Talks in Rome", *(line.format(place="Rome") for line in SENTENCES[:2])),
}


@given(order=st.permutations(list(PAGES)), at_once=st.integers(1, len(PAGES)))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_fetching_in_any_order_and_any_split_into_runs(order: list[str], at_once: int) -> None:
    """The same site, its pages listed and fetched in another order, some in each run: the same articles."""
    with running_site() as site:
        for path, body in PAGES.items():
            site.pages[path] = Answer(body.replace(b"{site}", site.url("").encode()))
        found = []
        for paths, size in ((list(PAGES), len(PAGES)), (order, at_once)):
            site.pages["/feed"] = Answer(feed(*(site.url(path) for path in paths)))
            with tempfile.TemporaryDirectory() as folder:
                found.append(_articles_of_runs(Path(folder), site.url("/feed"), size))
    assert found[0] == found[1]
    assert 2 <= len(found[0]) < len(PAGES)


def _articles_of_runs(folder: Path, address: str, at_once: int) -> list[object]:
    policy = f"{{allow_private: true, crawl_delay: 0, max_pages: {at_once}}}"
    (folder / "sources.yml").write_text(f"sources: [{{name: a, location: '{address}', fetch: {policy}}}]")
    workspace = Workspace(folder / "data", folder)
    run_settings = Settings(ingest=IngestSettings(sources=("sources.yml",)))
    while True:
        counts = STAGES["fetch"].run(workspace, run_settings).counts
        for name in ("ingest", "clean"):
            STAGES[name].run(workspace, run_settings)
        if not counts["waiting"]:
            break
    articles = store.read_stage(workspace.stages / "articles.parquet", "articles")
    return sorted(articles, key=lambda one: one.article_id)


def test_every_table_any_order(tmp_path: Path) -> None:
    """Through the parser, the extractors and the linker: each document in a folder of its own, read in two orders."""
    run_settings = Settings(link=LinkSettings(keep_ids=False))
    names = []
    for raw in POOL:
        folder = tmp_path / raw.source_uri
        folder.mkdir()
        (folder / f"{raw.source_uri}.txt").write_bytes(raw.data)
        if raw.catalog.url:
            row = f"file,url,publisher\n{raw.source_uri}.txt,{raw.catalog.url},{raw.catalog.publisher or ''}\n"
            (folder / "catalog.csv").write_text(row, encoding="utf-8")
        names.append(raw.source_uri)
    tables = []
    for number, order in enumerate((names, names[::-1])):
        workspace = Workspace(tmp_path / f"data-{number}", tmp_path)
        ordered = Settings(ingest=IngestSettings(sources=tuple(order)), link=run_settings.link)
        for name in ("fetch", "ingest", "clean", "annotate", "extract", "link"):
            STAGES[name].run(workspace, ordered)
        tables.append({path.name: path.read_bytes() for path in sorted(workspace.tables.glob("*.parquet"))})
    assert tables[0] == tables[1]
    assert set(tables[0]) == {"articles.parquet", "meetings.parquet", "pledges.parquet", "quotes.parquet"}
