"""What a diff says: rows, columns, ids merged, replaced and split, and a reason for every removal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from candidates import Candidate, information
from click.testing import CliRunner
from sample_tables import FIRST, MEETING, PLEDGE, QUOTE, SECOND, article, evidence, write_sample

from coalition_data.cli import main
from coalition_data.curate import Correction
from coalition_data.errors import ReleaseError
from coalition_data.records import KnownId
from coalition_data.release import TableDiff, diff_releases, diff_tables, read_release
from coalition_data.release.reasons import UNEXPLAINED, explain_removal, what_changed
from coalition_data.store import write_stage

OTHER_MEETING = dataclasses.replace(
    MEETING, meeting_id="mtg_0000000000bb", name="Lisbon talks", participants_reported=(),
    evidence=(evidence(SECOND, "The Lisbon meeting brought 18 countries together"),),
)  # fmt: skip
BARE_PLEDGE = dataclasses.replace(PLEDGE, meeting_id=None)
BARE_QUOTE = dataclasses.replace(QUOTE, meeting_id=None)


def compare(folder: Path, old: Mapping[str, Any], new: Mapping[str, Any], **options: Any) -> dict[str, TableDiff]:
    """The diff of the sample tables with some replaced, on each side."""
    sides = [write_sample(folder / side, **tables) for side, tables in (("old", old), ("new", new))]
    return {diff.table: diff for diff in diff_tables(*sides, **options)}


def test_nothing_changed(tmp_path: Path):
    diffs = compare(tmp_path, {}, {})
    assert all(diff.is_empty for diff in diffs.values())
    assert diffs["articles"].unchanged == 2


def test_values_are_told_by_column(tmp_path: Path):
    changed = dataclasses.replace(PLEDGE, stance="offered", scope_iso3=(), amount=None, currency=None)
    diff = compare(tmp_path, {}, {"pledges": (changed,)})["pledges"]
    assert diff.changed_columns == {"scope_iso3": 1, "stance": 1, "amount": 1, "currency": 1}
    assert {(one.column, one.old, one.new) for one in diff.changes} == {
        ("scope_iso3", '["IRQ","SYR"]', "[]"),
        ("stance", '"committed"', '"offered"'),
        ("amount", "2500000.00", None),
        ("currency", '"USD"', None),
    }


def test_a_merged_meeting_is_no_lost_one(tmp_path: Path):
    both = dataclasses.replace(MEETING, evidence=(*MEETING.evidence, *OTHER_MEETING.evidence))
    diff = compare(tmp_path, {"meetings": (MEETING, OTHER_MEETING)}, {"meetings": (both,)})["meetings"]
    assert [(one.old_key, one.new_key, one.kind) for one in diff.successions] == [
        (OTHER_MEETING.meeting_id, MEETING.meeting_id, "merged")
    ]
    assert diff.removal_reasons == {"merged into another row": 1}


def test_a_split_meeting_is_told(tmp_path: Path):
    both = dataclasses.replace(MEETING, evidence=(*MEETING.evidence, *OTHER_MEETING.evidence))
    diff = compare(tmp_path, {"meetings": (both,)}, {"meetings": (MEETING, OTHER_MEETING)})["meetings"]
    assert [(one.old_key, one.new_key) for one in diff.of_kind("split")] == [
        (MEETING.meeting_id, OTHER_MEETING.meeting_id)
    ]
    assert (diff.added, diff.removed) == (1, 0)


def test_a_row_with_a_new_id_is_replaced(tmp_path: Path):
    renamed = dataclasses.replace(BARE_QUOTE, quote_id="quo_0000000000cc", utterance_id="quo_0000000000cc")
    diff = compare(tmp_path, {}, {"quotes": (renamed,)})["quotes"]
    assert [(one.new_key, one.kind) for one in diff.successions] == [("quo_0000000000cc", "replaced")]
    assert diff.removal_reasons == {"its evidence is another row's now": 1}


def test_two_promises_of_one_sentence_are_not_merged(tmp_path: Path):
    """They share their evidence; when one is no longer found, it has not become the other."""
    aid = dataclasses.replace(PLEDGE, pledge_id="plg_0000000000bb", category="financial")
    diff = compare(tmp_path, {"pledges": (PLEDGE, aid)}, {}, circumstances=("code",))["pledges"]
    assert diff.successions == ()
    assert [row.reason for row in diff.removed_rows] == [
        "no longer found, its article is unchanged; what differs: code"
    ]


def test_the_registry_of_ids_knows_better(tmp_path: Path):
    """Two rows without shared words: only the registry can tell that one became the other."""
    gone = dataclasses.replace(OTHER_MEETING, evidence=(evidence(SECOND, "an official said"),))
    old = write_sample(tmp_path / "old", meetings=(MEETING, gone))
    new = write_sample(tmp_path / "new")
    known = KnownId(
        id=gone.meeting_id, table="meetings", status="superseded", superseded_by=MEETING.meeting_id, split_from=None,
        new_after=None, last_release="2026.11.20", kind="", fingerprints=("x",),
    )  # fmt: skip
    write_stage(new / "ids.parquet", "ids", (known,))
    (diff,) = [diff for diff in diff_tables(old, new) if diff.table == "meetings"]
    assert [(one.old_key, one.new_key, one.kind) for one in diff.successions] == [
        (gone.meeting_id, MEETING.meeting_id, "merged")
    ]


MOVED = dataclasses.replace(article(FIRST.text + " More.", "art_00000000000000ff"), source_uri=FIRST.source_uri)
"""The first article as its file without an address was changed: its id is made of its bytes."""
SHORT_MEETING = dataclasses.replace(MEETING, evidence=MEETING.evidence[:1], participants_reported=())


def test_an_article_whose_file_changed_is_replaced_with_its_quotes(tmp_path: Path):
    quote = dataclasses.replace(
        BARE_QUOTE, quote_id="quo_0000000000cc", utterance_id="quo_0000000000cc", article_id=MOVED.article_id
    )
    new = {"articles": (MOVED, SECOND), "quotes": (quote,), "meetings": (), "pledges": ()}
    diffs = compare(tmp_path, {}, new)
    assert [(one.old_key, one.new_key, one.kind) for one in diffs["articles"].successions] == [
        (FIRST.article_id, MOVED.article_id, "replaced")
    ]
    assert [(one.new_key, one.kind) for one in diffs["quotes"].successions] == [(quote.quote_id, "replaced")]


@pytest.mark.parametrize(
    ("new", "aside", "reason"),
    [
        pytest.param({"articles": (SECOND,)}, {}, "its articles are no longer among the inputs", id="input gone"),
        pytest.param({"articles": (SECOND,)}, {FIRST.source_uri: "language"},
                     "its articles were set aside: language", id="set aside"),
        pytest.param({"articles": (article(FIRST.text + " More.", FIRST.article_id), SECOND)}, {},
                     "the text of its article was revised", id="revised"),
        pytest.param({"articles": (MOVED, SECOND)}, {}, "the text of its article was revised", id="file changed"),
        pytest.param({}, {}, UNEXPLAINED, id="nothing differs"),
    ],
)  # fmt: skip
def test_a_removal_has_a_reason(tmp_path: Path, new: dict[str, Any], aside: dict[str, str], reason: str):
    documents = [{"source_uri": uri, "reason": code} for uri, code in aside.items()]
    manifest = {"set_aside": {"documents": documents}}
    without = {"meetings": (), "pledges": (), "quotes": ()}
    diffs = compare(tmp_path, {}, {**without, **new}, new_manifest=manifest)
    assert diffs["quotes"].removal_reasons == {reason: 1}
    assert [row.reason for row in diffs["pledges"].removed_rows] == [reason]


def test_a_row_of_two_articles_of_which_one_is_gone():
    assert explain_removal(("mtg", "x", ["gone", "same"], []), None, ()) == "some of its articles are gone"


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        pytest.param("code", {"source_sha256": "2"}, "code", id="code"),
        pytest.param("code", {"model": "m 2"}, "language model", id="model"),
        pytest.param("code", {"libraries": {"spacy": "9"}}, "libraries", id="libraries"),
        pytest.param("parameters", {"a": 1}, "settings", id="settings"),
        pytest.param("inputs", {"files": [{"source_uri": "a", "sha256": "1"}]}, "inputs", id="inputs"),
        pytest.param("corrections", [{"key": "x"}], "corrections", id="corrections"),
        pytest.param("schema_version", "2.0.0", "schema", id="schema"),
    ],
)
def test_what_else_differs_between_two_runs(key: str, value: Any, word: str):
    base: dict[str, Any] = {"code": {"revision": "abc"}, "inputs": {"files": []}}
    assert what_changed(base, {**base, "code": {"revision": "def"}}) == ()  # another commit with the same code
    assert what_changed(base, {**base, key: value}) == (word,)


def test_an_unexplained_removal_stops_the_release(make: Callable[..., Candidate], first: Candidate, tmp_path: Path):
    first.publish(tmp_path)
    with pytest.raises(ReleaseError, match=r"1 rows of 2026\.11\.21 are gone, and nothing differs"):
        make(quotes=()).publish(tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["2026.11.21", "latest"]


def test_changes_name_rows_reasons_and_circumstances(first: Candidate, second: Candidate, tmp_path: Path):
    assert "This is the first release." in (first.publish(tmp_path).path / "CHANGES.md").read_text("utf-8")
    text = (second.publish(tmp_path).path / "CHANGES.md").read_text("utf-8")
    assert "| `pledges` | 1 | 0 | 1 | 0 |" in text
    assert "What else differs: code" in text
    assert "- no longer found, its article is unchanged; what differs: code: 1" in text
    assert "- `plg_0000000000bb` Portugal, committed, financial, up to 30 trainers" in text
    assert '- `plg_0000000000aa` `stance`: "committed" → "conditional"' in text
    assert f"- `{QUOTE.quote_id}` Inês Prata: We shall stay the course,: no longer found" in text


CORRECTION = Correction("pledges", PLEDGE.pledge_id, "quantity", 30.0, 13.0, "the ministry says 13", "A. *Reader*")


def test_a_correction_is_a_new_release_that_says_what_it_corrects(
    make: Callable[..., Candidate], first: Candidate, tmp_path: Path
):
    first.publish(tmp_path)
    corrected = make(pledges=(dataclasses.replace(PLEDGE, quantity=13.0),))
    info = dataclasses.replace(information(2), corrections=(CORRECTION,))
    release = dataclasses.replace(corrected, info=info).publish(tmp_path)
    text = (release.path / "CHANGES.md").read_text("utf-8")
    assert "## Corrected in this release" in text
    assert f"`pledges`, {PLEDGE.pledge_id.replace('_', chr(92) + '_')}, `quantity`: 30.0 → 13.0" in text
    assert "the ministry says 13 (A. \\*Reader\\*)" in text
    assert release.manifest["corrections"][0]["by"] == "A. *Reader*"
    later = dataclasses.replace(make(pledges=(BARE_PLEDGE,)), info=information(2, "0.3.0"))
    assert "## Corrections lifted" in (later.publish(tmp_path).path / "CHANGES.md").read_text("utf-8")


@pytest.fixture
def data_dir(first: Candidate, second: Candidate, tmp_path: Path) -> Path:
    first.publish(tmp_path / "releases")
    second.publish(tmp_path / "releases")
    return tmp_path


def run(data_dir: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--data-dir", str(data_dir)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_prints_text(data_dir: Path):
    output = run(data_dir, "diff", "2026.11.21")
    assert "2026.11.21 → 2026.11.21.1" in output
    assert "pledges: 1 added, 0 removed, 1 changed, 0 unchanged" in output
    assert "articles: nothing changed (2 rows)" in output
    assert '~ plg_0000000000aa  stance: "committed" → "conditional"' in output


def test_the_command_prints_json(data_dir: Path):
    content = json.loads(run(data_dir, "diff", "2026.11.21", "2026.11.21.1", "--format", "json"))
    pledges = content["tables"][2]
    assert (pledges["table"], pledges["added"], pledges["changed_columns"]) == (
        "pledges", 1, {"stance": 1, "condition": 1},
    )  # fmt: skip
    assert {one["column"]: (one["old"], one["new"]) for one in pledges["changes"]} == {
        "stance": ("committed", "conditional"),
        "condition": (None, "if asked"),
    }


def test_the_command_writes_a_page(data_dir: Path, tmp_path: Path):
    target = tmp_path / "diff.html"
    run(data_dir, "diff", "2026.11.21", "--format", "html", "--output", str(target))
    text = target.read_text("utf-8")
    assert "<h2>pledges</h2>" in text
    assert "plg_0000000000bb" in text
    assert "<script" not in text


def test_the_other_way_round(data_dir: Path):
    releases = data_dir / "releases"
    back = diff_releases(read_release(releases), read_release(releases, "2026.11.21"))
    assert [(table.added, table.removed) for table in back.tables] == [(0, 0), (0, 0), (0, 1), (1, 0)]


def test_an_unknown_release_is_named(data_dir: Path):
    result = CliRunner().invoke(main, ["diff", "2020.01.01", "--data-dir", str(data_dir)])
    assert result.exit_code == 1
    assert "there are: 2026.11.21, 2026.11.21.1" in result.output
