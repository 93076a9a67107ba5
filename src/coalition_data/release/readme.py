"""The README of a release: what it holds, how to read and cite it, what changed, where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coalition_data.release.diff import TableDiff
from coalition_data.release.metadata import citation
from coalition_data.schema.dictionary import dictionary
from coalition_data.schema.tables import TABLES

_FILES = """\
| file | what |
|---|---|
| `articles.parquet`, `meetings.parquet`, `pledges.parquet`, `quotes.parquet` | the tables |
| `manifest.json` | inputs with their hashes, what was set aside and why, code version, parameters, row counts |
| `SHA256SUMS` | digests of all files; check with `sha256sum -c SHA256SUMS` |
| `datapackage.json`, `croissant.json` | the same description for Frictionless and Croissant |
| `validation/result.json`, `validation/data_docs/index.html` | every check that this release passed |
"""

_READING = """\
```sql
-- DuckDB, in this folder: what was promised, and the words that say so
SELECT p.pledger_name, p.category, p.stance, e.article_id, e.text
FROM 'pledges.parquet' p, unnest(p.evidence) AS t(e);
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
- The text of an article belongs to its publisher.
"""


def release_readme(manifest: Mapping[str, Any], changes: Sequence[TableDiff]) -> str:
    """The text of a release's ``README.md``.

    Args:
        manifest: of the release.
        changes: against the release before; empty for the first.
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

{_FILES}
{_READING}
## Changes since the last release

{_changes(manifest.get("previous"), changes)}
## Inputs

{_inputs(manifest)}
## Limits

{_LIMITS}
## Data dictionary

Offsets are 0-based Unicode code points into `articles.text`, end exclusive: `text[start:end]` in Python,
`substr(text, start + 1, end - start)` in DuckDB.

{dictionaries}"""


def _changes(previous: str | None, changes: Sequence[TableDiff]) -> str:
    if previous is None:
        return "This is the first release.\n"
    lines = [
        f"Against {previous}; a row is the same row where its id is.",
        "",
        "| table | added | removed | changed | unchanged |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| `{diff.table}` | {diff.added} | {diff.removed} | {diff.changed} | {diff.unchanged} |" for diff in changes
    ]
    details = [
        f"- `{diff.table}`: " + ", ".join(f"`{name}` in {count}" for name, count in diff.changed_columns.items())
        for diff in changes
        if diff.changed_columns
    ]
    if details:
        lines += ["", "Rows changed, by column:", "", *details]
    return "\n".join(lines) + "\n"


def _inputs(manifest: Mapping[str, Any]) -> str:
    inputs, aside = manifest["inputs"], manifest["set_aside"]
    lines = [f"{inputs['count']} inputs: {inputs['accepted']} articles and {inputs['set_aside']} set aside."]
    if aside["by_reason"]:
        lines += ["", "| set aside because | inputs |", "|---|---:|"]
        lines += [f"| `{reason}` | {count} |" for reason, count in aside["by_reason"].items()]
    code = ", ".join(f"{name} `{value}`" for name, value in manifest["code"].items())
    return "\n".join([*lines, "", f"Made by coalition-data: {code}."]) + "\n"
