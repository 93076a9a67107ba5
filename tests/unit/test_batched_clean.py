"""Kept outcomes of cleaning: the same tables as cleaning all documents at once, and only what is new is cleaned."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from coalition_data import store
from coalition_data.batched import CLEAN
from coalition_data.batched import clean as cleaning
from coalition_data.batched.clean import KEPT
from coalition_data.clean import clean_documents
from coalition_data.clean.stage import CleanResult, Outcome, clean_one
from coalition_data.errors import StoreError
from coalition_data.records import CatalogEntry, RawDocument
from coalition_data.settings import CleanSettings, Settings
from coalition_data.workspace import Workspace

DAY = dt.date(2020, 3, 10)
SETTINGS = CleanSettings(today=DAY)
BODY = (
    "The defence minister of Norway told parliament on Monday that sixty engineers would leave for Erbil soon.",
    "She said that the army had asked for tents, water pumps and two field kitchens, and would get all of them.",
    "The opposition wants to know who will pay for the flights, and whether the engineers may carry weapons.",
)


def document(name: str, text: str, hour: int | None = None, **catalog: object) -> RawDocument:
    data = text.encode()
    fetched_at = None if hour is None else dt.datetime(2020, 3, 9, hour, tzinfo=dt.UTC)
    entry = CatalogEntry(**catalog)  # type: ignore[arg-type]
    return RawDocument(name, data, hashlib.sha256(data).hexdigest(), entry, fetched_at=fetched_at)


def story(number: int, *extra: str) -> str:
    return "\n\n".join((f"Engineers for Erbil, part {number}", *BODY[number % 3 :], *BODY[: number % 3], *extra)) + "\n"


PAGE = "https://example.org/engineers"
DOCUMENTS = (
    document("first.txt", story(0), published_on=dt.date(2020, 3, 9)),
    document("longer.txt", story(0, "The engineers themselves were not asked, one of them said."), None),
    document("copy.txt", story(0), None),
    document("old.txt", story(1), 8, url=PAGE),
    document("new.txt", story(1, "A vote is due on Thursday."), 9, url=PAGE),
    document("empty.txt", "Share this article\n", None),
    document(
        "german.txt",
        "Pioniere\n\nDie Ministerin sagte im Parlament, dass sechzig Pioniere im Frühjahr nach Erbil gehen.\n",
    ),
)


def run(workspace: Workspace, documents: tuple[RawDocument, ...], settings: CleanSettings = SETTINGS) -> CleanResult:
    """The result of the stage, read from what it writes."""
    store.write_stage(workspace.stages / "documents.parquet", "documents", documents)
    everything = Settings(clean=settings)
    expected = CLEAN.count(workspace, everything)
    batches = list(CLEAN.split(workspace, everything))
    assert len(batches) == expected
    for batch in batches:
        CLEAN.work(batch, workspace, everything)
    return join(workspace, everything)


def join(workspace: Workspace, settings: Settings) -> CleanResult:
    report = CLEAN.join(workspace, settings)
    articles, revisions = (
        store.read_stage(workspace.stages / f"{name}.parquet", name) for name in ("articles", "revisions")
    )
    return CleanResult(articles, report.set_aside, report.notes, revisions)


def kept(workspace: Workspace) -> dict[str, int]:
    """The batches that are kept, with the time at which each was made."""
    return {path.name: path.stat().st_mtime_ns for path in (workspace.stages / KEPT).iterdir()}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """All but the last two documents, cleaned once."""
    workspace = Workspace(tmp_path / "data")
    assert run(workspace, DOCUMENTS[:5]) == clean_documents(DOCUMENTS[:5], SETTINGS)
    return workspace


def test_a_second_run_cleans_nothing(workspace: Workspace):
    before = kept(workspace)
    assert run(workspace, DOCUMENTS[:5]) == clean_documents(DOCUMENTS[:5], SETTINGS)
    assert kept(workspace) == before


def test_only_new_documents_are_cleaned(workspace: Workspace):
    before = kept(workspace)
    result = run(workspace, DOCUMENTS[::-1])
    assert result == clean_documents(DOCUMENTS[::-1], SETTINGS)
    assert {row.reason for row in result.set_aside} == {"duplicate", "revised", "empty", "language"}
    after = kept(workspace)
    assert len(after) == 2
    assert before.items() <= after.items()


def test_what_no_document_needs_is_removed(workspace: Workspace):
    run(workspace, DOCUMENTS)
    assert run(workspace, DOCUMENTS[5:]) == clean_documents(DOCUMENTS[5:], SETTINGS)
    assert len(kept(workspace)) == 1


def test_thresholds_choose_among_what_is_kept(workspace: Workspace):
    before = kept(workspace)
    strict = CleanSettings(min_topic_score=1.1, today=DAY)
    assert run(workspace, DOCUMENTS[:5], strict) == clean_documents(DOCUMENTS[:5], strict)
    assert kept(workspace) == before


def test_a_damaged_batch_is_made_again(workspace: Workspace):
    (batch,) = kept(workspace)
    (workspace.stages / KEPT / batch / "articles.parquet").write_bytes(b"PAR1")
    assert run(workspace, DOCUMENTS[:5]) == clean_documents(DOCUMENTS[:5], SETTINGS)


@pytest.mark.parametrize(
    ("catalog_day", "batches"),
    [(dt.date(2020, 3, 9), 1), (dt.date(2020, 3, 12), 2)],
    ids=["a day of the past lasts", "a day to come is looked at again"],
)
def test_a_later_day_cleans_again_what_it_may_change(tmp_path: Path, catalog_day: dt.date, batches: int):
    workspace = Workspace(tmp_path / "data")
    documents = (document("first.txt", story(0), published_on=catalog_day), document("other.txt", story(2)))
    later = CleanSettings(today=dt.date(2020, 3, 13))
    run(workspace, documents)
    result = run(workspace, documents, later)
    assert result == clean_documents(documents, later)
    assert result.articles[0].published_on == catalog_day
    assert len(kept(workspace)) == batches


def test_batches_come_to_the_same_in_any_order_and_on_a_machine_without_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cleaning, "DOCUMENTS_A_BATCH", 2)
    workspace, elsewhere = Workspace(tmp_path / "data"), Workspace(tmp_path / "elsewhere")
    settings = Settings(clean=SETTINGS)
    store.write_stage(workspace.stages / "documents.parquet", "documents", DOCUMENTS)
    batches = list(CLEAN.split(workspace, settings))
    assert [len(batch.articles) for batch in batches] == [2, 2, 2]  # one of seven has the bytes of another
    for batch in reversed(batches):
        CLEAN.work(batch, elsewhere, settings)
    with pytest.raises(StoreError, match="no result"):
        CLEAN.join(workspace, settings)
    (elsewhere.stages / KEPT).rename(workspace.stages / KEPT)
    assert join(workspace, settings) == clean_documents(DOCUMENTS, SETTINGS)


def test_a_document_that_the_code_fails_on_is_set_aside(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    def clean_but_one(raw: RawDocument, latest: dt.date) -> Outcome:
        if raw.source_uri == "german.txt":
            raise RecursionError("too deep")
        return clean_one(raw, latest)

    monkeypatch.setattr(cleaning, "clean_one", clean_but_one)
    result = run(workspace, DOCUMENTS)
    (row,) = (row for row in result.set_aside if row.source_uri == "german.txt")
    assert (row.stage, row.reason, row.raw_sha256) == ("clean", "extraction_error", DOCUMENTS[-1].sha256)
    assert row.detail.startswith("german.txt: clean failed with RecursionError: too deep")
    assert result.articles == clean_documents(DOCUMENTS, SETTINGS).articles


def test_a_run_that_goes_on_past_midnight_keeps_the_day_on_which_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A date of tomorrow is none today; what was cleaned before midnight is found after it."""
    day = [dt.date(2020, 3, 10)]

    class Clock(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return day[0]

    monkeypatch.setattr(cleaning.dt, "date", Clock)
    workspace, settings = Workspace(tmp_path), Settings()
    documents = (document("first.txt", story(0), published_on=dt.date(2020, 3, 11)),)
    later = CleanSettings(today=dt.date(2020, 3, 11))
    store.write_stage(workspace.stages / "documents.parquet", "documents", documents)
    for batch in CLEAN.split(workspace, settings):
        CLEAN.work(batch, workspace, settings)
    day[0] = dt.date(2020, 3, 11)
    assert join(workspace, settings) == clean_documents(documents, SETTINGS)
    assert run(workspace, documents, later) == clean_documents(documents, later)
