"""Where the article's body begins and ends among the lines of a page.

The end is found as in maximum subsequence segmentation (Pasternack and Roth, "Extracting article text from the web with
maximum subsequence segmentation", WWW 2009): paragraphs add, headlines and furniture take away, and the body ends where
the sum is highest. A cut needs evidence besides (furniture, a run of headlines), so that clean text is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coalition_data.clean.items import Item
from coalition_data.clean.lines import Kind, count_words, is_title_case
from coalition_data.clean.phrases import words

NEUTRAL_WORDS = 8
"""Words over which a paragraph adds to the sum; every sentence of the article adds something."""

LONGEST_TEASER = 30
"""Words of the line under a headline that advertises another article."""

FEWEST_WORDS_WITHOUT_STOP = 12
"""Of a closing sentence without its full stop; headlines are shorter or have no auxiliary verb."""

LARGEST_GAIN = 60

LOSSES = {Kind.SECTION: 15, Kind.COMMENTS: 20, Kind.CREDIT: 12, Kind.RIGHTS: 15, Kind.END: 40}
"""What is printed after an article weighs; buttons, players and links stand inside it as well and weigh nothing."""

LOSS_OF_LISTED_HEADLINE = 8
LOSS_OF_MENU_LINE = 4

LONGEST_HEADLINE_RUN = 3
"""So many headlines in a row are a list of other articles; fewer may be a headline and a subhead."""

LONGEST_MENU_RUN = 4

PARAGRAPHS_OF_NOTICE = 2
"""A notice on cookies or a teaser above the article has no more; three paragraphs are the article's beginning."""

LINES_OF_MENU = 8
"""A notice above the article is told from the article's own beginning by the menu between it and the article."""

SPACED_PARAGRAPHS = 2
"""So many paragraphs, all with a blank line before them, show how the page sets its article."""

LARGEST_LOSS = 40
"""What a block of furniture inside the article may take away: one or two paragraphs behind it outweigh it."""

COMMENT_SHARE = 0.35
"""Share of the page's prose that must stand before the readers' comments; below it the heading is a button on top."""

FEWEST_WORDS_BEFORE_COMMENTS = 30

TOP_LINES = 6

_CURRENCY_NOTE = re.compile(r"\(\W{0,3}1 ?= ?[^()]{3,60}\)")
_COUNT_OF_COMMENTS = re.compile(
    r"\W*(?:view |see |show )?(?:comments?|\(?\d+\)?)(?: \(?(?:comments?|\d+)\)?)?\W*", re.IGNORECASE
)


def find_lead(items: Sequence[Item]) -> int:
    """Index of the first paragraph that is no caption, or the number of items."""
    for index, item in enumerate(items):
        if item.is_prose and not item.is_uncredited_caption(
            near_top=index <= TOP_LINES, beside_credit=_beside_credit(items, index)
        ):
            return index
    return len(items)


def _beside_credit(items: Sequence[Item], index: int) -> bool:
    around = items[max(index - 1, 0) : index + 2]
    return any(item.kind is Kind.CAPTION and count_words(item.text) <= 6 for item in around)


def find_body(items: Sequence[Item]) -> tuple[int, int]:
    """Indexes of the lead and behind the last paragraph; equal where there is no body."""
    lead = find_lead(items)
    start, at = _highest_sum(items, lead)
    if sum(item.kind in {Kind.BUTTON, Kind.TOPIC} for item in items[lead:start]) >= LINES_OF_MENU:
        lead = start
    end = min(_comments_begin(items, lead), at + 1 if _is_evidence(items[at + 1 :]) else len(items))
    last = max((index for index in range(lead, end) if items[index].is_prose), default=lead - 1)
    return lead, _with_short_sentences(items[:end], last) + 1


def _with_short_sentences(items: Sequence[Item], last: int) -> int:
    """Index of the last short sentence after the last paragraph, also under one more subhead."""
    while last + 1 < len(items):
        if _closes_article(items[last + 1]):
            last += 1
        elif last + 2 < len(items) and _closes_article(items[last + 2]) and _may_be_subhead(items[last + 1]):
            last += 2
        else:
            break
    ends = last + 2 >= len(items) or items[last + 2].is_furniture
    return last + 1 if ends and last + 1 < len(items) and _lacks_stop(items[last + 1]) else last


def _lacks_stop(item: Item) -> bool:
    """Whether a line is a sentence of the article that lost its full stop."""
    if item.kind is not Kind.SHORT or item.stamp or item.byline or count_words(item.text) < FEWEST_WORDS_WITHOUT_STOP:
        return False
    return (
        "http" not in item.text
        and not is_title_case(item.text)
        and not words("prose_verbs").isdisjoint(item.text.split())
    )


def _closes_article(item: Item) -> bool:
    """A short sentence, but no slogan ("Join us!"), or a note on a currency."""
    return (item.is_short_sentence and not item.text.endswith("!")) or _CURRENCY_NOTE.fullmatch(item.text) is not None


def _may_be_subhead(item: Item) -> bool:
    return item.is_headline or item.kind is Kind.TOPIC


def _comments_begin(items: Sequence[Item], lead: int) -> int:
    """Index of the heading of the readers' comments, or the number of items."""
    words = [count_words(item.text) if item.is_prose else 0 for item in items]
    total = sum(words)
    before = 0
    for index, item in enumerate(items):
        if item.kind is Kind.COMMENTS and index > lead and before >= FEWEST_WORDS_BEFORE_COMMENTS:
            supported = any(_speaks_of_comments(other) for other in items[index + 1 : index + 7])
            if _COUNT_OF_COMMENTS.fullmatch(item.text) and not supported and any(words[index + 1 :]):
                continue  # a button of the share bar
            if before >= COMMENT_SHARE * total or (supported and before >= COMMENT_SHARE * total / 3):
                return index
        before += words[index]
    return len(items)


def _speaks_of_comments(item: Item) -> bool:
    """Whether a line belongs to readers' comments: a box to write in, a date of one, "Karim says:"."""
    return item.kind is Kind.COMMENTS or item.stamp or item.text.endswith((" says:", " wrote:", " said:"))


@dataclass(slots=True)
class _Balance:
    """Walks over the lines and says what each adds to the sum; knows whether it stands in a list of other articles."""

    in_list: bool = False
    under_headline: bool = False
    after_colon: bool = False
    headlines: int = 0
    menu_lines: int = 0
    spaced: int = 0
    tight: int = 0

    def gain(self, item: Item) -> int:
        if item.is_prose or item.is_short_sentence:
            return self._gain_of_sentence(item)
        under_headline, self.under_headline = self.under_headline, False
        self.menu_lines = self.menu_lines + 1 if item.kind in {Kind.BUTTON, Kind.TOPIC} else 0
        if item.kind in LOSSES:
            self.in_list = item.kind is Kind.SECTION
            return -LOSSES[item.kind]
        if self.menu_lines >= LONGEST_MENU_RUN:
            return -LOSS_OF_MENU_LINE
        self.after_colon = self.after_colon or item.text.endswith(":")
        if not (item.is_headline or item.stamp) or item.is_list_item or self.after_colon:
            return 0
        self.under_headline = under_headline or item.is_headline
        self.headlines += item.is_headline
        listed = self.in_list or self.headlines >= LONGEST_HEADLINE_RUN
        return -LOSS_OF_LISTED_HEADLINE if listed else 0

    def _gain_of_sentence(self, item: Item) -> int:
        words = count_words(item.text)
        teaser = (
            self.under_headline and (self.in_list or self.headlines >= LONGEST_HEADLINE_RUN) and words <= LONGEST_TEASER
        )
        self.headlines = self.menu_lines = 0
        self.under_headline = False
        self.after_colon = item.text.endswith(":")
        if teaser:
            return min(words - LONGEST_TEASER, 0)
        if self.in_list and self._is_set_tighter(item):
            return -LOSS_OF_LISTED_HEADLINE
        self.in_list = False
        self.spaced += item.line.after_gap
        self.tight += not item.line.after_gap
        return max(min(words - NEUTRAL_WORDS, LARGEST_GAIN), 1)

    def _is_set_tighter(self, item: Item) -> bool:
        """Whether a list's line follows without a blank line, in an article with blank lines between paragraphs."""
        return not item.line.after_gap and self.spaced >= SPACED_PARAGRAPHS and self.tight == 0


def weight(item: Item) -> int:
    """What a line would add to the sum if it stood alone."""
    return _Balance().gain(item)


def _highest_sum(items: Sequence[Item], lead: int) -> tuple[int, int]:
    """First and last index of the run of lines with the highest sum, with the paragraphs that follow it directly."""
    best = total = loss = paragraphs = 0
    start = begun = at = lead
    balance = _Balance()
    for index in range(lead, len(items)):
        item = items[index]
        gain = balance.gain(item)
        total += gain if gain > 0 or item.kind is Kind.END else max(gain, -LARGEST_LOSS - loss)
        loss = 0 if gain > 0 else max(loss + gain, -LARGEST_LOSS)
        paragraphs += item.is_prose
        if total < 0 and not item.is_prose and paragraphs <= PARAGRAPHS_OF_NOTICE:
            total, loss, paragraphs, begun = 0, 0, 0, index + 1
        elif total >= best and gain > 0:
            best, at, start = total, index, begun
    while at + 1 < len(items) and (items[at + 1].is_prose or _closes_article(items[at + 1])):
        at += 1
    while start < at and not items[start].is_prose:
        start += 1
    return start, at


def _is_evidence(rest: Sequence[Item]) -> bool:
    """Whether the lines after a cut look like page furniture at all."""
    run = 0
    for item in rest:
        if item.is_furniture and item.kind not in {Kind.PLAYER, Kind.LINK, Kind.LABELLED}:
            return True
        run = run + 1 if item.is_headline and not item.is_list_item else 0
        if run >= LONGEST_HEADLINE_RUN:
            return True
    return False
