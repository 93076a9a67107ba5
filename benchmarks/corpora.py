"""Made-up extracted rows of any size, for the stages after extract.

Texts come from a few templates whose words are drawn anew for each article; rows tell of made-up events, each of which
some articles of the same days report. News comes at a fixed rate, so that a larger corpus covers a longer time, and
the pool of persons grows with its root (Heaps). The same arguments give the same corpus. Nothing in it means anything.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data import store
from coalition_data.identifiers import make_id
from coalition_data.records import Evidence
from coalition_data.schema.stages import STAGE_TABLES
from coalition_data.workspace import StageReport, Workspace

LAST_DAY = dt.date(2026, 1, 1)
ARTICLES_A_DAY = 40
"""What some dozen outlets print about one coalition: 200,000 articles cover fourteen years."""
QUOTES_AN_ARTICLE = 5
FILLERS = 4
"""Sentences of no interest at the end of an article, which has then some 210 words."""
SHARE_WITH_MEETING = 0.6
SHARE_WITH_PLEDGE = 0.8
SHARE_TOLD_AGAIN = 0.5
"""Of the reports of meetings and promises, those of one that another article of the last days told already."""
SHARE_UNDATED = 0.04
SHARE_COPIES = 0.05
DAYS_IN_THE_NEWS = 4
ROWS_PER_GROUP = {"documents": 128, "articles": 256, "meetings": 16_384, "pledges": 16_384, "quotes": 16_384}
"""As the stages write them."""

COUNTRIES = (
    ("Australia", "AUS"), ("Belgium", "BEL"), ("Canada", "CAN"), ("Germany", "DEU"), ("Denmark", "DNK"),
    ("Egypt", "EGY"), ("Spain", "ESP"), ("France", "FRA"), ("Iraq", "IRQ"), ("Italy", "ITA"), ("Jordan", "JOR"),
    ("Japan", "JPN"), ("Kuwait", "KWT"), ("Netherlands", "NLD"), ("Norway", "NOR"), ("Poland", "POL"),
    ("Portugal", "PRT"), ("Qatar", "QAT"), ("Saudi Arabia", "SAU"), ("Sweden", "SWE"), ("Turkey", "TUR"),
    ("Ukraine", "UKR"), ("United Kingdom", "GBR"), ("United States", "USA"),
)  # fmt: skip
CITIES = (
    ("Paris", "FRA", 48.85, 2.35), ("London", "GBR", 51.51, -0.13), ("Rome", "ITA", 41.89, 12.51),
    ("Baghdad", "IRQ", 33.34, 44.4), ("Washington", "USA", 38.9, -77.04), ("Kuwait City", "KWT", 29.37, 47.98),
    ("Jeddah", "SAU", 21.49, 39.19), ("Ottawa", "CAN", 45.41, -75.7), ("Berlin", "DEU", 52.52, 13.41),
    ("Amman", "JOR", 31.96, 35.95), ("Oslo", "NOR", 59.91, 10.75), ("Brussels", "BEL", 50.85, 4.35),
)  # fmt: skip
MEETING_TYPES = ("ministerial", "summit", "conference", "military", "bilateral", "officials")
THINGS = (
    ("military_personnel", "{n} soldiers", "soldiers"), ("training", "{n} instructors for the army", "instructors"),
    ("weapons_equipment", "{n} armoured vehicles", "vehicles"), ("air_operations", "{n} fighter jets", "jets"),
    ("humanitarian", "shelter for {n} families", "families"), ("logistics_basing", "{n} transport planes", "planes"),
    ("law_enforcement", "{n} border guards", "guards"), ("political", "support at the council", None),
)  # fmt: skip
STANCES = ("committed", "committed", "committed", "offered", "considering", "conditional", "declined")
NOUNS = ("river", "bridge", "valley", "market", "harbour", "school", "border", "convoy", "council", "refinery",
         "village", "road", "hospital", "airfield", "province", "camp", "district", "station", "warehouse")  # fmt: skip
ADJECTIVES = ("northern", "southern", "old", "new", "eastern", "western", "main", "small", "crowded", "empty", "quiet")
VERBS = ("reached", "left", "crossed", "watched", "repaired", "guarded", "opened", "closed", "described", "visited")
_SYLLABLES = (
    "ba",
    "co",
    "de",
    "fi",
    "ga",
    "ho",
    "ir",
    "ka",
    "le",
    "mo",
    "na",
    "or",
    "pe",
    "ra",
    "si",
    "tu",
    "va",
    "ze",
)


@dataclass(slots=True)
class Event:
    """A meeting or a promise that articles report: the columns on which they agree, and the words that tell it."""

    day: dt.date
    columns: dict[str, Any]
    words: str


@dataclass(slots=True)
class News:
    """Draws articles in the order of their days from one seeded generator.

    Attributes:
        fillers: sentences of no interest at the end of each article.
    """

    articles: int
    seed: int = 1
    fillers: int = FILLERS
    random: random.Random = field(init=False)
    persons: list[tuple[str, str]] = field(init=False)
    meetings: list[Event] = field(default_factory=list)
    pledges: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        pool = int(12 * self.articles**0.5) + 20
        self.persons = [(f"{self._name()} {self._name()}", self.random.choice(COUNTRIES)[1]) for _ in range(pool)]

    def _name(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.choice((2, 2, 3)))).title()

    def person(self) -> tuple[str, str]:
        """A few speak often, most once or twice."""
        return self.persons[int(len(self.persons) * self.random.random() ** 3)]

    def filler(self) -> str:
        """A sentence of no interest."""
        chosen, word = self.random.choice, self._word
        return (
            f"On the {word()} side of the {word()}, {self.random.randint(2, 990)} people "
            f"{chosen(VERBS)} the {chosen(ADJECTIVES)} {word()} near the {word()} of {self._name()}."
        )

    def _word(self) -> str:
        """One of some thousand words, so that articles have no more phrases in common than those of the press."""
        return self._name().lower()

    def day_of(self, number: int) -> dt.date:
        """The day of an article."""
        return LAST_DAY - dt.timedelta(days=(self.articles - 1 - number) // ARTICLES_A_DAY)

    def told(self, events: list[Event], day: dt.date, make: Any) -> Event:
        """An event that is still in the news, or a new one."""
        events[:] = [event for event in events if (day - event.day).days < DAYS_IN_THE_NEWS]
        if events and self.random.random() < SHARE_TOLD_AGAIN:
            return self.random.choice(events)
        events.append(make(day))
        return events[-1]

    def new_meeting(self, day: dt.date) -> Event:
        """A meeting of that day or the day before."""
        city, iso3, latitude, longitude = self.random.choice(CITIES)
        held = day - dt.timedelta(days=self.random.randint(0, 1))
        host, *others = (self.person() for _ in range(self.random.randint(2, 6)))
        topic = f"{self.random.choice(NOUNS)} {self.random.choice(NOUNS)}"
        words = f"Ministers met {host[0]} in {city} on {held:%A} for the {topic} conference."
        party = {"name": host[0], "kind": "person", "iso3": host[1], "role": "foreign minister"}
        return Event(
            day,
            {
                "name": f"{topic} conference", "meeting_type": self.random.choice(MEETING_TYPES),
                "format": "in_person", "status": "held", "start_date": held, "end_date": held,
                "date_precision": "day", "date_method": "relative", "city": city, "country_iso3": iso3, "venue": None,
                "latitude": latitude, "longitude": longitude, "hosts": [party],
                "participants": [
                    {"name": name, "kind": "person", "iso3": country, "role": None, "mode": "attended"}
                    for name, country in dict.fromkeys(others)
                ],
            },
            words,
        )  # fmt: skip

    def new_pledge(self, day: dt.date) -> Event:
        """A promise of that day."""
        name, iso3 = self.random.choice(COUNTRIES)
        category, thing, unit = self.random.choice(THINGS)
        stance = self.random.choice(STANCES)
        count = self.random.choice((20, 50, 120, 200, 300, 450, 600, 1000)) if unit else None
        described = thing.format(n=count)
        return Event(
            day,
            {
                "pledger_name": name, "pledger_kind": "country", "pledger_iso3": iso3, "recipient_name": None,
                "recipient_iso3": None, "scope_iso3": [], "category": category, "stance": stance,
                "progress": "not_applicable" if stance == "declined" else "promised", "description": described,
                "quantity": float(count) if count else None, "quantity_max": None, "unit": unit,
                "quantity_qualifier": "exact" if count else None, "amount": None, "currency": None,
                "announced_by": self.person()[0], "announced_by_role": None, "announced_on": day, "meeting_id": None,
                "condition": None,
            },
            f"{name} spoke of {described} for the {self.random.choice(ADJECTIVES)} {self.random.choice(NOUNS)}.",
        )  # fmt: skip

    def rows(self) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """The rows of each article: ``articles`` (one), ``meetings``, ``pledges``, ``quotes``, ``documents`` (one)."""
        last: dict[str, Any] | None = None
        for number in range(self.articles):
            day = self.day_of(number)
            has_meeting = self.random.random() < SHARE_WITH_MEETING
            has_pledge = self.random.random() < SHARE_WITH_PLEDGE
            meeting = self.told(self.meetings, day, self.new_meeting) if has_meeting else None
            pledge = self.told(self.pledges, day, self.new_pledge) if has_pledge else None
            speakers = [self.person() for _ in range(QUOTES_AN_ARTICLE)]
            sayings = [self.filler() for _ in speakers]
            paragraphs = [event.words for event in (meeting, pledge) if event]
            paragraphs += [f"“{said}” {name} said." for said, (name, _) in zip(sayings, speakers, strict=True)]
            paragraphs += [self.filler() for _ in range(self.fillers)]
            text = "\n\n".join(paragraphs)
            article = _article(number, text, None if self.random.random() < SHARE_UNDATED else day)
            if last is not None and self.random.random() < SHARE_COPIES:
                article["duplicate_of"] = last["duplicate_of"] or last["article_id"]
            last = article
            yield {
                "documents": [_document(article)],
                "articles": [article],
                "meetings": [_meeting(article, meeting)] if meeting else [],
                "pledges": [_pledge(article, pledge)] if pledge else [],
                "quotes": list(_quotes(article, sayings, speakers)),
            }


def _article(number: int, text: str, day: dt.date | None) -> dict[str, Any]:
    digest = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
    return {
        "article_id": f"art_{digest[:16]}", "source_uri": f"news/{number:07}.txt", "url": None,
        "publisher": f"Paper {number % 40}", "authors": [], "title": text.partition(".")[0], "published_on": day,
        "published_on_method": "metadata" if day else "none", "dateline": None, "language": "en", "text": text,
        "captions": [], "word_count": len(text.split()), "duplicate_of": None, "topic_score": 0.7,
        "raw_sha256": digest, "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip


def _document(article: dict[str, Any]) -> dict[str, Any]:
    catalog = {"url": None, "publisher": None, "published_on": article["published_on"], "title": None, "authors": [],
               "language": None, "licence": None}  # fmt: skip
    return {
        "source_uri": article["source_uri"], "data": article["text"].encode(), "sha256": article["raw_sha256"],
        "catalog": catalog, "media_type": "text/plain", "charset": None, "source": None, "fetched_at": None,
        "min_topic_score": None,
    }  # fmt: skip


def _evidence(article: dict[str, Any], words: str) -> list[dict[str, Any]]:
    start = article["text"].index(words)
    return [{"article_id": article["article_id"], "start": start, "end": start + len(words), "text": words}]


def _made_id(prefix: str, evidence: list[dict[str, Any]]) -> str:
    (item,) = (Evidence(**row) for row in evidence)
    return make_id(prefix, item.article_id, str(item.start))


def _meeting(article: dict[str, Any], event: Event) -> dict[str, Any]:
    evidence = _evidence(article, event.words)
    counts: list[dict[str, Any]] = []
    return {"meeting_id": _made_id("mtg_", evidence), **event.columns, "participants_reported": counts,
            "evidence": evidence}  # fmt: skip


def _pledge(article: dict[str, Any], event: Event) -> dict[str, Any]:
    evidence = _evidence(article, event.words)
    return {"pledge_id": _made_id("plg_", evidence), **event.columns, "evidence": evidence, "confidence": 0.8}


def _quotes(
    article: dict[str, Any], sayings: Iterable[str], speakers: Iterable[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    at = 0
    for said, (name, iso3) in zip(sayings, speakers, strict=True):
        start = article["text"].index(said, at)
        end = at = start + len(said)
        key = make_id("quo_", article["article_id"], str(start))
        yield {
            "quote_id": key, "article_id": article["article_id"], "start": start, "end": end, "text": said,
            "quote_type": "direct", "utterance_id": key, "speaker_name": name, "speaker_mention": name,
            "speaker_start": end + 2, "speaker_end": end + 2 + len(name), "speaker_kind": "person",
            "speaker_role": "foreign minister", "speaker_iso3": iso3, "cue": "said",
            "cue_start": end + 3 + len(name), "cue_end": end + 7 + len(name), "meeting_id": None, "confidence": 0.95,
        }  # fmt: skip


def write_rows(workspace: Workspace, articles: int, seed: int = 1) -> dict[str, int]:
    """Write what the stages up to extract would leave of so many articles.

    Returns:
        rows of each file.
    """
    workspace.stages.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(ROWS_PER_GROUP, 0)
    waiting: dict[str, list[dict[str, Any]]] = {name: [] for name in ROWS_PER_GROUP}
    writers = {
        name: pq.ParquetWriter(workspace.stages / f"{name}.parquet", STAGE_TABLES[name].schema, **store.WRITER_OPTIONS)
        for name in ROWS_PER_GROUP
    }

    def flush(name: str) -> None:
        if waiting[name]:
            writers[name].write_table(pa.Table.from_pylist(waiting[name], schema=STAGE_TABLES[name].schema))
            counts[name] += len(waiting[name])
            waiting[name].clear()

    for rows in News(articles, seed).rows():
        for name, found in rows.items():
            waiting[name] += found
            if len(waiting[name]) >= ROWS_PER_GROUP[name]:
                flush(name)
    for name, writer in writers.items():
        flush(name)
        writer.close()
    for stage in ("ingest", "clean", "annotate", "extract"):
        workspace.write_report(StageReport(stage, {}))
    return counts
