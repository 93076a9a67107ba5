"""Published releases on disk: list, read, and the ``latest`` pointer."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coalition_data.errors import ReleaseError
from coalition_data.release.versions import Version

MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
LATEST = "latest"
REGISTRY = "ids.parquet"
PARTIAL_PREFIX = ".partial-"


@dataclass(frozen=True, slots=True)
class Release:
    """A published release.

    Attributes:
        version: as text.
        path: its folder.
        manifest: content of ``manifest.json``.
        is_new: whether ``publish`` has just made it; False for one that was there before.
    """

    version: str
    path: Path
    manifest: Mapping[str, Any] = field(repr=False)
    is_new: bool = False

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: int(table["rows"]) for name, table in self.manifest["tables"].items()}

    @property
    def content_sha256(self) -> str:
        """What two releases with the same tables share."""
        return str(self.manifest["content_sha256"])


def list_releases(releases_dir: Path) -> tuple[Release, ...]:
    """All releases, oldest first; folders that are none (leftovers of a killed run) are passed over.

    Raises:
        ReleaseError: the manifest of one cannot be read.
    """
    return tuple(_read(path) for path in _folders(releases_dir))


def list_readable(
    releases_dir: Path, versions: Collection[str] | None = None
) -> tuple[tuple[Release, ...], tuple[ReleaseError, ...]]:
    """The releases that can be read, oldest first, and what is wrong with the others; all, or some versions."""
    releases: list[Release] = []
    errors: list[ReleaseError] = []
    for path in _folders(releases_dir):
        if versions is not None and path.name not in versions:
            continue
        try:
            releases.append(_read(path))
        except ReleaseError as error:
            errors.append(error)
    return tuple(releases), tuple(errors)


def _folders(releases_dir: Path) -> list[Path]:
    """The folders of releases, oldest first."""
    if not releases_dir.is_dir():
        return []
    found = [(version, path) for path in releases_dir.iterdir() if (version := Version.parse(path.name))]
    return [path for _, path in sorted(found) if (path / MANIFEST).is_file()]


def latest_release(releases_dir: Path) -> Release | None:
    """The release that ``latest`` points to; where it points nowhere, the newest; None where there is none."""
    try:
        name = (releases_dir / LATEST).read_text("utf-8").strip()
    except FileNotFoundError:
        name = ""
    if Version.parse(name) and (releases_dir / name / MANIFEST).is_file():
        return _read(releases_dir / name)
    return newest_release(releases_dir)


def newest_release(releases_dir: Path) -> Release | None:
    """The release with the highest version, whatever ``latest`` says; None where there is none.

    The manifests of older ones are not read: each names every input.

    Raises:
        ReleaseError: its manifest cannot be read.
    """
    folders = _folders(releases_dir)
    return _read(folders[-1]) if folders else None


def read_release(releases_dir: Path, version: str | None = None) -> Release:
    """One release.

    Args:
        releases_dir: the folder of all releases.
        version: which; None: the latest.

    Raises:
        ReleaseError: there is no such release.
    """
    if version is None:
        latest = latest_release(releases_dir)
        if latest is None:
            raise ReleaseError(f"there is no release in {releases_dir}", "make one: coalition-data run")
        return latest
    path = releases_dir / version
    if Version.parse(version) is None or not (path / MANIFEST).is_file():
        known = ", ".join(folder.name for folder in _folders(releases_dir)) or "none"
        raise ReleaseError(f"there is no release {version!r} in {releases_dir}", f"there are: {known}")
    return _read(path)


def point_latest(releases_dir: Path, version: str) -> None:
    """Let ``latest`` name a version, in one step."""
    partial = releases_dir / f"{PARTIAL_PREFIX}{LATEST}"
    partial.write_text(f"{version}\n", "utf-8")
    os.replace(partial, releases_dir / LATEST)


def _read(path: Path) -> Release:
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
        release = Release(path.name, path, manifest)
        if not (release.row_counts and release.content_sha256):
            raise KeyError("tables")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            f"{path / MANIFEST} cannot be read: {error!r}", "restore the release from its remote, or delete the folder"
        ) from error
    return release
