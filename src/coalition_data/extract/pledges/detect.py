"""Acts of contributing in a parsed article: which verbs and nouns promise, refuse or make a contribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.acts import Act, finish
from coalition_data.extract.pledges.clauses import key_in, verb_keys
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.composed import is_range
from coalition_data.extract.pledges.donor_lists import with_donor_lists
from coalition_data.extract.pledges.echoes import with_echoes
from coalition_data.extract.pledges.fragments import listed_items, shortened_parts
from coalition_data.extract.pledges.frames import arguments_of
from coalition_data.extract.pledges.further import carried_for, parliament_backs
from coalition_data.extract.pledges.gapped import gapped_parts
from coalition_data.extract.pledges.lexicon import predicates, things, word_set
from coalition_data.extract.pledges.licensed import licensed
from coalition_data.extract.pledges.licenses import ACTING, forces_of
from coalition_data.extract.pledges.noun_acts import noun_acts
from coalition_data.extract.pledges.objects import Arguments, object_of
from coalition_data.extract.pledges.promising import direct
from coalition_data.extract.pledges.sums import further_sums
from coalition_data.extract.pledges.taking import is_infinitive
from coalition_data.extract.pledges.things import Thing, category_of_words, content_of, things_of
from coalition_data.extract.pledges.withdrawals import withdrawal
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.extract.pledges.work import with_work

_TAKING_PART = word_set("taking_part")
_IN_ACTION = frozenset({"air_operations", "military_personnel"})
_FIGHTING = frozenset({"battle", "combat", "counter", "defeat", "destroy", "fight"})
_STRIKING = frozenset({"hit", "strike", "bomb"})


def find_acts(parsed: ParsedArticle) -> tuple[Act, ...]:
    """Acts in the order of the text."""
    found: list[Act] = []
    for token in parsed.tokens:
        if token.tag.startswith("VB"):
            found += _verb_acts(token)
        elif token.is_noun or token.tag == "CD":
            found += noun_acts(token)
    kept = with_work([act for act in found if not _told_by_another(act, found)])
    listed = list(with_donor_lists(list(_without_verbs(parsed, kept)), parsed.sentences))
    return tuple(with_echoes(listed, parsed))


def _without_verbs(parsed: ParsedArticle, acts: list[Act]) -> Iterator[Act]:
    """The acts, with the shortened parts of their coordinations and the items of lists."""
    for act in acts:
        told = [thing for thing in act.arguments.things if thing.count or thing.total]
        parts = list(shortened_parts(act.token.sentence, told)) if told else []
        known_names = {name for name, _ in parts}
        if act.token.is_verb and any(thing.explicit for thing in act.arguments.things):
            parts += [part for part in gapped_parts(act.token.sentence, act.token) if part[0] not in known_names]
        names = {token for name, _ in parts for token in (name, name.head)}
        starts = {number.start for _, thing in parts if (number := thing.total or thing.count) is not None}
        things = tuple(t for t in act.arguments.things if (n := t.total or t.count) is None or n.start not in starts)
        recipient = None if act.arguments.recipient in names else act.arguments.recipient
        own = replace(act, arguments=replace(act.arguments, things=things or act.arguments.things, recipient=recipient))
        yield own
        for thing, receiver in further_sums(own):
            yield replace(own, arguments=Arguments((thing,), receiver))
        for name, thing in parts:
            if name == act.reading.subject:
                continue
            reading = replace(act.reading, subject=name, alone=True)
            yield replace(act, reading=reading, arguments=Arguments((thing,), recipient))
    known = {thing.head for act in acts for thing in act.arguments.things}
    for reading, found, ends in listed_items(parsed):
        if not any(thing.head in known for thing in found):
            progress = "not_applicable" if ends else "promised"
            yield Act(reading.act, reading, Arguments(found), "withdrawn" if ends else "committed", progress, "object")


def _told_by_another(act: Act, acts: list[Act]) -> bool:
    """Whether another act of the same words says it better.

    "committed to working with Turkey to combat terror" is the working, "supports them by providing air support" the
    providing.
    """
    if act.kind == "deal":
        return False
    if act.kind == "noun" and any(
        {thing.head for thing in act.arguments.things} & set(_heads_of(other))
        for other in acts
        if other is not act and (other.kind != "noun" or other.token.i < act.token.i)
    ):
        return True
    others = [other for other in acts if other is not act]
    fights = act.token.lemma in _FIGHTING and any(_is_aim_of_gift(act.token, other) for other in others)
    if (
        fights
        or any(_names_thing(other) and _is_aim_of(act.token, other.token) for other in acts)
        or (
            act.kind == "noun"
            and any(act.token in {t for _, t, _ in other.reading.operators} for other in acts if other is not act)
        )
    ):
        return True
    governors = {token for operator, token, _ in act.reading.operators if operator.name in ("help", "keep", "begin")}
    named = any(thing.explicit for thing in act.arguments.things)
    above = [other for other in acts if other is not act and other.token in governors]
    if above and not (named and all(not _names_thing(other) for other in above)):
        return True
    if named:
        return False
    if any(
        act.token in {t for op, t, _ in other.reading.operators if op.name == "help"}
        for other in acts
        if _names_thing(other)
    ):
        return True  # "will work with Congress to provide $40 million"
    means = any(_is_means(other.token, act.token) or _is_aim_of_gift(act.token, other) for other in others)
    if means or _is_paper_for(act, acts):
        return True
    heads = {other.token for other in acts if other is not act}
    return act.token.dep == "advcl" and act.token.tag == "VBG" and bool(heads & {act.token.head, act.token.head.head})


def _is_aim_of(verb: Token, other: Token) -> bool:
    """ "a proposal to send jets to join the coalition": of two infinitives in a row the second is the aim."""
    beside = verb.head == other.head and verb.dep == other.dep and verb.dep in ("acl", "xcomp", "advcl")
    if not beside or other.i >= verb.i or not is_infinitive(verb):
        return False
    return is_infinitive(other) and verb.doc[verb.subtree.first - 1].text not in (",", ";", "and", "or")


def _is_aim_of_gift(verb: Token, other: Act) -> bool:
    """ "pledged $350 million to support the effort": what a sum is for is no promise of its own."""
    vague = {thing.category for thing in other.arguments.things} <= {"political", "military_assistance"}
    things = [] if vague or other.kind == "noun" else other.arguments.things
    given = [t.head for t in things if t.total is not None or (verb.lemma in _FIGHTING and t.explicit)]
    behind = bool(given) and is_infinitive(verb) and given[0].i < verb.i
    return behind and verb.head in (other.token, *given) and verb.dep in ("xcomp", "advcl", "acl", "relcl")


def _is_paper_for(act: Act, acts: list[Act]) -> bool:
    """ "signed an agreement, committing $33 million", "signed agreements for gifts of $5 million from Germany"."""
    if act.kind != "listed" or any(thing.category != "political" for thing in act.arguments.things):
        return False
    paper = act.arguments.things[0].head
    named = [other for other in acts if other is not act and _names_thing(other)]
    inside = any(other.kind == "noun" and paper.i < other.token.i < paper.subtree.last for other in named)
    return inside or any(
        other.token.dep == "advcl"
        and (other.token.tag == "VBG" or is_infinitive(other.token))
        and other.token.head == act.token
        for other in named
    )


def _names_thing(act: Act) -> bool:
    return any(thing.explicit for thing in act.arguments.things)


def _heads_of(act: Act) -> list[Token]:
    return [thing.head for thing in act.arguments.things]


def _is_means(token: Token, verb: Token) -> bool:
    """Whether a gerund after "by" or "through" belongs to the verb."""
    preposition = token.head
    if token.dep != "pcomp" or preposition.head != verb:
        return False
    return preposition.lower in ("by", "through", "via") or is_range(preposition, token)


def _verb_acts(verb: Token) -> Iterator[Act]:
    if verb.dep == "amod":
        return  # "steps in degrading its networks", taken for an attribute
    if verb.dep == "ccomp" and verb.head.lemma == "help" and verb.head.i < verb.i and verb.child("nsubj") is not None:
        return  # "helps its neighbours host refugees" is told by the help
    act = withdrawal(verb) or direct(verb) or _voted_or_carried(verb) or _listed(verb) or _licensed(verb) or _open(verb)
    if act is not None:
        yield _of_unit(act)


def _of_unit(act: Act) -> Act:
    """ "560 additional troops will support the advance": what is sent is the unit, and not its vague work."""
    first, *others = act.arguments.things
    subject = act.token.child("nsubj") or act.reading.subject  # "soldiers are to take part"
    vague = not others and first.category in ("military_assistance", "political") and not first.count
    if subject is None or not vague or first.head.i < act.token.i or act.kind != "listed":
        return act
    forces = forces_of(subject)
    unit = next((thing for thing in forces if thing.count is not None), None)
    if unit is None and lemma_of(act.token) in _TAKING_PART:  # "Belgian planes will carry out missions"
        unit = next((thing for thing in forces if thing.category in _IN_ACTION), None)
    if unit is None:
        return act
    return replace(act, arguments=replace(act.arguments, things=(unit,), acting_unit=True))


def _voted_or_carried(verb: Token) -> Act | None:
    """Acts of verbs that the lists know in another meaning: who is flown somewhere for training is not deployed."""
    found = parliament_backs(verb) or carried_for(verb)
    return finish(verb, found.reading, found.arguments, "listed") if found else None


def _listed(verb: Token) -> Act | None:
    lexicon = predicates()
    for key in verb_keys(verb):
        for entry in lexicon.contributions.get(key, ()):
            arguments = arguments_of(verb, entry)
            if arguments is None:
                continue
            act = finish(verb, read_act(verb), arguments, "listed")
            if act is not None and _meant(act, entry.name):
                return act
    return None


def _meant(act: Act, name: str) -> bool:
    """Whether the tense lets the act count: a bare fact of fighting or visiting is no contribution."""
    reading = act.reading
    modal = reading.strong or reading.future or reading.possible or reading.has("keep", "begin", "plan")
    if name == "fight":
        return modal or act.token.tag == "VBG" or reading.has("help")
    if name == "cooperate":
        return modal or act.token.lemma == "stand"
    if name in ("enforce", "starve"):
        return modal or act.token.tag == "VBG"
    if name == "engage":
        return reading.negated or reading.has("decline")
    return True


def _licensed(verb: Token) -> Act | None:
    found = licensed(verb)
    return finish(verb, found.reading, found.arguments, "listed", withdrawal=found.withdrawal) if found else None


def _is_governed(verb: Token) -> bool:
    """Whether a base form has a "to" or a modal, of its own or before it in its coordination."""
    if verb.tag == "VBG":
        return True
    node = verb
    while node.dep == "conj" and node.head.is_verb:
        if any(child.lower == "to" or child.tag == "MD" for child in node.children):
            return True
        node = node.head
    return any(child.lower == "to" or child.tag == "MD" or child.lemma == "do" for child in node.children)


def _is_beside(verb: Token) -> bool:
    """ "pledged $2 million, seeking to build momentum": what a participle behind a comma tells was not promised."""
    node = verb
    while node.dep == "xcomp" and not node.is_root:
        node = node.head
    return node.dep == "advcl" and node.tag == "VBG" and verb.doc[node.i - 1].text == ","


def _open(verb: Token) -> Act | None:
    """Any act under a strong predicate ("agreed to move its embassy"), unless it is a private one."""
    key = key_in(verb, predicates().operator_verbs)
    bare = verb.child("prt") is not None and key == lemma_of(verb)  # "set up" is not the "set" of "set to"
    operator = predicates().operator_verbs[key] if key is not None and not bare else None
    private = verb.child("prt") is None and key_in(verb, predicates().private_acts)
    if verb.tag not in ("VB", "VBG") or private or not _is_governed(verb):
        return None
    if operator is not None and (operator.name not in ("stop", "help", "keep", "begin") or object_of(verb) is None):
        return None
    reading = read_act(verb)
    if not reading.strong or reading.rejected or _is_beside(verb):
        return None
    reading.operators = [entry for entry in reading.operators if entry[0].name != "stop"]
    words = (
        words_of(verb.subtree) - {"fighter", "fighters"}
        if "sanction" in words_of(verb.subtree)
        else words_of(verb.subtree)
    )
    category = category_of_words(words) if verb.child("dobj", "prep") is not None else None
    category = "air_operations" if lemma_of(verb) in _STRIKING else category
    noun = object_of(verb) if category is None else None  # "stopped short of carrying out attacks"
    if noun is not None:
        parts = (thing for part in content_of(noun) for thing in things_of(part) if thing.explicit)
        kind = things().generic.get(lemma_of(noun))
        category = kind if kind in ACTING else next((part.category for part in parts), None)  # "capacity of its bases"
    return finish(verb, reading, Arguments((Thing(verb, category or "political", False),), object_of(verb)), "open")
