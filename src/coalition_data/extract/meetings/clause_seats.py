"""Who takes part by a clause beside the meeting word or its verb: "attended by A", "hosted by B", "with C".

The clause may hang on the word, on its verb, or on the date or place behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import members_of
from coalition_data.extract.meetings.clauses import agents, is_passive, read_verb, subjects
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.triggers import Trigger

ORGANISERS = frozenset({"hold", "stage"})
_CLAUSES_BESIDE = frozenset({"advcl", "acl", "prep", "csubj", "csubjpass"})
_PREDICATES = frozenset({"oprd", "acomp", "attr", "ccomp", "xcomp", "dobj", "advmod"})
_LEADERS = frozenset({"leadership", "presidency"})
"""Behind "with" those who are met ("met with the leadership of the party")."""


class Seat(NamedTuple):
    """A noun that stands for parties.

    Attributes:
        token: its head.
        is_host: whether they host, chair or organise.
        mode: how they take part, where the noun's own clause tells it.
    """

    token: Token
    is_host: bool = False
    mode: str | None = None


def sides_behind(verb: Token) -> Iterator[Seat]:
    """ "Talks were held in Vienna between A and B": the sides behind the verb."""
    for child in verb.children:
        if child.dep == "prep" and child.lower in ("between", "among") and child.i > verb.i:
            yield from (Seat(node) for node in child.children if node.dep == "pobj")


def chairs(verb: Token) -> Iterator[Token]:
    """ "under the chairmanship of A and B", "at the invitation of C"."""
    for noun in chair_nouns(verb):
        yield from members_of(noun)
        yield from (owner for owner in noun.children if owner.dep == "poss")


def chair_nouns(verb: Token) -> Iterator[Token]:
    """Nouns of chairing in the adverbials of a verb ("under British chairmanship")."""
    for child in verb.children:
        if child.dep == "prep" and child.lower in ("under", "at", "with"):
            yield from (
                node
                for node in child.children
                if node.lemma in words("chair_nouns") and (child.lower != "with" or node.lemma not in _LEADERS)
            )


def clauses_behind(head: Token) -> Iterator[Token]:
    """ "a conference in Oslo on May 12, which was chaired by A", "the meeting in B, hosted by C and chaired by D": the
    parser hangs the clause on the date or place.
    """
    inside, told = range(head.subtree.first, head.subtree.last), words("host") | {"attend"}
    for token in head.sentence:
        holder = token.head
        if token.i <= head.i or token.lemma not in told or not (agents(token) or _is_of_which(token)):
            continue
        if token.dep == "conj":
            holder = holder.head
        elif token.dep not in ("relcl", "advcl", "acl"):
            continue
        led_in = any(node.lower in ("which", ",") for node in token.doc.tokens[head.i + 1 : token.i])
        dated = holder.entity is not None and holder.entity.label in ("DATE", "GPE", "LOC", "FAC")
        if led_in and (dated or holder.is_verb or holder.i in inside):
            yield token


def _is_of_which(verb: Token) -> bool:
    """ "…, which Italy hosted"; not "which he called useful"."""
    return (
        verb.dep == "relcl"
        and verb.lemma != "call"
        and any(child.lower == "which" and child.dep == "dobj" for child in verb.children)
    )


def seats_of_clause(verb: Token, trigger: Trigger) -> Iterator[Seat]:
    """Parties of a clause on the noun: "attended by A", "which opened on Monday and was chaired by B"."""
    for node in (verb, *(child for child in verb.children if child.dep == "conj" and child.is_verb)):
        is_host = node.lemma in words("host") or (node.lemma in words("lead") and is_passive(node))
        if node.lemma == "call" and _says_what_it_is(node):
            continue
        if not is_host and node.lemma not in words("attend") | words("hold"):
            continue
        mode = None
        if trigger.role == "absent" or (trigger.verb is not None and trigger.verb.lemma in ("invite", "summon")):
            mode = "expected" if read_verb(node).direction == "future" else "attended"
        if is_passive(node):
            yield from (Seat(token, is_host, mode) for token in agents(node))
            yield from sides_behind(node)
            yield from (Seat(token, is_host=True) for token in chairs(node))
            continue
        organises = is_host or node.lemma in ORGANISERS
        yield from (Seat(token, organises, mode) for token in subjects(node) if token != verb.head)
        for child in node.children:
            if child.dep == "prep" and child.lower in ("with", "alongside"):
                yield from (Seat(token, is_host, mode) for token in child.children if token.dep == "pobj")


def _says_what_it_is(verb: Token) -> bool:
    """ "the summit, which he called useful"."""
    behind = verb.doc.tokens[verb.i + 1 : verb.i + 2]
    marked = any(token.text in ('"', "“", "``", "'", "‘") for token in behind)
    return marked or any(child.i > verb.i and child.dep in _PREDICATES for child in verb.children)


def assisted(head: Token) -> Iterator[Token]:
    """ "the committee, co-chaired by A and advised by B"."""
    for child in head.children:
        for node in (child, *child.children) if child.dep in ("acl", "relcl") else ():
            if node.lemma in words("assisting"):
                yield from agents(node)


def hosts_beside(verb: Token) -> Iterator[Seat]:
    """ "Hosted by A, the ministers met", "Co-hosted by B, the talks began", "The ministers met in C, hosted by D"."""
    for child in verb.children:
        if child.dep in _CLAUSES_BESIDE and child.lemma in words("host") - {"call"} and child.tag == "VBN":
            yield from (Seat(token, is_host=True) for token in agents(child))


def attending_beside(verb: Token) -> Iterator[Seat]:
    """ "met in Brasilia, with Bolivia attending as an observer"."""
    for child in verb.children:
        clause = child.child("pcomp") if child.lower == "with" else None
        told = words("attend") | words("host") | {"represent", "present"}
        for node in (clause, *clause.children) if clause is not None else ():
            if node.lemma in told and (node == clause or node.dep == "conj"):
                who = [other for other in node.children if other.dep in ("nsubj", "nsubjpass")]
                yield from (Seat(other, node.lemma in words("host")) for other in who)


def companions_of(verb: Token) -> Iterator[Seat]:
    """ "received A in the presence of B", "met C, accompanied by D"."""
    for child in verb.children:
        if child.lower == "in" and child.dep == "prep":
            presence = (node for node in child.children if node.lower == "presence")
            there = (other for node in presence for other in members_of(node))
            yield from (Seat(other) for other in there if other.lemma not in words("private"))  # "of the press"
        elif child.dep in ("advcl", "acl") and child.tag == "VBN" and child.lemma in words("accompany"):
            yield from (Seat(other) for other in agents(child))


def leaders(head: Token) -> Iterator[Token]:
    """ "a working group led by A and B", "a group on mines, chaired by A", where the parser hangs it on the mines."""
    topics = [node for child in head.children if child.dep == "prep" for node in child.children]
    for child in (*head.children, *(deeper for node in topics for deeper in node.children)):
        behind = child.dep in ("acl", "relcl") or (child.dep == "advcl" and child.tag == "VBN")
        if behind and (child.lemma in words("lead") or child.lemma in words("host")):
            yield from agents(child)
