"""Noun phrases: how far a mention reaches, and what stands in it."""

from __future__ import annotations

import re

from coalition_data.document import ParsedArticle, Span, Token

_LEFT_PARTS = frozenset(
    ["det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "advmod", "predet", "case", "punct", "preconj",
     "neg", "npadvmod"]
)  # fmt: skip
_RIGHT_PREPOSITIONS = frozenset(["of", "for", "from", "on", "to", "in", "at", "with"])
_BREAKS = frozenset(["“", '"', "”", ",", "—", "–", ":", ";", "--", "("])
_NOT_PARTS = _BREAKS | frozenset(["even", "only", "just", "also", "still", "now", "then", "both", "either", "neither"])
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those|its|their|his|her|our|my)\s+", re.IGNORECASE)
DEFINITE = frozenset(["the", "this", "that", "these", "those", "his", "her", "its", "their"])


def noun_phrase(token: Token) -> Span:
    """The mention headed by ``token``: without relative clauses, appositions and coordinates."""
    doc = token.doc
    first, last = token.i, token.i + 1
    for child in reversed(token.children):
        if child.i < token.i and child.dep in _LEFT_PARTS and child.lower not in _NOT_PARTS:
            first = min(first, doc.edges[child.i][0])
    for index in range(token.i - 1, first - 1, -1):
        if doc.text[doc.starts[index] : doc.ends[index]] in _BREAKS:
            first = index + 1
            break
    for child in token.children:
        if child.i == last and child.dep == "prep" and child.lower in _RIGHT_PREPOSITIONS:
            last = max(last, _end_of_complement(child))
    return doc.span(first, last)


def _end_of_complement(preposition: Token) -> int:
    noun = preposition.child("pobj")
    if noun is None or noun.i < preposition.i:
        return preposition.i
    if noun.entity is not None and noun.entity.label in ("DATE", "TIME"):
        return preposition.i  # "the campaign on Monday"
    return max(noun_phrase(noun).last, noun.i + 1)


def name_span(token: Token) -> Span:
    """The capitalised words that end with ``token``."""
    doc = token.doc
    first, floor = token.i, token.sentence.first
    while first > floor and doc.tags[first - 1] in ("NNP", "NNPS", "HYPH"):
        first -= 1
    return doc.span(first, token.i + 1)


def without_article(text: str) -> str:
    """A mention's words without determiner, blanks single."""
    return " ".join(_ARTICLE.sub("", text).split())


def is_definite(token: Token) -> bool:
    """Whether "the", a demonstrative or a possessor stands before the noun, or it is a name."""
    determiner = token.child("det", "poss")
    if determiner is not None:
        return determiner.dep == "poss" or determiner.lower in DEFINITE
    return token.tag == "NNP"


def is_bare(token: Token) -> bool:
    """Whether the noun has no modifier beside its determiner ("the official")."""
    return not any(child.dep in ("amod", "compound", "poss", "nmod", "prep") for child in token.children)


def own_words(parsed: ParsedArticle, token: Token, phrase: Span) -> str:
    """The noun, what stands before it and its complement with "of" or "from"; places and purposes are cut."""
    text = parsed.span(phrase.first, token.i + 1).text
    following = parsed.span(token.i + 1, phrase.last) if phrase.last > token.i + 1 else None
    if following is not None and following.doc[following.first].lower in ("of", "from"):
        tail = re.split(r"\b(?:to|for|in|at|on|against|with)\b", following.text, maxsplit=1)[0]
        text = f"{text} {tail}"
    return text
