"""Promises across articles: one row a promise, stable ids, figures that differ kept as evidence."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest

from coalition_data.blocking import LARGEST_BLOCK
from coalition_data.link.pledges import link_pledges
from coalition_data.link.registry import registry_of
from coalition_data.records import Article, Evidence, Meeting, Pledge
from tests.conftest import plain_article

AUSTRALIA = {"pledger_name": "Australia", "pledger_iso3": "AUS"}


def article(name: str, day: int | None = 1, **fields: Any) -> Article:
    published = dt.date(2014, 9, day) if day is not None else None
    return dataclasses.replace(plain_article(name), article_id=f"art_{name:0>16}", published_on=published, **fields)


def pledge(source: Article, start: int = 0, **fields: Any) -> Pledge:
    """A promise of 600 Australian troops, as ``source`` tells it, but for ``fields``."""
    text = fields.pop("words", f"words {start} of {source.article_id}")
    values: dict[str, Any] = {
        "pledge_id": f"{source.article_id} {start} {sorted(fields.items())}",
        "pledger_kind": "country", **AUSTRALIA, "recipient_name": None, "recipient_iso3": None, "scope_iso3": (),
        "category": "military_personnel", "stance": "committed", "progress": "promised", "description": "600 troops",
        "quantity": 600.0, "quantity_max": None, "unit": "troops", "quantity_qualifier": "exact", "amount": None,
        "currency": None, "announced_by": None, "announced_by_role": None, "announced_on": None, "meeting_id": None,
        "condition": None, "evidence": (Evidence(source.article_id, start, start + len(text), text),),
        "confidence": 0.8,
    }  # fmt: skip
    return Pledge(**(values | fields))


ONE, TWO, LATER, UNDATED = article("1"), article("2", 3), article("3", 28), article("4", None)
SAME = [
    ("told twice", pledge(ONE), pledge(TWO, description="600 personnel", unit="personnel")),
    ("without a figure", pledge(ONE), pledge(TWO, quantity=None, description="ground troops")),
    ("figures differ on the day", pledge(ONE), pledge(TWO, quantity=500.0, description="500 soldiers")),
    ("undated", pledge(ONE), pledge(UNDATED, description="600 soldiers")),
    ("with a condition", pledge(ONE), pledge(TWO, stance="conditional", condition="if asked")),
    (
        "other words for aircraft",
        pledge(ONE, category="air_operations", quantity=10.0, description="up to 10 military aircraft"),
        pledge(TWO, category="air_operations", quantity=None, description="a contingent of fighter jets"),
    ),
    (
        "a sum",
        pledge(ONE, category="financial", quantity=None, amount=Decimal("5000000.00"), currency="AUD"),
        pledge(TWO, category="financial", quantity=None, amount=Decimal("5000000.00"), description="the donation"),
    ),
    ("another category, the same figure", pledge(ONE), pledge(TWO, category="training", description="600 trainers")),
    (
        "aid and money of the same sum",
        pledge(ONE, category="humanitarian", quantity=None, amount=Decimal(5000000), currency="USD"),
        pledge(TWO, category="financial", quantity=None, amount=Decimal(5000000), currency="USD"),
    ),
    ("a range and its end", pledge(ONE, quantity=550.0, quantity_max=600.0), pledge(TWO)),
    ("up to and exactly", pledge(ONE, quantity_qualifier="up_to"), pledge(TWO)),
    ("months later, the same figure", pledge(ONE), pledge(LATER, description="the 600 troops")),
    ("then delivered", pledge(ONE), pledge(LATER, progress="delivered")),
    ("scope told by one", pledge(ONE, scope_iso3=("IRQ",)), pledge(TWO)),
    ("recipient told by one", pledge(ONE, recipient_iso3="IRQ", recipient_name="Iraq"), pledge(TWO)),
    (
        "a sum in the currency of the reader",
        pledge(ONE, category="financial", quantity=None, amount=Decimal(400000000), currency="EUR",
               description="400 million euros in loans"),
        pledge(TWO, category="financial", quantity=None, amount=Decimal(494000000), currency="USD",
               description="loans of $494 million"),
    ),
    (
        "elsewhere by the words, one figure",
        pledge(ONE, words="It sends 600 troops to the United Arab Emirates."),
        pledge(TWO, words="The 600 troops will fight in Iraq."),
    ),
    (
        "a country that only says whose it is",
        pledge(ONE, quantity=None, description="ground troops", words="It sends ground troops to Mali."),
        pledge(TWO, quantity=None, description="ground troops", words="Ground troops join the French-led mission."),
    ),
    (
        "the end that it sets is no other year",
        pledge(ONE, quantity=None, description="ground troops", words="Ground troops will stay until March 2016."),
        pledge(TWO, quantity=None, description="ground troops", words="Ground troops have been there since 2014."),
    ),
    (
        "undated, in the same place",
        pledge(ONE, quantity=None, description="ground forces", scope_iso3=("MLI",)),
        pledge(UNDATED, quantity=None, description="allied troops", words="They leave Mali soon."),
    ),
    (
        "undated, of the year of the other",
        pledge(ONE, quantity=None, description="ground forces"),
        pledge(UNDATED, quantity=None, description="allied troops", words="They left in February 2014."),
    ),
    (
        "words alone, weeks later",
        pledge(ONE, quantity=None, description="armoured vehicles and rifles", category="weapons_equipment"),
        pledge(LATER, quantity=None, description="rifles and armoured vehicles", category="weapons_equipment"),
    ),
]  # fmt: skip
DIFFERENT = [
    ("a later, larger one", pledge(ONE), pledge(LATER, quantity=900.0, description="900 troops")),
    ("another country", pledge(ONE), pledge(TWO, pledger_name="Canada", pledger_iso3="CAN")),
    ("another kind of help", pledge(ONE), pledge(TWO, category="humanitarian", description="600 tents")),
    ("another figure under another category", pledge(ONE), pledge(TWO, category="training", quantity=80.0)),
    ("one sentence, two categories", pledge(ONE), pledge(ONE, category="training", description="600 trainers")),
    (
        "a small number by chance",
        pledge(ONE, category="air_operations", quantity=2.0, description="two jets"),
        pledge(TWO, category="weapons_equipment", quantity=2.0, description="two frigates"),
    ),
    (
        "goods and money",
        pledge(ONE, category="humanitarian", quantity=7.0, unit="airdrops", description="seven airdrops of aid"),
        pledge(TWO, category="humanitarian", quantity=None, amount=Decimal(20000000), currency="GBP",
               description="humanitarian aid"),
    ),
    (
        "one number, two currencies",
        pledge(ONE, category="financial", quantity=None, amount=Decimal(5000000), currency="EUR"),
        pledge(TWO, category="financial", quantity=None, amount=Decimal(5000000), currency="USD"),
    ),
    (
        "the same kind of thing, weeks later",
        pledge(ONE, quantity=None, description="a field hospital and medicine", category="humanitarian"),
        pledge(LATER, quantity=None, description="tents and blankets", category="humanitarian"),
    ),
    ("twice as many on the day", pledge(ONE), pledge(TWO, quantity=1200.0, description="1,200 troops")),
    ("a refusal", pledge(ONE), pledge(TWO, stance="declined", progress="not_applicable")),
    ("an offer", pledge(ONE), pledge(TWO, stance="offered")),
    ("a withdrawal", pledge(ONE), pledge(TWO, stance="withdrawn", progress="not_applicable")),
    ("another recipient", pledge(ONE, recipient_iso3="IRQ"), pledge(TWO, recipient_iso3="SYR")),
    ("another 600 in the same sentence", pledge(ONE), pledge(ONE, description="another 600 troops")),
    ("elsewhere", pledge(ONE, scope_iso3=("IRQ",)), pledge(TWO, scope_iso3=("SYR",))),
    (
        "elsewhere by the words of one",
        pledge(ONE, quantity=None, description="our armed forces", words="It sent our armed forces into Libya."),
        pledge(TWO, quantity=None, description="our armed forces", scope_iso3=("MLI",)),
    ),
    (
        "elsewhere by the words of both",
        pledge(ONE, quantity=None, description="a few soldiers", words="A few soldiers go to Libya and Chad."),
        pledge(TWO, quantity=None, description="a few soldiers", words="A few soldiers will train Malian troops."),
    ),
    ("a recipient here, a scope elsewhere", pledge(ONE, recipient_iso3="NPL"), pledge(TWO, scope_iso3=("SYR",))),
    (
        "votes of two years",
        pledge(ONE, quantity=None, description="air strikes", category="air_operations",
               words="Lawmakers approved air strikes in September 2013."),
        pledge(UNDATED, quantity=None, description="air strikes", category="air_operations",
               words="Lawmakers approved air strikes on 2 June 2016."),
    ),
    (
        "announced months apart",
        pledge(ONE, quantity=None, description="engineers", announced_on=dt.date(2014, 8, 30)),
        pledge(UNDATED, quantity=None, description="engineers", announced_on=dt.date(2016, 8, 30)),
    ),
    (
        "of any year, nothing but the kind of thing",
        pledge(ONE, quantity=None, description="ground forces", words="Its ground forces left after a decade."),
        pledge(UNDATED, quantity=None, description="allied troops", words="It was decided to bring them home."),
    ),
    (
        "of any year, nothing but the pledger's name",
        pledge(ONE, quantity=None, description="Australian soldiers", words="They left after a decade."),
        pledge(UNDATED, quantity=None, description="Australian troops", words="It was decided to bring them home."),
    ),
    (
        "denied and done",
        pledge(ONE, quantity=None, description="in infantry", words="He did not foresee sending in infantry."),
        pledge(TWO, description="600 infantry", words="It has contributed 600 infantry."),
    ),
    ("two figures in one article", pledge(ONE), pledge(ONE, 90, quantity=500.0, description="500 troops")),
]  # fmt: skip


def ids(*rows: Pledge) -> set[str]:
    return {row.pledge_id for row in link_pledges(rows, (), (ONE, TWO, LATER, UNDATED))}


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_reports_of_one_promise_are_one_row(one: Pledge, other: Pledge):
    (row,) = link_pledges((one, other), (), (ONE, TWO, LATER, UNDATED))
    assert set(row.evidence) == {*one.evidence, *other.evidence}


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_promises_that_differ_stay_apart(one: Pledge, other: Pledge):
    assert len(ids(one, other)) == 2


def test_a_report_without_a_figure_that_fits_two_promises_joins_neither():
    bare = pledge(TWO, quantity=None, description="more ground troops")
    rows = link_pledges((pledge(ONE), pledge(ONE, 90, quantity=150.0, description="150 troops"), bare), (), (ONE, TWO))
    assert len(rows) == 3


def test_a_report_without_a_place_that_fits_two_promises_joins_neither():
    bare = pledge(TWO, quantity=None, description="more ground troops", words="It will send more ground troops.")
    here = pledge(ONE, quantity=None, description="ground troops", scope_iso3=("MLI",))
    there = pledge(ONE, 90, quantity=None, description="ground troops", scope_iso3=("IRQ",))
    assert len(link_pledges((here, there, bare), (), (ONE, TWO))) == 3


def test_differing_figures_are_kept_as_evidence():
    reports = (pledge(ONE, words="some 600 troops"), pledge(TWO, quantity=500.0, words="500 soldiers, it said"))
    (row,) = link_pledges(reports, (), (ONE, TWO))
    assert row.quantity == 600.0
    assert {item.text for item in row.evidence} == {"some 600 troops", "500 soldiers, it said"}


def test_the_row_keeps_the_figure_and_the_furthest_news():
    told, done = pledge(ONE, quantity=None, description="troops"), pledge(TWO, progress="delivered", announced_by="X")
    (row,) = link_pledges((told, done), (), (ONE, TWO))
    assert (row.quantity, row.progress, row.announced_by) == (600.0, "delivered", "X")


def test_what_two_articles_tell_is_surer():
    (row,) = link_pledges((pledge(ONE), pledge(TWO, confidence=0.6)), (), (ONE, TWO))
    assert row.confidence == 0.9
    copy = dataclasses.replace(TWO, duplicate_of=ONE.article_id)
    (again,) = link_pledges((pledge(ONE), pledge(TWO)), (), (ONE, copy))
    assert again.confidence == 0.8, "a copy is no second witness"


def test_order_does_not_matter():
    rows = [row for case in (*SAME, *DIFFERENT) for row in case[1:]]
    unique = list({repr(row): row for row in rows}.values())
    expected = link_pledges(unique, (), (ONE, TWO, LATER, UNDATED))
    for seed in range(5):
        random.Random(seed).shuffle(unique)
        assert link_pledges(unique, (), (ONE, TWO, LATER, UNDATED)) == expected


def test_a_promise_that_every_paper_reports_is_one_row():
    papers = [article(f"{number:x}") for number in range(2 * LARGEST_BLOCK)]
    (row,) = link_pledges([pledge(paper) for paper in papers], (), papers)
    assert len(row.evidence) == len(papers)


def test_ids_last_as_evidence_grows():
    first = link_pledges((pledge(TWO),), (), (TWO,))
    grown = link_pledges((pledge(ONE), pledge(TWO)), (), (ONE, TWO), registry_of((), first))
    assert [row.pledge_id for row in grown] == [row.pledge_id for row in first]
    assert len(grown[0].evidence) == 2


def test_two_promises_of_one_sentence_keep_their_own_ids():
    rows = (pledge(ONE), pledge(ONE, category="air_operations", quantity=10.0, description="10 aircraft"))
    first = link_pledges(rows, (), (ONE,))
    again = link_pledges(rows[::-1], (), (ONE,), registry_of((), first))
    assert len({row.pledge_id for row in first}) == 2
    assert again == first


def test_ids_have_the_declared_form():
    (made,) = ids(pledge(ONE))
    assert made.startswith("plg_")
    assert len(made) == 16


def meeting(source: Article, **fields: Any) -> Meeting:
    values: dict[str, Any] = {
        "meeting_id": "mtg_aaaaaaaaaaaa", "name": "conference", "meeting_type": "conference", "format": "in_person",
        "status": "held", "start_date": None, "end_date": None, "date_precision": "unknown", "date_method": "none",
        "city": None, "country_iso3": None, "venue": None, "latitude": None, "longitude": None, "hosts": (),
        "participants": (), "participants_reported": (),
        "evidence": (Evidence(source.article_id, 500, 510, "conference"),),
    }  # fmt: skip
    return Meeting(**(values | fields))


MADE_THERE = "In a joint statement released after the conference, they pledged 600 troops."


@pytest.mark.parametrize(
    ("words", "meetings", "expected"),
    [
        (MADE_THERE, (meeting(ONE),), "mtg_aaaaaaaaaaaa"),
        ("They pledged 600 troops.", (meeting(ONE),), None),
        (MADE_THERE, (meeting(ONE), meeting(ONE, meeting_id="mtg_bbbbbbbbbbbb")), None),
        (MADE_THERE, (meeting(TWO),), None),
    ],
    ids=["named and the only one", "not named", "two meetings", "another article's meeting"],
)
def test_a_meeting_is_linked_only_where_it_is_sure(words: str, meetings: tuple[Meeting, ...], expected: str | None):
    (row,) = link_pledges((pledge(ONE, words=words),), meetings, (ONE, TWO))
    assert row.meeting_id == expected
