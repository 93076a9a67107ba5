"""One mention of a meeting: what a sentence says about it, and whether it says enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.clauses import Reading, sentence_of
from coalition_data.extract.meetings.facts import Facts
from coalition_data.extract.meetings.headings import printed_name
from coalition_data.extract.meetings.lexicon import ordinal_of, words
from coalition_data.extract.meetings.parties import Parties, find_parties
from coalition_data.extract.meetings.places import Place, find_place
from coalition_data.extract.meetings.setting import Timing, find_timing
from coalition_data.extract.meetings.sufficiency import core_names, is_bare, says_enough
from coalition_data.extract.meetings.triggers import Trigger, find_triggers
from coalition_data.resolve.entities import ArticleEntities

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})


@dataclass(frozen=True)
class Mention:
    """A mention of a meeting.

    Attributes:
        trigger: the word that speaks of it.
        sentence: where it stands.
        name: the noun phrase without article, date and place; empty for a verb.
        definite: whether it points to a meeting told before.
        other: whether it points away from the meeting in view ("another", "the previous").
        ordinal: 1 for "first"; 0 for none.
        creates: whether it says enough to be a meeting by itself.
    """

    trigger: Trigger
    sentence: Span
    name: str
    timing: Timing
    place: Place
    parties: Parties
    definite: bool
    other: bool
    ordinal: int
    creates: bool

    @property
    def family(self) -> str:
        """Class of the meeting word."""
        return self.trigger.family

    @property
    def core(self) -> frozenset[str]:
        """Names of those whom the mention itself says to meet ("between A and B")."""
        return core_names(self.trigger, self.parties)

    @property
    def named(self) -> frozenset[str]:
        """Names of the parties that take part."""
        return frozenset(
            party.actor.name
            for party in self.parties.found
            if party.is_named and party.actor.name is not None and party.mode != "excluded"
        )


def find_mentions(parsed: ParsedArticle, entities: ArticleEntities, dates: ArticleDates) -> list[Mention]:
    """All mentions of an article in order, those that only point back included."""
    triggers = [trigger for trigger in find_triggers(parsed) if trigger.reading.factual or trigger.is_noun]
    besides = [trigger for trigger in triggers if trigger.family == "act" and _is_told_besides(trigger, triggers)]
    triggers = [_told_by_act(trigger, besides) for trigger in triggers if trigger not in besides]
    heads = frozenset(trigger.head.i for trigger in triggers if trigger.family != "act")
    found = []
    for trigger in triggers:
        others = heads - {trigger.head.i} - trigger.own
        found.append(_describe(trigger, entities, dates, others))
    return found


def _is_told_besides(act: Trigger, triggers: list[Trigger]) -> bool:
    """Whether the clause that tells what was agreed names the meeting itself ("donors meeting in Oslo promised")."""
    span = act.head.subtree
    return any(other.family != "act" and span.first <= other.head.i < span.last for other in triggers)


def _told_by_act(trigger: Trigger, acts: list[Trigger]) -> Trigger:
    """ "failed to agree on a truce that would stop the war at a summit": the summit is as far back as the failing."""
    inside = any(act.head.subtree.first <= trigger.head.i < act.head.subtree.last for act in acts)
    if not inside or trigger.role != "at" or trigger.reading.direction != "future" or trigger.verb is None:
        return trigger
    would = any(child.lower in ("would", "could", "might") for child in trigger.verb.children)
    return replace(trigger, reading=Reading("past")) if would else trigger


def _describe(trigger: Trigger, entities: ArticleEntities, dates: ArticleDates, others: frozenset[int]) -> Mention:
    timing = find_timing(trigger, dates, others)
    place = find_place(trigger, others, entities.home_country)
    parties = find_parties(trigger, entities)
    modifiers = [child.lower for child in trigger.head.children if child.i < trigger.head.i] if trigger.is_noun else []
    adverbs = [child.lower for child in trigger.head.children if child.dep == "advmod"]
    definite = bool(_DEFINITE & set(modifiers)) or any(_is_definite_owner(child) for child in trigger.head.children)
    definite = definite or _is_of_those_told(trigger, parties)
    ordinal = max((ordinal_of(word) for word in modifiers), default=0) if trigger.family != "meet" else 0
    other = bool(words("other") & set(modifiers)) or (
        not trigger.is_noun and bool({"last", "previously"} & set(adverbs))
    )
    name = printed_name(trigger, timing, place) if trigger.is_noun else ""
    facts = Facts(trigger, timing, place, parties)
    pointing = trigger.is_noun and trigger.head.lower in words("pointing")
    creates = says_enough(facts) and not pointing and not (definite and trigger.is_noun and is_bare(facts))
    return Mention(trigger, sentence_of(trigger.head), name, timing, place, parties, definite, other, ordinal, creates)


def _is_of_those_told(trigger: Trigger, parties: Parties) -> bool:
    """ "The ministers will meet on Monday", "They met in Riga": those who meet were told before."""
    heads = parties.heads
    if trigger.family not in ("meet", "gather") or any(
        party.is_named and party.head not in heads for party in parties.found
    ):
        return False
    return bool(heads) and all(head.lower == "they" or _is_bare(head) for head in heads)


def _is_bare(noun: Token) -> bool:
    """ "the group", "the ministers"; not "the ministers of nine states"."""
    own = [child for child in noun.children if child.dep != "punct"]
    return len(own) == 1 and own[0].lower in ("the", "these", "both")


def _is_definite_owner(child: Token) -> bool:
    """ "his meeting", "Tuesday's meeting"; not "a donors' conference"."""
    return child.dep == "poss" and not any(grandchild.lower in ("a", "an") for grandchild in child.children)
