"""The queries behind a diff, over the views ``old_<table>`` and ``new_<table>``.

Every statement is made of the declared names of tables and columns; what articles say is only ever a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from coalition_data.release.folder import REGISTRY
from coalition_data.schema.columns import Table
from coalition_data.schema.tables import TABLES

_WORDS = r"array_to_string(regexp_extract_all(lower({text}), '[\p{{L}}\p{{N}}_]+'), ' ')"
"""SQL: the words of a text, so that a corrected mark or blank makes no other evidence (as in ``identifiers``)."""

_EVIDENCE = {
    "articles": "select article_id as id, unnest([raw_sha256, text_sha256, url, article_now(article_id)]) as said "
    "from {view} where true",
    "meetings": "select meeting_id as id, article_now(e.article_id) || ' ' || {words} as said "
    "from {view}, unnest(evidence) as t(e) where true",
    # several pledges stand in one sentence: the same pledger and kind of help make the same promise
    "pledges": "select pledge_id as id, concat_ws(' ', article_now(e.article_id), pledger_name, category, {words}) "
    "as said from {view}, unnest(evidence) as t(e) where true",
    "quotes": "select quote_id as id, article_now(article_id) || ' ' || {words} as said from {view} where true",
}
"""What a row rests on, a line each: rows of two releases that share a line tell of the same thing. ``article_now`` is
the new id of an article whose file changed (``create_article_states``)."""

_ARTICLES = {
    "articles": "[article_id]",
    "meetings": "list_transform(evidence, lambda e: e.article_id)",
    "pledges": "list_transform(evidence, lambda e: e.article_id)",
    "quotes": "[article_id]",
}
"""SQL: the articles that a row rests on."""


def create_sides(connection: duckdb.DuckDBPyConnection, old_dir: Path, new_dir: Path) -> None:
    """Create the views of both folders."""
    for side, folder in (("old", old_dir), ("new", new_dir)):
        for name in TABLES:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"create view {side}_{name} as from read_parquet('{path}')")


def create_registry(connection: duckdb.DuckDBPyConnection, new_dir: Path) -> None:
    """Create ``registry``: (id, superseded_by, split_from) as the new release's registry of ids says, else empty."""
    path = new_dir / REGISTRY
    if path.is_file():
        literal = str(path).replace("'", "''")
        connection.execute(
            f"create view registry as select id, superseded_by, split_from from read_parquet('{literal}')"
        )
    else:
        connection.execute("create table registry (id varchar, superseded_by varchar, split_from varchar)")


def create_article_states(connection: duckdb.DuckDBPyConnection, new_manifest: Mapping[str, Any]) -> None:
    """Create ``states``: for every old article whether it is ``same``, ``revised``, ``aside`` or ``gone``, and why.

    An article without an address has another id when its file changes: ``moved`` has its old and its new one.
    """
    aside = [
        (str(row["source_uri"]), str(row["reason"])) for row in new_manifest.get("set_aside", {}).get("documents", ())
    ]
    connection.execute("create table aside (source_uri varchar, reason varchar)")
    if aside:
        connection.executemany("insert into aside values (?, ?)", aside)
    connection.execute(
        """
        create table moved as
        select any_value(o.article_id) as old_id, any_value(n.article_id) as new_id
        from (from old_articles anti join new_articles using (article_id)) o
        join (from new_articles anti join old_articles using (article_id)) n using (source_uri)
        group by source_uri having count(*) = 1;
        create macro article_now(id) as coalesce((select new_id from moved where old_id = id), id);
        create table states as
        select o.article_id,
               case when n.article_id is not null and n.text_sha256 = o.text_sha256 then 'same'
                    when n.article_id is not null or o.article_id in (select old_id from moved) then 'revised'
                    when s.reason is not null then 'aside'
                    else 'gone' end as state,
               s.reason
        from old_articles o
        left join new_articles n using (article_id)
        left join (select source_uri, min(reason) as reason from aside group by all) s on s.source_uri = o.source_uri
        """
    )


def columns(connection: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    """Names of a view's columns, in order."""
    return [row[0] for row in connection.execute(f"describe {view}").fetchall()]


def count_rows(connection: duckdb.DuckDBPyConnection, table: Table, shared: Sequence[str]) -> tuple[int, ...]:
    """Rows added, removed, changed, and of both states together; then for each shared column its changed rows."""
    differs = [f'o."{name}" is distinct from n."{name}"' for name in shared]
    counted = "".join(f", count(*) filter (where old and new and {test})" for test in differs)
    row = connection.execute(
        f"""
        select count(*) filter (where not old), count(*) filter (where not new),
               count(*) filter (where old and new and ({" or ".join(differs) or "false"})), count(*) {counted}
        from (
            select o."{table.key}" is not null as old, n."{table.key}" is not null as new, o, n
            from old_{table.name} o full join new_{table.name} n on o."{table.key}" = n."{table.key}"
        )
        """
    ).fetchone()
    assert row is not None  # an aggregate without groups has one row
    return tuple(row)


def find_successions(connection: duckdb.DuckDBPyConnection, table: Table) -> list[tuple[Any, ...]]:
    """(old id, new id, kind) of every id whose evidence another id took over.

    The registry of ids knows; what it does not tell of is judged by most shared evidence.
    """
    words = _WORDS.format(text="text" if table.name == "quotes" else "e.text")
    old, new = (_EVIDENCE[table.name].format(view=f"{side}_{table.name}", words=words) for side in ("old", "new"))
    return connection.execute(
        f"""
        with o as (select distinct * from ({old}) where said is not null),
             n as (select distinct * from ({new}) where said is not null),
             olds as (select "{table.key}" as id from old_{table.name}),
             news as (select "{table.key}" as id from new_{table.name}),
             claims as (
                 select o.id as old_id, n.id as new_id, count(*) as shared,
                        o.id in (from news) as lives_on, n.id in (from olds) as was_there
                 from o join n using (said)
                 where o.id <> n.id
                   and (o.id not in (from news) or n.id not in (from olds))
                 group by all
             ),
             known as (
                 select id as old_id, superseded_by as new_id,
                        case when superseded_by in (from olds) then 'merged' else 'replaced' end as kind
                 from registry where id in (from olds) and id not in (from news) and superseded_by in (from news)
                 union all
                 select split_from, id, 'split' from registry
                 where split_from in (from olds) and split_from in (from news)
                   and id in (from news) and id not in (from olds)
             )
        from known
        union all
        select old_id, new_id, case when was_there then 'merged' else 'replaced' end as kind
        from claims where not lives_on and old_id not in (select old_id from known)
        qualify row_number() over (partition by old_id order by shared desc, was_there desc, new_id) = 1
        union all
        select old_id, new_id, 'split' from claims
        where lives_on and not was_there and new_id not in (select new_id from known)
        qualify row_number() over (partition by new_id order by shared desc, old_id) = 1
        order by all
        """
    ).fetchall()


def removed_rows(connection: duckdb.DuckDBPyConnection, table: Table, label: str) -> list[tuple[Any, ...]]:
    """(id, label, states of its articles, reasons for which they were set aside) of every row that is gone."""
    return connection.execute(
        f"""
        with gone as (
            select "{table.key}" as id, {label} as label, unnest({_ARTICLES[table.name]}) as article_id
            from old_{table.name} anti join new_{table.name} using ("{table.key}")
        )
        select id, any_value(label), list_sort(list(distinct coalesce(state, 'gone'))),
               list_sort(list(distinct reason) filter (where reason is not null))
        from gone left join states using (article_id) group by id order by id
        """
    ).fetchall()


def added_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, label: str, rows: int | None
) -> list[tuple[Any, ...]]:
    """(id, label) of rows that are new."""
    return connection.execute(
        f'select "{table.key}" as id, {label} from new_{table.name} anti join old_{table.name} using ("{table.key}") '
        f"order by id {_limit(rows)}"
    ).fetchall()


def changes(
    connection: duckdb.DuckDBPyConnection, table: Table, label: str, shared: Sequence[str], rows: int | None
) -> list[tuple[Any, ...]]:
    """(id, label, column, old value, new value) of every changed value, by column and id; ``rows`` of each column."""
    selects = [
        f"""(select o."{table.key}" as id, n.label, '{name}' as column_name, {place} as place,
             to_json(o."{name}")::varchar as old_value, to_json(n."{name}")::varchar as new_value
             from old_{table.name} o join (select *, {label} as label from new_{table.name}) n using ("{table.key}")
             where o."{name}" is distinct from n."{name}" order by id {_limit(rows)})"""
        for place, name in enumerate(shared)
    ]
    if not selects:
        return []
    found = connection.execute(f"{' union all '.join(selects)} order by place, id").fetchall()
    return [(key, name, column, _value(old), _value(new)) for key, name, column, _, old, new in found]


def _limit(rows: int | None) -> str:
    return "" if rows is None else f"limit {int(rows)}"


def _value(text: str | None) -> str | None:
    return None if text in (None, "null") else text
