"""What two reports of meetings have in common, and what keeps them apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from coalition_data.link.articles import Dated
from coalition_data.records import Meeting
from coalition_data.resolve.calendar import agrees
from coalition_data.resolve.date_phrases import DatePhrase, find_dates
from coalition_data.resolve.organisations import scan_organisations

SERIES_WORDS = frozenset({
    "the", "a", "an", "of", "others", "on", "in", "at", "for", "and", "to", "with", "between", "meeting", "meetings",
    "summit", "conference", "talks", "session", "ministerial", "small", "group", "virtual", "annual",
    "regular", "joint", "special", "emergency", "high", "level", "plenary", "informal", "formal",
    "bilateral", "trilateral", "dialogue", "forum", "call", "phone", "debate", "presidential",
    "international", "global", "coalition", "state", "states", "islamic", "isis", "isil", "daesh", "anti",
    "counter", "defeat", "against", "peace", "security", "minister", "ministers", "foreign", "defence",
    "defense", "leaders",
})  # fmt: skip
"""Words of series and of every meeting: a name made of them alone is no identity."""

_ORDINALS = {"first": 1, "initial": 1, "inaugural": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
             "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "final": 99, "last": 99}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
UNDATED_REACH_DAYS = 60
"""A report without a date speaks of a meeting at most so many days from its publication."""
_SAME_NEWS_DAYS = 21
"""Two reports without a date speak of one meeting only if they were published so close together."""

SAME_DAY, SAME_PERIOD, SAME_CITY, SAME_COUNTRY, SHARED_HOST = 3.0, 1.0, 2.0, 0.5, 2.0
SHARED_PARTY, MOST_FROM_PARTIES, OTHER_PARTIES, OTHER_KIND = 1.0, 3.0, -3.0, -2.0
SAME_NAME, OTHER_BODY, PHRASE_AGREES, PHRASE_DISAGREES = 2.0, -1.0, 1.0, -2.0
THRESHOLD = 4.5
"""Weights are hand-set: same day and city alone (5.0) join, same city and one shared party (3.0) do not. The synthetic
reports of ``tests/unit/test_link_meetings.py`` and both development sets hold them in place."""


@dataclass(frozen=True)
class Report:
    """A meeting as one article tells it, with what linking looks at.

    Attributes:
        meeting: the row.
        article_id: the article (the original of a copy).
        published_on: its date, where known.
        phrases: date phrases of the evidence that a dated meeting must agree with.
    """

    meeting: Meeting
    article_id: str
    published_on: dt.date | None
    parties: frozenset[str]
    hosts: frozenset[str]
    name_words: frozenset[str]
    ordinal: int
    phrases: tuple[DatePhrase, ...]


def make_report(meeting: Meeting, articles: Mapping[str, Dated]) -> Report:
    """Features of one row."""
    article = articles.get(meeting.evidence[0].article_id)
    tokens = _WORD.findall(meeting.name.casefold())
    excluded = {party.name for party in meeting.participants if party.mode == "excluded"}
    hosts = frozenset(host.name for host in meeting.hosts)
    return Report(
        meeting=meeting,
        article_id=(article.duplicate_of or article.article_id) if article else meeting.evidence[0].article_id,
        published_on=article.published_on if article else None,
        parties=(frozenset(party.name for party in meeting.participants) | hosts) - excluded,
        hosts=hosts,
        name_words=frozenset(tokens) - SERIES_WORDS - set(_ORDINALS),
        ordinal=next((_ORDINALS[word] for word in tokens if word in _ORDINALS), 0),
        phrases=tuple(phrase for item in meeting.evidence for phrase in _phrases(item.text)),
    )


@lru_cache(maxsize=8192)
def _phrases(text: str) -> tuple[DatePhrase, ...]:
    return tuple(phrase for phrase in find_dates(text) if phrase.relation == "on" and phrase.kind in ("day", "weekday"))


def contradict(one: Report, other: Report) -> bool:
    """Whether two reports cannot be of one meeting."""
    a, b = one.meeting, other.meeting
    if one.article_id == other.article_id and a.evidence[0].article_id == b.evidence[0].article_id:
        return True
    if a.start_date and b.start_date and a.end_date and b.end_date:
        if a.end_date < b.start_date or b.end_date < a.start_date:
            return True
    elif _too_far(one, other):
        return True
    if a.city and b.city and a.city != b.city:
        return True
    if a.country_iso3 and b.country_iso3 and a.country_iso3 != b.country_iso3:
        return True
    return bool(one.ordinal and other.ordinal and one.ordinal != other.ordinal)


def _too_far(one: Report, other: Report) -> bool:
    """Whether publication rules out that an undated report is of the same meeting."""
    if one.meeting.start_date is None and other.meeting.start_date is None:
        if one.published_on is None or other.published_on is None:
            return False
        return abs((one.published_on - other.published_on).days) > _SAME_NEWS_DAYS
    dated, undated = (one, other) if one.meeting.start_date is not None else (other, one)
    if undated.published_on is None or dated.meeting.start_date is None:
        return False
    return abs((dated.meeting.start_date - undated.published_on).days) > UNDATED_REACH_DAYS


def score(one: Report, other: Report) -> float:
    """How much speaks for one meeting; reports that contradict each other must not be asked."""
    a, b = one.meeting, other.meeting
    if normal(a) == normal(b):
        return 2 * THRESHOLD  # a copy of the article
    dates, shared, names = _date_score(one, other), _shared(one, other), _name_score(one, other)
    if _floats(one, other) and not (dates > PHRASE_AGREES or shared >= 2 * SHARED_PARTY or names):
        return 0.0
    total = dates + min(shared, MOST_FROM_PARTIES) + names
    total += SAME_CITY * bool(a.city and a.city == b.city)
    total += SAME_COUNTRY * bool(a.country_iso3 and a.country_iso3 == b.country_iso3)
    total += SHARED_HOST * bool((one.hosts & other.hosts) - _local_names(one))
    both = one.parties & other.parties
    if not both and len(one.parties) >= 2 and len(other.parties) >= 2:
        total += OTHER_PARTIES
    if not both and _is_of_another_body(one, other):
        total += OTHER_BODY
    if "bilateral" in (a.meeting_type, b.meeting_type) and a.meeting_type != b.meeting_type and len(both) < 2:
        total += OTHER_KIND
    return total


def _floats(one: Report, other: Report) -> bool:
    """Whether one has neither a date nor a day of publication: it could speak of any year."""
    return any(report.meeting.start_date is None and report.published_on is None for report in (one, other))


def _shared(one: Report, other: Report) -> float:
    """Parties in common: a country meets often, and the one where the meeting is tells nothing."""
    local = _local_names(one) | _local_names(other)
    kinds = {party.name: party.kind for report in (one, other) for party in report.meeting.participants}
    return sum(
        SHARED_PARTY * (0.5 if kinds.get(name) == "country" else 1.0) for name in (one.parties & other.parties) - local
    )


def _local_names(report: Report) -> frozenset[str]:
    """The name of the country in which the meeting is."""
    iso3 = report.meeting.country_iso3
    local = {party.name for party in report.meeting.participants if party.kind == "country" and party.iso3 == iso3}
    return frozenset(
        local | {host.name for host in report.meeting.hosts if host.kind == "country" and host.iso3 == iso3}
    )


def _name_score(one: Report, other: Report) -> float:
    total = 0.0
    if one.name_words and other.name_words:
        total += SAME_NAME * len(one.name_words & other.name_words) / min(len(one.name_words), len(other.name_words))
    return total + SAME_NAME * bool(one.ordinal and one.ordinal == other.ordinal)


def _is_of_another_body(one: Report, other: Report) -> bool:
    """A NATO meeting and a conference on Syria of one day in one city: names with nothing in common, one of a body."""
    if not one.name_words or not other.name_words or one.name_words & other.name_words:
        return False
    bodies = [{body.name for body in scan_organisations(report.meeting.name)} for report in (one, other)]
    return bool(bodies[0] ^ bodies[1])


def normal(meeting: Meeting) -> tuple[str, ...]:
    """The words of a row's evidence."""
    return tuple(sorted(" ".join(_WORD.findall(item.text.casefold())) for item in meeting.evidence))


def _date_score(one: Report, other: Report) -> float:
    a, b = one.meeting, other.meeting
    if a.start_date is not None and b.start_date is not None:
        return SAME_DAY if a.date_precision == b.date_precision == "day" else SAME_PERIOD
    if a.start_date is None and b.start_date is None:
        return 0.0
    dated, undated = (one, other) if a.start_date is not None else (other, one)
    day = dated.meeting.start_date
    if day is None or dated.meeting.date_precision != "day" or not undated.phrases:
        return 0.0
    fitting = [phrase for phrase in undated.phrases if agrees(phrase, day)]
    if not fitting:
        return PHRASE_DISAGREES
    return max(PHRASE_AGREES * (1 + (phrase.kind == "day") + (phrase.kind == "day" and phrase.weekday is not None))
               for phrase in fitting)  # fmt: skip
