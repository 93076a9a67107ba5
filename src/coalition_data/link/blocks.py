"""Which records are worth comparing: those that share a block, found in DuckDB, out of core.

Blocking keeps the cost near linear (Fellegi and Sunter, 1969; Christen, "Data Matching", 2012): a record is compared
with those with which it shares a key, unless time or a trait tells them apart at once.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from coalition_data.database import bounded_database

Record = TypeVar("Record")

LARGEST_BLOCK = 200
"""A key that more records share tells nothing (a head of state who meets daily); other keys still compare them."""

_RECORDS_AT_ONCE = 8_192
_PAIRS_AT_ONCE = 65_536

_SCHEMA = pa.schema(
    [("number", pa.int32()), ("keys", pa.list_(pa.string())), ("first", pa.date32()), ("last", pa.date32()),
     ("traits", pa.list_(pa.string()))]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking needs of a record.

    Attributes:
        keys: it is compared with records that share one of them.
        first, last: the days that it can be about; records whose days don't overlap are not compared. None: any.
        traits: records that both have a trait, another one each, are not compared; as many for every record, at
            least one.
    """

    keys: frozenset[str]
    first: dt.date | None
    last: dt.date | None
    traits: tuple[str | None, ...]


def candidate_pairs(records: Iterable[Blocked], largest: int = LARGEST_BLOCK) -> Iterator[tuple[int, int]]:
    """Pairs of records that share a block, as their numbers, ascending.

    Args:
        records: numbered from 0 in their order; read once.
        largest: blocks with more members are left out.
    """
    rows = iter(records)
    first = list(islice(rows, 2))
    if len(first) < 2:
        return
    places = range(1, len(first[0].traits) + 1)
    columns = ", ".join(f"trait{place} varchar" for place in places)
    traits = ", ".join(f"traits[{place}]" for place in places)
    alike = " and ".join(f"coalesce(a.trait{place} = b.trait{place}, true)" for place in places)
    with bounded_database() as connection:
        connection.execute(f"create table keyed (number integer, key ubigint, first date, last date, {columns})")
        numbered = enumerate(row for part in (first, rows) for row in part)
        while chunk := _as_arrow(islice(numbered, _RECORDS_AT_ONCE)):
            connection.register("chunk", chunk)
            connection.execute(f"insert into keyed select number, hash(unnest(keys)), first, last, {traits} from chunk")
            connection.unregister("chunk")
        pairs = connection.sql(
            f"""
            with block as (select key from keyed group by key having count(*) between 2 and {int(largest)}),
                 member as (select * from keyed semi join block using (key))
            select distinct a.number as one, b.number as other
            from member a join member b on a.key = b.key and a.number < b.number
            where coalesce(a.first <= b.last, true) and coalesce(b.first <= a.last, true)
              and {alike}
            order by one, other
            """
        )
        for batch in pairs.to_arrow_reader(_PAIRS_AT_ONCE):
            yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def _as_arrow(numbered: Iterable[tuple[int, Blocked]]) -> pa.Table | None:
    rows = [
        {"number": number, "keys": list(row.keys), "first": row.first, "last": row.last, "traits": list(row.traits)}
        for number, row in numbered
    ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA) if rows else None


def linked_groups(
    size: int, edges: Iterable[tuple[int, int, float]]
) -> Iterator[tuple[list[int], list[tuple[int, int, float]]]]:
    """The connected components of a graph with their edges; those of one member included.

    Args:
        size: nodes are the numbers below it.
        edges: two nodes and the weight of each; read once.

    Yields:
        the members, ascending, and the edges between them.
    """
    ones, others, weights = array("l"), array("l"), array("d")
    parent = array("l", range(size))
    for one, other, weight in edges:
        ones.append(one)
        others.append(other)
        weights.append(weight)
        low, high = sorted((_root(parent, one), _root(parent, other)))
        parent[high] = low  # a root is the smallest member
    roots = np.array([_root(parent, node) for node in range(size)], dtype=np.int64)
    edge_roots = roots[np.array(ones, dtype=np.int64)]
    node_order, edge_order = (np.argsort(found, kind="stable") for found in (roots, edge_roots))
    heads = np.flatnonzero(roots == np.arange(size))
    node_ends, edge_ends = (
        np.searchsorted(found[order], heads, side="right")
        for found, order in ((roots, node_order), (edge_roots, edge_order))
    )
    node_start = edge_start = 0
    for node_end, edge_end in zip(node_ends, edge_ends, strict=True):
        inside = edge_order[edge_start:edge_end].tolist()
        yield node_order[node_start:node_end].tolist(), [(ones[at], others[at], weights[at]) for at in inside]
        node_start, edge_start = node_end, edge_end


def ordered_clusters(
    records: Sequence[Record],
    edges: Iterable[tuple[int, int, float]],
    order: Callable[[Record], Any],
    cluster: Callable[[Sequence[Record], Sequence[tuple[float, int, int]]], list[list[int]]],
) -> Iterator[list[int]]:
    """What is one, decided group by group: the same whatever the order in which the records come.

    Args:
        records: any sequence; may read from disk.
        edges: two numbers of records, and how much alike they are.
        order: sorts the records of a group.
        cluster: takes the records of a group in that order and the pairs that are alike (how much, two indices,
            ascending), and gives the indices of those that are one.

    Yields:
        numbers of records that are one, in that order.
    """
    for members, inside in linked_groups(len(records), edges):
        if len(members) == 1:
            yield members
            continue
        ordered = sorted(members, key=lambda number: order(records[number]))
        place = {number: at for at, number in enumerate(ordered)}
        ends = [sorted((place[one], place[other])) for one, other, _ in inside]
        pairs = [(value, low, high) for (low, high), (_, _, value) in zip(ends, inside, strict=True)]
        for found in cluster([records[number] for number in ordered], pairs):
            yield [ordered[at] for at in found]


def _root(parent: array[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
