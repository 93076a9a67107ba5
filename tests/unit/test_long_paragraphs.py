"""Paragraphs too long for the model are parsed in parts: the same tokens and sentences, in bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.annotate import load_parser, paragraphs, parser
from coalition_data.annotate.paragraphs import split_long
from coalition_data.document import ParsedArticle
from tests.conftest import plain_article

SENTENCES = (
    "Ministers of nine countries met in Bern on Monday.",
    "“We will send twenty instructors to Iraq,” the Dutch foreign minister told reporters.",
    "She said that nobody had asked for more.",
    "Norway promised two field hospitals and a team of thirty doctors.",
)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraphs, "LONGEST", 300)
    monkeypatch.setattr(parser, "CHARACTERS_PER_BATCH", 700)


def tokens(parsed: ParsedArticle) -> list[str]:
    return [parsed.article.text[start:end] for start, end in zip(parsed.starts, parsed.ends, strict=True)]


@pytest.mark.usefixtures("short")
def test_the_parts_are_cut_behind_sentences():
    text = " ".join(SENTENCES * 10)
    parts = [text[start:end] for start, end in split_long(text, (0, len(text)))]
    assert len(parts) > 5
    assert " ".join(parts) == text
    assert all(len(part) <= 300 and part[-1] in ".”" for part in parts)


def test_a_long_paragraph_has_the_tokens_sentences_and_quotations_of_a_short_one(monkeypatch: pytest.MonkeyPatch):
    text = "A first paragraph.\n\n" + " ".join(SENTENCES * 10) + "\n\nA last one."
    whole = load_parser().parse(plain_article(text))
    seen: list[int] = []
    monkeypatch.setattr(paragraphs, "LONGEST", 300)
    monkeypatch.setattr(parser, "CHARACTERS_PER_BATCH", 700)
    batches = parser._batches

    def counted(parts: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        found = list(batches(parts))
        seen.extend(sum(end - start for start, end in batch) for batch in found)
        return found

    monkeypatch.setattr(parser, "_batches", counted)
    parts = load_parser().parse(plain_article(text))
    assert len(seen) > 3
    assert max(seen) <= 700, "so much does the model see at once"
    assert tokens(parts) == tokens(whole)
    assert parts.paragraphs == whole.paragraphs
    assert parts.quotations == whole.quotations
    assert parts.sentence_starts == whole.sentence_starts
    assert len(parts.sentence_starts) == 42


@pytest.mark.parametrize(
    ("text", "longest"),
    [("word " * 200, 299), ("a" * 1000, 300), ("Gen. Smith met Sen. Jones of Minn. then " * 30, 299)],
    ids=["no sentence ends", "not even blanks", "abbreviations end none"],
)
@pytest.mark.usefixtures("short")
def test_where_no_sentence_ends(text: str, longest: int):
    text = text.strip()
    parts = [text[start:end] for start, end in split_long(text, (0, len(text)))]
    assert max(map(len, parts)) >= longest - 10
    assert (" " if " " in text else "").join(parts) == text


@given(st.text(st.sampled_from("aZ1 .\n”“"), max_size=400), st.integers(4, 60))
def test_no_part_is_too_long_and_nothing_is_lost(text: str, longest: int):
    text = text.strip()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paragraphs, "LONGEST", longest)
        parts = list(split_long(text, (0, len(text))))
    assert all(0 < end - start <= longest for start, end in parts if text)
    assert all(text[start:end] == text[start:end].strip() for start, end in parts)
    assert "".join("".join(text[start:end] for start, end in parts).split()) == "".join(text.split())
