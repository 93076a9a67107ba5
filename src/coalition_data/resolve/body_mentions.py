"""Bodies by their type: coalitions, governments, forces, ministries, campaigns, and the enemy."""

from __future__ import annotations

import re
from functools import cached_property

from coalition_data.document import Span, Token
from coalition_data.resolve.actors import Actor
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.mention_context import OPPONENTS, MentionContext, country_actor, organisation_actor
from coalition_data.resolve.name_words import role_noun
from coalition_data.resolve.organisations import body_kind, find_organisation, scan_organisations
from coalition_data.resolve.person import split_name
from coalition_data.resolve.phrases import is_bare, is_definite, noun_phrase, own_words, without_article

_TYPED = frozenset(["group", "network", "movement", "organisation", "organization", "caliphate"])
_PORTFOLIO = re.compile(
    r"the (?:defen[cs]e|foreign|interior|finance|health|justice|oil|energy|education|economy|trade|transport) ministry",
    re.IGNORECASE,
)
_TOKENS_BACK = 90
"""How far "the group" looks for a named body: about three sentences."""
_SORTS = frozenset(
    ["opposition", "exiled", "main", "umbrella", "rights", "monitoring", "advocacy", "aid", "rebel", "militant",
     "armed", "activist", "same", "jihadist", "extremist", "terrorist", "pressure", "lobby", "campaign"]
)  # fmt: skip
"""Words that say what sort of body "the group" is, and name none."""
_NEVER_BODIES = ("campaign", "team", "camp")


def _is_only_described(token: Token) -> bool:
    """Whether the words beside a noun only say what sort of body it is ("the exiled opposition group")."""
    beside = [child for child in token.children if child.dep in ("amod", "compound", "poss", "nmod", "prep")]
    return all(child.dep in ("amod", "compound") and child.lower in _SORTS for child in beside)


class BodyMentions:
    """Resolves mentions of bodies by their head noun.

    Args:
        context: the article.
    """

    def __init__(self, context: MentionContext) -> None:
        self.context = context
        self.parsed = context.parsed

    def coalition(self, token: Token, phrase: Span) -> Actor:
        """A coalition or alliance: the listed one, NATO, a government's, or the one against the Islamic State."""
        own = own_words(self.parsed, token, phrase)
        listed = find_organisation(without_article(own)) or next(
            (found for found in scan_organisations(own) if found.kind == "coalition"), None
        )
        if token.lower == "alliance" and listed is None and "NATO" in self.parsed.text:
            return Actor("organisation", "NATO", None, None, False, phrase.start, phrase.end)
        opposed = OPPONENTS.search(own) is not None
        if listed is not None and listed.kind == "coalition" and not opposed:
            return organisation_actor(listed, phrase)
        if opposed or "government" in own or "ruling" in own:
            return Actor("organisation", without_article(phrase.text), None, None, False, phrase.start, phrase.end)
        return Actor("coalition", "Coalition", None, None, False, phrase.start, phrase.end)

    def enemy(self, token: Token, phrase: Span, kind: str | None) -> Actor | None:
        """ "Islamic State fighters", "the ISIL leader", and "the militants" where the article has an enemy."""
        before = self.parsed.span(phrase.first, token.i).text if phrase.first < token.i else ""
        name = next((found.name for found in scan_organisations(before) if found.kind == "adversary"), None)
        typed = body_kind(token.lower) is not None or token.lower in _TYPED
        if name is not None and (
            kind in ("persons", "states", "fighters") or typed or role_noun(token.text) is not None
        ):
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

    def apposed(self, token: Token, phrase: Span) -> Actor | None:
        """The body that is named behind its kind ("the European police agency, Europol, estimates")."""
        name = token.child("appos")
        if name is None or name.i < token.i or not name.tag.startswith("NNP") or token.tag.startswith("NNP"):
            return None
        actor = self.context.actor_of(name)
        if actor is None or actor.kind != "organisation":
            return None
        return Actor(actor.kind, actor.name, actor.iso3, None, False, phrase.start, phrase.end)

    def body(self, token: Token, phrase: Span, body: str) -> Actor | None:
        """A government or forces as their country, ministries and the like as organisations of theirs."""
        own = own_words(self.parsed, token, phrase)
        if body in ("forces", "government", "equipment") and (
            re.search(r"\b[Cc]oalition\b", own) or any(found.kind == "coalition" for found in scan_organisations(own))
        ):
            return Actor("coalition", "Coalition", None, None, False, phrase.start, phrase.end)
        iso3 = None if OPPONENTS.search(own) else self.context.country_in(token, phrase)
        if iso3 is None and is_definite(token) and is_bare(token):
            iso3 = self._country_of_same_body(token)
            if iso3 is None and body == "government" and token.text[0].isupper():
                iso3 = self.context.people.main_country  # "the Government" in official texts
            if iso3 is None and body in ("ministry", "parliament"):
                iso3 = self.context.people.domestic_country
        if iso3 is None and body in ("ministry", "parliament"):
            iso3 = self._country_of_seat(token)
        if iso3 is None and token.lower == "ministry" and is_definite(token) and _PORTFOLIO.fullmatch(own):
            office = own.removeprefix("the ").removeprefix("The ").replace("ministry", "minister")
            iso3 = self.context.people.domestic_country or self.context.people.country_of_office_near(token, office)
        if iso3 is not None and body in ("government", "forces", "equipment"):
            return country_actor(iso3, phrase)
        if body == "equipment":
            return None
        if body == "forces" and iso3 is None:
            return Actor("group", without_article(phrase.text), None, None, False, phrase.start, phrase.end)
        return Actor("organisation", without_article(phrase.text), iso3, None, False, phrase.start, phrase.end)

    @staticmethod
    def _country_of_seat(token: Token) -> str | None:
        """ "the foreign ministry in Riyadh"."""
        for preposition in token.children:
            seat = preposition.child("pobj") if preposition.lower == "in" else None
            match = find_country(seat.text) if seat is not None else None
            if match is not None and match.form == "capital":
                return match.iso3
        return None

    def _country_of_same_body(self, token: Token) -> str | None:
        """ "the ministry" after "the Iraqi foreign ministry": the country of the last such body before."""
        for index in range(token.i - 1, -1, -1):
            if self.context.lower[index] == token.lower:
                earlier = self.parsed.tokens[index]
                if not is_bare(earlier):
                    return self.context.country_in(earlier, noun_phrase(earlier))
        return None

    def typed_body(self, token: Token, phrase: Span) -> Actor | None:
        """ "the Trump campaign", "the group": by its name, or as the body of that type named before."""
        text = without_article(phrase.text)
        if is_definite(token) and token.text.islower() and _is_only_described(token):
            earlier = self._body_before(token)
            if earlier is not None:
                return Actor(
                    earlier.kind, earlier.name, earlier.iso3, None, earlier.adversary, phrase.start, phrase.end
                )
        owner = token.child("poss")
        if token.lower in ("campaign", "camp") and owner is not None:
            person = self.context.actor_of(owner)
            if person is not None and person.kind == "person" and person.name:
                text = f"{split_name(person.name)[1]} {token.lower}"  # "Mr. Rubio's campaign" is the Rubio campaign
        return Actor("organisation", text, None, None, False, phrase.start, phrase.end)

    def _body_before(self, token: Token) -> Actor | None:
        """The last subject or named body before the token, in its sentence and the three before it."""
        floor = max(0, token.sentence.first - _TOKENS_BACK)
        for index in range(token.i - 1, floor, -1):
            candidate = self.parsed.tokens[index]
            if not candidate.is_noun or candidate.dep == "compound":
                continue
            if self.context.lower[index] == token.lower:
                if not is_bare(candidate):
                    return self.context.actor_of(candidate)
                continue
            if candidate.tag.startswith("NNP") and token.lower not in _NEVER_BODIES:
                actor = self.context.actor_of(candidate)
                if actor is not None and actor.kind in ("organisation", "coalition"):
                    return actor
        return None
