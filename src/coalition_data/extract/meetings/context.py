"""What the story around a meeting tells about its place and time: journeys, a larger meeting, the dateline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.clauses import read_verb, sentence_of, subjects
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.home_places import (
    MARGINS,
    is_at_margins,
    place_from_dateline,
    place_from_host,
    place_from_title,
    says_here,
)
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.proper_names import name_at
from coalition_data.resolve.calendar import CalendarDate
from coalition_data.resolve.entities import ArticleEntities

_APART = frozenset({"after", "before", "ahead", "and", "but", "following"})
_MANY = frozenset({"conference", "summit", "ministerial", "gather", "bring", "act"})
_SIDES = frozenset({"with", "between"})
_BESIDES = frozenset({"also", "separately", "earlier", "later", "meanwhile"})
_ARRIVING = frozenset({"arrive", "land", "fly"})
"""Behind these, what lies ahead takes place where one has come to."""
_VISIT_PREPOSITIONS = frozenset({"to", "in", "at"})
_PARAGRAPHS_BESIDE = 10
"""So far behind a meeting "A also met B" is told of those who were there."""
_PARAGRAPHS_OF_DAY = 6
"""So far behind "held a series of meetings" each of them is told."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A journey that the article tells: where, when, and in which sentence."""

    place: Place
    date: CalendarDate | None
    sentence_start: int
    head: Token
    persons: frozenset[str]


def complete_from_context(
    parsed: ParsedArticle, entities: ArticleEntities, groups: list[Group], dates: ArticleDates
) -> None:
    """Give meetings the place and date that the story around them tells, where their own mentions tell none."""
    visits = tuple(_visits(parsed, entities, dates))
    main = main_group(groups)
    for rank, group in enumerate(groups):
        _from_enclosing(group, groups)
        _from_day_of_meetings(group, groups)
        _to_enclosing(group, groups, main)
        _from_visit(group, visits)
        _from_the_one_before(group, groups[:rank])
        if group.city is None and main is not None and _starts(main) < _starts(group):
            _from_main(group, main)
            _on_days_of(group, main)
            _of_those_there(group, main)
        if group is main:
            place_from_title(parsed, main)
            place_from_dateline(parsed, main)
    for group in groups:
        if group is not main and (says_here(group) or _leads(parsed, group)):
            place_from_dateline(parsed, group)
        place_from_host(group)


def _leads(parsed: ParsedArticle, group: Group) -> bool:
    """Whether the report's first paragraph tells of a meeting as over."""
    first = group.mentions[0].trigger
    return parsed.paragraph_at(first.head.start) == 0 and first.reading.direction == "past"


def main_group(groups: list[Group]) -> Group | None:
    """The meeting of many that the article is about: the first such."""
    many = [group for group in groups if is_of_many(group)]
    return many[0] if many else (groups[0] if groups else None)


def is_of_many(group: Group) -> bool:
    """A meeting of more than two sides."""
    return bool(group.families & _MANY) or _is_large(group)


def _starts(group: Group) -> int:
    return group.mentions[0].trigger.head.i


def _is_large(group: Group) -> bool:
    """Of many: counted, of several named, or told as one event without two sides ("the gathering at headquarters")."""
    if any(mention.parties.counts for mention in group.mentions) or len(group.named) > 2:
        return True
    sides = any(has_sides(mention.trigger.head) for mention in group.mentions)
    return bool({"meeting", "meet"} & group.families) and not sides and group.place.is_known


def has_sides(head: Token) -> bool:
    """ "talks with A", "met B", "A and B met"; not "donor nations met"."""
    if any(child.lower in _SIDES or (child.dep == "dobj" and head.is_verb) for child in head.children):
        return True
    acting = [child for child in (*head.children, head.head) if child.dep == "nsubj"]
    return head.is_verb and not any(child.tag == "NNS" and child.child("cc") is None for child in acting)


def _visits(parsed: ParsedArticle, entities: ArticleEntities, dates: ArticleDates) -> Iterator[Visit]:
    for token in parsed.tokens:
        comes = token.is_verb and token.lemma in words("coming")
        is_verb = comes or (token.is_verb and token.lemma in words("visit_verbs"))
        if not is_verb and not (token.is_noun and token.lemma in words("visit_nouns")):
            continue
        if _comes_later(token):
            continue
        targets = [child for child in token.children if is_verb and not comes and child.dep == "dobj"]
        for child in token.children:
            if child.dep == "prep" and child.lower in ({"to"} if comes else _VISIT_PREPOSITIONS):
                targets += [node for node in child.children if node.dep == "pobj"]
        for target in [node for first in targets for node in (first, *_conjuncts(first))]:
            place = Place().with_name(name_at(target), target)
            if place.is_known:
                persons = frozenset(_travellers(token, entities))
                yield Visit(place, _date_near(target, token, dates), token.sentence.start, token, persons)


def _comes_later(visit: Token) -> bool:
    """ "before travelling to Japan", "ahead of a trip to Asia": the meeting told beside it was elsewhere."""
    above = visit.head
    ahead = above.lower == "of" and not above.is_root and above.head.lower == "ahead"
    return visit.dep in ("pcomp", "pobj") and (above.lower == "before" or ahead)


def _travellers(visit: Token, entities: ArticleEntities) -> Iterator[str]:
    """Names of those who travel: "Kerry arrived in Nairobi", "Kerry's visit to Nairobi"."""
    who = subjects(visit) if visit.is_verb else [child for child in visit.children if child.dep == "poss"]
    for token in who:
        actor = entities.actor_of(token)
        if actor is not None and actor.kind == "person" and actor.name:
            yield actor.name


def _conjuncts(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep == "conj":
            yield child
            yield from _conjuncts(child)


def _date_near(target: Token, visit: Token, dates: ArticleDates) -> CalendarDate | None:
    """The first date after the place and before the next one, else the journey's own ("On Monday he came to Oslo")."""
    verb = visit if visit.is_verb else next((node for node in visit.ancestors if node.is_verb), None)
    direction = read_verb(verb).direction if verb is not None else None
    for phrase, token in dates.in_span(visit.sentence):
        between = visit.doc.tokens[target.i + 1 : token.i]
        if token.i > target.i and phrase.relation in ("on", "since") and len(between) <= 2:
            return dates.resolve(phrase, direction)
        own = (
            token.i < target.i and phrase.relation == "on" and visit.is_verb and visit in (token.head, token.head.head)
        )
        if own and phrase.kind in ("weekday", "day", "today"):
            return dates.resolve(phrase, direction)
    return None


def _from_enclosing(group: Group, groups: list[Group]) -> None:
    """ "met during a summit in Antalya on Sunday": where and when the summit is."""
    heads = {mention.trigger.head.i for mention in group.mentions if not mention.trigger.is_noun}
    nouns = {mention.trigger.head.i for mention in group.mentions if mention.trigger.is_noun}
    if _is_from_afar(group):
        return
    for other in groups:
        for mention in other.mentions if other is not group else ():
            trigger = mention.trigger
            within = mention.trigger.is_noun and other.families & _MANY and _stands_in(group, other)
            at_verb = trigger.role == "at" and trigger.verb is not None and trigger.verb.i in heads
            if (within or at_verb or _outer_of(trigger.head) in nouns | heads) and other.place.is_known:
                group.inherited_place = Place(other.place.city, other.place.iso3)
                group.inherited_date = group.inherited_date or mention.timing.date


def _to_enclosing(group: Group, groups: list[Group], main: Group | None) -> None:
    """Who met at a summit or on its margins was at the summit."""
    larger = [other for other in groups if other is not group and other.families & _MANY and _stands_in(group, other)]
    at_margins = any(is_at_margins(mention.trigger.head) for mention in group.mentions if mention.creates)
    if not larger and at_margins and main is not None and main is not group and main.families & _MANY:
        larger = [main]
    for other in larger[:1]:
        there = [
            party
            for mention in group.mentions
            for party in mention.parties.found
            if party.actor.kind == "person" and party.is_named and party.mode in ("attended", "expected")
        ]
        other.speakers = (*other.speakers, *(replace(party, is_host=False) for party in there))


def _stands_in(group: Group, other: Group) -> bool:
    """Whether a mention of one meeting is printed as part of another ("a meeting with B at the G20 summit")."""
    for inner in group.mentions:
        for outer in other.mentions:
            first, last = inner.trigger.head, outer.trigger.head
            if inner.sentence != outer.sentence or not first.i < last.i or not outer.trigger.is_noun:
                continue
            between = first.doc.tokens[first.i + 1 : last.i]
            inside = any(token.lower in ("at", "during") or token.lower in MARGINS for token in between)
            broken = any(token.is_verb or token.text in (";", ":") or token.lower in _APART for token in between)
            if inside and not broken:
                return True
    return False


def _outer_of(head: Token) -> int | None:
    """ "a meeting at the summit", "on the sidelines of the summit": the word that the larger meeting hangs on."""
    node = head
    if node.dep == "pobj" and node.head.lower == "of" and node.head.head.lower in MARGINS:
        node = node.head.head
    if node.dep != "pobj" or node.head.lower not in ("at", "during", "on"):
        return None
    outer = node.head.head
    while outer.dep in ("pobj", "prep", "conj") and not outer.is_noun and not outer.is_root:
        outer = outer.head
    return outer.i if node is not head or node.head.lower != "on" else None


def _from_visit(group: Group, visits: tuple[Visit, ...]) -> None:
    """ "during a visit to Baghdad, Carter met Abadi"; "visited Turkey on 4 April", later "in Turkey he met"."""
    for mention in group.mentions:
        if mention.family in ("call", "phone", "speak") or not mention.creates:
            continue
        here = [visit for visit in visits if visit.sentence_start == sentence_of(mention.trigger.head).start]
        if len(here) == 1 and group.is_nowhere:
            group.inherited_place = here[0].place
            group.inherited_date = group.inherited_date or here[0].date
    for mention in group.mentions if group.is_nowhere else ():
        before = [visit for visit in visits if mention.sentence.start - visit.sentence_start >= 0]
        behind = head.doc.tokens[head.i + 1 : mention.sentence.last] if (head := mention.trigger.head) else ()
        if before and any(token.lower == "there" and token.tag == "RB" for token in behind):
            group.inherited_place = before[-1].place
    if group.is_nowhere:
        _from_journey(group, visits)
    if group.date is None and group.place.is_known:
        there = [visit for visit in visits if _same_place(visit.place, group.place) and visit.date is not None]
        ahead = group.mentions[0].trigger.reading.direction == "future"
        there = [visit for visit in there if not (ahead and _has_arrived(visit))]
        if len({visit.date for visit in there}) == 1:
            group.inherited_date = there[0].date


def _from_journey(group: Group, visits: tuple[Visit, ...]) -> None:
    """ "Kerry arrived in Nairobi on Monday. He met President Kenyatta": where he had just come to."""
    first = group.mentions[0]
    for visit in reversed(visits):
        paragraphs = first.trigger.head.doc.paragraph_at(first.sentence.start)
        paragraphs -= first.trigger.head.doc.paragraph_at(visit.sentence_start)
        if visit.sentence_start >= first.sentence.start or not 0 <= paragraphs <= 1:
            continue
        verb = visit.head if visit.head.is_verb else None
        direction = first.trigger.reading.direction
        arrived = direction == "future" and _has_arrived(visit)
        if verb is None or (read_verb(verb).direction != direction and not arrived):
            continue
        if visit.persons & group.named:
            group.inherited_place = visit.place
            return


def _has_arrived(visit: Visit) -> bool:
    """ "arrived in Riyadh on Thursday": what lies ahead takes place there, on that day or later."""
    return visit.head.is_verb and visit.head.lemma in _ARRIVING and read_verb(visit.head).direction == "past"


def _from_day_of_meetings(group: Group, groups: list[Group]) -> None:
    """ "held a series of meetings in New York on Monday", behind which each is told: where and when all were."""
    first = group.mentions[0]
    if not group.is_nowhere or _is_from_afar(group) or first.trigger.reading.direction != "past":
        return
    for other in groups:
        mention = other.mentions[0]
        many = mention.trigger.is_noun and mention.trigger.plural and mention.trigger.role == "hold"
        near = 0 <= _paragraphs_between(other, first.trigger.head) <= _PARAGRAPHS_OF_DAY
        if other is group or not many or mention.place.city is None or not near or not other.named & group.named:
            continue
        if group.date is None or group.date == mention.timing.date:
            group.inherited_place = mention.place
            group.inherited_date = group.inherited_date or mention.timing.date


def _from_the_one_before(group: Group, earlier: list[Group]) -> None:
    """ "In Amman I met A. I also held talks with B", "There she met B": where the meeting told just before was."""
    first = group.mentions[0].trigger
    verb = first.verb if first.verb is not None else first.head
    if not earlier or not group.is_nowhere or _is_from_afar(group):
        return
    last = max(earlier, key=lambda other: other.mentions[-1].trigger.head.i)
    told = last.mentions[-1]
    same_paragraph = _paragraphs_between(last, first.head) == 0
    adverbs = {child.lower for node in (verb, first.head) for child in node.children if child.dep == "advmod"}
    there = "there" in adverbs
    besides = "also" in adverbs and first.reading.direction == told.trigger.reading.direction == "past"
    if last.city is None or not same_paragraph or not (there or besides):
        return
    if besides and not there and group.date not in (None, last.date):
        return
    if there or _acting(verb) & _acting(told.trigger.verb or told.trigger.head):
        group.inherited_place = Place(last.place.city, last.iso3)


def _acting(verb: Token) -> set[str]:
    return {token.lower for token in subjects(verb)}


def _on_days_of(group: Group, main: Group) -> None:
    """A sitting on one of the days of a meeting of days ("a session yesterday", "the working group met on July 12")."""
    date, days = group.date, main.date
    if date is None or days is None or not group.is_nowhere or _is_from_afar(group) or main.city is None:
        return
    sitting = {mention.trigger.head.lower for mention in group.mentions} & {"session", "panel", "plenary", "roundtable"}
    body = any(head.lemma in words("collectives") for m in group.mentions for head in m.parties.heads)
    within = days.start < days.end and date.precision == "day" and days.start <= date.start <= date.end <= days.end
    if within and (sitting or body):
        group.inherited_place = Place(main.place.city, main.iso3)


def _same_place(one: Place, other: Place) -> bool:
    if one.city is not None and other.city is not None:
        return one.city.name == other.city.name
    return one.city is None and other.city is None and one.iso3 is not None and one.iso3 == other.iso3


def _from_main(group: Group, main: Group) -> None:
    """ "on the sidelines" is where and when the larger meeting is; who was there "also met" others there."""
    if (
        main.city is None
        or group.iso3 not in (None, main.iso3)
        or group.place.venue
        or group.families & {"call", "phone", "speak"}
    ):
        return
    at_margins = any(is_at_margins(mention.trigger.head) for mention in group.mentions)
    besides = any(_is_besides(mention.trigger.verb, main) for mention in group.mentions)
    if group.date is not None and main.date is not None and group.date.start != main.date.start:
        return
    if at_margins or besides:
        group.inherited_place = Place(main.place.city, main.iso3)
    if at_margins and group.date is None:
        group.inherited_date = main.date


def _of_those_there(group: Group, main: Group) -> None:
    """Two of those at the meeting that the article reports "had lunch": where that meeting is."""
    if group.place.is_known or group.families & {"call", "phone", "speak", "discuss"} or group.date is not None:
        return
    there = main.named | {str(party.actor.name) for party in main.speakers}
    held = all(mention.trigger.reading.direction == "past" for mention in group.mentions)
    near = any(_paragraphs_between(main, mention.trigger.head) <= _PARAGRAPHS_BESIDE for mention in group.mentions)
    if held and near and len(group.named) >= 2 and group.named <= there:
        group.inherited_place = Place(main.place.city, main.iso3)


def _paragraphs_between(main: Group, head: Token) -> int:
    return head.doc.paragraph_at(head.start) - head.doc.paragraph_at(main.mentions[0].trigger.head.start)


def _is_from_afar(group: Group) -> bool:
    """Whether they talk by telephone; "spoke on the margins of the summit" is face to face."""
    if group.families & {"call", "phone"}:
        return True
    return "speak" in group.families and not any(is_at_margins(mention.trigger.head) for mention in group.mentions)


def _is_besides(verb: Token | None, main: Group) -> bool:
    """Whether someone at the main meeting is told to have met others besides, or to be about to."""
    if verb is None:
        return False
    ahead = read_verb(verb).direction == "future" and main.mentions[0].trigger.reading.direction == "future"
    if not ahead and read_verb(verb).direction != "past":
        return False
    beside = any(child.lower in _BESIDES - {"earlier", "later"} for child in verb.children)
    first = main.mentions[0].trigger
    near = verb.doc.paragraph_at(verb.start) - verb.doc.paragraph_at(first.head.start) <= _PARAGRAPHS_BESIDE
    return beside and near and bool(subjects(verb)) and (ahead or first.reading.direction != "future")
