"""Who announced a pledge: the reporting subject, the named source, the author of a statement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import subject_above
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.speakers import is_first_person, is_report
from coalition_data.extract.pledges.unnamed import said_by
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.outlets import outlet_kind

_PAPERS = word_set("papers")
_POINTING = frozenset({"whose", "which", "who", "his", "her", "its", "their", "that"})
_OPENING = re.compile(
    r"\b(?:said|says|added|commented|stated|told [^.:]{1,60}|writes?|wrote)\s*(?:today|on \w+)?\s*:\s*$"
)


@dataclass(frozen=True, slots=True)
class Announcer:
    """Who announced a pledge."""

    name: str
    role: str | None


def announcer_of(act: Act, entities: ArticleEntities) -> Announcer | None:
    """Who said it; None for what the article tells by itself.

    The subject of the verb of saying, else the source that the sentence names ("according to"), else the person whose
    printed statement the words belong to, else a person who promises in his own name.
    """
    said = said_by(act) if _is_reported(act) else None
    for token in (said, _source(act.token), _author(act.token), act.reading.subject):
        actor = entities.actor_of(token) if token is not None else None
        if actor is None or not actor.name or actor.adversary or actor.kind == "country" or _is_paper(actor.name):
            continue  # "Sweden said" names nobody
        if token != act.reading.subject or token == said or actor.kind == "person":
            return Announcer(actor.name, actor.role)
    return None


def _is_paper(name: str) -> bool:
    """Whether a name is a paper's, or of the press, which reports what others announce."""
    words = name.lower().split()
    return bool({words[0], words[-1]} & _PAPERS) or words[0] in _POINTING or outlet_kind(name) == "press"


def _is_reported(act: Act) -> bool:
    """Whether the words are somebody's: under a verb of saying, inside marks, or told by a "we".

    What the article tells by itself has no speaker, whoever was the last to be named.
    """
    subject = act.reading.subject
    quoted = act.token.doc.quotation_at(act.token.start) is not None
    return act.reading.speaker is not None or quoted or (subject is not None and is_first_person(subject))


def _source(token: Token) -> Token | None:
    """ "according to Foreign Minister Smith" in the same sentence."""
    for word in token.sentence:
        if word.lower == "according":
            preposition = word.child("prep")
            return preposition.child("pobj") if preposition is not None else None
    return None


def _author(token: Token) -> Token | None:
    """Whose statement the paragraph belongs to: "Minister Jones said:" before it, with nothing else between.

    A statement runs to the next quotation mark or the next attribution.
    """
    doc = token.doc
    number = doc.paragraph_at(token.start)
    for back in range(number - 1, -1, -1):
        start, end = doc.paragraphs[back]
        if _OPENING.search(doc.text[start:end]):
            return _said_last(doc, start, end)
        if any(start <= quotation.open < end for quotation in doc.quotations):
            return None
    return None


def _said_last(doc: ParsedArticle, start: int, end: int) -> Token | None:
    tokens = [doc[index] for index in doc.tokens_between(start, end)]
    verb = next((token for token in reversed(tokens) if is_report(token)), None)
    return subject_above(verb) if verb is not None else None
