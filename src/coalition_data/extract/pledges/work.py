"""Units and what they are there for, told once.

"42 soldiers will serve there, training the police" is one promise, and so is "will cut the force that it has posted".
"""

from __future__ import annotations

from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.objects import after

_INSIDE = frozenset({"acl", "relcl", "advcl", "xcomp"})
_UNITS = frozenset({"military_personnel", "training"})
_WORK = frozenset({"training", "military_assistance", "political"})


def with_work(acts: list[Act]) -> list[Act]:
    """The acts of an article without those that only say what a unit does; who trains is promised for training."""
    kept: list[Act] = []
    work: dict[int, str | None] = {}
    for act in acts:
        other = next((other for other in acts if other is not act and _is_inside(act, other)), None)
        if other is None:
            kept.append(act)
        else:
            work[id(other)] = act.arguments.things[0].category
    return [_for_work(act, work[id(act)]) if id(act) in work else act for act in kept]


def _is_inside(act: Act, other: Act) -> bool:
    """Whether an act is told of the unit that the other one sends, keeps or ends."""
    of_whom = _is_part_of_whom(act.token)
    if not (of_whom or act.token.dep in _INSIDE) or any(thing.count or thing.total for thing in act.arguments.things):
        return False
    heads = [thing.head for thing in other.arguments.things]
    if other.stance == "withdrawn" and act.token.dep == "relcl" and act.token.head in heads:
        return True
    subject = act.reading.subject
    told = subject is not None and (
        subject in heads or (other.arguments.acting_unit and subject == other.reading.subject)
    )
    told = told or (of_whom and other.token.sentence == act.token.sentence and other.token.i < act.token.i)
    unit = other.arguments.things[0].category in _UNITS and other.token.dep not in _INSIDE
    return told and unit and all(thing.category in _WORK for thing in act.arguments.things)


def _is_part_of_whom(verb: Token) -> bool:
    """ "125 advisers, most of whom would train the army": told of a part of the unit before."""
    part = verb.child("nsubj", "nsubjpass")
    whole = after(part, frozenset({"of"})) if part is not None else None
    return whole is not None and whole.lower == "whom"


def _for_work(act: Act, category: str | None) -> Act:
    if category != "training" or act.stance == "withdrawn":
        return act
    things = tuple(
        replace(thing, category="training") if thing.category == "military_personnel" else thing
        for thing in act.arguments.things
    )
    return replace(act, arguments=replace(act.arguments, things=things))
