"""Reader of plain text files: one file, one document."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator

from coalition_data.errors import InputError
from coalition_data.ingest.encoding import decode_text
from coalition_data.ingest.reader import STAGE, SourceFile
from coalition_data.records import Note, RawDocument, SetAside

TEXT_SUFFIXES = frozenset({".txt", ".text"})

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes. The longest news text is far below 1 MB; more is a log or a dump, and would cost the run its memory."""


class TextReader:
    """Plain text, by suffix; whether it is text at all is told by the content."""

    def accepts(self, source: SourceFile) -> bool:
        """Whether the file is named like plain text."""
        return source.path.suffix.lower() in TEXT_SUFFIXES

    def read(self, source: SourceFile) -> Iterator[RawDocument | SetAside | Note]:
        """The file as a document, with a note where its encoding had to be found out."""
        uri = source.source_uri
        try:
            data = _read_bytes(source)
        except OSError as error:
            yield SetAside(uri, STAGE, "unreadable", f"{uri} cannot be read: {error.strerror or error}")
            return
        except InputError as error:
            yield SetAside(uri, STAGE, error.reason, error.message)
            return
        digest = hashlib.sha256(data).hexdigest()
        try:
            decoded = decode_text(data, uri)
        except InputError as error:
            yield SetAside(uri, STAGE, error.reason, error.message, digest)
            return
        if decoded.remark:
            yield Note(uri, STAGE, "encoding", f"{uri}: {decoded.remark}")
        yield RawDocument(uri, data, digest, source.catalog)


def _read_bytes(source: SourceFile) -> bytes:
    """The file's bytes.

    Raises:
        OSError: it cannot be opened.
        InputError: it is no regular file (a pipe would block) or far too large.
    """
    status = source.path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise InputError("unreadable", f"{source.source_uri} is no regular file")
    if status.st_size > LARGEST_FILE:
        size = status.st_size // 1024 // 1024
        raise InputError("unreadable", f"{source.source_uri} is too large for an article ({size} MiB)")
    return source.path.read_bytes()
