"""Who acts for no state: candidates, private persons, donors of a campaign, companies with a country in their name."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.abroad import (
    countries_of,
    gives_forces,
    names_another_country,
    opens_abroad,
    paragraph_of,
)
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.lexicon import screen_words
from coalition_data.extract.pledges.parties import Party, party_words
from coalition_data.extract.pledges.words import words_of
from coalition_data.resolve.actors import Actor
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import body_kind, scan_organisations
from coalition_data.resolve.outlets import outlet_kind

_CAMPAIGN = screen_words("campaign_at_home")
_CAMPAIGN_WORDS = 4
"""Different words of a campaign that make an article one about it: coalition news holds at most three ("rival",
"candidate", "Republicans"), reports from campaigns six or more."""
_FEW_CAMPAIGN_WORDS = 2
"""The same where something else tells of a campaign too, as a person to whom the article gives no office: nine in ten
articles of coalition news hold one of these words or none."""
_DIPLOMATIC = 0.4
"""Score of the topic from which an article with words of a campaign may be news of the coalition all the same: in 1,000
articles of US news (PolNeAR, rows judged by hand), 24 of 28 rows above half of the scale were right, below this score
one in four."""
_LEADS_NO_STATE = screen_words("leads_no_state")
_MANY = screen_words("many_of_anything")
_GIVERS = frozenset({"donors", "contributors", "backers", "givers"})
_OF_THE_WORLD = screen_words("of_the_world")


def acts_for_no_state(act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities) -> bool:
    """Whether who acts speaks for no state or body of states, whatever country stands near."""
    if all(party.kind == "organisation" and outlet_kind(party.name) for party in pledgers):
        return True
    if _is_told_at_home(act, pledgers[0].iso3, entities):
        return True
    subject = act.reading.subject
    if subject is None:
        return False
    if subject.lower in ("i", "my"):
        return not _is_said_by_person(act, entities)
    if _is_planned_by_candidate(act, entities):
        return True
    actor = entities.actor_of(subject)
    if actor is not None and actor.kind == "person" and not act.arguments.acting_unit:
        return _is_private_person(actor, subject.doc)
    if any(party.kind == "group" for party in pledgers) and len(pledgers) == 1:
        return _is_group_at_home(subject, pledgers[0], entities)
    return _is_single_stranger(subject, actor) or _is_people(subject) or _is_inside_name(subject)


def _is_told_at_home(act: Act, code: str | None, entities: ArticleEntities) -> bool:
    """ "The president signed the most important measure of his term": what news of a campaign tells as a fact, under no
    word of promising, without forces or a count and without naming another country."""
    reading = act.reading
    if reading.strong or reading.future or not is_off_topic_campaign(act.token.doc):
        return False
    counted = any(thing.count is not None for thing in act.arguments.things)
    return not (counted or gives_forces(act) or names_another_country(act, code or entities.home_country, entities))


def is_off_topic_campaign(doc: ParsedArticle) -> bool:
    """Whether an article tells of an election campaign at home, and hardly of the coalition and its diplomacy."""
    return doc.article.topic_score < _DIPLOMATIC and is_campaign_news(doc.text, _FEW_CAMPAIGN_WORDS)


def _is_said_by_person(act: Act, entities: ArticleEntities) -> bool:
    """ "I'll send them": said by somebody who is named, and no body's words about another."""
    speaker = act.reading.speaker
    actor = entities.actor_of(speaker) if speaker is not None else None
    return actor is None or (actor.kind == "person" and not _is_private_person(actor, act.token.doc))


def _is_private_person(actor: Actor, doc: ParsedArticle) -> bool:
    """A candidate, a party's leader, somebody without an office."""
    role = re.findall(r"[\w-]+", (actor.role or "").lower())
    if "leader" in role and set(role[: role.index("leader")]) & _LEADS_NO_STATE:
        return True
    in_office = bool(set(role) & party_words("officials"))
    if not in_office and actor.iso3 is None and not role:
        return not scan_bodies(actor)
    return not in_office and is_campaign_news(doc.text)


def _is_planned_by_candidate(act: Act, entities: ArticleEntities) -> bool:
    """ "Mr. Trump said we would rebuild the army": what somebody without an office would do once elected."""
    subject, speaker = act.reading.subject, act.reading.speaker
    if subject is None or not (act.reading.future or act.reading.possible):
        return False
    planner = speaker if subject.lower == "we" else subject
    actor = entities.actor_of(planner) if planner is not None else None
    if actor is None or actor.kind != "person" or not is_campaign_news(subject.doc.text, _FEW_CAMPAIGN_WORDS):
        return False
    return not set(re.findall(r"[\w-]+", (actor.role or "").lower())) & party_words("officials")


def scan_bodies(actor: Actor) -> bool:
    """Whether a body of states is named in a person's name or role."""
    return any(body.kind != "adversary" for body in scan_organisations(f"{actor.name or ''} {actor.role or ''}"))


def is_campaign_news(text: str, enough: int = _CAMPAIGN_WORDS) -> bool:
    """Whether an article is about an election campaign at home: it holds ``enough`` words of one."""
    return _count_campaign_words(text) >= enough


@lru_cache(maxsize=64)
def _count_campaign_words(text: str) -> int:
    return len({word.lower() for word in re.findall(r"[\w-]+", text)} & _CAMPAIGN)


def _is_group_at_home(subject: Token, group: Party, entities: ArticleEntities) -> bool:
    """ "Several states have agreed to move their primaries", "donors gave": in a text that names no other country."""
    words = set(re.findall(r"[\w-]+", group.name.lower()))
    if words & _OF_THE_WORLD or not (words & _MANY or subject.lower in _MANY):
        return False
    if countries_of(subject.subtree) or any(scan_organisations(group.name)):
        return False
    if is_campaign_news(subject.doc.text):
        return True
    home = None if subject.lower in _GIVERS else entities.home_country  # donors for Syria, in a text on Syria
    return not (countries_of(paragraph_of(subject)) - {home} or opens_abroad(subject.doc, home))


def _is_single_stranger(subject: Token, actor: Actor | None) -> bool:
    """ "a Lebanese-Nigerian developer", "his successor": one unnamed person without an office."""
    if actor is None or actor.kind != "anonymous" or subject.tag != "NN":
        return False
    if subject.lower in party_words("described_states"):
        return False  # "the NATO member", "the Baltic state"
    words = words_of([subject, *subject.children])
    known = party_words("officials") | party_words("deciders") | party_words("states") | party_words("delegates")
    return not words & known


def _is_people(subject: Token) -> bool:
    """ "Turkish Americans", "Arab citizens": people of a country, and not the country."""
    beside = [child for child in subject.children if child.dep in ("amod", "compound", "nmod") and child.i < subject.i]
    if subject.tag == "NNPS" and (match := find_country(subject.text)) is not None and match.form != "name":
        return any(child.tag.startswith("JJ") and find_country(child.text) is not None for child in beside)
    return subject.lower == "citizens"


def _is_inside_name(subject: Token) -> bool:
    """ "Priorities USA": a country that only ends the name of something else."""
    entity = subject.entity
    if entity is None or entity.label != "ORG" or entity.end - entity.start < 2 or find_country(subject.text) is None:
        return False
    name = subject.doc.span(entity.start, entity.end).text
    if body_kind(name.lower().removeprefix("the ").split()[0]) is not None:
        return False  # "Government of the Kingdom of the Netherlands"
    return find_country(name) is None and subject.i == entity.end - 1 and not any(scan_organisations(name))
