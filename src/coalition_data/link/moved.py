"""Articles that have another id than before: a file without an address whose bytes changed, or that lies elsewhere.

What earlier releases knew of the old article is what this one knows of the new, so that rows keep their ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coalition_data.records import KnownId

_TELLING_SKETCH = 64
"""Digits of the sketch of ten words or more; shorter sentences are the same by chance."""


def moved_files(before: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The new ids of articles that are gone, by the old ones, where one article was read from the same place.

    Args:
        before, now: (article id, source URI) of the last release and of this one.
    """
    old, new = dict(before), dict(now)
    places = _sole_at((one, place) for one, place in new.items() if one not in old)
    gone = _sole_at((one, place) for one, place in old.items() if one not in new)
    return {one: places[place] for place, one in gone.items() if place in places}


def _sole_at(articles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The article of each place that has just one."""
    at: dict[str, list[str]] = defaultdict(list)
    for one, place in articles:
        at[place].append(one)
    return {place: found[0] for place, found in at.items() if len(found) == 1}


def moved_sentences(known: Iterable[KnownId], now: Iterable[Sequence[str]]) -> dict[str, str]:
    """The same by sentences: articles that no row rests on any more, whose words a new article has.

    Args:
        known: the ids that earlier releases gave.
        now: the fingerprints of each row of this release.
    """
    old = {print_ for one in known for print_ in one.fingerprints}
    new = {print_ for prints in now for print_ in prints}
    old_articles, new_articles = ({_article(print_) for print_ in prints} for prints in (old, new))
    saying: dict[str, set[str]] = defaultdict(set)
    for print_ in new:
        article, sketch = print_.split(":", 1)
        if article not in old_articles and len(sketch) >= _TELLING_SKETCH:
            saying[sketch].add(article)
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for print_ in old:
        article, sketch = print_.split(":", 1)
        if article not in new_articles:
            shared[article].update(saying.get(sketch, ()))
    return {article: min(found, key=lambda other: (-found[other], other)) for article, found in shared.items() if found}


def follow(known: Sequence[KnownId], moved: Mapping[str, str]) -> tuple[KnownId, ...]:
    """The known ids as they rest on the articles' new ids."""
    if not moved:
        return tuple(known)
    return tuple(
        replace(one, fingerprints=tuple(sorted({_renamed(print_, moved) for print_ in one.fingerprints})))
        if any(_article(print_) in moved for print_ in one.fingerprints)
        else one
        for one in known
    )


def _article(print_: str) -> str:
    return print_.split(":", 1)[0]


def _renamed(print_: str, moved: Mapping[str, str]) -> str:
    article, sketch = print_.split(":", 1)
    return f"{moved.get(article, article)}:{sketch}"
