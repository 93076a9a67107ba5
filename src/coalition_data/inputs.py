"""The inputs of a run and what became of each: exactly one outcome for every input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from coalition_data import store
from coalition_data.addresses import is_web_address
from coalition_data.errors import StoreError
from coalition_data.records import Input
from coalition_data.rows import from_row
from coalition_data.schema.stages import STAGE_TABLES
from coalition_data.workspace import Workspace

ACCEPTED = "accepted"

STAGES_WITH_DOCUMENTS = ("clean", "annotate", "extract")
"""Stages that set documents aside which the ingest stage handed on."""

_REFUSED = pa.schema(
    [
        *((name, pa.string()) for name in ("source_uri", "raw_sha256", "reason", "detail", "stage", "source", "url")),
        ("number", pa.int64()),
    ]
)

_OUTCOMES = """
    with refusal as (  -- the last one counts, as a later stage says more
        select * from refused qualify row_number() over (partition by source_uri, raw_sha256 order by number desc) = 1
    )
    select d.source_uri,
           coalesce(r.reason, case when a.article_id is not null then '{accepted}' end) as outcome,
           case when r.reason is not null then r.detail
                when a.duplicate_of is not null then 'a near copy of ' || a.duplicate_of end as detail,
           r.stage, d.source,
           case when r.reason is null then a.url else d.catalog.url end as url,
           d.catalog.licence as licence,
           case when r.reason is null then a.article_id end as article_id,
           d.sha256 as raw_sha256, octet_length(d.data)::bigint as bytes, d.media_type, d.fetched_at
    from read_parquet({documents}) d
    left join refusal r on r.source_uri = d.source_uri and r.raw_sha256 is not distinct from d.sha256
    left join (select article_id, source_uri, raw_sha256, url, duplicate_of from read_parquet({articles})) a
        on a.source_uri = d.source_uri and a.raw_sha256 = d.sha256
    union all
    select source_uri, reason, detail, stage, source, url, null, null, raw_sha256, null, null, null from unread
    order by source_uri, coalesce(raw_sha256, ''), outcome, detail
"""
"""Every input with its outcome: a document that a stage refused, an article, or what could not be read."""


def write_inputs(workspace: Workspace) -> int:
    """Write every input with its outcome, sorted by where it was read and its hash.

    Args:
        workspace: with the documents, the articles and the reports of the stages up to extract.

    Returns:
        how many there are.

    Raises:
        StoreError: a stage has not run, or has lost a document.
    """
    from coalition_data.database import bounded_database, literal  # noqa: PLC0415 - readers of inputs need none

    documents, articles = (workspace.stages / f"{name}.parquet" for name in ("documents", "articles"))
    for path in (documents, articles):
        if not path.is_file():
            raise StoreError(f"{path} is missing", "run the stage that writes it, or the whole flow")
    query = _OUTCOMES.format(accepted=ACCEPTED, documents=literal(documents), articles=literal(articles))
    schema = STAGE_TABLES["inputs"].schema
    with bounded_database() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.register("refused", _set_aside(workspace, STAGES_WITH_DOCUMENTS))
        connection.register("unread", _set_aside(workspace, ("ingest",)))
        batches = connection.sql(query).to_arrow_reader(store.ROWS_PER_GROUP)
        parts = (_whole(pa.Table.from_batches([batch]), schema) for batch in batches)
        return store.write_groups(workspace.inputs, schema, parts)


def _set_aside(workspace: Workspace, stages: Iterable[str]) -> pa.Table:
    """What the stages set aside, in the order of the stages and of their reports."""
    rows = [row for stage in stages for row in workspace.read_report(stage).set_aside]
    found: list[dict[str, Any]] = [
        {
            "source_uri": row.source_uri,
            "raw_sha256": row.raw_sha256,
            "reason": row.reason,
            "detail": row.detail,
            "stage": row.stage,
            "source": row.source,
            "url": row.source_uri if is_web_address(row.source_uri) else None,
            "number": number,
        }
        for number, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(found, schema=_REFUSED)


def _whole(part: pa.Table, schema: pa.Schema) -> pa.Table:
    """The rows in their schema.

    Raises:
        StoreError: a document has no outcome.
    """
    lost = part.filter(part.column("outcome").is_null())
    if lost.num_rows:
        uri = lost.column("source_uri")[0].as_py()
        raise StoreError(f"{uri} was read and then lost by a stage", "run all stages again")
    return part.cast(schema)


def count_outcomes(inputs: Iterable[Input]) -> dict[str, int]:
    """How many inputs had each outcome, by name."""
    return dict(sorted(Counter(one.outcome for one in inputs).items()))


def saved_inputs(workspace: Workspace) -> Iterator[Input]:
    """The inputs of the last run, one after the other.

    Raises:
        StoreError: there was none.
    """
    return (from_row(Input, row) for row in store.stream_stage(workspace.inputs, "inputs"))
