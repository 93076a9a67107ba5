"""Picture captions: told by their credits, by their wording, and by where they stand."""

from __future__ import annotations

import re

from coalition_data.clean.phrases import words

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
FULL_DATE = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})"

_PICTURE = r"(?:file )?(?:photos?|photographs?|pictures?|images?|pics?|foto|still|screen ?(?:grab|shot)|handout|illustration|graphic|map|video grab)"
_AGENCY = r"(?:AP|AFP|Reuters|REUTERS|EPA|EPA-EFE|dpa|Getty(?: Images)?|Xinhua|Anadolu(?: Agency)?|AA|TASS|Sputnik|PA|ANSA|EFE|Kyodo|Yonhap|UPI|Rudaw|Kurdistan ?24|SANA|VOA|UN Photo|Shutterstock|Alamy|iStock|Corbis|Rex(?: Features)?|Zuma)"

_STRONG = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:[(\[]\s*{_PICTURE}\s*(?:by|:|/|courtesy|credit|from|provided|supplied|via|source)[^)\]]{{0,120}}[)\]])",
        rf"(?i:[(\[][^()\[\]]{{0,60}}\b{_PICTURE}(?:/[^()\[\]]{{0,60}})?\s*[)\]]\.?$)",
        rf"[(\[](?:via )?{_AGENCY}(?: (?:Photo|photo|Images?|TV|Video))?\s?/[^()\[\]]{{2,80}}[)\]]\.?$",
        rf"\b{_AGENCY}(?: Photo| Images?| TV)?\s?/\s?[A-Z][\w .'’-]{{2,60}}(?:/[\w .'’-]{{2,40}})*\.?$",
        r"\b(?:via )?(?:Getty Images|AP Photo|AFP Photo|AFP/Getty|Reuters Photo|EPA Photo|Anadolu Agency/Getty)\b[^.]{0,60}\)?\.?$",
        rf"^(?i:(?:{_PICTURE})(?: (?:credit|caption|copyright|source|by|courtesy(?: of)?))?\s?[:|©]\s?\S.{{0,300}}$)",
        r"^(?i:(?:image|media|photo|picture|video) (?:caption|copyright|credit|source)s?\b.{0,300}$)",
        r"^(?i:(?:photo|photograph|image|picture|video|courtesy photo)s? (?:by|courtesy(?: of)?|provided by|credit) .{2,100}$)",
        r"^FILE\b ?(?:PHOTO)? ?(?::|-|–|—|\.)",
        r"^\(?(?i:file (?:photo|picture|image|pic)s?)\b",
        r"(?i:\(file(?: (?:photo|picture|image))?\)\.?$)",
        rf"^(?i:an?|this|the)\b(?i:(?: [\w-]+){{0,4}} (?:image|photo|photograph|picture|video grab|screen ?grab|screenshot|handout|still)(?: \w+){{0,3}} (?:made available|released|provided|taken|posted|obtained|distributed|supplied|issued|uploaded|published|grabbed|shows|allegedly|purportedly|from|by|of))",
        rf"^In this (?:\w+,? )?(?:{_MONTH}[\w ,.]{{0,16}})?,? ?(?:\d{{4}},? )?(?i:(?:[\w-]+ ){{0,3}}(?:photo|image|picture|frame grab|still))\b",
        r"(?:\b|(?<=[a-z.)]))Images?\s?:\s?\S.{0,80}$",
        r"^(?:Credit|Photograph|Caption|Pictured|Illustration|Above|Below|Left|Right|Top|Archive photo|Screengrab|Screenshot)\s?: ?\S",
        r"^\W?(?:©|\(c\)|Copyright) ?(?:AFP|AP|Reuters|EPA|Getty)\b.{0,60}$",
        r"(?i:\b(?:U\.?S\.? )?(?:Army|Air Force|Navy|Marine Corps|DoD|Department of Defense|National Guard|Coalition|courtesy|NATO|Ministry of Defen[cs]e|MoD|Crown copyright|State Department) (?:photo|image|video)s?(?: by .{3,80}|/.{3,80}|\)?\.?$))",
    )
)
_POSITION = re.compile(
    r"\((?:left|right|cent(?:er|re)|[LCR]|(?:top|bottom|far|front|back|second|third|2nd|3rd)(?: (?:left|right|row|L|R|from (?:left|right)))?|pictured|from left|from L|front)\)|\b(?:from left to right|left to right|from left|clockwise from)\b",
    re.IGNORECASE,
)
_ENDS_WITH_DATE = re.compile(
    rf"(?:,| on| in \w+,?|\w) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?{FULL_DATE}\.?$"
)
_LEADING_CREDIT = re.compile(rf"^(?i:[(\[]\s*{_PICTURE}\s*(?:by|:|/|courtesy|credit)[^)\]]{{0,120}}[)\]])\s*(?=\S)")
_LEGEND = re.compile(r"^[\u2580-\u25ff]+\s*\S")
_SENTENCE_BREAK = re.compile(r"[a-z)][.!?][\"'”’)]* +[A-Z“\"]")
_QUOTED = re.compile(r"[“”\"]")
_PAST_PARTICIPLES = frozenset({"seen", "pictured", "shown", "photographed"})
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’]*")


def is_legend(text: str) -> bool:
    """Whether the line explains a colour of a map (it begins with a block character)."""
    return _LEGEND.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether the line says itself that it belongs to a picture: by a credit, "FILE", "An image made available"."""
    return len(text) <= LONGEST_CAPTION and any(pattern.search(text) for pattern in _STRONG)


LONGEST_PHRASE = 25
"""Words of a caption without finite verb; a longer line has one that the lexicon does not know."""

LONGEST_CAPTION = 700
"""Characters: photo desks write no longer ones; a paragraph of this length that ends with a credit is prose."""


def caption_text(text: str) -> str:
    """The words of a caption, without the credit before them or the colour of a legend."""
    stripped = re.sub(r"^[\u2580-\u25ff]+\s*", "", text)
    return _LEADING_CREDIT.sub("", stripped).strip()


def caption_signs(text: str) -> int:
    """Signs that an uncredited line describes a picture: a full date at the end, (left), a scene and no statement.

    One sign alone is worth nothing; position and repetition count besides (see ``page``).
    """
    if _SENTENCE_BREAK.search(text) or len(text) > LONGEST_CAPTION:
        return 0
    return bool(_ENDS_WITH_DATE.search(text)) + bool(_POSITION.search(text)) + _scene_signs(text)


def _scene_signs(text: str) -> int:
    """2 for people shown doing something in a phrase without finite verb, 1 for a verb in the captions' present tense."""
    tokens = _TOKEN.findall(text)
    lower = [token.lower() for token in tokens]
    found = [word for word in lower[1:] if word in words("caption_verbs")]
    if not found or _QUOTED.search(text) or words("prose_verbs").intersection(lower):
        return 0
    reports = any(token.endswith("ed") and token not in words("caption_verbs") for token in tokens)
    phrase = len(tokens) <= LONGEST_PHRASE and all(word.endswith("ing") or word in _PAST_PARTICIPLES for word in found)
    return 2 if phrase and not reports else 1
