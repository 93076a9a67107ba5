"""The headline: which line it is, and what the site hung on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from coalition_data.clean.captions import is_credited_sentence
from coalition_data.clean.datelines import place_of_date_line
from coalition_data.clean.dates import find_dates
from coalition_data.clean.items import Item
from coalition_data.clean.lines import (
    FURNITURE,
    LONG_PROSE_WORDS,
    Kind,
    count_words,
    ends_sentence,
    is_title_case,
    kind_of,
)
from coalition_data.clean.phrases import menu_items, prepare, words
from coalition_data.clean.stamps import is_labelled, is_stamp
from coalition_data.resolve.name_words import is_given_name

SHORTEST_HEADLINE = 3
LONGEST_HEADLINE = 30
"""Words."""

LEAD_WORDS = 14
"""A punctuated line of so many words is the lead, not a headline: the search ends there."""

RANK_PENALTY = 0.6
"""For each possible headline above: the first one is it unless a later one has far more of the body's words."""

LOWEST_SCORE = 0.01
"""Of a line that is a headline only where nothing better stands above the lead: a sentence with its full stop."""

LARGEST_RANK_PENALTY = 1.8
"""Above the headlines of whole pages stand dozens of menu lines that look like headlines."""

MENU_PENALTY = 1.5
LINES_OF_MENU = 4
"""A line among so many short ones in a row belongs to a menu or a list of other articles."""

FEWEST_CONTENT_WORDS = 4
"""A line of fewer telling words ("Department of State") matches a body too easily."""

LOWEST_RANKED = 2.0
"""Lines with less do not look like headlines and do not push later ones back."""

SHARE_OF_HEADLINE = 0.4
"""Of a headline's telling words that the text repeats; slogans of sites share fewer."""

FEWEST_SHARED_AT_TOP = 2
"""So many are enough for the line that opens the page: nothing but a slogan could stand there instead."""

LONGER_THAN_HEADLINE = 1.25

LONGEST_SITE_NAME = 5
"""Words."""

LONGEST_OFFICE = 4
"""Words: "Minister for Defence", "Office of the Spokesperson"."""

LONGEST_NOTICE = 70
"""Words over the neutral number that may stand between two printings of the headline."""

_TIME_OF_DAY = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\bupdated\b", re.IGNORECASE)
_SPEAKER = re.compile(r"(?:[A-Z][A-Z .'’-]{2,30}|[QA]): ")
_SPEAKER_LINE = re.compile(r"[A-Z][A-Z .'’-]{2,40}:")
_SENTENCE_BREAK = re.compile(r"[a-z][.!?][\"”’]* +[A-Z]")
_SITE_SEPARATOR = re.compile(r"(\s+(?:\||-|–|—|::|»|•|·|/)\s+|\s*\|\s*)")


def choose_title(items: Sequence[Item], known: str | None, weight: Callable[[Item], int]) -> int | None:
    """Index of the headline's line; None where the page shows none (or not the known one).

    Among the lines above the lead the one wins that shares most words with the body and looks most like a headline.

    Args:
        items: the page's lines.
        known: the headline, where a catalog gives it.
        weight: what a line adds to the evidence that the body has begun.
    """
    if known is not None:
        wanted = strip_site_name(known, None)
        for index, item in enumerate(items):
            if same_line(strip_site_name(item.text, None), wanted) or same_line(item.text, known):
                return _last_printing(items, index, weight)
            if _is_lead(item):
                return None
        return None
    body = _content_words(" ".join(item.text for item in items if item.kind is Kind.PROSE))
    best: tuple[float, int] | None = None
    rank = 0
    for index, item in enumerate(items):
        if _is_lead(item):
            break
        score = _score(items, index, body)
        if index and _is_standfirst_of(item, _line_above(items, index), body, opens=index == 1):
            score = min(score, LOWEST_SCORE)
        if score > 0:
            ranked = score > LOWEST_RANKED
            score -= min(RANK_PENALTY * rank, LARGEST_RANK_PENALTY) + MENU_PENALTY * _stands_in_menu(items, index)
            rank += ranked
            if best is None or score > best[0]:
                best = (score, index)
    return None if best is None else _last_printing(items, best[1], weight)


def _line_above(items: Sequence[Item], index: int) -> Item:
    """The line above another, past one line of date or byline, or a note ("This article is more than 3 years old")."""
    above = items[index - 1]
    dated = (
        above.stamp
        or above.byline
        or above.kind is Kind.NOTE
        or (above.text[-1:].isdigit() and any(found.year for found in find_dates(above.text)))
    )
    return items[index - 2] if dated and index > 1 else above


def _last_printing(items: Sequence[Item], index: int, weight: Callable[[Item], int]) -> int:
    """The last printing of the headline before the body: the page's title stands above its menus, the headline below.

    Between two printings may lie a notice on cookies, but no more text than that.
    """
    printed = items[index].text
    titles = {printed, strip_site_name(printed, None, items), "".join(_SITE_SEPARATOR.split(printed)[:-2])} - {""}
    evidence = 0
    for later in range(index + 1, len(items)):
        if any(same_line(items[later].text, title) for title in titles):
            index, evidence = later, 0
        evidence += max(weight(items[later]), 0)
        if evidence > LONGEST_NOTICE:
            break
    return index


def _is_lead(item: Item) -> bool:
    length = count_words(item.text)
    if item.kind is not Kind.PROSE or length < LEAD_WORDS:
        return False
    return length >= LONG_PROSE_WORDS or item.text.rstrip("\"”'’)").endswith((".", ":"))


def _score(items: Sequence[Item], index: int, body: set[str]) -> float:
    """How much a line looks like the headline of this body; 0 for no."""
    item = items[index]
    text = item.text
    length = count_words(text)
    if (
        item.kind not in {Kind.SHORT, Kind.PROSE, Kind.LABELLED}
        or item.stamp
        or item.byline
        or length > LONGEST_HEADLINE
        or item.has_list_mark
        or text.startswith("by ")  # the second line of a headline that stands above
        or is_credited_sentence(text)
        or (text[-1:].isdigit() and place_of_date_line(text) is not None)
        or (index and _SPEAKER_LINE.fullmatch(items[index - 1].text))  # a turn of a transcript
    ):
        return 0.0
    if length < SHORTEST_HEADLINE:
        heads = index == 0 or (items[index - 1].stamp and not is_given_name(text.split(" ")[0].casefold()))
        return 0.05 if heads and item.kind is Kind.SHORT else 0.0
    bare = strip_site_name(text, None)
    if (bare != text and (kind_of(bare) in FURNITURE or is_stamp(bare))) or (
        _SPEAKER.match(text) and ends_sentence(text)
    ):
        return 0.0
    content = _content_words(text)
    overlap = len(content & body) / max(len(content), FEWEST_CONTENT_WORDS)
    score = 1.0 + 3.0 * overlap + 0.15 * min(length, 10)
    if _stands_over_article(items, index):
        score += 1.0
    if item.line.after_gap and index + 1 < len(items) and items[index + 1].line.after_gap:
        score += 0.7
    site = length <= LONGEST_OFFICE and words("publisher_words").intersection(prepare(text).split())
    office = length <= LONGEST_OFFICE and words("office_words").intersection(prepare(text).split())
    if site or office or _is_site_header(text) or (length <= LONGEST_SITE_NAME and text.isupper()):
        score -= 1.5
    question = text.rstrip("\"”'’)").endswith("?") and not _SENTENCE_BREAK.search(text)
    if any(found.year for found in find_dates(text)) and _TIME_OF_DAY.search(text):
        return LOWEST_SCORE
    if text.endswith((":", ";", ",")) or (item.kind is Kind.PROSE and ends_sentence(text) and not question):
        return LOWEST_SCORE
    return max(score, LOWEST_SCORE)


def _stands_in_menu(items: Sequence[Item], index: int) -> bool:
    """Whether short lines stand right above and right below a line, and several of them."""
    around = [*items[max(0, index - LINES_OF_MENU) : index], *items[index + 1 : index + 1 + LINES_OF_MENU]]
    beside = (items[index - 1 : index] if index else []), items[index + 1 : index + 2]
    short = sum(_is_menu_line(item) for item in around)
    return short >= LINES_OF_MENU and all(part and _is_menu_line(part[0]) for part in beside)


def _is_menu_line(item: Item) -> bool:
    return item.is_headline or item.kind in {Kind.BUTTON, Kind.TOPIC, Kind.SECTION}


def _is_site_header(text: str) -> bool:
    """Whether a line consists of short names with bars between them ("United Nations | Press Releases")."""
    parts = [part for part in re.split(r"\s*[|»]\s*", text) if part]
    return len(parts) > 1 and all(count_words(part) <= LONGEST_SITE_NAME and is_title_case(part) for part in parts)


def _is_standfirst_of(item: Item, above: Item, body: set[str], opens: bool) -> bool:
    """Whether a line is the sentence under a headline: in sentence case, under a line of the same subject.

    It is longer, or the headline alone is in title case.

    Args:
        item: the line.
        above: the one above it, past a date or byline.
        body: telling words of the text.
        opens: whether the line above opens the page.
    """
    if above.kind is not Kind.SHORT or above.stamp or above.byline or is_title_case(item.text):
        return False
    content = _content_words(above.text)
    least = SHARE_OF_HEADLINE * max(len(content), FEWEST_CONTENT_WORDS)
    subject = len(content & body) >= (min(least, FEWEST_SHARED_AT_TOP) if opens else least)
    repeated = len(content) >= FEWEST_CONTENT_WORDS and content <= _content_words(item.text)
    longer = count_words(item.text) >= LONGER_THAN_HEADLINE * count_words(above.text)
    deck = longer or (opens and is_title_case(above.text))
    return (subject or repeated) and deck and count_words(above.text) > LONGEST_OFFICE


def _stands_over_article(items: Sequence[Item], index: int) -> bool:
    """Whether a byline, a date, a picture or the lead follows at once, or a date of publication stands right above."""
    if index + 1 == len(items):
        return False
    if index and items[index - 1].stamp and is_labelled(items[index - 1].text):
        return True
    following = items[index + 1]
    return following.is_prose or following.stamp or following.byline or following.kind in {Kind.CAPTION, Kind.NOTE}


def _content_words(text: str) -> set[str]:
    """Words of four and more letters by their first five: "visits" and "visited" are one."""
    return {word[:5] for word in re.findall(r"[^\W_]{4,}", prepare(text))}


def same_line(first: str | None, second: str | None) -> bool:
    """Whether two lines have the same words."""
    if first is None or second is None:
        return False
    return re.findall(r"\w+", prepare(first)) == re.findall(r"\w+", prepare(second))


def strip_site_name(title: str, publisher: str | None, items: Sequence[Item] = ()) -> str:
    """The headline without the site's name after (or before) a separator.

    Args:
        title: as printed.
        publisher: the site's name, where it is known.
        items: the page's lines; a part that stands there on its own, outside the text, names the site.
    """
    pieces = _SITE_SEPARATOR.split(title)
    parts, separators = pieces[::2], pieces[1::2]
    first, last = 0, len(parts) - 1
    while last > first and _is_site_name(parts[last], separators[last - 1], publisher, items):
        last -= 1
    while last > first and _leads_site(parts[first], publisher):
        first += 1
    return "".join(pieces[2 * first : 2 * last + 1]).strip()


def _leads_site(part: str, publisher: str | None) -> bool:
    """Whether the words before the headline name a site or its section."""
    name = prepare(part)
    return name in _agency_names() or menu_items(name) is not None or bool(publisher and name == prepare(publisher))


def _is_site_name(part: str, separator: str, publisher: str | None, items: Sequence[Item]) -> bool:
    name = prepare(part)
    tokens = name.split()
    if not 0 < len(tokens) <= LONGEST_SITE_NAME:
        return False
    if (publisher and name == prepare(publisher)) or name in _agency_names() or "|" in separator:
        return True
    if menu_items(name) is not None or any(
        token.endswith((".com", ".net", ".org", ".gov", ".int", ".co.uk")) for token in tokens
    ):
        return True
    if is_title_case(part) and any(token.strip(".,") in words("publisher_words") for token in tokens):
        return True
    return len(part) > 2 and any(_names_site(item, name) for item in items)


def _names_site(item: Item, name: str) -> bool:
    """Whether a short line of the page is this name or a notice of rights with it."""
    prepared = prepare(item.text)
    return (prepared == name and item.copies > 1) or (item.kind is Kind.RIGHTS and name in prepared)


@cache
def _agency_names() -> frozenset[str]:
    return frozenset(prepare(agency) for agency in words("agencies"))
