"""Kept batches: what was worked out once stands, and only what is new, changed or damaged is worked out again."""

from __future__ import annotations

import dataclasses
import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from coalition_data import store
from coalition_data.batched import ANNOTATE, EXTRACT, EXTRACTED, Batch, Batches
from coalition_data.batched import fingerprint as fingerprints
from coalition_data.errors import StoreError
from coalition_data.records import Article
from coalition_data.settings import AnnotateSettings, ExtractSettings, Settings
from coalition_data.workspace import Workspace
from tests.conftest import plain_article

SETTINGS = Settings(annotate=AnnotateSettings(batch=2))
TEXTS = [
    f"“We will stay for {number} years,” Portuguese Defence Minister Rui Salgado told reporters." for number in range(5)
]


def article(number: int) -> Article:
    return dataclasses.replace(plain_article(TEXTS[number]), source_uri=f"{number}.txt")


def write(workspace: Workspace, articles: list[Article]) -> None:
    store.write_stage(workspace.stages / "articles.parquet", "articles", articles)


def run(workspace: Workspace, settings: Settings = SETTINGS) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Run both stages; returns the sources of the articles that each of them worked on, batch by batch."""
    worked: list[list[tuple[str, ...]]] = []
    for batches in (ANNOTATE, EXTRACT):
        done = []
        expected = batches.count(workspace, settings)
        for batch in batches.split(workspace, settings):
            batches.work(batch, workspace, settings)
            done.append(sources(batch))
        assert len(done) == expected
        batches.join(workspace, settings)
        worked.append(done)
    return worked[0], worked[1]


def sources(batch: Batch) -> tuple[str, ...]:
    return tuple(article.source_uri for article in batch.articles)


def digests(workspace: Workspace) -> dict[str, str]:
    return {name: hashlib.sha256((workspace.stages / f"{name}.parquet").read_bytes()).hexdigest() for name in EXTRACTED}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three articles, run once."""
    workspace = Workspace(tmp_path / "data")
    write(workspace, [article(number) for number in range(3)])
    assert run(workspace) == ([("0.txt", "1.txt"), ("2.txt",)],) * 2
    return workspace


def test_a_second_run_works_on_nothing(workspace: Workspace):
    before = digests(workspace)
    assert run(workspace) == ([], [])
    assert digests(workspace) == before


def test_new_articles_come_in_batches_of_their_own(workspace: Workspace, tmp_path: Path):
    everything = [article(3), *(article(number) for number in range(3)), article(4)]
    write(workspace, everything)
    assert run(workspace) == ([("3.txt", "4.txt")], [("3.txt", "4.txt")])
    anew = Workspace(tmp_path / "anew")
    write(anew, everything)
    run(anew)
    assert digests(workspace) == digests(anew)


def test_a_changed_text_is_parsed_again_and_a_changed_date_is_not(workspace: Workspace):
    other = dataclasses.replace(article(1), text=TEXTS[4], text_sha256=article(4).text_sha256)
    write(workspace, [article(0), other, article(2)])
    parsed, extracted = run(workspace)
    assert parsed == [("1.txt",)]
    assert extracted == [("0.txt",), ("1.txt",)]  # the batch that lost an article, and the new one
    write(workspace, [dataclasses.replace(article(0), title="Another headline"), other, article(2)])
    assert run(workspace) == ([], [("0.txt",)])


def test_whether_an_article_is_a_copy_changes_nothing(workspace: Workspace):
    write(workspace, [article(0), dataclasses.replace(article(1), duplicate_of=article(0).article_id), article(2)])
    assert run(workspace) == ([], [])


def test_articles_that_left_leave_no_rows(workspace: Workspace):
    write(workspace, [article(2)])
    run(workspace)
    (quote,) = store.read_stage(workspace.stages / "quotes.parquet", "quotes")
    assert quote.article_id == article(2).article_id
    assert len(list((workspace.stages / "parsed").iterdir())) == 1


def test_settings_of_a_stage_count_for_that_stage(workspace: Workspace):
    rules_only = dataclasses.replace(SETTINGS, extract=ExtractSettings(source_models=False))
    parsed, extracted = run(workspace, rules_only)
    assert not parsed
    assert len(extracted) == 2
    assert run(workspace, Settings(annotate=AnnotateSettings(batch=1), extract=rules_only.extract)) == ([], [])


def test_the_code_of_a_stage_counts_for_that_stage(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    real = fingerprints.stage_fingerprint
    monkeypatch.setattr(
        "coalition_data.batched.extract.stage_fingerprint", lambda code, libraries, settings: real(code, libraries, "x")
    )
    parsed, extracted = run(workspace)
    assert (parsed, len(extracted)) == ([], 2)


@pytest.mark.parametrize("damage", ["truncated", "no report", "other bytes", "gone"])
def test_a_damaged_batch_is_made_again(workspace: Workspace, damage: str):
    before = digests(workspace)
    folder = next(path for path in sorted((workspace.stages / "parsed").iterdir()) if _rows(path) == 2)
    file = folder / "parsed.parquet"
    match damage:
        case "truncated":
            file.write_bytes(file.read_bytes()[:100])
        case "no report":
            (folder / "batch.json").unlink()
        case "other bytes":
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 0xFF
            file.write_bytes(bytes(data))
        case "gone":
            shutil.rmtree(folder)
    parsed, _ = run(workspace)
    assert parsed == [("0.txt", "1.txt")]
    assert digests(workspace) == before


@pytest.mark.parametrize("change", [{"raw_sha256": "f" * 64}, {"source_uri": "renamed.txt"}], ids=["bytes", "name"])
@pytest.mark.parametrize("stage", ["annotate", "extract"])
def test_a_kept_failure_is_one_of_this_runs_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, change: dict[str, str]
):
    """The same text of other bytes, or by another name, is neither tried again nor taken for a success."""

    def fail(*_: object, **__: object) -> None:
        raise ValueError("nothing to be done")

    broken = {"annotate": "annotate.parser.Parser.parse", "extract": "extract.quotes.extract_quotes"}
    workspace = Workspace(tmp_path)
    write(workspace, [article(0)])
    with monkeypatch.context() as patch:
        patch.setattr(f"coalition_data.{broken[stage]}", fail)
        run(workspace)
        again = dataclasses.replace(article(0), **change)
        write(workspace, [again])
        assert run(workspace)[0] == []
    (row,) = workspace.read_report(stage).set_aside
    assert (row.source_uri, row.raw_sha256) == (again.source_uri, again.raw_sha256)
    assert row.detail.startswith(f"{again.source_uri}: {stage} failed with ValueError: nothing to be done")
    assert row.reason == "extraction_error"


def test_rows_come_in_the_order_of_the_articles_through_a_scratch_file(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The bytes are those of one batch of all articles in that order, whatever is in memory at once."""
    everything = [article(4), article(1), article(3), article(0), article(2)]
    write(workspace, everything)
    anew = Workspace(tmp_path / "anew")
    write(anew, everything)
    run(anew, dataclasses.replace(SETTINGS, annotate=AnnotateSettings(batch=5)))
    monkeypatch.setattr(store, "_ROWS_SPOOLED", 1)
    run(workspace)
    assert digests(workspace) == digests(anew)
    quotes = store.read_stage(workspace.stages / "quotes.parquet", "quotes")
    assert [quote.article_id for quote in quotes] == [one.article_id for one in everything]


@pytest.mark.parametrize("spooled", [1, 7, 10_000], ids=["each part", "some parts", "in memory"])
def test_ranked_rows_are_written_as_if_sorted_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spooled: int):
    numbers = random.Random(3)
    ranks = [numbers.randrange(5_000) for _ in range(400) for _ in range(numbers.randrange(1, 4))]
    rows = pa.table({"rank_of": ranks, "number": list(range(len(ranks)))})
    store.write_parquet(rows.take(pa.array(np.argsort(ranks, kind="stable"))), tmp_path / "expected.parquet")
    parts = [(rows.slice(start, 50), ranks[start : start + 50]) for start in range(0, len(ranks), 50)]
    buckets: list[int] = []
    in_order = store._in_order

    def counted(*arguments: Any) -> Iterator[pa.Table]:
        for part in in_order(*arguments):
            buckets.append(part.num_rows)
            yield part

    monkeypatch.setattr(store, "_ROWS_SPOOLED", spooled)
    monkeypatch.setattr(store, "_in_order", counted)
    assert store.write_ranked(tmp_path / "found.parquet", rows.schema, iter(parts)) == len(ranks)
    assert (tmp_path / "found.parquet").read_bytes() == (tmp_path / "expected.parquet").read_bytes()
    assert len(buckets) == (0 if spooled > len(ranks) else 5)
    assert [path.name for path in tmp_path.glob("*unsorted*")] == []


def _rows(folder: Path) -> int:
    return int(store.read_parquet(folder / "parsed.parquet").num_rows)


def test_a_killed_run_goes_on_with_what_it_had_finished(tmp_path: Path):
    workspace = Workspace(tmp_path)
    write(workspace, [article(number) for number in range(5)])
    first = next(ANNOTATE.split(workspace, SETTINGS))
    ANNOTATE.work(first, workspace, SETTINGS)
    parsed, _ = run(workspace)
    assert parsed == [("2.txt", "3.txt"), ("4.txt",)]


def test_a_batch_without_result_stops_the_stage(workspace: Workspace):
    write(workspace, [article(number) for number in range(4)])
    for batches in (ANNOTATE, EXTRACT):
        with pytest.raises(StoreError, match="no result"):
            batches.join(workspace, SETTINGS)
        for batch in batches.split(workspace, SETTINGS):
            batches.work(batch, workspace, SETTINGS)
        batches.join(workspace, SETTINGS)


@pytest.mark.parametrize("stage", [ANNOTATE, EXTRACT], ids=["annotate", "extract"])
def test_a_worker_with_other_code_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: Batches):
    workspace = Workspace(tmp_path)
    write(workspace, [article(0)])
    if stage is EXTRACT:
        for batch in ANNOTATE.split(workspace, SETTINGS):
            ANNOTATE.work(batch, workspace, SETTINGS)
    (batch,) = stage.split(workspace, SETTINGS)
    module = "annotate" if stage is ANNOTATE else "extract"
    monkeypatch.setattr(f"coalition_data.batched.{module}.stage_fingerprint", lambda *_: "0" * 32)
    with pytest.raises(StoreError, match="another version"):
        stage.work(batch, workspace, SETTINGS)


def test_a_fingerprint_follows_code_libraries_and_settings():
    code, libraries = ("annotate", "document.py"), ("numpy",)
    found = {
        fingerprints.stage_fingerprint(code, libraries, "a"),
        fingerprints.stage_fingerprint(code, libraries, "b"),
        fingerprints.stage_fingerprint(("annotate",), libraries, "a"),
        fingerprints.stage_fingerprint(code, ("numpy", "spacy"), "a"),
    }
    assert len(found) == 4
    assert fingerprints.stage_fingerprint(code, libraries, "a") in found
