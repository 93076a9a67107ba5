"""The mentions of one meeting to a row."""

from __future__ import annotations

import re
from dataclasses import replace

from coalition_data.document import ParsedArticle
from coalition_data.extract.meetings.clauses import finite_verb, read_verb
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.headings import heading
from coalition_data.extract.meetings.kinds import is_bilateral, named_parties, type_of, words_of
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention
from coalition_data.extract.meetings.parties import Party
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.identifiers import evidence_id
from coalition_data.records import Evidence, Host, Meeting, Participant, ReportedCount


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


def _hosts(group: Group) -> tuple[Host, ...]:
    found: dict[str, Host] = {}
    told = [party for mention in group.mentions for party in mention.parties.found]
    for party in (*told, *group.speakers):
        if party.is_host and party.is_identified:
            name = party.shown_name
            found.setdefault(name, Host(name, _kind(party), party.actor.iso3, party.actor.role))
    return tuple(found.values())


def _participants(group: Group) -> tuple[Participant, ...]:
    parties = [*named_parties(group), *_described_groups(group)]
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
        vague = name.split()[0].lower() in words("vague_many") or name.split()[-1].lower() in words("donor_words")
        if described and not party.is_host and not vague:
            found.setdefault(name, party)
    return list(found.values())


_SAYS_WHO = re.compile(r"[A-Za-z][\w’'.-]*(?: [A-Za-z][\w’'.-]*){1,4}")
"""Two to five words and no figures."""


def _counts(parsed: ParsedArticle, group: Group) -> tuple[ReportedCount, ...]:
    counts = {(count.count, count.unit): None for mention in group.mentions for count in mention.parties.counts}
    return tuple(ReportedCount(count, unit, parsed.article.article_id) for count, unit in counts)


def _format(group: Group) -> str:
    virtual = any(
        mention.family in ("call", "phone") or words("virtual") & words_of(mention) for mention in group.mentions
    )
    told = [party for mention in group.mentions for party in mention.parties.found]
    virtual = virtual or _is_spoken_from_afar(group) or any(map(_is_by_line, group.mentions))
    remote = any(party.mode == "remote" for party in (*told, *group.speakers))
    if virtual:
        present = any(words("in_person") & words_of(mention) for mention in group.mentions)
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
    persons = [party for party in named_parties(group) if party.actor.kind in ("person", "anonymous")]
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
    if published is not None and date is not None and date.start > published:
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
    if verb is None or verb.lemma not in words("meet") | words("gather") | words("under_way"):
        return False
    above = finite_verb(verb.head) if verb.dep in ("relcl", "advcl") and mention.trigger.role != "attend" else None
    if above is not None and read_verb(above).direction != "past":
        return False  # "flies to Lima, where Peru is hosting a conference"
    beside = {child.lower for child in verb.children}
    return bool(beside & {"is", "are", "'s", "’s"}) and (verb.tag == "VBG" or "being" in beside)


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


def _name(group: Group, hosts: tuple[Host, ...], participants: tuple[Participant, ...]) -> str:
    printed = [mention.name for mention in group.mentions if mention.name]
    present = [party.name for party in participants if party.mode != "excluded"]
    alone = {one.name for one in participants if one.kind == "person"}
    return heading(printed, [*(host.name for host in hosts), *present], two_sides=is_bilateral(group), alone=alone)
