"""Who hosts a meeting, who takes part and how, and the head counts that a mention prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import actors_at, coordinates, members_of
from coalition_data.extract.meetings.adjuncts import acting_pair
from coalition_data.extract.meetings.clauses import agents, is_passive, subjects, with_phrases
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
            if head == trigger.partner and _is_of_another(token, head):
                continue
            if trigger.role in ("around", "at", "happen") and "spokes" in (actor.role or "").lower():
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


def _is_of_another(token: Token, partner: Token) -> bool:
    """ "met separately with A and B": B is of the other meeting."""
    others = [child.subtree for child in partner.children if child.dep == "conj"]
    return any(span.first <= token.i < span.last for span in others)


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
    for clause in _clauses_behind(head):
        yield from ((token, True) for token in agents(clause))
    for child in head.children:
        if child.dep in ("acl", "relcl"):
            yield from _clause_heads(child)
        elif child.dep == "poss" and child.lower not in ("its", "it") and not _is_time(child):
            yield child, False
    if verb is None:
        return
    yield from _parties_of_verb(trigger, verb)


def _parties_of_verb(trigger: Trigger, verb: Token) -> Iterator[tuple[Token, bool]]:
    """Parties that the verb which governs the noun adds."""
    head, role = trigger.head, trigger.role
    clause = trigger.clause or verb
    acting = tuple(token for token in subjects(clause) if token.i not in range(head.subtree.first, head.subtree.last))
    with_whom = any(child.lower == "with" for child in head.children)
    if role == "host":
        yield from ((token, True) for token in (agents(verb) if is_passive(verb) else acting))
    elif role in ("hold", "attend", "absent", "at"):
        passive = is_passive(verb) and verb.lemma not in ("represent", "schedule", "expect", "invite", "set", "slate")
        yield from ((token, False) for token in (agents(verb) if passive else acting))
        if role != "at":
            yield from _companions(verb, head)
    elif (
        (role in ("called_off", "put_off") and with_whom and not is_passive(verb))
        or (role == "around" and _spoke_afterwards(head, verb))
        or (role in ("around", "none") and _counterpart_is_subject(head, trigger.clause is not None))
        or (trigger.clause is not None and role in ("around", "none") and acting_pair(clause, acting, head))
    ):
        yield from ((token, False) for token in acting)
    elif role == "happen" and _is_judged(verb, head):
        yield from ((token, False) for token in subjects(verb.head))
    elif role == "happen":
        for node in (verb, *(child for child in verb.children if child.dep == "acomp" and child.tag == "VBN")):
            if node != verb or is_passive(verb):
                yield from ((token, node.lemma in words("host")) for token in agents(node))
    if role in ("host", "hold", "attend", "absent", "at"):
        yield from ((token, True) for token in _chairs(verb))


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


def _counterpart_is_subject(head: Token, is_adjunct: bool) -> bool:
    """ "Trump decided after a meeting with B": who acts is the other side, unless the phrase names it itself."""
    preposition = head.head
    beside = is_adjunct or (
        head.dep == "pobj" and preposition.lower in ("after", "before", "during", "following", "in", "of", "at")
    )
    owned = any(
        (child.dep == "poss" and child.is_noun) or child.lower in ("between", "among") for child in head.children
    )
    return beside and not owned and any(child.dep == "prep" and child.lower == "with" for child in head.children)


def _is_judged(verb: Token, head: Token) -> bool:
    """ "Pompeo said the call with Lavrov was useful": who says how a meeting went was there."""
    if verb.lemma != "be" or verb.dep != "ccomp" or verb.head.lemma not in words("say"):
        return False
    owned = any((child.dep == "poss" and child.is_noun) or child.lower == "between" for child in head.children)
    return not owned and any(child.dep == "prep" and child.lower == "with" for child in head.children)


def _chairs(verb: Token) -> Iterator[Token]:
    """ "under the chairmanship of A and B", "at the invitation of C"."""
    for child in verb.children:
        if child.dep == "prep" and child.lower in ("under", "at"):
            for node in child.children:
                if node.lemma in words("chair_nouns"):
                    yield from members_of(node)
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


def _clauses_behind(head: Token) -> Iterator[Token]:
    """ "a conference in Oslo on May 12, which was chaired by A": the parser hangs the clause on the date or place."""
    for token in head.sentence:
        holder = token.head
        if token.dep not in ("relcl", "advcl") or token.i <= head.i or token.lemma not in words("host"):
            continue
        led_in = any(node.lower == "which" for node in token.doc.tokens[head.i + 1 : token.i])
        dated = holder.entity is not None and holder.entity.label in ("DATE", "GPE", "LOC", "FAC")
        if led_in and agents(token) and (dated or holder.is_verb):
            yield token


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
        if trigger.partner.is_noun:
            yield trigger.partner, False
        yield from ((node, False) for node in trigger.partner.children if node.dep == "pobj")
        return
    for child in verb.children:
        if child.dep == "dobj" and trigger.family in ("meet", "phone", "receive", "bring", "see"):
            yield child, False
        elif child.dep == "prep" and child.lower == "to" and trigger.family == "speak":
            for node in child.children:
                if node.dep == "pobj":
                    yield node, False
    if trigger.family in ("meet", "speak", "gather"):
        yield from ((node, False) for child in with_phrases(verb) for node in child.children if node.dep == "pobj")


def _counts(trigger: Trigger, heads: Iterable[Token]) -> Iterator[Count]:
    """ "conference of 17 countries", "attended by 49 delegations", "the 74-member coalition"."""
    nodes = [node for head in heads for token in coordinates(head) for node in (token, *members_of(token))]
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
