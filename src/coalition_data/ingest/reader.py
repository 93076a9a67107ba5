"""The interface of a reader, and what the stage returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from coalition_data.records import CatalogEntry, Note, RawDocument, SetAside

STAGE = "ingest"


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
    """

    path: Path
    source_uri: str
    catalog: CatalogEntry = field(default_factory=CatalogEntry)


class Reader(Protocol):
    """Turns a file of one kind into documents. A file may hold many (an archive); most hold one."""

    def accepts(self, source: SourceFile) -> bool:
        """Whether this reader is for such a file; the first of ``READERS`` that says so reads it."""
        ...

    def read(self, source: SourceFile) -> Iterator[RawDocument | SetAside | Note]:
        """Documents in file order, and what is to be said about them. Raises nothing for any content."""
        ...
