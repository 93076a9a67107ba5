"""Write a site: the built explorer, a release and its views, in one folder that any static file server can serve."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycountry

from coalition_data.errors import SiteError
from coalition_data.partial import partial_path
from coalition_data.release import Release
from coalition_data.release.folder import CHECKSUMS
from coalition_data.site.views import VIEWS, write_views

DESCRIPTION = "site.json"
RELEASE_FOLDER = "release"
VIEWS_FOLDER = "views"
LEFT_OUT = "data_docs"
"""Great Expectations' pages load styles from other hosts; ``validation/result.json`` says the same."""


@dataclass(frozen=True, slots=True)
class Site:
    """A written site.

    Attributes:
        path: its folder.
        version: of the release in it.
    """

    path: Path
    version: str


def write_site(release: Release, bundle: Path, out: Path) -> Site:
    """Write a site; an earlier one in the same place is replaced in one step.

    Args:
        release: which.
        bundle: the built explorer (``find_bundle``).
        out: made where it is not there; may hold an earlier site, or nothing.

    Raises:
        SiteError: the folder holds something else, or cannot be written.
    """
    _require_free(out, release)
    partial = partial_path(out)
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundle, partial)
        _copy_release(release, partial / RELEASE_FOLDER)
        write_views(release.path, partial / VIEWS_FOLDER)
        description = json.dumps(describe_site(release, partial), ensure_ascii=False, indent=1)
        (partial / DESCRIPTION).write_text(description + "\n", "utf-8")
        _replace(partial, out)
    except OSError as error:
        raise SiteError(f"{out} cannot be written: {error}", "choose another --out") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Site(out, release.version)


def describe_site(release: Release, folder: Path) -> dict[str, Any]:
    """The content of ``site.json``: the release in short, its files, the names of countries."""
    manifest = release.manifest
    return {
        "title": manifest["title"],
        "version": release.version,
        "released_on": manifest["released_on"],
        "content_sha256": manifest["content_sha256"],
        "row_counts": release.row_counts,
        "files": list(_files(folder / RELEASE_FOLDER)),
        "views": sorted(VIEWS),
        "countries": {item.alpha_3: getattr(item, "common_name", item.name) for item in pycountry.countries},
    }


def _files(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield {"name": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size}


def _copy_release(release: Release, folder: Path) -> None:
    shutil.copytree(release.path, folder, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns(LEFT_OUT))
    checksums = folder / CHECKSUMS
    kept = [line for line in checksums.read_text("utf-8").splitlines(keepends=True) if f"/{LEFT_OUT}/" not in line]
    checksums.write_text("".join(kept), "utf-8")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # a release is read-only, its copy can be replaced


def _require_free(out: Path, release: Release) -> None:
    if out.resolve().is_relative_to(release.path.resolve()):
        raise SiteError(f"{out} lies in the release, which never changes", "choose another --out")
    if out.exists() and not out.is_dir():
        raise SiteError(f"{out} is a file", "choose another --out")
    if out.is_dir() and any(out.iterdir()) and not (out / DESCRIPTION).is_file():
        raise SiteError(f"{out} holds files that are no site", "choose another --out, or empty the folder")


def _replace(partial: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    partial.rename(out)
    shutil.rmtree(old, ignore_errors=True)
