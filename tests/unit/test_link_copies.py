"""Rows of a near copy: pledges and meetings count once and keep the words of both articles; quotes stay countable."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from coalition_data.annotate import Parser
from coalition_data.batched.extract import load_extractors
from coalition_data.clean import make_article
from coalition_data.clean.duplicates import mark_near_duplicates
from coalition_data.link import Tables, link_tables
from coalition_data.records import Article, Meeting, Pledge
from coalition_data.settings import NEAR_DUPLICATE_CONTAINMENT, Settings

STORY = [
    "Foreign ministers of eleven coalition members met in Amman on Thursday to discuss the winter in northern Iraq.",
    "Norway will send 60 trainers to Iraq, Foreign Minister Borge Brende announced after the meeting.",
    "“We have the money for six weeks, and winter lasts for sixteen,” Jordanian Foreign Minister Nasser Judeh said.",
    "Canada pledged 20 million Canadian dollars for shelters near Dohuk, where 400 families live in tents.",
    "The ministers did not say who would pay for the teachers, whom the camps have been asking for since the autumn.",
]
ADDED = "The governor of the province had complained for weeks that nobody in the capital answered his letters."


def article(name: str, text: list[str], day: int) -> Article:
    made = make_article("\n\n".join(text), title="Ministers weigh winter aid", published_on=dt.date(2016, 3, day))
    return replace(made, article_id=name)


@pytest.fixture(scope="module")
def tables(parser: Parser) -> Tables:
    originals = (article("art_original", STORY, 4), article("art_copy", [*STORY[:4], ADDED], 5))
    articles = mark_near_duplicates(originals, NEAR_DUPLICATE_CONTAINMENT)
    extract = load_extractors(Settings())
    rows = [extract(parser.parse(one)) for one in articles]
    meetings, pledges, quotes = (
        [row for found in rows for row in found[name]] for name in ("meetings", "pledges", "quotes")
    )
    return link_tables(articles, meetings, pledges, quotes)


def test_the_later_one_is_the_copy(tables: Tables) -> None:
    copies = {article.article_id: article.duplicate_of for article in tables.articles}
    assert copies == {"art_copy": "art_original", "art_original": None}


@pytest.mark.parametrize("iso3", ["NOR", "CAN"])
def test_a_promise_counts_once_with_the_words_of_both(tables: Tables, iso3: str) -> None:
    (pledge,) = [row for row in tables.pledges if row.pledger_iso3 == iso3]
    assert told_by(pledge) == {"art_original", "art_copy"}


def test_a_meeting_counts_once_with_the_words_of_both(tables: Tables) -> None:
    (meeting,) = [row for row in tables.meetings if row.city == "Amman"]
    assert told_by(meeting) == {"art_original", "art_copy"}


def test_quotes_count_once_where_copies_are_left_out(tables: Tables) -> None:
    words = [(quote.article_id, quote.text) for quote in tables.quotes if quote.quote_type == "direct"]
    originals = {article.article_id for article in tables.articles if article.duplicate_of is None}
    assert len(words) == 2
    assert len([text for name, text in words if name in originals]) == 1
    texts = {article.article_id: article.text for article in tables.articles}
    assert all(texts[quote.article_id][quote.start : quote.end] == quote.text for quote in tables.quotes)


def told_by(row: Pledge | Meeting) -> set[str]:
    return {mention.article_id for mention in row.evidence}
