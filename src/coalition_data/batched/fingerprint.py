"""What the kept results of a stage depend on besides what went in: its code, its libraries, its settings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path


@lru_cache(maxsize=32)
def stage_fingerprint(code: tuple[str, ...], libraries: tuple[str, ...], settings: str) -> str:
    """Hash of a stage as it is now; a change elsewhere in the package leaves it.

    Args:
        code: files and folders of the package, from its root.
        libraries: distributions whose version decides about the result.
        settings: the settings that the stage reads, as text.

    Returns:
        32 hex digits.
    """
    digest = hashlib.sha256(settings.encode() + b"\0")
    for library in libraries:
        digest.update(f"{library} {metadata.version(library)}\0".encode())
    with resources.as_file(resources.files("coalition_data")) as root:
        for path in _files(root, code):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _files(root: Path, code: Iterable[str]) -> Iterator[Path]:
    for name in code:
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)
