"""Who does the same, without saying it again: "as did Finland", "joined by Jordan", "The Netherlands followed suit".

The clause names only who; what is given stands in the act before it. Numbers are not repeated: of "Sweden promised 35
trainers, as did Finland" nobody knows how many the Finns are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coalition_data.document import ParsedArticle, Span, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.fragments import party_head
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.stances import progress_of, stance_of
from coalition_data.extract.pledges.things import Thing
from coalition_data.extract.pledges.words import conjuncts, lemma_of

_LONGEST_NAME = 6
_LIKEWISE = frozenset({"as", "so", "nor", "neither"})
_JOINED = word_set("joined_by")
_SAME = word_set("the_same")
_REPEATING = word_set("repeating")
_STANCES = ("committed", "offered", "withdrawn", "declined")
_SENTENCES_BACK = 2
_NAMES_GO_ON = frozenset({",", "and", "the", "both"})


def with_echoes(acts: Sequence[Act], parsed: ParsedArticle) -> list[Act]:
    """The acts, with those of others who do the same.

    Args:
        acts: the acts of an article, in the order of the text.
        parsed: the article.
    """
    acts = [act for act in acts if act.kind != "open" or not _repeats(act.token)]  # "refused to follow suit"
    found = list(acts)
    for act in acts:
        found += [_by_another(act, name) for name in _who_does_so(act, acts)]
    for sentence in parsed.sentences:
        for verb in sentence:
            if verb.is_verb and _repeats(verb) and not any(act.token == verb for act in acts):
                found += _repeated(verb, acts)
    return sorted(found, key=lambda act: act.token.i)


def companions_of(subject: Token, verb: Token) -> list[Token]:
    """Names between a subject and its verb that act with it: "Germany, along with the Netherlands, will"."""
    doc = subject.doc
    if not subject.i < verb.i or subject.sentence != verb.sentence:
        return []
    for token in doc.span(subject.i + 1, verb.i):
        if token.is_verb and token.lower not in _JOINED and token.dep not in ("aux", "auxpass"):
            return []
        behind = _behind_companion(token)
        if behind is not None:
            return names_from(doc.span(behind, verb.i))
    return []


def _behind_companion(token: Token) -> int | None:
    """Where the names begin after "along with", "alongside", "like" or ", joined by"."""
    following = token.doc[token.i + 1].lower if token.i + 1 < len(token.doc) else ""
    if token.lower in ("along", "together") and following == "with":
        return token.i + 2
    if token.lower in ("like", "alongside") and token.i > 0 and token.doc[token.i - 1].text == ",":
        return token.i + 1
    return token.i + 2 if token.lower in _JOINED and following == "by" else None


def names_from(span: Span) -> list[Token]:
    """Heads of the names of states and bodies that a span begins with, one after the other."""
    found: list[Token] = []
    place = span.first
    while place < span.last:
        if span.doc[place].lower in _NAMES_GO_ON:
            place += 1
            continue
        comma = next((token.i for token in span.doc.span(place, span.last) if token.text == ","), span.last)
        ends = range(min(place + _LONGEST_NAME, comma), place, -1)
        named = next(((end, head) for end in ends if (head := party_head(span.doc.span(place, end)))), None)
        if named is None:
            return [] if _goes_on_naming(span.doc[place]) else found
        found.append(named[1])
        place = named[0]
    return found


def _goes_on_naming(token: Token) -> bool:
    """ "France's ambassador", "Sudan, which sent", "Norway with $4 million": the name begins something else."""
    return token.is_noun or token.tag in ("POS", "VBG", "WDT", "WP") or token.lower == "with"


def _who_does_so(act: Act, acts: Sequence[Act]) -> list[Token]:
    """Names behind an act that do the same: ", as did Finland", ". So did Finland", ", joined by Jordan"."""
    doc = act.token.doc
    sentence = act.token.sentence
    own = act.token.child("nsubj")
    if is_passive(act.token) or (own is not None and act.reading.subject != own):
        return []  # "Jordan was given jets, as was Egypt": the one who does the same gives nothing
    later = [other.token.i for other in acts if other.token.i > act.token.i]
    for token in doc.span(act.token.i + 1, sentence.last):
        if any(other < token.i for other in later):
            return []  # the nearest act is meant
        start = _behind_likewise(token)
        if start is None and token.lower in _JOINED and doc[token.i - 1].text == ",":
            start = _behind_companion(token)
        if start is not None:
            return names_from(
                doc.span(start, sentence.last - 1 if doc[sentence.last - 1].text == "." else sentence.last)
            )
    if sentence.last < len(doc) and not any(other < sentence.last for other in later):
        following = doc[sentence.last].sentence
        start = _behind_likewise(doc[following.first])
        return names_from(doc.span(start, following.last - 1)) if start is not None else []
    return []


def _behind_likewise(token: Token) -> int | None:
    """Where the names begin after "as did", "so will", "nor has"."""
    if token.lower not in _LIKEWISE or token.i + 2 >= len(token.doc):
        return None
    auxiliary = token.doc[token.i + 1]
    return token.i + 2 if auxiliary.tag == "MD" or auxiliary.lemma in ("do", "have", "be") else None


def _by_another(act: Act, name: Token) -> Act:
    reading = replace(act.reading, subject=name, alone=True)
    return replace(act, reading=reading, arguments=replace(act.arguments, things=_uncounted(act), acting_unit=False))


def _uncounted(act: Act) -> tuple[Thing, ...]:
    return tuple(replace(thing, count=None, total=None) for thing in act.arguments.things)


def _repeats(verb: Token) -> bool:
    """ "followed suit", "will do the same", "made similar pledges"."""
    noun = verb.child("dobj")
    if verb.lemma == "follow":
        return noun is not None and noun.lower == "suit"
    if verb.lemma == "do":
        adverb = next((child for child in verb.children if child.lower in _SAME), None)
        return adverb is not None and adverb.i > verb.i
    similar = noun is not None and any(child.lower in ("similar", "comparable") for child in noun.children)
    return similar and noun is not None and lemma_of(noun) in _REPEATING


def _repeated(verb: Token, acts: Sequence[Act]) -> Iterator[Act]:
    """The act before, as the verb means it: "may follow suit", "refused to do the same"."""
    before = [act for act in acts if act.token.i < verb.i and act.stance in _STANCES]
    if not before or not _is_near(before[-1].token, verb):
        return
    last = before[-1]
    reading = read_act(verb)
    stance = None if reading.rejected else stance_of(reading, withdrawal=last.stance == "withdrawn")
    stance = "declined" if stance == "committed" and last.stance == "declined" else stance
    if stance is None or reading.subject is None or reading.subject in conjuncts_of(last.reading.subject):
        return
    arguments = replace(last.arguments, things=_uncounted(last), acting_unit=False)
    yield Act(verb, reading, arguments, stance, progress_of(reading, stance, verb=verb), "listed")


def conjuncts_of(noun: Token | None) -> list[Token]:
    """A noun with its coordinates; empty for None."""
    return conjuncts(noun) if noun is not None else []


def _is_near(earlier: Token, later: Token) -> bool:
    sentence = later.sentence
    for _ in range(_SENTENCES_BACK + 1):
        if sentence.first <= earlier.i:
            return True
        if sentence.first == 0:
            return False
        sentence = later.doc[sentence.first - 1].sentence
    return False
