"""How a source may be fetched: what ``fetch`` holds in ``sources.yml``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits and manners for one source. ``robots.txt`` is always obeyed.

    Attributes:
        crawl_delay: least seconds between two requests to a host; a longer delay in robots.txt wins.
        timeout: seconds without a byte, and seconds to connect.
        total_timeout: seconds for one answer from its first to its last byte.
        max_bytes: of an answer, as transferred and as unpacked.
        max_redirects: hops from the address that was listed.
        retries: further attempts where a server says that it is busy (429, 5xx) or cannot be reached.
        max_pages: pages of one run; the rest waits for the next one.
        recheck_hours: a page that was fetched is asked for again after so many hours …
        recheck_days: … until so many days after it was first seen.
        allow_private: whether the source may lie in a private network or on this machine.
    """

    crawl_delay: float = 1.0
    timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 8 * 1024 * 1024
    max_redirects: int = 5
    retries: int = 2
    max_pages: int = 500
    recheck_hours: float = 20.0
    recheck_days: float = 14.0
    allow_private: bool = False


LIMITS: dict[str, tuple[float, float]] = {
    "crawl_delay": (0, 3600),
    "timeout": (0.1, 600),
    "total_timeout": (0.1, 3600),
    "max_bytes": (1, 256 * 1024 * 1024),
    "max_redirects": (0, 20),
    "retries": (0, 10),
    "max_pages": (1, 1_000_000),
    "recheck_hours": (0, 100_000),
    "recheck_days": (0, 100_000),
}
"""Inclusive bounds of the numbers."""
