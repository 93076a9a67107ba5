"""Measure date phrases of news: this project's calendar beside dateparser, on the table of the unit tests.

    python benchmarks/calendar_phrases.py [--errors]

Both get the publication date and the direction (dateparser as RELATIVE_BASE and PREFER_DATES_FROM). A case is right
where the day lies within the table's first and last day, or both say that it is unknown; "wrong" counts other dates.
dateparser is no dependency of the project: ``pip install dateparser`` to see its figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coalition_data.resolve.calendar import DateContext, resolve_text

TABLE = Path(__file__).resolve().parent.parent / "tests" / "unit" / "calendar_cases.csv"
Resolver = Callable[[str, dt.date | None, str], dt.date | None]


class Case(NamedTuple):
    text: str
    published: dt.date | None
    direction: str
    start: dt.date | None
    end: dt.date | None

    def is_right(self, answer: dt.date | None) -> bool:
        if self.start is None or self.end is None or answer is None:
            return answer is self.start
        return self.start <= answer <= self.end


def read_cases() -> list[Case]:
    """The table's cases."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    rows = [(line.split("|") + [""] * 7)[:7] for line in lines]
    return [Case(row[0], _day(row[1]), row[2], _day(row[3]), _day(row[4])) for row in rows]


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def by_calendar(text: str, published: dt.date | None, direction: str) -> dt.date | None:
    found = resolve_text(text, DateContext(published, direction or None))  # type: ignore[arg-type]
    return found.start if found else None


def make_dateparser() -> Resolver | None:
    try:
        from dateparser.search import search_dates  # noqa: PLC0415
    except ImportError:
        return None

    def by_dateparser(text: str, published: dt.date | None, direction: str) -> dt.date | None:
        settings: dict[str, object] = {
            "PREFER_DATES_FROM": direction or "current_period",
            "PREFER_DAY_OF_MONTH": "first",
        }
        if published is not None:
            settings["RELATIVE_BASE"] = dt.datetime.combine(published, dt.time())
        else:
            settings["REQUIRE_PARTS"] = ["year"]
        found = search_dates(text, languages=["en"], settings=settings)
        return found[0][1].date() if found else None

    return by_dateparser


def report(*, errors: bool = False) -> None:
    """Print the figures of both."""
    cases = read_cases()
    resolvers: dict[str, Resolver | None] = {"calendar": by_calendar, "dateparser": make_dateparser()}
    for name, resolve in resolvers.items():
        if resolve is None:
            print(f"{name:12} not installed")
            continue
        answers = [resolve(case.text, case.published, case.direction) for case in cases]
        mistakes = [pair for pair in zip(cases, answers, strict=True) if not pair[0].is_right(pair[1])]
        wrong = sum(answer is not None for _, answer in mistakes)
        right = len(cases) - len(mistakes)
        print(f"{name:12} right {right} of {len(cases)}, wrong dates {wrong}, missed {len(mistakes) - wrong}")
        for case, answer in mistakes if errors else ():
            print(f"    {case.text} @{case.published} {case.direction}: {answer} for {case.start}")


def main() -> None:
    """Print the figures, with ``--errors`` every mistake."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true")
    report(errors=parser.parse_args().errors)


if __name__ == "__main__":
    main()
