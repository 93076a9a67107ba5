"""A person of an article, and how names are split and compared."""

from __future__ import annotations

from dataclasses import dataclass, field

from coalition_data.resolve.name_words import PARTICLES, name_key, nicknames
from coalition_data.resolve.offices import is_former
from coalition_data.resolve.role_words import role_kinds

_SUFFIX = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_ROMANCE = frozenset(["de", "la", "le", "van", "von", "du", "del", "della", "di", "da", "dos", "der"])
"""Particles that can begin a bare last name ("De La Fuente", "Van Hollen"), unlike "Ben" and "Al"."""
CAPITAL_PARTICLES = _ROMANCE | frozenset(["al", "el", "bin", "den", "ter"])
_NICKNAME_MARKS = "“”\"‘’'()"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A name of a person in the text: tokens ``[first, last)`` without title, its offsets, and the roles said there.

    Attributes:
        full_first: first token with title or role in front ("State Department spokeswoman Marie Harf").
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    roles: tuple[str, ...]
    full_first: int


@dataclass(slots=True)
class Person:
    """A person of one article.

    Attributes:
        name: the fullest form printed in the article, without titles.
        mentions: in order.
        roles: as said beside the name anywhere in the article, offices first.
        iso3: the country that the roles tell, or that of a well-known person.
        gender: ``m``, ``f`` or "".
    """

    name: str
    mentions: list[PersonMention] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    iso3: str | None = None
    gender: str = ""
    full_forms: int = 0

    @property
    def is_office_holder(self) -> bool:
        """Whether the main role is an office or a rank."""
        return bool(self.roles) and bool(role_kinds(self.roles[0]) & {"office", "service", "rank"})

    @property
    def role(self) -> str | None:
        """The most telling role."""
        return self.roles[0] if self.roles else None


def split_name(name: str) -> tuple[str, str]:
    """First names and last name, particles with the last name ("Chris", "Van Hollen"; "Haider", "al-Abadi")."""
    words = [word for word in name.replace(",", "").split() if word.lower() not in _SUFFIX]
    if len(words) < 2:
        return "", " ".join(words)
    start = len(words) - 1
    while start > 0 and (
        words[start - 1] in PARTICLES or words[start - 1].lower() in (_ROMANCE if start == 1 else CAPITAL_PARTICLES)
    ):
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def same_first_names(one: str, other: str) -> bool:
    """Whether first names may be one person's ("John F.", "John"; "J.", "John"; "Mike", "Michael")."""
    first, second = name_key(one).split(), name_key(other).split()
    if not first or not second or set(first) & set(second):
        return True
    shorter, longer = sorted((first[0], second[0]), key=len)
    if longer.startswith(shorter) and (len(shorter) == 1 or len(shorter) > 3):
        return True
    return second[0] in nicknames().get(first[0], ())


def display_name(text: str) -> str:
    """A name without nickname in marks ("John “J.D.” Dorrian")."""
    words = [word for word in text.split() if word[0] not in _NICKNAME_MARKS]
    if words and all(word.isupper() for word in words) and any(len(word) > 3 for word in words):
        words = [word.title() for word in words]  # transcripts print "MARISE PAYNE", "MR KIRBY"
    return " ".join(words)


def ranked_roles(roles: list[str]) -> list[str]:
    """Offices before ranks, professions and relations; a title with content before a bare one; then in order."""

    def weight(role: str) -> tuple[int, bool]:
        kinds = role_kinds(role)
        bare = len(role.split()) == 1
        order = ("office", "service", "rank", "profession", "relation", "member")
        rank = next((rank for rank, kind in enumerate(order) if kind in kinds), len(order))
        return rank + 2 * is_former(role), bare

    return sorted(dict.fromkeys(roles), key=weight)
