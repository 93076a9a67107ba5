"""Fetch an address as a good citizen: robots.txt, pauses, redirects, retries, conditional requests."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from urllib.parse import urljoin, urlsplit

import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from coalition_data.errors import FetchError
from coalition_data.fetch.policy import FetchPolicy
from coalition_data.fetch.robots import Robots
from coalition_data.fetch.transport import Response, Transport
from coalition_data.settings import IngestSettings

PRODUCT = "coalition-data"
"""Our name in robots.txt and in the User-Agent: that of the distribution."""

BUSY = frozenset({429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

LONGEST_WAIT = 120.0
"""Seconds that a run waits for a busy server; who asks for more is asked again by a later run."""

LONGEST_BACKOFF = 30.0

FAILURES_OF_A_HOST = 3
"""After so many failures of the connection in a row a host is left alone for the rest of the run."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about its last answer, for asking whether anything has changed."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that came, or word that it has not changed.

    Attributes:
        url: as asked for.
        response: the last one, of status 200 or 304; its ``url`` is the page's own after redirects.
        payload: the page's bytes, unpacked; empty for 304.
        fetched_at: UTC.
    """

    url: str
    response: Response
    payload: bytes
    fetched_at: dt.datetime

    @property
    def is_unchanged(self) -> bool:
        """Whether the server said that nothing has changed."""
        return self.response.status == 304


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    failures: int = 0

    def rest(self, seconds: float) -> None:
        """Let the host alone for a while; for the rest of the run where it asks for long."""
        if seconds > LONGEST_WAIT:
            self.failures = FAILURES_OF_A_HOST
        else:
            self.next_at = max(self.next_at, time.monotonic() + seconds)


class Client:
    """Fetches pages; safe to use from several threads, one request to a host at a time.

    Args:
        user_agent: says who we are.
        deadline: ``time.monotonic()`` after which no request is begun; None for no limit.
    """

    def __init__(self, user_agent: str, deadline: float | None = None) -> None:
        self._transport = Transport(user_agent)
        self._robots = Robots(self._get_robots)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._deadline = deadline

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def fetch(
        self, url: str, policy: FetchPolicy, validators: Validators | None = None, validated: str = ""
    ) -> Fetched:
        """Fetch a page.

        Args:
            url: of the page.
            policy: of its source.
            validators: of its last answer.
            validated: the address that gave that answer, after redirects; "" for ``url`` itself.

        Raises:
            FetchError: with the outcome: ``blocked_by_robots``, ``http_404``, ``timeout``, ``refused_address``, …
        """
        asked = url
        for _ in range(policy.max_redirects + 1):
            check_address(asked)
            conditional = validators is not None and asked == (validated or url)
            headers = validators.headers() if validators is not None and conditional else {}
            response = self._get_patiently(asked, policy, headers)
            location = response.headers.get("Location")
            if response.status not in REDIRECTS or not location:
                return _accepted(url, response, policy, is_conditional=bool(headers))
            asked = _target(asked, location)
        raise FetchError("too_many_redirects", f"{url} redirects more than {policy.max_redirects} times")

    def _get_patiently(self, url: str, policy: FetchPolicy, headers: Mapping[str, str]) -> Response:
        """One hop: as often as the server is busy and the policy allows."""
        attempts = Retrying(
            stop=stop_after_attempt(policy.retries + 1),
            wait=_pause,
            retry=retry_if_exception(_is_worth_retrying),
            sleep=self._sleep,
            reraise=True,
        )
        return attempts(self._get, url, policy, headers)

    def _get(self, url: str, policy: FetchPolicy, headers: Mapping[str, str]) -> Response:
        rules = self._robots.rules(url, policy)
        if rules.unreachable is not None:
            raise FetchError("robots_unreachable", f"{url} is not fetched: its robots.txt: {rules.unreachable}")
        if not rules.allows(url, PRODUCT):
            raise FetchError("blocked_by_robots", f"{url} is closed to crawlers by its robots.txt")
        with self._turn(url, max(policy.crawl_delay, rules.delay(PRODUCT))) as host:
            response = self._transport.get(url, policy, headers)
            if response.status not in BUSY:
                host.failures = 0
                return response
            error = _status_error(url, response, is_transient=True)
            host.rest(error.retry_after or 0.0)
        raise error

    def _get_robots(self, url: str, policy: FetchPolicy) -> Response:
        with self._turn(url, 0.0):
            return self._transport.get(url, policy)

    @contextmanager
    def _turn(self, url: str, delay: float) -> Iterator[_Host]:
        """Wait for this host's turn; afterwards it rests for ``delay`` seconds."""
        name = urlsplit(url).netloc.lower()
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:
            if host.failures >= FAILURES_OF_A_HOST:
                raise FetchError("waiting", f"{url} waits for the next run: its host failed {host.failures} times")
            self._sleep(host.next_at - time.monotonic())
            try:
                yield host
            except FetchError as error:
                host.failures += error.is_transient
                raise
            finally:
                host.rest(delay)

    def _sleep(self, seconds: float) -> None:
        if self._deadline is not None and time.monotonic() + max(seconds, 0.0) > self._deadline:
            raise FetchError("waiting", "it waits for the next run: the time for fetching is over")
        if seconds > 0:
            time.sleep(seconds)


@contextmanager
def open_client(settings: IngestSettings) -> Iterator[Client]:
    """A client that says who we are, for the time that the settings allow."""
    contact = f"+{settings.contact}" if settings.contact else "news research; no contact configured"
    client = Client(
        f"{PRODUCT}/{metadata.version(PRODUCT)} ({contact})", time.monotonic() + 60 * settings.fetch_minutes
    )
    try:
        yield client
    finally:
        client.close()


def check_address(url: str) -> None:
    """Refuse what is no plain http(s) address.

    Raises:
        FetchError: ``bad_address``.
    """
    try:
        parts = urlsplit(url)
        proper = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        proper = False
    if not proper:
        raise FetchError("bad_address", f"{url[:200]!r} is no http(s) address")
    if parts.username is not None or parts.password is not None:
        raise FetchError("bad_address", f"{parts.hostname}: an address with a user name is not fetched")


def without_fragment(url: str) -> str:
    """The address as it goes over the network."""
    return url.partition("#")[0]


def _target(url: str, location: str) -> str:
    try:
        return without_fragment(urljoin(url, location))
    except ValueError as error:
        raise FetchError("bad_address", f"{url} redirects to {location[:200]!r}, which is no address") from error


def _accepted(url: str, response: Response, policy: FetchPolicy, *, is_conditional: bool) -> Fetched:
    if response.status != 200 and not (response.status == 304 and is_conditional):
        raise _status_error(url, response)
    if _is_home_page(response.url) and not _is_home_page(url):
        raise FetchError("gone", f"{url} now leads to the home page {response.url}", status=response.status)
    payload = response.payload(policy.max_bytes) if response.status == 200 else b""
    return Fetched(url, response, payload, dt.datetime.now(dt.UTC))


def _is_home_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _status_error(url: str, response: Response, *, is_transient: bool = False) -> FetchError:
    words = f" {response.reason}" if response.reason else ""
    return FetchError(
        f"http_{response.status}",
        f"{url} answered {response.status}{words}",
        status=response.status,
        retry_after=_retry_after(response),
        is_transient=is_transient,
    )


def _retry_after(response: Response) -> float | None:
    value = response.headers.get("Retry-After")
    try:
        return urllib3.Retry().parse_retry_after(value) if value else None
    except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None


def _is_worth_retrying(error: BaseException) -> bool:
    transient = isinstance(error, FetchError) and error.is_transient and error.reason != "timeout"
    return transient and (error.retry_after or 0.0) <= LONGEST_WAIT  # type: ignore[attr-defined]


_backoff = wait_random_exponential(multiplier=1, max=LONGEST_BACKOFF)


def _pause(state: RetryCallState) -> float:
    """What the server asks for, or ever longer with some chance."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, FetchError) else None
    return asked if asked is not None else float(_backoff(state))
