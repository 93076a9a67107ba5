"""The numbers behind the page, each one query over the release's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from coalition_data.inert import shortened
from coalition_data.terminal import printable
from coalition_data.validate.database import open_views

SPEAKERS_SHOWN = 20
COUNTRIES_SHOWN = 25
MEETINGS_SHOWN = 400
"""More points than these hide each other; the tables hold all."""

NAME_LENGTH = 48

_QUERIES = {
    "coverage": """
        select strftime(date_trunc('month', published_on), '%Y-%m-01') as month, count(*)::int as articles
        from articles where published_on is not null group by 1 order by 1
    """,
    "undated": "select count(*)::int as articles from articles where published_on is null",
    "meetings": f"""
        select strftime(start_date, '%Y-%m-%d') as day, name, meeting_type, status, city, latitude, longitude,
               len(evidence)::int as mentions
        from meetings where start_date is not null order by len(evidence) desc, meeting_id limit {MEETINGS_SHOWN}
    """,
    "places": f"""
        select city, country_iso3, latitude, longitude, count(*)::int as meetings
        from meetings where latitude is not null and longitude is not null
        group by all order by meetings desc, city, latitude limit {MEETINGS_SHOWN}
    """,
    "categories": """
        select category, stance, count(*)::int as pledges from pledges group by all order by category, stance
    """,
    "countries": f"""
        with most as (
            select pledger_iso3 from pledges where pledger_iso3 is not null
            group by 1 order by count(*) desc, 1 limit {COUNTRIES_SHOWN}
        )
        select pledger_iso3 as country, category, stance, count(*)::int as pledges
        from pledges semi join most using (pledger_iso3) group by all order by country, category, stance
    """,
    "speakers": f"""
        select speaker_name as speaker, count(*)::int as quotes
        from quotes where speaker_name is not null group by 1 order by quotes desc, speaker limit {SPEAKERS_SHOWN}
    """,
}


def read_figures(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every figure, in a fixed order; whatever articles say is made harmless and short.

    Args:
        folder: with the four tables.
    """
    with open_views(folder) as connection:
        return {name: _rows(connection, sql) for name, sql in _QUERIES.items()}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, map(_harmless, row), strict=True)) for row in result.fetchall()]


def _harmless(value: Any) -> Any:
    return printable(shortened(value, NAME_LENGTH)) if isinstance(value, str) else value
