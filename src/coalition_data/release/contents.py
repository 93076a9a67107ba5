"""Everything in a release's folder beside the tables: what each file is, and the order in which they are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coalition_data.release.changes import changes_markdown
from coalition_data.release.citation import citation_cff, zenodo_metadata
from coalition_data.release.database import DATABASE, write_database
from coalition_data.release.diff import ReleaseDiff
from coalition_data.release.folder import CHECKSUMS, MANIFEST, Release
from coalition_data.release.licence import licence_markdown
from coalition_data.release.manifest import write_manifest
from coalition_data.release.metadata import croissant, datapackage
from coalition_data.release.page import release_page
from coalition_data.release.readme import release_readme
from coalition_data.schema.tables import BESIDE, TABLES

FILES: tuple[tuple[str, str], ...] = (
    *((f"{name}.parquet", table.description) for name, table in TABLES.items()),
    *((f"{name}.parquet", table.description) for name, table in BESIDE.items()),
    (DATABASE, "the tables in one DuckDB file, with comments on every column and views over nested columns"),
    ("README.md", "data dictionary, how to read and cite, inputs, limits"),
    ("CHANGES.md", "what differs from the last release, and which corrections apply"),
    ("index.html", "counts, charts and quality on one page"),
    (MANIFEST, "inputs with their hashes, what was set aside and why, code, settings, row counts"),
    (CHECKSUMS, "digests of all files; check with sha256sum -c SHA256SUMS"),
    ("LICENSE.md", "licence of the data, and whose the texts are"),
    ("CITATION.cff", "how to cite, for programs"),
    ("metadata.json", "the same for a deposit at Zenodo"),
    ("datapackage.json", "description for Frictionless"),
    ("croissant.json", "description for Croissant"),
    ("validation/result.json", "every check that this release passed"),
    ("validation/data_docs/index.html", "the same to read"),
)
"""Name and meaning of every file, in the order in which people look for them."""


def write_contents(folder: Path, manifest: Mapping[str, Any], diff: ReleaseDiff | None, newest: Release | None) -> None:
    """Write every file of ``FILES`` but tables, validation and digests into the folder that holds those tables.

    Args:
        folder: of the release in the making.
        manifest: its manifest.
        diff: against the last release, None for the first.
        newest: the last release.
    """
    write_manifest(folder, manifest)
    write_database(folder, folder / DATABASE)
    earlier = newest.manifest.get("corrections", []) if newest else ()
    _write(folder / "README.md", release_readme(manifest, diff, FILES))
    _write(folder / "CHANGES.md", changes_markdown(manifest, diff, earlier))
    _write(folder / "LICENSE.md", licence_markdown(manifest))
    _write(folder / "CITATION.cff", citation_cff(manifest))
    _write_json(folder / "metadata.json", zenodo_metadata(manifest))
    _write_json(folder / "datapackage.json", datapackage(manifest))
    _write_json(folder / "croissant.json", croissant(manifest))
    _write(folder / "index.html", release_page(folder, manifest, FILES))


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    _write(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
