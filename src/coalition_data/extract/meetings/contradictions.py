"""What keeps a mention and a meeting apart."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import with_phrases
from coalition_data.extract.meetings.groups import Group, host_names
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention
from coalition_data.extract.meetings.triggers import Trigger, is_for_debate
from coalition_data.resolve.calendar import agrees

LONG = frozenset({"summit", "conference", "ministerial"})
"""Meetings of many that last."""
_PAIR = 2
_OF_AN_HOUR = frozenset({"meet", "receive", "received", "speak", "phone", "call", "discuss", "see"})
"""What two do with each other."""


def contradicts(mention: Mention, group: Group) -> bool:
    """Whether a mention cannot be of that meeting."""
    tests = (_is_other_list, _is_of_other_body, _is_beside_a_pair, _other_date, _other_place, _other_parties,
             _is_around, _has_other_fate, _has_other_host, _is_of_another_kind, is_with_others,
             _is_still_to_come, _is_beside_a_series, is_spoken_of,
             _is_with_another)  # fmt: skip
    return any(test(mention, group) for test in tests)


def _has_other_fate(mention: Mention, group: Group) -> bool:
    """What was called off is not the meeting that took place."""
    if mention.trigger.role not in ("called_off", "put_off") or mention.trigger.reading.negated:
        return False
    return all(
        member.trigger.reading.direction == "past" and member.trigger.role not in ("called_off", "put_off")
        for member in group.mentions
    )


def _has_other_host(mention: Mention, group: Group) -> bool:
    """ "The king received the general", "the chief of staff received him": two receptions."""
    if mention.family != "receive" or "receive" not in group.families:
        return False
    told = set().union(*(host_names(member) for member in group.mentions if member.family == "receive"))
    return bool(told and host_names(mention)) and not told & host_names(mention)


def _is_beside_a_series(mention: Mention, group: Group) -> bool:
    """ "also had meetings with A, B and C": none of them is the conference whose day is told."""
    triggers = [member.trigger for member in group.mentions]
    series = all(trigger.is_noun and (trigger.plural or trigger.partner is not None) for trigger in triggers)
    own = mention.creates and not mention.trigger.plural and mention.timing.date is not None
    return series and own and bool(group.core) and not mention.named & group.core


def _is_still_to_come(mention: Mention, group: Group) -> bool:
    """ "A met B", "The talks on the truce will be held in Oslo": a meeting of two that is over is not one to come."""
    trigger = mention.trigger
    verb = trigger.verb
    if verb is None or not trigger.is_noun or trigger.role not in ("hold", "host", "happen"):
        return False
    will = any(child.lower in ("will", "'ll", "’ll") for child in verb.children)
    comes = verb.lemma in words("hold_over") and trigger.reading.direction == "future" and will
    over = all(member.trigger.reading.direction == "past" for member in group.mentions)
    return comes and over and group.families <= _OF_AN_HOUR


def _is_of_another_kind(mention: Mention, group: Group) -> bool:
    """ "a trilateral summit" is not "a regional summit", "a donors' conference" no "peace conference"."""
    for traits in (_kinds, _purposes):
        own = traits(mention)
        told = set[str]().union(*(traits(member) for member in group.mentions)) if own else set()
        if own and told and not own & told:
            return True
    return False


def _purposes(mention: Mention) -> set[str]:
    """What a conference is for, as the words before it tell: "donors", "peace"."""
    if not mention.trigger.is_noun or mention.trigger.family not in LONG:
        return set()
    before = {child.lower for child in mention.trigger.head.children if child.i < mention.trigger.head.i}
    donors = {"donors"} if before & words("donor_words") else set()
    return donors | (before & words("purposes"))


def _kinds(mention: Mention) -> set[str]:
    return (
        {child.lower for child in mention.trigger.head.children} & words("kinds") if mention.trigger.is_noun else set()
    )


def is_with_others(mention: Mention, group: Group) -> bool:
    """ "the talks with Iran" are not the summit of those who are named, or of nobody named."""
    sides = any(child.lower in ("with", "between") for child in mention.trigger.head.children)
    if group.mentions[-1].sentence == mention.sentence or mention.trigger.role == "host":
        return False  # "AUSMIN, the annual consultations with Kerry", "co-chaired the talks with his counterpart"
    if not mention.trigger.is_noun or not sides or not mention.core or mention.core & (group.named | group.core):
        return False
    return bool(group.named) or group.families <= LONG


def _is_other_list(mention: Mention, group: Group) -> bool:
    """ "met with A, then with B", "the second debate" beside the first."""
    partner = mention.trigger.partner
    if partner is not None and any(member.trigger.head == mention.trigger.head for member in group.mentions):
        return True
    if any(_are_coordinate(mention.trigger, member.trigger) for member in group.mentions):
        return True
    if mention.ordinal and group.ordinal and mention.ordinal != group.ordinal:
        return True
    return _is_of_debate(mention) != any(_is_of_debate(member) for member in group.mentions)


def _is_of_debate(mention: Mention) -> bool:
    """ "the first debate", "meet in Denver for their second debate"."""
    return mention.family == "debate" or (mention.family == "meet" and is_for_debate(mention.trigger.head))


def _is_of_other_body(mention: Mention, group: Group) -> bool:
    """ "the APEC summit" is not "the Group of 20 summit"."""
    own = _bodies_in_name(mention)
    told = frozenset().union(*(_bodies_in_name(member) for member in group.mentions))
    if mention.trigger.role == "around" and own and not told:
        return not own & group.named  # "a plan in time for the General Assembly's session", behind another meeting
    return bool(own and told) and not own & told


def _is_beside_a_pair(mention: Mention, group: Group) -> bool:
    """ "the Cairo conference", "the G20 summit" is not the lunch of two told before."""
    if mention.family not in LONG or not group.families <= _OF_AN_HOUR:
        return False
    placed = mention.family == "conference" and group.city is None and mention.place.city is not None
    return placed or (bool(group.core) and bool(_bodies_in_name(mention)) and not mention.named & group.named)


def _bodies_in_name(mention: Mention) -> frozenset[str]:
    return frozenset(
        str(party.actor.name)
        for party in mention.parties.found
        if party.head == mention.trigger.head and party.actor.kind == "organisation"
    )


def _are_coordinate(one: Trigger, other: Trigger) -> bool:
    """ "met aid groups and conferred with the premier by telephone": two predicates with objects of their own."""
    heads = (one.head, other.head)
    if not all(head.is_verb for head in heads) or one.head == other.head or one.head.sentence != other.head.sentence:
        return False
    joined = one.head.dep == "conj" and one.head.head == other.head
    return joined and all(head.child("dobj") is not None or any(with_phrases(head)) for head in heads)


def _other_date(mention: Mention, group: Group) -> bool:
    date, known = mention.timing.date, group.date
    if date is not None and known is not None:
        return date.end < known.start or known.end < date.start
    if date is not None and any(
        phrase.kind == "vague" and phrase.year not in (0, date.start.year)
        for member in group.mentions
        for phrase in member.timing.phrases
    ):
        return True
    if known is None or known.precision != "day":
        return False
    if any(phrase.kind == "vague" and phrase.year not in (0, known.start.year) for phrase in mention.timing.phrases):
        return True
    days = [phrase for phrase in mention.timing.phrases if phrase.kind in ("day", "weekday", "month", "year")]
    return any(not agrees(phrase, known.start) for phrase in days)


def _other_place(mention: Mention, group: Group) -> bool:
    city, iso3 = mention.place.city, mention.place.iso3
    if city is not None and group.city is not None and city.name != group.city:
        return True
    return iso3 is not None and group.iso3 is not None and iso3 != group.iso3


def _other_parties(mention: Mention, group: Group) -> bool:
    one = _those_who_meet(mention)
    other = frozenset[str]().union(*(_those_who_meet(member) for member in group.mentions))
    return bool(one and other) and not one & other and len(one | other) > 2


def _those_who_meet(mention: Mention) -> frozenset[str]:
    """The core without a coalition, whose members are told apart, who stays away, and "the government"."""
    apart = {
        party.actor.name
        for party in mention.parties.found
        if party.actor.kind == "coalition" or party.mode == "excluded" or str(party.actor.name).islower()
    }
    return mention.core - apart


def _is_around(mention: Mention, group: Group) -> bool:
    """ "a meeting at the summit" is not the summit; "agreed after a meeting to hold talks" tells of two."""
    head, time = mention.trigger.head, mention.trigger.reading.direction
    for member in group.mentions:
        if member.sentence != mention.sentence:
            continue
        if _stands_within(head, member.trigger.head):
            return True
        if _is_setting(mention, member) or _is_setting(member, mention) or _is_attended_there(mention.trigger):
            return True
        known = member.trigger.reading.direction
        beside = mention.trigger.clause is not None or member.trigger.clause is not None
        if beside and time is not None and known is not None and time != known:
            return True
    return False


def _is_attended_there(trigger: Trigger) -> bool:
    """ "hosted a ministerial in New York, where he is attending the General Assembly's session"."""
    verb = trigger.verb
    if not trigger.is_noun or verb is None or verb.dep != "relcl" or verb.lemma not in ("attend", "participate"):
        return False
    return any(child.lower == "where" for child in verb.children)


def _is_setting(larger: Mention, smaller: Mention) -> bool:
    """ "met Lavrov at the summit", "met on the sidelines of the summit": two meetings."""
    trigger, verb = larger.trigger, smaller.trigger.head
    if not trigger.is_noun or smaller.trigger.is_noun or trigger.verb != verb or trigger.role != "at":
        return False
    above = trigger.head.head
    on_margins = above.lower == "of" and not above.is_root and above.head.lemma in words("margins")
    return on_margins or (trigger.family in LONG and (verb.child("dobj") is not None or any(with_phrases(verb))))


def _is_with_another(mention: Mention, group: Group) -> bool:
    """ "Stoltenberg met the premier", "Later he met the defence minister": two meetings of two, with one in both."""
    own, told = _pair_met(mention), [pair for member in group.mentions if (pair := _pair_met(member))]
    return bool(own) and bool(told) and all(len(own & pair) == 1 for pair in told)


def _pair_met(mention: Mention) -> frozenset[str]:
    """The two persons of whom a verb tells that one met the other."""
    verb = mention.trigger.head
    if mention.family != "meet" or not (verb.child("dobj") is not None or any(with_phrases(verb))):
        return frozenset()
    persons = [party for party in mention.parties.found if party.is_named and party.actor.kind == "person"]
    named = frozenset(str(party.actor.name) for party in persons)
    return named if len(named) == len(mention.parties.found) == _PAIR else frozenset()


def is_spoken_of(mention: Mention, group: Group) -> bool:
    """ "met X to prepare the conference", "discussed efforts to hold talks", "The meeting agreed on holding a session":
    not the meeting that tells of it."""
    above = list(mention.trigger.head.ancestors)
    for member in group.mentions:
        noun = member.trigger.is_noun and member.trigger.role == "happen"
        verb = member.trigger.verb if noun else member.trigger.head
        if not mention.trigger.is_noun or verb is None or verb not in above:
            continue
        told = noun or (not member.trigger.is_noun and member.family in _OF_AN_HOUR)
        if told and any(_is_a_topic(node) for node in above[: above.index(verb)]):
            return True
    return False


def _is_a_topic(node: Token) -> bool:
    """A word of which the meeting is a part of the matter: not "the second day of the talks"."""
    return node.is_verb or (node.is_noun and node.lemma not in words("parts") - {"participation"})


def _stands_within(head: Token, outer: Token) -> bool:
    """Whether a meeting is told as part of another: "a lunch during the conference"."""
    preposition = head.head
    if head.dep != "pobj" or preposition.lower not in ("at", "during"):
        return False
    return preposition.head == outer
