"""A trace on a terminal: the words highlighted in their context, everything from articles made harmless."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from coalition_data.inert import shortened
from coalition_data.show import to_json
from coalition_data.terminal import printable

if TYPE_CHECKING:
    from rich.text import Text

    from coalition_data.trace import Origin, Trace, Words

_LINES = re.compile(r"\s*\n\s*")

VALUE_LENGTH = 160
RELATED_SHOWN = 12


def print_trace(trace: Trace) -> None:
    """Print a trace; in colour on a terminal, with the words between » and « elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - only printing needs it

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    for line in _lines(trace, marks=not console.is_terminal):
        console.print(line, soft_wrap=True)


def _lines(trace: Trace, *, marks: bool) -> Iterator[Text]:
    from rich.text import Text  # noqa: PLC0415

    yield Text(f"{trace.key}, a row of {trace.table}", style="bold")
    for name, value in trace.row.items():
        if value not in (None, [], ()):
            yield Text(f"  {name}: {_value(value)}")
    for article_id, origin in trace.origins.items():
        yield Text()
        yield from (Text(line, style="bold" if first else "") for first, line in _origin(article_id, origin))
        for words in trace.words:
            if words.article_id == article_id:
                yield _in_context(words, marks=marks)
    if trace.related:
        yield Text("\nbelonging to it", style="bold")
        for table, key, label in trace.related[:RELATED_SHOWN]:
            yield Text(f"  {table} {key}  {printable(shortened(label, 90))}")
        if len(trace.related) > RELATED_SHOWN:
            yield Text(f"  and {len(trace.related) - RELATED_SHOWN} more")
    for item in trace.corrections:
        what = f"{item['field']} {item['old']} → {item['new']}: {item['reason']} ({item['by']})"
        yield Text(f"\ncorrected: {printable(what)}")
    yield Text("\nmade by", style="bold")
    yield from (Text(line) for line in _run(trace.run))


def _origin(article_id: str, origin: Origin) -> Iterator[tuple[bool, str]]:
    article, source = origin.article, origin.input
    yield True, f"{article_id}: {printable(article.get('title') or '(no title)')}"
    published = article.get("published_on")
    day = f"{published} ({article.get('published_on_method')})" if published else "on an unknown date"
    yield False, f"  published {day}, {printable(article.get('publisher') or 'publisher unknown')}"
    if article.get("url"):
        yield False, f"  address: {printable(article['url'])}"
    licence = printable(source.get("licence") or "none declared")
    yield False, f"  source: {printable(article.get('source_uri') or '')}, licence: {licence}"
    size = f", {source['bytes']:,} bytes" if source.get("bytes") else ""
    yield False, f"  raw bytes: sha256 {article.get('raw_sha256')}{size}"
    if origin.bytes_at:
        yield False, f"  kept in: {printable(origin.bytes_at)}"


def _in_context(words: Words, *, marks: bool) -> Text:
    from rich.text import Text  # noqa: PLC0415

    left, right = ("»", "«") if marks else ("", "")
    before, text, after = (printable(_LINES.sub(" ¶ ", part)) for part in (words.before, words.text, words.after))
    place = f"  {words.role} [{words.start}:{words.end}]  "
    return Text.assemble(place, (before, "dim"), left, (text, "bold reverse"), right, (after, "dim"))


def _run(run: Mapping[str, Any]) -> Iterator[str]:
    yield f"  release {run['version']} of {run['released_on']}, content {str(run['content_sha256'])[:16]}"
    for name, value in (run["code"] or {}).items():
        if name == "libraries":
            yield "  libraries: " + ", ".join(f"{library} {version}" for library, version in value.items())
        else:
            yield f"  {name}: {printable(str(value))}"
    for section, values in (run["parameters"] or {}).items():
        yield f"  {section}: {printable(to_json(values))}"


def _value(value: object) -> str:
    text = to_json(value) if isinstance(value, list | dict | tuple) else str(value)
    return printable(shortened(text, VALUE_LENGTH))
