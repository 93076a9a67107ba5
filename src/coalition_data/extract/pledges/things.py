"""What is promised: the noun phrases of a promise, their categories, counts and sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coalition_data.document import Token
from coalition_data.extract.pledges.lexicon import number_lexicon, things
from coalition_data.extract.pledges.quantities import Measure, find_measures

_CONTENT = frozenset({"of", "in", "for", "worth", "with"})
_SAME_STUFF = frozenset({"of", "in"})


@dataclass(frozen=True, slots=True)
class Thing:
    """One promised thing.

    Attributes:
        head: head noun (or the verb, where the act itself is the thing).
        category: as in the contract; None where the words do not tell.
        explicit: whether the head itself tells it, and not a guess from generic help.
        measure: its count or sum.
    """

    head: Token
    category: str | None
    explicit: bool
    measure: Measure | None = None


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in order."""
    found = [token]
    for child in token.children:
        if child.dep == "conj" or (child.dep == "appos" and child.tag == token.tag and child.tag == "NNS"):
            found += conjuncts(child)
    return found


def lemma_of(token: Token) -> str:
    """Lower-case lemma; a proper noun as printed, in the singular where the lexicon knows only that."""
    return token.lemma.lower()


def things_of(noun: Token) -> list[Thing]:
    """The things that a noun phrase with its coordinates promises, one for each category or own count."""
    found: list[Thing] = []
    for head in conjuncts(noun):
        for thing in _things_of_head(head):
            same = next((old for old in found if old.category == thing.category), None)
            if same is None or (same.measure is not None and thing.measure is not None):
                found.append(thing)
    return found


def _things_of_head(head: Token) -> Iterator[Thing]:
    measure = measure_of(head)
    lexicon = things()
    lemma = lemma_of(head)
    inner = _content_of(head)
    if is_money(head):
        category = next((thing.category for noun in inner for thing in _things_of_head(noun) if thing.category), None)
        yield Thing(head, _category_of_sum(head, category), True, measure)
        return
    if lemma in lexicon.heads:
        yield Thing(head, _refined(head, lexicon.heads[lemma]), True, measure)
        return
    if lemma in number_lexicon()["measures"] or lemma in ("dozens", "hundreds", "thousands"):
        nested = [thing for noun in inner for thing in things_of(noun) if thing.category]
        for thing in nested[:1]:
            yield Thing(thing.head, thing.category, thing.explicit, measure or thing.measure)
        if nested:
            return
    categories = _modifier_categories(head)
    if lemma in lexicon.generic:
        yield from _generic_things(head, lemma, categories, inner, measure)
        return
    if measure is not None and measure.is_money:
        yield Thing(head, categories[0] if categories else "financial", True, measure)
    elif categories:
        yield Thing(head, categories[0], False, measure)
    else:
        yield Thing(head, None, False, measure)


def _generic_things(
    head: Token, lemma: str, categories: list[str], inner: list[Token], measure: Measure | None
) -> Iterator[Thing]:
    if categories:
        for category in dict.fromkeys(categories):
            yield Thing(head, category, True, measure)
        return
    nested = [thing for noun in inner for thing in things_of(noun) if thing.category and thing.explicit]
    if nested:
        for thing in nested:
            yield Thing(thing.head, thing.category, True, thing.measure or measure)
        return
    lexicon = things()
    purpose = purpose_category(head)
    if measure is not None and measure.is_money:
        yield Thing(head, purpose if purpose in ("humanitarian",) else "financial", True, measure)
    elif lemma in lexicon.modifier_only:
        yield Thing(head, None, False, measure)
    else:
        yield Thing(head, purpose or lexicon.generic[lemma], purpose is not None, measure)


def _content_of(head: Token) -> list[Token]:
    """Nouns that say what a sum, a measure or generic help consists of."""
    found = []
    for child in head.children:
        if child.dep == "prep" and child.lower in _SAME_STUFF:
            noun = child.child("pobj")
            if noun is not None:
                found.append(noun)
    return found


def _refined(head: Token, category: str) -> str:
    """A head whose modifier changes its kind: "surveillance aircraft", "medical equipment", "police trainers"."""
    others = [found for found in _modifier_categories(head) if found != category]
    if (
        category in ("air_operations", "weapons_equipment", "logistics_basing")
        and "intelligence_surveillance" in others
    ):
        return "intelligence_surveillance"
    if category in ("weapons_equipment", "air_operations") and "humanitarian" in others:
        return "humanitarian"
    if category in ("weapons_equipment", "air_operations") and "logistics_basing" in others:
        return "logistics_basing"
    if category == "military_personnel" and "training" in others:
        return "training"
    if category == "financial" and "humanitarian" in others:
        return "humanitarian"
    return category


def _modifier_categories(head: Token) -> list[str]:
    lexicon = things()
    found = []
    for child in head.children:
        if child.dep in ("amod", "compound", "nmod", "conj") and child.i < head.i:
            for word in conjuncts(child):
                found += _word_categories(word)
    return [category for category in dict.fromkeys(found) if category in set(lexicon.modifiers.values())]


def _word_categories(word: Token) -> list[str]:
    lexicon = things()
    lower = lemma_of(word)
    category = lexicon.modifiers.get(lower) or lexicon.modifiers.get(word.lower) or lexicon.heads.get(lower)
    below = [
        found
        for child in word.children
        if child.dep in ("amod", "compound", "nmod")
        for found in _word_categories(child)
    ]
    return below + ([category] if category else [])


def purpose_category(head: Token) -> str | None:
    """The category that the aim or the beneficiary gives to bare help ("£1 million to displaced people")."""
    words = set()
    for child in head.children:
        if child.dep in ("prep", "acl", "relcl", "dative", "compound", "amod") and child.lower not in ("from", "by"):
            words |= {lemma_of(token) for token in child.subtree}
    return category_of_words(words)


def category_of_words(words: set[str]) -> str | None:
    """The first category among whose purposes one of the words is."""
    for category, vocabulary in things().purposes.items():
        if words & vocabulary:
            return category
    return None


def _category_of_sum(head: Token, content: str | None) -> str:
    if content in ("humanitarian", "training", "weapons_equipment", "law_enforcement", "military_assistance"):
        return content
    purpose = purpose_category(head)
    if content is None and purpose == "humanitarian":
        return "humanitarian"
    return "financial"


def is_money(token: Token) -> bool:
    """Whether the token is a currency sign or word, or a number under one."""
    measure = measure_of(token)
    return measure is not None and measure.is_money and measure.start <= token.start < measure.end


def measure_of(head: Token) -> Measure | None:
    """The count or sum of a noun phrase: before its head, or in it where the head is a currency."""
    sentence = head.sentence
    first = min([head.i, *(child.subtree.first for child in head.children if child.i < head.i)])
    low = head.doc[first].start
    for measure in find_measures(head.doc.text, max(low - 30, sentence.start), min(head.end + 25, sentence.end)):
        if measure.end < low or measure.start > head.end:
            continue
        if _belongs(measure, head, low):
            return measure
    return None


def _belongs(measure: Measure, head: Token, low: int) -> bool:
    if measure.start <= head.start < measure.end:
        return True
    if not low <= measure.start < head.start:
        return False
    tokens = [head.doc[i] for i in head.doc.tokens_between(measure.start, measure.end)]
    return any(token == head or _nearest_noun(token, head) for token in tokens)


def _nearest_noun(token: Token, head: Token) -> bool:
    node = token
    for _ in range(5):
        if node == head:
            return True
        if node.dep not in (
            "nummod",
            "quantmod",
            "compound",
            "nmod",
            "amod",
            "advmod",
            "det",
            "pobj",
            "prep",
            "npadvmod",
            "punct",
        ):
            return False
        node = node.head
    return node == head
