"""Who an article is: canonical address, id, hashes."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

TRACKING_PARAMETERS = re.compile(
    r"(?:utm_\w+|fb\w*clid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs\w+|cmpid?|cmp|ref|ref_src|referrer?|"
    r"ns_\w+|at_\w+|smid|smtyp|partner|emc|share|shared|source|src|spm|wt\.\w+|icid|ocid|ito|xtor|amp|output|guccounter)",
    re.IGNORECASE,
)
"""Query parameters that say where the reader came from, not what is read."""

DIGITS_OF_ID = 16


def canonical_url(url: str | None) -> str | None:
    """One spelling for one page: lower-case host, no fragment, tracking parameters, default port or closing slash.

    Returns:
        None for an empty address and for one that is no http(s) address.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return None
        kept = [
            pair for pair in parts.query.split("&") if pair and not TRACKING_PARAMETERS.fullmatch(pair.split("=")[0])
        ]
        path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
        canonical = canonicalize_url(urlunsplit((parts.scheme.lower(), parts.netloc, path, "&".join(kept), "")))
    except ValueError:
        return None
    return canonical.rstrip("/")


def article_id(url: str | None, raw_sha256: str) -> str:
    """``art_`` and 16 hex digits, of the canonical address where it is known, else of the raw bytes.

    The scheme does not count: a page served over http and https is one article.
    """
    digest = hashlib.sha256(url.partition("://")[2].encode()).hexdigest() if url else raw_sha256
    return f"art_{digest[:DIGITS_OF_ID]}"


def text_hash(text: str) -> str:
    """Hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
