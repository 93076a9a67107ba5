"""What is no pledge although its words look like one, and how sure the others are."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.detect import Act
from coalition_data.extract.pledges.parties import Party
from coalition_data.extract.pledges.things import Thing
from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.entities import ArticleEntities


def refusal_of(act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities) -> str | None:
    """Why the act is no pledge, or None."""
    sentence = act.token.sentence
    if sentence.text.rstrip("”\"' ").endswith("?"):
        return "question"
    if _is_domestic(act, pledgers, entities):
        return "domestic"
    return None


def _is_domestic(act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities) -> bool:
    """A state that helps itself: no other country, body or common campaign stands in the sentence."""
    own = {party.iso3 for party in pledgers if party.iso3}
    if not own:
        return False
    recipient = act.arguments.recipient
    if recipient is not None:
        actor = entities.actor_of(recipient)
        if actor is not None and actor.iso3 is not None and actor.iso3 in own and len(own) == 1:
            return True
    if any(thing.category in _OUTWARD for thing in act.arguments.things) and act.kind != "open":
        return False
    return not _others(act.token, own, entities)


_OUTWARD = frozenset(
    {
        "air_operations",
        "military_personnel",
        "training",
        "military_assistance",
        "weapons_equipment",
        "intelligence_surveillance",
    }
)
_CAMPAIGN = frozenset(
    {
        "coalition",
        "isil",
        "isis",
        "daesh",
        "nato",
        "allies",
        "ally",
        "international",
        "un",
        "united nations",
        "partners",
        "refugees",
        "global",
        "region",
        "foreign",
        "jihadists",
        "extremists",
    }
)


def _others(token: Token, own: set[str], entities: ArticleEntities) -> bool:
    sentence = token.sentence
    for mention in scan_countries(sentence.text):
        if mention.match.iso3 not in own:
            return True
    return any(word.lower in _CAMPAIGN for word in sentence)


def confidence_of(act: Act, thing: Thing) -> float:
    """A first estimate from the class of the act; calibrated on the development sets."""
    score = 0.6
    if act.reading.strong:
        score += 0.15
    if act.kind in ("listed", "object"):
        score += 0.05
    if thing.explicit:
        score += 0.1
    if act.kind == "open":
        score -= 0.15
    return round(min(score, 0.95), 2)
