"""``sources.yml``: what it may say, and mistakes told by file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coalition_data.errors import SourceError
from coalition_data.fetch import FetchPolicy
from coalition_data.ingest import read_declaration, read_sources, resolve_sources

ROOT = Path(__file__).parents[2]

FULL = """\
sources:
  - name: wire
    location:
      - https://example.org/feed
      - https://example.org/map.xml
    publisher: The Wire
    licence: CC-BY-4.0
    language: en
    min_topic_score: 0.3
    include: /world/
    exclude: [/sport/, 'video$']
    since: 2014-06-01
    fetch: {crawl_delay: 2, max_pages: 10, allow_private: true}
  - name: dump
    kind: csv
    location: dump.csv
    mapping: {text: body, published_on: date}
    enabled: false
"""


def declare(folder: Path, text: str) -> Path:
    path = folder / "sources.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_that_may_be_said(tmp_path: Path) -> None:
    wire, dump = read_declaration(declare(tmp_path, FULL))
    assert wire.addresses == ("https://example.org/feed", "https://example.org/map.xml")
    assert (wire.kind, wire.publisher, wire.licence, wire.language) == ("auto", "The Wire", "CC-BY-4.0", "en")
    assert (wire.min_topic_score, wire.since, wire.enabled) == (0.3, dt.date(2014, 6, 1), True)
    assert wire.fetch == FetchPolicy(crawl_delay=2.0, max_pages=10, allow_private=True)
    assert dump.paths == (tmp_path / "dump.csv",)
    assert (dump.mapping, dump.enabled) == ({"text": "body", "published_on": "date"}, False)


def test_which_pages_a_source_takes(tmp_path: Path) -> None:
    wire, _ = read_declaration(declare(tmp_path, FULL))
    day = dt.date(2014, 6, 1)
    assert wire.takes("https://example.org/world/a", day)
    assert wire.takes("https://example.org/world/a", None), "a date that is not known excludes nothing"
    assert not wire.takes("https://example.org/world/a", day - dt.timedelta(days=1))
    assert not wire.takes("https://example.org/other/a", day)
    assert not wire.takes("https://example.org/world/sport/a", day)


ENTRY = "  - name: a\n    location: x.txt\n"

MISTAKES = {
    "empty": ("", None, "sources"),
    "no list": ("sources: x\n", 1, "list"),
    "no mapping": ("- a\n", 1, "mapping"),
    "another key": ("source: []\n", 1, "'source'"),
    "no sources": ("{}\n", 1, "sources"),
    "no YAML": ("sources:\n  - name: 'a\n", 3, "YAML"),
    "tab": ("sources:\n\t- name: a\n", 2, "YAML"),
    "entry is text": ("sources:\n  - a\n", 2, "mapping"),
    "no name": ("sources:\n  - location: x\n", 2, "name"),
    "no location": ("sources:\n  - name: a\n", 2, "location"),
    "empty location": ("sources:\n  - name: a\n    location: []\n", 3, "location"),
    "name with blanks": ("sources:\n  - name: a b\n    location: x\n", 2, "'a b'"),
    "name twice": (f"sources:\n{ENTRY}{ENTRY}", 4, "'a'"),
    "key twice": (f"sources:\n{ENTRY}    location: y\n", 4, "twice"),
    "misspelt key": (f"sources:\n{ENTRY}    publisherr: x\n", 4, "'publisherr'"),
    "misspelt kind": (f"sources:\n{ENTRY}    kind: rss\n", 4, "feed"),
    "misspelt policy": (f"sources:\n{ENTRY}    fetch:\n      crawldelay: 1\n", 5, "'crawldelay'"),
    "policy out of range": (f"sources:\n{ENTRY}    fetch:\n      crawl_delay: -1\n", 5, "crawl_delay"),
    "policy of another type": (f"sources:\n{ENTRY}    fetch: {{max_pages: many}}\n", 4, "whole number"),
    "flag as text": (f"sources:\n{ENTRY}    enabled: maybe\n", 4, "true or false"),
    "flag for a number": (f"sources:\n{ENTRY}    min_topic_score: true\n", 4, "number"),
    "score above one": (f"sources:\n{ENTRY}    min_topic_score: 2\n", 4, "0 to 1"),
    "unknown language": (f"sources:\n{ENTRY}    language: english\n", 4, "ISO 639-1"),
    "Norway problem": (f"sources:\n{ENTRY}    language: no\n", 4, "quotes"),
    "impossible date": (f"sources:\n{ENTRY}    since: 2015-13-45\n", 4, "YYYY-MM-DD"),
    "broken pattern": (f"sources:\n{ENTRY}    include: '('\n", 4, "regular expression"),
    "unknown field": (f"sources:\n{ENTRY}    mapping: {{words: x}}\n", 4, "'words'"),
    "another scheme": ("sources:\n  - name: a\n    location: ftp://example.org/x\n", 3, "http"),
    "web address of an archive": (
        "sources:\n  - name: a\n    kind: warc\n    location: https://example.org/a.warc\n", 2, "cannot be of kind",
    ),
    "pages in a folder": ("sources:\n  - name: a\n    kind: pages\n    location: x\n", 2, "local path"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    path = declare(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        read_declaration(path)
    message = str(caught.value)
    assert str(path) in message
    assert words in message
    if line is not None:
        assert f"line {line}:" in message


def test_a_tag_that_runs_code_in_other_hands_is_text(tmp_path: Path) -> None:
    path = declare(tmp_path, f"sources:\n{ENTRY}    publisher: !!python/object/apply:os.system x\n")
    assert [source.publisher for source in read_declaration(path)] == ["x"]


def test_a_file_that_a_source_names_must_be_there(tmp_path: Path) -> None:
    declare(tmp_path, f"sources:\n{ENTRY}")
    with pytest.raises(SourceError, match=r"'a'.*x\.txt"):
        resolve_sources([tmp_path])


def test_a_source_that_is_switched_off_need_not_be_there(tmp_path: Path) -> None:
    declare(tmp_path, f"sources:\n{ENTRY}    enabled: false\n")
    assert resolve_sources([tmp_path]) == ()


def test_the_folder_and_its_declaration_are_the_same_sources(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Ministers met in Oslo on Monday.")
    path = declare(tmp_path, f"sources:\n{ENTRY}    publisher: The Wire\n")
    assert resolve_sources([tmp_path]) == resolve_sources([path])
    result = read_sources([tmp_path])
    assert [(one.source_uri, one.source, one.catalog.publisher) for one in result.documents] == [
        ("x.txt", "a", "The Wire")
    ]
    assert not result.set_aside


def test_the_declaration_that_ships(tmp_path: Path) -> None:
    """The seeds are on; what lies on the web is off, and is checked to the last key."""
    sources = read_declaration(ROOT / "seeds" / "sources.yml")
    assert [source.name for source in sources if source.enabled] == ["seeds"]
    on_the_web = [source for source in sources if source.addresses]
    assert len(on_the_web) > 10
    assert all(source.publisher and source.language and not source.fetch.allow_private for source in on_the_web)
    assert {source.licence for source in on_the_web} <= {None, "public-domain", "OGL-UK-3.0"}


def test_the_seeds_read_the_same_with_and_without_their_declaration(tmp_path: Path) -> None:
    for path in (ROOT / "seeds").glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    declared, plain = read_sources([ROOT / "seeds"]), read_sources([tmp_path])
    assert [(one.source_uri, one.data, one.catalog) for one in declared.documents] == [
        (one.source_uri, one.data, one.catalog) for one in plain.documents
    ]
    assert len(declared.documents) == 5
    assert not declared.set_aside
