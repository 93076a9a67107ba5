"""Where a meeting is that is told without a place: under the dateline of the report, in the country that hosts it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.clauses import sentence_of
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.venues import CITY_STATES
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.places import City, find_city

MARGINS = frozenset({"sideline", "sidelines", "margin", "margins", "fringe", "fringes"})
"""Words for the edge of a larger meeting."""
_DATELINE_DAYS = 2
"""A story under a dateline tells without a place what happens there, at most so many days from its publication."""


def is_at_margins(head: Token) -> bool:
    """Whether the sentence puts the meeting on the margins of another."""
    return any(token.lower in MARGINS for token in sentence_of(head))


def place_from_host(group: Group) -> None:
    """ "Kuwait will host a donors' conference": one country that hosts does so at home, unless a place is told."""
    if not group.is_nowhere or group.place.venue:
        return
    hosts = {
        str(party.actor.iso3)
        for mention in group.mentions
        for party in mention.parties.found
        if party.is_host and party.actor.kind == "country"
    }
    told = [mention.trigger for mention in group.mentions if mention.trigger.role == "host"]
    hosting = any(trigger.verb is not None and trigger.verb.lemma == "host" for trigger in told)
    apart = any(
        is_at_margins(mention.trigger.head) or _is_virtual(mention.trigger.head.subtree) for mention in group.mentions
    )
    if hosting and len(hosts) == 1 and not apart:
        group.inherited_place = Place(None, hosts.pop())


def _is_virtual(sentence: Iterable[Token]) -> bool:
    return any(token.lower in words("virtual") for token in sentence)


def says_here(group: Group) -> bool:
    """ "the ministerial that ended here today"."""
    heads = (mention.trigger.head for mention in group.mentions)
    return any(
        token.lower == "here" and token.tag == "RB" and token.i > head.i for head in heads for token in head.sentence
    )


def _is_news_of_the_week(main: Group) -> bool:
    """ "The king on Sunday received the general", at the head of a report without a date of publication."""
    first = main.mentions[0]
    days = {phrase.kind for phrase in first.timing.phrases} & {"weekday", "today"}
    lead = first.trigger.head.doc.paragraph_at(first.trigger.head.start) == 0
    return lead and bool(days) and first.trigger.reading.direction == "past"


def _is_reception_of_lead(main: Group) -> bool:
    """ "The prime minister received the ambassador", without a day, at the head of a report."""
    first = main.mentions[0]
    lead = first.trigger.head.doc.paragraph_at(first.trigger.head.start) == 0
    return lead and first.family == "receive" and first.trigger.reading.direction == "past" and not first.timing.phrases


def _city_of_dateline(dateline: str) -> City | None:
    """The city of "BAGHDAD", "Erbil, Kurdistan Region, Iraq", "KUWAIT"."""
    name = dateline.partition(",")[0].strip()
    name = name.title() if name.isupper() else name
    match = find_country(name)
    if match is not None and match.iso3 in CITY_STATES and match.form == "name":
        return find_city(CITY_STATES[match.iso3], match.iso3)
    return find_city(dateline.title() if dateline.isupper() else dateline) or find_city(name)


def _is_at_home_elsewhere(main: Group, iso3: str) -> bool:
    """Whether who receives is of another country than the dateline's city: "BEIRUT - King Abdullah received"."""
    hosts = [
        party.actor.iso3
        for mention in main.mentions
        if mention.family == "receive"
        for party in mention.parties.found
        if party.is_host and party.actor.kind == "person" and party.actor.iso3
    ]
    return bool(hosts) and iso3 not in hosts


def place_from_title(parsed: ParsedArticle, main: Group) -> None:
    """ "Barzani meets German minister in Erbil": a headline that names who meets, or what, and the city."""
    title = parsed.article.title
    if not title or not main.is_nowhere or main.place.venue or main.families & {"call", "phone", "speak", "discuss"}:
        return
    printed = {word.strip("'’s,.:").lower() for word in title.split()}
    events = {mention.trigger.head.lower for mention in main.mentions if mention.trigger.is_noun}
    people = {name.split()[-1].lower() for name in main.named}
    if not printed & _MEETING_WORDS or not printed & (events | people):
        return
    printed_names = (*_IN_TITLE.findall(title), *_BEFORE_EVENT.findall(title))
    cities = {city.name: city for name in printed_names if (city := find_city(name)) is not None}
    if len(cities) == 1:
        city = next(iter(cities.values()))
        main.inherited_place = Place(city, city.iso3)


_IN_TITLE = re.compile(r"\b(?:in|at) ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)(?! [A-Z])")
_BEFORE_EVENT = re.compile(
    r"\b([A-Z][\w’'-]+) (?:[Pp]eace )?(?:[Mm]eeting|[Tt]alks|[Ss]ummit|[Cc]onference|[Mm]inisterial)\b"
)
_MEETING_WORDS = frozenset(
    {"meet", "meets", "met", "meeting", "talks", "summit", "conference", "ministerial", "receives"}
)


def place_from_dateline(parsed: ParsedArticle, main: Group) -> None:
    """A report under a dateline leaves out the place of what it reports."""
    article = parsed.article
    if not article.dateline or main.families & {"call", "phone", "speak"}:
        return
    city = _city_of_dateline(article.dateline)
    if city is not None and _is_at_home_elsewhere(main, city.iso3):
        return
    inside = city is not None and main.city is None and main.iso3 == city.iso3 and not main.place.venue
    if main.place.is_known and not inside and not (city is not None and main.is_nowhere and main.place.venue):
        return
    date = main.date
    undated = article.published_on is None and _is_news_of_the_week(main)
    if city is not None and date is None and (undated or _is_reception_of_lead(main)):
        main.inherited_place = Place(city, city.iso3)
    if city is None or date is None or article.published_on is None or date.precision != "day":
        return
    if abs((date.start - article.published_on).days) <= _DATELINE_DAYS:
        main.inherited_place = Place(city, city.iso3)
