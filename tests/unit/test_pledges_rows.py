"""What every row of a pledge owes: evidence that is the article's words, who announced it and when, no crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition_data.annotate import Parser
from coalition_data.document import ParsedArticle
from coalition_data.extract.pledges import extract_pledges
from coalition_data.records import Pledge
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.schema import tables
from tests.conftest import plain_article

Parse = Callable[..., ParsedArticle]

WORDS = [
    "Germany", "France", "Iraq", "the", "coalition", "we", "they", "will", "would", "not", "has", "agreed", "pledged",
    "offered", "refused", "to", "send", "sending", "provide", "500", "$5", "million", "troops", "jets", "aid", "and",
    "weapons", "or", ",", ".", "\"", "”", "“", "said", "if", "subject", "vote", "of", "for", "in", "by", "up", "with",
    "its", "plans", "decision", "ISIL", "Merkel", "on", "Monday",
]  # fmt: skip


def rows_of(parsed: ParsedArticle) -> tuple[Pledge, ...]:
    return extract_pledges(parsed, ArticleEntities(parsed))


def test_announcer_role_and_day(parse: Parse):
    text = "French President Francois Hollande said on Monday that France would send weapons to Iraq."
    (row,) = rows_of(parse(text, published_on=dt.date(2014, 9, 16)))
    assert (row.announced_by, row.announced_on) == ("Francois Hollande", dt.date(2014, 9, 15))
    assert "President" in (row.announced_by_role or "")


def test_the_day_stays_unknown_without_a_publication_date(parse: Parse):
    (row,) = rows_of(parse("Canada pledged $10 million in humanitarian aid to Iraq on Monday."))
    assert row.announced_on is None


def test_scope_is_where_and_recipient_is_whom(parse: Parse):
    (row,) = rows_of(parse("Denmark will supply weapons to the Lebanese army and will not bomb targets in Syria."))[:1]
    assert row.recipient_iso3 == "LBN"


STATEMENT = "Foreign Secretary Philip Hammond said:\n\nWe will continue to provide humanitarian aid to Iraq."


def test_we_in_a_statement_is_the_speakers_country(parse: Parse):
    (row,) = rows_of(parse(f"The United Kingdom welcomes the news. British {STATEMENT}"))
    assert (row.pledger_iso3, row.category, row.announced_by) == ("GBR", "humanitarian", "Philip Hammond")


def test_we_in_a_quotation_without_its_own_attribution(parse: Parse):
    text = (
        "“The talks went well,” German Foreign Minister Frank-Walter Steinmeier said in Baghdad.\n\n"
        "“We will send the Kurds more weapons.”"
    )
    assert {row.pledger_iso3 for row in rows_of(parse(text))} == {"DEU"}


@pytest.fixture(scope="module")
def quick(parser: Parser) -> Parser:
    return parser


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(st.sampled_from(WORDS), min_size=3, max_size=30))
def test_any_words_give_sound_rows(quick: Parser, words: list[str]):
    parsed = quick.parse(plain_article(" ".join(words)))
    for row in rows_of(parsed):
        assert row.category in tables.PLEDGE_CATEGORIES
        assert row.stance in tables.PLEDGE_STANCES
        assert row.progress in tables.PLEDGE_PROGRESS
        assert row.pledger_kind in tables.PLEDGER_KINDS
        assert (row.pledger_iso3 is not None) == (row.pledger_kind == "country")
        assert (row.progress == "not_applicable") == (row.stance in ("declined", "withdrawn"))
        assert row.quantity_max is None or (row.quantity is not None and row.quantity < row.quantity_max)
        assert 0 < row.confidence < 1
        for item in row.evidence:
            assert parsed.text[item.start : item.end] == item.text
