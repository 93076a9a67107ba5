"""Parsed articles as an Arrow table and back, so that extraction can run without loading a model.

One row an article; the article itself is stored once, in ``articles``, and joined again by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa

from coalition_data.document import Entity, ParsedArticle, Quotation
from coalition_data.errors import StoreError
from coalition_data.records import Article

_INTS = pa.list_(pa.field("element", pa.int32(), nullable=False))
_STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))


def _structs(*fields: pa.Field) -> pa.DataType:
    return pa.list_(pa.field("element", pa.struct(fields), nullable=False))


def _int(name: str) -> pa.Field:
    return pa.field(name, pa.int32(), nullable=False)


PARSED_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("text_sha256", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),
        *(pa.field(name, _INTS, nullable=False) for name in ("starts", "ends")),
        *(pa.field(name, _STRINGS, nullable=False) for name in ("lemmas", "tags", "deps")),
        *(pa.field(name, _INTS, nullable=False) for name in ("heads", "sentence_starts")),
        pa.field("paragraphs", _structs(_int("start"), _int("end")), nullable=False),
        pa.field(
            "entities",
            _structs(_int("start"), _int("end"), pa.field("label", pa.string(), nullable=False)),
            nullable=False,
        ),
        pa.field(
            "quotations",
            _structs(
                *(_int(name) for name in ("open", "start", "end", "close", "paragraph", "depth")),
                pa.field("continues", pa.bool_(), nullable=False),
            ),
            nullable=False,
        ),
    ]
)

_PLAIN = ("starts", "ends", "lemmas", "tags", "deps", "heads", "sentence_starts")
"""Lists with an element a token or a sentence."""
_REST = pa.schema([field for field in PARSED_SCHEMA if field.name not in _PLAIN])


def parsed_to_arrow(documents: Iterable[ParsedArticle]) -> pa.Table:
    """Parsed articles as a table, in the order given."""
    kept = list(documents)
    plain = {name: _lists([getattr(document, name) for document in kept], name) for name in _PLAIN}
    rest = pa.Table.from_pylist([_row(document) for document in kept], schema=_REST)
    columns = {**plain, **{name: rest.column(name) for name in _REST.names}}
    return pa.table([columns[name] for name in PARSED_SCHEMA.names], schema=PARSED_SCHEMA)


def _lists(rows: list[tuple[int, ...]] | list[tuple[str, ...]], name: str) -> pa.Array:
    """One column of lists, made of its values end to end: a million values one by one take seconds."""
    kind = PARSED_SCHEMA.field(name).type
    bounds = [0, *accumulate(len(row) for row in rows)]
    values = pa.array(list(chain.from_iterable(rows)), kind.value_type)
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), values, kind)


def parsed_from_arrow(data: pa.Table, articles: Mapping[str, Article]) -> tuple[ParsedArticle, ...]:
    """Parsed articles of a table, in its order.

    Args:
        articles: by ``article_id``; rows of other articles are left out.

    Raises:
        StoreError: an article's text is not the one that was parsed.
    """
    return tuple(
        _document(row, articles[row["article_id"]]) for row in data.to_pylist() if row["article_id"] in articles
    )


def _row(document: ParsedArticle) -> dict[str, Any]:
    return {
        "article_id": document.article.article_id,
        "text_sha256": document.article.text_sha256,
        "model": document.model,
        "paragraphs": [{"start": start, "end": end} for start, end in document.paragraphs],
        "entities": [{"start": one.start, "end": one.end, "label": one.label} for one in document.entities],
        "quotations": [
            {name: getattr(one, name) for name in Quotation.__dataclass_fields__} for one in document.quotations
        ],
    }


def _document(row: Mapping[str, Any], article: Article) -> ParsedArticle:
    if row["text_sha256"] != article.text_sha256:
        raise StoreError(
            f"the saved parse of {article.source_uri} belongs to another text", "run the annotate stage again"
        )
    return ParsedArticle(
        article=article,
        model=row["model"],
        paragraphs=tuple((one["start"], one["end"]) for one in row["paragraphs"]),
        entities=tuple(Entity(**one) for one in row["entities"]),
        quotations=tuple(Quotation(**one) for one in row["quotations"]),
        **{name: tuple(row[name]) for name in _PLAIN},
    )
