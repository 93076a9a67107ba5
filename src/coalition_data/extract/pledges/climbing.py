"""From an act upwards through what governs it: predicates, modals, who acts and who says so."""

from __future__ import annotations

from collections.abc import Callable

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import REJECT, Reading, is_negated, is_passive, operator_above, own_subject
from coalition_data.extract.pledges.climbing_clauses import WEIGHING, is_asked, is_open_question, step_adverbial
from coalition_data.extract.pledges.climbing_nouns import (
    maker_of_deal,
    step_attribute,
    step_gerund,
    step_modifier,
    step_noun,
)
from coalition_data.extract.pledges.composed import take_contributor
from coalition_data.extract.pledges.lexicon import Operator, predicates, things, word_set
from coalition_data.extract.pledges.objects import object_of
from coalition_data.extract.pledges.taking import (
    is_infinitive,
    subject_of_relative,
    take_modals,
    take_operator,
    take_report,
    take_subject,
)
from coalition_data.extract.pledges.things import things_of
from coalition_data.extract.pledges.words import lemma_of

_ABLE = frozenset({"can", "ca"})


_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})


_OBLIGED = frozenset({"must", "should", "ought", "need", "needs"})

_PLAN = Operator("plan", "committed", False)

_ANNOUNCING = word_set("announcing")


_COMING_AND_GOING = word_set("staying") | word_set("going") | {"begin", "deploy", "start"}
_MISSIONS = word_set("own_missions")
_GIVEN = frozenset(
    {"military_personnel", "air_operations", "weapons_equipment", "training", "humanitarian", "financial"}
)

_CLEAR = frozenset({"clear", "plain", "known", "certain"})

_MAX_STEPS = 25


def read_act(act: Token) -> Reading:
    """Read the act upwards to the top of its sentence."""
    reading = Reading(act=act, clause=act, negated=is_negated(act))
    take_modals(reading, act)
    take_subject(reading, act)
    node = act
    for _ in range(_MAX_STEPS):
        if node.is_root or reading.rejected:
            break
        following = _step(reading, node)
        if following is None:
            break
        node = following
    _check_modals(reading)
    return reading


def _step(reading: Reading, node: Token) -> Token | None:
    """One step up; None at the end of what tells how the act is meant."""
    dep = node.dep
    if dep == "relcl" and own_subject(node) is None and is_infinitive(node):
        return step_modifier(reading, node)  # "a mandate to send", whatever its label
    clause_of_noun = dep in ("acl", "ccomp") and node.head.is_noun and own_subject(node) is not None
    if dep == "relcl" or clause_of_noun:
        subject_of_relative(reading, node)
        _check_content_clause(reading, node)
        return None
    if dep == "csubj" and node.head.lower in _CLEAR and node.head.head.lemma == "make":
        return take_report(reading, node.head.head, predicates().operator_verbs["say"])  # "made clear that it has"
    if dep in ("csubj", "csubjpass"):
        reading.rejected = "clause as subject"
        return None
    if dep == "dobj" and node.tag == "VBG":
        return _step_complement(reading, node)
    if dep in _NOUN_PLACES:
        return None if node.is_verb else step_noun(reading, node)
    step = _STEPS.get(dep)
    return step(reading, node) if step is not None else None


def _check_content_clause(reading: Reading, node: Token) -> None:
    """ "threats that he would send", "demands that they end": the noun says how the clause is meant."""
    noun = node.head
    operator = predicates().operator_nouns.get(lemma_of(noun))
    if operator is not None and operator.stance == "reject":
        reading.rejected = f"{operator.name}: {noun.lemma}"
    if node.dep == "relcl" and any(child.lower == "that" and child.dep != "nsubj" for child in node.children):
        above = next((token for token in noun.ancestors if token.is_verb), None)
        operator = operator_above(above) if above is not None else None
        if operator is not None and operator.stance == "reject" and noun.dep == "pobj":
            reading.rejected = f"{operator.name}: {above.lemma if above else ''}"
    if node == reading.act and is_passive(node) and not reading.modals:
        reading.reduced = True


def _step_conjunct(reading: Reading, node: Token) -> Token | None:
    head = node.head
    if node == reading.act and node.is_verb and head.is_noun:
        return _step_listed_gerund(reading, node, head)
    operator = operator_above(head) if is_infinitive(node) and head.tag in _FINITE else None
    if operator is not None and operator.name != "report":
        return _step_under(reading, node, operator)  # "offered $100 million and to treat the wounded"
    own = any(child.dep in ("aux", "auxpass") for child in node.children)
    if not own and not own_subject(node):
        take_modals(reading, head)
        if is_negated(head) and node.is_verb and node.tag == "VB":
            reading.negated = reading.negated or node == reading.act
    if node.is_verb and not is_passive(node):
        take_subject(reading, head)
        if reading.subject is None and head.dep == "relcl":
            subject_of_relative(reading, head)
    if reading.clause == node:
        reading.clause = head if not own_subject(node) else node
    return head


def _step_listed_verb(reading: Reading, node: Token) -> Token | None:
    """ "will extend its mission, keep 200 soldiers there, go on training": a further verb of a list without a label."""
    return _step_conjunct(reading, node) if node.tag == node.head.tag and node.i > node.head.i else None


def _step_listed_gerund(reading: Reading, node: Token, noun: Token) -> Token | None:
    """A gerund in a list of nouns ("focus on recruitment, training …") stands under what governs the list."""
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    operator = operator_above(governor)
    if operator is None or operator.name == "report" or noun.dep not in ("pobj", "dobj"):
        reading.rejected = "in a list of nouns"
        return None
    return take_operator(reading, governor, operator)


def _step_predicative(reading: Reading, copula: Token) -> Token:
    """From "ready" to "is": the copula bears subject, modals and negation."""
    take_modals(reading, copula)
    take_subject(reading, copula)
    if is_negated(copula) and reading.operators:
        last, token, negated = reading.operators[-1]
        reading.operators[-1] = (last, token, not negated)
    reading.clause = copula
    return copula


def _step_complement(reading: Reading, node: Token) -> Token | None:
    head = node.head
    if node.dep in ("acomp", "attr", "oprd"):
        return _step_predicative(reading, head)
    operator = operator_above(head)
    if (operator is None or operator.name != "report") and _is_cut_off(node, head):
        return None
    infinitive = is_infinitive(node)
    if infinitive and head.lemma == "be":
        said = _said_by_quality(reading, head)
        if said is None:
            return _step_predicative(reading, head)
        operator = said
    elif infinitive and head.lemma == "have":
        if not _is_undecided(reading, head):
            reading.rejected = f"{REJECT.name}: have"
            return None
        take_subject(reading, head)
        return head
    elif is_asked(node) and operator is not None and operator.name == "decide":
        operator = operator if is_negated(head) else WEIGHING
    elif (said := _said_of_clause(node, head)) is not None:
        if said.stance == "reject":
            reading.rejected = f"{said.name}: it is so"
        reading.operators.append((said, head, said != WEIGHING and is_negated(head)))
        return head
    elif operator is None and (node.dep == "xcomp" or infinitive):
        reading.rejected = f"under {head.lemma}"
        return None
    return _step_under(reading, node, operator or predicates().operator_verbs["say"])


def _step_open_complement(reading: Reading, node: Token) -> Token | None:
    if node.tag == "VBG" and take_contributor(reading, node.head):
        return node.head  # "its contribution includes training": part of it
    return _step_complement(reading, node)


def _is_undecided(reading: Reading, have: Token) -> bool:
    """ "still has to make a decision on extending": left open, and no duty."""
    if not reading.operators or reading.operators[-1][0].name not in ("decide", "consider"):
        return False
    reading.operators.append((WEIGHING, have, False))
    return True


def _said_of_clause(node: Token, copula: Token) -> Operator | None:
    """The predicate of "it is crucial that they train" or "it is not clear whether"; None where it says nothing."""
    if is_open_question(node, copula):
        return WEIGHING
    if copula.lemma != "be" or node.dep != "ccomp" or node.i < copula.i:
        return None
    if not any(child.dep == "mark" and child.lower == "that" for child in node.children):
        return None
    quality = copula.child("acomp")
    said = operator_above(quality) if quality is not None else None
    return said if said is not None and said.stance == "reject" else None


def _said_by_quality(reading: Reading, copula: Token) -> Operator | None:
    """The predicate of "is to send" or "its aim is to send"; None where the quality has been noted ("is ready to")."""
    quality = copula.child("acomp", "attr")
    said = operator_above(quality) if quality is not None else None
    if said is not None and said.stance != "reject" and quality is not None:
        reading.operators.append((said, quality, is_negated(copula)))
        return None
    return _PLAN if quality is None else REJECT


def _step_under(reading: Reading, node: Token, operator: Operator) -> Token | None:
    """From a clause to the predicate above it."""
    head, infinitive = node.head, is_infinitive(node)
    if infinitive and node == reading.act and _gives_forces(head):
        reading.rejected = "purpose"  # "offers 60 instructors to train them"
        return None
    if operator.stance == "reject" and infinitive and own_subject(node) is None:
        operator = _own_wish(reading, node) or _timetable(node) or operator
    noun = head.child("dobj") if infinitive and operator.stance != "reject" else None
    held = operator_above(noun) if noun is not None and noun.i < node.i else None
    if noun is not None and held is not None and held.name == "offer":
        reading.operators.append((held, noun, is_negated(noun)))  # "confirmed its readiness to send", hung on the verb
    if operator.name in ("help", "allow") and own_subject(node) is not None:
        reading.rejected = "act of another"
        return None
    if operator.name == "report" and infinitive and own_subject(node) is None:
        if head.tag.startswith("JJ") and node.lemma in _ANNOUNCING:
            return head  # "is proud to announce"
        reading.rejected = "aim in a report"
        return None
    if operator.name == "report" or (node.dep == "ccomp" and operator.stance == "committed" and not operator.strong):
        return take_report(reading, head, operator)
    return take_operator(reading, head, operator)


def _gives_forces(verb: Token) -> bool:
    """Whether the verb's own object is counted forces: an infinitive behind them is only what they are for."""
    noun = verb.child("dobj")
    return noun is not None and any(thing.explicit and thing.count for thing in things_of(noun))


_WISH = Operator("consider", "considering", False)


def _own_wish(reading: Reading, node: Token) -> Operator | None:
    """ "The cabinet wants to send 50 instructors": what a state wants to give, by name, it has not decided yet."""
    subject = own_subject(node.head)
    if node.head.lemma != "want" or node != reading.act or subject is None or subject.tag.startswith("PRP"):
        return None
    noun = object_of(node)
    named = noun is not None and any(thing.explicit and thing.category in _GIVEN for thing in things_of(noun))
    return _WISH if named else None


def _timetable(node: Token) -> Operator | None:
    """ "The mission is expected to end in December": of forces and missions a timetable, of states a forecast."""
    subject = node.head.child("nsubjpass")
    if node.head.lemma != "expect" or subject is None or lemma_of(node) not in _COMING_AND_GOING:
        return None
    return _PLAN if lemma_of(subject) in things().units | _MISSIONS else None


def _is_cut_off(node: Token, head: Token) -> bool:
    """Whether a colon or semicolon keeps a verb from what the parser hangs it on."""
    low, high = sorted((node.i, head.i))
    between = node.doc.span(low, high)
    return any(token.text in (":", ";") for token in between) or _is_spliced(node, head)


def _is_spliced(node: Token, head: Token) -> bool:
    """ "Germany will fly out the wounded, Britain will help": a clause of its own, before another with its subject."""
    subject = own_subject(head)
    if node.dep != "ccomp" or node.i > head.i or subject is None or subject.i < node.i or own_subject(node) is None:
        return False
    return any(token.text == "," for token in node.doc.span(node.i, subject.i))


def _check_modals(reading: Reading) -> None:
    if reading.rejected is None and reading.modals & _OBLIGED:
        reading.rejected = "obligation"
    able = reading.modals & _ABLE and not reading.strong and not reading.negated  # "cannot supply" refuses
    if reading.rejected is None and able:
        reading.rejected = "ability"


def _step_after_preposition(reading: Reading, node: Token) -> Token | None:
    if own_subject(node) is not None and _is_out_of_question(node.head.head):
        reading.operators.append((predicates().operator_verbs["rule out"], node.head.head, False))
        return None  # "there is no question of soldiers being sent"
    if own_subject(node) is not None:
        reading.subject = maker_of_deal(node.head) or reading.subject
        return None  # ", to whose mission Norway is giving $10 million"
    if node.head.lower in ("of", "to", "from", "in") and take_contributor(reading, node.head.head):
        return node.head.head  # "its role ranges from training to"
    return step_gerund(reading, node)


def _is_out_of_question(noun: Token) -> bool:
    return noun.lower in ("question", "prospect", "possibility", "chance") and is_negated(noun)


_NOUN_PLACES = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "appos"})

_STEPS: dict[str, Callable[[Reading, Token], Token | None]] = {
    "conj": _step_conjunct,
    "dep": _step_listed_verb,
    "pcomp": _step_after_preposition,
    "acl": step_modifier,
    "amod": step_attribute,
    "advcl": step_adverbial,
    "parataxis": _step_complement,
    "xcomp": _step_open_complement,
    "ccomp": _step_complement,
    "acomp": _step_complement,
    "attr": _step_complement,
    "oprd": _step_complement,
}
