"""The date that a page shows in its markup, for pages that declare none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import deepcopy

from htmldate import find_date
from lxml.html import HtmlElement

from coalition_data.clean.dates import EARLIEST_YEAR, find_dates
from coalition_data.clean.html.metadata import parse_date
from coalition_data.clean.stamps import is_clock, is_update


def find_page_date(root: HtmlElement, dated: Sequence[str], today: dt.date) -> dt.date | None:
    """The date that htmldate finds, if one of the page's date lines prints the same day; else None.

    htmldate alone also answers with dates of footers, of comments and of other articles; a date line of the article
    that says the same is what makes it worth a row. It runs without its search in free text.

    Args:
        root: the page's tree; it is not changed.
        dated: texts of elements that print a date, outside the text.
        today: no date lies after it.
    """
    lines = [text for text in dated if not (is_update(text) or is_clock(text))]
    printed = {date for text in lines for found in find_dates(text) if (date := found.date()) is not None}
    if not printed:
        return None
    answer = find_date(
        deepcopy(root),
        extensive_search=False,
        original_date=True,
        url="",
        min_date=f"{EARLIEST_YEAR}-01-01",
        max_date=today.isoformat(),
    )
    found = parse_date(answer) if answer else None
    return found[0] if found is not None and found[0] in printed else None
