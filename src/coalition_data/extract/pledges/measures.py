"""The number that a promise bears where it is not the count before the noun.

"raise its trainers from 50 to 120" promises 120, "by 150" another 150; "300 of its 1,200 soldiers" are 300; "the
training of 60 soldiers" and "train and equip three brigades" count those who are trained; of "two frigates and a
tanker" the tanker is one; "120 and 60 soldiers respectively" are shared out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.lexicon import number_lexicon, things
from coalition_data.extract.pledges.objects import object_of
from coalition_data.extract.pledges.quantities import Measure, find_measures, word_before
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of
from coalition_data.resolve.countries import find_country

_CHANGING = frozenset(number_lexicon()["changing"])
_MOVING = frozenset(number_lexicon()["moving"])
_NUMBERS = frozenset(number_lexicon()["numbers"])
_PERSONS = frozenset(number_lexicon()["persons"])
_NOT_THINGS = frozenset(number_lexicon()["not_things"])
_PAID_TO = frozenset(number_lexicon()["paid_to"])
_SUMS = frozenset(number_lexicon()["sums"])
_TO_WHOM = frozenset({"to", "for", "of"})
_PRICE = re.compile(
    r"(?:\bat(?: a cost of)?|\bworth|\bvalued at|\bcosting|\btotall?ing|\bto the tune of|\bat a price of"
    r"|\bthat (?:will )?costs?)\s+(?:about |around |some |up to |more than |at least |nearly |an estimated )?$",
    re.IGNORECASE,
)
_WORTH = 40
"""Characters before "worth of" in which its sum stands."""
_YEARS = range(1900, 2100)
_OWN_CLAUSE = frozenset({"conj", "advcl", "ccomp", "parataxis", "relcl"})
_FORCES = frozenset({"air_operations", "training", "military_personnel", "intelligence_surveillance"})
_HELPED = frozenset({"training", "weapons_equipment", "humanitarian"})


def with_numbers(act: Act, thing: Thing) -> Thing:
    """The thing with the count or sum that the whole clause gives it."""
    for rule in _RULES:
        measure = rule(act, thing)
        if measure is not None:
            return replace(thing, total=measure) if measure.is_money else replace(thing, count=measure)
    return thing


def _after_change(act: Act, thing: Thing) -> Measure | None:
    """ "from 50 to 120", "by 150" after a verb or noun of growing or shrinking."""
    anchor = _changing_word(act, thing)
    if anchor is None or thing != act.arguments.things[0]:
        return None
    text, end = anchor.doc.text, _end_of_clause(anchor)
    added: Measure | None = None
    for measure in find_measures(text, anchor.end, end):
        if not _fits(measure, thing, end):
            continue
        before = word_before(text, measure, anchor.start)
        if measure.high is not None and before == "from":
            return replace(measure, low=measure.high, high=None)
        if before == "to":
            return measure
        if before == "by" and added is None:
            added = measure
    own = thing.total if added is not None and added.is_money else thing.count
    return added if own is None or own == added else None


def _changing_word(act: Act, thing: Thing) -> Token | None:
    """The verb or noun that makes more or less of the thing."""
    if lemma_of(act.token) in _CHANGING:
        if lemma_of(act.token) not in _MOVING or _is_about_number(act.token, thing):
            return act.token
        return None
    above = thing.head.head.head if thing.head.dep == "pobj" else thing.head.head
    return above if above.is_noun and lemma_of(above) in _CHANGING else None


def _is_about_number(verb: Token, thing: Thing) -> bool:
    """ "will bring the number of its soldiers to 160", "the total force will go from 650 to 830"."""
    nouns = [child for child in verb.children if child.dep in ("dobj", "nsubj", "nsubjpass")]
    if any(lemma_of(noun) in _NUMBERS for noun in nouns):
        return True
    return verb.lemma in ("cut", "lift", "step") and thing.head in verb.subtree


def _end_of_clause(anchor: Token) -> int:
    """Offset at which what belongs to the word ends: before a further verb with a clause of its own."""
    later = [
        child.subtree.start
        for child in anchor.children
        if child.i > anchor.i and child.dep in _OWN_CLAUSE and child.is_verb and child.dep != "relcl"
    ]
    subtree = anchor.subtree
    tail = anchor.doc[subtree.last] if subtree.last < len(anchor.doc) else None
    cut_off = tail is not None and tail.text == "," and tail in anchor.sentence  # ", from 50 to 100" hangs elsewhere
    end = anchor.sentence.end if cut_off and not later else subtree.end
    return min([end, *later])


def _fits(measure: Measure, thing: Thing, end: int) -> bool:
    """Whether a number can be of the thing: no share, time or year, and no count of something else."""
    doc = thing.head.doc
    index = doc.token_at(measure.end)
    following = doc[index] if index is not None and doc.starts[index] < end else None
    if measure.is_money:
        return True
    if following is not None and (following.text == "%" or lemma_of(following) in _NOT_THINGS - _PERSONS):
        return False
    noun = counted_noun(measure, thing.head)
    if noun is None:
        return not (measure.low == int(measure.low) and int(measure.low) in _YEARS)
    if noun == thing.head or lemma_of(noun) in _PERSONS | _NUMBERS:
        return True
    return any(other.category == thing.category for other in things_of(noun))


def _inside(_: Act, thing: Thing) -> Measure | None:
    """ "a force of 2,000 men", "the training of 60 soldiers"."""
    if thing.count is not None or thing.total is not None:
        return None
    for child in thing.head.children:
        noun = child.child("pobj") if child.dep == "prep" and child.lower == "of" else None
        measure = measure_of(noun) if noun is not None else None
        if noun is not None and measure is not None and not measure.is_money and lemma_of(noun) not in _NOT_THINGS:
            return measure
    return None


def _helped(act: Act, thing: Thing) -> Measure | None:
    """ "train and equip three brigades": those who are helped, where help is the verb itself."""
    verb = act.token
    if thing.count is not None or thing.total is not None or thing.head != verb or thing.category not in _HELPED:
        return None
    for helper in (verb, *conjuncts(verb)[1:]):
        noun = object_of(helper) if helper.is_verb else None
        measure = measure_of(noun) if noun is not None else None
        if measure is not None and not measure.is_money:
            return measure
    return None


def _of_unit(act: Act, thing: Thing) -> Measure | None:
    """ "Six F-16s will carry out air strikes": the forces that act are what is given."""
    subject = act.reading.subject
    if thing.count is not None or thing.total is not None or thing.category not in _FORCES or subject is None:
        return None
    if not subject.is_noun or lemma_of(subject) not in things().units:
        return None
    measure = measure_of(subject)
    return measure if measure is not None and not measure.is_money else None


def _one_of_list(_: Act, thing: Thing) -> Measure | None:
    """ "six jets, a tanker plane and a frigate": an article counts where its neighbours are counted."""
    article = thing.head.child("det")
    if thing.count is not None or thing.total is not None or article is None or article.lower not in ("a", "an"):
        return None
    first = thing.head
    while first.dep in ("conj", "appos") and first.head.is_noun:
        first = first.head
    others = [noun for noun in conjuncts(first) if noun != thing.head and noun.is_noun]
    counted = [measure for noun in others if (measure := measure_of(noun)) is not None]
    if not counted or any(measure.is_money for measure in counted):
        return None
    return Measure(Decimal(1), None, "exact", None, article.start, article.end)


def _in_apposition(_: Act, thing: Thing) -> Measure | None:
    """ "offered the largest sum, $5 billion in credit lines"."""
    apposed = thing.head.child("appos")
    measure = measure_of(apposed) if apposed is not None and thing.total is None else None
    return measure if measure is not None and measure.is_money else None


def _named_one_by_one(_: Act, thing: Thing) -> Measure | None:
    """ "the vessels Wellington and Aotearoa" are two."""
    if thing.count is not None or thing.total is not None or thing.head.tag not in ("NNS", "NNPS"):
        return None
    apposed = thing.head.child("appos")
    names = conjuncts(apposed) if apposed is not None and apposed.tag == "NNP" and apposed.i > thing.head.i else []
    if len(names) < 2 or any(name.tag != "NNP" for name in names):
        return None
    return Measure(Decimal(len(names)), None, "exact", None, names[0].start, names[-1].end)


def _measured(_: Act, thing: Thing) -> Measure | None:
    """ "some six million doses of vaccine that they promised", "20 million euros' worth of radars"."""
    if thing.count is not None or thing.total is not None or thing.head.dep != "pobj" or thing.head.head.lower != "of":
        return None
    above = thing.head.head.head
    if not above.is_noun or lemma_of(above) not in number_lexicon()["measures"]:
        return None
    measure = measure_of(above)
    if measure is None:
        text, start = above.doc.text, max(above.sentence.start, above.start - _WORTH)
        found = [one for one in find_measures(text, start, above.start) if one.is_money]
        measure = found[-1] if found and not text[found[-1].end : above.start].strip(" '’s") else None
    return measure


def _paid(_: Act, thing: Thing) -> Measure | None:
    """ "pays salaries to some 2,000 men"."""
    if thing.count is not None or thing.total is not None or lemma_of(thing.head) not in _PAID_TO:
        return None
    for holder in (thing.head, thing.head.head):
        for child in holder.children:
            noun = child.child("pobj") if child.dep in ("prep", "dative") and child.lower in _TO_WHOM else None
            measure = measure_of(noun) if noun is not None else None
            if measure is not None and not measure.is_money:
                return measure
    return None


def _priced(act: Act, thing: Thing) -> Measure | None:
    """ "to fund the clearance of mines, at a cost of £3.7 million"."""
    if thing.total is not None or thing.category == "political":
        return None
    text = act.token.doc.text
    for measure in find_measures(text, act.token.end, act.token.sentence.end):
        if measure.is_money and _PRICE.search(text[: measure.start][-60:]):
            return measure if thing == act.arguments.things[0] else None
    return None


def _pointed_to(_: Act, thing: Thing) -> Measure | None:
    """ "promised to release the money": the sum named before."""
    article = thing.head.child("det")
    if thing.total is not None or lemma_of(thing.head) not in _SUMS or article is None:
        return None
    if article.lower not in ("the", "that", "this", "those"):
        return None
    doc, sentence = thing.head.doc, thing.head.sentence
    start = doc.paragraphs[doc.paragraph_at(sentence.start)][0]
    found = [measure for measure in find_measures(doc.text, start, thing.head.start) if measure.is_money]
    return found[-1] if found else None


_RULES: tuple[Callable[[Act, Thing], Measure | None], ...] = (
    _after_change,
    _inside,
    _helped,
    _of_unit,
    _one_of_list,
    _in_apposition,
    _named_one_by_one,
    _measured,
    _paid,
    _priced,
    _pointed_to,
)


def counted_noun(measure: Measure, head: Token) -> Token | None:
    """The noun that a number counts, by the words right after it; None for a bare number."""
    phrase = list(_phrase_after(measure, head))
    return phrase[-1] if phrase and phrase[-1].is_noun else None


def _phrase_after(measure: Measure, head: Token) -> Iterator[Token]:
    """Adjectives and nouns after a number, up to the last noun in a row."""
    doc = head.doc
    index = doc.token_at(measure.end)
    if index is None:
        return
    sentence = doc.sentence_at(index)
    for token in doc.span(index, sentence.last):
        if token.start < measure.end or token.text in ("-", "or", "so") or token.lower in _STRONG:
            continue
        beside = doc.span(token.i - 1, min(token.i + 2, len(doc)))
        if [near.text for near in beside][::2] == ["-", "-"]:  # "air-to-air refuelling aircraft"
            yield from beside
            continue
        in_name = token.text == "/" and _is_glued(token)
        if not (in_name or token.is_noun or token.tag in ("JJ", "JJR", "VBN", "VBG", "HYPH", "CD", "POS")):
            return
        if token.lower in _WHEN or (token.entity is not None and token.entity.label in ("DATE", "TIME")):
            return
        if token.tag == "VBG" and not doc[min(token.i + 1, len(doc) - 1)].is_noun:
            return
        yield token


def _is_glued(token: Token) -> bool:
    """Whether no blank stands on either side: the stroke of "F/A-18"."""
    around = token.doc.text[max(0, token.start - 1) : token.end + 1]
    return len(around) == len(token.text) + 2 and not any(map(str.isspace, around))


_WHEN = frozenset({"last", "next", "late", "early", "today", "yesterday", "tomorrow"})
_STRONG = frozenset({"strong", "member", "man", "person"})
_MORE = frozenset({"more", "additional", "extra", "further", "other", "new", "such", "or", "so", "fresh", "plus"})


def unit_of(measure: Measure, head: Token, pledger_iso3: str | None) -> str:
    """The counted noun with its compounds: "troops", "F-16 fighter jets", "tonnes of flour".

    Args:
        measure: the count.
        head: head of the promised thing, for a bare number.
        pledger_iso3: country of the pledger, whose name is left out ("1,200 German soldiers").
    """
    words = list(_phrase_after(measure, head))
    while words and not words[-1].is_noun:
        words.pop()
    words = [token for token in words if token.lower not in _MORE and not _names(token, pledger_iso3)]
    if not words:
        return _unit_of_head(head)
    printed = [_cased(token) for token in words]
    if lemma_of(words[-1]) in number_lexicon()["measures"]:
        printed += _content(words[-1])
    return " ".join(printed).replace(" - ", "-").replace(" / ", "/").replace(" 's", "'s")


def _names(token: Token, iso3: str | None) -> bool:
    match = find_country(token.text) if iso3 is not None else None
    return match is not None and match.iso3 == iso3


def _unit_of_head(head: Token) -> str:
    if head.tag in ("NNS", "NNPS") and lemma_of(head) not in _NUMBERS:
        return head.lower
    goods = things().heads.get(lemma_of(head)) not in (None, "military_personnel", "training")
    return head.lower if goods else "personnel"  # "raised the number of aircraft to twelve"


def _content(noun: Token) -> list[str]:
    """ "of flour" after "tonnes"."""
    preposition = next((child for child in noun.children if child.dep == "prep" and child.lower == "of"), None)
    inner = preposition.child("pobj") if preposition is not None else None
    if inner is None or not inner.is_noun:
        return []
    near = [child.i for child in inner.children if child.dep in ("compound", "amod") and child.i < inner.i]
    return ["of", *(_cased(token) for token in noun.doc.span(min([inner.i, *near]), inner.i + 1))]


def _cased(token: Token) -> str:
    """Lower case, but for names of types and peoples ("F-16 jets", "Syrian rebels", "Patriot batteries")."""
    if any(map(str.isdigit, token.text)):
        return token.text
    return token.text if lemma_of(token) not in things().heads else token.lower


def shared_out(act: Act, names: Sequence[str]) -> tuple[Measure, ...]:
    """The numbers of "10 and 60 million euros respectively", or of "Chile with 5 million and Peru with 2", in order.

    Args:
        act: the act.
        names: of the pledgers, as they stand in the sentence.

    Returns:
        One number for each name; none where the sentence shares out nothing.
    """
    sentence: Span = act.token.sentence
    text, count = sentence.doc.text, len(names)
    by_name = [
        measure
        for name in names
        for measure in find_measures(text, sentence.start, sentence.end)
        if re.search(
            rf"\b{re.escape(name)}(?: with| giving| contributing|:)?\s+$", text[sentence.start : measure.start]
        )
    ]
    if count > 1 and len(by_name) == count and act.token.start < by_name[0].start:
        return tuple(by_name)
    word = re.compile(r"\brespectively\b", re.IGNORECASE).search(text, sentence.start, sentence.end)
    if word is None or count < 2:
        return ()
    found = find_measures(text, sentence.start, word.start())[-count:]
    if len(found) < count:
        return ()
    last = found[-1]
    scale = _SCALES[[last.low >= size for size in _SCALES].index(True)] if last.low >= _SCALES[-1] else Decimal(1)
    return tuple(
        replace(
            measure,
            currency=measure.currency or last.currency,
            low=measure.low * scale if measure.low < _SCALES[-1] else measure.low,
        )
        for measure in found
    )


_SCALES = (Decimal(10**9), Decimal(10**6))
"""Scales that a list prints once, at its end ("10 and 60 million euros")."""
