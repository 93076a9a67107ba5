"""How an act is meant: from a verb or noun upwards through what governs it.

"will send", "agreed to send", "has not ruled out sending", "said it would stop sending" are one act under different
predicates. ``read_act`` walks from the act to the top of its sentence, collects the predicates and modals, and folds
them into stance, progress, who acts, and who says so.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field

from coalition_data.document import Token, once_a_token
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.words import lemma_of

_FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d"})


_POSSIBLE = frozenset({"may", "might", "could"})


_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly"})


_DENYING = frozenset({"dobj", "nsubjpass", "nsubj"})
"""Parts of a clause whose "no" denies the whole."""

REJECT = Operator("appeal", "reject", False)


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
        alone: whether the subject promises by itself, whatever the parser hangs on it.
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
    alone: bool = False

    def has(self, *names: str) -> bool:
        """Whether an operator of one of these classes stands above the act."""
        return any(operator.name in names for operator, _, _ in self.operators)

    @property
    def strong(self) -> bool:
        """Whether a predicate says by itself that somebody promises, refuses or weighs."""
        return any(operator.strong for operator, _, _ in self.operators)

    @property
    def future(self) -> bool:
        """Whether it lies ahead: "will", "plans to", "has decided to"."""
        return bool(self.modals & _FUTURE) or self.has("plan", "decide")

    @property
    def possible(self) -> bool:
        """Whether it only may happen."""
        return bool(self.modals & _POSSIBLE)


@once_a_token
def verb_keys(token: Token) -> tuple[str, ...]:
    """Lemma with each particle or fixed companion that follows ("rule out", "take part"), then alone."""
    near = [child for child in token.children if child.i > token.i]
    lemma = lemma_of(token)
    following = [f"{lemma} {child.lower}" for child in near if child.dep != "punct"]
    return (*following, lemma)


@once_a_token
def is_passive(token: Token) -> bool:
    """Whether the verb is passive: "will be deployed", "deployed by"."""
    deps = {child.dep for child in token.children}
    if token.lower in ("involved", "engaged") and any(child.lower == "in" for child in token.children):
        return False  # "is involved in the training": who is, acts
    if token.lower == "opposed" and any(child.lower == "to" for child in token.children):
        return False  # "is opposed to sending troops"
    if "auxpass" in deps or "nsubjpass" in deps:
        return True
    if token.tag == "VBN" and token.dep == "acl":
        return not has_perfect(token) and token.child("dobj") is None
    if token.dep == "conj" and token.tag == "VBN" and not deps & {"aux", "nsubj"}:
        return is_passive(token.head) if token.head.is_verb else False
    return False


def has_perfect(verb: Token) -> bool:
    """Whether the verb has the auxiliary "have"."""
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
        if child.dep in _DENYING and any(
            x.lower in ("no", "neither")
            for word in (child, *child.children)
            if word.dep != "conj"  # "helmets and vests but no weapons"
            for x in word.children
        ):
            return True  # "no troops will be sent", "neither Italy nor Spain will join"
        if child.dep in ("nsubj", "nsubjpass") and child.lower in ("none", "nobody", "neither"):
            return True
        if child.dep == "advmod" and child.lower == "longer" and any(x.lower == "no" for x in child.children):
            return True
    return _follows_nor(token)


def _follows_nor(token: Token) -> bool:
    """ "will not train them, nor will it share intelligence": the "nor" hangs on the verb before."""
    if token.dep != "conj" or not token.is_verb:
        return False
    joints = [child for child in token.head.children if child.dep == "cc" and child.i < token.i]
    return bool(joints) and joints[-1].lower == "nor"


def own_subject(verb: Token) -> Token | None:
    """The subject that the verb has by itself, active or passive, or a name before it that the parser mislabels."""
    found = verb.child("nsubj", "nsubjpass")
    if found is None:  # "his party was opposed", hung on the auxiliary
        auxiliary = verb.child("auxpass")
        found = auxiliary.child("nsubj", "nsubjpass") if auxiliary is not None else None
    if found is not None and found.lower in ("that", "who") and verb.head.lemma == "be" and verb.i > verb.head.i:
        return verb.head.child("attr") or found  # "It was Hungary that sent"
    if found is not None and found.entity is not None and found.entity.label in ("DATE", "TIME"):
        later = [child for child in verb.children if child.dep == found.dep and found.i < child.i < verb.i]
        found = later[-1] if later else found  # the hour of a page's head, before the name that acts
    if found is not None and found.i < verb.i:
        return _behind_semicolon(found, verb)
    if found is not None or not verb.is_verb:
        return found
    return _mislabelled_subject(verb) or _name_behind_semicolon(verb)


def _name_behind_semicolon(verb: Token) -> Token | None:
    """ "; Croatia and Bulgaria supplied ammunition": names that the parser adds to the list before the semicolon."""
    if verb.dep not in ("conj", "advcl") or verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    breaks = [token.i for token in verb.doc.span(verb.head.i, verb.i) if token.text == ";"]
    start = breaks[-1] + 1 if breaks else verb.i
    span = verb.doc.span(start, verb.i)
    first = next((token for token in span if token.tag in ("NNP", "NNPS") and token.dep in ("conj", "appos")), None)
    plain = all(token.is_noun or token.lower in _BETWEEN_NAMES or token.dep in ("aux", "advmod") for token in span)
    return first if first is not None and plain else None


_BETWEEN_NAMES = frozenset({",", "and", "the", "both"})


def _behind_semicolon(subject: Token, verb: Token) -> Token:
    """ "; Norway, 85 billion; the initiative has delivered": the parser takes the last item for an apposition."""
    breaks = [token.i for token in verb.doc.span(subject.i, verb.i) if token.text == ";"]
    if not breaks:
        return subject
    behind = [
        token
        for token in verb.doc.span(breaks[-1] + 1, verb.i)
        if token.is_noun and token.dep in ("appos", "conj") and token.head.i < breaks[-1]
    ]
    return behind[-1] if behind else subject


def _mislabelled_subject(verb: Token) -> Token | None:
    """ "Turkey, for its part, has not ruled out": a country that opens the sentence, taken for an adverbial."""
    first = verb.sentence.first
    for child in verb.children:
        if child.i > verb.i:
            return None
        dated = _name_behind_date(child, verb)
        if dated is not None:
            return dated
        if child.text.isupper() and child.text.isalpha() and len(child.text) > _SHORT and child.i == first:
            return child if child.dep in ("advmod", "npadvmod", "amod") else None  # "USAID is airlifting"
        if child.tag in ("NNP", "NNPS") and child.dep in ("npadvmod", "dep", "nmod", "intj", "advmod", "meta"):
            at_start = child.subtree.first - first <= 1
            return child if at_start and (child.entity is None or child.entity.label == "GPE") else None
    return None


_SHORT = 2
_MONTHS = frozenset(calendar.month_name[1:]) | frozenset(calendar.month_abbr[1:])


def _name_behind_date(preposition: Token, verb: Token) -> Token | None:
    """ "On 12 October Canada announced": without a comma the parser reads the name into the date."""
    name = preposition.child("pobj") if preposition.dep == "prep" and preposition.lower in ("on", "in") else None
    if name is None or name.tag not in ("NNP", "NNPS") or name.text in _MONTHS:
        return None
    dated = any(word.text in _MONTHS for child in name.children if child.i < name.i for word in child.subtree)
    between = verb.doc.span(name.i + 1, verb.i)
    return name if dated and all(token.dep in ("aux", "advmod", "auxpass") for token in between) else None


def agent_of(verb: Token) -> Token | None:
    """Who acts in a passive: the noun after "by"."""
    for child in verb.children:
        if child.dep == "agent" or (child.dep == "prep" and child.lower == "by"):
            found = child.child("pobj")
            if found is not None and not _is_measure(found):
                return found
    for child in verb.children:  # "was promised 18 howitzers by Germany": hung on the object
        if child.dep in ("dobj", "oprd", "prep", "dative", "advmod", "npadvmod") and child.i > verb.i:
            for inner in child.subtree:
                if inner.lower == "by" and inner.dep in ("prep", "agent") and not inner.head.is_verb:
                    noun = inner.child("pobj")
                    if noun is not None and noun.tag in ("NNP", "NNPS"):
                        return noun
    return None


_MEASURED = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL"})


def _is_measure(noun: Token) -> bool:
    """ "was extended by a year", "by 200", "by 2020": how much or until when, and nobody's doing."""
    return noun.tag == "CD" or (noun.entity is not None and noun.entity.label in _MEASURED)


@once_a_token
def operator_above(token: Token) -> Operator | None:
    """The class of predicate that a verb, adjective or noun belongs to."""
    lexicon = predicates()
    if token.tag.startswith("JJ") or (token.tag == "VBN" and token.lemma in ("commit", "prepare", "set", "determine")):
        found = lexicon.operator_adjectives.get(token.lower)
        if found is not None:
            return found
    if token.is_noun and not any(child.tag == "MD" for child in token.children):  # "will resume", taken for a noun
        return lexicon.operator_nouns.get(lemma_of(token))
    if token.is_verb or any(child.tag == "MD" for child in token.children):
        for key in verb_keys(token):
            if key in lexicon.operator_verbs:
                return lexicon.operator_verbs[key]
        return None
    return lexicon.operator_adjectives.get(token.lower)


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
            leave = child.lower == "from" and lemma_of(noun) in _LEAVES
            return None if leave else child.child("pobj")
        if child.dep == "prep" and child.lower == "of":
            owner = child.child("pobj")
            if owner is not None and (
                owner.tag == "NNP" or owner.lower in ("government", "organization", "organisation", "country")
            ):
                return owner
    made = (token for token in noun.subtree if token.dep == "acl" and token.i > noun.i and token.lemma in _MADE)
    return next((giver for verb in made if (giver := agent_of(verb)) is not None), None)


_LEAVES = frozenset({"mandate", "permission", "approval", "authorisation", "authorization"})
"""Who gives one of these lets others act: "with a mandate from the Security Council to fight"."""

_MADE = word_set("promise_made")
"""Verbs that say whose a promise is: "pledges of €3 billion made by the Union"."""


def has_not(verb: Token) -> bool:
    """Whether the verb itself is negated by a particle."""
    return any(child.dep == "neg" for child in verb.children)


def key_in(token: Token, table: object) -> str | None:
    """The longest key of a verb that a table holds."""
    return next((key for key in verb_keys(token) if key in table), None)  # type: ignore[operator]


def listed_operator(verb: Token) -> Operator | None:
    """The predicate that a verb is by its lemma, whatever its form."""
    key = key_in(verb, predicates().operator_verbs)
    return predicates().operator_verbs[key] if key else None
