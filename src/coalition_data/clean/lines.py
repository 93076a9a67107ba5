"""What a single line looks like: prose, a headline, page furniture. No line is judged by its neighbours here."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from coalition_data.clean.captions import is_caption, is_legend
from coalition_data.clean.phrases import LINES_KEPT, is_in_class, menu_items, prepare, words

PROSE_WORDS = 7
"""A line with so many words and a full stop is a sentence of somebody's; with fewer it may be a slogan."""

LEAD_IN_WORDS = 5
"""So many words, not all capitalised, before a colon announce a quotation or a list."""

LONG_PROSE_WORDS = 25
"""A line of so many words is prose even where its full stop is lost."""


LONGEST_SPEAKER = 50
"""Characters."""

_TURN = re.compile(
    r"(?:[QA]|Question|Answer|Moderator|Journalist|Reporter|Interviewer|Presenter|Host"
    r"|(?!(?:NOTE|UPDATE|BREAKING|WATCH|READ|LIVE|VIDEO|PHOTOS?|FILE|MORE|RELATED|SOURCE|CONTACT|EXCLUSIVE)S?\b)"
    r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,5}) ?: +\S"
)
_TERMINAL = re.compile(r"[.!?…][\"'”’)\]*]*$")
_LEAD_IN = re.compile(r"[:;,—–-]$")
_QUOTE_END = re.compile(r"[”\"’]$")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


class Kind(Enum):
    """The kinds of lines that page segmentation works with."""

    PROSE = "prose"
    SHORT = "short"
    CAPTION = "caption"
    BUTTON = "button"
    TOPIC = "topic"
    CHROME = "chrome"
    PLAYER = "player"
    COMMENTS = "comments"
    SECTION = "section"
    LINK = "link"
    LABELLED = "labelled"
    CREDIT = "credit"
    RIGHTS = "rights"
    END = "end"
    NOTE = "note"


FURNITURE = frozenset(set(Kind) - {Kind.PROSE, Kind.SHORT, Kind.CAPTION, Kind.TOPIC})

_CLASSES = (
    ("player", Kind.PLAYER),
    ("section", Kind.SECTION),
    ("end", Kind.END),
    ("rights", Kind.RIGHTS),
    ("chrome", Kind.CHROME),
    ("note", Kind.NOTE),
    ("credit", Kind.CREDIT),
    ("link", Kind.LINK),
    ("labelled", Kind.LABELLED),
)
"""Classes of ``clean_lines.yml`` in the order in which they are asked, after comments, menus and captions."""


_SILENT = frozenset({Kind.CHROME, Kind.LINK, Kind.LABELLED, Kind.PLAYER, Kind.END})
"""Furniture that commands, offers and names; a sentence that tells what somebody did is none of it."""

_OPENS_CREDIT = re.compile(r"\(?\w+ing by\b", re.IGNORECASE)
_END_MARK = re.compile(r"(?:[*#_-]\s*){3,}")
_PAST = re.compile(r"(?<![\w’'-])[a-z]{2,}ed(?![\w’'-])")


def _tells(text: str) -> bool:
    """Whether a sentence has a verb in the past, other than those with which pages speak of themselves."""
    tokens = set(re.findall(r"(?<![\w’'-])[a-z]+(?![\w’'-])", text))
    return bool(tokens & words("telling_verbs")) or any(
        match.group() not in words("page_verbs") for match in _PAST.finditer(text)
    )


@lru_cache(maxsize=LINES_KEPT)
def count_words(text: str) -> int:
    """Words: runs of letters (with their apostrophes and hyphens)."""
    return len(_WORD.findall(text))


def ends_sentence(text: str) -> bool:
    """Whether the line ends like a sentence: a full stop, a mark, or the end of a quotation."""
    return bool(_TERMINAL.search(text)) or bool(_QUOTE_END.search(text) and count_words(text) >= PROSE_WORDS)


def is_prose(text: str) -> bool:
    """Whether the line reads like a paragraph of running text."""
    words = count_words(text)
    if words >= LONG_PROSE_WORDS:
        return True
    if words >= LEAD_IN_WORDS and text.endswith(":") and not is_title_case(text):
        return True
    return words >= PROSE_WORDS and (ends_sentence(text) or bool(_LEAD_IN.search(text)))


def is_turn(text: str) -> bool:
    """Whether the line is what one speaker says in a transcript ("Q: And the jets?", "MINISTER HOLM: No.")."""
    return ":" in text[:LONGEST_SPEAKER] and _TURN.match(text) is not None and ends_sentence(text)


def is_title_case(text: str) -> bool:
    """Whether nearly all words that could be are capitalised, as in headlines."""
    telling = [word for word in _WORD.findall(text) if word.lower() not in words("small_words")]
    return bool(telling) and sum(word[0].isupper() for word in telling) >= 0.85 * len(telling)


def kind_of(text: str) -> Kind:
    """The kind of a line by its own words.

    Long prose is never taken for furniture by the phrases of buttons; a whole sentence is no section heading.
    """
    prepared = prepare(text)
    if not prepared or not any(character.isalnum() for character in prepared):
        return Kind.END if _END_MARK.fullmatch(text) else Kind.CHROME
    if is_in_class("comments", prepared):
        return Kind.COMMENTS
    items = menu_items(prepared)
    if items is not None:
        if items[0] or sum(items) > 1:
            return Kind.BUTTON
        return Kind.SECTION if prepared in words("list_headings") else Kind.TOPIC
    if is_legend(text) or is_caption(text):
        return Kind.CAPTION
    unpunctuated = prepared.rstrip(".") if " " in prepared else prepared
    sentence = ends_sentence(text) and count_words(text) >= PROSE_WORDS
    told = sentence and _tells(text)
    for name, kind in _CLASSES:
        if (sentence and kind is Kind.SECTION) or (told and kind in _SILENT):
            continue
        if is_in_class(name, unpunctuated) and not (told and kind is Kind.CREDIT and _OPENS_CREDIT.match(text)):
            return kind
    return Kind.PROSE if is_prose(text) or is_turn(text) else Kind.SHORT
