"""Which records are worth comparing: those that share a block, found in DuckDB, out of core.

Blocking keeps the cost near linear (Fellegi and Sunter, 1969; Christen, "Data Matching", 2012): a record is compared
with those with which it shares a key, unless time or a trait tells them apart at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from coalition_data.database import bounded_database

LARGEST_BLOCK = 200
"""Records of a block that are all compared with one another. In a larger one (a head of state who meets daily, the
meeting that every paper reports) each is compared with half as many that come next to it by day and by all its keys:
as many comparisons a record as in the largest block, and what is alike is still joined through its neighbours."""

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


def candidate_pairs(
    records: Iterable[Blocked], largest: int = LARGEST_BLOCK, *, in_order: bool = False
) -> Iterator[tuple[int, int]]:
    """Pairs of records that share a block, as their numbers, ascending.

    Args:
        records: numbered from 0 in their order; read once.
        largest: in blocks with more members only neighbours are paired.
        in_order: neighbours are those that come next in ``records``, not those that come next by day and keys.
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
        connection.execute(
            f"create table keyed (number integer, key ubigint, keys ubigint, first date, last date, {columns})"
        )
        numbered = enumerate(row for part in (first, rows) for row in part)
        while chunk := _as_arrow(islice(numbered, _RECORDS_AT_ONCE)):
            connection.register("chunk", chunk)
            connection.execute(
                "insert into keyed select number, hash(unnest(keys)), hash(list_sort(keys)), first, last, "
                f"{traits} from chunk"
            )
            connection.unregister("chunk")
        overlap = "coalesce(a.first <= b.last, true) and coalesce(b.first <= a.last, true)"
        order = "number" if in_order else "first, last, keys, number"
        pairs = connection.sql(_pairs_query(int(largest), f"{overlap} and {alike}", order))
        for batch in pairs.to_arrow_reader(_PAIRS_AT_ONCE):
            yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def _pairs_query(largest: int, comparable: str, order: str) -> str:
    """SQL for the pairs of ``keyed`` that share a block.

    Args:
        largest: as above.
        comparable: condition on two members ``a`` and ``b``.
        order: columns by which the members of a large block are neighbours.

    A large block is cut into runs of neighbours; each member meets its own run and the next one, so that the join
    needs no more room than its result.
    """
    reach = max(1, largest // 2)
    return f"""
        with size as (select key, count(*) as members from keyed group by key having count(*) > 1),
             small as (select keyed.* from keyed semi join (from size where members <= {largest}) using (key)),
             placed as (
                 select keyed.*, row_number() over (
                     partition by key order by {order}
                 ) as place
                 from keyed semi join (from size where members > {largest}) using (key)
             ),
             run as (select *, place // {reach} as run from placed),
             reached as (from run union all select * replace (run + 1 as run) from run),
             pair as (
                 select a.number as one, b.number as other
                 from small a join small b on a.key = b.key and a.number < b.number where {comparable}
                 union all
                 select least(a.number, b.number), greatest(a.number, b.number)
                 from reached a join run b on a.key = b.key and a.run = b.run
                 where b.place > a.place and b.place <= a.place + {reach} and {comparable}
             )
        select distinct one, other from pair order by one, other
    """


def _as_arrow(numbered: Iterable[tuple[int, Blocked]]) -> pa.Table | None:
    rows = list(numbered)
    if not rows:
        return None
    columns = (
        [number for number, _ in rows],
        [list(row.keys) for _, row in rows],
        [row.first for _, row in rows],
        [row.last for _, row in rows],
        [row.traits for _, row in rows],
    )
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )
