"""Which lines of a scraped page are the article: title, body, captions, bylines, date lines; the rest is furniture.

Lines are first judged alone (``lines.kind_of``), then by their place: above the headline, between headline and lead,
in the body, after it. In the body a line stays unless something speaks against it; above and below, the other way round.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from coalition_data.clean.bylines import authors_of, is_byline
from coalition_data.clean.captions import caption_signs, caption_text
from coalition_data.clean.layout import Line, split_lines
from coalition_data.clean.lines import FURNITURE, Kind, count_words, ends_sentence, is_prose, is_title_case, kind_of
from coalition_data.clean.phrases import prepare
from coalition_data.clean.stamps import is_labelled, is_stamp
from coalition_data.clean.titles import choose_title, same_line, strip_site_name

COMMENT_SHARE = 0.35
"""Share of the page's prose that must stand before the readers' comments; below it the heading is a button on top."""

FEWEST_WORDS_BEFORE_COMMENTS = 30

TOP_PARAGRAPHS = 3
"""Uncredited captions stand among the first paragraphs, where the picture is."""

HEADLINES_IN_LIST = 2


@dataclass(slots=True)
class Page:
    """A page, taken apart. Lists are in the order of the page.

    Attributes:
        title: the headline as printed, without site name.
        paragraphs: the body, subheads included, dateline and credits still inside paragraphs.
        captions: of pictures.
        bylines: whole lines.
        stamps: (line, whether it stood above the headline) for every line that is only a date.
    """

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    stamps: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    line: Line
    kind: Kind
    repeated: bool

    @property
    def text(self) -> str:
        return self.line.text


def read_page(text: str, title: str | None = None, publisher: str | None = None) -> Page:
    """Take a page apart.

    Args:
        text: mended text of the page.
        title: the headline, where a catalog gives it.
        publisher: its name, to be stripped from the headline.
    """
    lines = split_lines(text)
    counts = Counter(_repetition_key(line.text) for line in lines)
    items = [_Item(line, kind_of(line.text), counts[_repetition_key(line.text)] > 1) for line in lines]
    page = Page()
    at = choose_title([item.text for item in items], [item.kind for item in items], title)
    if title is not None or at is not None:
        page.title = strip_site_name(title if title is not None else items[at or 0].text, publisher)
    above, rest = ([], items) if at is None else (items[:at], items[at + 1 :])
    _read_above(above, page)
    start = _find_start(rest)
    end = _find_end(rest, start)
    _read_head(rest[:start], rest[start : start + 1], page)
    last = _find_last(rest, start, end)
    _read_body(rest[start : last + 1], rest[last + 1 : end], page)
    _read_tail(rest[last + 1 :], page)
    page.captions = list(dict.fromkeys(caption.rstrip(".") and caption for caption in _distinct(page.captions)))
    return page


def _repetition_key(text: str) -> str:
    return prepare(text).rstrip(".")


def _distinct(captions: list[str]) -> list[str]:
    """Captions without the second printing of each."""
    kept: dict[str, str] = {}
    for caption in captions:
        kept.setdefault(_repetition_key(caption), caption)
    return list(kept.values())


def _is_body_prose(item: _Item) -> bool:
    return item.kind is Kind.PROSE and not is_stamp(item.text) and not is_byline(item.text)


def _read_above(items: list[_Item], page: Page) -> None:
    for item in items:
        if is_stamp(item.text):
            page.stamps.append((item.text, True))
        elif item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        elif is_byline(item.text):
            page.bylines.append(item.text)


def _find_start(items: list[_Item]) -> int:
    """Index of the lead: the first prose after the headline that is no caption."""
    for index, item in enumerate(items):
        if _is_body_prose(item) and not _is_uncredited_caption(item, index):
            return index
    return len(items)


def _is_uncredited_caption(item: _Item, position: int) -> bool:
    """Whether a line near the top describes a picture, by two signs (repetition and indentation count)."""
    signs = caption_signs(item.text)
    return position <= TOP_PARAGRAPHS * 2 and signs > 0 and signs + 2 * item.repeated >= 2


def _find_end(items: list[_Item], start: int) -> int:
    """Index where the readers' comments begin, or the end."""
    words = [count_words(item.text) if _is_body_prose(item) else 0 for item in items]
    total = sum(words)
    before = 0
    for index, item in enumerate(items):
        if item.kind is Kind.COMMENTS and index > start and before >= FEWEST_WORDS_BEFORE_COMMENTS:
            supported = any(other.kind is Kind.COMMENTS for other in items[index + 1 : index + 7])
            if before >= COMMENT_SHARE * total or (supported and before >= COMMENT_SHARE * total / 3):
                return index
        before += words[index]
    return len(items)


def _find_last(items: list[_Item], start: int, end: int) -> int:
    """Index of the last paragraph: the last prose, and the short sentences right after it."""
    last = max((index for index in range(start, end) if _is_body_prose(items[index])), default=start - 1)
    while last + 1 < end and _is_short_sentence(items[last + 1]):
        last += 1
    return last


def _is_short_sentence(item: _Item) -> bool:
    """A paragraph of a few words ("They came to kill the mothers.")."""
    if item.kind is not Kind.SHORT or not ends_sentence(item.text) or is_stamp(item.text) or is_byline(item.text):
        return False
    words = item.text.split()
    return len(words) >= 2 and any(word[0].islower() for word in words[1:] if word[0].isalpha())


def _read_head(items: list[_Item], lead: list[_Item], page: Page) -> None:
    """Lines between headline and lead: a standfirst stays, names under pictures are captions, labels go."""
    in_list = False
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        if is_stamp(item.text):
            page.stamps.append((item.text, False))
        elif is_byline(item.text) or (
            index and items[index - 1].text.lower() in {"by", "by:"} and authors_of(f"By {item.text}")
        ):
            page.bylines.append(item.text if is_byline(item.text) else f"By {item.text}")
        elif item.kind is Kind.CAPTION or (item.kind is Kind.PROSE and not in_list):
            page.captions.append(caption_text(item.text))
        elif item.kind in FURNITURE or item.kind is Kind.TOPIC:
            in_list = item.kind is Kind.SECTION or (in_list and item.kind is not Kind.BUTTON)
        elif in_list or same_line(item.text, page.title):
            continue
        elif following is not None and following.kind is Kind.CAPTION and not following.line.after_gap:
            page.captions.append(item.text)
        elif _is_standfirst(item) or (_is_short_sentence(item) and not _touches_furniture(None, following)):
            page.paragraphs.append(item.text)
        elif is_title_case(item.text) and 2 <= count_words(item.text) <= 8:
            page.captions.append(item.text)


def _is_standfirst(item: _Item) -> bool:
    """An unpunctuated sentence under the headline."""
    words = count_words(item.text)
    if item.repeated:
        return False
    return words >= 5 and not is_title_case(item.text)


def _read_body(items: list[_Item], after: list[_Item], page: Page) -> None:
    in_list = False
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        before = items[index - 1] if index else None
        if item.kind is Kind.CAPTION or (item.kind is Kind.PROSE and _is_uncredited_caption(item, index)):
            page.captions.append(caption_text(item.text))
        elif item.kind in FURNITURE:
            in_list = (
                item.kind is Kind.SECTION
                or (item.kind is Kind.LINK and _is_bare(item.text))
                or (in_list and item.kind is not Kind.CHROME)
            )
        elif item.kind is Kind.TOPIC:
            if not in_list and not _touches_furniture(before, following):
                page.paragraphs.append(item.text)
        elif item.kind is Kind.SHORT and not _is_list_item(item, page):
            if in_list or same_line(item.text, page.title) or (following is not None and following.kind is Kind.PLAYER):
                continue
            if is_stamp(item.text) and (index < TOP_PARAGRAPHS or _touches_furniture(before, following)):
                page.stamps.append((item.text, False))
            elif is_byline(item.text):
                page.bylines.append(item.text)
            elif _is_alt_text(item, index, following):
                page.captions.append(item.text)
            else:
                page.paragraphs.append(item.text)
        else:
            in_list = False
            page.paragraphs.append(item.text)
    if page.paragraphs and page.paragraphs[-1].endswith(":"):
        page.paragraphs += _closing_list(after)


def _is_list_item(item: _Item, page: Page) -> bool:
    """An item of a list that a sentence ending in a colon opens, or that is marked with a bullet or number."""
    if re.match(r"(?:[•●▪◦‣*–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s", item.text):
        return True
    return bool(page.paragraphs) and page.paragraphs[-1].endswith(":") and not item.line.text.endswith(":")


def _is_bare(text: str) -> bool:
    """ "Read more:" with the headline it announces on the next line."""
    return count_words(text) <= 3


def _touches_furniture(before: _Item | None, following: _Item | None) -> bool:
    return any(item is not None and (item.kind in FURNITURE or item.kind is Kind.TOPIC) for item in (before, following))


def _is_alt_text(item: _Item, position: int, following: _Item | None) -> bool:
    """A picture's alternative text: headline-like, blank-indented or labelled, glued to the next paragraph near the top."""
    if position > TOP_PARAGRAPHS or ends_sentence(item.text):
        return False
    glued = following is not None and not following.line.after_gap
    return item.line.indented and (glued or " - " in item.text)


def _closing_list(items: list[_Item]) -> list[str]:
    """The items of a list that ends the article."""
    found = []
    for item in items:
        if item.kind not in {Kind.SHORT, Kind.PROSE} or is_stamp(item.text):
            break
        found.append(item.text)
    return found if len(found) >= HEADLINES_IN_LIST else []


def _read_tail(items: list[_Item], page: Page) -> None:
    for item in items:
        if item.kind is Kind.COMMENTS:
            return
        if item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        elif is_byline(item.text) and not page.bylines:
            page.bylines.append(item.text)
        elif is_stamp(item.text) and is_labelled(item.text):
            page.stamps.append((item.text, False))
