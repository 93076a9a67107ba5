"""Find the files below a path and match them with their catalogs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from coalition_data.curate import CORRECTIONS_NAME
from coalition_data.errors import SourceError
from coalition_data.ingest.catalog import CATALOG_NAME, Catalog, read_catalog
from coalition_data.ingest.declaration import FILE_NAME, Source
from coalition_data.ingest.reader import STAGE, SourceFile
from coalition_data.records import CatalogEntry, Note, SetAside

Found = SourceFile | SetAside | Note


def find_files(path: Path, source: Source) -> Iterator[Found]:
    """The files of a path, in order of name; names with a leading dot are skipped.

    Args:
        path: a file or a folder; ``source_uri`` is relative to the folder, or the file's name.
        source: that the path belongs to.

    Raises:
        SourceError: the path does not exist, or a folder cannot be listed.
    """
    if path.is_dir():
        yield from _walk_folder(path, source)
    elif os.path.lexists(path):
        catalog = path.with_name(CATALOG_NAME)
        entries = read_catalog(catalog, CATALOG_NAME).entries if catalog.is_file() and catalog != path else {}
        yield SourceFile(path, path.name, entries.get(path.name, CatalogEntry()), source)
    else:
        raise SourceError(
            f"there is no file or folder {path}", "check the path; relative paths start at the folder you are in"
        )


def _walk_folder(root: Path, source: Source) -> Iterator[Found]:
    def fail(error: OSError) -> None:
        raise SourceError(f"the folder {error.filename} cannot be listed: {error.strerror}", "check its permissions")

    catalogs: dict[Path, Catalog] = {}
    for folder, folders, names in os.walk(root, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        visible = sorted(name for name in names if not name.startswith(".") and name != CORRECTIONS_NAME)
        if here == root and FILE_NAME in visible:
            visible.remove(FILE_NAME)  # it declares sources and is none
        if CATALOG_NAME in visible:
            visible.remove(CATALOG_NAME)
            catalogs[here] = catalog = read_catalog(here / CATALOG_NAME, _relative(here / CATALOG_NAME, root))
            yield from catalog.set_aside
            yield from catalog.notes
            yield from _missing_files(catalog, here, root)
        for name in visible:
            uri = _relative(here / name, root)
            yield SourceFile(here / name, uri, _entry_for(root, here, name, catalogs), source)


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
