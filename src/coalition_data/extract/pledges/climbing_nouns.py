"""Steps up from an act over nouns and prepositions: "a mandate to send", "the idea of sending", "has no plans"."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import (
    Reading,
    agent_of,
    has_not,
    has_perfect,
    is_negated,
    is_passive,
    operator_above,
    subject_above,
)
from coalition_data.extract.pledges.climbing_clauses import RANKS
from coalition_data.extract.pledges.composed import is_range
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.taking import (
    denied,
    is_infinitive,
    take_modals,
    take_noun,
    take_operator,
    take_subject,
)
from coalition_data.extract.pledges.words import conjuncts, lemma_of

MEANS = frozenset({"by", "through", "via", "including", "with"})

_FACTIVE = word_set("factive")

_ABOUT_IT = word_set("about_it")
"""Nouns with which others speak about a promise."""

_PARTS = word_set("parts")

_THANKING = word_set("thanking")


def step_gerund(reading: Reading, node: Token) -> Token | None:
    """From a gerund after a preposition to what governs it ("plans for sending", "by sending")."""
    preposition = node.head
    governor = preposition.head
    if governor.lower == "short" and governor.head.is_verb:
        governor = governor.head
    word = preposition.lower
    while word == "by" and governor.dep == "prep" and not governor.is_root:
        governor = governor.head  # "can help in other ways, like by choking off its funds"
    operator = operator_above(governor)
    decision = _decision_of(governor)
    if decision is not None and word in ("on", "about", "of", "over"):
        operator = predicates().operator_nouns[lemma_of(decision)]
        if is_negated(decision) or has_not(governor):
            reading.operators.append((operator, decision, True))
            reading.clause = governor
            return governor
        governor = decision
    asked = any(child.lower == "whether" for child in node.children)
    if asked and operator is not None and operator.name == "decide":
        return take_operator(reading, governor, predicates().operator_verbs["consider"])
    if _is_told_done(reading, governor, preposition):
        return None
    works = word == "in" and governor.lemma in (
        "involve",
        "engage",
        "participate",
        "take",
    )  # "are involved in training"
    if (word in MEANS or works or is_range(preposition, node)) and not (operator and operator.name == "decline"):
        take_subject(reading, governor)
        take_modals(reading, governor)
        return governor
    planned = governor.is_noun and operator is not None and operator.name in ("consider", "plan", "offer", "commit")
    refused = word == "against" and operator is not None and operator.stance == "declined"
    planned = planned or governor.lemma == "vote"
    if (
        operator is None
        or operator.name == "report"
        or (
            (not (planned and word == "for") and not refused)
            and word
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
        )
    ):
        reading.rejected = f"after {word}"
        return None
    if word == "from" and operator.stance != "declined":
        reading.rejected = "kept from"
        return None
    if governor.is_noun:
        return take_noun(reading, governor, operator)
    return take_operator(reading, governor, operator)


def _is_told_done(reading: Reading, governor: Token, preposition: Token) -> bool:
    """Whether the gerund is a fact beside another, with its subject noted."""
    word = preposition.lower
    if word == "for" and governor.lemma in _THANKING and governor.child("dobj") is not None:
        reading.subject = reading.subject or _thanked(governor, preposition)
        return True  # "thanked the Netherlands for extending": who is thanked does it
    if word in _TIMES and _is_told_fact(governor) and governor != reading.act:
        take_subject(reading, governor)
        return True  # "is training them after providing weapons"
    beside = _verb_beside(preposition)
    if beside is not None and beside != reading.act:
        take_subject(reading, beside)
        if word not in _DESPITE:
            take_modals(reading, beside)
        return True
    return False


_TIMES = frozenset({"after", "before", "since"})
_DESPITE = frozenset({"despite"})
_BESIDES = word_set("besides")


def _verb_beside(preposition: Token) -> Token | None:
    """The verb beside which a gerund tells one thing more ("besides sending jets, Chile will …", "apart from")."""
    top = preposition
    while not top.is_root and not top.head.is_verb:
        top = top.head
    if top.is_root:
        return None
    phrase = " ".join(token.lower for token in preposition.doc.span(top.subtree.first, preposition.i + 1))
    return top.head if phrase in _BESIDES else None


def _is_told_fact(verb: Token) -> bool:
    """Whether a verb tells what is or was, so that what came before or after it is a fact, too."""
    told = verb.tag in ("VBD", "VBZ", "VBP") or (
        verb.tag in ("VBN", "VBG") and verb.child("aux", "auxpass") is not None
    )
    return (
        told and not is_negated(verb) and not any(child.tag == "MD" or child.lower == "to" for child in verb.children)
    )


def _thanked(verb: Token, preposition: Token) -> Token | None:
    """ "thanked Italy for its trainers and Spain for its guns": the last one named before the "for"."""
    noun = verb.child("dobj")
    listed = [child for child in verb.children if child.dep == "conj" and child.is_noun]
    named = [head for head in (*conjuncts(noun), *listed) if head.i < preposition.i] if noun is not None else []
    return named[-1] if named else noun


def _decision_of(verb: Token) -> Token | None:
    """ "no decision had been made on", "has taken a decision about"."""
    noun = verb.child("dobj", "nsubjpass") if verb.is_verb else None
    if noun is None or lemma_of(noun) not in ("decision", "promise", "commitment", "pledge", "offer"):
        return None
    return noun


def step_modifier(reading: Reading, node: Token) -> Token | None:
    """From a clause that describes a noun to the noun ("a mandate to send")."""
    head = node.head
    infinitive = is_infinitive(node)
    operator = operator_above(head)
    if infinitive or (operator is not None and node.tag == "VB"):
        if operator is None and _is_ranked(head):
            copula = next(above for above in head.ancestors if above.is_verb)
            take_subject(reading, copula)
            take_modals(reading, copula)
            return copula  # "was the first country to send arms"
        decided = _decided_on(head) if operator is None else None
        if decided is not None:
            return take_operator(reading, head.head, decided)
        if operator is None:
            reading.rejected = "purpose"
            return None
        return take_noun(reading, head, operator)
    if has_perfect(node) and reading.subject is None:
        reading.subject = _subject_of_sentence(node)
    elif node.tag == "VBG" and reading.subject is None and (maker := maker_of_deal(head.head)) is not None:
        reading.subject = maker
    elif node.tag == "VBG" and reading.subject is None:
        reading.subject = head
        reading.reduced = node == reading.act
        _check_wish(reading, head)
    elif node.tag == "VBN" and node.child("dobj") is not None and reading.subject is None:
        reading.subject = _subject_of_sentence(node)
    elif node.tag == "VBN" and reading.act == node:
        reading.reduced = head.head.lemma != "be"
    return None


def _decided_on(noun: Token) -> Operator | None:
    """ "announced a joint initiative to train the police": what is decided, begun or ended is what it is for."""
    if noun.dep not in ("dobj", "nsubjpass") or lemma_of(noun) not in _PROGRAMMES or not noun.head.is_verb:
        return None
    operator = operator_above(noun.head)
    known = operator is not None and operator.name in ("commit", "decide", "begin", "keep", "consider", "offer")
    return operator if known else None


_PROGRAMMES = word_set("programmes")
_DEALS = word_set("deals")


def maker_of_deal(preposition: Token) -> Token | None:
    """ "Turkey signed a deal with the United States opening its base": what the deal does, its first maker does."""
    above = preposition.head
    verb = above if above.is_verb else above.head
    noun = verb.child("dobj") if preposition.lower == "with" and verb.is_verb else None
    return subject_above(verb) if noun is not None and lemma_of(noun) in _DEALS else None


def _is_ranked(noun: Token) -> bool:
    """ "is the first (state), the only ally, the latest": who is ranked by an act does it."""
    if noun.dep == "pobj" and noun.lower in RANKS and noun.head.lower in ("of", "among"):
        above = noun.head.head if noun.head.lower == "of" else noun.head  # "was one of the first to send"
        return above.head.lemma == "be" and (above.lower == "one" or above == noun.head)
    if noun.dep != "attr" or noun.head.lemma not in ("be", "become"):
        return False
    return noun.lower in RANKS or any(child.lower in RANKS for child in noun.children if child.i < noun.i)


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
    while node.dep in ("pobj", "prep") and not node.is_root:
        node = node.head
    operator = operator_above(node.head) if node.head.is_verb and node.dep == "dobj" else None
    if operator is not None and operator.stance == "reject":
        reading.rejected = f"{operator.name}: {node.head.lemma}"


_GETTING = word_set("getting")
"""Verbs of getting a promise from whom the noun names: "got a commitment of other states to add teams"."""


def step_noun(reading: Reading, noun: Token) -> Token | None:
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
    operator = denied(reading, head, operator_above(head))
    if noun.dep == "pobj" and noun.head.lower == "for" and head.lemma in _THANKING and head.child("dobj") is not None:
        reading.subject = reading.subject or _thanked(head, noun.head)
        return None  # "thanked Italy for its plan to send"
    if operator is None and noun.dep == "dobj" and _is_anothers_effort(noun, head):
        reading.rejected = "another's effort"
        return None
    factive = head.lemma in _FACTIVE | _GETTING and reading.subject is not None
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
    take_modals(reading, head)
    if reading.subject is None and noun.dep in ("dobj", "pobj"):
        reading.subject = agent_of(head) if is_passive(head) else subject_above(head)
    elif reading.subject is not None and noun.dep in ("dobj", "pobj"):
        reading.speaker = reading.speaker or subject_above(head)
    reading.clause = head
    return head


_BACKING = word_set("backing")


def _is_anothers_effort(noun: Token, verb: Token) -> bool:
    """ "continues to back the coalition's efforts to defeat": who backs it helps, and who makes it is not told to."""
    return verb.lemma in _BACKING and lemma_of(noun) in ("effort", "bid", "drive", "attempt", "plan", "campaign")


def step_attribute(reading: Reading, node: Token) -> Token | None:
    """ "would find allies willing to send": who is described so has promised nothing."""
    if reading.operators:
        reading.rejected = "describes whom one looks for"
    return None
