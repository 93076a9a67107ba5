"""Predicates of promising, refusing or weighing that have the thing itself as object."""

from __future__ import annotations

import re
from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act, finish
from coalition_data.extract.pledges.clauses import is_negated, is_passive, listed_operator
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.licenses import GIVEN
from coalition_data.extract.pledges.objects import Arguments, after, further_things, object_of, recipient_in, sum_after
from coalition_data.extract.pledges.quantities import Measure
from coalition_data.extract.pledges.things import Thing, category_of_words, content_of, things_of
from coalition_data.extract.pledges.withdrawals import is_contribution
from coalition_data.extract.pledges.words import lemma_of, words_of

_WRAPPERS = word_set("wrappers")

_DIRECT = frozenset({"commit", "decide", "offer", "consider", "decline", "stop", "keep", "plan", "begin"})

_ACT_HEADS_ONLY = frozenset({"decide", "keep", "begin", "plan"})


def direct(verb: Token) -> Act | None:
    """A predicate of promising that has the thing itself as object: "pledged $5 million", "ruled out air strikes"."""
    other = _is_of_number(verb) or _is_airdrop(verb) or _is_leave_to_use(verb)
    operator = listed_operator(verb) if not other else None
    noun = _promised_noun(verb, operator) if operator is not None else None
    if operator is None or noun is None:
        return None
    if verb.lemma in ("accept", "choose", "elect", "clear") and not any(t.count or t.total for t in things_of(noun)):
        return None  # "cannot accept the presence of"
    granted = operator.name in ("consider", "decline") or verb.lemma in _GRANTING
    asked = granted and lemma_of(noun) in _ASKED
    noun = after(noun, frozenset({"for", "of", "on"})) or after(verb, frozenset({"for"})) or noun if asked else noun
    withdrawal, noun = _unwrapped(noun)
    found = [thing for thing in things_of(noun) if thing.category is not None]
    named = lemma_of(noun) == "use" and _STATION.search(noun.subtree.text) is not None
    if named or (
        lemma_of(noun) == "use" and words_of(noun.subtree) & _BASES
    ):  # "authorised the use of the island as a base"
        found = [Thing(noun, "logistics_basing", True)]
    found = found or _things_meant(noun, withdrawal=withdrawal)
    found = found or (_kind_refused(verb, noun) if operator.name == "decline" else [])
    if found and verb.lemma in ("announce", "approve", "authorise", "authorize", "pledge", "promise"):
        found += [thing for thing in further_things(verb) if thing not in found]  # "along with $25 million"
    number = _bare_count(verb)
    if number is not None and found:
        found = [replace(found[0], count=number, total=None)]
    if is_passive(verb) and not any(thing.count or thing.total for thing in found):
        return None  # "are committed to"
    if operator.name == "stop":
        found = [thing for thing in found if is_contribution(thing)]
    if not found or (operator.name in _ACT_HEADS_ONLY and not _act_noun(noun, withdrawal, operator.name)):
        return None
    reading = read_act(verb)
    reading.operators.insert(0, (operator, verb, reading.negated))
    reading.negated = is_negated(noun)
    if operator.name == "offer" and reading.has("keep"):
        reading.operators.pop(0)
    recipient = _recipient(verb, noun)
    return finish(verb, reading, Arguments(tuple(found), recipient), "object", withdrawal=withdrawal)


def _is_of_number(verb: Token) -> bool:
    """ "will give up to 120 generators": the particle belongs to the number."""
    doc, i = verb.doc, verb.i + 1
    return i + 2 < len(doc) and (doc[i].lower, doc[i + 1].lower) == ("up", "to") and doc[i + 2].tag in ("CD", "$")


def _is_airdrop(verb: Token) -> bool:
    """ "planes dropped water over the mountain"; not "dropped its plan"."""
    noun = object_of(verb) if verb.lemma == "drop" else None
    goods = noun is not None and any(thing.explicit and thing.category == "humanitarian" for thing in things_of(noun))
    return goods or (noun is not None and after(verb, _ONTO) is not None)


def _is_leave_to_use(verb: Token) -> bool:
    """ "authorised the U.S. forces to use its bases": the bases are given, and no forces."""
    return verb.lemma in ("authorise", "authorize") and any(
        child.lemma == "use" and child.tag == "VB" and words_of(child.subtree) & _BASES
        for node in (verb, verb.child("dobj"))
        for child in (node.children if node is not None else ())
    )


def _kind_refused(verb: Token, noun: Token) -> list[Thing]:
    """ "turned down a request to have the arms destroyed on its soil": what a request that is refused is about."""
    if lemma_of(noun) not in _ASKED | _SCHEMES:
        return []
    aims = (child for child in noun.children if child.dep in ("acl", "relcl") and child.tag == "VB")
    if any(lemma_of(aim) in predicates().contributions for aim in aims):
        return []  # "rejected a request to send troops": the clause says what is refused
    words = words_of(noun.subtree) | words_of(token for token in verb.subtree if token.i > noun.i)
    if words & _BASES - {"facility"}:
        return [Thing(noun, "logistics_basing", True)]
    category = category_of_words(words)
    return [Thing(noun, category, True)] if category in ("humanitarian", "military_assistance") else []


_SCHEMES = frozenset({"quota", "scheme", "system", "mechanism"})


def _bare_count(verb: Token) -> Measure | None:
    """ "offered 12", "has promised 150 people": a number of what the words before name."""
    noun = object_of(verb)
    if verb.lemma == "vote":
        return None  # "voted 445 to 146 for the mandate"
    if noun is None or (noun.tag != "CD" and lemma_of(noun) not in _COUNTED_ONLY) or content_of(noun):
        return None
    measure = measure_of(noun)
    return measure if measure is not None and not measure.is_money and noun.lower not in _SCALES else None


def _things_meant(noun: Token, *, withdrawal: bool) -> list[Thing]:
    """ "has not ruled out a withdrawal", "is considering a similar step": what the sentences before name."""
    if not withdrawal and lemma_of(noun) not in _STEPS:
        return []
    known = _antecedent_thing(noun)
    return [thing for thing in things_of(known) if thing.category][:1] if known is not None else []


_STEPS = word_set("steps")
_COUNTED_ONLY = frozenset({"people", "person", "other"})


def _promised_noun(verb: Token, operator: Operator) -> Token | None:
    """The object of a predicate of promising; None where a clause, or a noun of promising, says what is promised."""
    clauses = [child for child in verb.children if child.dep in ("xcomp", "ccomp") and child.i > verb.i]
    own = verb.child("dobj")
    if own is not None and clauses and own.i < clauses[0].i and clauses[0].tag == "VB":
        clauses = [] if any(thing.explicit for thing in things_of(own)) else clauses  # "£5m to help refugees"
    if operator.name not in _DIRECT or (clauses and not all(child.tag.startswith("JJ") for child in clauses)):
        return None
    if operator.name == "consider" and verb.lemma not in ("consider", "weigh", "mull", "contemplate", "ponder"):
        thought = object_of(verb)
        about = after(verb, frozenset({"about", "at", "into", "with"})) if thought is None else None
        if about is not None and any(thing.count or thing.total for thing in things_of(about)):
            return about  # "was thinking about seven million francs"
        if about is not None and any(thing.explicit and thing.category in _GIVEN_AWAY for thing in things_of(about)):
            return about  # "is looking at additional strikes"
        if thought is None or not words_of(thought.subtree) & _WEIGHED:
            return None
    noun = object_of(verb) or _after_short_of(verb) or _agreed_to(verb) or _out_of(verb)
    if noun is not None and noun.tag == "CD" and (sum_ := measure_of(noun)) is not None and sum_.is_money:
        return noun
    if noun is not None and noun.tag in ("NNP", "NNPS"):
        noun = sum_after(verb) or noun  # "pledged Iraq $1 billion"
    if noun is not None and (
        noun.lower in _POINTERS or (noun.tag == "CD" and not content_of(noun) and noun.lower not in _SCALES)
    ):
        noun = _antecedent_thing(noun)
    if noun is None or noun.tag in ("WDT", "WP", "PRP"):
        return None
    promised = predicates().operator_nouns.get(lemma_of(noun))
    if promised is not None and promised.name in ("commit", "plan", "offer", "decline"):
        return None  # "renewed its commitment to": the noun speaks for itself
    return noun


_STOCKS = word_set("stocks")
_ASKED = word_set("asked")
_GRANTING = word_set("granting_requests")
"""Verbs that give what was asked for: "agreed to a request for 200 trainers"."""
_EVENTS = word_set("activities") | word_set("decided_help")
_ONTO = word_set("onto")
_GIVEN_AWAY = GIVEN - {"financial", "logistics_basing"}
_WEIGHED = word_set("weighed_objects")

_SENTENCES_BACK = 3
_STATION = re.compile(r"\bRAF [A-Z][a-z]+")
"""A base by its name ("RAF Akrotiri")."""
_BASES = word_set("bases")
_SCALES = frozenset({"million", "billion", "trillion"})
_POINTERS = frozenset({"something", "this", "that", "it", "them", "those", "step", "move", "more"})


def _antecedent_thing(pointer: Token) -> Token | None:
    """The last named thing before "something (that) France has ruled out" in its sentence."""
    first = pointer.sentence.first
    for _ in range(_SENTENCES_BACK if pointer.lower not in _POINTERS else 0):
        first = pointer.doc[first - 1].sentence.first if first > 0 else first
    for index in range(pointer.i - 1, first - 1, -1):
        token = pointer.doc[index]
        if token.is_noun and any(thing.category and thing.explicit for thing in things_of(token)):
            return token
    return None


def _after_short_of(verb: Token) -> Token | None:
    """ "stopped short of air strikes"."""
    short = next((child for child in verb.children if child.lower == "short" and verb.lemma in ("stop", "fall")), None)
    preposition = short.child("prep") if short is not None else verb.child("prep")
    if short is None or preposition is None or preposition.lower != "of":
        return None
    return preposition.child("pobj")


def _agreed_to(verb: Token) -> Token | None:
    """ "agreed to a ceasefire", "committed to the expansion of its mission", "voted against the mission"."""
    if verb.lemma not in ("agree", "commit", "consent", "say", "vote", "decide"):
        return None
    if verb.lemma in ("vote", "decide"):
        return after(verb, frozenset({"against", "for"}))
    if verb.lemma == "say":
        return None
    return next(
        (child.child("pobj") for child in verb.children if child.dep == "prep" and child.lower in ("to", "on")), None
    )


def _out_of(verb: Token) -> Token | None:
    """ "opted out of the relocation scheme", "will stay out of the coalition"."""
    out = next((child for child in verb.children if child.lower == "out" and child.i > verb.i), None)
    if out is None or verb.lemma not in ("opt", "stay", "keep"):
        return None
    return after(verb, frozenset({"of"})) or after(out, frozenset({"of"}))


def _unwrapped(noun: Token) -> tuple[bool, Token]:
    """ "the withdrawal of 500 troops" is a withdrawal of troops; "the deployment of jets" is about jets."""
    lemma = lemma_of(noun)
    from_stocks = words_of(noun.subtree) & _STOCKS
    withdrawal = lemma in predicates().withdrawal_nouns and not (lemma == "drawdown" and from_stocks)
    if any(child.lower in _ENDING for child in noun.children if child.dep in ("compound", "amod")):
        return True, noun  # "announced suspending training", where the parser sees a compound
    if withdrawal or lemma in _WRAPPERS:
        for child in noun.children:
            if child.dep == "prep" and child.lower in ("of", "in", "to", "for"):
                inner = child.child("pobj")
                if child.lower == "to" and any(thing.explicit for thing in things_of(noun)):
                    continue  # "its military contribution to the coalition"
                if inner is not None and any(thing.category for thing in things_of(inner)):
                    return withdrawal, inner
                if lemma == "use" and child.lower == "of":
                    break  # "the use of its base for French aircraft"
    return withdrawal, noun


_ENDING = word_set("ending_gerunds")


def _act_noun(noun: Token, withdrawal: bool, operator: str) -> bool:
    node = noun.head.head if noun.dep == "pobj" else noun
    owned = noun.child("poss") is not None and any(thing.explicit for thing in things_of(noun))
    return (
        withdrawal
        or "use" in (lemma_of(noun), lemma_of(node))
        or (operator == "decide" and lemma_of(noun) in _EVENTS and any(thing.explicit for thing in things_of(noun)))
        or owned
        or any(lemma_of(x) in predicates().act_nouns for x in (noun, node))
        or any((thing.count or thing.total) is not None and thing.explicit for thing in things_of(noun))
    )


def _recipient(verb: Token, noun: Token) -> Token | None:
    first = verb.child("dobj")
    if first is not None and first != noun and first.i < noun.i and first.tag in ("NNP", "NNPS"):
        return first
    for holder in (verb, noun):
        for child in holder.children:
            if child.dep == "dative" and child.is_noun:
                return child
            if child.dep in ("prep", "dative") and child.lower in ("to", "for", "with", "toward", "towards"):
                found = child.child("pobj")
                if found is not None and lemma_of(found) not in _ASKED:
                    return found
    return recipient_in(noun)
