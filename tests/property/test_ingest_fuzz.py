"""No input makes a run fail or hang: whatever a file holds, it is read or set aside, once."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from coalition_data.errors import InputError, SourceError
from coalition_data.fetch.transport import unpack
from coalition_data.ingest import iterate_inputs, read_declaration
from coalition_data.ingest.contents import kind_of
from coalition_data.ingest.declaration import KINDS, Source
from coalition_data.ingest.feeds import parse_feed
from coalition_data.ingest.sitemaps import parse_sitemap
from coalition_data.records import Note, RawDocument, SetAside

QUICK = settings(max_examples=120, deadline=5_000, suppress_health_check=[HealthCheck.too_slow])

SEEDS = [
    b"<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body><p>Words</p></body></html>",
    b'<?xml version="1.0"?><rss version="2.0"><channel><item><link>https://e.org/a</link></item></channel></rss>',
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://e.org/a</loc></url></urlset>',
    b"https://e.org/a\nhttps://e.org/b\n",
    b'{"text": "Ministers met.", "url": "https://e.org/a", "date": "2015-06-02"}\n{"text": 1}\n',
    b'text,url,date\n"Ministers, met",https://e.org/a,2015-06-02\nx\n',
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
    "Ministers met in Zürich on Monday.".encode(),
    b"PAR1\x15\x04\x15\x00PAR1",
]


def result_of(act: Callable[..., Any], *arguments: Any) -> Any:
    """What a function returns, or the error with which it refuses its input."""
    try:
        return act(*arguments)
    except (InputError, SourceError) as error:
        return error


def archive() -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], "HTTP/1.1")
    for _ in range(2):
        body = gzip.compress(SEEDS[0])
        writer.write_record(
            writer.create_warc_record(
                "https://e.org/a", "response", payload=io.BytesIO(body), length=len(body), http_headers=headers
            )
        )
    return stream.getvalue()


SEEDS.append(archive())


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """Bytes that begin as something and go wrong somewhere."""
    data = bytearray(draw(st.one_of(st.sampled_from(SEEDS), st.binary(max_size=200))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        change = draw(st.sampled_from(["insert", "delete", "repeat", "cut"]))
        if change == "insert":
            data[at:at] = draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"\x00", b"\xff\xfe", b"<!--", b'"'])))
        elif change == "delete":
            del data[at : at + draw(st.integers(1, 20))]
        elif change == "repeat":
            data[at:at] = data[at : at + 40] * draw(st.integers(1, 50))
        else:
            del data[at:]
    whole = bytes(data)
    packed = draw(st.sampled_from(["no", "yes", "cut"]))
    if packed == "no":
        return whole
    zipped = gzip.compress(whole)
    return zipped if packed == "yes" else zipped[: draw(st.integers(0, len(zipped)))]


@given(
    data=contents(),
    name=st.sampled_from(["a", "a.txt", "a.html", "a.csv", "a.jsonl", "a.xml", "a.warc.gz", "a.mhtml", "a.bin"]),
    kind=st.sampled_from([kind for kind in KINDS if kind not in {"pages", "folder"}]),
)
@QUICK
def test_any_file_is_read_or_set_aside(data: bytes, name: str, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        items = list(iterate_inputs([Source("fuzz", (folder,), kind=kind)], None))
    inputs = [item for item in items if not isinstance(item, Note)]
    assert all(isinstance(item, RawDocument | SetAside) for item in inputs)
    places = [(item.source_uri, item.sha256 if isinstance(item, RawDocument) else item.raw_sha256) for item in inputs]
    assert len(set(places)) == len(places), "one outcome for each input"
    for item in inputs:
        if isinstance(item, SetAside):
            assert item.reason
            assert item.detail
        else:
            assert item.data.strip()
            assert item.media_type in {"text/plain", "text/html"}


@given(data=contents(), name=st.sampled_from(["", "a.txt", "a.csv"]), is_complete=st.booleans())
@QUICK
def test_telling_the_kind_never_fails(data: bytes, name: str, is_complete: bool) -> None:
    assert kind_of(data, name, is_complete=is_complete) in {None, *KINDS, "mhtml"}


@pytest.mark.parametrize("parse", [parse_feed, parse_sitemap])
@given(data=contents())
@QUICK
def test_a_list_of_pages_is_parsed_or_refused(parse: Callable[..., Any], data: bytes) -> None:
    found = result_of(parse, data, "list")
    if isinstance(found, InputError):
        assert found.reason in {"unreadable", "too_large"}
    else:
        assert all(entry.url.lower().startswith(("http://", "https://")) for entry in found)


SLOW = {
    "open tags": b"<a>" * 300_000,
    "open comments": b"<!--" * 300_000,
    "comments": b"<!---->" * 300_000,
    "entities": b"&amp" * 400_000,
    "brackets": b"<" * 1_000_000,
    "nested items": b"<rss><channel>" + b"<item><link>" * 100_000,
    "doctype": b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 60_000,
    "nested JSON": b'{"a":' * 300_000,
    "quotes": b'text,url\n"' + b'""' * 500_000,
    "blanks": b"<rss>" + b" " * 2_000_000,
    "MIME parts": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + b"--b\n\n" * 100_000,
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", SLOW)
def test_nothing_hangs(tmp_path: Path, name: str) -> None:
    """A megabyte or two that makes naive parsers take forever."""
    for kind in ("auto", "feed", "sitemap", "csv", "jsonl", "warc"):
        folder = tmp_path / kind
        folder.mkdir()
        (folder / "a").write_bytes(SLOW[name])
        assert list(iterate_inputs([Source("slow", (str(folder),), kind=kind)], None)) is not None


@given(data=st.binary(max_size=300), encoding=st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", ""]))
@QUICK
def test_unpacking_ends_or_is_refused(data: bytes, encoding: str) -> None:
    found = result_of(unpack, data, encoding, 1000, "page")
    if isinstance(found, InputError):
        assert found.reason in {"bad_response", "too_large"}
    else:
        assert len(found) <= 1000


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates().map(str),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["sources", "name", "location", "kind", "fetch", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    noise=st.text(max_size=6),
)
@QUICK
def test_any_declaration_is_read_or_refused_with_its_file(document: object, noise: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sources.yml"
        path.write_text(json.dumps(document) + noise, encoding="utf-8", errors="replace")
        found = result_of(read_declaration, path)
    assert isinstance(found, tuple) or str(path) in found.message
