"""Connections to public addresses only: a name is resolved once, its addresses are checked, and one of them is used.

Checking the name first and letting the library resolve it again would let a server answer differently the second time
(DNS rebinding); a redirect passes through here as well, because every connection does.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class ForbiddenAddressError(Exception):
    """A name leads to this machine or a private network, and the source does not allow that."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried_address(parsed)
    if carried is not None:
        return is_public(str(carried))
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _carried_address(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class Watch:
    """Cuts a connection off when an answer takes longer than allowed, however slowly its bytes drip."""

    current = threading.local()

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._seconds = seconds
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Watch:
        Watch.current.watch = self
        return self

    def __exit__(self, *_: object) -> None:
        Watch.current.watch = None
        if self._timer is not None:
            self._timer.cancel()

    def begin(self, connection: socket.socket) -> None:
        """The request is on its way over ``connection``."""
        self._timer = threading.Timer(self._seconds, self._cut, [connection])
        self._timer.daemon = True
        self._timer.start()

    def _cut(self, connection: socket.socket) -> None:
        self.expired = True
        with contextlib.suppress(OSError):  # it is closed already
            connection.shutdown(socket.SHUT_RDWR)


class _Guarded:
    """Mixed into urllib3's connections."""

    allow_private = False

    def _new_conn(self: Any) -> socket.socket:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(self.host, self, socket.gaierror(str(error))) from error
        addresses = [str(entry[4][0]) for entry in found]
        allowed = [address for address in addresses if self.allow_private or is_public(address)]
        if not allowed:
            raise ForbiddenAddressError(f"{self.host} leads to {addresses[0] if addresses else 'no address'}")
        try:
            return _first_that_answers(self, allowed)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not answer in {self.timeout} s") from error
        except OSError as error:
            raise NewConnectionError(self, f"{self.host}: {error}") from error

    def request(self: Any, *arguments: Any, **options: Any) -> None:
        super().request(*arguments, **options)  # type: ignore[misc]
        watch = getattr(Watch.current, "watch", None)
        if watch is not None and self.sock is not None:
            watch.begin(self.sock)


def _first_that_answers(connection: HTTPConnection, addresses: list[str]) -> socket.socket:
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port), connection.timeout, socket_options=connection.socket_options
            )
        except OSError:
            if address == addresses[-1]:
                raise
    raise OSError("no address")


class _GuardedHTTP(_Guarded, HTTPConnection):
    pass


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    pass


class _OpenHTTP(_GuardedHTTP):
    allow_private = True


class _OpenHTTPS(_GuardedHTTPS):
    allow_private = True


def guarded_pools(*, allow_private: bool, **options: Any) -> urllib3.PoolManager:
    """A pool manager whose every connection is checked.

    Args:
        allow_private: let connections go anywhere.
        options: of ``urllib3.PoolManager``.
    """

    class HTTPPool(urllib3.HTTPConnectionPool):
        ConnectionCls = _OpenHTTP if allow_private else _GuardedHTTP

    class HTTPSPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = _OpenHTTPS if allow_private else _GuardedHTTPS

    manager = urllib3.PoolManager(**options)
    manager.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}
    return manager
