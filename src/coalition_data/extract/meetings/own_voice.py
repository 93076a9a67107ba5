"""Whom "we" means at a meeting: "We will host the next conference," the Italian foreign minister said."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import subjects
from coalition_data.extract.meetings.lexicon import words
from coalition_data.resolve.countries import country_name
from coalition_data.resolve.entities import Actor, ArticleEntities

_LONGEST_CLIMB = 8
_SPEAKERS = frozenset({"person", "anonymous"})


def government_of_we(token: Token, entities: ArticleEntities) -> Actor | None:
    """The country for which someone says "we", or the body that says it; None where nobody is told to say it.

    Args:
        token: the pronoun.
        entities: the resolved names of the article.
    """
    if token.lower != "we":
        return None
    node = token
    for _ in range(_LONGEST_CLIMB):
        if node.is_root:
            return None
        node = node.head
        if node.is_verb and node.lemma in words("say") and token not in node.children:
            return _for_whom(node, entities)
    return None


def _for_whom(saying: Token, entities: ArticleEntities) -> Actor | None:
    """The country of the one who speaks, or the body that does."""
    for subject in subjects(saying):
        actor = entities.actor_of(subject)
        if actor is None or subject.lower == "we":
            continue
        if actor.kind in _SPEAKERS or (actor.kind == "organisation" and actor.iso3 is not None):
            iso3 = actor.iso3
            if iso3 is not None:
                return Actor("country", country_name(iso3), iso3, None, False, subject.start, subject.end)
        elif actor.kind in ("organisation", "country", "coalition") and actor.name:
            return actor
    return None
