"""What is wrong with an input is said by name and counted; the rest goes through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coalition_data import store
from tests.integration.commands import Done, coalition_data

pytestmark = pytest.mark.slow

GOOD = (
    "Ministers Meet in Ljubljana\n\nLJUBLJANA, Slovenia — Foreign ministers of nine countries met in Ljubljana on "
    "March 14, 2018, to discuss aid.\n\n“We have agreed on every point,” Slovenian Foreign Minister Petra Novak said "
    "after the meeting. Slovenia will send 20 instructors to Iraq.\n"
)
LATIN = (
    "Nouvel élan à Genève\n\nGENEVA - The envoys of Côte d'Ivoire and Perú met at the Café de la Paix in Genève, "
    "where José Muñoz, the host, said that the façade of unity was real.\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bad")
    (path / "good.txt").write_text(GOOD, encoding="utf-8")
    (path / "copy.txt").write_text(GOOD, encoding="utf-8")
    (path / "empty.txt").write_bytes(b"")
    (path / "blank.txt").write_bytes(b" \n\n\t\n")
    (path / "latin.txt").write_bytes(LATIN.encode("latin-1"))
    (path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (path / "undated.txt").write_text(GOOD.replace("Ljubljana", "Maribor").replace("nine", "ten"), encoding="utf-8")
    (path / "catalog.csv").write_text(
        "file,url,publisher,published_on,title\n"
        "good.txt,https://example.org/good,Example,2018-03-15,\n"
        "undated.txt,,Example,the day after,\n"
        "absent.txt,,Example,2018-03-15,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad-data") / "data"


@pytest.fixture(scope="module")
def run(folder: Path, data_dir: Path, server: str) -> Done:
    return coalition_data(folder, "run", "--source", folder, "--data-dir", data_dir, PREFECT_API_URL=server)


@pytest.fixture(scope="module")
def manifest(run: Done, data_dir: Path) -> dict[str, object]:
    assert run.code == 0, run.err
    version = (data_dir / "releases" / "latest").read_text(encoding="utf-8").strip()
    content: dict[str, object] = json.loads((data_dir / "releases" / version / "manifest.json").read_text("utf-8"))
    return content


def set_aside(data_dir: Path) -> dict[str, str]:
    reports = (data_dir / "stages" / f"{stage}.json" for stage in ("ingest", "clean", "annotate", "extract"))
    return {
        row["source_uri"]: row["reason"]
        for path in reports
        for row in json.loads(path.read_text(encoding="utf-8"))["set_aside"]
    }


def test_each_bad_input_has_its_reason(run: Done, data_dir: Path):
    assert run.code == 0, run.err
    reasons = set_aside(data_dir)
    assert {name: reasons.get(name) for name in ("empty.txt", "blank.txt", "binary.txt", "absent.txt")} == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "binary.txt": "binary",
        "absent.txt": "missing",
    }
    assert ("copy.txt" in reasons) != ("good.txt" in reasons), "one of two copies goes through"


def test_the_rest_goes_through(run: Done, data_dir: Path):
    assert run.code == 0, run.err
    articles = {row.source_uri: row for row in store.read_records(data_dir / "tables", "articles")}
    assert {"latin.txt", "undated.txt"} <= set(articles)
    assert "José Muñoz" in articles["latin.txt"].text
    assert articles["undated.txt"].published_on is None or articles["undated.txt"].published_on_method != "catalog"


def test_the_counts_add_up(manifest: dict[str, object], data_dir: Path):
    inputs = manifest["inputs"]
    assert isinstance(inputs, dict)
    aside = set_aside(data_dir)
    assert inputs["count"] == len(inputs["files"]) == 8
    assert inputs["accepted"] == len(store.read_records(data_dir / "tables", "articles"))
    assert inputs["count"] == inputs["accepted"] + len(aside)
    assert inputs["set_aside"] == len(aside)


@pytest.mark.parametrize("name", ["empty.txt", "blank.txt", "binary.txt", "absent.txt", "latin.txt", "undated.txt"])
def test_the_message_names_the_file(run: Done, name: str):
    assert any(name in line and ("set aside" in line or "note" in line) for line in run.err.splitlines()), run.err


def test_nothing_is_said_twice_about_dvc(run: Done):
    assert run.err.count("not recorded by DVC") == 1


def test_a_table_that_shrinks_stops_the_release(run: Done, folder: Path, data_dir: Path, tmp_path: Path, server: str):
    """One article where there were three: the gate refuses, and the last release stands."""
    assert run.code == 0, run.err
    before = {path.name for path in (data_dir / "releases").iterdir()}
    source = tmp_path / "good.txt"
    source.write_bytes((folder / "good.txt").read_bytes())
    refused = coalition_data(tmp_path, "run", "--source", source, "--data-dir", data_dir, PREFECT_API_URL=server)
    assert refused.code == 1
    assert "articles" in refused.err
    assert "Traceback" not in refused.err
    assert {path.name for path in (data_dir / "releases").iterdir()} == before


def test_no_usable_input_makes_no_release(tmp_path: Path, server: str):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = coalition_data(tmp_path, "run", "--source", "empty.txt", PREFECT_API_URL=server)
    assert done.code == 1
    assert "empty.txt" in done.err
    assert not (tmp_path / "data" / "releases" / "latest").exists()
