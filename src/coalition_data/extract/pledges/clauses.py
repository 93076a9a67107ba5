"""How an act is meant: from a verb or noun upwards through what governs it.

"will send", "agreed to send", "has not ruled out sending", "said it would stop sending" are one act under different
predicates. ``read_act`` walks from the act to the top of its sentence, collects the predicates and modals, and folds
them into stance, progress, who acts, and who says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from coalition_data.document import Token
from coalition_data.extract.pledges.lexicon import Operator, predicates
from coalition_data.extract.pledges.words import lemma_of

_FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d"})
_POSSIBLE = frozenset({"may", "might", "could"})
_OBLIGED = frozenset({"must", "should", "ought", "need", "needs"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly"})
_MEANS = frozenset({"by", "through", "via", "including", "with"})
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
_REJECT = Operator("appeal", "reject", False)
_FACTIVE = frozenset(
    {
        "welcome",
        "praise",
        "hail",
        "applaud",
        "thank",
        "defend",
        "appreciate",
        "criticise",
        "criticize",
        "condemn",
        "commend",
        "cite",
        "discuss",
    }
)
_ABOUT_IT = frozenset(
    {"support", "opposition", "criticism", "protest", "concern", "reaction", "debate", "talk", "discussion", "question",
     "vote", "call", "anger", "pressure", "condition", "demand", "backing", "outrage", "fear", "doubt", "argument"}
)  # fmt: skip
"""Nouns with which others speak about a promise."""
_GATHERINGS = frozenset({"meet", "gather", "convene", "assemble", "travel"})
_PARTS = frozenset(
    {"part", "series", "number", "kind", "form", "round", "set", "range", "assurance", "statement", "message"}
)
_MAX_STEPS = 25


@dataclass(slots=True)
class Reading:
    """How an act is meant.

    Attributes:
        operators: what stands above the act, inside out, with whether it is negated.
        negated: whether the act itself is negated.
        modals: lower-case modals of the act and its operators.
        subject: head of the noun phrase that acts; None where the text names none.
        speaker: head of the subject of the nearest reporting verb.
        reporter: that reporting verb.
        rejected: why this is no promise; None where it may be one.
        clause: the highest token of the promise (below what reports it).
        reduced: whether the act is a participle that only describes ("militias supported by Iran").
    """

    act: Token
    clause: Token
    operators: list[tuple[Operator, Token, bool]] = field(default_factory=list)
    negated: bool = False
    modals: set[str] = field(default_factory=set)
    subject: Token | None = None
    speaker: Token | None = None
    reporter: Token | None = None
    rejected: str | None = None
    reduced: bool = False

    def has(self, *names: str) -> bool:
        """Whether an operator of one of these classes stands above the act."""
        return any(operator.name in names for operator, _, _ in self.operators)

    @property
    def strong(self) -> bool:
        """Whether a predicate says by itself that somebody promises, refuses or weighs."""
        return any(operator.strong for operator, _, _ in self.operators)

    @property
    def future(self) -> bool:
        return bool(self.modals & _FUTURE) or self.has("plan", "decide")

    @property
    def possible(self) -> bool:
        return bool(self.modals & _POSSIBLE)


def verb_keys(token: Token) -> list[str]:
    """Lemma with each particle or fixed companion that follows ("rule out", "take part"), then alone."""
    near = [child for child in token.children if child.i > token.i]
    lemma = lemma_of(token)
    following = [f"{lemma} {child.lower}" for child in near if child.dep != "punct"]
    return [*following, lemma]


def is_passive(token: Token) -> bool:
    """Whether the verb is passive: "will be deployed", "deployed by"."""
    deps = {child.dep for child in token.children}
    if "auxpass" in deps or "nsubjpass" in deps:
        return True
    if token.tag == "VBN" and token.dep == "acl":
        return not _has_have(token) and token.child("dobj") is None
    if token.dep == "conj" and token.tag == "VBN" and not deps & {"aux", "nsubj"}:
        return is_passive(token.head) if token.head.is_verb else False
    return False


def _has_have(verb: Token) -> bool:
    return any(child.dep == "aux" and child.lemma == "have" for child in verb.children)


def is_negated(token: Token) -> bool:
    """Whether the verb, adjective or noun itself is negated."""
    for child in token.children:
        if child.dep == "neg" and child.lower in _NEGATIONS:
            return True
        if child.dep in ("det", "advmod", "preconj", "cc") and child.lower in ("never", "neither", "nor"):
            return True
        if child.dep == "det" and child.lower == "no" and token.is_noun:
            return True
        if child.dep in ("dobj", "nsubjpass") and any(x.lower in ("no", "neither") for x in child.children):
            return True
        if child.dep == "advmod" and child.lower == "longer" and any(x.lower == "no" for x in child.children):
            return True
    return False


def own_subject(verb: Token) -> Token | None:
    """The subject that the verb has by itself, active or passive."""
    return verb.child("nsubj", "nsubjpass")


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
    dep = node.dep
    if dep == "conj":
        return _step_conjunct(reading, node)
    if dep in ("xcomp", "ccomp", "acomp", "attr", "oprd"):
        return _step_complement(reading, node)
    if dep == "pcomp":
        return _step_gerund(reading, node)
    if dep == "acl":
        return _step_modifier(reading, node)
    if dep == "advcl":
        return _step_adverbial(reading, node)
    if dep == "relcl" or (dep in ("acl", "ccomp") and node.head.is_noun and own_subject(node) is not None):
        _subject_of_relative(reading, node)
        _check_content_clause(reading, node)
        return None
    if dep in ("dobj", "nsubj", "nsubjpass", "pobj", "appos") and not node.is_verb:
        return _step_noun(reading, node)
    if dep == "dobj" and node.tag == "VBG":
        return _step_complement(reading, node)
    if dep in ("csubj", "csubjpass"):
        reading.rejected = "clause as subject"
    if dep == "parataxis":
        return _step_complement(reading, node)
    return None


def _check_content_clause(reading: Reading, node: Token) -> None:
    """ "threats that he would send", "demands that they end": the noun says how the clause is meant."""
    noun = node.head
    operator = predicates().operator_nouns.get(lemma_of(noun))
    if operator is not None and operator.stance == "reject":
        reading.rejected = f"{operator.name}: {noun.lemma}"
    if node.dep == "relcl" and any(child.lower == "that" and child.dep != "nsubj" for child in node.children):
        above = next((token for token in noun.ancestors if token.is_verb), None)
        operator = _operator(above) if above is not None else None
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


def agent_of(verb: Token) -> Token | None:
    """Who acts in a passive: the noun after "by"."""
    for child in verb.children:
        if child.dep == "agent" or (child.dep == "prep" and child.lower == "by"):
            found = child.child("pobj")
            if found is not None:
                return found
    return None


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
    operator = _operator(governor)
    if operator is None or operator.name == "report" or noun.dep not in ("pobj", "dobj"):
        reading.rejected = "in a list of nouns"
        return None
    return _take_operator(reading, governor, operator)


def _operator(token: Token) -> Operator | None:
    lexicon = predicates()
    if token.tag.startswith("JJ") or (token.tag == "VBN" and token.lemma in ("commit", "prepare", "set", "determine")):
        found = lexicon.operator_adjectives.get(token.lower)
        if found is not None:
            return found
    if token.is_noun:
        return lexicon.operator_nouns.get(lemma_of(token))
    if token.is_verb:
        for key in verb_keys(token):
            if key in lexicon.operator_verbs:
                return lexicon.operator_verbs[key]
        return None
    return lexicon.operator_adjectives.get(token.lower)


def _step_complement(reading: Reading, node: Token) -> Token | None:
    head = node.head
    if node.dep in ("acomp", "attr", "oprd"):
        _take_modals(reading, head)
        _take_subject(reading, head)
        if is_negated(head) and reading.operators:
            operator, token, negated = reading.operators[-1]
            reading.operators[-1] = (operator, token, not negated)
        reading.clause = head
        return head
    operator = _operator(head)
    infinitive = any(child.lower == "to" and child.dep == "aux" for child in node.children)
    if head.lemma == "be" and infinitive:
        operator = _PLAN if head.child("acomp", "attr") is None else _REJECT
    elif head.lemma == "have" and infinitive:
        operator = _REJECT
    elif operator is None:
        if node.dep == "xcomp" or infinitive:
            reading.rejected = f"under {head.lemma}"
            return None
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


def subject_above(verb: Token) -> Token | None:
    """Subject of a verb, or of the verb that it is coordinated with or depends on."""
    node = verb
    for _ in range(4):
        subject = own_subject(node)
        if subject is not None:
            return subject
        if node.dep not in ("conj", "xcomp", "advcl") or node.is_root:
            return None
        node = node.head
    return None


def _step_gerund(reading: Reading, node: Token) -> Token | None:
    preposition = node.head
    governor = preposition.head
    if governor.lower == "short" and governor.head.is_verb:
        governor = governor.head
    word = preposition.lower
    operator = _operator(governor)
    decision = _decision_of(governor)
    if decision is not None and word in ("on", "about", "of", "over"):
        operator = predicates().operator_nouns[lemma_of(decision)]
        if is_negated(decision) or _has_not(governor):
            reading.operators.append((operator, decision, True))
            reading.clause = governor
            return governor
        governor = decision
    if word in _MEANS and not (operator and operator.name == "decline"):
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
    infinitive = any(child.lower == "to" and child.dep == "aux" for child in node.children)
    operator = _operator(head)
    if infinitive or (operator is not None and node.tag == "VB"):
        if operator is None:
            reading.rejected = "purpose"
            return None
        return _take_noun(reading, head, operator)
    if _has_have(node) and reading.subject is None:
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
    operator = _operator(node.head) if node.head.is_verb and node.dep == "dobj" else None
    if operator is not None and operator.stance == "reject":
        reading.rejected = f"{operator.name}: {node.head.lemma}"


def _take_noun(reading: Reading, noun: Token, operator: Operator) -> Token | None:
    if operator.stance == "reject":
        reading.rejected = f"{operator.name}: {noun.lemma}"
        return None
    reading.operators.append((operator, noun, is_negated(noun)))
    reading.clause = noun
    if reading.subject is None:
        reading.subject = holder_of(noun)
    return noun


def holder_of(noun: Token) -> Token | None:
    """Whose decision or offer it is: a possessive ("Obama's decision") or a modifier ("the U.S. commitment")."""
    possessive = noun.child("poss")
    if possessive is not None:
        return possessive
    for child in noun.children:
        if child.dep in ("compound", "amod", "nmod") and (child.entity is not None or child.tag == "NNP"):
            return child
    for child in noun.children:
        if child.dep == "prep" and child.lower in ("by", "from"):
            return child.child("pobj")
        if child.dep == "prep" and child.lower == "of":
            owner = child.child("pobj")
            if owner is not None and (
                owner.tag == "NNP" or owner.lower in ("government", "organization", "organisation", "country")
            ):
                return owner
    return None


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
        return head if noun.dep == "pobj" and (lemma_of(head) in _PARTS or _operator(head) is not None) else None
    operator = _operator(head)
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
    elif _has_not(head) and reading.operators:
        operator_above, token, negated = reading.operators[-1]
        reading.operators[-1] = (operator_above, token, not negated)
    _take_modals(reading, head)
    if reading.subject is None and noun.dep in ("dobj", "pobj"):
        reading.subject = agent_of(head) if is_passive(head) else subject_above(head)
    elif reading.subject is not None and noun.dep in ("dobj", "pobj"):
        reading.speaker = reading.speaker or subject_above(head)
    reading.clause = head
    return head


def _has_not(verb: Token) -> bool:
    return any(child.dep == "neg" for child in verb.children)


def _step_adverbial(reading: Reading, node: Token) -> Token | None:
    head = node.head
    mark = next((child.lower for child in node.children if child.dep in ("mark", "advmod") and child.i < node.i
                 and child.lower in _CONDITION_MARKS | _CLAUSE_MARKS), None)  # fmt: skip
    if mark in _CONDITION_MARKS:
        reading.rejected = "condition"
        return None
    if mark in _NOT_YET and node.tag in ("VBZ", "VBP"):
        reading.rejected = "not yet"
    if mark is not None:
        return None
    operator = _operator(head)
    infinitive = any(child.lower == "to" and child.dep == "aux" for child in node.children)
    if infinitive:
        if node.lemma == "sign" and head.lemma in _GATHERINGS:
            _take_subject(reading, head)
            return head
        if operator is None or operator.name in ("report", "begin", "keep") or _has_own_thing(head):
            reading.rejected = "purpose"
            return None
        return _take_operator(reading, head, operator)
    if own_subject(node) is not None:
        return None
    if node.tag == "VBG" and operator is not None and operator.name in _GERUND_OPERATORS and _follows(node, head):
        return _take_operator(reading, head, operator)
    _take_subject(reading, head)
    _take_modals(reading, head)
    reading.clause = head
    return head


def _follows(node: Token, head: Token) -> bool:
    """Whether a gerund stands right after a verb ("ruled out sending"), and is no clause of its own."""
    if node.i <= head.i:
        return False
    between = head.doc.span(head.i + 1, node.i)
    return len(between) <= 2 and all(token.dep in ("prt", "advmod", "neg", "prep") for token in between)


def _has_own_thing(verb: Token) -> bool:
    """Whether the verb's object is what is promised, so that an infinitive after it is only the aim."""
    noun = verb.child("dobj", "nsubjpass")
    return noun is not None and _operator(noun) is None


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
