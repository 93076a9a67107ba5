"""The vocabulary in which tables are declared: columns, structs, tables, enumerations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "date", "int32", "float64", "decimal(18,2)", "list<string>", "list<struct>"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column, described once.

    Attributes:
        name: as in Parquet.
        kind: storage type.
        description: what a value means, with unit and offset base where there is one.
        nullable: whether NULL (unknown) may stand in it.
        values: the allowed values, where the column is an enumeration.
        pattern: a regular expression that a value matches in full.
        code_list: name of the code list a value belongs to: ``iso3``, ``currency`` or ``language``.
        minimum, maximum: inclusive bounds of a number.
        minimum_items: how many elements a list holds at least.
        fields: the fields of a ``list<struct>``.
    """

    name: str
    kind: Kind
    description: str
    nullable: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    code_list: Literal["iso3", "currency", "language"] | None = None
    minimum: float | None = None
    maximum: float | None = None
    minimum_items: int = 0
    fields: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``column`` (dotted for a field of a list of structs) refers to ``table.target``; NULLs are exempt."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Where both are known, ``earlier`` is not after ``later``."""

    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Words that an article's text holds: ``text == articles.text[start:end]``; all three NULL, or none.

    Attributes:
        text, start, end: columns of the table, or fields of ``within``.
        article_id: the column (or field) that names the article.
        within: the ``list<struct>`` column that holds them, None for columns of the table itself.
    """

    text: str
    start: str
    end: str
    article_id: str = "article_id"
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One released table: its columns in order, key, and the rules that hold between them.

    Attributes:
        grain: what one row stands for.
        may_be_empty: whether a release may hold the table without a row.
    """

    name: str
    description: str
    key: str
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    date_orders: tuple[DateOrder, ...] = ()
    slices: tuple[Slice, ...] = ()
    grain: str = ""
    may_be_empty: bool = True

    def column(self, name: str) -> Column:
        """The column of that name; ``KeyError`` with the table's name where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")
