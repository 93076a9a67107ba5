"""The page of a release: charts are there, nothing is fetched, hostile text stays text. Looked at in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import open_page
from candidates import Candidate
from hostile import ALL, hostile_tables

from coalition_data.release.page import charts
from coalition_data.release.page.figures import read_figures

pytestmark = pytest.mark.slow

CHARTS = ("coverage", "timeline", "map", "stances", "promises", "speakers")
LARGEST_PAGE = 5_000_000


@pytest.fixture(scope="module")
def page(first: Candidate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first.publish(tmp_path_factory.mktemp("page")).path / "index.html"


@pytest.fixture(scope="module")
def hostile_page(make: Callable[..., Candidate], tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = hostile_tables()
    candidate = make(**tables)
    return candidate.publish(tmp_path_factory.mktemp("hostile")).path / "index.html"


def test_it_is_one_file_without_script_or_address(page: Path):
    text = page.read_text("utf-8")
    assert len(text) < LARGEST_PAGE
    assert "<script" not in text
    assert "default-src 'none'" in text
    loaded = re.findall(r"(?:src|xlink:href|url)\s*[=(]\s*[\"']?(?!data:|#)([^\"')\s>]+)", text)
    assert loaded == []


def test_the_charts_are_there(page: Path):
    text = page.read_text("utf-8")
    for name in CHARTS:
        section = text.split(f'<h2 id="{name}">')[1].split("<h2")[0]
        assert "<svg" in section, name
    assert text.count("<svg") == len(CHARTS)


def test_a_browser_shows_it_without_errors(page: Path, tmp_path: Path):
    shown = open_page(page, tmp_path / "profile")
    assert shown.console == ()
    assert shown.dom.count("<svg") == len(CHARTS)
    assert "Inês Prata" in shown.dom


def test_a_browser_draws_it(page: Path, tmp_path: Path):
    """More than white: the drawing of charts and text takes tens of kilobytes even when compressed."""
    target = tmp_path / "page.png"
    open_page(page, tmp_path / "profile", target)
    assert target.stat().st_size > 50_000


class Elements(HTMLParser):
    """Names of all elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_browser_tells_of_errors(tmp_path: Path):
    """That the tests above can fail."""
    path = tmp_path / "wrong.html"
    path.write_text("<!DOCTYPE html><title>x</title><script>nowhere()</script><img src='https://example.org/x.png'>")
    shown = open_page(path, tmp_path / "profile")
    assert any("nowhere is not defined" in line for line in shown.console), shown.console


def test_hostile_text_stays_text_in_a_browser(hostile_page: Path, tmp_path: Path):
    shown = open_page(hostile_page, tmp_path / "profile")
    assert shown.console == ()
    assert "<title>Coalition data" in shown.dom
    assert "owned</title>" not in shown.dom
    elements = Elements()
    elements.feed(shown.dom)
    assert not elements.names & {"script", "img", "iframe", "object", "embed", "form", "base"}
    assert not [name for name in elements.attributes if name.startswith("on")]
    assert "&lt;script&gt;" in shown.dom
    assert not set("\x1b\u202e\u2066") & set(shown.dom)


def test_no_hostile_string_stands_in_the_page_as_it_is(hostile_page: Path):
    text = hostile_page.read_text("utf-8")
    for words in ALL:
        if any(character in words for character in "<\x1b\u202e"):
            assert words not in text
    assert "{{" not in re.sub(r"\{\{ 7\*7 \}\}", "", text)


def test_offers_are_never_added_to_commitments(make: Callable[..., Candidate], tmp_path: Path):
    """Every row of the figures, and so every mark of the charts, is of one stance."""
    rows = read_figures(make().tables)
    assert {"stance", "category", "pledges"} == rows["categories"][0].keys()
    assert {"stance", "category", "country", "pledges"} == rows["countries"][0].keys()
    assert set(charts.STANCE_COLOURS) == {"committed", "offered", "considering", "conditional", "declined", "withdrawn"}
    assert charts.stances(rows["categories"])["encoding"]["x"]["field"] == "stance"
    assert charts.promises(rows["countries"])["encoding"]["xOffset"]["field"] == "stance"


def test_a_release_without_rows_has_a_page(make: Callable[..., Candidate], tmp_path: Path):
    release = make(meetings=(), pledges=(), quotes=()).publish(tmp_path)
    text = (release.path / "index.html").read_text("utf-8")
    assert text.count("There is nothing to show.") == len(CHARTS) - 1
