"""Find the files that the user named, match them with their catalogs, and let the readers read them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coalition_data.curate import CORRECTIONS_NAME
from coalition_data.errors import SourceError
from coalition_data.ingest.catalog import CATALOG_NAME, Catalog, read_catalog
from coalition_data.ingest.reader import STAGE, Reader, ReadResult, SourceFile
from coalition_data.ingest.text import TextReader
from coalition_data.records import CatalogEntry, Note, RawDocument, SetAside

READERS: tuple[Reader, ...] = (TextReader(),)
"""Asked in order; the first that accepts a file reads it."""


def read_sources(paths: Sequence[Path]) -> ReadResult:
    """Read files and folders (recursively, in order of name; names with a leading dot are skipped).

    Every file ends in ``documents`` or in ``set_aside``, and so does every file that a catalog names but that
    is not there. A file named twice is read once.

    Args:
        paths: files or folders; ``source_uri`` is relative to the folder, or the file's name.

    Raises:
        SourceError: a path does not exist or a folder cannot be listed: a typing error, better told at once.
    """
    outcomes: list[RawDocument | SetAside | Note] = []
    seen_files: set[Path] = set()
    taken_uris: set[str] = set()
    for path in paths:
        for item in _find_files(Path(path)):
            if not isinstance(item, SourceFile):
                outcomes.append(item)
                continue
            real = Path(os.path.realpath(item.path))
            if real in seen_files:
                continue
            seen_files.add(real)
            uri = _unique_uri(item, taken_uris)
            taken_uris.add(uri)
            outcomes += _read_file(SourceFile(item.path, uri, item.catalog))
    return ReadResult(
        tuple(outcome for outcome in outcomes if isinstance(outcome, RawDocument)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, SetAside)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, Note)),
    )


def _read_file(source: SourceFile) -> Iterator[RawDocument | SetAside | Note]:
    for reader in READERS:
        if reader.accepts(source):
            yield from reader.read(source)
            return
    kind = source.path.suffix or "no suffix"
    detail = f"{source.source_uri} is of a kind that is not read ({kind}); plain text is (.txt)"
    yield SetAside(source.source_uri, STAGE, "unsupported", detail)


def _find_files(path: Path) -> Iterator[SourceFile | SetAside | Note]:
    if path.is_dir():
        yield from _walk_folder(path)
    elif os.path.lexists(path):
        catalog = path.with_name(CATALOG_NAME)
        entries = read_catalog(catalog, CATALOG_NAME).entries if catalog.is_file() and catalog != path else {}
        yield SourceFile(path, path.name, entries.get(path.name, CatalogEntry()))
    else:
        raise SourceError(
            f"there is no file or folder {path}", "check the path; relative paths start at the folder you are in"
        )


def _walk_folder(root: Path) -> Iterator[SourceFile | SetAside | Note]:
    def fail(error: OSError) -> None:
        raise SourceError(f"the folder {error.filename} cannot be listed: {error.strerror}", "check its permissions")

    catalogs: dict[Path, Catalog] = {}
    for folder, folders, names in os.walk(root, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        visible = sorted(name for name in names if not name.startswith(".") and name != CORRECTIONS_NAME)
        if CATALOG_NAME in visible:
            visible.remove(CATALOG_NAME)
            catalogs[here] = catalog = read_catalog(here / CATALOG_NAME, _relative(here / CATALOG_NAME, root))
            yield from catalog.set_aside
            yield from catalog.notes
            yield from _missing_files(catalog, here, root)
        for name in visible:
            uri = _relative(here / name, root)
            yield SourceFile(here / name, uri, _entry_for(root, here, name, catalogs))


def _entry_for(root: Path, folder: Path, name: str, catalogs: Mapping[Path, Catalog]) -> CatalogEntry:
    """The entry in the folder's own catalog, else in the nearest one above that names the file with its folders."""
    while True:
        if folder in catalogs and name in catalogs[folder].entries:
            return catalogs[folder].entries[name]
        if folder == root:
            return CatalogEntry()
        name = f"{folder.name}/{name}"
        folder = folder.parent


def _missing_files(catalog: Catalog, folder: Path, root: Path) -> Iterator[SetAside]:
    for name in catalog.entries:
        if not os.path.lexists(folder / name):
            uri = _relative(folder / name, root)
            detail = f"{uri} is named in {_relative(folder / CATALOG_NAME, root)} but is not there"
            yield SetAside(uri, STAGE, "missing", detail)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix().encode("utf-8", "replace").decode()


def _unique_uri(source: SourceFile, taken: set[str]) -> str:
    """The file's uri; where another source root has the same name, with as many parent folders as tell them apart."""
    uri = source.source_uri
    for parent in source.path.absolute().parents:
        if uri not in taken:
            break
        depth = source.path.absolute().relative_to(parent).as_posix()
        uri = depth if len(depth) > len(uri) else uri
    return uri
