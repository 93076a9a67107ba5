"""Gated candidate tables, ready to be published; fixtures for the tests of releases."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_tables import FIRST, PLEDGE, write_sample

from coalition_data.records import Note, SetAside
from coalition_data.release import InputFile, ManifestInfo, Release, publish
from coalition_data.validate import check_tables
from coalition_data.validate.process import EngineProcess

DAY = dt.date(2026, 11, 21)

SET_ASIDE = SetAside("broken.txt", "ingest", "empty", "broken.txt is empty", "0" * 64)
NOTE = Note(FIRST.source_uri, "ingest", "encoding", "read as windows-1252")


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Gated tables, ready to be published."""

    tables: Path
    validation: Path
    info: ManifestInfo

    def publish(self, releases: Path, **options: Any) -> Release:
        return publish(self.tables, self.validation, releases, self.info, **{"today": DAY, **options})


def information(articles: int, code: str = "0.1.0") -> ManifestInfo:
    inputs = [InputFile(f"{number}.txt", f"{number:064x}", 10) for number in range(articles)]
    refused = InputFile(SET_ASIDE.source_uri, SET_ASIDE.raw_sha256, None)
    return ManifestInfo([*inputs, refused], [SET_ASIDE], [NOTE], {"clean": {"languages": ["en"]}}, {"version": code})


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Candidate]]:
    """``make(pledges=(…))``: the sample tables, some replaced, judged by the gate; each content once."""
    with EngineProcess() as engine:

        def candidate(code: str = "0.1.0", **tables: Any) -> Candidate:
            folder = tmp_path_factory.mktemp("candidate")
            write_sample(folder / "tables", **tables)
            result = check_tables(folder / "tables", report_dir=folder / "validation", engine=engine)
            return Candidate(folder / "tables", folder / "validation", information(result.row_counts["articles"], code))

        yield candidate


@pytest.fixture(scope="session")
def first(make: Callable[..., Candidate]) -> Candidate:
    return make()


CHANGED_PLEDGE = dataclasses.replace(PLEDGE, stance="conditional", condition="if asked")
ADDED_PLEDGE = dataclasses.replace(PLEDGE, pledge_id="plg_0000000000bb", category="financial")


@pytest.fixture(scope="session")
def second(make: Callable[..., Candidate]) -> Candidate:
    return make("0.2.0", pledges=(CHANGED_PLEDGE, ADDED_PLEDGE), quotes=())
