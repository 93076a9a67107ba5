"""Lineage: from a row to its words, its article, the raw bytes and the run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest
from candidates import Candidate, information
from click.testing import CliRunner
from sample_tables import FIRST, MEETING, PLEDGE, QUOTE, SECOND, TEXT

from coalition_data.cli import main
from coalition_data.curate import Correction
from coalition_data.errors import ReleaseError
from coalition_data.records import RawDocument
from coalition_data.release import InputFile, Release
from coalition_data.store import write_stage
from coalition_data.trace import trace_row
from coalition_data.workspace import Workspace

RAW = TEXT.encode()


@pytest.fixture(scope="module")
def data_dir(first: Candidate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    info = dataclasses.replace(
        information(2),
        inputs=[
            InputFile(FIRST.source_uri, FIRST.raw_sha256, len(RAW), "CC-BY-4.0"),
            InputFile(SECOND.source_uri, SECOND.raw_sha256, 70),
            InputFile("broken.txt", None, None),
        ],
        corrections=(Correction("articles", FIRST.source_uri, "publisher", "Exmple", "Example News", "typo", "A. R."),),
        code={"version": "0.1.0", "model": "small 3.8", "libraries": {"spacy": "3.8.18"}},
    )
    dataclasses.replace(first, info=info).publish(folder / "releases")
    documents = [
        RawDocument("other.txt", b"x", hashlib.sha256(b"x").hexdigest()),
        RawDocument(FIRST.source_uri, RAW, hashlib.sha256(RAW).hexdigest()),
    ]
    write_stage(folder / "stages" / "documents.parquet", "documents", documents)
    return folder


@pytest.fixture(scope="module")
def release(data_dir: Path) -> Release:
    from coalition_data.release import read_release  # noqa: PLC0415

    return read_release(data_dir / "releases")


def test_a_pledge_leads_to_its_words_article_and_bytes(release: Release, data_dir: Path):
    trace = trace_row(release, PLEDGE.pledge_id, Workspace(data_dir))
    (words,) = trace.words
    place = TEXT.index(words.before + words.text + words.after)
    assert place + len(words.before) == words.start
    assert TEXT[words.start : words.end] == words.text == PLEDGE.evidence[0].text
    origin = trace.origins[FIRST.article_id]
    assert origin.article["raw_sha256"] == hashlib.sha256(RAW).hexdigest()
    assert (origin.input["bytes"], origin.input["licence"]) == (len(RAW), "CC-BY-4.0")
    assert origin.bytes_at is not None
    assert "row 1 " in origin.bytes_at
    assert trace.related == (("meetings", MEETING.meeting_id, MEETING.name),)
    assert trace.corrections[0]["new"] == "Example News"
    assert trace.run["code"]["model"] == "small 3.8"


def test_a_meeting_has_the_words_of_all_its_articles(release: Release):
    trace = trace_row(release, MEETING.meeting_id)
    assert [words.article_id for words in trace.words] == [FIRST.article_id, SECOND.article_id]
    assert set(trace.origins) == {FIRST.article_id, SECOND.article_id}
    assert all(origin.bytes_at is None for origin in trace.origins.values())
    assert {key for _, key, _ in trace.related} == {PLEDGE.pledge_id, QUOTE.quote_id}


def test_a_quote_has_its_speaker_and_cue(release: Release):
    trace = trace_row(release, QUOTE.quote_id)
    assert [(words.role, words.text) for words in trace.words] == [
        ("quote", QUOTE.text), ("speaker", "Inês Prata"), ("cue", "said"),
    ]  # fmt: skip


def test_an_article_leads_to_its_rows(release: Release):
    trace = trace_row(release, FIRST.article_id)
    assert {key for _, key, _ in trace.related} == {PLEDGE.pledge_id, QUOTE.quote_id, MEETING.meeting_id}
    assert "text" not in trace.row


@pytest.mark.parametrize("key", ["plg_ffffffffffff", "", "' or 1=1 --"])
def test_an_unknown_row_is_named(release: Release, key: str):
    with pytest.raises(ReleaseError, match="has no row"):
        trace_row(release, key)


def run(data_dir: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["trace", *arguments, "--data-dir", str(data_dir)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_shows_the_words_in_their_place(data_dir: Path):
    output = run(data_dir, PLEDGE.pledge_id)
    assert f"»{PLEDGE.evidence[0].text}«, the ministry said." in output
    assert f"raw bytes: sha256 {FIRST.raw_sha256}" in output
    assert "corrected: publisher Exmple → Example News: typo (A. R.)" in output
    assert "libraries: spacy 3.8.18" in output


def test_the_command_prints_json(data_dir: Path):
    content = json.loads(run(data_dir, QUOTE.quote_id, "--json"))
    assert content["words"][0]["text"] == QUOTE.text
    assert content["origins"][FIRST.article_id]["input"]["sha256"] == FIRST.raw_sha256
    assert content["run"]["version"] == content["run"]["released_on"].replace("-", ".")
