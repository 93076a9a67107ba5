"""When a meeting takes place, as its mention says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coalition_data.document import Token
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.clauses import (
    finite_verb,
    is_face_to_face,
    read_verb,
    sentence_of,
    visiting_guests,
)
from coalition_data.extract.meetings.lengths import with_length
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.resolve.calendar import CalendarDate, Direction
from coalition_data.resolve.date_phrases import DatePhrase

_BREAKS = frozenset({"WP", "WDT", "WRB", "TO", "MD", ":", "``", "''"})
_INSIDE_RUN = frozenset({",", "'s", "’s", "-", "–", ".", "&"})
_RUN_PREPOSITIONS = frozenset({"on", "in", "at", "of", "with", "between", "among", "by", "for", "from", "about", "over",
                               "near", "outside", "against", "toward", "towards", "including", "late", "early",
                               "during"})  # fmt: skip
TOPIC_PREPOSITIONS = frozenset({"on", "about", "over", "for", "against"})
_RANK = {"day": 0, "week": 1, "month": 2, "year": 3}
_LONGEST_CLIMB = 10
_NEAR_SAYING = 4
"""Tokens between a verb of saying and its day: "told reporters on Wednesday"."""
_MODIFIERS = 7
_FACE_TO_FACE = 3
"""Words of "face to face", in which the parser sees an infinitive."""
_MANY_DAYS = re.compile(r"\b(?:two|three|four|five|six|seven|\d+|multi|week)\W?-?\W?(?:day|long)\b", re.IGNORECASE)
"""A meeting of days is not on the day that is told of its close."""
_DAYS = frozenset({"day", "weekday", "today"})
LASTING = frozenset({"summit", "conference", "ministerial", "debate"})


@dataclass(frozen=True, slots=True)
class Timing:
    """The date phrases of a mention and the calendar date they give."""

    date: CalendarDate | None = None
    phrases: tuple[DatePhrase, ...] = ()


def find_timing(trigger: Trigger, dates: ArticleDates, others: frozenset[int]) -> Timing:
    """The date that a mention gives its meeting; ``others``: heads of other mentions, whose dates are theirs."""
    own: list[DatePhrase] = []
    year: int | None = None
    run, _ = adverbial_run(trigger, others)
    for phrase, token in dates.in_span(sentence_of(trigger.head)):
        when = _says_when(trigger, token)
        if not when and (phrase.relation != "on" or not (token.i in run or belongs(token, trigger, others))):
            continue
        if _is_day_of_saying(phrase, trigger, dates) or _is_last_day(phrase, dates):
            continue
        if phrase.kind == "year" and token.head == trigger.head and token.dep in ("nummod", "compound", "nmod", "amod"):
            year = phrase.year
            before = token.doc.tokens[token.i - 1] if token.i else token
            named = before.text[0].isupper() and before.i > trigger.head.sentence.first and before.tag != "DT"
            if trigger.head.text[0].isupper() or named:
                continue  # part of the name: it completes a day and month, but is no date by itself
        if phrase.kind == "year" and _dates_another_noun(token, trigger):
            continue
        own.append(phrase)
    if trigger.partner is not None:  # "met A on Monday and with B on Tuesday"
        own = [phrase for phrase in own if phrase.start > trigger.partner.start] or own
    near = [phrase for phrase in own if _is_in_run(phrase, run, dates)]
    if others and trigger.is_noun and any(phrase.kind in _DAYS for phrase in near):
        own = near  # "in Wales on 5 September and in the Paris conference of 15 September"
    inside = _of_noun(trigger, dates)
    if any(phrase in inside for phrase in own):
        own = [phrase for phrase in own if phrase in inside or phrase.kind in ("month", "year")]
    found = [
        (date, phrase)
        for phrase in own
        if (date := dates.resolve(phrase, _direction(trigger, phrase, dates), year)) is not None
        and not _may_be_over(trigger, phrase, date, dates)
    ]
    if not own:
        found = list(_day_of_coming(trigger, dates))
        own = [phrase for _, phrase in found]
    if not own and trigger.clause is not None:
        found = list(_day_of_clause(trigger, trigger.clause, dates, others))
        own = [phrase for _, phrase in found]
    best = min(found, key=lambda pair: (_RANK[pair[0].precision], pair[1].start), default=None)
    return Timing(with_length(best[0], trigger) if best else None, tuple(own))


def _direction(trigger: Trigger, phrase: DatePhrase, dates: ArticleDates) -> Direction | None:
    """ "promised that the summit Thursday would be short", where "they met Thursday" tells that it is over."""
    verb = trigger.verb
    would = verb is not None and any(child.lower == "would" for child in verb.children)
    return "past" if would and dates.is_told_as_past(phrase) else trigger.reading.direction


def _dates_another_noun(token: Token, trigger: Trigger) -> bool:
    """ "talks guided by a 2015 resolution"."""
    node = token
    while node.dep in ("nummod", "compound", "nmod", "amod") and not node.is_root:
        node = node.head
    return node != token and node.is_noun and node != trigger.head


def _is_only_said_of(trigger: Trigger, clause: Token) -> bool:
    """ "announced on Monday a pause in the talks": what is said in the clause tells no day of what it is about."""
    preposition = trigger.head.head
    return clause.lemma in words("say") and preposition.lower in ("in", "of") and preposition.head.is_noun


def _is_day_of_saying(phrase: DatePhrase, trigger: Trigger, dates: ArticleDates) -> bool:
    """ "said on Wednesday the president had met": the parser may hang the day on what is said."""
    parsed = dates.parsed
    first = parsed.token_at(phrase.start)
    if first is None or trigger.head.i < first or (trigger.verb is not None and trigger.verb.i < first):
        return False
    floor = max(trigger.head.sentence.first, first - _NEAR_SAYING)
    for token in reversed(parsed.tokens[floor:first]):
        if token.is_verb:
            return token.lemma in words("say") and token.i not in trigger.own and trigger.clause != token
        if token.text == ",":
            return False
    return False


def _is_last_day(phrase: DatePhrase, dates: ArticleDates) -> bool:
    """ "the talks, which will continue into Thursday": not the day on which they take place."""
    first = dates.parsed.token_at(phrase.start)
    return first is not None and first > 0 and dates.parsed.tokens[first - 1].lower == "into"


def _is_in_run(phrase: DatePhrase, run: frozenset[int], dates: ArticleDates) -> bool:
    return any(index in run for index in dates.parsed.tokens_between(phrase.start, phrase.end))


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


def _day_of_coming(trigger: Trigger, dates: ArticleDates) -> Iterator[tuple[CalendarDate, DatePhrase]]:
    """ "arrived on Monday in Erbil, where he met B", "took place in May in Rome, where ministers met": then, there."""
    verb = trigger.verb
    if verb is None or verb.dep != "relcl" or not any(child.lower == "where" for child in verb.children):
        return
    coming = next((node for node in verb.head.ancestors if node.is_verb), None)
    if coming is None or coming.lemma not in words("coming") | words("visit_verbs") | words("happen"):
        return
    direction = read_verb(coming).direction
    for phrase, token in dates.in_span(sentence_of(verb)):
        told = next((node for node in token.ancestors if node.is_verb), None) == coming and token.i < verb.i
        date = dates.resolve(phrase, direction) if told and phrase.relation == "on" else None
        if date is not None and direction == trigger.reading.direction:
            yield date, phrase


def _day_of_clause(
    trigger: Trigger, clause: Token, dates: ArticleDates, others: frozenset[int]
) -> Iterator[tuple[CalendarDate, DatePhrase]]:
    """ "promised on Monday to help after a lunch": the day of the clause beside which the meeting stands.

    A summit or a conference may have begun days before, and what is part of another meeting is told with that.
    """
    above = {node.i for node in trigger.head.ancestors if clause.i < node.i}
    before = trigger.head.doc.span(max(clause.sentence.first, trigger.head.i - _MODIFIERS), trigger.head.i)
    days = len(before) and _MANY_DAYS.search(before.text)
    if trigger.family in LASTING or above & others or days or _is_only_said_of(trigger, clause):
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


def _may_be_over(trigger: Trigger, phrase: DatePhrase, date: CalendarDate, dates: ArticleDates) -> bool:
    """ "was to meet him on Wednesday" looks ahead from the day that is told, which may lie days before publication."""
    published_on, index = dates.published_on, dates.parsed.token_at(phrase.start)
    clause = finite_verb(dates.parsed.tokens[index]) if index is not None else None
    if clause is not None and clause.dep == "relcl" and read_verb(clause).direction == "future":
        return False  # "was not invited to the conference, which opens on Monday"
    finite = finite_verb(trigger.verb or trigger.head)
    told = finite is not None and any(
        token.lower in ("was", "were", "had") for token in (finite, *finite.children) if token.tag == "VBD"
    )
    if not told or published_on is None or phrase.kind != "weekday" or trigger.reading.direction != "future":
        return False
    return (date.start - published_on).days > SURELY_AHEAD_DAYS


def adverbial_run(trigger: Trigger, others: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Tokens of the phrases that follow the meeting word without a break, and those of them that tell its topic.

    "a meeting with A and B, on Tuesday, June 2 in Paris": the parser often hangs what follows elsewhere. The run ends
    at a verb, a clause or a mark.
    """
    visiting = visiting_guests(trigger.head) if trigger.family == "meet" else None
    run, topic = _run_from(visiting or trigger.head, trigger.head, others)
    verb = trigger.verb
    if trigger.is_noun and verb is not None and verb.i > trigger.head.i and trigger.role in ("happen", "hold", "host"):
        more, about = _run_from(verb, trigger.head, others)
        run, topic = run | more, topic | about
    return run, topic


def _run_from(start: Token, head: Token, others: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    doc, run, topic = head.doc, set(), set()
    about = False
    first = start.i + 1
    if first + _FACE_TO_FACE < len(doc) and is_face_to_face(doc.tokens[first]):
        first += _FACE_TO_FACE
    following = doc.tokens[first : sentence_of(head).last]
    clauses = {token.subtree.first for token in following if token.dep in ("nsubj", "nsubjpass")}
    brackets = 0
    for token in following:
        if token.text in ("(", ")") or brackets:
            brackets += (token.text == "(") - (token.text == ")")
            continue
        if token.i in clauses:
            break  # "will take part in the talks, an official in Beirut said"
        if token.i in others or token.head.i in others or token.tag in _BREAKS or token.lower == "ahead":
            break
        if token.is_verb and token.tag != "VBN":
            break
        if token.tag == "VBN" and (token.lemma not in words("event_participles") or token.child("nsubj") is not None):
            break  # also at "an event that Obama organized in 2010"
        if not token.text[0].isalnum() and token.text not in _INSIDE_RUN:
            break
        if token.tag == "IN" and token.lower not in _RUN_PREPOSITIONS:
            break
        if token.tag == "IN":
            dated = any(child.entity is not None and child.entity.label == "DATE" for child in token.children)
            timed = any(child.lemma in words("time") | {"minute"} for child in token.children)
            about = (token.lower in TOPIC_PREPOSITIONS and not (dated or timed)) or (about and not dated)
            if about and token.lower in ("in", "at") and doc.tokens[token.i - 1].text == ",":
                about = False  # "a summit on migration, in Niamey"
        run.add(token.i)
        if about:
            topic.add(token.i)
    return frozenset(run), frozenset(topic)


def belongs(token: Token, trigger: Trigger, others: frozenset[int]) -> bool:
    """Whether an adverbial at ``token`` is the meeting's: the way up leads to it before it leads elsewhere."""
    node = token
    for _ in range(_LONGEST_CLIMB):
        if node.i in trigger.own:
            return True
        if node.i in others or node.is_root:
            return False
        if node is not token and (node.is_verb or (node.is_noun and not _lets_through(node))):
            return False
        about = node.lower in TOPIC_PREPOSITIONS | {"of"} and node.dep == "prep"
        if about and token not in node.children and token != node and not _opens_with(node, token):
            return False
        node = node.head
    return False


def _says_when(trigger: Trigger, date: Token) -> bool:
    """ "since December 2014, when ministers gathered": the date that the clause hangs on."""
    verb = trigger.verb or trigger.head
    inside = verb.dep in ("relcl", "advcl") and verb.head.i < verb.i and verb.head in {date, date.head}
    return inside and any(child.lower == "when" for child in verb.children)


def _opens_with(preposition: Token, date: Token) -> bool:
    """ "On 6 December 2012, Clinton and Brahimi held talks": the parser takes all for what stands behind "on"."""
    between = preposition.doc.tokens[preposition.i + 1 : date.i]
    dated = all(node.entity is not None and node.entity.label == "DATE" for node in (*between, date))
    return preposition.i == preposition.sentence.first and dated


def _lets_through(noun: Token) -> bool:
    """Nouns on whose way an adverbial still is the meeting's: people, names, and parts of time."""
    lemma = noun.lemma.lower()
    return noun.entity is not None or any(
        lemma in words(name) for name in ("people", "delegates", "units", "parts", "time")
    )
