"""Verbs that end or reduce a contribution."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act, finish
from coalition_data.extract.pledges.clauses import key_in
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.objects import Arguments, after, object_of
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of

_TALKS = word_set("talks")

_VAGUE_ACTS = word_set("vague_acts")


def withdrawal(verb: Token) -> Act | None:
    """The act of a verb that ends or reduces a contribution; None for any other verb."""
    if key_in(verb, predicates().withdrawal_verbs) is None:
        return None
    if verb.lemma == "leave":
        return None  # "will leave 9,800 troops there" keeps them; who leaves a place is read elsewhere
    noun = object_of(verb)
    if noun is None:
        for child in verb.children:
            if child.dep == "prep" and child.lower in ("from", "of", "in"):
                noun = child.child("pobj")
    if noun is None:
        return None
    if _is_of_enemies(noun):
        return None  # "will cut off the militants' access to money" is help, and no withdrawal
    found = [thing for thing in things_of(noun) if thing.category is not None and is_contribution(thing)]
    inner = after(noun, frozenset({"of", "in", "to"})) if lemma_of(noun) in _WRAPPERS else None
    if inner is not None and not found:  # "suspended its part in the mission"
        found = [thing for thing in things_of(inner) if thing.category is not None and is_contribution(thing)]
    found = _aims(noun, verb) or found
    if not found and lemma_of(noun) == "part" and noun.child("poss") is not None:
        found = [Thing(noun, "military_assistance", True)]  # "ended its part on 1 August"
    if not found and lemma_of(noun) in ("offer", "pledge", "promise", "commitment"):
        found = _offered_before(noun)
    wages = verb.lemma == "send" and any(thing.total for thing in found)  # "send home $20 billion a year"
    if not found or wages or words_of(noun.subtree) & {"debt", "debts", "arrears", "repayment"}:
        return None
    return finish(verb, read_act(verb), Arguments(tuple(found), None), "listed", withdrawal=True)


def _is_of_enemies(noun: Token) -> bool:
    """ "the militants' access to money", "the group's funding": whose it is; not "jets supporting strikes on ISIL"."""
    owner = noun.child("poss")
    if owner is not None and lemma_of(owner) in _GROUPS:
        return True
    clauses = {token for child in noun.children if child.dep in ("acl", "relcl") for token in child.subtree}
    return bool(words_of(token for token in noun.subtree if token not in clauses) & _ENEMIES)


_GROUPS = word_set("enemy_groups")


def _offered_before(noun: Token) -> list[Thing]:
    """ "Congress has not voted the ten million promised, and withdrew the offer"."""
    first = noun.sentence.first
    for index in range(noun.i - 1, first - 1, -1):
        token = noun.doc[index]
        if token.is_noun or token.tag == "CD":
            found = [thing for thing in things_of(token) if thing.explicit and thing.category is not None]
            if found:
                return found[:1]
    return []


def _aims(noun: Token, verb: Token) -> list[Thing]:
    """ "end its program to arm and train rebels": what a programme is for is what ends."""
    if lemma_of(noun) not in _PROGRAMMES:
        return []
    aims = [child for child in (*noun.children, *verb.children) if child.tag == "VB" and child.i > noun.i]
    kinds = []
    for aim in (x for child in aims[:1] for x in conjuncts(child)):
        entries = predicates().contributions.get(lemma_of(aim), ())
        own = (entry.category for entry in entries if entry.name not in ("debt", "starve"))
        category = next((category for category in own if category in _AIMED), None)
        kinds += [Thing(aim, category, True)] if category is not None else []
    return kinds


_WRAPPERS = word_set("wrappers")
_ENEMIES = word_set("cut_off")
_PROGRAMMES = word_set("programmes")
_PAPERS = word_set("bargains")
_WARFARE = frozenset({"combat", "fighting", "hostility", "violence", "war"})
_AIMED = frozenset({"training", "weapons_equipment", "humanitarian", "financial"})


def is_contribution(thing: Thing) -> bool:
    """Whether ending it ends a contribution: forces, help, flights; not ties, talks or borders."""
    if lemma_of(thing.head) in _TALKS | _PAPERS | _WARFARE:
        return False
    if thing.category in ("political", "law_enforcement", "other"):
        return lemma_of(thing.head) in ("support", "backing", "recognition")
    if thing.category == "financial" and not thing.explicit:
        return False
    return thing.explicit or lemma_of(thing.head) not in _VAGUE_ACTS
