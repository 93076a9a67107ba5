"""The README of a release: what it holds, how to read and cite it, what changed, where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coalition_data.inert import markdown_text
from coalition_data.release.changes import overview
from coalition_data.release.diff import ReleaseDiff
from coalition_data.release.metadata import citation
from coalition_data.release.quality import quality_markdown, read_quality
from coalition_data.schema.dictionary import dictionary
from coalition_data.schema.tables import TABLES

_READING = """\
```sql
-- DuckDB, in this folder: what was promised, and the words that say so
SELECT p.pledger_name, p.category, p.stance, e.article_id, e.text
FROM 'pledges.parquet' p, unnest(p.evidence) AS t(e);
```

```sh
duckdb -readonly coalition-data.duckdb "from evidence limit 5"   # the same tables in one file, with views
```

```python
import pandas as pd

quotes = pd.read_parquet("quotes.parquet")
```
"""

_LIMITS = """\
- The rows were extracted by rules and a statistical parser, and no person has reviewed them: some are wrong, and
  some of what the articles say is missing. `confidence` estimates how often a row of its kind is right. Read the
  evidence before you rely on a single row.
- The tables say what the articles say, not what happened. An article may be wrong, late or partial.
- A pledge is not a payment, and one that was declined or only considered is recorded too: filter by `stance` and
  `progress` before counting or adding up.
- Unknown is NULL. A missing date, place or speaker means that the articles do not tell, or that it was not found.
- Which articles were read decides what can be found: counts are not comparable between countries or years without
  regard to coverage.
- The text of an article belongs to its publisher (`LICENSE.md`).
"""


def release_readme(manifest: Mapping[str, Any], diff: ReleaseDiff | None, files: Iterable[tuple[str, str]] = ()) -> str:
    """The text of a release's ``README.md``.

    Args:
        manifest: of the release.
        diff: against the release before; None for the first.
        files: name and meaning of every file.
    """
    counts = "\n".join(
        f"| `{name}` | {manifest['tables'][name]['rows']:,} | {table.grain} |" for name, table in TABLES.items()
    )
    dictionaries = "\n".join(dictionary(table, level=3) for table in TABLES.values())
    return f"""\
# {manifest["title"]}

Version **{manifest["version"]}** of {manifest["released_on"]}, schema {manifest["schema_version"]}.

| table | rows | one row is a |
|---|---:|---|
{counts}

## Cite

> {citation(manifest)}

## Files

{_files(files)}
{_READING}
## Changes since the last release

{_changes(diff)}
## Inputs

{_inputs(manifest)}
## Coverage

{_coverage(manifest)}
## Limits

{_LIMITS}
## Measured quality

{read_quality().about}

{quality_markdown()}
## Data dictionary

Offsets are 0-based Unicode code points into `articles.text`, end exclusive: `text[start:end]` in Python,
`substr(text, start + 1, end - start)` in DuckDB.

{dictionaries}"""


def _files(files: Iterable[tuple[str, str]]) -> str:
    return "\n".join(["| file | what |", "|---|---|", *(f"| `{name}` | {what} |" for name, what in files)]) + "\n"


def _changes(diff: ReleaseDiff | None) -> str:
    if diff is None:
        return "This is the first release.\n"
    lines = [f"Against {diff.old}; a row is the same row where its id is.", "", *overview(diff)]
    details = [
        f"- `{table.table}`: " + ", ".join(f"`{name}` in {count}" for name, count in table.changed_columns.items())
        for table in diff.tables
        if table.changed_columns
    ]
    if details:
        lines += ["", "Rows changed, by column:", "", *details]
    return "\n".join([*lines, "", "`CHANGES.md` names the rows, with reasons and corrections."]) + "\n"


def _coverage(manifest: Mapping[str, Any]) -> str:
    coverage = manifest["coverage"]
    first, last = coverage["first_published_on"], coverage["last_published_on"]
    span = f"Published from {first} to {last}" if first else "No date of publication is known"
    lines = [
        f"{span}; {coverage['undated_articles']} articles without a date, {coverage['near_copies']} near copies of "
        f"others, {coverage['texts_withheld']} texts withheld because of their licence.",
    ]
    for title, key in (("year", "articles_by_year"), ("publisher", "articles_by_publisher")):
        if coverage[key]:
            lines += ["", f"| {title} | articles |", "|---|---:|"]
            lines += [f"| {markdown_text(name)} | {count} |" for name, count in coverage[key].items()]
    return "\n".join(lines) + "\n"


def _inputs(manifest: Mapping[str, Any]) -> str:
    inputs, aside = manifest["inputs"], manifest["set_aside"]
    lines = [f"{inputs['count']} inputs: {inputs['accepted']} articles and {inputs['set_aside']} set aside."]
    if aside["by_reason"]:
        lines += ["", "| set aside because | inputs |", "|---|---:|"]
        lines += [f"| `{reason}` | {count} |" for reason, count in aside["by_reason"].items()]
    code = ", ".join(f"{name} `{value}`" for name, value in manifest["code"].items() if isinstance(value, str))
    return "\n".join([*lines, "", f"Made by coalition-data: {code}."]) + "\n"
