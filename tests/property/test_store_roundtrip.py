"""Every record type survives the way to disk and back, and the same records give the same bytes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import subprocess
import sys
import tempfile
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_tables import sample_tables, write_sample

from coalition_data.errors import StoreError
from coalition_data.rows import from_row, to_row
from coalition_data.schema.columns import Column
from coalition_data.schema.stages import STAGE_TABLES
from coalition_data.schema.tables import TABLES
from coalition_data.spool import Spooled
from coalition_data.store import (
    RECORD_TYPES,
    read_parquet,
    read_records,
    read_stage,
    read_tables,
    sha256_of,
    to_arrow,
    write_parquet,
    write_sorted,
    write_stage,
    write_tables,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXT,
    "date": st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "float64": st.floats(allow_nan=False),
    "decimal(18,2)": st.decimals(Decimal("-1e15"), Decimal("1e15"), places=2),
    "list<string>": st.lists(TEXT, max_size=3).map(tuple),
}


def values_of(column: Column, hint: Any) -> st.SearchStrategy[Any]:
    if column.kind == "list<struct>":
        element = typing.get_args(hint)[0]
        return st.lists(records_of(element, column.fields), max_size=3).map(tuple)
    strategy = SCALARS[column.kind]
    return st.none() | strategy if column.nullable else strategy


def records_of(record: type, columns: tuple[Column, ...]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(record)
    return st.builds(record, **{column.name: values_of(column, hints[column.name]) for column in columns})


QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", list(TABLES))
@given(data=st.data())
@QUICK
def test_released_records_come_back(name: str, data: st.DataObject) -> None:
    table = TABLES[name]
    records = data.draw(
        st.lists(
            records_of(RECORD_TYPES[name], table.columns), max_size=4, unique_by=lambda row: getattr(row, table.key)
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        write_tables(Path(folder), {name: records})
        found = read_records(Path(folder), name)
        assert found == tuple(sorted(records, key=lambda row: getattr(row, table.key)))
        once = sha256_of(Path(folder) / f"{name}.parquet")
        write_tables(Path(folder), {name: reversed(records)})
        assert sha256_of(Path(folder) / f"{name}.parquet") == once
    spooled = Spooled(RECORD_TYPES[name], records, kept=data.draw(st.integers(0, len(records))))
    assert list(spooled) == records
    assert [spooled[number] for number in reversed(range(len(records)))] == records[::-1]
    with pytest.raises(IndexError):
        spooled[len(records)]


@pytest.mark.parametrize("count", [2_047, 2_048, 20_000], ids=["in memory", "one part", "several row groups"])
def test_many_rows_are_written_as_in_one_piece(tmp_path: Path, count: int) -> None:
    meeting = sample_tables()["meetings"][0]
    ids = [hashlib.sha256(str(number).encode()).hexdigest()[:12] for number in range(count)]
    rows = [dataclasses.replace(meeting, meeting_id=f"mtg_{one}", name=one) for one in ids]
    assert write_sorted(tmp_path / "meetings.parquet", TABLES["meetings"], iter(rows)) == count
    write_parquet(to_arrow(TABLES["meetings"], rows), tmp_path / "whole.parquet")
    assert sha256_of(tmp_path / "meetings.parquet") == sha256_of(tmp_path / "whole.parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["meetings.parquet", "whole.parquet"]


STAGE_VALUES: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): TEXT,
    pa.large_binary(): st.binary(max_size=40),
    pa.date32(): SCALARS["date"],
    pa.float64(): SCALARS["float64"],
    pa.int32(): SCALARS["int32"],
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.bool_(): st.booleans(),
    pa.list_(pa.field("element", pa.string(), nullable=False)): SCALARS["list<string>"],
    pa.timestamp("us", tz="UTC"): st.datetimes(
        dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)
    ),
}


def stage_records(record: type, schema: Any) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(record)
    fields = {}
    for field in schema:
        if pa.types.is_struct(field.type):
            nested = [field.type.field(index) for index in range(field.type.num_fields)]
            strategy = stage_records(hints[field.name], nested)
        else:
            strategy = STAGE_VALUES[field.type]
        fields[field.name] = st.none() | strategy if field.nullable else strategy
    return st.builds(record, **fields)


@pytest.mark.parametrize("kind", ["documents", "set_aside", "notes", "revisions", "pages", "captures", "inputs"])
@given(data=st.data())
@QUICK
def test_stage_records_come_back_in_their_order(kind: str, data: st.DataObject) -> None:
    stage = STAGE_TABLES[kind]
    records = tuple(data.draw(st.lists(stage_records(stage.record, stage.schema), max_size=4)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stage.parquet"
        write_stage(path, kind, records)
        assert read_stage(path, kind) == records
        once = sha256_of(path)
        write_stage(path, kind, records)
        assert sha256_of(path) == once


def test_stage_rows_of_articles_may_share_an_id(tmp_path: Path) -> None:
    meeting = sample_tables()["meetings"][0]
    other = dataclasses.replace(meeting, name="Another name")
    write_stage(tmp_path / "meetings.parquet", "meetings", [other, meeting])
    assert read_stage(tmp_path / "meetings.parquet", "meetings") == (other, meeting)


def test_rows_and_records(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert read_tables(tmp_path) == sample_tables()
    for name, records in sample_tables().items():
        for record in records:
            row = to_row(record)
            assert not any(isinstance(value, tuple) for value in row.values())
            assert from_row(RECORD_TYPES[name], row) == record


def test_tables_are_sorted_by_key() -> None:
    first, second = sample_tables()["articles"]
    assert to_arrow(TABLES["articles"], [second, first])["article_id"].to_pylist() == [
        first.article_id,
        second.article_id,
    ]


def test_bytes_depend_on_nothing_but_the_records(tmp_path: Path) -> None:
    """Another process, another folder, another time zone, another hash seed: the same bytes."""
    write_sample(tmp_path / "here")
    program = (
        "import sys; from pathlib import Path; from sample_tables import write_sample; write_sample(Path(sys.argv[1]))"
    )
    environment = {"PYTHONPATH": f"{Path(__file__).parents[1]}", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "there")], check=True, env=environment)
    for name in TABLES:
        here = (tmp_path / "here" / f"{name}.parquet").read_bytes()
        assert (tmp_path / "there" / f"{name}.parquet").read_bytes() == here
        assert str(tmp_path).encode() not in here


def test_parquet_is_as_promised(tmp_path: Path) -> None:
    write_sample(tmp_path)
    with pq.ParquetFile(tmp_path / "quotes.parquet") as file:
        column = file.metadata.row_group(0).column(0)
        assert column.compression == "ZSTD"
        assert column.statistics.min == column.statistics.max == "quo_0000000000aa"
        assert file.schema_arrow.field("start").metadata[b"description"].startswith(b"first character inside the marks")


def test_text_beyond_the_basic_plane_keeps_its_offsets(tmp_path: Path) -> None:
    write_sample(tmp_path)
    article = read_records(tmp_path, "articles")[1]
    assert article.text[article.text.index("😀") + 1 :] == ", an official said."
    assert hashlib.sha256(article.text.encode()).hexdigest() == article.text_sha256


def test_unreadable_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"quotes\.parquet is missing"):
        read_records(tmp_path, "quotes")
    (tmp_path / "quotes.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(StoreError, match=r"quotes\.parquet cannot be read"):
        read_parquet(tmp_path / "quotes.parquet")
    write_stage(tmp_path / "notes.parquet", "notes", [])
    with pytest.raises(StoreError, match="another version of the code"):
        read_stage(tmp_path / "notes.parquet", "set_aside")
    with pytest.raises(StoreError, match="there is no stage table 'moods'"):
        write_stage(tmp_path / "moods.parquet", "moods", [])


def test_record_that_does_not_fit(tmp_path: Path) -> None:
    quote = dataclasses.replace(sample_tables()["quotes"][0], start=2**40)
    with pytest.raises(StoreError, match="doesn't fit the declared schema"):
        write_sample(tmp_path, quotes=(quote,))
    assert not (tmp_path / "quotes.parquet").exists()
