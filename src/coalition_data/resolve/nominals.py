"""Noun phrases to actors: names of countries and bodies, bodies by type, roles, groups, texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.resolve.actors import Actor, ActorKind
from coalition_data.resolve.countries import CountryMatch, country_name, find_country, scan_countries
from coalition_data.resolve.name_words import full_role_nouns, not_person_words, role_noun
from coalition_data.resolve.offices import country_of_role, is_state_office
from coalition_data.resolve.organisations import (
    COALITION_WORDS,
    Organisation,
    body_kind,
    find_organisation,
    listed_organisation,
    scan_organisations,
)
from coalition_data.resolve.people import Person, PersonIndex
from coalition_data.resolve.phrases import is_bare, is_definite, name_span, noun_phrase, own_words, without_article
from coalition_data.resolve.roles import clean_role, role_kinds
from coalition_data.resolve.tables import read_table, split_field

ActorOf = Callable[[Token], Actor | None]

_OPPONENTS = re.compile(
    r"\b(?:rebels?|opposition|militants?|insurgents?|dissidents?|exiles?|refugees?|protesters?)\b", re.IGNORECASE
)
"""Groups of a country that do not speak for it."""
_GOVERNMENT_METONYMS = frozenset(["government", "capital"])
_QUALIFIERS = frozenset(["vice", "deputy", "former", "assistant", "under", "ex", "elect", "late"])
"""Words that make another office of one: "the president" is not the vice president."""
_INSIDE_NAMES = frozenset(["of", "for", "the", "and", "on", "in", "to", "against", "-", "&", "–"])
_NAME_TAIL = 6
"""Tokens behind a noun that may belong to its name."""
_STATES_OF_USA = re.compile(
    r"\b(?:Florida|Texas|Ohio|Alabama|Tennessee|South Carolina|North Carolina|Virginia|Iowa|Atlanta|Savannah|Arizona)\b"
)
_COUNTRY_GEORGIA = re.compile(r"\b(?:Georgian|Tbilisi|Ossetia|Abkhazia|Caucasus|Saakashvili)\b")


@lru_cache(maxsize=1)
def mention_nouns() -> dict[str, str]:
    """Kind of unnamed actor or text by noun as it occurs."""
    return {noun: row["kind"] for row in read_table("mentions.csv") for noun in split_field(row["nouns"])}


@lru_cache(maxsize=1)
def _metonym_verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in read_table("metonym_verbs.csv"))


def is_metonym_use(token: Token) -> bool:
    """Whether a capital stands for its government ("Paris said", "talks between Washington and Ankara")."""
    if token.dep in ("nsubj", "nsubjpass"):
        return token.head.lemma in _metonym_verbs()
    if token.dep == "conj":
        return is_metonym_use(token.head)
    return (
        token.dep == "pobj"
        and token.head.lower in ("by", "between", "against")
        or (token.dep == "pobj" and token.head.lower == "with" and token.head.head.is_verb)
    )


class NominalResolver:
    """Resolves noun phrases of one article that are not names of persons.

    Args:
        parsed: the parsed article.
        people: its persons.
        actor_of: resolves another token of the article (a possessor).
    """

    def __init__(self, parsed: ParsedArticle, people: PersonIndex, actor_of: ActorOf) -> None:
        self.parsed = parsed
        self._people = people
        self._actor_of = actor_of

    def resolve(self, token: Token) -> Actor | None:
        """The actor of the phrase headed by ``token``, or None for things and places."""
        phrase = noun_phrase(token)
        named = self._by_name(token, phrase)
        if named is not None or token.tag in ("JJ", "CD", "DT", "VBG"):
            return named or (self._by_noun(token, phrase) if token.tag in ("CD", "DT", "JJ") else None)
        return self._by_noun(token, phrase)

    # Names

    def _by_name(self, token: Token, phrase: Span) -> Actor | None:
        short = self.parsed.span(phrase.first, token.i + 1)
        spans = [*self._longer_names(token), phrase, short, name_span(token), self.parsed.span(token.i, token.i + 1)]
        seen: set[str] = set()
        for span in spans:
            text = re.sub(r"\s*[’']s?$", "", without_article(span.text))
            if not text or text in seen or self._holds_a_person(span):
                continue
            seen.add(text)
            actor = self._named_body(text, token, span) or self._named_country(text, token, span)
            if actor is not None:
                return actor
        return None

    def _longer_names(self, token: Token) -> list[Span]:
        """Names that run on behind their first noun ("Doctors Without Borders")."""
        if not token.text[0].isupper():
            return []
        ends: list[int] = []
        for index in range(token.i + 1, min(token.i + _NAME_TAIL, token.sentence.last)):
            word = self.parsed.tokens[index].text
            if word[0].isupper():
                ends.append(index + 1)
            elif word not in _INSIDE_NAMES:
                break
        first = name_span(token).first
        return [self.parsed.span(start, end) for end in reversed(ends) for start in dict.fromkeys((first, token.i))]

    def _holds_a_person(self, span: Span) -> bool:
        return any(self._people.person_at(index) is not None for index in range(span.first, span.last))

    def _named_body(self, text: str, token: Token, span: Span) -> Actor | None:
        acting = body_kind(token.lower) in ("government", "forces", "equipment")
        organisation = listed_organisation(text) if acting else find_organisation(text)
        if organisation is None or (span.last - span.first == 1 and token.dep == "compound"):
            return None
        if organisation.name == text and token.lower in COALITION_WORDS and token.text.islower():
            return None
        return self._organisation(organisation, span)

    def _named_country(self, text: str, token: Token, span: Span) -> Actor | None:
        match = find_country(text)
        if match is None or self._is_us_state(match, text):
            return None
        if match.form == "capital" and not is_metonym_use(token):
            return None
        if match.form == "adjective" and not self._stands_for_the_nation(token):
            return None
        if match.form == "demonym" and (token.child("nummod") is not None or token.tag in ("NN", "NNP")):
            return None
        if match.form == "region" and token.tag.startswith("NNP"):
            return Actor("organisation", text, match.iso3, None, False, span.start, span.end)
        return self._country(match.iso3, span)

    def _is_us_state(self, match: CountryMatch, text: str) -> bool:
        return match.iso3 == "GEO" and text == "Georgia" and self._has_us_states

    @cached_property
    def _has_us_states(self) -> bool:
        text = self.parsed.text
        return _COUNTRY_GEORGIA.search(text) is None and len(set(_STATES_OF_USA.findall(text))) > 0

    def _stands_for_the_nation(self, token: Token) -> bool:
        """ "the French fear", "U.S. and Saudi objected", not the language or a dangling adjective."""
        if token.text.rstrip(".").isupper():
            return True
        article = token.child("det")
        return article is not None and article.lower == "the"

    def _organisation(self, organisation: Organisation, span: Span) -> Actor:
        kind: ActorKind = "coalition" if organisation.kind == "coalition" else "organisation"
        adversary = organisation.kind == "adversary"
        return Actor(kind, organisation.name, organisation.iso3, None, adversary, span.start, span.end)

    def _country(self, iso3: str, span: Span) -> Actor:
        return Actor("country", country_name(iso3), iso3, None, False, span.start, span.end)

    # Nouns

    def _by_noun(self, token: Token, phrase: Span) -> Actor | None:
        lower = token.lower
        kind = mention_nouns().get(lower)
        if kind == "event":
            return None
        if lower in COALITION_WORDS:
            return self._coalition(token, phrase)
        enemy = self._enemy(token, phrase, kind)
        if enemy is not None:
            return enemy
        body = body_kind(lower)
        if body is not None and (actor := self._body(token, phrase, body)) is not None:
            return actor
        return self._by_kind(token, phrase, kind)

    def _by_kind(self, token: Token, phrase: Span, kind: str | None) -> Actor | None:
        text = without_article(phrase.text)
        if kind == "country":
            return self._its_country(token, phrase)
        if kind == "document":
            return Actor("document", text, self._country_in(token, phrase), None, False, phrase.start, phrase.end)
        if kind == "unnamed" or (role_noun(token.text) is not None and kind is None):
            return self._role(token, phrase)
        if kind in ("states", "persons", "fighters"):
            iso3 = None if _OPPONENTS.search(text) else self._country_in(token, phrase)
            return Actor("group", text, iso3, None, False, phrase.start, phrase.end)
        if kind == "body":
            return self._typed_body(token, phrase)
        return self._by_label(token)

    def _by_label(self, token: Token) -> Actor | None:
        """An organisation that only the model knows."""
        entity = token.entity
        if token.tag not in ("NNP", "NNPS") or entity is None or entity.label not in ("ORG", "NORP"):
            return None
        span = name_span(token)
        if self._holds_a_person(span) or token.lower in (
            "monday",
            "twitter",
            "facebook",
            "god",
            "islam",
            "state",
            "peace",
        ):
            return None
        kind: ActorKind = "group" if entity.label == "NORP" else "organisation"
        text = without_article(span.text)
        return Actor(kind, text, self._country_in_text(text), None, False, span.start, span.end)

    def _coalition(self, token: Token, phrase: Span) -> Actor:
        own = own_words(self.parsed, token, phrase)
        listed = find_organisation(without_article(own)) or next(
            (found for found in scan_organisations(own) if found.kind == "coalition"), None
        )
        if token.lower == "alliance" and listed is None and "NATO" in self.parsed.text:
            return Actor("organisation", "NATO", None, None, False, phrase.start, phrase.end)
        if listed is None and "Saudi-led" in own:
            listed = find_organisation("Saudi-led coalition")
        if listed is not None and listed.kind == "coalition":
            return self._organisation(listed, phrase)
        if "government" in own or "ruling" in own:
            return Actor("organisation", without_article(phrase.text), None, None, False, phrase.start, phrase.end)
        return Actor("coalition", "Coalition", None, None, False, phrase.start, phrase.end)

    def _enemy(self, token: Token, phrase: Span, kind: str | None) -> Actor | None:
        """ "Islamic State fighters", "the ISIL leader", and "the militants" where the article has an enemy."""
        before = self.parsed.span(phrase.first, token.i).text if phrase.first < token.i else ""
        name = next((found.name for found in scan_organisations(before) if found.kind == "adversary"), None)
        typed = body_kind(token.lower) is not None or token.lower in (
            "group",
            "network",
            "movement",
            "organisation",
            "organization",
            "caliphate",
        )
        if name is not None and (
            kind in ("persons", "states", "fighters") or typed or role_noun(token.text) is not None
        ):
            if re.search(r"\b(?:anti|counter|defeat|against)\b", before, re.IGNORECASE):
                return None
            return Actor("organisation", name, None, None, True, phrase.start, phrase.end)
        if kind == "fighters" and self.main_enemy is not None:
            return Actor("organisation", self.main_enemy, None, None, True, phrase.start, phrase.end)
        return None

    @cached_property
    def main_enemy(self) -> str | None:
        """The armed group that the article names first, or None."""
        found = (
            organisation for organisation in scan_organisations(self.parsed.text) if organisation.kind == "adversary"
        )
        return next((organisation.name for organisation in found), None)

    def _body(self, token: Token, phrase: Span, body: str) -> Actor | None:
        own = own_words(self.parsed, token, phrase)
        if body in ("forces", "government", "equipment") and (
            re.search(r"\b[Cc]oalition\b", own) or any(found.kind == "coalition" for found in scan_organisations(own))
        ):
            return Actor("coalition", "Coalition", None, None, False, phrase.start, phrase.end)
        iso3 = None if _OPPONENTS.search(own) else self._country_in(token, phrase)
        if iso3 is None and is_definite(token) and is_bare(token):
            iso3 = self._country_of_same_body(token)
        if iso3 is not None and body in ("government", "forces", "equipment"):
            return self._country(iso3, phrase)
        if body == "equipment":
            return None
        if body == "forces" and iso3 is None:
            return Actor("group", without_article(phrase.text), None, None, False, phrase.start, phrase.end)
        return Actor("organisation", without_article(phrase.text), iso3, None, False, phrase.start, phrase.end)

    def _country_of_same_body(self, token: Token) -> str | None:
        """ "the ministry" after "the Iraqi foreign ministry": the country of the last such body before."""
        for index in range(token.i - 1, -1, -1):
            if self._lower[index] == token.lower:
                earlier = self.parsed.tokens[index]
                if not is_bare(earlier):
                    return self._country_in(earlier, noun_phrase(earlier))
        return None

    @cached_property
    def _lower(self) -> list[str]:
        text = self.parsed.text
        return [text[start:end].lower() for start, end in zip(self.parsed.starts, self.parsed.ends, strict=True)]

    def _typed_body(self, token: Token, phrase: Span) -> Actor | None:
        """ "the Trump campaign", "the group": by its name, or as the body of that type named before."""
        text = without_article(phrase.text)
        if is_bare(token) and is_definite(token) and token.text.islower():
            earlier = self._body_before(token)
            if earlier is not None:
                return Actor(
                    earlier.kind, earlier.name, earlier.iso3, None, earlier.adversary, phrase.start, phrase.end
                )
        return Actor("organisation", text, None, None, False, phrase.start, phrase.end)

    def _body_before(self, token: Token) -> Actor | None:
        """The last subject or named body before the token, in its sentence and the three before it."""
        floor = max(0, token.sentence.first - 90)
        for index in range(token.i - 1, floor, -1):
            candidate = self.parsed.tokens[index]
            if not candidate.is_noun or candidate.dep == "compound":
                continue
            if self._lower[index] == token.lower:
                if not is_bare(candidate):
                    return self._actor_of(candidate)
                continue
            if candidate.tag.startswith("NNP") and token.lower not in ("campaign", "team", "camp"):
                actor = self._actor_of(candidate)
                if actor is not None and actor.kind in ("organisation", "coalition"):
                    return actor
        return None

    def _its_country(self, token: Token, phrase: Span) -> Actor | None:
        iso3 = self._country_in(token, phrase)
        return self._country(iso3, phrase) if iso3 else None

    # Countries inside a phrase

    def _country_in(self, token: Token, phrase: Span) -> str | None:
        """The country that a phrase names beside its noun, or that of its possessor."""
        code = self._country_in_text(own_words(self.parsed, token, phrase))
        if code is not None:
            return code
        for child in token.children:
            if child.i < token.i and child.dep in ("poss", "compound", "nmod"):
                owner = self._actor_of(child)
                if owner is not None and owner.iso3 and not (child.dep != "poss" and owner.kind == "country"):
                    return owner.iso3
        return None

    def _country_in_text(self, text: str) -> str | None:
        role = without_article(text)
        if role_kinds(role):
            return country_of_role(role)
        for organisation in scan_organisations(text):
            if organisation.iso3:
                return organisation.iso3
        text = re.sub(r"\b[\w.’']+-(?:based|born|educated|trained|backed|led|made)\b", "", text)
        return next((mention.match.iso3 for mention in scan_countries(text)), None)

    # Roles

    def _role(self, token: Token, phrase: Span) -> Actor | None:
        person = self.person_with_role(token)
        if person is not None:
            return Actor("person", person.name, person.iso3, person.role, False, phrase.start, phrase.end)
        role = without_article(phrase.text)
        iso3 = self._country_in(token, phrase) or country_of_role(role) or self._country_served(token)
        if iso3 is None and is_state_office(role):
            iso3 = self._people.main_country
        if is_definite(token) and is_bare(token) and iso3 is None:
            earlier = self._same_anonymous(token)
            if earlier is not None:
                return Actor("anonymous", None, earlier.iso3, earlier.role, False, phrase.start, phrase.end)
        if token.tag == "NNS" and mention_nouns().get(token.lower) == "persons":
            return Actor("group", without_article(phrase.text), iso3, None, False, phrase.start, phrase.end)
        return Actor("anonymous", None, iso3, clean_role(phrase.text), False, phrase.start, phrase.end)

    def _country_served(self, token: Token) -> str | None:
        """ "an adviser to Mattis" is of his country."""
        for preposition in token.children:
            if preposition.dep == "prep" and preposition.lower in ("to", "of", "for"):
                served = preposition.child("pobj")
                actor = self._actor_of(served) if served is not None else None
                if actor is not None and actor.kind == "person":
                    return actor.iso3
        return None

    def _same_anonymous(self, token: Token) -> Actor | None:
        """ "the official" after "a senior State Department official"."""
        for index in range(token.i - 1, -1, -1):
            if self._lower[index] == token.lower:
                candidate = self.parsed.tokens[index]
                if not is_bare(candidate):
                    actor = self._actor_of(candidate)
                    return actor if actor is not None and actor.kind == "anonymous" else None
        return None

    def person_with_role(self, token: Token) -> Person | None:
        """The person meant by a role noun: named beside it, or last named before with that role ("the spokeswoman")."""
        beside = self._named_beside(token)
        if beside is not None or not is_definite(token):
            return beside
        noun = _full(token.lower)
        modifiers = {
            _full(child.lower)
            for child in token.children
            if child.dep in ("amod", "compound") and child.i < token.i and child.lower not in ("former", "then")
        }
        best: tuple[int, Person] | None = None
        for person in self._people.persons:
            if any(_role_fits(role, noun, modifiers) for role in person.roles):
                if not modifiers and self._is_foreign(person, token):
                    continue
                before = [mention.first for mention in person.mentions if mention.first < token.i]
                place = before[-1] if before else -person.mentions[0].first
                if best is None or place > best[0]:
                    best = (place, person)
        return best[1] if best else None

    def _is_foreign(self, person: Person, token: Token) -> bool:
        """Whether "the president" would be another country's than the article's, without being named just before."""
        main = self._people.main_country
        if main is None or person.iso3 in (None, main):
            return False
        here = self.parsed.paragraph_at(token.start)
        return not any(
            0 <= here - self.parsed.paragraph_at(m.start) <= 1 and m.first < token.i for m in person.mentions
        )

    def _named_beside(self, token: Token) -> Person | None:
        """The person whose role this noun is, or whose name is its apposition ("a strategist, John Weaver,")."""
        named = self._people.person_of_role_token(token.i)
        if named is not None:
            return named
        for child in token.children:
            if child.dep == "appos" and child.i > token.i:
                found = self._people.person_at(child.i)
                if found is not None:
                    return found[0]
        return None


def _full(word: str) -> str:
    noun = role_noun(word)
    return full_role_nouns().get(noun, noun) if noun is not None else word


def _role_fits(role: str, noun: str, modifiers: set[str]) -> bool:
    words = [_full(word) for word in role.lower().replace("-", " ").replace(".", "").split()]
    head = words[: words.index("of")] if "of" in words else words
    nouns = [word for word in head if role_noun(word) is not None]
    if not nouns or nouns[-1] != noun:
        return False
    return modifiers <= set(words) and not (_QUALIFIERS & set(head)) - modifiers


def is_thing_word(text: str) -> bool:
    """Whether a capitalised word is known as no person's."""
    return text.casefold() in not_person_words()
