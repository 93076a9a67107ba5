"""Reader of JSON Lines: one object a line, one document an object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coalition_data.errors import InputError
from coalition_data.ingest.columns import find_columns
from coalition_data.ingest.mapping import LARGEST_ROW, row_document
from coalition_data.ingest.reader import STAGE, Item, SourceFile
from coalition_data.records import SetAside

LONGEST_LINE = 4 * LARGEST_ROW
"""Bytes: a row may hold the page's HTML besides its text, with escapes."""


class JsonLinesReader:
    """Objects with named fields; nested ones are not looked into. Fields may differ from line to line."""

    kinds = frozenset({"jsonl"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """Documents in the order of the lines; a line that cannot be used is set aside.

        Raises:
            OSError, InputError: the file cannot be opened.
        """
        with file.open() as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                uri = f"{file.source_uri}#{number}"
                if len(line) > LONGEST_LINE:
                    yield SetAside(uri, STAGE, "too_large", f"{uri} is longer than {LONGEST_LINE:,} bytes")
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(LONGEST_LINE)
                elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield from _read_line(line, uri, file)


def _read_line(line: bytes, uri: str, file: SourceFile) -> Iterator[Item]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        yield SetAside(uri, STAGE, "unreadable", f"{uri} is no JSON: {error}")
        return
    if not isinstance(row, dict):
        yield SetAside(uri, STAGE, "unreadable", f"{uri} is no JSON object")
        return
    mapping = {field: column for field, column in file.source.mapping.items() if column in row}
    try:
        columns = find_columns(row, mapping, uri)
    except InputError as error:
        yield SetAside(uri, STAGE, error.reason, error.message)
        return
    yield from row_document(row, columns, uri, file)
