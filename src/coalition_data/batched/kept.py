"""Batches of articles whose results are kept: they stand while words, settings, code and libraries stay the same.

A stage with batches keeps a folder ``DATA_DIR/stages/<name>/`` with one folder a batch::

    <key>/<table>.parquet   the rows
    <key>/batch.json        the articles that went in, what was set aside

The key is a hash of the stage's fingerprint and of what went in, so a batch is never changed, only added or removed;
a killed run finds the batches that it had finished. New articles come in new batches, whatever their place among the
others. Where the data lie in an object store, a table may still be there: ``<table>.parquet.elsewhere`` says where, and
whoever reads it brings it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from coalition_data import store
from coalition_data.batched.failures import WorkItem, identity_of
from coalition_data.errors import StoreError
from coalition_data.partial import partial_path
from coalition_data.records import SetAside
from coalition_data.settings import Settings
from coalition_data.workspace import StageReport, Workspace, write_text

BATCH_FILE = "batch.json"
ELSEWHERE = ".elsewhere"

ALL_DONE = "done"
"""Told instead of an id when all articles of a batch are worked on, and its result is to be kept."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles, or documents that are to become some, to work on, and where the result goes.

    Attributes:
        key: names the batch's folder; 32 hex digits.
        items: what went in, one key an article, in the order of ``articles``.
        articles: the articles; documents with their bytes where they are not cleaned yet.
        parsed: their saved parse (an Arrow table), None before extract.
        fatal: articles, by id (``failures.identity_of``), that end the process that works on them: set aside as told
            here, without a try.
        tell: told the id of each article before it is worked on, so that whoever watches knows what ended a process.
    """

    key: str
    items: tuple[str, ...]
    articles: tuple[Any, ...]
    parsed: Any = None
    fatal: Mapping[str, SetAside] = field(default_factory=dict)
    tell: Callable[[str], None] | None = None

    def begin(self, article: WorkItem) -> SetAside | None:
        """Say that an article is to be worked on; returns how it is set aside where it must not be."""
        found = self.fatal.get(identity_of(article))
        if found is None and self.tell is not None:
            self.tell(identity_of(article))
        return found

    def finish(self) -> None:
        """Say that all articles are worked on: what ends the process from here on is none of them."""
        if self.tell is not None:
            self.tell(ALL_DONE)


@dataclass(frozen=True, slots=True)
class Batches:
    """How a stage works on batches.

    Attributes:
        count: how many batches there are to work on.
        split: yields them, one in memory at a time.
        work: processes one batch and keeps its result; batches may run in any order, in any process.
        join: makes the stage's outputs from the kept results and removes those that nothing needs any more.
        kept: the results that are kept, as the stage is now.
    """

    count: Callable[[Workspace, Settings], int]
    split: Callable[[Workspace, Settings], Iterator[Batch]]
    work: Callable[[Batch, Workspace, Settings], None]
    join: Callable[[Workspace, Settings], StageReport]
    kept: Callable[[Workspace, Settings], BatchStore]


def batches_in(module: str) -> Batches:
    """The batches of a stage by its module's functions; it is imported with the first use: what reads HTML is slow."""

    def later(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            return getattr(importlib.import_module(module), name)(*arguments)

        return call

    return Batches(later("count"), later("split"), later("work"), later("join"), later("kept"))


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """A finished batch on disk.

    Attributes:
        set_aside: by the item's key.
    """

    key: str
    folder: Path
    fingerprint: str
    items: tuple[str, ...]
    set_aside: Mapping[str, SetAside]

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of one table.

        Args:
            table: its name.
            columns: those that are read; None: all.

        Raises:
            StoreError: the file is missing or broken.
        """
        path = self.folder / f"{table}.parquet"
        if is_elsewhere(path):
            self._bring(path)
        return store.read_parquet(path, columns)

    def _bring(self, path: Path) -> None:
        """Bring a table from the object store that holds it."""
        from coalition_data.remote.files import open_store  # noqa: PLC0415 - only data in an object store need it

        address, name = _elsewhere(path).read_text(encoding="utf-8").split("\n")
        remote = open_store(address)
        remote.get_file(name, path)
        if store.sha256_of(path) != json.loads((self.folder / BATCH_FILE).read_text("utf-8"))["files"][path.name]:
            shutil.rmtree(self.folder)
            remote.remove([f"{Path(name).parent.as_posix()}/{BATCH_FILE}"])
            raise StoreError(
                f"{address}/{name} is damaged; the batch was removed", "run again: its articles are worked on anew"
            )
        _elsewhere(path).unlink()


@dataclass(frozen=True, slots=True)
class BatchStore:
    """The kept batches of a stage.

    Attributes:
        folder: holds one folder a batch.
        fingerprint: of the stage as it is now; batches made with another one are as good as absent.
    """

    folder: Path
    fingerprint: str

    def key_of(self, items: Iterable[str]) -> str:
        """The key of the batch of these items."""
        return hashlib.sha256("\n".join((self.fingerprint, *items)).encode()).hexdigest()[:32]

    def finished(self) -> tuple[KeptBatch, ...]:
        """The batches of this fingerprint, by key; a folder that cannot be read whole is left out."""
        found = (_read_batch(path) for path in sorted(_folders(self.folder)))
        return tuple(batch for batch in found if batch is not None and batch.fingerprint == self.fingerprint)

    def keep(self, batch: Batch, tables: Mapping[str, pa.Table], set_aside: Mapping[str, SetAside]) -> None:
        """Save the result of a batch in one step.

        Raises:
            StoreError: the batch was split off by other code than this, or under other settings.
        """
        if self.key_of(batch.items) != batch.key:
            raise StoreError(
                f"batch {batch.key} of {self.folder.name} was asked for by another version of the code or libraries",
                "let every worker have the same version installed, and leave it alone while a run is going on",
            )
        partial = partial_path(self.folder / batch.key)
        shutil.rmtree(partial, ignore_errors=True)
        for name, rows in tables.items():
            store.write_parquet(rows, partial / f"{name}.parquet")
        content = {
            "fingerprint": self.fingerprint,
            "items": list(batch.items),
            "set_aside": {item: asdict(row) for item, row in set_aside.items()},
            "files": {path.name: store.sha256_of(path) for path in sorted(partial.glob("*.parquet"))},
        }
        write_text(partial / BATCH_FILE, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        target = self.folder / batch.key
        shutil.rmtree(target, ignore_errors=True)  # only a damaged one can be there
        os.replace(partial, target)

    def require(self, missing: int) -> None:
        """Check that no batch of a stage is missing when its results are joined.

        Raises:
            StoreError: some are.
        """
        if missing:
            raise StoreError(
                f"{missing} batches or articles of {self.folder} have no result that this version of the code made",
                "run the stage again; leave the code alone while a run is going on",
            )

    def remove_others(self, needed: Collection[str]) -> None:
        """Remove all but the batches with these keys."""
        for path in _folders(self.folder):
            if path.name not in needed:
                shutil.rmtree(path)


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if path.is_dir() and not path.name.startswith(".")]


def _read_batch(folder: Path) -> KeptBatch | None:
    """The batch in that folder; None where a file is missing or is not the one that was kept."""
    try:
        content = json.loads((folder / BATCH_FILE).read_text(encoding="utf-8"))
        if not all(_is_whole(folder / name, digest) for name, digest in content["files"].items()):
            return None
        return KeptBatch(
            folder.name,
            folder,
            content["fingerprint"],
            tuple(content["items"]),
            {item: SetAside(**row) for item, row in content["set_aside"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def place_elsewhere(path: Path, address: str, name: str) -> None:
    """Note that a table of a batch lies in an object store.

    Args:
        path: where it would lie here.
        address: of the store.
        name: of the file below the address.
    """
    write_text(_elsewhere(path), f"{address}\n{name}")


def is_elsewhere(path: Path) -> bool:
    """Whether a table of a batch lies in an object store and not here."""
    return not path.is_file() and _elsewhere(path).is_file()


def _elsewhere(path: Path) -> Path:
    return path.with_name(path.name + ELSEWHERE)


def _is_whole(path: Path, digest: str) -> bool:
    return is_elsewhere(path) or _digest(path) == digest


def _digest(path: Path) -> str:
    status = path.stat()
    return _digest_of_state(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=65_536)
def _digest_of_state(path: Path, _modified: int, _size: int) -> str:
    """The file's digest, worked out once a process while the file stays."""
    return store.sha256_of(path)
