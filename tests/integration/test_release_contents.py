"""The files of a release beside its tables: database, citation, licence, and what other programs make of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml
from candidates import Candidate, information
from sample_tables import FIRST, MEETING, PLEDGE, QUOTE, sample_tables

from coalition_data.curate import withhold_texts
from coalition_data.release import InputFile, verify_release
from coalition_data.release.contents import FILES
from coalition_data.release.database import DATABASE, VIEWS
from coalition_data.release.quality import quality_markdown
from coalition_data.schema.tables import TABLES
from coalition_data.store import sha256_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(first: Candidate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first.publish(tmp_path_factory.mktemp("contents")).path


def test_the_database_holds_tables_comments_and_views(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)  # from any folder
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        for table in TABLES.values():
            (meaning,) = connection.execute(
                "select comment from duckdb_tables() where table_name = ?", [table.name]
            ).fetchone() or (None,)
            assert meaning == table.description
            rows = connection.execute(
                "select column_name, comment from duckdb_columns() where table_name = ?", [table.name]
            ).fetchall()
            assert [name for name, _ in rows] == [column.name for column in table.columns]
            assert all(comment.startswith(table.column(name).description) for name, comment in rows)
            parquet = duckdb.read_parquet(str(folder / f"{table.name}.parquet")).fetchall()
            assert connection.execute(f"from {table.name}").fetchall() == parquet
        comments = dict(
            connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall()
        )
        assert comments == {name: meaning for name, (meaning, _) in VIEWS.items()}


def test_every_view_gives_rows(folder: Path):
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        evidence = connection.execute("from evidence order by all").fetchall()
        assert len(evidence) == len(MEETING.evidence) + len(PLEDGE.evidence) + 1
        assert connection.execute("select name, mode from meeting_parties order by all").fetchall() == [
            ("Inês Prata", "attended"), ("Portugal", "host"),
        ]  # fmt: skip
        ((before, text, after),) = connection.execute("select before, text, after from quotes_in_context").fetchall()
        assert before + text + after == FIRST.text[max(0, QUOTE.start - 120) : QUOTE.end + 120]
        assert connection.execute("from pledge_counts").fetchall() == [("PRT", "training", "committed", "promised", 1)]


def test_three_programs_read_the_same_rows(folder: Path):
    """DuckDB, pandas and polars; each through nothing but the file."""
    path = str(folder / "pledges.parquet")
    (pledge,) = duckdb.sql(f"select pledger_name, quantity, evidence[1].text from '{path}'").fetchall()
    frame = pd.read_parquet(path)
    assert pledge == ("Portugal", 30.0, PLEDGE.evidence[0].text)
    assert (frame.loc[0, "pledger_name"], frame.loc[0, "quantity"]) == pledge[:2]
    assert frame.loc[0, "evidence"][0]["text"] == pledge[2]
    assert str(frame.loc[0, "amount"]) == "2500000.00"
    lazy = pl.scan_parquet(path).explode("evidence").unnest("evidence").select("pledger_name", "quantity", "text")
    assert lazy.collect().rows() == [pledge]
    assert pl.read_parquet(folder / "meetings.parquet")["start_date"].to_list() == [MEETING.start_date]
    assert len(pd.read_parquet(folder / "articles.parquet", columns=["article_id"])) == 2


def test_the_tables_are_compressed_sorted_and_described(folder: Path):
    for name, table in TABLES.items():
        with pq.ParquetFile(folder / f"{name}.parquet") as file:
            group = file.metadata.row_group(0)
            chunks = [group.column(index) for index in range(group.num_columns)]
            assert {chunk.compression for chunk in chunks} == {"ZSTD"}
            assert all(chunk.is_stats_set for chunk in chunks if chunk.path_in_schema == table.key)
            assert {field.name: field.metadata[b"description"].decode() for field in file.schema_arrow} == {
                column.name: column.description for column in table.columns
            }
            keys = file.read([table.key]).column(0).to_pylist()
            assert keys == sorted(keys)


def test_the_citation_names_version_and_content(folder: Path):
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    citation = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert (citation["cff-version"], citation["type"], citation["version"]) == ("1.2.0", "dataset", manifest["version"])
    assert {"message", "title", "authors", "license", "date-released"} <= citation.keys()
    assert citation["identifiers"][0]["value"] == f"sha256:{manifest['content_sha256']}"
    deposit = json.loads((folder / "metadata.json").read_text("utf-8"))["metadata"]
    assert {"upload_type", "title", "description", "creators", "access_right", "license"} <= deposit.keys()
    assert deposit["version"] == manifest["version"]


def test_the_readme_and_the_page_name_every_file(folder: Path):
    readme, page = ((folder / name).read_text("utf-8") for name in ("README.md", "index.html"))
    for name, _ in FILES:
        assert f"| `{name}` |" in readme
        assert f'href="{name}"' in page


def test_the_quality_of_a_release_is_that_of_the_readme():
    """The figures stand in the project's README and, for every release, in ``release/quality.csv``."""
    assert quality_markdown() in (ROOT / "README.md").read_text("utf-8")


def test_the_licence_says_what_it_covers(folder: Path):
    text = (folder / "LICENSE.md").read_text("utf-8")
    assert "CC-BY-4.0" in text
    assert "In this release: 2 of no licence declared." in text


def test_texts_under_a_closed_licence_are_not_in_any_file(make: Callable[..., Candidate], tmp_path: Path):
    tables = withhold_texts(sample_tables(), {FIRST.article_id}, 5)
    files = [
        InputFile(FIRST.source_uri, "0" * 64, 1, "all rights reserved"),
        InputFile("b.txt", "1" * 64, 1, "CC0-1.0"),
    ]
    info = information(2)
    info = dataclasses.replace(info, inputs=[*files, info.inputs[-1]])
    release = dataclasses.replace(make(**tables), info=info).publish(tmp_path)
    assert verify_release(release) == ()
    assert release.manifest["coverage"]["texts_withheld"] == 1
    assert "1 of CC0-1.0, 1 of all rights reserved" in (release.path / "LICENSE.md").read_text("utf-8")
    with duckdb.connect(str(release.path / DATABASE), read_only=True) as connection:
        assert connection.execute("select text is null, text_sha256 is null from articles order by all").fetchall() == [
            (False, False), (True, False),
        ]  # fmt: skip
    telling = b"million in aid to Iraq"  # words after the first five of the evidence
    for path in release.path.rglob("*"):
        if path.is_file() and path.suffix not in {".parquet"}:
            assert telling not in path.read_bytes(), path.name


def test_the_same_content_gives_the_same_bytes(first: Candidate, tmp_path: Path):
    """All but the database, to which DuckDB gives a random identifier; its rows are compared elsewhere."""
    digests = []
    for name in ("one", "two"):
        path = first.publish(tmp_path / name).path
        files = {file.relative_to(path).as_posix(): sha256_of(file) for file in path.rglob("*") if file.is_file()}
        digests.append({key: value for key, value in files.items() if key not in {DATABASE, "SHA256SUMS"}})
    assert digests[0] == digests[1]


def test_the_manifest_tells_where_it_comes_from(folder: Path):
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {"inputs", "code", "parameters", "gate", "corrections", "coverage"} <= manifest.keys()
    assert manifest["coverage"]["articles_by_year"] == {"2016": 1}
    assert manifest["coverage"]["articles_by_publisher"] == {"Example News": 1}
