"""The date of publication: from the catalog, else the page's metadata, the address, the dateline, the text; else none.

A date in a text is the date of publication only where the text says so: a publication line, or a full date in a fresh
picture's caption that agrees with the weekday words of the report. Everything else is NULL: a wrong date is worse.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coalition_data.clean.captions import FULL_DATE
from coalition_data.clean.datelines import place_of_date_line
from coalition_data.clean.dates import EARLIEST_YEAR, MONTH, WEEKDAYS, FoundDate, find_dates, with_full_years
from coalition_data.clean.stamps import is_clock, is_labelled, is_update

LEAD_PARAGRAPHS = 6
"""Where a report says when it happened."""

_MONTH_IN_PATH = re.compile(
    rf"/(?P<year>(?:19|20)\d\d)/(?P<month>\d{{1,2}}|{MONTH})/(?P<day>\d{{1,2}})(?=[/_-]|$|\.)", re.IGNORECASE
)
_DASHED_IN_PATH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.](?P<month>\d{2})[-_.](?P<day>\d{2})(?!\d)")
_COMPACT_IN_PATH = re.compile(
    r"(?<!\d)(?P<year>(?:199|20[0-4])\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_ARCHIVAL = re.compile(
    r"\bfile\b|\barchive|\bmade available\b|\bundated\b|\bvideo\b|"
    r"\bimage (?:taken|released|posted|grabbed)\b|\bIn this\b",
    re.IGNORECASE,
)
_WEEKDAY_WORD = re.compile(
    r"\b(?:(?P<before>last|next|this|coming|until|by|since) )?"
    r"(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?P<plural>s\b)?"
)
_AHEAD = re.compile(
    r"\b(?:will|would|to be|(?:is|are|was|were) to|due|scheduled|set to|planned|plans?|planning|expected|ahead of|"
    r"upcoming|before|next|prepar\w+ (?:for|to)|eve of|"
    r"to (?:meet|hold|host|attend|vote|discuss|begin|open|convene|gather|visit|travel))\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:said|told|met|held|was|were|had|did|began|signed|attending|left|won|\w{3,}ed)\b", re.IGNORECASE
)
_EVENT = re.compile(r"\b(?:conference|meeting|summit|talks|session|vote|ceremony|election)\b", re.IGNORECASE)

CLAUSE = 70
"""Characters before a weekday in which its verb is looked for."""

_DATED_KIND = re.compile(
    r"\b(?:(?:press|news|daily|noon|background) (?:conference|gaggle|availability|release|report|update)"
    r"|briefing|transcript|readout|remarks|statement|communiqu[ée]|situation report|sitrep|strike summary)\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bago\b")
_TODAY = re.compile(rf"\btoday,? \(?(?P<date>{FULL_DATE})|(?P<before>{FULL_DATE}),? \(?today\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publication:
    """A date with the way it was found (``published_on_method``)."""

    date: dt.date | None
    method: str
    lasts: bool = field(default=True, compare=False)


DAYS_OF_ONE_STORY = 3
"""A story's dateline, address and declared date differ by no more: it was written, filed and printed within days."""

CLOCK_SKEW = dt.timedelta(minutes=3)
"""Between our clock and a server's."""

NO_PUBLICATION = Publication(None, "none")


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What is known of the date of publication.

    Attributes:
        catalog: what the catalog says.
        metadata: what the page declares.
        url: the article's address.
        dateline: the words of the date in the dateline.
        stamps: date lines of the page, each with whether it stood above the headline.
        captions: of its pictures.
        paragraphs: of its body, without dateline.
        page_date: what the page's markup shows where nothing else says when.
        title: the headline.
    """

    catalog: dt.date | None = None
    metadata: dt.date | None = None
    url: str | None = None
    dateline: str | None = None
    stamps: Sequence[tuple[str, bool]] = ()
    captions: Sequence[str] = ()
    paragraphs: Sequence[str] = ()
    page_date: dt.date | None = None
    title: str | None = None


def find_publication(evidence: DateEvidence, today: dt.date) -> Publication:
    """The date of publication by the first source that gives one.

    Args:
        evidence: what is known.
        today: no article was published after it.
    """
    text_dates = [date for part in (*evidence.captions, *evidence.paragraphs) for date in _single_dates(part)]
    of_url = date_of_url(evidence.url)
    of_dateline = _date_of_dateline(evidence.dateline, text_dates, evidence.stamps)
    candidates = (
        (evidence.catalog, "catalog"),
        (None if _is_outvoted(evidence.metadata, of_url, of_dateline) else evidence.metadata, "metadata"),
        (of_url, "url"),
        (of_dateline, "dateline"),
        (_date_of_stamps(evidence.stamps, text_dates), "text"),
        (_date_of_text(evidence.captions, evidence.paragraphs), "text"),
        (evidence.page_date, "text"),
        (_date_of_title(evidence.title), "text"),
    )
    lasts = True
    for date, method in candidates:
        if date is not None and date.year >= EARLIEST_YEAR and date <= today:
            return Publication(date, method, lasts)
        lasts = lasts and (date is None or date <= today)
    return replace(NO_PUBLICATION, lasts=lasts)


def _is_outvoted(metadata: dt.date | None, of_url: dt.date | None, of_dateline: dt.date | None) -> bool:
    """Whether address and dateline agree on another day: the declared one is then that of a move to a new system."""
    if metadata is None or of_url is None or of_dateline is None:
        return False
    return abs((of_url - of_dateline).days) <= DAYS_OF_ONE_STORY < abs((metadata - of_url).days)


def is_page_clock(published_at: dt.datetime | None, fetched_at: dt.datetime | None) -> bool:
    """Whether a page declares as its publication the moment in which it was served."""
    if published_at is None or fetched_at is None or published_at.tzinfo is None:
        return False
    served = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=dt.UTC)
    return abs(served - published_at) <= CLOCK_SKEW


def _single_dates(text: str) -> list[dt.date]:
    return [date for found in find_dates(text) if (date := found.date()) is not None]


def date_of_url(url: str | None) -> dt.date | None:
    """The date in an address: ``/2015/06/02/``, ``/2014/sep/15/``, ``2014-09-15``, ``-20150602``.

    >>> date_of_url("https://example.org/world/2014/sep/15/paris-conference")
    datetime.date(2014, 9, 15)
    """
    if not url:
        return None
    path = url.partition("://")[2].partition("/")[2]
    for pattern in (_MONTH_IN_PATH, _DASHED_IN_PATH, _COMPACT_IN_PATH):
        for match in pattern.finditer(f"/{path}"):
            month = match["month"]
            found = FoundDate(
                0, 0, int(match["year"]), int(month) if month.isdigit() else _month_number(month), int(match["day"])
            )
            if (date := found.date()) is not None:
                return date
    return None


def _month_number(name: str) -> int:
    return next(found.month for found in find_dates(f"{name} 1"))


def _date_of_dateline(
    words: str | None, text_dates: list[dt.date], stamps: Sequence[tuple[str, bool]]
) -> dt.date | None:
    """The dateline's date; its year, where it prints none, only from a full date nearby in the page."""
    if not words:
        return None
    for found in find_dates(words):
        if found.year is not None:
            return found.date()
        anchors = {
            *text_dates,
            *(date for line, above in stamps if not (above and is_clock(line)) for date in _single_dates(line)),
        }
        fitting = {
            date
            for anchor in anchors
            if (date := found.in_year(anchor.year)) and abs((date - anchor).days) <= DAYS_NEAR
        }
        return fitting.pop() if len(fitting) == 1 else None
    return None


DAYS_NEAR = 31
"""A full date so near a day and month without year settles the year."""

DAYS_AROUND_STAMP = 10
"""An unlabelled date above the headline may be the crawl's day; it counts where the text has a date just before it."""


def _date_of_stamps(stamps: Sequence[tuple[str, bool]], text_dates: list[dt.date]) -> dt.date | None:
    """The date of a publication line. An unlabelled one above the headline, or an update, needs support."""
    plain: list[dt.date] = []
    doubtful: list[dt.date] = []
    for line, above in stamps:
        if above and is_clock(line) and not is_labelled(line):
            continue
        for found in find_dates(with_full_years(line)):
            dates = [date] if (date := found.date()) else _both_orders(found)
            for date in dates:
                sure = (
                    len(dates) == 1
                    and not is_update(line)
                    and (is_labelled(line) or not above or _AGE.search(line) is not None or place_of_date_line(line))
                )
                (plain if sure else doubtful).append(date)
            break
    if plain:
        return plain[0]
    supported = [
        date for date in doubtful if any(0 <= (date - other).days <= DAYS_AROUND_STAMP for other in text_dates)
    ]
    return supported[0] if len(set(supported)) == 1 else None


def _date_of_title(title: str | None) -> dt.date | None:
    """The day of a briefing, a statement or a daily report that its headline ends with; it is published that day.

    >>> _date_of_title("Daily Press Briefing, March 3, 2017")
    datetime.date(2017, 3, 3)
    """
    if title is None or _DATED_KIND.search(title) is None:
        return None
    found = [one for one in find_dates(title) if one.year is not None]
    return found[0].date() if len(found) == 1 and not title[found[0].end :].strip(" .)]") else None


def _both_orders(found: FoundDate) -> list[dt.date]:
    if not found.ambiguous or found.year is None:
        return []
    orders = ((found.month, found.day), (found.day, found.month))
    return [date for month, day in orders if (date := FoundDate(0, 0, found.year, month, day).date())]


def _date_of_text(captions: Sequence[str], paragraphs: Sequence[str]) -> dt.date | None:
    """A full date beside "today" in the lead, or one in a caption that agrees with the report's latest past weekday."""
    for paragraph in paragraphs[:LEAD_PARAGRAPHS]:
        if (match := _TODAY.search(paragraph)) and (dates := _single_dates(match["date"] or match["before"])):
            return dates[0]
    dated = {date for caption in captions if not _ARCHIVAL.search(caption) for date in _single_dates(caption)}
    if len(dated) != 1:
        return None
    date = dated.pop()
    past, ahead = _weekdays(paragraphs)
    if date.weekday() not in past:
        return None
    conflicting = {(date.weekday() + 1) % 7, (date.weekday() + 2) % 7} & past
    return None if conflicting - ahead else date


def _weekdays(paragraphs: Sequence[str]) -> tuple[set[int], set[int]]:
    """Weekdays that the report speaks of as past, and as ahead."""
    past: set[int] = set()
    ahead: set[int] = set()
    for paragraph in paragraphs[:LEAD_PARAGRAPHS]:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", paragraph):
            for match in _WEEKDAY_WORD.finditer(sentence):
                if not (match["before"] or match["plural"]):
                    number = WEEKDAYS.index(match["day"].lower())
                    (ahead if _is_ahead(sentence, match.start(), match.end()) else past).add(number)
    return past, ahead


def _is_ahead(sentence: str, start: int, end: int) -> bool:
    """Whether a weekday is to come: by the verb right after it, else the last one before, else the event named."""
    if re.match(r"\W*(?:\w+ ){0,2}(?:said|told|announced|agreed|pledged|decided)\b", sentence[end:]):
        return False
    clause = sentence[max(0, start - CLAUSE) : start]
    last_ahead = max((match.end() for match in _AHEAD.finditer(clause)), default=-1)
    last_past = max((match.end() for match in _PAST.finditer(clause)), default=-1)
    if last_ahead == last_past:
        return _EVENT.search(clause) is not None
    return last_ahead > last_past
