"""Promises without a verb of their own: items of a list and the shortened parts of a coordination.

"Germany: EUR 35 million for Syria", "Chile put up $10 million and Peru $4 million", "Oslo offered 20 medics, Bern 12".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.extract.pledges.clauses import Reading
from coalition_data.extract.pledges.lexicon import predicates
from coalition_data.extract.pledges.quantities import Measure, find_measures
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.extract.pledges.words import lemma_of
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.organisations import find_organisation

_NAME_WORDS = 6
_GAP = re.compile(
    r"(?:\s|,|with"
    r"|another|a further|an? (?:additional|modest)|a|additional|up to|about|some|around|almost|nearly|roughly"
    r"|more than|over|at least|just)*",
    re.IGNORECASE,
)
"""What may stand between a name and its sum in a shortened part."""
_SMALLEST_SUM = Decimal(1000)
_INNER = frozenset({"compound", "nummod", "nmod", "poss", "amod", "quantmod"})


def listed_items(doc: ParsedArticle) -> Iterator[tuple[Reading, tuple[Thing, ...], bool]]:
    """Items "Name: thing" of a list: reading, things, and whether the item ends a contribution."""
    for sentence in doc.sentences:
        colon = next((token for token in list(sentence)[: _NAME_WORDS + 1] if token.text == ":"), None)
        if colon is None or colon.i == sentence.first:
            continue
        name = party_head(doc.span(sentence.first, colon.i))
        after = [token for token in sentence if token.i > colon.i]
        if name is None or any(token.tag in ("VBD", "VBZ", "VBP", "MD") for token in after[:12]):
            continue
        found = _first_things(after)
        if found is None:
            continue
        nouns = {lemma_of(token) for token in after if token.i <= found[0].head.i}
        ends = bool(nouns & predicates().withdrawal_nouns)
        yield Reading(act=found[0].head, clause=found[0].head, subject=name, alone=True), found, ends


def party_head(name: Span) -> Token | None:
    """The head of a span that as a whole names a country or a body of states."""
    text = re.sub(r"^(?:[-•*–—\s]|\d+[.)]\s|the )+", "", name.text.strip(), flags=re.IGNORECASE)
    match = find_country(text)
    body = find_organisation(text) if match is None else None
    if (match is None or match.form != "name") and (body is None or body.kind == "adversary"):
        return None
    inside = [token for token in name if token.is_noun]
    return next((token for token in inside if token.head not in inside), inside[-1] if inside else None)


def _first_things(tokens: Sequence[Token]) -> tuple[Thing, ...] | None:
    """The first named or counted thing of an item."""
    for token in tokens:
        if token.text == ";":
            return None
        if not token.is_noun and token.tag not in ("$", "CD"):
            continue
        head = token
        while head.dep in _INNER and head.head in tokens and not head.is_root:
            head = head.head
        inner = [child.child("pobj") for child in head.children if child.dep == "prep" and child.lower == "of"]
        found = [
            thing
            for noun in (head, *inner)
            if noun is not None
            for thing in things_of(noun)[:1]
            if thing.category and thing.explicit
        ]
        if found and found[0].category not in ("political", "other"):
            return tuple(found[:1])
    return None


def shortened_parts(sentence: Span, told: Sequence[Thing]) -> Iterator[tuple[Token, Thing]]:
    """Names with a sum or count of their own beside a full clause: the name and what it gives.

    Args:
        sentence: the sentence with the full clause.
        told: counted things of the full clauses; the last one before tells what the numbers count.
    """
    doc = sentence.doc
    text = doc.text
    for measure in find_measures(text, sentence.start, sentence.end):
        before = [thing for thing in told if _number(thing) is not None and _number(thing).end <= measure.start]  # type: ignore[union-attr]
        if not before:
            continue
        index = doc.token_at(measure.start)
        name = _name_before(sentence, measure) if index is not None else None
        if index is None or name is None:
            continue
        last = doc.token_at(measure.end - 1)
        thing = _like(before[0], measure, doc[last if last is not None else index], text)
        if thing is not None:
            yield name, thing


def _number(thing: Thing) -> Measure | None:
    return thing.total or thing.count


def _name_before(sentence: Span, measure: Measure) -> Token | None:
    """The name that stands right before a sum, with nothing but a qualifier between."""
    doc = sentence.doc
    tokens = [token for token in sentence if token.end <= measure.start]
    for last in reversed(tokens[-6:]):
        between = doc.text[last.end : measure.start]
        if _GAP.fullmatch(between) is None:
            return None
        if last.tag not in ("NNP", "NNPS"):
            continue
        if "," in between:
            return None
        for first in range(max(sentence.first, last.i - 4), last.i + 1):
            if doc[first].tag in ("NNP", "NNPS") and (head := party_head(doc.span(first, last.i + 1))) is not None:
                return head if first == sentence.first or not doc[first - 1].is_verb else None
    return None


def _like(known: Thing, measure: Measure, token: Token, text: str) -> Thing | None:
    """The same kind of thing with another number; None where the numbers are of different kinds."""
    if known.total is not None:
        bare = not measure.is_money and measure.low >= _SMALLEST_SUM
        if not measure.is_money and not bare:
            return None
        total = replace(measure, currency=known.total.currency) if bare else measure
        return Thing(token, known.category, known.explicit, None, total)
    if measure.is_money or re.match(r"\s*(?:%|per ?cent|years?|days?|months?|times)", text[measure.end :]):
        return None
    return Thing(token, known.category, known.explicit, measure, None)
