"""PolNeAR for training and measuring: articles, parses, and which quoted span is which attribution.

The corpus is no part of the project: it lies in ``../shared/benchmarks/polnear``, its scorer in ``../shared/score``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from coalition_data.annotate import load_parser
from coalition_data.annotate.marks import find_quotations
from coalition_data.clean import make_article
from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes.scene import QuotedSpan

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SAME_SPAN = 0.5
"""Overlap in words from which a span of ours is the gold one."""


@dataclass(frozen=True)
class GoldArticle:
    """An article of the corpus, parsed."""

    name: str
    parsed: ParsedArticle
    attributions: list[dict[str, Any]]


def scorer() -> ModuleType:
    """The corpus' scorer as a module."""
    path = SHARED / "score" / "score_polnear.py"
    spec = importlib.util.spec_from_file_location("score_polnear", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"{path} is missing: this needs the folder shared beside the project")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_articles(split: str, cache: Path | None = None) -> list[GoldArticle]:
    """The parsed articles of ``train`` or ``dev``; parses are kept in the folder ``cache`` where one is given."""
    source = Path(__file__).resolve().parent.parent / "src" / "coalition_data"
    code = b"".join((source / name).read_bytes() for name in ("annotate/parser.py", "document.py"))
    stored = cache / f"polnear_{split}_{hashlib.sha256(code).hexdigest()[:12]}.pickle" if cache else None
    if stored is not None and stored.exists():
        articles: list[GoldArticle] = pickle.loads(stored.read_bytes())
    else:
        parser = load_parser()
        rows = scorer().load_split(SHARED / "benchmarks" / "polnear" / f"{split}.jsonl.gz")
        articles = [GoldArticle(name, parser.parse(make_article(text)), found) for name, (text, found) in rows.items()]
        if stored is not None:
            stored.parent.mkdir(parents=True, exist_ok=True)
            stored.write_bytes(pickle.dumps(articles))
    return [_with_marks(article) for article in articles]


def _with_marks(article: GoldArticle) -> GoldArticle:
    """The marks paired by today's code, which the cache does not depend on."""
    quotations = find_quotations(article.parsed.text, article.parsed.paragraphs)
    return replace(article, parsed=replace(article.parsed, quotations=quotations))


def match_spans(score: ModuleType, text: str, spans: list[QuotedSpan], attributions: list[dict[str, Any]]) -> list[Any]:
    """For each span the gold item it is, ``"short"`` for one of one or two words in an attribution, or None."""
    words = score.words_of(text)
    gold, ignored, _ = score.gold_items(text, attributions)
    found: list[Any] = []
    for span in spans:
        own = score.inside(words, span.start, span.end)
        best = max(gold, key=lambda item: len(own & item["words"]) / max(1, len(own | item["words"])), default=None)
        if best is not None and len(own & best["words"]) >= SAME_SPAN * len(own | best["words"]):
            found.append(best)
        elif any(own and len(own & item) >= 0.8 * len(own | item) for item in ignored):
            found.append("short")
        else:
            found.append(None)
    return found


def same_report(
    score: ModuleType,
    text: str,
    own: set[int],
    source: tuple[int, int],
    content: set[int],
    gold_source: list[tuple[int, int]],
) -> bool:
    """Whether a report without marks is a gold one: half of the words of both in common, and the right source."""
    if len(own & content) < SAME_SPAN * len(own | content) or not gold_source:
        return False
    if any(source[0] < end and start < source[1] for start, end in gold_source):
        return True
    gold = " ".join(text[start:end] for start, end in gold_source)
    return bool(score.head(text[source[0] : source[1]]) == score.head(gold))
