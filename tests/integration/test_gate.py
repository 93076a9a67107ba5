"""The gate lets good tables pass and stops every kind of bad ones, naming table, check and rows."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from sample_tables import FIRST, SECOND, Rows, rewrite, sample_rows, write_rows, write_sample

from coalition_data.errors import GateError, StoreError
from coalition_data.schema.tables import TABLES
from coalition_data.validate import GateOptions, GateResult, check_tables, read_gate_result
from coalition_data.validate.process import EngineProcess

Change = Callable[[dict[str, Any]], None]
Gate = Callable[..., GateResult]


@pytest.fixture(scope="module")
def check() -> Iterator[Gate]:
    """The gate, with one process of Great Expectations for all tests."""
    with EngineProcess() as engine:
        yield functools.partial(check_tables, engine=engine)


def failed_checks(result: GateResult) -> set[tuple[str, str]]:
    return {(failure.table, failure.check) for failure in result.failures}


@dataclass(frozen=True)
class Spoilt:
    """One way to spoil a row of a table, and the checks that must notice."""

    table: str
    change: Change
    checks: tuple[str, ...]
    name: str


def put(**values: Any) -> Change:
    return lambda row: row.update(values)


def put_evidence(**values: Any) -> Change:
    return lambda row: row["evidence"][0].update(values)


def put_in(column: str, **values: Any) -> Change:
    return lambda row: row[column][0].update(values)


def a(change: Change, *checks: str, name: str) -> Spoilt:
    return Spoilt("articles", change, checks, name)


def m(change: Change, *checks: str, name: str) -> Spoilt:
    return Spoilt("meetings", change, checks, name)


def p(change: Change, *checks: str, name: str) -> Spoilt:
    return Spoilt("pledges", change, checks, name)


def q(change: Change, *checks: str, name: str) -> Spoilt:
    return Spoilt("quotes", change, checks, name)


def repeat_evidence(row: dict[str, Any]) -> None:
    row["evidence"] = [row["evidence"][0], row["evidence"][0]]


DECOMPOSED = "Sa\u0303o Paulo"

SPOILT = [
    a(put(article_id="art_xyz"), "article_id.pattern", name="an id of another form"),
    a(put(published_on_method="guess"), "published_on_method.enumeration", name="no such method"),
    a(put(published_on=None), "published_on.method", name="a method without a date"),
    a(put(language="xx"), "language.language", name="no such language"),
    a(put(title=""), "title.text", name="an empty string for unknown"),
    a(put(publisher=" Example"), "publisher.text", name="a stray blank"),
    a(put(dateline="LISBON\u00a0"), "dateline.text", name="a stray blank that is not ASCII"),
    a(put(dateline=DECOMPOSED), "dateline.text", name="not in normal form C"),
    a(put(authors=["Ana", ""]), "authors[].text", name="an empty string in a list"),
    a(put(captions=None), "captions.not_null", name="NULL for an empty list"),
    a(put(word_count=-1), "word_count.bounds", name="a negative count"),
    a(put(topic_score=1.5), "topic_score.bounds", name="a score above one"),
    a(put(topic_score=float("nan")), "topic_score.bounds", "topic_score.finite", name="a score that is no number"),
    a(put(raw_sha256="abc"), "raw_sha256.pattern", name="no digest"),
    a(put(text_sha256="0" * 64), "text_sha256.matches", name="the digest of another text"),
    a(put(duplicate_of="art_0000000000000fff"), "duplicate_of.foreign_key", name="a copy of nothing"),
    a(put(source_uri=None), "source_uri.not_null", name="NULL where it may not be"),
    m(put(meeting_type="gathering"), "meeting_type.enumeration", name="no such type"),
    m(put(country_iso3="PT"), "country_iso3.iso3", name="two letters for three"),
    m(put(country_iso3="ZZZ"), "country_iso3.iso3", name="no such country"),
    m(put(end_date=dt.date(2016, 3, 1)), "start_date.order", name="ends before it starts"),
    m(put(date_method="none"), "start_date.basis", name="a date without a method"),
    m(put(end_date=None), "end_date.start", name="a start without an end"),
    m(put(date_precision="month"), "date_precision.bounds", name="a day said to be a month"),
    m(put(format="virtual"), "city.virtual", name="a virtual meeting in a city"),
    m(put(latitude=95.0), "latitude.bounds", name="beyond the pole"),
    m(put(longitude=None), "latitude.pair", name="half a coordinate"),
    m(put(evidence=[]), "evidence.not_empty", name="no evidence"),
    m(put(evidence=None), "evidence.not_empty", "evidence.not_null", name="NULL for evidence"),
    m(put_evidence(article_id="art_0000000000000fff"), "evidence.article_id.foreign_key", "evidence.text.slice",
      name="evidence in no article"),
    m(put_evidence(text="Defence ministers of 18 countries met in Lisbon on 3 March 2016."), "evidence.text.slice",
      name="evidence in other words"),
    m(put_evidence(start=None), "evidence.start.not_null", "evidence.text.slice", name="evidence without a start"),
    m(repeat_evidence, "evidence.once", name="the same words twice"),
    m(put_in("hosts", kind="town"), "hosts.kind.enumeration", name="no such kind of host"),
    m(put_in("hosts", name=""), "hosts.name.text", name="a host without a name"),
    m(put_in("participants", iso3="EUR"), "participants.iso3.iso3", name="a currency for a country"),
    m(put_in("participants", mode="there"), "participants.mode.enumeration", name="no such mode"),
    m(put_in("participants_reported", article_id="art_0000000000000fff"),
      "participants_reported.article_id.foreign_key",
      name="a head count from no article"),
    m(put_in("participants_reported", count=-3), "participants_reported.count.bounds", name="a negative head count"),
    p(put(pledge_id="plg_SHORT"), "pledge_id.pattern", name="an id of another form"),
    p(put(stance="firm"), "stance.enumeration", name="no such stance"),
    p(put(stance="declined"), "progress.stance", name="declined and promised at once"),
    p(put(pledger_kind="coalition"), "pledger_iso3.kind", name="a code for what is no country"),
    p(put(scope_iso3=["IRQ", "XXX"]), "scope_iso3[].iso3", name="no such country in a list"),
    p(put(scope_iso3=[None]), "scope_iso3[].not_null", name="NULL in a list"),
    p(put(currency="DOL"), "currency.currency", name="no such currency"),
    p(put(amount=None), "currency.amount", name="a currency without an amount"),
    p(put(amount=Decimal("-1.00")), "amount.bounds", name="a negative amount"),
    p(put(quantity=float("inf")), "quantity.finite", name="infinitely many"),
    p(put(quantity_max=20.0), "quantity_max.range", name="a range that ends before it starts"),
    p(put(meeting_id="mtg_ffffffffffff"), "meeting_id.foreign_key", name="made at no meeting"),
    p(put(confidence=-0.1), "confidence.bounds", name="less than no confidence"),
    p(put(confidence=None), "confidence.not_null", name="unknown confidence"),
    p(put(description="  "), "description.text", name="nothing but blanks"),
    q(put(text="We shall stay the curse,"), "text.slice", name="other words"),
    q(put(start=0), "text.slice", name="another place"),
    q(put(cue="says"), "cue.slice", name="another cue"),
    q(put(cue_end=None), "cue.slice", name="a cue without an end"),
    q(put(speaker_mention=None), "speaker_mention.slice", name="the place of no speaker"),
    q(put(article_id="art_0000000000000fff"), "article_id.foreign_key", "text.slice", "cue.slice",
      "speaker_mention.slice", name="in no article"),
    q(put(article_id=SECOND.article_id), "text.slice", "cue.slice", "speaker_mention.slice", name="in another article"),
    q(put(quote_type="loud"), "quote_type.enumeration", name="no such type"),
    q(put(speaker_kind="anonymous"), "speaker_name.anonymous", name="an unnamed source with a name"),
    q(put(speaker_iso3="prt"), "speaker_iso3.iso3", name="a code in small letters"),
    q(put(meeting_id=""), "meeting_id.foreign_key", name="an empty string for no meeting"),
]  # fmt: skip


def spoil_all() -> tuple[Rows, dict[str, str]]:
    """The sample tables with one more row for every way to spoil one; and the key of each of these rows."""
    rows, keys = sample_rows(), {}
    for number, case in enumerate(SPOILT):
        table = TABLES[case.table]
        row = copy.deepcopy(rows[case.table][0])
        digits = 16 if case.table == "articles" else 12
        row[table.key] = f"{row[table.key][:4]}{number + 256:0{digits}x}"
        if case.table == "quotes":  # a place and an utterance of its own
            row["utterance_id"] = row["quote_id"]
        case.change(row)
        keys[f"{case.table}: {case.name}"] = row[table.key]
        rows[case.table].append(row)
    return rows, keys


@pytest.fixture(scope="module")
def spoilt(check: Gate, tmp_path_factory: pytest.TempPathFactory) -> tuple[GateResult, dict[str, str]]:
    rows, keys = spoil_all()
    return check(write_rows(tmp_path_factory.mktemp("spoilt"), rows)), keys


@pytest.mark.parametrize("case", SPOILT, ids=lambda case: f"{case.table}: {case.name}")
def test_names_the_broken_check(case: Spoilt, spoilt: tuple[GateResult, dict[str, str]]) -> None:
    result, _ = spoilt
    assert {(case.table, name) for name in case.checks} <= failed_checks(result)


def test_names_nothing_else(spoilt: tuple[GateResult, dict[str, str]]) -> None:
    result, _ = spoilt
    expected = {(case.table, name) for case in SPOILT for name in case.checks}
    expected |= {(name, "arrow_schema") for name in TABLES}  # the spoilt files admit NULL everywhere
    expected |= {("quotes", "span.once")}  # the spoilt quotes are copies of one
    assert failed_checks(result) == expected


def test_shows_the_offending_rows(spoilt: tuple[GateResult, dict[str, str]]) -> None:
    result, keys = spoilt
    shown = {(failure.table, failure.check): failure for failure in result.failures}
    for case in SPOILT:
        rows = shown[case.table, case.checks[0]].rows
        assert 1 <= len(rows) <= 5
        sharing = [other for other in SPOILT if other.table == case.table and case.checks[0] in other.checks]
        if len(sharing) == 1 and case.checks[0] != "text_sha256.matches":
            key = TABLES[case.table].key
            assert [row[key] for row in rows] == [keys[f"{case.table}: {case.name}"]]
    assert shown["meetings", "country_iso3.iso3"].rows[0]["country_iso3"] == "PT"


def test_error_names_table_check_and_rows(spoilt: tuple[GateResult, dict[str, str]]) -> None:
    result, _ = spoilt
    with pytest.raises(GateError) as caught:
        result.raise_if_failed()
    message = str(caught.value)
    assert "articles: article_id.pattern:" in message
    assert "article_id='art_xyz'" in message
    assert re.search(r"and \d+ more", message)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[GateResult, Path]:
    folder = write_sample(tmp_path_factory.mktemp("good"))
    report = tmp_path_factory.mktemp("report") / "validation"
    # once as a user's run does it, in a process of its own
    return check_tables(folder, report_dir=report), report


def test_good_tables_pass(good: tuple[GateResult, Path]) -> None:
    result, report = good
    assert result.failures == ()
    assert result.passed
    result.raise_if_failed()
    assert result.row_counts == {"articles": 2, "meetings": 1, "pledges": 1, "quotes": 1}
    assert result.statistics["failed"] == 0
    assert result.statistics["passed"] > 150
    assert result.statistics["checks"] == len(result.checks) == sum(
        result.statistics[name] for name in ("passed", "failed", "not_applicable")
    )  # fmt: skip
    assert read_gate_result(report) == result


def test_every_passed_check_observed_something(good: tuple[GateResult, Path]) -> None:
    result, _ = good
    unseen = [check for check in result.checks if check.status == "passed" and check.observed == 0]
    assert unseen == []
    waived = {(check.table, check.check) for check in result.checks if check.status == "not_applicable"}
    # what the sample truly does not hold: NULL in a column that may be
    assert ("pledges", "quantity_max.bounds") in waived
    assert ("quotes", "text.slice") not in waived


def test_data_docs_need_no_network(good: tuple[GateResult, Path]) -> None:
    result, report = good
    assert result.docs == report / "data_docs" / "index.html"
    pages = sorted((report / "data_docs").iterdir())
    assert [page.name for page in pages] == sorted(["index.html", *(f"{name}.html" for name in TABLES)])
    for page in pages:
        text = page.read_text("utf-8")
        assert not re.search(r"(?i)https?://|<script|<link|<img|@import|\ssrc=|\sonclick=", text), page.name
        assert "default-src 'none'" in text
        assert "<style>" in text
        for target in re.findall(r'href="([^"#][^"]*)"', text):
            assert (page.parent / target).is_file(), f"{page.name} links {target}"
    assert "refers to meetings.meeting_id" in (report / "data_docs" / "pledges.html").read_text("utf-8")


def test_same_tables_give_the_same_report(good: tuple[GateResult, Path], check: Gate, tmp_path: Path) -> None:
    _, report = good
    check(write_sample(tmp_path / "tables"), report_dir=tmp_path / "validation")
    for path in sorted(report.rglob("*")):
        if path.is_file():
            other = tmp_path / "validation" / path.relative_to(report)
            assert other.read_text("utf-8") == path.read_text("utf-8"), path.name


def test_empty_tables(check: Gate, tmp_path: Path) -> None:
    result = check(write_sample(tmp_path, meetings=(), pledges=(), quotes=()))
    assert result.passed
    waived = [check for check in result.checks if check.status == "not_applicable" and check.table == "pledges"]
    assert waived
    assert all(check.detail.endswith("the table is empty") for check in waived)
    still = {check.check for check in result.checks if check.status == "passed" and check.table == "pledges"}
    assert still == {"arrow_schema", "sorted", "row_count", "columns", "types"}


def test_articles_may_not_be_empty(check: Gate, tmp_path: Path) -> None:
    result = check(write_sample(tmp_path, articles=(), meetings=(), pledges=(), quotes=()))
    assert ("articles", "row_count") in failed_checks(result)
    assert ("articles", "article_id.not_null") in failed_checks(result)


def twins(data: pa.Table) -> pa.Table:
    return pa.concat_tables([data, data])


def words_as_text(data: pa.Table) -> pa.Table:
    index = data.schema.get_field_index("word_count")
    return data.set_column(index, "word_count", pc.cast(data["word_count"], pa.string()))


def without_descriptions(data: pa.Table) -> pa.Table:
    return data.cast(pa.schema([field.remove_metadata() for field in data.schema]))


STRUCTURES: list[tuple[str, str, Callable[[pa.Table], pa.Table], set[str]]] = [
    ("a doubled key", "quotes", twins, {"quote_id.unique", "span.once"}),
    ("a wrong type", "articles", words_as_text, {"types", "arrow_schema", "word_count.bounds"}),
    ("a missing column", "pledges", lambda data: data.drop_columns(["currency"]),
     {"columns", "types", "arrow_schema", "currency.currency", "currency.amount"}),
    ("an additional column", "meetings", lambda data: data.append_column("mood", data["name"]),
     {"columns", "arrow_schema"}),
    ("other order of rows", "articles", lambda data: data.take([1, 0]), {"sorted"}),
    ("other order of columns", "quotes", lambda data: data.select(list(reversed(data.column_names))),
     {"columns", "arrow_schema"}),
    ("lost descriptions", "meetings", without_descriptions, {"arrow_schema"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "change", "checks"), [case[1:] for case in STRUCTURES], ids=[case[0] for case in STRUCTURES]
)
def test_wrong_structure(
    table: str, change: Callable[[pa.Table], pa.Table], checks: set[str], check: Gate, tmp_path: Path
) -> None:
    rewrite(write_sample(tmp_path), table, change)
    result = check(tmp_path)
    assert failed_checks(result) == {(table, name) for name in checks}


def test_missing_file(check: Gate, tmp_path: Path) -> None:
    (write_sample(tmp_path) / "quotes.parquet").unlink()
    result = check(tmp_path)
    assert [str(failure) for failure in result.failures] == ["quotes: file: quotes.parquet is missing"]
    assert not result.passed


def test_truncated_file(check: Gate, tmp_path: Path) -> None:
    path = write_sample(tmp_path) / "articles.parquet"
    path.write_bytes(path.read_bytes()[:-50])
    result = check(tmp_path, report_dir=tmp_path / "report")
    assert failed_checks(result) == {("articles", "file")}
    assert not read_gate_result(tmp_path / "report").passed


def articles_of(count: int) -> tuple[Any, ...]:
    extra = [dataclasses.replace(SECOND, article_id=f"art_{number:016x}") for number in range(count - 2)]
    return (FIRST, SECOND, *extra)


@pytest.mark.parametrize(
    ("before", "options", "passes"),
    [
        pytest.param(5, GateOptions(), True, id="a fifth less"),
        pytest.param(6, GateOptions(), False, id="more than a fifth less"),
        pytest.param(6, GateOptions(max_shrink=0.5), True, id="more than a fifth, allowed to lose half"),
        pytest.param(1000, GateOptions(allow_shrink=True), True, id="allowed to shrink"),
        pytest.param(1, GateOptions(), True, id="more than before"),
    ],
)
def test_shrunk_table(before: int, options: GateOptions, passes: bool, check: Gate, tmp_path: Path) -> None:
    folder = write_sample(tmp_path, articles=articles_of(4))
    result = check(folder, {"articles": before, "meetings": 1, "pledges": 1, "quotes": 1}, options)
    assert failed_checks(result) == (set() if passes else {("articles", "row_count")})
    if not passes:
        assert "the last release has 6" in str(result.failures[0])
        assert "found 4" in str(result.failures[0])


def test_report_that_contradicts_itself(good: tuple[GateResult, Path], tmp_path: Path) -> None:
    _, report = good
    content = json.loads((report / "result.json").read_text("utf-8"))
    content["failures"] = [{"table": "quotes", "check": "text.slice", "detail": "x", "rows": []}]
    (tmp_path / "result.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(StoreError, match="contradicts itself"):
        read_gate_result(tmp_path)
    with pytest.raises(StoreError, match="is missing"):
        read_gate_result(tmp_path / "nowhere")


def test_engine_that_cannot_validate(tmp_path: Path) -> None:
    """The gate says why; the child lives on for the next request."""
    with EngineProcess() as engine:
        for _ in range(2):
            with pytest.raises(GateError, match=r"could not validate: .*no-such-folder"):
                engine.run(tmp_path / "no-such-folder" / "gate.duckdb", {"quotes": ()})


def test_engine_that_died(tmp_path: Path) -> None:
    with EngineProcess() as engine:
        engine.start().kill()
        with pytest.raises(GateError, match=r"did not answer \(exit code -9\): it said nothing"):
            engine.run(tmp_path / "gate.duckdb", {"quotes": ()})
