"""Which lines of a scraped page are the article: title, body, captions, bylines, date lines; the rest is furniture.

Lines are first judged alone (``items``), then by their place: above the headline, between headline and lead, in the
body, after it. In the body a line stays unless something speaks against it; above and below, the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coalition_data.clean.bylines import authors_of
from coalition_data.clean.captions import caption_text, split_glued_alt_text
from coalition_data.clean.datelines import is_agency
from coalition_data.clean.dates import find_dates
from coalition_data.clean.extent import find_body, weight
from coalition_data.clean.items import (
    Item,
    looks_like_name,
    neighbours,
    read_items,
    repetition_key,
    touches_furniture,
)
from coalition_data.clean.lines import Kind, count_words, ends_sentence, is_title_case
from coalition_data.clean.phrases import prepare
from coalition_data.clean.stamps import is_labelled
from coalition_data.clean.titles import choose_title, same_line, strip_site_name

TOP_PARAGRAPHS = 3
"""Uncredited captions stand among the first paragraphs, where the picture is."""

FEWEST_LIST_ITEMS = 2

FEWEST_WORDS_OF_STANDFIRST = 5

FEWEST_WORDS_OF_COPY = 8
"""A paragraph of so many words is not printed twice on purpose: the copy is a pull quote or a scraper's fault."""

WORDS_OF_ALT_TEXT = 4

WORDS_OF_DATE_LINE = 14
"""A date line may name the section, the author and the time of reading; a longer line is a sentence."""

_END_OF_STATEMENT = re.compile(r"\W*End (?:of )?(?:text|statement)\W*", re.IGNORECASE)
_VERBS_OF_NOTES = (
    "is a",
    "is an",
    "is the",
    "covers",
    "reports on",
    "reports from",
    "writes about",
    "writes for",
    "has covered",
)
_BYLINE_AFTER_DATE = re.compile(r"\b[Bb]y [A-Z][^|•·]{2,60}$")
_PERSON_LINE = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?: in [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?)?")

HEADLINES_OF_LIST = 3
WORDS_OF_LISTED_HEADLINE = 5
"""Three lines in a row with five and more capitalised words each are links to other articles."""


@dataclass(slots=True)
class Page:
    """A page, taken apart. Lists are in the order of the page.

    Attributes:
        title: the headline as printed, without site name.
        paragraphs: the body, subheads included, dateline and credits still inside paragraphs.
        captions: of pictures.
        lead_captions: those that stood above the body: the main picture's.
        bylines: whole lines.
        stamps: (line, whether it stood above the headline) for lines with a date above the body, and labelled
            ones below.
    """

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    lead_captions: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    stamps: list[tuple[str, bool]] = field(default_factory=list)


def read_page(text: str, title: str | None = None, publisher: str | None = None) -> Page:
    """Take a page apart.

    Args:
        text: mended text of the page.
        title: the headline, where a catalog gives it.
        publisher: its name, to be stripped from the headline.
    """
    items = read_items(text)
    page = Page()
    at = choose_title(items, title, weight)
    if title is not None or at is not None:
        page.title = strip_site_name(title if title is not None else items[at or 0].text, publisher, items)
    above, rest = ((), items) if at is None else (items[:at], items[at + 1 :])
    _read_above(above, page)
    lead, end = find_body(rest)
    _read_head(rest[:lead], page)
    page.lead_captions = list(page.captions)
    _read_body(rest[lead:end], page)
    if page.paragraphs and page.paragraphs[-1].endswith(":"):
        page.paragraphs += _closing_list(rest[end:])
    if end < len(rest) and _END_OF_STATEMENT.fullmatch(rest[end].text):
        page.paragraphs.append(rest[end].text)
    _read_tail(rest[end:], page)
    _drop_notes_on_authors(page)
    page.captions = _distinct(page.captions)
    page.lead_captions = _distinct(page.lead_captions)
    page.paragraphs = _without_copies(page)
    return page


def _read_above(items: Sequence[Item], page: Page) -> None:
    for item in items:
        if item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        else:
            _read_credits(item, page, above=True)


def _read_credits(item: Item, page: Page, *, above: bool) -> bool:
    """Take a line of date, byline or both ("Posted on March 4, 2016 by Jane Doe"); False for any other line."""
    dated = item.stamp or _has_full_date(item.text)
    if dated:
        page.stamps.append((item.text, above))
    if item.byline:
        page.bylines.append(item.text)
    elif dated and (match := _BYLINE_AFTER_DATE.search(item.text)) and authors_of(match.group()):
        page.bylines.append(match.group())
    return dated or item.byline


def _read_head(items: Sequence[Item], page: Page) -> None:
    """Lines between headline and lead: a standfirst stays, names under pictures are captions, labels go."""
    in_list = False
    for index, item in enumerate(items):
        before, following = neighbours(items, index)
        if (item.stamp or item.byline) and _read_credits(item, page, above=False):
            continue
        if _is_author_line(item, before, following):
            page.bylines.append(f"By {item.text}")
        elif item.kind is Kind.CAPTION or (item.kind is Kind.PROSE and not in_list):
            page.captions.append(caption_text(item.text))
        elif item.is_furniture or item.kind is Kind.TOPIC:
            in_list = item.kind is Kind.SECTION or (in_list and item.kind is not Kind.BUTTON)
        elif (
            in_list
            or same_line(item.text, page.title)
            or is_agency(item.text)
            or _read_credits(item, page, above=False)
        ):
            continue
        elif following is not None and following.kind is Kind.CAPTION and count_words(item.text) <= WORDS_OF_ALT_TEXT:
            page.captions.append(item.text)
        elif _is_standfirst(item) or (item.is_short_sentence and not touches_furniture(items, index)):
            page.paragraphs.append(item.text)
        elif looks_like_name(item.text):
            page.captions.append(item.text)


def _is_author_line(item: Item, before: Item | None, following: Item | None) -> bool:
    """A name alone, after "By" or beside the date line ("Jane Doe in Brussels")."""
    if item.is_furniture or is_agency(item.text) or not authors_of(f"By {item.text}"):
        return False
    if before is not None and prepare(before.text) in {"by", "author", "written by"}:
        return True
    person = _PERSON_LINE.fullmatch(item.text)
    return person is not None and any(
        other is not None and (other.stamp or other.byline) for other in (before, following)
    )


def _has_full_date(text: str) -> bool:
    if count_words(text) > WORDS_OF_DATE_LINE or ends_sentence(text):
        return False
    return any(found.year is not None for found in find_dates(text))


def _is_standfirst(item: Item) -> bool:
    """An unpunctuated sentence under the headline."""
    return item.copies == 1 and count_words(item.text) >= FEWEST_WORDS_OF_STANDFIRST and not is_title_case(item.text)


def _read_body(items: Sequence[Item], page: Page) -> None:
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
            _read_credits(item, page, above=False)
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
    return head and (item.stamp or _has_full_date(item.text))


def _is_body_caption(items: Sequence[Item], index: int) -> bool:
    """An uncredited caption, or a picture's alternative text near the top: indented, labelled, glued to a paragraph."""
    item = items[index]
    before, following = neighbours(items, index)
    credited = any(
        other is not None and other.kind is Kind.CAPTION and count_words(other.text) <= 6
        for other in (before, following)
    )
    near_top = index <= TOP_PARAGRAPHS
    if item.is_uncredited_caption(near_top, credited):
        return True
    glued = following is not None and not following.line.after_gap
    return near_top and item.is_headline and item.line.indented and (glued or " - " in item.text)


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


def _closing_list(items: Sequence[Item]) -> list[str]:
    """The items of a list that ends the article."""
    found = []
    for item in items:
        if item.kind not in {Kind.SHORT, Kind.PROSE} or item.stamp:
            break
        found.append(item.text)
    return found if len(found) >= FEWEST_LIST_ITEMS else []


def _read_tail(items: Sequence[Item], page: Page) -> None:
    for item in items:
        if item.kind is Kind.COMMENTS:
            return
        if item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        elif item.byline and not page.bylines:
            page.bylines.append(item.text)
        elif item.stamp and is_labelled(item.text):
            page.stamps.append((item.text, False))


def _drop_notes_on_authors(page: Page) -> None:
    """Drop closing lines about the author ("Jane Doe is a senior writer.")."""
    names = [name for line in page.bylines for name in authors_of(line)]
    while page.paragraphs and any(
        page.paragraphs[-1].casefold().startswith(f"{name} {verb} ".casefold())
        for name in names
        for verb in _VERBS_OF_NOTES
    ):
        page.paragraphs.pop()


def _distinct(captions: Sequence[str]) -> list[str]:
    """Captions without the second printing of each."""
    kept: dict[str, str] = {}
    for caption in captions:
        if caption:
            kept.setdefault(repetition_key(caption), caption)
    return list(kept.values())


def _without_copies(page: Page) -> list[str]:
    """The paragraphs without those that another one holds word for word (pull quotes, second printings)."""
    plain = [f" {' '.join(prepare(text).strip('.').split())} " for text in page.paragraphs]
    kept: list[str] = []
    for index, text in enumerate(page.paragraphs):
        own = plain[index].strip(" \"'")
        copied = count_words(text) >= FEWEST_WORDS_OF_COPY and any(
            own in other and (len(other) > len(plain[index]) or at < index)
            for at, other in enumerate(plain)
            if at != index
        )
        if not copied:
            kept.append(text)
    return kept
