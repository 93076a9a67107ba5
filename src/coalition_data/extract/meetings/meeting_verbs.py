"""Verbs that speak of a meeting without a noun for it: "met", "spoke by phone", "received", "agreed on Monday"."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import is_passive, read_verb
from coalition_data.extract.meetings.lexicon import event_nouns, words

_TAKEN_FOR_NOUNS = frozenset(
    {"convene", "reconvene", "meet", "gather", "assemble", "lunch", "dine", "confer", "huddle"}
)


def family_of(verb: Token) -> str | None:
    """The class of a verb that speaks of a meeting."""
    if verb.lemma in words("collective_acts") and _is_collective_act(verb):
        return "act"
    if verb.lemma in ("tell", "address", "brief") and _speaks_to_many(verb):
        return "act"
    if verb.lemma in ("bring", "welcome"):
        brings = verb.lemma == "bring"
        told = _brings_together(verb) if brings else _welcomes_somewhere(verb)
        return ("bring" if brings else "receive") if told and not is_passive(verb) else None
    if is_passive(verb):
        guest = verb.child("nsubjpass")
        received = verb.lemma in words("receive") and guest is not None and guest.lower not in event_nouns()
        return "received" if received else "gather" if verb.lemma in words("gather") else None
    if verb.lemma == "call":
        return "phone" if _is_call(verb) else None
    if verb.lemma == "see":
        travels = verb.tag == "VB" and not verb.is_root and verb.head.lemma in words("visit_verbs") | words("purpose")
        return "see" if (verb.tag == "VBG" or travels) and verb.child("dobj") is not None else None
    if verb.lemma == "play":
        target = verb.child("dobj")
        return "receive" if target is not None and target.lower == "host" and _is_host_to_guests(verb, target) else None
    families = ("meet", "speak", "phone", "receive", "gather", "discuss")
    found = next((name for name in families if verb.lemma in words(name)), None)
    return "meet" if found is None and _sits_down_with(verb) else found


def _is_host_to_guests(verb: Token, host: Token) -> bool:
    """ "played host to President Ruto", "to the ministers"; not "to thousands of fans"."""
    phrases = (child for node in (verb, host) for child in node.children if child.lower == "to")
    guests = [guest for phrase in phrases if (guest := phrase.child("pobj")) is not None]
    return any(guest.tag in ("NNP", "NNPS") or guest.lemma in words("delegates") for guest in guests)


def _brings_together(verb: Token) -> bool:
    """ "brought the sides together", "to Geneva"; to bring them "to the negotiating table" is a hope."""
    for child in verb.children:
        target = child.child("pobj")
        if child.lower == "together" or (child.lower == "to" and (target is None or target.lemma != "table")):
            return True
    return False


def _is_call(verb: Token) -> bool:
    """ "called King Salman on Saturday to discuss"; not "called him a liar", "called for", "called on"."""
    target = verb.child("dobj")
    if target is not None and target.lemma in words("collective_people") and target.child("det") is not None:
        return any(node.entity is not None and node.entity.label == "DATE" for node in verb.subtree)
    if target is None or target.entity is None:
        return False
    if target.entity.label == "PERSON" and any(_is_purpose_of_call(child) for child in verb.children):
        return True
    if any(child.dep in _NAMES_IT for child in verb.children):
        return False
    dated = any(node.entity is not None and node.entity.label == "DATE" for node in verb.subtree)
    return dated and target.subtree.last == target.i + 1


def _is_purpose_of_call(clause: Token) -> bool:
    """ "called Lavrov to discuss the truce"."""
    to = any(child.lower == "to" for child in clause.children)
    return clause.dep in ("advcl", "xcomp") and to and clause.lemma in words("call_purposes")


_NAMES_IT = frozenset({"oprd", "ccomp", "xcomp", "prt", "acomp", "attr", "dative"})


def _welcomes_somewhere(verb: Token) -> bool:
    """ "welcomed Prime Minister Trudeau to the White House", "in Ottawa"; not "welcomed Canada to the coalition"."""
    guest = verb.child("dobj")
    person = guest is not None and guest.entity is not None and guest.entity.label == "PERSON"
    sent = guest is not None and guest.lemma == "delegation"
    return (person or sent) and any(
        node.entity is not None and node.entity.label in ("GPE", "FAC", "LOC", "ORG")
        for child in verb.children
        if child.lower in ("to", "in", "at")
        for node in child.children
    )


def _sits_down_with(verb: Token) -> bool:
    if verb.lemma == "sit":
        many = any(
            child.dep == "nsubj" and (child.tag == "NNS" or child.child("cc") is not None) for child in verb.children
        )
        with_whom = any(child.lower == "with" for child in verb.children)
        return any(child.lower == "down" for child in verb.children) and (with_whom or many)
    if verb.lemma in ("come", "get") and verb.child("nsubj") is not None:
        behind = [token.lower for token in verb.doc.tokens[verb.i + 1 : verb.i + 4]]
        return "together" in behind[:1] or behind == ["face", "to", "face"]
    return False


def _speaks_to_many(verb: Token) -> bool:
    """ "told foreign ministers from nearly 80 nations on Wednesday"."""
    target = verb.child("dobj", "dative")
    if target is None or is_passive(verb) or target.tag != "NNS" or target.lemma not in words("collective_people"):
        return False
    phrases = (*target.children, *verb.children)
    members = [node for child in phrases if child.lower in ("from", "of") for node in child.children]
    return any((node.tag == "NNS" and node.child("nummod") is not None) or _counts_members(node) for node in members)


def _counts_members(noun: Token) -> bool:
    """ "the 68-member coalition"."""
    counted = [child for child in noun.children if child.lower in ("member", "nation", "country", "state")]
    return any(child.i >= 2 and noun.doc.tokens[child.i - 2].tag == "CD" for child in counted)


def is_verb_after_all(token: Token) -> bool:
    """A form of "convene" that the tagger takes for a noun ("will next convene", "Leaders meet in Hangzhou")."""
    if token.lower not in _TAKEN_FOR_NOUNS:
        return False
    meets = token.is_root and token.lower in ("meet", "gather", "convene") and token.child("nsubj") is not None
    return meets or any(child.tag == "MD" for child in token.children)


def _is_collective_act(verb: Token) -> bool:
    """ "Defence ministers of some 50 countries promised on Wednesday": many holders of office did it together."""
    misread = verb.dep == "acl" and verb.tag == "VBD"
    if read_verb(verb).direction != "past" or verb.dep in ("relcl", "advcl"):
        return False
    if (is_passive(verb) or verb.dep == "acl") and not misread:
        return False
    if any(child.dep == "neg" for child in verb.children):
        return False
    out = any(child.lower == "out" for child in verb.children)
    if verb.lemma in ("work", "hammer", "thrash") and not out:
        return False
    acting = acting_nouns(verb)
    return any(_are_many(child) for child in acting)


def acting_nouns(verb: Token) -> list[Token]:
    """The subjects of a collective act; where the parser takes its past tense for a participle, the sentence's root."""
    found = [child for child in verb.children if child.dep == "nsubj" and child.i < verb.i]
    if not found and verb.dep == "acl" and verb.tag == "VBD":
        top = next((node for node in verb.ancestors if node.is_root), verb)
        found = [top] if top.is_noun and top.i < verb.i else []
    return found


def _are_many(subject: Token) -> bool:
    """ "EU ministers", "the group of 23 countries"."""
    if subject.tag in ("NNS", "NNPS"):
        return subject.lemma.lower() in words("collective_people")
    if subject.tag == "NNP" and subject.lower in words("proper_bodies"):
        return True
    members = [node for child in subject.children if child.lower == "of" for node in child.children]
    counted = any(node.tag == "NNS" and node.child("nummod") is not None for node in members)
    return subject.lemma in words("collectives") and counted
