"""One request, one answer: limited in time and size, unpacked with a limit, no redirect followed."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from coalition_data.errors import FetchError
from coalition_data.fetch.guard import ForbiddenAddressError, Watch, guarded_pools
from coalition_data.fetch.policy import FetchPolicy

CHUNK = 64 * 1024
UNPACKED_STEP = 1024 * 1024

ENCODINGS = "gzip, deflate"
"""What we can unpack step by step with a limit."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, complete.

    Attributes:
        status: of HTTP.
        reason: its words.
        headers: in order, as sent.
        body: as transferred, still packed where the server packed it.
    """

    url: str
    status: int
    reason: str
    headers: urllib3.HTTPHeaderDict
    body: bytes

    def payload(self, limit: int) -> bytes:
        """The body unpacked.

        Raises:
            FetchError: ``too_large`` (a decompression bomb), ``bad_response`` (packed in another way, or broken).
        """
        return unpack(self.body, self.headers.get("Content-Encoding", ""), limit, self.url)


class Transport:
    """Asks for pages; connections to a host are kept for the next request."""

    def __init__(self, user_agent: str) -> None:
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": ENCODINGS, "Accept": "text/html, */*;q=0.8"}
        self._pools = {
            allowed: guarded_pools(allow_private=allowed, num_pools=64, maxsize=2) for allowed in (False, True)
        }

    def close(self) -> None:
        """Close all connections."""
        for pools in self._pools.values():
            pools.clear()

    def get(self, url: str, policy: FetchPolicy, headers: Mapping[str, str] | None = None) -> Response:
        """Ask once.

        Args:
            url: http(s).
            policy: its limits are kept.
            headers: beside our own.

        Raises:
            FetchError: ``refused_address``, ``timeout``, ``unreachable``, ``too_large``, ``bad_response``.
        """
        timeout = urllib3.Timeout(connect=policy.timeout, read=policy.timeout)
        watch = Watch(policy.total_timeout)
        try:
            with watch:
                response = self._pools[policy.allow_private].request(
                    "GET",
                    url,
                    headers={**self._headers, **(headers or {})},
                    timeout=timeout,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                )
                whole = _read(url, response, policy)
                if watch.expired:  # what was cut off may look like an end
                    raise TimeoutError
                return whole
        except ForbiddenAddressError as error:
            raise FetchError("refused_address", f"{url} is refused: {error}, which is no public address") from error
        except (HTTPError, OSError, ValueError) as error:
            if watch.expired:
                detail = f"{url} took longer than {policy.total_timeout:g} s"
                raise FetchError("timeout", detail, is_transient=True) from error
            raise _named(url, error) from error


def _read(url: str, response: urllib3.BaseHTTPResponse, policy: FetchPolicy) -> Response:
    body = bytearray()
    complete = False
    try:
        for chunk in response.stream(CHUNK, decode_content=False):
            body += chunk
            if len(body) > policy.max_bytes:
                raise FetchError("too_large", f"{url} is larger than {policy.max_bytes:,} bytes")
        complete = True
    finally:
        if complete:
            response.release_conn()
        else:
            response.close()
    return Response(url, response.status, response.reason or "", response.headers, bytes(body))


def _named(url: str, error: Exception) -> FetchError:
    """The failure in the project's words."""
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError):
        return FetchError("timeout", f"{url} did not answer in time", is_transient=True)
    if isinstance(error, NameResolutionError):
        return FetchError("unreachable", f"{url}: the name of its host is not known", is_transient=True)
    if isinstance(error, NewConnectionError):
        return FetchError("unreachable", f"{url} cannot be reached: {error.args[-1]}", is_transient=True)
    if isinstance(error, SSLError):
        return FetchError("tls_error", f"{url}: no secure connection: {error}")
    return FetchError(
        "bad_response", f"{url} sent no proper answer: {type(error).__name__}: {error}", is_transient=True
    )


def unpack(data: bytes, encoding: str, limit: int, name: str) -> bytes:
    """Undo the content encodings of an answer, last one first, never holding more than ``limit`` bytes.

    Raises:
        FetchError: ``too_large`` or ``bad_response``.
    """
    codings = [coding.strip().lower() for coding in encoding.split(",") if coding.strip()]
    if len(codings) > 3:
        raise FetchError("bad_response", f"{name} is packed {len(codings)} times")
    for coding in reversed(codings):
        if coding in {"gzip", "x-gzip"}:
            data = inflate(data, limit, name, zlib.MAX_WBITS | 16)
        elif coding == "deflate":
            wrapped = data[:1] == b"\x78"
            data = inflate(data, limit, name, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        elif coding != "identity":
            raise FetchError("bad_response", f"{name} is packed with {coding[:20]!r}, which was not asked for")
    return data


def inflate(data: bytes, limit: int, name: str, window: int = zlib.MAX_WBITS | 16) -> bytes:
    """Inflate gzip (also of several members) or zlib data.

    Raises:
        FetchError: ``too_large`` beyond ``limit``; ``bad_response`` where the data are broken or cut.
    """
    whole = bytearray()
    while data:
        unpacker = zlib.decompressobj(window)
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(data, UNPACKED_STEP)
                whole += piece
                if len(whole) > limit:
                    raise FetchError("too_large", f"{name} unpacks to more than {limit:,} bytes")
                data = unpacker.unconsumed_tail
                if not piece and not data and not unpacker.eof:
                    raise FetchError("bad_response", f"{name}: the packed data are cut")
        except zlib.error as error:
            if whole and not _begins_member(data):
                break  # what follows the last member is padding
            raise FetchError("bad_response", f"{name}: the packed data are broken: {error}") from error
        data = unpacker.unused_data
    return bytes(whole)


def _begins_member(data: bytes) -> bool:
    return data[:2] == b"\x1f\x8b"
