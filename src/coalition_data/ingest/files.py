"""Find the files below a path and match them with their catalogs."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coalition_data.curate import CORRECTIONS_NAME
from coalition_data.errors import SourceError
from coalition_data.ingest.catalog import CATALOG_NAME, Catalog, read_catalog
from coalition_data.ingest.contents import TEXT_SUFFIXES, TOLD_BY_SUFFIX
from coalition_data.ingest.declaration import FILE_NAME, Source
from coalition_data.ingest.reader import STAGE, SourceFile
from coalition_data.records import CatalogEntry, Note, SetAside

Found = SourceFile | SetAside | Note

LEFTOVERS = ("._", ".#", ".~")
"""How names begin of what macOS, Emacs and office programs write beside a file, with its suffix."""

ARTICLE_SUFFIXES = tuple(
    f"{suffix}{packed}"
    for suffix in sorted(
        {*TEXT_SUFFIXES, *TOLD_BY_SUFFIX, ".mhtml", ".mht", ".warc", ".parquet", ".xml", ".rss"} - {""}
    )
    for packed in ("", ".gz")
)
"""Of the kinds of files that are read."""


def find_files(path: Path, source: Source) -> Iterator[Found]:
    """The files of a path, in order of name, those of linked folders last.

    Names with a leading dot are no inputs, as in a shell; a hidden file that is named like an article is set aside, so
    that nobody misses it unawares. A folder that is a link is read where it leads, each folder once.

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
    catalogs: dict[Path, Catalog] = {}
    for found in _list_folders(root):
        if isinstance(found, SetAside):
            yield found
            continue
        here, names = found
        yield from _hidden_files(here, names, root)
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


def _list_folders(root: Path) -> Iterator[tuple[Path, list[str]] | SetAside]:
    """The folders below a folder with the names of their files; what links lead to comes last, each folder once."""

    def fail(error: OSError) -> None:
        raise SourceError(f"the folder {error.filename} cannot be listed: {error.strerror}", "check its permissions")

    listed: dict[Path, Path] = {}  # by where a folder really lies, the path by which it was read
    waiting = deque([root])
    while waiting:
        start = waiting.popleft()
        if (twice := _read_already(start, root, listed)) is not None:
            yield twice
            continue
        for folder, folders, names in os.walk(start, onerror=fail):
            here = Path(folder)
            visible = sorted(name for name in folders if not name.startswith("."))
            waiting.extend(here / name for name in visible if (here / name).is_symlink())
            folders[:] = [
                name for name in visible if not (here / name).is_symlink() and _real(here / name) not in listed
            ]
            listed[_real(here)] = here
            yield here, names


def _read_already(folder: Path, root: Path, listed: Mapping[Path, Path]) -> SetAside | None:
    """Why a linked folder is not read: it leads to what is read anyway."""
    real = _real(folder)
    uri = _relative(folder, root)
    if real in listed:
        other = _relative(listed[real], root)
        name = "the source folder itself" if other == "." else other
        return SetAside(uri, STAGE, "duplicate", f"{uri} is a link to a folder that is read already: {name}")
    if folder != root and _real(root).is_relative_to(real):
        detail = f"{uri} is a link that leads back to a folder above its source; name that folder as a source instead"
        return SetAside(uri, STAGE, "unsupported", detail)
    return None


def _hidden_files(folder: Path, names: Iterable[str], root: Path) -> Iterator[SetAside]:
    """Hidden files that may be articles; what systems and editors leave behind is passed over in silence."""
    for name in sorted(names):
        if name.startswith(".") and not name.startswith(LEFTOVERS) and name.lower().endswith(ARTICLE_SUFFIXES):
            uri = _relative(folder / name, root)
            detail = f"{uri} is a hidden file and is not read; take the dot off its name if it is an article"
            yield SetAside(uri, STAGE, "hidden", detail)


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


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
