"""Who else was there: sentences behind a meeting that tell who took part without a word for the meeting.

"Representatives of Japan took part", "They were joined by the Libyan minister", "Also present were A and B", "Sung Kim
represented Washington": what they speak of is the meeting told last, if it is in view.
"""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.actors import actors_at, coordinates
from coalition_data.extract.meetings.clauses import agents, is_passive, read_verb, subjects
from coalition_data.extract.meetings.grouping import Group
from coalition_data.extract.meetings.lexicon import event_nouns, words
from coalition_data.extract.meetings.parties import Party
from coalition_data.resolve.entities import ArticleEntities

PARAGRAPHS_IN_VIEW = 1
"""The meeting stands in the same paragraph or the one before."""

_PRESENT = frozenset({"present", "attending", "attendance"})


def add_attendance(parsed: ParsedArticle, entities: ArticleEntities, groups: list[Group]) -> None:
    """Add to each meeting those of whom the sentences behind it tell that they took part."""
    for verb in parsed.tokens:
        if not verb.is_verb and verb.lemma != "be":
            continue
        heads = tuple(_attending(verb))
        group = _in_view(parsed, verb, groups) if heads else None
        if group is None or _names_event(verb):
            continue
        reading = read_verb(verb)
        if not reading.factual or reading.negated:
            continue
        mode = "expected" if reading.direction == "future" else "attended"
        found = [
            Party(actor, mode, False, token)
            for head in heads
            for actor, token in actors_at(head, entities)
            if actor.name is not None and actor.kind in ("person", "country", "organisation")
        ]
        group.speakers = (*group.speakers, *found)


def _attending(verb: Token) -> Iterator[Token]:
    """Nouns of those who take part, where a verb tells it of a meeting that the sentence does not name."""
    target = verb.child("dobj")
    if verb.lemma == "take" and target is not None and target.lower == "part":
        yield from subjects(verb)
    elif verb.lemma in ("attend", "participate") and target is None and not is_passive(verb):
        if not any(child.dep == "prep" and child.lower == "in" for child in verb.children):
            yield from subjects(verb)
    elif verb.lemma == "join" and is_passive(verb):
        if any(token.lower in ("they", "he", "she", "them") for token in subjects(verb)):
            yield from agents(verb)
    elif verb.lemma == "join" and target is not None and target.lower in ("them", "him", "her"):
        yield from subjects(verb)
    elif verb.lemma == "represent" and target is not None and target.entity is not None:
        if target.entity.label == "GPE":
            yield from subjects(verb)
    elif verb.lemma == "be" and _opens_with_presence(verb):
        yield from (child for child in verb.children if child.dep in ("nsubj", "attr") and child.i > verb.i)


def _opens_with_presence(verb: Token) -> bool:
    """ "Also present were A and B", "Among those attending were A and B"."""
    before = verb.doc.tokens[verb.sentence.first : verb.i]
    return (
        bool(before)
        and before[0].lower in ("also", "among", "present")
        and bool(_PRESENT & {token.lower for token in before})
    )


def _names_event(verb: Token) -> bool:
    """Whether the sentence names its own event, which the rules for mentions read; "among those attending" does not."""
    if _opens_with_presence(verb):
        return False
    phrase = [node for child in verb.children if child.dep in ("dobj", "prep") for node in child.subtree]
    return any(node.lower in event_nouns() for node in phrase)


def _in_view(parsed: ParsedArticle, verb: Token, groups: list[Group]) -> Group | None:
    """The meeting told last before the verb, or in its sentence."""
    here = parsed.paragraph_at(verb.start)
    known = [
        (mention.trigger.head.i, group)
        for group in groups
        for mention in group.mentions
        if mention.sentence.start <= verb.sentence.start
        and here - parsed.paragraph_at(mention.trigger.head.start) <= PARAGRAPHS_IN_VIEW
    ]
    return max(known, key=lambda pair: pair[0], default=(0, None))[1]


def addressed_delegates(verb: Token) -> bool:
    """ "told delegates that", "told the conference": who speaks so is there."""
    target = verb.child("dobj", "dative")
    if verb.lemma not in ("tell", "address", "urge") or target is None:
        return False
    return any(token.lemma in words("addressed") for token in coordinates(target))
