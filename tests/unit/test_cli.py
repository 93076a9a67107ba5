"""The command line: help, usage errors, and commands that need no run."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coalition_data.cli import main
from coalition_data.records import Input
from coalition_data.schema.tables import TABLES
from coalition_data.store import write_stage
from coalition_data.terminal import printable
from coalition_data.workspace import Workspace

ARTICLE = (
    "Ministers Gather in Lisbon\n\nLISBON, Portugal — Defence ministers of nine countries met here on Friday.\n\n"
    "“We will stay as long as we are needed,” Portuguese Defence Minister Rui Salgado told reporters afterwards.\n"
)


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return [(*prefix, name) for name in group.commands]


@pytest.mark.parametrize("command", [(), *commands(main)], ids=lambda command: " ".join(command) or "coalition-data")
def test_everything_has_help(command: tuple[str, ...]):
    result = CliRunner().invoke(main, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 5


@pytest.mark.parametrize("command", commands(main), ids=" ".join)
def test_every_option_has_help(command: tuple[str, ...]):
    for parameter in main.commands[command[0]].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{command[0]} {parameter.name}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["query", "select 1"], "release", id="query without a release"),
        pytest.param(["verify"], "release", id="verify without a release"),
        pytest.param(["verify", "2001.01.01"], "2001.01.01", id="verify an unknown release"),
        pytest.param(["stage", "translate"], "translate", id="unknown stage"),
        pytest.param(["stage", "clean"], "documents.parquet", id="stage before its inputs are there"),
        pytest.param(["run", "--source", "nowhere"], "nowhere", id="source that is not there"),
    ],
)
def test_an_error_is_a_message_and_exit_code_1(tmp_path: Path, arguments: list[str], words: str):
    result = CliRunner().invoke(main, [*arguments, "--data-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [["query"], ["run", "--params", "nowhere.yaml"], ["extract", "nowhere.txt"], ["schema", "people"], ["fly"]],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]):
    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_an_outcome_that_no_input_has_is_an_error_and_tells_those_that_there_are(tmp_path: Path):
    rows = [Input(f"{n}.txt", outcome, "told", "ingest", None, None, None, None, None, None, None, None)
            for n, outcome in enumerate(("accepted", "empty"))]  # fmt: skip
    write_stage(Workspace(tmp_path).inputs, "inputs", rows)
    result = CliRunner().invoke(main, ["inputs", "--outcome", "bogus", "--data-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "no input has the outcome 'bogus'\n  there are: accepted, empty" in result.stderr


def test_no_release_yet_is_no_error(tmp_path: Path):
    result = CliRunner().invoke(main, ["releases", "--data-dir", str(tmp_path)])
    assert result.exit_code == 0
    assert "coalition-data run" in result.output


def test_schema_prints_every_column():

    for name, table in TABLES.items():
        output = CliRunner().invoke(main, ["schema", name]).output
        assert all(column.name in output for column in table.columns)


def test_extract_prints_rows_whose_offsets_hold(tmp_path: Path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    result = CliRunner().invoke(main, ["extract", str(path), "--published-on", "2017-03-03", "--json"])
    assert result.exit_code == 0, result.output
    content = json.loads(result.output)
    assert content["article"]["published_on"] == "2017-03-03"
    (quote,) = [row for row in content["quotes"] if row["quote_type"] == "direct"]
    assert quote["speaker_name"] == "Rui Salgado"
    assert content["article"]["text"][quote["start"] : quote["end"]] == quote["text"]


def test_extract_reads_a_saved_page(tmp_path: Path):
    path = tmp_path / "page.html"
    title, *paragraphs = ARTICLE.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    path.write_text(f"<html><body><article><h1>{title}</h1>{body}</article></body></html>", encoding="utf-8")
    result = json.loads(CliRunner().invoke(main, ["extract", str(path), "--json"]).output)
    assert result["article"]["title"] == "Ministers Gather in Lisbon"
    assert [quote["speaker_name"] for quote in result["quotes"]] == ["Rui Salgado"]


def test_extract_tells_a_wrong_model(tmp_path: Path):
    (tmp_path / "params.yaml").write_text("annotate: {model: os}\n")
    (tmp_path / "a.txt").write_text(ARTICLE)
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "a.txt"), "--params", str(tmp_path / "params.yaml")])
    assert result.exit_code == 1
    assert "annotate.model is 'os', which is no language model" in result.stderr


def test_extract_shows_tables(tmp_path: Path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    output = CliRunner().invoke(main, ["extract", str(path)]).output
    assert "Rui Salgado" in output
    assert "Ministers Gather in Lisbon" in output


@pytest.mark.parametrize(
    ("content", "word"), [pytest.param(b"", "empty", id="empty"), pytest.param(bytes(range(256)) * 20, "", id="binary")]
)
def test_extract_refuses_what_is_no_article(tmp_path: Path, content: bytes, word: str):
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    result = CliRunner().invoke(main, ["extract", str(path)])
    assert result.exit_code == 1
    assert "odd.txt" in result.stderr
    assert word in result.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “words” – é", "plain “words” – é"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\u202eb", "a\\u202eb"),
        ("two\nlines", "two\\nlines"),
    ],
)
def test_text_from_outside_cannot_steer_the_terminal(text: str, shown: str):
    assert printable(text) == shown
