"""The words of roles: nouns, titles, gender."""

from __future__ import annotations

from coalition_data.resolve.name_words import full_role_nouns, plain_word, role_noun, role_nouns

DETERMINERS = frozenset(["the", "a", "an", "its", "his", "her", "their", "our", "my", "another", "this", "that"])
_PLAIN_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "madam", "madame", "monsieur", "mister", "hon"]
)
_HONORIFICS = frozenset(
    ["sheikh", "sheik", "sayyid", "monsenor", "monsignor", "dr", "sir", "lord", "lady", "dame", "datuk", "seri", "tun",
     "shri", "alhaji"]
)  # fmt: skip


_PARTS_OF_RANKS = frozenset(["Rear", "Vice", "Air", "Chief", "Petty", "First", "Second", "1st", "2nd"])
"""Words of ranks that are none alone ("Rear Adm.", "Air Marshal")."""

_SERVICES = frozenset(["Army", "Navy", "Air", "Force", "Marine", "Marines", "Corps", "Royal", "Guard", "Coast"])
"""Words of forces that stand before the ranks of their officers."""


def is_plain_title(text: str) -> bool:
    """Whether a title says nothing about the office ("Mr.", "Sir")."""
    return plain_word(text) in _PLAIN_TITLES


def role_gender(role: str) -> str:
    """``f``, ``m`` or "" as the nouns of a role tell."""
    for word in role.split():
        noun = role_noun(word)
        if noun is not None and role_nouns()[noun][1]:
            return role_nouns()[noun][1]
    return ""


def role_kinds(role: str) -> frozenset[str]:
    """Kinds of the nouns of a role: ``office``, ``rank``, ``profession``, …"""
    kinds: set[str] = set()
    for word in role.split():
        noun = role_noun(word)
        if noun is not None:
            full = full_role_nouns().get(noun, noun)
            kinds.add(role_nouns().get(full, role_nouns()[noun])[0])
    return frozenset(kinds)


def _without_rank(words: list[str]) -> list[str]:
    """An office without the rank that stands behind it ("army spokesman | Col.")."""
    end = len(words)
    if words and words[-1].lower() == "general":
        return words  # "attorney general", "secretary general"
    while end > 1 and (role_kinds(words[end - 1]) == {"rank"} or words[end - 1] in _PARTS_OF_RANKS):
        end -= 1
    if end == len(words):
        return words
    while end > 1 and words[end - 1] in _SERVICES:  # "Pentagon spokesman | Navy Capt."
        end -= 1
    office = role_kinds(words[end - 1]) & {"office", "service", "profession"}
    return words[:end] if office and words[end - 1][-1].isalpha() else words


def clean_role(role: str) -> str | None:
    """Without determiners, plain titles and stray punctuation; None where nothing is left."""
    words = role.strip(" ,;:–—-“”\"'’").split()
    while words and words[0].lower() in DETERMINERS:
        words = words[1:]
    words = [word for word in words if not is_plain_title(word)]
    while len(words) > 1 and plain_word(words[-1]) in _HONORIFICS and role_noun(words[-2]) is not None:
        words = words[:-1]
    words = _without_rank(words)
    text = " ".join(words).strip(" ,;:–—-“”\"'’\u200e\u200f")
    return text or None
