"""Files on the way: written beside their final name and moved into place, so that no reader meets half a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".part"


def partial_path(path: Path) -> Path:
    """Where this process writes what shall become ``path``: hidden, in the same folder."""
    return path.with_name(f".{path.name}.{os.getpid()}{SUFFIX}")


def remove_partials(folders: Iterable[Path]) -> None:
    """Remove what killed processes left half written below some folders; only while no other process writes there."""
    for folder in folders:
        for path in [*folder.rglob(f".*{SUFFIX}")]:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
