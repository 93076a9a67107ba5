"""Who hosts a meeting, who takes part and how, and the head counts that a mention prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import agents, is_passive, subjects
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.numbers import read_number
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.extract.meetings.venues import find_venue
from coalition_data.resolve.countries import country_name, scan_countries
from coalition_data.resolve.entities import Actor, ArticleEntities
from coalition_data.resolve.organisations import scan_organisations

_AMONG = frozenset(
    {"between", "among", "amongst", "with", "of", "by", "against", "alongside", "including", "from", "involving"}
)
_SENTENCES_BACK = 4
"""How far back "the two" can point: its own sentence and three before."""
_MEMBERS = frozenset({"of", "from"})


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
        """The name, or the office in the article's words."""
        return str(self.actor.name or self.actor.role)


@dataclass(frozen=True, slots=True)
class Count:
    """A head count as printed."""

    count: int
    unit: str


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
    heads = list(_heads(trigger))
    found: list[Party] = []
    for head, is_host in heads:
        for actor, token in actors_at(head, entities):
            if trigger.role in ("around", "at") and "spokes" in (actor.role or "").lower():
                continue  # who only speaks for the parties
            own = _own_mode(token, trigger) or mode
            found.append(Party(actor, own, is_host, token))
    if trigger.is_noun:
        found += [Party(actor, mode, False, trigger.head) for actor in _parties_in_name(trigger.head)]
    tokens = tuple(head for head, _ in heads)
    return Parties(
        _distinct(found),
        tokens,
        tuple(_counts(trigger, tokens)),
        any(token.lemma in words("private") for token in tokens),
    )


def _mode_of(trigger: Trigger) -> str:
    if trigger.role == "absent" or trigger.reading.negated:
        return "excluded"
    if trigger.verb is not None and trigger.verb.lemma in ("invite", "summon"):
        return "invited"
    return "expected" if trigger.reading.direction == "future" else "attended"


def _own_mode(token: Token, trigger: Trigger) -> str | None:
    """A mode that the party's own words give ("remotely", "by video")."""
    verb = trigger.verb
    if verb is None or trigger.family in ("phone", "speak", "call"):
        return None
    if any(node.lower in words("remote") for node in _adverbials(verb)):
        return "remote" if token in subjects(verb) or token.head in subjects(verb) else None
    return None


def _adverbials(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep in ("advmod", "prep", "npadvmod"):
            yield child
            yield from (grandchild for grandchild in child.children)


def actors_at(head: Token, entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    """The actors that a noun phrase names, coordinates included; "delegations of A and B" names A and B."""
    for token in coordinates(head):
        inner = _members(token)
        pair = _the_two(token, entities)
        if pair:
            yield from pair
            continue
        if token.tag == "NNS" and token.lemma in words("delegates") and (countries := list(_countries_before(token))):
            yield from ((actor, token) for actor in countries)
            continue
        if token.lemma.lower() in words("delegates") and inner:
            named = [pair for node in inner for pair in actors_at(node, entities) if pair[0].name is not None]
            if named:
                own = entities.actor_of(token)
                if own is not None and own.kind == "person" and own.name is not None:
                    yield own, token
                else:
                    yield from named
                continue
        actor = entities.actor_of(token)
        if actor is not None and actor.name is None:
            actor = _apposed_person(token, entities) or actor
        if actor is not None:
            yield actor, token


def _the_two(token: Token, entities: ArticleEntities) -> list[tuple[Actor, Token]]:
    """ "the two leaders", "both men": the two persons named last, where they are exactly two."""
    word = token.lower
    two = word in ("two", "both", "pair") or any(child.lower in ("two", "both") for child in token.children)
    if not two or not (token.tag == "CD" or word in ("both", "pair") or token.lemma in words("delegates") | {"man"}):
        return []
    doc = token.doc
    found: dict[str, Actor] = {}
    last, first = token.i, token.sentence.first
    for _ in range(_SENTENCES_BACK):
        for index in range(first, last):
            actor = entities.actor_of(doc.tokens[index])
            if actor is not None and actor.kind == "person" and actor.name:
                found.setdefault(actor.name, actor)
        if len(found) >= 2 or first == 0:
            break
        last, first = first, doc.sentence_at(first - 1).first
    return [(actor, token) for actor in found.values()] if len(found) == 2 else []


def _apposed_person(token: Token, entities: ArticleEntities) -> Actor | None:
    """ "the Bahraini prime minister, Prince Khalifa"."""
    for child in token.children:
        if child.dep == "appos":
            actor = entities.actor_of(child)
            if actor is not None and actor.kind == "person":
                return actor
    return None


def _countries_before(token: Token) -> Iterator[Actor]:
    """ "the French and German defence ministers", "Russia and Turkey's foreign ministers"."""
    left = min([child.subtree.first for child in token.children if child.i < token.i] + [token.i])
    span = token.doc.span(left, token.i)
    for mention in scan_countries(span.text) if len(span) else ():
        if mention.match.form != "capital":
            name = country_name(mention.match.iso3)
            yield Actor("country", name, mention.match.iso3, None, False, span.start, token.end)


def coordinates(head: Token) -> Iterator[Token]:
    """A noun and its coordinates, in order."""
    yield head
    if head.is_noun:
        for token in head.doc.tokens[head.subtree.first : head.i]:
            if token.dep == "nmod" and token.child("cc") is not None and token.is_noun:
                yield token  # "Kerry and Defense Secretary Carter": the parser hangs the first name on the last
    for child in head.children:
        if child.dep == "conj" and not child.is_verb:
            yield from coordinates(child)
        elif child.dep == "appos" and child.is_noun and (head.tag == "NNS" or head.tag == "PRP"):
            yield from coordinates(child)
        elif child.dep == "prep" and child.lower in ("including", "plus", "alongside"):
            for node in child.children:
                if node.dep == "pobj":
                    yield from coordinates(node)


def _members(token: Token) -> list[Token]:
    return [
        node
        for child in token.children
        if child.dep == "prep" and child.lower in _MEMBERS
        for node in child.children
        if node.dep == "pobj"
    ]


def _heads(trigger: Trigger) -> Iterator[tuple[Token, bool]]:
    """Nouns that stand for parties, with whether they host."""
    if not trigger.is_noun:
        yield from _verb_heads(trigger)
        return
    head, verb = trigger.head, trigger.verb
    if trigger.partner is not None:
        yield trigger.partner, False
        yield from ((token, False) for token in (subjects(verb) if verb is not None else ()))
        return
    yield from ((token, False) for token in _complements(head))
    for child in head.children:
        if child.dep in ("acl", "relcl"):
            yield from _clause_heads(child)
        elif child.dep == "poss" and child.lower not in ("its", "it") and not _is_time(child):
            yield child, False
    if verb is None:
        return
    if trigger.role == "host":
        yield from ((token, True) for token in (agents(verb) if is_passive(verb) else subjects(verb)))
        yield from ((token, True) for token in _chairs(verb))
    elif (
        trigger.role in ("called_off", "put_off")
        and not is_passive(verb)
        and any(c.lower == "with" for c in head.children)
    ):
        yield from ((token, False) for token in subjects(verb))
    elif trigger.role in ("hold", "attend", "absent", "at"):
        yield from ((token, True) for token in _chairs(verb))
        passive = is_passive(verb) and verb.lemma not in ("represent", "schedule", "expect", "invite", "set", "slate")
        yield from ((token, False) for token in (agents(verb) if passive else subjects(verb)) if token != head)
        if trigger.role != "at":
            yield from _companions(verb, head)
    elif trigger.role == "around" and _spoke_afterwards(head, verb):
        yield from ((token, False) for token in subjects(verb))
    elif trigger.role in ("around", "none") and _counterpart_is_subject(head):
        yield from (
            (token, False) for token in subjects(verb) if token.i not in range(head.subtree.first, head.subtree.last)
        )
    elif trigger.role == "happen" and is_passive(verb):
        yield from ((token, verb.lemma in words("host")) for token in agents(verb))


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


_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


def _spoke_afterwards(head: Token, verb: Token) -> bool:
    """ "Following the meeting the minister said": the speaker was there."""
    return head.dep == "pobj" and head.head.lower in ("after", "following") and verb.lemma in words("say")


def _counterpart_is_subject(head: Token) -> bool:
    """ "Trump decided after a meeting with B": who acts is the other side, unless the phrase names it itself."""
    preposition = head.head
    beside = head.dep == "pobj" and preposition.lower in ("after", "before", "during", "following", "in", "of", "at")
    owned = any(child.dep == "poss" or child.lower in ("between", "among") for child in head.children)
    return beside and not owned and any(child.dep == "prep" and child.lower == "with" for child in head.children)


def _chairs(verb: Token) -> Iterator[Token]:
    """ "under the chairmanship of A and B", "at the invitation of C"."""
    for child in verb.children:
        if child.dep == "prep" and child.lower in ("under", "at"):
            for node in child.children:
                if node.lemma in words("chair_nouns"):
                    yield from _members(node)
                    yield from (owner for owner in node.children if owner.dep == "poss")


def _companions(verb: Token, head: Token) -> Iterator[tuple[Token, bool]]:
    """ "joined Kerry for talks", "held a signing with Trump", "represented by Hariri", "sent Pompeo to join"."""
    for child in verb.children:
        if child.dep == "dobj" and child != head and verb.lemma in ("join", "invite", "send", "host", "meet"):
            yield child, False
        elif child.dep == "prep" and child.lower in ("with", "alongside"):
            yield from ((node, False) for node in child.children if node.dep == "pobj" and node != head)
    for node in (verb, *(child for child in verb.children if child.dep == "conj")):
        if node.lemma == "represent":
            yield from ((token, False) for token in agents(node))


def _complements(head: Token) -> Iterator[Token]:
    for child in head.children:
        if child.dep == "prep" and child.lower in _AMONG:
            for node in child.children:
                if node.dep == "pobj":
                    yield node
                elif node.dep == "prep":
                    yield from (deeper for deeper in node.children if deeper.dep == "pobj")


def _is_time(token: Token) -> bool:
    return token.entity is not None and token.entity.label in ("DATE", "TIME")


def _clause_heads(verb: Token) -> Iterator[tuple[Token, bool]]:
    """Parties of a clause on the noun: "attended by A", "which opened on Monday and was chaired by B"."""
    for node in (verb, *(child for child in verb.children if child.dep == "conj" and child.is_verb)):
        is_host = node.lemma in words("host")
        if not is_host and node.lemma not in words("attend") | words("hold"):
            continue
        if is_passive(node):
            yield from ((token, is_host) for token in agents(node))
            continue
        yield from ((token, is_host) for token in subjects(node) if token != verb.head)
        for child in node.children:
            if child.dep == "prep" and child.lower in ("with", "alongside"):
                yield from ((token, is_host) for token in child.children if token.dep == "pobj")


def _leaders(head: Token) -> Iterator[Token]:
    """ "a working group led by A and B"."""
    for child in head.children:
        if child.dep in ("acl", "relcl") and (child.lemma in words("lead") or child.lemma in words("host")):
            yield from agents(child)
    for child in head.children:
        if child.dep == "conj" and child.is_verb and child.lemma in words("lead"):
            yield from agents(child)


def _verb_heads(trigger: Trigger) -> Iterator[tuple[Token, bool]]:
    verb = trigger.head
    yield from ((token, True) for token in _chairs(verb))
    for subject in subjects(verb):
        yield from ((token, True) for token in _leaders(subject))
    hosts = trigger.family in ("receive", "bring")
    yield from ((token, hosts) for token in subjects(verb))
    if trigger.family == "received":
        yield from ((token, True) for token in agents(verb))
        return
    if trigger.partner is not None:
        yield from ((node, False) for node in trigger.partner.children if node.dep == "pobj")
        return
    for child in verb.children:
        if child.dep == "dobj" and trigger.family in ("meet", "phone", "receive", "bring", "see"):
            yield child, False
        elif child.dep == "prep" and child.lower in ("with", "to") and trigger.family in ("meet", "speak", "gather"):
            if child.lower == "to" and trigger.family != "speak":
                continue
            for node in child.children:
                if node.dep == "pobj":
                    yield node, False


def _counts(trigger: Trigger, heads: Iterable[Token]) -> Iterator[Count]:
    """ "conference of 17 countries", "attended by 49 delegations", "the 74-member coalition"."""
    nodes = [node for head in heads for token in coordinates(head) for node in (token, *_members(token))]
    spans = [trigger.head.subtree]
    if trigger.verb is not None and trigger.role not in ("around", "none", "at"):
        spans.append(trigger.verb.subtree)
    nodes += [token for span in spans for token in span]
    seen: set[tuple[int, str]] = set()
    for node in nodes:
        count = _count_at(node)
        if count is not None and (count.count, count.unit) not in seen:
            seen.add((count.count, count.unit))
            yield count


def _count_at(node: Token) -> Count | None:
    if node.lemma in words("units") and node.tag == "NNS":
        number = next((child for child in node.children if child.dep == "nummod"), None)
        value = read_number(number) if number is not None else None
        return Count(value, node.lower) if value is not None and value > 2 else None
    if node.lower in ("member", "nation", "country", "state", "strong") and node.i >= 2:
        number, hyphen = node.doc.tokens[node.i - 2], node.doc.tokens[node.i - 1]
        value = read_number(number) if hyphen.text in ("-", "–") and number.tag == "CD" else None
        return Count(value, f"{node.lower}s" if node.lower != "country" else "countries") if value else None
    return None


def _distinct(parties: list[Party]) -> tuple[Party, ...]:
    found: dict[tuple[str, str | None], Party] = {}
    for party in parties:
        key = (party.actor.kind, party.actor.name or party.actor.role)
        known = found.get(key)
        found[key] = party if known is None else replace(known, is_host=known.is_host or party.is_host)
    return tuple(found.values())
