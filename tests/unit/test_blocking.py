"""Blocks: all pairs of the small ones, neighbours of the large ones, and no more comparisons than are promised."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition_data.blocking import LARGEST_BLOCK, Blocked, candidate_pairs
from coalition_data.link.groups import linked_groups

DAY = dt.date(2015, 1, 1)

RECORDS = st.lists(
    st.builds(
        lambda keys, first, days, trait: Blocked(
            frozenset(keys),
            None if first is None else DAY + dt.timedelta(first),
            None if first is None else DAY + dt.timedelta(first + days),
            (trait,),
        ),
        st.sets(st.sampled_from("abc"), min_size=1),
        st.none() | st.integers(0, 6),
        st.integers(0, 3),
        st.none() | st.sampled_from("xy"),
    ),
    max_size=12,
)


def _comparable(one: Blocked, other: Blocked) -> bool:
    if not one.keys & other.keys or (None not in one.traits + other.traits and one.traits != other.traits):
        return False
    known = None not in (one.first, one.last, other.first, other.last)
    return not known or (one.first <= other.last and other.first <= one.last)  # type: ignore[operator]


def _all_pairs(records: list[Blocked]) -> list[tuple[int, int]]:
    size = len(records)
    return [(a, b) for a in range(size) for b in range(a + 1, size) if _comparable(records[a], records[b])]


@settings(deadline=None)  # a database is opened for each example
@given(RECORDS)
def test_small_blocks_give_all_pairs(records: list[Blocked]) -> None:
    assert list(candidate_pairs(records)) == _all_pairs(records)


@settings(deadline=None)  # a database is opened for each example
@given(RECORDS)
def test_large_blocks_give_some_of_them(records: list[Blocked]) -> None:
    found = list(candidate_pairs(records, largest=4))
    assert found == sorted(set(found))
    assert set(found) <= set(_all_pairs(records))


@pytest.mark.parametrize("size", [LARGEST_BLOCK, LARGEST_BLOCK + 1, 3 * LARGEST_BLOCK])
def test_what_is_alike_stays_together_however_often_it_is_told(size: int) -> None:
    told = [Blocked(frozenset({"FRA", "IRQ"}), DAY, DAY, (None,)) for _ in range(size)]
    pairs = list(candidate_pairs(told))
    assert len(pairs) <= size * LARGEST_BLOCK / 2
    assert [len(members) for members, _ in linked_groups(size, ((a, b, 1.0) for a, b in pairs))] == [size]


def test_neighbours_are_those_of_the_same_days_and_keys() -> None:
    """A block of a head of state: what is told of one week, by all its keys, is not torn apart by the rest."""
    events = [
        Blocked(frozenset({"USA", f"city {event}"}), DAY + dt.timedelta(event), DAY + dt.timedelta(event), (None,))
        for _ in range(3)
        for event in range(2 * LARGEST_BLOCK)
    ]
    edges = ((a, b, 1.0) for a, b in candidate_pairs(events))
    assert all(len(members) == 3 for members, _ in linked_groups(len(events), edges))


def test_neighbours_in_the_order_given() -> None:
    told = [Blocked(frozenset({"FRA", str(number)}), None, None, (None,)) for number in range(9)]
    pairs = set(candidate_pairs(told, largest=4, in_order=True))
    assert pairs == {(a, b) for a in range(9) for b in (a + 1, a + 2) if b < 9}
