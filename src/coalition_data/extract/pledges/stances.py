"""From a reading to stance and progress."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading, is_passive
from coalition_data.extract.pledges.lexicon import Operator


def stance_of(reading: Reading, *, withdrawal: bool = False, base: str = "committed") -> str | None:
    """Fold what stands above the act into a stance, inside out; None where nothing is promised or refused.

    Args:
        reading: the act and what governs it.
        withdrawal: whether the act itself ends or reduces a contribution.
        base: stance that the act has by itself ("offered" for the verb "offer").
    """
    stance: str | None = "withdrawn" if withdrawal else base
    if reading.negated:
        stance = _negated_act(stance)
    for operator, _, negated in reading.operators:
        if stance is None:
            return None
        stance = _apply(operator, stance, negated)
    if reading.possible and stance in ("committed", "offered", "withdrawn"):
        return "considering"
    return stance


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
    if reading.has("keep", "begin") or reading.negated:
        return "underway"
    if reading.has("commit", "plan", "decide", "offer") or reading.future:
        return "promised"
    if verb is None:
        return "promised"
    return _progress_of_tense(verb)


def _progress_of_tense(verb: Token) -> str:
    auxiliaries = {child.lemma for child in verb.children if child.dep in ("aux", "auxpass")}
    if verb.tag == "VBG" or verb.tag in ("VBZ", "VBP"):
        return "underway"
    if is_passive(verb):
        present = any(child.tag in ("VBZ", "VBP") and child.lemma == "be" for child in verb.children)
        being = any(child.lower == "being" for child in verb.children)
        return "underway" if present or being else "delivered"
    if verb.tag in ("VBD", "VBN"):
        return "delivered"
    return "promised" if "to" in auxiliaries or verb.tag == "VB" else "delivered"
