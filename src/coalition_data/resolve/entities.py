"""Who is meant: from a noun phrase, a name or a pronoun to a person, country, organisation or group.

One ``ArticleEntities`` is computed an article and shared by the extractors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.resolve.actors import Actor, ActorKind, participant_kind, pledger_kind, speaker_kind
from coalition_data.resolve.countries import country_name, scan_countries
from coalition_data.resolve.listed import CountryLists, PersonLists
from coalition_data.resolve.nominals import NominalResolver, is_metonym_use
from coalition_data.resolve.organisations import body_kind
from coalition_data.resolve.people import PersonIndex
from coalition_data.resolve.person import Person
from coalition_data.resolve.phrases import noun_phrase
from coalition_data.resolve.pronouns import FEMININE, MASCULINE, NEUTRAL, PLURAL, PRONOUNS, PronounResolver
from coalition_data.resolve.seats import Seat, seat_of

__all__ = ["Actor", "ActorKind", "ArticleEntities", "participant_kind", "pledger_kind", "speaker_kind"]

_SENTENCES_BACK = 2
"""How far "it" and "they" look for a subject."""
_NOMINAL_TAGS = frozenset(["NN", "NNS", "NNP", "NNPS", "JJ", "CD", "DT", "VBG", "PDT", "JJS"])


class ArticleEntities:
    """Resolves the mentions of one parsed article.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self._people = PersonIndex(parsed)
        self._pronouns = PronounResolver(parsed, self._people)
        self._nominals = NominalResolver(parsed, self._people, self.actor_of)
        self._actors: dict[int, Actor | None] = {}
        self._complete_countries()

    @property
    def persons(self) -> list[Person]:
        """The article's persons, with mentions, roles, country and gender."""
        return self._people.persons

    @property
    def home_country(self) -> str | None:
        """The country that the article is about, or None."""
        return self._people.home_country

    def person_of(self, token: Token) -> Person | None:
        """The person whose name, pronoun or definite role has ``token`` as its head."""
        named = self._people.person_at(token.i)
        if named is not None:
            return named[0]
        if token.lower in MASCULINE | FEMININE:
            return self._pronouns.person_of(token)
        return self._nominals.person_with_role(token) if token.is_noun else None

    def actor_of(self, token: Token) -> Actor | None:
        """The actor whose mention has ``token`` as its head (a pronoun is resolved to its antecedent)."""
        if token.i not in self._actors:
            self._actors[token.i] = None  # a phrase that refers to itself
            self._actors[token.i] = self._resolve(token)
        return self._actors[token.i]

    @cached_property
    def _lists(self) -> PersonLists:
        return PersonLists(self.parsed, self.persons)

    @cached_property
    def _country_lists(self) -> CountryLists:
        return CountryLists(self.parsed)

    def listed_with(self, token: Token) -> tuple[Token, ...]:
        """Heads of the other names in the list of persons, or of countries, that ``token`` belongs to."""
        return self._lists.beside(token) or self._country_lists.beside(token)

    def actors_of(self, token: Token) -> tuple[Actor, ...]:
        """The actors of a noun phrase and of all its coordinates ("France, Britain and the Arab League").

        "U.S. and British forces" are two countries.
        """
        found: dict[tuple[int, int, str | None], Actor] = {}
        todo = [token]
        while todo:
            current = todo.pop(0)
            for actor in self._shared_body(current) or (self.actor_of(current),):
                if actor is not None:
                    found.setdefault((actor.start, actor.end, actor.iso3), actor)
            todo += [child for child in current.children if child.dep == "conj" and child.i > current.i]
        return tuple(found.values())

    def _shared_body(self, token: Token) -> tuple[Actor, ...]:
        """Two and more countries in front of one body ("the French and Iraqi governments")."""
        forms = (token.lower, token.lower.removesuffix("s"))
        if not {"government", "forces", "equipment"} & {body_kind(form) for form in forms}:
            return ()
        phrase = noun_phrase(token)
        codes = self.countries_in(self.parsed.span(phrase.first, token.i + 1))
        if len(codes) < 2:
            return ()
        return tuple(
            Actor("country", country_name(code), code, None, False, phrase.start, phrase.end) for code in codes
        )

    def is_adversary(self, token: Token) -> bool:
        """Whether ``token`` heads a mention of the enemy ("Islamic State fighters", "the militants")."""
        actor = self.actor_of(token)
        return actor is not None and actor.adversary

    def noun_phrase(self, token: Token) -> Span:
        """The mention headed by ``token``: without relative clauses, appositions and coordinates."""
        return noun_phrase(token)

    def countries_in(self, span: Span) -> tuple[str, ...]:
        """The codes of all countries named in any form in ``span``, in order, without repetition."""
        return tuple(dict.fromkeys(mention.match.iso3 for mention in scan_countries(span.text)))

    def is_metonym_use(self, token: Token) -> bool:
        """Whether a capital stands for its government ("Paris said", not "in Paris")."""
        return is_metonym_use(token)

    def body_of_seat(self, token: Token) -> Seat | None:
        """The body of states that a city stands for ("Brussels"): the text names that, and not the city's country."""
        seat = seat_of(token.text)
        text = self.parsed.text
        meant = seat is not None and seat.named.search(text) is not None and seat.country.search(text) is None
        return seat if meant else None

    def _complete_countries(self) -> None:
        """ "his defence minister X" is of his country."""
        for person in self.persons:
            for owner in self._people.owners_of(person):
                if person.iso3 is None and person.is_office_holder:
                    actor = self.actor_of(self.parsed.tokens[owner])
                    if actor is not None:
                        person.iso3 = actor.iso3 or self._people.country_of_party(actor.name or "", actor.start)
            if person.iso3 is None and person.is_office_holder:
                person.iso3 = self._country_of_superior(person)
        self._people.complete_owned()
        self._actors.clear()

    def _country_of_superior(self, person: Person) -> str | None:
        """ "Rowe's deputy, Karl Lund" is of Rowe's country."""
        match = re.match(r"([\w-]+)['’]s? (?=[a-z])", person.role or "")
        if match is None:
            return None
        named = [other for other in self.persons if other is not person and other.name.split()[-1] == match.group(1)]
        return named[0].iso3 if len(named) == 1 else None

    def _resolve(self, token: Token) -> Actor | None:
        if token.lower in PRONOUNS and token.text != "US":
            return self._pronoun(token)
        named = self._people.person_at(token.i)
        if named is not None:
            person, mention = named
            return self._person(person, self.parsed.starts[mention.full_first], mention.end)
        if token.tag not in _NOMINAL_TAGS:
            return None
        seat = self.body_of_seat(token)
        if seat is not None and is_metonym_use(token):
            return Actor("organisation", seat.body, None, None, False, token.start, token.end)
        beside = self._people.mention_of_role_token(token.i)
        if beside is not None:
            person, mention = beside
            return self._person(person, self.parsed.starts[mention.full_first], mention.end)
        return self._nominals.resolve(token)

    def _person(self, person: Person, start: int, end: int) -> Actor:
        return Actor("person", person.name, person.iso3, person.role, False, start, end)

    def _pronoun(self, token: Token) -> Actor | None:
        if token.lower in MASCULINE | FEMININE:
            person = self._pronouns.person_of(token)
            return self._person(person, token.start, token.end) if person else self._unnamed(token)
        if token.lower in NEUTRAL | PLURAL and not _is_pleonastic(token):
            found = self._antecedent(token)
            if found is not None:
                return Actor(found.kind, found.name, found.iso3, found.role, found.adversary, token.start, token.end)
        return None

    def _unnamed(self, pronoun: Token) -> Actor | None:
        """ "She" after "the minister's spokeswoman said" or "a senior official said"."""
        head = self._pronouns.unnamed_of(pronoun)
        found = self.actor_of(head) if head is not None else None
        if found is None or found.kind not in ("anonymous", "person"):
            return None
        return Actor(found.kind, found.name, found.iso3, found.role, found.adversary, pronoun.start, pronoun.end)

    def _antecedent(self, token: Token) -> Actor | None:
        """The nearest subject before "it" or "they" that is a country, body or group."""
        kinds = (
            ("country", "organisation", "coalition", "document")
            if token.lower in NEUTRAL
            else ("group", "organisation", "coalition", "anonymous")
        )
        number = bisect_right(self.parsed.sentence_starts, token.i) - 1
        for back in range(number, max(-1, number - _SENTENCES_BACK - 1), -1):
            for candidate in self.parsed.sentences[back]:
                if candidate.i >= token.i:
                    break
                if candidate.dep in ("nsubj", "nsubjpass") and candidate.lower not in PRONOUNS:
                    actor = self.actor_of(candidate)
                    if actor is not None and actor.kind in kinds:
                        return actor
        return None


def _is_pleonastic(token: Token) -> bool:
    """ "It is clear that", "it was important to"."""
    if token.lower != "it" or token.dep not in ("nsubj", "nsubjpass"):
        return False
    clause = {child.dep for child in token.head.children}
    return (
        token.head.lemma in ("be", "seem", "appear")
        and bool({"acomp", "attr"} & clause)
        and bool({"ccomp", "xcomp", "advcl"} & clause)
    )
