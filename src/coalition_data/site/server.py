"""Serve a site on this machine: files of one folder, with byte ranges, to this machine alone."""

from __future__ import annotations

import functools
import io
import os
import re
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from coalition_data.errors import SiteError

HOST = "127.0.0.1"

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",  # the rest stands in index.html, for any server
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_HASHED = re.compile(r"/assets/[^/]+-[\w-]{8}\.\w+$")


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server for the folder, bound but not running.

    Args:
        folder: of a site.
        port: 0 takes a free one.

    Raises:
        SiteError: the port is taken.
    """
    handler = functools.partial(_Handler, directory=str(folder))
    try:
        return _Server((HOST, port), handler)
    except OSError as error:
        raise SiteError(f"port {port} cannot be used: {error.strerror}", "name another with --port") from error


class _Server(ThreadingHTTPServer):
    """Passes over connections that a browser breaks off, as it does when a page is left."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Called by the standard library where a handler raised."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(SimpleHTTPRequestHandler):
    """Adds byte ranges (one a request), caching and headers to the standard library's handler."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".parquet": "application/vnd.apache.parquet",
        ".md": "text/plain; charset=utf-8",
        ".cff": "text/plain; charset=utf-8",
    }

    def end_headers(self) -> None:
        """Add the site's headers to every answer."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        # names of built files carry a hash of their content; all else is asked for again
        caching = "public, max-age=31536000, immutable" if _HASHED.search(self.path) else "no-cache"
        self.send_header("Cache-Control", caching)
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer a request for a range with that range."""
        wanted = _RANGE.fullmatch(self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if wanted is None or not any(wanted.groups()) or not path.is_file():
            return super().send_head()
        size = path.stat().st_size
        start, end = _bounds(wanted, size)
        if start >= size or start >= end:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        with path.open("rb") as file:
            file.seek(start)
            content = file.read(end - start)
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {start}-{start + len(content) - 1}/{size}")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", self.date_time_string(int(path.stat().st_mtime)))
        self.end_headers()
        return io.BytesIO(content)

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """No listings: a site has an index."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


def _bounds(wanted: re.Match[str], size: int) -> tuple[int, int]:
    """First byte and the byte after the last, of a range as HTTP gives it."""
    first, last = wanted.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
