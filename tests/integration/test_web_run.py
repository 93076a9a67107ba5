"""`coalition-data run` over a source on the web: release, nothing new, a revision; and `coalition-data inputs`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from coalition_data import store
from tests.integration.commands import coalition_data
from tests.integration.local_site import Answer, article_page, feed, running_site

pytestmark = pytest.mark.slow

PARAGRAPHS = (
    "Nine foreign ministers of the coalition against Islamic State met in {place} on March 14, 2018, to discuss aid.",
    "“We have agreed on every point,” Slovenian Foreign Minister Petra Novak said after the meeting in {place}.",
    "Slovenia will send 20 instructors to Iraq, and the host will pay for a field hospital until the end of the year.",
)


def page(place: str, *more: str) -> Answer:
    body = article_page(f"Ministers meet in {place}", *(text.format(place=place) for text in (*PARAGRAPHS, *more)))
    return Answer(body, headers={"Content-Type": "text/html; charset=utf-8"})


def manifest(folder: Path) -> dict[str, Any]:
    releases = folder / "data" / "releases"
    content: dict[str, Any] = json.loads(
        (releases / (releases / "latest").read_text().strip() / "manifest.json").read_text()
    )
    return content


def test_from_a_feed_to_a_release_and_what_is_new_to_the_next(tmp_path: Path, server: str) -> None:
    with running_site() as site:
        site.pages["/celje"] = page("Celje")
        site.pages["/copy"] = page("Celje")
        site.pages["/feed"] = Answer(feed(site.url("/celje"), site.url("/copy"), site.url("/lost")))
        policy = "{allow_private: true, crawl_delay: 0, recheck_hours: 0}"
        (tmp_path / "sources.yml").write_text(
            f"sources:\n  - {{name: wire, location: '{site.url('/feed')}', publisher: The Wire, fetch: {policy}}}\n"
        )
        (tmp_path / "params.yaml").write_text("ingest: {sources: [sources.yml]}\n", encoding="utf-8")

        done = coalition_data(tmp_path, "run", PREFECT_API_URL=server)
        assert done.code == 0, done.err
        assert "3 listed, 3 fetched, 0 unchanged, 1 failed" in done.err
        first = manifest(tmp_path)
        assert first["inputs"]["by_outcome"] == {"accepted": 1, "duplicate": 1, "http_404": 1}
        assert first["inputs"]["count"] == first["inputs"]["accepted"] + first["inputs"]["set_aside"] == 3

        again = coalition_data(tmp_path, "run", PREFECT_API_URL=server)
        assert again.code == 0, again.err
        assert "nothing changed since release" in again.out
        assert "clean" not in again.err, "only the fetch stage ran"

        site.pages["/celje"] = page("Celje", "The hospital will stand in Erbil, the host said on Thursday.")
        site.pages["/copy"] = site.pages["/lost"] = page("Koper")
        revised = coalition_data(tmp_path, "run", PREFECT_API_URL=server)
        assert revised.code == 0, revised.err
    second = manifest(tmp_path)
    assert second["version"] != first["version"]
    assert second["inputs"]["by_outcome"] == {"accepted": 2, "duplicate": 2, "revised": 1}
    articles = {row.title: row for row in store.read_records(tmp_path / "data" / "tables", "articles")}
    assert "Erbil" in articles["Ministers meet in Celje"].text
    old, new = store.read_stage(tmp_path / "data" / "stages" / "revisions.parquet", "revisions")[:2]
    assert (old.is_current, new.is_current) == (False, True)
    assert "Erbil" not in old.text

    listed = coalition_data(tmp_path, "inputs", "--outcome", "revised", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(listed.out))
    assert (row["outcome"], row["source"], row["source_uri"]) == ("revised", "wire", site.url("/celje"))
    assert "older revision" in row["detail"]
    unknown = coalition_data(tmp_path, "inputs", "--outcome", "http_500")
    assert "accepted, duplicate, revised" in unknown.err


def test_a_wrong_declaration_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("sources:\n  - name: wire\n    locatoin: x\n", encoding="utf-8")
    done = coalition_data(tmp_path, "run", "--source", "sources.yml")
    assert done.code == 1
    assert "sources.yml, line 3: unknown key 'locatoin'" in done.err
    assert "starting Prefect" not in done.err
