"""robots.txt (RFC 9309): what may be asked for, and how often."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from protego import Protego

from coalition_data.errors import FetchError
from coalition_data.fetch.policy import FetchPolicy
from coalition_data.fetch.transport import Response

LARGEST_ROBOTS = 512 * 1024
"""Bytes that are read of a robots.txt; the RFC asks for 500 KiB at least."""

MOST_REDIRECTS = 5

Get = Callable[[str, FetchPolicy], Response]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host asks of us.

    Attributes:
        parsed: its rules; None where it has none.
        unreachable: why they could not be read; nothing may then be fetched.
    """

    parsed: Protego | None = None
    unreachable: str | None = None

    def allows(self, url: str, product: str) -> bool:
        """Whether ``product`` may fetch ``url``."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, product))

    def delay(self, product: str) -> float:
        """Seconds between two requests that the host asks for; 0 where it asks for none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(product)
        spaced = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self.parsed.crawl_delay(product) or 0.0), float(spaced))


class Robots:
    """The rules of all hosts of a run, each read once.

    Args:
        get: asks for one address, without following redirects; raises ``FetchError``.
    """

    def __init__(self, get: Get) -> None:
        self._get = get
        self._rules: dict[tuple[str, bool], Rules] = {}
        self._lock = threading.Lock()

    def rules(self, url: str, policy: FetchPolicy) -> Rules:
        """The rules for the host of ``url``.

        Raises:
            FetchError: ``refused_address``.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        key = origin, policy.allow_private
        with self._lock:
            known = self._rules.get(key)
        if known is None:
            known = self._read(f"{origin}/robots.txt", policy)
            with self._lock:
                self._rules[key] = known
        return known

    def _read(self, url: str, policy: FetchPolicy) -> Rules:
        limited = dataclasses.replace(policy, max_bytes=max(policy.max_bytes, LARGEST_ROBOTS))
        try:
            for _ in range(MOST_REDIRECTS + 1):
                response = self._get(url, limited)
                location = response.headers.get("Location")
                if response.status not in {301, 302, 303, 307, 308} or not location:
                    return _rules_of(response)
                url = urljoin(url, location)
                if urlsplit(url).scheme not in {"http", "https"}:
                    return Rules()
        except FetchError as error:
            if error.reason == "refused_address":
                raise
            if error.reason in {"too_large", "bad_response"}:
                return Rules()
            return Rules(unreachable=error.message)
        except ValueError:
            return Rules()
        return Rules()  # endless redirects: as if there were none


def _rules_of(response: Response) -> Rules:
    if response.status == 429 or response.status >= 500:
        return Rules(unreachable=f"{response.url} answered {response.status}")
    if response.status != 200:
        return Rules()
    text = response.payload(LARGEST_ROBOTS)[:LARGEST_ROBOTS].decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        return Rules(Protego.parse(text))
    except Exception:  # the parser is not ours, and a page that cannot be parsed forbids nothing
        return Rules()
