"""Pages that hold no article, told apart by reason: so that a user knows what to do about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from coalition_data.clean.html.metadata import PageMetadata
from coalition_data.clean.phrases import read_lexicon
from coalition_data.errors import InputError, LexiconError

WORDS_OF_ARTICLE = 120
"""A body of so many words is an article even where the page also shows a wall or an error's words."""

WORDS_OF_TEASER = 60
"""A page that shows no more before its paywall has no article; a longer beginning is worth having, with a note."""

WORDS_OF_SENTENCE = 12
"""An article's own sentence about a wall is longer than the wall's."""

WORDS_OF_SHELL = 40
"""A page without more visible words than that is a shell for scripts."""

SIGNS_OF_CONSENT_WALL = 3
"""Different phrases of a consent form; an article about cookies has one or two."""


def refuse_non_articles(
    root: HtmlElement, metadata: PageMetadata, paragraphs: Sequence[str], url: str | None, name: str
) -> str | None:
    """Refuse a page that is an error, a wall, a shell for scripts, or a front page.

    Args:
        root: the page's tree.
        metadata: what it declares.
        paragraphs: of the body, without what the page printed around it.
        url: its address, where known.
        name: for messages.

    Returns:
        A remark where the page's article is there but probably cut short by a paywall; else None.

    Raises:
        InputError: ``error_page``, ``blocked_page``, ``consent_wall``, ``paywall``, ``needs_script``, ``no_article``.
    """
    visible = _text_around(root, paragraphs)
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    walled = metadata.is_free is False or (words < WORDS_OF_ARTICLE and _shows("paywall", visible))
    if walled and words < WORDS_OF_TEASER:
        raise InputError("paywall", f"{name} shows {words} words before its paywall")
    if words < WORDS_OF_ARTICLE:
        _refuse_short_page(root, metadata, visible, " ".join(paragraphs), name)
    if url and not urlsplit(url).path.strip("/") and not urlsplit(url).query and metadata.is_article is not True:
        raise InputError("no_article", f"{name} is the front page of a site")
    return "only subscribers may read all of it; the text may be cut short" if walled else None


def _refuse_short_page(root: HtmlElement, metadata: PageMetadata, visible: str, body: str, name: str) -> None:
    words = len(body.split())
    title = metadata.titles[0] if metadata.titles else ""
    if any(_shows("error_title", text) for text in metadata.titles) or _shows("error_text", visible):
        raise InputError("error_page", f"{name} is an error message of the server ({title[:60]})")
    if _shows("robot_check", f"{title} {visible}"):
        raise InputError("blocked_page", f"{name} is a check for robots or a refusal, not the article")
    if metadata.is_article is not True and _count_signs("consent", f"{visible} {body}") >= SIGNS_OF_CONSENT_WALL:
        raise InputError("consent_wall", f"{name} shows a consent form instead of its article")
    has_scripts = next(root.iter("script"), None) is not None
    if _shows("script", visible) and words < WORDS_OF_SHELL:
        raise InputError("needs_script", f"{name} shows its article only to browsers that run scripts")
    if has_scripts and len(visible.split()) < WORDS_OF_SHELL and words < WORDS_OF_SHELL:
        raise InputError("needs_script", f"{name} is an empty shell that scripts fill")


def _text_around(root: HtmlElement, paragraphs: Sequence[str]) -> str:
    """The words of a page outside scripts, styles and its article, those for browsers without scripts included."""
    parts = []
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in {"script", "style", "template"} and element.text:
            parts.append(element.text)
        if element.tail and (element.getparent() is None or element.getparent().tag not in {"script", "style"}):
            parts.append(element.tail)
    text = " ".join(" ".join(parts).split())
    for paragraph in paragraphs:
        if len(paragraph.split()) >= WORDS_OF_SENTENCE:  # "Subscribe to continue reading" may be all that there is
            text = text.replace(paragraph, " ")
    return text.replace("’", "'")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A class of ``clean_refusals.yml``."""
    try:
        return re.compile(
            r"(?<!\w)(?:" + "|".join(read_lexicon("clean_refusals.yml")[name]) + r")(?!\w)", re.IGNORECASE
        )
    except (KeyError, re.error) as error:
        raise LexiconError(f"clean_refusals.yml, class {name}: {error}") from error


def _shows(name: str, text: str) -> bool:
    return _pattern(name).search(text) is not None


def _count_signs(name: str, text: str) -> int:
    return len({match.group().casefold() for match in _pattern(name).finditer(text)})
