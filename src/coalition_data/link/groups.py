"""What is one among records that are alike: groups that pairs connect, each decided by itself."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

import numpy as np

Record = TypeVar("Record")


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


def in_order(records: Iterable[Record], place: Callable[[Record], Any], tie: Callable[[Record], Any]) -> list[Record]:
    """The records sorted by ``place``, and only those of one place by ``tie``, which costs more."""
    found: list[Record] = []
    for _, alike in groupby(sorted(records, key=place), key=place):
        together = list(alike)
        found += together if len(together) == 1 else sorted(together, key=tie)
    return found


def ordered_clusters(
    records: Sequence[Record],
    edges: Iterable[tuple[int, int, float]],
    place: Callable[[Record], Any],
    tie: Callable[[Record], Any],
    cluster: Callable[[Sequence[Record], Sequence[tuple[float, int, int]]], list[list[int]]],
) -> Iterator[list[int]]:
    """What is one, decided group by group: the same whatever the order in which the records come.

    Args:
        records: any sequence; may read from disk.
        edges: two numbers of records, and how much alike they are.
        place, tie: sort the records of a group, as of ``in_order``.
        cluster: takes the records of a group in that order and the pairs that are alike (how much, two indices,
            ascending), and gives the indices of those that are one.

    Yields:
        numbers of records that are one, in that order.
    """
    for members, inside in linked_groups(len(records), edges):
        if len(members) == 1:
            yield members
            continue
        ordered = in_order(members, lambda number: place(records[number]), lambda number: tie(records[number]))
        rank = {number: at for at, number in enumerate(ordered)}
        ends = [sorted((rank[one], rank[other])) for one, other, _ in inside]
        pairs = [(value, low, high) for (low, high), (_, _, value) in zip(ends, inside, strict=True)]
        for found in cluster([records[number] for number in ordered], pairs):
            yield [ordered[at] for at in found]


def _root(parent: array[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
