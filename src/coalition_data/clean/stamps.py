"""Lines that are nothing but a date or a time: publication lines, update lines, the clock of the page."""

from __future__ import annotations

import re

from coalition_data.clean.dates import MONTH, WEEKDAY

LONGEST_STAMP = 24
"""Tokens."""

_LABEL = (
    r"(?:(?:first|originally|last|article|story|page|date|time)? ?"
    r"(?:published|posted|updated|modified|issued|released|created|uploaded|publication|publish|edited|reviewed|added|"
    r"date|time|dated|on|at|release|edition)(?: (?:on|at|date|time|by))?)"
)
_KIND = (
    r"(?:(?:press|news|media) )?(?:release|statement|briefing|transcript|speech|remarks|advisory|story|article|feature|"
    r"report|note|news|announcement|communiqu[ée])"
)
_LABELLED = re.compile(
    rf"^(?:{_LABEL}\b\s*[:|–-]?\s*|{_KIND}\s*[|:]\s*(?={MONTH}|\d))",  # "NEWS | Sunday, …" may be a page's clock
    re.IGNORECASE,
)
_KIND_ALONE = re.compile(_KIND, re.IGNORECASE)
_TOKEN = re.compile(
    rf"(?:{MONTH}|{WEEKDAY}|\d{{1,2}}-{MONTH}-(?:\d\d)?\d\d|['’]\d\d|\d{{1,4}}(?:st|nd|rd|th)?|\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?:\s?[ap]\.?m\.?)?|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|"
    r"[ap]\.?m\.?|\d{1,2}\s?[ap]\.?m\.?|(?:GMT|UTC|EST|EDT|ET|CST|CDT|PST|PDT|BST|CET|CEST|AST|MSK|IST|EET|EEST|TRT|PKT|HKT|AEST|Z)?(?:[+-]\d{1,2}(?::?\d{2})?)?|"
    r"hrs?|hours?|mins?|minutes?|seconds?|days?|weeks?|months?|years?|ago|an?|local|time|at|on|of|the|last|and|to|today|yesterday|noon|midnight|"
    r"first|originally|published|posted|updated?|modified|issued|released|created|date|edited|T\d{2}:\d{2}(?::\d{2})?Z?|\d{4}-\d{2}-\d{2}T[\d:+.Z-]+)",
    re.IGNORECASE,
)
_DATE_OR_TIME = re.compile(
    rf"{MONTH}|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}:\d{{2}}|\bago\b|\byesterday\b|\btoday\b|\b{WEEKDAY}\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}:\d{2}")


def is_stamp(text: str) -> bool:
    """Whether the line is only a date or time, with or without a label ("Published: 4 June 2020, 10:15 GMT")."""
    if not any(character.isdigit() for character in text):
        return False
    parts = [part.strip() for part in text.split("|") if part.strip()]
    if len(parts) > 1 and _KIND_ALONE.fullmatch(parts[0]):  # "PRESS RELEASE|Published 3 May 2016|Edited 4 May 2016"
        return all(is_stamp(part) for part in parts[1:])
    rest = _LABELLED.sub("", text.strip())
    tokens = [
        token
        for token in re.split(r"[\s,|•·()\[\]–—/]+|(?<=\D)-(?=\D)|(?<=\d),", rest.replace("•", " "))
        if token.strip(".:;-")
    ]
    if not tokens or len(tokens) > LONGEST_STAMP:
        return False
    return bool(_DATE_OR_TIME.search(rest)) and all(
        _TOKEN.fullmatch(token.strip(".:;,")) or _TOKEN.fullmatch(token) for token in tokens
    )


def is_labelled(text: str) -> bool:
    """Whether the line says that it is the date of publication ("Posted on …"), not of an update."""
    kind, bar, rest = text.strip().partition("|")
    labelled = bar and _KIND_ALONE.fullmatch(kind.strip()) and _LABELLED.match(rest.strip())
    match = labelled or _LABELLED.match(text.strip())
    return match is not None and not re.search(r"updat|modif|edited|reviewed", match.group(), re.IGNORECASE)


def is_update(text: str) -> bool:
    """Whether the line gives only the date of an update."""
    return re.match(r"^\W*(?:last )?(?:updated?|modified|edited|reviewed)\b", text.strip(), re.IGNORECASE) is not None


def is_clock(text: str) -> bool:
    """Whether the line shows seconds: the clock of the page at the time of the crawl."""
    return _CLOCK.search(text) is not None
