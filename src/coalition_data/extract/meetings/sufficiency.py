"""Whether a mention says enough to be a meeting by itself: which one, of whom, when or where."""

from __future__ import annotations

import re
from collections.abc import Callable

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import are_delegates, coordinates, members_of, singular
from coalition_data.extract.meetings.clauses import is_face_to_face, visiting_guests, with_behind, with_phrases
from coalition_data.extract.meetings.discussing import have_discussed, is_told_by
from coalition_data.extract.meetings.facts import Facts
from coalition_data.extract.meetings.lexicon import ordinals, words
from coalition_data.extract.meetings.parties import Parties
from coalition_data.extract.meetings.setting import LASTING
from coalition_data.extract.meetings.triggers import Trigger, has_debate_word

_REGIONS = frozenset({"zone", "bloc", "region", "alliance", "area"})
_SENT = frozenset({"delegation", "team", "mission"})
_ALL_OF = frozenset({"one", "all", "most", "each", "both", "some", "many"})
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th)")


def says_enough(facts: Facts) -> bool:
    """Whether a mention is a meeting by itself; others only add to one that is told elsewhere."""
    trigger = facts.trigger
    habit = _is_habit(trigger) and not (facts.is_dated and (facts.place.is_known or _is_one_of_them(trigger)))
    placed = trigger.family in LASTING and facts.place.city is not None
    stays_away = trigger.role in ("attend", "absent") and (facts.anchors >= 2 or placed)
    denied = (trigger.reading.negated or trigger.role == "absent") and not stays_away
    denied = denied or not trigger.reading.factual or trigger.role == "wished" or _is_one_more_time(trigger)
    if denied or habit or facts.parties.private or _is_of_sport(facts):
        return False
    rule = _RULES.get(trigger.family)
    if not trigger.is_noun:
        return bool(facts.parties.heads) and rule is not None and rule(facts)
    return _noun_says_enough(facts, rule)


def _is_of_sport(facts: Facts) -> bool:
    """ "Jamaica meet Haiti in a friendly", "when they meet on Sunday in the final": no persons, and a game."""
    if facts.trigger.family != "meet" or any(party.actor.kind == "person" for party in facts.identified):
        return False
    games = words("games")
    sentence = facts.trigger.head.sentence
    return any(token.lemma in games and (token.tag in ("NN", "NNS") or token.dep == "pobj") for token in sentence)


def _noun_says_enough(facts: Facts, rule: Callable[[Facts], bool] | None) -> bool:
    trigger = facts.trigger
    if trigger.plural:
        return _series_is_told(facts)
    who = [token for head in facts.parties.heads for token in head.subtree]
    sitting = words("sitting") & {token.lower for token in (*trigger.head.subtree, *who)}
    if trigger.weak and sitting and not (sitting == {"plenary"} and len(facts.identified) >= 2):
        return False
    if trigger.role == "hold" and facts.identified and len(facts.parties.found) >= 2 and not _is_only_resumed(facts):
        return True
    return rule(facts) if rule is not None else _event_is_told(facts)


def is_bare(facts: Facts) -> bool:
    """ "the meeting" alone points back: nothing of its own tells which."""
    head = facts.trigger.head
    if facts.is_set or facts.is_proper:
        return False
    if facts.trigger.family == "debate":
        return not has_debate_word(head)
    return not any(
        (child.dep == "prep" and child.lower in ("with", "between", "of", "among"))
        or (child.dep == "poss" and child.is_noun)
        or (child.dep == "acl" and child.lemma in words("host"))  # "the fifth conference hosted by the EU"
        for child in head.children
    )


def core_names(trigger: Trigger, parties: Parties) -> frozenset[str]:
    """Names of those whom a mention says to meet, not of those who merely act there."""
    named = [party for party in parties.found if party.is_named]
    if trigger.family in ("bring", "gather", "receive", "received"):
        return frozenset()
    if trigger.is_noun:
        inside = {
            token.i for child in trigger.head.children if child.dep in ("prep", "poss") for token in child.subtree
        }
        named = [party for party in named if party.head.i in inside]
    return frozenset(str(party.actor.name) for party in named)


def _event_is_told(facts: Facts) -> bool:
    noun = facts.trigger.head.lower.rstrip("s")
    if noun in words("meals") and not (core_names(facts.trigger, facts.parties) or len(facts.identified) >= 2):
        return False
    if noun in words("forums") and not (facts.is_proper or any(p.actor.kind != "person" for p in facts.identified)):
        return False
    if facts.trigger.role == "at" and not (facts.is_set or facts.is_proper) and _only_who_acts(facts):
        return False
    if facts.trigger.weak and facts.is_involved and _is_counted_session(facts):
        return True
    told = facts.is_involved or facts.anchors >= 2 or facts.is_dated or facts.place.city is not None
    bodies = any(party.actor.kind != "person" for party in facts.identified)
    hosted = any(party.is_host and party.actor.kind != "person" for party in facts.identified)
    sure = (
        (bodies and facts.trigger.role in ("hold", "host")) or hosted or facts.trigger.role in ("called_off", "put_off")
    )
    needed = 2 - sure if facts.trigger.weak else 1
    return told and facts.anchors >= needed


def _only_who_acts(facts: Facts) -> bool:
    """ "said A at the end of a two-day meeting", "A and B pledged $5 million at last year's conference"."""
    if any(party.is_host for party in facts.identified):
        return False  # "at the end of a conference hosted by the EU"
    alone = len(facts.identified) == 1 or facts.trigger.family in LASTING
    return alone and not core_names(facts.trigger, facts.parties) and not _is_with_officials(facts.trigger)


def _is_with_officials(trigger: Trigger) -> bool:
    """ "In a private meeting with the ministers of the founding states, A said"."""
    phrases = [child for child in trigger.head.children if child.dep == "prep" and child.lower == "with"]
    return any(
        node.tag in ("NNS", "NNPS") and are_delegates(node) and members_of(node)
        for phrase in phrases
        for node in phrase.children
    )


def _is_counted_session(facts: Facts) -> bool:
    """ "the 140th session of the council"."""
    counted = any(child.lower in ordinals() or _COUNTED.fullmatch(child.lower) for child in facts.trigger.head.children)
    return counted and any(party.actor.kind == "organisation" for party in facts.identified)


def _series_is_told(facts: Facts) -> bool:
    """Meetings in the plural are one event only where parties, or date and place, tell which."""
    if facts.trigger.role in ("hold", "attend") and len(facts.identified) >= 2:
        return True
    return facts.is_dated and facts.place.is_known and bool(facts.identified or facts.trigger.role == "hold")


def _ceremony_is_told(facts: Facts) -> bool:
    if facts.trigger.role in ("called_off", "put_off"):
        return facts.is_dated and (bool(facts.identified) or facts.place.is_known)
    return facts.trigger.role in ("hold", "host", "attend") and len(facts.identified) >= 2


def _call_is_told(facts: Facts) -> bool:
    told = facts.trigger.clause is not None or facts.trigger.role == "happen"
    beside = told and len(facts.identified) >= 2
    return beside or (bool(facts.identified) and facts.trigger.role in ("hold", "host", "attend", "at"))


def _talks_are_told(facts: Facts) -> bool:
    if facts.trigger.role in ("called_off", "put_off") and not facts.trigger.reading.negated:
        return facts.is_dated or facts.place.is_known
    if _is_only_resumed(facts):
        return False
    if facts.trigger.role == "host" and any(child.lower == "with" for child in facts.trigger.head.children):
        return bool(facts.identified)
    anchors = facts.anchors - (facts.is_proper and facts.trigger.family == "talks")
    beside = facts.trigger.clause is not None and len(facts.identified) >= 2
    return anchors >= 2 and (facts.is_involved or facts.is_dated or beside)


def _is_only_resumed(facts: Facts) -> bool:
    """ "agreed to resume trade negotiations", "are preparing talks": a process, of which no meeting is told."""
    verb = facts.trigger.verb
    only = words("resumed") | words("arranging")
    if verb is None or facts.is_set or facts.trigger.role != "hold" or verb.lemma not in only:
        return False
    return not any(child.lower in ("with", "between") for child in facts.trigger.head.children)


def _debate_is_told(facts: Facts) -> bool:
    fixed = facts.place.is_known or any(phrase.kind not in ("month", "year") for phrase in facts.timing.phrases)
    return has_debate_word(facts.trigger.head) and (fixed or len(core_names(facts.trigger, facts.parties)) >= 2)


def _gathering_is_told(facts: Facts) -> bool:
    kinds = words("people") | words("delegates") | words("bodies") | words("collectives")
    nouns = [token for head in facts.parties.heads for token in coordinates(head)]
    nouns += [member for token in nouns if token.lower in _ALL_OF for member in members_of(token)]
    people = any(token.lemma.lower() in kinds or token.lemma.lower().rstrip("s") in kinds for token in nouns)
    return (people or len(facts.identified) >= 2) and facts.is_set


def _talking_is_told(facts: Facts) -> bool:
    trigger = facts.trigger
    by_phone = trigger.family == "phone" or bool(words("line") & {token.lower for token in trigger.head.subtree})
    with_whom = trigger.partner is not None or any(with_phrases(trigger.head))
    speaker = _is_speakers_own(facts)
    sides = len(facts.identified) + (speaker and with_whom)
    at_margins = any(token.lemma in words("margins") for token in trigger.head.sentence if token.is_noun)
    to_whom = facts.is_dated and any(child.dep == "prep" and child.lower == "to" for child in trigger.head.children)
    both = (with_whom or to_whom) and _of_two_officials(facts)
    return sides >= 2 and (by_phone or both or (with_whom and (facts.is_dated or at_margins)))


def _is_speakers_own(facts: Facts) -> bool:
    """ "I spoke with Minister A": one side is who tells it, where the article does not say who that is."""
    named = {party.head.i for party in facts.identified}
    return any(
        child.dep == "nsubj" and is_told_by(child) and child.i not in named for child in facts.trigger.head.children
    )


def _discussing_is_told(facts: Facts) -> bool:
    """ "discussed the crisis by phone", "will discuss the burden with France and Italy in Portsmouth on 2 July"."""
    head = facts.trigger.head
    by_phone = bool(words("line") & {token.lower for token in head.subtree})
    at_margins = any(token.lemma in words("margins") for token in head.sentence if token.is_noun)
    with_whom = any(with_phrases(head)) or any(with_behind(head))
    if any(token.lower in ("interview", "speech", "article", "phone-in") for token in head.sentence):
        return False
    if have_discussed(head, facts.identified, facts.place.is_known, facts.is_dated):
        return True
    speaker = _is_speakers_own(facts)
    sides = len(facts.identified) + (speaker and with_whom)
    behind = any(phrase.i > head.i for phrase in (*with_phrases(head), *with_behind(head)))
    both = behind and _of_two_officials(facts)
    return sides >= 2 and (by_phone or at_margins or both or (with_whom and facts.place.is_known and facts.is_dated))


def _of_two_officials(facts: Facts) -> bool:
    """ "Kerry spoke with Lavrov", "Trump discussed the reforms with President Poroshenko"."""
    officials = [
        p for p in facts.identified if p.actor.kind in ("person", "anonymous") and p.actor.iso3 and p.actor.role
    ]
    return len(officials) >= 2 and facts.trigger.reading.direction == "past"


def _act_is_told(facts: Facts) -> bool:
    """ "EU ministers agreed on Monday": a day or a city, and those of several states or of one body who act."""
    dated = any(phrase.kind in ("weekday", "today", "day") for phrase in facts.timing.phrases)
    if not dated and facts.place.city is None:
        return False
    bodies = [party for party in facts.identified if party.actor.kind in ("organisation", "country", "coalition")]
    many = any(_of_several(head) for head in facts.parties.heads)
    return len(bodies) >= 2 or bool(facts.parties.counts) or many or any(p.actor.kind != "country" for p in bodies)


def _of_several(head: Token) -> bool:
    """ "leaders of the countries that send troops", "officials of the two countries"."""
    return any(_is_of_states(node) for node in members_of(head))


def _is_of_states(noun: Token) -> bool:
    return (noun.tag == "NNS" and noun.lemma in ("country", "nation", "state", "side")) or noun.lemma in _REGIONS


def _reception_is_told(facts: Facts) -> bool:
    """ "King Abdullah, who was received at the White House in April"."""
    people = [party for party in facts.identified if party.actor.kind in ("person", "anonymous")]
    return bool(people) and (facts.is_set or len(facts.identified) >= 2)


def _seeing_is_told(facts: Facts) -> bool:
    """ "I will be seeing Secretary Lorenzana in Manila in February"."""
    seen = [party for party in facts.identified if party.actor.kind == "person" and party.head.i > facts.trigger.head.i]
    return bool(seen) and facts.is_dated and facts.place.is_known


def _receiving_is_told(facts: Facts) -> bool:
    verb, many = facts.trigger.head, words("delegates")
    sent = [head for head in facts.parties.heads if head.i > verb.i and head.lemma in _SENT]
    guests = [
        party
        for party in facts.parties.found
        if not party.is_host and (party.actor.kind in ("person", "anonymous") or party.head in sent)
    ]
    known = any(party.is_identified for party in guests)
    delegations = any(head.i > verb.i and head.tag == "NNS" and head.lemma in many for head in facts.parties.heads)
    if not any(party.is_host for party in facts.identified):
        if known and any(head.i < verb.i and head.tag == "NNS" and head.lemma in many for head in facts.parties.heads):
            return True  # "Officials of the region received a delegation headed by General X"
        told = any(child.dep == "nsubj" and is_told_by(child) for child in verb.children)
        return told and known and any(child.lower == "for" for child in verb.children)
    several = (bool(guests) or delegations) and (facts.place.is_known or bool(facts.parties.counts)) and facts.is_dated
    return bool(facts.identified) and (known or several or (bool(sent) and facts.is_dated))


def _meeting_is_told(facts: Facts) -> bool:
    if not _has_partner(facts):
        return False
    sitting_bodies = words("bodies") | words("collectives")
    bodies = [
        p
        for p in facts.identified
        if p.actor.kind == "organisation"
        and (p.head.lemma in words("bodies") or (p.head.text[0].isupper() and p.head.lower in sitting_bodies))
    ]
    if len(facts.identified) >= 2 or bodies:
        return True
    if facts.place.is_known and facts.is_dated and any(_is_unnamed_many(head) for head in facts.parties.heads):
        return True
    if facts.identified and facts.parties.counts and _are_officials(facts.parties):
        return True  # "Mattis met with defense ministers from 27 nations"
    return facts.is_set and bool(facts.identified or facts.parties.counts or _are_officials(facts.parties))


def _is_unnamed_many(head: Token) -> bool:
    """ "we", "the two", "a joint task force": who they are is told elsewhere or not at all."""
    if head.lower == "teams" and not any(child.dep in ("amod", "compound") for child in head.children):
        return False  # of a match
    return head.lower in ("we", "they", "two", "both", "pair") or head.lemma in words("collectives")


def _are_officials(parties: Parties) -> bool:
    """ "military chiefs from 22 nations", "the two leaders": unnamed, but holders of office and many."""
    people = (words("delegates") & words("people")) | {"nation", "country", "donor", "power", "government", "planner",
                                                       "partner", "ally", "creditor", "signatory", "side",
                                                       "negotiator", "mediator"}  # fmt: skip
    nouns = [token for head in parties.heads for token in coordinates(head)]
    many = [token for token in nouns if token.tag in ("NNS", "NNPS") or are_delegates(token)]
    return any(singular(token) in people - {"member"} for token in many)


def _has_partner(facts: Facts) -> bool:
    """Two sides, or one that is many."""
    verb, parties = facts.trigger.head, facts.parties
    people = words("people") | words("delegates")
    with_whom = any(with_phrases(verb)) or visiting_guests(verb) is not None
    whom = verb.child("dobj")
    if facts.trigger.partner is not None or (whom is not None and not is_face_to_face(whom)) or with_whom:
        known = {party.head.i for party in parties.found}
        return any(head.i in known or head.lemma.lower() in people for head in parties.heads if head.i > verb.i)
    many = any(_is_many(head, people) for head in parties.heads if head.i < verb.i or head.dep == "nsubj")
    organisations = any(party.actor.kind in ("organisation", "coalition", "group") for party in parties.found)
    return len(parties.found) >= 2 or many or organisations


def _is_many(head: Token, people: frozenset[str]) -> bool:
    plural = head.tag in ("NNS", "NNPS") or singular(head) in people or _is_unnamed_many(head)
    return plural or any(child.dep == "conj" for child in head.children)


def _is_one_more_time(trigger: Trigger) -> bool:
    """ "It will be the fourth time that Carter has convened a meeting": the one told, and those before it."""
    verb = trigger.verb
    if verb is None or verb.dep not in ("relcl", "acl") or verb.head.lemma != "time":
        return False
    first = any(child.lower == "first" for child in verb.head.children)
    placed = any(node.entity is not None and node.entity.label in ("DATE", "GPE") for node in verb.subtree)
    return not first and not placed


def _is_one_of_them(trigger: Trigger) -> bool:
    """ "the weekly cabinet meeting on Sunday": one of a series."""
    return trigger.is_noun and not trigger.plural and trigger.head.tag == "NN"


def _is_habit(trigger: Trigger) -> bool:
    """ "meet in Baghdad every month", "regular meetings"."""
    nodes = [*trigger.head.children, *(trigger.verb.children if trigger.verb is not None else ())]
    return any(n.lower in words("habit") or any(c.lower in ("every", "each") for c in n.children) for n in nodes)


_RULES: dict[str, Callable[[Facts], bool]] = {
    "ceremony": _ceremony_is_told,
    "call": _call_is_told,
    "talks": _talks_are_told,
    "dialogue": _talks_are_told,
    "debate": _debate_is_told,
    "gather": _gathering_is_told,
    "bring": _gathering_is_told,
    "speak": _talking_is_told,
    "phone": _talking_is_told,
    "discuss": _discussing_is_told,
    "act": _act_is_told,
    "receive": _receiving_is_told,
    "received": _reception_is_told,
    "see": _seeing_is_told,
    "meet": _meeting_is_told,
}
