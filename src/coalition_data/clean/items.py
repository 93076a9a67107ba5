"""Lines of a page with what is known of each: its kind, how often it is printed, whether it is a date or a byline."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coalition_data.clean.bylines import is_byline
from coalition_data.clean.captions import caption_signs
from coalition_data.clean.datelines import is_agency
from coalition_data.clean.dates import MONTH, find_dates
from coalition_data.clean.layout import Line, split_lines
from coalition_data.clean.lines import FURNITURE, Kind, count_words, ends_sentence, is_title_case, kind_of
from coalition_data.clean.phrases import prepare
from coalition_data.clean.stamps import is_stamp

FEWEST_WORDS_OF_PARAGRAPH = 2

SHORTEST_DOUBLED = 20
"""Characters of a line that is printed twice without a break; shorter ones are slogans ("No more, no more")."""

LONGEST_BYLINE_WITH_DATE = 60

MARKS_OF_LIST = 3
"""Headlines of other articles in a row with dots between them."""

LONGEST_POINTER = 70
"""Characters of what a page hangs on a paragraph."""

_POINTERS = ("source", "full story", "full text", "full article", "more here")
_AGENCY_AT_END = re.compile(r"(?<=[.!?”\"’)])\s*[—–-]{1,2}\s?(?P<agency>[A-Z][\w/&. -]{1,25})$")
_READ_ON = re.compile(
    r"(?<=[.!?”\"’)…])\s*(?:[-–—(\[]\s*)?(?:read (?:more|on|full|the (?:full|rest|whole|original|entire))\b"
    r"|continue reading|source$|read all$|full (?:story|text|article)$|more here$)[^.!?“”\"]{0,40}[.…)\]]*$",
    re.IGNORECASE,
)

_FONT_SIZE = re.compile(r"\s*(?:adjust |change )?(?:font|text) size:$", re.IGNORECASE)
_DURATION = re.compile(r"[^\W\d_]{2,} \d\d:\d\d$")
_GLUED_DATE = re.compile(rf"([a-z])(\d{{1,2}} {MONTH} (?:19|20)\d\d)$")
_SIGN_OFF = re.compile(
    r"(?<=[.!?\"”])\s+(?:Enditem|[(/-]*ENDS?[)/-]*|-30-|#{2,}|"
    r"(?:PTI|ANI|IANS|UNI|APP|BSS|KUNA|SPA|WAM|QNA|MENA)(?: [A-Z]{2,4}){0,4})$"
)
_LIST_MARK = re.compile(r"(?:[•●▪◦‣*–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")


@dataclass(frozen=True, slots=True)
class Item:
    """A line, judged by its own words.

    Attributes:
        line: the text with its layout.
        kind: what it looks like.
        copies: how often the page prints it.
        stamp: it is only a date or time.
        byline: it is only a byline.
    """

    line: Line
    kind: Kind
    copies: int
    stamp: bool
    byline: bool

    @property
    def text(self) -> str:
        """The line as printed."""
        return self.line.text

    @property
    def is_furniture(self) -> bool:
        """Whether the line belongs to the page, not to the article."""
        return self.kind in FURNITURE

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a paragraph of the article."""
        return self.kind is Kind.PROSE and not self.stamp and not self.byline

    @property
    def is_short_sentence(self) -> bool:
        """Whether it is a paragraph of a few words ("They came to kill the mothers.")."""
        if self.kind is not Kind.SHORT or self.stamp or self.byline or not ends_sentence(self.text):
            return False
        words = self.text.split()
        return len(words) >= FEWEST_WORDS_OF_PARAGRAPH and any(word[0].islower() for word in words[1:])

    @property
    def is_headline(self) -> bool:
        """Whether it is short and unpunctuated: a headline, a subhead, a label."""
        plain = self.kind is Kind.SHORT and not self.stamp and not self.byline and not self.is_short_sentence
        return plain and not self.text.endswith((";", ",", ":"))

    @property
    def is_list_item(self) -> bool:
        """Whether it is marked with a bullet, number or letter, or ends with a semicolon."""
        return self.text.endswith(";") or self.has_list_mark

    @property
    def has_list_mark(self) -> bool:
        """Whether it begins with a bullet, number or letter."""
        return _LIST_MARK.match(self.text) is not None

    def is_uncredited_caption(self, near_top: bool, beside_credit: bool = False) -> bool:
        """Whether it describes a picture without saying so: two signs; repetition and a credit beside it count."""
        signs = caption_signs(self.text)
        if signs == 0 or self.kind not in {Kind.PROSE, Kind.SHORT}:
            return False
        if not near_top:
            return self.copies > 1 or beside_credit or signs > 2
        return signs + 2 * (self.copies > 1) + beside_credit >= 2


def read_items(text: str) -> tuple[Item, ...]:
    """The lines of a mended text, judged."""
    lines = tuple(_mended(line) for line in split_lines(text))
    counts = Counter(repetition_key(line.text) for line in lines)
    return tuple(judge_line(line, counts[repetition_key(line.text)]) for line in lines)


def judge_line(line: Line, copies: int = 1) -> Item:
    """One line, judged by its own words.

    Args:
        line: not empty.
        copies: how often the page prints it.
    """
    return Item(line, _kind_of_line(line), copies, is_stamp(line.text), is_byline(line.text))


def _kind_of_line(line: Line) -> Kind:
    """The kind by the words, but a row of short entries is a menu whatever they say."""
    kind = kind_of(line.text)
    if line.text.count(" • ") >= MARKS_OF_LIST:
        return Kind.BUTTON
    menu = line.in_columns and kind is Kind.SHORT and not is_stamp(line.text) and not is_byline(line.text)
    return Kind.BUTTON if menu and not any(found.year for found in find_dates(line.text)) else kind


def _mended(line: Line) -> Line:
    """The line without an end mark or the initials of an agency's desk behind its last sentence, printed once.

    A scraper that drops the markup between a picture's words and the headline prints both without a blank, and so it
    does with an author's name and the date.
    """
    text = _without_pointer(_SIGN_OFF.sub("", line.text))
    if text.endswith("size:"):
        text = _FONT_SIZE.sub("", text) or text
    half = len(text) // 2
    if half >= SHORTEST_DOUBLED and text[:half] == text[-half:]:
        text = text[:half].rstrip()
    elif len(text) <= LONGEST_BYLINE_WITH_DATE and text[-4:].isdigit():
        text = _GLUED_DATE.sub(r"\1 \2", text)
    return line if text == line.text else dataclasses.replace(line, text=text)


def _without_pointer(text: str) -> str:
    """The paragraph without "— Reuters" or "Read the full story" behind its last sentence."""
    ending = text[-LONGEST_POINTER:]
    lower = ending.lower()
    if (sign := _AGENCY_AT_END.search(ending)) and is_agency(sign["agency"]):
        return text[: -len(sign.group())]
    if ("read" in lower or lower.endswith(_POINTERS)) and (read_on := _READ_ON.search(ending)):
        return text[: -len(read_on.group())]
    return text


def repetition_key(text: str) -> str:
    """Equal for two printings of a line, with or without full stop or the length of a clip."""
    key = prepare(text).rstrip(".")
    return key[:-5].rstrip() if key[-3:-2] == ":" and _DURATION.search(key) else key


def looks_like_name(text: str) -> bool:
    """Whether a line has a few capitalised words: a name under a picture, the label of a picture."""
    return is_title_case(text) and 2 <= count_words(text) <= 6 and not re.search(r"\d", text)


def neighbours(items: Sequence[Item], index: int) -> tuple[Item | None, Item | None]:
    """The items before and after."""
    return (items[index - 1] if index else None, items[index + 1] if index + 1 < len(items) else None)


def touches_furniture(items: Sequence[Item], index: int) -> bool:
    """Whether a line stands beside furniture of the page or names of sections."""
    return any(item is not None and (item.is_furniture or item.kind is Kind.TOPIC) for item in neighbours(items, index))
