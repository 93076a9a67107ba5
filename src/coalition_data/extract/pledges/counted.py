"""The number or the sum of money that stands in a noun phrase."""

from __future__ import annotations

import re

from coalition_data.document import Token, once_a_token
from coalition_data.extract.pledges.quantities import Measure, find_measures, may_hold_measure

_NUMBER_PARTS = frozenset(
    {"nummod", "quantmod", "compound", "nmod", "amod", "advmod", "det", "pobj", "prep", "npadvmod", "punct", "conj"}
)
_TEXT_AROUND = 30
"""Characters before and after a noun phrase in which its number may stand ("$5 million" is split by the tokenizer)."""


@once_a_token
def measure_of(head: Token) -> Measure | None:
    """The count or sum of a noun phrase: before its head, or in it where the head is a currency."""
    sentence = head.sentence
    if not may_hold_measure(head.doc.text, sentence.start, sentence.end):
        return None
    first = min([head.i, *(child.subtree.first for child in head.children if child.i < head.i)])
    low = head.doc[first].start
    start, end = max(low - _TEXT_AROUND, sentence.start), min(head.end + _TEXT_AROUND, sentence.end)
    for measure in find_measures(head.doc.text, start, end):
        lasting = _LASTING.match(head.doc.text, measure.end) is not None and head.start > measure.end + 1
        if measure.end > low and measure.start <= head.end and not lasting and _belongs(measure, head, low):
            return measure
    return None


_LASTING = re.compile(r"-(?:hour|day|week|month|year)s?\b")
"""What makes a number a span of time: "a six-month mission"."""


def _belongs(measure: Measure, head: Token, low: int) -> bool:
    if measure.start <= head.start < measure.end:
        return True
    begins_before = measure.high is not None and low <= measure.end
    if not (low <= measure.start or begins_before) or measure.start >= head.start:
        return False
    inside = [head.doc[index] for index in head.doc.tokens_between(max(low, measure.start), measure.end)]
    return any(_counts(token, head) for token in inside)


def _counts(token: Token, head: Token) -> bool:
    node = token
    for _ in range(5):
        if node == head:
            return True
        if node.dep not in _NUMBER_PARTS:
            return False
        node = node.head
    return node == head
