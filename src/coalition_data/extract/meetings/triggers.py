"""Where a text speaks of a meeting: by a noun ("the summit in Paris") or by a verb ("Kerry met Lavrov")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.adjuncts import BEHIND, clause_beside
from coalition_data.extract.meetings.clauses import Reading, finite_verb, is_passive, read_verb, with_phrases
from coalition_data.extract.meetings.lexicon import EventNoun, event_nouns, words

_INSIDE = frozenset({"at", "in", "during", "within", "throughout"})
_AROUND = frozenset({"after", "before", "since", "until", "following", "ahead", "about", "over", "than", "as", "like",
                     "without", "pending", "despite", "prior", "regarding", "beyond", "with", "against"})  # fmt: skip
_AHEAD = frozenset({"ahead", "pending"})
_BEHIND = frozenset({"after", "following", "since"})
_LONGEST_CLIMB = 8


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
        if token.is_verb:
            yield from _verb_trigger(token)
        elif token.is_noun or token.lower == "ministerial":
            trigger = _noun_trigger(token)
            if trigger is not None:
                yield from _one_each(trigger)


def _one_each(trigger: Trigger) -> Iterator[Trigger]:
    """ "held bilateral meetings with A and with B" are two meetings."""
    partners: list[Token] = []
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


def _verb_trigger(verb: Token) -> Iterator[Trigger]:
    family = _family_of(verb)
    if family is None or verb.dep in ("amod", "compound"):
        return
    reading = read_verb(verb)
    partners = list(with_phrases(verb))
    if family == "meet" and len(partners) > 1 and verb.child("dobj") is None:
        for partner in partners:
            yield Trigger(verb, family, verb, "meet", reading, partner=partner, own=_own(verb, verb))
        return
    clause = clause_beside(verb.head.head, verb.head.lower) if verb.dep == "pcomp" and not verb.head.is_root else None
    apart = list(_separate_partners(verb)) if family in ("meet", "speak", "phone") else []
    for partner in apart:
        yield Trigger(verb, family, verb, "meet", reading, partner=partner, own=_own(verb, verb))
    if not apart:
        yield Trigger(verb, family, verb, "meet", reading, own=_own(verb, verb), clause=clause)


def _separate_partners(verb: Token) -> Iterator[Token]:
    """ "met separately with A and B" are two meetings: A and B."""
    if not any(child.lower in ("separately", "individually") for child in verb.children):
        return
    first = verb.child("dobj") or next((node for child in with_phrases(verb) for node in child.children), None)
    found = [first] if first is not None else []
    for token in found:
        found += [child for child in token.children if child.dep == "conj" and child.is_noun]
    if len(found) > 1 and all(token.tag in ("NNP", "NN") for token in found):
        yield from found


def _family_of(verb: Token) -> str | None:
    """The class of a verb that speaks of a meeting."""
    if verb.lemma == "bring":
        moved = any(child.lower in ("together", "to") for child in verb.children)
        return "bring" if moved and not is_passive(verb) else None
    if is_passive(verb):
        guest = verb.child("nsubjpass")
        received = verb.lemma in words("receive") and guest is not None and guest.lower not in event_nouns()
        return "received" if received else "gather" if verb.lemma in words("gather") else None
    if verb.lemma == "call":
        return "phone" if _is_call(verb) else None
    if verb.lemma == "see":
        travels = verb.tag == "VB" and not verb.is_root and verb.head.lemma in words("visit_verbs") | words("purpose")
        return "see" if (verb.tag == "VBG" or travels) and verb.child("dobj") is not None else None
    families = ("meet", "speak", "phone", "receive", "gather")
    found = next((name for name in families if verb.lemma in words(name)), None)
    return "meet" if found is None and _sits_down_with(verb) else found


def _is_call(verb: Token) -> bool:
    """ "called King Salman on Saturday to discuss"; not "called him a liar", "called for", "called on"."""
    target = verb.child("dobj")
    if target is None or target.entity is None or any(child.dep in _NAMES_IT for child in verb.children):
        return False
    dated = any(node.entity is not None and node.entity.label == "DATE" for node in verb.subtree)
    return dated and target.subtree.last == target.i + 1


_NAMES_IT = frozenset({"oprd", "ccomp", "xcomp", "prt", "acomp", "attr", "dative"})


def _sits_down_with(verb: Token) -> bool:
    if verb.lemma == "sit":
        return any(child.lower == "down" for child in verb.children) and any(
            child.lower == "with" for child in verb.children
        )
    if verb.lemma == "come" and verb.child("nsubj") is not None:
        return any(child.lower == "together" for child in verb.children)
    return False


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
    if family == "ceremony" and token.lower.rstrip("s") == "ceremony" and not _has_modifier(token, {"signing"}):
        return None
    verb, role, preposition = _govern(token)
    reading = read_verb(verb) if verb is not None else Reading(None)
    if role in ("around", "none", "happen", "at") and verb is not None:
        reading = _reading_beside(verb, reading, role, preposition)
    reading = _reading_of_clause(token) or reading
    if role == "host" and not reading.factual and _governs(verb, "offer") and _is_dated(token):
        reading = Reading("future")  # "offered to host the next conference in 2023" is set, if anything is
    if _is_only_wished(token):
        reading, role = Reading("future", False), "wished"
    clause = clause_beside(verb, preposition) if role in ("around", "none", "at") else None
    if clause is not None and preposition in BEHIND:
        reading = Reading("past")
    many = many and not noun.plural
    return Trigger(token, family, verb, role, reading, noun.weak, many, own=_own(token, verb, role), clause=clause)


def _reading_beside(verb: Token, reading: Reading, role: str, preposition: str) -> Reading:
    """What a verb that only stands beside the meeting tells about its time.

    Said "ahead of" it, the meeting lies ahead; said "after" it, behind; what is merely said about it tells nothing.
    """
    if role == "at":
        modal = any(child.tag == "MD" for child in verb.children)
        return (
            Reading(None, reading.factual)
            if reading.direction == "future" and not modal and verb.tag != "VB"
            else reading
        )
    if role == "happen":
        return Reading(reading.direction, True, False) if verb.lemma not in words("happen") else reading
    if preposition in _AHEAD:
        return Reading("future")
    if preposition in _BEHIND:
        return Reading("past" if verb.tag in ("VBN", "VBD") or _told_as_past(verb) else reading.direction)
    said = verb.lemma in words("say") and reading.direction == "past"
    return Reading(None if said or preposition in _AROUND else reading.direction)


def _told_as_past(verb: Token) -> bool:
    """ "agreed to resume the talks after a meeting": what was agreed lies ahead, the meeting behind."""
    finite = finite_verb(verb)
    return verb.tag == "VB" and finite is not None and finite != verb and read_verb(finite).direction == "past"


def _reading_of_clause(token: Token) -> Reading | None:
    """The reading of a clause on the noun that tells its time ("which will begin", "scheduled for")."""
    for child in token.children:
        if child.dep in ("acl", "relcl") and child.tag == "VBN" and child.lemma in words("set_for"):
            return Reading("future")
        if child.dep == "relcl" and child.lemma in words("begin") and not is_passive(child):
            return read_verb(child)
    return None


def _governs(verb: Token | None, lemma: str) -> bool:
    return verb is not None and verb.dep == "xcomp" and verb.head.lemma == lemma


def _is_dated(token: Token) -> bool:
    return any(node.entity is not None and node.entity.label == "DATE" for node in token.sentence if node.i > token.i)


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
    if token.dep in ("compound", "nmod", "amod", "npadvmod", "poss") and token.head.is_noun and token.head.i > token.i:
        return True
    if token.lower == "audience" and not any(child.lower == "with" for child in token.children):
        return True
    before = token.doc.tokens[token.i - 1].lower if token.i > 0 else ""
    return before in words("not_before") or bool(words("not_before") & set(_modifiers(token)[-1:]))


def _is_phone_call(token: Token) -> bool:
    if token.lower.startswith(("video", "tele")):
        return True
    around = {*_modifiers(token)[-2:]} | {
        grandchild.lower for child in token.children if child.dep == "prep" for grandchild in child.children
    }
    whom = [node for child in token.children if child.lower in ("with", "between") for node in child.children]
    named = any(node.entity is not None and node.entity.label == "PERSON" for node in whom)
    return named or bool(around & (words("virtual") | {"conference"}))


def has_debate_word(token: Token) -> bool:
    """Whether a debate is one of candidates for office."""
    return bool({child.lower for child in token.children if child.i < token.i} & words("debate_words"))


def _is_candidates_debate(token: Token) -> bool:
    return has_debate_word(token) or any(child.lower in ("the", "that", "this") for child in token.children)


def _govern(token: Token) -> tuple[Token | None, str, str]:
    """The verb that a noun depends on, what it makes of the meeting, and the preposition between them."""
    node, preposition = token, ""
    for _ in range(_LONGEST_CLIMB):
        if node.is_root:
            return None, "none", preposition
        dep, head = node.dep, node.head
        if dep in ("pobj", "pcomp") or head.lower in _AHEAD or (dep == "dobj" and head.lower == "following"):
            of_margins = head.lower == "of" and not head.is_root and head.head.lemma in words("margins")
            preposition = preposition or (
                "at" if of_margins else head.lower if head.lower != "of" or head.is_root else ""
            )
            node = head
            continue
        if head.is_verb:
            return head, _role(node, head, preposition), preposition
        if preposition == "for" and head.lemma in words("due") and not head.is_root and head.head.is_verb:
            return head.head, "attend", preposition  # "is due in Seoul for talks"
        if dep == "prep" and head.is_noun and head.lemma not in words("parts"):
            verb = finite_verb(head)
            return verb, "around" if preposition not in ("at", "") else "none", preposition
        if dep in ("prep", "conj", "appos", "attr", "nmod", "compound", "acl", "advmod") or head.lemma in words(
            "parts"
        ):
            node = head
            continue
        return finite_verb(node), "none", preposition
    return None, "none", preposition


def _role(node: Token, verb: Token, preposition: str) -> str:
    if preposition:
        return _role_behind(preposition, verb)
    for role in ("called_off", "put_off", "absent"):
        if verb.lemma in words(role):
            return role
    if node.dep == "nsubj":
        return "happen" if verb.lemma in words("happen") or not is_passive(verb) else "none"
    if node.dep not in ("dobj", "nsubjpass", "attr", "oprd"):
        return "none"
    found = next((role for role in ("host", "hold", "attend", "wished") if verb.lemma in words(role)), None)
    return found or ("happen" if node.dep == "nsubjpass" else "none")


def _role_behind(preposition: str, verb: Token) -> str:
    if verb.lemma == "preside":
        return "host"
    if preposition in _AROUND:
        return "around"
    if verb.lemma in words("meet") | words("gather"):
        return "at" if preposition in ("at", "during") else "hold"
    if verb.lemma in words("attend") | words("purpose") | {"invite"} or (preposition == "for" and _is_there(verb)):
        return "attend"
    return "at" if preposition in _INSIDE else "none"


def _is_there(verb: Token) -> bool:
    """ "is in Kabul for talks", "is expected in Baghdad for talks"."""
    return verb.lemma in words("due") | {"be"} and any(
        child.lower in ("in", "at") for node in (verb, *verb.children) for child in node.children
    )


def _own(head: Token, verb: Token | None, role: str = "meet") -> frozenset[int]:
    """Tokens whose adverbials are the meeting's: the word itself, its verb, and the verbs of that predicate."""
    own = {head.i, *_announced(head)}
    for child in head.children:
        if child.dep in ("acl", "relcl") and _is_event_clause(child):
            own |= {
                child.i,
                *(node.i for node in child.subtree if _is_event_verb(node) and node.dep in ("xcomp", "acomp")),
            }
    above = head.head
    on_margins = above.lower == "of" and not above.is_root and above.head.lemma in words("margins")
    node = verb if role not in ("around", "none") and not on_margins else None
    for _ in range(_LONGEST_CLIMB):
        if node is None:
            break
        own |= {node.i, *(child.i for child in node.children if child.lemma in words("due"))}
        if node.dep not in ("xcomp", "auxpass", "aux", "pcomp", "advcl") or node.is_root or node.child("nsubj"):
            break
        if node.tag == "VB" and node.head.lemma in words("resolved"):
            break  # "agreed on Saturday to meet": the day of the agreement
        node = node.head if node.head.is_verb or node.head.dep in ("prep", "acomp") else None
    return frozenset(own)


def _announced(head: Token) -> Iterator[int]:
    """ "a summit with the members, to be held in Paris": the parser hangs the clause on the verb before."""
    for token in head.doc.tokens[head.i + 1 : head.sentence.last]:
        if token.is_noun and (token.lower in event_nouns() or token.lemma.lower() in event_nouns()):
            return
        if token.is_verb and token.lemma in words("set_for") | {"hold", "take", "host", "convene"}:
            to_come = any(child.lower == "to" for child in token.children)
            if to_come and token.child("nsubj", "nsubjpass") is None and token.dep in ("advcl", "acl", "relcl"):
                yield token.i
            return


def _is_event_clause(verb: Token) -> bool:
    return _is_event_verb(verb) or verb.lemma in words("planned")


def _is_event_verb(verb: Token) -> bool:
    roles = ("hold", "host", "attend", "happen", "called_off", "put_off", "set_for")
    return any(verb.lemma in words(role) for role in roles)
