"""Characters, lines, headlines, addresses and topics."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coalition_data.clean.identity import article_id, canonical_url
from coalition_data.clean.layout import split_lines
from coalition_data.clean.mend import mend_text
from coalition_data.clean.titles import strip_site_name
from coalition_data.clean.topic import CRAWL_THRESHOLD, Term, TopicMatcher, topic_score

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
    "mojibake, decomposed": ("a cafA\u0303© in Lyon", "a café in Lyon"),
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


TERMS = (
    Term(("us led", "da'esh", "isis"), 2.0, "enemy"),
    Term(("syria", "syrian"), 1.0, "place"),
    Term(("oman",), 1.0, "place"),
)
FOUND = {
    "case": "SYRIA",
    "forms": "Syrian",
    "hyphen": "US-led",
    "hyphen that does not break": "US\u2011led",
    "line break": "US\nled",
    "curly apostrophe": "Da’esh",
    "in brackets": "(Syria)",
    "before an apostrophe": "Syria’s",
    "part of a hyphenated word": "anti-ISIS",
}
NOT_FOUND = {
    "inside a word": "crisis",
    "at its beginning": "Romans",
    "words in between": "US troops led",
    "nothing": "",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_topic_terms(text: str) -> None:
    assert TopicMatcher(TERMS).score(text) > 0


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_no_topic_terms(text: str) -> None:
    assert TopicMatcher(TERMS).score(text) == 0


def test_topic_is_more_than_one_word_repeated_or_one_kind() -> None:
    score = TopicMatcher(TERMS).score
    assert score("Syria " * 50) == score("Syria " * 3)
    assert score("Syria " * 3 + "Oman " * 3) < 1 / 3
    assert score("Syria and ISIS") > score("Syria and Oman and Syria")
    assert score("Syria and ISIS") > score("Syria and ISIS" + " and so on" * 500) > 0
    assert score("Talks go on", "Syria") > score("Talks on Syria go on", None)


def test_sources_that_are_shipped_set_the_measured_threshold() -> None:
    declared = yaml.safe_load((Path(__file__).parents[2] / "seeds" / "sources.yml").read_text("utf-8"))["sources"]
    crawled = {source["name"]: source["min_topic_score"] for source in declared if source["kind"] != "folder"}
    assert crawled.pop("global-coalition") == 0.0, "all that it publishes is about the coalition"
    assert set(crawled.values()) == {CRAWL_THRESHOLD}
