"""Trees that the small model gets wrong in a way that grammar can tell, mended before anyone reads them.

An English verb takes its object before its adverbials, save where the object is long: "received at the palace on Sunday
the Omani foreign minister, X". The model then makes the guest part of the date or place. And where an apposition stands
between subject and verb ("The prime minister, X, received the envoy"), it takes a past tense for a participle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coalition_data.document import Entity

_RECEIVING = frozenset({"receive", "meet", "host", "welcome", "greet"})
"""Verbs of which persons are the object, and whose adverbials of place and day often come before it."""
_PREPOSITIONS = frozenset({"in", "at", "on"})
_SETTING = frozenset({"DATE", "TIME", "GPE", "FAC", "ORG", "LOC"})
_OBJECTS = frozenset({"dobj", "xcomp", "ccomp"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TAKEN_FOR_NOUNS = frozenset({"resume", "open", "start", "convene", "gather", "meet", "close"})
_TWO_OBJECTS = frozenset({"give", "offer", "award", "grant", "hand", "send", "pay", "show", "teach", "tell", "ask",
                          "deny", "owe", "name", "call", "elect", "appoint", "make", "promise"})  # fmt: skip
"""Verbs whose passive keeps an object ("the minister, offered a seat")."""


@dataclass(slots=True)
class Tree:
    """Columns of an article's tokens, changed in place."""

    words: Sequence[str]
    lemmas: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]

    def children(self, index: int, first: int, last: int) -> list[int]:
        """Direct dependents of a token among the tokens of its sentence."""
        return [node for node in range(first, last) if self.heads[node] == index and node != index]

    def attach(self, index: int, head: int, dep: str) -> None:
        """Hang a token on another."""
        self.heads[index], self.deps[index] = head, dep

    def begins(self, index: int, first: int) -> int:
        """The first token of a subtree."""
        return next(node for node in range(first, index + 1) if self._is_under(node, index))

    def _is_under(self, node: int, above: int) -> bool:
        while node != above and self.heads[node] != node:
            node = self.heads[node]
        return node == above


def mend_trees(tree: Tree, sentence_starts: Sequence[int], entities: Sequence[Entity]) -> None:
    """Give verbs the objects and subjects that the model hung elsewhere.

    Args:
        tree: the columns of an article, changed in place.
        sentence_starts: index of the first token of each sentence.
        entities: the named entities.
    """
    labels: dict[int, Entity] = {index: entity for entity in entities for index in range(entity.start, entity.end)}
    for first, last in pairwise((*sentence_starts, len(tree.heads))):
        for verb in range(first, last):
            if tree.lemmas[verb] in _RECEIVING and tree.tags[verb].startswith("VB"):
                _bring_back_object(tree, verb, first, last, labels)
        _make_main_verb(tree, first, last)
        _find_main_verb(tree, first, last)
        _free_main_verb(tree, first, last)
        _bring_back_subject(tree, first, last)


def _bring_back_object(tree: Tree, verb: int, first: int, last: int, labels: dict[int, Entity]) -> None:
    """ "received on Sunday Minister X": X, whom the model makes the object of "on"."""
    own = {tree.deps[node] for node in tree.children(verb, first, last)}
    if own & (_OBJECTS | {"auxpass"}):
        return
    for preposition in range(verb + 1, last):
        if tree.words[preposition].lower() not in _PREPOSITIONS or not _is_adverbial_of(tree, preposition, verb):
            continue
        for node in tree.children(preposition, first, last):
            if tree.deps[node] == "pobj" and _take_from_setting(tree, verb, preposition, node, (first, last), labels):
                return
    for node in tree.children(verb, verb + 1, last):  # "received, on Wednesday, the Commander"
        if tree.deps[node] == "npadvmod" and tree.tags[node].startswith("NNP") and node not in labels:
            tree.attach(node, verb, "dobj")
            return


def _is_adverbial_of(tree: Tree, preposition: int, verb: int) -> bool:
    """Whether a preposition hangs on the verb, or on the place that does ("at headquarters in Brussels")."""
    node = preposition
    while tree.heads[node] != verb:
        if tree.heads[node] == node or tree.deps[node] not in ("prep", "pobj"):
            return False
        node = tree.heads[node]
    return tree.deps[node] == "prep"


def _take_from_setting(
    tree: Tree, verb: int, preposition: int, target: int, bounds: tuple[int, int], labels: dict[int, Entity]
) -> bool:
    """Part a day or place from the person behind it; whether there was one."""
    setting = labels.get(preposition + 1) or labels.get(preposition + 2)
    if setting is None or setting.label not in _SETTING:
        return False
    parts = [node for node in tree.children(target, *bounds) if tree.deps[node] in ("appos", "compound")]
    beside = [node for node in parts if tree.deps[node] == "appos"]
    if target < setting.end:  # "at the Peace Palace the Ambassador": taken for an apposition, without a comma
        guests = [node for node in beside if tree.words[tree.begins(node, bounds[0]) - 1] != ","]
        if not guests or guests[0] < setting.end or not tree.tags[guests[0]].startswith("NNP") or guests[0] in labels:
            return False
        guest = guests[0]
    elif any(_is_person(labels.get(node)) for node in (target, *parts)):
        guest, place = target, setting.end - 1
        for node in range(preposition + 1, setting.end):
            if not preposition < tree.heads[node] < setting.end:
                tree.heads[node] = place
        tree.attach(place, preposition, "pobj")
    else:
        return False
    tree.attach(guest, verb, "dobj")
    for node in tree.children(verb, *bounds):
        if node > guest and tree.deps[node] == "npadvmod" and _is_person(labels.get(node)):
            tree.attach(node, guest, "appos")  # "the Ambassador of Oman, X"
    return True


def _is_person(entity: Entity | None) -> bool:
    return entity is not None and entity.label == "PERSON"


def _make_main_verb(tree: Tree, first: int, last: int) -> None:
    """ "The prime minister, X, received the envoy": a sentence without a verb, whose participle has an object."""
    roots = [node for node in range(first, last) if tree.heads[node] == node]
    if len(roots) != 1 or not tree.tags[roots[0]].startswith("NN"):
        return
    root = roots[0]
    for verb in _participles(tree, root, first, last):
        objects = [node for node in tree.children(verb, first, last) if tree.deps[node] == "dobj" and node > verb]
        if not objects or tree.words[verb - 1] != ",":
            continue
        tree.attach(verb, verb, "ROOT")
        tree.attach(root, verb, "nsubj")
        tree.tags[verb] = "VBD"
        for node in tree.children(root, first, last):
            if node > verb:
                tree.heads[node] = verb
        return


def _find_main_verb(tree: Tree, first: int, last: int) -> None:
    """ "Talks aimed at ending the war in Oman resume in Bern": a plural without a verb, and a verb taken for a noun."""
    root = next((node for node in range(first, last) if tree.heads[node] == node), first)
    if tree.tags[root] != "NNS" or any(tree.tags[node] in _FINITE for node in range(first, last)):
        return
    for verb in range(root + 1, last - 1):
        noun = tree.words[verb] in _TAKEN_FOR_NOUNS and tree.tags[verb] == "NN" and tree.deps[verb] in ("pobj", "dobj")
        before = [node for node in tree.children(verb, first, last) if node < verb and tree.deps[node] == "compound"]
        if not noun or not before or tree.tags[verb + 1] != "IN":
            continue
        tree.attach(before[-1], tree.heads[verb], tree.deps[verb])
        for node in tree.children(verb, first, last):
            if node < verb:
                tree.heads[node] = before[-1]
        for node in tree.children(root, first, last):
            if node > verb:
                tree.heads[node] = verb
        tree.attach(verb, verb, "ROOT")
        tree.attach(root, verb, "nsubj")
        tree.tags[verb] = "VBP"
        return


def _free_main_verb(tree: Tree, first: int, last: int) -> None:
    """ "Ministers of the coalition striking rebels meet": the rebels are struck, and the sentence has no other verb."""
    root = next((node for node in range(first, last) if tree.heads[node] == node), first)
    for subject in range(first + 1, last):
        verb = tree.heads[subject]
        named = tree.deps[subject] == "nsubj" and tree.tags[subject].startswith("NN")
        if not named or tree.tags[verb] not in _FINITE - {"MD"}:
            continue
        before = tree.begins(subject, first) - 1
        participle = before >= first and tree.tags[before] == "VBG" and tree.deps[before] == "acl"
        if not participle or (verb != root and not tree.tags[root].startswith("NN")):
            continue
        if tree.deps[verb] == "ccomp" and tree.heads[verb] == before:
            continue  # "A report saying Germany sent soldiers": the clause is what is said
        if verb != root:
            tree.attach(verb, verb, "ROOT")
            tree.attach(root, verb, "nsubj")
            for node in tree.children(root, verb + 1, last):
                tree.heads[node] = verb
        elif not any(tree.deps[node] == "nsubj" for node in tree.children(verb, first, before)):
            continue
        tree.attach(subject, before, "dobj")
        return


def _bring_back_subject(tree: Tree, first: int, last: int) -> None:
    """ "At the invitation of X, the ministers met": no apposition to X, where the verb has no other subject."""
    verb = next((node for node in range(first, last) if tree.heads[node] == node), first)
    if tree.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return
    own = tree.children(verb, first, last)
    fronted = own and own[0] == first and tree.deps[first] == "prep"
    if not fronted or any(tree.deps[node] in _SUBJECTS for node in own):
        return
    comma = next((node for node in range(verb - 1, first, -1) if tree.words[node] == ","), first)
    between = range(comma + 1, verb)
    if any(tree.tags[node].startswith("VB") for node in between):
        return
    for node in between:
        if tree.deps[node] == "appos" and tree.heads[node] < comma and tree.tags[node].startswith("NN"):
            tree.attach(node, verb, "nsubj")
            return


def _participles(tree: Tree, root: int, first: int, last: int) -> Iterator[int]:
    for node in tree.children(root, first, last):
        plain = tree.deps[node] == "acl" and tree.tags[node] in ("VBN", "VBD") and tree.lemmas[node] not in _TWO_OBJECTS
        if plain and not any(tree.deps[child] in ("aux", "auxpass") for child in tree.children(node, first, last)):
            yield node
