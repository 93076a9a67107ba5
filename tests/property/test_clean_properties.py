"""Whatever the bytes: one outcome each, no error, and no word of the article changed, moved or dropped."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import tempfile
import unicodedata
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coalition_data.clean import clean_document, clean_documents
from coalition_data.clean.datelines import split_dateline
from coalition_data.clean.mend import mend_text
from coalition_data.ingest import read_sources
from coalition_data.records import RawDocument

TODAY = dt.date(2026, 1, 1)


def as_document(data: bytes, uri: str = "a.txt") -> RawDocument:
    return RawDocument(uri, data, hashlib.sha256(data).hexdigest())


LINES = st.sampled_from(
    [
        b"Share this article", b"By Jane Doe", b"PARIS (Reuters) - France said so.", b"June 2, 2015", b"Leave a Reply",
        b"<p>", b"&amp;&#8217;", b"\xe2\x80\x9cNo,\xe2\x80\x9d he said.", b"\xc3\x83\xc2\xbc", b"Photo: AFP",
        b"The ministers met in Oslo on Monday and agreed to meet again in spring.", b"\xff\xfe", b"\x00", b":",
        b"- item", b"1. item", b"Most Popular", b"",
    ]
)  # fmt: skip
CONTENT = st.one_of(st.binary(max_size=400), st.lists(LINES | st.binary(max_size=60), max_size=25).map(b"\n".join))


@settings(max_examples=150, deadline=None)
@example([b"WARC/"], None)
@given(st.lists(CONTENT, max_size=4), st.none() | st.binary(max_size=200))
def test_in_is_accepted_plus_set_aside(contents: list[bytes], catalog: bytes | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, data in enumerate(contents):
            (folder / f"{number}.txt").write_bytes(data)
        if catalog is not None:
            (folder / "catalog.csv").write_bytes(catalog)
        read = read_sources([folder])
    files = {f"{number}.txt" for number in range(len(contents))}
    outcomes = [document.source_uri for document in read.documents]
    outcomes += [entry.source_uri for entry in read.set_aside if entry.reason not in {"missing", "catalog"}]
    # "0.txt#1" is the first record of an archive
    assert sorted(uri.partition("#")[0] for uri in outcomes) == sorted(files)
    cleaned = clean_documents(read.documents)
    assert len(cleaned.articles) + len(cleaned.set_aside) == len(read.documents)
    assert all(article.text.strip() and unicodedata.is_normalized("NFC", article.text) for article in cleaned.articles)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once = mend_text(text).text
    assert unicodedata.is_normalized("NFC", once)


NAMES = ["the minister", "Gen. Aziz", "an official", "the envoy of Norway", "Foreign Minister Leila Amri"]
VERBS = ["said", "promised", "denied", "told reporters", "repeated on Monday"]
OBJECTS = ["that trainers would stay for a year", "that 400 soldiers had left Erbil", "that no decision had been taken"]
TAILS = ["as talks went on in Oslo", "before leaving for Baghdad", "and thanked the host", "“without any doubt at all”"]
FURNITURE = [
    "Advertisement", "Share this article", "Read More: Mine kills three near Gwer",
    "Story continues below advertisement", "Click to share on Twitter", "Like Us on Facebook",
    "(Photo: Foreign Ministry) Ministers in the hall",
]  # fmt: skip
SUBHEADS = ["What comes next", "Crucial time", "A question of money", "Baghdad is wary", "Long repair"]


def sentence(chance: random.Random) -> str:
    words = f"{chance.choice(NAMES)} {chance.choice(VERBS)} {chance.choice(OBJECTS)} {chance.choice(TAILS)}."
    return words[0].upper() + words[1:]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 12), st.booleans())
@example(81001, 11, False)  # "1 of 11: ..." was taken for a copy of "11 of 11: ...", whose letters it ends with
def test_body_comes_out_word_for_word(seed: int, paragraphs: int, blank_lines: bool) -> None:
    """Furniture strewn between paragraphs and subheads goes; they remain, in order."""
    chance = random.Random(seed)
    subheads = chance.sample(SUBHEADS, len(SUBHEADS))
    body: list[str] = []
    page = ["Trainers to stay in Erbil, minister says"]
    for number in range(paragraphs):
        if number and subheads and chance.random() < 0.15:
            body.append(subheads.pop())
            page.append(body[-1])
        body.append(f"{number + 1} of {paragraphs}: " + " ".join(sentence(chance) for _ in range(chance.randint(1, 3))))
        page.append(body[-1])
        if number + 1 < paragraphs and chance.random() < 0.3:
            page.append(chance.choice(FURNITURE))
    page += ["Leave a Reply", "Your email address will not be published."]
    text = ("\n\n" if blank_lines else "\n").join(page)
    article, _ = clean_document(as_document(text.encode()), TODAY)
    assert article.text.split("\n\n") == body


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(50, 100))
def test_hard_wrapped_body_is_joined_word_for_word(seed: int, column: int) -> None:
    chance = random.Random(seed)
    body = [" ".join(sentence(chance) for _ in range(4)) for _ in range(4)]
    wrapped = "\n\n".join(_wrap(paragraph, column) for paragraph in dict.fromkeys(body))
    article, _ = clean_document(as_document(f"Trainers to stay\n\n{wrapped}\n".encode()), TODAY)
    assert article.text.split("\n\n") == list(dict.fromkeys(body))


def _wrap(paragraph: str, column: int) -> str:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + 1 + len(word) > column:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_dateline_is_cut_off_and_nothing_else(text: str) -> None:
    dateline = split_dateline(text)
    assert dateline is None or text.endswith(dateline.rest)
