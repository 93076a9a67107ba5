"""Parties, parliaments and offices that news names without their country (``lexicons/politics.csv``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coalition_data.errors import LexiconError
from coalition_data.resolve.tables import read_table, split_field

_LONGER_NAME = re.compile(
    r" (?:Party|Alliance|Union|Front|Movement|Congress|Forum|Bloc|Coalition|League|Progress\w+)\b"
)
"""Behind a name: it is only the beginning of another party's ("Democratic | Alliance")."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The countries that have a party, parliament or office of one name.

    Attributes:
        codes: the countries, the best known first.
        by_default: whether the first one is meant where the article speaks of none of them.
    """

    codes: tuple[str, ...]
    by_default: bool

    @property
    def only(self) -> str | None:
        """The country, where no other has one of that name and the name says so wherever it is printed."""
        return self.codes[0] if self.by_default and len(self.codes) == 1 else None


@lru_cache(maxsize=1)
def _table() -> dict[str, Owners]:
    found: dict[str, Owners] = {}
    for row in read_table("politics.csv"):
        if row["default"] not in ("yes", ""):
            raise LexiconError(
                f"politics.csv: default is {row['default']!r} for {row['words']!r}; write yes or nothing"
            )
        owners = Owners(split_field(row["iso3s"]), row["default"] == "yes")
        found.update((words, owners) for words in split_field(row["words"]))
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_table(), key=lambda words: (-len(words), words))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


@lru_cache(maxsize=8192)
def owners_of(role: str) -> Owners | None:
    """The countries whose party, parliament or office a role names, or None.

    >>> owners_of("CHP leader").only
    'TUR'
    """
    match = _pattern().search(role.replace("’", "'"))
    if match is None or _LONGER_NAME.match(role, match.end()) is not None:
        return None
    return _table()[match.group()]
