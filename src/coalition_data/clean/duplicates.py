"""Near copies: wire stories that several outlets print, each with its own headline and cuts.

What two copies surely share is found first, for all articles at once and out of core in DuckDB: the words of a lead.
Of these pairs, those whose MinHash signatures (rensa) agree in a band are compared exactly. The comparison is by
containment, since a copy cut to a third shares only a third of its shingles (Broder, "On the resemblance and
containment of documents", 1997), and asks besides for the same beginning, figures and names: an update with a new lead,
and the daily report that repeats yesterday's phrases, are articles of their own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice, pairwise
from operator import itemgetter
from typing import Any
from zlib import crc32

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from coalition_data.blocking import Blocked, candidate_pairs
from coalition_data.database import bounded_database
from coalition_data.records import Article
from coalition_data.spool import Spooled

SHINGLE_WORDS = 4
"""Desks change words one at a time; with five words a change in every tenth word already hides half of the shingles."""

PERMUTATIONS = 128

BANDS = 64
"""Of two rows each: pairs with a Jaccard similarity of 0.25 (a copy cut to a quarter) become candidates in 98 of 100
cases, pairs of unrelated articles (0.01 and less) in less than 1 of 100."""

BANDS_OF_STOCK_LED = 32
"""Of four rows each, where a thousand texts begin alike: a similarity of 0.6 is found in 99 of 100 cases, 0.15 (the
same beginning and nothing else) in less than 2 of 100, so that an outlet's stock phrase costs no comparisons."""

SEED = 1

FEWEST_SHINGLES = 20
"""Shorter texts are not compared: stock phrases make them alike."""

WORDS_OF_LEAD = 40
WORDS_OF_HEAD = 140
"""The lead of one copy stands within the head of the other: behind a standfirst or a paragraph that a desk put there.
Behind a new beginning of several paragraphs it is background of another article."""

SHARE_OF_LEAD = 0.3
"""A lead with one word in fifteen changed keeps 0.45; two outlets' own leads on one event share less than 0.1."""

MOST_HEADS = 1_000
"""Words that more articles begin with bring no articles together by themselves: a stock phrase of an outlet, or a story
that so many print. Where half of a lead is such words the whole text is looked up, by its signature."""

TEXTS_AT_ONCE = 4_096
LEADS_AT_ONCE = 32
"""Their words stand in so many heads that they take some megabytes together."""

NOTHING = np.array([], dtype=np.uint32)

FEWEST_FIGURES = 5
FEWEST_NAMES = 3
SHARE_OF_FACTS = 0.6
"""Of the shorter text's numbers with the words after them, and of its names. Copies keep more than 0.8; the daily
reports of the coalition's strikes, and notices of deaths, repeat each other's phrases and share less than 0.3."""

_PREPARED = {
    "repeated": "select shingle, count(*) as texts from heads group by shingle having count(*) > 1",
    "stock": f"select shingle from repeated where texts > {MOST_HEADS}",
    "telling": f"from repeated where texts <= {MOST_HEADS}",
    "needed": f"""
        select number, greatest(1, ceil({SHARE_OF_LEAD} * count(*) - 1e-9) - count(s.shingle)) as least
        from leads l left join stock s using (shingle) group by number
    """,
    "telling_heads": "select number, shingle from heads semi join telling using (shingle)",
    "places": "select shingle, row_number() over (order by shingle) - 1 as place, texts from telling",
}
"""Most words of a beginning are its own: what only one text has brings none together, and is left out early."""

_TEXTS = "select number from telling_heads order by shingle, number"
_ENDS = "select sum(texts) over (order by place)::bigint as ends from places order by place"
_LEADS = """
    select number, place, least::integer as least from leads join places using (shingle) join needed using (number)
    order by number
"""
"""Of each lead the words that other heads have, and how many of them another head must have at least."""

_STOCK_LED = """
    select number from leads l left join stock s using (shingle)
    group by number having 2 * count(s.shingle) >= count(*)
"""

_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+\b")
_NUMBER = re.compile(r"\b(\d[\d.,]*\d|\d)\b[^\w\n]{0,3}(\w+)?")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a text is compared.

    Attributes:
        shingles: hashes of all runs of words, sorted.
        lead, head: those of the text's beginning.
        figures: hashes of numbers with the words after them.
        names: hashes of words that are only written with a capital.
        sketch: MinHash signature of the shingles; empty where the text is too short to be compared.
    """

    shingles: NDArray[np.uint32]
    lead: NDArray[np.uint32]
    head: NDArray[np.uint32]
    figures: NDArray[np.uint32]
    names: NDArray[np.uint32]
    sketch: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class PackedPrint:
    """A fingerprint as it is soonest read from disk: all its hashes in one piece.

    Attributes:
        hashes: of all parts, one after the other.
        ends: where each part ends.
    """

    hashes: bytes
    ends: tuple[int, ...]


def pack(one: Fingerprint) -> PackedPrint:
    """What ``unpack`` takes."""
    parts = [getattr(one, field.name) for field in _PARTS]
    return PackedPrint(np.concatenate(parts).tobytes(), tuple(accumulate(map(len, parts))))


def unpack(packed: PackedPrint) -> Fingerprint:
    """The fingerprint that ``pack`` took."""
    hashes = np.frombuffer(packed.hashes, np.uint32)
    return Fingerprint(*(hashes[start:end] for start, end in pairwise((0, *packed.ends))))


_PARTS = dataclasses.fields(Fingerprint)


def mark_near_duplicates(articles: Sequence[Article], containment: float) -> tuple[Article, ...]:
    """The articles in their order, ``duplicate_of`` set on copies to the id of the earliest one, which is no copy.

    Args:
        articles: cleaned, exact copies taken out.
        containment: share of the shorter one's shingles that the other must contain; above 1 nothing is a copy.
    """
    if len(articles) < 2 or containment > 1:
        return tuple(articles)
    prints = {article.article_id: make_fingerprint(article.text) for article in articles}
    return mark_copies(articles, find_originals(articles, lambda article: prints[article.article_id], containment))


def mark_copies(articles: Iterable[Article], originals: Mapping[str, str]) -> tuple[Article, ...]:
    """The articles in their order, ``duplicate_of`` set on those that ``originals`` names as copies."""
    return tuple(
        dataclasses.replace(article, duplicate_of=originals[article.article_id])
        if article.article_id in originals
        else article
        for article in articles
    )


def find_originals(
    articles: Sequence[Article], print_of: Callable[[Article], Fingerprint], containment: float
) -> dict[str, str]:
    """Ids of copies with that of their original, which is no copy.

    Args:
        articles: their texts are not read.
        print_of: the fingerprint of an article's text; asked for once of each, in their order.
        containment: as in ``mark_near_duplicates``; above 1 nothing is a copy.
    """
    if len(articles) < 2 or containment > 1:
        return {}
    order = sorted(range(len(articles)), key=lambda number: _earliest_first(articles[number]))
    sketches = _Sketches(len(articles))
    prints = Spooled(PackedPrint, (pack(sketches.take(print_of(article))) for article in articles))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    found, stock_led = _with_a_common_lead(map(unpack, prints))
    led = np.sort(ranks[stock_led])
    alike = candidate_pairs((_banded(unpack(prints[order[place]])) for place in led), in_order=True)
    found = ranks[found]
    pairs = np.concatenate([np.sort(found), led[np.array(list(alike), np.int64).reshape(-1, 2)]])
    pairs = pairs[sketches.share_a_band(np.array(order)[pairs])]
    codes = np.unique(pairs[:, 1] * len(order) + pairs[:, 0])  # one number a pair takes a tenth of the room
    original_of: dict[int, int] = {}
    for later, group in groupby((divmod(code, len(order)) for code in codes.tolist()), key=itemgetter(0)):
        own = unpack(prints[order[later]])
        best = max(
            (
                (score, -earlier)
                for _, earlier in group
                if (score := compare(own, unpack(prints[order[earlier]]))) >= containment
            ),
            default=None,
        )
        if best is not None:
            original_of[later] = original_of.get(-best[1], -best[1])
    return {articles[order[copy]].article_id: articles[order[of]].article_id for copy, of in original_of.items()}


class _Sketches:
    """The signatures of all texts, in a scratch file: most pairs are told apart by theirs alone."""

    def __init__(self, texts: int) -> None:
        with tempfile.TemporaryFile(prefix="coalition-data-") as file:
            self._values = np.memmap(file, np.uint32, "w+", shape=(texts, PERMUTATIONS))
        self._taken = 0

    def take(self, one: Fingerprint) -> Fingerprint:
        """Note the next text's signature, where it has one."""
        if len(one.sketch):
            self._values[self._taken] = one.sketch
        self._taken += 1
        return one

    def share_a_band(self, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of each pair whether the signatures agree in all rows of a band, as those of texts with much in common do."""
        found = [np.empty(0, bool)]
        for start in range(0, len(pairs), TEXTS_AT_ONCE):
            one, other = (self._values[side] for side in pairs[start : start + TEXTS_AT_ONCE].T)
            found.append((one == other).reshape(len(one), BANDS, -1).all(axis=2).any(axis=1))
        return np.concatenate(found)


def _earliest_first(article: Article) -> tuple[dt.date, str]:
    return (article.published_on or dt.date.max, article.article_id)


def _banded(fingerprint: Fingerprint) -> Blocked:
    """A text as it is looked up by its signature: copies agree in a band."""
    bands = fingerprint.sketch.reshape(BANDS_OF_STOCK_LED, -1)
    return Blocked(frozenset(f"{at} {band.tobytes().hex()}" for at, band in enumerate(bands)), None, None, (None,))


def _with_a_common_lead(prints: Iterable[Fingerprint]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Texts of which one's head holds enough of the other's lead to be its copy, by their numbers.

    Returns:
        pairs, one a row, and the texts whose lead is mostly words that too many others begin with.
    """
    with bounded_database() as connection:
        for name in ("leads", "heads"):
            connection.execute(f"create table {name} (number integer, shingle uinteger)")
        numbered = enumerate(prints)
        while chunk := list(islice(numbered, TEXTS_AT_ONCE)):
            long = [(number, one) for number, one in chunk if len(one.sketch)]
            for name, parts in (("leads", [one.lead for _, one in long]), ("heads", [one.head for _, one in long])):
                numbers = np.repeat(np.array([n for n, _ in long], dtype=np.int32), [len(part) for part in parts])
                rows = pa.table({"number": numbers, "shingle": np.concatenate([*parts, NOTHING])})
                connection.register("rows", rows)
                connection.execute(f"insert into {name} select number, shingle from rows")
                connection.unregister("rows")
        for name, query in _PREPARED.items():
            connection.execute(f"create table {name} as {query}")
        leads, texts, ends, stock_led = (_fetch(connection, query) for query in (_LEADS, _TEXTS, _ENDS, _STOCK_LED))
    return _common_leads(leads, texts["number"], ends["ends"]), stock_led["number"].astype(np.int64)


def _fetch(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, NDArray[Any]]:
    """The columns of a result, none of which has a NULL."""
    return {name: np.asarray(values) for name, values in connection.execute(query).fetchnumpy().items()}


def _common_leads(
    leads: Mapping[str, NDArray[Any]], texts: NDArray[np.int32], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Pairs of a text and another whose head holds as much of its lead as it must.

    Args:
        leads: a row for each word of a lead: the text's ``number``, the word's ``place``, and the ``least`` of them
            that another head must have.
        texts: the texts whose heads have a word, one word after the other by their place.
        ends: where those of each word end.
    """
    starts = np.concatenate([[0], ends[:-1]])
    firsts = np.flatnonzero(np.diff(leads["number"], prepend=-1))
    bounds = [*firsts.tolist(), len(leads["number"])]
    pairs = [np.empty((0, 2), np.int64)]
    for at in range(0, len(firsts), LEADS_AT_ONCE):
        chosen = slice(bounds[at], bounds[min(at + LEADS_AT_ONCE, len(firsts))])
        places = leads["place"][chosen]
        lengths = ends[places] - starts[places]
        inside = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        having = texts[np.repeat(starts[places], lengths) + inside]
        codes = np.repeat(leads["number"][chosen].astype(np.int64), lengths) << 32 | having
        found, shared = np.unique(codes, return_counts=True)
        numbers, others = found >> 32, found & 0xFFFFFFFF
        least = leads["least"][firsts[np.searchsorted(leads["number"][firsts], numbers)]]
        pairs.append(np.stack([numbers, others], axis=1)[(shared >= least) & (others != numbers)])
    return np.concatenate(pairs)


def make_fingerprint(text: str) -> Fingerprint:
    """What of a text is compared: words without case and marks."""
    words = re.findall(r"\w+", text.casefold())
    shingles = [
        crc32(" ".join(words[at : at + SHINGLE_WORDS]).encode()) for at in range(len(words) - SHINGLE_WORDS + 1)
    ]
    plain = set(re.findall(r"\b[a-zà-ÿ]\w*", text))
    names = {word.casefold() for word in _NAME.findall(text)} - plain
    figures = {f"{match[1].strip('.,')} {match[2] or ''}" for match in _NUMBER.finditer(text.casefold())}
    distinct = _sorted(shingles)
    return Fingerprint(
        distinct,
        _sorted(shingles[:WORDS_OF_LEAD]),
        _sorted(shingles[:WORDS_OF_HEAD]),
        _sorted([crc32(figure.encode()) for figure in figures]),
        _sorted([crc32(name.encode()) for name in names]),
        _sketch(distinct),
    )


def _sketch(shingles: NDArray[np.uint32]) -> NDArray[np.uint32]:
    from rensa import RMinHash  # noqa: PLC0415 - only where there is something to compare

    if len(shingles) < FEWEST_SHINGLES:
        return NOTHING
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update([shingle.tobytes() for shingle in shingles])
    return np.array(sketch.digest(), dtype=np.uint32)


def _sorted(hashes: Sequence[int]) -> NDArray[np.uint32]:
    return np.unique(np.array(hashes, dtype=np.uint32))


def compare(one: Fingerprint, other: Fingerprint) -> float:
    """The share of the shorter text that the longer one holds; 0 where beginning, figures or names tell them apart."""
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    share = _share(shorter.shingles, longer.shingles)
    begins_alike = max(_share(one.lead, other.head), _share(other.lead, one.head)) >= SHARE_OF_LEAD
    same_facts = all(
        len(part) < fewest or _share(part, whole) >= SHARE_OF_FACTS
        for part, whole, fewest in (
            (shorter.figures, longer.figures, FEWEST_FIGURES),
            (shorter.names, longer.names, FEWEST_NAMES),
        )
    )
    return share if begins_alike and same_facts else 0.0


def _share(part: NDArray[np.uint32], whole: NDArray[np.uint32]) -> float:
    """How much of ``part`` is in ``whole``."""
    return len(np.intersect1d(part, whole, assume_unique=True)) / max(len(part), 1)
