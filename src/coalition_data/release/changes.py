"""``CHANGES.md``: what differs from the last release, which corrections apply, and why rows are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coalition_data.inert import markdown_text, shortened
from coalition_data.release.diff import ReleaseDiff, Succession, TableDiff
from coalition_data.release.reasons import UNEXPLAINED

LABEL_LENGTH = 120
VALUE_LENGTH = 80
SUCCESSIONS_LISTED = 200


def changes_markdown(
    manifest: Mapping[str, Any], diff: ReleaseDiff | None, earlier_corrections: Sequence[Mapping[str, Any]] = ()
) -> str:
    """The text of ``CHANGES.md``.

    Args:
        manifest: of the new release.
        diff: against the last release; None for the first.
        earlier_corrections: those that the last release applied already.
    """
    lines = [f"# Changes in {manifest['version']}", "", *_corrections(manifest, earlier_corrections)]
    if diff is None:
        return "\n".join([*lines, "This is the first release.", ""])
    lines += [f"Against {diff.old}; a row is the same row where its id is.", "", *overview(diff), ""]
    if diff.circumstances:
        lines += [f"What else differs: {', '.join(diff.circumstances)} (see `manifest.json` of both).", ""]
    for table in diff.tables:
        if not table.is_empty:
            lines += [f"## {table.table}", "", *_table(table)]
    lines.append("`coalition-data diff` lists every row and value, also as JSON or HTML.")
    return "\n".join(lines) + "\n"


def overview(diff: ReleaseDiff) -> Iterator[str]:
    """The counts as a Markdown table."""
    yield "| table | added | removed | changed | unchanged |"
    yield "|---|---:|---:|---:|---:|"
    for table in diff.tables:
        yield f"| `{table.table}` | {table.added} | {table.removed} | {table.changed} | {table.unchanged} |"


def _corrections(manifest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    now = manifest.get("corrections", [])
    fresh = [item for item in now if item not in earlier]
    lifted = [item for item in earlier if item not in now]
    for title, items in (("Corrected in this release", fresh), ("Corrections lifted", lifted)):
        if items:
            yield from (f"## {title}", "", *(_correction(item) for item in items), "")
    if len(now) > len(fresh):
        yield from (f"{len(now) - len(fresh)} earlier corrections still apply (`manifest.json`).", "")


def _correction(item: Mapping[str, Any]) -> str:
    text = {name: markdown_text(str(value)) for name, value in item.items()}
    return (
        f"- `{item['table']}`, {text['key']}, `{item['field']}`: {_value(item['old'])} → {_value(item['new'])}. "
        f"{text['reason']} ({text['by']})"
    )


def _table(table: TableDiff) -> Iterator[str]:
    for word, names in (("New columns", table.columns_added), ("Columns gone", table.columns_removed)):
        if names:
            yield from (f"{word}: {', '.join(f'`{name}`' for name in names)}.", "")
    if table.changed_columns:
        columns = ", ".join(f"`{name}` in {count}" for name, count in table.changed_columns.items())
        yield from (f"Rows changed, by column: {columns}", "")
    if table.removal_reasons:
        yield from ("Removed because", "", *_reasons(table.removal_reasons), "")
    if table.successions:
        yield from ("Ids merged, replaced and split:", "", *_successions(table.successions), "")
    yield from _listed("Added", table.added, [f"- `{row.key}` {_label(row.label)}" for row in table.added_rows])
    removed = [f"- `{row.key}` {_label(row.label)}: {markdown_text(row.reason or '')}" for row in table.removed_rows]
    yield from _listed("Removed", table.removed, removed)
    if table.changes:
        values = [f"- `{item.key}` `{item.column}`: {_json(item.old)} → {_json(item.new)}" for item in table.changes]
        yield from _listed("Changed values", sum(table.changed_columns.values()), values)


def _reasons(reasons: Mapping[str, int]) -> Iterator[str]:
    for reason, count in reasons.items():
        words = "of a reason that the manifests do not show" if reason == UNEXPLAINED else markdown_text(reason)
        yield f"- {words}: {count}"


def _successions(items: Sequence[Succession]) -> Iterator[str]:
    yield from (f"- {item.kind}: `{item.old_key}` → `{item.new_key}`" for item in items[:SUCCESSIONS_LISTED])
    if len(items) > SUCCESSIONS_LISTED:
        yield f"- and {len(items) - SUCCESSIONS_LISTED} more"


def _listed(title: str, count: int, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        more = f", {len(lines)} of {count}" if count > len(lines) else ""
        yield from (f"{title}{more}:", "", *lines, "")


def _label(text: str) -> str:
    return markdown_text(shortened(text, LABEL_LENGTH))


def _json(text: str | None) -> str:
    return "NULL" if text is None else markdown_text(shortened(text, VALUE_LENGTH))


def _value(value: object) -> str:
    return "NULL" if value is None else markdown_text(shortened(str(value), VALUE_LENGTH))
