"""Versions of releases, and the list of a run's inputs."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from coalition_data.records import Input
from coalition_data.release import InputFile, input_files
from coalition_data.release.versions import Version
from coalition_data.schema.tables import SCHEMA_VERSION

DAY = dt.date(2026, 11, 21)


def test_input_files() -> None:
    rest = {"stage": None, "source": None, "url": None, "article_id": None, "media_type": None, "fetched_at": None}
    read = Input(
        source_uri="b.txt", outcome="accepted", detail=None, raw_sha256="1" * 64, bytes=5, licence="MIT", **rest
    )
    missing = Input(
        source_uri="a.txt", outcome="missing", detail="lost", raw_sha256=None, bytes=None, licence=None, **rest
    )
    assert input_files([read, missing]) == (
        InputFile("a.txt", None, None, None, "missing"),
        InputFile("b.txt", "1" * 64, 5, "MIT", "accepted"),
    )


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        pytest.param(None, DAY, "2026.11.21", id="the first"),
        pytest.param("2026.11.20", DAY, "2026.11.21", id="the next day"),
        pytest.param("2026.11.21", DAY, "2026.11.21.1", id="the same day"),
        pytest.param("2026.11.21.9", DAY, "2026.11.21.10", id="the eleventh of a day"),
        pytest.param("2026.12.01", DAY, "2026.12.01.1", id="a clock that went back"),
    ],
)
def test_next_version(last: str | None, today: dt.date, expected: str) -> None:
    version = Version.parse(last) if last else None
    assert str(version.next(today) if version else Version(today)) == expected


def test_versions_are_ordered_in_time() -> None:
    texts = ["2026.11.21", "2026.11.21.2", "2026.11.21.10", "2026.12.01"]
    versions = [Version.parse(text) for text in texts]
    assert None not in versions
    assert versions == sorted(versions, key=lambda version: version or Version(DAY))
    assert [str(version) for version in versions] == texts
    assert [Version.parse(text) for text in ("2026.13.01", "2026.11.21.0", "26.11.21", "latest")] == [None] * 4


def test_the_schema_version_is_semantic() -> None:
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", SCHEMA_VERSION)
