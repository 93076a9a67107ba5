"""Persons of one article: their mentions joined to one person each, with role, country and gender."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.name_words import (
    PARTICLES,
    given_names,
    is_role_noun,
    name_key,
    nicknames,
    not_person_words,
    plain_word,
)
from coalition_data.resolve.names import NameFinder, NameMention, Unit
from coalition_data.resolve.offices import country_of_leader, country_of_role, is_former, is_state_office
from coalition_data.resolve.organisations import scan_organisations
from coalition_data.resolve.roles import RoleReader, role_gender, role_kinds

_SUFFIX = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_KEPT_TITLES = frozenset(
    ["king", "queen", "pope", "prince", "princess", "emperor", "emir", "sheikh", "sheikha", "sultan"]
)
"""Titles that belong to a name of one word ("King Salman", "Pope Francis")."""
_ROMANCE = frozenset(["de", "la", "le", "van", "von", "du", "del", "della", "di", "da", "dos", "der"])
"""Particles that can begin a bare last name ("De La Fuente", "Van Hollen"), unlike "Ben" and "Al"."""
CAPITAL_PARTICLES = _ROMANCE | frozenset(["al", "el", "bin", "den", "ter"])
MAIN_COUNTRY_COUNT = 3
MAIN_COUNTRY_SHARE = 0.6
"""An article is about a country from so many mentions and from this share of all countries' mentions on."""
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


def _display_name(text: str) -> str:
    """A name without nickname in marks ("John “J.D.” Dorrian")."""
    words = [word for word in text.split() if word[0] not in _NICKNAME_MARKS]
    if len(words) > 1 and all(word.isupper() for word in words) and any(len(word) > 3 for word in words):
        words = [word.title() for word in words]  # transcripts print "MARISE PAYNE"
    return " ".join(words)


class PersonIndex:
    """All persons of an article and which token belongs to whom.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self._finder = NameFinder(parsed)
        self.words = self._finder.words
        self.persons: list[Person] = []
        self._by_last: dict[str, list[Person]] = defaultdict(list)
        self._of_token: dict[int, tuple[Person, PersonMention]] = {}
        self._named: set[int] = set()
        self._sentence_starts = frozenset(parsed.sentence_starts)
        self._roles = RoleReader(parsed, self.words, self._named.__contains__)
        self._owners: dict[int, int] = {}
        self._collect()
        for person in self.persons:
            self._finish(person)
        self._inherit_countries()
        self._fill_in_state_offices()
        self._of_role_token = self._role_tokens()

    def person_at(self, index: int) -> tuple[Person, PersonMention] | None:
        """The person whose name covers the token ``index``, with the mention."""
        return self._of_token.get(index)

    def mention_of_role_token(self, index: int) -> tuple[Person, PersonMention] | None:
        """The person in front of whose name the token stands as part of a role ("[State Department spokeswoman] Marie
        Harf"), with the mention."""
        return self._of_role_token.get(index)

    def person_of_role_token(self, index: int) -> Person | None:
        """As ``mention_of_role_token``, the person alone."""
        found = self._of_role_token.get(index)
        return found[0] if found is not None else None

    def _role_tokens(self) -> dict[int, tuple[Person, PersonMention]]:
        """Role nouns in front of names; other words of a role ("State Department") stand for themselves."""
        found: dict[int, tuple[Person, PersonMention]] = {}
        for person in self.persons:
            for mention in person.mentions:
                nouns = [
                    index
                    for index in range(mention.full_first, mention.first)
                    if is_role_noun(self.words[index]) and self.parsed.tags[index + 1] != "POS"
                ]
                if nouns:
                    found.update((index, (person, mention)) for index in nouns)
                    for index in range(nouns[-1] + 1, mention.first):
                        if self.words[index][0].isupper():
                            found[index] = (person, mention)
        return found

    def _collect(self) -> None:
        names = self._finder.find()
        for name in names:
            self._named.update(range(name.first, name.last))
        full = [name for name in names if split_name(name.text)[0]]
        for name in full:
            self._add(self._person_of_full_name(_display_name(name.text)), name)
        for name in names:
            if not split_name(name.text)[0]:
                gender = role_gender(name.titles)
                person = None if self._is_someone_else(name) else self._person_of_part(name.text, name.first, gender)
                person = person or self._new(self._single_name(name))
                self._add(person, name)
        self._add_bare_names()
        self.persons = [person for person in self.persons if self._is_credible(person)]
        self._of_token = {
            index: row for index, row in self._of_token.items() if any(row[0] is person for person in self.persons)
        }

    def _is_someone_else(self, name: NameMention) -> bool:
        """ "President Obama" in an article that names only Michelle Obama in full."""
        if "office" not in role_kinds(name.titles) or country_of_leader(name.text, True) is None:
            return False
        known = [person for person in self._by_last.get(self._last_key(name.text), []) if split_name(person.name)[0]]
        return bool(known) and all(country_of_leader(person.name, False) is None for person in known)

    def _single_name(self, name: NameMention) -> str:
        title = plain_word(name.titles.split()[-1]) if name.titles else ""
        return f"{name.titles.split()[-1]} {name.text}" if title in _KEPT_TITLES else name.text

    def _is_credible(self, person: Person) -> bool:
        """A plural of somebody's name ("the Obamas", "Bushes") is no person."""
        if split_name(person.name)[0]:
            return True
        key = name_key(person.name)
        return not any(
            key[: -len(end)] in self._by_last for end in ("s", "as") if key.endswith(end) and len(key) > len(end)
        )

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
                if len(text) > len(person.name):
                    person.name = text
                return person
        key = name_key(text)
        for person in self.persons:
            known = name_key(person.name)
            if known.startswith(key + " ") or key.startswith(known + " "):
                if len(key) > len(known):
                    person.name = text
                return person
        return self._new(text)

    def _person_of_part(self, text: str, position: int, gender: str) -> Person | None:
        """The person with this last (or only known first) name.

        Of several, the one whose full name this sentence or the one before prints, else the one that the article
        names in full most often, else the first.
        """
        candidates = self._by_last.get(self._last_key(text), [])
        if not candidates:
            key = name_key(text)
            candidates = [person for person in self.persons if key in name_key(person.name).split()]
        if gender:
            candidates = [person for person in candidates if self._gender_of(person) in ("", gender)]
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        introduced = [person for person in candidates if person.mentions and person.mentions[0].first < position]
        candidates = introduced or candidates
        recent = [person for person in candidates if self._named_just_before(person, position)]
        if len(recent) == 1 and recent[0].full_forms > 1:
            return recent[0]
        return max(
            candidates, key=lambda person: (person.full_forms, -person.mentions[0].first if person.mentions else 0)
        )

    def _named_just_before(self, person: Person, position: int) -> bool:
        sentence = self.parsed.sentence_at(position)
        floor = self.parsed.sentence_at(max(0, sentence.first - 1)).first
        return any(floor <= m.first < position and " " in m.text for m in person.mentions)

    def _gender_of(self, person: Person) -> str:
        if not person.gender:
            words = split_name(person.name)[0].split()
            gender = given_names().get(words[0].casefold(), "") if words else ""
            return gender if gender in ("m", "f") else ""
        return person.gender

    def _add(self, person: Person, name: NameMention) -> None:
        before = self._roles.before(name.first, name.last)
        further = before
        if before.first < name.first and before.first > 0 and self.words[before.first - 1] == ",":
            further = self._roles.before(before.first, name.last)  # "the commander, Lt. Gen. Stephen Townsend"
        roles = (before.text, further.text, *self._roles.behind(name.last))
        person.gender = person.gender or role_gender(name.titles)
        if before.owner is not None:
            self._owners[name.first] = before.owner
        starts, ends = self.parsed.starts, self.parsed.ends
        mention = PersonMention(
            name.first,
            name.last,
            starts[name.first],
            ends[name.last - 1],
            name.text,
            tuple(dict.fromkeys(role for role in roles if role)),
            min(before.first, further.first, name.titles_first),
        )
        person.mentions.append(mention)
        person.full_forms += " " in name.text
        for index in range(name.first, name.last):
            self._of_token[index] = (person, mention)

    def _add_bare_names(self) -> None:
        """Mentions by last name alone, and names in headlines, that no title and no label showed."""
        keys = {
            key for key, persons in self._by_last.items() if any(split_name(p.name)[0] or p.gender for p in persons)
        }
        units = self._finder.units
        for rank, unit in enumerate(units):
            if not unit.capital or unit.first in self._of_token or len(unit.plain) < 2:
                continue
            if name_key(unit.text) not in keys or self._names_a_country(unit.text) or not self._is_bare_name(unit):
                continue
            following = units[rank + 1] if rank + 1 < len(units) else None
            if following is not None and following.plain in not_person_words() and following.capital:
                continue
            person = self._person_of_part(unit.text, unit.first, "")
            if person is not None:
                first = self._extended_first(rank, person)
                text = " ".join(self.parsed.text[self.parsed.starts[first] : self.parsed.ends[unit.last - 1]].split())
                self._add(person, NameMention(first, unit.last, text, "", first, False))

    def _is_bare_name(self, unit: Unit) -> bool:
        """Whether a word that is somebody's last name stands for the person here."""
        token = self.parsed.tokens[unit.last - 1]
        labelled = self._finder.label(unit.first) == "PERSON"
        if unit.plain in not_person_words():
            article = unit.first > 0 and self.words[unit.first - 1].lower() in ("the", "a", "an", "in")
            return not article and (labelled or token.dep in ("nsubj", "poss"))
        if token.tag.startswith("NN") or labelled:
            return True
        following = self.parsed.tags[unit.last] if unit.last < len(self.words) else ""
        opens = unit.first in self._sentence_starts and following not in ("DT", "PRP", "PRP$", "IN", "TO", "CD")
        return opens or following in ("VBD", "VBZ", "MD", "POS")

    def _extended_first(self, rank: int, person: Person) -> int:
        """First token of the name that ends with this unit: first names of the person in front of it belong to it."""
        units, known = self._finder.units, set(name_key(person.name).split())
        first = units[rank].first
        while rank > 0 and units[rank - 1].capital and units[rank - 1].first not in self._of_token:
            if name_key(units[rank - 1].text) not in known:
                break
            rank -= 1
            first = units[rank].first
        return first

    def _names_a_country(self, text: str) -> bool:
        match = find_country(text)
        return match is not None and match.form in ("name", "capital", "adjective")

    def _finish(self, person: Person) -> None:
        person.mentions.sort(key=lambda mention: mention.first)
        person.roles = _ranked_roles([role for mention in person.mentions for role in mention.roles])
        person.iso3 = next((code for role in person.roles if (code := country_of_role(role))), None)
        if person.iso3 is None and person.is_office_holder:
            person.iso3 = next((code for mention in person.mentions if (code := self._country_behind(mention))), None)
        for role in person.roles:
            person.gender = person.gender or role_gender(role)
        person.gender = self._gender_of(person)
        if person.iso3 is None:
            person.iso3 = next((code for m in person.mentions if (code := self._country_before(m))), None)
        if person.iso3 is None:
            bare = not split_name(person.name)[0]
            titled = any({"office", "rank"} & role_kinds(role) for role in person.roles)
            if not bare or titled:
                person.iso3 = country_of_leader(split_name(person.name)[1] if bare else person.name, bare)

    def _country_before(self, mention: PersonMention) -> str | None:
        """ "Norway's Jonas Gahr Støre"."""
        index = mention.full_first - 1
        if index < 1 or self.parsed.tags[index] != "POS":
            return None
        match = find_country(self.words[index - 1])
        return match.iso3 if match is not None and match.form == "name" else None

    def _country_behind(self, mention: PersonMention) -> str | None:
        """ "Prime Minister Igor Matovič of Slovakia"."""
        words = self.words[mention.last : mention.last + 5]
        if len(words) < 2 or words[0] != "of" or not mention.roles:
            return None
        found = next(scan_countries(" ".join(words[1:])), None)
        return found.match.iso3 if found is not None and found.match.form != "capital" else None

    def _fill_in_state_offices(self) -> None:
        """A bare "Prime Minister X" is of the one country that the sentence names, else of the article's."""
        for person in self.persons:
            if person.iso3 is None and any(is_state_office(role) for role in person.roles):
                introduced = next(mention for mention in person.mentions if mention.roles)
                person.iso3 = self._only_country_near(introduced) or self.main_country

    def _only_country_near(self, mention: PersonMention) -> str | None:
        sentence = self.parsed.sentence_at(mention.first)
        found = list(scan_countries(sentence.text))
        codes = {country.match.iso3 for country in found}
        offset = mention.start - sentence.start
        before = any(
            country.start < offset and not self._is_elsewhere(sentence.text, country.start) for country in found
        )
        return next(iter(codes)) if len(codes) == 1 and before else None

    def _is_elsewhere(self, text: str, start: int) -> bool:
        """Whether the country is a place or a target there ("to Tonga"), not whose office it is."""
        return text[:start].rstrip().lower().endswith((" to", " on", " against", " with", " from", " into", " the"))

    @cached_property
    def main_country(self) -> str | None:
        """The country that the article names most, where most of its countries' mentions are of it; else None."""
        forms = ("name", "adjective", "demonym", "region", "government")
        counts = Counter(m.match.iso3 for m in scan_countries(self.parsed.text) if m.match.form in forms)
        counts.update(found.iso3 for found in scan_organisations(self.parsed.text) if found.iso3)
        if not counts:
            return None
        code, count = counts.most_common(1)[0]
        if len(counts) > 1 and (count < MAIN_COUNTRY_COUNT or count < MAIN_COUNTRY_SHARE * counts.total()):
            return None
        return code

    def _inherit_countries(self) -> None:
        """ "Israel's prime minister X and energy minister Y": an office joined by "and" is of the same country."""
        for person in self.persons:
            if person.iso3 is not None or not any(is_state_office(role) for role in person.roles):
                continue
            for mention in person.mentions:
                joint = mention.full_first - 1
                if mention.roles and joint > 0 and self.words[joint] in ("and", ",") and (joint - 1) in self._of_token:
                    person.iso3 = self._of_token[joint - 1][0].iso3
                    break

    def owner_of(self, mention: PersonMention) -> int | None:
        """Token of the possessive pronoun in front of a mention's role ("his defence minister X")."""
        return self._owners.get(mention.first)


def _ranked_roles(roles: list[str]) -> list[str]:
    """Offices before ranks, professions and relations; a title with content before a bare one; then in order."""

    def weight(role: str) -> tuple[int, bool]:
        kinds = role_kinds(role)
        bare = len(role.split()) == 1
        order = ("office", "service", "rank", "profession", "relation", "member")
        rank = next((rank for rank, kind in enumerate(order) if kind in kinds), len(order))
        return rank + 2 * is_former(role), bare

    return sorted(dict.fromkeys(roles), key=weight)
