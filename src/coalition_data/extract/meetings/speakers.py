"""Who spoke at the meeting that a report is about.

A report of a meeting of ministers or leaders names most of them only by what they said there. Holders of an office
of the meeting's kind, whose words or promises the report of a held meeting tells, took part, unless the sentence puts
the words elsewhere: another city, another day, a statement, an interview.
"""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.actors import actors_at
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.attendance import addressed_delegates
from coalition_data.extract.meetings.clauses import is_passive, read_verb, subjects
from coalition_data.extract.meetings.grouping import Group
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.parties import Party
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.places import find_city

NEWS_DAYS = 3
"""A report of a meeting is published at most so many days after it."""

_LONGEST_CLIMB = 5

LEAD_PARAGRAPHS = 4
"""The meeting that a report is about is told in its first paragraphs."""

_ROLES = {
    "summit": ("summit_roles",),
    "ministerial": ("ministerial_roles",),
    "military": ("ministerial_roles",),
    "conference": ("ministerial_roles", "summit_roles"),
    "donor_conference": ("ministerial_roles", "summit_roles"),
}


def attending_speakers(
    parsed: ParsedArticle, entities: ArticleEntities, group: Group, meeting_type: str, dates: ArticleDates
) -> tuple[Party, ...]:
    """Persons who took part in a held meeting of many, by what they are reported to have said.

    Args:
        group: the main meeting of the article.
        meeting_type: its type, as in the table of meetings.
        dates: the article's dates.
    """
    if meeting_type not in _ROLES or not _is_reported(parsed, group):
        return ()
    titles = [title for name in _ROLES[meeting_type] for title in words(name)]
    found: dict[str, Party] = {}
    for verb in _saying_verbs(parsed):
        if _is_elsewhere(verb, group, dates):
            continue
        for subject in subjects(verb):
            for actor, token in actors_at(subject, entities):
                role = (actor.role or "").lower()
                if actor.kind != "person" or actor.name is None or "spokes" in role:
                    continue
                if addressed_delegates(verb):
                    found.setdefault(actor.name, Party(actor, "attended", False, token))
                if "prime minister" in role and "prime minister" not in titles:
                    continue
                if any(title in role for title in titles):
                    found.setdefault(actor.name, Party(actor, "attended", False, token))
    return (*found.values(), *apposed_hosts(parsed, entities))


def apposed_hosts(parsed: ParsedArticle, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Germany, one of six co-hosts, promised …": hosts of the meeting that a report is about."""
    found: dict[str, Party] = {}
    for token in parsed.tokens:
        if token.lower not in ("host", "hosts", "co-host", "co-hosts", "cohost", "cohosts") or token.is_verb:
            continue
        node = token
        for _ in range(_LONGEST_CLIMB):
            if node.is_root or node.dep == "appos" or node.head.is_verb:
                break
            node = node.head
        if node.dep != "appos":
            continue
        for actor, mention in actors_at(node.head, entities):
            if actor.name is not None and actor.kind in ("country", "person", "organisation"):
                found.setdefault(actor.name, Party(actor, "attended", True, mention))
    return tuple(found.values())


def _is_reported(parsed: ParsedArticle, group: Group) -> bool:
    """Whether the article is a report of the meeting, after it."""
    first = group.mentions[0].trigger.head
    if parsed.paragraph_at(first.start) >= LEAD_PARAGRAPHS:
        return False
    if any(mention.trigger.reading.direction == "future" for mention in group.mentions[:1]):
        return False
    published, date = parsed.article.published_on, group.date
    return published is None or date is None or 0 <= (published - date.start).days <= NEWS_DAYS


def _saying_verbs(parsed: ParsedArticle) -> Iterator[Token]:
    for token in parsed.tokens:
        if token.is_verb and token.lemma in words("say") | words("promise") and not is_passive(token):
            reading = read_verb(token)
            if reading.direction == "past" and not reading.negated:
                yield token


def _is_elsewhere(verb: Token, group: Group, dates: ArticleDates) -> bool:
    """Whether a sentence puts the words somewhere else than at the meeting."""
    sentence = verb.sentence
    if any(token.lower in words("elsewhere") for token in sentence):
        return True
    for token in sentence:
        if token.dep == "pobj" and token.head.lower == "in" and token.head.head == verb:
            city = find_city(token.text)
            if city is not None and city.name != group.city:
                return True
    date = group.date
    for phrase, token in dates.in_span(sentence):
        said_on = dates.resolve(phrase, "past") if verb in (token.head, token.head.head) else None
        if said_on is not None and date is not None and not date.start <= said_on.start <= date.end:
            return True
    return False
