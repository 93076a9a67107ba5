"""The stage as a whole: copies, scope, notes, and that every document has one outcome."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import itertools

import pytest

from coalition_data.clean import clean_document, clean_documents, make_article
from coalition_data.clean.article import LONGEST_ARTICLE
from coalition_data.errors import InputError
from coalition_data.records import CatalogEntry, RawDocument
from coalition_data.settings import CleanSettings

LEAD = (
    "Twelve foreign ministers of the coalition met in Oslo on Monday to plan air strikes against Islamic State in Iraq."
)
BODY = [
    LEAD,
    "They will meet again in the spring, when the Iraqi army hopes to have trained eight new brigades.",
    "Norway, the host, offered sixty trainers and a field hospital, and said it would pay for both until next year.",
    "Officials from Baghdad asked for more: rifles, radios, and money for the families of fallen soldiers.",
    "“Promises do not stop a truck bomb,” one of them said as he left the hall, and got into a waiting car.",
    "The ministers are to report to the council of ambassadors in Brussels before the end of the month.",
]

FROGS = "A survey of frog skulls shows that spikes evolved many times, a museum said on Monday."
ADDRESS = "https://example.org/a"


def document(text: str, uri: str = "a.txt", **catalog: object) -> RawDocument:
    data = text.encode()
    return RawDocument(uri, data, hashlib.sha256(data).hexdigest(), CatalogEntry(**catalog))  # type: ignore[arg-type]


def article_text(*paragraphs: str, title: str = "Ministers meet in Oslo") -> str:
    return "\n\n".join((title, *paragraphs))


def test_same_bytes_are_set_aside_naming_the_first() -> None:
    result = clean_documents([document(article_text(*BODY)), document(article_text(*BODY), "b.txt")])
    assert [article.source_uri for article in result.articles] == ["a.txt"]
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == [("b.txt", "duplicate")]
    assert "a.txt" in result.set_aside[0].detail


LONGEST = {
    "one line": "coalition " * (LONGEST_ARTICLE + 1),
    "many paragraphs": "The coalition met.\n\n" * (LONGEST_ARTICLE // 3 + 1),
    "one word a line": "coalition\n" * (LONGEST_ARTICLE + 1),
}


@pytest.mark.parametrize("text", LONGEST.values(), ids=LONGEST)
def test_a_text_that_no_article_is_as_long_as_is_set_aside_at_once(text: str) -> None:
    result = clean_documents([document(text), document(article_text(*BODY), "b.txt")])
    assert [article.source_uri for article in result.articles] == ["b.txt"]
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == [("a.txt", "too_large")]


def test_same_text_after_cleaning_is_a_copy() -> None:
    other = article_text(*BODY) + "\n\nShare this article\n\nCopyright 2015 The Example. All rights reserved.\n"
    result = clean_documents([document(article_text(*BODY)), document(other, "b.txt")])
    assert [entry.reason for entry in result.set_aside] == ["duplicate"]


def at(hour: int) -> dt.datetime:
    return dt.datetime(2015, 6, 2, hour, tzinfo=dt.UTC)


def test_same_address_is_one_article_and_the_newest_text_stands() -> None:
    old = document(article_text(*BODY[:3]), url="https://example.org/a?utm_source=x")
    new = document(article_text(*BODY), "b.txt", url="http://EXAMPLE.org/a/")
    captures = [dataclasses.replace(old, fetched_at=at(9)), dataclasses.replace(new, fetched_at=at(12))]
    for order in (captures, captures[::-1]):
        result = clean_documents(order)
        assert [article.source_uri for article in result.articles] == ["b.txt"]
        assert [(row.source_uri, row.reason) for row in result.set_aside] == [("a.txt", "revised")]
        assert [(row.revision, row.is_current, row.source_uri) for row in result.revisions] == [
            (1, False, "a.txt"),
            (2, True, "b.txt"),
        ]
        assert result.revisions[0].text == "\n\n".join(BODY[:3])
        assert {row.article_id for row in result.revisions} == {result.articles[0].article_id}


def test_a_page_that_returns_to_an_old_text_has_that_text() -> None:
    first, second = document(article_text(*BODY), url=ADDRESS), document(article_text(*BODY[:3]), "b.txt", url=ADDRESS)
    furniture = document(article_text(*BODY) + "\n\nShare this article\n", "c.txt", url=ADDRESS)
    result = clean_documents(
        [
            dataclasses.replace(first, fetched_at=at(8)),
            dataclasses.replace(second, fetched_at=at(9)),
            dataclasses.replace(furniture, fetched_at=at(10)),
        ]
    )
    assert [article.source_uri for article in result.articles] == ["a.txt"], "the first capture of the newest text"
    assert {(row.source_uri, row.reason) for row in result.set_aside} == {("b.txt", "revised"), ("c.txt", "duplicate")}


def test_of_copies_the_one_stands_of_which_the_catalog_says_most() -> None:
    copies = [
        document(article_text(*BODY)),
        document(article_text(*BODY), "b.txt", url=ADDRESS),
        document(article_text(*BODY), "c.txt", url=ADDRESS, publisher="Example"),
    ]
    for order in itertools.permutations(copies):
        result = clean_documents(order)
        assert [article.source_uri for article in result.articles] == ["c.txt"]
        assert {(row.source_uri, row.reason) for row in result.set_aside} == {
            ("a.txt", "duplicate"),
            ("b.txt", "duplicate"),
        }
        assert all("c.txt" in row.detail for row in result.set_aside)


def test_a_source_has_its_own_threshold() -> None:
    off_topic = document(article_text(FROGS))
    assert len(clean_documents([off_topic]).articles) == 1
    strict = dataclasses.replace(off_topic, min_topic_score=0.9)
    assert [row.reason for row in clean_documents([strict]).set_aside] == ["off_topic"]


NEAR_COPIES = {
    "another headline": article_text(*BODY, title="Coalition plans strikes"),
    "another dateline": article_text(f"OSLO (Reuters) - {LEAD}", *BODY[1:]),
    "an added paragraph": article_text(
        *BODY, "The talks were the third of their kind since the summer, and the shortest."
    ),
    "a cut end": article_text(*BODY[:4]),
    "a changed word": article_text(LEAD.replace("Twelve", "A dozen"), *BODY[1:]),
}


@pytest.mark.parametrize("text", NEAR_COPIES.values(), ids=NEAR_COPIES)
def test_near_copy_stays_and_points_to_the_earliest(text: str) -> None:
    later = document(text.replace("Officials from", "Some officials from"), "b.txt", published_on=dt.date(2015, 6, 3))
    earlier = document(article_text(*BODY), published_on=dt.date(2015, 6, 2))
    copies = {article.source_uri: article for article in clean_documents([later, earlier]).articles}
    assert copies["a.txt"].duplicate_of is None
    assert copies["b.txt"].duplicate_of == copies["a.txt"].article_id


def test_two_reports_of_one_event_are_no_copies() -> None:
    other = article_text(
        "Foreign ministers of twelve countries gathered in the Norwegian capital on Monday.",
        "The meeting, the third since summer, ended without a date for the next one, diplomats said.",
        "Sixty Norwegian trainers will go to Iraq, and a hospital with forty beds.",
        "Baghdad's envoy complained that earlier promises had not been kept, least of all those of money.",
    )
    result = clean_documents([document(article_text(*BODY)), document(other, "b.txt")])
    assert [article.duplicate_of for article in result.articles] == [None, None]


def test_settings_decide_about_scope() -> None:
    frogs = article_text(FROGS)
    german = article_text("Die Minister trafen sich am Montag in Oslo und wollen sich im Frühjahr wieder treffen.")
    documents = [document(article_text(*BODY)), document(frogs, "frogs.txt"), document(german, "german.txt")]
    strict = clean_documents(documents, CleanSettings(min_topic_score=0.3))
    assert {(entry.source_uri, entry.reason) for entry in strict.set_aside} == {
        ("frogs.txt", "off_topic"),
        ("german.txt", "language"),
    }
    lenient = clean_documents(documents, CleanSettings(languages=("en", "de")))
    assert len(lenient.articles) == 3


def test_future_date_of_a_catalog_is_ignored_with_a_note() -> None:
    raw = document(article_text(*BODY), published_on=dt.date(2030, 1, 1))
    article, notes = clean_document(raw, today=dt.date(2020, 1, 1))
    assert article.published_on is None
    assert [note.code for note in notes] == ["catalog_date"]


def test_page_without_article_is_empty() -> None:
    with pytest.raises(InputError) as raised:
        clean_document(document("Home\n\nShare\n\nTweet\n"))
    assert raised.value.reason == "empty"


def test_make_article_leaves_the_text_untouched() -> None:
    text = "  PARIS (Reuters) -  Two  blanks.\r\n\r\nShare this\n"
    article = make_article(text, title="A title", url="https://example.org/2015/06/02/a?utm_source=x")
    assert article.text == text
    assert article.url == "https://example.org/2015/06/02/a"
    assert (article.published_on, article.published_on_method) == (dt.date(2015, 6, 2), "url")
    assert article.dateline is None
    assert make_article(text, published_on=dt.date(2015, 6, 3)).published_on_method == "catalog"
    with pytest.raises(InputError):
        make_article(" \n")


def test_order_and_hashes() -> None:
    raw = document(article_text(*BODY))
    (article,) = clean_documents([raw]).articles
    assert article.raw_sha256 == raw.sha256
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert article.word_count == len(article.text.split())
    assert article.text == "\n\n".join(BODY)
    assert clean_documents([raw]) == clean_documents([dataclasses.replace(raw)])
