"""What a reading takes over from a token that governs it: modals, subject, predicate, who reports."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import (
    Reading,
    agent_of,
    holder_of,
    is_negated,
    is_passive,
    operator_above,
    own_subject,
    subject_above,
)
from coalition_data.extract.pledges.lexicon import Operator, party_lexicon, predicates


def is_infinitive(verb: Token) -> bool:
    """Whether the verb has "to" before it."""
    return any(child.lower == "to" and child.dep == "aux" for child in verb.children)


def take_modals(reading: Reading, node: Token) -> None:
    """Note the modals of a verb."""
    modals = [child for child in node.children if child.tag == "MD"]
    fronted = len(modals) > 1 and modals[0].lower == "should"  # "Should the truce collapse, France would send"
    reading.modals |= {child.lower for child in (modals[1:] if fronted else modals)}


def take_subject(reading: Reading, node: Token) -> None:
    """Note who acts, unless it is known already."""
    if reading.subject is None:
        verbal = node.is_verb or any(child.tag == "MD" for child in node.children)
        subject = own_subject(node) if verbal else None
        if subject is not None and not (is_passive(node) and subject.dep == "nsubjpass" and node == reading.act):
            reading.subject = subject
    if reading.subject is None and is_passive(node) and node == reading.act:
        reading.subject = agent_of(node)


def take_report(reading: Reading, head: Token, operator: Operator) -> Token:
    """Note who reports; a weak predicate that reports counts for the stance, too."""
    if is_negated(head) and head.lemma in ("say", "indicate", "make", "specify"):
        reading.rejected = "not said"
    if reading.reporter is None:
        reading.reporter = head
        told_by = head.head.head if head.dep == "pcomp" else head  # "declared its resolve by saying that they"
        reading.speaker = subject_above(told_by) or _described(head)
    if operator.name != "report":
        reading.operators.append((operator, head, is_negated(head)))
    return head


def _described(verb: Token) -> Token | None:
    """ "Sweden's armed forces announced that": who tells, where the parser takes the verb for a participle."""
    told = verb.dep == "acl" and verb.tag == "VBN" and verb.child("ccomp") is not None and agent_of(verb) is None
    return verb.head if told and verb.head.is_noun else None


def denied(reading: Reading, head: Token, operator: Operator | None) -> Operator | None:
    """The predicate, or a refusal where what lies ahead is denied: "denied that it would send", "denied plans"."""
    if operator is None or head.lemma != "deny":
        return operator
    weighed = any(child.lower == "under" for child in reading.act.children)  # "denied that it is under consideration"
    ahead = reading.future or reading.possible or weighed or reading.has("consider", "offer")
    return predicates().operator_verbs["refuse"] if ahead else operator


def take_operator(reading: Reading, head: Token, operator: Operator) -> Token:
    """Note a predicate above the act, with its negation, modals and subject."""
    operator = denied(reading, head, operator) or operator
    if operator.stance == "reject":
        reading.rejected = f"{operator.name}: {head.lemma}"
    reading.operators.append((operator, head, is_negated(head)))
    take_modals(reading, head)
    take_subject(reading, head)
    reading.clause = head
    return head


def take_noun(reading: Reading, noun: Token, operator: Operator) -> Token | None:
    """Note a noun that carries the promise, and whose it is."""
    governor = noun.head if noun.dep == "dobj" else noun.head.head if noun.dep == "pobj" else None
    above = operator_above(governor) if governor is not None and governor.is_verb else None
    granted = governor is not None and governor.lemma in ("accept", "agree", "approve", "grant")
    answers = above is not None and (above.stance in ("declined", "considering") or granted)
    if operator.stance == "reject" and above is not None and answers:
        reading.subject = None  # "turned down a request to send": who refuses is asked to act
        return take_operator(reading, noun.head if noun.dep == "dobj" else noun.head.head, above)
    if operator.stance == "reject":
        reading.rejected = f"{operator.name}: {noun.lemma}"
        return None
    reading.operators.append((operator, noun, is_negated(noun)))
    reading.clause = noun
    if reading.subject is None:
        holder = holder_of(noun)
        reading.subject = None if holder is not None and _is_asked_of(holder, governor) else holder
    return noun


def _is_asked_of(holder: Token, verb: Token | None) -> bool:
    """ "Denmark's parliament has approved the government's plan": who approves says whose government it is."""
    subject = verb.child("nsubj") if verb is not None else None
    bare = all(child.dep in ("det", "case") for child in holder.children)
    return bare and subject is not None and holder.lower in _OWN_BODIES and subject.lower in _OWN_BODIES


_PARLIAMENTS = frozenset(party_lexicon()["parliaments"]) | frozenset(party_lexicon()["voters"])
_OWN_BODIES = frozenset(party_lexicon()["home_bodies"]) | _PARLIAMENTS


def is_parliament(subject: Token) -> bool:
    """ "The Commons", "Danish MPs": a parliament, or its members."""
    return subject.lower in _PARLIAMENTS


def subject_of_relative(reading: Reading, node: Token) -> None:
    """Note who acts in a relative clause: the antecedent, or the clause's own subject."""
    subject = own_subject(node)
    if subject is None or subject.tag in ("WDT", "WP", "WP$") or subject.lower == "that":
        if reading.subject is None or reading.subject == subject:
            reading.subject = node.head if subject is not None and subject.dep == "nsubj" else None
    elif reading.subject is None:
        reading.subject = subject
