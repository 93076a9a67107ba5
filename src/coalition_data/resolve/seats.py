"""Cities that stand for a body of states ("Brussels proposed")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coalition_data.resolve.tables import read_table


@dataclass(frozen=True, slots=True)
class Seat:
    """What a city stands for.

    Attributes:
        iso3: the city's own country.
        body: the body of states.
        named: finds the body in a text.
        country: finds the country in a text: there the city is its government.
    """

    iso3: str
    body: str
    named: re.Pattern[str]
    country: re.Pattern[str]


@lru_cache(maxsize=1)
def _seats() -> dict[str, Seat]:
    return {
        row["city"]: Seat(row["iso3"], row["body"], re.compile(row["named"]), re.compile(row["country"]))
        for row in read_table("seats.csv")
    }


def seat_of(city: str) -> Seat | None:
    """The seat that ``city`` is, or None."""
    return _seats().get(city)
