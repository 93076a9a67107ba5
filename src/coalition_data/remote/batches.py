"""Kept batches of a stage in an object store: they have their name from what went in, and never change.

``batch.json`` goes out last: a batch without it is none. Only batches of the present fingerprint come in, and where
most of them are not needed again (the parses of articles whose rows are extracted), their tables stay in the store
until something reads them (``batched.kept.KeptBatch.read``). A batch that is damaged here is brought again; one that is
damaged there is made again by the run that finds it, and sent again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coalition_data.batched.kept import BATCH_FILE, ELSEWHERE, BatchStore, place_elsewhere
from coalition_data.remote.files import ObjectStore
from coalition_data.remote.mirror import Mirror

Listed = dict[str, dict[str, str]]
"""Batches in the store: of each key the files, with the store's tags."""


def push_batch(store: ObjectStore, folder: Path, key: str, kind: str) -> None:
    """Send one finished batch.

    Args:
        store: of the run's data.
        folder: the data folder in which the batch was kept.
        key: of the batch.
        kind: the folder of its stage's batches, as ``stages/parsed``.

    Raises:
        RemoteError: it cannot be written.
    """
    here = folder / kind / key
    store.put({f"{kind}/{key}/{path.name}": path for path in here.glob("*.parquet")})
    store.put({f"{kind}/{key}/{BATCH_FILE}": here / BATCH_FILE})


def pull_batches(mirror: Mirror, kept: BatchStore, *, with_tables: bool) -> Listed:
    """Bring the batches of a stage as it is now that are not here, or not whole.

    Args:
        mirror: of the run's data, which has looked.
        kept: the stage's batches.
        with_tables: bring the tables as well; else they come when they are read.

    Returns:
        The batches that are not whole in the store either, as it lists them: to be made again.

    Raises:
        RemoteError: a batch cannot be read.
    """
    stored = _stored(mirror, kept)
    for here in {path.parent for path in kept.folder.glob(f"*/*{ELSEWHERE}")}:
        if here.name not in stored:
            shutil.rmtree(here)  # another machine's run has removed it
    lacking = _lacking(kept, stored)
    tables = _bring_lists(mirror, kept, {key: stored[key] for key in lacking})
    if with_tables:
        notes = (path.relative_to(mirror.folder).as_posix() for path in kept.folder.glob(f"*/*{ELSEWHERE}"))
        noted = {name.removesuffix(ELSEWHERE) for name in notes} & mirror.listed.keys()
        mirror.store.get(noted.union(tables), mirror.folder)
    else:
        for name in tables:
            place_elsewhere(mirror.folder / name, mirror.store.address, name)
    return {key: stored[key] for key in (_lacking(kept, stored) if lacking else ())}


def _bring_lists(mirror: Mirror, kept: BatchStore, lacking: Listed) -> list[str]:
    """Bring each ``batch.json``; returns the tables of those of this fingerprint that the store holds whole."""
    kind = kind_of(kept, mirror.folder)
    for key in lacking:
        shutil.rmtree(kept.folder / key, ignore_errors=True)  # half a batch is none
    mirror.store.get((f"{kind}/{key}/{BATCH_FILE}" for key in lacking), mirror.folder)
    tables = []
    for key, listed in lacking.items():
        content = _content(kept.folder / key / BATCH_FILE)
        names = content.get("files") if content.get("fingerprint") == kept.fingerprint else None
        if isinstance(names, dict) and all(name in listed for name in names):
            tables += [f"{kind}/{key}/{name}" for name in names]
    return tables


def push_batches(mirror: Mirror, kept: BatchStore, damaged: Listed) -> None:
    """Send the batches that the store lacks, and remove from it those that the stage has removed here.

    Args:
        mirror: of the run's data.
        kept: the stage's batches.
        damaged: those that were not whole in the store before the stage ran; where nobody has replaced them there
            since, those that were made again here are sent.
    """
    kind = kind_of(kept, mirror.folder)
    mirror.look(kind)
    stored = _stored(mirror, kept)
    here = {path.parent.name for path in kept.folder.glob(f"*/{BATCH_FILE}")}
    for key in sorted(here):
        if key not in stored or stored[key] == damaged.get(key):
            push_batch(mirror.store, mirror.folder, key, kind)
    mirror.look(kind)
    gone = [name for name in mirror.names(kind) if name.removeprefix(f"{kind}/").split("/")[0] not in here]
    # batch.json first: a batch that is half removed must not look like one
    mirror.discard(name for name in gone if name.endswith(f"/{BATCH_FILE}"))
    mirror.discard(name for name in gone if not name.endswith(f"/{BATCH_FILE}"))


def kind_of(kept: BatchStore, folder: Path) -> str:
    """The folder of a stage's batches, below the data folder."""
    return kept.folder.relative_to(folder).as_posix()


def _stored(mirror: Mirror, kept: BatchStore) -> Listed:
    """The batches that the store holds, by key, each with its files."""
    found: Listed = {}
    for name in mirror.names(kind := kind_of(kept, mirror.folder)):
        key, _, file = name.removeprefix(f"{kind}/").partition("/")
        found.setdefault(key, {})[file] = mirror.listed[name].tag
    return {key: files for key, files in found.items() if BATCH_FILE in files}


def _lacking(kept: BatchStore, stored: Iterable[str]) -> list[str]:
    """The batches that are not here, or not whole; those of other code or libraries are nobody's lack."""
    whole = {batch.key for batch in kept.finished()}
    here = {key: _content(kept.folder / key / BATCH_FILE).get("fingerprint") for key in stored}
    return [key for key in stored if key not in whole and here[key] in {None, kept.fingerprint}]


def _content(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    except (OSError, ValueError):
        return {}
