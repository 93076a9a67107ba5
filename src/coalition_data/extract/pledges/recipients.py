"""Whom a promise is for where its own clause does not say: the place that it names, else the country in question.

A report of a donors' conference names the country that is helped once, at the top, and then lists who gives what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.words import lemma_of
from coalition_data.records import Pledge
from coalition_data.resolve.countries import country_name, find_country
from coalition_data.resolve.places import find_city

_PLACE_WORDS = frozenset({"in", "to", "into", "for", "over", "at", "inside", "across", "near", "outside", "around"})
_NO_HELP = frozenset({"political", "other", "law_enforcement", "air_operations"})
"""Categories that need not be for anybody: a treaty, a border of one's own, strikes on a common enemy."""
_HELP = frozenset({"humanitarian", "financial", "training", "weapons_equipment", "military_assistance"})
"""Categories that are for somebody even where the sentence does not say for whom."""
_BASED = word_set("based")
_TALKING = word_set("talking_somewhere")
_OF_ROW, _OF_SCOPE, _OF_TITLE, _OF_PLACE, _OF_MENTION = 3.0, 2.0, 3.0, 1.0, 0.5
_LEAST, _LEAD = 6.0, 3.0
"""Set on three sets of held-out style articles: where gold names a recipient, 4 of about 100 filled in are another."""


def with_recipients(rows: Sequence[Pledge], doc: ParsedArticle) -> tuple[Pledge, ...]:
    """The rows, with the recipient that the article as a whole tells where a row names none.

    Args:
        rows: pledges of one article.
        doc: the article.

    Returns:
        The rows in the same order. A row keeps None where the article is about several countries alike, where the
        country is the pledger's, or where the promise need not be for anybody.
    """
    if not rows:
        return ()
    givers = {row.pledger_iso3 for row in rows if row.stance != "declined"}
    placed = [_with_place(row, doc, givers) for row in rows]
    country = _country_helped(placed, doc)
    return tuple(
        _with_country(row, country) if country is not None and row.category in _HELP else row for row in placed
    )


def _with_place(row: Pledge, doc: ParsedArticle, givers: set[str | None]) -> Pledge:
    """The country of the place in the row's own sentence, where it is the only one and gives nothing itself."""
    if row.recipient_name is not None or row.scope_iso3 or row.category in _NO_HELP:
        return row
    index = doc.token_at(row.evidence[0].start)
    if index is None:
        return row
    sentence = doc.sentence_at(index)
    found = {iso3 for token, iso3 in _places(sentence) if _is_place(token)} - givers - {row.pledger_iso3}
    if len(found) != 1 or any(token.lower in _BASED for token in sentence):
        return row  # where forces are based is not whom they help
    return _with_country(row, next(iter(found)))


def _with_country(row: Pledge, iso3: str) -> Pledge:
    if row.recipient_name is not None or row.scope_iso3 or row.pledger_iso3 == iso3 or row.category in _NO_HELP:
        return row
    return replace(row, recipient_name=country_name(iso3), recipient_iso3=iso3)


def _country_helped(rows: Sequence[Pledge], doc: ParsedArticle) -> str | None:
    """The country that most of the article's promises and places point to, by a clear lead.

    A title or a row must name it: that it is often mentioned is not enough.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        if row.recipient_iso3:
            weights[row.recipient_iso3] += _OF_ROW
        for iso3 in row.scope_iso3:
            weights[iso3] += _OF_SCOPE
        if row.pledger_iso3 and row.stance != "declined":
            weights[row.pledger_iso3] -= _OF_ROW
    for word in (doc.article.title or "").replace("’", "'").replace("'s", " ").split():
        match = find_country(word.strip(".,:;!?\"'()"))
        if match is not None:
            weights[match.iso3] += _OF_TITLE
    named = {iso3 for iso3, weight in weights.items() if weight > 0}
    givers = {iso3 for iso3, weight in weights.items() if weight < 0}
    for token, iso3 in _places(doc):
        weights[iso3] += _OF_PLACE if _is_place(token) else _OF_MENTION
    ranked = sorted(((weight, iso3) for iso3, weight in weights.items() if iso3 not in givers), reverse=True)
    if not ranked or ranked[0][0] < _LEAST or ranked[0][1] not in named:
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] >= _LEAD * ranked[1][0] else None


def _places(tokens: ParsedArticle | Span) -> list[tuple[Token, str]]:
    """Names of countries and cities with the country's code."""
    found = []
    for token in tokens:
        if token.tag not in ("NNP", "NNPS", "JJ", "NNS") or not token.text[:1].isupper():
            continue
        entity = token.entity
        if entity is not None and entity.label in ("PERSON", "ORG") and token.tag != "JJ":
            continue
        match = find_country(token.text)
        if match is not None:
            found.append((token, match.iso3))
        elif token.tag == "NNP" and _is_place(token):
            name = token.doc.span(entity.start, entity.end).text if entity is not None else token.text
            city = find_city(name, is_place=True)
            if city is not None:
                found.append((token, city.iso3))
    return found


def _is_place(token: Token) -> bool:
    if token.dep != "pobj" or token.head.lower not in _PLACE_WORDS:
        return False
    return lemma_of(token.head.head) not in _TALKING  # "at a meeting in Brussels", "said in Cairo"
