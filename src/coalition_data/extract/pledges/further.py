"""Acts that a construction makes of a verb of another meaning: sums that are told, assent that is given, borders.

"Japan's share amounts to $40 million", "parliament gave its consent to the mission", "is building a fence along the
border", "will step up the exchange of information on fighters".
"""

from __future__ import annotations

from dataclasses import replace

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading, own_subject, subject_above
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.composed import contributor, parts_of
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.licenses import GIVEN, Licensed
from coalition_data.extract.pledges.objects import Arguments, after, object_of, recipient_in
from coalition_data.extract.pledges.parties import parties_of_modifiers
from coalition_data.extract.pledges.taking import is_parliament
from coalition_data.extract.pledges.things import Thing, content_of, things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of

_HELP = word_set("told_help")
_MEASURING = word_set("measuring")
_BARRIERS = word_set("barriers")
_CHECKS = word_set("checks")
_GAPS = word_set("gaps")
_FILLING = word_set("filling")
_RAISING = word_set("strengthening")
_SHARED = frozenset({"information", "intelligence", "data", "expertise"})
_BORDER = frozenset({"border", "frontier", "borders", "frontiers"})
_BUILDING = word_set("building")
_WANTED = word_set("intruders") | word_set("wanted")
_ASSENT = word_set("assent")
_COSTS = word_set("costs")
_SENT = word_set("sent_wholes")
_SENDING = word_set("sending_away")
_WORDS_BACK = 40
_FAVOUR = frozenset({"favour", "favor", "support"})
_EXCHANGES = frozenset({"exchange", "sharing", "flow"})


def sum_told(verb: Token) -> Licensed | None:
    """ "The Commission's share amounts to nearly €500 million", "the package includes $51 million for Jordan"."""
    subject = verb.child("nsubj") if verb.lemma in _MEASURING else None
    pointer = subject is not None and subject.lower in ("it", "this") and verb.lemma in ("include", "comprise")
    if subject is None or (lemma_of(subject) not in _HELP and not pointer):
        return None
    noun = object_of(verb) or after(verb, frozenset({"to", "at"}))
    if noun is None:
        return None
    found = [thing for thing in things_of(noun) if thing.total is not None]
    if not found:
        return None
    if _is_relief(subject, pointer=pointer):
        found = [replace(thing, category="humanitarian") for thing in found]
    reading = read_act(verb)
    owner = subject.child("poss")
    reading.subject = owner if owner is not None and not owner.tag.startswith("PRP") else subject
    if owner is None and not any(child.tag.startswith(("JJ", "NNP")) for child in subject.children):
        reading.subject = _giver_before(subject) or (None if reading.speaker else subject)
    return Licensed(reading, Arguments(tuple(found), recipient_in(noun)))


def _is_relief(subject: Token, *, pointer: bool) -> bool:
    """Whether the sum is one of humanitarian aid, by its own name or, of "this includes", by the sentence before."""
    first = subject.sentence.first
    before = (token for token in (subject.doc[first - 1].sentence if first and pointer else ()) if token.is_noun)
    heads = [thing for noun in (subject, *before) for thing in things_of(noun)]
    return any(thing.category == "humanitarian" and thing.explicit for thing in heads)


def composed(verb: Token) -> Licensed | None:
    """ "The Dutch contribution consists of six F-16s and 120 trainers": the kinds that a contribution is made of."""
    owner = contributor(verb)
    found = [t for noun in parts_of(verb) for t in things_of(noun) if t.category in GIVEN] if owner else []
    found = [t for t in found if t.explicit or lemma_of(t.head) in _NAMED_HELP]
    if not found:
        return None
    reading = read_act(verb)
    reading.subject = owner
    return Licensed(reading, Arguments(tuple(found)))


_NAMED_HELP = frozenset({"advice", "training", "intelligence", "airlift", "surveillance", "reconnaissance"})


def _giver_before(pointer: Token) -> Token | None:
    """Who gives the sum that "it" or "the package" is part of: the subject of the sum in the sentence before."""
    first = pointer.sentence.first
    for token in pointer.doc[first - 1].sentence if first else ():
        noun = object_of(token) if token.is_verb else None
        if noun is not None and any(thing.total for thing in things_of(noun)):
            return own_subject(token) or subject_above(token)
    return None


def assent_given(verb: Token) -> Licensed | None:
    """ "The Bundestag gave its consent to a mission of 100 soldiers": what parliament allows, the state will do."""
    noun = verb.child("dobj") if verb.lemma in ("give", "grant", "vote", "win", "secure") else None
    if noun is None or lemma_of(noun) not in _ASSENT:
        return None
    allowed = after(noun, frozenset({"to", "for"})) or after(verb, frozenset({"to", "for"}))
    found = [t for t in things_of(allowed) if t.category in GIVEN and (t.explicit or t.count)] if allowed else []
    if not found:
        return None
    reading = read_act(verb)
    _decide(reading, verb)
    return Licensed(reading, Arguments(tuple(found), recipient_in(allowed)))


def _decide(reading: Reading, verb: Token) -> None:
    reading.operators.insert(0, (predicates().operator_verbs["approve"], verb, reading.negated))
    reading.negated = False


def border_work(verb: Token) -> Licensed | None:
    """ "is building a fence along the border", "will intensify checks at its frontiers"."""
    lemma = lemma_of(verb)
    noun = object_of(verb) if lemma in _BUILDING or lemma in _RAISING else None
    if noun is None:
        return None
    heads = {lemma_of(head) for head in conjuncts(noun)}
    barrier = lemma in _BUILDING and heads & _BARRIERS
    checks = lemma in _RAISING and heads & _CHECKS and words_of(verb.subtree) & _BORDER
    if not (barrier or checks) or not (words_of(verb.subtree) | _words_before(verb)) & _BORDER:
        return None
    return Licensed(read_act(verb), Arguments((Thing(noun, "law_enforcement", True),)))


def _words_before(verb: Token) -> frozenset[str]:
    return words_of(token for token in verb.sentence if token.i < verb.i)


def exchange_widened(verb: Token) -> Licensed | None:
    """ "will enhance the exchange of information on foreign fighters": said of the future or as a decision."""
    noun = object_of(verb) if lemma_of(verb) in _RAISING else None
    if noun is None or lemma_of(noun) not in _EXCHANGES:
        return None
    words = words_of(noun.subtree) | words_of(verb.subtree)
    reading = read_act(verb) if words & _SHARED else None
    if reading is None or not (reading.future or reading.strong or reading.operators):
        return None
    kind = "law_enforcement" if words & _WANTED else "intelligence_surveillance"
    return Licensed(reading, Arguments((Thing(noun, kind, True),), after(noun, frozenset({"with"}))))


def parliament_backs(verb: Token) -> Licensed | None:
    """ "MPs have backed British air strikes in Iraq": what a parliament votes for, its state will do."""
    if verb.lemma not in ("back", "support", "endorse", "approve", "favour"):
        return None
    subject = verb.child("nsubj")
    noun = object_of(verb)
    if noun is None or subject is None:
        return None
    if not is_parliament(subject):
        return None
    found = [thing for thing in things_of(noun) if thing.category in GIVEN and thing.explicit]
    if not found:
        return None
    reading = read_act(verb)
    _decide(reading, verb)
    if parties_of_modifiers(noun):
        reading.subject = None  # the owner of the forces decides whose parliament it is
    return Licensed(reading, Arguments(tuple(found), recipient_in(noun)))


def voted_for(verb: Token) -> Licensed | None:
    """ "MPs voted by 90 to 19 in favour of air strikes in Iraq", "voted for an extension of the mission"."""
    if verb.lemma != "vote":
        return None
    holders = (verb, *(child.child("pobj") for child in verb.children if child.lower in ("by", "with")))
    favours = (after(holder, frozenset({"in"})) for holder in holders if holder is not None)
    favour = next((noun for noun in favours if noun is not None and lemma_of(noun) in _FAVOUR), None)
    noun = after(favour, frozenset({"of"})) if favour is not None else after(verb, frozenset({"for"}))
    found = [thing for thing in things_of(noun) if thing.category in GIVEN and thing.explicit] if noun else []
    if noun is None or not found:
        return None
    reading = read_act(verb)
    _decide(reading, verb)
    if parties_of_modifiers(noun) and reading.subject is not None and is_parliament(reading.subject):
        reading.subject = None  # the owner of the forces decides whose parliament it is
    return Licensed(reading, Arguments(tuple(found), recipient_in(noun)))


def gap_filled(verb: Token) -> Licensed | None:
    """ "promised to fill part of the hole": money, without the word."""
    noun = object_of(verb) if verb.lemma in _FILLING else None
    words = words_of(noun.subtree) if noun is not None else frozenset()
    if noun is None or not words & _GAPS:
        return None
    if words & {"gap"} and not words & {"funding", "fund", "budget", "financing", "finance", "aid", "donor"}:
        return None
    return Licensed(read_act(verb), Arguments((Thing(noun, "financial", True),)))


def costs_met(verb: Token) -> Licensed | None:
    """ "has undertaken to meet part of the salaries of the Afghan police", "will bear the costs of the force"."""
    noun = object_of(verb) if verb.lemma in ("meet", "cover", "bear", "shoulder", "defray", "underwrite") else None
    if noun is None:
        return None
    heads = [noun, *content_of(noun)]
    cost = next((head for head in heads if lemma_of(head) in _COSTS), None)
    reading = read_act(verb) if cost is not None else None
    if reading is None or cost is None or not (reading.operators or reading.future):
        return None
    return Licensed(reading, Arguments((Thing(cost, "financial", True),), after(cost, frozenset({"of", "for"}))))


def let_have(verb: Token) -> Licensed | None:
    """ "is letting Kabul have three helicopters"."""
    inner = verb.child("ccomp", "xcomp") if verb.lemma == "let" else None
    noun = inner.child("dobj") if inner is not None and inner.lemma in ("have", "use", "keep") else None
    if inner is None or noun is None:
        return None
    found = [thing for thing in things_of(noun) if thing.explicit and thing.category in GIVEN]
    return Licensed(read_act(verb), Arguments(tuple(found), inner.child("nsubj"))) if found else None


def no_decision(verb: Token) -> Licensed | None:
    """ "has made no decision about additional strikes", "has yet to take a decision on trainers"."""
    noun = verb.child("dobj", "nsubjpass") if verb.lemma in ("make", "take", "reach") else None
    about = after(noun, frozenset({"on", "about"})) if noun is not None and lemma_of(noun) == "decision" else None
    about = about or (
        after(verb, frozenset({"on", "about"})) if noun is not None and lemma_of(noun) == "decision" else None
    )
    found = [t for t in things_of(about) if t.explicit and t.category in GIVEN] if about is not None else []
    reading = read_act(verb) if found else None
    if reading is None or not reading.negated:
        return None
    reading.negated = False
    reading.operators.insert(0, (predicates().operator_verbs["weigh"], verb, False))
    return Licensed(reading, Arguments(tuple(found), recipient_in(about)))


def carried_for(verb: Token) -> Licensed | None:
    """ "flew 32 Peshmerga to Bavaria for training", "will bring the wounded to Amman for treatment"."""
    aim = after(verb, frozenset({"for"})) if verb.lemma in ("fly", "bring", "take", "send", "invite") else None
    noun = object_of(verb) if aim is not None else None
    if noun is None or aim is None or lemma_of(aim) not in ("training", "instruction", "treatment", "surgery", "care"):
        return None
    category = "training" if lemma_of(aim) in ("training", "instruction") else "humanitarian"
    count = things_of(noun)[0].count
    return Licensed(read_act(verb), Arguments((Thing(noun, category, True, count),), noun)) if count else None


def numbers_told(verb: Token) -> Licensed | None:
    """ "Germany's deliveries comprised 40 machine guns", "the mission will involve 3,000 American soldiers"."""
    if verb.lemma not in ("comprise", "include", "involve", "number", "consist", "be"):
        return None
    subject = verb.child("nsubj")
    sent = _sent_in(verb)
    noun = object_of(sent or verb) or after(verb, frozenset({"of"})) or verb.child("attr")
    if subject is None or noun is None:
        return None
    kinds = {lemma_of(subject)} & (_HELP | _SENT | {"plan"} if verb.lemma != "be" else {"contribution"})
    if not kinds and (verb.lemma == "be" or subject.lower not in ("it", "they", "this", "these")):
        return None
    nouns = (noun, *(child for child in sent.children if child.dep == "conj" and child.is_noun)) if sent else (noun,)
    found = [thing for one in nouns for thing in things_of(one) if thing.explicit and thing.category in GIVEN]
    ahead = kinds & {"contribution", "mission", "deployment", "contingent"} and verb.tag == "VB"
    told = ahead or sent is not None  # "its contribution will consist of trainers"
    counted = any(thing.count for thing in found)
    found = [thing for thing in found if thing.count or told or (counted and _is_one(thing.head))]
    if not found:
        return None
    reading = read_act(verb)
    owner = subject.child("poss")
    if owner is not None and not owner.tag.startswith("PRP"):
        reading.subject = owner
    elif parties_of_modifiers(found[0].head):
        reading.subject = None  # "3,000 U.S. forces"
    elif not kinds:
        before = _owner_before(subject)
        reading.subject = before
    return Licensed(reading, Arguments(tuple(found), recipient_in(noun))) if found else None


def _sent_in(verb: Token) -> Token | None:
    """ "This includes sending a tanker aircraft": the verb of sending."""
    inner = verb.child("xcomp", "pcomp") if verb.lemma in ("include", "involve", "comprise") else None
    return inner if inner is not None and inner.tag == "VBG" and inner.lemma in _SENDING else None


def _is_one(head: Token) -> bool:
    """ "60 soldiers and a tanker aircraft"."""
    return any(child.lower in ("a", "an") for child in head.children)


def _owner_before(pointer: Token) -> Token | None:
    """Whose deliveries "they" are: the possessor of the last help named before."""
    for index in range(pointer.i - 1, max(-1, pointer.i - _WORDS_BACK), -1):
        token = pointer.doc[index]
        if token.is_noun and lemma_of(token) in _HELP | _SENT:
            return token.child("poss")
    return None


READERS = (
    gap_filled,
    sum_told,
    assent_given,
    border_work,
    exchange_widened,
    costs_met,
    let_have,
    no_decision,
    numbers_told,
    voted_for,
)
"""In the order in which they are asked."""
