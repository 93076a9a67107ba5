"""From a reading to stance and progress."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading, is_negated, is_passive, verb_keys
from coalition_data.extract.pledges.lexicon import Operator, progress_verbs
from coalition_data.extract.pledges.words import lemma_of


def stance_of(reading: Reading, *, withdrawal: bool = False) -> str | None:
    """Fold what stands above the act into a stance, inside out; None where nothing is promised or refused.

    Args:
        reading: the act and what governs it.
        withdrawal: whether the act itself ends or reduces a contribution.
    """
    stance: str | None = "withdrawn" if withdrawal else "committed"
    if reading.negated:
        stance = "withdrawn" if stance == "committed" and _is_any(reading.act, _LASTING) else _negated_act(stance)
    for operator, _, negated in reading.operators:
        if stance is None:
            return None
        stance = _apply(operator, stance, negated)
    if reading.possible and stance in ("committed", "offered", "withdrawn"):
        return "considering"
    return _under_another_verb(reading, stance)


_DELAYING = progress_verbs("delaying")
_CANCELLING = progress_verbs("cancelling")
_PASSING = progress_verbs("passing")


def _under_another_verb(reading: Reading, stance: str | None) -> str | None:
    """ "delayed a decision on", "scrapped plans to", "cancelled a pledge of": what is done with the noun decides."""
    for operator, token, _ in reading.operators:
        verb = token.head
        if stance != "committed" or not token.is_noun or token.dep not in ("dobj", "nsubjpass") or is_negated(verb):
            continue
        if operator.name == "decide" and (_is_any(verb, _DELAYING) or _is_still_made(verb)):
            return "considering"
        if operator.name in ("commit", "plan", "offer", "decide") and _is_any(verb, _CANCELLING):
            return "withdrawn"
    return "committed" if stance == "offered" and _is_proposal_passed(reading) else stance


def _is_proposal_passed(reading: Reading) -> bool:
    """ "MPs approved the government's proposal to send jets": what a state's own parliament passes is decided."""
    for operator, token, _ in reading.operators:
        verb = token.head
        if operator.name == "offer" and token.lemma == "proposal" and token.dep in ("dobj", "nsubjpass"):
            return _is_any(verb, _PASSING) and not is_negated(verb) and not any(c.tag == "MD" for c in verb.children)
    return False


def _is_still_made(verb: Token) -> bool:
    """ "will make a decision soon on": what is not decided yet."""
    ahead = any(child.tag == "MD" or child.lower == "to" for child in verb.children)
    return ahead and verb.lemma in ("make", "take", "reach")


_LASTING = progress_verbs("prolonging") | progress_verbs("going_on")
"""Verbs of going on: who will not, ends it ("will not extend its mission")."""


def _negated_act(stance: str | None) -> str | None:
    if stance == "withdrawn":
        return "committed"
    if stance in ("declined", "considering"):
        return "considering" if stance == "declined" else "declined"
    return "declined"


def _apply(operator: Operator, stance: str, negated: bool) -> str | None:
    """The stance that a predicate makes of the one below it."""
    if negated:
        return _apply_negated(operator, stance)
    if operator.stance == "declined":
        return {"declined": "considering", "withdrawn": "committed"}.get(stance, "declined")
    if operator.stance == "withdrawn":
        return "committed" if stance in ("declined", "withdrawn") else "withdrawn"
    if operator.stance == "offered" and stance == "committed":
        return "offered"
    return "considering" if operator.stance == "considering" else stance


def _apply_negated(operator: Operator, stance: str) -> str | None:
    """What a denied predicate leaves ("has not decided", "is not ready to", "will not continue to")."""
    if operator.name in _DENIED:
        return _DENIED[operator.name]
    if operator.name in ("commit", "offer", "plan", "consider"):
        return "declined" if stance in ("committed", "offered") else None
    return stance


_DENIED: dict[str, str | None] = {
    "decline": "considering",
    "decide": "considering",
    "stop": "committed",
    "keep": "withdrawn",
    "begin": None,
    "help": None,
}


def progress_of(reading: Reading, stance: str, *, verb: Token | None) -> str:
    """How far the contribution is.

    Args:
        reading: the act and what governs it.
        stance: as folded; only a commitment can be under way.
        verb: the verb of the act; None where the act is a noun.
    """
    if stance in ("declined", "withdrawn"):
        return "not_applicable"
    if stance != "committed":
        return "promised"
    kept = [token for operator, token, _ in reading.operators if operator.name == "keep"]
    goes_on = verb is not None and verb.lemma == "continue"  # "its training mission will continue"
    if reading.negated or goes_on or any(_is_any(token, _GOING_ON) for token in kept):
        return "underway"
    if reading.modals & _AHEAD or any(_is_ahead(entry, verb, reading.operators) for entry in reading.operators):
        return "promised"
    if any(_is_any(token, _PROLONGING) for token in kept):
        return "promised"
    begun = any(operator.name == "begin" and token != verb for operator, token, _ in reading.operators)
    if begun or (kept and not all(token == verb and _is_past(token) for token in kept)):
        return "underway"
    if verb is None:
        return "delivered" if lemma_of(reading.act) in _HANDED_OVER else "promised"
    helper = next(
        (token for operator, token, _ in reading.operators if operator.name == "help" and token != verb), verb
    )
    return _progress_of_tense(helper if verb.tag == "VB" else verb)


_GOING_ON = progress_verbs("going_on")
_PROLONGING = progress_verbs("prolonging")
_ALLOWING = progress_verbs("allowing")
_HANDED_OVER = progress_verbs("handed_over")
_TELLING = progress_verbs("telling")
_ASSIGNING = progress_verbs("assigning")
_COMING_TO = progress_verbs("coming_to")
_COMING = progress_verbs("coming")
_SETTING_OUT = progress_verbs("setting_out")
_AHEAD = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d"})


def _is_any(token: Token, verbs: frozenset[str]) -> bool:
    return any(key in verbs for key in verb_keys(token))


def _is_ahead(
    entry: tuple[Operator, Token, bool], verb: Token | None, others: list[tuple[Operator, Token, bool]]
) -> bool:
    """Whether a predicate puts the act into the future; one that only tells leaves it its own tense."""
    operator, token, _ = entry
    if operator.name not in ("commit", "plan", "decide", "offer"):
        return False
    if not _is_any(token, _TELLING) or token == verb:
        return True
    below = [other for _, other, _ in others] + ([verb] if verb is not None else [])
    return not any(one.head == token and one.dep == "ccomp" and _is_finite(one) for one in below)


def _is_finite(verb: Token) -> bool:
    return verb.tag in ("VBD", "VBZ", "VBP") or any(child.dep in ("aux", "auxpass") for child in verb.children)


def _progress_of_tense(verb: Token) -> str:
    auxiliaries = {child.lemma for child in verb.children if child.dep in ("aux", "auxpass")}
    if (_is_any(verb, _ASSIGNING) and not is_passive(verb)) or _is_any(verb, _ALLOWING | _PROLONGING):
        return "promised"  # "was authorised by parliament"
    if verb.tag == "VBG" and verb.dep == "pcomp" and verb.head.lower in ("after", "before", "since"):
        return "delivered"
    if verb.tag in ("VBZ", "VBP") and verb.lemma in _COMING_TO:
        return "promised"
    if verb.tag in ("VBG", "VBZ", "VBP"):
        return "promised" if verb.tag == "VBG" and "be" in auxiliaries and _is_coming(verb) else "underway"
    if verb.tag == "VB":
        return "promised"
    if "to" in auxiliaries:
        return "promised"
    if is_passive(verb) or verb.child("auxpass") is not None:
        present = any(child.tag in ("VBZ", "VBP") and child.lemma == "be" for child in verb.children)
        being = any(child.lower == "being" for child in verb.children)
        return "underway" if present or being else "delivered"
    return "underway" if _is_any(verb, _SETTING_OUT) or _is_first(verb) else "delivered"


def _is_past(verb: Token) -> bool:
    return verb.tag in ("VBD", "VBN") and not is_passive(verb)


def _is_coming(verb: Token) -> bool:
    """ "is sending 500 more soldiers", but not "has been sending weapons"."""
    return _is_any(verb, _COMING) and not any(child.lower == "been" for child in verb.children)


def _is_first(verb: Token) -> bool:
    """ "launched its first strikes": the first of more."""
    noun = verb.child("dobj")
    return noun is not None and any(child.lower == "first" for child in noun.children)
