"""Who is meant: from a noun phrase, a name or a pronoun to a person, country, organisation or group.

One ``ArticleEntities`` is computed an article and shared by the extractors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coalition_data.document import ParsedArticle, Token

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


class ArticleEntities:
    """Resolves the mentions of one parsed article.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed

    def actor_of(self, token: Token) -> Actor | None:
        """The actor whose mention has ``token`` as its head (a pronoun is resolved to its antecedent)."""
        raise NotImplementedError

    def actors_of(self, token: Token) -> tuple[Actor, ...]:
        """The actors of a noun phrase and of all its coordinates ("France, Britain and the Arab League")."""
        raise NotImplementedError
