"""Web addresses: one spelling for one page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

TRACKING_PARAMETERS = re.compile(
    r"(?:utm_\w+|fb\w*clid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs\w+|cmpid?|cmp|ref|ref_src|referrer?|"
    r"ns_\w+|at_\w+|smid|smtyp|partner|emc|share|shared|source|src|spm|wt\.\w+|icid|ocid|ito|xtor|amp|output|guccounter)",
    re.IGNORECASE,
)
"""Query parameters that say where the reader came from, not what is read."""


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


def without_scheme(url: str | None) -> str:
    """What names a page served over http and https; "" for no address."""
    return url.partition("://")[2] if url else ""


def is_web_address(text: str) -> bool:
    """Whether a text is an http(s) address with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
