"""Publication dates that a linked meeting fixes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from coalition_data.link.articles import Dated
from coalition_data.records import Article, Meeting
from coalition_data.resolve.date_phrases import find_dates


def find_publication_dates(articles: Iterable[Dated], meetings: Iterable[Meeting]) -> dict[str, dt.date]:
    """The dates of articles without one that follow surely from a meeting of one day that they tell of, by id.

    Sure is only a count of days from the publication ("today", "yesterday", "two days ago") in a sentence that names
    no other date; "on Monday" leaves a week open. All such sentences of an article must agree.
    """
    dates: dict[str, set[dt.date]] = {one.article_id: set() for one in articles if one.published_on is None}
    for meeting in meetings:
        if meeting.start_date is None or meeting.start_date != meeting.end_date or meeting.date_precision != "day":
            continue
        for item in meeting.evidence:
            if item.article_id not in dates:
                continue
            phrases = find_dates(item.text)
            if len(phrases) == 1 and phrases[0].kind == "today":
                dates[item.article_id].add(meeting.start_date - dt.timedelta(phrases[0].shift))
    return {article: next(iter(found)) for article, found in dates.items() if len(found) == 1}


def complete_article(article: Article, dates: Mapping[str, dt.date]) -> Article:
    """The article with the date that was found for it, where one was."""
    found = dates.get(article.article_id)
    return article if found is None else replace(article, published_on=found, published_on_method="linked_article")
