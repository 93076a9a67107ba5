"""Who is meant: from a noun phrase, a name or a pronoun to a person, country, organisation or group.

One ``ArticleEntities`` is computed an article and shared by the extractors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.resolve.countries import country_name, find_country, scan_countries
from coalition_data.resolve.name_words import role_nouns
from coalition_data.resolve.organisations import (
    COALITION_WORDS,
    Organisation,
    body_kind,
    country_of_name,
    find_organisation,
    scan_organisations,
)
from coalition_data.resolve.people import Person, PersonIndex
from coalition_data.resolve.pronouns import FEMININE, MASCULINE, NEUTRAL, PLURAL, PRONOUNS, PronounResolver
from coalition_data.resolve.offices import country_of_role
from coalition_data.resolve.roles import clean_role
from coalition_data.resolve.tables import read_table, split_field

ActorKind = Literal["person", "country", "organisation", "coalition", "group", "anonymous", "document"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can speak, meet or promise.

    Attributes:
        kind: ``anonymous`` for an unnamed person ("a senior official"), ``group`` for unnamed many ("several Arab
            countries"), ``document`` for a text ("a joint statement").
        name: canonical name ("Marie Harf", "United States", "State Department"); None for anonymous.
        iso3: the country it is or speaks for, as far as the article and the lexicons tell.
        role: "State Department spokeswoman"; for anonymous, the description ("senior State Department official").
        adversary: whether it is the enemy of the coalition (Islamic State and other armed groups).
        start, end: offsets of the mention as printed (the noun phrase without relative clauses and appositions).
    """

    kind: ActorKind
    name: str | None
    iso3: str | None
    role: str | None
    adversary: bool
    start: int
    end: int


_LEFT_PARTS = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "nmod",
        "quantmod",
        "advmod",
        "predet",
        "case",
        "punct",
        "preconj",
        "neg",
        "npadvmod",
    }
)
_RIGHT_PREPOSITIONS = frozenset({"of", "for", "from", "on", "to", "in", "at", "with"})
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their"})
_METONYM_VERBS = frozenset(
    "say announce agree offer pledge promise want warn deny insist fear hope plan decide refuse reject accept demand urge call"
    " condemn accuse blame support oppose back press push seek send launch join lead commit rule consider weigh vow signal"
    " confirm claim argue believe respond react worry remain welcome express ask propose suggest threaten summon expel impose"
    " recognise recognize withdraw provide supply contribute deploy help hold host sign vote add tell note stress reiterate".split()
)


@lru_cache(maxsize=1)
def _mention_nouns() -> dict[str, str]:
    """Kind of unnamed actor or text by noun as it occurs."""
    return {noun: row["kind"] for row in read_table("mentions.csv") for noun in split_field(row["nouns"])}


class ArticleEntities:
    """Resolves the mentions of one parsed article.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self._people = PersonIndex(parsed)
        self._pronouns = PronounResolver(parsed, self._people)
        self._actors: dict[int, Actor | None] = {}

    @property
    def persons(self) -> list[Person]:
        """The article's persons in order of their discovery, with mentions, roles, country and gender."""
        return self._people.persons

    def person_of(self, token: Token) -> Person | None:
        """The person whose name, pronoun or definite role has ``token`` as its head."""
        named = self._people.person_at(token.i)
        if named is not None:
            return named[0]
        if token.lower in MASCULINE | FEMININE:
            return self._pronouns.person_of(token)
        if token.is_noun and self._is_definite(token):
            return self._person_with_role(token)
        return None

    def actor_of(self, token: Token) -> Actor | None:
        """The actor whose mention has ``token`` as its head (a pronoun is resolved to its antecedent)."""
        if token.i not in self._actors:
            self._actors[token.i] = None  # a phrase that refers to itself
            self._actors[token.i] = self._resolve(token)
        return self._actors[token.i]

    def actors_of(self, token: Token) -> tuple[Actor, ...]:
        """The actors of a noun phrase and of all its coordinates ("France, Britain and the Arab League")."""
        found: list[Actor] = []
        todo = [token]
        while todo:
            current = todo.pop(0)
            actor = self.actor_of(current)
            if actor is not None and (actor.start, actor.end) not in {(a.start, a.end) for a in found}:
                found.append(actor)
            todo += [child for child in current.children if child.dep == "conj" and child.i > current.i]
        return tuple(found)

    def country_of(self, token: Token) -> str | None:
        """The code of the country that the mention headed by ``token`` is or speaks for."""
        actor = self.actor_of(token)
        if actor is not None:
            return actor.iso3
        return country_of_name(self.noun_phrase(token).text)

    def is_adversary(self, token: Token) -> bool:
        """Whether ``token`` heads a mention of the enemy ("Islamic State fighters", "the militants")."""
        actor = self.actor_of(token)
        return actor is not None and actor.adversary

    def noun_phrase(self, token: Token) -> Span:
        """The mention headed by ``token``: without relative clauses, appositions and coordinates."""
        first, last = token.i, token.i + 1
        for child in reversed(token.children):
            if child.i < token.i and child.dep in _LEFT_PARTS and child.text not in ("“", '"', ",", "—", "–"):
                first = min(first, child.doc.edges[child.i][0])
        for child in token.children:
            if child.i == last and child.dep == "prep" and child.lower in _RIGHT_PREPOSITIONS:
                end = self._plain_end(child)
                last = max(last, end)
        return self.parsed.span(first, last)

    def _plain_end(self, preposition: Token) -> int:
        """End of a prepositional phrase without clauses."""
        last = preposition.i + 1
        noun = preposition.child("pobj")
        if noun is None or noun.i < preposition.i:
            return preposition.i
        last = self.noun_phrase(noun).last
        return max(last, noun.i + 1)

    def countries_in(self, span: Span) -> tuple[str, ...]:
        """The codes of all countries named in any form in ``span``, in order, without repetition."""
        codes = (mention.match.iso3 for mention in scan_countries(span.text))
        return tuple(dict.fromkeys(codes))

    def is_metonym_use(self, token: Token) -> bool:
        """Whether a capital stands for its government ("Paris said", "Baghdad's decision", not "in Paris")."""
        if token.dep in ("nsubj", "nsubjpass", "agent"):
            return token.head.lemma in _METONYM_VERBS
        if token.dep == "conj":
            return self.is_metonym_use(token.head)
        return (
            token.dep == "pobj"
            and token.head.lower in ("by", "between", "with", "against")
            and not token.head.lower == "in"
        )

    def _resolve(self, token: Token) -> Actor | None:
        if token.lower in PRONOUNS:
            return self._pronoun(token)
        named = self._people.person_at(token.i)
        if named is not None:
            person, mention = named
            start = self.parsed.starts[mention.full_first]
            return self._person_actor(person, start, mention.end)
        if not (token.is_noun or token.tag in ("JJ", "CD", "DT", "VBG")):
            return None
        return self._nominal(token)

    def _person_actor(self, person: Person, start: int, end: int) -> Actor:
        return Actor("person", person.name, person.iso3, person.role, False, start, end)

    def _pronoun(self, token: Token) -> Actor | None:
        if token.lower in MASCULINE | FEMININE:
            person = self._pronouns.person_of(token)
            return self._person_actor(person, token.start, token.end) if person else None
        if token.lower in NEUTRAL | PLURAL:
            antecedent = self._antecedent(token)
            if antecedent is not None:
                return Actor(
                    antecedent.kind,
                    antecedent.name,
                    antecedent.iso3,
                    antecedent.role,
                    antecedent.adversary,
                    token.start,
                    token.end,
                )
        return None

    def _antecedent(self, token: Token) -> Actor | None:
        """The nearest subject before "it" or "they" that is a country, body or group."""
        kinds = (
            ("country", "organisation", "coalition", "document")
            if token.lower in NEUTRAL
            else ("group", "organisation", "coalition", "anonymous")
        )
        sentence = token.sentence
        index = self.parsed.sentence_starts.index(sentence.first)
        for number in range(index, max(-1, index - 3), -1):
            span = self.parsed.sentences[number]
            for candidate in span:
                if candidate.i >= token.i:
                    break
                if candidate.dep in ("nsubj", "nsubjpass") and candidate.lower not in PRONOUNS:
                    actor = self.actor_of(candidate)
                    if actor is not None and actor.kind in kinds:
                        return actor
        return None

    def _nominal(self, token: Token) -> Actor | None:
        phrase = self.noun_phrase(token)
        short = self.parsed.span(phrase.first, token.i + 1)
        for span in (phrase, short, self._name_span(token)):
            actor = self._by_name(span, token)
            if actor is not None:
                return actor
        return self._by_noun(token, phrase)

    def _name_span(self, token: Token) -> Span:
        """The capitalised words that end with ``token``."""
        first = token.i
        while (
            first > 0
            and self.parsed.tags[first - 1] in ("NNP", "NNPS", "HYPH")
            and self.parsed.starts[first - 1] >= token.sentence.start
        ):
            first -= 1
        return self.parsed.span(first, token.i + 1)

    def _by_name(self, span: Span, token: Token) -> Actor | None:
        text = re.sub(r"^(?:the|The)\s+", "", span.text)
        text = re.sub(r"\s*[’']s?$", "", text)
        organisation = find_organisation(text)
        if organisation is not None and body_kind(token.lower) not in ("government", "forces"):
            return self._organisation_actor(organisation, span)
        match = find_country(text)
        if match is None:
            return None
        if match.form == "capital" and not self.is_metonym_use(token):
            return None
        if match.form == "adjective" and span.text[:4].lower() != "the " and token.tag == "JJ":
            return None
        return self._country_actor(match.iso3, span)

    def _organisation_actor(self, organisation: Organisation, span: Span) -> Actor:
        kind: ActorKind = "coalition" if organisation.kind == "coalition" else "organisation"
        return Actor(
            kind, organisation.name, organisation.iso3, None, organisation.kind == "adversary", span.start, span.end
        )

    def _country_actor(self, iso3: str, span: Span) -> Actor:
        return Actor("country", country_name(iso3), iso3, None, False, span.start, span.end)

    def _by_noun(self, token: Token, phrase: Span) -> Actor | None:
        lower = token.lower
        kind = _mention_nouns().get(lower)
        modifiers = self.parsed.span(phrase.first, token.i).text if phrase.first < token.i else ""
        listed = scan_organisations(modifiers)
        adversary = any(organisation.kind == "adversary" for organisation in listed)
        if lower in COALITION_WORDS:
            return Actor("coalition", "Coalition", None, None, False, phrase.start, phrase.end)
        body = body_kind(lower)
        if adversary and (
            body or kind in ("persons", "states", "unnamed") or lower in ("group", "network", "leader", "organization")
        ):
            name = next(organisation.name for organisation in listed if organisation.kind == "adversary")
            return Actor("organisation", name, None, None, True, phrase.start, phrase.end)
        if body is not None:
            actor = self._body_actor(token, phrase, body)
            if actor is not None:
                return actor
        if kind == "country":
            return self._its_country(token, phrase)
        if kind == "document":
            return Actor("document", _without_article(phrase.text), None, None, False, phrase.start, phrase.end)
        if lower in role_nouns() and kind != "unnamed":
            return self._role_actor(token, phrase)
        if kind == "unnamed":
            return self._role_actor(token, phrase)
        if kind in ("states", "persons"):
            iso3 = self._country_in(phrase, token)
            return Actor("group", _without_article(phrase.text), iso3, None, adversary, phrase.start, phrase.end)
        if token.tag in ("NNP", "NNPS") and token.entity is not None and token.entity.label in ("ORG", "NORP"):
            span = self._name_span(token)
            return Actor(
                "organisation",
                _without_article(span.text),
                country_of_name(span.text),
                None,
                False,
                span.start,
                span.end,
            )
        return None

    def _country_in(self, phrase: Span, token: Token) -> str | None:
        own = self.parsed.span(phrase.first, token.i + 1)
        code = country_of_name(own.text)
        if code is not None:
            return code
        for organisation in scan_organisations(own.text):
            if organisation.iso3:
                return organisation.iso3
        for child in own:
            if child.dep == "poss":
                owner = self.actor_of(child)
                if owner is not None and owner.iso3:
                    return owner.iso3
        return country_of_role(phrase.text)

    def _body_actor(self, token: Token, phrase: Span, body: str) -> Actor | None:
        listed = scan_organisations(phrase.text)
        if (
            any(organisation.kind == "coalition" for organisation in listed)
            or "coalition" in phrase.text.lower().split()
        ):
            return Actor("coalition", "Coalition", None, None, False, phrase.start, phrase.end)
        iso3 = self._country_in(phrase, token)
        if iso3 is not None and body in ("government", "forces"):
            return self._country_actor(iso3, phrase)
        if iso3 is not None or body != "forces":
            return Actor("organisation", _without_article(phrase.text), iso3, None, False, phrase.start, phrase.end)
        return None

    def _its_country(self, token: Token, phrase: Span) -> Actor | None:
        for child in token.children:
            if child.dep == "poss":
                owner = self.actor_of(child)
                if owner is not None and owner.iso3:
                    return self._country_actor(owner.iso3, phrase)
        iso3 = country_of_name(phrase.text)
        return self._country_actor(iso3, phrase) if iso3 else None

    def _role_actor(self, token: Token, phrase: Span) -> Actor | None:
        person = self._person_with_role(token) if self._is_definite(token) else None
        if person is not None:
            return self._person_actor(person, phrase.start, phrase.end)
        role = clean_role(phrase.text)
        if token.tag == "NNS" and _mention_nouns().get(token.lower) == "persons":
            return Actor(
                "group",
                _without_article(phrase.text),
                self._country_in(phrase, token),
                None,
                False,
                phrase.start,
                phrase.end,
            )
        return Actor("anonymous", None, self._country_in(phrase, token), role, False, phrase.start, phrase.end)

    def _is_definite(self, token: Token) -> bool:
        determiner = token.child("det", "poss")
        if determiner is not None:
            return determiner.lower in _DEFINITE or determiner.dep == "poss"
        return token.tag == "NNP"

    def _person_with_role(self, token: Token) -> Person | None:
        """The person last named before ``token`` whose role ends with this noun ("the spokeswoman")."""
        noun = token.lower
        modifiers = {child.lower for child in token.children if child.dep in ("amod", "compound") and child.i < token.i}
        best: tuple[int, Person] | None = None
        for person in self.persons:
            if not any(_role_fits(role, noun, modifiers) for role in person.roles):
                continue
            before = [mention.first for mention in person.mentions if mention.first < token.i]
            place = max(before) if before else -person.mentions[0].first
            if best is None or place > best[0]:
                best = (place, person)
        return best[1] if best else None


def _role_fits(role: str, noun: str, modifiers: set[str]) -> bool:
    words = role.lower().replace("-", " ").split()
    head = words[: words.index("of")] if "of" in words else words
    return noun in head and modifiers <= set(words)


def _without_article(text: str) -> str:
    return re.sub(r"^(?:the|a|an|this|that|its|their|his|her)\s+", "", text, flags=re.IGNORECASE)


def participant_kind(actor: Actor) -> str:
    """``kind`` of a meeting's host or participant: ``person``, ``country``, ``organisation``, ``group``."""
    return {"coalition": "organisation", "anonymous": "group", "document": "organisation"}.get(actor.kind, actor.kind)


def pledger_kind(actor: Actor) -> str:
    """``pledger_kind``: ``country``, ``organisation``, ``coalition``, ``group``; a person with a country is that country."""
    if actor.kind in ("person", "anonymous", "document"):
        return "country" if actor.iso3 else "organisation" if actor.kind == "person" else "group"
    return actor.kind


def speaker_kind(actor: Actor) -> str:
    """``speaker_kind``: ``person``, ``organisation``, ``document``, ``group``, ``anonymous``."""
    return "organisation" if actor.kind in ("country", "coalition") else actor.kind
