"""When an article was published: date lines, addresses, and which source wins."""

from __future__ import annotations

import datetime as dt

import pytest

from coalition_data.clean.published import DateEvidence, date_of_url, find_publication, is_page_clock
from coalition_data.clean.stamps import is_stamp

STAMPS = [
    ("Monday, August 3, 2020", True),
    ("01/22/2025 06:34:37 am", True),
    ("Published: 4 June 2020, 10:15 GMT", True),
    ("Posted on June 2, 2015", True),
    ("3 hours ago", True),
    ("Updated 10:15 AM ET, Tue June 2, 2015", True),
    ("2015-06-02T10:15:00Z", True),
    ("PRESS RELEASE|Published 2. Jun 2015|Edited 3. Jun 2015", True),
    ("Iraq | 12 soldiers home", False),
    ("Paris summit 2015", False),
    ("15-Sep-14", True),
    ("15 Sep 14", True),
    ("450 soldiers", False),
    ("June was hot", False),
    ("On June 2, 2015 ministers met", False),
]


@pytest.mark.parametrize(("text", "stamp"), STAMPS, ids=[case[0] for case in STAMPS])
def test_stamp(text: str, stamp: bool) -> None:
    assert is_stamp(text) is stamp


URL_DATES = [
    ("https://example.org/2015/06/02/talks", dt.date(2015, 6, 2)),
    ("https://example.org/world/2014/sep/15/paris", dt.date(2014, 9, 15)),
    ("https://example.org/news/2014-09-15-paris", dt.date(2014, 9, 15)),
    ("https://example.org/talks-20150602.html", dt.date(2015, 6, 2)),
    ("https://example.org/article/904608/talks", None),
    ("https://example.org/2015/06/talks", None),
    ("https://example.org/2015/31/31/talks", None),
    ("https://20150602.example.org/talks", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "date"), URL_DATES, ids=[str(case[0])[-26:] for case in URL_DATES])
def test_date_of_url(url: str | None, date: dt.date | None) -> None:
    assert date_of_url(url) == date


PUBLICATIONS = {
    "catalog wins": ({"catalog": dt.date(2015, 6, 3), "url": "https://e.org/2015/06/02/a"}, "2015-06-03", "catalog"),
    "metadata before address": (
        {"metadata": dt.date(2015, 6, 3), "url": "https://e.org/2015/06/02/a"},
        "2015-06-03",
        "metadata",
    ),
    "metadata of a move to another system": (
        {"metadata": dt.date(2019, 6, 3), "url": "https://e.org/2015/06/02/a", "dateline": "June 1, 2015"},
        "2015-06-02",
        "url",
    ),
    "metadata in the future": (
        {"metadata": dt.date(2030, 6, 3), "dateline": "June 1, 2015"},
        "2015-06-01",
        "dateline",
    ),
    "markup alone": ({"page_date": dt.date(2015, 6, 3)}, "2015-06-03", "text"),
    "address before dateline": ({"url": "https://e.org/2015/06/02/a", "dateline": "June 1, 2015"}, "2015-06-02", "url"),
    "dateline with a year": ({"dateline": "June 1, 2015"}, "2015-06-01", "dateline"),
    "dateline completed": (
        {"dateline": "June 3", "paragraphs": ["The group met on May 28, 2015 in Oslo."]},
        "2015-06-03",
        "dateline",
    ),
    "dateline without a year": ({"dateline": "June 3"}, None, "none"),
    "dateline with the wrong weekday": ({"dateline": "Monday, June 2, 2015"}, None, "none"),
    "publication line": ({"stamps": [("Posted on June 2, 2015", False)]}, "2015-06-02", "text"),
    "kind of text in front": (
        {"stamps": [("Press release|Published 2. Jun 2015|Edited 3. Jun 2015", True)]},
        "2015-06-02",
        "text",
    ),
    "place and date above the headline": ({"stamps": [("Oslo, 2 June 2015", True)]}, "2015-06-02", "text"),
    "date under the headline": ({"stamps": [("June 2, 2015", False)]}, "2015-06-02", "text"),
    "page clock": ({"stamps": [("01/22/2025 06:34:37 am", True)]}, None, "none"),
    "date above the headline": ({"stamps": [("Thursday, January 23, 2025", True)]}, None, "none"),
    "date above, supported": (
        {"stamps": [("Aug. 9, 2016", True)], "captions": ["Crews wait in Qatar, Aug. 2, 2016."]},
        "2016-08-09",
        "text",
    ),
    "date above with its age": ({"stamps": [("September 26, 2014 / 7 years ago", True)]}, "2014-09-26", "text"),
    "no blank behind the comma": ({"stamps": [("Jun 2,2015", False)]}, "2015-06-02", "text"),
    "years of two digits": ({"stamps": [("02-Jun-15 10:20", False)]}, "2015-06-02", "text"),
    "figures with a year of two digits": ({"stamps": [("Posted 19/02/15", False)]}, "2015-02-19", "text"),
    "an hour is no year": ({"stamps": [("2 Jun 10.15", False)]}, None, "none"),
    "a number before the date": ({"stamps": [("Release No: NR-48-14 June 2, 2015", False)]}, "2015-06-02", "text"),
    "a dated briefing": ({"title": "Daily Press Briefing: June 2, 2015"}, "2015-06-02", "text"),
    "a dated event": ({"title": "Donors meet in Oslo on June 2, 2015"}, None, "none"),
    "a day that a statement tells of": ({"title": "Statement on the June 2, 2015 attack"}, None, "none"),
    "update alone": ({"stamps": [("Updated June 2, 2015", False)]}, None, "none"),
    "ambiguous day and month": ({"stamps": [("03/04/2015", False)]}, None, "none"),
    "unambiguous day": ({"stamps": [("19/02/2015", False)]}, "2015-02-19", "text"),
    "future": ({"catalog": dt.date(2030, 1, 1)}, None, "none"),
    "today in brackets": (
        {"paragraphs": ["The council heard today (June 2, 2015) of it."]},
        "2015-06-02",
        "text",
    ),
    "full date of an event": ({"paragraphs": ["Jets arrived here Dec. 10, 2016, to join the fight."]}, None, "none"),
    "caption and weekday agree": (
        {"captions": ["A soldier waits near Ramadi, June 1, 2015."], "paragraphs": ["The envoy spoke Monday."]},
        "2015-06-01",
        "text",
    ),
    "caption of the file": (
        {"captions": ["FILE - A soldier waits near Ramadi, June 1, 2015."], "paragraphs": ["The envoy spoke Monday."]},
        None,
        "none",
    ),
    "caption and weekday differ": (
        {"captions": ["A soldier waits near Ramadi, June 1, 2015."], "paragraphs": ["The envoy spoke on Thursday."]},
        None,
        "none",
    ),
    "weekday only ahead": (
        {
            "captions": ["A tank rolls through Raqa, June 30, 2014."],
            "paragraphs": ["Envoys prepared for a conference Monday.", "The minister said Sunday that he would go."],
        },
        None,
        "none",
    ),
    "two captions, two dates": (
        {
            "captions": ["A soldier waits, June 1, 2015.", "A tank waits, May 25, 2015."],
            "paragraphs": ["The envoy spoke Monday."],
        },
        None,
        "none",
    ),
}


@pytest.mark.parametrize(("found", "date", "method"), PUBLICATIONS.values(), ids=PUBLICATIONS)
def test_publication(found: dict[str, object], date: str | None, method: str) -> None:
    publication = find_publication(DateEvidence(**found), today=dt.date(2026, 1, 1))  # type: ignore[arg-type]
    assert (publication.date and publication.date.isoformat(), publication.method) == (date, method)


SERVED = dt.datetime(2015, 6, 2, 12, 0, tzinfo=dt.UTC)
CLOCKS = {
    "the moment of serving": (dt.datetime(2015, 6, 2, 14, 0, 20, tzinfo=dt.timezone(dt.timedelta(hours=2))), True),
    "an hour before": (dt.datetime(2015, 6, 2, 11, 0, tzinfo=dt.UTC), False),
    "without a zone": (dt.datetime(2015, 6, 2, 12, 0), False),
    "nothing": (None, False),
}


@pytest.mark.parametrize(("declared", "is_clock"), CLOCKS.values(), ids=CLOCKS)
def test_page_clock(declared: dt.datetime | None, is_clock: bool) -> None:
    assert is_page_clock(declared, SERVED) is is_clock
    assert not is_page_clock(declared, None)
