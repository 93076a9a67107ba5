"""Who hosts a meeting, who takes part and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coalition_data.document import Token
from coalition_data.extract.meetings.bracketed import listed_in_brackets
from coalition_data.extract.meetings.clause_seats import chair_nouns
from coalition_data.extract.meetings.clauses import is_passive, subjects
from coalition_data.extract.meetings.counts import Count, find_counts
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.long_lists import all_seated
from coalition_data.extract.meetings.seats import OWN_SIDES, find_seats
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.extract.meetings.venues import find_venue
from coalition_data.resolve.countries import country_name, scan_countries
from coalition_data.resolve.entities import Actor, ArticleEntities
from coalition_data.resolve.organisations import scan_organisations
from coalition_data.resolve.outlets import outlet_kind

_HOSTED = re.compile(
    r"[-–](?:hosted|chaired|brokered|mediated|sponsored|organi[sz]ed|facilitated|convened|led|backed)\b", re.IGNORECASE
)
_PLACE_BEHIND = re.compile(r" (?:in|at|near|outside) (?:the )?[A-Z].*$")
_TOPIC_BEHIND = re.compile(r" (?:on|over|about|regarding|concerning) .*$")
_LONGEST_TITLE = 12
"""Tokens of an office before a comma and the name."""
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


@dataclass(frozen=True, slots=True)
class Party:
    """An actor at a meeting.

    Attributes:
        actor: who.
        mode: how, as in the table of meetings.
        is_host: hosts, chairs or organises.
        head: the token that names it.
    """

    actor: Actor
    mode: str
    is_host: bool
    head: Token

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own."""
        return self.actor.name is not None and self.actor.kind in ("person", "country", "organisation", "coalition")

    @property
    def is_identified(self) -> bool:
        """Named, or the one holder of an office of a country ("the Algerian prime minister")."""
        one = self.head.tag in ("NN", "NNP") and self.head.lemma.lower() in words("offices")
        return self.is_named or (self.actor.kind == "anonymous" and self.actor.iso3 is not None and one)

    @property
    def shown_name(self) -> str:
        """The name, or the office in the article's words, without the place behind it."""
        name = str(self.actor.name or self.actor.role)
        described = self.actor.kind in ("group", "anonymous") or name[:1].islower()
        if self.actor.kind == "anonymous":
            name = _TOPIC_BEHIND.sub("", name)  # "his counterpart on the crisis"
        return _PLACE_BEHIND.sub("", name) if described else name


@dataclass(frozen=True, slots=True)
class Parties:
    """All that a mention says about who takes part.

    Attributes:
        found: actors, in order.
        heads: nouns that stand for parties, resolved or not.
        counts: head counts.
        private: whether someone of private life is among them.
    """

    found: tuple[Party, ...] = ()
    heads: tuple[Token, ...] = ()
    counts: tuple[Count, ...] = ()
    private: bool = False


def find_parties(trigger: Trigger, entities: ArticleEntities) -> Parties:
    """The parties of one mention."""
    mode = _mode_of(trigger)
    seats = list(find_seats(trigger))
    found: list[Party] = []
    subtree = range(trigger.head.subtree.first, trigger.head.subtree.last)
    for seat in seats:
        if seat.token.head.lower == "with" and _is_on_the_agenda(seat.token):
            continue
        for actor, token in all_seated(seat.token, entities):
            if trigger.partner is not None and _is_of_another(token, seat.token, trigger.partner):
                continue
            if actor.adversary and _is_fought(token, trigger):
                continue
            if trigger.role in ("around", "at", "happen") and "spokes" in (actor.role or "").lower():
                continue  # who only speaks for the parties
            inside = (trigger.role == "absent" and _is_of_those_there(token, trigger)) or (
                trigger.role == "attend" and trigger.reading.negated and token.i in subtree
            )
            own = seat.mode or _own_mode(token, trigger) or (_mode_of(_without_absence(trigger)) if inside else mode)
            found.append(Party(actor, own, seat.is_host, token))
    if trigger.is_noun:
        denied = trigger.role == "absent" or trigger.reading.negated
        named = _mode_of(_without_absence(trigger)) if denied else mode
        found += [Party(actor, named, False, trigger.head) for actor in _parties_in_name(trigger.head)]
        found += [Party(actor, mode, True, trigger.head) for actor in _hosts_in_name(trigger.head)]
    if trigger.role not in ("around", "none", "wished"):
        found += [Party(actor, mode, False, trigger.head) for actor in listed_in_brackets(trigger.head)]
    for verb in (trigger.head, trigger.verb):
        if verb is not None and verb.is_verb:
            found += [Party(actor, mode, True, verb) for actor in _chairing_countries(verb)]
    tokens = tuple(seat.token for seat in seats)
    names = {mention.first for person in entities.persons for mention in person.mentions}
    found = [party for party in found if party.actor.kind != "anonymous" or not _is_title_before(party.head, names)]
    return Parties(
        _distinct(found),
        tokens,
        tuple(find_counts(trigger, tokens)),
        any(token.lemma in words("private") for token in tokens)
        or (not trigger.is_noun and any(_is_press(party.actor) for party in found)),
    )


def _is_title_before(office: Token, names: set[int]) -> bool:
    """ "French Minister of Europe and Foreign Affairs, Jean-Yves Le Drian": who is named behind the comma."""
    if office.tag not in ("NN", "NNP"):
        return False
    for token in office.doc.tokens[office.i + 1 : min(office.i + _LONGEST_TITLE, office.sentence.last)]:
        if token.text == ",":
            return token.i + 1 in names
        if not (token.text[:1].isupper() or token.lower in ("of", "for", "to", "in", "the", "and", "&")):
            return False
    return False


def _is_fought(token: Token, trigger: Trigger) -> bool:
    """ "ministers of the coalition against ISIS", "countries fighting ISIS": not one who meets, talks or is met."""
    clause = token.dep == "dobj" and token.head.is_verb and token.head not in (trigger.head, trigger.verb)
    beside = trigger.role in ("around", "at", "happen") and not _is_a_side(token, trigger)
    return clause or beside or token.head.lower == "against"


def _is_a_side(token: Token, trigger: Trigger) -> bool:
    """ "talks between the government and the Taliban took place": named behind the noun as one of its sides."""
    behind = (node.head for node in (token, *token.ancestors) if node.dep == "pobj")
    return any(node.lower in OWN_SIDES and node.head == trigger.head for node in behind)


def _is_on_the_agenda(token: Token) -> bool:
    """ "met in Brussels, with Syria and Libya high on the agenda": topics."""
    return any(node.lower == "agenda" for node in token.doc.tokens[token.i + 1 : token.sentence.last])


def _is_press(actor: Actor) -> bool:
    """ "sat down with MSNBC": an interview."""
    return actor.kind == "organisation" and outlet_kind(actor.name) == "press"


def _is_of_another(token: Token, seat: Token, partner: Token) -> bool:
    """ "met separately with A and B", "met with A and with B": B is of the other meeting."""
    if partner in (seat, seat.head) and token.i not in range(partner.subtree.first, partner.subtree.last):
        return True
    if seat.head == partner:
        return False
    others = [child.subtree for child in partner.children if child.dep == "conj"] if seat == partner else []
    return any(span.first <= token.i < span.last for span in others)


def _mode_of(trigger: Trigger) -> str:
    if trigger.role == "absent" or trigger.reading.negated:
        return "excluded"
    if trigger.verb is not None and trigger.verb.lemma in ("invite", "summon"):
        return "invited"
    return "expected" if trigger.reading.direction == "future" else "attended"


def _is_of_those_there(token: Token, trigger: Trigger) -> bool:
    """ "skipped the meeting with B", "the meeting of A and B, boycotted by C": A and B met."""
    head, verb = trigger.head, trigger.verb
    behind = verb is not None and token.i > verb.i and not is_passive(verb)
    return behind or head.subtree.first <= token.i < head.subtree.last


def _without_absence(trigger: Trigger) -> Trigger:
    """The mention without who stays away ("will skip a NATO meeting": NATO meets)."""
    return replace(trigger, role="none", verb=None, reading=replace(trigger.reading, negated=False))


def _own_mode(token: Token, trigger: Trigger) -> str | None:
    """A mode that the party's own words give ("remotely", "by video")."""
    verb = trigger.verb
    if verb is None or trigger.family in ("phone", "speak", "call", "discuss"):
        return None
    if is_remote(verb) and (token in subjects(verb) or token.head in subjects(verb)):
        return "remote"
    return None


def is_remote(verb: Token) -> bool:
    """Whether someone does it from afar: "joined by video link", "took part remotely"."""
    return any(node.lower in words("remote") for node in _adverbials(verb))


def _adverbials(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep in ("advmod", "prep", "npadvmod", "agent"):
            yield child
            for grandchild in child.children:
                yield grandchild
                yield from (node for node in grandchild.children if node.dep in ("compound", "amod"))


def _parties_in_name(head: Token) -> Iterator[Actor]:
    """ "the US-Iraq dialogue", "a NATO summit": two countries, or an organisation, before the noun.

    One country alone is as often the topic ("the Syria conference") and is left out.
    """
    left = min(
        [child.subtree.first for child in head.children if child.i < head.i and child.dep in _MODIFIERS] + [head.i]
    )
    span = head.doc.span(left, head.i + 1)
    countries = {mention.match.iso3 for mention in scan_countries(span.text) if mention.match.form != "capital"}
    if len(countries) >= 2 and re.search(r"\w[-–/]\w|\band\b", span.text):
        for iso3 in sorted(countries):
            yield Actor("country", country_name(iso3), iso3, None, False, span.start, span.end)
    for organisation in scan_organisations(span.text):
        if organisation.kind != "adversary" and find_venue(organisation.name) is None:
            yield Actor(organisation.kind, organisation.name, organisation.iso3, None, False, span.start, span.end)


def _hosts_in_name(head: Token) -> Iterator[Actor]:
    """ "the Swiss-hosted talks", "UN-brokered negotiations"."""
    left = min([child.subtree.first for child in head.children if child.i < head.i] + [head.i])
    span = head.doc.span(left, head.i)
    for match in _HOSTED.finditer(span.text) if len(span) else ():
        host = span.text[: match.start()].split()[-1]
        for country in scan_countries(host):
            name = country_name(country.match.iso3)
            yield Actor("country", name, country.match.iso3, None, False, span.start, span.end)
        for body in scan_organisations(host):
            if body.kind == "adversary":
                continue
            yield Actor(body.kind, body.name, body.iso3, None, False, span.start, span.end)


def _chairing_countries(verb: Token) -> Iterator[Actor]:
    """ "met under British chairmanship", "under UN auspices"."""
    for noun in chair_nouns(verb):
        for child in noun.children:
            if child.dep not in ("amod", "compound"):
                continue
            for country in scan_countries(child.text):
                name = country_name(country.match.iso3)
                yield Actor("country", name, country.match.iso3, None, False, child.start, child.end)
            for body in scan_organisations(child.text):
                if body.kind != "adversary":
                    yield Actor(body.kind, body.name, body.iso3, None, False, child.start, child.end)


def _distinct(parties: list[Party]) -> tuple[Party, ...]:
    found: dict[tuple[str, str | None], Party] = {}
    for party in parties:
        key = (party.actor.kind, party.actor.name or party.actor.role)
        known = found.get(key)
        found[key] = party if known is None else replace(known, is_host=known.is_host or party.is_host)
    return tuple(found.values())
