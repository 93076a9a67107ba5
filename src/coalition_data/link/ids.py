"""Ids that last: a row keeps the id of the row of earlier releases that rests on the same words.

The registry knows every id that was ever given, with fingerprints of the evidence it stood for. A fingerprint is a
sketch of a sentence (the smallest hashes of its word triples), so that an id survives a corrected text, a shortened
quotation, and an article that is missing for a release. What became of an id that no row holds any more stands there
too: merged into another, or gone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from coalition_data.identifiers import evidence_id, normalised
from coalition_data.link.moved import follow, moved_sentences
from coalition_data.records import Evidence, KnownId

ACTIVE, SUPERSEDED, RETIRED = "active", "superseded", "retired"
_STANDING = (ACTIVE, RETIRED, SUPERSEDED)
"""Whose claim goes first where two ids rest on the same words."""
_SKETCH = 8
"""Hashes of a fingerprint; eight tell sentences apart and let half of one change."""
_WORDS = 3
_HASH_BYTES = 4
_ALIKE = 0.3
"""Likeness from which two fingerprints are one sentence, corrected; other sentences of an article share below 0.1."""

Near = Callable[[str, str], int]
"""How near the kinds of two rows are: 0 never one row, 1 only where nothing else claims, up to 4 the same."""


class Row(Protocol):
    """A row with evidence."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """At least one."""
        ...


@dataclass(frozen=True, slots=True)
class Claimant:
    """A row of this release that needs its id.

    Attributes:
        fingerprints: of the row's evidence, sorted.
        kind: what is compared with the kinds of known ids.
        seed: what a new id is made from, beside the evidence.
        place: where the row's earliest evidence stands.
        load: gives the row; asked where it gets a new id.
    """

    fingerprints: tuple[str, ...]
    kind: str
    seed: str
    place: tuple[str, int, int]
    load: Callable[[], Row]


def make_claimant(row: Row, kind: str, seed: str, load: Callable[[], Row] | None = None) -> Claimant:
    """A row as it claims its id.

    Args:
        row: with its evidence.
        kind, seed: as in ``Claimant``.
        load: gives the row again where it doesn't stay in memory.
    """
    return Claimant(
        fingerprints=tuple(sorted({fingerprint(item) for item in row.evidence})),
        kind=kind,
        seed=seed,
        place=min((item.article_id, item.start, item.end) for item in row.evidence),
        load=load or (lambda: row),
    )


def same_kind(new: str, old: str) -> int:
    """Nearness for rows whose kinds must be equal."""
    return 4 if new == old else 0


def fingerprint(item: Evidence) -> str:
    """The article and a sketch of the words, whatever their offsets, marks and spacing."""
    words = normalised(item.text).split()
    triples = {" ".join(words[first : first + _WORDS]) for first in range(max(1, len(words) - _WORDS + 1))}
    hashes = sorted(hashlib.blake2b(triple.encode(), digest_size=_HASH_BYTES).hexdigest() for triple in triples)
    return f"{item.article_id}:{''.join(hashes[:_SKETCH])}"


def likeness(one: str, other: str) -> float:
    """Share of word triples that two sentences of an article have in common, from their fingerprints."""
    if one == other:
        return 1.0
    if _article(one) != _article(other):
        return 0.0
    first, second = _hashes(one), _hashes(other)
    smallest = sorted(first | second)[:_SKETCH]
    return len([made for made in smallest if made in first and made in second]) / len(smallest)


def _article(print_: str) -> str:
    return print_.split(":", 1)[0]


def _hashes(sketch: str) -> set[str]:
    text, size = sketch.split(":", 1)[1], 2 * _HASH_BYTES
    return {text[start : start + size] for start in range(0, len(text), size)}


@dataclass(frozen=True, slots=True)
class Claims:
    """What the rows of a release claim of the ids that were given before, weighed once for the ids and their registry.

    Attributes:
        claimants: the rows.
        known: the ids of the same table that earlier releases gave, as they rest on the articles' new ids.
        near: how near the kinds of a row and an id are.
        held: the known ids that rest on each article.
        claims: all pairs of an id and a row that share evidence and may be one, the strongest first.
    """

    claimants: Sequence[Claimant]
    known: Sequence[KnownId]
    near: Near
    held: Mapping[str, Sequence[KnownId]]
    claims: Sequence[_Claim]


_Claim = tuple[int, float, int, str, str, int]
"""Minus nearness, minus shared evidence, standing, age, id, row: small is strong."""


def weigh_claims(claimants: Sequence[Claimant], known: Sequence[KnownId], near: Near) -> Claims:
    """Compare the rows of this release with the known ids that rest on the same articles.

    Args:
        claimants, known, near: as in ``Claims``, the known ids as earlier releases left them.
    """
    known = follow(known, moved_sentences(known, (claimant.fingerprints for claimant in claimants)))
    held = _by_article(known)
    claims: list[_Claim] = []
    for index, claimant in enumerate(claimants):
        prints = claimant.fingerprints
        for one in _sharing_article(prints, held):
            level = near(claimant.kind, one.kind)
            shared = _shared(prints, one.fingerprints) if level else 0.0
            if shared:
                age = f"{one.new_after or ''} {one.fingerprints[0]}"
                claims.append((-level, -shared, _STANDING.index(one.status), age, one.id, index))
    return Claims(claimants, known, near, held, sorted(claims))


def assign_ids(prefix: str, weighed: Claims) -> list[str]:
    """An id for every row, in the order of the claimants; the same for every order of the input.

    The nearest kinds choose first, then those that share most evidence; where two rows claim one id (a split), the
    one that shares more keeps it; where a row joins several ids (a merge), the one that shares most, else the oldest,
    lends its id. Rows that claim none get an id of their earliest evidence.

    Args:
        prefix: of the ids.
        weighed: the rows of this release and what they claim.
    """
    claimants = weighed.claimants
    ids: list[str | None] = [None] * len(claimants)
    taken: set[str] = set()
    alone = _alone(weighed.claims)
    for level, _, _, _, old, index in weighed.claims:
        if ids[index] is None and old not in taken and (level < -1 or (index, old) in alone):
            ids[index] = old
            taken.add(old)
    taken |= {one.id for one in weighed.known}
    for index in _in_order([index for index, made in enumerate(ids) if made is None], claimants):
        rank, evidence = 0, claimants[index].load().evidence
        while (made := evidence_id(prefix, claimants[index].seed, evidence, rank)) in taken:
            rank += 1
        ids[index] = made
        taken.add(made)
    return [made for made in ids if made is not None]


def _by_article(known: Iterable[KnownId]) -> dict[str, list[KnownId]]:
    """The known ids that rest on each article."""
    held: dict[str, list[KnownId]] = defaultdict(list)
    for one in known:
        for article in set(map(_article, one.fingerprints)):
            held[article].append(one)
    return held


def _sharing_article(prints: Iterable[str], held: Mapping[str, Sequence[KnownId]]) -> Iterable[KnownId]:
    """The known ids that rest on an article of these fingerprints, each once."""
    return {one.id: one for print_ in prints for one in held.get(_article(print_), ())}.values()


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Jaccard index of two sets of fingerprints, corrected sentences counted by their likeness."""
    if one == other:
        return 1.0
    both = 0.0
    for print_ in one:
        best = max((likeness(print_, known) for known in other), default=0.0)
        both += best if best >= _ALIKE else 0.0
    return both / (len(one) + len(other) - both) if both else 0.0


def _alone(claims: Iterable[_Claim]) -> set[tuple[int, str]]:
    """(row, id) pairs that neither the row nor the id has another candidate for."""
    rows: dict[int, set[str]] = defaultdict(set)
    olds: dict[str, set[int]] = defaultdict(set)
    for _, _, _, _, old, index in claims:
        rows[index].add(old)
        olds[old].add(index)
    return {(index, old) for index, found in rows.items() for old in found if len(found) == len(olds[old]) == 1}


def _in_order(chosen: Iterable[int], claimants: Sequence[Claimant]) -> Iterator[int]:
    """Numbers of claimants by where their evidence stands, and only where two stand alike by their rows."""

    def place(number: int) -> tuple[object, ...]:
        return (*claimants[number].place, claimants[number].seed)

    for _, alike in groupby(sorted(chosen, key=place), key=place):
        numbers = list(alike)
        yield from numbers if len(numbers) == 1 else sorted(numbers, key=lambda one: repr(claimants[one].load()))


def update_known(table: str, weighed: Claims, ids: Sequence[str], release: str | None) -> tuple[KnownId, ...]:
    """The registry of a table after a release: what it knew, with what the new rows make of it.

    An id that no row holds was merged into the row that took over most of its evidence (``superseded``), or its
    evidence is gone (``retired``); either comes back when its evidence stands alone again. A new id whose evidence an
    id that lives on held before was split from it.

    Args:
        table: its name.
        weighed: the rows of this release and what they claim.
        ids: of the rows.
        release: version of the last release, None where there is none.
    """
    before = {one.id: one for one in weighed.known}
    now = dict(zip(ids, weighed.claimants, strict=True))
    heirs: dict[str, str] = {}
    for *_, old, index in sorted(weighed.claims, key=lambda claim: (*claim[:-1], ids[claim[-1]])):
        if ids[index] != old:
            heirs.setdefault(old, ids[index])
    records = [
        _lives_on(before[made], claimant)
        if made in before
        else _given(made, table, claimant, release, _origin(made, claimant, weighed, now))
        for made, claimant in now.items()
    ]
    records += [_gone(one, heirs.get(one.id), release) for one in weighed.known if one.id not in now]
    return tuple(sorted(_followed(records), key=lambda one: one.id))


def _given(made: str, table: str, claimant: Claimant, release: str | None, origin: str | None) -> KnownId:
    return KnownId(made, table, ACTIVE, None, origin, release, None, claimant.kind, claimant.fingerprints)


def _lives_on(old: KnownId, claimant: Claimant) -> KnownId:
    merged = tuple(sorted({*old.fingerprints, *claimant.fingerprints}))
    return replace(old, status=ACTIVE, superseded_by=None, last_release=None, kind=claimant.kind, fingerprints=merged)


def _origin(made: str, claimant: Claimant, weighed: Claims, now: Mapping[str, Claimant]) -> str | None:
    """The id that a new row was split from: it lives on, and held all of the row's evidence before."""
    prints, near = claimant.fingerprints, weighed.near
    for one in sorted(_sharing_article(prints, weighed.held), key=lambda one: one.id):
        if one.id == made or one.id not in now or one.status != ACTIVE or near(claimant.kind, one.kind) <= 1:
            continue
        rest = now[one.id].fingerprints
        moved = all(any(likeness(print_, old) >= _ALIKE for old in one.fingerprints) for print_ in prints)
        if moved and not any(likeness(print_, left) >= _ALIKE for print_ in prints for left in rest):
            return one.id
    return None


def _gone(one: KnownId, heir: str | None, release: str | None) -> KnownId:
    if one.status != ACTIVE:
        return one
    status = SUPERSEDED if heir is not None else RETIRED
    return replace(one, status=status, superseded_by=heir, last_release=release)


def _followed(records: Sequence[KnownId]) -> list[KnownId]:
    """Every superseded id names a living one, where its heir was superseded in turn."""
    by_id = {one.id: one for one in records}
    found = []
    for one in records:
        heir, steps = one.superseded_by, 0
        while heir is not None and by_id[heir].superseded_by is not None and steps < len(records):
            heir, steps = by_id[heir].superseded_by, steps + 1
        found.append(replace(one, superseded_by=heir) if heir != one.superseded_by else one)
    return found
