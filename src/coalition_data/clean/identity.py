"""Who an article is: canonical address, id, hashes."""

from __future__ import annotations

import hashlib

from coalition_data.addresses import canonical_url

__all__ = ["article_id", "canonical_url", "text_hash"]

DIGITS_OF_ID = 16


def article_id(url: str | None, raw_sha256: str) -> str:
    """``art_`` and 16 hex digits, of the canonical address where it is known, else of the raw bytes.

    The scheme does not count: a page served over http and https is one article.
    """
    digest = hashlib.sha256(url.partition("://")[2].encode()).hexdigest() if url else raw_sha256
    return f"art_{digest[:DIGITS_OF_ID]}"


def text_hash(text: str) -> str:
    """Hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
