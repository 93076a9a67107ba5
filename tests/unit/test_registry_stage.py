"""The link stage reads the registry that the last release or run left, and writes the next one."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from coalition_data import store
from coalition_data.pipeline import STAGES, known_ids
from coalition_data.records import Article, CatalogEntry, KnownId, Pledge, RawDocument
from coalition_data.settings import Settings
from coalition_data.workspace import StageReport, Workspace
from tests.unit.test_link_pledges import ONE, TWO, pledge

SENTENCE = "Australia will send 600 troops to the United Arab Emirates, the prime minister said in Darwin on Sunday."


def document(article: Article) -> RawDocument:
    known = {field.name for field in dataclasses.fields(RawDocument)}
    values: dict[str, Any] = {
        "source_uri": article.source_uri, "data": b"", "sha256": article.raw_sha256, "catalog": CatalogEntry(),
        "media_type": "text/plain",
    }  # fmt: skip
    return RawDocument(**{name: value for name, value in values.items() if name in known})


def link(workspace: Workspace, articles: tuple[Article, ...], pledges: tuple[Pledge, ...]) -> tuple[KnownId, ...]:
    """Run the stage on these rows; the registry that it leaves."""
    for name in ("ingest", "clean", "annotate", "extract"):
        workspace.write_report(StageReport(name, {}))
    store.write_stage(workspace.stages / "documents.parquet", "documents", [document(article) for article in articles])
    store.write_stage(workspace.stages / "articles.parquet", "articles", articles)
    store.write_stage(workspace.stages / "pledges.parquet", "pledges", pledges)
    for name in ("meetings", "quotes"):
        store.write_stage(workspace.stages / f"{name}.parquet", name, ())
    STAGES["link"].run(workspace, Settings())
    known: tuple[KnownId, ...] = store.read_stage(workspace.registry, "ids")
    return known


def named(article: Article, uri: str) -> Article:
    return dataclasses.replace(article, source_uri=uri, raw_sha256=uri.ljust(64, "0"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


FIRST, SECOND = named(ONE, "1"), named(TWO, "2")


def test_a_run_without_a_release_keeps_the_ids_of_the_last(workspace: Workspace):
    told = pledge(FIRST, words=SENTENCE)
    (first,) = link(workspace, (FIRST,), (told,))
    corrected = pledge(FIRST, words=SENTENCE.replace("troops", "soldiers"))
    assert link(workspace, (FIRST,), (corrected,))[0].id == first.id
    assert {row.pledge_id for row in store.read_records(workspace.tables, "pledges")} == {first.id}


def test_a_lost_article_retires_the_id_until_it_is_back(workspace: Workspace):
    told, other = pledge(FIRST, words=SENTENCE), pledge(SECOND, stance="declined", progress="not_applicable")
    first = link(workspace, (FIRST, SECOND), (told, other))
    second = link(workspace, (SECOND,), (other,))
    assert sorted(one.status for one in second) == ["active", "retired"]
    third = link(workspace, (FIRST, SECOND), (told, other))
    assert [dataclasses.replace(one, last_release=None) for one in third] == list(first)


def test_running_again_changes_nothing(workspace: Workspace):
    link(workspace, (FIRST,), (pledge(FIRST, words=SENTENCE),))
    before = workspace.registry.read_bytes()
    link(workspace, (FIRST,), (pledge(FIRST, words=SENTENCE),))
    assert workspace.registry.read_bytes() == before


def test_the_last_release_goes_before_the_last_run(workspace: Workspace, tmp_path: Path):
    link(workspace, (FIRST,), (pledge(FIRST, words=SENTENCE),))
    release = tmp_path / "release"
    (one,) = store.read_stage(workspace.registry, "ids")
    published = dataclasses.replace(one, id="plg_aaaaaaaaaaaa")
    store.write_stage(release / "ids.parquet", "ids", (published,))
    assert known_ids(workspace, release) == (published,)
    assert known_ids(workspace, None) == (one,)


def test_a_release_from_before_the_registry_speaks_by_its_tables(workspace: Workspace, tmp_path: Path):
    (one,) = link(workspace, (FIRST,), (pledge(FIRST, words=SENTENCE),))
    assert known_ids(workspace, workspace.tables) == (one,)
