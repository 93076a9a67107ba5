"""A source's licence decides whether its text is published, or only offsets, hashes and links."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from sample_tables import FIRST, QUOTE, SECOND, TEXT, evidence, find, sample_tables, write_sample

from coalition_data.curate import may_publish, withheld_articles, withhold_texts
from coalition_data.records import CatalogEntry, RawDocument
from coalition_data.schema.rules import table_rules
from coalition_data.schema.tables import TABLES
from coalition_data.store import read_tables, write_stage
from coalition_data.validate.database import open_views
from coalition_data.workspace import Workspace


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC-BY-4.0", True),
        (" cc-by-4.0 ", True),
        ("public-domain", True),
        ("OGL-UK-3.0", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("all rights reserved", False),
        ("proprietary", False),
    ],
)
@pytest.mark.parametrize("unknown", [True, False])
def test_a_declared_licence_decides(licence: str, expected: bool, unknown: bool):
    assert may_publish(licence, unknown=unknown) is expected


@pytest.mark.parametrize("unknown", [True, False])
@pytest.mark.parametrize("licence", [None, "", "  "])
def test_without_a_declared_licence_the_setting_decides(licence: str | None, unknown: bool):
    assert may_publish(licence, unknown=unknown) is unknown


def test_licences_come_from_the_documents(tmp_path: Path):
    workspace = Workspace(tmp_path)
    documents = [
        RawDocument(FIRST.source_uri, b"x", "0" * 64, CatalogEntry(licence="all rights reserved")),
        RawDocument(SECOND.source_uri, b"y", "1" * 64),
    ]
    write_stage(workspace.stages / "documents.parquet", "documents", documents)
    assert withheld_articles(workspace, (FIRST, SECOND), unknown=True) == {FIRST.article_id}
    assert withheld_articles(workspace, (FIRST, SECOND), unknown=False) == {FIRST.article_id, SECOND.article_id}


WORDS = 5


def withheld(folder: Path) -> Path:
    start, end = find(TEXT, "Portugal will send up to 30 trainers and $2.5 million in aid to Iraq")
    reported = dataclasses.replace(
        QUOTE, quote_id="quo_0000000000bb", utterance_id="quo_0000000000bb", start=start, end=end,
        text=TEXT[start:end], quote_type="indirect",
    )  # fmt: skip
    tables = {**sample_tables(), "quotes": (QUOTE, reported)}
    return write_sample(folder, **withhold_texts(tables, {FIRST.article_id}, WORDS))


def test_a_withheld_text_leaves_offsets_hashes_and_links(tmp_path: Path):
    tables = read_tables(withheld(tmp_path))
    first, second = tables["articles"]
    assert first.text is None
    assert first.captions == ()
    assert (first.url, first.raw_sha256) == (FIRST.url, FIRST.raw_sha256)
    assert first.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert second == SECOND
    rows = (*tables["meetings"], *tables["pledges"])
    assert all(
        len(one.text.split()) <= WORDS for row in rows for one in row.evidence if one.article_id != second.article_id
    )
    assert evidence(SECOND, SECOND.text) in tables["meetings"][0].evidence
    direct, reported = tables["quotes"]
    assert direct.text == QUOTE.text  # words in quotation marks are the speaker's
    assert reported.text == "Portugal will send up to"
    for said in (*tables["quotes"], *(one for row in rows for one in row.evidence)):
        if said.article_id == FIRST.article_id:
            assert TEXT[said.start : said.end] == said.text, "offsets still refer to the text as it was read"


def test_withheld_tables_obey_every_declared_rule(tmp_path: Path):
    withheld(tmp_path)
    with open_views(tmp_path) as connection:
        for table in TABLES.values():
            for rule in table_rules(table):
                assert connection.execute(rule.rows).fetchall() == [], rule.name


def test_a_span_of_another_length_than_its_words_breaks_the_rule(tmp_path: Path):
    tables = withhold_texts(sample_tables(), {FIRST.article_id}, WORDS)
    write_sample(tmp_path, **{**tables, "quotes": (dataclasses.replace(QUOTE, text="We shall"),)})
    (rule,) = [rule for rule in table_rules(TABLES["quotes"]) if rule.name == "text.slice"]
    with open_views(tmp_path) as connection:
        assert len(connection.execute(rule.rows).fetchall()) == 1


def test_nothing_withheld_changes_nothing():
    assert withhold_texts(sample_tables(), (), WORDS) == sample_tables()
