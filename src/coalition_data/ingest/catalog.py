"""``catalog.csv``: what is known about the files beside it.

Columns ``file,url,publisher,published_on,title,authors,language,licence``; any but ``file`` may be missing or empty.
``file`` is relative to the catalog's folder; several authors are separated by semicolons. What is wrong in a row costs
that field or that row, never the article.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from coalition_data.addresses import is_web_address
from coalition_data.errors import InputError
from coalition_data.ingest.encoding import decode_text
from coalition_data.ingest.reader import STAGE
from coalition_data.records import CatalogEntry, Note, SetAside

CATALOG_NAME = "catalog.csv"
COLUMNS = ("file", "url", "publisher", "published_on", "title", "authors", "language", "licence")


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog, read.

    Attributes:
        entries: by POSIX path relative to the catalog's folder, in file order.
        set_aside: the catalog itself, where nothing of it can be used.
        notes: rows and fields that were left out, with line numbers.
    """

    entries: dict[str, CatalogEntry] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[Note, ...] = ()


def read_catalog(path: Path, source_uri: str) -> Catalog:
    """Read a catalog; raises nothing for any content.

    Args:
        path: the file.
        source_uri: its name in messages.
    """
    try:
        rows = list(_read_rows(decode_text(path.read_bytes(), source_uri).text, source_uri))
    except OSError as error:
        return _unusable(source_uri, f"{source_uri} cannot be read: {error.strerror or error}")
    except InputError as error:
        return _unusable(source_uri, error.message)
    except csv.Error as error:
        return _unusable(source_uri, f"{source_uri} is no CSV file: {error}")
    return _collect_entries(rows, source_uri)


def _unusable(source_uri: str, detail: str) -> Catalog:
    return Catalog(set_aside=(SetAside(source_uri, STAGE, "catalog", f"{detail}; the files go through without it"),))


def _read_rows(text: str, source_uri: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Yield (line number, known columns stripped, whether the row has more cells than the header)."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "file" not in names:
        shown = ", ".join(names)[:80]
        raise InputError("catalog", f"{source_uri} has no column 'file' (its first line reads: {shown})")
    reader.fieldnames = names
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS if isinstance(row.get(name), str)}
        yield reader.line_num, cells, None in row


def _collect_entries(rows: list[tuple[int, dict[str, str], bool]], source_uri: str) -> Catalog:
    entries: dict[str, CatalogEntry] = {}
    notes: list[Note] = []
    for line, cells, too_long in rows:
        where = f"{source_uri}, line {line}"
        name = _relative_name(cells.get("file", ""))
        if name is None:
            notes.append(Note(source_uri, STAGE, "catalog_row", f"{where}: no usable file name; the row is ignored"))
            continue
        if too_long:
            notes.append(
                Note(source_uri, STAGE, "catalog_row", f"{where}: more cells than columns; the rest is ignored")
            )
        entry, remarks = read_entry(cells, f"{where}: {name}")
        notes += [Note(source_uri, STAGE, code, detail) for code, detail in remarks]
        if name in entries:
            same = "the same" if entries[name] == entry else "another"
            detail = f"{where}: {name} has {same} row above; this one is ignored"
            notes.append(Note(source_uri, STAGE, "catalog_duplicate_row", detail))
            continue
        entries[name] = entry
    return Catalog(entries, notes=tuple(notes))


def _relative_name(name: str) -> str | None:
    """The file's name as a POSIX path below the catalog's folder; None where it is empty or points elsewhere."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not name or "\x00" in name or path.is_absolute() or ".." in path.parts or path == PurePosixPath("."):
        return None
    return path.as_posix()


def read_entry(cells: Mapping[str, str], where: str) -> tuple[CatalogEntry, list[tuple[str, str]]]:
    """The row's fields, and (code, words) for each field that was dropped.

    Args:
        cells: by the names of ``COLUMNS``, stripped; any may be missing or empty.
        where: the row, for messages.
    """
    remarks = []
    url = cells.get("url") or None
    if url is not None and not is_web_address(url):
        remarks.append(("catalog_url", f"{where}: {url[:80]!r} is no http(s) address; it is ignored"))
        url = None
    published_on = None
    if value := cells.get("published_on"):
        published_on = _read_date(value)
        if published_on is None:
            detail = f"{where}: {value[:40]!r} is no ISO date (YYYY-MM-DD); the article goes through without it"
            remarks.append(("catalog_date", detail))
    language = (cells.get("language") or "").lower().replace("_", "-").partition("-")[0]
    return (
        CatalogEntry(
            url=url,
            publisher=cells.get("publisher") or None,
            published_on=published_on,
            title=cells.get("title") or None,
            authors=tuple(filter(None, (name.strip() for name in (cells.get("authors") or "").split(";")))),
            language=language if len(language) == 2 and language.isalpha() else None,
            licence=cells.get("licence") or None,
        ),
        remarks,
    )


def _read_date(value: str) -> dt.date | None:
    """An ISO date, or the date of an ISO time stamp."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        pass
    try:
        return dt.datetime.fromisoformat(value).date()
    except ValueError:
        return None
