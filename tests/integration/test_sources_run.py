"""From declared sources to articles, run after run: discovery, pages, revisions, and one outcome for every input."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from coalition_data import store
from coalition_data.inputs import count_outcomes, saved_inputs, write_inputs
from coalition_data.pipeline import STAGES
from coalition_data.records import Article, Input, RawDocument, Revision
from coalition_data.settings import CleanSettings, IngestSettings, Settings
from coalition_data.workspace import StageReport, Workspace
from tests.integration.local_site import Answer, Site, article_page, feed, running_site, sitemap

PARAGRAPHS = (
    "Twelve foreign ministers of the coalition against Islamic State met in {place} on Monday to plan air strikes in "
    "Iraq and to count the promises that they had made in the spring.",
    "The host offered sixty trainers and a field hospital, and said that it would pay for both until next year.",
    "Officials from Baghdad asked for more: rifles, radios, and money for the families of soldiers who had fallen.",
    "“Promises do not stop a truck bomb,” one of them said as he left the hall in {place} and got into a car.",
)
POLICY = "fetch: {allow_private: true, crawl_delay: 0, timeout: 2, retries: 0, recheck_hours: 0}"


def page(place: str, *more: str) -> bytes:
    return article_page(f"Ministers meet in {place}", *(text.format(place=place) for text in (*PARAGRAPHS, *more)))


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        for name in ("oslo", "riga", "rome"):
            html = {"Content-Type": "text/html; charset=utf-8", "ETag": f'"{name}"'}
            running.pages[f"/news/{name}"] = Answer(page(name.title()), headers=html)
        running.pages["/feed"] = Answer(
            feed(running.url("/news/oslo"), running.url("/news/riga")), headers={"ETag": '"feed"'}
        )
        yield running


@dataclass
class Run:
    """What the stages up to clean left."""

    fetched: dict[str, int]
    documents: tuple[RawDocument, ...]
    articles: tuple[Article, ...]
    revisions: tuple[Revision, ...]
    inputs: tuple[Input, ...]

    @property
    def outcomes(self) -> dict[str, str]:
        return {one.source_uri: one.outcome for one in self.inputs}


def run(folder: Path, *sources: str, fetch: bool = True) -> Run:
    """Run the stages; every run must balance."""
    settings = Settings(ingest=IngestSettings(sources=sources or (".",), fetch=fetch), clean=CleanSettings())
    workspace = Workspace(folder / "data", folder / "sources")
    for name in ("fetch", "ingest", "clean"):
        STAGES[name].run(workspace, settings)
    for name in ("annotate", "extract"):
        workspace.write_report(StageReport(name, {}))
    articles = store.read_stage(workspace.stages / "articles.parquet", "articles")
    write_inputs(workspace)
    inputs = tuple(saved_inputs(workspace))
    aside = sum(len(workspace.read_report(name).set_aside) for name in ("ingest", "clean"))
    assert len(inputs) == len(articles) + aside, "in = out + set aside"
    assert count_outcomes(inputs).get("accepted", 0) == len(articles)
    return Run(
        workspace.read_report("fetch").counts,
        store.read_stage(workspace.stages / "documents.parquet", "documents"),
        articles,
        store.read_stage(workspace.stages / "revisions.parquet", "revisions"),
        inputs,
    )


def declare(folder: Path, *sources: str) -> None:
    (folder / "sources").mkdir(exist_ok=True)
    text = "sources:\n" + "".join(f"  - {{{source}}}\n" for source in sources)
    (folder / "sources" / "sources.yml").write_text(text, encoding="utf-8")


def test_a_feed_is_discovered_and_its_pages_become_articles(tmp_path: Path, site: Site) -> None:
    declare(
        tmp_path,
        f"name: wire, kind: feed, location: '{site.url('/feed')}', publisher: The Wire, licence: CC-BY-4.0, "
        f"min_topic_score: 0.1, {POLICY}",
    )
    found = run(tmp_path)
    assert found.fetched == {"listed": 2, "fetched": 3, "unchanged": 0, "failed": 0, "waiting": 0}
    assert {article.url for article in found.articles} == {site.url("/news/oslo"), site.url("/news/riga")}
    document = found.documents[0]
    assert (document.source, document.media_type, document.charset) == ("wire", "text/html", "utf-8")
    assert (document.catalog.publisher, document.catalog.licence) == ("The Wire", "CC-BY-4.0")
    assert document.min_topic_score == 0.1
    assert str(document.catalog.published_on) == "2015-06-02", "the date on the publisher's clock, not that of UTC"
    assert document.fetched_at is not None
    assert {one.source for one in found.inputs} == {"wire"}


def test_a_second_run_fetches_nothing_that_has_not_changed(tmp_path: Path, site: Site) -> None:
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {POLICY}")
    first = run(tmp_path)
    site.requests.clear()
    second = run(tmp_path)
    assert second.fetched == {"listed": 2, "fetched": 0, "unchanged": 3, "failed": 0, "waiting": 0}
    assert all("If-None-Match" in one.headers for one in site.requests if one.path != "/robots.txt")
    assert second.documents == first.documents
    assert second.articles == first.articles
    assert len(list((tmp_path / "data" / "archive" / "warc").iterdir())) == 1


def test_pages_that_were_asked_for_lately_are_not_asked_again(tmp_path: Path, site: Site) -> None:
    policy = POLICY.replace("recheck_hours: 0", "recheck_hours: 20")
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {policy}")
    run(tmp_path)
    site.requests.clear()
    run(tmp_path)
    assert site.asked() == ["/feed"]


def test_a_new_page_in_a_feed_is_all_that_is_fetched(tmp_path: Path, site: Site) -> None:
    policy = POLICY.replace("recheck_hours: 0", "recheck_hours: 20")
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {policy}")
    run(tmp_path)
    site.pages["/feed"] = Answer(feed(site.url("/news/rome")), headers={"ETag": '"later"'})
    site.requests.clear()
    found = run(tmp_path)
    assert site.asked() == ["/feed", "/news/rome"]
    assert len(found.articles) == 3, "pages stay although the feed has forgotten them"


def test_pages_that_a_feed_has_forgotten_still_come_and_are_looked_at_again(tmp_path: Path, site: Site) -> None:
    policy = POLICY.replace("retries: 0", "retries: 0, max_pages: 1")
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {policy}")
    assert count_outcomes(run(tmp_path).inputs) == {"accepted": 1, "waiting": 1}
    site.pages["/feed"] = Answer(feed(), headers={"ETag": '"empty"'})
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {POLICY}")
    assert count_outcomes(run(tmp_path).inputs) == {"accepted": 2}
    site.pages["/news/oslo"] = Answer(
        page("Oslo", "The hospital will stand in Erbil and not in Baghdad, the host said.")
    )
    found = run(tmp_path)
    assert count_outcomes(found.inputs) == {"accepted": 2, "revised": 1}


def test_a_revised_page_is_a_new_revision_of_the_same_article(tmp_path: Path, site: Site) -> None:
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {POLICY}")
    first = run(tmp_path)
    site.pages["/news/oslo"] = Answer(
        page("Oslo", "The hospital will stand in Erbil and not in Baghdad, the host said.")
    )
    second = run(tmp_path)
    old = next(article for article in first.articles if "Oslo" in (article.title or ""))
    new = next(article for article in second.articles if "Oslo" in (article.title or ""))
    assert new.article_id == old.article_id
    assert "Erbil" in new.text
    assert "Erbil" not in old.text
    assert [(row.revision, row.is_current, row.text) for row in second.revisions] == [
        (1, False, old.text),
        (2, True, new.text),
    ]
    assert [one.outcome for one in second.inputs if one.source_uri == site.url("/news/oslo")].count("revised") == 1
    site.pages["/news/oslo"] = Answer(page("Oslo"))
    third = run(tmp_path)
    assert next(article for article in third.articles if article.article_id == new.article_id).text == old.text


def test_a_page_that_is_gone_keeps_what_was_fetched(tmp_path: Path, site: Site) -> None:
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {POLICY}")
    first = run(tmp_path)
    site.pages["/news/oslo"] = Answer(b"", 410)
    second = run(tmp_path)
    assert second.articles == first.articles
    assert second.fetched["failed"] == 1


def test_cleaning_is_done_again_without_the_network(tmp_path: Path) -> None:
    with running_site() as site:
        site.pages["/a"] = Answer(page("Oslo"))
        address = site.url("/a")
        declare(tmp_path, f"name: one, kind: pages, location: '{address}', {POLICY}")
        first = run(tmp_path)
    assert len(first.articles) == 1
    second = run(tmp_path, fetch=False)
    assert second.documents == first.documents
    third = run(tmp_path)  # the server is not there any more
    assert third.articles == first.articles
    assert third.fetched["failed"] == 1


def test_every_page_has_its_outcome(tmp_path: Path, site: Site) -> None:
    html = {"Content-Type": "text/html"}
    pages: dict[str, tuple[str, Answer]] = {
        "/news/oslo": ("accepted", Answer(page("Oslo"), headers=html)),
        "/news/copy": ("duplicate", Answer(page("Oslo"), headers=html)),
        "/lost": ("http_404", Answer(b"", 404)),
        "/gone": ("http_410", Answer(b"", 410)),
        "/trouble": ("http_500", Answer(b"", 500)),
        "/closed/a": ("blocked_by_robots", Answer(page("Paris"))),
        "/empty": ("empty", Answer(b"", headers=html)),
        "/report.pdf": ("unsupported", Answer(b"%PDF-1.4\n%\xe2\xe3", headers={"Content-Type": "application/pdf"})),
        "/huge": ("too_large", Answer(b"<p>" + b"x" * 200_000)),
        "/loop": ("too_many_redirects", Answer(b"", 302, {"Location": "/loop"})),
        "/away": ("bad_address", Answer(b"", 302, {"Location": "file:///etc/passwd"})),
        "/home": ("gone", Answer(b"", 302, {"Location": "/"})),
    }
    site.pages |= {path: answer for path, (_, answer) in pages.items()}
    site.pages["/"] = Answer(b"<html>Home</html>")
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /closed/")
    (tmp_path / "sources").mkdir()
    addresses = "".join(f"{site.url(path)}\n" for path in pages)
    (tmp_path / "sources" / "pages.txt").write_text(f"# what we read\n\n{addresses}no address\n", encoding="utf-8")
    policy = POLICY.replace("timeout: 2", "timeout: 2, max_bytes: 100000")
    declare(tmp_path, f"name: list, location: pages.txt, {policy}")
    found = run(tmp_path)
    outcomes = {**found.outcomes}
    assert outcomes.pop("pages.txt#15") == "bad_address"
    two = {site.url("/news/oslo"), site.url("/news/copy")}
    assert {outcomes.pop(url) for url in two} == {"accepted", "duplicate"}
    assert outcomes == {site.url(path): outcome for path, (outcome, _) in pages.items() if site.url(path) not in two}
    assert all(one.detail for one in found.inputs if one.outcome != "accepted")
    assert {one.source for one in found.inputs} == {"list"}


def test_sitemaps_their_indexes_and_packed_parts(tmp_path: Path, site: Site) -> None:
    site.pages["/sitemap.xml"] = Answer(sitemap(site.url("/part.xml.gz"), site.url("/lost.xml"), index=True))
    site.pages["/part.xml.gz"] = Answer(
        gzip.compress(sitemap(site.url("/news/oslo"), site.url("/news/rome"), site.url("/sport/cup"))),
        headers={"Content-Type": "application/gzip"},
    )
    declare(tmp_path, f"name: map, location: '{site.url('/sitemap.xml')}', include: /news/, {POLICY}")
    found = run(tmp_path)
    assert found.outcomes == {
        site.url("/news/oslo"): "accepted",
        site.url("/news/rome"): "accepted",
        site.url("/lost.xml"): "http_404",
    }
    assert "/sport/cup" not in site.asked()


def test_what_is_too_much_for_one_run_waits_for_the_next(tmp_path: Path, site: Site) -> None:
    policy = POLICY.replace("recheck_hours: 0", "recheck_hours: 20, max_pages: 1")
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {policy}")
    first = run(tmp_path)
    assert count_outcomes(first.inputs) == {"accepted": 1, "waiting": 1}
    assert count_outcomes(run(tmp_path).inputs) == {"accepted": 2}


def test_one_page_under_two_addresses_is_one_article(tmp_path: Path, site: Site) -> None:
    site.pages["/news/oslo?utm_source=feed"] = site.pages["/news/oslo"]
    site.pages["/feed"] = Answer(feed(site.url("/news/oslo?utm_source=feed"), site.url("/news/oslo")))
    declare(tmp_path, f"name: wire, location: '{site.url('/feed')}', {POLICY}")
    found = run(tmp_path)
    assert len(found.articles) == len(found.inputs) == 1


def test_a_page_that_two_sources_list_is_one_input(tmp_path: Path, site: Site) -> None:
    declare(
        tmp_path,
        f"name: first, location: '{site.url('/feed')}', {POLICY}",
        f"name: second, kind: pages, location: ['{site.url('/news/oslo')}', '{site.url('/news/rome')}'], {POLICY}",
    )
    found = run(tmp_path)
    assert {one.source_uri: one.source for one in found.inputs} == {
        site.url("/news/oslo"): "first",
        site.url("/news/riga"): "first",
        site.url("/news/rome"): "second",
    }
    assert site.asked().count("/news/oslo") == 1


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(page("Łódź"), "text/html; charset=utf-8", id="as declared"),
        pytest.param(page("Łódź"), "text/html; charset=iso-8859-1", id="server says Latin-1, bytes are UTF-8"),
        pytest.param(page("Łódź"), "text/html; charset=nonsense", id="unknown charset"),
        pytest.param(page("Łódź"), "text/html", id="page alone declares"),
        pytest.param(
            page("Łódź").decode().replace("utf-8", "iso-8859-2").replace("“", '"').replace("”", '"')
            .encode("iso-8859-2"), "text/html; charset=iso-8859-2", id="Latin-2",
        ),
    ],
)  # fmt: skip
def test_wrong_charsets(tmp_path: Path, site: Site, body: bytes, content_type: str) -> None:
    site.pages["/page"] = Answer(body, headers={"Content-Type": content_type})
    declare(tmp_path, f"name: one, kind: pages, location: '{site.url('/page')}', {POLICY}")
    (article,) = run(tmp_path).articles
    assert "met in Łódź on Monday" in article.text


def test_an_address_on_the_command_line_is_a_source(tmp_path: Path, site: Site) -> None:
    """Without a declaration nothing private may be fetched, and it is said."""
    (tmp_path / "sources").mkdir()
    found = run(tmp_path, site.url("/feed"))
    assert found.outcomes == {site.url("/feed"): "refused_address"}
    assert site.requests == []


def test_a_source_that_is_switched_off_is_not_asked(tmp_path: Path, site: Site) -> None:
    declare(tmp_path, f"name: quiet, location: '{site.url('/feed')}', enabled: false, {POLICY}")
    assert run(tmp_path).inputs == ()
    assert site.requests == []


def test_a_folder_with_any_mix(tmp_path: Path, site: Site) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "plain.txt").write_text("\n\n".join(text.format(place="Bern") for text in PARAGRAPHS), encoding="utf-8")
    (folder / "saved.html").write_bytes(page("Vienna"))
    (folder / "packed.html.gz").write_bytes(gzip.compress(page("Prague")))
    (folder / "links.txt").write_text(site.url("/news/oslo"), encoding="utf-8")
    (folder / "feed.xml").write_bytes(feed(site.url("/news/riga")))
    (folder / "rows.csv").write_text('url,text\nhttps://example.org/a,"' + "\n".join(PARAGRAPHS).format(place="Kiel")
                                     .replace('"', '""') + '"\n', encoding="utf-8")  # fmt: skip
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    declare(tmp_path, f"name: mix, location: ., {POLICY}")
    found = run(tmp_path)
    assert found.outcomes == {
        "plain.txt": "accepted",
        "saved.html": "accepted",
        "packed.html.gz": "accepted",
        site.url("/news/oslo"): "accepted",
        site.url("/news/riga"): "accepted",
        "rows.csv#2": "accepted",
        "picture.png": "unsupported",
    }
