"""Which nouns of a sentence stand for those at a meeting, and whether they host it."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.meetings.adjuncts import acting_pair
from coalition_data.extract.meetings.clause_seats import (
    ORGANISERS,
    Seat,
    assisted,
    attending_beside,
    chairs,
    clauses_behind,
    companions_of,
    hosts_beside,
    leaders,
    seats_of_clause,
    sides_behind,
)
from coalition_data.extract.meetings.clauses import (
    agents,
    is_face_to_face,
    is_passive,
    subjects,
    together_with,
    visiting_guests,
    with_behind,
    with_phrases,
)
from coalition_data.extract.meetings.complements import complements_of
from coalition_data.extract.meetings.governing import hosting_clauses
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.meeting_verbs import acting_nouns
from coalition_data.extract.meetings.triggers import Trigger

_ORGANISED = frozenset({"conference", "summit", "ministerial", "meeting"})
"""What a body that "holds" it organises; of talks it is a side."""
_INVITING = frozenset({"invite", "summon"})
OWN_SIDES = frozenset({"with", "of", "between"})
"""Behind a meeting word these name who meets."""
_SENT = frozenset({"delegation", "team", "mission"})
"""Who leads these is no host."""
_RECEIVING = frozenset({"host", "welcome", "receive"})


def find_seats(trigger: Trigger) -> Iterator[Seat]:
    """Nouns that stand for parties of a mention, in the order in which its rules find them."""
    if not trigger.is_noun:
        yield from _seats_of_meeting_verb(trigger)
        return
    head, verb = trigger.head, trigger.verb
    if trigger.partner is not None:
        yield Seat(trigger.partner)
        yield from (Seat(token) for token in (subjects(verb) if verb is not None else ()))
        return
    at_margins = trigger.role == "at" and verb is not None and verb.lemma in words("meet")
    yield from (Seat(token) for token in (() if at_margins else complements_of(head)))
    for clause in clauses_behind(head):
        yield from (
            Seat(token, clause.lemma in words("host"), "attended") for token in agents(clause) or subjects(clause)
        )
    for child in head.children:
        if child.dep in ("acl", "relcl"):
            yield from seats_of_clause(child, trigger)
        elif child.dep == "poss" and child.lower not in ("its", "it") and not _is_time(child):
            yield Seat(child)
    for clause in hosting_clauses(head):
        yield from (Seat(token, is_host=True) for token in subjects(clause))
    for node in () if at_margins else complements_of(head):
        yield from (Seat(token, is_host=True) for token in leaders(node))
    for child in head.children:
        if child.dep in ("acl", "relcl") and child.lower in ("involving", "involved"):
            yield from (Seat(node) for node in child.children if node.dep in ("dobj", "pobj"))
    if verb is not None:
        yield from hosts_beside(verb)
        yield from _seats_of_governing_verb(trigger, verb)


def _seats_of_governing_verb(trigger: Trigger, verb: Token) -> Iterator[Seat]:
    """Parties that the verb which governs the noun adds."""
    head, role = trigger.head, trigger.role
    clause = trigger.clause or verb
    acting = tuple(token for token in subjects(clause) if token.i not in range(head.subtree.first, head.subtree.last))
    acting = (*(above for token in acting for above in _said_to_be(token)), *acting)
    with_whom = any(child.lower == "with" for child in head.children)
    if role == "host":
        hosts = agents(verb) if is_passive(verb) else acting
        yield from (Seat(token, is_host=True) for token in hosts)
        if not is_passive(verb):
            partners = (node for phrase in together_with(verb) for node in phrase.children)
            yield from (Seat(node, is_host=True) for node in partners if node.dep == "pobj")
        if verb.lemma.startswith(("co-", "cohost", "cochair")):
            yield from (Seat(node, is_host=True) for node in _fellow_hosts(verb, head))
        yield from _joined(verb)
    elif role in ("hold", "attend", "absent", "at"):
        yield from _joined(verb)
        passive = is_passive(verb) and verb.lemma not in words("said_of_guests") | words("kept_out")
        organised = _is_organised(trigger, verb, acting) or _is_at_home(trigger, verb)
        invites = verb.lemma in _INVITING and not is_passive(verb)
        own = "expected" if invites else None
        both = (*acting, *agents(verb)) if verb.lemma in words("accompany") else agents(verb)
        yield from (Seat(token, organised or invites, own) for token in (both if passive else acting))
        yield from (Seat(leader) for token in acting if token.lemma in _SENT for leader in leaders(token))
        yield from (Seat(token) for token in _inverted(verb))
        if role != "at":
            yield from _companions(verb, head)
        yield from _told(verb, head, role)
    elif (
        (role in ("called_off", "put_off") and (with_whom or _is_own(head)) and not is_passive(verb))
        or (role == "around" and _spoke_afterwards(head, verb))
        or (role in ("around", "none") and _counterpart_is_subject(head, trigger.clause is not None))
        or (trigger.clause is not None and role in ("around", "none") and acting_pair(clause, acting, head))
    ):
        yield from (Seat(token) for token in acting)
    elif role == "happen":
        yield from _seats_of_event_verb(verb)
    elif role == "around" and verb.lemma in words("issue") and is_passive(verb) and _is_behind(head):
        yield from (Seat(token) for token in agents(verb))  # "a statement was issued by A and B after the meeting"
    if role in ("hold", "host", "happen"):
        yield from sides_behind(verb)
    if role in ("hold", "happen"):
        yield from attending_beside(verb)
        yield from companions_of(verb)
    if role in ("host", "hold", "attend", "absent", "at", "happen"):
        yield from (Seat(token, is_host=True) for token in chairs(verb))


def _inverted(verb: Token) -> Iterator[Token]:
    """ "Attending the talks were A and B": those behind the verb of a participle that opens the sentence."""
    if verb.tag != "VBG" or verb.i != verb.sentence.first:
        return
    above = (verb.head,) if verb.dep == "csubj" else ()
    for be in (node for node in (*verb.children, *above) if node.lemma == "be" and node.i > verb.i):
        yield from (node for node in be.children if node.dep in ("attr", "nsubj") and node.i > be.i)


def _joined(verb: Token) -> Iterator[Seat]:
    """ "The conference was held in May, co-hosted by A and attended by B"."""
    for node in verb.children:
        if node.dep == "conj" and node.tag.startswith("VB"):
            yield from (Seat(token, node.lemma in words("host")) for token in agents(node))


def _said_to_be(token: Token) -> tuple[Token, ...]:
    """ "A and B were among the officers attending", "A was the only ruler to attend", "Those who came were A and B"."""
    phrase = token.head if token.dep == "pobj" and token.head.lower == "among" else token
    if phrase is token and token.dep == "nsubj" and token.head.lemma == "be":
        return tuple(child for child in token.head.children if child.dep == "attr" and child.i > token.head.i)
    if phrase is token and token.dep != "attr":
        return ()
    return subjects(phrase.head) if phrase.head.lemma == "be" else ()


def _fellow_hosts(verb: Token, head: Token) -> Iterator[Token]:
    """ "co-hosted a meeting with Norway"; not "co-chaired a meeting with ministers from Norway"."""
    for phrase in (child for node in (verb, head) for child in node.children if child.lower == "with"):
        for node in phrase.children:
            many = node.tag == "NNS" and phrase.head == head
            if node.dep == "pobj" and not many:
                yield node


def _is_organised(trigger: Trigger, verb: Token, acting: tuple[Token, ...]) -> bool:
    """ "The Commission will hold a conference": a body that holds it is its organiser; a person or a pair meets."""
    if trigger.role != "hold" or verb.lemma not in ORGANISERS or is_passive(verb) or trigger.plural:
        return False
    sides = any(child.lower in ("with", "between", "among") for child in (*trigger.head.children, *verb.children))
    if trigger.family not in _ORGANISED or sides or len(acting) != 1:
        return False
    meeting = trigger.family == "meeting" and trigger.head.lower != "meeting"
    one = acting[0].tag in ("NNP", "NNPS") and not any(child.dep == "conj" for child in acting[0].children)
    return one and not meeting and (acting[0].entity is None or acting[0].entity.label != "PERSON")


def _is_at_home(trigger: Trigger, verb: Token) -> bool:
    """ "hosted the Gulf rulers for a summit", "welcomed her counterpart to Riga for talks": who does so hosts."""
    return (
        trigger.role == "attend"
        and verb.lemma in _RECEIVING
        and not is_passive(verb)
        and verb.child("dobj") is not None
    )


def _told(verb: Token, head: Token, role: str) -> Iterator[Seat]:
    """ "In a call on Sunday, A told B that": B was on the line."""
    if role in ("at", "attend") and verb.lemma in words("told_there") and not is_passive(verb) and head.dep == "pobj":
        told = (child for child in verb.children if child.dep in ("dobj", "dative") and child != head)
        if any(child.lower in OWN_SIDES for child in head.children):  # "told reporters after a meeting with Chile"
            told = (child for child in told if child.lemma not in words("private"))
        yield from (Seat(child) for child in told if child.entity is None or child.entity.label != "GPE")


def _seats_of_event_verb(verb: Token) -> Iterator[Seat]:
    """ "was chaired by A and attended by B", "brought A and B together", "included A"."""
    for node in (verb, *(child for child in verb.children if child.dep in ("acomp", "conj") and child.tag[:2] == "VB")):
        if node != verb or is_passive(node):
            yield from (Seat(token, node.lemma in words("host")) for token in agents(node))
    if not is_passive(verb) and verb.lemma in words("gather_in"):
        yield from (Seat(child) for child in verb.children if child.dep == "dobj")


def _spoke_afterwards(head: Token, verb: Token) -> bool:
    """ "Following the meeting the minister said": the speaker was there."""
    return _is_behind(head) and verb.lemma in words("say")


def _is_behind(head: Token) -> bool:
    return head.dep in ("pobj", "dobj") and head.head.lower in ("after", "following")


def _counterpart_is_subject(head: Token, is_adjunct: bool) -> bool:
    """ "Trump decided after a meeting with B": who acts is the other side, unless the phrase names it itself."""
    preposition = head.head
    beside = is_adjunct or (
        head.dep == "pobj" and preposition.lower in ("after", "before", "during", "following", "in", "of", "at")
    )
    owned = any(
        (child.dep == "poss" and child.is_noun) or child.lower in ("between", "among") for child in head.children
    )
    return beside and not owned and any(child.dep == "prep" and child.lower == "with" for child in head.children)


def _is_own(head: Token) -> bool:
    """ "postponed its summit"."""
    return any(child.dep == "poss" and child.lower in ("its", "their") for child in head.children)


def _companions(verb: Token, head: Token) -> Iterator[Seat]:
    """ "joined Kerry for talks", "held a signing with Trump", "represented by Hariri", "sent Pompeo to join"."""
    for child in verb.children:
        if child.dep == "dobj" and child != head and verb.lemma in words("with_object"):
            yield Seat(child)
        elif child.dep in ("prep", "conj") and child.lower in ("with", "alongside", *_callers(verb)):
            yield from (Seat(node) for node in child.children if node.dep == "pobj" and node != head)
    for node in (verb, *(child for child in verb.children if child.dep == "conj")):
        if node.lemma == "represent":
            yield from (Seat(token) for token in agents(node))
            yield from (Seat(child) for child in node.children if child.dep == "dobj")


def _callers(verb: Token) -> tuple[str, ...]:
    """ "received a call on Monday from A"."""
    return ("from",) if verb.lemma in ("receive", "get", "take") else ()


def _is_time(token: Token) -> bool:
    return token.entity is not None and token.entity.label in ("DATE", "TIME")


def _seats_of_meeting_verb(trigger: Trigger) -> Iterator[Seat]:
    verb = trigger.head
    yield from (Seat(token, is_host=True) for token in chairs(verb))
    yield from hosts_beside(verb)
    yield from attending_beside(verb)
    for subject in subjects(verb):
        yield from (Seat(token, subject.lemma not in _SENT) for token in leaders(subject))
        yield from (Seat(token) for token in assisted(subject))
    gathers = trigger.family == "gather" and not is_passive(verb) and verb.child("dobj") is not None
    hosts = trigger.family in ("receive", "bring") or gathers
    acting = acting_nouns(verb) if trigger.family == "act" else subjects(verb)
    yield from (Seat(token, hosts) for token in acting)
    if gathers:
        yield from (Seat(child) for child in verb.children if child.dep == "dobj")
    if trigger.family == "received":
        yield from (Seat(token, is_host=True) for token in agents(verb))
        return
    if trigger.partner is not None:
        if trigger.partner.is_noun:
            yield Seat(trigger.partner)
        yield from (Seat(node) for node in trigger.partner.children if node.dep == "pobj")
        return
    yield from _seats_of_objects(trigger, verb)
    yield from companions_of(verb)


def _seats_of_objects(trigger: Trigger, verb: Token) -> Iterator[Seat]:
    met = trigger.family in ("meet", "phone", "receive", "bring", "see")
    told = trigger.family == "act" and verb.lemma in ("tell", "address", "brief")
    for child in verb.children:
        if (child.dep == "dobj" and met and not is_face_to_face(child)) or (child.dep in ("dobj", "dative") and told):
            yield Seat(child)
            if child.lemma == "delegation":
                yield from (Seat(token) for token in (*leaders(child), *leaders(verb)))
        elif child.dep == "prep" and child.lower == "to" and (trigger.family == "speak" or verb.lemma == "play"):
            yield from (Seat(node) for node in child.children if node.dep == "pobj")
    visiting = visiting_guests(verb)
    if visiting is not None:
        yield from (Seat(node) for node in visiting.children if node.dep == "dobj")
    if trigger.family in ("meet", "speak", "gather", "discuss"):
        behind = list(with_behind(verb)) if trigger.family == "discuss" else []
        for phrase in list(with_phrases(verb)) or behind:
            yield from (Seat(node) for node in phrase.children if node.dep == "pobj")
