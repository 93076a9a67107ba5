"""A small release for the explorer's tests: known meetings, pledges of every stance, hostile and withheld texts.

Every sentence is made up. The tables go through the gate and are published as any others.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from coalition_data.records import Article, Evidence, Host, Meeting, Participant, Pledge, Quote, SetAside
from coalition_data.release import InputFile, ManifestInfo, Release, publish
from coalition_data.store import write_tables
from coalition_data.validate import check_tables

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>window.owned = true</script>"
BIDI = "safe\u202egpj.exe"


@dataclass(frozen=True)
class Story:
    """One article with the rows that rest on it."""

    number: int
    city: str
    country: str
    iso3: str
    latitude: float
    longitude: float
    day: dt.date
    kind: str
    speaker: str
    words: str
    stance: str
    category: str
    promise: str
    quantity: float | None = None
    amount: str | None = None


STORIES = (
    Story(1, "Lisbon", "Portugal", "PRT", 38.72, -9.14, dt.date(2015, 3, 3), "ministerial", "Inês Prata",
          "We shall stay the course in Iraq", "committed", "training", "30 trainers", quantity=30.0),
    Story(2, "Oslo", "Norway", "NOR", 59.91, 10.75, dt.date(2015, 9, 14), "donor_conference", "Kari Lund",
          "Schools must open before the winter", "committed", "financial", "$12 million", amount="12000000.00"),
    Story(3, "Rome", "Italy", "ITA", 41.89, 12.51, dt.date(2016, 2, 2), "ministerial", "Dario Conti",
          "The border is a shared burden", "offered", "law_enforcement", "police instructors"),
    Story(4, "Amman", "Jordan", "JOR", 31.95, 35.93, dt.date(2016, 5, 20), "military", "Sami Haddad",
          "Our pilots fly every night", "committed", "air_operations", "six aircraft", quantity=6.0),
    Story(5, "Lisbon", "Spain", "ESP", 38.72, -9.14, dt.date(2016, 11, 8), "bilateral", "Lola Vega",
          "A vote will come first", "conditional", "military_personnel", "a company of engineers"),
    Story(6, "Ottawa", "Canada", "CAN", 45.42, -75.70, dt.date(2017, 4, 6), "summit", "Ann Roy",
          "We are weighing every option", "considering", "air_operations", "refuelling aircraft"),
    Story(7, "Vienna", "Austria", "AUT", 48.21, 16.37, dt.date(2017, 6, 1), "officials", "Max Huber",
          "Neutral states can help as well", "declined", "military_personnel", "ground troops"),
    Story(8, "Riga", "Latvia", "LVA", 56.95, 24.11, dt.date(2018, 1, 15), "conference", "Edgars Ozols",
          "Our part of the work is done", "withdrawn", "training", "its instructors"),
)  # fmt: skip

FILLER = 60
"""More quotes of one speaker, so that lists are longer than a page."""


def write_release(folder: Path) -> Release:
    """Publish the sample in ``folder/releases``."""
    tables = _tables()
    write_tables(folder / "tables", tables)
    check_tables(folder / "tables", report_dir=folder / "validation")
    inputs = [InputFile(item.source_uri, item.raw_sha256, 10) for item in tables["articles"]]
    refused = InputFile("empty.txt", "0" * 64, None)
    aside = [SetAside("empty.txt", "ingest", "empty", "empty.txt is empty", "0" * 64)]
    info = ManifestInfo([*inputs, refused], aside, [], {}, {"version": "0"})
    return publish(folder / "tables", folder / "validation", folder / "releases", info, today=dt.date(2026, 1, 2))


def _tables() -> dict[str, tuple[Any, ...]]:
    articles, meetings, pledges, quotes = [], [], [], []
    for story in STORIES:
        article = _article(
            f"{story.number:016x}", f"{story.country} speaks up in {story.city}", _text(story), story.day
        )
        articles.append(article)
        meetings.append(_meeting(story, article))
        pledges.append(_pledge(story, article))
        quotes.append(_quote(f"{story.number:012d}", article, story.words, story.speaker, story.iso3, meetings[-1]))
    for made in (_hostile(), _withheld(), _filler()):
        articles += made[0]
        pledges += made[1]
        quotes += made[2]
    return {
        "articles": tuple(articles),
        "meetings": tuple(meetings),
        "pledges": tuple(pledges),
        "quotes": tuple(quotes),
    }


def _text(story: Story) -> str:
    return (
        f"Ministers met in {story.city} on {story.day:%d %B %Y} 😀 to talk about the campaign.\n\n"
        f"“{story.words},” said {story.speaker}, the foreign minister of {story.country}.\n\n"
        f"{story.country} spoke of {story.promise} for the campaign."
    )


def _article(digits: str, title: str, text: str, day: dt.date | None, **changes: Any) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    values: dict[str, Any] = {
        "article_id": f"art_{digits}", "source_uri": f"{digits}.txt", "url": f"https://news.example/{digits}",
        "publisher": "Example News", "authors": ("Ana Silva",), "title": title, "published_on": day,
        "published_on_method": "metadata" if day else "none", "dateline": None, "language": "en", "text": text,
        "captions": (), "word_count": len(text.split()), "duplicate_of": None, "topic_score": 0.8,
        "raw_sha256": digest, "text_sha256": digest,
    }  # fmt: skip
    return Article(**{**values, **changes})


def _evidence(article: Article, words: str) -> Evidence:
    start = str(article.text).index(words)
    return Evidence(article.article_id, start, start + len(words), words)


def _meeting(story: Story, article: Article) -> Meeting:
    is_dated = story.number != 7
    return Meeting(
        meeting_id=f"mtg_{story.number:012d}", name=f"{story.city} meeting of {story.day.year}",
        meeting_type=story.kind, format="in_person", status="scheduled" if story.number == 8 else "held",
        start_date=story.day if is_dated else None, end_date=story.day if is_dated else None,
        date_precision="day" if is_dated else "unknown", date_method="explicit" if is_dated else "none",
        city=story.city, country_iso3="PRT" if story.city == "Lisbon" else story.iso3, venue=None,
        latitude=story.latitude, longitude=story.longitude,
        hosts=(Host(story.country, "country", story.iso3, None),),
        participants=(Participant(story.speaker, "person", story.iso3, "foreign minister", "attended"),),
        participants_reported=(),
        evidence=(_evidence(article, str(article.text).split("\n")[0]),),
    )  # fmt: skip


def _pledge(story: Story, article: Article) -> Pledge:
    is_refusal = story.stance in ("declined", "withdrawn")
    return Pledge(
        pledge_id=f"plg_{story.number:012d}", pledger_name=story.country, pledger_kind="country",
        pledger_iso3=story.iso3, recipient_name="Iraq", recipient_iso3="IRQ", scope_iso3=("IRQ",),
        category=story.category, stance=story.stance, progress="not_applicable" if is_refusal else "promised",
        description=story.promise, quantity=story.quantity, quantity_max=None,
        unit="personnel" if story.quantity else None,
        quantity_qualifier="exact" if story.quantity or story.amount else None,
        amount=Decimal(story.amount) if story.amount else None, currency="USD" if story.amount else None,
        announced_by=story.speaker, announced_by_role="foreign minister", announced_on=story.day,
        meeting_id=f"mtg_{story.number:012d}", condition="a vote" if story.stance == "conditional" else None,
        evidence=(_evidence(article, str(article.text).split("\n")[-1]),), confidence=0.8,
    )  # fmt: skip


def _quote(digits: str, article: Article, words: str, speaker: str, iso3: str | None, meeting: Meeting | None) -> Quote:
    found = _evidence(article, words)
    named = _evidence(article, speaker)
    cue = _evidence(article, "said")
    return Quote(
        quote_id=f"quo_{digits}", article_id=article.article_id, start=found.start, end=found.end, text=words,
        quote_type="direct", utterance_id=f"quo_{digits}", speaker_name=speaker, speaker_mention=speaker,
        speaker_start=named.start, speaker_end=named.end, speaker_kind="person", speaker_role="foreign minister",
        speaker_iso3=iso3, cue="said", cue_start=cue.start, cue_end=cue.end,
        meeting_id=meeting.meeting_id if meeting else None, confidence=0.9,
    )  # fmt: skip


Made = tuple[list[Article], list[Pledge], list[Quote]]


def _hostile() -> Made:
    """Markup, a script address, marks that turn the direction of writing, a formula."""
    text = f"“{HOSTILE} =1+1,” said {BIDI}, and Malta spoke of {HOSTILE} again."
    article = _article("bad0000000000bad", f"Hostile {HOSTILE}", text, dt.date(2016, 8, 1), url="javascript:alert(1)",
                       publisher="=cmd|' /C calc'!A0")  # fmt: skip
    quote = _quote("hostile00000", article, f"{HOSTILE} =1+1", BIDI, None, None)
    pledge = dataclasses.replace(
        _pledge(STORIES[0], _article(f"{1:016x}", "", _text(STORIES[0]), None)),
        pledge_id="plg_hostile00000", pledger_name="Malta", pledger_iso3="MLT", description=HOSTILE, meeting_id=None,
        stance="offered", evidence=(_evidence(article, f"Malta spoke of {HOSTILE} again."),),
    )  # fmt: skip
    return [article], [pledge], [quote]


def _withheld() -> Made:
    """An article whose licence keeps its text out of the release."""
    text = "“The text of this story is not ours to give,” said Vera Klein, the envoy of Chile."
    full = _article("feed000000000001", "A story under a licence", text, dt.date(2016, 3, 9))
    quote = _quote("withheld0000", full, "The text of this story is not ours to give", "Vera Klein", "CHL", None)
    return [dataclasses.replace(full, text=None)], [], [quote]


def _filler() -> Made:
    """An undated article with many quotes."""
    lines = [f"“Point number {number} of a long list,” said Zoë Brandt." for number in range(FILLER)]
    article = _article("f111e40000000001", "A long list of points", "\n\n".join(lines), None)
    quotes = []
    for number in range(FILLER):
        quote = _quote(
            f"filler{number:06d}", article, f"Point number {number} of a long list", "Zoë Brandt", "DEU", None
        )
        quotes.append(dataclasses.replace(quote, speaker_start=None, speaker_end=None, speaker_mention=None,
                                          cue=None, cue_start=None, cue_end=None))  # fmt: skip
    return [article], [], quotes
