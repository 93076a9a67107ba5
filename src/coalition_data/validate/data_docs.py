"""Data Docs that need no network: the pages that Great Expectations renders, with one stylesheet of our own.

Its own site links styles, scripts, fonts and a logo from eight hosts and weighs 4 MB. Here each table's page is
rendered by its renderer, everything that would be fetched is taken out, and a content security policy keeps it out
(and keeps any script in the data from running).
"""

from __future__ import annotations

import html
import importlib.resources
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from coalition_data.errors import GateError
from coalition_data.validate.outcomes import TableRun
from coalition_data.validate.results import GateResult

_HEAD = """<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>"""

_REMOVED = tuple(
    re.compile(pattern, re.DOTALL | re.IGNORECASE)
    for pattern in (
        r"<script\b.*?</script\s*>",
        r"<style\b.*?</style\s*>",
        r"<head\b.*?</head\s*>",
        r"<nav class=\"navbar navbar-expand-md.*?</nav>\s*</div>\s*</nav>",
        r"<footer\b.*?</footer\s*>",
        r"<link\b[^>]*>",
        r"<img\b[^>]*>",
        r"\son\w+=\"[^\"]*\"",
    )
)

_REPLACED = (
    # random ids and the time of the run: the same tables give the same pages
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "id"),
    (re.compile(r"\b\d{8}T\d{6}\.\d+Z|\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z"), "not recorded"),
)

_FOREIGN_LINK = re.compile(r"<a\b[^>]*\bhref=\"(?!#)[^\"]*\"[^>]*>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)

FETCHED = re.compile(
    r"<(?:link|script|img|iframe|object|embed|source|video|audio)\b"
    r"|\b(?:src|href|srcset|poster|action|data)\s*=\s*[\"']?\s*(?:https?:|//)"
    r"|url\(\s*[\"']?\s*(?:https?:|//)|@import",
    re.IGNORECASE,
)
"""What would make a browser fetch something."""


def write(result: GateResult, runs: Sequence[TableRun], folder: Path) -> Path:
    """Write ``index.html`` and one page a table.

    Returns:
        the path of ``index.html``.

    Raises:
        GateError: a page would still fetch something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    style = importlib.resources.files("coalition_data.validate").joinpath("data_docs.css").read_text("utf-8")
    for run in runs:
        _save(folder / f"{run.table}.html", _table_page(run, style))
    index = folder / "index.html"
    _save(index, _index_page(result, style))
    return index


def _save(path: Path, page: str) -> None:
    found = FETCHED.search(page)
    if found:
        raise GateError(
            f"{path.name} would fetch from the network: {page[found.start() : found.start() + 80]!r}",
            "Great Expectations renders something new; take it out in coalition_data.validate.data_docs",
        )
    path.write_text(page, "utf-8")


def _table_page(run: TableRun, style: str) -> str:
    rendered = run.page
    for pattern in _REMOVED:
        rendered = pattern.sub("", rendered)
    for pattern, replacement in _REPLACED:
        rendered = pattern.sub(replacement, rendered)
    body = _FOREIGN_LINK.sub(r"\1", rendered[rendered.index("<body") :])
    home = '<p class="home"><a href="index.html">All tables</a></p>'
    head = _HEAD.format(title=f"{run.table}: validation", style=style)
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n{body.replace("<body>", f"<body>{home}", 1)}'


def _index_page(result: GateResult, style: str) -> str:
    verdict = "passed" if result.passed else "failed"
    rows = []
    for table, count in result.row_counts.items():
        statuses = Counter(check.status for check in result.checks if check.table == table)
        cells = (count, statuses["passed"], statuses["failed"], statuses["not_applicable"])
        numbers = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><td><a href="{table}.html">{table}</a></td>{numbers}</tr>')
    failures = "".join(f"<pre>{html.escape(str(failure))}</pre>" for failure in result.failures)
    waived = "".join(
        f"<tr><td>{check.table}</td><td>{html.escape(check.check)}</td><td>{html.escape(check.detail)}</td></tr>"
        for check in result.checks
        if check.status == "not_applicable"
    )
    head = _HEAD.format(title="Validation", style=style)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body><main><h1>Validation: {verdict}</h1>'
        '<table class="table"><tr><th>table</th><th>rows</th><th>passed</th><th>failed</th><th>not applicable</th>'
        f"</tr>{''.join(rows)}</table>{failures}"
        "<p>On the page of a table, the observed value of a rule is the number of rows that break it.</p>"
        "<h2>Checks that had nothing to look at</h2>"
        f'<table class="table"><tr><th>table</th><th>check</th><th>why</th></tr>{waived}</table></main></body>\n'
        "</html>\n"
    )
