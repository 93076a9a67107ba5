"""Where a text speaks of a meeting: by a noun ("the summit in Paris") or by a verb ("Kerry met Lavrov")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.adjuncts import BEHIND, clause_beside
from coalition_data.extract.meetings.clauses import Reading, has_no, is_face_to_face, read_verb, with_phrases
from coalition_data.extract.meetings.governing import govern, own_tokens, reading_of_noun
from coalition_data.extract.meetings.lexicon import EventNoun, event_nouns, ordinals, words
from coalition_data.extract.meetings.meeting_verbs import family_of, is_verb_after_all
from coalition_data.resolve.organisations import scan_organisations


@dataclass(frozen=True)
class Trigger:
    """A word that speaks of a meeting.

    Attributes:
        head: the noun or verb.
        family: class of the noun, ``meet``, ``speak``, ``receive``, ``gather`` for a verb.
        verb: the verb that governs a noun, or the verb itself; None where there is none.
        role: what the verb makes of the meeting: ``meet``, ``hold``, ``host``, ``attend``, ``happen``, ``absent``,
            ``called_off``, ``put_off``, ``wished``, ``at`` (said or done there), ``around`` (before or after it),
            ``none``.
        reading: tense, modality and negation of that verb.
        partner: the preposition that opens one of several lists of parties ("met with A, then with B").
        clause: the verb of the clause beside which the meeting stands ("agreed on Monday after a meeting").
    """

    head: Token
    family: str
    verb: Token | None
    role: str
    reading: Reading
    weak: bool = False
    plural: bool = False
    partner: Token | None = None
    own: frozenset[int] = field(default_factory=frozenset)
    clause: Token | None = None

    @property
    def is_noun(self) -> bool:
        """Whether the meeting word is a noun."""
        return self.role != "meet"


def find_triggers(parsed: ParsedArticle) -> Iterator[Trigger]:
    """The meeting words of an article, in order."""
    for token in parsed.tokens:
        if token.is_verb or is_verb_after_all(token):
            yield from _verb_trigger(token)
        elif token.is_noun or token.lower == "ministerial":
            trigger = _noun_trigger(token)
            if trigger is not None:
                yield from _one_each(trigger)


def _one_each(trigger: Trigger) -> Iterator[Trigger]:
    """ "held bilateral meetings with A and with B", "held talks with A and, separately, with B" are two meetings."""
    partners = list(_partners_apart(trigger))
    if trigger.plural and trigger.role == "hold":
        todo = [child for child in trigger.head.children if child.dep == "prep" and child.lower == "with"]
        while todo:
            preposition = todo.pop(0)
            partners += [node for node in preposition.children if node.dep == "pobj"]
            todo += [child for child in preposition.children if child.dep == "conj" and child.lower == "with"]
            todo += [child for node in preposition.children for child in node.children
                     if child.dep in ("conj", "prep") and child.lower == "with"]  # fmt: skip
        for partner in list(partners):
            partners += [child for child in partner.children if child.dep == "conj" and child.is_noun]
    if len(partners) > 1:
        yield from (replace(trigger, partner=partner, plural=False) for partner in partners)
    else:
        yield trigger


def _partners_apart(trigger: Trigger) -> Iterator[Token]:
    """The partner of each "with" where the second stands behind "separately" or "later"."""
    verb = trigger.verb
    if trigger.role != "hold" or verb is None or verb.i > trigger.head.i:
        return
    phrases = [child for node in (trigger.head, verb) for child in node.children if child.lower == "with"]
    behind = [phrase for phrase in phrases if phrase.i > trigger.head.i]
    apart = behind and any(_is_apart(phrase) for phrase in behind[1:])
    yield from (node for phrase in behind if apart for node in phrase.children if node.dep == "pobj")


def _is_apart(phrase: Token) -> bool:
    """Whether "separately", "later" or "then" stands right before a "with"."""
    before = [token.lower for token in phrase.doc.tokens[max(0, phrase.i - 3) : phrase.i]]
    return bool(words("apart") & set(before))


def _verb_trigger(verb: Token) -> Iterator[Trigger]:
    family = family_of(verb)
    if family is None or verb.dep in ("amod", "compound"):
        return
    reading = read_verb(verb)
    partners = [phrase for phrase in with_phrases(verb) if not _tells_what_of(phrase)]
    later = [phrase for phrase in partners if _is_apart(phrase)] + list(_later_partners(verb))
    if family == "meet" and verb.child("dobj") is not None and later:
        yield from _first_and_later(verb, family, reading, later)
        return
    target = verb.child("dobj")
    if family == "meet" and len(partners) > 1 and (target is None or is_face_to_face(target)):
        for partner in partners:
            yield Trigger(verb, family, verb, "meet", reading, partner=partner, own=own_tokens(verb, verb))
        return
    clause = clause_beside(verb.head.head, verb.head.lower) if verb.dep == "pcomp" and not verb.head.is_root else None
    if (
        verb.dep == "advcl"
        and not verb.is_root
        and any(child.lower == "after" and child.dep == "mark" for child in verb.children)
    ):
        clause = clause_beside(verb.head, "after")  # "said on Thursday after the ministers had met"
    apart = list(_separate_partners(verb)) if family in ("meet", "speak", "phone") else []
    for partner in apart:
        yield Trigger(verb, family, verb, "meet", reading, partner=partner, own=own_tokens(verb, verb))
    if not apart:
        yield Trigger(verb, family, verb, "meet", reading, own=own_tokens(verb, verb), clause=clause)


def _tells_what_of(phrase: Token) -> bool:
    """ "met with A, with discussions focused on trade"."""
    return any(node.lower in event_nouns() or node.lower == "discussions" for node in phrase.children)


def _later_partners(verb: Token) -> Iterator[Token]:
    """ "will meet A in Washington on Monday and then B in Moscow": B, whom the parser may join to the day or place."""
    first = verb.child("dobj")
    for node in verb.subtree if first is not None else ():
        named = node.entity is not None and node.entity.label == "PERSON"
        before = verb.doc.tokens[max(node.subtree.first - 2, verb.i) : node.i]
        then = bool(words("apart") & {token.lower for token in before})
        if named and then and node.dep == "conj" and node.i > verb.i and node.head != first:
            yield node


def _first_and_later(verb: Token, family: str, reading: Reading, later: list[Token]) -> Iterator[Trigger]:
    """ "met A in B on Tuesday and later with C"."""
    own = own_tokens(verb, verb)
    for partner in (verb.child("dobj"), *later):
        yield Trigger(verb, family, verb, "meet", reading, partner=partner, own=own)


def _separate_partners(verb: Token) -> Iterator[Token]:
    """ "met separately with A and B" are two meetings: A and B."""
    first = verb.child("dobj") or next((node for child in with_phrases(verb) for node in child.children), None)
    found = [first] if first is not None else []
    for token in found:
        found += [child for child in token.children if child.dep == "conj" and child.is_noun]
    apart = any(child.lower in ("separately", "individually") for child in verb.children)
    apart = apart or _is_in_separate_meetings(verb)
    apart = apart or any(_is_apart(verb.doc.tokens[token.subtree.first]) for token in found[1:])
    if apart and len(found) > 1 and all(token.tag in ("NNP", "NN") for token in found):
        yield from found


def _is_in_separate_meetings(verb: Token) -> bool:
    """ "met with A and B in separate meetings", wherever the parser hangs it."""
    behind = verb.doc.tokens[verb.i : verb.sentence.last]
    return any(one.lower == "separate" and other.lower == "meetings" for one, other in pairwise(behind))


def _noun_trigger(token: Token) -> Trigger | None:
    noun = event_nouns().get(token.lower) or event_nouns().get(token.lemma.lower()) or _plural_of(token)
    if noun is None or _is_something_else(token):
        return None
    many = token.tag in ("NNS", "NNPS") or (token.lower.endswith("s") and token.lower not in ("congress",))
    if noun.plural and not many:
        return None
    family = noun.family
    if family == "call" and not _is_phone_call(token):
        return None
    if family == "debate" and not _is_candidates_debate(token):
        return None
    if token.lower == "round" and not _is_round_of_talks(token):
        return None
    if token.lower.startswith("exchange") and not _is_exchange_of_views(token):
        return None
    if family == "ceremony" and token.lower.rstrip("s") == "ceremony" and not _has_modifier(token, {"signing"}):
        return None
    verb, role, preposition = govern(token)
    reading = reading_of_noun(token, verb, role, preposition)
    if role == "host" and not reading.factual and _governs(verb, "offer") and _is_dated(token):
        reading = Reading("future")  # "offered to host the next conference in 2023" is set, if anything is
    if _is_only_wished(token) or _does_not_come_about(token, verb):
        reading, role = Reading("future", False), "wished"
    ahead = role == "at" and reading.direction == "future" and not _is_backshifted(verb)
    clause = clause_beside(verb, preposition) if role in ("around", "none", "at") and not ahead else None
    if clause is not None and preposition in BEHIND:
        reading = Reading("past")
    many = many and not noun.plural
    return Trigger(
        token, family, verb, role, reading, noun.weak, many, own=own_tokens(token, verb, role), clause=clause
    )


def _is_backshifted(verb: Token | None) -> bool:
    """ "failed to agree on a truce that would end the war at a summit"; not "said they will agree at a summit"."""
    return verb is not None and any(child.lower in ("would", "could", "might") for child in verb.children)


def _governs(verb: Token | None, lemma: str) -> bool:
    return verb is not None and verb.dep == "xcomp" and verb.head.lemma == lemma


def _is_dated(token: Token) -> bool:
    return any(node.entity is not None and node.entity.label == "DATE" for node in token.sentence if node.i > token.i)


def _does_not_come_about(token: Token, verb: Token | None) -> bool:
    """ "No meeting took place", "no date has been set for a meeting", "no plans for talks", "a summit is unlikely"."""
    if has_no(token):
        return True
    above = token.head
    if token.dep == "pobj" and above.lower in ("for", "of", "about", "on"):
        if above.head.is_noun and has_no(above.head) and above.head.lemma in words("wished_nouns") | words("plans"):
            return True
        subject = verb.child("nsubj", "nsubjpass") if verb is not None and above.lower == "for" else None
        if subject is not None and has_no(subject):
            return True
    if verb is None or verb.lemma != "be" or token.dep not in ("nsubj", "attr"):
        return False
    said = [child for child in verb.children if child.dep == "acomp"]
    hard = any(child.lemma in words("inclined") and child.child("xcomp") is not None for child in said)
    return hard or any(child.lemma in words("doubtful") for child in said)


def _is_only_wished(token: Token) -> bool:
    """ "an offer of talks", "calls for a summit"."""
    preposition = token.head
    return (
        token.dep == "pobj"
        and preposition.lower in ("for", "of", "on", "about", "to")
        and preposition.head.is_noun
        and preposition.head.lemma in words("wished_nouns")
    )


def _plural_of(token: Token) -> EventNoun | None:
    return event_nouns().get(token.lower[:-1]) if token.lower.endswith("s") else None


def _modifiers(token: Token) -> list[str]:
    return [child.lower for child in token.children if child.i < token.i and child.dep in ("compound", "amod", "nmod")]


def _has_modifier(token: Token, wanted: set[str] | frozenset[str]) -> bool:
    before = [t.lower for t in token.doc.tokens[max(0, token.i - 2) : token.i]]
    return bool(wanted & {*_modifiers(token), *before[-1:]})


def _is_something_else(token: Token) -> bool:
    """A modifier of another noun, a body ("leaders of the Forum"), or a noun that another word makes something else."""
    if (
        token.dep == "pobj"
        and token.head.lower == "of"
        and token.head.head.lemma in words("delegates")
        and token.tag == "NNP"
    ):
        return True
    if (token.text[0].isupper() and _is_body(token)) or _is_of_something_else(token) or is_means(token):
        return True
    if token.dep in ("compound", "nmod", "amod", "npadvmod", "poss") and token.head.is_noun and token.head.i > token.i:
        return True
    if (token.lower == "retreat" and _is_house(token)) or _tells_that_they_are_apart(token):
        return True
    if token.lower == "audience" and not any(child.lower == "with" for child in token.children):
        return True
    before = token.doc.tokens[token.i - 1].lower if token.i > 0 else ""
    return before in words("not_before") or bool(words("not_before") & set(_modifiers(token)[-1:]))


def _tells_that_they_are_apart(meetings: Token) -> bool:
    """ "met with A and B in separate meetings": what the verb tells already."""
    phrase = meetings.head
    of_verb = meetings.dep == "pobj" and phrase.lower == "in" and phrase.head.lemma in words("meet")
    return of_verb and any(child.lower == "separate" for child in meetings.children)


def _is_house(retreat: Token) -> bool:
    """ "a mountain retreat", "Camp David, the president's retreat": a house, no meeting."""
    named = retreat.dep == "appos" and retreat.head.tag == "NNP"
    return named or _has_modifier(retreat, words("houses"))


def is_means(token: Token) -> bool:
    """ "joined by secure video conference": how someone takes part, not a meeting of its own."""
    by = token.dep == "pobj" and token.head.lower in ("by", "via", "through", "over")
    bare = not any(child.dep in ("det", "poss") for child in token.children)
    verb = next((node for node in token.ancestors if node.is_verb), None)
    takes_part = verb is not None and verb.lemma in words("attend") | {"speak", "appear", "brief", "connect", "dial"}
    return by and bare and takes_part and bool(words("virtual") & {token.lower, *_modifiers(token)})


def _is_of_something_else(token: Token) -> bool:
    """ "a meeting of minds", "the summit of Mount Everest", "the annual meeting of shareholders"."""
    of = [node for child in token.children if child.lower == "of" for node in child.children]
    inner = {word.lower() for node in of for word in (node.text, *(child.text for child in node.children))}
    return bool(inner & words("not_of"))


def _is_body(token: Token) -> bool:
    """ "the Pacific Islands Forum": an organisation, not its session."""
    entity = token.entity
    first = entity.start if entity is not None else max(token.sentence.first, token.i - 3)
    found = scan_organisations(token.doc.span(first, token.i + 1).text)
    return any(body.name.endswith(token.text) and " " in body.name for body in found)


def _is_round_of_talks(token: Token) -> bool:
    """ "the sixth round" of talks told before; "the first round of talks" is found by its talks."""
    counted = any(child.lower in ordinals() or child.lower in words("other") for child in token.children)
    return counted and token.child("prep") is None and not any(word in token.doc.text for word in words("of_votes"))


def _is_exchange_of_views(token: Token) -> bool:
    """ "held an exchange (of views) with"; not an exchange of prisoners or of fire."""
    of = [node.lower for child in token.children if child.lower == "of" for node in child.children]
    return any(child.lower == "with" for child in token.children) and set(of) <= {"views", "ideas", "opinions"}


def _is_phone_call(token: Token) -> bool:
    if token.lower.startswith(("video", "tele")):
        return True
    around = {*_modifiers(token)[-2:]} | {
        grandchild.lower for child in token.children if child.dep == "prep" for grandchild in child.children
    }
    sides = ("with", "between", "from", "to")
    whom = [node for child in token.children if child.lower in sides for node in child.children]
    named = any(node.entity is not None and node.entity.label == "PERSON" for node in whom)
    return named or bool(around & (words("virtual") | {"conference"}))


def is_for_debate(verb: Token) -> bool:
    """ "meet in Denver for their second debate"."""
    aims = [child for child in verb.children if child.lower == "for"]
    return any(token.lower in ("debate", "debates") and token.is_noun for aim in aims for token in aim.subtree)


def has_debate_word(token: Token) -> bool:
    """Whether a debate is one of candidates for office."""
    return bool({child.lower for child in token.children if child.i < token.i} & words("debate_words"))


def _is_candidates_debate(token: Token) -> bool:
    return has_debate_word(token) or any(child.lower in ("the", "that", "this") for child in token.children)
