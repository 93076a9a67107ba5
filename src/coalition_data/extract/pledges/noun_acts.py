"""Nouns that promise by themselves: "its commitment to", "a pledge of $5 million", "steadfast in its support"."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act, finish
from coalition_data.extract.pledges.clauses import Reading, holder_of, own_subject
from coalition_data.extract.pledges.climbing import read_act
from coalition_data.extract.pledges.deals import partners_of_deal
from coalition_data.extract.pledges.lexicon import Operator, predicates, word_set
from coalition_data.extract.pledges.nominal import name_with_sum, owned_gift, owned_sum, sum_from
from coalition_data.extract.pledges.objects import Arguments, after, total_by
from coalition_data.extract.pledges.parties import parties_of_modifiers
from coalition_data.extract.pledges.quantities import may_hold_measure
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.extract.pledges.words import conjuncts, lemma_of
from coalition_data.resolve.countries import find_country


def _steadfast_support(noun: Token) -> Act | None:
    """ "remains steadfast in its support of the government": support that is said to last."""
    verb = noun.head.head if noun.dep == "pobj" and noun.head.lower in ("in", "of") else None
    while verb is not None and verb.tag.startswith("JJ") and not verb.is_root:
        verb = verb.head
    if verb is None or verb.lemma not in ("remain", "stand", "be", "continue", "assure") or noun.child("poss") is None:
        return None
    if lemma_of(noun) not in ("support", "solidarity", "commitment"):
        return None
    reading = read_act(verb)
    reading.subject = noun.child("poss") if verb.lemma == "assure" else reading.subject
    reading.rejected = None if own_subject(verb) is not None else "nobody"
    recipient = after(noun, frozenset({"of", "for", "to", "with"}))
    return finish(noun, reading, Arguments((Thing(noun, "political", False),), recipient), "noun")


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
    return finish(
        noun, reading, Arguments((Thing(noun, "political", False),), after(noun, frozenset({"of"})) or noun), "noun"
    )


def _donor(noun: Token) -> Act | None:
    """ "is the largest donor of humanitarian aid in Iraq": a giver by name is giving."""
    verb = _copula_of(noun) if lemma_of(noun) in _GIVERS else None
    if verb is None:
        return None
    content = after(noun, frozenset({"of"}))
    found = [thing for thing in things_of(content) if thing.category and thing.explicit] if content is not None else []
    given_to = after(noun, frozenset({"to"}))
    if content is None and given_to is not None and lemma_of(noun) == "donor":
        found = [Thing(noun, "humanitarian", True)]
    if content is None and given_to is not None and lemma_of(given_to) in _COMMON_WORK:
        found = [Thing(noun, "military_assistance", True)]  # "one of the largest contributors to the coalition"
    if not found:
        return None
    reading = read_act(verb)
    act = finish(verb, reading, Arguments(tuple(found), after(noun, frozenset({"to"}))), "noun")
    return act if act is not None and not reading.modals and not reading.negated else None


_GIVERS = word_set("giver_nouns")
_COMMON_WORK = word_set("common_work")


def _copula_of(noun: Token) -> Token | None:
    """The verb of "is a donor", "remains one of the largest donors", "is among the ten largest donors"."""
    node = noun
    if node.dep == "pobj" and node.head.lower == "of" and node.head.head.lower == "one":
        node = node.head.head
    elif node.dep == "pobj" and node.head.lower in ("among", "amongst"):
        node = node.head
    elif node.dep != "attr":
        return None
    below = node.dep == "attr" or node.lower in ("among", "amongst", "one")
    return node.head if below and node.head.lemma in ("be", "remain", "become") else None


_FACTIVE = word_set("factive")
_MOODS = word_set("moods")


_AT_THE_TIME = frozenset({"after", "following", "since", "amid", "during", "despite", "before", "with"})


def _withdrawal_told(noun: Token) -> Act | None:
    """ "after the withdrawal of U.S. forces from Syria": told as what happens, with whose forces they are."""
    if lemma_of(noun) not in _LEAVING:
        return None
    left = after(noun, frozenset({"of"}))
    found = [t for t in things_of(left) if t.explicit and t.category in _FORCES] if left is not None else []
    if left is None or not found or not parties_of_modifiers(left):
        return None
    if noun.dep != "pobj" or noun.head.lower not in _AT_THE_TIME:
        return None
    reading = Reading(act=noun, clause=noun, subject=left)
    return finish(noun, reading, Arguments((found[0],)), "noun", withdrawal=True)


_LEAVING = word_set("nouns_of_leaving")
_FORCES = frozenset({"military_personnel", "air_operations", "training"})


def _tells_number(noun: Token) -> bool:
    """Whether the noun's sentence may hold a sum at all."""
    sentence = noun.sentence
    return may_hold_measure(noun.doc.text, sentence.start, sentence.end)


def noun_acts(noun: Token) -> Iterator[Act]:
    """Nouns of promising with a thing or an aim: "its commitment to the defeat of", "a pledge of $5 million"."""
    if noun.tag == "CD":
        given = sum_from(noun) or owned_sum(noun)
        yield from [given] if given is not None else []
        return
    withdrawn = _withdrawal_told(noun)
    if withdrawn is not None:
        yield withdrawn
        return
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
    given = owned_gift(noun)
    if given is None and _tells_number(noun):
        given = sum_from(noun) or owned_sum(noun) or name_with_sum(noun)
    if given is not None:
        yield given
        return
    operator = predicates().operator_nouns.get(lemma_of(noun))
    if operator is None or operator.name not in ("commit", "offer", "decline"):
        return
    holder = holder_of(noun)
    behind = [child for child in noun.children if child.dep == "prep" and child.lower in ("to", "of", "for")]
    for child in behind:
        if child.child("pobj") is not None and child.child("pobj") == holder:
            continue  # "the commitment of the United States to"
        inner = child.child("pobj")
        if child.lower == "of" and inner is not None and lemma_of(noun) in _MOODS:
            continue  # "the resolve of the Ukrainian people" is theirs
        if inner is not None and holder is None and (owned_gift(inner) or sum_from(inner)) is not None:
            continue  # "agreements for contributions of $33 million from Germany": who gives is told there
        act = _noun_act(noun, operator, inner) if inner is not None else None
        if act is not None:
            yield act
            return


def _is_of_another(noun: Token, holder: Token) -> bool:
    """ "Iraq turned down a US offer": it has been made, whatever the other says to it."""
    subject = own_subject(noun.head) if noun.head.is_verb else None
    whose, others = find_country(holder.text), find_country(subject.text) if subject is not None else None
    return whose is not None and others is not None and whose.iso3 != others.iso3


def _noun_act(noun: Token, operator: Operator, inner: Token) -> Act | None:
    if inner.tag == "VBG" or any(child.dep == "pcomp" for child in inner.head.children):
        return None
    reading = read_act(noun)
    holder = holder_of(noun)
    if (
        reading.rejected
        and holder is not None
        and any(verb.lemma in _FACTIVE for verb in noun.ancestors if verb.is_verb)
    ):
        reading.rejected = None  # "we welcome Norway's pledge"
    reading.subject = holder or reading.subject
    if holder is not None and _is_of_another(noun, holder):
        reading.operators = [entry for entry in reading.operators if entry[1] != noun.head]
    reading.operators.insert(0, (operator, noun, False))
    if reading.subject is None and inner.head.lower == "for" and operator.name == "commit":
        return None  # "pledges for the UN's fund": who gives is not told
    found = [thing for head in conjuncts(inner)[:1] for thing in things_of(head) if thing.category]
    raised = total_by(noun.head) if noun.head.is_verb and noun.dep == "dobj" else None
    if not found and raised is not None:
        found = [Thing(noun, "financial", True, None, raised)]
    if not found and operator.name == "decline":
        return None  # "its rejection of the request": the sentences around say what is refused
    if not found:
        found = [Thing(inner, "political", False)]
    return finish(noun, reading, Arguments(tuple(found), inner), "noun")
