"""Pronouns: whom "he", "she", "they", "it", "his" and "its" mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from coalition_data.document import ParsedArticle, Token
from coalition_data.resolve.people import Person, PersonIndex

MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
NEUTRAL = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
SPEAKER = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
PRONOUNS = MASCULINE | FEMININE | NEUTRAL | PLURAL | SPEAKER

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PARAGRAPHS_BACK = 4
"""A person not named for longer is not meant by a pronoun."""


class PronounResolver:
    """Finds the person that a personal pronoun means.

    Candidates are the persons of fitting gender named before the pronoun; subjects of the same or the previous
    sentence win over other mentions, near ones over far ones. Words inside a quotation see only what that
    quotation names, and words outside do not see into it.
    """

    def __init__(self, parsed: ParsedArticle, index: PersonIndex) -> None:
        self.parsed = parsed
        self._index = index
        self._mentions = sorted(
            ((mention.first, mention, person) for person in index.persons for mention in person.mentions),
            key=lambda row: row[0],
        )
        self._firsts = [row[0] for row in self._mentions]
        self._sentence_of = _sentence_numbers(parsed)
        self._quoted = _quoted_tokens(parsed)

    def person_of(self, token: Token) -> Person | None:
        """The antecedent of "he", "she" and their forms, or None."""
        gender = "m" if token.lower in MASCULINE else "f" if token.lower in FEMININE else None
        if gender is None:
            return None
        paragraph = self.parsed.paragraph_at(token.start)
        best: tuple[float, Person] | None = None
        for rank in range(bisect_left(self._firsts, token.i) - 1, -1, -1):
            first, mention, person = self._mentions[rank]
            back = paragraph - self.parsed.paragraph_at(mention.start)
            if back > _PARAGRAPHS_BACK:
                break
            if person.gender not in ("", gender):
                continue
            score = self._score(token, first, mention.last, back) + 0.5 * (person.gender == gender)
            if best is None or score > best[0]:
                best = (score, person)
        return best[1] if best else None

    def _score(self, token: Token, first: int, last: int, paragraphs_back: int) -> float:
        head = self._head(range(first, last))
        same_side = self._quoted[token.i] == self._quoted[first]
        sentences_back = self._sentence_of[token.i] - self._sentence_of[first]
        score = -1.0 * sentences_back - 0.5 * paragraphs_back - (0.0 if same_side else 3.0)
        if head.dep in _SUBJECTS:
            score += 1.5
            if head.head.lemma in ("say", "tell", "add", "announce"):
                score += 0.25
        elif head.dep in ("poss", "pobj", "compound"):
            score -= 0.5
        if sentences_back == 0 and token.dep in _SUBJECTS and head.dep not in _SUBJECTS and token.head == head.head:
            score -= 3.0
        return score - 0.001 * (token.i - first)

    def _head(self, indices: Iterable[int]) -> Token:
        inside = list(indices)
        for index in inside:
            if self.parsed.heads[index] not in inside or self.parsed.heads[index] == index:
                return self.parsed.tokens[index]
        return self.parsed.tokens[inside[-1]]


def _sentence_numbers(parsed: ParsedArticle) -> list[int]:
    numbers: list[int] = []
    starts = frozenset(parsed.sentence_starts)
    current = -1
    for index in range(len(parsed.starts)):
        current += index in starts
        numbers.append(current)
    return numbers


def _quoted_tokens(parsed: ParsedArticle) -> list[int]:
    """For each token the number of the outer quotation that holds it, -1 outside."""
    row = [-1] * len(parsed.starts)
    for number, quotation in enumerate(parsed.quotations):
        if quotation.depth == 0:
            for index in parsed.tokens_between(quotation.start, quotation.end):
                row[index] = number
    return row
