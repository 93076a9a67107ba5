"""Who else was there: sentences behind a meeting that tell who took part without a word for the meeting.

"Representatives of Japan took part", "They were joined by the Libyan minister", "Also present were A and B", "Sung Kim
represented Washington": what they speak of is the meeting told last, if it is in view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.actors import coordinates, members_of
from coalition_data.extract.meetings.clause_seats import Seat
from coalition_data.extract.meetings.clauses import agents, is_passive, read_verb, subjects
from coalition_data.extract.meetings.context import is_of_many
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.lexicon import event_nouns, words
from coalition_data.extract.meetings.long_lists import all_seated
from coalition_data.extract.meetings.parties import Party, is_remote
from coalition_data.extract.meetings.proper_names import name_at
from coalition_data.extract.meetings.triggers import is_means
from coalition_data.resolve.entities import Actor, ArticleEntities

PARAGRAPHS_IN_VIEW = 1
"""The meeting stands in the same paragraph or the one before."""
PARAGRAPHS_OF_MANY = 3
"""A meeting of many stays in view for so long, past a meeting of two that was told by the way."""

_NAMED = frozenset({"person", "country", "organisation"})
_PRESENT = frozenset({"present", "attending", "attendance"})
_ATTENDEES = frozenset({"attendees", "participants", "delegates"})
_AT_THE_TABLE = frozenset({"room", "table", "hand"})


def add_attendance(parsed: ParsedArticle, entities: ArticleEntities, groups: list[Group]) -> None:
    """Add to each meeting those of whom the sentences behind it tell that they took part or stayed away."""
    for verb in parsed.tokens:
        if not verb.is_verb and verb.lemma != "be":
            continue
        seats = tuple(_attending(verb))
        group = _in_view(parsed, verb, groups) if seats else None
        if group is None or _names_event(verb):
            continue
        reading = read_verb(verb)
        if not reading.factual:
            continue
        told = "excluded" if reading.negated else "expected" if reading.direction == "future" else "attended"
        found = [
            Party(actor, _mode_of(seat, told), seat.is_host, token)
            for seat in seats
            for actor, token in all_seated(seat.token, entities)
            if actor.name is not None and actor.kind in _NAMED and not _is_a_kind_of_body(actor)
        ]
        group.speakers = (*group.speakers, *found)


def _is_a_kind_of_body(actor: Actor) -> bool:
    """ "the delegation", "federal police": no name; "the armed opposition" is a side."""
    name = str(actor.name)
    side = name.rpartition(" ")[2] in words("people") - _DELEGATIONS
    return name in _DELEGATIONS or (actor.kind == "organisation" and name.islower() and not side)


def _mode_of(seat: Seat, told: str) -> str:
    """The seat's own mode, unless the sentence denies that anyone came."""
    if seat.mode == "excluded":
        return "excluded"
    return told if told == "excluded" or seat.mode is None or told != "attended" else seat.mode


def _attending(verb: Token) -> Iterator[Seat]:
    """Those who take part, or do not, where a verb tells it of a meeting that the sentence does not name."""
    rule = _RULES.get(verb.lemma)
    if rule is not None:
        yield from rule(verb)
    if _is_of_it(verb):
        yield from _seats_at_it(verb)
    if verb.lemma == "be" and _opens_with_presence(verb):
        yield from (Seat(child) for child in verb.children if child.dep in ("nsubj", "attr") and child.i > verb.i)
    elif verb.lemma == "be" and _tells_presence(verb):
        yield from _all(verb)
    elif verb.lemma == "be" and any(map(_are_those_there, subjects(verb))):
        behind = (token for token in verb.doc.tokens[verb.i + 1 : verb.sentence.last] if token.tag.startswith("NNP"))
        yield from (Seat(token) for token in islice(behind, 1))


def _is_of_it(verb: Token) -> bool:
    """ "It was co-chaired by", "It brought together": said of the meeting told before."""
    node = verb.head if verb.dep == "conj" and verb.child("nsubj", "nsubjpass") is None else verb
    return any(token.lower == "it" for token in node.children if token.dep in ("nsubj", "nsubjpass"))


def _seats_at_it(verb: Token) -> Iterator[Seat]:
    if is_passive(verb) or (verb.tag == "VBN" and verb.dep == "conj"):
        host = verb.lemma in words("host")
        if host or verb.lemma in ("attend", "open", "address"):
            yield from (Seat(token, host) for token in agents(verb))
    elif verb.lemma in words("gather_in"):
        yield from (Seat(child) for child in verb.children if child.dep == "dobj")


def _all(verb: Token, mode: str | None = None) -> Iterator[Seat]:
    mode = mode or ("remote" if is_remote(verb) else None)
    yield from (Seat(token, mode=mode) for token in subjects(verb))


def _object(verb: Token) -> str:
    target = verb.child("dobj")
    return target.lemma.lower() if target is not None else ""


def _take(verb: Token) -> Iterator[Seat]:
    """ "took part"; not "took part in the strikes", "have taken part in or supported the campaign"."""
    part = verb.child("dobj")
    nodes = (child for node in (verb, part) if node is not None for child in node.children)
    inside = any(_is_in_something(child) for child in nodes if child.i > verb.i)
    return _all(verb) if _object(verb) == "part" and not inside else iter(())


def _is_in_something(child: Token) -> bool:
    if child.dep != "prep" or child.lower != "in":
        return False
    what = child.child("pobj")
    timed = what is not None and what.entity is not None and what.entity.label in ("DATE", "TIME")
    return what is None or not (timed or what.lower in ("person", "years", "months"))


def _attend(verb: Token) -> Iterator[Seat]:
    """ "is not attending", "participated"."""
    inside = any(child.dep == "prep" and child.lower == "in" for child in verb.children)
    return _all(verb) if not _object(verb) and not is_passive(verb) and not inside else iter(())


def _come(verb: Token) -> Iterator[Seat]:
    """ "came in person"."""
    behind = verb.doc.tokens[verb.i + 1 : verb.i + 4]
    return _all(verb) if [token.lower for token in behind][:2] == ["in", "person"] else iter(())


def _join(verb: Token) -> Iterator[Seat]:
    """ "They were joined by A", "A joined them", "A joined by video link", "A joined for the last half hour"."""
    target = verb.child("dobj")
    if is_remote(verb) and target is None:
        yield from _all(verb)
    elif is_passive(verb):
        if any(token.lower in _THOSE for token in subjects(verb)):
            yield from (Seat(token) for token in agents(verb))
    elif target is not None:
        if target.lower in _THOSE:
            yield from _all(verb)
    elif any(child.lower == "for" for child in verb.children):
        yield from _all(verb)


def _send(verb: Token) -> Iterator[Seat]:
    """ "Ethiopia sent its defence minister", "The Solomon Islands sent apologies", "Russia sent a junior diplomat"."""
    target = verb.child("dobj")
    if target is None or is_passive(verb):
        return
    if target.lower in ("apologies", "regrets"):
        yield from _all(verb, "excluded")
    as_what = {node.lemma for child in verb.children if child.lower == "as" for node in child.children}
    there = (as_what & words("offices_at_talks")) or any(child.lower in ("a", "an", "no") for child in target.children)
    if target.lemma in words("delegates") and (target.tag == "NNS" or there):
        yield from _all(verb)
        return
    owned = any(child.lower in ("its", "their") for child in target.children)
    if owned and target.lemma in words("delegates") and verb.child("prep", "dative") is None:
        yield from _all(verb)


def _represent(verb: Token) -> Iterator[Seat]:
    """ "Sung Kim represented Washington", "Egypt was represented by its ambassador", "Russia was not represented"."""
    if is_passive(verb):
        yield from _all(verb)
        yield from (Seat(token) for token in agents(verb))
        return
    target = verb.child("dobj")
    if target is not None and target.entity is not None and target.entity.label == "GPE":
        yield from _all(verb)


def _chair(verb: Token) -> Iterator[Seat]:
    """ "Italy hosted it", "Haley chaired", "with Kerry presiding"."""
    target = verb.child("dobj")
    if is_passive(verb) or (target is not None and target.lower != "it"):
        return
    told = any(child.dep in ("prep", "ccomp", "xcomp") and child.i > verb.i for child in verb.children)
    if target is not None or (verb.lemma != "host" and not told):
        yield from (Seat(token, is_host=True) for token in subjects(verb))


def _expect(verb: Token) -> Iterator[Seat]:
    """ "The ministers of Egypt and Jordan are expected"."""
    behind = [child for child in verb.children if child.i > verb.i]
    if is_passive(verb) and not any(child.dep in ("xcomp", "ccomp", "prep", "agent", "advcl") for child in behind):
        yield from _all(verb, "expected")


def _invite(verb: Token) -> Iterator[Seat]:
    """ "Burundi was not invited", "Germany and Spain were invited to send observers"."""
    if is_passive(verb) and not agents(verb):
        yield from _all(verb, "invited")


def _stay(verb: Token) -> Iterator[Seat]:
    """ "Several had stayed away"."""
    return _all(verb, "excluded") if any(child.lower == "away" for child in verb.children) else iter(())


def _lead(verb: Token) -> Iterator[Seat]:
    """ "The delegation was led by A", "A headed the Iranian team"."""
    if is_passive(verb):
        if any(token.lemma in _DELEGATIONS for token in subjects(verb)):
            yield from (Seat(token) for token in (*subjects(verb), *agents(verb)))
    elif _object(verb) in _DELEGATIONS:
        yield from _all(verb)


def _address(verb: Token) -> Iterator[Seat]:
    """ "Kadhimi addressed the group", "He briefed the ministers"."""
    target = verb.child("dobj")
    many = words("addressed") | words("collectives") | words("collective_people")
    if target is None or is_passive(verb) or target.lemma not in many:
        return
    if any(child.lower in ("the", "fellow", "his", "her", "its") for child in target.children):
        yield from _all(verb)


def _include(verb: Token) -> Iterator[Seat]:
    """ "Participants included A", "The nations represented at the talks included C", "The delegation included D"."""
    told = subjects(verb)
    those = any(map(_are_those_there, told)) or any(map(_is_at_it, told))
    if those or any(token.lemma.lower() in words("attendees") | _DELEGATIONS for token in told):
        for child in verb.children:
            if child.dep == "dobj":
                yield from (Seat(node) for node in (members_of(child)[:1] if child.lemma == "number" else (child,)))


def _are_those_there(noun: Token) -> bool:
    """ "the nations represented", "the countries that attended the meeting"."""
    there = words("attend") | {"represent"}
    many = noun.tag == "NNS" or noun.lower == "those"
    return many and any(child.dep in ("acl", "relcl") and child.lemma in there for child in noun.children)


def _is_at_it(who: Token) -> bool:
    """ "other officials at the meeting"."""
    phrases = (child for child in who.children if child.lower == "at" and child.dep == "prep")
    return who.lemma in words("people") and any(
        node.lower in event_nouns() for phrase in phrases for node in phrase.children
    )


def _act_as(verb: Token) -> Iterator[Seat]:
    """ "Cuba and Norway act as guarantors"."""
    offices = [node.lemma for child in verb.children if child.lower == "as" for node in child.children]
    if any(office in words("offices_at_talks") for office in offices):
        yield from _all(verb)


_OF_DELEGATIONS = frozenset({"lead", "head"})
_THOSE = frozenset({"they", "he", "she", "them", "him", "her", "we", "us", "i", "me"})
_DELEGATIONS = frozenset({"delegation", "team", "side"})
_RULES: dict[str, Callable[[Token], Iterator[Seat]]] = {
    "take": _take,
    "attend": _attend,
    "participate": _attend,
    "come": _come,
    "appear": _come,
    "join": _join,
    "send": _send,
    "represent": _represent,
    "invite": _invite,
    **dict.fromkeys(("host", "chair", "co-chair", "preside", "convene", "moderate"), _chair),
    "expect": _expect,
    "stay": _stay,
    "lead": _lead,
    "head": _lead,
    "address": _address,
    "brief": _address,
    "include": _include,
    "act": _act_as,
    "serve": _act_as,
}


def _opens_with_presence(verb: Token) -> bool:
    """ "Also present were A and B", "Among those attending were A and B"."""
    before = verb.doc.tokens[verb.sentence.first : verb.i]
    return (
        bool(before)
        and before[0].lower in ("also", "among", "present")
        and bool((_PRESENT | _AT_THE_TABLE) & {token.lower for token in before})
    )


def _tells_presence(verb: Token) -> bool:
    """ "A was present", "was the only ruler present", "were among those attending"."""
    behind = [node for child in verb.children if child.dep in ("acomp", "attr", "prep") for node in child.subtree]
    who = [node for node in subjects(verb) if node.lower not in ("it", "this", "that", "there")]
    plain = any(node.dep == "acomp" and node.lower == "present" for node in behind)
    among = any(node.lower in ("among", "only", "also") for node in behind)
    return bool(who) and (plain or _is_among_attendees(verb) or (among and bool(_PRESENT & {n.lower for n in behind})))


def _is_among_attendees(verb: Token) -> bool:
    """ "A and B were among the attendees of the meeting"."""
    phrases = (child for child in verb.children if child.lower == "among")
    return any(node.lower in _ATTENDEES for phrase in phrases for node in phrase.children)


def _names_event(verb: Token) -> bool:
    """Whether the sentence names its own event, which the rules for mentions read; "among those attending" does not."""
    if _opens_with_presence(verb) or _is_among_attendees(verb):
        return False
    if verb.lemma in _OF_DELEGATIONS or (verb.lemma == "include" and any(_attending(verb))):
        return False
    phrase = [node for child in verb.children if child.dep in ("dobj", "prep") for node in child.subtree]
    return any(node.lower in event_nouns() and node.lower != "call" and not is_means(node) for node in phrase)


def _in_view(parsed: ParsedArticle, verb: Token, groups: list[Group]) -> Group | None:
    """The meeting told last before the verb, or in its sentence."""
    here = parsed.paragraph_at(verb.start)
    cities = {name_at(node) for child in verb.children if child.lower == "in" for node in child.children}
    for group in groups:
        if group.city in cities and group.mentions[0].sentence.start <= verb.sentence.start:
            return group  # "Turkey was represented in Copenhagen by"
    aside = verb.dep in ("relcl", "acl")
    known = [
        (mention.trigger.head.i, group)
        for group in groups
        for mention in group.mentions
        if mention.sentence.start <= verb.sentence.start and (mention.trigger.head.i < verb.i or not aside)
        and here - parsed.paragraph_at(mention.trigger.head.start) <= PARAGRAPHS_OF_MANY
    ]  # fmt: skip
    first, last = max(known, key=lambda pair: pair[0], default=(0, None))
    if last is None:
        return None
    near = here - parsed.paragraph_at(parsed.tokens[first].start) <= PARAGRAPHS_IN_VIEW
    told_before = parsed.sentence_at(max(0, verb.sentence.first - 1)).first
    if near and (is_of_many(last) or first >= told_before):
        return last
    many = [pair for pair in known if is_of_many(pair[1])]
    return max(many, key=lambda pair: pair[0], default=(0, last if near else None))[1]


def addressed_delegates(verb: Token) -> bool:
    """ "told delegates that", "told the conference": who speaks so is there."""
    target = verb.child("dobj", "dative")
    if verb.lemma not in ("tell", "address", "urge") or target is None:
        return False
    return any(token.lemma in words("addressed") for token in coordinates(target))
