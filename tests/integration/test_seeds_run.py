"""The main job on the seeds, as a newcomer runs it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from coalition_data import store
from coalition_data.query import fetch_rows, open_release, run_query
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.tables import TABLES
from tests.integration.commands import ROOT, Done, coalition_data

pytestmark = pytest.mark.slow

RELEASE_FILES = (
    *(f"{name}.parquet" for name in TABLES),
    "manifest.json", "SHA256SUMS", "README.md", "datapackage.json", "croissant.json", "validation",
)  # fmt: skip


def test_it_succeeds_and_says_what_it_made(seeds_run: Done, seeds_release: Path):
    assert seeds_run.code == 0, seeds_run.err
    assert f"new release {seeds_release.name}" in seeds_run.out
    assert re.search(r"articles\s+5 rows", seeds_run.out)
    assert "coalition-data query" in seeds_run.out
    stages = ("fetch", "ingest", "clean", "annotate", "extract", "link", "validate", "release")
    for number, stage in enumerate(stages, start=1):
        assert f"[{number}/{len(stages)}] {stage} " in seeds_run.err, "progress is on screen"
    assert "0 listed, 0 fetched" in seeds_run.err, "the seeds need no network"


def test_it_leaves_the_home_folder_alone(seeds_run: Done, home: Path):
    assert seeds_run.code == 0
    assert not [path for path in home.iterdir() if path.name == ".prefect"]


def test_the_release_is_complete(seeds_release: Path):
    assert {path.name for path in seeds_release.iterdir()} >= set(RELEASE_FILES)
    for name, table in TABLES.items():
        assert store.read_parquet(seeds_release / f"{name}.parquet").schema.equals(arrow_schema(table))


def test_the_checksums_hold(seeds_release: Path):
    lines = (seeds_release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in lines:
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((seeds_release / name.lstrip("*")).read_bytes()).hexdigest() == digest


def test_in_equals_out_and_set_aside(seeds_release: Path):
    manifest = json.loads((seeds_release / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["inputs"]["count"], manifest["inputs"]["accepted"]) == (5, 5)
    assert manifest["inputs"]["by_outcome"] == {"accepted": 5}
    assert store.read_parquet(seeds_release / "articles.parquet").num_rows == 5


def test_every_offset_points_at_its_words(seeds_release: Path):
    tables = store.read_tables(seeds_release)
    texts = {article.article_id: article.text for article in tables["articles"]}
    for quote in tables["quotes"]:
        assert texts[quote.article_id][quote.start : quote.end] == quote.text
        if quote.speaker_mention is not None:
            assert texts[quote.article_id][quote.speaker_start : quote.speaker_end] == quote.speaker_mention
        if quote.cue is not None:
            assert texts[quote.article_id][quote.cue_start : quote.cue_end] == quote.cue
    for row in (*tables["meetings"], *tables["pledges"]):
        assert row.evidence
        assert all(texts[one.article_id][one.start : one.end] == one.text for one in row.evidence)


def test_running_again_changes_nothing_and_is_quick(checkout: Path, seeds_release: Path):
    before = sorted(path.name for path in (checkout / "data" / "releases").iterdir())
    done = coalition_data(checkout, "run")
    assert done.code == 0, done.err
    assert f"nothing changed since release {seeds_release.name}" in done.out
    assert "starting Prefect" not in done.err
    assert sorted(path.name for path in (checkout / "data" / "releases").iterdir()) == before


def test_releases_lists_it_and_verify_passes(checkout: Path, seeds_release: Path):
    assert seeds_release.name in coalition_data(checkout, "releases").out
    done = coalition_data(checkout, "verify")
    assert done.code == 0, done.err


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_query_prints_each_format(checkout: Path, seeds_release: Path, form: str):
    sql = "select count(*) as articles, max(published_on) as latest from articles"
    done = coalition_data(checkout, "query", sql, "--format", form, "--release", seeds_release.name)
    assert done.code == 0, done.err
    expected = {"table": "articles", "csv": "articles,latest\n5,", "json": '[\n{"articles": 5, "latest": "20'}[form]
    assert expected in done.out


def test_query_writes_parquet(checkout: Path, seeds_release: Path, tmp_path: Path):
    path = tmp_path / "quotes.parquet"
    sql = "select * from quotes"
    done = coalition_data(checkout, "query", sql, "--format", "parquet", "--output", str(path))
    assert done.code == 0, done.err
    assert store.read_parquet(path).num_rows == store.read_parquet(seeds_release / "quotes.parquet").num_rows


def test_query_cannot_leave_the_release(checkout: Path, seeds_release: Path, tmp_path: Path):
    target = tmp_path / "stolen.csv"
    for sql in ("select * from read_csv('/etc/passwd')", f"copy articles to '{target}'"):
        done = coalition_data(checkout, "query", sql, "--release", seeds_release.name)
        assert done.code == 1
        assert "error:" in done.err
    assert not target.exists()


README_QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_readme_has_its_ten_queries():
    assert len(README_QUERIES) == 10


@pytest.mark.parametrize("sql", README_QUERIES, ids=range(1, len(README_QUERIES) + 1))
def test_a_query_of_the_readme_finds_rows(seeds_release: Path, sql: str):
    with open_release(seeds_release) as connection:
        assert list(fetch_rows(run_query(connection, sql)))
