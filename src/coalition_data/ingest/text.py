"""Reader of plain text files: one file, one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from coalition_data.errors import InputError
from coalition_data.ingest.encoding import decode_text
from coalition_data.ingest.reader import STAGE, Item, SourceFile
from coalition_data.records import Note, SetAside


class TextReader:
    """Plain text; whether it is text at all is told by decoding it."""

    kinds = frozenset({"text"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """The file as a document, with a note where its encoding had to be found out."""
        uri = file.source_uri
        data = file.read()
        try:
            decoded = decode_text(data, uri)
        except InputError as error:
            yield SetAside(uri, STAGE, error.reason, error.message, hashlib.sha256(data).hexdigest())
            return
        if decoded.remark:
            yield Note(uri, STAGE, "encoding", f"{uri}: {decoded.remark}")
        yield file.document(uri, data)
