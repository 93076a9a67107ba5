"""Reported speech without marks: a text in, source, cue and words out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes import extract_quotes
from coalition_data.resolve.entities import ArticleEntities

CASES = {
    "that-clause": ("Anna Berg said that the ships would sail on Monday.", "Anna Berg", "said", "ships would sail"),
    "bare-clause": ("Anna Berg said the ships would sail on Monday.", "Anna Berg", "said", "ships would sail"),
    "told-someone": ("Anna Berg told the crews that the port was closed.", "Anna Berg", "told", "port was closed"),
    "parenthetical-end": ("The ships will sail on Monday, officials said.", "officials", "said", "ships will sail"),
    "according-to": (
        "According to the ministry, the port was closed for a week.",
        "ministry",
        "According to",
        "port was closed",
    ),
    "warned": ("The ministry warned that the storm could last for days.", "ministry", "warned", "storm could last"),
    "argued": ("Critics argued that the plan cost far too much money.", "Critics", "argued", "plan cost"),
    "pledged": ("Norway pledged to send two more ships to the port.", "Norway", "pledged", "send two more ships"),
    "poll": ("A survey found that most sailors were against the plan.", "survey", "found", "most sailors were against"),
    "pronoun": ("Anna Berg came home. She said the crews were safe and well.", "She", "said", "crews were safe"),
    "relayed": (
        "The agency quoted Paul Moor as saying that the port would close.",
        "Moor",
        "saying",
        "port would close",
    ),
    "day-of-speaking": (
        "Anna Berg said on Monday it had closed the port.",
        "Anna Berg",
        "said",
        "it had closed the port",
    ),
    "infinitive-in-front": (
        "A league to fight river pirates said on Monday that the port was free.",
        "league",
        "said",
        "that the port was free",
    ),
    "place-of-speaking": (
        "The port is closed for good, Anna Berg said speaking at a conference in Oslo.",
        "Anna Berg",
        "said",
        "The port is closed for good",
    ),
    "no-aside": (
        "Anna Berg, using the old name of the port, said it was closed.",
        "Anna Berg",
        "said",
        "it was closed",
    ),
}
SEVERAL = {
    "goes-on-adding": (
        "Anna Berg said the port was closed, adding that the ships would wait.",
        [("Anna Berg", "said", "the port was closed"), ("Anna Berg", "adding", "that the ships would wait")],
    ),
    "goes-on-with-and": (
        "Anna Berg said she would order a review of the port and warned that the storm could last.",
        [
            ("Anna Berg", "said", "she would order a review of the port"),
            ("Anna Berg", "warned", "that the storm could last"),
        ],
    ),
    "anonymity": (
        "An officer who asked not to be named said the port was closed.",
        [("An officer", "said", "the port was closed")],
    ),
    "joined-by-but": (
        "Anna Berg would not comment, but told reporters that the port was closed.",
        [("Anna Berg", "told", "that the port was closed")],
    ),
    "speaker-behind-a-list": (
        "Norway will send ships to Mali and Niger, Defence Minister Anna Berg said.",
        [("Defence Minister Anna Berg", "said", "Norway will send ships to Mali and Niger")],
    ),
    "purpose-is-said-too": (
        "The minister announced $20 million for Chad to rebuild its roads.",
        [("The minister", "announced", "$20 million for Chad to rebuild its roads")],
    ),
    "ends-before-the-occasion": (
        "The envoy criticised the blockade of the port after two children died.",
        [("The envoy", "criticised", "the blockade of the port")],
    ),
    "told-in-a-text": (
        "Defence spokesman Paul Moor said in a statement that the storm near the port had killed two.",
        [("Defence spokesman Paul Moor", "said", "that the storm near the port had killed two")],
    ),
    "ends-before-another": (
        "Anna Berg said that the port was closed, and sailors in Oslo warned that the storm would last.",
        [
            ("Anna Berg", "said", "that the port was closed"),
            ("sailors", "warned", "that the storm would last"),
        ],
    ),
    "said-once": (
        "Anna Berg voiced her fear that the port would close.",
        [("Anna Berg", "voiced", "her fear that the port would close")],
    ),
    "relayed-by-an-agency": (
        "Anna Berg left for Oslo on Monday, insisting that the ports would stay open, AFP reports.",
        [("Anna Berg", "insisting", "that the ports would stay open")],
    ),
    "two-sources": (
        "According to the ministry, there was proof of a sale, spokeswoman Jana Lind said.",
        [("spokeswoman Jana Lind", "said", "there was proof of a sale")],
    ),
}
NONE = {
    "no-report": "The ships sailed on Monday and came back on Friday.",
    "quoted-words": '"The ships sail tonight," Anna Berg said.',
    "verb-inside-marks": "“He told me that the port was closed.”",
    "agreed-to": "Anna Berg agreed to pay for the ships.",
    "ordered": "Anna Berg ordered the crews to leave the port.",
    "supported": "Anna Berg supported the war in the north.",
    "testified": "Anna Berg testified before the assembly in Oslo.",
    "aside-beside-a-quote": '"We will sail," Anna Berg said, using the old name of the port.',
    "words-that-end-in-marks": 'Anna Berg described the tax as a "scandal" on Monday.',
    "nobody-said-it": "No one said that the storm would last.",
    "left-open": "Anna Berg did not say when the ships would sail.",
    "declined-to-say": "Anna Berg declined to say whether the port was closed.",
    "refused-to-comment": "Paul Moor refused to comment on the sale.",
    "did-not-answer": "The ministry did not immediately respond to a request for comment.",
    "refused-to-guess": "Paul Moor declined to speculate on how long the storm would last.",
    "the-reader": "If you think that the port is closed, you want to see the ships.",
    "what-was-said": "What Anna Berg said surprised many in the port.",
    "occasion": "Paul Moor stunned the harbour's partners after he sold the port to a rival.",
}
Parse = Callable[..., ParsedArticle]


@pytest.mark.parametrize(("text", "source", "cue", "words"), CASES.values(), ids=CASES.keys())
def test_reports(text: str, source: str, cue: str, words: str, parse: Parse) -> None:
    parsed = parse(text)
    rows = [row for row in extract_quotes(parsed, ArticleEntities(parsed)) if row.quote_type == "indirect"]
    assert [(source in (row.speaker_mention or ""), row.cue, words in row.text) for row in rows] == [(True, cue, True)]


@pytest.mark.parametrize(("text", "expected"), SEVERAL.values(), ids=SEVERAL.keys())
def test_whole_rows(text: str, expected: list[tuple[str, str, str]], parse: Parse) -> None:
    parsed = parse(text)
    rows = [row for row in extract_quotes(parsed, ArticleEntities(parsed)) if row.quote_type == "indirect"]
    assert [(row.speaker_mention, row.cue, row.text) for row in rows] == expected


FIRST_PERSON = {
    "turn": ("Anna Berg met the press.\n\nMS. BERG: I think that the port will open soon.", "Anna Berg"),
    "who-asks": (
        "Anna Berg met the press.\n\nMS. BERG: Hello.\n\nQUESTION: I think that the port will open soon.\n\n"
        "MS. BERG: No.\n\nQUESTION: No?",
        None,
    ),
    "turn-of-two-paragraphs": (
        "MS. BERG: Hello.\n\nQUESTION: No?\n\nMR. MOOR: Yes.\n\nMS. BERG: Thank you.\n\nMR. MOOR: Wait.\n\n"
        "We believe that the port will open soon.",
        "Moor",
    ),
    "announced-statement": (
        "Foreign Minister Anna Berg said:\n\nThe port is safe. I believe that the ships will sail.",
        "Anna Berg",
    ),
    "the-author": ("I believe that the ships will sail.", None),
}


@pytest.mark.parametrize(("text", "name"), FIRST_PERSON.values(), ids=FIRST_PERSON.keys())
def test_who_says_i(text: str, name: str | None, parse: Parse) -> None:
    parsed = parse(text)
    rows = [row for row in extract_quotes(parsed, ArticleEntities(parsed)) if row.quote_type == "indirect"]
    assert [row.speaker_name for row in rows if row.speaker_mention in ("I", "We")] == [name]


def test_what_was_asked_for_is_not_said_by_the_asker(parse: Parse) -> None:
    parsed = parse("Oslo has asked the crews to explain the sale.")
    rows = extract_quotes(parsed, ArticleEntities(parsed))
    assert "explain" not in [row.cue for row in rows]


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_reports(text: str, parse: Parse) -> None:
    parsed = parse(text)
    assert not [row for row in extract_quotes(parsed, ArticleEntities(parsed)) if row.quote_type == "indirect"]


def test_rules_alone_report_plain_clauses(parse: Parse) -> None:
    parsed = parse("Anna Berg said that the ships would sail on Monday.")
    rows = extract_quotes(parsed, ArticleEntities(parsed), use_model=False)
    assert [row.quote_type for row in rows] == ["indirect"]
