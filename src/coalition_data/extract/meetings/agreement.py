"""What speaks for a mention and a meeting being one."""

from __future__ import annotations

from coalition_data.extract.meetings.groups import Group, is_near
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention

FAMILIES_ALIKE = {
    "meeting": {"meeting", "summit", "ministerial", "conference", "talks", "dialogue", "meet", "gather", "receive",
                "bring", "ceremony", "call", "speak", "phone", "act", "discuss"},
    "talks": {
        "bring", "act", "discuss",
        "conference","meeting", "summit", "talks", "dialogue", "meet", "gather", "receive", "call", "speak", "phone",
              "ministerial"},
    "conference": {"meeting", "summit", "ministerial", "conference", "gather", "bring", "act", "meet"},
    "summit": {"meeting", "summit", "conference", "gather", "meet", "bring", "act"},
    "ministerial": {"meeting", "ministerial", "conference", "gather", "meet", "act"},
    "meet": {"act", "debate", "discuss"},
    "receive": {"discuss"},
    "gather": {"act"},
    "call": {"call", "speak", "phone", "talks", "meeting"},
    "discuss": {"call", "speak", "phone", "talks", "meeting", "meet", "receive", "received", "gather", "summit",
                "conference", "ministerial", "dialogue", "bring", "act"},
    "dialogue": {"dialogue", "talks", "meeting"},
    "debate": {"debate"},
    "ceremony": {"ceremony", "meeting", "summit"},
}  # fmt: skip
"""For a noun that points back: the families of the meetings that it can point to."""

_PAIR = 2
"""Parties of a meeting of two sides."""


def agreement(mention: Mention, group: Group) -> int:
    """How much speaks for one meeting; 0 for nothing."""
    if mention.other:
        return 0
    date, known = mention.timing.date, group.date
    same_date = date is not None and known is not None and date.precision == known.precision == "day"
    same_city = mention.place.city is not None and group.city == mention.place.city.name
    shared = len(mention.named & group.named)
    same_ordinal = bool(mention.ordinal) and mention.ordinal == group.ordinal
    alike = mention.family in group.families or bool(group.families & FAMILIES_ALIKE.get(mention.family, set()))
    if mention.family == "debate":
        return 2 * same_ordinal + same_date + (shared >= 2 and mention.definite and not mention.ordinal)
    score = 2 * (same_date and (same_city or shared > 0 or mention.definite)) + 2 * (shared >= 2 and alike)
    score += 2 * (shared >= 1 and alike and _others_are_unnamed(mention) and is_near(mention, group))
    score += 2 * (same_city and (shared > 0 or mention.definite) and (date is None or known is None or same_date))
    score += 2 * (alike and _names_the_one_told(mention, group) and is_near(mention, group))
    score += 2 * (same_city and (_is_in_the_same_week(mention, group) or _is_planned_there(mention, group)))
    score += 2 * (same_city and _is_of_donors_too(mention, group))
    score += 2 * (_is_day_of_week_told(mention, group) and is_near(mention, group))
    score += 2 * (_is_told_again(mention, group) and is_near(mention, group))
    score += 2 * (same_date and _is_only_dated(group) and mention.family in _GATHERING and is_near(mention, group))
    if mention.definite and alike and mention.trigger.is_noun and not mention.trigger.head.text[0].isupper():
        score += mention.family in group.families or is_near(mention, group)
    return score


_GATHERING = frozenset({"meet", "gather"})


def _is_only_dated(group: Group) -> bool:
    """ "released after today's meeting": of which no more is told."""
    return group.families <= {"meeting"} and group.is_nowhere and not group.named


def _is_of_donors_too(mention: Mention, group: Group) -> bool:
    """ "at an international donors' conference in London", behind the one for Syria there: wires tell it anew."""
    return _is_of_donors(mention) and any(_is_of_donors(member) for member in group.mentions)


def _is_of_donors(mention: Mention) -> bool:
    noun = mention.trigger.is_noun and mention.trigger.head.tag == "NN" and mention.family == "conference"
    return noun and any(child.lower in words("donor_words") for child in mention.trigger.head.children)


def _is_day_of_week_told(mention: Mention, group: Group) -> bool:
    """ "a meeting in Paris this week", of which nobody is told, and "A and B will meet there on Wednesday"."""
    date, known = mention.timing.date, group.date
    if date is None or known is None or (date.precision, known.precision) != ("day", "week"):
        return False
    unnamed = not group.core and bool(group.families & FAMILIES_ALIKE["summit"])
    return known.start <= date.start <= known.end and unnamed and not mention.trigger.plural


def _is_in_the_same_week(mention: Mention, group: Group) -> bool:
    """ "a meeting this week in Paris", in the standfirst and again in the first sentence."""
    if not mention.trigger.is_noun or mention.trigger.plural:
        return False
    spans = {phrase.text.lower() for phrase in mention.timing.phrases if phrase.kind not in ("month", "year", "vague")}
    noun = mention.trigger.head.lower
    told = (member for member in group.mentions if member.trigger.head.lower == noun)
    return bool(spans) and any(phrase.text.lower() in spans for member in told for phrase in member.timing.phrases)


def _is_planned_there(mention: Mention, group: Group) -> bool:
    """ "will host a meeting in Rome", and then "one will be in Rome, in a meeting of the coalition"."""
    first = group.mentions[0].trigger
    ahead = mention.trigger.reading.direction == first.reading.direction == "future"
    same = mention.trigger.is_noun and first.is_noun and mention.trigger.head.lower == first.head.lower
    return ahead and same and not mention.trigger.plural and not mention.ordinal


_OF_SIDES = frozenset(
    {"meet", "meeting", "talks", "dialogue", "call", "phone", "speak", "receive", "received", "discuss"}
)
"""Meetings that last an hour, not days."""


def _is_told_again(mention: Mention, group: Group) -> bool:
    """ "has held talks in Baghdad. Meeting Abadi, he pledged": one side, then both; or a body's ministers twice."""
    first = group.mentions[0].trigger
    if mention.trigger.reading.direction != first.reading.direction or mention.ordinal or mention.trigger.plural:
        return False
    if not group.families | {mention.family} <= _OF_SIDES or first.plural:
        return False
    told = {party.shown_name for member in group.mentions for party in member.parties.found}
    own = {party.shown_name for party in mention.parties.found}
    if own == told and mention.core == group.core:
        return bool(group.core) and all(party.actor.kind in _BODIES for party in mention.parties.found)
    alone = min(own, told, key=len)
    return len(alone) == 1 and alone <= own & told


_BODIES = frozenset({"organisation", "coalition"})


def _others_are_unnamed(mention: Mention) -> bool:
    """ "the minister met Lavrov": one side is named, the other only described."""
    return mention.family in ("meet", "discuss") and len(mention.named) == 1 and len(mention.parties.found) == 2


def _names_the_one_told(mention: Mention, group: Group) -> bool:
    """ "told the International Conference on Nepal's Reconstruction", behind donors who met: its printed name."""
    proper = mention.trigger.is_noun and mention.definite and mention.trigger.head.text[0].isupper()
    told = mention.timing.phrases or mention.place.is_known
    many = group.families & {"meet", "gather", "act", "bring"} and not group.core
    return bool(proper and not told and many)
