"""The lines above the headline, between headline and lead, and after the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coalition_data.clean.bylines import (
    author_before_date,
    author_with_office,
    author_with_outlet,
    authors_of,
    is_byline,
    is_office_of_author,
    names_office,
)
from coalition_data.clean.captions import caption_text, is_credited_sentence
from coalition_data.clean.datelines import is_agency, is_dateline_alone, place_of_date_line, place_of_line
from coalition_data.clean.dates import find_dates
from coalition_data.clean.items import Item, looks_like_name, neighbours, touches_furniture
from coalition_data.clean.lines import Kind, count_words, ends_sentence, is_title_case
from coalition_data.clean.parts import Page
from coalition_data.clean.phrases import prepare
from coalition_data.clean.stamps import is_labelled
from coalition_data.clean.titles import same_line

FEWEST_LIST_ITEMS = 2

FEWEST_WORDS_OF_STANDFIRST = 5

WORDS_OF_ALT_TEXT = 4

WORDS_OF_DATE_LINE = 14
"""A date line may name the section, the author and the time of reading; a longer line is a sentence."""

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
LONGEST_BIOGRAPHY = 60
"""Words."""

_BIOGRAPHY = re.compile(
    r"(?:(?:Mr|Ms|Mrs|Dr|Prof|Professor|Gen|Col|Ambassador)\.? )?(?:[A-Z][\w.’'-]+ ){0,3}?(?P<surname>[A-Z][\w’'-]+),?"
    r"(?: who [^.]{3,80},)? (?:is|was|has been|serves as|works as)"
    r"(?: (?:an?|the|also|currently|now|our|[A-Z][\w’'-]+)){0,5}(?: [\w’'-]+){0,4}? "
    r"(?i:director|professor|fellow|author|editor|columnist|correspondent|reporter|writer|journalist|analyst|lecturer|"
    r"researcher|scholar|contributor|co-?founder|founder|bureau chief|historian|commentator|blogger|producer)s?"
    r"\b(?=[ ,.])"
)
_BYLINE_AFTER_DATE = re.compile(r"\b[Bb]y [A-Z][^|•·]{2,60}$")
_PERSON_LINE = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?: in [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?)?")


def read_above(items: Sequence[Item], page: Page) -> None:
    """Take captions, dates and bylines from above the headline; the rest is menus."""
    for item in items:
        if item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        else:
            read_credits(item, page, above=True)


def read_credits(item: Item, page: Page, *, above: bool) -> bool:
    """Take a line of date, byline or both ("Posted on March 4, 2016 by Jane Doe"); False for any other line."""
    dated = item.stamp or has_full_date(item.text)
    if dated:
        page.stamps.append((item.text, above))
        page.place = page.place or (None if item.stamp else place_of_date_line(item.text))
    if item.byline:
        page.bylines.append(item.text)
    elif dated and (match := _BYLINE_AFTER_DATE.search(item.text)) and authors_of(match.group()):
        page.bylines.append(match.group())
    elif dated and not (item.stamp or above) and (name := author_before_date(item.text)):
        page.bylines.append(f"By {name}")
    return dated or item.byline


def read_head(items: Sequence[Item], page: Page) -> None:
    """Lines between headline and lead: a standfirst stays, names under pictures are captions, labels go."""
    in_list = False
    for index, item in enumerate(items):
        before, following = neighbours(items, index)
        if (item.stamp or item.byline) and read_credits(item, page, above=False):
            continue
        if place := place_of_line(item.text):
            page.place = place
            continue
        place_part, bar, rest = item.text.partition("|")  # "ROME | By Jane Doe"
        if bar and is_byline(rest.strip()) and (place := place_of_line(place_part.strip())):
            page.place = place
            page.bylines.append(rest.strip())
            continue
        if _is_author_line(item, before, following):
            page.bylines.append(f"By {author_with_office(item.text) or author_with_outlet(item.text) or item.text}")
        elif (
            item.kind is Kind.CAPTION
            or (item.kind is Kind.PROSE and not in_list)
            or (is_credited_sentence(item.text) and count_words(item.text) > WORDS_OF_ALT_TEXT)
        ):
            page.captions.append(caption_text(item.text))
        elif item.is_furniture or item.kind is Kind.TOPIC:
            in_list = item.kind is Kind.SECTION or (in_list and item.kind is not Kind.BUTTON)
        elif (
            in_list or same_line(item.text, page.title) or read_credits(item, page, above=False) or is_agency(item.text)
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
    if (
        item.is_furniture
        or is_agency(item.text)
        or not (authors_of(f"By {item.text}") or author_with_office(item.text))
    ):
        return False
    if before is not None and prepare(before.text) in {"by", "author", "written by"}:
        return True
    if author_with_office(item.text) or author_with_outlet(item.text):
        return True
    if _PERSON_LINE.fullmatch(item.text) is None or names_office(item.text):
        return False
    if following is not None and following.kind is Kind.SHORT and is_office_of_author(following.text):
        return True
    return any(other is not None and (other.stamp or other.byline) for other in (before, following))


def has_full_date(text: str) -> bool:
    """Whether a short line prints a date with its year."""
    if count_words(text) > WORDS_OF_DATE_LINE:
        return False
    if ends_sentence(text) and not is_dateline_alone(text):
        return False
    return any(found.year is not None for found in find_dates(text))


def _is_standfirst(item: Item) -> bool:
    """An unpunctuated sentence under the headline."""
    return item.copies == 1 and count_words(item.text) >= FEWEST_WORDS_OF_STANDFIRST and not is_title_case(item.text)


def closing_list(items: Sequence[Item]) -> list[str]:
    """The items of a list that ends the article."""
    found = []
    for item in items:
        if item.kind not in {Kind.SHORT, Kind.PROSE} or item.stamp:
            break
        found.append(item.text)
    return found if len(found) >= FEWEST_LIST_ITEMS else []


def read_tail(items: Sequence[Item], page: Page) -> None:
    """Take captions, a byline and labelled dates from below the body, up to the readers' comments."""
    for item in items:
        if item.kind is Kind.COMMENTS:
            return
        if item.kind is Kind.CAPTION:
            page.captions.append(caption_text(item.text))
        elif item.byline and not page.bylines:
            page.bylines.append(item.text)
        elif item.stamp and is_labelled(item.text):
            page.stamps.append((item.text, False))


def drop_notes_on_authors(page: Page) -> None:
    """Drop closing lines about the author ("Jane Doe is a senior writer."), also of one whom no byline names."""
    names = [name for line in page.bylines for name in authors_of(line)]
    while page.paragraphs and (
        any(_begins_with_name(page.paragraphs[-1], name) for name in names) or _is_biography(page.paragraphs)
    ):
        page.paragraphs.pop()


def _begins_with_name(text: str, name: str) -> bool:
    return any(text.casefold().startswith(f"{name} {verb} ".casefold()) for verb in _VERBS_OF_NOTES)


def _is_biography(paragraphs: Sequence[str]) -> bool:
    """Whether the last paragraph says who somebody is whom the article does not mention: its author."""
    match = _BIOGRAPHY.match(paragraphs[-1])
    if match is None or len(paragraphs) < 2 or count_words(paragraphs[-1]) > LONGEST_BIOGRAPHY:
        return False
    return not any(re.search(rf"\b{re.escape(match['surname'])}\b", text) for text in paragraphs[:-1])
