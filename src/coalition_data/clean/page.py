"""Which lines of a page are the article: title, body, captions, bylines, date lines; the rest is furniture.

Lines are first judged alone (``items``), then by their place: above the headline, between headline and lead, in the
body, after it. In the body a line stays unless something speaks against it; above and below, the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coalition_data.clean.body import read_body
from coalition_data.clean.copies import without_copies
from coalition_data.clean.extent import find_body, weight
from coalition_data.clean.items import Item, read_items, repetition_key
from coalition_data.clean.lines import count_words, ends_sentence
from coalition_data.clean.parts import Page
from coalition_data.clean.surroundings import closing_list, drop_notes_on_authors, read_above, read_head, read_tail
from coalition_data.clean.titles import choose_title, same_line, strip_site_name

LINES_BETWEEN_PRINTINGS = 5

LINES_OF_MESSAGE = 3
"""A text of no more lines that ends with its first sentence is no page with an empty body, but a short message."""

FEWEST_WORDS_OF_MESSAGE = 4

_HEADER = re.compile(r"\s*date\W{1,3}\d{4}-\d\d-\d\d(?=[ \t]+\S|\n)", re.IGNORECASE)
"""A collection's own line before the page's text."""

_BLOG_POST = frozenset({"Post a Comment", "Newer Post", "Older Post", "Links to this post", "Create a Link"})
_END_OF_STATEMENT = re.compile(r"\W*End (?:of )?(?:text|statement)\W*", re.IGNORECASE)


def read_page(text: str, title: str | None = None, publisher: str | None = None) -> Page:
    """Take a page apart.

    Args:
        text: mended text of the page.
        title: the headline, where a catalog gives it.
        publisher: its name, to be stripped from the headline.
    """
    header = _HEADER.match(text)
    items = read_items(text[header.end() :] if header else text)
    page = Page()
    at = choose_title(items, title, weight)
    if title is not None or at is not None:
        page.title = strip_site_name(title if title is not None else items[at or 0].text, publisher, items)
    above, rest = ((), items) if at is None else (items[:at], items[at + 1 :])
    read_above(above, page)
    _trust_date_above(above, rest, page)
    lead, end = find_body(rest)
    read_head(rest[:lead], page)
    page.lead_captions = list(page.captions)
    read_body(rest[lead:end], page)
    if page.paragraphs and page.paragraphs[-1].endswith(":"):
        page.paragraphs += closing_list(rest[end:])
    if end < len(rest) and _END_OF_STATEMENT.fullmatch(rest[end].text):
        page.paragraphs.append(rest[end].text)
    read_tail(rest[end:], page)
    drop_notes_on_authors(page)
    if header:
        page.stamps.append((header.group().strip(), False))
    page.captions = _distinct(page.captions)
    page.lead_captions = _distinct(page.lead_captions)
    page.paragraphs = without_copies(page.paragraphs)
    if not page.paragraphs and title is None and len(items) <= LINES_OF_MESSAGE and _is_sentence(page.title or ""):
        page.title, page.paragraphs = None, [page.title or ""]
    return page


def _is_sentence(text: str) -> bool:
    return ends_sentence(text) and count_words(text) >= FEWEST_WORDS_OF_MESSAGE


def _trust_date_above(above: Sequence[Item], rest: Sequence[Item], page: Page) -> None:
    """Mark the date above the headline as the article's own where the page shows that it is not a site's clock.

    Blogs of one system print each post's date right above its title; and of a headline printed twice within a few
    lines, the date between the printings is its own.
    """
    if not page.stamps or not above:
        return
    printed = next((index for index, item in enumerate(above) if same_line(item.text, page.title)), None)
    between = printed is not None and len(above) - printed <= LINES_BETWEEN_PRINTINGS
    date_alone = above[-1].stamp and len(above) == 1 and any(item.text.strip(": ") in _BLOG_POST for item in rest)
    if date_alone or between:
        shown = {item.text for item in above[printed or 0 :]}
        page.stamps = [(line, was_above and line not in shown) for line, was_above in page.stamps]


def _distinct(captions: Sequence[str]) -> list[str]:
    """Captions without the second printing of each."""
    kept: dict[str, str] = {}
    for caption in captions:
        if caption:
            kept.setdefault(repetition_key(caption), caption)
    return list(kept.values())
