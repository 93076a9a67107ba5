"""Lines that an HTML extractor took for the article: what it left in goes by the same rules as in plain text.

The extractor saw the markup, so that a line is kept unless its words or the lines around it speak against it; nothing
is guessed about where the body begins, and a list or a subhead needs no support.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coalition_data.clean.captions import caption_text
from coalition_data.clean.copies import without_pull_quotes, without_second_printing
from coalition_data.clean.datelines import place_of_line
from coalition_data.clean.extent import COMMENT_SHARE, FEWEST_WORDS_BEFORE_COMMENTS
from coalition_data.clean.items import Item, judge_line, looks_like_name, repetition_key
from coalition_data.clean.layout import Line
from coalition_data.clean.lines import Kind, count_words
from coalition_data.clean.parts import Page
from coalition_data.clean.surroundings import drop_notes_on_authors, read_credits
from coalition_data.clean.titles import strip_site_name

FEWEST_CHARACTERS_WITHOUT_PROSE = 200
"""Some lines without one sentence among them are a menu; a language without blanks or full stops has more."""

WORDS_OF_LABEL = 3

HEAD_LINES = 4
"""Lines before the first paragraph in which bylines and dates stand."""


def read_extracted(lines: Sequence[tuple[str, bool]], titles: Sequence[str], publisher: str | None) -> Page:
    """Take the lines of an extracted article apart.

    Args:
        lines: mended texts in order, each with whether it was marked up as a heading.
        titles: the headline, and its other wordings; none of them is part of the text.
        publisher: its name, to be stripped from the headline.
    """
    counts = Counter(repetition_key(text) for text, _ in lines)
    items = [judge_line(Line(text, True, False), counts[repetition_key(text)]) for text, _ in lines]
    headings = [is_heading for _, is_heading in lines]
    headlines = [*titles, *(strip_site_name(title, publisher, items) for title in titles)]
    page = Page(title=headlines[len(titles)] if titles else None)
    headline_keys = {repetition_key(headline) for headline in headlines}
    in_list = False
    end = _end(items)
    first = next((index for index, item in enumerate(items) if item.is_prose), len(items))
    for index, item in enumerate(items[:end]):
        if repetition_key(item.text) in headline_keys:
            continue
        if item.is_furniture:
            in_list = item.kind is Kind.SECTION or (in_list and not headings[index])
        elif item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        elif (item.stamp or item.byline) and (index <= first + 1 or item.byline):
            read_credits(item, page, above=False)
        elif index < first and (place := place_of_line(item.text)):
            page.place = place
        elif item.is_prose or (headings[index] and not in_list):
            in_list = False
            page.paragraphs.append(item.text)
        elif not in_list and not _is_head_label(item, index, first):
            page.paragraphs.append(item.text)
    page.lead_captions = list(page.captions)
    page.paragraphs = without_pull_quotes(without_second_printing(page.paragraphs))
    drop_notes_on_authors(page)
    if first == len(items) and sum(len(text) for text in page.paragraphs) < FEWEST_CHARACTERS_WITHOUT_PROSE:
        page.paragraphs = []
    return page


def _is_head_label(item: Item, index: int, first: int) -> bool:
    """Whether a short line above the first paragraph names a section, a person or an outlet."""
    label = count_words(item.text) <= WORDS_OF_LABEL or item.kind is Kind.TOPIC or looks_like_name(item.text)
    return index < min(first, HEAD_LINES) and label


def _end(items: Sequence[Item]) -> int:
    """Index behind the last line of the article: comments, and the end mark of a release."""
    words = [count_words(item.text) for item in items]
    before = 0
    for index, item in enumerate(items):
        enough = before >= max(FEWEST_WORDS_BEFORE_COMMENTS, COMMENT_SHARE * sum(words))
        if enough and item.kind is Kind.COMMENTS:
            return index
        before += words[index]
    return len(items)
