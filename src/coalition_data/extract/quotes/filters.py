"""Marks that hold no quote: names, titles, nicknames, terms, scare quotes; each kept out for a named reason."""

from __future__ import annotations

import re
from itertools import pairwise

from coalition_data.extract.quotes.scene import QuotedSpan, Scene

REASONS = (
    "markup",
    "heading",
    "nickname",
    "title",
    "name",
    "term",
    "transcript",
    "scare_quote",
    "unattributed",
    "saying",
    "byname",
)

DESCRIBED = (
    "words", "capital_share", "all_capital", "has_verb", "has_pronoun", "ends_inside", "named_before", "named_after",
    "name_adjoins_before", "name_adjoins_after", "noun_follows", "possessive_before", "reason", "alone_short",
    "word_spoken_of", "quoted_again", "unquoted_elsewhere", "spans_in_sentence",
)  # fmt: skip
"""What ``describe`` returns, in order."""

LONGEST_NAME = 8
"""Words: titles and names that run longer are rare, quotes are not."""
LONGEST_NICKNAME = 3
LONGEST_REPEATED = 6
LONGEST_TERM = 4
WORK_REACH = 9
"""Tokens before the marks in which a work may be named."""
BYNAME_REACH = 8
_CALL = frozenset(("know", "known", "call", "called", "dub", "dubbed"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD", "VB", "UH"))
FEWEST_TURNS = 4
_TURN = re.compile(
    r"\(\([A-Z][^()\n]{0,40}\)\)|\[[A-Z][^\[\]\n]{1,40}\]:?\s|(?:[A-Z][A-Z.'’-]+ ?){1,4}:\s|[QA]:\s|(?:Q|A)\.\s"
)
_MARKUP = re.compile(r"<\w[^<>\n]{0,400}=$")


def describe(scene: Scene, span: QuotedSpan) -> list[float]:
    """What the words and their surroundings say about the span, in the order of ``DESCRIBED``."""
    words = _words(scene, span)
    before, after = neighbours(scene, span)
    tags, lower = scene.tags, scene.lower
    reason = name_reason(scene, span)
    again, elsewhere = _repetitions(scene, span, words)
    sentence = scene.sentence_of[span.first]
    row = (
        min(len(words), 30),
        _capital_share(scene, words),
        bool(words) and all(scene.words[index].isupper() for index in words),
        any(tags[index][:2] in ("VB", "MD") for index in words),
        any(tags[index] in ("PRP", "PRP$") for index in words),
        scene.text[span.end - 1] in ".!?…",
        _named_before(scene, span),
        after >= 0 and lower[after] in scene.nouns.named_after,
        before >= 0 and tags[before][:3] == "NNP",
        after >= 0 and tags[after][:3] == "NNP",
        after >= 0 and tags[after][:2] in ("NN", "JJ"),
        before >= 0 and tags[before] == "POS",
        REASONS.index(reason) + 1 if reason else 0,
        before < 0 and after < 0 and len(words) <= LONGEST_NAME,
        before > 0
        and lower[before] in ("word", "words", "term", "terms", "phrase", "name", "label", "slogan", "motto"),
        again,
        elsewhere,
        min(8, sum(other.first >= 0 and scene.sentence_of[other.first] == sentence for other in scene.spans)),
    )
    return [float(value) for value in row]


def name_reason(scene: Scene, span: QuotedSpan) -> str | None:
    """Why the span is a name rather than a quote, as far as its form and its neighbours alone tell."""
    if _MARKUP.search(scene.text, max(0, span.open - 410), span.open):
        return "markup"
    before, after = neighbours(scene, span)
    words = _words(scene, span)
    if not words or len(words) > LONGEST_NAME:
        return None
    if before < 0 and after < 0 and span.single:
        return "heading"
    if _is_nickname(scene, span, words, before, after):
        return "nickname"
    if _is_byname(scene, span, words, after):
        return "byname"
    explained = after >= 0 and len(words) == 1 and scene.words[after] == "(" and scene.text[span.start].islower()
    if explained or (before >= 0 and _names_plainly(scene, before, words)):
        return "term"
    return _title_reason(scene, span, words, before, after) if is_title_case(scene, words) else None


def _title_reason(scene: Scene, span: QuotedSpan, words: list[int], before: int, after: int) -> str | None:
    """Which kind of name words in title case are; None where they can be shouted or begin a sentence."""
    if _named_before(scene, span) or (len(words) > 1 and _follows_a_work(scene, span)):
        return "title"
    if after >= 0 and scene.lower[after] in scene.nouns.named_after:
        return "name"
    if before >= 0 and scene.tags[before] in ("POS", "PRP$") and len(words) > 1:
        return "title"
    if before < 0 or len({scene.lower[index] for index in words}) < 2:
        return None  # a name of one word may be shouted, and what is shouted is repeated
    if scene.tags[before] == "DT" or scene.tags[before][:2] == "NN":
        return "name"
    return None


def _follows_a_work(scene: Scene, span: QuotedSpan) -> bool:
    """``a book by Anna Berg, "The Long Road"``: a work, whose it is, a comma, and its title."""
    if scene.lower[span.before] != "," or span.before < 1:
        return False
    for index in range(span.before - 1, max(-1, span.before - WORK_REACH), -1):
        if scene.cue_of[index] is not None or scene.sentence_of[index] != scene.sentence_of[span.before]:
            return False
        if scene.lower[index] in scene.nouns.works:
            return True
    return False


def _is_byname(scene: Scene, span: QuotedSpan, words: list[int], after: int) -> bool:
    """``the square, "the kitchen" as locals know it``: what people in general call a thing."""
    if after < 0 or has_clause(scene, span) or scene.lower[after] not in ("as", ","):
        return False
    near = range(after, min(after + BYNAME_REACH, len(scene.tags)))
    naming = next(
        (index for index in near if scene.lower[index] in _CALL and scene.tags[index] in ("VBP", "VBN")), None
    )
    if naming is None or not any(scene.lower[index] == "as" for index in range(after, naming)):
        return False
    return any(scene.tags[index] == "NNS" or scene.lower[index] == "they" for index in range(after, naming))


def _is_nickname(scene: Scene, span: QuotedSpan, words: list[int], before: int, after: int) -> bool:
    """``Ahmed "the Lion" Saleh``: between the parts of a name, nothing but the marks."""
    if before < 0 or after < 0 or len(words) > LONGEST_NICKNAME or scene.text[span.end - 1] in ",!?":
        return False
    if scene.sentence_of[before] != scene.sentence_of[after] and scene.text[span.end - 1] != ".":
        return False
    return scene.tags[before][:3] == scene.tags[after][:3] == "NNP" and _is_personal(scene, before, after)


def _is_personal(scene: Scene, before: int, after: int) -> bool:
    entities = (scene.doc.entity_of[before], scene.doc.entity_of[after])
    return any(entity is not None and entity.label == "PERSON" for entity in entities)


def _names_plainly(scene: Scene, before: int, words: list[int]) -> bool:
    """``so-called "…"``, ``entitled "…"``, ``the term "…"``: what follows is a name or a word spoken of."""
    if scene.lower[before] in scene.nouns.plain_naming:
        return True
    if scene.lower[before] in scene.nouns.word_nouns and len(words) <= LONGEST_TERM:
        return True
    return scene.lower[before] == "called" and before > 0 and scene.lower[before - 1] in ("so", "-", "so-")


def neighbours(scene: Scene, span: QuotedSpan) -> tuple[int, int]:
    """The tokens right before and after the marks in the same unit, -1 where there is none."""
    before, after = span.before, span.after
    has_before = before >= 0 and scene.unit_of[before] == span.unit
    has_after = after < len(scene.tags) and scene.unit_of[after] == span.unit
    return (before if has_before else -1), (after if has_after else -1)


def has_clause(scene: Scene, span: QuotedSpan) -> bool:
    """Whether the span holds a finite verb or an imperative, and so can be an utterance of its own."""
    return any(scene.tags[index] in _FINITE for index in range(span.first, span.last))


def count_words(scene: Scene, span: QuotedSpan) -> int:
    """Words of a span, punctuation left out."""
    return len(_words(scene, span))


def _words(scene: Scene, span: QuotedSpan) -> list[int]:
    return [index for index in range(span.first, span.last) if scene.words[index][:1].isalnum()]


def _named_before(scene: Scene, span: QuotedSpan) -> bool:
    """Whether a noun of works or names, or a naming verb, stands right before the marks (a comma may come between)."""
    index = span.before
    if index > 0 and scene.lower[index] in (",", ":", "as"):
        index -= 1
    if index < 0 or scene.unit_of[index] != span.unit:
        return False
    return scene.lower[index] in scene.nouns.named_before or scene.lower[index] in scene.nouns.naming_verbs


def _capital_share(scene: Scene, words: list[int]) -> float:
    content = [index for index in words if scene.lower[index] not in scene.nouns.small_words]
    capital = sum(scene.words[index][:1].isupper() or scene.words[index][:1].isdigit() for index in content)
    return capital / len(content) if content else 0.0


def is_named_behind_preposition(scene: Scene, span: QuotedSpan) -> bool:
    """``on "Morning Harbor News"``; headlines write everything in title case, and what is shouted is repeated."""
    words = _words(scene, span)
    if span.unit == 0 or len({scene.lower[index] for index in words}) < 2 or len(words) > LONGEST_NAME:
        return False
    before = neighbours(scene, span)[0]
    return before >= 0 and scene.tags[before] in ("IN", "CD", "JJ") and is_title_case(scene, words)


def is_title_case(scene: Scene, words: list[int]) -> bool:
    """Whether all words but the small ones begin with a capital."""
    return _capital_share(scene, words) == 1.0 and (len(words) > 1 or scene.tags[words[0]][:3] == "NNP")


def _repetitions(scene: Scene, span: QuotedSpan, words: list[int]) -> tuple[int, int]:
    """How often the same short words stand in other marks, and without marks."""
    if not words or len(words) > LONGEST_REPEATED:
        return 0, 0
    text = scene.folded[span.start : span.end].strip(" .,;:!?")
    everywhere = scene.folded.count(text)
    again = sum(scene.folded[other.start : other.end].strip(" .,;:!?") == text for other in scene.spans) - 1
    return min(again, 4), min(max(0, everywhere - again - 1), 4)


def transcript_units(scene: Scene) -> frozenset[int]:
    """The units that belong to the turns of an interview or a debate printed without quotation marks.

    A turn begins with its speaker's name (``((Jane Doe)) Well, …``, ``DOE: Well, …``) and runs to the next one. What
    stands in marks there is quoted, imagined or spoken of by the one whose turn it is, not by the article.
    """
    labelled = [number for number, (start, end) in enumerate(scene.units) if _TURN.match(scene.text, start, end)]
    if len(labelled) < FEWEST_TURNS:
        return frozenset()
    longest = max(after - before for before, after in pairwise(labelled))
    return frozenset(range(labelled[0], min(len(scene.units), labelled[-1] + longest + 1)))
