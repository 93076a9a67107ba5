"""What a page says about itself in markup: JSON-LD, meta tags (OpenGraph, Dublin Core and their kin), microdata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

DEEPEST_NESTING = 12
"""Levels of JSON-LD that are searched: a graph, an article, its parts; deeper there are only pictures and reviews."""

LARGEST_BLOCK = 2_000_000
"""Characters of a JSON-LD block; larger ones are dumps of whole listings."""

ARTICLE_TYPES = re.compile(
    r"(?:^|[/:])(?:\w*Article|NewsArticle|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|"
    r"DiscussionForumPosting|SpeechArticle|Statement|PressRelease)$",
    re.IGNORECASE,
)
"""Schema.org types of what a page is mainly about, by the last part of their name."""

_COMMENT = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


@dataclass(frozen=True, slots=True)
class StructuredData:
    """The declarations of a page.

    Attributes:
        articles: JSON-LD objects of an article type, in page order.
        others: all other JSON-LD objects.
        meta: contents of meta tags by name or property in lower case, in page order.
        items: microdata properties of the page's main article: (property, value), in page order.
    """

    articles: tuple[Mapping[str, Any], ...] = ()
    others: tuple[Mapping[str, Any], ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    items: tuple[tuple[str, str], ...] = ()

    def first_meta(self, *names: str) -> str | None:
        """The first content among these names, in their order."""
        return next((content for name in names for content in self.meta.get(name, ())), None)

    def first_item(self, *names: str) -> str | None:
        """The first microdata value among these properties, in their order."""
        return next((value for name in names for key, value in self.items if key == name), None)


def read_structured_data(root: HtmlElement) -> StructuredData:
    """All declarations of a page. Malformed JSON is mended where a comma or comment is too many, else skipped."""
    articles: list[Mapping[str, Any]] = []
    others: list[Mapping[str, Any]] = []
    for found in _json_ld_objects(root):
        (articles if is_article(found) else others).append(found)
    return StructuredData(tuple(articles), tuple(others), _meta_tags(root), tuple(_microdata(root)))


def types_of(found: Mapping[str, Any]) -> frozenset[str]:
    """The types of a JSON-LD object."""
    types = found.get("@type")
    return frozenset(name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str))


def is_article(found: Mapping[str, Any]) -> bool:
    """Whether a JSON-LD object is of an article type."""
    return any(ARTICLE_TYPES.search(name) for name in types_of(found))


def _json_ld_objects(root: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        content = script.text
        if not content or not kind.startswith("application/ld+json") or len(content) > LARGEST_BLOCK:
            continue
        parsed = _parse_json(content)
        if parsed is not None:
            yield from _objects(parsed, DEEPEST_NESTING)


def _parse_json(content: str) -> Any:
    """A JSON value; None where it cannot be read."""
    stripped = _COMMENT.sub("", content).strip().rstrip(";")
    for candidate in (stripped, _TRAILING_COMMA.sub(r"\1", stripped), html.unescape(stripped)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The object itself, those of a list or graph, and the articles that an object is about."""
    if depth == 0:
        return
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | dict):
                yield from _objects(value[key], depth - 1)


def _meta_tags(root: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for tag in root.iter("meta"):
        content = " ".join((tag.get("content") or "").split())
        names = (tag.get("property"), tag.get("name"), tag.get("itemprop"), tag.get("http-equiv"))
        for name in {name.strip().lower() for name in names if name}:
            if content:
                found[name] = (*found.get(name, ()), content)
    return found


def _microdata(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Properties of the first article item and of no item nested in it but authors and publishers."""
    scopes = [scope for scope in root.xpath("//*[@itemscope]") if ARTICLE_TYPES.search(scope.get("itemtype") or "")]
    if not scopes:
        return
    for element in scopes[0].iterdescendants():
        if not isinstance(element.tag, str) or element.get("itemprop") is None:
            continue
        owner = next((parent for parent in element.iterancestors() if parent.get("itemscope") is not None), None)
        prefix = ""
        if owner is not scopes[0]:
            role = (owner.get("itemprop") or "") if owner is not None else ""
            if role not in {"author", "creator", "publisher"}:
                continue
            prefix = f"{role}."
        if element.get("itemscope") is not None and element.get("content") is None:
            continue
        value = _item_value(element)
        for name in (element.get("itemprop") or "").split():
            if value:
                yield prefix + name, value


def _item_value(element: HtmlElement) -> str:
    for attribute in ("content", "datetime"):
        if element.get(attribute):
            return " ".join((element.get(attribute) or "").split())
    return " ".join(element.text_content().split())
