"""Release: gated tables become a published, versioned folder that never changes.

::

    releases/2026.11.21/     one release, read-only
    releases/2026.11.21.1/   the next one of the same day
    releases/latest          the version to use, moved last
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coalition_data.release.diff import ReleaseDiff, TableDiff, diff_releases, diff_tables
    from coalition_data.release.folder import Release, latest_release, list_readable, list_releases, read_release
    from coalition_data.release.manifest import InputFile, ManifestInfo, input_files
    from coalition_data.release.publish import publish
    from coalition_data.release.verify import verify_release

__all__ = [
    "InputFile",
    "ManifestInfo",
    "Release",
    "ReleaseDiff",
    "TableDiff",
    "diff_releases",
    "diff_tables",
    "input_files",
    "latest_release",
    "list_readable",
    "list_releases",
    "publish",
    "read_release",
    "verify_release",
]

_MODULES = {
    "diff": ("ReleaseDiff", "TableDiff", "diff_releases", "diff_tables"),
    "folder": ("Release", "latest_release", "list_readable", "list_releases", "read_release"),
    "manifest": ("InputFile", "ManifestInfo", "input_files"),
    "publish": ("publish",),
    "verify": ("verify_release",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: finding a release needs none of the libraries that making one does.

    ``publish`` is a function and a module; nothing may import the module by itself, or it would hide the function.
    """
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found
