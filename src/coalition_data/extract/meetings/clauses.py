"""What a clause says about its event: who does it to whom, and whether it took place, will, or was only wished for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coalition_data.document import Span, Token
from coalition_data.extract.meetings.lexicon import words
from coalition_data.resolve.calendar import Direction

_MODALS_OF_DOUBT = frozenset({"can", "could", "may", "might", "should", "must", "ought"})
_LONGEST_CHAIN = 12
_JOINTLY = frozenset({"together", "jointly", "along", "alongside"})
_SHARED = frozenset({"cooperation", "co-operation", "partnership", "collaboration", "coordination", "conjunction"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How a verb presents its event.

    Attributes:
        direction: past or future from the tense; None where it does not tell.
        factual: False for wishes, refusals, possibilities and conditions.
        negated: whether it is denied.
    """

    direction: Direction | None
    factual: bool = True
    negated: bool = False


def subjects(verb: Token) -> tuple[Token, ...]:
    """Heads of the subjects of a verb, its own or those that its clause takes over from another."""
    node = verb
    for _ in range(_LONGEST_CHAIN):
        own = tuple(child for child in node.children if child.dep in ("nsubj", "nsubjpass"))
        above = _above_infinitive(own[0], node) if own else None
        if above is not None:
            return (above,)
        if own:
            return tuple(_antecedent(token, node) for token in own)
        if node.dep == "pcomp" and (thanked := _thanked(node)) is not None:
            return (thanked,)
        if node.dep in ("relcl", "acl"):
            place = any(child.lower in ("where", "when") for child in node.children)
            return () if place else (_whole(node.head, node),)
        if node.dep in ("xcomp", "ccomp") and node.head.is_verb:
            target = node.head.child("dobj")
            if target is not None and target.i < node.i:
                return (target,)
        if node.is_root or not (node.head.is_verb or node.head.dep in ("attr", "acomp", "prep", "pcomp")):
            return ()
        node = node.head
    return ()


def _thanked(verb: Token) -> Token | None:
    """ "thanked Peru for hosting the talks", "congratulated A on chairing the summit": Peru, A."""
    above = verb.head.head if verb.head.lower in ("for", "on", "over") else None
    return above.child("dobj") if above is not None and above.lemma in words("thank") else None


def _above_infinitive(subject: Token, verb: Token) -> Token | None:
    """The noun of "nations allied to fight rebels met", of whose infinitive the parser makes a clause of its own."""
    infinitive = verb.head
    begins = subject.subtree.first == infinitive.i + 1
    if verb.dep not in ("ccomp", "conj") or infinitive.tag != "VB" or not begins or infinitive.child("aux") is None:
        return None
    node = infinitive
    while node.dep in ("xcomp", "acl", "relcl", "advcl") and not node.is_root:
        node = node.head
    return node if node.is_noun else None


def _antecedent(token: Token, verb: Token) -> Token:
    """ "who" and "which" stand for the noun that their clause belongs to."""
    if token.tag in ("WP", "WDT", "WP$") and verb.dep == "relcl":
        return _person_above(_whole(verb.head, verb)) if token.lower == "who" else _whole(verb.head, verb)
    if token.tag in ("WP", "WDT") and verb.dep == "conj" and verb.head.dep == "relcl":
        return _whole(verb.head.head, verb)
    return token


def _person_above(noun: Token) -> Token:
    """ "Ahmed, co-chair of the council, who was received": "who" is the person, not the body."""
    if noun.entity is None or noun.entity.label == "PERSON":
        return noun
    node = noun
    for _ in range(4):
        if node.is_root or node.head.is_verb:
            break
        node = node.head
        if node.entity is not None and node.entity.label == "PERSON" and node.is_noun:
            return node
    return noun


def _whole(noun: Token, verb: Token) -> Token:
    """The first of the coordinates that a clause speaks of: those who meet are many, so is "A and other officials"."""
    many = (
        verb.lemma in words("meet") and verb.child("dobj") is None and not any(c.lower == "with" for c in verb.children)
    )
    other = any(child.lower == "other" for child in noun.children)
    node = noun
    while (many or other) and node.dep == "conj" and not node.is_root and not node.head.is_verb:
        node = node.head
    return node


def sentence_of(token: Token) -> Span:
    """The sentence of a token, with the next one where a name is broken at its hyphen ("al- Jaafari")."""
    sentence = token.sentence
    doc = token.doc
    if sentence.last < len(doc) and sentence.text.endswith(("-", "al", "el")):
        following = doc.sentence_at(sentence.last)
        if doc.paragraph_at(following.start) == doc.paragraph_at(sentence.start):
            return doc.span(sentence.first, following.last)
    return sentence


def agents(verb: Token) -> tuple[Token, ...]:
    """Heads of the "by" phrases of a passive."""
    found = []
    first = [child for child in verb.children if child.dep == "agent" or (child.lower == "by" and child.dep == "prep")]
    todo = [*first, *(child for child in verb.children if first and child.lower == "by" and child.dep == "conj")]
    while todo:
        preposition = todo.pop(0)
        found += [token for token in preposition.children if token.dep == "pobj"]
        todo += [child for child in preposition.children if child.dep == "conj" and child.lower == "by"]
    if found:
        found += [node for phrase in together_with(verb) for node in phrase.children if node.dep == "pobj"]
    return tuple(found)


def together_with(verb: Token) -> Iterator[Token]:
    """ "organised by A together with B", "chaired by A, jointly with B", "in cooperation with B"."""
    for child in verb.children:
        if child.lower == "in":
            shared = [node for node in child.children if node.lemma in _SHARED]
            yield from (phrase for node in shared for phrase in node.children if phrase.lower == "with")
        right_before = child.i > 0 and verb.doc.tokens[child.i - 1].lower in _JOINTLY
        if child.lower == "with" and (right_before or any(node.lower in _JOINTLY for node in child.children)):
            yield child
        elif child.lower in _JOINTLY:
            yield from (node for node in child.children if node.lower == "with")


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive, also as a bare participle ("a meeting hosted by")."""
    if any(child.dep in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    return verb.tag == "VBN" and verb.dep in ("acl", "relcl") and verb.child("aux") is None


def finite_verb(token: Token) -> Token | None:
    """The nearest verb at or above ``token`` that carries a tense of its own."""
    for node in (token, *token.ancestors):
        if _is_finite(node):
            return node
    return None


def _is_finite(token: Token) -> bool:
    return token.is_verb and (
        token.tag in ("VBD", "VBZ", "VBP")
        or any(child.dep in ("aux", "auxpass") and child.tag in ("MD", "VBD", "VBZ", "VBP") for child in token.children)
    )


def read_verb(verb: Token) -> Reading:
    """Tense, modality and negation of a verb, through the verbs that govern it."""
    negated = any(child.dep == "neg" for child in verb.children) or _is_denied(verb) or is_of_neither(verb)
    auxiliaries = [child for child in verb.children if child.dep in ("aux", "auxpass")]
    modal = next((child.lower for child in auxiliaries if child.tag == "MD"), None)
    if modal is not None:
        return _read_modal(verb, modal, negated)
    if any(child.tag == "VBD" for child in auxiliaries) or verb.tag == "VBD":
        return Reading("past", not _is_conditional(verb), negated)
    if any(child.lemma == "have" for child in auxiliaries):
        return Reading("past", not _is_conditional(verb), negated)
    # "A and B meet in Rome tonight"
    bare = verb.tag in ("VB", "NN") and verb.is_root and verb.child("nsubj") is not None
    if bare or verb.tag in ("VBZ", "VBP") or any(child.tag in ("VBZ", "VBP") for child in auxiliaries):
        return Reading("future", not _is_conditional(verb), negated)
    if verb.tag == "VBN" and not auxiliaries and (verb.dep == "acl" or verb.child("nsubj") is not None):
        return Reading("past", not _is_conditional(verb), negated)  # or a past tense that was taken for a participle
    return _read_nonfinite(verb, negated)


def is_of_neither(verb: Token) -> bool:
    """ "Neither A nor B took part": whether the subject denies what the verb tells."""
    who = verb.child("nsubj", "nsubjpass")
    return who is not None and any(
        node.lower == "neither" and node.i < who.i and node.dep in ("cc", "preconj", "det", "amod", "predet")
        for node in who.children
    )


def _is_denied(verb: Token) -> bool:
    """ "denied that a meeting had taken place", "I do not think we ever met"."""
    if verb.dep != "ccomp" or verb.is_root:
        return False
    doubted = verb.head.lemma in words("believing") and any(child.dep == "neg" for child in verb.head.children)
    return doubted or verb.head.lemma in words("deny")


def _read_modal(verb: Token, modal: str, negated: bool) -> Reading:
    perfect = any(child.dep == "aux" and child.lemma == "have" for child in verb.children)
    if modal in _MODALS_OF_DOUBT or perfect:
        return Reading("future", False, negated)
    return Reading("future", not _is_conditional(verb), negated)


def _is_conditional(verb: Token) -> bool:
    return any(child.dep == "mark" and child.lower in ("if", "unless", "whether") for child in verb.children)


def _read_nonfinite(verb: Token, negated: bool) -> Reading:
    governor = _governor(verb)
    if governor is None:
        return Reading(None, verb.tag != "VB", negated)
    above = read_verb(governor) if governor.is_verb else _reading_above(governor)
    negated = negated or above.negated or has_no(governor)
    lemma = governor.lemma
    if lemma in words("wished") and (verb.tag == "VB" or verb.dep in ("xcomp", "pcomp", "ccomp")):
        return Reading("future", False, negated)
    if verb.tag == "VB" and any(child.lower == "to" for child in verb.children):
        return _read_infinitive(governor, above, negated)
    if verb.dep == "pcomp" and lemma in ("plan", "prepare", "consider", "discuss", "look"):
        return Reading("future", lemma in ("plan", "prepare"), negated)
    if verb.dep == "pcomp" and lemma in words("aims"):
        return Reading("future", False, negated)  # "came with the aim of meeting the commanders"
    return Reading(above.direction, above.factual, negated)


def has_no(noun: Token) -> bool:
    """ "no meeting", "no plans to meet"."""
    return any(child.lower == "no" and child.dep == "det" for child in noun.children)


def _read_infinitive(governor: Token, above: Reading, negated: bool) -> Reading:
    there = governor.lemma == "be" and any(child.lower in ("in", "at") for child in governor.children)
    if (there or governor.lemma in words("purpose") | words("glad")) and above.direction == "past":
        return Reading("past", above.factual, negated)
    if governor.lemma in words("inclined") and not (governor.is_verb and governor.tag == "VBG"):
        return Reading("future", False, negated)
    if governor.lemma in words("wished_nouns") and governor.is_noun:
        return Reading("future", False, negated)
    if governor.lemma in words("planned") or governor.tag in ("JJ", "NN", "NNS"):
        return Reading("future", above.factual, negated)
    return Reading(above.direction, above.factual and governor.lemma in words("purpose"), negated)


def _governor(verb: Token) -> Token | None:
    """The word that a non-finite verb depends on, through prepositions and coordination."""
    node = verb
    for _ in range(_LONGEST_CHAIN):
        if node.is_root:
            return None
        node = node.head
        if node.is_verb or node.tag in ("JJ", "NN", "NNS", "VBN"):
            return node
    return None


def _reading_above(token: Token) -> Reading:
    verb = finite_verb(token)
    return read_verb(verb) if verb is not None else Reading(None)


def with_phrases(verb: Token) -> Iterator[Token]:
    """The "with" phrases of a verb, those after "then" and "and" included, and those that hang on how it is done."""
    for child in verb.children:
        if is_face_to_face(child):
            yield from (node for node in child.children if node.lower == "with")
        if child.lower == "with":
            if child.child("pobj") is None and child.child("pcomp") is not None and visiting_guests(verb) is None:
                continue  # "with Bolivia attending"
            yield child
            further = (node for node in child.subtree if node.lower == "with" and node != child)
            yield from (node for node in further if node.dep in ("prep", "conj"))
        elif child.dep == "advmod" and child.lower in ("then", "later", "afterwards", "also", "separately"):
            yield from (node for node in child.children if node.lower == "with")
        elif child.dep in ("prep", "agent") and child.lower in ("by", "behind", "over", "via", "on", "in"):
            manner = [node for node in child.children if node.dep == "pobj" and node.lemma in words("manner")]
            for noun in manner:
                inside = noun.subtree if noun.lemma in words("margins") else noun.children
                yield from (node for node in inside if node.lower == "with" and node.dep == "prep")


def visiting_guests(verb: Token) -> Token | None:
    """The "visiting" of "met (with) visiting Prime Minister Abadi", which the parser takes for a clause."""
    for token in verb.doc.tokens[verb.i + 1 : verb.i + 3]:
        if token.lower == "visiting" and token.is_verb and token.child("dobj") is not None:
            return token if token.head in (verb, *verb.children) else None
        if token.lower != "with":
            return None
    return None


def is_face_to_face(word: Token) -> bool:
    """The first word of "one-on-one", "face to face", "head to head": how they meet, not whom."""
    doc = word.doc
    return word.lower in ("face", "one", "head") and any(
        token.lower == word.lower for token in doc.tokens[word.i + 1 : word.i + 6]
    )


def with_behind(verb: Token) -> Iterator[Token]:
    """ "discuss its share in the burden with France": the "with" that the parser hangs on what is discussed."""
    for node in verb.subtree:
        if node.lower != "with" or node.dep != "prep" or node.i < verb.i:
            continue
        if any(above.is_verb for above in node.ancestors if above.i > verb.i):
            continue
        person = any(child.lemma.lower() in words("offices") for child in node.children)
        if person or node.head.lemma not in words("bonds"):
            yield node
