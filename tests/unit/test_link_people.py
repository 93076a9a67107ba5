"""One person has one name in all tables of a release, and a quote the meeting at which it was said."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from coalition_data.link import link_tables
from coalition_data.link.occasions import place_quotes
from coalition_data.link.people import Spelling, is_same_person
from coalition_data.records import Article, Evidence, Meeting, Participant, Quote
from tests.conftest import plain_article


def spelling(name: str, iso3: str | None = None) -> Spelling:
    return Spelling(name, iso3, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(spelling("Haider al-Abadi", "IRQ"), spelling("Haidar Al Abadi", "IRQ"), id="transliterated"),
        pytest.param(spelling("Haider al-Abadi"), spelling("Haidar al-Abadi", "IRQ"), id="country-of-one-unknown"),
        pytest.param(spelling("Mohammed bin Nasser", "JOR"), spelling("Muhammad Bin Naser", "JOR"), id="both-parts"),
        pytest.param(spelling("Oleksiy Reznikov", "UKR"), spelling("Oleksii Reznikov", "UKR"), id="cyrillic"),
        pytest.param(spelling("Jane Q. Doe", "USA"), spelling("Jane Doe", "USA"), id="middle-initial"),
        pytest.param(spelling("Michael Berg", "NOR"), spelling("Mike Berg", "NOR"), id="short-form"),
        pytest.param(spelling("José Prado", "ESP"), spelling("Jose Prado"), id="accent"),
    ],
)
def test_one_person(one: Spelling, other: Spelling) -> None:
    assert is_same_person(one, other)
    assert is_same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(spelling("Hassan Ali", "IRQ"), spelling("Hassan Ali", "EGY"), id="two-countries"),
        pytest.param(spelling("Dan Berg", "USA"), spelling("Dean Berg", "USA"), id="no-transliteration"),
        pytest.param(spelling("John A. Berg", "USA"), spelling("John B. Berg", "USA"), id="two-middle-names"),
        pytest.param(spelling("Anna Berg"), spelling("Paul Berg"), id="two-first-names"),
    ],
)
def test_two_persons(one: Spelling, other: Spelling) -> None:
    assert not is_same_person(one, other)


SPEECH = (
    "Ministers met in Oslo on Monday at the Northern Ports Conference.\n\n"
    "“The ports stay open,” Anna Berg told the conference. “We will help,” Paul Moor said. "
    "“Nobody asked us,” Paul Moor said in an interview."
)
ARTICLE = dataclasses.replace(plain_article(SPEECH), article_id="art_00000000000000aa")


def quote(words: str, name: str, source: Article = ARTICLE, **fields: Any) -> Quote:
    start = source.text.index(words)
    speaker = source.text.index(name, start)
    values: dict[str, Any] = {
        "quote_id": f"quo_{abs(hash(words)) % 10**12:012}", "article_id": source.article_id, "start": start,
        "end": start + len(words), "text": words, "quote_type": "direct", "utterance_id": "utt_1",
        "speaker_name": name, "speaker_mention": name, "speaker_start": speaker, "speaker_end": speaker + len(name),
        "speaker_kind": "person", "speaker_role": None, "speaker_iso3": None, "cue": None, "cue_start": None,
        "cue_end": None, "meeting_id": None, "confidence": 0.9,
    }  # fmt: skip
    return Quote(**(values | fields))


def meeting(**fields: Any) -> Meeting:
    values: dict[str, Any] = {
        "meeting_id": "mtg_000000000001", "name": "Northern Ports Conference", "meeting_type": "conference",
        "format": "in_person", "status": "held", "start_date": None, "end_date": None, "date_precision": "unknown",
        "date_method": "none", "city": "Oslo", "country_iso3": "NOR", "venue": None, "latitude": None,
        "longitude": None, "hosts": (), "participants": (Participant("Paul Moor", "person", None, None, "attended"),),
        "participants_reported": (), "evidence": (Evidence(ARTICLE.article_id, 0, 65, SPEECH[:65]),),
    }  # fmt: skip
    return Meeting(**(values | fields))


CASES = [
    pytest.param("The ports stay open,", "Anna Berg", {}, True, id="told-the-conference"),
    pytest.param("We will help,", "Paul Moor", {}, True, id="participant-of-the-main-meeting"),
    pytest.param("Nobody asked us,", "Paul Moor", {}, False, id="said-in-an-interview"),
    pytest.param("We will help,", "Paul Moor", {"status": "scheduled"}, False, id="not-held-yet"),
    pytest.param("We will help,", "Paul Moor", {"participants": ()}, False, id="not-told-to-be-there"),
    pytest.param("We will help,", "Paul Moor", {"meeting_type": "bilateral"}, False, id="talks-of-two"),
]


@pytest.mark.parametrize(("words", "name", "fields", "said_there"), CASES)
def test_meeting_of_a_quote(words: str, name: str, fields: dict[str, Any], said_there: bool) -> None:
    placed = place_quotes([quote(words, name)], [meeting(**fields)], [ARTICLE])
    assert (placed[0].meeting_id is not None) is said_there


ATTRIBUTIONS = [
    pytest.param("Anna Berg told the closing session of the conference", True, id="session"),
    pytest.param("Anna Berg told reporters on a conference call", False, id="conference-call"),
    pytest.param("Anna Berg said at a joint press conference in Oslo", False, id="press-conference"),
    pytest.param("commenting on the host's opening speech, Anna Berg said", False, id="about-a-speech"),
    pytest.param("Anna Berg said outside the conference", False, id="outside"),
    pytest.param("Anna Berg said on the sidelines of the conference", False, id="on-the-sidelines"),
]


@pytest.mark.parametrize(("attribution", "said_there"), ATTRIBUTIONS)
def test_meeting_of_an_attribution(attribution: str, said_there: bool) -> None:
    lead = "Ministers met in Oslo on Monday at the Northern Ports Conference."
    told = plain_article(f"{lead}\n\n“The ports stay open,” {attribution}.")
    held = meeting(participants=(), evidence=(Evidence(told.article_id, 0, len(lead), lead),))
    placed = place_quotes([quote("The ports stay open,", "Anna Berg", told)], [held], [told])
    assert (placed[0].meeting_id is not None) is said_there


def test_a_quote_keeps_the_meeting_it_has() -> None:
    own = quote("We will help,", "Paul Moor", meeting_id="mtg_000000000009")
    assert place_quotes([own], [meeting()], [ARTICLE])[0].meeting_id == "mtg_000000000009"


def test_names_are_joined_in_every_table_and_the_printed_form_is_kept() -> None:
    later = dataclasses.replace(
        plain_article("“We shall return,” Haidar Al Abadi said. “We shall stay,” Haidar Al Abadi said."),
        article_id="art_00000000000000bb",
    )
    first = dataclasses.replace(
        plain_article("“We are ready,” Haider al-Abadi said."), article_id="art_00000000000000cc"
    )
    spoken = [
        quote("We shall return,", "Haidar Al Abadi", later, speaker_iso3="IRQ"),
        quote("We shall stay,", "Haidar Al Abadi", later, speaker_iso3="IRQ"),
        quote("We are ready,", "Haider al-Abadi", first),
    ]
    guest = Participant("Haider al-Abadi", "person", "IRQ", None, "attended")
    told = meeting(participants=(guest,), evidence=(Evidence(first.article_id, 0, 10, first.text[:10]),))
    tables = link_tables([later, first], [told], [], spoken)
    assert {row.speaker_name for row in tables.quotes} == {tables.meetings[0].participants[0].name}
    assert {row.speaker_mention for row in tables.quotes} == {"Haidar Al Abadi", "Haider al-Abadi"}
    (person,) = tables.people
    assert (person.name, *person.variants) == ("Haidar Al Abadi", "Haider al-Abadi")
    assert (person.iso3, person.row_count) == ("IRQ", 4)
