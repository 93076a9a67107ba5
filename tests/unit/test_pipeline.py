"""The stages over files: an article that fails is set aside with its reason, the others go on, the bytes stay."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

import pytest

from coalition_data import store
from coalition_data.annotate import Parser
from coalition_data.annotate.storage import parsed_from_arrow, parsed_to_arrow
from coalition_data.errors import GateError, StoreError
from coalition_data.extract import quotes
from coalition_data.pipeline import STAGES
from coalition_data.records import Article, RawDocument, SetAside
from coalition_data.settings import AnnotateSettings, Settings
from coalition_data.workspace import StageReport, Workspace
from tests.conftest import plain_article

TEXTS = (
    "“We will stay,” Portuguese Defence Minister Rui Salgado told reporters.",
    "“Nothing is decided,” Czech Prime Minister Jana Novotna said.",
    "Norway will send 30 instructors to Iraq, Foreign Minister Ine Soreide said. “They leave soon,” she added.",
)
SMALL_BATCHES = Settings(annotate=AnnotateSettings(batch=2))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which three articles are cleaned."""
    articles = [dataclasses.replace(plain_article(text), source_uri=f"{n}.txt") for n, text in enumerate(TEXTS)]
    return cleaned(tmp_path, articles)


def cleaned(data_dir: Path, articles: list[Article]) -> Workspace:
    """A workspace as the clean stage leaves it."""
    workspace = Workspace(data_dir)
    documents = [RawDocument(one.source_uri, one.text.encode(), one.raw_sha256) for one in articles]
    store.write_stage(workspace.stages / "documents.parquet", "documents", documents)
    store.write_stage(workspace.stages / "articles.parquet", "articles", articles)
    workspace.write_report(StageReport("ingest", {"documents": len(articles)}))
    workspace.write_report(StageReport("clean", {"articles": len(articles)}))
    return workspace


def run(workspace: Workspace, *names: str, settings: Settings = SMALL_BATCHES) -> None:
    for name in names:
        STAGES[name].run(workspace, settings)


def fail_on(monkeypatch: pytest.MonkeyPatch, source_uri: str) -> None:
    """Break the quotes of one article, as an unforeseen text might."""
    real = quotes.extract_quotes

    def break_one(parsed: Any, *rest: Any, **named: Any) -> Any:
        if parsed.article.source_uri == source_uri:
            raise ZeroDivisionError("no sentences")
        return real(parsed, *rest, **named)

    monkeypatch.setattr(quotes, "extract_quotes", break_one)


def test_a_failing_article_is_set_aside_and_the_rest_goes_on(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    fail_on(monkeypatch, "1.txt")
    run(workspace, "annotate", "extract", "link")
    (aside,) = workspace.read_report("extract").set_aside
    assert (aside.source_uri, aside.stage, aside.reason) == ("1.txt", "extract", "extraction_error")
    assert "ZeroDivisionError: no sentences" in aside.detail
    tables = store.read_tables(workspace.tables)
    assert {article.source_uri for article in tables["articles"]} == {"0.txt", "2.txt"}
    assert {quote.speaker_name for quote in tables["quotes"]} == {"Rui Salgado", "Ine Soreide"}


def test_the_size_of_a_batch_does_not_change_the_rows(workspace: Workspace, tmp_path: Path):
    run(workspace, "annotate", "extract", "link")
    small = {path.name: path.read_bytes() for path in workspace.tables.iterdir()}
    run(workspace, "annotate", "extract", "link", settings=Settings())
    assert {path.name: path.read_bytes() for path in workspace.tables.iterdir()} == small


def test_running_a_stage_again_gives_the_same_bytes(workspace: Workspace):
    digests = []
    for _ in range(2):
        run(workspace, "annotate", "extract")
        digests.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in workspace.stages.glob("*.*")}
        )
    assert digests[0] == digests[1]


def test_no_articles_at_all_pass_through_every_stage(tmp_path: Path):
    workspace = cleaned(tmp_path, [])
    run(workspace, "annotate", "extract", "link")
    assert not any(store.read_tables(workspace.tables).values())


def test_a_saved_parse_comes_back_whole(parser: Parser):
    articles = [plain_article(text) for text in (*TEXTS, "")]
    documents = tuple(parser.parse_many(articles))
    by_id = {article.article_id: article for article in articles}
    assert parsed_from_arrow(parsed_to_arrow(documents), by_id) == documents


def test_a_saved_parse_of_another_text_is_refused(parser: Parser):
    article = plain_article(TEXTS[0])
    saved = parsed_to_arrow([parser.parse(article)])
    changed = dataclasses.replace(article, text_sha256="0" * 64)
    with pytest.raises(StoreError, match="another text"):
        parsed_from_arrow(saved, {article.article_id: changed})


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        pytest.param(
            ("language", "empty", "language"), "no input gave an article (2 language, 1 empty)", id="all aside"
        ),
        pytest.param((), "the sources hold no input", id="nothing there"),
    ],
)
def test_a_run_without_an_article_says_so_and_why(tmp_path: Path, reasons: tuple[str, ...], words: str):
    workspace = cleaned(tmp_path, [])
    aside = tuple(SetAside(f"{n}.txt", "ingest", reason, "told") for n, reason in enumerate(reasons))
    workspace.write_report(StageReport("ingest", {"documents": 0}, aside))
    run(workspace, "annotate", "extract", "link")
    with pytest.raises(GateError) as caught:
        run(workspace, "validate")
    assert caught.value.message == f"{words}; nothing was released"
    assert caught.value.advice
