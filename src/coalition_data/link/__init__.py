"""Link: the rows of single articles become the rows of a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coalition_data.link.articles import ArticleFacts, Dated
from coalition_data.link.dates import complete_article, find_publication_dates
from coalition_data.link.meetings import link_reports
from coalition_data.link.occasions import MeetingsTold, place_quote
from coalition_data.link.people import (
    Names,
    Said,
    Speaker,
    choose_names,
    list_people,
    name_meeting,
    name_pledge,
    name_quote,
)
from coalition_data.link.pledges import link_promises
from coalition_data.link.registry import join_registries, known_in, registry_of
from coalition_data.records import Article, KnownId, KnownPerson, Meeting, Pledge, Quote
from coalition_data.spool import Spooled

__all__ = ["ArticleFacts", "Linked", "Speaker", "Tables", "link_rows", "link_tables", "registry_of"]


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
    linked = link_rows(articles, meetings, pledges, lambda: quotes, known, release)
    texts = {article.article_id: article.text for article in articles}
    return Tables(
        articles=tuple(sorted(map(linked.finish_article, articles), key=lambda article: article.article_id)),
        meetings=tuple(linked.meetings),
        pledges=tuple(linked.pledges),
        quotes=tuple(sorted(linked.finish_quotes(quotes, texts.get), key=lambda quote: quote.quote_id)),
        ids=linked.ids,
        people=linked.people,
    )


@dataclass(frozen=True)
class Linked:
    """What linking needs all rows for, and with it the way to finish the others one by one.

    Attributes:
        meetings, pledges: final rows, sorted by key.
        ids: the registry of ids.
        people: the persons of all tables.
        names: one for each person.
        dates: those that meetings fix, by article.
        meeting_of: the id of the row that a provisional id of a meeting went into.
    """

    meetings: Sequence[Meeting]
    pledges: Sequence[Pledge]
    ids: tuple[KnownId, ...]
    people: tuple[KnownPerson, ...]
    names: Names
    dates: Mapping[str, dt.date]
    meeting_of: Mapping[str, str]

    def finish_article(self, article: Article) -> Article:
        """The final row of an article."""
        return complete_article(article, self.dates)

    def finish_quotes(self, quotes: Iterable[Quote], text_of: Callable[[str], str | None]) -> Iterator[Quote]:
        """The final rows of quotes, in their order.

        Args:
            quotes: as extracted.
            text_of: the text of an article by its id; asked for in the order of the quotes.
        """
        told = MeetingsTold(self.meetings)
        for quote in quotes:
            moved = None if quote.meeting_id is None else self.meeting_of.get(quote.meeting_id)
            here = quote if moved == quote.meeting_id else replace(quote, meeting_id=moved)
            yield place_quote(name_quote(here, self.names), told, text_of)


def link_rows(
    articles: Sequence[Dated],
    meetings: Iterable[Meeting],
    pledges: Iterable[Pledge],
    speakers: Callable[[], Iterable[Said]],
    known: Sequence[KnownId] = (),
    release: str | None = None,
) -> Linked:
    """Join meetings and pledges, and find what articles and quotes need of the others.

    Args:
        articles: all articles of the release, or what linking needs of them.
        meetings, pledges: rows of single articles, with provisional ids; read once.
        speakers: gives the quotes, or what linking needs of them, from the first on; called twice.
        known, release: as in ``link_tables``.
    """
    links = link_reports(meetings, articles, known_in(known, "meetings"), release)
    dates = find_publication_dates(articles, links.meetings)
    dated = (_dated(article, dates) for article in articles)
    meeting_of = {**{meeting.meeting_id: meeting.meeting_id for meeting in links.meetings}, **links.final_id}
    moved = (
        pledge if pledge.meeting_id is None else replace(pledge, meeting_id=meeting_of.get(pledge.meeting_id))
        for pledge in pledges
    )
    promised = link_promises(moved, links.meetings, dated, known_in(known, "pledges"), release)
    linked = promised.pledges
    names = choose_names(links.meetings, linked, speakers())
    named = Spooled(Meeting, (name_meeting(meeting, names) for meeting in links.meetings))
    announced = Spooled(Pledge, (name_pledge(pledge, names) for pledge in linked))
    final = (
        Speaker(names.of(one.speaker_name), one.speaker_kind, one.speaker_iso3)
        for one in speakers()
        if one.speaker_kind == "person" and one.speaker_name
    )
    return Linked(
        meetings=named,
        pledges=announced,
        ids=join_registries(links.ids, promised.ids),
        people=list_people(named, announced, final, names),
        names=names,
        dates=dates,
        meeting_of=meeting_of,
    )


def _dated(article: Dated, dates: Mapping[str, dt.date]) -> Dated:
    found = dates.get(article.article_id)
    return article if found is None else ArticleFacts(article.article_id, found, article.duplicate_of)
