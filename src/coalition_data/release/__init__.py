"""Release: gated tables become a published, versioned folder that never changes.

::

    releases/2026.11.21/     one release, read-only
    releases/2026.11.21.1/   the next one of the same day
    releases/latest          the version to use, moved last
"""

from coalition_data.release.diff import ReleaseDiff, TableDiff, diff_releases, diff_tables
from coalition_data.release.folder import Release, latest_release, list_releases, read_release
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
    "list_releases",
    "publish",
    "read_release",
    "verify_release",
]
