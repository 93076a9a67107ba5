"""The extractors on arbitrary trees: no parse, however wrong, may hang or crash one, or misplace its evidence."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition_data.annotate.marks import find_quotations
from coalition_data.clean import make_article
from coalition_data.document import Entity, ParsedArticle
from coalition_data.extract.meetings import extract_meetings
from coalition_data.extract.pledges import extract_pledges
from coalition_data.extract.quotes import extract_quotes
from coalition_data.resolve.entities import ArticleEntities

SECONDS = 20
"""Far above what thirty tokens take on the slowest machine; a loop without an end never gets there."""

WORDS = {
    "NNP": ("Norway", "Berlin", "Anna", "Holm", "NATO", "Tuesday", "June"),
    "NN": ("support", "minister", "commitment", "meeting", "aid", "pledge", "government", "troops", "contribution"),
    "VBD": ("said", "pledged", "met", "offered", "hosted", "agreed", "was", "remained", "promised"),
    "VB": ("send", "provide", "meet", "train", "withdraw", "give", "be"),
    "VBG": ("sending", "training", "meeting", "giving"),
    "MD": ("will", "would", "may"),
    "JJ": ("steadfast", "ready", "committed", "military", "prepared", "willing"),
    "CD": ("600", "two", "million"),
    "IN": ("in", "of", "for", "by", "with", "on"),
    "TO": ("to",),
    "DT": ("the", "a"),
    "PRP": ("we", "it", "he", "they"),
    "PRP$": ("its", "our"),
    "CC": ("and", "or"),
    "$": ("$",),
    ",": (",",),
    "``": ("“",),
    "''": ("”",),
    "RB": ("not", "also", "up"),
    "WDT": ("which",),
}
LABELS = (
    "nsubj", "nsubjpass", "dobj", "pobj", "prep", "conj", "cc", "xcomp", "ccomp", "acomp", "attr", "advcl", "relcl",
    "acl", "aux", "auxpass", "compound", "nummod", "quantmod", "amod", "poss", "appos", "det", "punct", "neg", "agent",
    "dative", "pcomp", "mark", "npadvmod", "advmod", "nmod", "ROOT",
)  # fmt: skip
TOKENS = st.sampled_from(sorted(WORDS)).flatmap(lambda tag: st.tuples(st.just(tag), st.sampled_from(WORDS[tag])))


@st.composite
def parses(draw: st.DrawFn) -> ParsedArticle:
    """One paragraph of one to three sentences, each a tree of any shape under any labels."""
    words: list[str] = []
    tags: list[str] = []
    heads: list[int] = []
    starts_of_sentences: list[int] = []
    for _ in range(draw(st.integers(1, 3))):
        tokens = draw(st.lists(TOKENS, min_size=1, max_size=14))
        first = len(words)
        starts_of_sentences.append(first)
        order = draw(st.permutations(range(len(tokens))))
        local = dict.fromkeys(order, order[0])
        for rank, index in enumerate(order[1:], start=1):
            local[index] = order[draw(st.integers(0, rank - 1))]
        words += [word for _, word in tokens]
        tags += [tag for tag, _ in tokens]
        heads += [first + local[index] for index in range(len(tokens))]
    deps = [draw(st.sampled_from(LABELS)) for _ in words]
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:index]) for index in range(len(words))]
    names = [index for index, tag in enumerate(tags) if tag == "NNP"]
    paragraphs = ((0, len(text)),)
    return ParsedArticle(
        article=make_article(text, published_on=dt.date(2016, 3, 1)),
        model="none",
        starts=tuple(starts),
        ends=tuple(start + len(word) for start, word in zip(starts, words, strict=True)),
        lemmas=tuple(word if tag == "NNP" else word.lower() for word, tag in zip(words, tags, strict=True)),
        tags=tuple(tags),
        deps=tuple(deps),
        heads=tuple(heads),
        sentence_starts=tuple(starts_of_sentences),
        paragraphs=paragraphs,
        entities=tuple(
            Entity(index, index + 1, draw(st.sampled_from(("PERSON", "GPE", "ORG", "DATE")))) for index in names
        ),
        quotations=find_quotations(text, paragraphs),
    )


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in this process when the body takes longer."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no end after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(parsed=parses())
def test_any_tree_ends_in_rows_with_their_words(parsed: ParsedArticle) -> None:
    with at_most(SECONDS):
        entities = ArticleEntities(parsed)
        for row in (*extract_meetings(parsed, entities), *extract_pledges(parsed, entities)):
            assert row.evidence
            for words in row.evidence:
                assert parsed.text[words.start : words.end] == words.text
        for use_model in (True, False):
            for quote in extract_quotes(parsed, entities, use_model=use_model):
                assert parsed.text[quote.start : quote.end] == quote.text
