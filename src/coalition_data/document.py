"""The parsed document: what the annotate stage computes once an article and the extractors share.

Plain data in parallel tuples (one element a token), so that it can be saved, compared, and written by hand
in a test without loading a model. ``Token`` and ``Span`` are light views on it.

Offsets are 0-based code points into ``article.text``, end exclusive. Labels are those of the model:
Penn Treebank tags, ClearNLP dependency labels, OntoNotes entity types.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, TypeVar

from coalition_data.records import Article

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity: tokens ``[start, end)`` with an OntoNotes ``label`` (PERSON, GPE, ORG, DATE, …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A pair of quotation marks.

    Attributes:
        open: offset of the opening mark.
        start: offset of the first character inside.
        end: offset after the last character inside.
        close: offset after the closing mark; equals ``end`` where that mark is missing.
        paragraph: index of the paragraph that holds it.
        depth: 0 for an outer pair, 1 for a pair inside another.
        continues: whether the quotation runs on in the next paragraph (opened anew there).
    """

    open: int
    start: int
    end: int
    close: int
    paragraph: int
    depth: int = 0
    continues: bool = False


@dataclass(frozen=True)
class ParsedArticle:
    """An article with its tokens, sentences, entities and quotation marks.

    Attributes:
        article: the cleaned article; its text is never changed after this point.
        model: name and version of the model that made the parse.
        starts, ends: offsets of each token.
        lemmas, tags, deps: strings, one a token.
        heads: index of each token's head; a root's head is itself.
        sentence_starts: index of the first token of each sentence, ascending; sentences never cross paragraphs.
        paragraphs: offsets ``(start, end)`` of each paragraph.
        entities: in order, not overlapping.
        quotations: in order of their opening mark.
    """

    article: Article
    model: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    sentence_starts: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]

    @property
    def text(self) -> str:
        return self.article.text

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        tokens = tuple([Token(self, index) for index in range(len(self.starts))])
        for token, head in zip(tokens, self.heads, strict=True):
            token.head = tokens[head]
        return tokens

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        bounds = (*self.sentence_starts, len(self.starts))
        return tuple(Span(self, start, end) for start, end in pairwise(bounds))

    @cached_property
    def sentence_of(self) -> tuple[Span, ...]:
        """The sentence that each token belongs to."""
        return tuple([sentence for sentence in self.sentences for _ in range(sentence.first, sentence.last)])

    @cached_property
    def known(self) -> dict[str, dict[Any, Any]]:
        """What rules found in the document, by the rule's name and the place; see ``once_a_token``."""
        return {}

    @cached_property
    def children_of(self) -> tuple[tuple[int, ...], ...]:
        """Indices of each token's direct dependents, ascending."""
        children: list[list[int]] = [[] for _ in self.starts]
        for index, head in enumerate(self.heads):
            if head != index:
                children[head].append(index)
        return tuple(tuple(row) for row in children)

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """First and last token index of each token's subtree."""
        left, right = list(range(len(self.starts))), list(range(len(self.starts)))
        heads = self.heads
        for index in range(len(left)):
            node = index
            while (head := heads[node]) != node and not left[head] <= index <= right[head]:
                node = head
                left[node] = min(left[node], index)
                right[node] = max(right[node], index)
        return tuple(zip(left, right, strict=True))

    @cached_property
    def entity_of(self) -> tuple[Entity | None, ...]:
        """The entity that each token belongs to."""
        row: list[Entity | None] = [None] * len(self.starts)
        for entity in self.entities:
            for index in range(entity.start, min(entity.end, len(row))):
                row[index] = entity
        return tuple(row)

    def token_at(self, offset: int) -> int | None:
        """Index of the token that covers ``offset``, or the next one; None after the last."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.ends[index]:
            return index
        return index + 1 if index + 1 < len(self.starts) else None

    def tokens_between(self, start: int, end: int) -> range:
        """Indices of the tokens that lie wholly inside the offsets ``[start, end)``."""
        first = bisect_right(self.starts, start - 1)
        last = bisect_right(self.ends, end)
        return range(first, max(first, last))

    def sentence_at(self, index: int) -> Span:
        """The sentence that holds the token ``index``."""
        return self.sentences[bisect_right(self.sentence_starts, index) - 1]

    def paragraph_at(self, offset: int) -> int:
        """Index of the paragraph that holds ``offset`` (the one before, in the gap between two)."""
        return max(0, bisect_right([start for start, _ in self.paragraphs], offset) - 1)

    def span(self, start: int, end: int) -> Span:
        """Tokens ``[start, end)`` as a view."""
        return Span(self, start, end)

    def quotation_at(self, offset: int) -> Quotation | None:
        """The outermost quotation whose inside covers ``offset``."""
        for quotation in self.quotations:
            if quotation.start <= offset < quotation.end:
                return quotation
        return None


class Token:
    """One token of a ``ParsedArticle``; a document makes each token once, so that ``is`` and ``==`` agree.

    Attributes:
        doc: the document.
        i: index in the document, from 0.
        start, end: offsets into the article's text.
        head: the token that it depends on; a root's is itself.
        text, lower: as printed, and in lower case.
        lemma, tag, dep: as the model gave them.
        is_root: whether it is the root of its sentence.
        is_verb, is_noun: by the tag, modal verbs and proper nouns included.
    """

    # Plain attributes: the rules read them some hundred times a token, and a property costs five times as much.
    __slots__ = (
        "_children", "dep", "doc", "end", "head", "i", "is_noun", "is_root", "is_verb", "lemma", "lower",
        "start", "tag", "text",
    )  # fmt: skip

    def __init__(self, doc: ParsedArticle, i: int) -> None:
        self.doc = doc
        self.i = i
        self.start = start = doc.starts[i]
        self.end = end = doc.ends[i]
        self.text = text = doc.article.text[start:end]
        self.lower = text.lower()
        self.lemma = doc.lemmas[i]
        self.tag = tag = doc.tags[i]
        self.is_root = doc.heads[i] == i
        self.dep = "ROOT" if self.is_root else doc.deps[i]  # rules that climb by labels would go round and round
        self.is_verb = tag.startswith("VB") or tag == "MD"
        self.is_noun = tag.startswith("NN")
        self.head: Token = self  # until the document knows all its tokens
        self._children: tuple[Token, ...] | None = None

    def __repr__(self) -> str:
        return f"Token({self.i}, {self.text!r}, {self.tag}, {self.dep})"

    @property
    def children(self) -> tuple[Token, ...]:
        """The direct dependents, in order."""
        if self._children is None:
            tokens = self.doc.tokens
            self._children = tuple([tokens[index] for index in self.doc.children_of[self.i]])
        return self._children

    @property
    def ancestors(self) -> Iterator[Token]:
        """Heads from the nearest to the root."""
        node = self
        while not node.is_root:
            node = node.head
            yield node

    @property
    def subtree(self) -> Span:
        """The span from the first to the last token of the subtree (a parse that crosses is covered whole)."""
        left, right = self.doc.edges[self.i]
        return Span(self.doc, left, right + 1)

    @property
    def entity(self) -> Entity | None:
        return self.doc.entity_of[self.i]

    @property
    def sentence(self) -> Span:
        return self.doc.sentence_of[self.i]

    def child(self, *deps: str) -> Token | None:
        """The first direct dependent with one of these labels."""
        for token in self.children:
            if token.dep in deps:
                return token
        return None


class Span:
    """A view of the tokens ``[first, last)`` of a ``ParsedArticle``."""

    __slots__ = ("doc", "first", "last")

    def __init__(self, doc: ParsedArticle, first: int, last: int) -> None:
        self.doc = doc
        self.first = first
        self.last = last

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (other.doc is self.doc, other.first, other.last) == (
            True,
            self.first,
            self.last,
        )

    def __hash__(self) -> int:
        return hash((id(self.doc), self.first, self.last))

    def __len__(self) -> int:
        return self.last - self.first

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.first : self.last])

    def __contains__(self, token: object) -> bool:
        return isinstance(token, Token) and self.first <= token.i < self.last

    def __repr__(self) -> str:
        return f"Span({self.first}, {self.last}, {self.text!r})"

    @property
    def start(self) -> int:
        return self.doc.starts[self.first]

    @property
    def end(self) -> int:
        return self.doc.ends[self.last - 1] if self.last > self.first else self.start

    @property
    def text(self) -> str:
        return self.doc.text[self.start : self.end]

    @property
    def root(self) -> Token:
        """The token whose head lies outside (the first such)."""
        for token in self:
            if token.is_root or not self.first <= token.head.i < self.last:
                return token
        return self.doc.tokens[self.first]


def once_a_token(rule: Callable[[Token], Result]) -> Callable[[Token], Result]:
    """Let a rule that reads nothing but a token and its document work once for each token.

    Args:
        rule: a pure function; what it returns is shared, and must not be changed.
    """
    name = f"{rule.__module__}.{rule.__qualname__}"

    @wraps(rule)
    def remembered(token: Token) -> Result:
        known = token.doc.known
        try:
            found: Result = known[name][token.i]
        except KeyError:
            found = rule(token)
            known.setdefault(name, {})[token.i] = found
        return found

    return remembered
