"""The interface of a reader, what it is given and what it yields."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from coalition_data.errors import InputError
from coalition_data.ingest.contents import open_unpacked
from coalition_data.ingest.declaration import Source
from coalition_data.records import CatalogEntry, Note, RawDocument, SetAside

STAGE = "ingest"

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes, unpacked. The longest news page is far below; more is a log or a dump, and would cost the run its memory."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a list of pages names: a list of URLs, a feed, a sitemap.

    Attributes:
        title, published_on: what the list says of the page.
        modified: when it last changed, in the list's words.
        is_listing: whether it is itself a list (the parts of a sitemap index).
    """

    url: str
    title: str | None = None
    published_on: dt.date | None = None
    modified: str | None = None
    is_listing: bool = False


Item = RawDocument | SetAside | Note
"""What the stage makes of its inputs: every input is one document or one that is set aside; notes come beside."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What ``read_sources`` found: every input is in ``documents`` or in ``set_aside``, exactly once.

    Attributes:
        documents: in the order of the paths given, within a folder by name.
        set_aside: what cannot go on, with the reason.
        notes: about documents that were accepted nevertheless, and about catalogs.
    """

    documents: tuple[RawDocument, ...]
    set_aside: tuple[SetAside, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was found, before it is read.

    Attributes:
        path: where it lies.
        source_uri: its POSIX path relative to the source root.
        catalog: what the catalog beside it says.
        source: that it belongs to.
        kind: what it holds, as ``contents.kind_of`` tells.
    """

    path: Path
    source_uri: str
    catalog: CatalogEntry = field(default_factory=CatalogEntry)
    source: Source = field(default_factory=lambda: Source("", ()))
    kind: str = ""

    def open(self) -> BinaryIO:
        """The file's bytes, unpacked where it is gzipped.

        Raises:
            OSError: it cannot be opened.
            InputError: it is no regular file.
        """
        return open_unpacked(self.path, self.source_uri)

    def read(self) -> bytes:
        """All bytes of a file that is one document or one list.

        Raises:
            OSError, InputError: as ``open``; ``too_large``.
        """
        with self.open() as stream:
            data = stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            size = LARGEST_FILE // 1024 // 1024
            raise InputError("too_large", f"{self.source_uri} is too large for an article (more than {size} MiB)")
        return data

    def document(
        self,
        uri: str,
        data: bytes,
        *,
        entry: CatalogEntry | None = None,
        media_type: str = "text/plain",
        charset: str | None = None,
        fetched_at: dt.datetime | None = None,
    ) -> RawDocument:
        """A document of this file, with what its catalog and its source say."""
        return make_document(
            uri,
            data,
            self.source,
            entry=_filled(entry, self.catalog) if entry else self.catalog,
            media_type=media_type,
            charset=charset,
            fetched_at=fetched_at,
        )


class Reader(Protocol):
    """Turns a file of one kind into documents, or into the addresses that it lists."""

    kinds: frozenset[str]
    """The kinds of ``contents.kind_of`` that it reads."""

    def read(self, file: SourceFile) -> Iterator[Item | Listed]:
        """Documents in file order, and what is to be said about them; one record in memory at a time.

        Raises:
            OSError, InputError: the file as a whole cannot be read; the caller sets it aside, and also on any other
                error, so that no content can stop a run.
        """
        ...


def make_document(
    uri: str,
    data: bytes,
    source: Source,
    *,
    entry: CatalogEntry,
    media_type: str,
    charset: str | None,
    fetched_at: dt.datetime | None,
) -> RawDocument:
    """A document with what its source says of all its documents."""
    declared = CatalogEntry(publisher=source.publisher, language=source.language, licence=source.licence)
    return RawDocument(
        source_uri=uri,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        catalog=_filled(entry, declared),
        media_type=media_type,
        charset=charset,
        source=source.name if source.is_declared else None,
        fetched_at=fetched_at,
        min_topic_score=source.min_topic_score,
    )


def _filled(entry: CatalogEntry, other: CatalogEntry) -> CatalogEntry:
    """``entry`` with the fields of ``other`` where it has none."""
    missing = {
        one.name: getattr(other, one.name)
        for one in dataclasses.fields(CatalogEntry)
        if getattr(entry, one.name) in (None, ())
    }
    return dataclasses.replace(entry, **missing)
