"""Linking meetings across articles: B-cubed on synthetic reports, ids, merging, independence of order."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition_data.blocking import LARGEST_BLOCK
from coalition_data.link import Tables, link_tables
from coalition_data.link.meetings import link_meetings, link_reports
from coalition_data.link.registry import registry_of, update_registry
from coalition_data.records import Article, Meeting
from tests.unit.link_reports import read_reports

ARTICLES, MEETINGS, WORLD = read_reports()


def b_cubed(pairs: list[tuple[str, str]]) -> float:
    """F1 of (gold, predicted) clusters."""
    gold, found = defaultdict(set), defaultdict(set)
    for number, (true, made) in enumerate(pairs):
        gold[true].add(number)
        found[made].add(number)
    precision = sum(len(gold[t] & found[m]) / len(found[m]) for t, m in pairs) / len(pairs)
    recall = sum(len(gold[t] & found[m]) / len(gold[t]) for t, m in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def test_reports_are_many_enough() -> None:
    assert len(MEETINGS) >= 40
    assert len(set(WORLD.values())) >= 12


def test_synthetic_reports_are_linked() -> None:
    links = link_reports(MEETINGS, ARTICLES)
    pairs = [(WORLD[old], new) for old, new in sorted(links.final_id.items())]
    assert len(pairs) == len(MEETINGS)
    assert b_cubed(pairs) >= 0.95


def test_no_row_holds_two_dates() -> None:
    links = link_reports(MEETINGS, ARTICLES)
    days = defaultdict(set)
    for meeting in MEETINGS:
        if meeting.date_precision == "day":
            days[links.final_id[meeting.meeting_id]].add(meeting.start_date)
    assert all(len(found) == 1 for found in days.values())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_input_does_not_matter(seed: int) -> None:
    meetings, articles = list(MEETINGS), list(ARTICLES)
    random.Random(seed).shuffle(meetings)
    random.Random(seed + 1).shuffle(articles)
    assert link_meetings(meetings, articles) == link_meetings(MEETINGS, ARTICLES)


def _row(world: str) -> Meeting:
    links = link_reports(MEETINGS, ARTICLES)
    ids = {links.final_id[old] for old, name in WORLD.items() if name == world}
    rows = [meeting for meeting in links.meetings if meeting.meeting_id in ids]
    return max(rows, key=lambda row: len(row.evidence))


def test_a_meeting_that_every_paper_reports_is_one_row() -> None:
    report = min(MEETINGS, key=lambda meeting: meeting.start_date is None)
    source = next(article for article in ARTICLES if article.article_id == report.evidence[0].article_id)
    papers = [dataclasses.replace(source, article_id=f"art_{number:016x}") for number in range(2 * LARGEST_BLOCK)]
    told = [
        dataclasses.replace(
            report,
            meeting_id=f"report {paper.article_id}",
            evidence=(dataclasses.replace(report.evidence[0], article_id=paper.article_id),),
        )
        for paper in papers
    ]
    (row,) = link_meetings(told, papers)
    assert len(row.evidence) == len(papers)


def test_undated_report_takes_the_date_of_its_row() -> None:
    row = _row("brussels-coalition")
    assert (row.start_date, len(row.evidence)) == (dt.date(2016, 2, 11), 3)


def test_most_precise_date_wins() -> None:
    assert _row("kuwait").date_precision == "day"


def test_latest_evidence_gives_the_status() -> None:
    assert _row("geneva-off").status == "postponed"
    assert _row("vienna-2015").status == "held"


def test_all_head_counts_are_kept() -> None:
    row = _row("oslo-conf")
    assert len(row.participants_reported) == len({item.article_id for item in row.evidence})


def test_most_specific_type_wins() -> None:
    assert _row("oslo-conf").meeting_type == "donor_conference"


def test_ids_stay_when_evidence_grows() -> None:
    early = [article for article in ARTICLES if article.published_on and article.published_on < dt.date(2017, 1, 1)]
    known = {article.article_id for article in early}
    first = link_meetings([row for row in MEETINGS if row.evidence[0].article_id in known], early)
    second = link_meetings(MEETINGS, ARTICLES, registry_of(first, ()))
    kept = {meeting.meeting_id for meeting in second}
    assert {meeting.meeting_id for meeting in first} <= kept


def test_ids_stay_when_text_is_corrected() -> None:
    first = link_meetings(MEETINGS, ARTICLES)
    moved = [
        dataclasses.replace(
            meeting,
            evidence=tuple(
                dataclasses.replace(item, start=item.start + 7, end=item.end + 7, text=item.text.upper() + ",")
                for item in meeting.evidence
            ),
        )
        for meeting in MEETINGS
    ]
    second = link_meetings(moved, ARTICLES, registry_of(first, ()))
    assert [meeting.meeting_id for meeting in second] == [meeting.meeting_id for meeting in first]


def test_merged_rows_keep_one_of_their_ids() -> None:
    apart = [dataclasses.replace(row, start_date=None, end_date=None, date_precision="unknown", date_method="none",
                                 city=None, participants=(), hosts=()) for row in MEETINGS[:2]]  # fmt: skip
    first = link_meetings(apart, ARTICLES)
    second = link_meetings(MEETINGS[:2], ARTICLES, registry_of(first, ()))
    assert len(first) == 2
    assert len(second) == 1
    assert second[0].meeting_id in {meeting.meeting_id for meeting in first}
    gone = next(meeting.meeting_id for meeting in first if meeting.meeting_id != second[0].meeting_id)
    registry = update_registry(registry_of(first, ()), second, (), "2016.01.01")
    assert {one.id: (one.status, one.superseded_by) for one in registry} == {
        second[0].meeting_id: ("active", None),
        gone: ("superseded", second[0].meeting_id),
    }
    third = link_meetings(apart, ARTICLES, registry)
    assert third == first, "the merge is taken back: both ids return"


def test_a_copy_of_an_article_makes_no_second_row() -> None:
    original = ARTICLES[0]
    copy = dataclasses.replace(original, article_id="art_00000000000000aa", duplicate_of=original.article_id)
    meeting = MEETINGS[0]
    again = dataclasses.replace(
        meeting,
        meeting_id="mtg_copycopycopy",
        evidence=tuple(dataclasses.replace(item, article_id=copy.article_id) for item in meeting.evidence),
    )
    rows = link_meetings([meeting, again], [original, copy])
    assert len(rows) == 1
    assert {item.article_id for item in rows[0].evidence} == {original.article_id, copy.article_id}


def _undated(text: str) -> tuple[list[Article], list[Meeting]]:
    article = dataclasses.replace(
        ARTICLES[0], article_id="art_00000000000000bb", text=text, published_on=None, published_on_method="none"
    )
    item = dataclasses.replace(
        MEETINGS[0].evidence[0], article_id=article.article_id, start=0, end=len(text), text=text
    )
    undated = {"start_date": None, "end_date": None, "date_precision": "unknown", "date_method": "none"}
    row = dataclasses.replace(MEETINGS[0], meeting_id="mtg_undatedundat", evidence=(item,), **undated)
    return [*ARTICLES, article], [*MEETINGS, row]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Kerry met Lavrov and Zarif in Vienna today.", dt.date(2015, 10, 30)),
        ("Kerry met Lavrov and Zarif in Vienna yesterday.", dt.date(2015, 10, 31)),
        ("Kerry met Lavrov and Zarif in Vienna on Friday, October 30.", None),
    ],
)
def test_a_meeting_fixes_the_date_of_an_article(text: str, published: dt.date | None) -> None:
    articles, meetings = _undated(text)
    tables = link_tables(articles, meetings, (), ())
    article = next(article for article in tables.articles if article.article_id == "art_00000000000000bb")
    assert article.published_on == published
    assert article.published_on_method == ("linked_article" if published else "none")


def test_tables_keep_their_ids_and_foreign_keys() -> None:
    tables = link_tables(ARTICLES, MEETINGS, (), ())
    again = link_tables(ARTICLES, MEETINGS, (), (), known=tables.ids)
    assert isinstance(tables, Tables)
    assert again == tables
    known = {article.article_id for article in tables.articles}
    assert all(item.article_id in known for meeting in tables.meetings for item in meeting.evidence)
    assert len({meeting.meeting_id for meeting in tables.meetings}) == len(tables.meetings)
