"""Records as plain rows, as Arrow and JSON take them, and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import operator
import types
import typing
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


def to_row(record: Any) -> dict[str, Any]:
    """A record as a plain row: nested records become dicts, tuples lists."""
    names, values_of, nested = _plainers(cast(Hashable, type(record)))
    row = dict(zip(names, values_of(record), strict=True))
    for name, plain in nested:
        row[name] = plain(row[name])
    return row


def from_row(record_type: type[Record], row: Mapping[str, Any]) -> Record:
    """A record of ``record_type`` from a plain row; lists become tuples, structs their records."""
    values_of, nested = _converters(cast(Hashable, record_type))
    values = list(values_of(row))
    for place, convert in nested:
        values[place] = convert(values[place])
    return record_type(*values)


def to_values(record: Any) -> tuple[Any, ...]:
    """A record as the tuple of its values, nested records as theirs: shorter and sooner made than a row."""
    return _flattener(cast(Hashable, type(record)))(record)


def from_values(record_type: type[Record], values: Sequence[Any]) -> Record:
    """The record that ``to_values`` took."""
    return cast(Record, _builder(cast(Hashable, record_type))(values))


def _values(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple([_values(item) for item in value])
    return to_values(value) if dataclasses.is_dataclass(value) else value


@lru_cache(maxsize=64)
def _flattener(record_type: Hashable) -> Callable[[Any], tuple[Any, ...]]:
    """What turns a record into its values; only those that may hold records are looked at."""
    hints, names = _hints(record_type)
    values_of = _getter(operator.attrgetter, names)
    nested = tuple(place for place, name in enumerate(names) if not _is_flat(hints[name]))
    if not nested:
        return values_of

    def flatten(record: Any) -> tuple[Any, ...]:
        found = list(values_of(record))
        for place in nested:
            found[place] = _values(found[place])
        return tuple(found)

    return flatten


def _is_flat(hint: Any) -> bool:
    """Whether values of this type hold no records."""
    return _is_scalar(hint) or (typing.get_origin(hint) in (tuple, frozenset) and _is_scalar(typing.get_args(hint)[0]))


@lru_cache(maxsize=64)
def _builder(record_type: Hashable) -> Callable[[Sequence[Any]], Any]:
    """What makes a record of its values."""
    make = cast(Callable[..., Any], record_type)
    hints, names = _hints(record_type)
    restorers = tuple(
        (place, restore) for place, name in enumerate(names) if (restore := _restorer(hints[name])) is not None
    )
    if not restorers:
        return lambda values: make(*values)

    def build(values: Sequence[Any]) -> Any:
        found = list(values)
        for place, restore in restorers:
            found[place] = restore(found[place])
        return make(*found)

    return build


def _restorer(hint: Any) -> Callable[[Any], Any] | None:
    if typing.get_origin(hint) is tuple:
        element = _restorer(typing.get_args(hint)[0])
        return None if element is None else lambda value: tuple([element(item) for item in value])
    return _builder(cast(Hashable, hint)) if dataclasses.is_dataclass(hint) else None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_row(value) if dataclasses.is_dataclass(value) else value


_SCALARS = frozenset({str, int, float, bool, bytes, dt.date, dt.datetime, Decimal, type(None)})


def _is_scalar(hint: Any) -> bool:
    """Whether values of this type are the same in a record and in a row."""
    return hint in _SCALARS or (
        isinstance(hint, types.UnionType) and all(one in _SCALARS for one in typing.get_args(hint))
    )


def _plainer(hint: Any) -> Callable[[Any], Any]:
    """What turns a value that is no scalar into its plain form."""
    if typing.get_origin(hint) is tuple and _is_scalar(typing.get_args(hint)[0]):
        return lambda value: None if value is None else list(value)
    return _plain


@lru_cache(maxsize=64)
def _plainers(
    record_type: Hashable,
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """The names of the fields, what gets their values, and what makes plain those that are not."""
    hints, names = _hints(record_type)
    nested = tuple((name, _plainer(hints[name])) for name in names if not _is_scalar(hints[name]))
    return names, _getter(operator.attrgetter, names), nested


@lru_cache(maxsize=64)
def _converters(
    record_type: Hashable,
) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """What gets the fields' values from a row, and what turns those that are not scalars into the fields' types."""
    hints, names = _hints(record_type)
    nested = tuple((place, _converter(hints[name])) for place, name in enumerate(names) if not _is_scalar(hints[name]))
    return _getter(operator.itemgetter, names), nested


def _hints(record_type: Hashable) -> tuple[dict[str, Any], tuple[str, ...]]:
    fields = dataclasses.fields(cast(Any, record_type))
    return typing.get_type_hints(record_type), tuple(field.name for field in fields)


def _getter(make: Callable[..., Any], names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    found: Callable[[Any], Any] = make(*names)
    return found if len(names) > 1 else lambda value: (found(value),)


def _converter(hint: Any) -> Callable[[Any], Any]:
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if _is_scalar(inner):
            return lambda value: tuple(value or ())
        element = _converter(inner)
        return lambda value: tuple([element(item) for item in value or ()])
    if dataclasses.is_dataclass(hint) and not isinstance(hint, types.UnionType):
        return lambda value: from_row(cast(Any, hint), value)
    return lambda value: value
