"""Who promises, to whom, and where: from mentions to pledger, recipient and scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.lexicon import party_lexicon, predicates
from coalition_data.extract.pledges.quantities import find_measures
from coalition_data.extract.pledges.words import conjuncts, lemma_of
from coalition_data.resolve.countries import country_name, find_country
from coalition_data.resolve.entities import Actor, ActorKind, ArticleEntities
from coalition_data.resolve.organisations import body_kind, find_organisation, scan_organisations

_QUANTIFIERS = frozenset(
    {"several", "some", "many", "most", "few", "dozens", "two", "three", "four", "five", "six", "seven"}
)
_PLACES = frozenset({"in", "over", "inside", "across", "within", "throughout", "near", "outside"})


@dataclass(frozen=True, slots=True)
class Party:
    """A state, organisation, coalition or group."""

    name: str
    kind: str
    iso3: str | None


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in party_lexicon().items()}


def party_words(name: str) -> frozenset[str]:
    """A list of the party lexicon as a set."""
    return _lists()[name]


def country_party(iso3: str) -> Party:
    """A country as a party."""
    return Party(country_name(iso3), "country", iso3)


def parties_of(token: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """Those whom a noun phrase makes promise: a minister or a ministry stands for the country."""
    found: list[Party] = []
    actors = entities.actors_of(token)
    if not actors and _speaks_for_capital(token):
        match = find_country(token.text)
        return (country_party(match.iso3),) if match is not None else ()
    for actor in actors:
        if actor.kind == "country" and _is_personal_name(token, actor):
            continue
        party = party_of(_plain(actor, token))
        if party is None:
            if not found:
                return ()
            continue
        if party not in found:
            found.append(party)
    named = [party for party in found if party.kind != "group" or (len(found) > 1 and _is_counted(party.name))]
    return tuple(named or found[:1])


def _is_counted(name: str) -> bool:
    """ "the EU and dozens of donor countries": many beside a name, and not "its allies"."""
    first = name.split(maxsplit=1)[0].lower() if name else ""
    return first in _QUANTIFIERS or first.isdigit()


def _plain(actor: Actor, token: Token) -> Actor:
    """An organisation whose mention runs over a coordination, cut down to its first part."""
    conjunct = token.child("conj")
    if actor.kind != "organisation" or conjunct is None or actor.end <= conjunct.subtree.start:
        return actor
    first = min([token.i, *(child.i for child in token.children if child.dep == "compound")])
    name = token.doc.span(first, token.i + 1).text
    known = find_organisation(name)
    if known is None:
        return actor
    kind: ActorKind = "coalition" if known.kind == "coalition" else "organisation"
    return replace(actor, kind=kind, name=known.name, iso3=known.iso3)


def _speaks_for_capital(token: Token) -> bool:
    """ "Berlin repeated": a capital that says or decides something is its government."""
    if token.dep != "nsubj" or token.tag != "NNP":
        return False
    if (
        lemma_of(token.head) not in predicates().operator_verbs
        and lemma_of(token.head) not in predicates().contributions
    ):
        return False
    match = find_country(token.text)
    personal = token.entity is not None and token.entity.label == "PERSON"
    return match is not None and match.form == "capital" and not personal


def _is_personal_name(token: Token, actor: Actor) -> bool:
    """A surname that is also a capital ("Amman", "London") is no government."""
    match = find_country(token.doc.text[actor.start : actor.end])
    personal = token.entity is not None and token.entity.label == "PERSON"
    return personal and match is not None and match.form == "capital"


def party_of(actor: Actor) -> Party | None:
    """The party that an actor promises for; None for an adversary, or who speaks for no party."""
    text = (actor.name or actor.role or "").lower()
    if actor.adversary or set(re.findall(r"[\w-]+", text)) & _lists()["adversaries"]:
        return None
    reader = _READERS.get(actor.kind)
    return reader(actor) if reader is not None else None


def _party_of_coalition(actor: Actor) -> Party:
    return Party(actor.name or "Coalition", "coalition", None)


def _party_of_country(actor: Actor) -> Party | None:
    return country_party(actor.iso3) if actor.iso3 is not None else None


def _party_of_person(actor: Actor) -> Party | None:
    role = (actor.role or "").lower()
    words = set(re.findall(r"[\w-]+", role))
    if words & _lists()["unofficial"]:
        return None
    for organisation in scan_organisations(actor.role or ""):
        if organisation.kind == "adversary":
            return None
        if organisation.iso3 is None:
            return Party(organisation.name, organisation.kind, None)
    if "coalition" in words:
        return Party("Coalition", "coalition", None)
    if actor.iso3 is None or (words and not words & _lists()["officials"]):
        return None
    return country_party(actor.iso3)


def _party_of_group(actor: Actor) -> Party | None:
    words = re.findall(r"[\w-]+", (actor.name or "").lower())
    if words and words[0] in _QUANTIFIERS and set(words) & _lists()["states"]:
        return Party(group_name(actor.name or ""), "group", None)
    for organisation in scan_organisations(actor.name or ""):
        if organisation.kind == "coalition":
            return Party(organisation.name, "coalition", None)
        if organisation.kind == "organisation" and organisation.iso3 is None:
            return Party(organisation.name, "organisation", None)
        if organisation.iso3 is not None and "members" in words:
            return country_party(organisation.iso3)  # "80 ADF members"
    if "coalition" in words:
        return Party("Coalition", "coalition", None)
    if set(words) & _lists()["irregulars"] or (actor.iso3 is not None and set(words) & {"partners", "members"}):
        return None
    if not set(_heads_of_group(words)) & _lists()["states"]:
        return country_party(actor.iso3) if actor.iso3 and set(words) & _lists()["state_persons"] else None
    return Party(group_name(actor.name or ""), "group", None)


def _heads_of_group(words: list[str]) -> list[str]:
    """A group's words up to its own noun: "governors in 24 states" are governors."""
    end = next((index for index, word in enumerate(words) if word in ("in", "from", "across") and index), len(words))
    return words[:end]


_BESIDE_GROUP = re.compile(
    r",? (?:in addition to|besides|apart from|aside from|as well as|along with|together with|other than|except)\b"
)
"""What leads from a group to who does not belong to it: "seven governments in addition to the United States"."""


def group_name(text: str) -> str:
    """The name of a group with its number in digits ("Twenty-six countries" is "26 countries")."""
    text = _BESIDE_GROUP.split(text, maxsplit=1)[0]
    for measure in find_measures(text):
        if not measure.is_money and measure.low == measure.low.to_integral() and measure.high is None:
            return f"{text[: measure.start]}{int(measure.low)}{text[measure.end :]}"
    return text


def _party_of_body(actor: Actor) -> Party | None:
    name = actor.name or ""
    known = find_organisation(name)
    last = name.lower().split()[-1] if name.split() else ""
    if body_kind(last) in ("party", "media", "company", "court", "police"):
        return None
    if actor.iso3 is not None:
        return country_party(actor.iso3) if known is not None or body_kind(last) else None
    if known is None or known.kind == "adversary":
        return None
    return Party(known.name, known.kind, None)


def party_of_modifier(noun: Token) -> Party | None:
    """The country that a unit belongs to: "British troops", "U.S. Marines", "Germany's jets"."""
    for child in noun.children:
        if child.dep in ("amod", "compound", "nmod", "poss") and child.i < noun.i:
            match = find_country(child.text)
            if match is None and child.entity is not None:
                match = find_country(noun.doc.span(child.entity.start, child.entity.end).text)
            if match is not None and match.form not in ("capital", "region"):
                return Party(match.name, "country", match.iso3)
            if child.lower == "coalition":
                return Party("Coalition", "coalition", None)
            inner = [child.i, *(part.i for part in child.children if part.dep == "compound" and part.i < child.i)]
            words = noun.doc.span(min(inner), child.i + 1).text
            body = find_organisation(words) if child.tag in ("NNP", "NNPS") else None
            if body is not None and body.kind != "adversary":
                return Party(body.name, body.kind, None) if body.iso3 is None else country_party(body.iso3)
    return _party_that_opens(noun)


def _party_that_opens(noun: Token) -> Party | None:
    """ "Australian water, sanitation and education experts": the country before a list of what they are for."""
    first = noun.doc[noun.subtree.first]
    listed = first.head != noun and first.head.dep in ("nmod", "compound", "amod") and first.dep == "amod"
    match = find_country(first.text) if listed and first.i < noun.i and noun.tag == "NNS" else None
    return Party(match.name, "country", match.iso3) if match is not None and match.form == "adjective" else None


def parties_of_modifiers(noun: Token) -> tuple[Party, ...]:
    """The countries that a unit belongs to, several where they are coordinated: "Danish and British instructors"."""
    first = party_of_modifier(noun)
    if first is None or not noun.tag.endswith("S"):
        return (first,) if first is not None else ()
    joined = [
        word
        for child in noun.children
        if child.dep in ("amod", "nmod", "compound") and child.i < noun.i
        for word in conjuncts(child)[1:]
        if word.i < noun.i
    ]
    found = [match.iso3 for word in joined if (match := find_country(word.text)) and match.form == "adjective"]
    return tuple(dict.fromkeys([first, *map(country_party, found)]))


def scope_of(tokens: Iterable[Token], pledgers: Iterable[Party]) -> tuple[str, ...]:
    """Countries in which the promise applies: after "in", "over", "inside"."""
    own = {party.iso3 for party in pledgers}
    found: list[str] = []
    for token in tokens:
        if token.dep == "prep" and token.lower in _PLACES:
            for noun in token.children:
                if noun.dep == "pobj":
                    found += [iso3 for iso3 in _countries(noun.subtree) if iso3 not in found and iso3 not in own]
    return tuple(found)


def _countries(span: Span) -> list[str]:
    found = []
    for token in span:
        if token.tag in ("NNP", "NNPS"):
            match = find_country(token.text)
            if match is None and token.entity is not None:
                match = find_country(token.doc.span(token.entity.start, token.entity.end).text)
            if match is not None and match.form in ("name", "adjective") and match.iso3 not in found:
                found.append(match.iso3)
    return found


_READERS: dict[str, Callable[[Actor], Party | None]] = {
    "coalition": _party_of_coalition,
    "person": _party_of_person,
    "anonymous": _party_of_person,
    "group": _party_of_group,
    "country": _party_of_country,
    "organisation": _party_of_body,
}
