"""What governs a meeting word: the verb, what it makes of the meeting, and what it tells about its time."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import (
    Reading,
    finite_verb,
    is_of_neither,
    is_passive,
    read_verb,
    visiting_guests,
)
from coalition_data.extract.meetings.lexicon import event_nouns, words

_INSIDE = frozenset({"at", "in", "during", "within", "throughout"})
_AROUND = frozenset({"after", "before", "since", "until", "following", "ahead", "about", "over", "than", "as", "like",
                     "without", "pending", "despite", "prior", "regarding", "beyond", "with", "against"})  # fmt: skip
_AHEAD = frozenset({"ahead", "pending"})
_BEHIND = frozenset({"after", "following", "since"})
_TIMES_AROUND = {"eve": "before", "run-up": "before", "wake": "after", "aftermath": "after",
                 "outcome": "after", "result": "after"}  # fmt: skip
"""Nouns that put what is told before or after the meeting ("on the eve of the summit")."""
_COMES_BEHIND = frozenset({"follow", "succeed"})
_OFF = {"call": "called_off", "put": "put_off", "break": "happen", "push": "put_off", "rule": "wished"}
_PARTICLES = {"call": ("off",), "put": ("off", "back"), "break": ("off", "up"), "push": ("back",), "rule": ("out",)}
_PREDICATES = frozenset({"oprd", "acomp", "attr"})
_AWAY = frozenset({"absent", "missing"})
_LONGEST_CLIMB = 8


def reading_of_noun(token: Token, verb: Token | None, role: str, preposition: str) -> Reading:
    """Tense, modality and negation of what is told of the meeting that a noun names."""
    reading = read_verb(verb) if verb is not None else Reading(None)
    if verb is not None and role in ("called_off", "put_off"):
        denied = reading.negated and verb.lemma in words("called_off") | words("put_off")
        reading = Reading(None, reading.factual, denied)  # the day of the plan may lie behind or ahead
    elif verb is not None and role in ("hold", "happen") and verb.lemma in words("set_for") and is_passive(verb):
        reading = _reading_of_plan(verb, reading)
    elif verb is not None and _is_arranged(verb, role):
        reading = Reading("future", reading.factual, reading.negated)
    elif verb is not None and role in ("around", "none", "happen", "at"):
        reading = _reading_beside(token, verb, reading, role, preposition)
    if any(True for _ in _announced(token)):
        return Reading("future")  # "a summit with the members, to be held in May"
    if role in ("called_off", "put_off"):
        return reading
    told = _reading_of_clause(token) or reading
    invites = role == "attend" and verb is not None and verb.lemma in ("invite", "summon") and not is_passive(verb)
    if invites and told.direction == "past":
        told = Reading("future", told.factual)  # "invited his counterparts to Potsdam for a meeting on 1 September"
    return Reading(told.direction, told.factual, True) if reading.negated and role == "attend" else told


def _is_arranged(verb: Token, role: str) -> bool:
    """ "is preparing a conference", "met to plan a summit"; "had planned a summit" may be over."""
    return role == "hold" and verb.lemma in words("arranging") and verb.tag not in ("VBD", "VBN")


def _reading_of_plan(verb: Token, reading: Reading) -> Reading:
    """ "has been set for November 14" lies ahead; "was set for November 14" may be over."""
    was = any(child.tag == "VBD" for child in verb.children if child.dep in ("aux", "auxpass"))
    had = any(child.lower == "had" for child in verb.children)
    infinitive = any(child.dep == "xcomp" for child in verb.children)
    return Reading(None if (was or had) and not infinitive else "future", reading.factual, reading.negated)


def _reading_beside(token: Token, verb: Token, reading: Reading, role: str, preposition: str) -> Reading:
    """What a verb that only stands beside the meeting tells about its time.

    Said "ahead of" it, the meeting lies ahead; said "after" it, behind; what is merely said about it tells nothing.
    """
    if role == "at":
        return _reading_of_deed(verb, reading)
    if role == "happen":
        return _reading_of_event_verb(verb, reading)
    if not preposition and verb.lemma in _COMES_BEHIND and token.i > verb.i:
        return Reading("past")  # "the visit follows the meeting in Paris on Tuesday"
    if not preposition and verb.lemma == "precede" and token.i > verb.i:
        return Reading("future")
    if preposition in _AHEAD:
        return Reading("future")
    if preposition in _BEHIND:
        return Reading("past" if verb.tag in ("VBN", "VBD") or _told_as_past(verb) else reading.direction)
    said = verb.lemma in words("say") and reading.direction == "past"
    if reading.direction == "future" and any(child.lower in ("would", "could", "might") for child in verb.children):
        said = True  # "money that nobody at a conference on Sunday would name"
    return Reading(None if said or preposition in _AROUND else reading.direction)


def _reading_of_deed(verb: Token, reading: Reading) -> Reading:
    """What a verb tells about the time of the meeting at which something is done."""
    modal = any(child.lower in ("will", "shall", "'ll", "’ll", "wo") for child in verb.children)
    ahead = reading.direction == "future" and not modal and verb.tag != "VB"
    if is_of_neither(verb):
        return Reading(reading.direction, reading.factual)  # "Neither of them apologised at the summit"
    return Reading(None, reading.factual) if ahead else reading


def _reading_of_event_verb(verb: Token, reading: Reading) -> Reading:
    """ "Thursday's dinner precedes a session on Friday": the present tense tells no day."""
    bare = verb.tag in ("VBZ", "VBP") and not any(child.dep in ("aux", "auxpass") for child in verb.children)
    direction = None if bare and verb.lemma not in words("begins") else reading.direction
    factual, negated = (reading.factual, reading.negated) if verb.lemma in words("happen") else (True, False)
    return Reading(direction, factual, negated)


def _told_as_past(verb: Token) -> bool:
    """ "agreed to resume the talks after a meeting": what was agreed lies ahead, the meeting behind."""
    finite = finite_verb(verb)
    return verb.tag == "VB" and finite is not None and finite != verb and read_verb(finite).direction == "past"


def _reading_of_clause(token: Token) -> Reading | None:
    """The reading of a clause on the noun that tells its time ("which will begin", "scheduled for")."""
    for child in token.children:
        if child.dep in ("acl", "relcl") and child.tag == "VBN" and child.lemma in words("set_for"):
            return _reading_of_plan(child, Reading("future"))
        if child.dep == "acl" and child.tag == "VBN" and child.lower == "held" and child.i == token.i + 1:
            return Reading("past")
        if child.dep == "relcl" and child.lemma in words("begin") and not is_passive(child):
            return read_verb(child)
        if child.dep == "relcl" and _is_at_which(child) and read_verb(child).direction == "future":
            return read_verb(child)
    return None


def _is_at_which(clause: Token) -> bool:
    """ "a meeting next week at which ministers will discuss"."""
    phrases = (child.child("pobj") for child in clause.children if child.lower in ("at", "in", "during"))
    return any(node is not None and node.lower == "which" for node in phrases)


def govern(token: Token) -> tuple[Token | None, str, str]:
    """The verb that a noun depends on, what it makes of the meeting, and the preposition between them."""
    if token.dep == "appos":
        verb = _verb_before_aside(token)
        if verb is not None:
            return verb, "host", ""
        verb = _verb_behind_participle(token)
        if verb is not None:
            return verb, _role(token, verb, "") if verb.lemma not in words("happen") else "happen", ""
    node, preposition = token, ""
    for _ in range(_LONGEST_CLIMB):
        if node.is_root:
            return None, "none", preposition
        dep, head = node.dep, node.head
        if dep in ("pobj", "pcomp") or head.lower in _AHEAD or (dep == "dobj" and head.lower == "following"):
            preposition = preposition or _preposition_at(head)
            node = head
            continue
        if head.is_verb:
            head = _infinitive_of(head) or head
            return head, _fate(token, head) or _role(node, head, preposition), preposition
        if preposition == "for" and head.lemma in words("due") and not head.is_root and head.head.is_verb:
            return head.head, "attend", preposition  # "is due in Seoul for talks"
        if dep == "prep" and head.is_noun and head.lemma not in words("parts"):
            verb = finite_verb(head)
            return verb, "around" if preposition not in ("at", "") else "none", preposition
        if (
            dep in ("prep", "conj", "appos", "attr", "nmod", "compound", "acl", "advmod")
            or head.lemma in words("parts")
            or (dep == "acomp" and node.lower in _AWAY)
        ):
            node = head
            continue
        return finite_verb(node), "none", preposition
    return None, "none", preposition


def _verb_before_aside(token: Token) -> Token | None:
    """ "Kerry co-hosted, with A and B, a meeting of the committee": taken for the apposition of the last name."""
    new = any(child.lower in ("a", "an", "the") for child in token.children)
    if token.dep != "appos" or not new or token.doc.tokens[token.subtree.first - 1].text != ",":
        return None
    verb = next((node for node in token.ancestors if node.is_verb), None)
    if verb is None or verb.i > token.i or verb.lemma not in words("host") or verb.child("dobj") is not None:
        return None
    return verb if verb.doc.tokens[verb.i + 1].text == "," else None


def _verb_behind_participle(token: Token) -> Token | None:
    """ "Chaired by A and B, the talks open on Monday": taken for the apposition of the last name."""
    verb = next((node for node in token.ancestors if node.is_verb), None)
    if verb is None or verb.is_root or verb.i != verb.sentence.first or verb.lemma not in words("host"):
        return None
    main = verb.head
    definite = any(child.lower in ("the", "a", "an") for child in token.children)
    return main if verb.tag == "VBN" and definite and main.is_verb and main.i > token.i else None


def _infinitive_of(verb: Token) -> Token | None:
    """ "is to take place", "are set to resume": the verb that tells of the meeting."""
    if verb.lemma != "be" and not (verb.lemma in words("set_for") and is_passive(verb)):
        return None
    for child in verb.children:
        if child.i > verb.i and child.dep == "xcomp" and (child.tag == "VB" or child.child("auxpass") is not None):
            return child
        if child.i > verb.i and child.dep == "acomp" and child.lemma in words("due"):
            return next((node for node in child.children if node.dep == "xcomp" and node.tag == "VB"), None)
    return None


def _fate(token: Token, verb: Token) -> str:
    """ "A breakfast, initially foreseen for April in Washington, has been cancelled": told by a verb further on."""
    if not (verb.lemma in words("set_for") or verb.i < token.i):
        return ""
    for node in verb.children:
        if node.i <= max(token.i, verb.i) or node.dep != "conj" or not is_passive(node) or node.child("nsubjpass"):
            continue
        role = _called_or_put_off(node)
        if role:
            return role
    return ""


def _called_or_put_off(verb: Token) -> str:
    """What a verb does to a plan: ``called_off``, ``put_off``, ``wished`` ("ruled out"), "" for nothing."""
    particles = _PARTICLES.get(verb.lemma, ())
    if any(child.lower in particles and child.dep in ("prt", "advmod", "prep") for child in verb.children):
        return _OFF[verb.lemma]
    return next((role for role in ("called_off", "put_off") if verb.lemma in words(role)), "")


def _preposition_at(preposition: Token) -> str:
    """The preposition between a meeting and what is told; "on the margins of" is "at", "on the eve of" is "before"."""
    if preposition.lower != "of" or preposition.is_root:
        return preposition.lower
    above = preposition.head.lemma
    return "at" if above in words("margins") else _TIMES_AROUND.get(above, "")


def _role(node: Token, verb: Token, preposition: str) -> str:
    if preposition:
        return _role_behind(preposition, verb)
    if _did_not_take_place(node, verb):
        return "called_off"
    if verb.lemma == "call" and any(child.dep in _PREDICATES and child.i > node.i for child in verb.children):
        return "none"  # "on Monday called the meeting a chance"
    role = _called_or_put_off(verb) or ("absent" if verb.lemma in words("absent") else "")
    if role:
        return role
    dep = "nsubjpass" if node.dep == "nsubj" and node.head != verb and is_passive(verb) else node.dep
    if dep == "nsubjpass" and verb.lemma == "move" and _is_moved_in_time(verb):
        return "put_off"
    if dep == "nsubj":
        return "happen" if verb.lemma in words("happen") or not is_passive(verb) else "none"
    if dep not in ("dobj", "nsubjpass", "attr", "oprd"):
        return "none"
    found = next((role for role in ("host", "hold", "attend", "wished") if verb.lemma in words(role)), None)
    return found or ("happen" if dep == "nsubjpass" else "none")


def _did_not_take_place(node: Token, verb: Token) -> bool:
    """ "A planned meeting with the minister did not take place"."""
    planned = any(child.lower in ("planned", "scheduled") for child in node.children)
    negated = any(child.dep == "neg" for child in verb.children)
    return planned and negated and verb.lemma in ("take", "happen", "occur", "materialise", "materialize")


def _is_moved_in_time(verb: Token) -> bool:
    """ "has been moved to October"."""
    targets = [node for child in verb.children if child.lower == "to" for node in child.children]
    return any(node.entity is not None and node.entity.label == "DATE" for node in targets)


def _role_behind(preposition: str, verb: Token) -> str:
    away = verb.lemma == "stay" or verb.lemma in words("absent") | words("kept_out")
    if preposition == "from" and (away or any(child.lower in _AWAY for child in verb.children)):
        return "absent"  # "stayed away from the meeting", "was excluded from it", "was absent from it"
    if verb.lemma == "preside":
        return "host"
    if preposition == "with" and verb.lemma in words("begin") | words("parts_of_visit") and _is_of_stay(verb):
        return "hold"
    if preposition in _AROUND or (preposition == "on" and verb.lemma in words("told_there")):
        return "around"  # "briefed the ministers on the talks"
    if verb.lemma in words("meet") | words("gather"):
        return "at" if preposition in ("at", "during") else "hold"
    if verb.lemma in words("attend") | words("purpose") | {"invite"} or (preposition == "for" and _is_there(verb)):
        return "attend"
    if preposition in ("for", "to") and verb.lemma in words("with_object"):
        return "attend"  # "welcomed her counterpart to Oslo for talks"
    return "at" if preposition in _INSIDE else "none"


def _is_of_stay(verb: Token) -> bool:
    """ "began the day with a breakfast meeting", "wrapped up his visit with talks"."""
    target = verb.child("dobj")
    return target is not None and target.lemma in words("visit_nouns") | words("time")


def _is_there(verb: Token) -> bool:
    """ "is in Kabul for talks", "is expected in Baghdad for talks"."""
    return verb.lemma in words("due") | {"be"} and any(
        child.lower in ("in", "at") for node in (verb, *verb.children) for child in node.children
    )


def own_tokens(head: Token, verb: Token | None, role: str = "meet") -> frozenset[int]:
    """Tokens whose adverbials are the meeting's: the word itself, its verb, and the verbs of that predicate."""
    own = {head.i, *_announced(head), *_due(head), *(clause.i for clause in hosting_clauses(head))}
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
        visiting = visiting_guests(node)
        if visiting is not None:
            own.add(visiting.i)
        if node.dep not in ("xcomp", "auxpass", "aux", "pcomp", "advcl") or node.is_root or node.child("nsubj"):
            break
        if node.tag == "VB" and node.head.lemma in words("resolved"):
            break  # "agreed on Saturday to meet": the day of the agreement
        if _is_arranged(node, role):
            break  # "met in Oslo on Monday, preparing a conference"
        node = node.head if node.head.is_verb or node.head.dep in ("prep", "acomp") else None
    return frozenset(own)


def hosting_clauses(head: Token) -> Iterator[Token]:
    """ "the next ministerial of the coalition, which Italy will host in Rome": a clause inside the phrase."""
    inside = head.subtree
    for token in head.doc.tokens[head.i + 1 : inside.last]:
        which = any(child.lower in ("which", "that") and child.dep == "dobj" for child in token.children)
        within = token.dep == "relcl" and token.head.i in range(head.i, inside.last)
        if within and which and token.lemma in words("host") and token.lemma != "call":  # "which he called useful"
            yield token


def _due(head: Token) -> Iterator[int]:
    """ "talks due to open in Geneva on Thursday", "the meeting due next week in Thimphu"."""
    for child in head.children:
        if child.lemma in words("due") and child.i > head.i:
            yield child.i
            yield from (node.i for node in child.children if node.dep == "xcomp")


def _announced(head: Token) -> Iterator[int]:
    """ "a summit with the members, to be held in Paris": the parser hangs the clause on the verb before."""
    for token in head.doc.tokens[head.i + 1 : head.sentence.last]:
        if token.is_noun and (token.lower in event_nouns() or token.lemma.lower() in event_nouns()):
            return
        if token.is_verb and token.lemma in words("set_for") | {"hold", "take", "host", "convene"}:
            to_come = any(child.lower == "to" for child in token.children)
            announces = token.tag == "VBN" or token.lemma == "take"  # not "an agreement to set up a mechanism"
            if (
                to_come
                and announces
                and token.child("nsubj", "nsubjpass") is None
                and token.dep in ("advcl", "acl", "relcl")
            ):
                yield token.i
            return


def _is_event_clause(verb: Token) -> bool:
    return _is_event_verb(verb) or verb.lemma in words("planned")


def _is_event_verb(verb: Token) -> bool:
    roles = ("hold", "host", "attend", "happen", "called_off", "put_off", "set_for")
    return any(verb.lemma in words(role) for role in roles)
