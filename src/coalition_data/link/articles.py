"""What linking needs of an article: when it was published, and of which one it is a copy. No words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class Dated(Protocol):
    """An article, or what linking needs of one."""

    @property
    def article_id(self) -> str: ...  # noqa: D102

    @property
    def published_on(self) -> dt.date | None: ...  # noqa: D102

    @property
    def duplicate_of(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What linking needs of an article, without its words."""

    article_id: str
    published_on: dt.date | None
    duplicate_of: str | None
