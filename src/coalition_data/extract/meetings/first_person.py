"""Who "I" and "we" are in what somebody is quoted to say about a meeting of their own."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import subjects
from coalition_data.extract.meetings.lexicon import words
from coalition_data.resolve.entities import Actor, ArticleEntities

_SPEAKING = frozenset({"i", "we"})


def speaker_of(pronoun: Token, entities: ArticleEntities) -> Actor | None:
    """ "I met the ministers in Oslo," A said: A.

    The words must stand in quotation marks, and the verb of saying in their sentence, else in their paragraph.
    """
    if pronoun.lower not in _SPEAKING or pronoun.doc.quotation_at(pronoun.start) is None:
        return None
    for verb in _verbs_of_saying(pronoun):
        for subject in subjects(verb):
            actor = entities.actor_of(subject)
            if actor is not None and actor.kind == "person" and actor.name is not None:
                return actor
    return None


def _verbs_of_saying(pronoun: Token) -> Iterator[Token]:
    """Those above the pronoun, then those of its paragraph, the nearest first."""
    yield from (node for node in pronoun.ancestors if node.is_verb and node.lemma in words("say"))
    doc = pronoun.doc
    start, end = doc.paragraphs[doc.paragraph_at(pronoun.start)]
    indices = doc.tokens_between(start, end)
    near = sorted(indices, key=lambda index: abs(index - pronoun.i))
    yield from (doc.tokens[i] for i in near if doc.tokens[i].is_verb and doc.tokens[i].lemma in words("say"))
