"""The article's lines and captions of a page, with trafilatura.

trafilatura 2.3's fast mode has a higher F1 on the article-extraction benchmark than its full cascade (0.960 to 0.957,
``make bench-articles``) at half the time; the cascade, which asks other extractors, is for pages where it finds little.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml.etree import _Element
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

FEWEST_WORDS = 60
"""Of the fast mode's result; with less the full cascade is asked as well, and the longer result counts."""

LONGEST_CAPTION = 700
"""Characters; an element of a class "caption" with more is a gallery's text or the article itself."""

_CAPTIONS = (
    ".//figcaption|.//*[@itemprop='caption']|.//*[contains(@class, 'caption')]|.//*[contains(@class, 'Caption')]|"
    ".//*[contains(@class, 'cutline')]|.//*[contains(@class, 'photo-credit')]|.//*[contains(@class, 'image-credit')]"
)
_OUTSIDE = re.compile(
    r"(?:^|[ _-])(?:related|recommend\w*|promo\w*|teaser|sidebar|aside|footer|nav|menu|comments?|"
    r"most-?(?:read|popular)|"
    r"trending|newsletter|video-?js|player|vjs\S*|subtitles?|transcript|carousel-?related|more-?stories)(?:$|[ _-])",
    re.IGNORECASE,
)
_DATED = (
    ".//time|.//*[contains(@class, 'date') or contains(@class, 'Date') or contains(@class, 'time') or "
    "contains(@class, 'publish') or contains(@class, 'posted') or contains(@class, 'byline') or "
    "contains(@class, 'meta') or contains(@class, 'updated')]"
)
_INSIDE_SENTENCE = re.compile(r"[\w,’'”\"–—-]$")

LONGEST_DATE_LINE = 160
"""Characters of an element that prints a date."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the article.

    Attributes:
        text: blanks collapsed, not empty.
        is_heading: marked up as a heading.
    """

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """What a page shows of its article.

    Attributes:
        lines: of the text, in order, as trafilatura leaves them.
        captions: of its pictures.
        dated: texts of elements that print a date, outside the text.
    """

    lines: tuple[Line, ...]
    captions: tuple[str, ...]
    dated: tuple[str, ...]


def extract_body(root: HtmlElement) -> Body:
    """The article's lines and captions; empty where there is none.

    Args:
        root: the page's tree; it is not changed.
    """
    tree = deepcopy(root)
    captions = tuple(dict.fromkeys(_take_captions(tree)))
    dated = tuple(dict.fromkeys(_dated_texts(tree)))
    lines = _lines(tree, fast=True)
    if _count(lines) < FEWEST_WORDS:
        lines = max(lines, _lines(deepcopy(root), fast=False), key=_count)
    return Body(lines, captions, dated)


def _count(lines: tuple[Line, ...]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _lines(tree: HtmlElement, *, fast: bool) -> tuple[Line, ...]:
    document = bare_extraction(tree, include_comments=False, fast=fast)
    if not isinstance(document, Document) or document.body is None:
        return ()
    return tuple(_blocks(document.body))


def _blocks(body: _Element) -> Iterator[Line]:
    """The blocks of trafilatura's result: paragraphs, headings, items of lists, rows of tables, quotations."""
    for element in body:
        if element.tag in {"list", "table"}:
            for part in element.iter("item", "row"):
                yield from _texts(part, " | " if part.tag == "row" else " ")
        elif element.tag in {"quote", "div"} and any(child.tag in {"p", "head", "list"} for child in element):
            yield from (Line(text) for text in _split_text(element.text))
            yield from _blocks(element)
        else:
            yield from _texts(element, " ", is_heading=element.tag == "head")
        yield from (Line(text) for text in _split_text(element.tail))


def _texts(element: _Element, joint: str, is_heading: bool = False) -> Iterator[Line]:
    """The lines of one block: a line break of the page separates paragraphs there too."""
    parts: list[str] = []
    for node in element.iter():
        if node is not element and node.tag in {"lb", "p", "item"}:
            parts.append("\n")
        elif node is not element and node.tag == "cell" and parts:
            parts.append(joint)
        parts.append(node.text or "")
        if node is not element:
            parts.append("\n" if node.tag in {"p", "item"} else "")
            parts.append(node.tail or "")
    yield from (Line(text, is_heading) for text in _split_text("".join(parts)))


def _split_text(text: str | None) -> list[str]:
    """The lines of a text; one that goes on with the sentence of the line before is joined to it."""
    lines: list[str] = []
    for line in (text or "").split("\n"):
        collapsed = " ".join(line.split())
        if lines and collapsed[:1].islower() and _INSIDE_SENTENCE.search(lines[-1]):
            lines[-1] = f"{lines[-1]} {collapsed}"
        elif collapsed:
            lines.append(collapsed)
    return lines


def _take_captions(tree: HtmlElement) -> Iterator[str]:
    """The captions of the article's pictures; their elements are taken out of the tree."""
    for element in tree.xpath(_CAPTIONS):
        if element.getparent() is None or any(parent.tag == "figcaption" for parent in element.iterancestors()):
            continue
        text = " ".join(element.text_content().split())
        if len(text) > LONGEST_CAPTION or len(element.xpath(".//p")) > 2:
            continue
        if text and not _stands_outside(element):
            yield text
        element.drop_tree()


def _stands_outside(element: HtmlElement) -> bool:
    """Whether an element is part of a list of other articles, a menu or a player."""
    for parent in element.iterancestors():
        if parent.tag in {"nav", "aside", "footer"}:
            return True
        if _OUTSIDE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}"):
            return True
    return False


def _dated_texts(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath(_DATED):
        text = " ".join(element.text_content().split())
        has_date = 6 <= len(text) <= LONGEST_DATE_LINE and any(character.isdigit() for character in text)
        if has_date and not _stands_outside(element):
            yield text
