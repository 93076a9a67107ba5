"""When and where a meeting takes place, as its mention says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from coalition_data.document import Token
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.clauses import finite_verb, sentence_of
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.extract.meetings.venues import CITY_STATES, country_of_state, find_venue, is_venue
from coalition_data.resolve.calendar import CalendarDate
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.date_phrases import DatePhrase
from coalition_data.resolve.places import City, find_city

_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside"})
_TRAVEL = frozenset({"travel", "fly", "go", "head", "come", "arrive", "return"})
_BREAKS = frozenset({"WP", "WDT", "WRB", "TO", "MD", ":", "``", "''"})
_INSIDE_RUN = frozenset({",", "'s", "’s", "-", "–", ".", "&"})
_EVENT_PARTICIPLES = frozenset({"hold", "schedule", "set", "slate", "plan", "host", "attend", "chair", "convene",
                                "organize", "organise", "expect", "call", "sponsor", "broker", "mediate"})  # fmt: skip
_RUN_PREPOSITIONS = frozenset({"on", "in", "at", "of", "with", "between", "among", "by", "for", "from", "about", "over",
                               "near", "outside", "against", "toward", "towards", "including", "late", "early",
                               "during"})  # fmt: skip
_TOPIC_PREPOSITIONS = frozenset({"on", "about", "over", "for", "against"})
_RANK = {"day": 0, "week": 1, "month": 2, "year": 3}
_LONGEST_CLIMB = 10
_LONG = frozenset({"summit", "conference", "ministerial", "debate"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting takes place."""

    city: City | None = None
    iso3: str | None = None
    venue: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything of it is told."""
        return self.city is not None or self.iso3 is not None or self.venue is not None

    def with_name(self, name: str, token: Token, preposition: str = "in") -> Place:
        """This place, completed by a printed name; what is known already stays."""
        match, seat = find_country(name), find_venue(name)
        if seat is not None or (preposition and is_venue(name)):
            city = self.city or (seat.city if seat else None)
            country = self.iso3 or (seat.iso3 if seat else match.iso3 if match else None)
            return Place(city, city.iso3 if city else country, self.venue or name.removeprefix("the "))
        state = country_of_state(name) if preposition else None
        found = find_city(name, _state_behind(token)) if preposition else _city_modifier(token)
        if match is not None and match.form == "region" and found is not None and preposition:
            return replace(self, city=self.city or found, iso3=(self.city or found).iso3)
        if preposition and match is not None and match.form in ("name", "region"):
            state = match.iso3
        if state is not None:
            return self.in_country(state)
        return self.in_city(found) if found is not None and self.city is None else self

    def in_city(self, city: City) -> Place:
        """This place in a city, which must lie in its country."""
        if self.iso3 is not None and city.iso3 != self.iso3:
            near = find_city(city.name, self.iso3)
            return self if near is None or near.iso3 != self.iso3 else replace(self, city=near)
        return replace(self, city=city, iso3=city.iso3)

    def in_country(self, iso3: str) -> Place:
        """This place in a country: a city of the same name there is preferred."""
        if self.city is None:
            return replace(self, iso3=iso3, city=find_city(CITY_STATES[iso3], iso3) if iso3 in CITY_STATES else None)
        near = find_city(self.city.name, iso3)
        return replace(self, city=near, iso3=iso3) if near is not None and near.iso3 == iso3 else self


@dataclass(frozen=True, slots=True)
class Timing:
    """The date phrases of a mention and the calendar date they give."""

    date: CalendarDate | None = None
    phrases: tuple[DatePhrase, ...] = ()


def find_timing(trigger: Trigger, dates: ArticleDates, others: frozenset[int]) -> Timing:
    """The date that a mention gives its meeting; ``others``: heads of other mentions, whose dates are theirs."""
    direction = trigger.reading.direction
    own: list[DatePhrase] = []
    year: int | None = None
    run, _ = adverbial_run(trigger, others)
    for phrase, token in dates.in_span(sentence_of(trigger.head)):
        if phrase.relation != "on" or not (token.i in run or _belongs(token, trigger, others)):
            continue
        if phrase.kind == "year" and token.head == trigger.head and token.dep in ("nummod", "compound", "nmod", "amod"):
            year = phrase.year
            if trigger.head.text[0].isupper():
                continue  # part of the name: it completes a day and month, but is no date by itself
        own.append(phrase)
    inside = _of_noun(trigger, dates)
    if any(phrase in inside for phrase in own):
        own = [phrase for phrase in own if phrase in inside or phrase.kind in ("month", "year")]
    found = [
        (date, phrase)
        for phrase in own
        if (date := dates.resolve(phrase, direction, year)) is not None
        and not _may_be_over(trigger, phrase, date, dates.published_on)
    ]
    if not own and trigger.clause is not None:
        found = list(_day_of_clause(trigger, trigger.clause, dates, others))
        own = [phrase for _, phrase in found]
    best = min(found, key=lambda pair: (_RANK[pair[0].precision], pair[1].start), default=None)
    return Timing(best[0] if best else None, tuple(own))


def _of_noun(trigger: Trigger, dates: ArticleDates) -> list[DatePhrase]:
    """ "arrived on Sunday for the conference, which is to open on Monday": the noun's own date comes before others."""
    if not trigger.is_noun:
        return []
    clauses = [child.subtree for child in trigger.head.children if child.dep == "relcl" and child.i in trigger.own]
    return [
        phrase
        for clause in clauses
        for phrase, token in dates.in_span(sentence_of(trigger.head))
        if clause.first <= token.i < clause.last
    ]


def _day_of_clause(
    trigger: Trigger, clause: Token, dates: ArticleDates, others: frozenset[int]
) -> Iterator[tuple[CalendarDate, DatePhrase]]:
    """ "promised on Monday to help after a lunch": the day of the clause beside which the meeting stands.

    A summit or a conference may have begun days before, and what is part of another meeting is told with that.
    """
    above = {node.i for node in trigger.head.ancestors if clause.i < node.i}
    if trigger.family in _LONG or above & others:
        return
    for phrase, token in dates.in_span(sentence_of(clause)):
        if phrase.relation != "on" or not (
            clause.i < token.i < trigger.head.i or clause in (token.head, token.head.head)
        ):
            continue
        way = [node for node in token.ancestors if node.is_verb]
        if not way or way[0] != clause or any(node.i in others - {clause.i} for node in token.ancestors):
            continue
        date = dates.resolve(phrase, "past")
        if date is not None and date.precision == "day":
            yield date, phrase


SURELY_AHEAD_DAYS = 2
"""Days after publication up to which "was to meet on Friday" is still to come."""


def _may_be_over(trigger: Trigger, phrase: DatePhrase, date: CalendarDate, published_on: dt.date | None) -> bool:
    """ "was to meet him on Wednesday" looks ahead from the day that is told, which may lie days before publication."""
    finite = finite_verb(trigger.verb or trigger.head)
    told = finite is not None and any(
        token.lower in ("was", "were") for token in (finite, *finite.children) if token.tag == "VBD"
    )
    if not told or published_on is None or phrase.kind != "weekday" or trigger.reading.direction != "future":
        return False
    return (date.start - published_on).days > SURELY_AHEAD_DAYS


def adverbial_run(trigger: Trigger, others: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Tokens of the phrases that follow the meeting word without a break, and those of them that tell its topic.

    "a meeting with A and B, on Tuesday, June 2 in Paris": the parser often hangs what follows elsewhere. The run ends
    at a verb, a clause or a mark.
    """
    run, topic = _run_from(trigger.head, trigger.head, others)
    verb = trigger.verb
    if trigger.is_noun and verb is not None and verb.i > trigger.head.i and trigger.role in ("happen", "hold", "host"):
        more, about = _run_from(verb, trigger.head, others)
        run, topic = run | more, topic | about
    return run, topic


def _run_from(start: Token, head: Token, others: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    doc, run, topic = head.doc, set(), set()
    about = False
    for token in doc.tokens[start.i + 1 : sentence_of(head).last]:
        if token.i in others or token.head.i in others or token.tag in _BREAKS or token.lower == "ahead":
            break
        if token.is_verb and token.tag != "VBN":
            break
        if token.tag == "VBN" and token.lemma not in _EVENT_PARTICIPLES:
            break
        if not token.text[0].isalnum() and token.text not in _INSIDE_RUN:
            break
        if token.tag == "IN" and token.lower not in _RUN_PREPOSITIONS:
            break
        if token.tag == "IN":
            dated = any(child.entity is not None and child.entity.label == "DATE" for child in token.children)
            timed = any(child.lemma in words("time") | {"minute"} for child in token.children)
            about = (token.lower in _TOPIC_PREPOSITIONS and not (dated or timed)) or (about and not dated)
        run.add(token.i)
        if about:
            topic.add(token.i)
    return frozenset(run), frozenset(topic)


def _belongs(token: Token, trigger: Trigger, others: frozenset[int]) -> bool:
    """Whether an adverbial at ``token`` is the meeting's: the way up leads to it before it leads elsewhere."""
    node = token
    for _ in range(_LONGEST_CLIMB):
        if node.i in trigger.own:
            return True
        if node.i in others or node.is_root:
            return False
        if node is not token and (node.is_verb or (node.is_noun and not _lets_through(node))):
            return False
        if (
            node.lower in _TOPIC_PREPOSITIONS | {"of"}
            and node.dep == "prep"
            and token not in node.children
            and token != node
        ):
            return False
        node = node.head
    return False


def _lets_through(noun: Token) -> bool:
    """Nouns on whose way an adverbial still is the meeting's: people, names, and parts of time."""
    lemma = noun.lemma.lower()
    return noun.entity is not None or any(
        lemma in words(name) for name in ("people", "delegates", "units", "parts", "time")
    )


def find_place(trigger: Trigger, others: frozenset[int]) -> Place:
    """The place that a mention gives its meeting."""
    place = Place()
    for token, preposition in _place_tokens(trigger, others):
        if preposition != "to" or _goes_there(token, trigger):
            name = token.text if _begins_name(token, trigger) else name_at(token)
            place = place.with_name(name, token, preposition)
    return place


def _place_tokens(trigger: Trigger, others: frozenset[int]) -> Iterator[tuple[Token, str]]:
    """Nouns that a preposition of place, or their place before the noun, ties to the meeting."""
    run, topic = adverbial_run(trigger, others)
    for token in sentence_of(trigger.head):
        if token.lower in _PLACE_PREPOSITIONS and token.child("pobj", "pcomp") is None and token.i + 1 < len(token.doc):
            following = token.doc.tokens[token.i + 1]  # "In Turkey Minister Ellwood met": the place hangs on the name
            if following.entity is not None and following.entity.label == "GPE" and _belongs(token, trigger, others):
                yield following, token.lower
        if not token.is_noun:
            continue
        if token.dep == "pobj" and token.head.lower in _PLACE_PREPOSITIONS | {"to", "for"}:
            word = token.head.lower
            tied = token.head.head.i in trigger.own
            if (token.i in topic and not tied and not _date_follows(token)) or (
                word == "for" and token.head.head.lemma not in words("set_for")
            ):
                continue
            if (token.i in run and word in _PLACE_PREPOSITIONS) or _belongs(token.head, trigger, others):
                yield token, word
        elif (
            token.head == trigger.head and token.dep in ("compound", "nmod", "poss") and trigger.is_noun
        ) or _begins_name(token, trigger):
            yield token, ""
    yield from _where(trigger)


def _stands_before(token: Token, trigger: Trigger) -> bool:
    return token.head == trigger.head and token.dep in ("compound", "nmod", "poss") and trigger.is_noun


def _begins_name(token: Token, trigger: Trigger) -> bool:
    """ "the Munich Security Conference": the first word of the name."""
    head = trigger.head
    if (
        trigger.family not in _LONG
        or token.head.head != head
        or token.dep != "compound"
        or token.head.dep != "compound"
    ):
        return False
    return token.i == head.i - 2 and head.text[0].isupper() and token.text[0].isupper()


def _date_follows(token: Token) -> bool:
    """ "a meeting on the Middle East in Warsaw on Feb. 13": the place before the date is not the topic's."""
    match = find_country(name_at(token))
    if match is not None and match.form != "capital" and match.iso3 not in CITY_STATES:
        return False  # "on peace and security in Iraq Monday"
    following = token.doc.tokens[token.i + 1 : token.i + 3]
    return any(node.entity is not None and node.entity.label == "DATE" for node in following)


def _where(trigger: Trigger) -> Iterator[tuple[Token, str]]:
    """ "flies to London, where Britain is hosting a conference"."""
    clauses = [trigger.verb] if trigger.verb is not None and trigger.role not in ("around", "none") else []
    for verb in clauses:
        node = verb
        while node.dep in ("xcomp", "ccomp", "conj") and not node.is_root and node.head.is_verb:
            node = node.head
        there = any(child.lower == "where" for child in (*node.children, *verb.children))
        if there and node.dep == "relcl" and node.head.is_noun:
            yield node.head, "in"


def _state_behind(token: Token) -> str | None:
    """The country of the state or country printed after a city ("Burlington, Vermont")."""
    doc = token.doc
    end = token.entity.end if token.entity is not None else token.i + 1
    if end + 1 >= len(doc) or doc.tokens[end].text != ",":
        return None
    behind = name_at(doc.tokens[end + 1])
    match = find_country(behind)
    if country_of_state(behind) is not None:
        return country_of_state(behind)
    return match.iso3 if match is not None and match.form in ("name", "region") else None


def _goes_there(token: Token, trigger: Trigger) -> bool:
    verb = token.head.head
    return (verb.lemma in _TRAVEL and trigger.role in ("attend", "meet", "hold")) or verb.lemma == "bring"


def _city_modifier(token: Token) -> City | None:
    """ "the Paris conference"; not "Baghdad-Erbil talks", where the cities are governments."""
    doc = token.doc
    around = [doc.tokens[index].text for index in (token.i - 1, token.i + 1) if 0 <= index < len(doc)]
    if any(text in ("-", "–", "/") for text in around):
        return None
    named = token.entity is not None and token.entity.label == "ORG"
    return _listed_city(token.text if named else name_at(token))


@lru_cache(maxsize=1024)
def _listed_city(name: str) -> City | None:
    match = find_country(name)
    return find_city(name) if match is None or match.form == "capital" else None


def name_at(token: Token) -> str:
    """The proper name around ``token``: its entity, or its capitalised modifiers and itself."""
    entity = token.entity
    if entity is not None and entity.label in ("GPE", "LOC", "FAC", "ORG"):
        return token.doc.span(entity.start, entity.end).text
    first = token.i
    while (
        first > 0
        and token.doc.tokens[first - 1].tag in ("NNP", "NNPS")
        and token.doc.tokens[first - 1].head.i >= first - 1
    ):
        first -= 1
    return token.doc.span(first, token.i + 1).text
