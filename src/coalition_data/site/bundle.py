"""Where the built explorer lies: in the checkout after `make site`, or beside the package in a wheel built after it."""

from __future__ import annotations

from pathlib import Path

import coalition_data
from coalition_data.errors import SiteError

PACKAGED = "coalition_data_explorer"
"""Folder in a wheel, beside the package: in the package it would change the fingerprint of the code that made a
release."""


def find_bundle() -> Path:
    """The folder of the built explorer.

    Raises:
        SiteError: it is not built.
    """
    package = Path(coalition_data.__file__).parent
    candidates = (package.parent.parent / "web" / "dist", package.parent / PACKAGED)
    for folder in candidates:
        if (folder / "index.html").is_file():
            return folder
    raise SiteError(
        "the explorer is not built",
        "in a checkout run `make site`, which needs Node 20 or newer; a wheel built afterwards (`make wheel`) holds it",
    )
