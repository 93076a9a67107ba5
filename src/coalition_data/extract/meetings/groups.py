"""The meeting that several mentions of one article speak of."""

from __future__ import annotations

from dataclasses import dataclass, field

from coalition_data.extract.meetings.mentions import Mention
from coalition_data.extract.meetings.parties import Party
from coalition_data.extract.meetings.places import Place
from coalition_data.resolve.calendar import CalendarDate


@dataclass
class Group:
    """The mentions of one meeting, in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)
    inherited_place: Place = field(default_factory=Place)
    inherited_date: CalendarDate | None = None
    speakers: tuple[Party, ...] = ()
    next_of: Group | None = None

    @property
    def date(self) -> CalendarDate | None:
        """The most precise date told."""
        dates = [mention.timing.date for mention in self.mentions if mention.timing.date is not None]
        rank = {"day": 0, "week": 1, "month": 2, "year": 3}
        return min(dates, key=lambda date: rank[date.precision], default=self.inherited_date)

    @property
    def place(self) -> Place:
        """City, country and venue as the mentions tell them, else what the context gives."""
        places = [mention.place for mention in self.mentions]
        city = next((place.city for place in places if place.city is not None), None)
        iso3 = next((place.iso3 for place in places if place.iso3 is not None), None)
        venue = next((place.venue for place in places if place.venue is not None), None)
        if city is None and (iso3 is None or iso3 == self.inherited_place.iso3):
            city, iso3 = self.inherited_place.city, iso3 or self.inherited_place.iso3
        return Place(city, city.iso3 if city is not None else iso3, venue)

    @property
    def city(self) -> str | None:
        """The city, where told."""
        return self.place.city.name if self.place.city is not None else None

    @property
    def iso3(self) -> str | None:
        """The country, where told."""
        return self.place.iso3

    @property
    def is_nowhere(self) -> bool:
        """Whether no city and no country is told."""
        return self.city is None and self.iso3 is None

    @property
    def ordinal(self) -> int:
        """1 for "first", 0 for none."""
        return next((mention.ordinal for mention in self.mentions if mention.ordinal), 0)

    @property
    def named(self) -> frozenset[str]:
        """Names of all that take part."""
        return frozenset().union(*(mention.named for mention in self.mentions))

    @property
    def core(self) -> frozenset[str]:
        """Names of those whom the text says to meet."""
        return frozenset().union(*(mention.core for mention in self.mentions))

    @property
    def families(self) -> set[str]:
        """Classes of the meeting words."""
        return {mention.family for mention in self.mentions}


def is_near(mention: Mention, group: Group) -> bool:
    """Whether the meeting is in view: told within the last paragraphs."""
    parsed = mention.trigger.head.doc
    here = parsed.paragraph_at(mention.trigger.head.start)
    return here - parsed.paragraph_at(group.mentions[-1].trigger.head.start) <= 2


def host_names(mention: Mention) -> set[str | None]:
    """Names of those whom a mention says to host."""
    return {party.actor.name for party in mention.parties.found if party.is_host and party.is_named}
