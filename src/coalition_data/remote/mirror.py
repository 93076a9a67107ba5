"""A local folder and an object store with the same files: what has changed on one side is brought to the other.

Which file of the folder is which state of the store's file is remembered in ``.mirror.json``: the store's tag with the
local size and time of change. A file that was changed on either side since then is not the same any more.
"""

from __future__ import annotations

import itertools
import json
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from coalition_data.partial import SUFFIX
from coalition_data.remote.files import INCOMING, ObjectStore, Stored
from coalition_data.workspace import write_text

STATE_FILE = ".mirror.json"

PORTION = 64
"""Files after whose transfer the state is saved."""

STALE_SECONDS = 86_400


class Mirror:
    """Files below a local folder and below an address.

    Attributes:
        listed: what the store holds, as of the last ``look``, and of what was put and removed here since.
    """

    def __init__(self, store: ObjectStore, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.listed: dict[str, Stored] = {}
        self._same: dict[str, tuple[str, int, int]] = self._read_state()
        for path in (folder / INCOMING).glob("*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > STALE_SECONDS:  # of a process that was killed
                    path.unlink()

    def look(self, under: str = "") -> None:
        """List what the store holds below a folder.

        Raises:
            RemoteError: the store cannot be read.
        """
        found = self.store.list(under)
        others = {} if not under else {name: file for name, file in self.listed.items() if not _is_below(name, under)}
        self.listed = {**others, **found}

    def names(self, *places: str) -> list[str]:
        """The store's files that are one of these, or below one of these folders."""
        return [name for name in self.listed if any(_is_below(name, place) for place in places)]

    def has_changed(self, place: str) -> bool:
        """Whether the store holds anything else below a folder than when it was last the same as here."""
        there = {name: self.listed[name].tag for name in self.names(place)}
        return there != {name: tag for name, (tag, *_) in self._same.items() if _is_below(name, place)}

    def pull(self, *places: str) -> None:
        """Make files and folders here what they are in the store; what it doesn't hold is removed here.

        Raises:
            RemoteError: a file cannot be read.
        """
        wanted = self.names(*places)
        self.fetch(name for name in wanted if not self._is_same(name))
        for name in {name for place in places for name in self._local(place)} - set(wanted):
            (self.folder / name).unlink()

    def fetch(self, names: Iterable[str]) -> None:
        """Bring files, whatever is here."""
        for chosen in _portions(names):
            self.store.get(chosen, self.folder)
            self.remember(chosen)

    def push(self, *places: str) -> None:
        """Make files and folders in the store what they are here; what is not here is removed there.

        Raises:
            RemoteError: a file cannot be written.
        """
        here = sorted({name for place in places for name in self._local(place)})
        self.send(name for name in here if not self._is_same(name))
        self.discard(name for name in self.names(*places) if name not in set(here))

    def send(self, names: Iterable[str]) -> None:
        """Write files to the store, whatever is there."""
        for chosen in _portions(names):
            self.listed.update(self.store.put({name: self.folder / name for name in chosen}))
            self.remember(chosen)

    def remember(self, names: Iterable[str]) -> None:
        """Note that these files are the same on both sides now."""
        chosen = list(names)
        for name in chosen:
            stored, state = self.listed.get(name), _state_of(self.folder / name)
            if stored is not None and state is not None:
                self._same[name] = (stored.tag, *state)
        if chosen:
            self._write_state()

    def discard(self, names: Iterable[str]) -> None:
        """Remove files from the store."""
        chosen = list(names)
        self.store.remove(chosen)
        for name in chosen:
            self.listed.pop(name, None)

    def drop(self, place: str) -> None:
        """Remove a folder here."""
        shutil.rmtree(self.folder / place, ignore_errors=True)

    def _local(self, place: str) -> list[str]:
        path = self.folder / place
        found = [path] if path.is_file() else path.rglob("*")
        return [
            file.relative_to(self.folder).as_posix()
            for file in found
            if file.is_file() and not (file.name.startswith(".") and file.name.endswith(SUFFIX))
        ]

    def _is_same(self, name: str) -> bool:
        stored, known, state = self.listed.get(name), self._same.get(name), _state_of(self.folder / name)
        return stored is not None and known is not None and state is not None and known == (stored.tag, *state)

    def _read_state(self) -> dict[str, tuple[str, int, int]]:
        try:
            content = json.loads((self.folder / STATE_FILE).read_text(encoding="utf-8"))
            if content["address"] != self.store.address:
                return {}
            files = ((name, *known) for name, known in content["files"].items() if (self.folder / name).is_file())
            return {name: (str(tag), int(size), int(changed)) for name, tag, size, changed in files}
        except (OSError, ValueError, KeyError, TypeError):
            return {}  # then everything is brought again

    def _write_state(self) -> None:
        self._same = {name: known for name, known in self._same.items() if (self.folder / name).is_file()}
        content = {"address": self.store.address, "files": self._same}
        write_text(self.folder / STATE_FILE, json.dumps(content, indent=0, sort_keys=True) + "\n")


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    """Names in portions, so that what a killed transfer had finished is remembered."""
    rest = iter(names)
    while portion := list(itertools.islice(rest, PORTION)):
        yield portion


def _is_below(name: str, place: str) -> bool:
    return not place or PurePosixPath(name).is_relative_to(place)


def _state_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
