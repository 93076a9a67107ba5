"""Let the readers read what the user named: local files by their content, pages on the web from the archive."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeGuard

from coalition_data.errors import InputError, SourceError
from coalition_data.fetch import Archive
from coalition_data.ingest.archived import read_archived, read_listed
from coalition_data.ingest.contents import HEAD, TEXT_SUFFIXES, kind_of, read_head
from coalition_data.ingest.declaration import Source, resolve_sources
from coalition_data.ingest.delimited import DelimitedReader
from coalition_data.ingest.feeds import FeedReader
from coalition_data.ingest.files import find_files
from coalition_data.ingest.html import HtmlReader, MhtmlReader
from coalition_data.ingest.jsonl import JsonLinesReader
from coalition_data.ingest.links import LinksReader
from coalition_data.ingest.parquet import ParquetReader
from coalition_data.ingest.reader import STAGE, Item, Listed, Reader, ReadResult, SourceFile
from coalition_data.ingest.sitemaps import SitemapReader
from coalition_data.ingest.text import TextReader
from coalition_data.ingest.warc import WarcReader
from coalition_data.records import Note, RawDocument, SetAside

READERS: tuple[Reader, ...] = (
    TextReader(),
    HtmlReader(),
    MhtmlReader(),
    LinksReader(),
    FeedReader(),
    SitemapReader(),
    WarcReader(),
    JsonLinesReader(),
    DelimitedReader(),
    ParquetReader(),
)
"""One for each kind of content; a new kind is a module with a ``Reader``, listed here and in ``contents.kind_of``."""

_BY_KIND = {kind: reader for reader in READERS for kind in reader.kinds}

KINDS_READ = "plain text (.txt), HTML, MHTML, feeds, sitemaps, lists of addresses, WARC, JSONL, CSV and Parquet are"
"""The kinds of ``READERS``, in words."""

LISTINGS = frozenset({"urls", "feed", "sitemap"})
"""Kinds of files that name pages instead of holding them."""


def read_sources(named: Sequence[Path | str]) -> ReadResult:
    """Read files and folders into memory; pages on the web are not fetched.

    Args:
        named: as ``declaration.resolve_sources`` takes them.

    Raises:
        SourceError: a path does not exist or a folder cannot be listed: a typing error, better told at once.
    """
    items = tuple(iterate_inputs(resolve_sources(named), None))
    return ReadResult(
        tuple(item for item in items if isinstance(item, RawDocument)),
        tuple(item for item in items if isinstance(item, SetAside)),
        tuple(item for item in items if isinstance(item, Note)),
    )


def iterate_inputs(sources: Sequence[Source], archive: Archive | None) -> Iterator[Item]:
    """Every input of the sources, as a document or set aside, exactly once; one document in memory at a time.

    A file that several sources name is read once, and so is a page that several of them list.

    Args:
        sources: in the order in which they are read.
        archive: of what was fetched; None where nothing was.

    Raises:
        SourceError: a path does not exist or a folder cannot be listed.
    """
    reading = _Reading(archive)
    for source in sources:
        for path in source.paths:
            for found in find_files(path, source):
                items = reading.file(found) if isinstance(found, SourceFile) else iter([found])
                yield from reading.once(items, source)
        if archive is not None and source.addresses:
            yield from reading.once(reading.pages(read_archived(source, archive)), source)


def fingerprint_inputs(sources: Sequence[Source], archive: Archive | None) -> list[str]:
    """What the inputs are, without reading them as documents: the hash of each file, and what the archive holds.

    Equal lists mean equal inputs.

    Raises:
        SourceError: a path does not exist or a folder cannot be listed.
    """
    lines = [repr(dataclasses.replace(source, locations=())) for source in sources]
    for source in sources:
        for path in source.paths:
            for found in find_files(path, source):
                known = dataclasses.replace(found, path=Path(), source=Source("", ())) if _is_file(found) else found
                lines.append(f"{known!r} {_digest(found) if _is_file(found) else ''}")
    if archive is not None:
        pages = (page for _, page in sorted(archive.pages.items()))
        lines += [repr(dataclasses.replace(page, last_checked=None, next_attempt=None)) for page in pages]
        lines += [repr(capture) for capture in archive.all_captures()]
    return lines


def _is_file(found: object) -> TypeGuard[SourceFile]:
    return isinstance(found, SourceFile)


def _digest(file: SourceFile) -> str:
    try:
        if not file.path.is_file():
            return "no file"
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return str(error.strerror)


def list_files(sources: Sequence[Source]) -> Iterator[SourceFile]:
    """The local files that name pages to fetch, each with its kind.

    Raises:
        SourceError: a path does not exist or a folder cannot be listed.
    """
    for source in sources:
        for path in source.paths:
            for found in find_files(path, source):
                if isinstance(found, SourceFile):
                    try:
                        known = with_kind(found)
                    except (OSError, InputError):
                        continue  # the ingest stage says so
                    if known.kind in LISTINGS:
                        yield known


def read_listing(file: SourceFile) -> tuple[Listed, ...]:
    """The addresses that a file names; none where it cannot be read (the ingest stage says so)."""
    try:
        return tuple(item for item in _BY_KIND[file.kind].read(file) if isinstance(item, Listed))
    except Exception:
        return ()


class _Reading:
    """What has been read so far."""

    def __init__(self, archive: Archive | None) -> None:
        self._archive = archive
        self._files: dict[str, str] = {}  # by where a file really lies, the path by which it was read
        self._paths: set[str] = set()
        self._uris: set[str] = set()
        self._pages: set[str] = set()
        self._inputs: set[bytes] = set()

    def once(self, items: Iterator[Item], source: Source) -> Iterator[Item]:
        """Let each input of a source through once, so that it has one outcome."""
        for item in items:
            if not isinstance(item, Note):
                mark = _mark(item)
                if mark in self._inputs:
                    continue
                self._inputs.add(mark)
            if isinstance(item, SetAside) and source.is_declared:
                yield dataclasses.replace(item, source=source.name)
            else:
                yield item

    def file(self, file: SourceFile) -> Iterator[Item]:
        real, path = os.path.realpath(file.path), os.path.abspath(file.path)
        if path in self._paths:
            return  # named twice, not there twice
        self._paths.add(path)
        uri = _unique_uri(file, self._uris)
        self._uris.add(uri)
        if real in self._files:
            detail = f"{uri} is the same file as {self._files[real]}, by a link"
            yield SetAside(uri, STAGE, "duplicate", detail)
            return
        self._files[real] = path
        yield from self._read(dataclasses.replace(file, source_uri=uri))

    def pages(self, outcomes: Iterator[tuple[str, Item]]) -> Iterator[Item]:
        """Outcomes of pages that no source before listed."""
        mine: set[str] = set()
        for key, item in outcomes:
            if key not in self._pages:
                mine.add(key)
                yield item
        self._pages |= mine

    def _read(self, file: SourceFile) -> Iterator[Item]:
        """A file's inputs; whatever goes wrong costs this file, and is said."""
        uri = file.source_uri
        try:
            known = with_kind(file)
            reader = _BY_KIND.get(known.kind)
            if reader is None:
                suffix = file.path.suffix or "no suffix"
                detail = f"{uri} is of a kind that is not read ({suffix}); {KINDS_READ}"
                yield SetAside(uri, STAGE, "unsupported", detail)
                return
            for item in reader.read(known):
                if isinstance(item, Listed):
                    yield from self._listed(item, known)
                else:
                    yield self._first_or_copy(item, uri)
        except InputError as error:
            yield SetAside(uri, STAGE, error.reason, error.message)
        except OSError as error:
            yield SetAside(uri, STAGE, "unreadable", f"{uri} cannot be read: {error.strerror or error}")
        except SourceError:
            raise
        except Exception as error:  # a library failed on a content that nobody foresaw
            detail = f"{uri} cannot be read: {type(error).__name__}: {error}"
            yield SetAside(uri, STAGE, "unreadable", detail)

    def _first_or_copy(self, item: Item, uri: str) -> Item:
        """The item; where a file held it before under the same name, that it is set aside as a copy of that."""
        if isinstance(item, Note) or _mark(item) not in self._inputs:
            return item
        detail = f"{uri}: {item.source_uri} was read before, with the same content"
        digest = item.sha256 if isinstance(item, RawDocument) else item.raw_sha256
        name, number = f"{uri}#{item.source_uri}", 1
        while True:
            copy = SetAside(name, STAGE, "duplicate", detail, digest)
            if _mark(copy) not in self._inputs:
                return copy
            number += 1
            name = f"{uri}#{item.source_uri} ({number})"

    def _listed(self, listed: Listed, file: SourceFile) -> Iterator[Item]:
        if listed.is_listing or not file.source.takes(listed.url, listed.published_on):
            return
        if self._archive is None:
            yield SetAside(listed.url, STAGE, "waiting", f"{listed.url} is listed but was not fetched")
            return
        yield from self.pages(read_listed(listed.url, file.source, self._archive))


def _mark(item: RawDocument | SetAside) -> bytes:
    """What tells one input from all others: where it was read, and its bytes."""
    digest = item.sha256 if isinstance(item, RawDocument) else item.raw_sha256
    return hashlib.sha256(f"{item.source_uri}\0{digest}".encode("utf-8", "replace")).digest()[:16]


def with_kind(file: SourceFile) -> SourceFile:
    """The file with what it holds: as its source declares, else as its content tells; "" for nothing that is read.

    Raises:
        OSError: it cannot be opened.
        InputError: it is no regular file.
    """
    if file.source.kind in _BY_KIND:
        return dataclasses.replace(file, kind=file.source.kind)
    with file.open() as stream:
        head = read_head(stream)
    kind = kind_of(head[:HEAD], file.path.name, is_complete=len(head) <= HEAD)
    if kind == "text" and b"\x00" in head and file.path.suffix.lower() not in TEXT_SUFFIXES:
        kind = None
    return dataclasses.replace(file, kind=kind or "")


def _unique_uri(file: SourceFile, taken: set[str]) -> str:
    """The file's uri; where another source root has the same name, with as many parent folders as tell them apart."""
    uri = file.source_uri
    for parent in file.path.absolute().parents:
        if uri not in taken:
            break
        depth = file.path.absolute().relative_to(parent).as_posix()
        uri = depth if len(depth) > len(uri) else uri
    return uri
