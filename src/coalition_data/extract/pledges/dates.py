"""When a promise was announced: the day beside the verb that reports or promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.resolve.calendar import DateContext, resolve_date
from coalition_data.resolve.date_phrases import find_dates

_ANNOUNCING = frozenset({"commit", "decide", "offer", "decline"})
_DAYS = frozenset({"day", "weekday", "today", "offset"})
_FEW = 10
"""Tokens after a verb of saying among which its day stands ("said in a statement on Tuesday")."""


def announced_on(act: Act) -> dt.date | None:
    """The day of the announcement; None where the text does not fix it to the day."""
    published = act.token.doc.article.published_on
    for verb in _announcing_verbs(act):
        for text in (*_beside(verb, act), _after(verb, act)):
            for phrase in find_dates(text):
                if phrase.kind not in _DAYS or phrase.relation != "on":
                    continue
                found = resolve_date(phrase, DateContext(published_on=published, direction="past"))
                if found is not None and found.precision == "day":
                    return found.start
    return None


def _announcing_verbs(act: Act) -> list[Token]:
    """Verbs in the past tense that say or promise: "said on Monday", "pledged on Friday"."""
    said = [act.reading.reporter] if act.reading.reporter is not None else []
    promised = [token for operator, token, _ in act.reading.operators if operator.name in _ANNOUNCING]
    own = [act.token] if act.kind == "object" else []
    return [verb for verb in (*said, *promised, *own) if verb.tag in ("VBD", "VBN")]


def _beside(verb: Token, act: Act) -> Iterator[str]:
    """The texts of the verb's own adverbials."""
    for child in verb.children:
        if act.token not in child.subtree and (
            child.dep == "npadvmod" or (child.dep == "prep" and child.lower in ("on", "in", "at", "during", "late"))
        ):
            yield child.subtree.text


def _after(verb: Token, act: Act) -> str:
    """The words right after a verb of saying, up to the clause that it reports."""
    if verb == act.token:
        return ""
    sentence = verb.sentence
    last = min(verb.i + 1 + _FEW, sentence.last)
    words = []
    for token in verb.doc.span(verb.i + 1, last):
        starts_clause = token.dep in ("nsubj", "nsubjpass", "mark", "expl", "csubj") or token.lower == "that"
        if starts_clause or token == act.token or token.text in (",", ";", ":", "“", '"'):
            break
        words.append(token)
    return verb.doc.text[words[0].start : words[-1].end] if words else ""
