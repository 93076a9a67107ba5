"""A made-up release of any size, to measure the explorer with: `python benchmarks/site_release.py --out FOLDER`.

Words are drawn from a vocabulary with the frequencies of natural language (Zipf), dates over six years, speakers and
pledgers with a long tail. The same arguments give the same tables. No row of it means anything.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa

from coalition_data.release import read_release
from coalition_data.release.metadata import datapackage
from coalition_data.schema.arrow import arrow_schema
from coalition_data.schema.tables import MEETING_TYPES, PLEDGE_CATEGORIES, PLEDGE_STANCES, TABLES
from coalition_data.store import sha256_of, write_parquet

VERSION = "2026.01.01"
FIRST_DAY = dt.date(2014, 6, 1)
DAYS = 6 * 365
QUOTES_AN_ARTICLE = 10
VOCABULARY = 20_000
SPEAKERS = 4_000
SYLLABLES = ("ba", "co", "de", "fi", "ga", "ho", "ir", "ka", "le", "mo", "na", "or", "pe", "ra", "si", "tu", "va", "ze")
COUNTRIES = (
    "AUS", "BEL", "CAN", "DEU", "DNK", "EGY", "ESP", "FRA", "GBR", "IRQ", "ITA", "JOR", "JPN", "KWT", "NLD", "NOR",
    "POL", "PRT", "QAT", "SAU", "SWE", "TUR", "UKR", "USA",
)  # fmt: skip
CITIES = (("Paris", "FRA", 48.9, 2.4), ("London", "GBR", 51.5, -0.1), ("Rome", "ITA", 41.9, 12.5),
          ("Baghdad", "IRQ", 33.3, 44.4), ("Washington", "USA", 38.9, -77.0), ("Kuwait City", "KWT", 29.4, 48.0),
          ("Jeddah", "SAU", 21.5, 39.2), ("Ottawa", "CAN", 45.4, -75.7))  # fmt: skip


class Maker:
    """Draws everything from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words = (self._word() for _ in iter(int, 1))
        self.vocabulary = list(dict.fromkeys(next(words) for _ in range(VOCABULARY * 2)))[:VOCABULARY]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.vocabulary))))
        self.speakers = [f"{self._word().title()} {self._word().title()}" for _ in range(SPEAKERS)]
        self.speaker_weights = list(accumulate(1 / (rank + 2) for rank in range(SPEAKERS)))

    def _word(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))

    def sentence(self, length: int) -> str:
        """So many words, with a capital and a stop."""
        return " ".join(self.random.choices(self.vocabulary, cum_weights=self.weights, k=length)).capitalize() + "."

    def key(self, prefix: str, number: int, digits: int = 12) -> str:
        """An id that looks like the project's, and is as scattered."""
        return prefix + hashlib.sha256(f"{prefix}{number}".encode()).hexdigest()[:digits]

    def day(self) -> dt.date:
        """A day of publication."""
        return FIRST_DAY + dt.timedelta(days=self.random.randrange(DAYS))


def make_tables(quotes: int, seed: int = 1) -> dict[str, list[dict[str, Any]]]:
    """Rows of the four tables."""
    maker = Maker(seed)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for number in range(quotes // QUOTES_AN_ARTICLE):
        article, spans = _article(maker, number)
        tables["articles"].append(article)
        meeting = _meeting(maker, number, article, spans[0]) if number % 2 == 0 else None
        if meeting:
            tables["meetings"].append(meeting)
        tables["pledges"].append(_pledge(maker, number, article, spans[1], meeting))
        tables["quotes"].extend(_quotes(maker, number, article, spans, meeting))
    return tables


def _article(maker: Maker, number: int) -> tuple[dict[str, Any], list[tuple[int, int]]]:
    parts, spans, at = [], [], 0
    for _ in range(QUOTES_AN_ARTICLE * 2):
        sentence = maker.sentence(maker.random.randint(8, 36))
        spans.append((at, at + len(sentence)))
        parts.append(sentence)
        at += len(sentence) + 2
    text = "\n\n".join(parts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = {
        "article_id": maker.key("art_", number, 16), "source_uri": f"{number}.txt",
        "url": f"https://news.example/{number}", "publisher": f"Paper {number % 40}", "authors": [],
        "title": maker.sentence(8)[:-1], "published_on": maker.day(), "published_on_method": "metadata",
        "dateline": None, "language": "en", "text": text, "captions": [], "word_count": text.count(" "),
        "duplicate_of": None, "topic_score": 0.7, "raw_sha256": digest, "text_sha256": digest,
    }  # fmt: skip
    return article, spans


def _evidence(article: dict[str, Any], span: tuple[int, int]) -> list[dict[str, Any]]:
    start, end = span
    return [{"article_id": article["article_id"], "start": start, "end": end, "text": article["text"][start:end]}]


def _meeting(maker: Maker, number: int, article: dict[str, Any], span: tuple[int, int]) -> dict[str, Any]:
    city, country, latitude, longitude = maker.random.choice(CITIES)
    day = article["published_on"] if number % 7 else None
    party = {"name": maker.random.choice(maker.speakers), "kind": "person", "iso3": None, "role": "minister"}
    return {
        "meeting_id": maker.key("mtg_", number), "name": maker.sentence(5)[:-1],
        "meeting_type": maker.random.choice(MEETING_TYPES), "format": "in_person", "status": "held",
        "start_date": day, "end_date": day, "date_precision": "day" if day else "unknown",
        "date_method": "explicit" if day else "none", "city": city, "country_iso3": country, "venue": None,
        "latitude": latitude, "longitude": longitude, "hosts": [party],
        "participants": [party | {"mode": "attended"}], "participants_reported": [],
        "evidence": _evidence(article, span),
    }  # fmt: skip


def _pledge(
    maker: Maker, number: int, article: dict[str, Any], span: tuple[int, int], meeting: dict[str, Any] | None
) -> dict[str, Any]:
    country = maker.random.choice(COUNTRIES)
    return {
        "pledge_id": maker.key("plg_", number), "pledger_name": country, "pledger_kind": "country",
        "pledger_iso3": country, "recipient_name": None, "recipient_iso3": None, "scope_iso3": ["IRQ"],
        "category": maker.random.choice(PLEDGE_CATEGORIES), "stance": maker.random.choice(PLEDGE_STANCES),
        "progress": "promised", "description": maker.sentence(4)[:-1], "quantity": None, "quantity_max": None,
        "unit": None, "quantity_qualifier": None, "amount": None, "currency": None,
        "announced_by": maker.random.choice(maker.speakers), "announced_by_role": None,
        "announced_on": article["published_on"], "meeting_id": meeting["meeting_id"] if meeting else None,
        "condition": None, "evidence": _evidence(article, span), "confidence": round(maker.random.random(), 2),
    }  # fmt: skip


def _quotes(
    maker: Maker, number: int, article: dict[str, Any], spans: list[tuple[int, int]], meeting: dict[str, Any] | None
) -> Iterator[dict[str, Any]]:
    names = maker.random.choices(maker.speakers, cum_weights=maker.speaker_weights, k=QUOTES_AN_ARTICLE)
    for place, (name, (start, end)) in enumerate(zip(names, spans[::2], strict=True)):
        key = maker.key("quo_", number * QUOTES_AN_ARTICLE + place)
        yield {
            "quote_id": key, "article_id": article["article_id"], "start": start, "end": end,
            "text": article["text"][start:end], "quote_type": maker.random.choice(("direct", "mixed", "indirect")),
            "utterance_id": key, "speaker_name": name, "speaker_mention": None, "speaker_start": None,
            "speaker_end": None, "speaker_kind": "person", "speaker_role": "minister",
            "speaker_iso3": maker.random.choice(COUNTRIES), "cue": None, "cue_start": None, "cue_end": None,
            "meeting_id": meeting["meeting_id"] if meeting and place < 2 else None, "confidence": 0.9,
        }  # fmt: skip


def write_release(folder: Path, quotes: int) -> Path:
    """Write a release of made-up rows to ``folder/releases/…``: tables, manifest, dictionary, a README of one line."""
    release = folder / "releases" / VERSION
    release.mkdir(parents=True, exist_ok=True)
    described = {}
    for name, rows in make_tables(quotes).items():
        table = TABLES[name]
        ordered = sorted(rows, key=lambda row: str(row[table.key]))
        path = release / f"{name}.parquet"
        write_parquet(pa.Table.from_pylist(ordered, schema=arrow_schema(table)), path)
        described[name] = {"rows": len(rows), "bytes": path.stat().st_size, "sha256": sha256_of(path)}
    manifest = {
        "name": "made-up", "title": f"A made-up release of {quotes:,} quotes", "version": VERSION,
        "released_on": "2026-01-01", "previous": None, "schema_version": "1.1.0", "content_sha256": "0" * 64,
        "tables": described, "inputs": {"count": 0, "files": []},
    }  # fmt: skip
    (release / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (release / "datapackage.json").write_text(json.dumps(datapackage(manifest)), "utf-8")
    (release / "README.md").write_text("# Made up\n", "utf-8")
    (release / "SHA256SUMS").write_text("", "utf-8")
    return read_release(folder / "releases", VERSION).path


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="data folder to write to")
    parser.add_argument("--quotes", type=int, default=100_000)
    arguments = parser.parse_args()
    path = write_release(arguments.out, arguments.quotes)
    size = sum(file.stat().st_size for file in path.glob("*.parquet"))
    print(f"{path}: {arguments.quotes:,} quotes, {size / 1e6:.1f} MB of Parquet")


if __name__ == "__main__":
    main()
