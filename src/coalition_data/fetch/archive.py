"""The archive: every answer byte for byte in WARC files, and an index of pages and captures.

::

    archive/pages.parquet      every address that was ever listed, and what became of it
    archive/captures.parquet   every answer that was kept, with its place in a WARC file
    archive/warc/<time>.warc.gz    one file a run that brought something, never changed afterwards

Bytes are addressed by their SHA-256: what is already there is not stored again. While a run fetches, each step goes
to ``journal.jsonl``, from which the next run picks up what a run that was cut short had fetched.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import fcntl
import io
import json
import os
import threading
import typing
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from coalition_data import store
from coalition_data.addresses import canonical_url, without_scheme
from coalition_data.errors import StoreError
from coalition_data.fetch.client import Fetched
from coalition_data.records import Capture, Page
from coalition_data.rows import to_row

PAGES = "pages.parquet"
CAPTURES = "captures.parquet"
JOURNAL = "journal.jsonl"
WARC_FOLDER = "warc"

_CONNECTION_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive", "set-cookie"})
"""Headers that are about the connection or the visitor; the body is stored as it came out of the connection."""


def page_key(url: str) -> str:
    """One spelling of an address for http and https, with and without tracking parameters."""
    return without_scheme(canonical_url(url)) or url


class Archive:
    """Reads the archive; inside ``with archive.writing()`` it also takes up what is fetched.

    Attributes:
        pages: by key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, Page] = {}
        self._captures: dict[str, list[Capture]] = defaultdict(list)
        self._by_digest: dict[str, Capture] = {}
        if (folder / PAGES).is_file():
            self.pages = {page.key: page for page in store.read_stage(folder / PAGES, "pages")}
        if (folder / CAPTURES).is_file():
            for capture in store.read_stage(folder / CAPTURES, "captures"):
                self._add(capture)
        self._replay_journal()

    def captures(self, key: str) -> tuple[Capture, ...]:
        """The captures of a page, oldest first."""
        return tuple(self._captures.get(key, ()))

    def all_captures(self) -> Iterator[Capture]:
        """All captures, page by page."""
        for key in sorted(self._captures):
            yield from self._captures[key]

    def read(self, capture: Capture) -> bytes:
        """The page's bytes, unpacked.

        Raises:
            StoreError: they are not in the archive any more.
        """
        path = self.folder / WARC_FOLDER / capture.file
        try:
            with path.open("rb") as file:
                file.seek(capture.offset)
                record = next(iter(ArchiveIterator(io.BytesIO(file.read(capture.length)))))
                data: bytes = record.content_stream().read()
        except Exception as error:  # the WARC library raises what it likes on a broken file
            raise StoreError(
                f"{path}: the record at {capture.offset} cannot be read: {error}",
                "bring the file back (`dvc checkout`), or delete the archive and fetch again",
            ) from error
        if len(data) != capture.bytes:
            raise StoreError(f"{path}: the record at {capture.offset} is not whole", "bring the file back")
        return data

    def writing(self) -> Writer:
        """A writer that holds the archive alone.

        Raises:
            StoreError: another run holds it (on entering).
        """
        return Writer(self)

    def _add(self, capture: Capture) -> None:
        known = self._captures[capture.key]
        if capture not in known:
            known.append(capture)
            known.sort(key=lambda one: one.fetched_at)
        self._by_digest.setdefault(capture.sha256, capture)

    def _replay_journal(self) -> None:
        path = self.folder / JOURNAL
        if not path.is_file():
            return
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                content = json.loads(line)
            except ValueError:
                continue  # the line that was being written when the run was cut short
            if "page" in content:
                page = _record(Page, content["page"])
                self.pages[page.key] = page
            else:
                self._add(_record(Capture, content["capture"]))


class Writer:
    """Takes up pages and answers; safe to use from several threads. Leaving it saves the index."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._journal: typing.TextIO | None = None
        self._warc: BinaryIO | None = None
        self._warc_name = ""

    def __enter__(self) -> Self:
        folder = self.archive.folder
        folder.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise StoreError(f"another run is fetching into {folder}", "wait until it ends") from error
        self._journal = (folder / JOURNAL).open("a", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._journal is not None
        assert self._handle is not None
        try:
            self._journal.close()
            if self._warc is not None:
                self._warc.close()
            folder = self.archive.folder
            pages = sorted(self.archive.pages.values(), key=lambda page: page.key)
            store.write_stage(folder / CAPTURES, "captures", self.archive.all_captures())
            store.write_stage(folder / PAGES, "pages", pages)
            (folder / JOURNAL).unlink()
        finally:
            os.close(self._handle)

    def put_page(self, page: Page) -> None:
        """Take up what is known of a page."""
        with self._lock:
            if self.archive.pages.get(page.key) != page:
                self.archive.pages[page.key] = page
                self._note({"page": page})

    def put_answer(self, key: str, fetched: Fetched, sha256: str) -> Capture:
        """Keep an answer of status 200, unless it is the one that the page gave last.

        Returns:
            the capture that holds its bytes: a new one, or the last one.
        """
        with self._lock:
            last = self.archive.captures(key)
            if last and last[-1].sha256 == sha256:
                return last[-1]
            stored = self.archive._by_digest.get(sha256)
            place = (stored.file, stored.offset, stored.length) if stored else self._store(fetched)
            capture = Capture(
                key,
                fetched.response.url,
                fetched.fetched_at,
                sha256,
                fetched.response.headers.get("Content-Type"),
                len(fetched.payload),
                *place,
            )
            self.archive._add(capture)
            self._note({"capture": capture})
            return capture

    def _store(self, fetched: Fetched) -> tuple[str, int, int]:
        """Write a WARC record; its file, offset and length."""
        if self._warc is None:
            folder = self.archive.folder / WARC_FOLDER
            folder.mkdir(exist_ok=True)
            self._warc_name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S.%fZ}.warc.gz"
            self._warc = (folder / self._warc_name).open("xb")
        response = fetched.response
        kept = [
            (name, _one_line(value))
            for name, value in response.headers.items()
            if name.lower() not in _CONNECTION_HEADERS
        ]
        writer = WARCWriter(self._warc, gzip=True, warc_version="1.1")
        record = writer.create_warc_record(
            response.url,
            "response",
            payload=io.BytesIO(response.body),
            length=len(response.body),
            http_headers=StatusAndHeaders(f"200 {_one_line(response.reason) or 'OK'}", kept, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": fetched.fetched_at.isoformat().replace("+00:00", "Z")},
        )
        offset = self._warc.tell()
        writer.write_record(record)
        self._warc.flush()
        return self._warc_name, offset, self._warc.tell() - offset

    def _note(self, row: dict[str, Any]) -> None:
        assert self._journal is not None, "the archive is not open for writing"
        plain = {kind: {name: _plain(value) for name, value in to_row(one).items()} for kind, one in row.items()}
        self._journal.write(json.dumps(plain, ensure_ascii=False) + "\n")
        self._journal.flush()


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _record(kind: Any, row: dict[str, Any]) -> Any:
    """A record from a line of the journal."""
    hints = typing.get_type_hints(kind)
    values = {}
    for field in dataclasses.fields(kind):
        value, hint = row[field.name], str(hints[field.name])
        if isinstance(value, str) and "datetime.datetime" in hint:
            value = dt.datetime.fromisoformat(value)
        elif isinstance(value, str) and "datetime.date" in hint:
            value = dt.date.fromisoformat(value)
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
