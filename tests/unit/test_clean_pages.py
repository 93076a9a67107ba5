"""Whole pages in the manner of many outlets: what must remain, word for word, and what must be known of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from coalition_data.clean import clean_document
from coalition_data.records import CatalogEntry, RawDocument

DATA = Path(__file__).parent / "data"
PAGES: list[dict[str, Any]] = [
    page
    for name in ("clean_pages.yml", "clean_pages_scraped.yml")
    for page in yaml.safe_load((DATA / name).read_text("utf-8"))
]
TODAY = dt.date(2026, 1, 1)


def as_document(page: str, catalog: CatalogEntry | None = None) -> RawDocument:
    data = page.encode()
    return RawDocument("page.txt", data, hashlib.sha256(data).hexdigest(), catalog or CatalogEntry())


@pytest.mark.parametrize("case", PAGES, ids=[page["id"] for page in PAGES])
def test_page(case: dict[str, Any]) -> None:
    article, notes = clean_document(as_document(case["page"], CatalogEntry(**case.get("catalog", {}))), TODAY)
    assert article.text == case["text"].strip()
    assert article.title == case["title"]
    assert article.dateline == case.get("dateline")
    assert article.published_on == case.get("published_on")
    if "authors" in case:
        assert list(article.authors) == case["authors"]
    if "captions" in case:
        assert list(article.captions) == case["captions"]
    if "method" in case:
        assert article.published_on_method == case["method"]
    assert [note.code for note in notes] == case.get("notes", [])


def test_there_are_many_pages() -> None:
    assert len(PAGES) >= 25
    assert len({page["id"] for page in PAGES}) == len(PAGES)
