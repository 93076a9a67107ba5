"""Mentions of one article to the meetings that they speak of."""

from __future__ import annotations

from dataclasses import dataclass, field

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import with_phrases
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention
from coalition_data.extract.meetings.parties import Party
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.resolve.calendar import CalendarDate, agrees

_FAMILIES_ALIKE = {
    "meeting": {"meeting", "summit", "ministerial", "conference", "talks", "dialogue", "meet", "gather", "receive",
                "bring", "ceremony", "call", "speak", "phone", "act", "discuss"},
    "talks": {
        "bring", "act", "discuss",
        "conference","meeting", "summit", "talks", "dialogue", "meet", "gather", "receive", "call", "speak", "phone",
              "ministerial"},
    "conference": {"meeting", "summit", "ministerial", "conference", "gather", "bring", "act", "meet"},
    "summit": {"meeting", "summit", "conference", "gather", "meet", "bring", "act"},
    "ministerial": {"meeting", "ministerial", "conference", "gather", "meet", "act"},
    "meet": {"act"},
    "gather": {"act"},
    "call": {"call", "speak", "phone", "talks", "meeting"},
    "dialogue": {"dialogue", "talks", "meeting"},
    "debate": {"debate"},
    "ceremony": {"ceremony", "meeting", "summit"},
}  # fmt: skip
"""For a noun that points back: the families of the meetings that it can point to."""


_OF_MANY = frozenset({"meet", "gather", "act", "conference", "summit", "ministerial", "meeting"})
_LONG = frozenset({"summit", "conference", "ministerial"})
_WITHIN = frozenset({"hold", "attend", "happen"})


@dataclass
class Group:
    """The mentions of one meeting, in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)
    inherited_place: Place = field(default_factory=Place)
    inherited_date: CalendarDate | None = None
    speakers: tuple[Party, ...] = ()
    next_of: Group | None = None

    @property
    def date(self) -> CalendarDate | None:
        """The most precise date told."""
        dates = [mention.timing.date for mention in self.mentions if mention.timing.date is not None]
        rank = {"day": 0, "week": 1, "month": 2, "year": 3}
        return min(dates, key=lambda date: rank[date.precision], default=self.inherited_date)

    @property
    def place(self) -> Place:
        """City, country and venue as the mentions tell them, else what the context gives."""
        places = [mention.place for mention in self.mentions]
        city = next((place.city for place in places if place.city is not None), None)
        iso3 = next((place.iso3 for place in places if place.iso3 is not None), None)
        venue = next((place.venue for place in places if place.venue is not None), None)
        if city is None and (iso3 is None or iso3 == self.inherited_place.iso3):
            city, iso3 = self.inherited_place.city, iso3 or self.inherited_place.iso3
        return Place(city, city.iso3 if city is not None else iso3, venue)

    @property
    def city(self) -> str | None:
        """The city, where told."""
        return self.place.city.name if self.place.city is not None else None

    @property
    def iso3(self) -> str | None:
        """The country, where told."""
        return self.place.iso3

    @property
    def ordinal(self) -> int:
        """1 for "first", 0 for none."""
        return next((mention.ordinal for mention in self.mentions if mention.ordinal), 0)

    @property
    def named(self) -> frozenset[str]:
        """Names of all that take part."""
        return frozenset().union(*(mention.named for mention in self.mentions))

    @property
    def core(self) -> frozenset[str]:
        """Names of those whom the text says to meet."""
        return frozenset().union(*(mention.core for mention in self.mentions))

    @property
    def families(self) -> set[str]:
        """Classes of the meeting words."""
        return {mention.family for mention in self.mentions}


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
        and _near(mention, Group([earlier]))
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
        if mention.trigger.is_noun and mention.trigger.verb == last.trigger.head and mention.trigger.role in _WITHIN:
            return group
        if last.trigger.is_noun and last.trigger.verb == mention.trigger.head and last.trigger.role in _WITHIN:
            return group
    return None


def _find_group(mention: Mention, groups: list[Group]) -> Group | None:
    fitting = [group for group in groups if not contradicts(mention, group)]
    if mention.creates:
        scored = [
            (score, rank, group) for rank, group in enumerate(fitting) if (score := _agreement(mention, group)) > 0
        ]
        return max(scored, key=lambda triple: triple[:2], default=(0, 0, None))[2]
    if mention.family == "act" and mention.trigger.head.lemma in ("tell", "address", "brief"):
        return _latest([group for group in fitting if group.families & _OF_MANY and _near(mention, group)])
    if not mention.trigger.is_noun or mention.other or mention.trigger.plural or mention.trigger.role == "wished":
        return None
    alike = [group for group in fitting if group.families & _FAMILIES_ALIKE.get(mention.family, set())]
    proper = mention.trigger.head.text[0].isupper() and bool(mention.parties.found)
    new = any(child.lower in ("a", "an") for child in mention.trigger.head.children)
    if not alike or proper or new or not (mention.definite or mention.timing.phrases):
        return None
    for preference in (_agrees_in_time, _is_of_family):
        alike = [group for group in alike if preference(mention, group)] or alike
    return _latest(alike)


def _agrees_in_time(mention: Mention, group: Group) -> bool:
    direction = (
        mention.trigger.reading.direction if mention.trigger.role in ("hold", "host", "attend", "happen") else None
    )
    return direction is None or direction in {member.trigger.reading.direction for member in group.mentions}


def _is_of_family(mention: Mention, group: Group) -> bool:
    return mention.family in group.families


def _latest(groups: list[Group]) -> Group | None:
    return max(groups, key=lambda group: group.mentions[-1].trigger.head.i, default=None)


def contradicts(mention: Mention, group: Group) -> bool:
    """Whether a mention cannot be of that meeting."""
    tests = (_is_other_list, _is_of_other_body, _is_beside_a_pair, _other_date, _other_place, _other_parties,
             _is_around, _has_other_fate)  # fmt: skip
    return any(test(mention, group) for test in tests)


def _has_other_fate(mention: Mention, group: Group) -> bool:
    """What was called off is not the meeting that took place."""
    if mention.trigger.role not in ("called_off", "put_off") or mention.trigger.reading.negated:
        return False
    return all(
        member.trigger.reading.direction == "past" and member.trigger.role not in ("called_off", "put_off")
        for member in group.mentions
    )


def _is_other_list(mention: Mention, group: Group) -> bool:
    """ "met with A, then with B", "the second debate" beside the first."""
    partner = mention.trigger.partner
    if partner is not None and any(member.trigger.head == mention.trigger.head for member in group.mentions):
        return True
    if any(_are_coordinate(mention.trigger, member.trigger) for member in group.mentions):
        return True
    if mention.ordinal and group.ordinal and mention.ordinal != group.ordinal:
        return True
    return (mention.family == "debate") != ("debate" in group.families)


def _is_of_other_body(mention: Mention, group: Group) -> bool:
    """ "the APEC summit" is not "the Group of 20 summit"."""
    own = _bodies_in_name(mention)
    told = frozenset().union(*(_bodies_in_name(member) for member in group.mentions))
    return bool(own and told) and not own & told


def _is_beside_a_pair(mention: Mention, group: Group) -> bool:
    """ "the Cairo conference" is not the lunch of two told before."""
    two = group.families <= {"meet", "receive", "received", "speak", "phone", "call", "discuss", "see"}
    return mention.family == "conference" and two and group.city is None and mention.place.city is not None


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
    one, other = mention.core, group.core
    return bool(one and other) and not one & other and len(one | other) > 2


def _is_around(mention: Mention, group: Group) -> bool:
    """ "a meeting at the summit" is not the summit; "agreed after a meeting to hold talks" tells of two."""
    head, time = mention.trigger.head, mention.trigger.reading.direction
    for member in group.mentions:
        if member.sentence != mention.sentence:
            continue
        if _stands_within(head, member.trigger.head):
            return True
        if _is_setting(mention, member) or _is_setting(member, mention):
            return True
        known = member.trigger.reading.direction
        beside = mention.trigger.clause is not None or member.trigger.clause is not None
        if beside and time is not None and known is not None and time != known:
            return True
    return False


def _is_setting(larger: Mention, smaller: Mention) -> bool:
    """ "met Lavrov at the summit", "met on the sidelines of the summit": two meetings."""
    trigger, verb = larger.trigger, smaller.trigger.head
    if not trigger.is_noun or smaller.trigger.is_noun or trigger.verb != verb or trigger.role != "at":
        return False
    above = trigger.head.head
    on_margins = above.lower == "of" and not above.is_root and above.head.lemma in words("margins")
    return on_margins or (trigger.family in _LONG and (verb.child("dobj") is not None or any(with_phrases(verb))))


def _stands_within(head: Token, outer: Token) -> bool:
    """Whether a meeting is told as part of another: "a lunch during the conference"."""
    preposition = head.head
    if head.dep != "pobj" or preposition.lower not in ("at", "during"):
        return False
    return preposition.head == outer


def _agreement(mention: Mention, group: Group) -> int:
    """How much speaks for one meeting; 0 for nothing."""
    if mention.other:
        return 0
    date, known = mention.timing.date, group.date
    same_date = date is not None and known is not None and date.precision == known.precision == "day"
    same_city = mention.place.city is not None and group.city == mention.place.city.name
    shared = len(mention.named & group.named)
    same_ordinal = bool(mention.ordinal) and mention.ordinal == group.ordinal
    alike = mention.family in group.families or bool(group.families & _FAMILIES_ALIKE.get(mention.family, set()))
    if mention.family == "debate":
        return 2 * same_ordinal + same_date + (shared >= 2 and mention.definite and not mention.ordinal)
    score = 2 * (same_date and (same_city or shared > 0 or mention.definite)) + 2 * (shared >= 2 and alike)
    score += 2 * (shared >= 1 and alike and _others_are_unnamed(mention) and _near(mention, group))
    score += 2 * (same_city and (shared > 0 or mention.definite) and (date is None or known is None or same_date))
    score += 2 * (alike and "act" in group.families and _is_of_those_told(mention) and _near(mention, group))
    score += 2 * (alike and _names_the_one_told(mention, group) and _near(mention, group))
    if _is_another_plan(mention):
        return score
    if mention.definite and alike and mention.trigger.is_noun and not mention.trigger.head.text[0].isupper():
        score += mention.family in group.families or _near(mention, group)
    return score


def _others_are_unnamed(mention: Mention) -> bool:
    """ "the minister met Lavrov": one side is named, the other only described."""
    return mention.family == "meet" and len(mention.named) == 1 and len(mention.parties.found) == 2


def _is_another_plan(mention: Mention) -> bool:
    """ "The technical meeting on cables has been moved to October": described for itself, not the one in view."""
    if mention.trigger.role not in ("called_off", "put_off") or not mention.trigger.is_noun:
        return False
    children = mention.trigger.head.children
    return any(child.dep in ("compound", "amod") for child in children) and any(
        child.lower == "on" for child in children
    )


def _names_the_one_told(mention: Mention, group: Group) -> bool:
    """ "told the International Conference on Nepal's Reconstruction", behind donors who met: its printed name."""
    proper = mention.trigger.is_noun and mention.definite and mention.trigger.head.text[0].isupper()
    told = mention.timing.phrases or mention.place.is_known
    many = group.families & {"meet", "gather", "act", "bring"} and not group.core
    return bool(proper and not told and many)


def _is_of_those_told(mention: Mention) -> bool:
    """ "The ministers met at headquarters", behind what ministers agreed."""
    if mention.trigger.reading.direction == "future":
        return False  # "the ministers will meet again in the summer"
    subjects = [child for child in mention.trigger.head.children if child.dep == "nsubj" and child.is_noun]
    return any(child.lower == "the" for subject in subjects for child in subject.children if subject.text.islower())


def _near(mention: Mention, group: Group) -> bool:
    """Whether the meeting is in view: told within the last paragraphs."""
    parsed = mention.trigger.head.doc
    here = parsed.paragraph_at(mention.trigger.head.start)
    return here - parsed.paragraph_at(group.mentions[-1].trigger.head.start) <= 2
