"""Files, folders and catalogs: what is read, what is set aside and why, and that nothing is lost."""

from __future__ import annotations

import datetime as dt
import gzip
import os
from pathlib import Path

import pytest

from coalition_data.errors import SourceError
from coalition_data.ingest import ReadResult, decode_text, read_sources

TEXT = "Ministers met in Oslo\n\nTwelve ministers met in Oslo on Monday to talk about aid.\n"

BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t \n", "empty"),
    "only_a_mark.txt": (b"\xef\xbb\xbf", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    "portable.txt": (b"%PDF-1.4\n%\xe2\xe3", "binary"),
    "archive.txt": (b"PK\x03\x04\x14\x00", "binary"),
    "nul.txt": (b"some text\x00with a NUL in it and more text", "binary"),
    "control.txt": (b"\x01\x02\x03\x04abc\x05\x06", "binary"),
    "table.xlsx": (b"PK\x03\x04", "unsupported"),
    "notes.md": (b"# Notes", "unsupported"),
    "cut.html.gz": (gzip.compress(b"<html><body>Hello</body></html>" * 50)[:-20], "unreadable"),
    "vector.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "unsupported"),
    "blank.html": (b" \n", "empty"),
}


@pytest.mark.parametrize(("name", "case"), BAD_FILES.items(), ids=BAD_FILES)
def test_bad_file_is_set_aside_with_its_reason_and_name(tmp_path: Path, name: str, case: tuple[bytes, str]) -> None:
    data, reason = case
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT)
    result = read_sources([tmp_path])
    assert [document.source_uri for document in result.documents] == ["good.txt"]
    assert [(entry.source_uri, entry.reason, entry.stage) for entry in result.set_aside] == [(name, reason, "ingest")]
    assert name in result.set_aside[0].detail


ENCODINGS = {
    "utf-8": (TEXT.encode(), "utf-8", False),
    "utf-8 with mark": (TEXT.encode("utf-8-sig"), "utf-8-sig", False),
    "utf-16 little": (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16", True),
    "utf-16 big": (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16", True),
    "utf-16 without mark": (TEXT.encode("utf-16-le"), "utf-16-le", True),
    "utf-32": (TEXT.encode("utf-32"), "utf-32", True),
    "windows-1252": ("“Zürich” – the minister’s café said £5 million".encode("cp1252"), "cp1252", True),
}


@pytest.mark.parametrize(("data", "encoding", "noted"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding(tmp_path: Path, data: bytes, encoding: str, noted: bool) -> None:
    decoded = decode_text(data)
    assert decoded.encoding == encoding
    assert decoded.text == ("“Zürich” – the minister’s café said £5 million" if encoding == "cp1252" else TEXT)
    (tmp_path / "a.txt").write_bytes(data)
    result = read_sources([tmp_path])
    assert result.documents[0].data == data
    assert [note.code for note in result.notes] == (["encoding"] if noted else [])


def test_a_cut_character_in_utf8_is_damage_and_not_another_encoding() -> None:
    decoded = decode_text(("Ein Gespräch in Zürich über Ägypten. " * 40).encode()[:-3] + b"\xc3")
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 1
    assert decoded.remark is not None


def test_cyrillic_in_a_legacy_encoding_is_recognised() -> None:
    text = "Министр иностранных дел заявил, что переговоры пройдут в Женеве на следующей неделе. " * 5
    assert decode_text(text.encode("cp1251")).text == text


def write_catalog(folder: Path, text: str) -> ReadResult:
    (folder / "a.txt").write_text(TEXT)
    (folder / "catalog.csv").write_text(text)
    return read_sources([folder])


def test_catalog_row_travels_with_its_file(tmp_path: Path) -> None:
    result = write_catalog(
        tmp_path,
        "file,url,publisher,published_on,title\na.txt,https://example.org/a,Example,2015-06-02,Ministers meet\n",
    )
    entry = result.documents[0].catalog
    assert (entry.url, entry.publisher, entry.published_on, entry.title) == (
        "https://example.org/a",
        "Example",
        dt.date(2015, 6, 2),
        "Ministers meet",
    )
    assert not result.set_aside
    assert not result.notes


@pytest.mark.parametrize(
    "text",
    [
        "file\na.txt\n",
        "title,file\n,a.txt\n",
        "\ufeffFile , URL\na.txt,\n",
        "file,other\na.txt,x\n",
    ],
    ids=["file alone", "another order", "mark and capitals", "unknown column"],
)
def test_any_column_but_file_may_be_missing_or_empty(tmp_path: Path, text: str) -> None:
    result = write_catalog(tmp_path, text)
    assert len(result.documents) == 1
    assert result.documents[0].catalog.title is None
    assert not result.set_aside


def test_catalog_naming_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = write_catalog(tmp_path, "file\na.txt\nlost.txt\n")
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == [("lost.txt", "missing")]
    assert len(result.documents) == 1


@pytest.mark.parametrize("value", ["02/06/2015", "June 2, 2015", "2015-13-01", "yesterday", "20150"], ids=str)
def test_malformed_date_costs_the_date_only(tmp_path: Path, value: str) -> None:
    result = write_catalog(tmp_path, f'file,published_on,publisher\na.txt,"{value}",Example\n')
    assert result.documents[0].catalog.published_on is None
    assert result.documents[0].catalog.publisher == "Example"
    assert [note.code for note in result.notes] == ["catalog_date"]
    assert "catalog.csv, line 2" in result.notes[0].detail


def test_time_stamp_in_a_catalog_gives_its_date(tmp_path: Path) -> None:
    result = write_catalog(tmp_path, "file,published_on\na.txt,2015-06-02T10:30:00Z\n")
    assert result.documents[0].catalog.published_on == dt.date(2015, 6, 2)


@pytest.mark.parametrize(
    "text", ["name,url\na.txt,x\n", "", "\x00\x01\x02"], ids=["no file column", "empty", "not text"]
)
def test_useless_catalog_is_set_aside_and_the_files_go_through(tmp_path: Path, text: str) -> None:
    result = write_catalog(tmp_path, text)
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == [("catalog.csv", "catalog")]
    assert len(result.documents) == 1


def test_first_of_two_rows_counts(tmp_path: Path) -> None:
    result = write_catalog(tmp_path, "file,title\na.txt,First\na.txt,Second\n")
    assert result.documents[0].catalog.title == "First"
    assert [note.code for note in result.notes] == ["catalog_duplicate_row"]


@pytest.mark.parametrize("row", ["../a.txt", "/etc/passwd", ""], ids=["above", "absolute", "empty"])
def test_row_that_points_elsewhere_is_ignored(tmp_path: Path, row: str) -> None:
    result = write_catalog(tmp_path, f'file,title\n"{row}",x\n')
    assert [note.code for note in result.notes] == ["catalog_row"]
    assert not result.set_aside


def test_address_that_is_none_is_ignored(tmp_path: Path) -> None:
    result = write_catalog(tmp_path, "file,url\na.txt,javascript:alert(1)\n")
    assert result.documents[0].catalog.url is None
    assert [note.code for note in result.notes] == ["catalog_url"]


def test_folders_are_read_in_order_of_name_with_their_own_and_upper_catalogs(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.txt", "a/m.txt", "top.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{TEXT}{name}")
    (tmp_path / "catalog.csv").write_text("file,title\na/m.txt,From above\n")
    (tmp_path / "b" / "catalog.csv").write_text("file,title\nz.txt,From beside\n")
    result = read_sources([tmp_path])
    assert [(document.source_uri, document.catalog.title) for document in result.documents] == [
        ("top.txt", None),
        ("a/m.txt", "From above"),
        ("b/a.txt", None),
        ("b/z.txt", "From beside"),
    ]
    assert read_sources([tmp_path]) == result


HIDDEN = {
    ".hidden.txt": True,
    ".saved.HTML": True,
    ".crawl.warc.gz": True,
    "._macos.txt": False,
    ".#emacs.txt": False,
    ".~lock.office.csv": False,
    ".article.txt.swp": False,
    ".DS_Store": False,
    ".gitignore": False,
}


@pytest.mark.parametrize(("name", "is_told"), HIDDEN.items(), ids=HIDDEN)
def test_hidden_files_are_no_inputs_and_those_that_may_be_articles_are_told(
    tmp_path: Path, name: str, is_told: bool
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / name).write_text(TEXT + name)
    result = read_sources([tmp_path])
    assert [document.source_uri for document in result.documents] == ["a.txt"]
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == ([(name, "hidden")] if is_told else [])


def test_a_linked_folder_is_read_with_its_catalog(tmp_path: Path) -> None:
    few = tmp_path / "few"
    (few / "deep").mkdir(parents=True)
    (few / "a.txt").write_text(TEXT)
    (few / "deep" / "b.txt").write_text(TEXT + "b")
    (few / "catalog.csv").write_text("file,title\na.txt,Known\n")
    source = tmp_path / "source"
    source.mkdir()
    (source / "linked").symlink_to("../few")
    result = read_sources([source])
    assert [(document.source_uri, document.catalog.title) for document in result.documents] == [
        ("linked/a.txt", "Known"),
        ("linked/deep/b.txt", None),
    ]
    assert not result.set_aside


CIRCLES = {
    "to itself": ("a/back", ".", "duplicate"),
    "to the folder above": ("a/back", "..", "duplicate"),
    "to a folder beside": ("back", "a", "duplicate"),
    "above the source": ("a/back", "../..", "unsupported"),
}


@pytest.mark.parametrize(("link", "target", "reason"), CIRCLES.values(), ids=CIRCLES)
def test_a_linked_folder_that_is_read_anyway_is_set_aside(tmp_path: Path, link: str, target: str, reason: str) -> None:
    source = tmp_path / "source"
    (source / "a").mkdir(parents=True)
    (source / "a" / "m.txt").write_text(TEXT)
    (tmp_path / "other.txt").write_text(TEXT + "no input")
    (source / link).symlink_to(target)
    result = read_sources([source])
    assert [document.source_uri for document in result.documents] == ["a/m.txt"]
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == [(link, reason)]


def test_linked_folders_that_link_each_other_end(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT + name)
        (tmp_path / name / "other").symlink_to(tmp_path / other)
        (source / name).symlink_to(tmp_path / name)
    result = read_sources([source])
    assert [document.source_uri for document in result.documents] == ["one/a.txt", "two/a.txt"]
    assert {(entry.source_uri, entry.reason) for entry in result.set_aside} == {
        ("one/other", "duplicate"),
        ("two/other", "duplicate"),
    }


def test_single_file_finds_its_row_and_no_other(tmp_path: Path) -> None:
    write_catalog(tmp_path, "file,title\na.txt,Known\nlost.txt,Lost\n")
    result = read_sources([tmp_path / "a.txt"])
    assert [(document.source_uri, document.catalog.title) for document in result.documents] == [("a.txt", "Known")]
    assert not result.set_aside


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    result = read_sources([tmp_path, tmp_path / "a.txt"])
    assert len(result.documents) == 1


def test_a_link_to_a_file_that_is_read_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").symlink_to("a.txt")
    result = read_sources([tmp_path, tmp_path])
    assert [document.source_uri for document in result.documents] == ["a.txt"]
    assert [(entry.source_uri, entry.reason) for entry in result.set_aside] == [("b.txt", "duplicate")]


def test_same_name_in_two_sources_gets_two_uris(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT + folder)
    result = read_sources([tmp_path / "one", tmp_path / "two"])
    assert [document.source_uri for document in result.documents] == ["a.txt", "two/a.txt"]


def test_path_that_does_not_exist_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere") as raised:
        read_sources([tmp_path, tmp_path / "nowhere"])
    assert raised.value.advice


def test_broken_link_and_pipe_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    result = read_sources([tmp_path])
    assert {(entry.source_uri, entry.reason) for entry in result.set_aside} == {
        ("link.txt", "unreadable"),
        ("pipe.txt", "unreadable"),
    }


def test_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read_sources([tmp_path]) == ReadResult((), (), ())


@pytest.mark.parametrize("name", ["a.zip", "a.json", "a.pdf"])
def test_what_is_not_read_is_told_with_what_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    (aside,) = read_sources([tmp_path]).set_aside
    assert aside.reason == "unsupported"
    for kind in ("(.txt)", "HTML", "feeds", "WARC", "JSONL", "CSV", "Parquet"):
        assert kind in aside.detail
