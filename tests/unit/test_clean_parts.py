"""The parts of cleaning, each with a table of cases."""

from __future__ import annotations

import datetime as dt

import pytest

from coalition_data.clean.bylines import authors_of
from coalition_data.clean.captions import caption_signs, caption_text, is_caption
from coalition_data.clean.datelines import split_dateline
from coalition_data.clean.identity import article_id, canonical_url
from coalition_data.clean.language import detect_language
from coalition_data.clean.layout import split_lines
from coalition_data.clean.lines import Kind, kind_of
from coalition_data.clean.mend import mend_text
from coalition_data.clean.published import date_of_url, find_publication
from coalition_data.clean.stamps import is_stamp
from coalition_data.clean.titles import strip_site_name
from coalition_data.clean.topic import topic_score

DATELINES = [
    ("PARIS (Reuters) - France will host.", "PARIS", None, "France will host."),
    ("BAGHDAD, June 3 - Iraq said so.", "BAGHDAD", "June 3", "Iraq said so."),
    ("LONDON — The minister spoke.", "LONDON", None, "The minister spoke."),
    ("ERBIL, Kurdistan Region of Iraq (Kurdistan24) – Two men.", "ERBIL, Kurdistan Region of Iraq", None, "Two men."),
    ("Baghdad (IraqiNews.com) – Iraq said.", "Baghdad", None, "Iraq said."),
    ("(CNN) — The army moved.", None, None, "The army moved."),
    ("GENEVA (3 June 2015) - The UN asked.", "GENEVA", "3 June 2015", "The UN asked."),
    ("15 September 2014, Paris – The ministers met.", "Paris", "15 September 2014", "The ministers met."),
    ("ANKARA, Turkey (AP) — Turkey agreed.", "ANKARA, Turkey", None, "Turkey agreed."),
    ("SOUTHWEST ASIA, June 4, 2015 — On Tuesday.", "SOUTHWEST ASIA", "June 4, 2015", "On Tuesday."),
    ("WASHINGTON, June 2, 2015 /PRNewswire/ -- The group.", "WASHINGTON", "June 2, 2015", "The group."),
    ("New Delhi, Jul 14 (PTI) India will send.", "New Delhi", "Jul 14", "India will send."),
    ("RIYADH/WASHINGTON (Reuters) - The kingdom.", "RIYADH/WASHINGTON", None, "The kingdom."),
    ("BAGHDAD: The army moved.", "BAGHDAD", None, "The army moved."),
    ("Berlin – Germany agreed.", "Berlin", None, "Germany agreed."),
]
NO_DATELINES = [
    "NATO – the alliance – said no.",
    "Moscow – an ally of Damascus – said no.",
    "POLLS NOT NECESSARILY WRONG, JUST TOO EARLY - A pollster said it.",
    "Paris: the city where it began.",
    "France - like others - agreed.",
    "EXCLUSIVE: The plan in full.",
    "On Monday — the day of the talks — he left.",
    "Q: Will you go?",
    "The talks ended.",
]


@pytest.mark.parametrize(("text", "place", "date", "rest"), DATELINES, ids=[case[0][:28] for case in DATELINES])
def test_dateline(text: str, place: str | None, date: str | None, rest: str) -> None:
    dateline = split_dateline(text)
    assert dateline is not None
    assert (dateline.place, dateline.date, dateline.rest) == (place, date, rest)


@pytest.mark.parametrize("text", NO_DATELINES, ids=[text[:28] for text in NO_DATELINES])
def test_no_dateline(text: str) -> None:
    assert split_dateline(text) is None


BYLINES = [
    ("By Jane Doe", ("Jane Doe",)),
    ("By Jane Doe and John Roe, Associated Press", ("Jane Doe", "John Roe")),
    ("By JANE DOE and JOHN ROE", ("Jane Doe", "John Roe")),
    ("by Jane van der Berg | Reuters", ("Jane van der Berg",)),
    ("By Jane Doe, Staff Writer", ("Jane Doe",)),
    ("By Staff Sgt. Dana Ruiz, 379th Wing Public Affairs", ("Dana Ruiz",)),
    ("By Hoshang Abdul-Karim in Erbil", ("Hoshang Abdul-Karim",)),
    ("Written by Jane Doe", ("Jane Doe",)),
    ("Author: Jane Doe", ("Jane Doe",)),
    ("By Jane Doe, June 2, 2015", ("Jane Doe",)),
    ("By The Associated Press", ("The Associated Press",)),
    ("By Monday, the ministers had agreed.", ()),
    ("By far the largest group came from the north.", ()),
    ("By March 2015 the city had fallen", ()),
    ("The ministers met", ()),
]


@pytest.mark.parametrize(("line", "authors"), BYLINES, ids=[case[0] for case in BYLINES])
def test_byline(line: str, authors: tuple[str, ...]) -> None:
    assert authors_of(line) == authors


CAPTIONS = [
    "FILE PHOTO: A jet takes off, May 3, 2013. REUTERS/Lars Moen",
    "FILE - Soldiers wait near the front.",
    "(Photo : Foreign Ministry) Ministers pose in the hall",
    "An image made available by activists on June 3 allegedly shows a convoy.",
    "In this Monday, June 1, 2015 photo, a soldier waits near Ramadi.",
    "This photo released by the ministry shows the hall.",
    "The minister leaves the hall. (AP Photo/Jane Doe)",
    "Ministers arrive at the hall. Jane Doe/AFP/Getty Images",
    "Jane Doe via Getty Images",
    "Image copyright AFP",
    "Media captionThe minister spoke to the press",
    "Belgian jets on the tarmac. Photograph: Luc Dupont/EPA",
    "Jane Doe Image: Foreign Ministry.",
    "Crews load a truck. (U.S. Army photo by Sgt. John Roe)",
    "© AFP",
]
NO_CAPTIONS = [
    "The email includes a photo of the minister wearing a helmet, holding a gun.",
    "The image of the boy, dazed and bloodied, went around the world.",
    "Photos by the group show strikes on the camp, he said, and the ministry denied it.",
    "He was pictured with the president, an official said.",
    "“We filed the complaint,” the agency Reuters said.",
    "The ministry's image abroad has suffered, the envoy said.",
]


@pytest.mark.parametrize("text", CAPTIONS, ids=[text[:30] for text in CAPTIONS])
def test_caption(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize("text", NO_CAPTIONS, ids=[text[:30] for text in NO_CAPTIONS])
def test_no_caption(text: str) -> None:
    assert not is_caption(text)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Gen. Sami Aziz explains a plan to his men near Tikrit, Iraq, June 1, 2015.", 2),
        ("Prime Minister Vos and President Amal speaking at the summit.", 2),
        ("The envoy (left) has left the hall.", 1),
        ("The minister said on June 1, 2015.", 1),
        ("The senator praises the envoy after a 45-minute meeting on policy.", 0),
        ("Ministers agreed to meet again. They left on June 2, 2015.", 0),
    ],
    ids=["present and date", "participle", "position", "date in a statement", "headline", "two sentences"],
)
def test_signs_of_a_caption(text: str, signs: int) -> None:
    assert caption_signs(text) == signs


def test_caption_loses_its_leading_credit_and_its_colour() -> None:
    assert caption_text("(Photo : KUNA) Flags outside the hall") == "Flags outside the hall"
    assert caption_text("██ Territory held by the army") == "Territory held by the army"


KINDS = [
    ("Share Tweet Email Print", Kind.BUTTON),
    ("Home > World > Middle East", Kind.BUTTON),
    ("كوردى | English | العربية", Kind.BUTTON),
    ("Syria", Kind.TOPIC),
    ("Like Us on Facebook", Kind.CHROME),
    ("Follow @example on Twitter", Kind.CHROME),
    ("Advertisement", Kind.CHROME),
    ("Story continues below advertisement", Kind.CHROME),
    ("Make GT Your Homepage", Kind.CHROME),
    ("We use cookies to improve your visit.", Kind.CHROME),
    ("Sign up for our daily newsletter", Kind.CHROME),
    ("5 min read", Kind.CHROME),
    ("0:00 0:02:11 0:00", Kind.PLAYER),
    ("No media source currently available", Kind.PLAYER),
    ("Leave a Reply", Kind.COMMENTS),
    ("14 responses to “Ministers meet”", Kind.COMMENTS),
    ("Comments (3)", Kind.COMMENTS),
    ("Most Popular", Kind.SECTION),
    ("Related articles", Kind.SECTION),
    ("More on this story", Kind.SECTION),
    ("Read More: Mine kills three near Gwer", Kind.LINK),
    ("Also read: Villagers return", Kind.LINK),
    ("Tags: Iraq, Syria", Kind.LINK),
    ("(Additional reporting by Jane Doe; Editing by John Roe)", Kind.CREDIT),
    ("Jane Doe contributed to this report.", Kind.CREDIT),
    ("Source: Reuters", Kind.CREDIT),
    ("Copyright 2014 The Associated Press. All rights reserved.", Kind.RIGHTS),
    ("###", Kind.CHROME),
    ("End text.", Kind.END),
    ("This article has been updated to add a statement.", Kind.NOTE),
    ("More in the region fear that the strikes will fail.", Kind.PROSE),
    ("From Baghdad to Paris, leaders said they would act.", Kind.PROSE),
    ("With reports of executions mounting, the council met again.", Kind.PROSE),
    ("Comment was not available from the ministry on Monday night.", Kind.PROSE),
    ("Share of the costs would rise, the minister told reporters.", Kind.PROSE),
    ("Follow-up talks will be held in Oslo next month.", Kind.PROSE),
    ("Crucial time", Kind.SHORT),
    ("Review of goals, Syria’s situation", Kind.SHORT),
    ("“Yes,” he said.", Kind.SHORT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[case[0][:34] for case in KINDS])
def test_kind_of_line(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


STAMPS = [
    ("Monday, August 3, 2020", True),
    ("01/22/2025 06:34:37 am", True),
    ("Published: 4 June 2020, 10:15 GMT", True),
    ("Posted on June 2, 2015", True),
    ("3 hours ago", True),
    ("Updated 10:15 AM ET, Tue June 2, 2015", True),
    ("2015-06-02T10:15:00Z", True),
    ("Paris summit 2015", False),
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
    "date under the headline": ({"stamps": [("June 2, 2015", False)]}, "2015-06-02", "text"),
    "page clock": ({"stamps": [("01/22/2025 06:34:37 am", True)]}, None, "none"),
    "date above the headline": ({"stamps": [("Thursday, January 23, 2025", True)]}, None, "none"),
    "date above, supported": (
        {"stamps": [("Aug. 9, 2016", True)], "captions": ["Crews wait in Qatar, Aug. 2, 2016."]},
        "2016-08-09",
        "text",
    ),
    "date above with its age": ({"stamps": [("September 26, 2014 / 7 years ago", True)]}, "2014-09-26", "text"),
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
    nothing: dict[str, object] = {
        "catalog": None, "url": None, "dateline": None, "stamps": [], "captions": [], "paragraphs": [],
    }  # fmt: skip
    publication = find_publication(**{**nothing, **found}, today=dt.date(2026, 1, 1))  # type: ignore[arg-type]
    assert (publication.date and publication.date.isoformat(), publication.method) == (date, method)


LAYOUTS = {
    "a quotation over a hard break": (
        'The minister said: "We will stay for as long as it takes and\nnot a day longer than that," and he left '
        "the\nhall with his aides, "
        "who carried the papers of\nthe day under their arms.",
        1,
    ),
    "one paragraph a line": ("The first paragraph of the text ends here.\nThe second one ends here, too.\nA third.", 3),
    "blank lines": ("One.\n\nTwo.\n\nThree.", 3),
    "a list": ("They agreed to:\n- stop the flow of money\n- guard the border\n- meet again", 4),
    "a break inside a sentence": ("Her parents came from two\ncountries. She said so.", 2),
    "a break after a comma": ("He came from the north, he said,\nand would not go back.", 1),
}


@pytest.mark.parametrize(("text", "lines"), LAYOUTS.values(), ids=LAYOUTS)
def test_layout(text: str, lines: int) -> None:
    assert len(split_lines(text)) == lines


MENDED = {
    "windows line ends": ("a\r\nb\rc", "a\nb\nc"),
    "no-break blank": ("a\u00a0b", "a b"),
    "soft hyphen and marks": ("coali\u00adtion\u200b \u200eX", "coalition X"),
    "composed": ("Zu\u0308rich", "Zürich"),
    "entities": ("Tom &amp; Ann&#8217;s", "Tom & Ann’s"),
    "mojibake": ("ZÃ¼rich", "Zürich"),
    "curly quotes stay": ("“It’s,” he said — ‘no’", "“It’s,” he said — ‘no’"),
    "ligature stays": ("ﬁnance", "ﬁnance"),
    "tags": ("<p>One.</p><p>Two.</p>", "\nOne.\n\nTwo.\n"),
    "comparison is no tag": ("a < b and c > d", "a < b and c > d"),
}


@pytest.mark.parametrize(("before", "after"), MENDED.values(), ids=MENDED)
def test_mend(before: str, after: str) -> None:
    assert mend_text(before).text == after


TITLES = [
    ("Ministers meet - BBC News", None, "Ministers meet"),
    ("Ministers meet | Reuters", None, "Ministers meet"),
    ("Ministers meet | The Quiet Observer", None, "Ministers meet"),
    ("Rudaw - Ministers meet", None, "Ministers meet"),
    ("Ministers meet — The Local Example", "The Local Example", "Ministers meet"),
    ("Ministers meet - and part again", None, "Ministers meet - and part again"),
    ("Jordan Armed Forces – Arab Army meets", None, "Jordan Armed Forces – Arab Army meets"),
    ("US-led coalition meets", None, "US-led coalition meets"),
]


@pytest.mark.parametrize(("printed", "publisher", "title"), TITLES, ids=[case[0] for case in TITLES])
def test_title_without_site_name(printed: str, publisher: str | None, title: str) -> None:
    assert strip_site_name(printed, publisher) == title


ADDRESSES = [
    ("HTTPS://Example.ORG/a/", "https://example.org/a"),
    ("https://example.org//a/b#top", "https://example.org/a/b"),
    ("https://example.org/a?utm_source=x&id=3&fbclid=y", "https://example.org/a?id=3"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("ftp://example.org/a", None),
    ("not an address", None),
    ("http://[broken/", None),
    ("", None),
]


@pytest.mark.parametrize(("url", "canonical"), ADDRESSES, ids=[case[0] or "empty" for case in ADDRESSES])
def test_canonical_url(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


def test_id_is_of_the_address_and_else_of_the_bytes() -> None:
    assert article_id("https://example.org/a", "0" * 64) == article_id("http://example.org/a", "1" * 64)
    assert article_id(None, "0" * 64) == "art_" + "0" * 16


def test_topic_score_tells_the_coalition_from_a_frog_survey() -> None:
    coalition = "Foreign ministers of the global coalition against Daesh met to plan air strikes in Iraq and Syria."
    frogs = "A survey of frog skulls shows that spikes evolved many times, the museum said on Monday."
    assert topic_score(coalition) > 0.7
    assert topic_score(frogs) == 0.0
    assert 0.0 <= topic_score("") <= 1.0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministers met on Monday and agreed to meet again in the spring.", "en"),
        ("Die Minister trafen sich am Montag und wollen sich im Frühjahr wieder treffen.", "de"),
        ("Les ministres se sont réunis lundi et se reverront au printemps, a dit le porte-parole.", "fr"),
        ("التقى الوزراء يوم الاثنين واتفقوا على الاجتماع مرة أخرى في الربيع المقبل", "ar"),
        ("Yes.", "en"),
    ],
    ids=["English", "German", "French", "Arabic", "too short to tell"],
)
def test_language(text: str, code: str) -> None:
    assert detect_language(text) == code
