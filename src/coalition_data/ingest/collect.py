"""Find the pages that the sources list, and fetch those that are new or may have changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from coalition_data.errors import FetchError, InputError, StoreError
from coalition_data.fetch import Archive, Client
from coalition_data.fetch.archive import Writer, page_key
from coalition_data.fetch.client import Validators, without_fragment
from coalition_data.fetch.transport import inflate
from coalition_data.ingest.archived import FETCHED
from coalition_data.ingest.contents import GZIP, HEAD, kind_of
from coalition_data.ingest.declaration import Source
from coalition_data.ingest.feeds import parse_feed
from coalition_data.ingest.links import parse_links
from coalition_data.ingest.reader import LARGEST_FILE, Listed, SourceFile
from coalition_data.ingest.sitemaps import parse_sitemap
from coalition_data.ingest.sources import list_files, read_listing
from coalition_data.records import Page

SOURCES_AT_ONCE = 8
"""Sources that are fetched side by side; requests to one host still follow each other."""

MOST_LISTINGS = 100
"""Lists that are read for one source: the parts of a sitemap index, newest first."""

TRANSIENT = frozenset({"waiting", "timeout", "unreachable", "robots_unreachable", "bad_response", "http_429"})
"""Outcomes that the next run tries again, whatever ``recheck_hours`` says; and all of 5xx."""

LONGEST_REST = 7 * 86_400
"""Seconds for which a page that asks for it is left alone."""

_PARSERS: dict[str, Callable[[bytes, str], tuple[Listed, ...]]] = {
    "feed": parse_feed,
    "sitemap": parse_sitemap,
    "urls": parse_links,
}

Advance = Callable[[int, int], None]
"""Told after each page: how many are done, how many there are to do as far as is known."""


@dataclass(slots=True)
class Counts:
    """What a run of the stage did.

    Attributes:
        listed: addresses that the sources list.
        fetched: pages and lists that brought something new.
        unchanged: asked for, and as they were.
        failed: asked for in vain.
        waiting: left for the next run.
    """

    listed: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    waiting: int = 0


def has_pages(sources: Sequence[Source]) -> bool:
    """Whether a source has anything to fetch."""
    return any(source.addresses for source in sources) or next(list_files(sources), None) is not None


def fetch_sources(
    sources: Sequence[Source], archive: Archive, client: Client, advance: Advance = lambda done, expected: None
) -> Counts:
    """Bring the archive up to date.

    Args:
        sources: those on the web are asked for new pages; files among the others that list pages are read.
        archive: takes up what comes.
        client: fetches.
        advance: told of the progress.

    Raises:
        StoreError: another run holds the archive.
        SourceError: a path does not exist.
    """
    with archive.writing() as writer, ThreadPoolExecutor(SOURCES_AT_ONCE) as pool:
        collector = _Collector(archive, writer, client, advance)
        jobs = [pool.submit(collector.web, source) for source in sources if source.addresses]
        jobs += [pool.submit(collector.local, file) for file in list_files(sources)]
        for job in jobs:
            job.result()
    return collector.counts


class _Collector:
    """One run of the stage."""

    def __init__(self, archive: Archive, writer: Writer, client: Client, advance: Advance) -> None:
        self.counts = Counts()
        self._archive = archive
        self._writer = writer
        self._client = client
        self._advance = advance
        self._lock = threading.Lock()
        self._claimed: set[str] = set()
        self._done = 0
        self._expected = 0

    def web(self, source: Source) -> None:
        """Discover and fetch the pages of a source on the web."""
        if source.kind == "pages":
            listed = [Listed(address) for address in source.addresses]
        else:
            listed = list(self._discover(source, source.addresses))
        # a list forgets its pages after some days, while they may still wait, or be revised
        known = [page for page in tuple(self._archive.pages.values()) if source.name in page.sources]
        listed += [Listed(page.url) for page in known if not page.is_listing]
        self._pages(source, source.name, listed)

    def local(self, file: SourceFile) -> None:
        """Fetch the pages that a local file lists."""
        listed = read_listing(file)
        parts = [entry.url for entry in listed if entry.is_listing]
        name = file.source.name if file.source.is_declared else file.source_uri
        pages = [entry for entry in listed if not entry.is_listing]
        self._pages(file.source, name, [*pages, *self._discover(file.source, parts)])

    def _discover(self, source: Source, addresses: Iterable[str]) -> Iterator[Listed]:
        """The pages behind addresses that are lists, or pages themselves; an index's newest parts first."""
        waiting = [Listed(address, is_listing=True) for address in addresses]
        seen: set[str] = set()
        while waiting and len(seen) < MOST_LISTINGS:
            entry = waiting.pop(0)
            key = page_key(entry.url)
            if key in seen:
                continue
            seen.add(key)
            page = self._known(entry, source.name)
            if not self._is_claimed(key):
                self._fetch(page, entry, source)
            entries = self._entries(self._archive.pages[key], source)
            yield from (one for one in entries if not one.is_listing)
            parts = [one for one in entries if one.is_listing and _may_be_new(one, source)]
            waiting += sorted(parts, key=lambda one: one.modified or "", reverse=True)

    def _entries(self, page: Page, source: Source) -> tuple[Listed, ...]:
        """What a list that was fetched names; a page that is no list counts as a page of the source."""
        captures = self._archive.captures(page.key)
        if not captures:
            return ()
        try:
            data = self._archive.read(captures[-1])
            if data.startswith(GZIP):
                data = inflate(data, LARGEST_FILE, page.url)
            kind = kind_of(data[:HEAD], is_complete=len(data) <= HEAD)
            if source.kind in _PARSERS and kind not in _PARSERS:
                kind = source.kind if kind is None else kind
            if kind in _PARSERS:
                return _PARSERS[kind](data, page.url)
            if source.kind == "auto":
                self._update(page.key, is_listing=False)
                return ()
            raise InputError("unreadable", f"{page.url} is no {source.kind} but {kind or 'something else'}")
        except (InputError, StoreError) as error:
            reason = error.reason if isinstance(error, InputError) else "unreadable"
            self._update(page.key, outcome=reason, detail=error.message)
            return ()

    def _pages(self, source: Source, name: str, listed: Sequence[Listed]) -> None:
        """Fetch the pages that are due, newest first; the first of several entries counts."""
        unique = {page_key(entry.url): entry for entry in reversed(listed)}
        taken = {key: one for key, one in unique.items() if source.takes(one.url, one.published_on)}
        due = []
        for key, entry in taken.items():
            page = self._known(entry, name)
            if _is_due(page, entry, source, dt.datetime.now(dt.UTC)) and not self._is_claimed(key):
                due.append((page, entry))
        due.sort(key=lambda one: (str(one[1].published_on or ""), one[1].modified or ""), reverse=True)
        with self._lock:
            self.counts.listed += len(taken)
            self.counts.waiting += max(0, len(due) - source.fetch.max_pages)
            self._expected += min(len(due), source.fetch.max_pages)
        for page, entry in due[: source.fetch.max_pages]:
            self._fetch(page, entry, source)
            with self._lock:
                self._done += 1
                self._advance(self._done, self._expected)

    def _known(self, entry: Listed, name: str) -> Page:
        """The page as it is known so far, with what the list says of it."""
        key = page_key(entry.url)
        with self._lock:
            page = self._archive.pages.get(key) or Page(
                key=key,
                url=without_fragment(entry.url),
                sources=(),
                is_listing=entry.is_listing,
                title=None,
                published_on=None,
                modified=None,
                first_seen=dt.datetime.now(dt.UTC),
                last_checked=None,
                outcome="waiting",
                detail=f"{entry.url} is listed and waits to be fetched",
                next_attempt=None,
                etag=None,
                last_modified=None,
            )
            page = dataclasses.replace(
                page,
                sources=tuple(sorted({*page.sources, name})),
                title=entry.title or page.title,
                published_on=min(filter(None, (entry.published_on, page.published_on)), default=None),
            )
            self._writer.put_page(page)
            return page

    def _is_claimed(self, key: str) -> bool:
        """Whether another source fetches the page in this run; else it is ours."""
        with self._lock:
            if key in self._claimed:
                return True
            self._claimed.add(key)
            return False

    def _fetch(self, page: Page, entry: Listed, source: Source) -> None:
        """Ask for a page and take up what comes."""
        captures = self._archive.captures(page.key)
        validators = Validators(page.etag, page.last_modified) if captures else None
        now = dt.datetime.now(dt.UTC)
        try:
            fetched = self._client.fetch(page.url, source.fetch, validators, captures[-1].url if captures else "")
        except FetchError as error:
            self._failed(page, error, now)
            return
        except Exception as error:  # an address or an answer that a library chokes on
            detail = f"{page.url}: fetching failed with {type(error).__name__}: {error}"
            self._failed(page, FetchError("bad_response", detail), now)
            return
        is_new = False
        known = {}
        if not fetched.is_unchanged:
            headers = fetched.response.headers
            known = {"etag": headers.get("ETag"), "last_modified": headers.get("Last-Modified")}
            digest = hashlib.sha256(fetched.payload).hexdigest()
            is_new = self._writer.put_answer(page.key, fetched, digest) not in captures
        self._update(
            page.key,
            outcome=FETCHED,
            detail=f"{page.url} was fetched",
            modified=entry.modified or page.modified,
            last_checked=now,
            next_attempt=None,
            **known,
        )
        with self._lock:
            self.counts.fetched += is_new
            self.counts.unchanged += not is_new

    def _failed(self, page: Page, error: FetchError, now: dt.datetime) -> None:
        with self._lock:
            self.counts.failed += error.reason != "waiting"
            self.counts.waiting += error.reason == "waiting"
        if error.reason == "waiting":
            if page.outcome == "waiting":
                self._update(page.key, detail=error.message)
            return
        wait = dt.timedelta(seconds=min(error.retry_after, LONGEST_REST)) if error.retry_after else None
        self._update(
            page.key,
            outcome=error.reason,
            detail=error.message,
            last_checked=now,
            next_attempt=now + wait if wait else None,
        )

    def _update(self, key: str, **changes: Any) -> None:
        """Change what is known of a page; another source may have changed other things meanwhile."""
        with self._lock:
            self._writer.put_page(dataclasses.replace(self._archive.pages[key], **changes))


def _may_be_new(entry: Listed, source: Source) -> bool:
    """Whether a part of a sitemap index may hold pages that the source takes."""
    return source.since is None or entry.modified is None or entry.modified[:10] >= source.since.isoformat()


def _is_due(page: Page, entry: Listed, source: Source, now: dt.datetime) -> bool:
    """Whether a page is to be asked for in this run."""
    if page.last_checked is None:
        return True
    if page.next_attempt is not None and page.next_attempt > now:
        return False
    if page.outcome in TRANSIENT or page.outcome.startswith("http_5"):
        return True
    if entry.modified is not None and entry.modified != page.modified:
        return True
    rested = now - page.last_checked >= dt.timedelta(hours=source.fetch.recheck_hours)
    return rested and now - page.first_seen <= dt.timedelta(days=source.fetch.recheck_days)
