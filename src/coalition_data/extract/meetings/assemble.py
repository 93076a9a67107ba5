"""The mentions of one meeting to a row."""

from __future__ import annotations

import re
from dataclasses import replace

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.actors import are_delegates, coordinates
from coalition_data.extract.meetings.clauses import finite_verb, read_verb
from coalition_data.extract.meetings.context import has_sides
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.headings import heading
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention
from coalition_data.extract.meetings.parties import Party
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.triggers import Trigger, is_for_debate
from coalition_data.identifiers import evidence_id
from coalition_data.records import Evidence, Host, Meeting, Participant, ReportedCount

_MODE_RANK = {"excluded": 0, "remote": 1, "attended": 2, "expected": 3, "invited": 4}


def make_meeting(parsed: ParsedArticle, group: Group, rank: int = 0) -> Meeting:
    """One article's row about one meeting; its id is provisional.

    Args:
        rank: 0 for the first meeting that rests on its earliest words, 1 for the next.
    """
    evidence = _evidence(parsed, group)
    date = group.date
    form = _format(group)
    status = _status(parsed, group)
    hosts, participants = _hosts(group), _as_to_come(_participants(group), group, status)
    nowhere = form == "virtual" and status in ("held", "scheduled")
    place = Place() if nowhere else group.place
    city = place.city
    return Meeting(
        meeting_id=evidence_id("mtg_", "meeting", evidence, rank),
        name=_name(group, hosts, participants),
        meeting_type=type_of(group),
        format=form,
        status=status,
        start_date=date.start if date else None,
        end_date=date.end if date else None,
        date_precision=date.precision if date else "unknown",
        date_method=date.method if date else "none",
        city=city.name if city else None,
        country_iso3=place.iso3,
        venue=place.venue,
        latitude=city.latitude if city else None,
        longitude=city.longitude if city else None,
        hosts=hosts,
        participants=participants,
        participants_reported=_counts(parsed, group),
        evidence=evidence,
    )


def _evidence(parsed: ParsedArticle, group: Group) -> tuple[Evidence, ...]:
    spans = sorted({(mention.sentence.start, mention.sentence.end) for mention in group.mentions})
    return tuple(Evidence(parsed.article.article_id, start, end, parsed.text[start:end]) for start, end in spans)


def _kind(party: Party) -> str:
    kind = party.actor.kind
    if kind == "anonymous":
        return "person"
    return "organisation" if kind == "coalition" else kind if kind in ("person", "country", "organisation") else "group"


def _named_parties(group: Group) -> list[Party]:
    parties = [party for mention in group.mentions for party in mention.parties.found if party.is_identified]
    parties += group.speakers
    best: dict[str, Party] = {}
    for party in parties:
        name = party.shown_name
        known = best.get(name)
        if known is None or _MODE_RANK[party.mode] < _MODE_RANK[known.mode]:
            best[name] = party
    return list(best.values())


def _hosts(group: Group) -> tuple[Host, ...]:
    found: dict[str, Host] = {}
    told = [party for mention in group.mentions for party in mention.parties.found]
    for party in (*told, *group.speakers):
        if party.is_host and party.is_identified:
            name = party.shown_name
            found.setdefault(name, Host(name, _kind(party), party.actor.iso3, party.actor.role))
    return tuple(found.values())


def _participants(group: Group) -> tuple[Participant, ...]:
    parties = [*_named_parties(group), *_described_groups(group)]
    return tuple(
        Participant(party.shown_name, _kind(party), party.actor.iso3, party.actor.role, party.mode) for party in parties
    )


def _as_to_come(participants: tuple[Participant, ...], group: Group, status: str) -> tuple[Participant, ...]:
    """Nobody has attended what is still to come or does not take place; those who "are meeting" have come."""
    if status == "held":
        here = group.date is None and all(_is_under_way(mention) for mention in group.mentions)
        return tuple(replace(one, mode="attended") if here and one.mode == "expected" else one for one in participants)
    return tuple(replace(one, mode="expected") if one.mode == "attended" else one for one in participants)


def _described_groups(group: Group) -> list[Party]:
    """Unnamed many whom more than their number describes ("House Democrats", "military planners")."""
    told = (party for mention in group.mentions for party in mention.parties.found)
    found: dict[str, Party] = {}
    for party in told:
        name = party.shown_name
        described = party.actor.kind == "group" and party.actor.name and _SAYS_WHO.fullmatch(name)
        if described and not party.is_host and name.split()[0].lower() not in words("vague_many"):
            found.setdefault(name, party)
    return list(found.values())


_SAYS_WHO = re.compile(r"[A-Za-z][\w’'.-]*(?: [A-Za-z][\w’'.-]*){1,4}")
"""Two to five words and no figures."""


def _counts(parsed: ParsedArticle, group: Group) -> tuple[ReportedCount, ...]:
    counts = {(count.count, count.unit): None for mention in group.mentions for count in mention.parties.counts}
    return tuple(ReportedCount(count, unit, parsed.article.article_id) for count, unit in counts)


def _words_of(mention: Mention) -> set[str]:
    """Words that describe the meeting itself: before the noun, adverbs, and what it is held by or through."""
    head, verb = mention.trigger.head, mention.trigger.verb
    nodes = (
        [child for child in head.children if child.i < head.i or child.dep == "advmod"]
        if mention.trigger.is_noun
        else []
    )
    clauses = [child for child in head.children if child.dep in ("acl", "relcl")]
    nodes += [node for clause in clauses for node in clause.children if node.dep == "advmod"]
    for child in (*head.children, *(verb.children if verb is not None and mention.trigger.role != "attend" else ())):
        if child.dep in ("advmod", "npadvmod"):
            nodes.append(child)
        elif child.dep in ("prep", "agent") and child.lower in ("by", "via", "through", "over", "on", "at"):
            nodes += [token for token in child.subtree if token.is_noun or token.tag == "JJ"]
    return {node.lower for node in nodes} | {head.lower}


def _format(group: Group) -> str:
    virtual = any(
        mention.family in ("call", "phone") or words("virtual") & _words_of(mention) for mention in group.mentions
    )
    told = [party for mention in group.mentions for party in mention.parties.found]
    virtual = virtual or _is_spoken_from_afar(group) or any(map(_is_by_line, group.mentions))
    remote = any(party.mode == "remote" for party in (*told, *group.speakers))
    if virtual:
        present = any(words("in_person") & _words_of(mention) for mention in group.mentions)
        placed = any(mention.place.city or mention.place.venue for mention in group.mentions if mention.creates)
        called = group.families <= {"call", "phone", "speak", "discuss"} or any(map(_is_named_virtual, group.mentions))
        return "hybrid" if present or (placed and not called and _some_are_remote(group)) else "virtual"
    if remote:
        return "hybrid"
    placed = group.city is not None or group.iso3 is not None
    met = bool(group.families & {"meet", "gather", "receive", "summit", "conference", "meeting", "ministerial"})
    return "in_person" if placed or met else "unknown"


def _is_spoken_from_afar(group: Group) -> bool:
    """ "Kerry spoke today with Lavrov": two who speak and are not told to be at a place do so by telephone."""
    if group.families != {"speak"} or group.place.is_known:
        return False
    sentences = [token.lower for mention in group.mentions for token in mention.sentence]
    persons = [party for party in _named_parties(group) if party.actor.kind in ("person", "anonymous")]
    here = words("margins") | {"margins", "sidelines", "aboard", "briefly", "person", "visit", "reporters", "onstage"}
    return len(persons) == 2 and not here & set(sentences)


def _is_by_line(mention: Mention) -> bool:
    """ "discussed the plan by telephone": the parser may hang it on the plan."""
    head = mention.trigger.head
    return mention.family in ("discuss", "speak") and any(
        node.lower in words("line") and node.dep == "pobj" for node in head.subtree if node.i > head.i
    )


def _is_named_virtual(mention: Mention) -> bool:
    """ "a virtual summit", "a videoconference"."""
    head = mention.trigger.head
    before = {child.lower for child in head.children if child.i < head.i} | {head.lower}
    return mention.trigger.is_noun and bool(words("virtual") & before)


def _some_are_remote(group: Group) -> bool:
    """ "which 34 delegations attended, eleven of them via Zoom"."""
    return any(_PART_OF_THEM.search(mention.sentence.text) for mention in group.mentions)


_PART_OF_THEM = re.compile(
    r"\b(?:some|others|many|several|part|\w+ of (?:them|whom))\b[^.]{0,40}\b(?:via|by|on|through)\b|"
    r"\b(?:which|who)\b[^.,;]{0,80}\b(?:by|via|over|through) (?:secure )?(?:video|phone|telephone|Zoom)\b",
    re.IGNORECASE,
)


def _status(parsed: ParsedArticle, group: Group) -> str:
    triggers = [mention.trigger for mention in group.mentions]
    roles = [trigger.role for trigger in triggers if trigger.reading.factual and not trigger.reading.negated]
    if "called_off" in roles:
        return "cancelled"
    if "put_off" in roles and not _is_only_its_series(triggers):
        return "postponed"
    published, date = parsed.article.published_on, group.date
    if published is not None and date is not None and date.end < published:
        return "held"
    if published is not None and date is not None and date.precision == "day" and date.start > published:
        return "scheduled"
    told = next((word for mention in group.mentions for word in _time_words(mention)), None)
    if told is not None:
        return told
    if date is None and any(_is_under_way(mention) for mention in group.mentions):
        return "held"
    directions = [mention.trigger.reading.direction for mention in group.mentions]
    plain = [
        mention.trigger.reading.direction
        for mention in group.mentions
        if not (_is_backshifted(mention) or _is_told_as_present(mention))
    ]
    directions = plain if any(plain) else directions
    first = next((direction for direction in directions if direction is not None), None)
    return "scheduled" if first == "future" else "held"


def _is_only_its_series(triggers: list[Trigger]) -> bool:
    """ "plan to meet in March", where "the annual session has been suspended" so far."""
    off = [trigger for trigger in triggers if trigger.role == "put_off" and trigger.verb is not None]
    suspended = all(trigger.verb is not None and trigger.verb.lemma == "suspend" for trigger in off)
    return suspended and triggers[0].role != "put_off" and triggers[0].reading.direction == "future"


def _is_backshifted(mention: Mention) -> bool:
    """ "promised that the summit would be more than a show": what "would" be may be over."""
    verb = mention.trigger.verb
    return verb is not None and any(child.lower == "would" for child in verb.children)


def _is_told_as_present(mention: Mention) -> bool:
    """ "Obama receives Abadi at the White House": a headline, whose present tense tells no time beside the text's."""
    verb = mention.trigger.verb
    bare = verb is not None and verb.tag in ("VBZ", "VBP") and verb.lemma not in words("planned") | words("set_for")
    return bare and verb is not None and verb.child("aux", "auxpass") is None and not mention.timing.phrases


def _is_under_way(mention: Mention) -> bool:
    """ "is attending a summit in Manila", "are holding talks in Vienna", "talks are being held"."""
    verb = mention.trigger.verb
    if verb is None or verb.lemma not in words("meet") | words("gather") | _UNDER_WAY:
        return False
    above = finite_verb(verb.head) if verb.dep in ("relcl", "advcl") and mention.trigger.role != "attend" else None
    if above is not None and read_verb(above).direction != "past":
        return False  # "flies to Lima, where Peru is hosting a conference"
    beside = {child.lower for child in verb.children}
    return bool(beside & {"is", "are", "'s", "’s"}) and (verb.tag == "VBG" or "being" in beside)


_UNDER_WAY = frozenset({"attend", "hold", "have", "host", "co-host", "chair", "co-chair", "conduct", "take"})


def _time_words(mention: Mention) -> list[str]:
    """What the date phrases themselves say about held or to come."""
    found = []
    for phrase in mention.timing.phrases:
        first = phrase.text.lower()
        ahead = first.startswith("in ") and mention.trigger.reading.direction != "past"
        if ahead or first.startswith(("later", "next", "tomorrow", "this coming")):
            found.append("scheduled")
        elif first.startswith(("earlier", "last", "yesterday")) or first.endswith("ago"):
            found.append("held")
    return found


def type_of(group: Group) -> str:
    """The type of a meeting, as in the table of meetings."""
    families = group.families
    vocabulary = {word for mention in group.mentions for word in (*_words_of(mention), *mention.name.lower().split())}
    heads = [head for mention in group.mentions for party in mention.parties.heads for head in coordinates(party)]
    described = {child.lower for head in heads for child in (head, *head.children) if child.i <= head.i}
    ministers = _minister_kinds(group, heads)
    bilateral = "bilateral" in vocabulary or (_is_bilateral(group) and not families & {"conference", "ministerial"})
    bilateral = bilateral and "ministerial" not in vocabulary
    unnamed = all(party.actor.name is None or not party.is_named for m in group.mentions for party in m.parties.found)
    plural = {head.lemma.lower().rstrip("s") for head in heads if head.tag in ("NNS", "NNPS")}
    choices = (
        (
            "other",
            bool(families & {"debate", "ceremony"})
            or ("talks" in families and "peace" in vocabulary)
            or any(
                mention.trigger.verb is not None and is_for_debate(mention.trigger.verb) for mention in group.mentions
            ),
        ),
        ("donor_conference", bool((vocabulary | described) & words("donor_words"))),
        ("summit", "summit" in families),
        ("officials", bilateral and _is_of_one_country(group)),
        ("bilateral", bilateral),
        ("ministerial", "ministerial" in families or "ministerial" in vocabulary or "foreign" in ministers),
        ("military", bool(ministers & {"defence", "defense", "military"})),
        ("conference", "conference" in families),
        ("officials", _is_of_one_country(group)),
        ("ministerial", "minister" in plural),
        ("summit", bool(plural & words("summit_people")) and not described & words("lesser_leaders")),
        ("officials", any(head.lemma in words("officials_people") for head in heads) or (unnamed and bool(heads))),
    )
    found = next((name for name, fits in choices if fits), "other")
    if found in ("other", "officials") and group.next_of is not None:
        return type_of(group.next_of)
    return found


def _is_of_one_country(group: Group) -> bool:
    """A meeting inside one government."""
    parties = _named_parties(group)
    countries = {party.actor.iso3 for party in parties}
    return (
        len(parties) >= 2
        and not any(head.lemma == "counterpart" for m in group.mentions for head in m.parties.heads)
        and len(countries) == 1
        and None not in countries
        and all(party.actor.kind == "person" for party in parties)
    )


def _minister_kinds(group: Group, heads: list[Token]) -> set[str]:
    """Portfolios of those who meet: ``foreign``, ``defence``, ``military``, …"""
    kinds: set[str] = set()
    for head in heads:
        if head.lemma.lower().removesuffix("s") in ("minister", "chief", "planner", "commander", "general"):
            kinds |= {child.lower for child in head.children if child.i < head.i}
            if head.lemma in ("planner", "commander", "general"):
                kinds.add("military")
    roles = [(party.actor.role or "").lower() for party in _named_parties(group) if party.actor.kind != "country"]
    for kind, marks in _PORTFOLIOS.items():
        holders = sum(any(mark in role for mark in marks) for role in roles)
        if holders >= (_PAIR if "conference" in group.families else 1) and 2 * holders >= len(roles):
            kinds.add(kind)
    return kinds


_PORTFOLIOS = {"foreign": ("foreign", "secretary of state"), "defence": ("defence", "defense")}


def _is_bilateral(group: Group) -> bool:
    """Two sides and no more: "A met B", "talks between A and B", "A met B and C, both of another country"."""
    told = [party for mention in group.mentions for party in mention.parties.found]
    if any(mention.parties.counts for mention in group.mentions) or any(map(_is_many_more, told)):
        return False
    own = {party.shown_name for mention in group.mentions if mention.creates for party in mention.parties.found}
    parties = [one for one in _named_parties(group) if one.mode != "excluded" and (one.shown_name in own or not own)]
    bodies = any(party.actor.kind == "organisation" for party in parties)
    heads = [head for mention in group.mentions for head in mention.parties.heads]
    if bodies and any(head.tag in ("NNS", "NNPS") and are_delegates(head) for head in heads):
        return False  # "EU ministers met in Riga"
    if bodies and any(party.is_host for party in parties) and "receive" not in group.families:
        return False  # of a body that one of them chairs
    told_by_one = any(head.lower in ("i", "we") for head in heads)
    sides = {party.actor.iso3 for party in parties}
    pair = len(parties) > _PAIR and len(sides) == _PAIR and None not in sides
    return (pair or len(parties) + (told_by_one or "received" in group.families) == _PAIR) and any(
        _are_sides_told(mention) for mention in group.mentions
    )


_PAIR = 2


def _is_many_more(party: Party) -> bool:
    """ "officials of several states", "the working group"; not "the leaders" and "US officials", who are of a side."""
    if party.head.lemma in words("collectives"):
        return True
    points_back = all(child.dep == "det" or child.lower in ("two", "both") for child in party.head.children)
    return party.actor.kind == "group" and party.head.tag == "NNS" and party.actor.iso3 is None and not points_back


def _are_sides_told(mention: Mention) -> bool:
    """ "met with A", "held talks on Monday with A", "a meeting between A and B", "A and B's ministers met"."""
    trigger = mention.trigger
    if has_sides(trigger.head) or sum(party.head.tag == "NNS" for party in mention.parties.found) == _PAIR:
        return True
    beside = trigger.verb if trigger.role in ("hold", "attend", "host", "at") else None
    return beside is not None and any(child.lower == "with" for child in beside.children)


def _name(group: Group, hosts: tuple[Host, ...], participants: tuple[Participant, ...]) -> str:
    printed = [mention.name for mention in group.mentions if mention.name]
    present = [party.name for party in participants if party.mode != "excluded"]
    alone = {one.name for one in participants if one.kind == "person"}
    return heading(printed, [*(host.name for host in hosts), *present], two_sides=_is_bilateral(group), alone=alone)
