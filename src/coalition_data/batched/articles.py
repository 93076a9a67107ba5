"""The cleaned articles of a run, streamed or fetched by their place, never all in memory at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from coalition_data import store
from coalition_data.batched.failures import failed_here
from coalition_data.records import Article, SetAside
from coalition_data.workspace import Workspace, read_row_groups


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """Where an article stands in ``stages/articles.parquet``, and what is hashed of it.

    Attributes:
        position: its row, from 0.
        row_group: the row group that holds it.
        rank: its row in that row group, from 0.
        text_key: of its id and words: all that the parser sees.
        row_key: of all columns that an extractor may read.
    """

    position: int
    row_group: int
    rank: int
    text_key: str
    row_key: str


class ArticleFile:
    """The file of cleaned articles; one row group is in memory at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self.path = workspace.stages / "articles.parquet"
        self._cached_group = lru_cache(maxsize=1)(self._read_group)

    def places(self) -> dict[str, ArticlePlace]:
        """Where each article stands, by id, in the order of the file.

        Raises:
            StoreError: the file is missing or broken.
        """
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return _find_places(self.path)
        return _places_of_state(self.path, status.st_mtime_ns, status.st_size)

    def fetch(self, places: Iterable[ArticlePlace]) -> tuple[Article, ...]:
        """The articles that stand there."""
        return tuple(self._cached_group(place.row_group)[place.rank] for place in places)

    def failures(self, kept: Iterable[tuple[ArticlePlace, SetAside]]) -> tuple[SetAside, ...]:
        """Kept failures as those of this run's articles, in the order of the file."""
        found = sorted(kept, key=lambda pair: pair[0].position)
        articles = self.fetch(place for place, _ in found)
        return tuple(failed_here(row, article) for (_, row), article in zip(found, articles, strict=True))

    def _read_group(self, index: int) -> tuple[Article, ...]:
        with pq.ParquetFile(self.path) as file:
            return store.stage_from_arrow("articles", file.read_row_group(index))


@lru_cache(maxsize=1)
def _places_of_state(path: Path, _modified: int, _size: int) -> dict[str, ArticlePlace]:
    """The places in a file, worked out once a process while the file stays."""
    return _find_places(path)


def _find_places(path: Path) -> dict[str, ArticlePlace]:
    found: dict[str, ArticlePlace] = {}
    for index, group in enumerate(read_row_groups(path)):
        articles: tuple[Article, ...] = store.stage_from_arrow("articles", group)
        for rank, article in enumerate(articles):
            text_key, row_key = _text_key(article), _row_key(article)
            found[article.article_id] = ArticlePlace(len(found), index, rank, text_key, row_key)
    return found


def _text_key(article: Article) -> str:
    return f"{article.article_id}:{article.text_sha256[:32]}"


def _row_key(article: Article) -> str:
    # whether it is a copy, how much on topic, and from which bytes, is nothing that its sentences say
    seen = replace(article, duplicate_of=None, topic_score=0.0, raw_sha256="")
    return hashlib.sha256(repr(seen).encode("utf-8", "backslashreplace")).hexdigest()[:32]
