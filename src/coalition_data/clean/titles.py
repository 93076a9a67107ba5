"""The headline: which line it is, and what the site hung on it."""

from __future__ import annotations

import re

from coalition_data.clean.bylines import is_byline
from coalition_data.clean.lines import LONG_PROSE_WORDS, Kind, count_words, ends_sentence, is_title_case
from coalition_data.clean.phrases import prepare, words
from coalition_data.clean.stamps import is_stamp

SHORTEST_HEADLINE = 3
LONGEST_HEADLINE = 30
"""Words."""

LEAD_WORDS = 14
"""A punctuated line of so many words is the lead, not a headline: the search ends there."""

RANK_PENALTY = 1.0
"""For each possible headline above: the first one is it unless a later one has far more of the body's words."""

_SITE_SEPARATOR = re.compile(r"\s+(?:\||-|–|—|::|»|•|·|/)\s+|\s*\|\s*")


def choose_title(texts: list[str], kinds: list[Kind], known: str | None) -> int | None:
    """Index of the headline's line; None where the page shows none (or not the known one).

    Among the lines above the lead the one wins that shares most words with the body and looks most like a headline.
    """
    if known is not None:
        matches = [
            index
            for index, text in enumerate(texts)
            if same_line(strip_site_name(text, None), known) or same_line(text, known)
        ]
        top = [index for index in matches if not any(_is_lead(texts[before], kinds[before]) for before in range(index))]
        return top[-1] if top else None
    body = _content_words(" ".join(text for text, kind in zip(texts, kinds, strict=True) if kind is Kind.PROSE))
    best: tuple[float, int] | None = None
    rank = 0
    for index, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if _is_lead(text, kind):
            break
        score = _score(text, kind, index, body)
        if score > 0:
            score -= RANK_PENALTY * rank
            rank += 1
            if best is None or score > best[0]:
                best = (score, index)
    if best is None:
        return None
    return _last_printing(texts, kinds, best[1])


def _last_printing(texts: list[str], kinds: list[Kind], index: int) -> int:
    """The last of several printings of the headline above the lead (page title, then headline)."""
    for later in range(index + 1, len(texts)):
        if _is_lead(texts[later], kinds[later]):
            break
        if same_line(texts[later], texts[index]) or same_line(texts[later], strip_site_name(texts[index], None)):
            index = later
    return index


def _is_lead(text: str, kind: Kind) -> bool:
    return kind is Kind.PROSE and (
        count_words(text) >= LONG_PROSE_WORDS
        or (count_words(text) >= LEAD_WORDS and text.rstrip("\"”'’)").endswith((".", ":")))
    )


def _score(text: str, kind: Kind, index: int, body: set[str]) -> float:
    """How much a line looks like the headline of this body; 0 for no."""
    length = count_words(text)
    if (
        kind not in {Kind.SHORT, Kind.PROSE, Kind.TOPIC, Kind.LABELLED}
        or is_stamp(text)
        or is_byline(text)
        or length > LONGEST_HEADLINE
    ):
        return 0.0
    if kind is Kind.TOPIC or length < SHORTEST_HEADLINE:
        return 0.05 if index == 0 and kind is Kind.SHORT else 0.0
    content = _content_words(text)
    overlap = len(content & body) / len(content) if content else 0.0
    score = 1.0 + 3.0 * overlap + 0.1 * min(length, 10)
    if kind is Kind.PROSE and ends_sentence(text) and not text.rstrip("\"”'’)").endswith("?"):
        score -= 2.0
    if length <= 4 and text.isupper():
        score -= 1.5
    return max(score, 0.01)


def _content_words(text: str) -> set[str]:
    return {word.removesuffix("'s") for word in re.findall(r"[^\W_]{4,}(?:'s)?", prepare(text))}


def same_line(first: str | None, second: str | None) -> bool:
    """Whether two lines have the same words."""
    if first is None or second is None:
        return False
    return re.findall(r"\w+", prepare(first)) == re.findall(r"\w+", prepare(second))


def strip_site_name(title: str, publisher: str | None) -> str:
    """The headline without the site's name after (or before) a separator."""
    parts = _SITE_SEPARATOR.split(title)
    separators = _SITE_SEPARATOR.findall(title)
    while len(parts) > 1 and _is_site_name(parts[-1], separators[-1], publisher):
        parts.pop()
        separators.pop()
    while len(parts) > 1 and _is_site_name(parts[0], separators[0], publisher):
        parts.pop(0)
        separators.pop(0)
    kept = title
    if parts and len(parts) < len(_SITE_SEPARATOR.split(title)):
        kept = title[title.index(parts[0]) : title.rindex(parts[-1]) + len(parts[-1])]
    return kept.strip()


def _is_site_name(part: str, separator: str, publisher: str | None) -> bool:
    name = prepare(part)
    if publisher and name == prepare(publisher):
        return True
    if name in {prepare(agency) for agency in words("agencies")}:
        return True
    tokens = name.split()
    if not 0 < len(tokens) <= 5:
        return False
    if "|" in separator:
        return True
    return any(
        token.strip(".,") in words("publisher_words") or token.endswith((".com", ".net", ".org", ".gov", ".int"))
        for token in tokens
    ) and is_title_case(part)
