"""Records on disk that are read as a sequence: what linking compares need not all be in memory."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import IO, Generic, TypeVar, overload

from coalition_data.rows import from_values, to_values

Record = TypeVar("Record")

RECORDS_KEPT = 16_384
"""The first of a sequence, which never go to the file: some tens of megabytes. Most corpora have no more."""

RECORDS_IN_MEMORY = 8_192
"""Of the others, those that were read last: as much again. Records that are compared mostly come close together: the
promises of half a year, where some dozen outlets print forty articles a day."""


class Spooled(Sequence[Record], Generic[Record]):
    """Records in the order in which they came, most of many in a scratch file that goes with the sequence.

    Args:
        kind: the type of the records, a dataclass.
        records: kept or written as they come.
        kept: how many of the first stay in memory.
    """

    def __init__(self, kind: type[Record], records: Iterable[Record], kept: int = RECORDS_KEPT) -> None:
        rows = iter(records)
        self._kept = tuple(islice(rows, kept))
        file: IO[bytes] = tempfile.TemporaryFile(prefix="coalition-data-")  # noqa: SIM115 - closed when it is no longer used
        starts = array("q", [0])
        for record in rows:
            starts.append(starts[-1] + file.write(pickle.dumps(to_values(record), pickle.HIGHEST_PROTOCOL)))
        file.flush()
        self._size = len(self._kept) + len(starts) - 1

        def read(number: int) -> Record:
            file.seek(starts[number])
            return from_values(kind, pickle.loads(file.read(starts[number + 1] - starts[number])))

        self._read = lru_cache(maxsize=RECORDS_IN_MEMORY)(read)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Record]: ...
    def __getitem__(self, number: int | slice) -> Record | Sequence[Record]:
        """A record by its number from 0; IndexError beyond the last."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(self._size))]
        if not -self._size <= number < self._size:
            raise IndexError(number)
        place = number % self._size
        return self._kept[place] if place < len(self._kept) else self._read(place - len(self._kept))
