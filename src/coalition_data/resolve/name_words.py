"""Words that names and roles are made of, and the key under which spellings of one name meet."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from coalition_data.resolve.tables import read_table, split_field

PARTICLES = frozenset(
    [
        "al", "el", "ul", "as", "ad", "ar", "an", "az", "ash", "abu", "abd", "bin", "ben", "ibn", "bint",
        "umm", "van", "von", "der", "den", "de", "da", "di", "del", "della", "la", "le", "du", "dos", "do",
        "das", "ter", "ten", "af", "av", "zu", "y", "e"
    ]
)  # fmt: skip
"""Lower-case words inside a name."""
GLUED_PARTICLES = frozenset(["al", "el", "ul", "as", "ad", "ar", "an", "az", "ash", "d", "o", "ur", "il", "at", "es"])
"""Those that a hyphen ties to the next word."""
HYPHENS = "-‐‑–"
_EDGES = " \u200b\u200c\u200d\u200e\u200f\u2060\ufeff.,;:"

_SPELLINGS = (
    (re.compile(r"\b(?:al|el|ul|ad|as|ar|an|az|ash)[-\s]+(?=\w)"), ""),
    (re.compile(r"['’`.]"), ""),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q|c(?![heiy])"), "k"),
    (re.compile(r"ei|ai|ay|ey|ae"), "a"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee|ie|iy|yy|ii|y"), "i"),
    (re.compile(r"e"), "a"),
    (re.compile(r"o"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A spelling that transliterations of one name share ("Haider al-Abadi", "Haidar Al Abadi").

    >>> name_key("Mohammed Hussein") == name_key("Muhammad Hussain")
    True
    """
    plain = anyascii(name).casefold()
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


@lru_cache(maxsize=65536)
def plain_word(text: str) -> str:
    """A word in lower case without points and invisible marks at its edges."""
    return text.strip(_EDGES).casefold()


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Gender (``m``, ``f``, ``u``) by given name in lower case."""
    genders: dict[str, str] = {}
    for row in read_table("given_names.csv"):
        for name in split_field(row["names"]):
            key = name.casefold()
            genders[key] = "u" if genders.get(key, row["gender"]) != row["gender"] else row["gender"]
    return genders


def is_given_name(plain: str) -> bool:
    """Whether a word in lower case is a known given name, or begins with one and a hyphen ("eva-maria")."""
    return plain in given_names() or ("-" in plain and plain.split("-", maxsplit=1)[0] in given_names())


@lru_cache(maxsize=1)
def nicknames() -> dict[str, frozenset[str]]:
    """Keys of the given names that a short form may stand for, and the other way round."""
    forms: dict[str, set[str]] = {}
    for row in read_table("nicknames.csv"):
        keys = {name_key(form) for form in split_field(row["forms"])}
        for key in keys:
            forms.setdefault(key, set()).update(keys)
    return {key: frozenset(values) for key, values in forms.items()}


@lru_cache(maxsize=2)
def _capitalised_words(kind: str) -> frozenset[str]:
    rows = read_table("not_person_words.csv")
    return frozenset(word.casefold() for row in rows if row["kind"] == kind for word in split_field(row["words"]))


def not_person_words() -> frozenset[str]:
    """Words in lower case that no person's name ends with."""
    return _capitalised_words("thing")


def portfolio_words() -> frozenset[str]:
    """Words in lower case that end the complement of an office ("of State", "for the Middle East")."""
    return _capitalised_words("portfolio")


@lru_cache(maxsize=1)
def role_nouns() -> dict[str, tuple[str, str]]:
    """Kind and gender by role noun in lower case."""
    return {row["noun"]: (row["kind"], row["gender"]) for row in read_table("roles.csv")}


@lru_cache(maxsize=1)
def full_role_nouns() -> dict[str, str]:
    """The word for which a title is short ("sen" → senator)."""
    return {row["noun"]: row["same_as"] for row in read_table("roles.csv") if row["same_as"]}


@lru_cache(maxsize=16384)
def role_noun(text: str) -> str | None:
    """The noun under which a word's role is listed ("Senators" → senator, "vice-president"), or None."""
    plain = plain_word(text)
    nouns = role_nouns()
    if plain == "pm" and not text.startswith("PM"):
        return None  # the hour
    for form in (plain, re.split(f"[{HYPHENS}]", plain)[-1]):
        if form in nouns:
            return form
        if form.endswith("s") and not form.endswith("ss") and form[:-1] in nouns:
            return form[:-1]
        if form.endswith("ies") and form[:-3] + "y" in nouns:
            return form[:-3] + "y"
        if form.endswith("men") and form[:-3] + "man" in nouns:
            return form[:-3] + "man"
    return None


def is_role_noun(text: str) -> bool:
    """Whether a word ends a role ("spokeswoman", "President", "vice-president", "Senators")."""
    return role_noun(text) is not None


@lru_cache(maxsize=1)
def name_syllables() -> frozenset[str]:
    """Second syllables of given names in small letters ("Joon-ho")."""
    return frozenset(word for row in read_table("name_syllables.csv") for word in split_field(row["syllables"]))
