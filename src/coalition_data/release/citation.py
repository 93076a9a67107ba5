"""How a release is cited and deposited: ``CITATION.cff`` and the ``metadata.json`` of a Zenodo deposit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from coalition_data.release.licence import DATA_LICENCE
from coalition_data.release.metadata import DESCRIPTION, KEYWORDS

AUTHOR = "The coalition-data project"


def citation_cff(manifest: Mapping[str, Any]) -> str:
    """The text of ``CITATION.cff`` (Citation File Format 1.2.0)."""
    content = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite the version and its content hash.",
        "type": "dataset",
        "title": manifest["title"],
        "abstract": DESCRIPTION,
        "version": manifest["version"],
        "date-released": manifest["released_on"],
        "authors": [{"name": AUTHOR}],
        "keywords": list(KEYWORDS),
        "license": DATA_LICENCE,
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{manifest['content_sha256']}",
                "description": "hash of the content: schema version and the hashes of the four tables",
            }
        ],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def zenodo_metadata(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The content of ``metadata.json``, as Zenodo's deposit interface takes it."""
    return {
        "metadata": {
            "upload_type": "dataset",
            "title": manifest["title"],
            "description": f"<p>{DESCRIPTION}</p><p>Content sha256:{manifest['content_sha256']}.</p>",
            "creators": [{"name": AUTHOR}],
            "keywords": list(KEYWORDS),
            "version": manifest["version"],
            "publication_date": manifest["released_on"],
            "access_right": "open",
            "license": DATA_LICENCE.lower(),
            "language": "eng",
            "notes": "The text of an article belongs to its publisher; LICENSE.md in the deposit says what that means.",
        }
    }
