"""Calendar versions: ``2026.11.21``, and ``2026.11.21.1``, ``2026.11.21.2``, … for more on one day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_TEXT = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})(?:\.([1-9]\d*))?")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """The day of a release and its number on that day, from 0; ordered in time."""

    day: dt.date
    number: int = 0

    def __str__(self) -> str:
        day = f"{self.day.year:04}.{self.day.month:02}.{self.day.day:02}"
        return f"{day}.{self.number}" if self.number else day

    @classmethod
    def parse(cls, text: str) -> Version | None:
        """The version that a text names, None where it names none."""
        match = _TEXT.fullmatch(text)
        if match is None:
            return None
        year, month, day, number = match.groups()
        try:
            return cls(dt.date(int(year), int(month), int(day)), int(number or 0))
        except ValueError:
            return None

    def next(self, today: dt.date) -> Version:
        """The version after this one; a clock that went back doesn't make it an earlier one."""
        return Version(today) if today > self.day else Version(self.day, self.number + 1)
