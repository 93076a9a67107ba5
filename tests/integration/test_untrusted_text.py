"""What articles say is text everywhere: CSV, terminal, Markdown, HTML, SQL."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from candidates import Candidate
from click.testing import CliRunner
from hostile import ALL, ARTICLE, HOSTILE_MEETING, HOSTILE_PLEDGE, QUOTES, hostile_tables
from markdown_it import MarkdownIt

from coalition_data.cli import main
from coalition_data.inert import csv_text, html_text, markdown_text
from coalition_data.release import verify_release
from coalition_data.terminal import printable

FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠\t\r]")
"""What a spreadsheet may read as the start of a formula."""


@pytest.fixture(scope="module")
def data_dir(make: Callable[..., Candidate], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: hostile rows in the second, so that the diff has to name them."""
    folder = tmp_path_factory.mktemp("untrusted")
    make("0.1.0").publish(folder / "releases")
    release = make("0.2.0", **hostile_tables()).publish(folder / "releases")
    assert verify_release(release) == ()
    return folder


def run(data_dir: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--data-dir", str(data_dir)])
    assert result.exit_code == 0, result.output
    return result.output


def is_harmless(text: str) -> bool:
    """Whether a terminal would only print it."""
    return all(character == "\n" or unicodedata.category(character) not in {"Cc", "Cf"} for character in text)


COMMANDS = (
    ("query", "from quotes"),
    ("query", "select title, publisher, source_uri, authors from articles"),
    ("query", "select name, venue, city, hosts from meetings"),
    ("trace", QUOTES[0].quote_id),
    ("trace", QUOTES[4].quote_id),
    ("trace", HOSTILE_MEETING.meeting_id),
    ("trace", HOSTILE_PLEDGE.pledge_id),
    ("trace", ARTICLE.article_id),
    ("diff", "2026.11.21"),
    ("releases",),
    ("verify",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_steers_the_terminal(data_dir: Path, command: tuple[str, ...]):
    output = run(data_dir, *command)
    assert output
    assert is_harmless(output)


def test_the_hostile_words_are_printed_nevertheless(data_dir: Path):
    assert r"\x1b]0;owned" in run(data_dir, "query", "select text from quotes")
    assert r"\u202e" in run(data_dir, "query", "select title from articles")


@pytest.mark.parametrize("form", ["query", "export"])
def test_csv_holds_no_formula(data_dir: Path, tmp_path: Path, form: str):
    if form == "query":
        texts = [
            run(data_dir, "query", f"from {name}", "--format", "csv") for name in ("articles", "quotes", "meetings")
        ]
    else:
        run(data_dir, "export", "--output", str(tmp_path))
        texts = [path.read_text("utf-8") for path in sorted(tmp_path.glob("*.csv"))]
        assert len(texts) == 4
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if FORMULA.match(cell) and not re.fullmatch(r"-?[\d.]+", cell)]


def test_a_column_name_is_no_formula_either(data_dir: Path):
    assert run(data_dir, "query", 'select 1 as "=1+1"', "--format", "csv") == "'=1+1\n1\n"


def test_json_and_jsonl_carry_the_words_unchanged(data_dir: Path, tmp_path: Path):
    said = json.loads(run(data_dir, "query", "select text from quotes order by quote_id", "--format", "json"))
    assert [row["text"] for row in said] == list(ALL)
    run(data_dir, "export", "quotes", "--format", "jsonl", "--output", str(tmp_path))
    lines = (tmp_path / "quotes.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == list(ALL)


def test_an_export_does_not_touch_the_release(data_dir: Path):
    target = data_dir / "releases" / "2026.11.21.1" / "csv"
    result = CliRunner().invoke(main, ["export", "--output", str(target), "--data-dir", str(data_dir)])
    assert result.exit_code == 1
    assert "never changes" in result.output
    assert not target.exists()


@pytest.mark.parametrize("name", ["CHANGES.md", "README.md", "LICENSE.md"])
def test_markdown_of_a_release_is_no_markup(data_dir: Path, name: str):
    text = (data_dir / "releases" / "2026.11.21.1" / name).read_text("utf-8")
    assert is_harmless(text)
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert not re.search(r"<(script|img|b>|i>)", page)
    assert not re.search(r'href="(?!https://creativecommons\.org)', page)
    if name != "LICENSE.md":
        assert "evil.example" in page


@pytest.mark.parametrize("words", ALL)
def test_markdown_text_is_read_back_as_it_was(words: str):
    """Whatever is escaped comes out as the same words, without any element."""
    page = MarkdownIt("commonmark", {"html": True}).render(f"x {markdown_text(words)}")
    assert re.fullmatch(r"<p>[^<]*</p>\n", page), page


@pytest.mark.parametrize("words", ALL)
def test_html_text_has_no_markup(words: str):
    assert not set(html_text(words)) & set("<>\"'\x1b\u202e")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1 degrees", "'-1 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1+1", "'＝1+1"),
        ("a=1", "a=1"),
        ("“We stay”", "“We stay”"),
        ("", ""),
    ],
)
def test_csv_text(text: str, cell: str):
    assert csv_text(text) == cell


def test_the_page_of_a_diff_has_no_markup_of_articles(data_dir: Path):
    page = run(data_dir, "diff", "2026.11.21", "--format", "html")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert is_harmless(page)


def test_the_manifest_is_json_whatever_the_names(data_dir: Path):
    manifest = json.loads((data_dir / "releases" / "2026.11.21.1" / "manifest.json").read_text("utf-8"))
    assert list(manifest["coverage"]["articles_by_publisher"]) == [ARTICLE.publisher]


def test_every_harmful_character_is_escaped():
    harmful = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}]
    assert len(harmful) > 200
    assert all(printable(character).startswith("\\") for character in harmful)
