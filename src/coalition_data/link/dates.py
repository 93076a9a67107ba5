"""Publication dates that a linked meeting fixes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from coalition_data.records import Article, Meeting
from coalition_data.resolve.date_phrases import find_dates


def complete_publication_dates(articles: Sequence[Article], meetings: Sequence[Meeting]) -> tuple[Article, ...]:
    """Articles whose missing date follows surely from a meeting of one day that they tell of.

    Sure is only a count of days from the publication ("today", "yesterday", "two days ago") in a sentence that names
    no other date; "on Monday" leaves a week open. All such sentences of an article must agree.
    """
    dates: dict[str, set[dt.date]] = defaultdict(set)
    for meeting in meetings:
        if meeting.start_date is None or meeting.start_date != meeting.end_date or meeting.date_precision != "day":
            continue
        for item in meeting.evidence:
            phrases = find_dates(item.text)
            if len(phrases) == 1 and phrases[0].kind == "today":
                dates[item.article_id].add(meeting.start_date - dt.timedelta(phrases[0].shift))
    return tuple(_dated(article, dates.get(article.article_id, set())) for article in articles)


def _dated(article: Article, found: set[dt.date]) -> Article:
    if article.published_on is not None or len(found) != 1:
        return article
    return replace(article, published_on=next(iter(found)), published_on_method="linked_article")
