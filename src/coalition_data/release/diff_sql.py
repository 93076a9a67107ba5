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
    "from {view}",
    "meetings": "select meeting_id as id, article_now(e.article_id) || ' ' || {words} as said "
    "from {view}, unnest(evidence) as t(e) where e.article_id in (from touched)",
    # several pledges stand in one sentence: the same pledger and kind of help make the same promise
    "pledges": "select pledge_id as id, concat_ws(' ', article_now(e.article_id), pledger_name, category, {words}) "
    "as said from {view}, unnest(evidence) as t(e) where e.article_id in (from touched)",
    "quotes": "select quote_id as id, article_now(article_id) || ' ' || {words} as said from {view} "
    "where article_id in (from touched)",
}
"""What a row rests on, a line each: rows of two releases that share a line tell of the same thing. ``article_now`` is
the new id of an article whose file changed (``create_article_states``). It begins each line but those of articles, so
that only the words of articles that lost or won a row (``touched``) are looked at."""

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
    connection.execute(
        "create table aside as select unnest($1::varchar[]) as source_uri, unnest($2::varchar[]) as reason",
        [[uri for uri, _ in aside], [reason for _, reason in aside]],
    )
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
    return [name for name, _ in _types(connection, view)]


def _types(connection: duckdb.DuckDBPyConnection, view: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(f"describe {view}").fetchall()]


def compare_rows(connection: duckdb.DuckDBPyConnection, table: Table, shared: Sequence[str]) -> tuple[int, ...]:
    """Create ``compared``: the rows that are not the same in both states, and the ``touched`` articles they rest on.

    Long values are joined by their hash, so that the texts of a release need not fit into memory.

    Args:
        connection: with the views of both sides.
        table: which.
        shared: columns that both sides have.

    Returns:
        rows added, removed, changed, and of both states together; then for each shared column its changed rows.
    """
    sides = ((side, dict(_types(connection, f"{side}_{table.name}"))) for side in ("old", "new"))
    (_, old_types), (_, new_types) = sides
    values = [_comparable(name, old_types[name], new_types[name]) for name in shared]
    o, n = (
        f'select "{table.key}" as id{"".join(f", {value} as c{at}" for at, value in enumerate(values))} '
        f"from {side}_{table.name}"
        for side in ("old", "new")
    )
    differs = [f"o.c{at} is distinct from n.c{at}" for at in range(len(shared))]
    columns = "".join(f", {test} as c{at}" for at, test in enumerate(differs))
    connection.execute(
        f"""
        create or replace temp table compared as
        select coalesce(o.id, n.id) as id, o.id is not null as old, n.id is not null as new {columns}
        from ({o}) o full join ({n}) n on o.id = n.id
        where o.id is null or n.id is null or {" or ".join(differs) or "false"};
        create or replace temp table touched as
        with lost as (select id from compared where not new), won as (select id from compared where not old),
             article as (
                 select unnest({_ARTICLES[table.name]}) as article_id
                 from old_{table.name} where "{table.key}" in (from lost)
                 union
                 select unnest({_ARTICLES[table.name]}) from new_{table.name} where "{table.key}" in (from won)
             )
        from article
        union select new_id from moved where old_id in (from article)
        union select old_id from moved where new_id in (from article)
        """
    )
    counted = "".join(f", count(*) filter (where old and new and c{at})" for at in range(len(shared)))
    row = connection.execute(
        f"""
        select count(*) filter (where not old), count(*) filter (where not new), count(*) filter (where old and new),
               (select count(*) from old_{table.name}) + count(*) filter (where not old) {counted}
        from compared
        """
    ).fetchone()
    assert row is not None  # an aggregate without groups has one row
    return tuple(row)


def _comparable(name: str, old_type: str, new_type: str) -> str:
    """SQL: what tells two values of a column apart; of a list it is the text, as DuckDB hashes [NULL] like []."""
    if old_type == new_type == "VARCHAR":
        return f'hash("{name}")'
    return f'hash(to_json("{name}")::varchar)' if old_type == new_type and new_type.endswith("[]") else f'"{name}"'


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
             lost as (select id from compared where not new),
             won as (select id from compared where not old),
             claims as (
                 select *, old_id not in (from lost) as lives_on, new_id not in (from won) as was_there
                 from (
                     select o.id as old_id, n.id as new_id, count(*) as shared
                     from o join n using (said) where o.id <> n.id group by all
                 )
                 where old_id in (from lost) or new_id in (from won)
             ),
             known as (
                 select id as old_id, superseded_by as new_id,
                        case when superseded_by in (from olds) then 'merged' else 'replaced' end as kind
                 from registry where id in (from lost) and superseded_by in (from news)
                 union all
                 select split_from, id, 'split' from registry
                 where split_from in (from olds) and split_from in (from news) and id in (from won)
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
            from old_{table.name} where "{table.key}" in (select id from compared where not new)
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
        f'select "{table.key}" as id, {label} from new_{table.name} '
        f'where "{table.key}" in (select id from compared where not old order by id {_limit(rows)}) order by id'
    ).fetchall()


def changes(
    connection: duckdb.DuckDBPyConnection, table: Table, label: str, columns: Mapping[int, str], rows: int | None
) -> list[tuple[Any, ...]]:
    """(id, label, column, old value, new value) of every changed value, by column and id; ``rows`` of each column.

    Args:
        connection: after ``compare_rows``.
        table: which.
        label: SQL of how a row is named.
        columns: those with a changed value, by their place among the shared ones.
        rows: None: all.
    """
    selects = [
        f"""(select id, n.label, '{name}' as column_name, {place} as place,
             to_json(o."{name}")::varchar as old_value, to_json(n."{name}")::varchar as new_value
             from (select id from compared where old and new and c{place} order by id {_limit(rows)})
             join old_{table.name} o on o."{table.key}" = id
             join (select *, {label} as label from new_{table.name}) n on n."{table.key}" = id)"""
        for place, name in columns.items()
    ]
    if not selects:
        return []
    found = connection.execute(f"{' union all '.join(selects)} order by place, id").fetchall()
    return [(key, name, column, _value(old), _value(new)) for key, name, column, _, old, new in found]


def _limit(rows: int | None) -> str:
    return "" if rows is None else f"limit {int(rows)}"


def _value(text: str | None) -> str | None:
    return None if text in (None, "null") else text
