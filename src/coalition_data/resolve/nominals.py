"""Noun phrases to actors: names of countries and bodies, bodies by type, roles, groups, texts."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.resolve.actors import Actor, ActorKind
from coalition_data.resolve.body_mentions import BodyMentions
from coalition_data.resolve.countries import CountryMatch, find_country
from coalition_data.resolve.mention_context import (
    OPPONENTS,
    ActorOf,
    MentionContext,
    country_actor,
    mention_nouns,
    organisation_actor,
)
from coalition_data.resolve.name_words import role_noun
from coalition_data.resolve.offices import country_of_office
from coalition_data.resolve.organisations import COALITION_WORDS, body_kind, find_organisation, listed_organisation
from coalition_data.resolve.people import PersonIndex
from coalition_data.resolve.person import Person
from coalition_data.resolve.phrases import is_bare, name_span, noun_phrase, without_article
from coalition_data.resolve.politics import owners_of
from coalition_data.resolve.role_mentions import RoleMentions
from coalition_data.resolve.tables import read_table

_INSIDE_NAMES = frozenset(["of", "for", "the", "and", "on", "in", "to", "against", "-", "&", "–"])
_NAME_TAIL = 6
"""Tokens behind a noun that may belong to its name."""
_STATES_OF_USA = re.compile(
    r"\b(?:Florida|Texas|Ohio|Alabama|Tennessee|South Carolina|North Carolina|Virginia|Iowa|Atlanta|Savannah|Arizona)\b"
)
_COUNTRY_GEORGIA = re.compile(r"\b(?:Georgian|Tbilisi|Ossetia|Abkhazia|Caucasus|Saakashvili)\b")
_ORGANS = frozenset(["council", "commission", "committee", "secretariat", "parliament", "court", "assembly", "bureau"])
"""Organs that many organisations have under one name."""
_SHORTEST_ACRONYM = 3
_WORDS_OF_FULL_NAME = 2
_NOT_ORGANISATIONS = frozenset(["monday", "twitter", "facebook", "god", "islam", "state", "peace"])


@lru_cache(maxsize=1)
def _metonym_verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in read_table("metonym_verbs.csv"))


def is_metonym_use(token: Token) -> bool:
    """Whether a capital stands for its government ("Paris said", "talks between Washington and Ankara")."""
    if token.dep in ("nsubj", "nsubjpass"):
        return token.head.lemma in _metonym_verbs()
    if token.dep == "conj":
        return is_metonym_use(token.head)
    return token.dep == "pobj" and token.head.lower in ("by", "between", "against")


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
        self._context = MentionContext(parsed, people, actor_of)
        self._bodies = BodyMentions(self._context)
        self._roles = RoleMentions(self._context)

    def person_with_role(self, token: Token) -> Person | None:
        """The person meant by a role noun ("the spokeswoman")."""
        return self._roles.person_with_role(token)

    def resolve(self, token: Token) -> Actor | None:
        """The actor of the phrase headed by ``token``, or None for things and places."""
        phrase = noun_phrase(token)
        if token.lower in COALITION_WORDS and token.text.islower() and OPPONENTS.search(phrase.text):
            return self._bodies.coalition(token, phrase)  # "the opposition coalition" is not the one of the states
        named = self._by_name(token, phrase)
        if named is not None or token.tag in ("JJ", "CD", "DT", "VBG"):
            return named or (self._by_noun(token, phrase) if token.tag in ("CD", "DT", "JJ") else None)
        return self._by_noun(token, phrase)

    def _by_name(self, token: Token, phrase: Span) -> Actor | None:
        short = self.parsed.span(phrase.first, token.i + 1)
        owned = self._owned_body(token)
        if owned is not None:
            return owned
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

    def _owned_body(self, token: Token) -> Actor | None:
        """ "The AU Peace and Security Council", which is not the Security Council: a body with its owner in front."""
        if token.lower not in _ORGANS or not token.tag.startswith("NNP"):
            return None
        text, starts, floor = self.parsed.text, self.parsed.starts, token.sentence.first
        first = token.i
        while first > floor and (text[starts[first - 1]].isupper() or self._context.lower[first - 1] in ("and", "of")):
            first -= 1
        while first < token.i and self._context.lower[first] in ("the", "and", "of"):
            first += 1
        span = self.parsed.span(first, token.i + 1)
        listed = listed_organisation(span.text)
        if listed is not None:
            return organisation_actor(listed, span)
        owners = (listed_organisation(self.parsed.span(first, last).text) for last in range(token.i - 1, first, -1))
        owner = next((found for found in owners if found is not None), None)
        if owner is None or owner.kind != "organisation" or self._holds_a_person(span):
            return None
        return Actor("organisation", span.text, owner.iso3, None, False, span.start, span.end)

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
        return organisation_actor(organisation, span)

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
        return country_actor(match.iso3, span)

    def _is_us_state(self, match: CountryMatch, text: str) -> bool:
        return match.iso3 == "GEO" and text == "Georgia" and self._has_us_states

    @cached_property
    def _has_us_states(self) -> bool:
        text = self.parsed.text
        return _COUNTRY_GEORGIA.search(text) is None and len(set(_STATES_OF_USA.findall(text))) > 0

    def _stands_for_the_nation(self, token: Token) -> bool:
        """ "the French fear", not the language or a dangling adjective."""
        article = token.child("det")
        return article is not None and article.lower == "the"

    def _by_noun(self, token: Token, phrase: Span) -> Actor | None:
        lower = token.lower
        kind = mention_nouns().get(lower)
        if kind == "event":
            return None
        if lower in COALITION_WORDS:
            return self._bodies.coalition(token, phrase)
        enemy = self._bodies.enemy(token, phrase, kind)
        if enemy is not None:
            return enemy
        body = body_kind(lower)
        if (body is not None or kind == "body") and (actor := self._bodies.apposed(token, phrase)) is not None:
            return actor
        if body is not None and (actor := self._bodies.body(token, phrase, body)) is not None:
            return actor
        return self._by_kind(token, phrase, kind)

    def _by_kind(self, token: Token, phrase: Span, kind: str | None) -> Actor | None:
        text = without_article(phrase.text)
        actor: Actor | None
        if kind == "country":
            actor = self._its_country(token, phrase)
        elif kind == "quantity":
            actor = self._part_of_many(token, phrase)
        elif kind == "document" and not self._is_name_of_body(token):
            iso3 = self._context.country_in(token, phrase) or country_of_office(phrase.text) or self._issuer(token)
            actor = Actor("document", text, iso3, None, False, phrase.start, phrase.end)
        elif kind == "unnamed" or (role_noun(token.text) is not None and kind is None):
            actor = self._roles.actor(token, phrase)
        elif kind in ("states", "persons", "fighters"):
            iso3 = None
            if not OPPONENTS.search(text):
                iso3 = self._context.country_in(token, phrase) or self._people.domestic_country_of(text)
            actor = Actor("group", text, iso3, None, False, phrase.start, phrase.end)
        elif kind == "body":
            actor = self._short_form(token) or self._bodies.typed_body(token, phrase)
        else:
            actor = self._short_form(token) or self._by_label(token)
        return actor

    def _short_form(self, token: Token) -> Actor | None:
        """The body whose full name the article prints before, by its head noun alone ("the Observatory")."""
        before = token.i - 1
        if not token.tag.startswith("NNP") or before < 0 or self._context.lower[before] != "the":
            return None
        if not is_bare(token) or (token.entity is not None and token.entity.end > token.i + 1):
            return None
        heads = [head for head in self._heads_of_names.get(token.lower, ()) if head < token.i]
        found = {actor.name: actor for head in heads if (actor := self._context.actor_of(self.parsed.tokens[head]))}
        if len(found) != 1:
            return None
        full, phrase = next(iter(found.values())), noun_phrase(token)
        if full.kind not in ("organisation", "coalition"):
            return None
        return Actor(full.kind, full.name, full.iso3, None, full.adversary, phrase.start, phrase.end)

    @cached_property
    def _heads_of_names(self) -> dict[str, list[int]]:
        """Head tokens of the names of bodies of two and more words, by their noun."""
        heads: dict[str, list[int]] = {}
        for entity in self.parsed.entities:
            words = self._context.lower[entity.start : entity.end]
            plain = words[1:] if words[0] == "the" else words
            if entity.label != "ORG" or len(plain) < _WORDS_OF_FULL_NAME:
                continue
            joint = next((rank for rank, word in enumerate(words) if word in ("of", "for") and rank), len(words))
            heads.setdefault(words[joint - 1], []).append(entity.start + joint - 1)
        return heads

    def _issuer(self, token: Token) -> str | None:
        """The country of whom a text is from ("a statement from Jordan's army", "a letter sent by the king")."""
        for child in token.children:
            verb = next((one for one in child.children if one.dep == "agent"), None) if child.dep == "acl" else None
            preposition = verb or (child if child.lower in ("from", "by") else None)
            source = preposition.child("pobj") if preposition is not None else None
            actor = self._context.actor_of(source) if source is not None else None
            if source is not None and actor is not None:
                return actor.iso3 if source.child("conj") is None else None
        return None

    def _is_name_of_body(self, token: Token) -> bool:
        """ "The U.S. Geological Survey" is no survey."""
        return token.text[0].isupper() and token.entity is not None and token.entity.label == "ORG"

    def _part_of_many(self, token: Token, phrase: Span) -> Actor | None:
        """ "A number of senators", "some of the ministers"; alone only "some", "many" and the like as subjects."""
        of = token.child("prep")
        if of is None or of.lower != "of":
            alone = token.lower in ("some", "many", "several", "few", "most") and token.dep in (
                "nsubj",
                "nsubjpass",
                "agent",
            )
            return Actor("anonymous", None, None, phrase.text, False, phrase.start, phrase.end) if alone else None
        noun = of.child("pobj")
        actor = self._context.actor_of(noun) if noun is not None else None
        if actor is None or actor.kind not in ("group", "anonymous"):
            return None
        text = without_article(phrase.text)
        if mention_nouns().get(noun.lower if noun is not None else "") == "states":
            return Actor("group", text, actor.iso3, None, actor.adversary, phrase.start, phrase.end)
        return Actor("anonymous", None, actor.iso3, text, False, phrase.start, phrase.end)

    def _written_out(self, token: Token) -> Actor | None:
        """The body for whose name an acronym stands that the article itself writes out ("Sailors' Rescue Union")."""
        name = self._names_by_initials.get(token.text)
        if name is None or not token.tag.startswith("NNP"):
            return None
        phrase = noun_phrase(token)
        known = find_organisation(name)
        if known is not None:
            return organisation_actor(known, phrase)
        iso3 = None if OPPONENTS.search(name) else self._context.country_in_text(name)
        return Actor("organisation", name, iso3, None, False, phrase.start, phrase.end)

    @cached_property
    def _names_by_initials(self) -> dict[str, str]:
        """Names of bodies in the article by their initials, where one name alone has them."""
        names: dict[str, set[str]] = {}
        for entity in self.parsed.entities:
            if entity.label == "ORG":
                name = without_article(self.parsed.span(entity.start, entity.end).text)
                initials = "".join(word[0] for word in name.split() if word[0].isupper())
                if len(initials) >= _SHORTEST_ACRONYM and not name.isupper():
                    names.setdefault(initials, set()).add(name)
        return {initials: next(iter(found)) for initials, found in names.items() if len(found) == 1}

    def _by_label(self, token: Token) -> Actor | None:
        """An organisation that only the model knows."""
        if token.text.isupper() and len(token.text) >= _SHORTEST_ACRONYM:
            written = self._written_out(token)
            if written is not None:
                return written
        party = owners_of(token.text) if token.tag == "NNP" and is_bare(token) else None
        if party is not None and party.only is not None:  # "Likud said"
            return Actor("organisation", token.text, party.only, None, False, token.start, token.end)
        entity = token.entity
        if token.tag not in ("NNP", "NNPS") or entity is None or entity.label not in ("ORG", "NORP"):
            return None
        span = name_span(token)
        if self._holds_a_person(span) or token.lower in _NOT_ORGANISATIONS:
            return None
        kind: ActorKind = "group" if entity.label == "NORP" else "organisation"
        text = without_article(span.text)
        before = self.parsed.tokens[span.first - 1].text if span.first else ""
        iso3 = None if OPPONENTS.search(f"{before} {text}") else self._context.country_in_text(text)
        return Actor(kind, text, iso3, None, False, span.start, span.end)

    def _its_country(self, token: Token, phrase: Span) -> Actor | None:
        iso3 = self._context.country_in(token, phrase)
        return country_actor(iso3, phrase) if iso3 else None
