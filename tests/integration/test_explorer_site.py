"""The site: what `coalition-data site` writes, its views, and the server. The explorer itself: `make test-site`."""

from __future__ import annotations

import dataclasses
import http.client
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from candidates import Candidate
from click.testing import CliRunner
from sample_tables import FIRST, MEETING, PLEDGE, QUOTE, SECOND, write_sample

import coalition_data.site.bundle as bundle_module
from coalition_data.cli import main
from coalition_data.errors import SiteError
from coalition_data.release import Release
from coalition_data.site import Site, find_bundle, make_server, write_site
from coalition_data.site.views import VIEWS, write_views

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = "<!doctype html><title>Explorer</title>"
CONTENT = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built explorer, as far as the command cares: files to copy."""
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "assets" / "index-0a1b2c3d.js").write_bytes(CONTENT)
    return folder


@pytest.fixture(scope="module")
def release(first: Candidate, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return first.publish(tmp_path_factory.mktemp("explored") / "releases")


@pytest.fixture(scope="module")
def site(release: Release, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return write_site(release, bundle, tmp_path_factory.mktemp("site") / "out")


def rows(site: Site, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"set file_search_path = '{site.path / 'views'}'")
        return connection.execute(sql).fetchall()


def test_it_holds_the_explorer_and_the_release_unchanged(site: Site, release: Release):
    assert (site.path / "index.html").read_text("utf-8") == PAGE
    for path in release.path.glob("*.parquet"):
        assert (site.path / "release" / path.name).read_bytes() == path.read_bytes()
    described = json.loads((site.path / "site.json").read_text("utf-8"))
    assert described["version"] == release.version
    assert described["row_counts"] == release.row_counts
    assert described["countries"]["PRT"] == "Portugal"
    listed = {item["name"]: item["bytes"] for item in described["files"]}
    assert listed == {
        path.relative_to(site.path / "release").as_posix(): path.stat().st_size
        for path in (site.path / "release").rglob("*")
        if path.is_file()
    }


def test_its_checksums_hold_without_what_is_left_out(site: Site):
    assert not list(site.path.rglob("data_docs"))
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=site.path / "release", check=False)
    assert checked.returncode == 0


def test_the_spans_are_those_of_the_rows(site: Site):
    found = rows(site, "select kind, row_id, article_id, start, \"end\", text from 'spans.parquet'")
    mentions = [("meeting", MEETING.meeting_id, item) for item in MEETING.evidence]
    mentions += [("pledge", PLEDGE.pledge_id, item) for item in PLEDGE.evidence]
    expected = {(kind, key, item.article_id, item.start, item.end, item.text) for kind, key, item in mentions}
    expected |= {
        ("quote", QUOTE.quote_id, FIRST.article_id, QUOTE.start, QUOTE.end, QUOTE.text),
        ("speaker", QUOTE.quote_id, FIRST.article_id, QUOTE.speaker_start, QUOTE.speaker_end, QUOTE.speaker_mention),
        ("cue", QUOTE.quote_id, FIRST.article_id, QUOTE.cue_start, QUOTE.cue_end, QUOTE.cue),
    }
    assert set(found) == expected


def test_quotes_are_folded_and_their_facets_decode(site: Site):
    assert rows(site, "select n, quote_id, search from 'quotes.parquet'") == [
        (0, QUOTE.quote_id, " we shall stay the course ines prata portuguese defence minister ")
    ]
    decoded = rows(
        site,
        "select v.facet, v.value from 'quote_facets.parquet' f join 'facet_values.parquet' v on v.code = case v.facet "
        "when 'speaker' then f.speaker when 'country' then f.country when 'type' then f.type when 'date' then f.date "
        "when 'meeting' then f.meeting end order by all",
    )
    assert decoded == [
        ("country", "PRT"), ("date", "2016-03-04"), ("meeting", MEETING.meeting_id), ("speaker", "Inês Prata"),
        ("type", "direct"),
    ]  # fmt: skip


def test_codes_of_values_that_are_missing_keep_their_place(tmp_path: Path):
    unnamed = dataclasses.replace(QUOTE, quote_id="quo_0000000000bb", speaker_name=None)
    write_views(write_sample(tmp_path / "tables", quotes=(QUOTE, unnamed)), tmp_path / "views")
    site = Site(tmp_path, "none")
    values = rows(site, "select code, value from 'facet_values.parquet' where facet = 'speaker' order by code")
    assert values == [(0, None), (1, "Inês Prata")]
    assert sorted(rows(site, "select speaker from 'quote_facets.parquet'")) == [(0,), (1,)]


def test_articles_are_listed_with_their_quotes(site: Site):
    found = rows(site, "select article_id, quotes, withheld from 'article_list.parquet' order by all")
    assert found == [(FIRST.article_id, 1, False), (SECOND.article_id, 0, False)]


def test_only_keys_have_statistics(site: Site):
    for name, view in VIEWS.items():
        group = pq.ParquetFile(site.path / "views" / f"{name}.parquet").metadata.row_group(0)
        columns = [group.column(index) for index in range(group.num_columns)]
        measured = {column.path_in_schema for column in columns if column.statistics is not None}
        assert measured == ({view.key} if view.key else set()), name


def test_a_site_is_replaced_but_nothing_else(release: Release, bundle: Path, tmp_path: Path):
    out = tmp_path / "site"
    write_site(release, bundle, out)
    (out / "stray.txt").write_text("old", "utf-8")
    write_site(release, bundle, out)
    assert not (out / "stray.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]

    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(SiteError, match="no site"):
        write_site(release, bundle, mine)
    assert (mine / "thesis.txt").read_text("utf-8") == "years of work"
    with pytest.raises(SiteError, match="never changes"):
        write_site(release, bundle, release.path / "site")


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[tuple[str, int]]:
    with make_server(site.path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield "127.0.0.1", server.server_port
        server.shutdown()


def ask(address: tuple[str, int], path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        pytest.param("bytes=0-0", 206, 0, 1, id="first byte"),
        pytest.param("bytes=100-199", 206, 100, 200, id="middle"),
        pytest.param("bytes=1000-", 206, 1000, 1024, id="open end"),
        pytest.param("bytes=-10", 206, 1014, 1024, id="last bytes"),
        pytest.param("bytes=-9999", 206, 0, 1024, id="more than there is, from the end"),
        pytest.param("bytes=1000-9999", 206, 1000, 1024, id="more than there is"),
        pytest.param("bytes=1024-", 416, 0, 0, id="behind the end"),
        pytest.param("bytes=5-4", 416, 0, 0, id="backwards"),
        pytest.param("bytes=-", 200, 0, 1024, id="no range"),
        pytest.param("lines=1-2", 200, 0, 1024, id="another unit"),
        pytest.param("bytes=0-1,4-5", 200, 0, 1024, id="several: the whole"),
    ],
)
def test_ranges(address: tuple[str, int], asked: str, status: int, start: int, end: int):
    answer, content = ask(address, "/assets/index-0a1b2c3d.js", Range=asked)
    assert answer.status == status
    assert content == CONTENT[start:end]
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"


def test_headers_of_answers(address: tuple[str, int]):
    page, _ = ask(address, "/")
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    asset, _ = ask(address, "/assets/index-0a1b2c3d.js")
    assert "immutable" in asset.headers["Cache-Control"]
    assert asset.headers["Content-Type"] == "text/javascript"


@pytest.mark.parametrize("path", ["/views/", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/nothing"])
def test_nothing_but_files_of_the_site_is_served(address: tuple[str, int], path: str):
    assert ask(address, path)[0].status == 404


def test_a_taken_port_is_told(address: tuple[str, int], site: Site):
    with pytest.raises(SiteError, match=str(address[1])):
        make_server(site.path, address[1])


def test_the_command_says_how_to_build_the_explorer(release: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(bundle_module.coalition_data, "__file__", str(tmp_path / "site-packages" / "x" / "__init__.py"))
    done = CliRunner().invoke(
        main, ["site", "--data-dir", str(release.path.parents[1]), "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 1
    assert "make site" in done.output
    assert not (tmp_path / "out").exists()


def test_the_command_writes_the_built_explorer(release: Release, tmp_path: Path):
    try:
        built = find_bundle()
    except SiteError:
        pytest.skip("the explorer is not built: `make site` builds it, `make test-site` tests it in a browser")
    done = CliRunner().invoke(
        main, ["site", "--data-dir", str(release.path.parents[1]), "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 0, done.output
    assert release.version in done.output
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert page == (built / "index.html").read_text("utf-8")
    assert "unsafe-inline" not in page
    assert "default-src 'none'" in page


def test_the_lock_of_the_explorer_names_no_registry():
    lock = (ROOT / "web" / "package-lock.json").read_text("utf-8")
    packages = json.loads(lock)["packages"]
    assert len(packages) > 50
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in packages.items() if name)
    own = (ROOT / "web" / "package.json").read_text("utf-8") + (ROOT / "web" / ".npmrc").read_text("utf-8")
    assert not re.search(r"://|registry=", own)
