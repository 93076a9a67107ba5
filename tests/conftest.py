"""Fixtures that all tests share."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

from coalition_data.annotate import Parser, load_parser
from coalition_data.document import ParsedArticle
from coalition_data.records import Article
from tests.integration.fixtures import checkout, home, seeds_release, seeds_run, server  # noqa: F401 - fixtures

collect_ignore = ["integration/faults"]
"""Its module is named as Python wants it, and some systems have one of that name that is imported already."""

# The same examples every time, so that a change is what turns a test red; new ones are looked for with
# `pytest --hypothesis-profile=default`, and what they find becomes a case or a mended reader.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The real model, loaded once."""
    return load_parser()


@pytest.fixture(scope="session")
def parse(parser: Parser) -> Callable[..., ParsedArticle]:
    """``parse(text, published_on=…)``: a text as a parsed article."""

    def parse_text(text: str, **fields: Any) -> ParsedArticle:
        return parser.parse(dataclasses.replace(plain_article(text), **fields))

    return parse_text


def plain_article(text: str) -> Article:
    """An article that holds nothing but a text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        article_id=f"art_{digest[:16]}",
        source_uri="text",
        url=None,
        publisher=None,
        authors=(),
        title=None,
        published_on=None,
        published_on_method="none",
        dateline=None,
        language="en",
        text=text,
        captions=(),
        word_count=len(text.split()),
        duplicate_of=None,
        topic_score=0.0,
        raw_sha256=digest,
        text_sha256=digest,
    )
