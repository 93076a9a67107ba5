"""From an act upwards through what governs it: predicates, modals, who acts and who says so."""

from __future__ import annotations

from collections.abc import Callable

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import (
    REJECT,
    Reading,
    agent_of,
    has_not,
    has_perfect,
    holder_of,
    is_negated,
    is_passive,
    operator_above,
    own_subject,
    subject_above,
)
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.words import lemma_of

_OBLIGED = frozenset({"must", "should", "ought", "need", "needs"})


MEANS = frozenset({"by", "through", "via", "including", "with"})


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


_PLAN = Operator("plan", "committed", False)


_WEIGHING = Operator("consider", "considering", True)


_FACTIVE = word_set("factive")


_ABOUT_IT = word_set("about_it")
"""Nouns with which others speak about a promise."""


_AGENDA = frozenset({"focus", "concentrate", "discuss", "review", "include", "involve"})
_GATHERINGS = frozenset({"meet", "gather", "convene", "assemble", "travel"})


_PARTS = word_set("parts")


_MAX_STEPS = 25


def read_act(act: Token) -> Reading:
    """Read the act upwards to the top of its sentence."""
    reading = Reading(act=act, clause=act, negated=is_negated(act))
    _take_modals(reading, act)
    _take_subject(reading, act)
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
    if dep == "relcl" and own_subject(node) is None and _is_infinitive(node):
        return _step_modifier(reading, node)  # "a mandate to send", whatever its label
    clause_of_noun = dep in ("acl", "ccomp") and node.head.is_noun and own_subject(node) is not None
    if dep == "relcl" or clause_of_noun:
        _subject_of_relative(reading, node)
        _check_content_clause(reading, node)
        return None
    if dep in ("csubj", "csubjpass"):
        reading.rejected = "clause as subject"
        return None
    if dep == "dobj" and node.tag == "VBG":
        return _step_complement(reading, node)
    if dep in _NOUN_PLACES:
        return None if node.is_verb else _step_noun(reading, node)
    step = _STEPS.get(dep)
    return step(reading, node) if step is not None else None


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower == "to" and child.dep == "aux" for child in verb.children)


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


def _take_modals(reading: Reading, node: Token) -> None:
    reading.modals |= {child.lower for child in node.children if child.tag == "MD"}


def _take_subject(reading: Reading, node: Token) -> None:
    if reading.subject is None:
        subject = own_subject(node) if node.is_verb else None
        if subject is not None and not (is_passive(node) and subject.dep == "nsubjpass" and node == reading.act):
            reading.subject = subject
    if reading.subject is None and is_passive(node) and node == reading.act:
        reading.subject = agent_of(node)


def _step_conjunct(reading: Reading, node: Token) -> Token | None:
    head = node.head
    if node == reading.act and node.is_verb and head.is_noun:
        return _step_listed_gerund(reading, node, head)
    own = any(child.dep in ("aux", "auxpass") for child in node.children)
    if not own and not own_subject(node):
        _take_modals(reading, head)
        if is_negated(head) and node.is_verb and node.tag == "VB":
            reading.negated = reading.negated or node == reading.act
    if node.is_verb and not is_passive(node):
        _take_subject(reading, head)
        if reading.subject is None and head.dep == "relcl":
            _subject_of_relative(reading, head)
    if reading.clause == node:
        reading.clause = head if not own_subject(node) else node
    return head


def _step_listed_gerund(reading: Reading, node: Token, noun: Token) -> Token | None:
    """A gerund in a list of nouns ("focus on recruitment, training …") stands under what governs the list."""
    governor = noun.head.head if noun.dep == "pobj" else noun.head
    operator = operator_above(governor)
    if operator is None or operator.name == "report" or noun.dep not in ("pobj", "dobj"):
        reading.rejected = "in a list of nouns"
        return None
    return _take_operator(reading, governor, operator)


def _step_predicative(reading: Reading, copula: Token) -> Token:
    """From "ready" to "is": the copula bears subject, modals and negation."""
    _take_modals(reading, copula)
    _take_subject(reading, copula)
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
    infinitive = _is_infinitive(node)
    if (operator is None or operator.name != "report") and _is_cut_off(node, head):
        return None
    if "whether" in {child.lower for child in node.children} and operator is not None and operator.name == "decide":
        operator = operator if is_negated(head) else _WEIGHING
    elif head.lemma == "be" and infinitive:
        quality = head.child("acomp", "attr")
        said = operator_above(quality) if quality is not None else None
        if said is not None and said.stance != "reject" and quality is not None:
            reading.operators.append((said, quality, is_negated(head)))
            return _step_predicative(reading, head)
        operator = _PLAN if quality is None else REJECT
    elif head.lemma == "have" and infinitive:
        operator = REJECT
    elif operator is None and (node.dep == "xcomp" or infinitive):
        reading.rejected = f"under {head.lemma}"
        return None
    if operator is None:
        operator = predicates().operator_verbs["say"]
    if operator.name in ("help", "allow") and own_subject(node) is not None:
        reading.rejected = "act of another"
        return None
    if operator.name == "report" and infinitive and own_subject(node) is None:
        reading.rejected = "aim in a report"
        return None
    if operator.name == "report" or (node.dep == "ccomp" and operator.stance == "committed" and not operator.strong):
        return _take_report(reading, head, operator)
    return _take_operator(reading, head, operator)


def _is_cut_off(node: Token, head: Token) -> bool:
    """Whether a colon or semicolon keeps a verb from what the parser hangs it on."""
    low, high = sorted((node.i, head.i))
    return any(token.text in (":", ";") for token in node.doc.span(low, high))


def _take_report(reading: Reading, head: Token, operator: Operator) -> Token:
    if is_negated(head) and head.lemma in ("say", "indicate", "make", "specify"):
        reading.rejected = "not said"
    if reading.reporter is None:
        reading.reporter = head
        reading.speaker = subject_above(head)
    if operator.name != "report":
        reading.operators.append((operator, head, is_negated(head)))
    return head


def _take_operator(reading: Reading, head: Token, operator: Operator) -> Token:
    if operator.stance == "reject":
        reading.rejected = f"{operator.name}: {head.lemma}"
    reading.operators.append((operator, head, is_negated(head)))
    _take_modals(reading, head)
    _take_subject(reading, head)
    reading.clause = head
    return head


def _step_gerund(reading: Reading, node: Token) -> Token | None:
    preposition = node.head
    governor = preposition.head
    if governor.lower == "short" and governor.head.is_verb:
        governor = governor.head
    word = preposition.lower
    operator = operator_above(governor)
    decision = _decision_of(governor)
    if decision is not None and word in ("on", "about", "of", "over"):
        operator = predicates().operator_nouns[lemma_of(decision)]
        if is_negated(decision) or has_not(governor):
            reading.operators.append((operator, decision, True))
            reading.clause = governor
            return governor
        governor = decision
    if word in MEANS and not (operator and operator.name == "decline"):
        _take_subject(reading, governor)
        _take_modals(reading, governor)
        return governor
    if (
        operator is None
        or operator.name == "report"
        or word
        in (
            "for",
            "despite",
            "without",
            "after",
            "before",
            "since",
            "instead",
            "against",
            "than",
        )
    ):
        reading.rejected = f"after {word}"
        return None
    if word == "from" and operator.stance != "declined":
        reading.rejected = "kept from"
        return None
    if governor.is_noun:
        return _take_noun(reading, governor, operator)
    return _take_operator(reading, governor, operator)


def _decision_of(verb: Token) -> Token | None:
    """ "no decision had been made on", "has taken a decision about"."""
    noun = verb.child("dobj", "nsubjpass") if verb.is_verb else None
    if noun is None or lemma_of(noun) not in ("decision", "promise", "commitment", "pledge", "offer"):
        return None
    return noun


def _step_modifier(reading: Reading, node: Token) -> Token | None:
    head = node.head
    infinitive = _is_infinitive(node)
    operator = operator_above(head)
    if infinitive or (operator is not None and node.tag == "VB"):
        if operator is None:
            reading.rejected = "purpose"
            return None
        return _take_noun(reading, head, operator)
    if has_perfect(node) and reading.subject is None:
        reading.subject = _subject_of_sentence(node)
    elif node.tag == "VBG" and reading.subject is None:
        reading.subject = head
        reading.reduced = node == reading.act
        _check_wish(reading, head)
    elif node.tag == "VBN" and node.child("dobj") is not None and reading.subject is None:
        reading.subject = _subject_of_sentence(node)
    elif node.tag == "VBN" and reading.act == node:
        reading.reduced = head.head.lemma != "be"
    return None


def _subject_of_sentence(node: Token) -> Token | None:
    """The nearest subject above a participle that the parser hangs on a noun."""
    for above in node.ancestors:
        if above.is_verb:
            subject = subject_above(above)
            if subject is not None:
                return subject
    return None


def _check_wish(reading: Reading, noun: Token) -> None:
    """ "we need more of a coalition flying those missions": what is wished for is not done."""
    node = noun
    while node.dep in ("pobj", "prep"):
        node = node.head
    operator = operator_above(node.head) if node.head.is_verb and node.dep == "dobj" else None
    if operator is not None and operator.stance == "reject":
        reading.rejected = f"{operator.name}: {node.head.lemma}"


def _take_noun(reading: Reading, noun: Token, operator: Operator) -> Token | None:
    refusal = operator_above(noun.head) if noun.dep == "dobj" else None
    if operator.stance == "reject" and refusal is not None and refusal.stance == "declined":
        reading.subject = None  # "turned down a request to send": who refuses is asked to act
        return _take_operator(reading, noun.head, refusal)
    if operator.stance == "reject":
        reading.rejected = f"{operator.name}: {noun.lemma}"
        return None
    reading.operators.append((operator, noun, is_negated(noun)))
    reading.clause = noun
    if reading.subject is None:
        reading.subject = holder_of(noun)
    return noun


def _step_noun(reading: Reading, noun: Token) -> Token | None:
    """A noun that carries the promise ("has no plans to"): its verb may deny, report or merely ask for it."""
    head = noun.head
    if noun.dep == "appos":
        return None
    if noun.dep == "pobj":
        head = head.head
    if not head.is_verb:
        if noun.dep == "pobj" and lemma_of(head) in _ABOUT_IT:
            reading.rejected = f"{head.lemma} of it"
        return head if noun.dep == "pobj" and (lemma_of(head) in _PARTS or operator_above(head) is not None) else None
    operator = operator_above(head)
    factive = head.lemma in _FACTIVE and reading.subject is not None
    if (
        operator is not None
        and operator.stance in ("reject", "declined", "considering")
        and noun.dep in ("dobj", "pobj")
    ):
        if operator.stance == "reject" and not factive:
            reading.rejected = f"{operator.name}: {head.lemma}"
            return None
        if operator.stance != "reject" and not factive:
            reading.operators.append((operator, head, is_negated(head)))
    elif has_not(head) and reading.operators:
        last, token, negated = reading.operators[-1]
        reading.operators[-1] = (last, token, not negated)
    _take_modals(reading, head)
    if reading.subject is None and noun.dep in ("dobj", "pobj"):
        reading.subject = agent_of(head) if is_passive(head) else subject_above(head)
    elif reading.subject is not None and noun.dep in ("dobj", "pobj"):
        reading.speaker = reading.speaker or subject_above(head)
    reading.clause = head
    return head


def _step_attribute(reading: Reading, node: Token) -> Token | None:
    """ "would find allies willing to send": who is described so has promised nothing."""
    if reading.operators:
        reading.rejected = "describes whom one looks for"
    return None


def _step_adverbial(reading: Reading, node: Token) -> Token | None:
    marks = [child.lower for child in node.children if child.dep in ("mark", "advmod") and child.i < node.i]
    mark = next((word for word in marks if word in _CONDITION_MARKS | _CLAUSE_MARKS), None)
    if mark is not None:
        if mark in _CONDITION_MARKS:
            reading.rejected = "condition"
        elif mark in _NOT_YET and node.tag in ("VBZ", "VBP"):
            reading.rejected = "not yet"
        return None
    if _is_infinitive(node):
        return _step_infinitive(reading, node)
    if own_subject(node) is not None:
        return None
    head = node.head
    operator = operator_above(head)
    if lemma_of(head) in _AGENDA:
        reading.rejected = "topic"
        return None
    if node.tag == "VBG" and operator is not None and operator.name in _GERUND_OPERATORS and _follows(node, head):
        return _take_operator(reading, head, operator)
    _take_subject(reading, head)
    _take_modals(reading, head)
    reading.clause = head
    return head


def _step_infinitive(reading: Reading, node: Token) -> Token | None:
    """An infinitive beside a verb: what somebody agreed to, or only the aim of what he does."""
    head = node.head
    operator = operator_above(head)
    if head.lemma in _GATHERINGS and (node.lemma == "sign" or _weighs(node)):
        _take_subject(reading, head)
        return head
    if operator is None or operator.name in ("report", "begin", "keep") or _has_own_thing(head):
        reading.rejected = "purpose"
        return None
    return _take_operator(reading, head, operator)


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


def _has_own_thing(verb: Token) -> bool:
    """Whether the verb's object is what is promised, so that an infinitive after it is only the aim."""
    noun = verb.child("dobj", "nsubjpass")
    return noun is not None and operator_above(noun) is None


def _subject_of_relative(reading: Reading, node: Token) -> None:
    subject = own_subject(node)
    if subject is None or subject.tag in ("WDT", "WP", "WP$") or subject.lower == "that":
        if reading.subject is None or reading.subject == subject:
            reading.subject = node.head if subject is not None and subject.dep == "nsubj" else None
    elif reading.subject is None:
        reading.subject = subject


def _check_modals(reading: Reading) -> None:
    if reading.rejected is None and reading.modals & _OBLIGED:
        reading.rejected = "obligation"
    if reading.rejected is None and "can" in reading.modals and not reading.strong:
        reading.rejected = "ability"


_NOUN_PLACES = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "appos"})
_STEPS: dict[str, Callable[[Reading, Token], Token | None]] = {
    "conj": _step_conjunct,
    "pcomp": _step_gerund,
    "acl": _step_modifier,
    "amod": _step_attribute,
    "advcl": _step_adverbial,
    "parataxis": _step_complement,
    "xcomp": _step_complement,
    "ccomp": _step_complement,
    "acomp": _step_complement,
    "attr": _step_complement,
    "oprd": _step_complement,
}
