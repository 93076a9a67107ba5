"""Picture captions: told by their credits, by their wording, and by where they stand."""

from __future__ import annotations

import re
from functools import cache

from coalition_data.clean.dates import MONTH, WEEKDAY
from coalition_data.clean.phrases import read_lexicon, words
from coalition_data.errors import LexiconError

FULL_DATE = (
    rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? \d{{4}})"
)

_POSITION = re.compile(
    r"\((?:left|right|cent(?:er|re)|[LCR]|(?:top|bottom|far|front|back|second|third|2nd|3rd)"
    r"(?: (?:left|right|row|L|R))?|"
    r"pictured|from left|from L|front)\)|\b(?:from left to right|left to right|from left|clockwise from)\b|"
    r", (?:left|right|cent(?:er|re)|second (?:left|right)|far (?:left|right))(?:, |\.?$)",
    re.IGNORECASE,
)
_ENDS_WITH_DATE = re.compile(rf"[\w)”\"]\W* (?:on |in )?(?:{WEEKDAY},? )?{FULL_DATE}\.?$", re.IGNORECASE)
_LEADING_CREDIT = re.compile(
    r"^[(\[]\s*(?:photos?|images?|pictures?|file photo|credit)\s*(?:by|:|/|courtesy|credit)[^)\]]{0,140}[)\]]\s*(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:image|media|photo|picture) caption\s*:?\s*(?=\S)|^caption\s*:\s*", re.IGNORECASE)
_GLUED_ALT_TEXT = re.compile(
    r"[a-z][^.!?,;:“”\"]{2,60}\b(?:map|photo|image|graphic|logo|picture|chart|infographic|banner)(?=[A-Z“\"][a-z]* )"
)
_LEGEND = re.compile(r"^[\u2580-\u25ff]+\s*\S")
_SENTENCE_BREAK = re.compile(
    r"(?<!Gen)(?<!Lt)(?<!Col)(?<!Sgt)(?<!Capt)(?<!Maj)(?<!Mr)(?<!Mrs)(?<!Dr)(?<!Sen)(?<!Gov)"
    r"(?<=[a-z)])[.!?][\"'”’)]* +[A-Z“\"]"
)
_ICON = re.compile(r"^(?:c |📷 ?|\uf030 ?|\uf083 ?)(?=[A-Z])")
_SOURCE_AT_END = re.compile(
    r"\w[.\"”]? {0,2}(?:[(\[](?P<source>[A-Z][\w.,&’ -]{1,30})[)\]]|(?:[–—-]|[|]) ?(?:Contributed|Supplied|Courtesy|"
    r"Handout|Provided|AFP|AP|Reuters|Getty Images|Xinhua|File))\.?$"
)
_PROVIDED = frozenset(
    {"supplied", "contributed", "courtesy", "handout", "provided", "getty", "getty images", "ap photo"}
)
_SCENE = re.compile(
    rf"^(?:[A-Z][\w.'’-]+ (?:and |al-|of )?){{2,8}}"
    rf"(?:on|at|in|outside|inside|during|near|before|after|with|aboard|behind) [^.,;:“”\"]{{3,80}}?,? ?"
    rf"(?:on |in )?(?:{WEEKDAY}|{FULL_DATE}|{MONTH} \d{{1,2}})\.(?= |$)"
)
_QUOTED = re.compile(r"[“”\"]")
_PAST_PARTICIPLES = frozenset({"seen", "pictured", "shown", "photographed"})
_PARTY_ENDS = frozenset(
    {"left", "right", "center", "centre", "people", "men", "women", "children", "police", "militia", "who"}
)
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’]*")


def split_glued_alt_text(paragraph: str) -> tuple[str | None, str]:
    """The alternative text of an inline picture that a scraper glued to the first word of a paragraph, and the rest.

    >>> split_glued_alt_text("iraq ethnic mapThe agency says so.")
    ('iraq ethnic map', 'The agency says so.')
    """
    match = _GLUED_ALT_TEXT.match(paragraph)
    return (None, paragraph) if match is None else (match.group(), paragraph[match.end() :])


def is_legend(text: str) -> bool:
    """Whether the line explains a colour of a map (it begins with a block character)."""
    return _LEGEND.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether the line says itself that it belongs to a picture: by a credit, "FILE", "An image made available"."""
    return len(text) <= LONGEST_CAPTION and any(pattern.search(text) for pattern in _credit_patterns())


LONGEST_PHRASE = 25
"""Words of a caption without finite verb; a longer line has one that the lexicon does not know."""

LONGEST_CREDITED = 40
"""Words of one sentence with an agency behind it: above the text a caption, at its end a sentence with a credit."""

LONGEST_CAPTION = 700
"""Characters: photo desks write no longer ones; a paragraph of this length that ends with a credit is prose."""


def caption_text(text: str) -> str:
    """The words of a caption, without the credit before them or the colour of a legend."""
    stripped = re.sub(r"^(?:[\u2580-\u25ff]+\s*|c (?=[A-Z]))", "", text)
    return _LABEL.sub("", _LEADING_CREDIT.sub("", stripped)).strip()


def caption_signs(text: str) -> int:
    """Signs that an uncredited line describes a picture: a full date at the end, (left), a scene and no statement.

    One sign alone is worth nothing; position and repetition count besides (see ``page``).
    """
    if len(text) > LONGEST_CAPTION:
        return 0
    if is_credited_sentence(text) or _is_scene_and_remark(text):
        return 2
    if _SENTENCE_BREAK.search(text):
        return 0
    return bool(_ENDS_WITH_DATE.search(text)) + bool(_POSITION.search(text)) + _scene_signs(text)


def is_credited_sentence(text: str) -> bool:
    """Whether one sentence stands behind a camera's icon or before nothing but the name of its picture's source.

    Above the lead that is a caption; as the last paragraph of a wire story it is a sentence with a credit.
    """
    if _ICON.match(text):
        return True
    match = _SOURCE_AT_END.search(text)
    if match is None or len(_TOKEN.findall(text)) > LONGEST_CREDITED or _SENTENCE_BREAK.search(text[: match.start()]):
        return False
    return match["source"] is None or _is_credit(match["source"], text[: match.start("source") - 1])


def _is_credit(source: str, before: str) -> bool:
    """Whether words in brackets name an agency; initials that shorten the name before them do not."""
    initials = source.removesuffix(" Photos").removesuffix(" Photo")
    if source.casefold() in _PROVIDED:
        return True
    if initials.startswith("UN") or initials not in words("agencies"):
        return False
    capitals = [word[0] for word in re.findall(r"[^\W\d_]+", before)[-2 * len(initials) :] if word[0].isupper()]
    return "".join(capitals[-len(initials) :]) != initials


def _is_scene_and_remark(text: str) -> bool:
    """Whether the line begins with a phrase that says who is to be seen where and when, and has no verb."""
    match = _SCENE.match(text)
    if match is None:
        return False
    lower = {token.lower() for token in _TOKEN.findall(match.group())}
    verbs = words("prose_verbs") | words("telling_verbs")
    return not verbs & lower and not any(token.endswith("ed") for token in lower)


def _scene_signs(text: str) -> int:
    """2 for a scene in a phrase without finite verb, 1 for a verb in the present tense of captions."""
    tokens = _TOKEN.findall(text)
    lower = [token.lower() for token in tokens]
    if words("caption_verbs").isdisjoint(lower):
        return 0
    found = [
        word
        for before, word in zip(tokens, lower[1:], strict=False)
        if word in words("caption_verbs") and (before[0].isupper() or before.endswith("s") or before in _PARTY_ENDS)
    ]
    if not found or _QUOTED.search(text) or words("prose_verbs").intersection(lower):
        return 0
    reports = any(token.endswith("ed") and token not in words("caption_verbs") for token in tokens)
    phrase = len(tokens) <= LONGEST_PHRASE and all(word.endswith("ing") or word in _PAST_PARTICIPLES for word in found)
    return 2 if phrase and not reports else 1


@cache
def _credit_patterns() -> tuple[re.Pattern[str], ...]:
    """The patterns of ``clean_captions.yml`` with their parts put in."""
    lexicon = read_lexicon("clean_captions.yml")
    patterns = []
    for pattern in lexicon["patterns"]:
        expanded = pattern
        for name, alternatives in lexicon["parts"].items():
            expanded = expanded.replace(f"{{{name}}}", alternatives)
        try:
            patterns.append(re.compile(expanded))
        except re.error as error:
            raise LexiconError(f"clean_captions.yml: {pattern!r}: {error}") from error
    return tuple(patterns)
