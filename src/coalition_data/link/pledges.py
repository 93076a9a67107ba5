"""Link the reports of promises across articles (passed through until the rules are there)."""

from __future__ import annotations

from collections.abc import Sequence

from coalition_data.records import Article, Meeting, Pledge


def link_pledges(
    pledges: Sequence[Pledge], meetings: Sequence[Meeting], articles: Sequence[Article], previous: Sequence[Pledge] = ()
) -> tuple[Pledge, ...]:
    """One row a promise, from one row an article and promise."""
    return tuple(pledges)
