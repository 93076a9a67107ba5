"""Keep ids across releases: a row is the row of the last release that it shares most evidence with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from coalition_data.identifiers import evidence_id, normalised
from coalition_data.records import Evidence


class Row(Protocol):
    """A row with evidence."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """At least one."""
        ...


EvidenceKey = tuple[str, str]


def evidence_keys(row: Row) -> set[EvidenceKey]:
    """What a row's evidence says and where, whatever its offsets."""
    return {(item.article_id, normalised(item.text)) for item in row.evidence}


def assign_ids(
    prefix: str,
    kinds: Sequence[str],
    rows: Sequence[Row],
    previous: Sequence[tuple[str, Row]] = (),
) -> list[str]:
    """An id for every row, in the order of ``rows``; the same for every order of the input.

    A row takes the id of the previous row with which it shares most evidence; where two rows claim one id (a split),
    the one with more shared evidence keeps it; where a row joins several previous ones (a merge), the one whose
    evidence came first lends its id. Other rows get the id of their earliest evidence.

    Args:
        prefix: of the ids.
        kinds: for each row, what is said, as in ``evidence_id``.
        rows: the rows of this release.
        previous: (id, row) of the last release.
    """
    ids: list[str | None] = [None] * len(rows)
    taken: set[str] = set()
    for _, _, index, old in sorted(_claims(rows, previous)):
        if ids[index] is None and old not in taken:
            ids[index] = old
            taken.add(old)
    for index in sorted(range(len(rows)), key=lambda number: _order(rows[number], kinds[number])):
        if ids[index] is None:
            rank = 0
            while (made := evidence_id(prefix, kinds[index], rows[index].evidence, rank)) in taken:
                rank += 1
            ids[index] = made
            taken.add(made)
    return [made for made in ids if made is not None]


@dataclass(frozen=True, slots=True)
class Supersession:
    """An id of the last release that no row keeps, and the row that took its evidence over."""

    old_id: str
    new_id: str
    reason: str


def find_superseded(
    previous: Sequence[tuple[str, Row]], current: Sequence[tuple[str, Row]]
) -> tuple[Supersession, ...]:
    """Merges and splits between two releases, for the registry of ids.

    A previous id that is gone was merged into the row that holds most of its evidence; a new id whose evidence was
    that of a previous row, which lives on, was split from it. Ids whose evidence is gone are in neither.
    """
    kept = {made for made, _ in current}
    known = {old for old, _ in previous}
    found: list[Supersession] = []
    for _, _, index, old in sorted(_claims([row for _, row in current], previous)):
        new = current[index][0]
        if old not in kept and old not in {item.old_id for item in found}:
            found.append(Supersession(old, new, "merged"))
        elif old in kept and new not in known and new not in {item.new_id for item in found}:
            found.append(Supersession(old, new, "split"))
    return tuple(sorted(found, key=lambda item: (item.old_id, item.new_id)))


def _claims(rows: Sequence[Row], previous: Sequence[tuple[str, Row]]) -> list[tuple[int, str, int, str]]:
    """(minus shared evidence, age, row, previous id) for all pairs that share evidence; small is strong."""
    holders: dict[EvidenceKey, list[str]] = defaultdict(list)
    age: dict[str, str] = {}
    for old, row in previous:
        keys = evidence_keys(row)
        age[old] = "".join(min(keys)) + old
        for key in keys:
            holders[key].append(old)
    claims = []
    for index, row in enumerate(rows):
        shared = Counter(old for key in evidence_keys(row) for old in holders.get(key, ()))
        claims += [(-count, age[old], index, old) for old, count in shared.items()]
    return claims


def _order(row: Row, kind: str) -> tuple[object, ...]:
    first = min((item.article_id, item.start, item.end) for item in row.evidence)
    return (*first, kind, repr(row))
