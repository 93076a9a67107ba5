"""Counts and sums as news prints them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.extract.pledges.quantities import find_measures, settle_currency

CASES = [
    ("up to 10 military aircraft", 10, None, "up_to", None),
    ("as many as 1,500 troops", 1500, None, "up_to", None),
    ("fewer than 50 advisers", 50, None, "up_to", None),
    ("no fewer than 20 tanks", 20, None, "at_least", None),
    ("more than 24,000 masks", 24000, None, "at_least", None),
    ("at least three frigates", 3, None, "at_least", None),
    ("1,500 or more", 1500, None, "at_least", None),
    ("some 300 soldiers", 300, None, "about", None),
    ("nearly 8,000 strikes", 8000, None, "about", None),
    ("about another 200 troops", 200, None, "about", None),
    ("an additional 125 soldiers", 125, None, "exact", None),
    ("Ninety-Four airmen", 94, None, "exact", None),
    ("one hundred and fifty tanks", 150, None, "exact", None),
    ("two dozen jets", 24, None, "exact", None),
    ("half a dozen helicopters", 6, None, "exact", None),
    ("half a million tents", 500_000, None, "exact", None),
    ("up to half a billion dollars", 500_000_000, None, "up_to", "dollar"),
    ("about a billion euros", 1_000_000_000, None, "about", "EUR"),
    ("a dozen planes", 12, None, "exact", None),
    ("over 105 thousand doses", 105000, None, "at_least", None),
    ("between 200 and 300 troops", 200, 300, "exact", None),
    ("20 to 21 troops", 20, 21, "exact", None),
    ("200-300 advisers", 200, 300, "exact", None),
    ("three to four thousand soldiers", 3000, 4000, "exact", None),
    ("30 or 35 soldiers", 30, 35, "exact", None),
    ("six F-16s", 6, None, "exact", None),
    ("200,000 pounds of flour", 200000, None, "exact", None),
    ("$500 million", 500_000_000, None, "exact", "dollar-sign"),
    ("US$1 million", 1_000_000, None, "exact", "USD"),
    ("USD 1 million", 1_000_000, None, "exact", "USD"),
    ("A$25m", 25_000_000, None, "exact", "AUD"),
    ("£1.1bn", 1_100_000_000, None, "exact", "GBP"),
    ("over £30m", 30_000_000, None, "at_least", "GBP"),
    ("€45m", 45_000_000, None, "exact", "EUR"),
    ("500m euros", 500_000_000, None, "exact", "EUR"),
    ("a 100 million-euro package", 100_000_000, None, "exact", "EUR"),
    ("a $25-million package", 25_000_000, None, "exact", "dollar-sign"),
    ("$5-10 million", 5_000_000, 10_000_000, "exact", "dollar-sign"),
    ("between $5 million and $10 million", 5_000_000, 10_000_000, "exact", "dollar-sign"),
    ("40 million Danish kroner", 40_000_000, None, "exact", "DKK"),
    ("20 billion yen", 20_000_000_000, None, "exact", "JPY"),
    ("three million dollars", 3_000_000, None, "exact", "dollar"),
    ("5 million Canadian dollars", 5_000_000, None, "exact", "CAD"),
    ("hand over 12 bulldozers", 12, None, "exact", None),
    ("hand up to 12 bulldozers to", 12, None, "up_to", None),
    ("took over 40 camps", 40, None, "exact", None),
    ('"up to ten" instructors', 10, None, "up_to", None),
    ("four M777 howitzers", 4, None, "exact", None),
    ("10 M-16 rifles", 10, None, "exact", None),
    ("three and four jets", 3, None, "exact", None),
    ("twelve won the vote", 12, None, "exact", None),
    ("500 million won", 500_000_000, None, "exact", "KRW"),
    ("100 million DKK", 100_000_000, None, "exact", "DKK"),
    ("RM2 million", 2_000_000, None, "exact", "MYR"),
    ("to try 50 suspects", 50, None, "exact", None),
    ("£5m-10m", 5_000_000, 10_000_000, "exact", "GBP"),
    ("ISK 450 million", 450_000_000, None, "exact", "ISK"),
    ("46m doses", 46_000_000, None, "exact", None),
    ("1.5 bn rupees", 1_500_000_000, None, "exact", "INR"),
    ("2.5bn CFA francs", 2_500_000_000, None, "exact", "XOF"),
]


@pytest.mark.parametrize(("text", "low", "high", "qualifier", "currency"), CASES, ids=[case[0] for case in CASES])
def test_measures(text: str, low: int, high: int | None, qualifier: str, currency: str | None):
    first = find_measures(text)[0]
    assert (first.low, first.high, first.qualifier, first.currency) == (
        Decimal(low),
        None if high is None else Decimal(high),
        qualifier,
        currency,
    )


VAGUE = [
    "several dozen soldiers",
    "dozens",
    "many thousand",
    "several million euros",
    "multi-million-euro",
    "a 46m bridge",
]


@pytest.mark.parametrize("text", ["F-16 fighters", "a CF-18", "no number", "the Mi-17 fleet", *VAGUE])
def test_names_are_no_numbers(text: str):
    assert find_measures(text) == ()


CURRENCIES = [
    ("dollar", "USA", "USD"),
    ("dollar", "AUS", "AUD"),
    ("dollar", "DEU", None),
    ("dollar-sign", "DEU", "USD"),
    ("dollar-sign", "CAN", "CAD"),
    ("crowns", "NOR", "NOK"),
    ("kroner", "DNK", "DKK"),
    ("kroner", "FRA", None),
    ("EUR", "USA", "EUR"),
    (None, "USA", None),
]


@pytest.mark.parametrize(("printed", "iso3", "code"), CURRENCIES)
def test_plain_words_are_settled_by_the_pledger(printed: str | None, iso3: str, code: str | None):
    assert settle_currency(printed, iso3) == code


@given(st.text(alphabet="0123456789,.$€£ -toandmillion bn hundred of up", max_size=60))
def test_offsets_lie_in_the_text(text: str):
    for measure in find_measures(text):
        assert 0 <= measure.start < measure.end <= len(text)
        assert measure.high is None or measure.high > measure.low


@given(st.integers(1, 10**9))
def test_printed_numbers_come_back(number: int):
    assert find_measures(f"{number:,} troops")[0].low == number
