"""One article laid out for the search for speakers: quoted spans, cues, candidate mentions.

Everything is in parallel lists over tokens, because the search looks at every candidate of every span.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from coalition_data.annotate.marks import split_lines
from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes.lexicon import Cue, Nouns, cues, nouns

PRONOUNS = {
    "he": "he", "she": "he", "they": "they", "i": "i", "we": "i", "you": "i", "it": "it", "who": "who", "which": "who",
    "him": "he", "her": "he", "them": "they",
}  # fmt: skip
_NOT_A_HEAD = frozenset(("compound", "nmod", "amod", "nummod", "quantmod", "punct", "det", "advmod", "aux"))
_NO_SOURCE = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"))
_KIND_OF_LABEL = {
    "PERSON": "person", "ORG": "body", "NORP": "body", "GPE": "place", "LOC": "place", "FAC": "place",
}  # fmt: skip
_DASHES = ("-", "--", "–", "—")
LONGEST_DATELINE = 4
LONGEST_COMPLEMENT = 12
"""Tokens of "for the ministry of …" that still belong to the mention."""


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words between a pair of marks, without surrounding blanks.

    Attributes:
        open, close: offsets of the marks' outer edges.
        start, end: offsets of the words.
        first, last: tokens ``[first, last)`` of the words.
        before: index of the last token before the marks, -1 where there is none.
        after: index of the first token after them, the number of tokens where there is none.
        unit: number of the line or paragraph that holds it.
        continues: whether the quotation runs on in the next unit.
        single: whether the marks are single ones.
    """

    open: int
    close: int
    start: int
    end: int
    first: int
    last: int
    before: int
    after: int
    unit: int
    continues: bool
    single: bool


class Scene:
    """A parsed article as the search for speakers sees it.

    Args:
        doc: the parsed article.
    """

    def __init__(self, doc: ParsedArticle) -> None:
        self.doc = doc
        self.text = doc.text
        self.folded = doc.text.lower() if len(doc.text.lower()) == len(doc.text) else doc.text
        self.starts, self.ends = doc.starts, doc.ends
        self.tags, self.deps, self.heads = doc.tags, doc.deps, doc.heads
        self.nouns: Nouns = nouns()
        self.words = [self.text[start:end] for start, end in zip(doc.starts, doc.ends, strict=True)]
        self.lower = [word.lower() for word in self.words]
        self.units = [unit for paragraph in doc.paragraphs for unit in split_lines(doc.text, *paragraph)]
        self._unit_starts = [start for start, _ in self.units]
        self.unit_of = [bisect_right(self._unit_starts, start) - 1 for start in self.starts]
        self.first_token_of = [bisect_left(self.unit_of, number) for number in range(len(self.units) + 1)]
        self.sentence_of = self._number_sentences()
        self.spans = self._find_spans()
        self.span_of = self._mark_tokens()
        self.outside = [0, *accumulate(0 if span >= 0 else 1 for span in self.span_of)]
        self.cue_of = self._find_cues()

    def first_of_unit(self, index: int) -> int:
        """The first token of the unit that holds the token ``index``."""
        return self.first_token_of[self.unit_of[index]]

    def _number_sentences(self) -> list[int]:
        row, number, bounds = [], -1, set(self.doc.sentence_starts)
        for index in range(len(self.starts)):
            number += index in bounds
            row.append(number)
        return row

    def _find_spans(self) -> list[QuotedSpan]:
        spans = []
        for quotation in self.doc.quotations:
            inside = self.text[quotation.start : quotation.end]
            if quotation.depth or not any(char.isalnum() for char in inside):
                continue
            start = quotation.start + len(inside) - len(inside.lstrip())
            end = start + len(inside.strip())
            spans.append(
                QuotedSpan(
                    open=quotation.open,
                    close=quotation.close,
                    start=start,
                    end=end,
                    first=bisect_right(self.ends, start),
                    last=bisect_left(self.starts, end),
                    before=bisect_right(self.ends, quotation.open) - 1,
                    after=bisect_left(self.starts, quotation.close),
                    unit=bisect_right(self._unit_starts, quotation.open) - 1,
                    continues=quotation.continues,
                    single=self.text[quotation.open] in "'‘’‚‹" and self.text[quotation.open : quotation.start] != "''",
                )
            )
        return [span for span in spans if span.last > span.first]

    def _mark_tokens(self) -> list[int]:
        row = [-1] * len(self.starts)
        for number, span in enumerate(self.spans):
            for index in range(span.before + 1, min(span.after, len(row))):
                row[index] = number
        return row

    def _find_cues(self) -> list[Cue | None]:
        known = cues()
        return [
            known.get(word) if tag[:2] == "VB" and span < 0 else None
            for word, tag, span in zip(self.lower, self.tags, self.span_of, strict=True)
        ]

    @cached_property
    def mentions(self) -> list[int]:
        """Tokens outside the marks that head a phrase which could name a speaker, ascending."""
        entity_of = self.doc.entity_of
        found = []
        for index, tag in enumerate(self.tags):
            if self.span_of[index] >= 0:
                continue
            if tag[:2] == "NN":
                if self._is_dateline(index):
                    continue
                entity = entity_of[index]
                if entity is not None and entity.label in _NO_SOURCE:
                    continue
                if self.deps[index] in _NOT_A_HEAD and not self._ends_name(index):
                    continue
                found.append(index)
            elif (
                (tag == "PRP" and self.lower[index] in PRONOUNS)
                or (tag == "WP" and self.lower[index] == "who")
                or (self.lower[index] in self.nouns.indefinite and self.deps[index] in ("nsubj", "pobj"))
            ):
                found.append(index)
        return found

    @cached_property
    def mention_set(self) -> frozenset[int]:
        """The mentions, to look one up."""
        return frozenset(self.mentions)

    def _is_dateline(self, index: int) -> bool:
        """Whether the word is the place of a dateline (``OSLO - The ministers …``)."""
        following = self.words[index + 1] if index + 1 < len(self.words) else ""
        first = self.first_of_unit(index)
        return following in _DASHES and index - first < LONGEST_DATELINE and self.words[first].isupper()

    def _ends_name(self, index: int) -> bool:
        """Whether a token that the parser hangs on another noun ends a person's name all the same."""
        entity = self.doc.entity_of[index]
        if entity is None or entity.label != "PERSON" or index != entity.end - 1:
            return False
        return self.heads[index] < index or index + 1 >= len(self.tags) or self.tags[index + 1][:2] != "NN"

    def kind_of(self, index: int) -> str:
        """What a mention is: pronoun class, person, body, place, role, document, name or other."""
        tag, word = self.tags[index], self.lower[index]
        if tag in ("PRP", "WP", "WDT"):
            return PRONOUNS.get(word, "it")
        entity = self.doc.entity_of[index]
        if tag[:3] == "NNP" and entity is not None and entity.label in _KIND_OF_LABEL:
            return _KIND_OF_LABEL[entity.label]
        for kind, words in (
            ("role", self.nouns.roles),
            ("document", self.nouns.documents),
            ("body", self.nouns.bodies),
        ):
            if word in words:
                return kind
        return "name" if tag[:3] == "NNP" else "other"

    def bounds_of(self, index: int) -> tuple[int, int]:
        """Offsets of the mention with this head: its phrase without relative clauses and appositions."""
        first, last = index, index
        entity = self.doc.entity_of[index]
        if entity is not None:
            first, last = min(first, entity.start), max(last, entity.end - 1)
        left = self.doc.edges[index][0]
        while first > left and first > 0 and self._belongs_left(first - 1, index):
            first -= 1
        last = self._extend_right(index, last)
        return self.starts[first], self.ends[last]

    def _belongs_left(self, index: int, head: int) -> bool:
        if self.span_of[index] != self.span_of[head] or self.unit_of[index] != self.unit_of[head]:
            return False
        return self.tags[index] not in (
            ",",
            ":",
            "``",
            "''",
            "-LRB-",
            "-RRB-",
            "IN",
            "VBD",
            "VBZ",
            "VBP",
            "MD",
            ".",
            "WP",
            "TO",
        )

    def _extend_right(self, index: int, last: int) -> int:
        if self.tags[index] in ("PRP", "WP", "WDT"):
            return last
        for child in self.doc.children_of[index]:
            if child > last and self.lower[child] in ("of", "for", "from", "at") and self.deps[child] == "prep":
                edge = self._end_of_preposition(child)
                if edge > last and child == last + 1 and edge - child < LONGEST_COMPLEMENT:
                    last = edge
        return last

    def _end_of_preposition(self, index: int) -> int:
        edge = index
        for token in range(index + 1, self.doc.edges[index][1] + 1):
            if self.tags[token] in (",", "``", "''", ":", "-LRB-", "WP", "WDT", "WRB") or self.span_of[token] >= 0:
                break
            edge = token
        return edge
