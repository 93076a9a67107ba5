"""Ids that rest on what a row says and where, so that they stay when releases grow."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from coalition_data.records import Evidence

_WORD = re.compile(r"\w+")


def normalised(text: str) -> str:
    """Lower-case words of a text, joined by single blanks: what survives a correction of marks and spacing."""
    return " ".join(_WORD.findall(text.casefold()))


def make_id(prefix: str, *parts: str) -> str:
    """``prefix`` and twelve characters of base32 in lower case from a hash of ``parts``."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return prefix + base64.b32encode(digest)[:12].decode().lower()


def evidence_id(prefix: str, kind: str, evidence: Sequence[Evidence], rank: int = 0) -> str:
    """Id of a row that rests on its earliest evidence.

    Args:
        prefix: ``mtg_``, ``plg_``, …
        kind: what is said there, so that rows of several tables differ.
        evidence: at least one.
        rank: 0 for the first row that rests on the same words, 1 for the next.
    """
    first = min(evidence, key=lambda item: (item.article_id, item.start, item.end))
    parts = (first.article_id, normalised(first.text), kind)
    return make_id(prefix, *parts, str(rank)) if rank else make_id(prefix, *parts)
