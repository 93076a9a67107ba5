"""The lines between lead and end: paragraphs and subheads stay, captions and bylines go to their lists."""

from __future__ import annotations

from collections.abc import Sequence

from coalition_data.clean.bylines import author_before_date, authors_of
from coalition_data.clean.captions import caption_text, split_glued_alt_text
from coalition_data.clean.items import Item, neighbours, touches_furniture
from coalition_data.clean.lines import Kind, count_words, is_title_case
from coalition_data.clean.parts import Page
from coalition_data.clean.surroundings import has_full_date, read_credits
from coalition_data.clean.titles import same_line

TOP_PARAGRAPHS = 3
"""Uncredited captions stand among the first paragraphs, where the picture is."""

WORDS_OF_CREDIT = 6

HEADLINES_OF_LIST = 3
WORDS_OF_LISTED_HEADLINE = 5
"""Three lines in a row with five and more capitalised words each are links to other articles."""


def read_body(items: Sequence[Item], page: Page) -> None:
    """The body: paragraphs and subheads stay; captions and bylines go to their lists; furniture goes."""
    links = _linked_headlines(items)
    in_list = False
    for index, item in enumerate(items):
        if item.is_furniture:
            opens = item.kind is Kind.SECTION or (
                item.kind in {Kind.LINK, Kind.LABELLED} and count_words(item.text) <= 3
            )
            in_list = opens or in_list
        elif item.kind is Kind.CAPTION or _is_body_caption(items, index):
            page.captions.append(caption_text(item.text))
        elif item.byline or _is_date_line_of_head(item, page, in_list):
            read_credits(item, page, above=False)
        elif item.kind is Kind.TOPIC:
            if not in_list and not touches_furniture(items, index):
                page.paragraphs.append(item.text)
        elif item.kind is Kind.PROSE or item.is_short_sentence or _is_listed(item, page):
            in_list = False
            alt_text, paragraph = split_glued_alt_text(item.text)
            page.captions += [alt_text] if alt_text else []
            page.paragraphs.append(paragraph)
        elif not in_list and index not in links and not _is_stray(items, index, page):
            page.paragraphs.append(item.text)


def _is_date_line_of_head(item: Item, page: Page, in_list: bool) -> bool:
    """A date line between a standfirst and the first paragraph."""
    head = len(page.paragraphs) <= 1 and not in_list and item.kind is Kind.SHORT
    return head and (item.stamp or has_full_date(item.text))


def _is_body_caption(items: Sequence[Item], index: int) -> bool:
    """An uncredited caption, or a picture's alternative text near the top: indented, labelled, glued to a paragraph."""
    item = items[index]
    before, following = neighbours(items, index)
    credited = any(
        other is not None and other.kind is Kind.CAPTION and count_words(other.text) <= WORDS_OF_CREDIT
        for other in (before, following)
    )
    near_top = index <= TOP_PARAGRAPHS
    if near_top and author_before_date(item.text):
        return False
    if item.is_uncredited_caption(near_top, credited) or (credited and _is_printed_around_credit(items, index)):
        return True
    glued = following is not None and not following.line.after_gap
    return near_top and item.is_headline and item.line.indented and (glued or " - " in item.text)


def _is_printed_around_credit(items: Sequence[Item], index: int) -> bool:
    """Whether the credit beside a line stands between two printings of it."""
    item = items[index]
    return item.copies > 1 and any(
        0 <= other < len(items)
        and items[(index + other) // 2].kind is Kind.CAPTION
        and same_line(items[other].text, item.text)
        for other in (index - 2, index + 2)
    )


def _is_listed(item: Item, page: Page) -> bool:
    """An item of a list that a sentence ending in a colon opens, or that is marked with a bullet or number."""
    if item.is_list_item:
        return True
    return (
        bool(page.paragraphs) and page.paragraphs[-1].endswith(":") and not item.text.endswith(":") and not item.stamp
    )


def _is_stray(items: Sequence[Item], index: int, page: Page) -> bool:
    """A line of a few words that is no subhead: the title again, the title of a clip, a date line, an author's name."""
    item = items[index]
    before, following = neighbours(items, index)
    if same_line(item.text, page.title) or item.stamp or item.copies > 2:
        return True
    if all(other is not None and (other.is_furniture or other.stamp) for other in (before, following)):
        return True
    if following is not None and following.kind is Kind.PLAYER:
        return True
    return any(same_line(item.text, name) for line in page.bylines for name in authors_of(line))


def _linked_headlines(items: Sequence[Item]) -> frozenset[int]:
    """Indexes of headlines of other articles: several long ones in a row, or one glued to furniture of lists."""
    found: set[int] = set()
    run: list[int] = []
    for index, item in enumerate((*items, None)):
        listed = (
            item is not None
            and item.is_headline
            and not item.is_list_item
            and count_words(item.text) >= WORDS_OF_LISTED_HEADLINE
        )
        if listed and item is not None and is_title_case(item.text):
            run.append(index)
            continue
        if len(run) >= HEADLINES_OF_LIST and not (run[0] and items[run[0] - 1].text.endswith(":")):
            found.update(run)
        run = []
    return frozenset(found)
