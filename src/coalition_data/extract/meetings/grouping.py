"""Mentions of one article to the meetings that they speak of."""

from __future__ import annotations

from coalition_data.extract.meetings.agreement import FAMILIES_ALIKE, agreement
from coalition_data.extract.meetings.contradictions import LONG, contradicts, is_spoken_of
from coalition_data.extract.meetings.groups import Group, is_near
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention

_OF_MANY = frozenset({"meet", "gather", "act", "conference", "summit", "ministerial", "meeting"})
_SHORT_NAME = 2
"""Words of "the Paris Conference", which may be the conference told before; a longer name is its own."""
_WITHIN = frozenset({"hold", "attend", "happen"})


def group_mentions(mentions: list[Mention]) -> list[Group]:
    """Meetings of an article, in the order of their first mention.

    A mention that says enough by itself joins the meeting it agrees with, else begins a new one; one that only points
    back joins the last meeting that it can mean. Dates, cities and ordinals that contradict keep meetings apart.
    """
    groups: list[Group] = []
    loose: list[Mention] = []
    for mention in mentions:
        group = _same_predicate(mention, groups) or _find_group(mention, groups)
        if group is not None:
            group.mentions.append(mention)
        elif mention.creates or (groups and (_is_next_round(mention) or _is_counted_round(mention))):
            earlier = groups[0] if groups and _is_of_same_series(mention) else None
            groups.append(Group([*_announced_before(mention, loose), mention], next_of=earlier))
        else:
            loose.append(mention)
    return [group for group in groups if group.families != {"act"} or group.place.is_known]


def _announced_before(mention: Mention, loose: list[Mention]) -> list[Mention]:
    """ "at the close of a three-day session", where the next paragraph tells of "the session"."""
    if not mention.definite or not mention.trigger.is_noun or mention.other:
        return []
    noun = mention.trigger.head.lower
    return [
        earlier
        for earlier in loose
        if earlier.trigger.head.lower == noun
        and not (earlier.definite or earlier.other or earlier.trigger.plural or earlier.trigger.reading.negated)
        and earlier.trigger.role != "wished"
        and earlier.trigger.reading.factual
        and is_near(mention, Group([earlier]))
        and not contradicts(mention, Group([earlier]))
    ]


def _is_of_same_series(mention: Mention) -> bool:
    """ "The next session", "the group will next convene", "will meet again": of those told of first."""
    head = mention.trigger.head
    beside = {child.lower for child in head.children}
    body = any(child.lower in ("group", "committee", "council", "they") for child in head.children)
    return mention.trigger.reading.direction == "future" and ("next" in beside or "again" in beside or body)


def _is_next_round(mention: Mention) -> bool:
    """ "The next session is set for May 23", behind a meeting told before."""
    date, trigger = mention.timing.date, mention.trigger
    told = mention.definite and mention.other and trigger.is_noun and not trigger.plural and not trigger.reading.negated
    ahead = any(child.lower == "next" for child in trigger.head.children) and trigger.role in ("happen", "hold", "none")
    return told and ahead and date is not None and date.precision == "day" and trigger.reading.direction == "future"


def _is_counted_round(mention: Mention) -> bool:
    """ "A second round, from 10 to 15 February, ended without progress", behind talks told before."""
    date, trigger = mention.timing.date, mention.trigger
    counted = trigger.is_noun and trigger.head.lower == "round" and bool(mention.ordinal)
    told = trigger.role in ("happen", "hold", "host") and trigger.reading.factual and not trigger.reading.negated
    return counted and told and date is not None and date.precision == "day"


def _same_predicate(mention: Mention, groups: list[Group]) -> Group | None:
    """ "met for talks": noun and verb of one predicate are one mention."""
    for group in reversed(groups):
        last = group.mentions[-1]
        if last.sentence != mention.sentence:
            continue
        own = mention.trigger.is_noun and mention.trigger.verb == last.trigger.head and mention.trigger.role in _WITHIN
        if own and not is_spoken_of(mention, group):
            return group
        if mention.family == "gather" and last.trigger.is_noun and _is_right_before(last, mention):
            return group
        if last.trigger.is_noun and last.trigger.verb == mention.trigger.head and last.trigger.role in _WITHIN:
            return group
        if _discussed_at(last, mention) or _discussed_at(mention, last):
            return group
    return None


def _discussed_at(verb: Mention, noun: Mention) -> bool:
    """ "discussed the truce during a meeting in Paris": where it was discussed is the meeting, unless of many more."""
    if verb.family != "discuss" or not noun.trigger.is_noun or noun.trigger.verb != verb.trigger.head:
        return False
    above = noun.trigger.head.head
    on_margins = above.lower == "of" and not above.is_root and above.head.lemma in words("margins")
    return noun.trigger.role == "at" and noun.family not in LONG and not on_margins


def _is_right_before(noun: Mention, verb: Mention) -> bool:
    """ "The first ministerial of the coalition convened in Riga": the noun and its verb, which the parser parts."""
    first, last = noun.trigger.head, verb.trigger.head
    between = first.doc.tokens[first.i + 1 : last.i]
    return first.i < last.i and not any(token.is_verb or token.text in (",", ";", ":") for token in between)


def _find_group(mention: Mention, groups: list[Group]) -> Group | None:
    fitting = [group for group in groups if not contradicts(mention, group)]
    if mention.creates:
        scored = [
            (score, rank, group) for rank, group in enumerate(fitting) if (score := agreement(mention, group)) > 0
        ]
        return max(scored, key=lambda triple: triple[:2], default=(0, 0, None))[2]
    if mention.family == "act" and mention.trigger.head.lemma in ("tell", "address", "brief"):
        return _latest([group for group in fitting if group.families & _OF_MANY and is_near(mention, group)])
    if not mention.trigger.is_noun or mention.other or mention.trigger.plural or mention.trigger.role == "wished":
        return None
    alike = [group for group in fitting if group.families & FAMILIES_ALIKE.get(mention.family, set())]
    head = mention.trigger.head
    named = any(child.i < head.i and child.dep != "det" for child in head.children)  # not "The Conference"
    proper = head.text[0].isupper() and named and bool(mention.parties.found)
    alike = [group for group in alike if not _is_named_otherwise(mention, group)]
    new = any(child.lower in ("a", "an") for child in mention.trigger.head.children)
    if not alike or proper or new or not (mention.definite or mention.timing.phrases):
        return None
    for preference in (_agrees_in_time, _is_of_family):
        alike = [group for group in alike if preference(mention, group)] or alike
    return _latest(alike)


def _is_named_otherwise(mention: Mention, group: Group) -> bool:
    """ "the outcome of the Yemeni National Dialogue", behind a meeting of ministers: another event's name."""
    words_of_name = [word for word in mention.name.split() if word[:1].isupper()]
    if len(words_of_name) <= _SHORT_NAME or not mention.trigger.head.text[0].isupper():
        return False
    told = {word for member in group.mentions for word in member.name.split()} | {group.city}
    same_city = mention.place.city is not None and mention.place.city.name == group.city
    return not same_city and not mention.named & group.named and not told & set(words_of_name)


def _agrees_in_time(mention: Mention, group: Group) -> bool:
    direction = (
        mention.trigger.reading.direction if mention.trigger.role in ("hold", "host", "attend", "happen") else None
    )
    return direction is None or direction in {member.trigger.reading.direction for member in group.mentions}


def _is_of_family(mention: Mention, group: Group) -> bool:
    return mention.family in group.families


def _latest(groups: list[Group]) -> Group | None:
    return max(groups, key=lambda group: group.mentions[-1].trigger.head.i, default=None)
