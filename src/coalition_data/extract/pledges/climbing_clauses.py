"""Steps up from an act in a clause beside another: conditions, times, aims, participles."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading, is_negated, operator_above, own_subject
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.taking import (
    is_infinitive,
    take_modals,
    take_operator,
    take_report,
    take_subject,
)
from coalition_data.extract.pledges.things import things_of
from coalition_data.extract.pledges.words import lemma_of

_CONDITION_MARKS = frozenset({"if", "unless", "provided", "providing", "whether"})

_GERUND_OPERATORS = frozenset({"decline", "consider", "stop", "keep", "begin", "offer", "plan", "decide"})

_NOT_YET = frozenset({"until", "before", "once", "when"})

_CLAUSE_MARKS = frozenset(
    {
        "as",
        "while",
        "after",
        "before",
        "since",
        "because",
        "although",
        "though",
        "when",
        "until",
        "once",
        "whereas",
        "that",
        "so",
        "where",
        "than",
    }
)

_AGENDA = word_set("agenda")
_DEALS = word_set("deals")

_WISHING = word_set("wishing")

_GATHERINGS = word_set("coming_together")


RANKS = word_set("ranks")
_UNSURE = word_set("unsure")
_SURE = word_set("sure")


WEIGHING = Operator("consider", "considering", True)


def is_asked(node: Token) -> bool:
    """ "decide whether to send", "decide if it will train"."""
    return any(child.lower in ("whether", "if") and child.dep in ("mark", "advmod") for child in node.children)


def is_open_question(node: Token, copula: Token) -> bool:
    """ "it is not clear whether Italy will send more": nobody has promised yet."""
    quality = copula.child("acomp") if copula.lemma in ("be", "remain") else None
    if quality is None or quality.i > node.i or not is_asked(node):
        return False
    return quality.lower in _UNSURE or (quality.lower in _SURE and is_negated(copula))


def step_adverbial(reading: Reading, node: Token) -> Token | None:
    """From a clause beside a verb to that verb; a condition or a time that has not come ends the reading."""
    marks = [child.lower for child in node.children if child.dep in ("mark", "advmod") and child.i < node.i]
    mark = next((word for word in marks if word in _CONDITION_MARKS | _CLAUSE_MARKS), None)
    if mark is not None:
        return _step_marked(reading, node, mark)
    if is_infinitive(node):
        return _step_infinitive(reading, node)
    head = node.head
    operator = operator_above(head)
    if own_subject(node) is not None:
        refused = operator is not None and operator.name in ("decline", "consider") and _is_its_clause(node, head)
        return take_operator(reading, head, operator) if refused and operator is not None else None
    if lemma_of(head) in _AGENDA:
        reading.rejected = "topic"
        return None
    if node.tag == "VBG" and operator is not None and operator.name in _GERUND_OPERATORS and _follows(node, head):
        return take_operator(reading, head, operator)
    if node.tag == "VBG" and head.lemma in _WISHING and node.i > head.i:
        reading.rejected = f"wish: {head.lemma}"
        return None
    take_subject(reading, head)
    take_modals(reading, head)
    reading.clause = head
    return head


def _step_marked(reading: Reading, node: Token, mark: str) -> Token | None:
    """From a clause with a conjunction: it asks, sets a condition or a time, or only stands beside."""
    if mark == "that" and node.head.lower in ("clear", "plain") and node.head.head.lemma == "make":
        return take_report(reading, node.head.head, predicates().operator_verbs["say"])  # "made it clear that"
    if mark in _CONDITION_MARKS:
        reading.rejected = "condition"
    elif mark in _NOT_YET and (node.tag in ("VBZ", "VBP") or _has_present_perfect(node)):
        reading.rejected = "not yet"
    return None


def _has_present_perfect(verb: Token) -> bool:
    return any(child.dep == "aux" and child.lemma == "have" and child.tag in ("VBZ", "VBP") for child in verb.children)


def _step_infinitive(reading: Reading, node: Token) -> Token | None:
    """An infinitive beside a verb: what somebody agreed to, or only the aim of what he does."""
    head = node.head
    operator = operator_above(head)
    if head.lemma == "be" and any(near.lower in RANKS for near in node.doc.span(node.i - 2, node.i)):
        take_subject(reading, head)
        return head  # "was one of the first to send arms"
    if head.lemma in _GATHERINGS and (node.lemma == "sign" or _weighs(node)):
        take_subject(reading, head)
        return head
    deal, given = head.child("dobj"), node.child("dobj")
    named = given is not None and any(thing.explicit for thing in things_of(given))
    if (
        named
        and deal is not None
        and lemma_of(deal) in _DEALS
        and head.lemma in ("sign", "reach", "conclude", "strike", "make")
    ):
        take_subject(reading, head)
        return take_operator(reading, head, predicates().operator_verbs["agree"])  # "signed a deal to train pilots"
    if operator is None or operator.name in ("report", "begin", "keep") or _has_own_thing(head):
        reading.rejected = "purpose"
        return None
    return take_operator(reading, head, operator)


def _weighs(node: Token) -> bool:
    """Whether what a gathering is for is to weigh something: "meet today to weigh joining"."""
    operator = operator_above(node)
    return operator is not None and operator.stance == "considering"


def _follows(node: Token, head: Token) -> bool:
    """Whether a gerund stands right after a verb ("ruled out sending"), and is no clause of its own."""
    if node.i <= head.i:
        return False
    between = head.doc.span(head.i + 1, node.i)
    return len(between) <= 2 and all(token.dep in ("prt", "advmod", "neg", "prep") for token in between)


def _is_its_clause(node: Token, head: Token) -> bool:
    """ "ruled out its troops taking part": a gerund with its subject, right behind the verb."""
    if node.tag != "VBG" or node.i < head.i:
        return False
    first = node.subtree.first
    return all(token.dep == "prt" for token in head.doc.span(head.i + 1, first))


def _has_own_thing(verb: Token) -> bool:
    """Whether the verb's object is what is promised, so that an infinitive after it is only the aim."""
    noun = verb.child("dobj", "nsubjpass")
    return noun is not None and operator_above(noun) is None
