"""Fetching from a real server on 127.0.0.1: manners, limits, and what bad servers do."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import socket
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from coalition_data.errors import FetchError
from coalition_data.fetch import Archive, Client, FetchPolicy
from coalition_data.fetch.client import Validators
from coalition_data.fetch.guard import is_public
from tests.integration.bad_servers import (
    cut_short,
    drip,
    drip_headers,
    endless,
    endless_headers,
    endless_trouble,
    hang_up,
    not_http,
    silent,
)
from tests.integration.local_site import Answer, Site, article_page, running_site

PAGE = article_page("Ministers meet", "Twelve ministers met in Oslo on Monday.")
LOCAL = FetchPolicy(crawl_delay=0, allow_private=True, timeout=2, total_timeout=3, retries=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        running.pages["/robots.txt"] = Answer(status=404)
        running.pages["/page"] = Answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8", "ETag": '"one"'})
        yield running


@pytest.fixture
def client() -> Iterator[Client]:
    one = Client("coalition-data/test (+https://example.org/about)")
    yield one
    one.close()


def refuse(client: Client, url: str, policy: FetchPolicy = LOCAL) -> FetchError:
    """The error with which fetching ends, soon."""
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        client.fetch(url, policy)
    assert time.monotonic() - started < 15, "it took too long to fail"
    assert url in caught.value.message or caught.value.reason in {"refused_address", "bad_address"}
    return caught.value


def test_a_page_comes_with_its_bytes(site: Site, client: Client) -> None:
    fetched = client.fetch(site.url("/page"), LOCAL)
    assert fetched.payload == PAGE
    assert fetched.fetched_at.tzinfo is dt.UTC
    assert site.requests[-1].headers["User-Agent"] == "coalition-data/test (+https://example.org/about)"


def test_a_page_that_did_not_change_is_not_sent_again(site: Site, client: Client) -> None:
    first = client.fetch(site.url("/page"), LOCAL)
    again = client.fetch(site.url("/page"), LOCAL, Validators(first.response.headers["ETag"]))
    assert again.is_unchanged
    assert again.payload == b""
    assert site.requests[-1].headers["If-None-Match"] == '"one"'


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        pytest.param(Answer(b"User-agent: *\nDisallow: /page"), "blocked_by_robots", id="closed to all"),
        pytest.param(Answer(b"User-agent: coalition-data\nDisallow: /"), "blocked_by_robots", id="closed to us"),
        pytest.param(Answer(b"User-agent: *\nDisallow: /p*e$"), "blocked_by_robots", id="pattern"),
        pytest.param(Answer(status=503), "robots_unreachable", id="server in trouble"),
        pytest.param(Answer(status=429), "robots_unreachable", id="too many requests"),
    ],
)
def test_robots_txt_is_obeyed(site: Site, client: Client, robots: Answer, outcome: str) -> None:
    site.pages["/robots.txt"] = robots
    assert refuse(client, site.url("/page")).reason == outcome
    assert site.asked() == [], "the page itself was not asked for"


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param(Answer(status=404), id="none"),
        pytest.param(Answer(status=403), id="forbidden"),
        pytest.param(Answer(b"User-agent: other\nDisallow: /"), id="closed to another"),
        pytest.param(Answer(b"User-agent: *\nDisallow: /\nAllow: /page"), id="longest rule wins"),
        pytest.param(Answer(b"\xff\xfe\x00 no rules at all \x00"), id="rubbish"),
        pytest.param(Answer(b"", 302, {"Location": "/robots.txt"}), id="redirects to itself"),
        pytest.param(Answer(b"User-agent: *\nAllow: /\n" + b"# \n" * 900_000), id="very long"),
    ],
)
def test_what_robots_txt_does_not_forbid_is_fetched(site: Site, client: Client, robots: Answer) -> None:
    site.pages["/robots.txt"] = robots
    assert client.fetch(site.url("/page"), LOCAL).payload == PAGE


def test_robots_txt_is_read_once(site: Site, client: Client) -> None:
    for _ in range(3):
        client.fetch(site.url("/page"), LOCAL)
    assert site.asked(robots=True).count("/robots.txt") == 1


def test_requests_keep_the_delay_that_the_host_asks_for(site: Site, client: Client) -> None:
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.4")
    for _ in range(3):
        client.fetch(site.url("/page"), LOCAL)
    times = [one.at for one in site.requests if one.path == "/page"]
    assert all(later - earlier >= 0.39 for earlier, later in itertools.pairwise(times))


def test_a_busy_server_is_asked_again_when_it_says(site: Site, client: Client) -> None:
    site.pages["/busy"] = [Answer(b"", 429, {"Retry-After": "1"}), Answer(PAGE)]
    assert client.fetch(site.url("/busy"), LOCAL).payload == PAGE
    first, second = (one.at for one in site.requests if one.path == "/busy")
    assert second - first >= 0.99


def test_a_server_that_asks_for_hours_is_left_alone(site: Site, client: Client) -> None:
    site.pages["/busy"] = Answer(b"", 503, {"Retry-After": "7200"})
    error = refuse(client, site.url("/busy"))
    assert (error.reason, error.status, error.retry_after) == ("http_503", 503, 7200)
    assert refuse(client, site.url("/page")).reason == "waiting", "and so are its other pages, in this run"
    assert site.asked() == ["/busy"]


def test_retry_after_may_be_a_date(site: Site, client: Client) -> None:
    soon = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    site.pages["/busy"] = [Answer(b"", 503, {"Retry-After": soon}), Answer(PAGE)]
    assert client.fetch(site.url("/busy"), LOCAL).payload == PAGE


def test_a_server_in_trouble_is_asked_as_often_as_allowed(site: Site, client: Client) -> None:
    site.pages["/broken"] = Answer(b"", 500)
    assert refuse(client, site.url("/broken")).reason == "http_500"
    assert site.asked() == ["/broken"] * 2


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 410, 451])
def test_a_page_that_is_not_there_is_asked_for_once(site: Site, client: Client, status: int) -> None:
    site.pages["/lost"] = Answer(b"no", status)
    error = refuse(client, site.url("/lost"))
    assert error.reason == f"http_{status}"
    assert site.asked() == ["/lost"]


def test_redirects_are_followed_to_the_page(site: Site, client: Client) -> None:
    site.pages["/old"] = Answer(b"", 301, {"Location": "/older"})
    site.pages["/older"] = Answer(b"", 302, {"Location": site.url("/page#top")})
    fetched = client.fetch(site.url("/old"), LOCAL)
    assert fetched.response.url == site.url("/page")
    assert fetched.url == site.url("/old")


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        pytest.param("/loop", "too_many_redirects", id="to itself"),
        pytest.param("ftp://example.org/x", "bad_address", id="to another scheme"),
        pytest.param("file:///etc/passwd", "bad_address", id="to a file"),
        pytest.param("http://user:secret@example.org/", "bad_address", id="with a password"),
        pytest.param("http://[::1/", "bad_address", id="to no address"),
        pytest.param("/", "gone", id="to the home page"),
    ],
)
def test_redirects_that_are_not_followed(site: Site, client: Client, target: str, outcome: str) -> None:
    site.pages["/loop"] = Answer(b"", 302, {"Location": target})
    site.pages["/"] = Answer(PAGE)
    with pytest.raises(FetchError) as caught:
        client.fetch(site.url("/loop"), LOCAL)
    assert caught.value.reason == outcome


def test_a_redirect_target_is_asked_in_its_own_robots_txt(site: Site, client: Client) -> None:
    with running_site() as other:
        other.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /")
        other.pages["/page"] = Answer(PAGE)
        site.pages["/away"] = Answer(b"", 302, {"Location": other.url("/page")})
        with pytest.raises(FetchError) as caught:
            client.fetch(site.url("/away"), LOCAL)
        assert caught.value.reason == "blocked_by_robots"
        assert other.asked() == []


PRIVATE = [
    "http://127.0.0.1:{port}/page", "http://localhost:{port}/page", "http://[::1]:{port}/page",
    "http://0.0.0.0:{port}/page", "http://2130706433:{port}/page", "http://127.1:{port}/page",
    "http://[::ffff:127.0.0.1]:{port}/page", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://192.168.1.1/", "http://172.16.0.1/", "http://[fe80::1]/", "http://[fc00::1]/", "http://100.64.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(site: Site, client: Client, address: str) -> None:
    policy = FetchPolicy(crawl_delay=0, timeout=2, retries=0)
    assert refuse(client, address.format(port=site.port), policy).reason == "refused_address"
    assert site.requests == []


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host counts as public here; where it redirects does not."""
    monkeypatch.setattr("coalition_data.fetch.guard.is_public", lambda address: address != "127.0.0.2")
    site.pages["/away"] = Answer(b"", 302, {"Location": f"http://127.0.0.2:{site.port}/page"})
    with pytest.raises(FetchError) as caught:
        client.fetch(site.url("/away"), FetchPolicy(crawl_delay=0, timeout=2))
    assert caught.value.reason == "refused_address"
    assert site.asked() == ["/away"]


def test_a_name_that_is_resolved_anew_cannot_lead_elsewhere(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: each answer of the name service is checked, and the one that was checked is used."""
    real = socket.getaddrinfo
    asked: list[str] = []

    def resolve(host: str, *rest: object, **named: object) -> object:
        if host != "rebinding.example":
            return real(host, *rest, **named)  # type: ignore[arg-type]
        asked.append(host)
        address = "93.184.216.34" if len(asked) % 2 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, site.port))]

    connected: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "coalition_data.fetch.guard.create_connection",
        lambda address, *rest, **named: connected.append(address[0]) or (_ for _ in ()).throw(TimeoutError()),
    )
    for _ in range(2):
        refuse(client, f"http://rebinding.example:{site.port}/page", FetchPolicy(crawl_delay=0, retries=0))
    assert set(connected) == {"93.184.216.34"}
    assert site.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("::1", False), ("0.0.0.0", False),
        ("169.254.1.1", False), ("fe80::1%eth0", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::ffff:192.168.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("nonsense", False),
        ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (drip, "timeout"),
        (drip_headers, "timeout"),
        (endless, "too_large"),
        (endless_trouble, "too_large"),
        (endless_headers, "bad_response"),
        (silent, "timeout"),
        (hang_up, "bad_response"),
        (cut_short, "bad_response"),
        (not_http, "bad_response"),
    ],
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_a_bad_server_costs_its_page_and_little_time(site: Site, client: Client, act: object, outcome: str) -> None:
    site.pages["/bad"] = act  # type: ignore[assignment]
    policy = FetchPolicy(crawl_delay=0, allow_private=True, timeout=1, total_timeout=2, retries=0, max_bytes=1_000_000)
    assert refuse(client, site.url("/bad"), policy).reason == outcome
    assert client.fetch(site.url("/page"), LOCAL).payload == PAGE, "the next page comes all the same"


def test_a_host_that_fails_again_and_again_waits_for_the_next_run(site: Site, client: Client) -> None:
    site.pages["/bad"] = hang_up
    policy = FetchPolicy(crawl_delay=0, allow_private=True, timeout=1, retries=0)
    outcomes = [refuse(client, site.url("/bad"), policy).reason for _ in range(4)]
    assert outcomes == ["bad_response"] * 3 + ["waiting"]


def test_nobody_there(client: Client) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
        policy = FetchPolicy(crawl_delay=0, allow_private=True, timeout=1, retries=0)
        assert refuse(client, url, policy).reason == "robots_unreachable"


PACKED = {
    "gzip": (gzip.compress(PAGE), "gzip"),
    "two members": (gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]), "gzip"),
    "deflate": (zlib.compress(PAGE), "deflate"),
    "raw deflate": (zlib.compress(PAGE)[2:-4], "deflate"),
    "twice": (gzip.compress(zlib.compress(PAGE)), "deflate, gzip"),
    "identity": (PAGE, "identity"),
}


@pytest.mark.parametrize(("body", "encoding"), PACKED.values(), ids=PACKED)
def test_packed_answers_are_unpacked(site: Site, client: Client, body: bytes, encoding: str) -> None:
    site.pages["/packed"] = Answer(body, headers={"Content-Encoding": encoding})
    assert client.fetch(site.url("/packed"), LOCAL).payload == PAGE


BAD_PACKS = {
    "bomb": (gzip.compress(b"\0" * 50_000_000), "gzip", "too_large"),
    "bomb in a bomb": (gzip.compress(gzip.compress(b"\0" * 200_000_000)), "gzip, gzip", "too_large"),
    "no gzip": (PAGE, "gzip", "bad_response"),
    "cut": (gzip.compress(PAGE)[:-30], "gzip", "bad_response"),
    "unknown": (PAGE, "br", "bad_response"),
    "too often": (PAGE, "gzip, gzip, gzip, gzip", "bad_response"),
}


@pytest.mark.parametrize(("body", "encoding", "outcome"), BAD_PACKS.values(), ids=BAD_PACKS)
def test_what_cannot_be_unpacked(site: Site, client: Client, body: bytes, encoding: str, outcome: str) -> None:
    site.pages["/packed"] = Answer(body, headers={"Content-Encoding": encoding})
    assert refuse(client, site.url("/packed")).reason == outcome


def test_the_archive_gives_back_what_came(site: Site, client: Client, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    site.pages["/packed"] = Answer(packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    fetched = [client.fetch(site.url(path), LOCAL) for path in ("/page", "/packed")]
    with Archive(tmp_path).writing() as writer:
        first = writer.put_answer("one", fetched[0], "1" * 64)
        again = writer.put_answer("one", fetched[0], "1" * 64)
        second = writer.put_answer("two", fetched[1], "2" * 64)
        same_bytes = writer.put_answer("three", fetched[1], "2" * 64)
    assert again == first
    assert (same_bytes.file, same_bytes.offset) == (second.file, second.offset), "the same bytes are stored once"
    archive = Archive(tmp_path)
    assert archive.read(archive.captures("one")[0]) == PAGE
    assert archive.read(archive.captures("two")[0]) == PAGE
    assert [capture.key for capture in archive.all_captures()] == ["one", "three", "two"]


def test_what_a_run_fetched_before_it_was_cut_short_is_kept(site: Site, client: Client, tmp_path: Path) -> None:
    fetched = client.fetch(site.url("/page"), LOCAL)
    writer = Archive(tmp_path).writing()
    writer.__enter__()
    writer.put_answer("one", fetched, "1" * 64)
    (tmp_path / "journal.jsonl").open("a").write('{"capture": {"key": "tw')  # killed here
    archive = Archive(tmp_path)
    assert archive.read(archive.captures("one")[0]) == PAGE
    assert [capture.key for capture in archive.all_captures()] == ["one"]
