"""Reader of CSV and TSV tables with a header: one row, one document."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from coalition_data.errors import InputError
from coalition_data.ingest.columns import find_columns
from coalition_data.ingest.contents import HEAD
from coalition_data.ingest.encoding import decode_text
from coalition_data.ingest.mapping import LARGEST_ROW, row_document
from coalition_data.ingest.reader import STAGE, Item, SourceFile
from coalition_data.records import SetAside

DELIMITERS = ",\t;|"


class DelimitedReader:
    """A table; the delimiter is the one that the header holds most often."""

    kinds = frozenset({"csv"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """Documents in the order of the rows.

        Raises:
            OSError: the file cannot be opened.
            InputError: it is no text or has no usable header.
        """
        csv.field_size_limit(LARGEST_ROW)
        with file.open() as stream:
            head = stream.peek(HEAD)[:HEAD] if isinstance(stream, io.BufferedReader) else b""
            text = io.TextIOWrapper(stream, encoding=_encoding(head, file.source_uri), errors="replace", newline="")
            first = text.readline(LARGEST_ROW)
            delimiter = max(DELIMITERS, key=first.count)
            names = next(csv.reader([first], delimiter=delimiter, strict=False), [])
            columns = find_columns([name.strip() for name in names], file.source.mapping, file.source_uri)
            # not the stream itself, whose lines may be of any length
            rows = csv.reader(iter(lambda: text.readline(LARGEST_ROW), ""), delimiter=delimiter)
            keys = [name.strip() for name in names]
            while True:
                uri = f"{file.source_uri}#{rows.line_num + 2}"
                try:
                    cells = next(rows)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield SetAside(uri, STAGE, "unreadable", f"{uri}: {error}")
                    continue
                if any(cell.strip() for cell in cells):
                    yield from row_document(dict(zip(keys, cells, strict=False)), columns, uri, file)


def _encoding(head: bytes, name: str) -> str:
    """Of the table, told from its beginning.

    Raises:
        InputError: it is no text.
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return decode_text(head, name).encoding
    if not head.strip():
        raise InputError("empty", f"{name} is empty")
    return "utf-8-sig"
