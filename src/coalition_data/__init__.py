"""Who met whom, who promised what, who said what: tables extracted from news, with the words that support every row.

``extract_article`` turns one article into rows; the ``coalition-data`` command turns folders of articles into
releases. Importing this package is cheap: the parser is loaded when the first article is extracted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coalition_data.api import ExtractedArticle, extract_article

__all__ = ["ExtractedArticle", "extract_article"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from coalition_data import api  # noqa: PLC0415 - the parser's imports take more than a second

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
