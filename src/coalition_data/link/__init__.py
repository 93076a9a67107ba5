"""Link: the rows of single articles become the rows of a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalition_data.link.dates import complete_publication_dates
from coalition_data.link.meetings import link_reports
from coalition_data.link.pledges import link_pledges
from coalition_data.records import Article, Meeting, Pledge, Quote

__all__ = ["Tables", "link_tables"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The four tables of a release."""

    articles: tuple[Article, ...]
    meetings: tuple[Meeting, ...]
    pledges: tuple[Pledge, ...]
    quotes: tuple[Quote, ...]


def link_tables(
    articles: Sequence[Article],
    meetings: Sequence[Meeting],
    pledges: Sequence[Pledge],
    quotes: Sequence[Quote],
    previous: Tables | None = None,
) -> Tables:
    """Join the rows that tell of one meeting or one promise, and give every row its lasting id.

    Args:
        articles: all articles of the release.
        meetings, pledges: rows of single articles, with provisional ids.
        quotes: final rows; a link to a meeting is rewritten to the id of its row.
        previous: the tables of the last release: rows that share evidence with one of its rows keep that id.

    Returns:
        The tables, each sorted by key. An article without a date takes one that its meetings fix surely
        (``published_on_method`` is then ``linked_article``). The result does not depend on the order of the input.
    """
    links = link_reports(meetings, articles, previous.meetings if previous else ())
    dated = complete_publication_dates(articles, links.meetings)
    known = {meeting.meeting_id for meeting in links.meetings}
    moved = [replace(pledge, meeting_id=_moved(pledge.meeting_id, links.final_id, known)) for pledge in pledges]
    linked = link_pledges(moved, links.meetings, dated, previous.pledges if previous else ())
    said = [replace(quote, meeting_id=_moved(quote.meeting_id, links.final_id, known)) for quote in quotes]
    return Tables(
        articles=tuple(sorted(dated, key=lambda article: article.article_id)),
        meetings=links.meetings,
        pledges=tuple(sorted(linked, key=lambda pledge: pledge.pledge_id)),
        quotes=tuple(sorted(said, key=lambda quote: quote.quote_id)),
    )


def _moved(meeting_id: str | None, final_id: dict[str, str], known: set[str]) -> str | None:
    """The id of the row that a provisional id went into; None for an id that no row has."""
    if meeting_id is None:
        return None
    moved = final_id.get(meeting_id, meeting_id)
    return moved if moved in known else None
