"""One mention of a meeting: what a sentence says about it, and whether it says enough."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.extract.meetings.clauses import sentence_of
from coalition_data.extract.meetings.lexicon import ordinals, words
from coalition_data.extract.meetings.parties import Parties, find_parties
from coalition_data.extract.meetings.setting import ArticleDates, Place, Timing, find_place, find_timing
from coalition_data.extract.meetings.triggers import Trigger, find_triggers, has_debate_word
from coalition_data.resolve.entities import ArticleEntities

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})
_VERB_NEEDS_PLURAL = frozenset({"meet", "gather"})


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
        return self.trigger.family

    @property
    def core(self) -> frozenset[str]:
        """Names of those whom the mention itself says to meet ("between A and B"), not of those who merely act there."""
        return core_names(self.trigger, self.parties)

    @property
    def named(self) -> frozenset[str]:
        """Names of the parties that take part."""
        return frozenset(
            party.actor.name
            for party in self.parties.found
            if party.is_named and party.actor.name is not None and party.mode != "excluded"
        )


def core_names(trigger: Trigger, parties: Parties) -> frozenset[str]:
    """See ``Mention.core``."""
    if not trigger.is_noun:
        return frozenset(str(party.actor.name) for party in parties.found if party.is_named)
    inside = {token.i for child in trigger.head.children if child.dep in ("prep", "poss") for token in child.subtree}
    return frozenset(str(party.actor.name) for party in parties.found if party.is_named and party.head.i in inside)


def find_mentions(parsed: ParsedArticle, entities: ArticleEntities) -> list[Mention]:
    """All mentions of an article in order, those that only point back included."""
    triggers = [trigger for trigger in find_triggers(parsed) if trigger.reading.factual or trigger.is_noun]
    dates = ArticleDates(parsed)
    heads = frozenset(trigger.head.i for trigger in triggers)
    found = []
    for trigger in triggers:
        others = heads - {trigger.head.i} - trigger.own
        found.append(_describe(trigger, entities, dates, others))
    return found


def _describe(trigger: Trigger, entities: ArticleEntities, dates: ArticleDates, others: frozenset[int]) -> Mention:
    timing = find_timing(trigger, dates, others)
    place = find_place(trigger, others)
    parties = find_parties(trigger, entities)
    modifiers = [child.lower for child in trigger.head.children if child.i < trigger.head.i] if trigger.is_noun else []
    adverbs = [child.lower for child in trigger.head.children if child.dep == "advmod"]
    definite = bool(_DEFINITE & set(modifiers)) or any(
        child.dep == "poss" for child in trigger.head.children
    )
    ordinal = max((ordinals().get(word, 0) for word in modifiers), default=0) if trigger.family != "meet" else 0
    other = bool(words("other") & set(modifiers)) or (not trigger.is_noun and bool({"last", "previously"} & set(adverbs)))
    name = _name_of(trigger, timing) if trigger.is_noun else ""
    creates = _says_enough(trigger, timing, place, parties) and not (definite and _is_bare(trigger, timing, place))
    return Mention(trigger, sentence_of(trigger.head), name, timing, place, parties, definite, other, ordinal, creates)


def _name_of(trigger: Trigger, timing: Timing) -> str:
    """The noun phrase up to its own complements, without article, possessive and date."""
    head = trigger.head
    left = min([child.subtree.first for child in head.children if child.i < head.i and child.dep in _NAME_DEPS] + [head.i])
    left = max([left, *(child.i + 1 for child in head.children if child.dep == "det" and child.i < head.i)])
    right = head.i + 1
    for child in head.children:
        if child.i > head.i and child.dep == "prep" and child.lower in ("of", "on", "between", "with", "against"):
            if child.lower in ("on",) and any(node.entity and node.entity.label == "DATE" for node in child.children):
                break
            right = _end_of_phrase(child)
            break
    text = head.doc.text
    start, end = head.doc.tokens[left].start, head.doc.tokens[right - 1].end
    for phrase in timing.phrases:
        if phrase.start <= start < phrase.end:
            start = phrase.end
        elif start < phrase.start < end:
            end = phrase.start if phrase.start > head.end else end
    name = re.sub(r"\s+", " ", text[start:end]).strip(" ,;:—–-’'\"“”")
    words_left = re.sub(r"^(?:the|a|an|this|that|s)\s+", "", name, flags=re.I).split(" ")
    while len(words_left) > 1 and words_left[0] in words("not_in_name"):
        words_left.pop(0)
    return " ".join(words_left)


def _end_of_phrase(preposition: Token) -> int:
    """The end of a complement, before any clause that hangs on it."""
    for token in preposition.subtree:
        if token.i > preposition.i and (token.dep in ("relcl", "acl", "advcl") or token.tag in ("WDT", "WP", "WRB", "MD")):
            first = token.subtree.first if token.dep in ("relcl", "acl", "advcl") else token.i
            return max(preposition.i + 1, first)
        if token.i > preposition.i and token.dep == "prep" and token.lower in ("in", "at") and _names_place(token):
            return token.i
    return preposition.subtree.last


def _names_place(preposition: Token) -> bool:
    return any(child.entity is not None and child.entity.label in ("GPE", "FAC", "DATE") for child in preposition.children)


_NAME_DEPS = frozenset({"compound", "amod", "nmod", "nummod", "advmod", "npadvmod"})


def _says_enough(trigger: Trigger, timing: Timing, place: Place, parties: Parties) -> bool:
    if trigger.reading.negated or not trigger.reading.factual or trigger.role in ("wished", "absent"):
        return False
    if _is_habit(trigger):
        return False
    named = [party for party in parties.found if party.is_identified and party.mode != "excluded"]
    if trigger.role == "meet":
        return _verb_says_enough(trigger, timing, place, parties, len(named))
    if trigger.weak and words("sitting") & {token.lower for token in trigger.head.subtree}:
        return False
    if trigger.role == "hold" and named and len(parties.found) >= 2 and not parties.private and not trigger.plural:
        return True
    if trigger.plural:
        return len(named) >= 2 and trigger.role in ("hold", "attend") and not parties.private
    official = _is_proper(trigger)
    anchors = (timing.date is not None or bool(timing.phrases)) + place.is_known + min(len(named), 2) + official
    involved = trigger.role in ("hold", "host", "attend", "happen", "called_off", "put_off", "at")
    if trigger.family == "ceremony":
        return trigger.role in ("hold", "host", "attend") and len(named) >= 2
    if trigger.family == "call":
        return bool(named) and trigger.role in ("hold", "host", "attend", "at")
    if trigger.family in ("talks", "dialogue"):
        return anchors - (official and trigger.family == "talks") >= 2 and (involved or bool(timing.phrases))
    if trigger.family == "debate":
        fixed = place.is_known or any(phrase.kind not in ("month", "year") for phrase in timing.phrases)
        return has_debate_word(trigger.head) and (fixed or len(core_names(trigger, parties)) >= 2)
    told = involved or anchors >= 2 or bool(timing.phrases) or place.city is not None
    return anchors >= (2 if trigger.weak else 1) and told


def _is_habit(trigger: Trigger) -> bool:
    """ "meet in Baghdad every month", "regular meetings"."""
    nodes = [*trigger.head.children, *(trigger.verb.children if trigger.verb is not None else ())]
    return any(node.lower in words("habit") or any(c.lower in ("every", "each") for c in node.children) for node in nodes)


def _is_bare(trigger: Trigger, timing: Timing, place: Place) -> bool:
    """ "the meeting" alone points back: nothing of its own tells which."""
    if timing.phrases or place.is_known or _is_proper(trigger):
        return False
    if trigger.family == "debate":
        return not has_debate_word(trigger.head)
    return not any(
        (child.dep == "prep" and child.lower in ("with", "between", "of", "among")) or (child.dep == "poss" and child.is_noun)
        for child in trigger.head.children
    )


def _verb_says_enough(trigger: Trigger, timing: Timing, place: Place, parties: Parties, named: int) -> bool:
    if parties.private or not parties.heads:
        return False
    if trigger.family in ("gather", "bring"):
        people = [head for head in parties.heads if head.lemma in words("people") or head.lemma in words("delegates")]
        return bool(people or named >= 2) and (place.is_known or timing.date is not None)
    if trigger.family in ("speak", "phone"):
        by_phone = trigger.family == "phone" or bool(words("line") & {token.lower for token in trigger.head.subtree})
        with_whom = any(child.lower == "with" for child in trigger.head.children)
        return named >= 2 and (by_phone or (with_whom and bool(timing.phrases)))
    if trigger.family == "receive":
        people = [party for party in parties.found if party.actor.kind in ("person", "anonymous") and not party.is_host]
        identified = [party for party in people if party.is_identified]
        return named >= 1 and bool(identified or (people and place.is_known and timing.phrases))
    if not _has_partner(trigger, parties):
        return False
    if named == 1 and any(party.actor.kind == "organisation" and party.head.lemma in words("bodies") for party in parties.found):
        return True
    return named >= 2 or ((named == 1 or _is_official(parties)) and (place.is_known or bool(timing.phrases)))


def _is_official(parties: Parties) -> bool:
    """ "military chiefs from 22 nations", "the two leaders": unnamed, but holders of office and many."""
    people = words("delegates") & words("people")
    return any(head.tag == "NNS" and head.lemma in people and head.lemma != "member" for head in parties.heads)


def _has_partner(trigger: Trigger, parties: Parties) -> bool:
    """Two sides, or one that is many."""
    verb = trigger.head
    people = words("people") | words("delegates")
    objects = [head for head in parties.heads if head.i > verb.i]
    known = {party.head.i for party in parties.found}
    if trigger.partner is not None or verb.child("dobj") is not None or any(c.lower == "with" for c in verb.children):
        return any(head.i in known or head.lemma in people for head in objects)
    subject = [head for head in parties.heads if head.i < verb.i]
    many = len(parties.found) >= 2 or any(
        head.tag in ("NNS", "NNPS") or head.lemma.lower() in people or any(c.dep == "conj" for c in head.children)
        for head in subject
    )
    organisations = any(party.actor.kind in ("organisation", "coalition", "group") for party in parties.found)
    return many or organisations


def _is_proper(trigger: Trigger) -> bool:
    """A name of its own: "the Counter-Terrorism Summit"."""
    head: Token = trigger.head
    before = head.doc.tokens[head.i - 1] if head.i else None
    return head.text[0].isupper() and before is not None and before.text[0].isupper() and before.tag != "DT"
