"""Kept batches of a stage in an object store: they have their name from their content, and never change.

``batch.json`` goes out last: a batch without it is none. Only batches of the present fingerprint come in, and where
most of them are not needed again (the parses of articles whose rows are extracted), their tables stay in the store
until something reads them (``batched.kept.KeptBatch.read``).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from coalition_data.batched.kept import BATCH_FILE, ELSEWHERE, place_elsewhere
from coalition_data.remote.files import ObjectStore
from coalition_data.remote.mirror import Mirror


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


def pull_batches(mirror: Mirror, kind: str, fingerprint: str, *, with_tables: bool) -> None:
    """Bring the batches of a fingerprint that are not here.

    Args:
        mirror: of the run's data, which has looked.
        kind: the folder of the stage's batches.
        fingerprint: of the stage as it is now.
        with_tables: bring the tables as well; else they come when they are read.

    Raises:
        RemoteError: a batch cannot be read.
    """
    folder, stored = mirror.folder / kind, _stored(mirror, kind)
    for here in {path.parent for path in folder.glob(f"*/*{ELSEWHERE}")}:
        if here.name not in stored:
            shutil.rmtree(here)  # another machine's run has removed it
    missing = [key for key in stored if not (folder / key / BATCH_FILE).is_file()]
    mirror.store.get((f"{kind}/{key}/{BATCH_FILE}" for key in missing), mirror.folder)
    tables = []
    for key in stored:
        content = _content(folder / key / BATCH_FILE)
        if content.get("fingerprint") == fingerprint:
            absent = [name for name in content.get("files", ()) if not (folder / key / name).is_file()]
            if all(f"{kind}/{key}/{name}" in mirror.listed for name in absent):
                tables += [f"{kind}/{key}/{name}" for name in absent]
            else:
                shutil.rmtree(folder / key)  # half a batch is none
    if with_tables:
        mirror.store.get(tables, mirror.folder)
        return
    for name in tables:
        place_elsewhere(mirror.folder / name, mirror.store.address, name)


def push_batches(mirror: Mirror, kind: str) -> None:
    """Send the batches that the store lacks, and remove from it those that the stage has removed here."""
    here = {path.parent.name for path in (mirror.folder / kind).glob(f"*/{BATCH_FILE}")}
    for key in sorted(here.difference(_stored(mirror, kind))):
        push_batch(mirror.store, mirror.folder, key, kind)
    mirror.look(kind)
    gone = [name for name in mirror.names(kind) if name.removeprefix(f"{kind}/").split("/")[0] not in here]
    # batch.json first: a batch that is half removed must not look like one
    mirror.discard(name for name in gone if name.endswith(f"/{BATCH_FILE}"))
    mirror.discard(name for name in gone if not name.endswith(f"/{BATCH_FILE}"))


def _stored(mirror: Mirror, kind: str) -> set[str]:
    return {name.split("/")[-2] for name in mirror.names(kind) if name.endswith(f"/{BATCH_FILE}")}


def _content(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    except (OSError, ValueError):
        return {}
