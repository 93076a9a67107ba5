"""The press and bodies of sport, told by words of their names: no parties to promises; interviews are no meetings."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.resolve.tables import read_table

_WORD = re.compile(r"[\w-]+")


@lru_cache(maxsize=4096)
def outlet_kind(name: str) -> str | None:
    """``press`` for "Fox News", ``sport`` for "the Olympic committee", None for all others."""
    kinds = _kinds()
    return next((kinds[word] for word in _WORD.findall(name.lower()) if word in kinds), None)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in read_table("outlets.csv")}
