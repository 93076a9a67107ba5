"""Lines around and inside an article: furniture goes from wherever it stands, the article's own lines stay."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from coalition_data.clean import clean_document
from coalition_data.records import Article, RawDocument

DATA = Path(__file__).parent / "data"
TITLE = "Envoys weigh winter aid in Amman"
BODY = [
    "Envoys of eleven coalition members met in Amman on Thursday to discuss how to pay for winter shelters in Iraq.",
    "“We have the money for six weeks, and winter lasts for sixteen,” the Jordanian envoy told reporters afterwards.",
    "Norway offered 400 prefabricated houses, and two other members said that they would decide within a few days.",
    "The envoys are to meet again at the end of March, when the first of the houses should stand near Dohuk.",
]
GAPS = {"blank lines": "\n\n", "a paragraph a line": "\n"}


def read_sections(name: str) -> dict[str, list[str]]:
    """The lines of a data file under its headings."""
    sections: dict[str, list[str]] = {}
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.startswith("== "):
            current = sections.setdefault(line.removeprefix("== "), [])
        elif line and sections:
            current.append(line)
    return sections


FURNITURE = read_sections("clean_furniture.txt")
OWN = read_sections("clean_own_lines.txt")


def clean(lines: list[str], gap: str) -> Article:
    data = gap.join(lines).encode()
    return clean_document(RawDocument("a.txt", data, hashlib.sha256(data).hexdigest()), dt.date(2026, 1, 1))[0]


def with_line(line: str, place: str, own: bool = False) -> list[str]:
    """The page with a line above the lead, between two paragraphs, or after the last one."""
    byline = [] if own or "Rana Haddad" not in line or place == "above" else ["By Rana Haddad"]
    at = {"above": 0, "inside": 2, "below": len(BODY)}[place]
    return [TITLE, *byline, *BODY[:at], line, *BODY[at:]]


def cases(sections: dict[str, list[str]], places: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(line, place) for section, lines in sections.items() for line in lines for place in places[section]]


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
@pytest.mark.parametrize(
    ("line", "place"),
    cases(FURNITURE, {"anywhere": ("above", "inside", "below"), "above": ("above",), "below": ("below",)}),
)
def test_furniture_goes(line: str, place: str, gap: str) -> None:
    article = clean(with_line(line, place), gap)
    assert article.text.split("\n\n") == BODY
    assert article.title == TITLE


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
@pytest.mark.parametrize(("line", "place"), cases(OWN, {"inside": ("inside",), "anywhere": ("inside", "below")}))
def test_own_lines_stay(line: str, place: str, gap: str) -> None:
    article = clean(with_line(line, place, own=True), gap)
    assert article.text.split("\n\n") == with_line(line, place, own=True)[1:]


def test_there_are_many_lines() -> None:
    assert sum(map(len, FURNITURE.values())) >= 200
    assert sum(map(len, OWN.values())) >= 60


TITLES = {
    "a standfirst in sentence case": (
        [TITLE, "Eleven members of the coalition discuss how to pay for shelters in the north of Iraq this winter"],
        TITLE,
    ),
    "a standfirst under another headline": (
        [
            "Opposition asks for more shelters in Iraq",
            "Greens and Socialists want the winter camps of the north to be paid for by richer members",
        ],
        "Opposition asks for more shelters in Iraq",
    ),
    "a note between headline and standfirst": (
        [
            TITLE,
            "This article is more than 9 years old",
            "Rich members fly to Jordan to promise houses for camps in the cold north of Iraq",
        ],
        TITLE,
    ),
    "a question of a transcript": (
        [TITLE, "ANNA BERG:", "When will the shelters be ready for the winter, Prime Minister?"],
        TITLE,
    ),
    "a site's header": (["Levant Post | Middle East News", TITLE], TITLE),
    "a second line of the headline": ([TITLE, "by the envoy of Jordan ahead of the winter meeting of members"], TITLE),
    "a slogan": (["Independent news from the whole of the region", TITLE], TITLE),
    "a site's name": (["The Levant Post", TITLE], TITLE),
    "languages": (["Welcome to the Levant Post  العربية English Français Русский", TITLE], TITLE),
    "kind and office": (["Press Release", "Office of the Spokesperson", TITLE], TITLE),
}


@pytest.mark.parametrize(("top", "title"), TITLES.values(), ids=TITLES)
def test_headline(top: list[str], title: str) -> None:
    article = clean([*top, *BODY], "\n\n")
    assert article.title == title
    assert article.text.endswith("\n\n".join(BODY))


PLACE_LINES = {
    "capitals": ("BRUSSELS", "BRUSSELS"),
    "with its agency": ("ANKARA - Anadolu Agency", "ANKARA"),
    "with its country": ("BAGHDAD, Iraq", "BAGHDAD, Iraq"),
    "a section": ("WORLD", None),
    "a country": ("TURKEY", None),
    "an office's seat": ("Washington, DC", None),
}


AUTHOR_LINES = {
    "a name over an office": (["Jane Doe", "Europe Correspondent"], ("Jane Doe",), None),
    "a place and a byline": (["ROME | By Jane Doe and John Roe"], ("Jane Doe", "John Roe"), "ROME"),
    "a place with its dash": (["By Jane Doe", "ROME -"], ("Jane Doe",), "ROME"),
}


@pytest.mark.parametrize(("lines", "authors", "dateline"), AUTHOR_LINES.values(), ids=AUTHOR_LINES)
def test_author_under_the_headline(lines: list[str], authors: tuple[str, ...], dateline: str | None) -> None:
    article = clean([TITLE, *lines, *BODY], "\n\n")
    assert (article.authors, article.dateline) == (authors, dateline)
    assert article.text.split("\n\n") == BODY


@pytest.mark.parametrize(("line", "dateline"), PLACE_LINES.values(), ids=PLACE_LINES)
def test_dateline_on_a_line_of_its_own(line: str, dateline: str | None) -> None:
    article = clean([TITLE, line, "July/24/2015", *BODY], "\n\n")
    assert article.dateline == dateline
    assert article.published_on == dt.date(2015, 7, 24)
    assert article.text.split("\n\n") == BODY
