"""Persons of one article: their mentions joined to one person each, with role, country and gender."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.names import (
    PARTICLES,
    NameFinder,
    NameMention,
    given_names,
    is_capitalised,
    name_key,
    not_person_words,
    role_nouns,
)
from coalition_data.resolve.roles import RoleReader, country_of_role, is_plain_title, role_gender

_SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A name of a person in the text: tokens ``[first, last)`` without title, its offsets, and the role said there.

    Attributes:
        full_first: first token with title or role in front ("State Department spokeswoman Marie Harf").
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    role: str | None
    full_first: int


@dataclass(slots=True)
class Person:
    """A person of one article.

    Attributes:
        name: the fullest form printed in the article, without titles.
        mentions: in order.
        role: the fullest role said anywhere, preferring those beside the name.
        iso3: the country the roles tell.
        gender: ``m``, ``f`` or "".
    """

    name: str
    mentions: list[PersonMention] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    iso3: str | None = None
    gender: str = ""

    @property
    def role(self) -> str | None:
        return self.roles[0] if self.roles else None


def split_name(name: str) -> tuple[str, str]:
    """First names and last name, particles with the last name ("Chris", "Van Hollen"; "Haider", "al-Abadi")."""
    words = [word for word in name.replace(",", "").split() if word.lower() not in _SUFFIX]
    words = [word for word in words if word[0] not in "“\"‘'("] or words
    if len(words) < 2:
        return "", " ".join(words)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def same_first_names(one: str, other: str) -> bool:
    """Whether first names may be one person's ("John F.", "John"; "J.", "John"; "Mike", "Michael" is not told)."""
    if not one or not other:
        return True
    first, second = name_key(one).split(), name_key(other).split()
    if not first or not second:
        return True
    if set(first) & set(second):
        return True
    shorter, longer = sorted((first[0], second[0]), key=len)
    return longer.startswith(shorter) and (len(shorter) == 1 or len(shorter) >= 3)


class PersonIndex:
    """All persons of an article and which token belongs to whom.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self._finder = NameFinder(parsed)
        self.words = self._finder.words
        self._roles = RoleReader(parsed, self.words)
        self.persons: list[Person] = []
        self._by_last: dict[str, list[Person]] = defaultdict(list)
        self._of_token: dict[int, tuple[Person, PersonMention]] = {}
        self._collect()
        self._add_bare_names()
        for person in self.persons:
            self._finish(person)
        self.persons = [person for person in self.persons if person.mentions]

    def person_at(self, index: int) -> tuple[Person, PersonMention] | None:
        """The person whose name covers the token ``index``, with the mention."""
        return self._of_token.get(index)

    def _collect(self) -> None:
        names = self._finder.find()
        full = [name for name in names if split_name(name.text)[0]]
        single = [name for name in names if not split_name(name.text)[0]]
        for name in full:
            self._add(self._person_of_full_name(name.text), name)
        for name in single:
            person = self._person_of_part(name.text, name.first) or self._new(name.text)
            self._add(person, name)

    def _new(self, name: str) -> Person:
        person = Person(name)
        self.persons.append(person)
        self._by_last[self._last_key(name)].append(person)
        return person

    def _last_key(self, name: str) -> str:
        last = split_name(name)[1].split()
        return name_key(last[-1]) if last else name_key(name)

    def _person_of_full_name(self, text: str) -> Person:
        first = split_name(text)[0]
        for person in self._by_last[self._last_key(text)]:
            if same_first_names(first, split_name(person.name)[0]):
                if len(text) > len(person.name) and split_name(person.name)[0]:
                    person.name = text
                elif not split_name(person.name)[0]:
                    person.name = text
                return person
        return self._new(text)

    def _person_of_part(self, text: str, position: int) -> Person | None:
        """The person with this last (or only known first) name, the one mentioned last before ``position``."""
        candidates = list(self._by_last.get(self._last_key(text), []))
        if not candidates:
            key = name_key(text)
            candidates = [person for person in self.persons if key in name_key(person.name).split()]
        if not candidates:
            return None

        def distance(person: Person) -> tuple[bool, int]:
            before = [mention.first for mention in person.mentions if mention.first < position]
            return (not before, -max(before)) if before else (True, min((m.first for m in person.mentions), default=0))

        return min(candidates, key=distance)

    def _add(self, person: Person, name: NameMention) -> None:
        role, full_first = self._roles.before(name.first)
        gender = role_gender(name.titles)
        person.gender = person.gender or gender
        role = role or self._roles.after(name.last) or self._roles.copular(name.last)
        starts, ends = self.parsed.starts, self.parsed.ends
        mention = PersonMention(
            name.first,
            name.last,
            starts[name.first],
            ends[name.last - 1],
            name.text,
            role,
            min(full_first, name.titles_first),
        )
        person.mentions.append(mention)
        for index in range(name.first, name.last):
            self._of_token[index] = (person, mention)

    def _add_bare_names(self) -> None:
        """Mentions by last name alone that no title and no label showed."""
        keys = {key for key, persons in self._by_last.items() for person in persons if split_name(person.name)[0]}
        for unit in self._finder.units:
            if unit.first in self._of_token or not is_capitalised(unit.text) or len(unit.text) < 3:
                continue
            if name_key(unit.text) not in keys or unit.text.casefold() in not_person_words():
                continue
            if not self.parsed.tags[unit.last - 1].startswith("NN") or find_country(unit.text) is not None:
                continue
            person = self._person_of_part(unit.text, unit.first)
            if person is not None:
                self._add(person, NameMention(unit.first, unit.last, unit.text, "", unit.first))

    def _finish(self, person: Person) -> None:
        person.mentions.sort(key=lambda mention: mention.first)
        person.roles = _ranked_roles([mention.role for mention in person.mentions if mention.role])
        for role in person.roles:
            person.iso3 = person.iso3 or country_of_role(role)
            person.gender = person.gender or role_gender(role)
        if not person.gender:
            first = split_name(person.name)[0].split()
            gender = given_names().get(first[0].casefold(), "") if first else ""
            person.gender = gender if gender in ("m", "f") else ""


def _ranked_roles(roles: list[str]) -> list[str]:
    """Roles with an office before other descriptions, then in order of mention."""

    def weight(role: str) -> int:
        words = role.lower().rstrip(".").split()
        kinds = {role_nouns()[word][0] for word in words if word in role_nouns()}
        return 0 if kinds & {"office", "rank", "profession"} else 1 if kinds - {"title"} else 2

    order = Counter(roles)
    unique = list(dict.fromkeys(role for role in roles if not is_plain_title(role)))
    return sorted(unique, key=lambda role: (weight(role), -min(order[role], 1)))
