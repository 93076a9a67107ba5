"""What is promised: the noun phrases of a promise, their categories, counts and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coalition_data.document import Token, once_a_token
from coalition_data.extract.pledges.counted import measure_of
from coalition_data.extract.pledges.lexicon import number_lexicon, things, word_set
from coalition_data.extract.pledges.quantities import Measure, find_measures
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of

_FUNDS = word_set("funds")
_SCALES = frozenset({"million", "billion", "trillion"})
_CHARACTERS_BACK = 400
_SMALL = 32
"""Numbers up to this are days, ages and the like."""
_SAME_STUFF = frozenset({"of", "in", "worth"})
_MANY = word_set("counting_nouns")
_PARTS = word_set("partitives")
_WORTH = frozenset({"worth", "total", "amount", "value"})
_STRENGTHS = word_set("strengths")
_MEMBERS = word_set("members_of_teams")
_TEAMS = word_set("teams")
_STAFF = word_set("staff")
_SENT_STAFF = word_set("sent_staff")
_BODIES = word_set("bodies_of_troops")
_GROUND_ARMS = word_set("ground_arms")
_IN_TEAM = frozenset({"in", "from", "of", "on"})


@dataclass(frozen=True, slots=True)
class Thing:
    """One promised thing.

    Attributes:
        head: head noun (or the verb, where the act itself is the thing).
        category: as in the contract; None where the words do not tell.
        explicit: whether a word names the kind, and it is no guess from generic help.
        count: its number.
        total: its sum of money.
    """

    head: Token
    category: str | None
    explicit: bool
    count: Measure | None = None
    total: Measure | None = None


@once_a_token
def things_of(noun: Token) -> tuple[Thing, ...]:
    """The things that a noun phrase with its coordinates promises, one for each category or own count."""
    found: list[Thing] = []
    for head in conjuncts(noun):
        for thing in _things_of_head(head):
            same = next((old for old in found if old.category == thing.category), None)
            if same is None or (_counted(same) and (_counted(thing) or _is_another(thing))):
                found.append(thing)
            elif thing.total is not None and not _counted(same):
                found[found.index(same)] = replace(same, total=thing.total)  # "rifles and grenades worth …"
    if len(found) > 1 and any(thing.explicit for thing in found):  # "training, advice and operational support"
        found = [thing for thing in found if thing.explicit or _counted(thing) or thing.category != "political"]
    return tuple(found)


def _is_another(thing: Thing) -> bool:
    """ "six jets and a refuelling plane": what an article sets beside what is counted."""
    return thing.explicit and any(child.lower in ("a", "an") for child in thing.head.children)


def _counted(thing: Thing) -> bool:
    return thing.count is not None or thing.total is not None


def _things_of_head(head: Token) -> Iterator[Thing]:
    measure = measure_of(head)
    if measure is not None and measure.is_money and measure.start <= head.start < measure.end:
        yield _sum_of_money(head, measure)
        return
    if measure is not None and head.tag == "CD" and head.lower in _SCALES and not measure.is_money:
        known = _money_before(head)
        if known is not None:  # "Germany promised 244 million", after sums in euros
            yield _sum_of_money(head, replace(measure, currency=known.currency))
            return
    count = measure if measure is not None and not measure.is_money else None
    total = measure if measure is not None and measure.is_money else _total_in(head)
    for thing in _kinds(head, count):
        given = _with_kind_of_sum(thing, head) if total is not None else thing
        yield replace(given, count=given.count or count, total=given.total or total)


def _with_kind_of_sum(thing: Thing, head: Token) -> Thing:
    """ "a $10 million package of assistance": a sum of unnamed help is money, or relief where its aim says so."""
    if thing.explicit or thing.category not in ("military_assistance", "political", "other"):
        return thing
    relief = _purpose_of_sum(head) == "humanitarian"
    return replace(thing, category="humanitarian" if relief else "financial", explicit=True)


def _money_before(head: Token) -> Measure | None:
    """The nearest number before, where that is a sum of money; one of its own sentence tells the currency better."""
    start = max(0, head.start - _CHARACTERS_BACK)
    before = [number for number in find_measures(head.doc.text, start, head.start) if number.end < head.start - 1]
    numbers = [number for number in before if number.is_money or number.low >= _SMALL]
    if not numbers or not numbers[-1].is_money:
        return None
    sentence = head.sentence
    beside = (number for number in find_measures(head.doc.text, sentence.start, sentence.end) if number.is_money)
    return numbers[-1] if numbers[-1].start >= sentence.start else next(beside, numbers[-1])


def _kinds(head: Token, count: Measure | None) -> Iterator[Thing]:
    lexicon = things()
    lemma = _listed_form(head)
    inner = [thing for noun in content_of(head) for thing in things_of(noun) if thing.category]
    measured = lemma in number_lexicon()["measures"] or head.lower in _MANY or head.tag == "CD"
    if head.lower in _PARTS and inner:  # "all of its troops", "some of its 500 soldiers"
        yield Thing(inner[0].head, inner[0].category, inner[0].explicit)
        return
    if lemma in lexicon.heads and not (measured and inner and inner[0].explicit):
        category = _refined(head, lexicon.heads[lemma])
        nested = next((thing for thing in inner if thing.category == category), None)
        yield Thing(head, category, True, nested.count if nested and count is None else None)
        return
    if inner and measured:
        first = inner[0]
        yield Thing(first.head, first.category, first.explicit, count or first.count, first.total)
        return
    named = _kind_before_name(head) or _kind_of_strength(head, lemma) or _kind_of_team(head, lemma, count)
    if named is not None:
        yield Thing(head, named, True)
        return
    categories = _modifier_categories(head)
    if lemma in lexicon.generic:
        yield from _generic_kinds(head, lemma, categories, inner, count)
    elif categories:
        yield Thing(head, categories[0], False)
    elif _total_in(head) is not None:
        yield Thing(head, "financial", False)
    else:
        yield Thing(head, None, False)


def _listed_form(head: Token) -> str:
    """The form of a noun that the lexicon lists: of a name in the plural ("Tornados") its singular too."""
    lemma = lemma_of(head)
    listed = things().heads
    if lemma in listed or not head.is_noun:
        return lemma
    if lemma.removesuffix("s") in listed and lemma.endswith("s"):
        return lemma.removesuffix("s")
    return things().designations.get(_letters_of(lemma), lemma)


def _letters_of(lemma: str) -> str:
    """The letters of a type of aircraft with its number: "cp" of "cp-140s"; "" for other words."""
    found = re.fullmatch(r"([a-z]{1,3}|f/a)-\d{1,3}[a-z]{0,2}", lemma)
    return found[1] if found else ""


def _kind_before_name(head: Token) -> str | None:
    """ "the German frigate Hessen": a ship or a type of aircraft with its name behind it."""
    if head.tag not in ("NNP", "NNPS") or head.i == 0:
        return None
    before = [child for child in head.children if child.dep in ("compound", "nmod") and child.tag in ("NN", "NNS")]
    kinds = [things().heads.get(lemma_of(child)) for child in before]
    return next((kind for kind in kinds if kind in ("weapons_equipment", "air_operations")), None)


def _kind_of_strength(head: Token, lemma: str) -> str | None:
    """ "troop numbers", "force levels": how many of a kind there are is that kind."""
    if lemma not in _STRENGTHS:
        return None
    beside = [child for child in head.children if child.dep in ("compound", "nmod") and child.i < head.i]
    kinds = [things().heads.get(lemma_of(child)) for child in beside]
    return next((kind for kind in kinds if kind in ("military_personnel", "training")), None)


_ARMED = word_set("armed")


def _kind_of_team(head: Token, lemma: str, count: Measure | None) -> str | None:
    """ "55 people in a rescue team", "nine members of a surgical unit": counted people are what their team is."""
    if count is None or lemma not in _MEMBERS:
        return None
    if any(child.lower in _ARMED for child in head.children if child.i < head.i):
        return "military_personnel"  # "180 military members"
    teams = [after for child in head.children if child.lower in _IN_TEAM and (after := child.child("pobj"))]
    if not teams and head.dep == "dobj":  # hung on the verb
        beside = [child for child in head.head.children if child.i > head.i and child.lower in _IN_TEAM]
        teams = [after for child in beside[:1] if (after := child.child("pobj"))]
    found = (thing for team in teams if lemma_of(team) in _TEAMS for thing in things_of(team))
    return next((thing.category for thing in found if thing.explicit), None)


_HELP_FOR = word_set("help_for")


def _generic_kinds(
    head: Token, lemma: str, categories: list[str], inner: list[Thing], count: Measure | None
) -> Iterator[Thing]:
    helped = lemma in _HELP_FOR  # "assistance and training of the forces" gives no forces
    named = [t for t in inner if t.explicit and not (helped and t.category == "military_personnel" and not t.count)]
    if categories == ["military_assistance"] and lemma in _STAFF:
        categories = ["military_personnel"]  # "400 military support staff"
    if categories and not (named and categories == ["military_assistance"]):  # "military operations of its jets"
        for category in categories:
            yield Thing(head, category, True)
        return
    if named:
        yield from named
        return
    lexicon = things()
    purpose = _contributed_to(head, lemma) or purpose_category(head)
    if lemma == "contribution" and words_of(head.sentence) & _FUNDS:
        yield Thing(head, "financial", _total_in(head) is not None)
        return
    if _total_in(head) is not None:
        yield Thing(head, purpose if purpose in ("humanitarian", "military_assistance") else "financial", True)
    elif lemma in lexicon.modifier_only and not (count is not None and lemma in _SENT_STAFF):
        yield Thing(head, None, False)
    else:
        yield Thing(head, purpose or lexicon.generic[lemma], purpose is not None)


def _contributed_to(head: Token, lemma: str) -> str | None:
    """ "a contribution to the air strikes": of the kind of what it is made to."""
    if lemma != "contribution":
        return None
    joined = next((child.child("pobj") for child in head.children if child.lower == "to"), None)
    found = (t.category for t in things_of(joined) if t.explicit) if joined is not None else ()
    return next((kind for kind in found if kind in ("air_operations", "training")), None)


def content_of(head: Token) -> list[Token]:
    """Nouns that say what a sum, a measure or generic help consists of."""
    behind = [child for child in head.children if child.dep == "prep" and child.lower in _SAME_STUFF]
    worth = [child for child in head.children if child.lower == "worth" and child.i > head.i]
    behind += [child for word in worth for child in word.children if child.lower == "of"]
    nouns = (child.child("pobj") for child in behind)
    return [noun for noun in nouns if noun is not None and not _is_set_phrase(noun)]


_FIGHTS = word_set("fights")


def _is_set_phrase(noun: Token) -> bool:
    """ "in support of", "in response to": a preposition of three words; "support for Iraq in its fight" is no fight."""
    helped = noun.head.lower == "in" and noun.head.head.lower in _HELP_FOR
    if helped and lemma_of(noun) in _FIGHTS:
        return True
    return noun.head.lower == "in" and noun.lower in ("support", "response", "addition", "return", "exchange")


def _sum_of_money(head: Token, measure: Measure) -> Thing:
    inner = [thing for noun in content_of(head) for thing in things_of(noun) if thing.category]
    content = next((thing for thing in inner if thing.explicit), inner[0] if inner else None)
    if content is not None and content.explicit and content.category not in (None, "other", "political"):
        return Thing(content.head, content.category, True, content.count, measure)
    purpose = _purpose_of_sum(head)
    return Thing(head, "humanitarian" if purpose == "humanitarian" else "financial", True, None, measure)


def _purpose_of_sum(head: Token) -> str | None:
    """What the money is for, also where the parser hangs the aim on the verb ("give £1m to help refugees")."""
    own = purpose_category(head)
    helped = head.dep == "pobj" and head.head.lower == "with"  # "will support refugees with 560 million euros"
    verb = head.head.head if helped else head.head
    if own is not None or not verb.is_verb:
        return own
    words: set[str] = set()
    for child in verb.children:
        if child.i > verb.i and (child.dep in ("prep", "advcl", "dative", "xcomp") or (helped and child.dep == "dobj")):
            words |= words_of(child.subtree)
    return category_of_words(words)


@once_a_token
def _total_in(head: Token) -> Measure | None:
    """The sum that a thing is worth: "a $5 million grant", "equipment worth 2 million euros", "$5 million more"."""
    for child in head.children:
        if (
            (child.dep == "npadvmod" and head.lower in ("more", "extra"))
            or child.dep in ("nmod", "compound", "nummod", "amod", "prep", "quantmod")
            or child.lemma in _WORTH
        ):
            for token in child.subtree:
                measure = measure_of(token)
                if measure is not None and measure.is_money and measure.start <= token.start < measure.end:
                    return measure
    return None


def _refined(head: Token, category: str) -> str:
    """A head whose modifier changes its kind: "surveillance aircraft", "medical equipment", "police trainers"."""
    others = [found for found in _modifier_categories(head) if found != category]
    if lemma_of(head) in _BODIES and any(child.lower in _GROUND_ARMS for child in head.children if child.i < head.i):
        return "military_personnel"  # "an engineering squadron"
    if lemma_of(head) == "fighter" and "air_operations" in others:
        return "air_operations"  # "Tornado jet fighters"
    for kinds, changed in (
        (("air_operations", "weapons_equipment", "logistics_basing"), "intelligence_surveillance"),
        (("air_operations", "weapons_equipment", "financial"), "humanitarian"),
        (("air_operations", "weapons_equipment"), "logistics_basing"),
        (("military_personnel",), "training"),
        (("military_personnel",), "law_enforcement"),
    ):
        if category in kinds and changed in others:
            return changed
    return category


def _modifier_categories(head: Token) -> list[str]:
    """Categories of the modifiers: coordinated ones each count, of stacked ones the most specific."""
    stacked = [
        [category for word in conjuncts(child) if word.i < head.i for category in _word_categories(word)[:1]]
        for child in head.children
        if child.i < head.i
        and (child.dep in ("amod", "compound", "nmod") or _is_type_name(child))
        and not _is_denied(child)
        and child.child("prep") is None  # "air-to-air refuelling aircraft"
    ]
    found = [list(dict.fromkeys(row)) for row in stacked if row]
    several = [row for row in found if len(row) > 1]
    if several:
        return several[0]
    flat = list(dict.fromkeys(category for row in found for category in row))
    specific = [category for category in flat if category != "military_assistance"]
    return (specific or flat)[:1]


def _is_denied(modifier: Token) -> bool:
    """ "non-military assistance": what the help is not."""
    doc, i = modifier.doc, modifier.i
    return i > 1 and doc[i - 1].text in ("-", "‑") and doc[i - 2].lower == "non" and modifier.lower == "military"


def _is_type_name(token: Token) -> bool:
    """A type that the parser takes for a number: "its F-16 mission"."""
    return token.dep == "nummod" and lemma_of(token) in things().modifiers


def _word_categories(word: Token) -> list[str]:
    lexicon = things()
    lower = lemma_of(word)
    if word.tag == "VBN" and lower == "base":
        return []  # "Kuwait-based jets"
    category = lexicon.modifiers.get(lower) or lexicon.modifiers.get(word.lower) or lexicon.heads.get(lower)
    below = [
        found
        for child in word.children
        if child.dep in ("amod", "compound", "nmod")
        for found in _word_categories(child)
    ]
    return ([category] if category else []) + below


@once_a_token
def purpose_category(head: Token) -> str | None:
    """The category that the aim or the beneficiary gives to bare help ("£1 million to displaced people")."""
    words: set[str] = set()
    for child in head.children:
        if child.dep in ("prep", "acl", "relcl", "dative") and child.lower not in ("from", "by"):
            words |= words_of(child.subtree)
            words |= {"isis"} if any(token.text == "IS" for token in child.subtree) else set()
    return category_of_words(words)


def category_of_words(words: set[str] | frozenset[str]) -> str | None:
    """The first category among whose purposes one of the words is."""
    for category, vocabulary in things().purposes.items():
        if words & vocabulary:
            return category
    return None
