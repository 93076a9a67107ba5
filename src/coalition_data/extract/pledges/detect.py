"""Acts of contributing in a parsed article: which verbs and nouns promise, refuse or make a contribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.clauses import (
    Reading,
    holder_of,
    is_negated,
    is_passive,
    own_subject,
    verb_keys,
)
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.deals import partners_of_deal
from coalition_data.extract.pledges.fragments import listed_items, shortened_parts
from coalition_data.extract.pledges.frames import arguments_of
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.licensed import licensed
from coalition_data.extract.pledges.objects import Arguments, after, object_of, recipient_in
from coalition_data.extract.pledges.stances import progress_of, stance_of
from coalition_data.extract.pledges.things import Thing, category_of_words, things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of

_TALKS = word_set("talks")
_WRAPPERS = word_set("wrappers")
_VAGUE_ACTS = word_set("vague_acts")
_DIRECT = frozenset({"commit", "decide", "offer", "consider", "decline", "stop", "keep", "plan", "begin"})
_ACT_HEADS_ONLY = frozenset({"decide", "keep", "begin", "plan"})


@dataclass(frozen=True, slots=True)
class Act:
    """One act with how it is meant and what it gives.

    Attributes:
        token: its verb or noun.
        reading: what governs it.
        arguments: things and recipient.
        stance, progress: as in the contract.
        kind: ``listed`` (a contribution of the lexicon), ``object`` (a predicate of promising with a thing),
            ``open`` (a strong predicate over any act), ``noun``.
    """

    token: Token
    reading: Reading
    arguments: Arguments
    stance: str
    progress: str
    kind: str


def find_acts(parsed: ParsedArticle) -> tuple[Act, ...]:
    """Acts in the order of the text."""
    found: list[Act] = []
    for token in parsed.tokens:
        if token.tag.startswith("VB"):
            found += _verb_acts(token)
        elif token.is_noun:
            found += _noun_acts(token)
    kept = [act for act in found if not _told_by_another(act, found)]
    return tuple(_without_verbs(parsed, kept))


def _without_verbs(parsed: ParsedArticle, acts: list[Act]) -> Iterator[Act]:
    """The acts, with the shortened parts of their coordinations and the items of lists."""
    for act in acts:
        told = [thing for thing in act.arguments.things if thing.count or thing.total]
        parts = list(shortened_parts(act.token.sentence, told)) if told else []
        names = {token for name, _ in parts for token in (name, name.head)}
        starts = {number.start for _, thing in parts if (number := thing.total or thing.count) is not None}
        things = tuple(t for t in act.arguments.things if (n := t.total or t.count) is None or n.start not in starts)
        recipient = None if act.arguments.recipient in names else act.arguments.recipient
        own = replace(act, arguments=replace(act.arguments, things=things or act.arguments.things, recipient=recipient))
        yield own
        for name, thing in parts:
            if name == act.reading.subject or _is_subject(name, acts):
                continue
            reading = replace(act.reading, subject=name, alone=True)
            yield replace(act, reading=reading, arguments=Arguments((thing,), recipient))
    known = {thing.head for act in acts for thing in act.arguments.things}
    for reading, found, ends in listed_items(parsed):
        if not any(thing.head in known for thing in found):
            progress = "not_applicable" if ends else "promised"
            yield Act(reading.act, reading, Arguments(found), "withdrawn" if ends else "committed", progress, "object")


def _is_subject(name: Token, acts: list[Act]) -> bool:
    return any(act.reading.subject == name for act in acts)


def _told_by_another(act: Act, acts: list[Act]) -> bool:
    """Whether another act of the same words says it better.

    "committed to working with Turkey to combat terror" is the working, "supports them by providing air support" the
    providing.
    """
    if act.kind == "deal":
        return False
    if act.kind == "noun" and any(
        act.token in {t for _, t, _ in other.reading.operators} for other in acts if other is not act
    ):
        return True
    governors = {token for operator, token, _ in act.reading.operators if operator.name in ("help", "keep", "begin")}
    if any(other.token in governors for other in acts if other is not act):
        return True
    if any(thing.explicit for thing in act.arguments.things):
        return False
    if any(_is_means(other.token, act.token) for other in acts if other is not act):
        return True
    heads = {other.token for other in acts if other is not act}
    return act.token.dep == "advcl" and act.token.tag == "VBG" and bool(heads & {act.token.head, act.token.head.head})


def _is_means(token: Token, verb: Token) -> bool:
    """Whether a gerund after "by" or "through" belongs to the verb."""
    preposition = token.head
    return token.dep == "pcomp" and preposition.lower in ("by", "through", "via") and preposition.head == verb


def _verb_acts(verb: Token) -> Iterator[Act]:
    act = _withdrawal(verb) or _direct(verb) or _listed(verb) or _licensed(verb) or _open(verb)
    if act is not None:
        yield act


def _finish(token: Token, reading: Reading, arguments: Arguments, kind: str, **options: object) -> Act | None:
    if reading.rejected:
        return None
    withdrawal = bool(options.get("withdrawal"))
    stance = stance_of(reading, withdrawal=withdrawal)
    if stance is None:
        return None
    verb = token if token.tag.startswith("VB") else None
    return Act(token, reading, arguments, stance, progress_of(reading, stance, verb=verb), kind)


def _key_in(token: Token, table: object) -> str | None:
    return next((key for key in verb_keys(token) if key in table), None)  # type: ignore[operator]


def _operator_of(verb: Token) -> Operator | None:
    key = _key_in(verb, predicates().operator_verbs)
    return predicates().operator_verbs[key] if key else None


def _withdrawal(verb: Token) -> Act | None:
    if _key_in(verb, predicates().withdrawal_verbs) is None:
        return None
    noun = object_of(verb)
    if noun is None:
        for child in verb.children:
            if child.dep == "prep" and child.lower in ("from", "of", "in"):
                noun = child.child("pobj")
    if noun is None:
        return None
    found = [thing for thing in things_of(noun) if thing.category is not None and _is_contribution(thing)]
    if not found or lemma_of(noun) == "debt":
        return None
    return _finish(verb, read_act(verb), Arguments(tuple(found), None), "listed", withdrawal=True)


def _is_contribution(thing: Thing) -> bool:
    """Whether ending it ends a contribution: forces, help, flights; not ties, talks or borders."""
    if lemma_of(thing.head) in _TALKS:
        return False
    if thing.category in ("political", "law_enforcement", "other"):
        return lemma_of(thing.head) in ("support", "backing", "recognition")
    if thing.category == "financial" and not thing.explicit:
        return False
    return thing.explicit or lemma_of(thing.head) not in _VAGUE_ACTS


def _direct(verb: Token) -> Act | None:
    """A predicate of promising that has the thing itself as object: "pledged $5 million", "ruled out air strikes"."""
    operator = _operator_of(verb)
    noun = _promised_noun(verb, operator) if operator is not None else None
    if operator is None or noun is None:
        return None
    withdrawal, noun = _unwrapped(noun)
    found = [thing for thing in things_of(noun) if thing.category is not None]
    if is_passive(verb) and not any(thing.count or thing.total for thing in found):
        return None  # "are committed to"
    if operator.name == "stop":
        found = [thing for thing in found if _is_contribution(thing)]
    if not found or (operator.name in _ACT_HEADS_ONLY and not _act_noun(noun, withdrawal)):
        return None
    reading = read_act(verb)
    reading.operators.insert(0, (operator, verb, reading.negated))
    reading.negated = is_negated(noun)
    if operator.name == "offer" and reading.has("keep"):
        reading.operators.pop(0)
    recipient = _recipient(verb, noun)
    return _finish(verb, reading, Arguments(tuple(found), recipient), "object", withdrawal=withdrawal)


def _promised_noun(verb: Token, operator: Operator) -> Token | None:
    """The object of a predicate of promising; None where a clause, or a noun of promising, says what is promised."""
    if operator.name not in _DIRECT or verb.child("xcomp", "ccomp") is not None:
        return None
    if operator.name == "consider" and verb.lemma not in ("consider", "weigh", "mull", "contemplate", "ponder"):
        thought = object_of(verb)
        if thought is None or not words_of(thought.subtree) & _WEIGHED:
            return None
    noun = object_of(verb) or _after_short_of(verb) or _agreed_to(verb)
    if noun is not None and noun.lower in _POINTERS:
        noun = _antecedent_thing(noun)
    if noun is None or noun.tag in ("WDT", "WP", "PRP"):
        return None
    promised = predicates().operator_nouns.get(lemma_of(noun))
    if promised is not None and promised.name in ("commit", "plan", "offer", "decline"):
        return None  # "renewed its commitment to": the noun speaks for itself
    return noun


_WEIGHED = frozenset({"option", "possibility", "request", "deployment", "contribution", "dispatch", "participation"})
_POINTERS = frozenset({"something", "this", "that", "it", "them", "those", "step", "move"})


def _antecedent_thing(pointer: Token) -> Token | None:
    """The last named thing before "something (that) France has ruled out" in its sentence."""
    for token in reversed([token for token in pointer.sentence if token.i < pointer.i]):
        if token.is_noun and any(thing.category and thing.explicit for thing in things_of(token)):
            return token
    return None


def _after_short_of(verb: Token) -> Token | None:
    """ "stopped short of air strikes"."""
    short = next((child for child in verb.children if child.lower == "short" and verb.lemma in ("stop", "fall")), None)
    preposition = short.child("prep") if short is not None else verb.child("prep")
    if short is None or preposition is None or preposition.lower != "of":
        return None
    return preposition.child("pobj")


def _agreed_to(verb: Token) -> Token | None:
    """ "agreed to a ceasefire", "committed to the expansion of its mission"."""
    if verb.lemma not in ("agree", "commit", "consent"):
        return None
    return next(
        (child.child("pobj") for child in verb.children if child.dep == "prep" and child.lower in ("to", "on")), None
    )


def _unwrapped(noun: Token) -> tuple[bool, Token]:
    """ "the withdrawal of 500 troops" is a withdrawal of troops; "the deployment of jets" is about jets."""
    lemma = lemma_of(noun)
    withdrawal = lemma in predicates().withdrawal_nouns
    if withdrawal or lemma in _WRAPPERS:
        for child in noun.children:
            if child.dep == "prep" and child.lower in ("of", "in", "to", "for"):
                inner = child.child("pobj")
                if inner is not None and any(thing.category for thing in things_of(inner)):
                    return withdrawal, inner
    return withdrawal, noun


def _act_noun(noun: Token, withdrawal: bool) -> bool:
    node = noun.head.head if noun.dep == "pobj" else noun
    owned = noun.child("poss") is not None and any(thing.explicit for thing in things_of(noun))
    return (
        withdrawal
        or owned
        or any(lemma_of(x) in predicates().act_nouns for x in (noun, node))
        or any((thing.count or thing.total) is not None and thing.explicit for thing in things_of(noun))
    )


def _recipient(verb: Token, noun: Token) -> Token | None:
    for holder in (verb, noun):
        for child in holder.children:
            if child.dep == "dative" and child.is_noun:
                return child
            if child.dep in ("prep", "dative") and child.lower in ("to", "for", "with", "toward", "towards"):
                found = child.child("pobj")
                if found is not None:
                    return found
    return recipient_in(noun)


def _listed(verb: Token) -> Act | None:
    lexicon = predicates()
    for key in verb_keys(verb):
        for entry in lexicon.contributions.get(key, ()):
            arguments = arguments_of(verb, entry)
            if arguments is None:
                continue
            act = _finish(verb, read_act(verb), arguments, "listed")
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
    if name == "enforce":
        return modal
    if name == "engage":
        return reading.negated or reading.has("decline")
    return True


def _licensed(verb: Token) -> Act | None:
    found = licensed(verb)
    return _finish(verb, found.reading, found.arguments, "listed", withdrawal=found.withdrawal) if found else None


def _open(verb: Token) -> Act | None:
    """Any act under a strong predicate ("agreed to move its embassy"), unless it is a private one."""
    key = _key_in(verb, predicates().operator_verbs)
    bare = verb.child("prt") is not None and key == lemma_of(verb)  # "set up" is not the "set" of "set to"
    operator = predicates().operator_verbs[key] if key is not None and not bare else None
    private = verb.child("prt") is None and _key_in(verb, predicates().private_acts)
    if verb.tag not in ("VB", "VBG") or private:
        return None
    if operator is not None and (operator.name not in ("stop", "help", "keep", "begin") or object_of(verb) is None):
        return None
    reading = read_act(verb)
    if not reading.strong or reading.rejected:
        return None
    reading.operators = [entry for entry in reading.operators if entry[0].name != "stop"]
    words = (
        words_of(verb.subtree) - {"fighter", "fighters"}
        if "sanction" in words_of(verb.subtree)
        else words_of(verb.subtree)
    )
    category = category_of_words(words) if verb.child("dobj", "prep") is not None else None
    return _finish(verb, reading, Arguments((Thing(verb, category or "political", False),), object_of(verb)), "open")


def _steadfast_support(noun: Token) -> Act | None:
    """ "remains steadfast in its support of the government": support that is said to last."""
    verb = noun.head.head if noun.dep == "pobj" and noun.head.lower in ("in", "of") else None
    while verb is not None and verb.tag.startswith("JJ"):
        verb = verb.head
    if verb is None or verb.lemma not in ("remain", "stand", "be", "continue", "assure") or noun.child("poss") is None:
        return None
    if lemma_of(noun) not in ("support", "solidarity", "commitment"):
        return None
    reading = read_act(verb)
    reading.subject = noun.child("poss") if verb.lemma == "assure" else reading.subject
    reading.rejected = None if own_subject(verb) is not None else "nobody"
    recipient = after(noun, frozenset({"of", "for", "to", "with"}))
    return _finish(noun, reading, Arguments((Thing(noun, "political", False),), recipient), "noun")


def _devoted(noun: Token) -> Act | None:
    """ "remains committed to the security of Estonia"."""
    quality = noun.head.head if noun.dep == "pobj" and noun.head.lower == "to" else None
    if quality is None or quality.lower not in ("committed", "dedicated", "devoted") or noun.tag == "VBG":
        return None
    verb = quality if quality.is_verb and not quality.dep.endswith("comp") else quality.head
    if verb.lemma not in ("remain", "be", "stay", "commit", "dedicate", "stand") or verb.dep in ("acl", "relcl"):
        return None
    if verb.child("dobj") is not None:
        return None
    reading = read_act(verb)
    if reading.subject is None:
        reading.subject = own_subject(verb)
    return _finish(
        noun, reading, Arguments((Thing(noun, "political", False),), after(noun, frozenset({"of"})) or noun), "noun"
    )


def _donor(noun: Token) -> Act | None:
    """ "is the largest donor of humanitarian aid in Iraq": a giver by name is giving."""
    if noun.dep != "attr" or lemma_of(noun) not in ("donor", "contributor", "supplier", "provider"):
        return None
    verb = noun.head
    content = after(noun, frozenset({"of"}))
    found = [thing for thing in things_of(content) if thing.category and thing.explicit] if content is not None else []
    if not found or verb.lemma not in ("be", "remain", "become"):
        return None
    reading = read_act(verb)
    act = _finish(verb, reading, Arguments(tuple(found), after(noun, frozenset({"to"}))), "noun")
    return act if act is not None and not reading.modals and not reading.negated else None


def _noun_acts(noun: Token) -> Iterator[Act]:
    """Nouns of promising with a thing or an aim: "its commitment to the defeat of", "a pledge of $5 million"."""
    steadfast = _steadfast_support(noun) or _donor(noun) or _devoted(noun)
    if steadfast is not None:
        yield steadfast
        return
    partners = partners_of_deal(noun)
    if partners is not None:
        reading = read_act(noun)
        reading.subject, reading.rejected = partners, None
        yield Act(noun, reading, Arguments((Thing(noun, "political", False),)), "committed", "promised", "deal")
        return
    operator = predicates().operator_nouns.get(lemma_of(noun))
    if operator is None or operator.name not in ("commit", "offer", "decline"):
        return
    for child in noun.children:
        if child.dep == "prep" and child.lower in ("to", "of", "for"):
            inner = child.child("pobj")
            if inner is None:
                continue
            act = _noun_act(noun, operator, inner)
            if act is not None:
                yield act
                return


def _noun_act(noun: Token, operator: Operator, inner: Token) -> Act | None:
    if inner.tag == "VBG" or any(child.dep == "pcomp" for child in inner.head.children):
        return None
    reading = read_act(noun)
    reading.subject = holder_of(noun) or reading.subject
    reading.operators.insert(0, (operator, noun, False))
    found = [thing for head in conjuncts(inner)[:1] for thing in things_of(head) if thing.category]
    if not found:
        found = [Thing(inner, "political", False)]
    return _finish(noun, reading, Arguments(tuple(found), inner), "noun")
