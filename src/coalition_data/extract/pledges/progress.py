"""How far a single promised thing is, where the verb's tense alone does not tell."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import has_perfect, verb_keys
from coalition_data.extract.pledges.lexicon import progress_verbs
from coalition_data.extract.pledges.things import Thing
from coalition_data.extract.pledges.words import lemma_of, words_of

_GIVING = progress_verbs("giving")
_TABLING = progress_verbs("tabling")
_EARLIER = progress_verbs("earlier")
_COLLECTING = progress_verbs("collecting")
_WITHDRAWING = progress_verbs("withdrawing")
_GOODS = frozenset({"weapons_equipment", "humanitarian", "financial"})
_SENTENCES_BACK = 12
"""How far before a sum the donors may have been named; reports of conferences name them at the top."""


def stance_of_thing(act: Act, thing: Thing) -> str:
    """The act's stance, but for what is "the withdrawal of" the thing: "completed the withdrawal of its soldiers"."""
    above = thing.head.head.head if thing.head.dep == "pobj" and thing.head.head.lower in ("of", "in") else None
    ends = above is not None and above.is_noun and lemma_of(above) in _WITHDRAWING
    return "withdrawn" if ends and act.stance == "committed" else act.stance


def progress_of_thing(act: Act, thing: Thing) -> str:
    """The act's progress, but for money that is laid on a table: that is promised in whatever tense.

    Forces that have arrived are at work, arms that have arrived are delivered.
    """
    verb = act.token
    if act.stance == "committed" and act.progress == "underway" and verb.lemma == "arrive":
        return "delivered" if thing.category in _GOODS and verb.tag in ("VBD", "VBN") else act.progress
    if act.stance != "committed" or thing.total is None or not verb.is_verb:
        return act.progress
    keys = set(verb_keys(verb))
    if act.progress == "underway" and verb.tag in ("VBZ", "VBP") and keys & _GIVING and not act.reading.operators:
        return "promised"
    if act.progress == "delivered" and keys & _TABLING and not has_perfect(verb) and _is_tabled(verb):
        return "promised"
    return act.progress


def _is_tabled(verb: Token) -> bool:
    """ "Kuwait alone gave $42 million" in a report of donors who meet."""
    if words_of(verb.sentence) & _EARLIER or any(token.text[:3] in ("201", "202") for token in verb.sentence):
        return False
    doc = verb.doc
    number = doc.sentences.index(verb.sentence)
    near = doc.sentences[max(0, number - _SENTENCES_BACK) : number + 1]
    return any(words_of(sentence) & _COLLECTING for sentence in near)
