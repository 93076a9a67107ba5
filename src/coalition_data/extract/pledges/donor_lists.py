"""Sums with their donors behind them: "$260m from Japan, $130m from the US and $100m from the European Union".

The parser hangs the members of such a list on one another; what stands between a sum and a name tells more surely who
gives what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import Reading
from coalition_data.extract.pledges.fragments import party_head
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.objects import Arguments
from coalition_data.extract.pledges.quantities import Measure, find_measures
from coalition_data.extract.pledges.things import Thing
from coalition_data.extract.pledges.words import lemma_of

FEWEST_PAIRS = 2
LONGEST_NAME = 6
"""Tokens of a donor's name."""

_FROM = re.compile(r"\s*(?:\([^()]{1,30}\)\s*)?(?:(?:in|of)\s+(?:[\w-]+\s+){1,3})?(?:each\s+)?from\s+", re.IGNORECASE)
"""Between a sum and its donor: the sum in another currency, what it is given as."""
_JOINT = re.compile(r"[\s,;]*(?:and|plus|as well as|while|with)?[\s,]*(?:[\w-]+\s+){0,3}", re.IGNORECASE)
"""Between a donor and the next sum: "and another", "as well as up to"."""
_PROMISES = word_set("promises_of_money")
_SEEKING = word_set("seeking_money")


def with_donor_lists(acts: Sequence[Act], sentences: Sequence[Span]) -> Iterator[Act]:
    """The acts, with the lists of sums and donors read as pairs instead of by the parse.

    Args:
        acts: the acts of an article.
        sentences: its sentences.
    """
    pairs = {sentence.first: found for sentence in sentences if len(found := list(_pairs(sentence))) >= FEWEST_PAIRS}
    for act in acts:
        listed = pairs.get(act.token.sentence.first)
        if listed is None:
            yield act
            continue
        starts = {measure.start for measure, _ in listed}
        things = tuple(t for t in act.arguments.things if t.total is None or t.total.start not in starts)
        if things == act.arguments.things:
            yield act
        elif things:
            yield replace(act, arguments=replace(act.arguments, things=things))
    for first, listed in pairs.items():
        told = next((act for act in acts if act.token.sentence.first == first and _tells_one(act, listed)), None)
        if told is not None or _is_promised(listed[0][1]):
            yield from _acts_of(listed, told)


def _pairs(sentence: Span) -> Iterator[tuple[Measure, Token]]:
    """Sums and last words of the donors behind them, of the list that a sentence begins first."""
    text = sentence.doc.text
    if " from " not in text[sentence.start : sentence.end]:
        return
    sums = [measure for measure in find_measures(text, sentence.start, sentence.end) if measure.is_money]
    end = None
    for measure in sums:
        if end is not None and measure.start < end:
            continue  # the same sum in another currency
        donor = _donor_behind(sentence, measure)
        if end is not None and (donor is None or not _JOINT.fullmatch(text, end, measure.start)):
            return
        if donor is not None:
            end = donor.end
            yield measure, donor


def _donor_behind(sentence: Span, measure: Measure) -> Token | None:
    doc = sentence.doc
    match = _FROM.match(doc.text, measure.end, sentence.end)
    first = doc.token_at(match.end()) if match is not None else None
    if first is None:
        return None
    lasts = range(first, min(first + LONGEST_NAME, sentence.last))
    named = [last for last in lasts if doc[last].is_noun and party_head(doc.span(first, last + 1)) is not None]
    return doc[named[-1]] if named else None


def _is_promised(word: Token) -> bool:
    """Whether the sentence speaks of money that was promised, and nobody asks for it."""
    lemmas = {lemma_of(token) for token in word.sentence}
    return bool(lemmas & _PROMISES) and not lemmas & _SEEKING


def _are_pledges(word: Token) -> bool:
    """ "Pledges included $5 million from Japan": what is only listed is no more than promised."""
    nouns = predicates().operator_nouns
    return any(token.is_noun and lemma_of(token) in nouns for token in word.sentence)


def _tells_one(act: Act, listed: Sequence[tuple[Measure, Token]]) -> bool:
    starts = {measure.start for measure, _ in listed}
    return any(thing.total is not None and thing.total.start in starts for thing in act.arguments.things)


def _acts_of(listed: Sequence[tuple[Measure, Token]], told: Act | None) -> Iterator[Act]:
    """An act a pair, meant as the act that told one of them is."""
    for measure, donor in listed:
        index = donor.doc.token_at(measure.end - 1)
        thing = Thing(donor.doc[index if index is not None else donor.i], "financial", True, None, measure)
        if told is not None:
            known = next((t.category for t in told.arguments.things if t.total is not None), "financial")
            reading = replace(told.reading, subject=donor, alone=True)
            progress = "promised" if _are_pledges(donor) else told.progress
            arguments = Arguments((replace(thing, category=known),), told.arguments.recipient)
            yield replace(told, reading=reading, progress=progress, arguments=arguments)
        else:
            reading = Reading(act=donor, clause=donor, subject=donor, alone=True)
            yield Act(donor, reading, Arguments((thing,)), "committed", "promised", "noun")
