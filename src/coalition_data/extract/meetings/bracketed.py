"""Who takes part by a list in brackets: "Thirty delegations attended (Chile, the European Union, Peru and others)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coalition_data.document import Span, Token
from coalition_data.extract.meetings.lexicon import words
from coalition_data.resolve.countries import country_name, scan_countries
from coalition_data.resolve.entities import Actor
from coalition_data.resolve.organisations import scan_organisations

_BRACKETS = re.compile(r"\(([^()]{20,1500})\)")
_LEAST_NAMES = 3
"""Fewer names in brackets may be anything."""
_MOST_OTHER_WORDS = 8
"""Words of a list that are no names: "and", "the", "with … observing"."""
_LIST_WORDS = frozenset({"and", "the", "of", "as", "well"})


def listed_in_brackets(head: Token) -> Iterator[Actor]:
    """The countries and bodies of the list in brackets behind a meeting word, in its sentence or the rest of it.

    Args:
        head: the meeting word; only sentences that also name delegates or member states are looked at.
    """
    sentence = head.sentence
    text = head.doc.text
    stop = text.find("\n", sentence.end)
    behind = text[head.end : stop if stop >= 0 else len(text)]
    if "(" not in behind[: sentence.end - head.end + 1] or not _tells_of_many(sentence):
        return
    found = _BRACKETS.search(behind)
    if found is None or head.end + found.start() > sentence.end:
        return
    inside = found.group(1)
    countries = [mention for mention in scan_countries(inside) if mention.match.form == "name"]
    plain = [word for word in inside.split() if word[:1].islower() and word not in _LIST_WORDS]
    if len({mention.match.iso3 for mention in countries}) < _LEAST_NAMES or len(plain) > _MOST_OTHER_WORDS:
        return
    start, end = head.end + found.start(1), head.end + found.end(1)
    for iso3 in dict.fromkeys(mention.match.iso3 for mention in countries):
        yield Actor("country", country_name(iso3), iso3, None, False, start, end)
    for body in scan_organisations(inside):
        if body.kind != "adversary" and body.iso3 is None:
            yield Actor("organisation", body.name, None, None, False, start, end)


def _tells_of_many(sentence: Span) -> bool:
    return any(token.lemma in words("units") for token in sentence)
