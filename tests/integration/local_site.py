"""A web site on 127.0.0.1 that the tests fill: pages, feeds, errors, and everything that a bad server does."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Act = Callable[["Handler"], None]


@dataclass
class Answer:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A request that came."""

    path: str
    headers: dict[str, str]
    at: float


class Site:
    """The pages of a running server; ``pages`` may be changed at any time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Answer | Act | list[Answer]] = {}
        self.requests: list[Request] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, *, robots: bool = False) -> list[str]:
        """Paths in the order of the requests."""
        return [one.path for one in self.requests if robots or one.path != "/robots.txt"]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from the site; an ``ETag`` is honoured."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        path = self.path
        self.site.requests.append(Request(path, dict(self.headers), time.monotonic()))
        answer = self.site.pages.get(path, Answer(b"not here", 404))
        if isinstance(answer, list):  # one after the other, the last one for ever
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer(self)
            return
        etag = answer.headers.get("ETag")
        if etag is not None and self.headers.get("If-None-Match") == etag:
            self.answer(Answer(b"", 304, {"ETag": etag}))
            return
        self.answer(answer)

    def answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def running_site() -> Iterator[Site]:
    """A site on a free port, stopped at the end."""

    class Own(Handler):
        pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Own)
    server.daemon_threads = True
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]  # clients hang up on purpose
    site = Site(server.server_port)
    Own.site = site
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def article_page(title: str, *paragraphs: str, canonical: str = "") -> bytes:
    """An article as a site prints it."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{link}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def feed(*links: str, title: str = "News") -> bytes:
    """An RSS feed of these pages."""
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link><pubDate>Tue, 02 Jun 2015 23:{n:02} -0400</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def sitemap(*links: str, index: bool = False) -> bytes:
    """A sitemap, or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{inner}><loc>{link}</loc><lastmod>2015-06-02</lastmod></{inner}>" for link in links)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><{outer} xmlns="{space}">{entries}</{outer}>'.encode()
