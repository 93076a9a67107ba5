"""Further sums of a list that one verb governs: "$9 million to the WFP, $7 million to UNHCR and $2 million for mines".

The parser hangs them on the sum before as appositions or on what that was for; the words around them decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.quantities import Measure, find_measures
from coalition_data.extract.pledges.things import Thing, category_of_words
from coalition_data.extract.pledges.words import words_of

_LEADING = re.compile(
    r"(?:[,;]|\b(?:and|plus|as well as))\s+(?:(?:and|plus|another|a|an|further|additional|extra|over|more than|about"
    r"|some|up to|nearly|almost|around|at least|roughly|close to|approximately|with|then)\s+)*$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"\s+(?:each\s+)?(?:in\s+(?:[\w-]+\s+){1,4}?)?(?:to|for|towards?|on|in|through|via|from)\b", re.IGNORECASE
)
_TEXT_BEFORE = 60
_FINITE = frozenset({"MD", "VBD", "VBZ", "VBP"})
_OWN_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "parataxis", "dep", "advcl"})


def further_sums(act: Act) -> Iterator[tuple[Thing, Token | None]]:
    """Sums behind the first one of an act, each with whom it is for.

    Args:
        act: an act that gives a sum of money.
    """
    told = [thing for thing in act.arguments.things if thing.total is not None]
    if not told or told[0].total is None:
        return
    doc, sentence = act.token.doc, act.token.sentence
    known = {thing.total.start for thing in told if thing.total is not None}
    numbers = [m for m in find_measures(doc.text, told[0].total.start, sentence.end) if m.is_money]
    for place, measure in enumerate(numbers):
        index = doc.token_at(measure.end - 1)
        if measure.start in known or index is None or not _is_listed(act, told[0].total, measure):
            continue
        end = numbers[place + 1].start if place + 1 < len(numbers) else sentence.end
        behind = [doc[number] for number in doc.tokens_between(measure.end, end)]
        yield Thing(doc[index], _category(told[0], behind), True, None, measure), _recipient(behind)


def _is_listed(act: Act, first: Measure, measure: Measure) -> bool:
    """Whether a sum stands in a list with the first one, and no other verb has come between."""
    text, doc = act.token.doc.text, act.token.doc
    if not _LEADING.search(text[first.end : measure.start]) or not _FOLLOWING.match(text, measure.end):
        return False
    if _follows_name(doc, measure.start):
        return False
    between = [doc[number] for number in doc.tokens_between(first.end, measure.start)]
    verbs = [token for token in between if token.tag in _FINITE and token.i > act.token.i]
    return not any(token.dep in _OWN_CLAUSES or token.head.dep in _OWN_CLAUSES - {"dep"} for token in verbs)


def _follows_name(doc: ParsedArticle, start: int) -> bool:
    """ "; Norway, NOK 85 billion": a name that opens its own part has a comma before its sum."""
    joints = [number for number in doc.tokens_between(max(0, start - _TEXT_BEFORE), start) if doc[number].text == ","]
    if not joints or joints[-1] < 2 or doc[joints[-1] - 1].tag not in ("NNP", "NNPS"):
        return False
    first = joints[-1] - 1
    while first > 0 and doc[first - 1].tag in ("NNP", "NNPS", "DT"):
        first -= 1
    return doc[first - 1].text in (";", ",", "and", "while")


def _category(first: Thing, behind: list[Token]) -> str | None:
    purpose = category_of_words(words_of(behind))
    if purpose == "humanitarian":
        return purpose
    return "financial" if purpose == "financial" else first.category


def _recipient(behind: list[Token]) -> Token | None:
    for token in behind:
        if token.dep in ("prep", "dative") and token.lower in ("to", "for"):
            return token.child("pobj")
    return None
