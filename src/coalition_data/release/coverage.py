"""What the articles of a release cover: when they were published, by whom, in which languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coalition_data.database import bounded_database, literal

PUBLISHERS_LISTED = 50


def read_coverage(articles: Path) -> dict[str, Any]:
    """Coverage by year, publisher and language, for the manifest.

    Args:
        articles: the Parquet file of that table.
    """
    with bounded_database() as connection:
        connection.execute(f"create view articles as from read_parquet({literal(articles)})")

        def counted(value: str, limit: int | None = None) -> dict[str, int]:
            rows = connection.execute(
                f"select {value} as name, count(*) as articles from articles where {value} is not null group by 1 "
                f"order by {'2 desc, 1' if limit else '1'} {f'limit {limit}' if limit else ''}"
            ).fetchall()
            return {str(name): count for name, count in rows}

        first, last, undated, copies, withheld = connection.execute(
            "select min(published_on)::varchar, max(published_on)::varchar, count(*) filter (published_on is null), "
            "count(duplicate_of), count(*) filter (text is null) from articles"
        ).fetchone() or (None, None, 0, 0, 0)
        return {
            "first_published_on": first,
            "last_published_on": last,
            "undated_articles": undated,
            "near_copies": copies,
            "texts_withheld": withheld,
            "articles_by_year": counted("extract('year' from published_on)::varchar"),
            "articles_by_publisher": counted("publisher", PUBLISHERS_LISTED),
            "articles_by_language": counted("language"),
        }
