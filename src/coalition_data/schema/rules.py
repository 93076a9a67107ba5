"""The rules that the declaration of a table implies, each as SQL that selects the rows that break it.

One list for two readers: the Great Expectations suites are rendered from it (``schema.expectations``), and
``verify`` runs the SQL on a published release without loading Great Expectations.

The SQL is DuckDB's, over one view a table and the views ``iso3``, ``currency`` and ``language`` (column ``code``).
A list is unnested as ``e``; the row itself is ``b``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coalition_data.schema.columns import Column, ForeignKey, Slice, Table

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "date": "DATE",
    "int32": "INTEGER",
    "float64": "DOUBLE",
    "decimal(18,2)": "DECIMAL(18,2)",
    "list<string>": "VARCHAR[]",
}

TYPES_CHECK = "types"

_BLANK = r"[\s\p{Z}\p{Cc}\x{FEFF}\x{200B}]"
"""Blanks of any script, control characters, byte order mark, zero-width space: never first or last in a value."""

_MAY_COMPOSE = r"[^\x{1}-\x{2FF}\x{2010}-\x{2027}\x{2030}-\x{205E}\x{20A0}-\x{20C0}]"
"""Characters that normal form C may change; those of Latin text with marks, dashes and currencies it leaves. To look
for one is cheaper than to make the normal form."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of one table.

    Attributes:
        table: name of the table.
        name: ``column.rule``, unique in the table; a field of a list is ``column.field.rule``.
        description: what must hold, in words.
        rows: SQL that selects the key and the values of the rows that break the rule.
        scope: SQL that counts what the rule looks at.
        column: the column, where the rule is about one.
        expectation: the Great Expectations type that checks the same natively; None: ``rows`` is the check.
        arguments: of that expectation.
    """

    table: str
    name: str
    description: str
    rows: str
    scope: str
    column: str | None = None
    expectation: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: a column of a table, or a field of a list of structs."""

    table: Table
    column: Column
    within: Column | None = None

    @property
    def name(self) -> str:
        return f"{self.within.name}.{self.column.name}" if self.within else self.column.name

    @property
    def value(self) -> str:
        return f'e."{self.column.name}"' if self.within else f'b."{self.column.name}"'

    @property
    def source(self) -> str:
        return _source(self.table, self.within.name if self.within else None)


@dataclass(frozen=True, slots=True)
class _Element(_Place):
    """The elements of a ``list<string>``."""

    @property
    def name(self) -> str:
        return f"{self.column.name}[]"

    @property
    def value(self) -> str:
        return "e"

    @property
    def source(self) -> str:
        return _source(self.table, self.column.name)


def table_rules(table: Table) -> tuple[Rule, ...]:
    """All rules of a table, in the order of its columns; the rules between columns come last."""
    return tuple(_table_rules(table))


def _table_rules(table: Table) -> Iterator[Rule]:
    yield _types_rule(table)
    yield _unique_rule(table)
    for column in table.columns:
        yield from _value_rules(_Place(table, column))
        if column.kind == "list<string>":
            yield from _element_rules(_Element(table, column))
        for child in column.fields:
            yield from _value_rules(_Place(table, child, within=column))
    for key in table.foreign_keys:
        yield _foreign_key_rule(table, key)
    for order in table.date_orders:
        yield _rule(
            _Place(table, table.column(order.earlier)),
            "order",
            f"{order.earlier} is not after {order.later}",
            f'b."{order.earlier}" > b."{order.later}"',
            shown=f'b."{order.earlier}", b."{order.later}"',
        )
    for words in table.slices:
        yield _slice_rule(table, words)


def _value_rules(place: _Place) -> Iterator[Rule]:
    column = place.column
    if not column.nullable:
        yield _not_null_rule(place)
    if column.minimum_items:
        yield _rule(
            place,
            "not_empty",
            f"{place.name} holds at least {column.minimum_items} element",
            f"{place.value} is null or len({place.value}) < {column.minimum_items}",
            scope_all=True,
        )
    if column.kind == "string":
        yield from _string_rules(place)
    if column.kind == "float64":
        yield _rule(place, "finite", f"{place.name} is a finite number", f"not isfinite({place.value})")
    if column.minimum is not None or column.maximum is not None:
        yield _bounds_rule(place)


def _element_rules(place: _Place) -> Iterator[Rule]:
    yield _rule(place, "not_null", f"no element of {place.column.name} is NULL", "e is null", scope_all=True)
    yield from _string_rules(place)


def _string_rules(place: _Place) -> Iterator[Rule]:
    column, name, value = place.column, place.name, place.value
    if column.values:
        yield _enumeration_rule(place)
    elif column.pattern:
        yield _rule(
            place,
            "pattern",
            f"{name} matches {column.pattern}",
            f"not regexp_full_match({value}, {_literal(column.pattern)})",
        )
    elif column.code_list:
        yield _rule(
            place,
            column.code_list,
            f"{name} is a code of the list {column.code_list}",
            f"{value} not in (select code from {column.code_list})",
        )
    elif place.name not in {key.column for key in place.table.foreign_keys}:
        blank = f"regexp_matches(left({value}, 1) || right({value}, 1), {_literal(_BLANK)})"
        composed = f"regexp_matches({value}, {_literal(_MAY_COMPOSE)})"
        yield _rule(
            place,
            "text",
            f"{name} is not empty, has no blank at either end, and is in Unicode normal form C",
            f"{value} = '' or {blank} or ({composed} and nfc_normalize({value}) <> {value})",
        )


def _types_rule(table: Table) -> Rule:
    declared = ", ".join(f"({_literal(column.name)}, {_literal(duckdb_type(column))})" for column in table.columns)
    # the outer join keeps a column that is missing: the rule cannot pass unseen
    rows = (
        "select declared.name as column_name, declared.type as declared_type, found.type as found_type "
        f"from (values {declared}) declared(name, type) "
        "left join (select column_name as name, replace(column_type, '\"', '') as type "
        f"from (describe select * from {table.name} b)) found using (name) "
        "where found.type is distinct from declared.type"
    )
    scope = f"select count(*) from (describe {table.name})"
    return Rule(table.name, TYPES_CHECK, "every column has its declared type", rows, scope)


def _not_null_rule(place: _Place) -> Rule:
    rule = _rule(place, "not_null", f"{place.name} is never NULL", f"{place.value} is null", scope_all=True)
    if place.within is not None:
        return rule
    return _native(rule, "expect_column_values_to_not_be_null", column=place.column.name)


def _enumeration_rule(place: _Place) -> Rule:
    values = place.column.values
    listed = ", ".join(_literal(value) for value in values)
    rule = _rule(
        place, "enumeration", f"{place.name} is one of {', '.join(values)}", f"{place.value} not in ({listed})"
    )
    if place.name != place.column.name:
        return rule
    return _native(rule, "expect_column_values_to_be_in_set", column=place.column.name, value_set=list(values))


def _bounds_rule(place: _Place) -> Rule:
    column, value = place.column, place.value
    low, high = column.minimum, column.maximum
    tests = [
        *([f"{value} < {low!r}"] if low is not None else []),
        *([f"{value} > {high!r}"] if high is not None else []),
    ]
    bounds = " and ".join(
        [*([f"at least {low:g}"] if low is not None else []), *([f"at most {high:g}"] if high is not None else [])]
    )
    rule = _rule(place, "bounds", f"{place.name} is {bounds}", " or ".join(tests))
    if place.within is not None:
        return rule
    return _native(rule, "expect_column_values_to_be_between", column=column.name, min_value=low, max_value=high)


def _unique_rule(table: Table) -> Rule:
    key = table.key
    rule = Rule(
        table.name,
        f"{key}.unique",
        f"no two rows have the same {key}",
        f'select "{key}", count(*) as rows_with_it from {table.name} group by 1 having count(*) > 1',
        f"select count(*) from {table.name}",
        key,
    )
    return _native(rule, "expect_column_values_to_be_unique", column=key)


def _foreign_key_rule(table: Table, key: ForeignKey) -> Rule:
    outer, _, inner = key.column.rpartition(".")
    place = _Place(table, _child(table, outer, inner), table.column(outer) if outer else None)
    return _rule(
        place,
        "foreign_key",
        f"{key.column} refers to {key.table}.{key.target}",
        f'not exists (select 1 from {key.table} t where t."{key.target}" = {place.value})',
        guard=f"{place.value} is not null",
    )


def _slice_rule(table: Table, words: Slice) -> Rule:
    prefix = "e" if words.within else "b"
    text, start, end, article = (
        f'{prefix}."{name}"' for name in (words.text, words.start, words.end, words.article_id)
    )
    name = f"{words.within}.{words.text}" if words.within else words.text
    # DuckDB's substr counts from 1; both count code points
    wrong = (
        f"({text} is null) <> ({start} is null) or ({text} is null) <> ({end} is null) or ({text} is not null and "
        f"case when a.article_id is null then true when a.text is null then length({text}) <> {end} - {start} "
        f"else substr(a.text, {start} + 1, {end} - {start}) is distinct from {text} end)"
    )
    source = f"{_source(table, words.within)} left join articles a on a.article_id = {article}"
    return Rule(
        table.name,
        f"{name}.slice",
        f"{name} equals articles.text[{words.start}:{words.end}]",
        f'select b."{table.key}", {article} as article_id, {start}, {end}, {text}, '
        f"substr(a.text, {start} + 1, greatest({end} - {start}, 0)) as article_says from {source} where {wrong}",
        f"select count({text}) from {_source(table, words.within)}",
        words.within or words.text,
    )


def _rule(
    place: _Place,
    suffix: str,
    description: str,
    wrong: str,
    *,
    guard: str | None = None,
    shown: str | None = None,
    scope_all: bool = False,
) -> Rule:
    known = "count(*)" if scope_all else f"count({place.value})"
    shown = shown or f"{place.value} as {_identifier(place.name)}"
    key = "" if place.name == place.table.key else f'b."{place.table.key}", '
    return Rule(
        place.table.name,
        f"{place.name}.{suffix}",
        description,
        f"select {key}{shown} from {place.source} where {f'{guard} and ({wrong})' if guard else wrong}",
        f"select {known} from {place.source}",
        place.within.name if place.within else place.column.name,
    )


def _native(rule: Rule, expectation: str, **arguments: Any) -> Rule:
    return Rule(
        rule.table, rule.name, rule.description, rule.rows, rule.scope, rule.column, expectation, dict(arguments)
    )


def duckdb_type(column: Column) -> str:
    """The DuckDB type of a column, as ``DESCRIBE`` prints it, without quotation marks."""
    if column.kind == "list<struct>":
        fields = ", ".join(f"{child.name} {duckdb_type(child)}" for child in column.fields)
        return f"STRUCT({fields})[]"
    return DUCKDB_TYPES[column.kind]


def _child(table: Table, outer: str, inner: str) -> Column:
    if not outer:
        return table.column(inner)
    return next(child for child in table.column(outer).fields if child.name == inner)


def _source(table: Table, within: str | None) -> str:
    return f'{table.name} b, unnest(b."{within}") as u(e)' if within else f"{table.name} b"


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
