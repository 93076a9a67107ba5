"""Link: the rows of single articles become the rows of a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalition_data.link.dates import complete_publication_dates
from coalition_data.link.meetings import link_reports
from coalition_data.link.occasions import place_quotes
from coalition_data.link.people import choose_names, list_people, name_meetings, name_pledges, name_quotes
from coalition_data.link.pledges import link_pledges
from coalition_data.link.registry import known_in, registry_of, update_registry
from coalition_data.records import Article, KnownId, KnownPerson, Meeting, Pledge, Quote

__all__ = ["Tables", "link_tables", "registry_of"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The four tables of a release, and what stands beside them: the registry of ids, the persons with their names."""

    articles: tuple[Article, ...]
    meetings: tuple[Meeting, ...]
    pledges: tuple[Pledge, ...]
    quotes: tuple[Quote, ...]
    ids: tuple[KnownId, ...] = ()
    people: tuple[KnownPerson, ...] = ()


def link_tables(
    articles: Sequence[Article],
    meetings: Sequence[Meeting],
    pledges: Sequence[Pledge],
    quotes: Sequence[Quote],
    known: Sequence[KnownId] = (),
    release: str | None = None,
) -> Tables:
    """Join the rows that tell of one meeting or one promise, and give every row its lasting id.

    Args:
        articles: all articles of the release.
        meetings, pledges: rows of single articles, with provisional ids.
        quotes: final rows; a link to a meeting is rewritten to the id of its row, and added where the article says
            at which meeting the words were said.
        known: the registry of ids: rows that rest on the evidence of an id keep it.
        release: version of the last release, for the registry; None where there is none.

    Returns:
        The tables, each sorted by key. An article without a date takes one that its meetings fix surely
        (``published_on_method`` is then ``linked_article``), and a person has one name in all tables. The result does
        not depend on the order of the input.
    """
    links = link_reports(meetings, articles, known_in(known, "meetings"))
    dated = complete_publication_dates(articles, links.meetings)
    linked_ids = {meeting.meeting_id for meeting in links.meetings}
    moved = [replace(pledge, meeting_id=_moved(pledge.meeting_id, links.final_id, linked_ids)) for pledge in pledges]
    linked = link_pledges(moved, links.meetings, dated, known_in(known, "pledges"))
    said = [replace(quote, meeting_id=_moved(quote.meeting_id, links.final_id, linked_ids)) for quote in quotes]
    names = choose_names(links.meetings, linked, said)
    named = name_meetings(links.meetings, names)
    placed = place_quotes(name_quotes(said, names), named, dated)
    announced = name_pledges(linked, names)
    return Tables(
        articles=tuple(sorted(dated, key=lambda article: article.article_id)),
        meetings=tuple(named),
        pledges=tuple(sorted(announced, key=lambda pledge: pledge.pledge_id)),
        quotes=tuple(sorted(placed, key=lambda quote: quote.quote_id)),
        ids=update_registry(known, links.meetings, linked, release),
        people=list_people(named, announced, placed, names),
    )


def _moved(meeting_id: str | None, final_id: dict[str, str], known: set[str]) -> str | None:
    """The id of the row that a provisional id went into; None for an id that no row has."""
    if meeting_id is None:
        return None
    moved = final_id.get(meeting_id, meeting_id)
    return moved if moved in known else None
