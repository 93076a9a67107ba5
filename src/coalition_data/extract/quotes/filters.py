"""Marks that hold no quote: names, titles, nicknames, terms, scare quotes; each kept out for a named reason."""

from __future__ import annotations

import re

from coalition_data.extract.quotes.scene import QuotedSpan, Scene

REASONS = ("markup", "heading", "nickname", "title", "name", "term", "scare_quote", "unattributed")

KEEP_NAMES = (
    "words", "capital_share", "all_capital", "has_verb", "has_pronoun", "ends_inside", "named_before", "named_after",
    "name_adjoins_before", "name_adjoins_after", "noun_follows", "possessive_before", "reason", "alone_short", "so_called",
    "kept_in_sentence", "digits", "starts_article", "single_word_noun", "cue_says_name", "score", "margin", "score_rules",
)  # fmt: skip

_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "in",
        "on",
        "for",
        "to",
        "at",
        "by",
        "from",
        "with",
        "as",
        "is",
        "vs",
        "but",
        "nor",
        "de",
        "la",
        "le",
        "du",
        "der",
        "die",
        "von",
        "no",
        "not",
        "my",
        "your",
        "our",
    ]
)
_NAMING_VERBS = frozenset(
    [
        "called",
        "call",
        "calls",
        "calling",
        "dubbed",
        "dub",
        "titled",
        "entitled",
        "named",
        "name",
        "known",
        "termed",
        "nicknamed",
        "labeled",
        "labelled",
        "codenamed",
        "tagged",
        "branded",
        "billed",
        "headlined",
        "captioned",
        "styled",
        "christened",
    ]
)
_CALLED = frozenset(
    ("so-called", "called", "dubbed", "termed", "named", "titled", "entitled", "nicknamed", "codenamed")
)
_SHORT_NAME = 8
_SCARE_WORDS = 3
_MARKUP = re.compile(r"<\w[^<>\n]{0,200}=$")


def describe(scene: Scene, span: QuotedSpan) -> list[float]:
    """What the words and their surroundings say about the span; the first columns of ``KEEP_NAMES``."""
    words = [index for index in range(span.first, span.last) if scene.words[index][:1].isalnum()]
    content = [index for index in words if scene.lower[index] not in _SMALL_WORDS]
    capital = [index for index in content if scene.words[index][:1].isupper() or scene.words[index][:1].isdigit()]
    share = len(capital) / len(content) if content else 0.0
    before, after = _neighbours(scene, span)
    tags = scene.tags
    return [
        min(len(words), 30),
        share,
        bool(content) and all(scene.words[index].isupper() for index in content),
        any(tags[index][:2] in ("VB", "MD") for index in words),
        any(tags[index] in ("PRP", "PRP$") for index in words),
        scene.text[span.end - 1] in ".!?…",
        _named_before(scene, span),
        after >= 0 and scene.lower[after] in scene.nouns.named_after,
        before >= 0 and tags[before][:3] == "NNP",
        after >= 0 and tags[after][:3] == "NNP",
        after >= 0 and tags[after][:2] in ("NN", "JJ"),
        before >= 0 and tags[before] == "POS",
        float(REASONS.index(reason) + 1) if (reason := name_reason(scene, span)) else 0.0,
        before < 0 and after < 0 and len(words) <= _SHORT_NAME,
        before >= 0 and ((scene.lower[before] == "called" and scene.lower[max(0, before - 1)] in ("so", "-"))
                         or scene.lower[before] == "so-called"),
    ]  # fmt: skip


def name_reason(scene: Scene, span: QuotedSpan) -> str | None:
    """Why the span is a name rather than a quote, as far as its form and its neighbours alone tell."""
    if _MARKUP.search(scene.text, max(0, span.open - 210), span.open):
        return "markup"
    before, after = _neighbours(scene, span)
    words = [index for index in range(span.first, span.last) if scene.words[index][:1].isalnum()]
    if before < 0 and after < 0 and len(words) <= _SHORT_NAME and span.single:
        return "heading"
    if not words or len(words) > _SHORT_NAME:
        return None
    tags = scene.tags
    if before >= 0 and after >= 0 and tags[before][:3] == tags[after][:3] == "NNP" and len(words) <= 4:
        return "nickname"
    if before >= 0 and scene.lower[before] in _CALLED and (len(words) <= _SCARE_WORDS or _is_title_case(scene, words)):
        return "term"
    if not _is_title_case(scene, words):
        return None
    if _named_before(scene, span):
        return "title"
    if after >= 0 and scene.lower[after] in scene.nouns.named_after:
        return "name"
    if before >= 0 and tags[before] in ("POS", "PRP$", "DT"):
        return "name" if tags[before] == "DT" else "title"
    return None


def _neighbours(scene: Scene, span: QuotedSpan) -> tuple[int, int]:
    """The tokens right before and after the marks in the same unit, -1 where there is none."""
    before, after = span.before, span.after
    has_before = before >= 0 and scene.unit_of[before] == span.unit
    has_after = after < len(scene.tags) and scene.unit_of[after] == span.unit
    return (before if has_before else -1), (after if has_after else -1)


def _named_before(scene: Scene, span: QuotedSpan) -> bool:
    """Whether a noun of works or names, or a naming verb, stands right before the marks (a comma may come between)."""
    index = span.before
    if index >= 0 and scene.lower[index] in (",", ":", "as"):
        index -= 1
    if index < 0 or scene.unit_of[index] != span.unit:
        return False
    return scene.lower[index] in scene.nouns.named_before or scene.lower[index] in _NAMING_VERBS


def _is_title_case(scene: Scene, words: list[int]) -> bool:
    content = [index for index in words if scene.lower[index] not in _SMALL_WORDS]
    capital = sum(scene.words[index][:1].isupper() or scene.words[index][:1].isdigit() for index in content)
    return bool(content) and capital == len(content) and (len(words) > 1 or scene.tags[words[0]][:3] == "NNP")


def has_clause(scene: Scene, span: QuotedSpan) -> bool:
    """Whether the span holds a finite verb or an imperative, and so can be an utterance of its own."""
    return any(scene.tags[index] in ("VBD", "VBZ", "VBP", "MD", "VB", "UH") for index in range(span.first, span.last))
