"""The dates that an article prints, found once and read in its context."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.extract.meetings.clauses import finite_verb, read_verb
from coalition_data.resolve.calendar import CalendarDate, DateContext, Direction, full_dates, resolve_date
from coalition_data.resolve.date_phrases import DatePhrase, find_dates

_ASIDES = frozenset({"relcl", "acl", "advcl", "parataxis"})
"""What a clause aside tells by the way is not the day from which "a week before" counts."""
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter|quarter|half)(?: of| in)?(?: the year)? *$", re.I)
_SEASON_CHARACTERS = 25


class ArticleDates:
    """The date phrases of one article, found once."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self.published_on = parsed.article.published_on

    @cached_property
    def phrases(self) -> tuple[DatePhrase, ...]:
        """In order; looked for where a meeting is told only, as the search takes as long as that for meetings."""
        return tuple(
            replace(phrase, kind="vague") if _is_season(self.parsed.text, phrase) else phrase
            for phrase in find_dates(self.parsed.text)
        )

    @cached_property
    def of_title(self) -> tuple[dt.date, ...]:
        """Days and months with their year that the title prints."""
        return tuple(
            dt.date(phrase.year, phrase.month, phrase.day if phrase.day > 0 else 15)
            for phrase in find_dates(self.parsed.article.title or "")
            if phrase.kind in ("day", "month") and phrase.year
        )

    def in_span(self, span: Span) -> Iterator[tuple[DatePhrase, Token]]:
        """The phrases inside ``span`` with the token that stands for each in the parse."""
        for phrase in self.phrases:
            if span.start <= phrase.start and phrase.end <= span.end:
                tokens = self.parsed.tokens_between(phrase.start, phrase.end)
                first = self.parsed.token_at(phrase.start)
                inside = [self.parsed.tokens[index] for index in tokens] or (
                    [self.parsed.tokens[first]] if first is not None else []
                )
                if inside:
                    yield phrase, self._top(inside)

    @staticmethod
    def _top(tokens: list[Token]) -> Token:
        indices = {token.i for token in tokens}
        return next((token for token in tokens if token.head.i not in indices or token.is_root), tokens[0])

    def nearby(self, offset: int) -> tuple[dt.date, ...]:
        """Full dates of the paragraph and of the title ("On the campaign trail, September 2020")."""
        number = self.parsed.paragraph_at(offset)
        start, end = self.parsed.paragraphs[number]
        here = [phrase for phrase in self.phrases if start <= phrase.start < end]
        found = (*full_dates(here), *self.of_title)
        if self.published_on is None and not found:
            start = self.parsed.paragraphs[max(0, number - 1)][0]
            before = [phrase for phrase in self.phrases if start <= phrase.start < end]
            found = full_dates(before)
        return found

    def anchor(self, offset: int) -> dt.date | None:
        """The last day told before ``offset``, in its paragraph or the one before."""
        number = self.parsed.paragraph_at(offset)
        start = self.parsed.paragraphs[max(0, number - 1)][0]
        for phrase in reversed([phrase for phrase in self.phrases if start <= phrase.start < offset]):
            index = self.parsed.token_at(phrase.start)
            if phrase.kind == "anchored" or index is None or phrase.relation != "on":
                continue
            verb = finite_verb(self.parsed.tokens[index])
            if verb is not None and verb.dep in _ASIDES:
                continue
            direction = read_verb(verb).direction if verb is not None else None
            found = resolve_date(phrase, DateContext(self.published_on, direction, nearby=self.nearby(phrase.start)))
            if found is not None and found.precision == "day":
                return found.start
        return None

    def is_told_as_past(self, phrase: DatePhrase) -> bool:
        """Whether the article tells of the same weekday in the past ("met Thursday", beside "would be Thursday")."""
        return phrase.kind == "weekday" and any(
            other.kind == "weekday"
            and other.start != phrase.start
            and other.text == phrase.text
            and self._is_in_past_clause(other)
            for other in self.phrases
        )

    def _is_in_past_clause(self, phrase: DatePhrase) -> bool:
        index = self.parsed.token_at(phrase.start)
        verb = finite_verb(self.parsed.tokens[index]) if index is not None else None
        return verb is not None and read_verb(verb).direction == "past"

    def resolve(self, phrase: DatePhrase, direction: Direction | None, year: int | None = None) -> CalendarDate | None:
        """A phrase of this article on the calendar."""
        anchor = self.anchor(phrase.start) if phrase.kind == "anchored" else None
        if anchor is not None and direction == "past" and self.published_on is not None and anchor > self.published_on:
            anchor = None  # "a week before" a meeting that is still to come
        context = DateContext(self.published_on, direction, anchor, year, self.nearby(phrase.start))
        return resolve_date(phrase, context)


def _is_season(text: str, phrase: DatePhrase) -> bool:
    """ "in the summer of 2016": neither a year nor a month."""
    before = text[max(0, phrase.start - _SEASON_CHARACTERS) : phrase.start]
    return phrase.kind == "year" and (_SEASON.search(before) or _SEASON.search(phrase.text[:-4])) is not None
