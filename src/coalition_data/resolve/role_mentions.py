"""Roles as mentions: "the spokeswoman", "a senior official", "an adviser to the minister"."""

from __future__ import annotations

import re

from coalition_data.document import Span, Token
from coalition_data.resolve.actors import Actor
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.mention_context import MentionContext
from coalition_data.resolve.name_words import full_role_nouns, role_noun
from coalition_data.resolve.offices import country_of_role, is_state_office
from coalition_data.resolve.person import Person
from coalition_data.resolve.phrases import is_bare, is_definite, without_article
from coalition_data.resolve.politics import owners_of
from coalition_data.resolve.role_words import clean_role, role_gender, role_kinds

_QUALIFIERS = frozenset(["vice", "deputy", "former", "assistant", "under", "ex", "elect", "late"])
"""Words that make another office of one: "the president" is not the vice president."""
_MEMBERS = frozenset(["senator", "representative", "congressman", "congresswoman", "mp", "legislator", "lawmaker"])
_SAME_OFFICE = {
    "congressman": frozenset(["representative"]),
    "congresswoman": frozenset(["representative"]),
    "lawmaker": _MEMBERS,
    "legislator": _MEMBERS,
    "parliamentarian": _MEMBERS,
    "premier": frozenset(["minister"]),
    "chief": frozenset(["head", "commander", "director", "leader", "commissioner", "minister", "secretary", "general"]),
}
"""Other nouns in the roles of whom a noun can mean ("the congressman" is Rep. X)."""
_ONLY_WITH_ITS_BODY = frozenset(["chief"])
"""Nouns that mean another office only where its body stands in front ("the army chief" is its commander)."""
_HOLDERS = _MEMBERS | {"governor", "mayor"}
_DESCRIBED = {
    "governor": frozenset(["governor"]),
    "mayor": frozenset(["mayor"]),
    "republican": _HOLDERS,
    "democrat": _HOLDERS,
    "leader": frozenset(["president", "minister", "premier", "chancellor", "king", "queen", "emir", "sultan"]),
}
"""Offices of whom a noun with a home, a party or a land in front can mean, where one such person was just named."""
_ANY_OFFICE = frozenset(["official", "source", "spokesman", "spokeswoman", "spokesperson", "officer", "diplomat"])
"""Nouns for an unnamed person who was introduced with another noun."""
_PARAGRAPHS_BACK = 2
_SHORTEST_ACRONYM = 3
_HEADS_DIPLOMACY = re.compile(
    r"(?i)\bforeign (?:minister|secretary|policy chief|affairs minister)|\bsecretary of state\b"
)
_POSSESSIVE = re.compile(r"['’]s?(?= )")


class RoleMentions:
    """Resolves mentions by role to a person of the article, or to an unnamed one.

    Args:
        context: the article.
    """

    def __init__(self, context: MentionContext) -> None:
        self.context = context
        self.parsed = context.parsed

    def actor(self, token: Token, phrase: Span) -> Actor | None:
        """The person of the article with that role, else an unnamed one, or a group."""
        person = self.person_with_role(token)
        if person is not None:  # "the Ohio senator" tells the country of one named without it
            role = without_article(phrase.text)
            iso3 = person.iso3 or country_of_role(role)
            if iso3 is None and not person.roles and is_state_office(role):
                iso3 = self.context.people.country_of_open_office(token.i, phrase.start, role)
            return Actor("person", person.name, iso3, person.role or clean_role(role), False, phrase.start, phrase.end)
        role = without_article(phrase.text)
        people = self.context.people
        iso3 = people.country_of_role(role, phrase.start) if owners_of(role) is not None else None
        iso3 = iso3 or self.context.country_in(token, phrase) or country_of_role(role) or self._country_served(token)
        if iso3 is None and is_state_office(role):
            iso3 = people.country_of_open_office(token.i, phrase.start, role)
        iso3 = iso3 or people.domestic_country_of(clean_role(role) or "")
        if is_definite(token) and is_bare(token) and iso3 is None:
            earlier = self._same_anonymous(token)
            if earlier is not None:
                return Actor("anonymous", None, earlier.iso3, earlier.role, False, phrase.start, phrase.end)
        return Actor("anonymous", None, iso3, clean_role(phrase.text), False, phrase.start, phrase.end)

    def _country_served(self, token: Token) -> str | None:
        """ "an adviser to Mattis" is of his country."""
        for preposition in token.children:
            if preposition.dep == "prep" and preposition.lower in ("to", "of", "for"):
                served = preposition.child("pobj")
                actor = self.context.actor_of(served) if served is not None else None
                if actor is not None and actor.kind == "person":
                    return actor.iso3
        return None

    def _same_anonymous(self, token: Token) -> Actor | None:
        """ "the official" after "a senior State Department official"; "the spokesman" after "a press officer"."""
        for index in range(token.i - 1, -1, -1):
            if self.context.lower[index] == token.lower:
                candidate = self.parsed.tokens[index]
                if not is_bare(candidate):
                    actor = self.context.actor_of(candidate)
                    return actor if actor is not None and actor.kind == "anonymous" else None
        unnamed = self.context.unnamed_before(token) if token.lower in _ANY_OFFICE else None
        return self.context.actor_of(unnamed) if unnamed is not None else None

    def _unnamed_since(self, token: Token, modifiers: set[str], place: int) -> bool:
        """Whether an unnamed person was introduced with the same words after the token ``place``."""
        found = self.context.unnamed_before(token)
        if found is None or found.i <= place or _full(found.text) != _full(token.text):
            return False
        return modifiers <= {word.lower for word in found.subtree}

    def person_with_role(self, token: Token) -> Person | None:
        """The person meant by a role noun: named beside it, or last named before with that role ("the spokeswoman")."""
        beside = self._named_beside(token)
        if beside is not None or not is_definite(token) or token.tag in ("NNS", "NNPS"):
            return beside
        *parts, noun = _full(token.text).split()
        modifiers = {
            _full(child.lower)
            for child in token.children
            if child.dep in ("amod", "compound") and child.i < token.i and child.lower not in ("former", "then")
        } | set(parts)
        best: tuple[int, Person] | None = None
        own: tuple[int, Person] | None = None
        gender = role_gender(token.text)
        named = self._country_named(token)
        for person in self.context.people.persons:
            if gender and person.gender not in ("", gender):
                continue
            if named is not None and not self._can_be_of(person, named, token):
                continue  # "Uganda's president" is not the Somali one
            places = self.context.people.places_behind(person)
            if any(_role_fits(role, noun, modifiers - places) for role in person.roles):
                if not modifiers and self._is_foreign(person, token):
                    continue
                before = [mention.first for mention in person.mentions if mention.first < token.i]
                place = before[-1] if before else -person.mentions[0].first
                if best is None or place > best[0]:
                    best = (place, person)
                if (own is None or place > own[0]) and any(_is_own_office(role, noun) for role in person.roles):
                    own = (place, person)
        if own is not None and named is None and not modifiers and token.text[0].isupper():
            return own[1]  # "The President", in his own government's text, is not "Latvian President Berzins"
        if best is not None and self._unnamed_since(token, modifiers, best[0]):
            return None  # "a spokesman for the army said … the spokesman added", and another is named elsewhere
        return best[1] if best else self._described(token, noun, modifiers, named)

    def _described(self, token: Token, noun: str, modifiers: set[str], named: str | None) -> Person | None:
        """Who was just named and is now described by a home, a party or a land ("the Texas senator", "the Texas
        Republican", "the Polish leader"); None where nobody or more than one person of that office was."""
        offices = _DESCRIBED.get(noun, frozenset([noun]) if noun in _MEMBERS else frozenset())
        if noun == "diplomat" and modifiers & {"top", "chief"}:
            return self._top_diplomat(token, named)
        if named is not None and not offices and "office" in role_kinds(noun):
            return self._last_without_office(token, named)
        if named is None and noun in ("minister", "secretary") and modifiers and not modifiers & _QUALIFIERS:
            return self._last_without_office(token)
        if not offices or not modifiers or modifiers & _QUALIFIERS or (noun == "leader" and named is None):
            return None
        here = self.parsed.paragraph_at(token.start)
        found: list[Person] = []
        for person in self.context.people.persons:
            near = any(
                0 <= here - self.parsed.paragraph_at(mention.start) <= _PARAGRAPHS_BACK and mention.first < token.i
                for mention in person.mentions
            )
            places = self.context.people.places_behind(person)
            if not near or (places and not places & modifiers) or (named is not None and person.iso3 != named):
                continue
            if any(_role_fits(role, office, set()) for role in person.roles for office in offices):
                found.append(person)
        unnamed = self._last_without_office(token)
        return unnamed if unnamed is not None else found[0] if len(found) == 1 else None

    def _top_diplomat(self, token: Token, named: str | None) -> Person | None:
        """ "The top Turkish diplomat" is the foreign minister whom the paragraphs just before name."""
        here = self.parsed.paragraph_at(token.start)
        found = [
            person
            for person in self.context.people.persons
            if any(_HEADS_DIPLOMACY.search(role) and "former" not in role.lower() for role in person.roles)
            and (named is None or person.iso3 == named)
            and any(
                0 <= here - self.parsed.paragraph_at(mention.start) <= _PARAGRAPHS_BACK and mention.first < token.i
                for mention in person.mentions
            )
        ]
        return found[0] if len(found) == 1 else None

    def _last_without_office(self, token: Token, named: str | None = None) -> Person | None:
        """Who was last named before in this paragraph or the one before, as a subject, if the article tells no role.

        Args:
            named: the country of the office, where it is told: only a person known to be of it will do then.
        """
        start = self.parsed.paragraphs[max(0, self.parsed.paragraph_at(token.start) - 1)][0]
        before = [
            (mention, person)
            for person in self.context.people.persons
            for mention in person.mentions
            if start <= mention.start and mention.first < token.i
        ]
        if named is not None:
            before = [(mention, person) for mention, person in before if person.iso3 == named]
        if not before:
            return None
        mention, person = max(before, key=lambda pair: pair[0].first)
        opens_list = self.context.lower[mention.last] == ","
        is_subject = self.parsed.deps[mention.last - 1] == "nsubj" and not opens_list
        return person if is_subject and not person.roles else None

    @staticmethod
    def _can_be_of(person: Person, iso3: str, token: Token) -> bool:
        """Whether a person can be of a country; one of unknown country is not where both stand in one sentence."""
        if person.iso3 is not None:
            return person.iso3 == iso3
        return not any(token.sentence.first <= mention.first < token.sentence.last for mention in person.mentions)

    def _country_named(self, token: Token) -> str | None:
        """The country in front of a role ("Uganda's president", "the Polish president", "the Polish army's chief")."""
        for child in token.children:
            if child.i < token.i and child.dep in ("poss", "amod", "nmod", "compound"):
                match = find_country(child.text)
                if match is not None and match.form in ("name", "adjective"):
                    return match.iso3
                if child.dep == "poss" and child.tag[:2] == "NN":
                    owner = self.context.actor_of(child)
                    if owner is not None and owner.kind != "person" and owner.iso3 is not None:
                        return owner.iso3
        return None

    def _is_foreign(self, person: Person, token: Token) -> bool:
        """Whether "the president" would be another country's than the article's, without being named just before."""
        main = self.context.people.main_country
        if main is None or person.iso3 in (None, main):
            return False
        here = self.parsed.paragraph_at(token.start)
        return not any(
            0 <= here - self.parsed.paragraph_at(m.start) <= 1 and m.first < token.i for m in person.mentions
        )

    def _named_beside(self, token: Token) -> Person | None:
        """The person whose name is its apposition ("a strategist, John Weaver,")."""
        first = token.subtree.first  # "Jane Doe, the former party chair, is blunter"
        last = token.subtree.last
        closed = last < len(self.context.lower) and self.context.lower[last] == ","
        if first > 1 and closed and self.context.lower[first - 1] == "," and token.dep in ("appos", "nsubj"):
            before = self.context.people.person_at(first - 2)
            if before is not None and token.sentence.first <= first - 2 and is_definite(token):
                return before[0]
        for child in token.children:
            if child.dep == "appos" and child.i > token.i:
                found = self.context.people.person_at(child.i)
                if found is not None:
                    return found[0]
        return None


def _is_own_office(role: str, noun: str) -> bool:
    """Whether an office is printed without a country ("President Obama")."""
    return _role_fits(role, noun, set()) and not any(True for _ in scan_countries(role))


def _full(word: str) -> str:
    """The noun for which a title stands, else the word, in lower case."""
    noun = role_noun(word)
    return full_role_nouns().get(noun, noun) if noun is not None else word.lower()


def _role_fits(role: str, noun: str, modifiers: set[str]) -> bool:
    """Whether a noun with its modifiers can mean a role, or one of two ("former MP and envoy to X")."""
    if _one_role_fits(role, noun, modifiers):
        return True
    parts = role.split(" and ")
    return len(parts) > 1 and any(_one_role_fits(part, noun, modifiers) for part in parts)


def _one_role_fits(role: str, noun: str, modifiers: set[str]) -> bool:
    plain = _POSSESSIVE.sub("", role.replace("-", " ").replace(".", ""))
    words = " ".join(_full(word) for word in plain.split()).split()
    head = words[: words.index("of")] if "of" in words else words
    nouns = [word for word in head if role_noun(word) is not None]
    same = _SAME_OFFICE.get(noun, frozenset()) if modifiers or noun not in _ONLY_WITH_ITS_BODY else frozenset()
    if not nouns or (nouns[-1] != noun and nouns[-1] not in same):
        return False
    if nouns[-1] == "general" != noun and "secretary" not in head:
        return False  # "the NATO chief" is its secretary general, not a general
    told = all(_abbreviates(modifier, role) for modifier in modifiers - set(words))
    return told and not (_QUALIFIERS & set(head)) - modifiers


def _abbreviates(word: str, role: str) -> bool:
    """Whether a word is made of the initials of names in a role ("the NHA chief": "head of the Nordic … Agency")."""
    initials = "".join(part[0] for part in role.replace("-", " ").split() if part[0].isupper()).lower()
    return len(word) >= _SHORTEST_ACRONYM and word in initials
