"""``sources.yml``: where documents come from, checked key by key; a mistake is told with its file and line.

One mapping with ``sources``, a list; each entry has ``name`` and ``location`` and may have what ``Source`` names.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from coalition_data.addresses import is_web_address
from coalition_data.codes import is_language_code
from coalition_data.errors import SourceError
from coalition_data.fetch.policy import LIMITS, FetchPolicy
from coalition_data.ingest.columns import FIELDS

FILE_NAME = "sources.yml"

KINDS = ("auto", "folder", "text", "html", "urls", "feed", "sitemap", "pages", "warc", "jsonl", "csv", "parquet")
"""``auto`` is told from the content; ``folder`` holds any mix of the others; ``pages`` are addresses of articles."""

WEB_KINDS = frozenset({"auto", "urls", "feed", "sitemap", "pages"})
LOCAL_KINDS = frozenset(KINDS) - {"pages"}

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Source:
    """A place that documents come from.

    Attributes:
        name: as declared; for a path or address that the user typed, that.
        locations: paths or http(s) addresses.
        kind: one of ``KINDS``.
        is_declared: whether it stands in a ``sources.yml``.
        publisher, licence, language: of its documents, where they don't say better themselves.
        min_topic_score: its own threshold; None for that of the settings.
        enabled: whether it is read.
        include, exclude: patterns; an address that is listed is taken if one of ``include`` is found in it (or there
            is none) and none of ``exclude``.
        since: pages that are known to be older are not taken.
        mapping: the column for each field, of JSONL, CSV and Parquet.
        fetch: how its pages may be fetched.
    """

    name: str
    locations: tuple[str, ...]
    kind: str = "auto"
    is_declared: bool = False
    publisher: str | None = None
    licence: str | None = None
    language: str | None = None
    min_topic_score: float | None = None
    enabled: bool = True
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: dt.date | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    fetch: FetchPolicy = field(default_factory=FetchPolicy)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Locations on the web."""
        return tuple(location for location in self.locations if is_web_address(location))

    @property
    def paths(self) -> tuple[Path, ...]:
        """Local locations."""
        return tuple(Path(location) for location in self.locations if not is_web_address(location))

    def takes(self, url: str, published_on: dt.date | None) -> bool:
        """Whether a page that is listed belongs to the source."""
        if self.since is not None and published_on is not None and published_on < self.since:
            return False
        wanted = not self.include or any(re.search(pattern, url) for pattern in self.include)
        return wanted and not any(re.search(pattern, url) for pattern in self.exclude)


def resolve_sources(named: Sequence[str | Path], base: Path = Path()) -> tuple[Source, ...]:
    """The sources that a user named.

    Args:
        named: http(s) addresses, files, folders, or ``sources.yml`` files. A folder that holds a ``sources.yml`` is
            read as that declares.
        base: folder that relative paths are relative to.

    Raises:
        SourceError: a path does not exist, or a declaration is wrong.
    """
    found = tuple(source for source in list_declared(named, base) if source.enabled)
    for source in found:
        for path in source.paths:
            if not os.path.lexists(path):
                where = f"the source {source.name!r}: " if source.is_declared else ""
                raise SourceError(
                    f"{where}there is no file or folder {path}",
                    "check the path; name files, folders, addresses or a sources.yml with --source",
                )
    return found


def list_declared(named: Sequence[str | Path], base: Path = Path()) -> tuple[Source, ...]:
    """As ``resolve_sources``, with the sources that are switched off, and without looking whether paths exist.

    Raises:
        SourceError: a declaration is wrong.
    """
    found: list[Source] = []
    for one in named:
        text = str(one)
        if is_web_address(text):
            found.append(Source(text, (text,)))
            continue
        path = base / text
        declaration = path / FILE_NAME if path.is_dir() else path
        if declaration.name == FILE_NAME and declaration.is_file():
            found += read_declaration(declaration)
        else:
            found.append(Source(text, (str(path),)))
    return tuple(found)


def read_declaration(path: Path) -> tuple[Source, ...]:
    """Read a ``sources.yml``, disabled sources included.

    Raises:
        SourceError: it cannot be read, or a key or value is not allowed; names file and line.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise SourceError(f"{path}{where}: no valid YAML: {problem}", "check quotes and indentation") from error
    return _Checker(path).sources(node)


class _Checker:
    """Turns YAML nodes into values; every message has the file and the line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sources(self, node: yaml.Node | None) -> tuple[Source, ...]:
        if node is None:
            raise SourceError(f"{self._path} is empty", "it must hold `sources:`, a list")
        top = self._mapping(node, "the file", {"sources": self._list_of_sources})
        if "sources" not in top:
            raise self._error(node, "there is no key 'sources'", "it must hold `sources:`, a list")
        found: tuple[Source, ...] = top["sources"]
        return found

    def _list_of_sources(self, node: yaml.Node, key: str) -> tuple[Source, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{key} must be a list", "begin each source with `- name: …`")
        found: list[Source] = []
        for item in node.value:
            source = self._source(item)
            if source.name in {other.name for other in found}:
                raise self._error(item, f"a second source has the name {source.name!r}", "give each its own")
            found.append(source)
        return tuple(found)

    def _source(self, node: yaml.Node) -> Source:
        values = self._mapping(
            node,
            "a source",
            {
                "name": self._name,
                "location": self._locations,
                "kind": self._choice(KINDS),
                "publisher": self._text,
                "licence": self._text,
                "language": self._language,
                "min_topic_score": self._number(float, (0, 1)),
                "enabled": self._flag,
                "include": self._patterns,
                "exclude": self._patterns,
                "since": self._date,
                "mapping": self._columns,
                "fetch": self._policy,
            },
        )
        for required in ("name", "location"):
            if required not in values:
                raise self._error(node, f"a source without {required!r}", "every source has a name and a location")
        source = Source(locations=values.pop("location"), is_declared=True, **values)
        self._check_kind(node, source)
        return source

    def _check_kind(self, node: yaml.Node, source: Source) -> None:
        for location in source.locations:
            allowed = WEB_KINDS if is_web_address(location) else LOCAL_KINDS
            if source.kind not in allowed:
                place = "on the web" if is_web_address(location) else "a local path"
                raise self._error(
                    node,
                    f"{source.name}: {location} is {place}, which cannot be of kind {source.kind!r}",
                    f"allowed there: {', '.join(kind for kind in KINDS if kind in allowed)}",
                )

    def _mapping(self, node: yaml.Node, what: str, keys: dict[str, Callable[[yaml.Node, str], Any]]) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{what} must be a mapping (key: value)", f"allowed keys: {', '.join(keys)}")
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if key not in keys:
                raise self._error(key_node, f"unknown key {key!r}", f"allowed keys here: {', '.join(keys)}")
            if key in values:
                raise self._error(key_node, f"the key {key!r} stands twice", "keep one of them")
            values[key] = keys[key](value_node, key)
        return values

    def _text(self, node: yaml.Node, key: str) -> str:
        value = self._scalar(node)
        if not isinstance(value, str) or not value.strip():
            raise self._error(node, f"{key} is {value!r}", "allowed: text")
        return value.strip()

    def _name(self, node: yaml.Node, key: str) -> str:
        value = self._scalar(node)
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise self._error(node, f"{key} is {value!r}", "allowed: lower-case letters, digits, '.', '-' and '_'")
        return value

    def _locations(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        items = self._texts(node, key)
        if not items:
            raise self._error(node, f"{key} is empty", "name a path or an http(s) address")
        return tuple(item if is_web_address(item) else str(self._local(node, item)) for item in items)

    def _local(self, node: yaml.Node, item: str) -> Path:
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", item):
            raise self._error(node, f"location {item!r} is no http(s) address", "allowed: http, https, local paths")
        return self._path.parent / item

    def _texts(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._text(item, key) for item in node.value)
        return (self._text(node, key),)

    def _patterns(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        patterns = self._texts(node, key)
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                message = f"{key}: {pattern!r} is no regular expression: {error}"
                raise self._error(node, message, "escape its signs with \\") from None
        return patterns

    def _language(self, node: yaml.Node, key: str) -> str:
        value = self._scalar(node)
        if not isinstance(value, str) or not is_language_code(value):
            raise self._error(node, f"{key} is {value!r}", 'allowed: an ISO 639-1 code, as en (write "no" in quotes)')
        return value

    def _flag(self, node: yaml.Node, key: str) -> bool:
        value = self._scalar(node)
        if not isinstance(value, bool):
            raise self._error(node, f"{key} is {value!r}", "allowed: true or false")
        return value

    def _date(self, node: yaml.Node, key: str) -> dt.date:
        value = self._scalar(node)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self._error(node, f"{key} is {value!r}", "allowed: a date, YYYY-MM-DD")
        return value

    def _choice(self, allowed: Sequence[str]) -> Callable[[yaml.Node, str], str]:
        def check(node: yaml.Node, key: str) -> str:
            value = self._scalar(node)
            if value not in allowed:
                raise self._error(node, f"{key} is {value!r}", f"allowed: {', '.join(allowed)}")
            return str(value)

        return check

    def _number(self, kind: type, bounds: tuple[float, float]) -> Callable[[yaml.Node, str], Any]:
        def check(node: yaml.Node, key: str) -> Any:
            value = self._scalar(node)
            is_number = isinstance(value, int | float if kind is float else int) and not isinstance(value, bool)
            if not is_number or not bounds[0] <= value <= bounds[1]:
                words = "a number" if kind is float else "a whole number"
                raise self._error(node, f"{key} is {value!r}", f"allowed: {words} from {bounds[0]} to {bounds[1]}")
            return kind(value)

        return check

    def _columns(self, node: yaml.Node, key: str) -> dict[str, str]:
        return self._mapping(node, key, dict.fromkeys(FIELDS, self._text))

    def _policy(self, node: yaml.Node, key: str) -> FetchPolicy:
        readers: dict[str, Callable[[yaml.Node, str], Any]] = {}
        for one in dataclasses.fields(FetchPolicy):
            if isinstance(one.default, bool):
                readers[one.name] = self._flag
            else:
                readers[one.name] = self._number(type(one.default), LIMITS[one.name])
        return FetchPolicy(**self._mapping(node, key, readers))

    def _scalar(self, node: yaml.Node) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            return node.value  # an impossible date, or a tag that only programs understand

    def _error(self, node: yaml.Node, message: str, advice: str) -> SourceError:
        return SourceError(f"{self._path}, line {node.start_mark.line + 1}: {message}", advice)
