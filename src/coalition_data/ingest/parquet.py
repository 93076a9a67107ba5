"""Reader of Parquet tables: one row, one document."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.errors import InputError
from coalition_data.ingest.columns import find_columns
from coalition_data.ingest.mapping import row_document
from coalition_data.ingest.reader import Item, SourceFile

ROWS_AT_ONCE = 64


class ParquetReader:
    """A table; only the columns that are mapped are read."""

    kinds = frozenset({"parquet"})

    def read(self, file: SourceFile) -> Iterator[Item]:
        """Documents in the order of the rows, some in memory at a time.

        Raises:
            OSError: the file cannot be opened.
            InputError: ``unreadable``, ``unmapped``.
        """
        number = 0
        try:
            with file.open() as stream, pq.ParquetFile(stream) as table:
                columns = find_columns(table.schema_arrow.names, file.source.mapping, file.source_uri)
                for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=sorted(set(columns.values()))):
                    for row in batch.to_pylist():
                        number += 1
                        yield from row_document(row, columns, f"{file.source_uri}#{number}", file)
        except pa.ArrowException as error:
            raise InputError("unreadable", f"{file.source_uri} is no Parquet file that can be read: {error}") from error
