"""Readers: what is recognised by its content, what comes out, and what is set aside and why."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from coalition_data.ingest import iterate_inputs, read_sources
from coalition_data.ingest.contents import kind_of
from coalition_data.ingest.declaration import Source
from coalition_data.ingest.feeds import parse_feed
from coalition_data.ingest.sitemaps import parse_sitemap
from coalition_data.records import RawDocument, SetAside

HTML = b"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Talks</title></head><body><p>Words.</p></body></html>"
RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Talks &amp; more</title>'
    b"<link>https://example.org/a</link><pubDate>Mon, 01 Jun 2015 23:30:00 -0400</pubDate></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Talks</title>'
    b'<link href="https://example.org/a"/><published>2015-06-01T23:30:00-04:00</published>'
    b"<updated>2015-06-02T08:00:00Z</updated></entry></feed>"
)
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    b'<item rdf:about="https://example.org/a"><title>Talks</title><link>https://example.org/a</link></item></rdf:RDF>'
)
NEWS_SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a</loc>'
    b"<news:news><news:publication><news:name>The Wire</news:name></news:publication>"
    b"<news:publication_date>2015-06-01T23:30:00-04:00</news:publication_date><news:title>Talks</news:title>"
    b"</news:news></url></urlset>"
)
INDEX = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://example.org/1.xml</loc>'
    b"<lastmod>2015-06-02</lastmod></sitemap></sitemapindex>"
)
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; boundary="----x"\r\n\r\n------x\r\nContent-Type: text/html; charset=utf-8\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>Z=C3=BCrich</p></body></html>\r\n------x--\r\n"
)

KINDS = {
    "page": (HTML, "a", "html"),
    "page named as text": (HTML, "a.txt", "html"),
    "page after a comment": (b"<!-- saved --><!-- twice -->\n<html><body>x</body></html>", "a", "html"),
    "XHTML": (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>x</html>', "a.xml", "html"),
    "fragment": (b"<p>Ministers met.</p>", "a", "html"),
    "UTF-16 page": (b"\xff\xfe" + "<html><body>x</body></html>".encode("utf-16-le"), "a", "html"),
    "RSS": (RSS, "a", "feed"),
    "Atom": (ATOM, "a.txt", "feed"),
    "RSS 1.0": (RDF, "a.xml", "feed"),
    "news sitemap": (NEWS_SITEMAP, "a", "sitemap"),
    "sitemap index": (INDEX, "a.html", "sitemap"),
    "WARC": (b"WARC/1.0\r\n", "a.txt", "warc"),
    "Parquet": (b"PAR1\x15\x04", "a", "parquet"),
    "MHTML": (MHTML, "a", "mhtml"),
    "list of URLs": (b"# ours\nhttps://example.org/a\n\nhttp://example.org/b\n", "a.csv.txt", "urls"),
    "JSON Lines": (b'{"text": "x"}\n{"text": "y"}\n', "a", "jsonl"),
    "CSV": (b"text,url\nx,y\n", "a.csv", "csv"),
    "text": (b"Ministers met in Oslo.\nhttps://example.org/a\n", "a.txt", "text"),
    "text without a suffix": (b"Ministers met in Oslo.", "saved", "text"),
    "text that begins with a tag": (b"<OSLO> Ministers met.", "a.txt", "text"),
    "source code": (b"import os\n", "a.py", None),
    "picture": (b"\x89PNG\r\n", "a.png", None),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", None),
}


@pytest.mark.parametrize(("data", "name", "kind"), KINDS.values(), ids=KINDS)
def test_kind_by_content(data: bytes, name: str, kind: str | None) -> None:
    assert kind_of(data, name) == kind


def read(folder: Path, name: str, data: bytes, **source: object) -> tuple[list[RawDocument], list[SetAside]]:
    """Documents and what is set aside of one file."""
    (folder / name).write_bytes(data)
    declared = Source("test", (str(folder / name),), is_declared=True, **source)  # type: ignore[arg-type]
    items = list(iterate_inputs([declared], None))
    return [one for one in items if isinstance(one, RawDocument)], [one for one in items if isinstance(one, SetAside)]


def test_a_saved_page_keeps_its_bytes_charset_and_address(tmp_path: Path) -> None:
    page = b"<!-- saved from url=(0021)https://example.org/a -->\n" + HTML.replace(b"utf-8", b"iso-8859-15")
    ((document,), aside) = read(tmp_path, "a.html", page, publisher="The Wire", licence="CC-BY-4.0", language="en")
    assert not aside
    assert (document.data, document.media_type, document.charset) == (page, "text/html", "iso8859-15")
    assert (document.catalog.url, document.catalog.publisher) == ("https://example.org/a", "The Wire")
    assert (document.catalog.licence, document.catalog.language) == ("CC-BY-4.0", "en")
    assert document.fetched_at is None


def test_a_packed_page_is_unpacked(tmp_path: Path) -> None:
    ((document,), _) = read(tmp_path, "a.html.gz", gzip.compress(HTML))
    assert document.data == HTML


def test_a_packed_file_that_grows_without_end_is_stopped(tmp_path: Path) -> None:
    (_, (aside,)) = read(tmp_path, "a.html.gz", gzip.compress(b"<html>" + b"\0" * 40_000_000))
    assert aside.reason == "too_large"


def test_mhtml_holds_its_page(tmp_path: Path) -> None:
    ((document,), _) = read(tmp_path, "a.mhtml", MHTML)
    assert "Zürich" in document.data.decode()
    assert (document.media_type, document.charset) == ("text/html", "utf-8")
    assert document.catalog.url == "https://example.org/a"


@pytest.mark.parametrize("data", [RSS, ATOM], ids=["RSS", "Atom"])
def test_an_entry_of_a_feed(data: bytes) -> None:
    (entry,) = parse_feed(data, "feed")
    assert (entry.url, entry.published_on) == ("https://example.org/a", dt.date(2015, 6, 1))


def test_entries_without_an_address_are_none() -> None:
    assert parse_feed(RSS.replace(b"https://example.org/a", b"javascript:alert(1)"), "feed") == ()


def test_an_entry_of_a_news_sitemap() -> None:
    (entry,) = parse_sitemap(NEWS_SITEMAP, "map")
    assert (entry.url, entry.title, entry.published_on) == ("https://example.org/a", "Talks", dt.date(2015, 6, 1))
    assert not entry.is_listing


def test_an_index_lists_sitemaps() -> None:
    (entry,) = parse_sitemap(INDEX, "map")
    assert (entry.url, entry.modified, entry.is_listing) == ("https://example.org/1.xml", "2015-06-02", True)


def test_a_sitemap_cannot_read_files_or_grow(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://example.org/secret")
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = (
        f'<!DOCTYPE urlset [<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY l0 "https://example.org/lol">{entities}]>'
        "<urlset><url><loc>&file;</loc></url><url><loc>&l9;</loc></url><url><loc>https://example.org/a</loc></url>"
        "</urlset>"
    )
    assert {entry.url for entry in parse_sitemap(bomb.encode(), "map")} <= {"https://example.org/a"}


def test_rows_of_json_lines(tmp_path: Path) -> None:
    rows = [
        {"text": "Ministers met.", "url": "https://example.org/a", "title": "Talks", "date": "2015-06-02T10:00:00Z",
         "authors": ["Ann Lee", "Bo Ek"], "source": "The Wire", "lang": "en-GB"},
        {"headline": "Talks", "html": HTML.decode(), "link": "https://example.org/b"},
        {"text": "  ", "url": "https://example.org/c"},
        {"number": 1},
        ["text"],
    ]  # fmt: skip
    lines = "\n".join(json.dumps(row) for row in rows) + "\n\n{broken\n"
    documents, aside = read(tmp_path, "a.jsonl", lines.encode())
    first, second = documents
    assert (first.source_uri, first.data, first.media_type) == ("a.jsonl#1", b"Ministers met.", "text/plain")
    entry = first.catalog
    assert (entry.url, entry.title, entry.published_on) == ("https://example.org/a", "Talks", dt.date(2015, 6, 2))
    assert (entry.authors, entry.publisher, entry.language) == (("Ann Lee", "Bo Ek"), "The Wire", "en")
    assert (second.source_uri, second.data, second.media_type) == ("a.jsonl#2", HTML, "text/html")
    assert [(one.source_uri, one.reason) for one in aside] == [
        ("a.jsonl#3", "empty"), ("a.jsonl#4", "unmapped"), ("a.jsonl#5", "unreadable"), ("a.jsonl#7", "unreadable"),
    ]  # fmt: skip


def test_rows_of_a_table_by_a_mapping(tmp_path: Path) -> None:
    table = 'Kop;Tekst;Datum;Adres\nTalks;"Ministers met;\nthey spoke.";2015-06-02;https://example.org/a\n'
    mapping = {"text": "tekst", "title": "Kop", "published_on": "Datum", "url": "Adres"}
    ((document,), aside) = read(tmp_path, "a.csv", table.encode("utf-8-sig"), mapping=mapping)
    assert not aside
    assert document.data == b"Ministers met;\nthey spoke."
    assert (document.catalog.title, document.catalog.url) == ("Talks", "https://example.org/a")
    assert document.catalog.published_on == dt.date(2015, 6, 2)


@pytest.mark.parametrize(
    ("table", "mapping", "reason", "words"),
    [
        pytest.param("a,b\n1,2\n", {}, "unmapped", "mapping", id="no column holds text"),
        pytest.param("text,b\n1,2\n", {"url": "link"}, "unmapped", "'link'", id="declared column is not there"),
        pytest.param("", {}, "empty", "empty", id="empty"),
        pytest.param("\x00\x01\x02", {}, "unmapped", "a.csv", id="no table"),
    ],
)
def test_tables_that_cannot_be_used(
    tmp_path: Path, table: str, mapping: dict[str, str], reason: str, words: str
) -> None:
    (documents, (aside,)) = read(tmp_path, "a.csv", table.encode(), mapping=mapping)
    assert not documents
    assert aside.reason == reason
    assert words in aside.detail


def test_a_table_in_a_legacy_encoding(tmp_path: Path) -> None:
    sentence = "The envoys met at a café in Genève, where the host, José Muñoz, opened the talks on Monday morning."
    ((document,), _) = read(tmp_path, "a.csv", f"title;text\nGenève;{sentence}\n".encode("cp1252"))
    assert document.data.decode() == sentence


def test_rows_of_parquet(tmp_path: Path) -> None:
    stream = io.BytesIO()
    day = dt.date(2015, 6, 2)
    pq.write_table(pa.table({"body": ["Ministers met.", None], "date": [day, day], "n": [1, 2]}), stream)
    ((document,), (aside,)) = read(tmp_path, "a.parquet", stream.getvalue())
    assert (document.source_uri, document.data) == ("a.parquet#1", b"Ministers met.")
    assert document.catalog.published_on == day
    assert (aside.source_uri, aside.reason) == ("a.parquet#2", "empty")


def test_a_broken_parquet_file(tmp_path: Path) -> None:
    (_, (aside,)) = read(tmp_path, "a.parquet", b"PAR1" + b"\0" * 100)
    assert aside.reason == "unreadable"


Record = tuple[str, str, bytes, list[tuple[str, str]]]
"""Address, status line, body, headers."""


def warc(records: Iterable[Record], *, packed: bool = True) -> bytes:
    """An archive as a crawler writes it: a head, and for each page its request and its response."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for url, status, body, headers in records:
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
        response = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        dated = {"WARC-Date": "2015-06-02T10:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=response,
                warc_headers_dict=dated,
            )
        )  # fmt: skip
    return stream.getvalue()


HTML_HEADERS = [("Content-Type", "text/html; charset=utf-8")]
RECORDS: list[Record] = [
    ("https://example.org/a", "200 OK", HTML, HTML_HEADERS),
    ("https://example.org/packed", "200 OK", gzip.compress(HTML + b"1"), [*HTML_HEADERS, ("Content-Encoding", "gzip")]),
    ("https://example.org/lost", "404 Not Found", b"<html>no</html>", HTML_HEADERS),
    ("https://example.org/moved", "301 Moved", b"", [("Location", "/a")]),
    ("https://example.org/report.pdf", "200 OK", b"%PDF-1.4\n", [("Content-Type", "application/pdf")]),
    ("https://example.org/empty", "200 OK", b"", HTML_HEADERS),
    ("https://example.org/plain", "200 OK", b"Ministers met.", [("Content-Type", "text/plain")]),
    ("https://example.org/data", "200 OK", b"a,b\n1,2", [("Content-Type", "text/csv")]),
]


@pytest.mark.parametrize("form", ["by record", "whole", "plain"])
def test_pages_of_a_web_archive(tmp_path: Path, form: str) -> None:
    data = warc(RECORDS, packed=form == "by record")
    name = "a.warc" if form == "plain" else "a.warc.gz"
    documents, aside = read(tmp_path, name, gzip.compress(data) if form == "whole" else data)
    assert [(one.catalog.url, one.data, one.media_type) for one in documents] == [
        ("https://example.org/a", HTML, "text/html"),
        ("https://example.org/packed", HTML + b"1", "text/html"),
        ("https://example.org/plain", b"Ministers met.", "text/plain"),
    ]
    assert documents[0].fetched_at == dt.datetime(2015, 6, 2, 10, tzinfo=dt.UTC)
    assert documents[0].charset == "utf-8"
    assert documents[0].source_uri.startswith("urn:uuid:")
    assert [one.reason for one in aside] == ["http_404", "http_301", "unsupported", "empty", "unsupported"]
    assert "https://example.org/lost" in aside[0].detail


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_cut_keeps_what_came_before(tmp_path: Path, packed: bool) -> None:
    data = warc(RECORDS[:2], packed=packed)
    documents, aside = read(tmp_path, "a.warc", data[:-60])
    assert [one.catalog.url for one in documents][:1] == ["https://example.org/a"]
    assert len(documents) + len(aside) == 2


def test_a_web_archive_is_read_in_constant_memory(tmp_path: Path) -> None:
    body = b"<html><body>" + b"<p>Ministers met again and again.</p>" * 20_000 + b"</body></html>"

    def peak(count: int) -> int:
        (tmp_path / f"{count}.warc.gz").write_bytes(
            warc((f"https://example.org/{n}", "200 OK", body + b"%d" % n, HTML_HEADERS) for n in range(count))
        )
        tracemalloc.start()
        try:
            source = Source("test", (str(tmp_path / f"{count}.warc.gz"),))
            assert sum(isinstance(item, RawDocument) for item in iterate_inputs([source], None)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(40) < 1.3 * peak(4), f"a record is {len(body):,} bytes"


def test_a_record_that_was_read_before_is_set_aside_as_a_duplicate(tmp_path: Path) -> None:
    archive = warc(RECORDS[:3], packed=False)  # two pages, and one that was not found
    (tmp_path / "a.warc").write_bytes(archive)
    (tmp_path / "b.warc").write_bytes(archive + archive)
    result = read_sources([tmp_path])
    assert len(result.documents) == 2
    assert Counter(entry.reason for entry in result.set_aside) == {"http_404": 1, "duplicate": 6}
    copies = [entry for entry in result.set_aside if entry.reason == "duplicate"]
    assert all(entry.source_uri.startswith("b.warc#") for entry in copies)
    known = {document.source_uri for document in result.documents}
    assert {entry.source_uri.removeprefix("b.warc#").split(" ")[0] for entry in copies} > known
    assert len({entry.source_uri for entry in result.set_aside}) == 7, "each input has its own name"
