"""What the resolvers of noun phrases share: the article, its persons, and the country inside a phrase."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property, lru_cache

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.resolve.actors import Actor, ActorKind
from coalition_data.resolve.countries import country_name, find_country, scan_countries
from coalition_data.resolve.name_words import role_noun
from coalition_data.resolve.offices import country_of_role
from coalition_data.resolve.organisations import Organisation, scan_organisations
from coalition_data.resolve.people import PersonIndex
from coalition_data.resolve.phrases import own_words, without_article
from coalition_data.resolve.role_words import role_kinds
from coalition_data.resolve.tables import read_table, split_field

UNNAMED_PARAGRAPHS = 4
"""Paragraphs over which an unnamed person stays who "the official" is."""
_INTRODUCED_AS = frozenset(["nsubj", "nsubjpass", "pobj"])
_INDEFINITE = frozenset(["a", "an", "one", "another"])
ActorOf = Callable[[Token], Actor | None]

OPPONENTS = re.compile(
    r"\b(?:rebels?|opposition|militants?|insurgents?|dissidents?|exiles?|refugees?|protesters?)\b", re.IGNORECASE
)
"""Groups of a country that do not speak for it."""


@lru_cache(maxsize=1)
def mention_nouns() -> dict[str, str]:
    """Kind of unnamed actor or text by noun as it occurs."""
    return {noun: row["kind"] for row in read_table("mentions.csv") for noun in split_field(row["nouns"])}


def organisation_actor(organisation: Organisation, span: Span) -> Actor:
    """A listed body as an actor."""
    kind: ActorKind = "coalition" if organisation.kind == "coalition" else "organisation"
    adversary = organisation.kind == "adversary"
    return Actor(kind, organisation.name, organisation.iso3, None, adversary, span.start, span.end)


def country_actor(iso3: str, span: Span) -> Actor:
    """A country as an actor."""
    return Actor("country", country_name(iso3), iso3, None, False, span.start, span.end)


def unnamed_persons(parsed: ParsedArticle, lower: list[str], *, of_a_country: bool = False) -> list[int]:
    """Heads of phrases that introduce one unnamed person as a subject or behind "according to" and "by", ascending.

    Args:
        parsed: the parsed article.
        lower: its tokens' texts in lower case.
        of_a_country: whether "the Czech state secretary" counts, too, who may have been named before.
    """
    found = set()
    for index, word in enumerate(lower):
        head, owner = parsed.heads[index], parsed.deps[index] == "poss" and parsed.tags[index][:2] == "NN"
        if head <= index or not (owner or word in _INDEFINITE or (of_a_country and word == "the")):
            continue
        if parsed.tags[head] != "NN" or parsed.deps[head] not in _INTRODUCED_AS or role_noun(lower[head]) is None:
            continue
        behind = parsed.heads[head]
        if parsed.deps[head] == "pobj" and lower[behind] != "by" and lower[behind - 1] != "according":
            continue
        if head + 1 < len(lower) and parsed.tags[head + 1][:3] == "NNP":
            continue  # "a spokesman, Col. Doe", whose name follows, and "a spokesman Jane Doe"
        if word == "the" and not (
            _names_its_country(parsed, index + 1)
            or _is_of_a_portfolio(lower, index + 1, head)
            or (head == index + 1 and _reports(parsed, head, lower))
        ):
            continue
        found.add(head)
    return sorted(found)


def _reports(parsed: ParsedArticle, head: int, lower: list[str]) -> bool:
    """Whether a rank or a voice is the subject of a verb of plain speech ("the general said that …")."""
    speaks = parsed.deps[head] == "nsubj" and parsed.lemmas[parsed.heads[head]] in ("say", "tell", "add")
    return speaks and lower[head] in _VOICES


_VOICES = frozenset(
    ["general", "admiral", "colonel", "major", "captain", "lieutenant", "commander", "officer", "official", "spokesman",
     "spokeswoman", "spokesperson", "envoy", "ambassador", "diplomat"]
)  # fmt: skip


def _is_of_a_portfolio(lower: list[str], first: int, head: int) -> bool:
    """Whether words between an article and a noun make an office of one ("the | foreign minister")."""
    return 0 < head - first <= 2 and lower[head] in _OFFICES and lower[first] not in _VAGUE


_OFFICES = frozenset(
    ["minister", "secretary", "ministry", "spokesman", "spokeswoman", "commander", "ambassador", "president"]
)
_VAGUE = frozenset(["new", "former", "then", "late", "senior", "other", "same", "next", "young", "old"])


def _names_its_country(parsed: ParsedArticle, index: int) -> bool:
    """Whether a token is the adjective of a country ("Czech")."""
    match = find_country(parsed.text[parsed.starts[index] : parsed.ends[index]])
    return match is not None and match.form == "adjective"


class MentionContext:
    """One article for the resolvers of noun phrases.

    Args:
        parsed: the parsed article.
        people: its persons.
        actor_of: resolves another token of the article (a possessor).
    """

    def __init__(self, parsed: ParsedArticle, people: PersonIndex, actor_of: ActorOf) -> None:
        self.parsed = parsed
        self.people = people
        self.actor_of = actor_of

    @cached_property
    def lower(self) -> list[str]:
        """The tokens' texts in lower case."""
        text = self.parsed.text
        return [text[start:end].lower() for start, end in zip(self.parsed.starts, self.parsed.ends, strict=True)]

    def unnamed_before(self, token: Token) -> Token | None:
        """The last person before the token who was introduced without a name, as who acts or speaks.

        "A senior official said", "one diplomat told", "the minister's aide", "according to a spokesman for the army".
        """
        place = bisect_left(self._unnamed, token.i)
        if place == 0:
            return None
        found = self.parsed.tokens[self._unnamed[place - 1]]
        back = self.parsed.paragraph_at(token.start) - self.parsed.paragraph_at(found.start)
        return found if back <= UNNAMED_PARAGRAPHS else None

    @cached_property
    def _unnamed(self) -> list[int]:
        """Heads of phrases that introduce one unnamed person, ascending."""
        return unnamed_persons(self.parsed, self.lower)

    def country_in(self, token: Token, phrase: Span) -> str | None:
        """The country that a phrase names beside its noun, or that of its possessor."""
        code = self.country_in_text(own_words(self.parsed, token, phrase))
        if code is not None:
            return code
        for child in token.children:
            if child.i < token.i and child.dep in ("poss", "compound", "nmod"):
                owner = self.actor_of(child)
                if owner is not None and owner.iso3 and not (child.dep != "poss" and owner.kind == "country"):
                    return owner.iso3
        return None

    def country_in_text(self, text: str) -> str | None:
        """The country for which the words of a phrase speak."""
        role = without_article(text)
        if role_kinds(role):
            return country_of_role(role)
        for organisation in scan_organisations(text):
            if organisation.iso3:
                return organisation.iso3
        text = re.sub(r"\b[\w.’']+-(?:based|born|educated|trained|backed|led|made)\b", "", text)
        return next((mention.match.iso3 for mention in scan_countries(text)), None)
