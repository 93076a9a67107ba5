"""Near copies: pairs made from real articles by the edits that desks make, and pairs that are no copies."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from coalition_data.clean import clean_documents, make_article
from coalition_data.clean.duplicates import MOST_HEADS, mark_near_duplicates
from coalition_data.ingest import read_sources
from coalition_data.records import Article
from coalition_data.settings import NEAR_DUPLICATE_CONTAINMENT
from tests.conftest import plain_article

SEEDS = Path(__file__).parents[2] / "seeds"

LOCAL = (
    "For the families of soldiers from this region, hundreds of whom serve abroad, the news came without warning, "
    "as the chairwoman of their association said on the phone."
)
NEW_LEAD = [
    "The two governments broke off their talks late on Sunday after a night of shelling along the border, people on "
    "both sides said, and called their negotiators home from the lakeside hotel where they had sat for nine days.",
    "“There is nothing to talk about while our villages burn,” the head of one delegation told reporters before he got "
    "into his car. His counterpart left through the garden and did not speak to anybody.",
    "Mediators had hoped for a signature by the end of the week. They now say that they will try again in the autumn, "
    "if the armies go back behind the river and if somebody pays for the observers who are to count them.",
    "At least eleven people were killed, hospitals reported, and a bridge that both sides promised to spare lies in "
    "the water. Neither army has said that it fired first.",
]
HOUSE_STYLE = {
    "percent": "per cent", "government": "administration", "said": "stated", "Islamic State": "IS", "also": "as well",
    "meeting": "gathering", "officials": "authorities", "fight": "struggle", "more than": "over", "Mr.": "",
    "The": "This", "but": "yet", "United States": "U.S.", "US": "United States", "help": "aid", "would": "will",
    "last": "past",
}  # fmt: skip


@cache
def seeds() -> tuple[Article, ...]:
    return clean_documents(read_sources([SEEDS]).documents).articles


def paragraphs_of(article: Article) -> list[str]:
    return article.text.split("\n\n")


def in_house_style(paragraphs: list[str]) -> list[str]:
    """Every ninth or so word is another."""
    pattern = re.compile("|".join(rf"\b{re.escape(word)}(?!\w)" for word in HOUSE_STYLE))
    return [pattern.sub(lambda match: HOUSE_STYLE[match.group()], text) for text in paragraphs]


def one_word_in_fifteen_changed(paragraphs: list[str]) -> list[str]:
    chance = random.Random(1)
    return [" ".join(word[::-1] if chance.random() < 1 / 15 else word for word in text.split()) for text in paragraphs]


EDITS: dict[str, Callable[[list[str]], list[str]]] = {
    "a paragraph added at the end": lambda text: [*text, LOCAL],
    "a paragraph added in the middle": lambda text: [*text[:3], LOCAL, *text[3:]],
    "a paragraph put first": lambda text: [LOCAL, *text],
    "another dateline and agency": lambda text: [f"GENEVA (AFP) - {text[0]}", *text[1:]],
    "cut to two thirds": lambda text: text[: max(2, 2 * len(text) // 3)],
    "cut to a third": lambda text: text[: max(2, len(text) // 3)],
    "cut and a paragraph added": lambda text: [*text[: max(4, 2 * len(text) // 3)], LOCAL],
    "house style": in_house_style,
    "one word in fifteen changed": one_word_in_fifteen_changed,
    "paragraphs put together": lambda text: [" ".join(text[at : at + 3]) for at in range(0, len(text), 3)],
    "other quotation marks": lambda text: [part.translate(str.maketrans("“”’", '""\'')) for part in text],
    "every third paragraph left out": lambda text: [part for at, part in enumerate(text) if at % 3 != 2],
    "house style, cut, and a paragraph added": lambda text: [
        *in_house_style(text[: max(4, 2 * len(text) // 3)]),
        LOCAL,
    ],
    "one word in fifteen changed and a paragraph first": lambda text: [LOCAL, *one_word_in_fifteen_changed(text)],
    "in capitals": lambda text: [text[0].upper(), *text[1:]],
}
PAIRS = [(edit, number) for edit in EDITS for number in range(5)]


def with_text(article: Article, paragraphs: list[str], name: str, published_on: dt.date | None = None) -> Article:
    return dataclasses.replace(
        make_article("\n\n".join(paragraphs), published_on=published_on), article_id=name, title="Another headline"
    )


def mark(*articles: Article) -> dict[str, str | None]:
    return {
        article.article_id: article.duplicate_of
        for article in mark_near_duplicates(articles, NEAR_DUPLICATE_CONTAINMENT)
    }


@pytest.mark.parametrize(("edit", "number"), PAIRS)
def test_copies_that_desks_make(edit: str, number: int) -> None:
    original = dataclasses.replace(seeds()[number], article_id="original", published_on=dt.date(2015, 6, 1))
    copy = with_text(original, EDITS[edit](paragraphs_of(original)), "copy", dt.date(2015, 6, 2))
    assert mark(copy, original) == {"copy": "original", "original": None}


def updated(text: list[str]) -> list[str]:
    """A new lead of several paragraphs before what is left of yesterday's story."""
    return [*NEW_LEAD, *text[: 2 * len(text) // 3]]


def follow_up(text: list[str]) -> list[str]:
    """Another story with two paragraphs of yesterday's as background."""
    return [*NEW_LEAD, *text[2:4], LOCAL]


@pytest.mark.parametrize("edit", [updated, follow_up])
@pytest.mark.parametrize("number", range(5))
def test_updates_and_follow_ups_are_no_copies(edit: Callable[[list[str]], list[str]], number: int) -> None:
    original = dataclasses.replace(seeds()[number], article_id="original", published_on=dt.date(2015, 6, 1))
    other = with_text(original, edit(paragraphs_of(original)), "other", dt.date(2015, 6, 2))
    assert mark(original, other) == {"original": None, "other": None}


def test_the_seeds_are_five_articles() -> None:
    assert set(mark(*seeds()).values()) == {None}


def strike_release(day: int, counts: list[int]) -> list[str]:
    return [
        f"On March {day}, coalition forces conducted {counts[0]} strikes consisting of {counts[1]} engagements against "
        "the group in two countries, using attack, bomber, fighter and remotely piloted aircraft, officials reported.",
        f"Near the northern town, {counts[2]} strikes engaged {counts[3]} tactical units and destroyed {counts[4]} "
        f"fighting positions, {counts[5]} vehicles and a supply route.",
        f"Near the dam, {counts[6]} strikes engaged {counts[7]} tactical units and destroyed {counts[8]} tunnels.",
        "These strikes were conducted as part of the operation to destroy the group. The destruction of its targets "
        "further limits its ability to project terror and conduct operations in the region and the rest of the world.",
        "The release contains all strikes by fighter, attack, bomber, rotary-wing or remotely piloted aircraft, "
        "rocket-propelled artillery and some ground-based tactical artillery when fired on planned targets.",
    ]


def casualty_notice(name: str, rank: str, age: int, town: str, place: str) -> list[str]:
    return [
        "The department announced today the death of a soldier who was supporting the operation.",
        f"{rank} {name}, {age}, of {town}, died in {place} of wounds received when his vehicle struck a device.",
        "The incident is under investigation. For more information the media may contact the public affairs office.",
    ]


STOCK_PHRASES = {
    "daily releases of strikes": (
        strike_release(4, [17, 28, 5, 6, 7, 3, 2, 2, 9]),
        strike_release(5, [12, 31, 8, 4, 11, 2, 6, 3, 4]),
    ),
    "notices of deaths": (
        casualty_notice("John A. Roe", "Staff Sgt.", 27, "Akron, Ohio", "the north of the country"),
        casualty_notice("Peter B. Low", "Spc.", 22, "Boise, Idaho", "a province in the south"),
    ),
    "communiqués that name their subject alike": (
        ["We, the ministers, met in Oslo to review our common effort, and thank the government for its hospitality.",
         "We will train four brigades, pay for two hospitals, and meet again before the summer to see what was done.",
         "Norway will hold the chair until then, and the secretariat will count what has been paid."],
        ["We, the ministers, met in Rome to review our common effort, and thank the government for its hospitality.",
         "We condemn the attacks of last week, and will share the names of those who cross our borders to fight.",
         "Italy will hold the chair until then, and the police chiefs will report what has been found."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), STOCK_PHRASES.values(), ids=STOCK_PHRASES)
def test_stock_phrases_make_no_copies(one: list[str], other: list[str]) -> None:
    first = with_text(seeds()[0], one, "one", dt.date(2015, 3, 4))
    second = with_text(seeds()[0], other, "other", dt.date(2015, 3, 5))
    assert mark(first, second) == {"one": None, "other": None}


def test_copies_of_copies_point_to_the_earliest_in_any_order() -> None:
    text = paragraphs_of(seeds()[0])
    versions = [
        with_text(seeds()[0], [*text[:-1], LOCAL], "c", dt.date(2015, 6, 3)),
        with_text(seeds()[0], text, "a", dt.date(2015, 6, 1)),
        with_text(seeds()[0], text[: 2 * len(text) // 3], "d", None),
        with_text(seeds()[0], [LOCAL, *text], "b", dt.date(2015, 6, 2)),
    ]
    expected = {"a": None, "b": "a", "c": "a", "d": "a"}
    assert mark(*versions) == expected
    assert mark(*reversed(versions)) == expected


def _papers(texts: list[str]) -> list[Article]:
    first = dt.date(2015, 6, 1)
    return [
        dataclasses.replace(plain_article(text), article_id=f"art_{number:05}", published_on=first)
        for number, text in enumerate(texts)
    ]


def _words(seed: str, count: int) -> str:
    return " ".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=2 * count)[i] + str(i)
                    for i in range(count))  # fmt: skip


def test_a_story_that_very_many_papers_print_is_one_article() -> None:
    story = _words("story", 160)
    found = mark(*_papers([f"{story} {_words(f'town {paper}', 12)}" for paper in range(MOST_HEADS + 50)]))
    assert {copy for copy, original in found.items() if original is None} == {"art_00000"}
    assert set(found.values()) == {None, "art_00000"}


def test_a_beginning_that_very_many_articles_share_makes_no_copies() -> None:
    stock = _words("terms of use", 45)
    found = mark(*_papers([f"{stock} {_words(f'story {paper}', 120)}" for paper in range(MOST_HEADS + 50)]))
    assert set(found.values()) == {None}


def test_nothing_is_a_copy_where_the_settings_say_so() -> None:
    text = paragraphs_of(seeds()[0])
    pair = (with_text(seeds()[0], text, "a"), with_text(seeds()[0], [*text, LOCAL], "b"))
    assert [article.duplicate_of for article in mark_near_duplicates(pair, 1.1)] == [None, None]
