"""Extract meetings: one parsed article to one row for each meeting that it speaks of."""

from __future__ import annotations

from coalition_data.document import ParsedArticle
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.assemble import make_meeting
from coalition_data.extract.meetings.attendance import add_attendance
from coalition_data.extract.meetings.context import complete_from_context, main_group
from coalition_data.extract.meetings.grouping import group_mentions
from coalition_data.extract.meetings.kinds import type_of
from coalition_data.extract.meetings.mentions import find_mentions
from coalition_data.extract.meetings.speakers import attending_speakers
from coalition_data.records import Meeting
from coalition_data.resolve.entities import ArticleEntities

__all__ = ["extract_meetings"]


def extract_meetings(parsed: ParsedArticle, entities: ArticleEntities) -> tuple[Meeting, ...]:
    """The meetings, summits, conferences, talks and calls of named parties that an article reports or announces.

    Args:
        parsed: the parsed article.
        entities: its resolved names.

    Returns:
        One row a meeting, in the order of first mention; offsets of the evidence are code points into the article's
        text, end exclusive. Ids are provisional until the articles are linked. Dates are resolved from the article
        alone; what it leaves open is None.

    Left out: trips, press conferences, hearings, exercises, rallies, what is only proposed, wished or denied, and
    mentions that name neither parties nor date nor place.
    """
    found: list[Meeting] = []
    dates = ArticleDates(parsed)
    groups = group_mentions(find_mentions(parsed, entities, dates))
    complete_from_context(parsed, entities, groups, dates)
    main = main_group(groups)
    if main is not None:
        main.speakers += attending_speakers(parsed, entities, main, type_of(main), dates)
    add_attendance(parsed, entities, groups)
    for group in groups:
        meeting = make_meeting(parsed, group)
        first = meeting.evidence[0]
        rank = sum(known.evidence[0] == first for known in found)
        found.append(make_meeting(parsed, group, rank) if rank else meeting)
    return tuple(found)
