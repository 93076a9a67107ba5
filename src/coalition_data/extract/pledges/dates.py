"""When a promise was announced: the day beside the verb that reports or promises."""

from __future__ import annotations

import datetime as dt

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.resolve.calendar import DateContext, resolve_date
from coalition_data.resolve.date_phrases import find_dates

_ANNOUNCING = frozenset({"commit", "decide", "offer", "decline"})


def announced_on(act: Act) -> dt.date | None:
    """The day of the announcement; None where the text does not fix it to the day."""
    published = act.token.doc.article.published_on
    for verb in _announcing_verbs(act):
        for child in verb.children:
            if child.dep != "npadvmod" and not (child.dep == "prep" and child.lower == "on"):
                continue
            for phrase in find_dates(child.subtree.text):
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
