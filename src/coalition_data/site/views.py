"""The rows of a release in the orders in which the explorer reads them.

A browser reads a Parquet file in ranges: the footer, then the columns of those row groups whose statistics fit. The
released tables are sorted by id, which scatters the newest quotes and the rows of one article over the whole file, so
the explorer gets copies sorted by date or by article, in small row groups. They hold nothing that the release doesn't.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from coalition_data.query import open_release

FOLDED = r"regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', ' ', 'g')"
"""Letters and digits alone, as web/src/lib/fold.ts folds what is typed: a word is found with or without accents."""

_QUOTES = f"""
select (row_number() over newest - 1)::integer as n, q.quote_id, q.article_id, a.title, a.published_on, q.text,
       q.quote_type, q.speaker_name, q.speaker_kind, q.speaker_role, q.speaker_iso3, q.cue, q.meeting_id, q.confidence,
       ' ' || {FOLDED.format(text="concat_ws(' ', q.text, q.speaker_name, q.speaker_role)")} || ' ' as search
from quotes q join articles a using (article_id)
window newest as (order by a.published_on desc nulls last, q.article_id, q."start")
order by n
"""

_FACETS = {
    "speaker": "speaker_name",
    "country": "speaker_iso3",
    "type": "quote_type",
    "date": "published_on::varchar",
    "meeting": "meeting_id",
}
"""What quotes are counted and filtered by. A browser reads numbers in place, each text costs it a decoding."""

_CODES = ", ".join(
    f"(dense_rank() over (order by {of} nulls first) - 1)::integer as {name}" for name, of in _FACETS.items()
)
_QUOTE_FACETS = f"select n, {_CODES} from quotes_view order by n"

_FACET_VALUES = " union all ".join(
    f"select '{name}' as facet, (row_number() over (order by value nulls first) - 1)::integer as code, value "
    f"from (select distinct {of} as value from quotes_view)"
    for name, of in _FACETS.items()
)

_PLEDGES = "select * exclude (evidence) from pledges order by announced_on desc nulls last, pledge_id"

_ARTICLES = "select * from articles order by article_id"

_ARTICLE_LIST = """
select a.article_id, a.title, a.publisher, a.published_on, a.word_count, a.source_uri, a.text is null as withheld,
       count(q.quote_id) as quotes
from articles a left join quotes q using (article_id)
group by all
order by a.published_on desc nulls last, a.article_id
"""

_MEETINGS = """
select meeting_id, name, meeting_type, format, status, start_date, end_date, date_precision, date_method, city,
       country_iso3, latitude, longitude, len(participants) as participants, len(evidence) as mentions
from meetings
order by start_date desc nulls last, meeting_id
"""

_SPANS = """
select article_id, "start", "end", text, kind, row_id, label, detail from (
    select article_id, "start", "end", text, 'quote' as kind, quote_id as row_id,
           coalesce(speaker_name, speaker_role, speaker_mention, 'unnamed source') as label,
           concat_ws(' · ', quote_type, case when speaker_name is not null then speaker_role end, cue) as detail
    from quotes
    union all
    select article_id, speaker_start, speaker_end, speaker_mention, 'speaker', quote_id,
           coalesce(speaker_name, speaker_role, speaker_mention), 'speaker of a quote'
    from quotes where speaker_start is not null
    union all
    select article_id, cue_start, cue_end, cue, 'cue', quote_id,
           coalesce(speaker_name, speaker_role, speaker_mention, cue), 'words that introduce a quote'
    from quotes where cue_start is not null
    union all
    select e.article_id, e."start", e."end", e.text, 'meeting', meeting_id, name,
           concat_ws(' · ', meeting_type, status, start_date::varchar, city)
    from meetings, unnest(evidence) as t(e)
    union all
    select e.article_id, e."start", e."end", e.text, 'pledge', pledge_id, pledger_name || ': ' || description,
           concat_ws(' · ', stance, nullif(progress, 'not_applicable'), category)
    from pledges, unnest(evidence) as t(e)
)
order by article_id, "start", "end" desc, kind, row_id
"""


@dataclass(frozen=True, slots=True)
class View:
    """A derived table.

    Attributes:
        sql: over the four tables.
        key: the column that readers look rows up by, which gets statistics; without one the whole table is read.
        rows_per_group: how much is read for one row.
    """

    sql: str
    key: str | None = None
    rows_per_group: int = 1 << 20


VIEWS: dict[str, View] = {
    "quotes": View("from quotes_view order by n", "n", 4_096),
    "quote_facets": View(_QUOTE_FACETS),
    "facet_values": View(f"select * from ({_FACET_VALUES}) order by facet, code"),
    "articles": View(_ARTICLES, "article_id", 64),  # about 250 kB of text
    "article_list": View(_ARTICLE_LIST),
    "meetings": View(_MEETINGS),
    "pledges": View(_PLEDGES),
    "spans": View(_SPANS, "article_id", 2_048),
}


def write_views(release: Path, folder: Path) -> None:
    """Write every view of a release to ``folder/<name>.parquet``.

    Raises:
        ReleaseError: a table is missing or cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_release(release) as connection:
        connection.execute(f"create temp table quotes_view as {_QUOTES}")
        for name, view in VIEWS.items():
            pq.write_table(
                connection.sql(view.sql).to_arrow_table(),
                folder / f"{name}.parquet",
                row_group_size=view.rows_per_group,
                compression="zstd",
                version="2.6",
                store_schema=False,
                write_statistics=[view.key] if view.key else False,  # those of texts would fill the footer
            )
