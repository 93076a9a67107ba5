"""HTML pages to lines and metadata; the lines are then judged by the same rules as plain text."""

from coalition_data.clean.html.body import Body, extract_body
from coalition_data.clean.html.metadata import PageMetadata, read_metadata
from coalition_data.clean.html.refusals import refuse_non_articles
from coalition_data.clean.html.tree import ParsedPage, parse_page

__all__ = [
    "Body",
    "PageMetadata",
    "ParsedPage",
    "extract_body",
    "parse_page",
    "read_metadata",
    "refuse_non_articles",
]
