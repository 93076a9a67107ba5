"""Texts to measure on: the project's own, US news where it is at hand, and made-up ones."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POLNEAR = ROOT.parent / "shared" / "benchmarks" / "polnear"
OWN_FOLDERS = (
    ROOT / "seeds",
    ROOT / "tests" / "gold" / "invented" / "texts",
    ROOT / "tests" / "gold" / "unseen" / "texts",
)

FIRST_DAY = dt.date(2014, 9, 1)
DAYS = 3_650
SENTENCES = 5
"""Of a short made-up article: a paragraph of about a hundred words."""

PARAGRAPHS = 5
"""Of a made-up article as long as those of the press."""

_SENTENCE = re.compile(r"(?<=[.!?])(?:[\"”’'])?\s+(?=[\"“A-Z])")
_PAIRED = re.compile(r"[“”\"]")


@dataclass(frozen=True, slots=True)
class Text:
    """An article as a source has it."""

    body: str
    title: str | None = None
    published_on: dt.date | None = None


def own_texts() -> list[Text]:
    """The seeds and the invented articles, as scraped: headline first."""
    paths = sorted(path for folder in OWN_FOLDERS for path in folder.glob("*.txt"))
    return [Text(path.read_text("utf-8")) for path in paths]


def has_news() -> bool:
    """Whether PolNeAR lies beside the project."""
    return (POLNEAR / "train.jsonl.gz").is_file()


def news_texts(split: str, count: int, skip: int = 0) -> list[Text]:
    """Articles of PolNeAR (US news of 2016), by their order in the corpus."""
    with gzip.open(POLNEAR / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][skip : skip + count]
    return [Text(row["text"], row["title"], dt.date(2016, 3, 1)) for row in rows]


def made_up_texts(count: int, seed: int = 1, paragraphs: int = 1) -> list[Text]:
    """Articles put together from sentences of the project's own texts in random order.

    Two of them hardly ever share half of their sentences, so that none is taken for a copy of another.
    """
    sentences = _sentences()
    chance = random.Random(seed)
    made = []
    for number in range(count):
        body = "\n\n".join(" ".join(chance.sample(sentences, SENTENCES)) for _ in range(paragraphs))
        day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
        made.append(Text(body, f"Report {seed}-{number}", day))
    return made


def _sentences() -> list[str]:
    """Sentences of 8 to 45 words whose quotation marks are paired."""
    found: dict[str, None] = {}
    for text in own_texts():
        for line in text.body.splitlines():
            for sentence in _SENTENCE.split(line.strip()):
                words, marks = len(sentence.split()), len(_PAIRED.findall(sentence))
                if 8 <= words <= 45 and marks % 2 == 0 and sentence.endswith((".", "!", "?", ".”", '."')):
                    found[sentence] = None
    return list(found)


def write_source(folder: Path, texts: Iterable[Text], prefix: str = "a") -> Path:
    """Write texts as files, with a catalog where something is known of them; returns the folder.

    A second call with another prefix adds to the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    catalog = folder / "catalog.csv"
    is_new = not catalog.exists()
    with catalog.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(("file", "title", "published_on"))
        for number, text in enumerate(texts):
            name = f"{prefix}{number:06d}.txt"
            (folder / name).write_text(text.body, "utf-8")
            if text.title or text.published_on:
                writer.writerow((name, text.title or "", text.published_on or ""))
    return folder


def in_parts(texts: Sequence[Text], parts: int) -> list[Sequence[Text]]:
    """Equal parts of a list, one a run."""
    size = len(texts) // parts
    return [texts[start * size : (start + 1) * size] for start in range(parts)]
