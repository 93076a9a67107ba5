"""Persons of one article: their mentions joined to one person each, with role, country and gender."""

from __future__ import annotations

from collections import defaultdict

from coalition_data.document import ParsedArticle, Token
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.name_units import Unit
from coalition_data.resolve.name_words import given_names, is_role_noun, name_key, not_person_words, plain_word
from coalition_data.resolve.names import NameFinder, NameMention
from coalition_data.resolve.offices import country_of_leader
from coalition_data.resolve.person import (
    Person,
    PersonMention,
    display_name,
    ranked_roles,
    same_first_names,
    split_name,
)
from coalition_data.resolve.person_countries import PersonCountries
from coalition_data.resolve.politics import owners_of
from coalition_data.resolve.role_words import role_gender, role_kinds
from coalition_data.resolve.roles import RoleReader

_KEPT_TITLES = frozenset(
    ["king", "queen", "pope", "prince", "princess", "emperor", "emir", "sheikh", "sheikha", "sultan"]
)
"""Titles that belong to a name of one word ("King Salman", "Pope Francis")."""

_INTRODUCING = frozenset(["office", "rank"])


_MONARCHS = frozenset(["King", "Emir", "Sultan", "Sheikh", "Queen"])
_PATRONYMICS = frozenset(["bin", "ibn", "bint"])
DOUBLE = 2
"""Halves of a double surname; shorter halves are particles ("Al-Abadi")."""


def _is_child_of(person: Person, name: str) -> bool:
    """ "King Salman" is the father of "Mohammed bin Salman"."""
    words = person.name.lower().split()
    return len(words) > 2 and words[-2] in _PATRONYMICS and words[-1] == name.lower()


def _half_surname(name: str) -> tuple[str, ...]:
    """The key of the first half of a double surname, by which news calls its bearer ("Vinge" of Vinge-Bakke)."""
    first, last = split_name(name)
    halves = last.split("-")
    double = first and len(halves) == DOUBLE and all(half[:1].isupper() and len(half) > DOUBLE for half in halves)
    return (name_key(halves[0]),) if double else ()


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
        self._countries = PersonCountries(parsed, self.words, self.persons, self.person_at)
        self._countries.complete(lambda person: bool(self.owners_of(person)))
        self._of_role_token = self._role_tokens()

    def person_at(self, index: int) -> tuple[Person, PersonMention] | None:
        """The person whose name covers the token ``index``, with the mention."""
        return self._of_token.get(index)

    def mention_of_role_token(self, index: int) -> tuple[Person, PersonMention] | None:
        """The person in front of whose name the token stands as part of a role ("[State Department spokeswoman] Marie
        Harf"), with the mention."""
        return self._of_role_token.get(index)

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
            self._add(self._person_of_full_name(display_name(name.text)), name)
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
        return f"{name.titles.split()[-1]} {name.text}" if title in _KEPT_TITLES else display_name(name.text)

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
        for key in dict.fromkeys((self._last_key(name), *_half_surname(name))):
            self._by_last[key].append(person)
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
        if position > 0 and self.words[position - 1] in _MONARCHS:
            candidates = [person for person in candidates if not _is_child_of(person, text)]
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
        keys = {key for key, persons in self._by_last.items() if any(self._is_introduced(p) for p in persons)}
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

    @staticmethod
    def _is_introduced(person: Person) -> bool:
        """Whether a full name, a title or an office ("Secretary of State Kerry") shows that a word is a name."""
        roles = (role for mention in person.mentions for role in mention.roles)
        return bool(split_name(person.name)[0] or person.gender) or any(
            role_kinds(role) & _INTRODUCING for role in roles
        )

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
        person.roles = ranked_roles([role for mention in person.mentions for role in mention.roles])
        for role in person.roles:
            person.gender = person.gender or role_gender(role)
        person.gender = self._gender_of(person)

    @property
    def main_country(self) -> str | None:
        """The country that the article is about, or None."""
        return self._countries.main_country

    @property
    def home_country(self) -> str | None:
        """The main country, or one that the title names and no other comes near in the text."""
        return self._countries.countries.home

    @property
    def domestic_country(self) -> str | None:
        """The country whose own politics the article tells, or the home country where it is named often enough."""
        return self._countries.own or self._countries.countries.domestic

    def country_of_office_near(self, token: Token, role: str) -> str | None:
        """Whose office is meant as that of a named holder would be: the sentence's, the article's, its opening's."""
        known = self.country_of_open_office(token.i, token.start, role)
        return known or self._countries.country_of_opening(token.start, role)

    def country_of_open_office(self, index: int, start: int, role: str) -> str | None:
        """Whose office of a state is meant at the token ``index`` with the offset ``start``, as far as can be told.

        The country whose own politics the article tells, else the home country, else the one named around the words.
        """
        known = self._countries.own_country(role) or self.home_country
        return known or self._countries.country_of_open_office(index, start, role)

    def domestic_country_of(self, role: str) -> str | None:
        """The country that the article is clearly about, for an office of domestic politics; else None."""
        return self._countries.domestic_country(role)

    def country_of_role(self, role: str, start: int) -> str | None:
        """The country for which the holder of a role, printed at the offset ``start``, speaks."""
        return self._countries.country_of_role(role, start)

    def country_of_party(self, name: str, start: int) -> str | None:
        """The country whose party of that name is meant at the offset ``start``, or None."""
        owners = owners_of(name)
        return self._countries.countries.owner_near(owners, start) if owners is not None else None

    def places_behind(self, person: Person) -> set[str]:
        """Words in lower case of "of Florida" behind the name ("the Florida senator" is Senator X of Florida)."""
        found: set[str] = set()
        for mention in person.mentions:
            words = self.words[mention.last : mention.last + 3]
            if len(words) == 3 and words[0] == "of" and words[1][0].isupper():
                found.update(word.lower() for word in words[1:] if word[0].isupper())
        return found

    def owners_of(self, person: Person) -> list[int]:
        """Tokens of the possessive pronouns in front of a person's roles ("his defence minister X")."""
        return [self._owners[mention.first] for mention in person.mentions if mention.first in self._owners]

    def complete_owned(self) -> None:
        """Give those whose owner tells no country the country that others without one have."""
        self._countries.fill_in([person for person in self.persons if self.owners_of(person)])
