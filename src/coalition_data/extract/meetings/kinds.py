"""The type of a meeting, and who of those told is a party: what its row and its name are made from."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import are_delegates, coordinates, members_of, singular
from coalition_data.extract.meetings.context import has_sides
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.mentions import Mention
from coalition_data.extract.meetings.parties import Party
from coalition_data.extract.meetings.triggers import is_for_debate

_MODE_RANK = {"excluded": 0, "remote": 1, "attended": 2, "expected": 3, "invited": 4}
_PAIR = 2
_PORTFOLIOS = {"foreign": ("foreign", "secretary of state"), "defence": ("defence", "defense")}


def type_of(group: Group) -> str:
    """The type of a meeting, as in the table of meetings."""
    families = group.families
    vocabulary = {word for mention in group.mentions for word in (*words_of(mention), *mention.name.lower().split())}
    heads = [head for mention in group.mentions for party in mention.parties.heads for head in coordinates(party)]
    described = {child.lower for head in heads for child in (head, *head.children) if child.i <= head.i}
    ministers = _minister_kinds(group, heads, vocabulary)
    bilateral = "bilateral" in vocabulary or (is_bilateral(group) and not families & {"conference", "ministerial"})
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
        ("summit", "summit" in families and not _is_of_ministers(group)),
        ("officials", bilateral and _is_of_one_country(group)),
        ("bilateral", bilateral),
        ("ministerial", "ministerial" in families or "ministerial" in vocabulary or "foreign" in ministers),
        ("military", bool(ministers & {"defence", "defense", "military"})),
        ("conference", "conference" in families),
        ("officials", _is_of_one_country(group)),
        ("ministerial", "minister" in plural or "ministers" in vocabulary),
        ("summit", bool(plural & words("summit_people")) and not described & words("lesser_leaders")),
        ("officials", any(head.lemma in words("officials_people") for head in heads) or (unnamed and bool(heads))),
    )
    found = next((name for name, fits in choices if fits), "other")
    if found in ("other", "officials") and group.next_of is not None:
        return type_of(group.next_of)
    return found


def _is_of_ministers(group: Group) -> bool:
    """ "Arab foreign ministers held a summit in Jeddah": one of ministers, whatever it is called."""
    held = [mention for mention in group.mentions if mention.family == "summit" and mention.trigger.role == "hold"]
    heads = [head for mention in held for party in mention.parties.heads for head in coordinates(party)]
    return any(singular(head) == "minister" and head.lower.endswith("s") for head in heads)


def _minister_kinds(group: Group, heads: list[Token], vocabulary: set[str]) -> set[str]:
    """Portfolios of those who meet: ``foreign``, ``defence``, ``military``, …"""
    kinds: set[str] = set()
    for head in (node for one in heads for node in (one, *members_of(one))):
        of_arms = singular(head) == "leader" and any(child.lower == "military" for child in head.children)
        if singular(head) not in words("portfolio_heads") and not of_arms:
            continue
        before = {child.lower for child in head.children if child.i < head.i}
        kinds |= before if singular(head) == "minister" else before - {"foreign"}  # "21 foreign chiefs of defence"
        if head.lemma in ("planner", "commander", "general") or _is_of_arms(head):
            kinds.add("military")
    if vocabulary & {"ministers", "chiefs"}:
        kinds |= vocabulary & {"defence", "defense"}
    if "ministers" in vocabulary:
        kinds |= vocabulary & {"foreign"}
    roles = [(party.actor.role or "").lower() for party in named_parties(group) if party.actor.kind != "country"]
    for kind, marks in _PORTFOLIOS.items():
        holders = sum(any(mark in role for mark in marks) for role in roles)
        if holders >= (_PAIR if "conference" in group.families else 1) and 2 * holders >= len(roles):
            kinds.add(kind)
    return kinds


def _is_of_arms(chiefs: Token) -> bool:
    """ "chiefs of defence", "the military chiefs-of-staff"."""
    return any(node.lower in words("of_arms") for node in members_of(chiefs))


def _is_of_one_country(group: Group) -> bool:
    """A meeting inside one government."""
    parties = named_parties(group)
    countries = {party.actor.iso3 for party in parties}
    return (
        len(parties) >= 2
        and not any(head.lemma == "counterpart" for m in group.mentions for head in m.parties.heads)
        and len(countries) == 1
        and None not in countries
        and all(party.actor.kind == "person" for party in parties)
    )


def is_bilateral(group: Group) -> bool:
    """Two sides and no more: "A met B", "talks between A and B", "A met B and C, both of another country"."""
    told = [party for mention in group.mentions for party in mention.parties.found]
    if any(mention.parties.counts for mention in group.mentions) or any(map(_is_many_more, told)):
        return False
    own = {party.shown_name for mention in group.mentions if mention.creates for party in mention.parties.found}
    parties = [one for one in named_parties(group) if one.mode != "excluded" and (one.shown_name in own or not own)]
    bodies = any(party.actor.kind == "organisation" for party in parties)
    heads = [head for mention in group.mentions for head in mention.parties.heads]
    if bodies and any(head.tag in ("NNS", "NNPS") and are_delegates(head) for head in heads):
        return False  # "EU ministers met in Riga"
    if bodies and any(party.is_host for party in parties) and "receive" not in group.families:
        return False  # of a body that one of them chairs
    resolved = {party.head.i for party in told}
    told_by_one = any(head.lower in ("i", "we") and head.i not in resolved for head in heads)
    sides = {party.actor.iso3 for party in parties}
    pair = len(parties) > _PAIR and len(sides) == _PAIR and None not in sides
    return (pair or len(parties) + (told_by_one or "received" in group.families) == _PAIR) and any(
        _are_sides_told(mention) for mention in group.mentions
    )


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


def named_parties(group: Group) -> list[Party]:
    """The identified parties of all mentions and the speakers, each once, as the surest of them tells it."""
    parties = [party for mention in group.mentions for party in mention.parties.found if party.is_identified]
    parties += group.speakers
    best: dict[str, Party] = {}
    for party in parties:
        name = party.shown_name
        known = best.get(name)
        if known is None or _MODE_RANK[party.mode] < _MODE_RANK[known.mode]:
            best[name] = party
    return list(best.values())


def words_of(mention: Mention) -> set[str]:
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
            nodes += [node for node in child.children if node.dep == "advmod"]  # "met virtually on Thursday"
            nodes += [token for token in child.subtree if token.is_noun or token.tag == "JJ"]
    return {node.lower for node in nodes} | {head.lower}
