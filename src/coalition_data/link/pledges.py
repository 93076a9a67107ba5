"""Link the reports of promises: one row a promise, with every article's words as evidence.

Reports are compared within a block (pledger, side, and what they share besides); the most alike join first, and a
cluster takes in a report only if nothing in it contradicts. A report without a figure that fits two promises joins
neither. A later, larger promise is a row of its own; figures that differ a little while the promise is news are one
promise, and each stays in the evidence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, groupby
from operator import itemgetter

from coalition_data.blocking import candidate_pairs
from coalition_data.link.articles import Dated
from coalition_data.link.groups import in_order, ordered_clusters
from coalition_data.link.ids import Claimant, assign_ids, make_claimant, update_known, weigh_claims
from coalition_data.link.occasions import MeetingsTold
from coalition_data.link.promises import Promise, are_elsewhere, block_of, blocked, make_promise, score
from coalition_data.records import Evidence, KnownId, Meeting, Pledge
from coalition_data.spool import Spooled

_PROGRESS = ("not_applicable", "promised", "underway", "delivered")
_DOUBT_LEFT = 0.5
"""On the gold sets and 40 further articles, all 24 rows that two articles tell were right, and 91 of 100 others."""
_AT_MEETING = re.compile(
    r"\b(?:at|during|after|following|in) (?:the|a|an|their|this|that|[A-Z][\w’']+)\b[^.;]{0,60}?\b"
    r"(?:meeting|conference|summit|talks|ministerial|gathering)\b|\b(?:joint statement|communiqu[eé])\b",
)


@dataclass(frozen=True)
class Promised:
    """Linked pledges, sorted by id, and what became of all ids."""

    pledges: Sequence[Pledge]
    ids: tuple[KnownId, ...]


def link_pledges(
    pledges: Iterable[Pledge], meetings: Sequence[Meeting], articles: Iterable[Dated], known: Sequence[KnownId] = ()
) -> tuple[Pledge, ...]:
    """As ``link_promises``, all rows in memory."""
    return tuple(link_promises(pledges, meetings, articles, known).pledges)


def link_promises(
    pledges: Iterable[Pledge],
    meetings: Sequence[Meeting],
    articles: Iterable[Dated],
    known: Sequence[KnownId] = (),
    release: str | None = None,
) -> Promised:
    """One row a promise, sorted by id, from one row an article and promise; the same for every order of the input.

    Args:
        pledges: rows of single articles, with provisional ids.
        meetings: linked meetings: a promise made at one of them gets its id, where that is sure.
        articles: all articles.
        known: the ids of pledges that earlier releases gave.
        release: version of the last release, None where there is none.
    """
    by_id = {article.article_id: article for article in articles}
    promises = Spooled(Promise, (make_promise(pledge, by_id) for pledge in pledges))
    del by_id
    rows = Spooled(Pledge, (_merge([promises[number] for number in cluster]) for cluster in find_clusters(promises)))
    claimants = [claimant_of(row, partial(rows.__getitem__, number)) for number, row in enumerate(rows)]
    claims = weigh_claims(claimants, known, near_pledge)
    ids = assign_ids("plg_", claims)
    registry = update_known("pledges", claims, ids, release)
    del claimants, claims
    told = MeetingsTold(meetings)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    named = (at_meeting(replace(rows[number], pledge_id=ids[number]), told) for number in order)
    return Promised(Spooled(Pledge, named), registry)


def claimant_of(row: Pledge, load: Callable[[], Pledge] | None = None) -> Claimant:
    """A pledge as it claims its id: by its words, and of those by pledger, category, side and figure."""
    key = block_of(make_promise(row, {}))
    return make_claimant(row, "|".join((*key, _figure(row))), " ".join(("pledge", *key, _figure(row))), load)


def near_pledge(new: str, old: str) -> int:
    """How near two pledges of the same words are: a category or a stance may have been corrected, the pledger not."""
    if new == old:
        return 4
    who, category, side, figure = new.rsplit("|", 3)
    other, *rest, other_figure = old.rsplit("|", 3)
    if who != other:
        return 0
    if [category, side] == rest:
        return 3
    return 2 if figure and figure == other_figure else 1


def _place(promise: Promise) -> tuple[object, ...]:
    first = promise.pledge.evidence[0]
    return (first.article_id, first.start, first.end)


def _tie(promise: Promise) -> str:
    return repr(promise.pledge)


def _figure(row: Pledge) -> str:
    return f"{row.amount or ''} {row.quantity or ''}".strip()


def find_clusters(promises: Sequence[Promise]) -> Iterator[list[int]]:
    """Numbers of the reports of each promise, by where they stand.

    Args:
        promises: in any order; those of close days close together are read fastest where they are on disk.
    """
    return ordered_clusters(promises, _alike(promises), _place, _tie, _cluster)


def _alike(promises: Sequence[Promise]) -> Iterator[tuple[int, int, float]]:
    """Pairs of reports that may be of one promise, with their score."""
    for one, pairs in groupby(candidate_pairs(blocked(promise) for promise in promises), itemgetter(0)):
        first = promises[one]
        for _, other in pairs:
            if value := score(first, promises[other]):
                yield one, other, value


def _cluster(promises: Sequence[Promise], pairs: Sequence[tuple[float, int, int]]) -> list[list[int]]:
    """Indices of the reports of each promise, most alike first, never across a contradiction.

    Args:
        promises: by where they stand.
        pairs: the score of those that are alike, and their indices.
    """
    place = {index: index for index in range(len(promises))}
    members = {index: [index] for index in range(len(promises))}
    unsure = _unsure(promises, [(a, b) for _, a, b in pairs])
    for _, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if a in unsure or b in unsure:
            continue
        one, other = place[a], place[b]
        if one == other or not _agree(promises, members[one], members[other]):
            continue
        for index in members.pop(other):
            place[index] = one
            members[one].append(index)
    return [sorted(cluster) for cluster in members.values()]


def _unsure(promises: Sequence[Promise], pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Reports without a figure, or without a place, that fit two promises which are not one."""
    partners: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs:
        partners[a].append(b)
        partners[b].append(a)
    return {
        index
        for index, others in partners.items()
        if not _figure(promises[index].pledge)
        and any(_told_apart(promises[a], promises[b]) for a, b in combinations(others, 2))
    }


def _told_apart(one: Promise, other: Promise) -> bool:
    """Whether figures or places tell that two reports are not of one promise."""
    figures = all(_figure(promise.pledge) for promise in (one, other))
    return (figures or are_elsewhere(one, other)) and score(one, other) == 0


def _agree(promises: Sequence[Promise], one: Iterable[int], other: Sequence[int]) -> bool:
    return all(score(promises[a], promises[b]) > 0 for a in one for b in other)


def _merge(promises: Sequence[Promise]) -> Pledge:
    """One row: the fullest report's words and figures, every report's evidence, the latest report's progress."""
    rows = [promise.pledge for promise in in_order(promises, _fullness, _tie)]
    best = rows[0]
    latest = max(promises, key=_recency)
    return replace(
        best,
        stance="conditional"
        if any(row.stance == "conditional" for row in rows) and best.stance == "committed"
        else best.stance,
        progress=latest.pledge.progress,
        recipient_name=_first(row.recipient_name for row in rows if row.recipient_iso3 or row.recipient_name),
        recipient_iso3=_first(row.recipient_iso3 for row in rows),
        scope_iso3=tuple(sorted({iso3 for row in rows for iso3 in row.scope_iso3})),
        announced_by=_first(row.announced_by for row in rows),
        announced_by_role=_first(row.announced_by_role for row in rows if row.announced_by),
        announced_on=min((row.announced_on for row in rows if row.announced_on), default=None),
        meeting_id=_first(row.meeting_id for row in rows),
        condition=_first(row.condition for row in rows),
        evidence=_union(item for row in rows for item in row.evidence),
        confidence=_confidence(promises),
    )


def _confidence(promises: Sequence[Promise]) -> float:
    """The surest report's confidence; of what a second article tells as well, half the doubt is left."""
    best = max(promise.pledge.confidence for promise in promises)
    told_again = len({promise.article_id for promise in promises}) > 1
    return round(1 - (1 - best) * _DOUBT_LEFT, 3) if told_again else best


def _recency(promise: Promise) -> tuple[dt.date, int]:
    return promise.published_on or dt.date.min, _PROGRESS.index(promise.pledge.progress)


def _fullness(promise: Promise) -> tuple[object, ...]:
    """The row that says most comes first: figures, then confidence, then the text's order."""
    row = promise.pledge
    return (row.quantity is None and row.amount is None, -row.confidence, *_place(promise))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)


def _union(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(set(evidence), key=lambda item: (item.article_id, item.start, item.end)))


def at_meeting(row: Pledge, told: Mapping[str, Sequence[Meeting]]) -> Pledge:
    """The row with the meeting at which the promise was made, where that is sure.

    It is told in the same words, or it is the only one of the articles and named there.

    Args:
        row: linked.
        told: the meetings that each article tells of.
    """
    named = [_AT_MEETING.search(item.text) is not None for item in row.evidence]
    if row.meeting_id is not None or not any(named):
        return row
    meetings = {one.meeting_id: one for item in row.evidence for one in told.get(item.article_id, ())}
    found = {key for key, meeting in meetings.items() if _share_words(row, meeting)}
    if not found and all(named) and len(meetings) == 1:
        found = set(meetings)
    return replace(row, meeting_id=next(iter(found))) if len(found) == 1 else row


def _share_words(row: Pledge, meeting: Meeting) -> bool:
    """Whether a sentence that promises also names the meeting as its place ("at the conference")."""
    return any(
        mine.article_id == yours.article_id and mine.start < yours.end and yours.start < mine.end
        for mine in row.evidence
        for yours in meeting.evidence
        if meeting.status == "held" and _AT_MEETING.search(mine.text)
    )
