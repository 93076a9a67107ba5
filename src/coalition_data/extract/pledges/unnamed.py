"""Whose an act is that names no actor: who says so, whose parliament voted, who issued the page."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.issuing import issuer_of_page
from coalition_data.extract.pledges.owners import parties_of_speaker
from coalition_data.extract.pledges.parties import Party, parties_of
from coalition_data.extract.pledges.speakers import is_first_person, speaker_at
from coalition_data.extract.pledges.taking import is_parliament
from coalition_data.resolve.entities import ArticleEntities


def who_tells(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Six jets will be sent, Oslo said": who says so, of an act that names no actor."""
    speaker = said_by(act)
    passive = is_passive(act.token) and act.arguments.things[0].head == act.token
    if speaker is None:
        return _issuer_of_passive(act)
    if act.token.dep in ("acl", "relcl") or passive:
        return ()
    return parties_of_speaker(speaker, entities)


def who_voted(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Some 1,200 soldiers will be sent after the Bundestag approved the mission": the state of the parliament."""
    if not is_passive(act.token):
        return ()
    behind = (token for child in act.token.children if child.i > act.token.i for token in child.subtree)
    parliament = next((token for token in behind if is_parliament(token)), None)
    return parties_of(parliament, entities)[:1] if parliament is not None else ()


def _issuer_of_passive(act: Act) -> tuple[Party, ...]:
    """ "A further £5 million has been made available", in a ministry's own words: its state's money."""
    verb = act.token
    given = is_passive(verb) and verb.child("nsubjpass") is not None and verb.dep not in ("acl", "relcl")
    if not given or verb.doc.quotation_at(verb.start) is not None:
        return ()
    known = any(thing.total or (thing.count and thing.explicit) for thing in act.arguments.things)
    return issuer_of_page(verb.doc) if known else ()


def said_by(act: Act) -> Token | None:
    """Head of the phrase that says the act; "we" there is whoever speaks."""
    speaker = act.reading.speaker or speaker_at(act.token)
    if speaker is not None and is_first_person(speaker):
        return speaker_at(speaker)
    return speaker
