"""Which column of a table holds which field of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coalition_data.errors import InputError

USUAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "maintext", "article_text", "articlebody", "full_text", "fulltext"),
    "html": ("html", "raw_html", "page_html"),
    "url": ("url", "link", "uri", "canonical_url", "source_url"),
    "title": ("title", "headline"),
    "published_on": (
        "published_on", "published", "published_at", "date_published", "datepublished", "date_publish",
        "publication_date", "pub_date", "pubdate", "date",
    ),
    "publisher": ("publisher", "source_name", "outlet", "site_name", "sitename", "source"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang"),
    "licence": ("licence", "license"),
    "fetched_at": ("fetched_at", "crawled_at", "retrieved_at", "date_download", "crawl_date"),
}  # fmt: skip
"""The names under which corpora of news keep each field (news-please, CC-NEWS dumps, GDELT and schema.org exports)."""

FIELDS = tuple(USUAL_COLUMNS)


def find_columns(columns: Iterable[str], mapping: Mapping[str, str], name: str) -> dict[str, str]:
    """The column of each field.

    Args:
        columns: that there are.
        mapping: as declared; other fields are looked for under their usual names.
        name: of the file, for messages.

    Raises:
        InputError: ``unmapped``: a declared column is not there, or none holds text.
    """
    present = list(columns)
    by_name = {column.strip().lower(): column for column in reversed(present)}
    shown = ", ".join(present)[:200]
    found = {}
    for field, usual in USUAL_COLUMNS.items():
        if field in mapping:
            column = by_name.get(mapping[field].strip().lower())
            if column is None:
                raise InputError("unmapped", f"{name} has no column {mapping[field]!r} for {field}; it has: {shown}")
            found[field] = column
        else:
            column = next((by_name[one] for one in usual if one in by_name), None)
            if column is not None and column not in found.values():
                found[field] = column
    if "text" not in found and "html" not in found:
        raise InputError("unmapped", f"no column of {name} is known to hold text; name it under `mapping`: {shown}")
    return found
