"""CSV and JSONL of a release, on demand: for programs that read no Parquet.

CSV is for spreadsheets: nested values are JSON, NULL is an empty cell, and a text that a spreadsheet would take for a
formula gets an apostrophe before it. JSONL carries every value unchanged.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import pyarrow.parquet as pq

from coalition_data.errors import QueryError, StoreError
from coalition_data.partial import partial_path
from coalition_data.release import Release
from coalition_data.show import flat, to_json

ROWS_AT_ONCE = 1_000


def export_release(release: Release, form: str, folder: Path, tables: Sequence[str]) -> tuple[Path, ...]:
    """Write tables of a release to ``folder/<table>.<form>``.

    Args:
        release: which.
        form: ``csv`` or ``jsonl``.
        folder: made where it is not there.
        tables: names.

    Raises:
        QueryError: the folder cannot be written, or lies in the release itself.
    """
    write = _WRITERS[form]
    if folder.resolve().is_relative_to(release.path.resolve()):
        raise QueryError(f"{folder} lies in the release, which never changes", "choose another --output")
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in tables:
            path = folder / f"{name}.{form}"
            partial = partial_path(path)
            with partial.open("w", encoding="utf-8", newline="") as target:
                write(target, release.path / f"{name}.parquet")
            os.replace(partial, path)
            paths.append(path)
    except OSError as error:
        raise QueryError(f"the export cannot be written: {error}", "choose another --output") from error
    return tuple(paths)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROWS_AT_ONCE):
                yield from batch.to_pylist()
    except pq.lib.ArrowInvalid as error:
        raise StoreError(f"{path} cannot be read: {error}", "`coalition-data verify` says more") from error


def _write_csv(target: TextIO, path: Path) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(pq.read_schema(path).names)
    writer.writerows([flat(value) for value in row.values()] for row in _rows(path))


def _write_jsonl(target: TextIO, path: Path) -> None:
    for row in _rows(path):
        target.write(to_json(row) + "\n")


_WRITERS: dict[str, Callable[[TextIO, Path], None]] = {"csv": _write_csv, "jsonl": _write_jsonl}
