"""Reader of web archives: WARC and WARC.gz as crawlers write them and Common Crawl's CC-NEWS publishes them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from w3lib.encoding import http_content_type_encoding
from warcio.archiveiterator import ArchiveIterator

from coalition_data.ingest.contents import HEAD, kind_of
from coalition_data.ingest.html import declared_charset
from coalition_data.ingest.reader import LARGEST_FILE, STAGE, Item, SourceFile
from coalition_data.records import CatalogEntry, SetAside


class WarcReader:
    """An archive: each response is an input, whatever it holds; other records are not."""

    kinds = frozenset({"warc"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """Pages in the order of the archive, one in memory at a time; what is no page is set aside.

        A record that is broken costs itself, or, where the next one cannot be found, the rest of the file.
        """
        with file.open() as stream:
            records = iter(ArchiveIterator(_Pieces(stream)))
            place = 0
            while True:
                place += 1
                try:
                    record = next(records)
                    item = _read_record(record, file, place)
                except StopIteration:
                    return
                except Exception as error:  # the library raises many kinds on a broken file
                    uri = f"{file.source_uri}#{place}"
                    detail = f"{uri}: the archive is broken here, the rest is lost: {type(error).__name__}: {error}"
                    yield SetAside(uri, STAGE, "unreadable", detail)
                    return
                if item is not None:
                    yield item


class _Pieces:
    """A stream that hands on what it has: what comes before a break is not lost with it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast(io.BufferedReader, stream)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read1(size)


def _read_record(record: Any, file: SourceFile, place: int) -> Item | None:
    """The record as a document or set aside; None where it is no response."""
    if record.rec_type != "response":
        return None
    identifier = (record.rec_headers.get_header("WARC-Record-ID") or "").strip().strip("<>")
    uri = identifier or f"{file.source_uri}#{place}"
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip().strip("<>")
    named = f"{uri} ({url[:200]})" if url else uri
    status = _status(record)
    if status != 200:
        reason = f"http_{status}" if status else "unreadable"
        return SetAside(uri, STAGE, reason, f"{named} answered {status or 'without a status'}")
    data: bytes = record.content_stream().read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        return SetAside(uri, STAGE, "too_large", f"{named} is too large for an article")
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        return SetAside(uri, STAGE, "empty", f"{named} is empty", digest)
    content_type = (record.http_headers.get_header("Content-Type") or "").lower()
    media_type = media_type_of(data, content_type)
    if media_type is None:
        kind = content_type.partition(";")[0][:60] or "unknown"
        return SetAside(uri, STAGE, "unsupported", f"{named} is no page (its content type is {kind})", digest)
    return file.document(
        uri,
        data,
        entry=CatalogEntry(url=url or None),
        media_type=media_type,
        charset=http_content_type_encoding(content_type) or declared_charset(data),
        fetched_at=_time(record.rec_headers.get_header("WARC-Date") or ""),
    )


def media_type_of(data: bytes, content_type: str) -> str | None:
    """``text/html`` or ``text/plain`` of an answer, by its bytes; None where it is no page.

    Args:
        data: the answer, unpacked.
        content_type: as the server declared it; it decides only about bytes that may be either.
    """
    kind = kind_of(data[:HEAD], is_complete=len(data) <= HEAD)
    if kind == "html":
        return "text/html"
    if kind != "text" or b"\x00" in data[:HEAD]:
        return None
    if "html" in content_type:
        return "text/html"
    return "text/plain" if content_type.startswith("text/plain") or not content_type else None


def _status(record: Any) -> int:
    try:
        return int(record.http_headers.get_statuscode())
    except (AttributeError, TypeError, ValueError):
        return 0


def _time(stamp: str) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)
