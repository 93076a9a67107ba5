"""The registry of ids: an id lasts while its evidence does, and what became of it can be followed."""

from __future__ import annotations

import dataclasses
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.link import link_tables
from coalition_data.link.ids import (
    Claimant,
    assign_ids,
    fingerprint,
    likeness,
    make_claimant,
    same_kind,
    update_known,
    weigh_claims,
)
from coalition_data.link.moved import follow, moved_files, moved_sentences
from coalition_data.link.pledges import link_pledges
from coalition_data.link.registry import registry_of, update_registry
from coalition_data.records import Evidence, KnownId, Pledge
from tests.unit.test_link_pledges import LATER, ONE, TWO, UNDATED, pledge

ARTICLES = (ONE, TWO, LATER, UNDATED)
SENTENCE = (
    "Denmark will send seven F-16 fighter jets and 400 soldiers to Iraq, Prime Minister Rasmussen said on Friday."
)
OTHER = "In Copenhagen, the opposition asked the government how long the mission would last and what it would cost."


@dataclasses.dataclass(frozen=True)
class Row:
    """Just evidence."""

    evidence: tuple[Evidence, ...]


def evidence(text: str, article: str = "art_0000000000000001", start: int = 0) -> Evidence:
    return Evidence(article, start, start + len(text), text)


def claimant(*texts: str, kind: str = "a", article: str = "art_0000000000000001") -> Claimant:
    return make_claimant(Row(tuple(evidence(text, article) for text in texts)), kind, kind)


def run(known: tuple[KnownId, ...], *claimants: Claimant, release: str | None = "2016.1.1") -> tuple[KnownId, ...]:
    """The registry after a release of these rows."""
    claims = weigh_claims(claimants, known, same_kind)
    return update_known("pledges", claims, assign_ids("plg_", claims), release)


def statuses(known: tuple[KnownId, ...]) -> dict[str, tuple[str, str | None, str | None]]:
    return {one.id: (one.status, one.superseded_by, one.split_from) for one in known}


CORRECTIONS = [
    ("marks and blanks", SENTENCE.replace(",", " ,").replace(".", "")),
    ("capitals", SENTENCE.upper()),
    ("a typing error", SENTENCE.replace("soldiers", "solders")),
    ("a figure", SENTENCE.replace("400", "450")),
    ("an end that is cut off", SENTENCE[:80]),
    ("a beginning that is cut off", SENTENCE[12:]),
]


@pytest.mark.parametrize("corrected", [text for _, text in CORRECTIONS], ids=[name for name, _ in CORRECTIONS])
def test_an_id_outlives_a_correction_of_its_text(corrected: str):
    first = run((), claimant(SENTENCE), release=None)
    second = run(first, claimant(corrected))
    assert statuses(second) == {first[0].id: ("active", None, None)}


def test_other_sentences_are_no_corrections():
    assert likeness(fingerprint(evidence(SENTENCE)), fingerprint(evidence(OTHER))) == 0.0
    assert likeness(fingerprint(evidence(SENTENCE)), fingerprint(evidence(SENTENCE, "art_0000000000000002"))) == 0.0


NEW, NEWER = "art_00000000000000aa", "art_00000000000000bb"


def test_ids_follow_an_article_to_its_new_id():
    """A file without an address has another id when a word changes; a sentence that stays tells which one it is."""
    first = run((), claimant(SENTENCE), claimant(OTHER), release=None)
    corrected = SENTENCE.replace("soldiers", "solders")
    second = run(first, claimant(corrected, article=NEW), claimant(OTHER, article=NEW))
    assert {one.id: one.status for one in second} == {one.id: "active" for one in first}
    third = run(second, claimant(SENTENCE, article=NEWER), claimant(OTHER, article=NEWER))
    assert {one.id: one.status for one in third} == {one.id: "active" for one in first}


def test_ids_do_not_move_while_their_article_is_there():
    first = run((), claimant(SENTENCE), release=None)
    second = run(first, claimant(SENTENCE), claimant(SENTENCE, article=NEW))
    assert len(second) == 2
    assert next(one for one in second if one.id == first[0].id).fingerprints == first[0].fingerprints


def test_short_sentences_tell_no_article():
    assert moved_sentences(run((), claimant("We will help."), release=None), [(f"{NEW}:" + "0" * 8,)]) == {}
    first = run((), claimant("We will help."), release=None)
    assert len(run(first, claimant("We will help.", article=NEW))) == 2


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        pytest.param([("a", "x.txt")], [("b", "x.txt")], {"a": "b"}, id="changed"),
        pytest.param([("a", "x.txt")], [("a", "y.txt"), ("b", "x.txt")], {}, id="renamed, another in its place"),
        pytest.param([("a", "x.txt")], [("b", "y.txt")], {}, id="another file"),
        pytest.param([("a", "x.txt"), ("c", "x.txt")], [("b", "x.txt")], {}, id="one name in two sources"),
    ],
)
def test_files_are_followed_by_their_name(
    before: list[tuple[str, str]], now: list[tuple[str, str]], moved: dict[str, str]
):
    assert moved_files(before, now) == moved


def test_a_sole_corrected_sentence_keeps_its_id_by_the_file():
    first = run((), claimant(SENTENCE), release=None)
    old = first[0].fingerprints[0].split(":")[0]
    corrected = claimant(SENTENCE.replace("400", "450"), article=NEW)
    assert len(run(first, corrected)) == 2
    assert [one.id for one in run(follow(first, {old: NEW}), corrected)] == [first[0].id]


def test_offsets_do_not_matter():
    assert fingerprint(evidence(SENTENCE)) == fingerprint(evidence(SENTENCE, start=900))


@given(st.text(), st.text())
def test_likeness_is_a_share_and_symmetric(one: str, other: str):
    first, second = fingerprint(evidence(one)), fingerprint(evidence(other))
    assert 0.0 <= likeness(first, second) == likeness(second, first) <= 1.0
    assert likeness(first, first) == 1.0


def test_an_id_that_is_gone_is_retired_and_returns_with_its_evidence():
    first = run((), claimant(SENTENCE), claimant(OTHER), release=None)
    made = next(one.id for one in first if one.fingerprints[0] == fingerprint(evidence(SENTENCE)))
    second = run(first, claimant(OTHER), release="2016.1.1")
    gone = next(one for one in second if one.id == made)
    assert (gone.status, gone.last_release, gone.superseded_by) == ("retired", "2016.1.1", None)
    third = run(second, claimant(SENTENCE), claimant(OTHER), release="2016.1.2")
    assert {one.id: (one.status, one.last_release) for one in third} == dict.fromkeys(statuses(first), ("active", None))


def test_a_merge_is_recorded_and_can_be_taken_back():
    apart = (claimant(SENTENCE), claimant(OTHER))
    first = run((), *apart, release=None)
    second = run(first, claimant(SENTENCE, OTHER))
    (living,) = (one for one in second if one.status == "active")
    (gone,) = (one for one in second if one.status == "superseded")
    assert gone.superseded_by == living.id
    third = run(second, *apart)
    assert statuses(third) == statuses(first)
    for one in third:
        assert one.new_after is None


def test_a_split_is_recorded():
    first = run(
        (), claimant(SENTENCE, OTHER, SENTENCE.replace("Denmark", "Copenhagen has decided that it")), release=None
    )
    second = run(
        first, claimant(SENTENCE, SENTENCE.replace("Denmark", "Copenhagen has decided that it")), claimant(OTHER)
    )
    (new,) = (one for one in second if one.split_from is not None)
    assert new.split_from == first[0].id
    assert new.fingerprints == (fingerprint(evidence(OTHER)),)
    assert new.new_after == "2016.1.1"


def test_chains_lead_to_a_living_id():
    third_text = (
        "Sweden has pledged another 120 trainers for the mission in Erbil, its defence minister told reporters."
    )
    first = run((), claimant(SENTENCE), claimant(OTHER), claimant(third_text), release=None)
    second = run(first, claimant(SENTENCE, OTHER), claimant(third_text))
    third = run(second, claimant(SENTENCE, OTHER, third_text))
    living = {one.id for one in third if one.status == "active"}
    assert len(living) == 1
    assert {one.superseded_by for one in third if one.status == "superseded"} == living


def test_two_rows_of_one_sentence_keep_their_figures_apart():
    rows = (pledge(ONE, quantity=5.0), pledge(ONE, quantity=10.0, description="10 troops"))
    first = link_pledges(rows, (), ARTICLES)
    again = link_pledges(rows[::-1], (), ARTICLES, registry_of((), first))
    assert again == first


def test_a_corrected_category_keeps_the_id():
    first = link_pledges((pledge(ONE),), (), ARTICLES)
    again = link_pledges((pledge(ONE, category="training"),), (), ARTICLES, registry_of((), first))
    assert [row.pledge_id for row in again] == [row.pledge_id for row in first]


def test_another_pledger_never_takes_an_id():
    first = link_pledges((pledge(ONE),), (), ARTICLES)
    other = pledge(ONE, pledger_name="Canada", pledger_iso3="CAN")
    again = link_pledges((other,), (), ARTICLES, registry_of((), first))
    assert again[0].pledge_id != first[0].pledge_id
    registry = update_registry(registry_of((), first), (), again, "2016.1.1")
    assert statuses(registry)[first[0].pledge_id] == ("retired", None, None)


REPORTS: tuple[Pledge, ...] = (
    pledge(ONE), pledge(TWO, description="600 personnel"), pledge(LATER, quantity=900.0, description="900 troops"),
    pledge(ONE, 90, category="air_operations", quantity=10.0, description="10 aircraft"),
    pledge(TWO, 90, category="air_operations", quantity=None, description="fighter jets"),
    pledge(UNDATED, stance="declined", progress="not_applicable"),
)  # fmt: skip


def test_ids_do_not_depend_on_the_order_of_articles_and_rows():
    expected = link_tables(ARTICLES, (), REPORTS, ())
    for seed in range(8):
        articles, reports = list(ARTICLES), list(REPORTS)
        random.Random(seed).shuffle(articles)
        random.Random(seed + 100).shuffle(reports)
        assert link_tables(articles, (), reports, ()) == expected


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_ids_last_in_whatever_order_articles_arrive(order: tuple[int, ...]):
    """Three releases, each with one article more: no id that a release gave is ever lost or given to another row."""
    arriving = [ARTICLES[index] for index in order]
    known: tuple[KnownId, ...] = ()
    given: dict[str, set[tuple[str, str, str]]] = {}
    for count in range(1, len(arriving) + 1):
        present = {article.article_id for article in arriving[:count]}
        reports = [report for report in REPORTS if report.evidence[0].article_id in present]
        tables = link_tables(arriving[:count], (), reports, (), known=known, release=f"2016.1.{count}")
        known = tables.ids
        rows = {row.pledge_id: row for row in tables.pledges}
        active = {one.id for one in known if one.status == "active"}
        assert active == set(rows)
        for made, words in given.items():
            one = next(one for one in known if one.id == made)
            heir = rows[one.superseded_by or made]
            assert words <= {(item.article_id, item.text, heir.category) for item in heir.evidence}
        given |= {
            made: {(item.article_id, item.text, row.category) for item in row.evidence} for made, row in rows.items()
        }


def test_the_registry_of_an_unchanged_release_is_unchanged():
    tables = link_tables(ARTICLES, (), REPORTS, ())
    again = link_tables(ARTICLES, (), REPORTS, (), known=tables.ids, release="2016.1.1")
    assert again.ids == tables.ids
    assert again.pledges == tables.pledges
