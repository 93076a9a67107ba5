"""Unnamed many: "several had offered", "the ministers", "they", "the two countries"."""

from __future__ import annotations

import re

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.lexicon import party_lexicon, word_set
from coalition_data.extract.pledges.parties import Party, group_name, parties_of, party_of
from coalition_data.extract.pledges.words import conjuncts
from coalition_data.resolve.countries import country_name, find_country, scan_countries
from coalition_data.resolve.entities import ArticleEntities

_QUANTIFIERS = word_set("quantifiers")
_BOTH = word_set("both_of_them")
_COUNTRIES = word_set("members_of_groups")
_SENTENCES_BACK = 3


def members_of(token: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """Parties that a plural phrase stands for.

    "Other countries including France and Britain" are those named; "representatives of the coalition" are the
    coalition; "the two leaders", "both sides" and "they" are the pair named last before.
    """
    listed = _listed_behind(token)
    if listed:
        return listed
    for child in token.children:
        if child.dep == "prep" and child.lower in ("including", "like", "as") and find_country(token.text) is None:
            named = _named(child.child("pobj"), entities)
            if named:
                return named
        if child.dep == "prep" and child.lower in ("of", "from") and token.lower not in _QUANTIFIERS:
            noun = child.child("pobj")
            named = _named(noun, entities)
            if named:
                return named
    number = _how_many(token) if token.lower in _BOTH | {"country", "nation", "side"} else None
    return _named_before(token, number, entities) if number is not None else ()


_OPENS_LIST = re.compile(r"\s*(?:,?\s*(?:namely|that is|i\.e\.)\s*:?|\s[-–—]+\s|[—(:])\s*")
_CLOSES_LIST = re.compile(r"\s*(?:\s[-–—]+(?:\s|$)|[).;:—]|,(?= (?:ha[ds]|have|will|would|are|were|also)\b)|$)")
_JOINTS = re.compile(r"(?:[\s,&]|\b(?:and|the|as|well)\b)*")
FEWEST_LISTED = 2


def _listed_behind(token: Token) -> tuple[Party, ...]:
    """ "seven nations - Chile, Peru and Spain - have pledged", "agreed by nine states: …": countries and no more."""
    if token.lower not in _COUNTRIES:
        return ()
    text, end = token.doc.text, token.sentence.end
    opens = _OPENS_LIST.match(text, token.end, end) or _OPENS_LIST.match(text, _last_colon(text, token.end, end), end)
    if opens is None:
        return ()
    found: list[Party] = []
    at = opens.end()
    for mention in scan_countries(text[at:end]):
        between = text[at : opens.end() + mention.start]
        if mention.match.form != "name" or _JOINTS.fullmatch(between) is None:
            break
        found.append(Party(country_name(mention.match.iso3), "country", mention.match.iso3))
        at = opens.end() + mention.end
    closed = _CLOSES_LIST.match(text, at, end) is not None
    return tuple(dict.fromkeys(found)) if closed and len(found) >= FEWEST_LISTED else ()


def _last_colon(text: str, start: int, end: int) -> int:
    at = text.rfind(":", start, end)
    return at if at >= 0 else end


def _named(noun: Token | None, entities: ArticleEntities) -> tuple[Party, ...]:
    if noun is None:
        return ()
    found = [party for head in conjuncts(noun) for party in parties_of(head, entities)]
    return tuple(dict.fromkeys(found))


_ANY = 0
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}


def _how_many(token: Token) -> int | None:
    """Of how many a plural speaks: "both" of two, "they" and "each" of any number; None where it says nothing."""
    if token.lower in ("they", "each"):
        return _ANY
    if token.lower in ("both", "neither"):
        return 2
    words = {child.lower for child in token.children}
    count = next((count for word, count in _COUNTS.items() if word in words), None)
    named = any(child.dep in ("amod", "compound", "nmod", "prep", "poss", "relcl") for child in token.children)
    distributed = token.lower in ("ministers", "leaders", "presidents") or words & {"each", "neither", "all"}
    return _ANY if count is None and distributed and not named else count


def _named_before(token: Token, count: int, entities: ArticleEntities) -> tuple[Party, ...]:
    """The countries that the nearest sentence before names as acting persons or states; of any number two or more."""
    doc = token.doc
    number = max(0, sum(1 for start in doc.sentence_starts if start <= token.i) - 1)
    for index in range(number, max(-1, number - _SENTENCES_BACK), -1):
        joined = _acting_together(doc.sentences[index], token, entities)
        if joined:
            return joined if count in (_ANY, len(joined)) else ()
        if token.lower == "they" and _names_others(doc.sentences[index], token):
            return ()
        found: list[Party] = []
        for word in doc.sentences[index]:
            if word.i >= token.i:
                break
            if word.dep not in ("nsubj", "dobj", "conj", "pobj", "nsubjpass", "appos") or not word.tag.startswith("NN"):
                continue
            if word.dep == "nsubj" and word.head.dep == "advcl":
                continue  # "after Hungary objected"
            actor = entities.actor_of(word)
            party = party_of(actor) if actor is not None else None
            if party is not None and party.kind == "country" and word.dep != "pobj" and party not in found:
                found.append(party)
        if len(found) == 2 and count in (_ANY, 2) and token.lower not in _DELEGATES:
            return tuple(found)
    return ()


_DELEGATES = frozenset({"ministers", "presidents"})
"""Bare plurals that news also uses of those whom it does not name."""


def _names_others(sentence: Span, before: Token) -> bool:
    """ "protects coalition carriers as they launch strikes": a plural that is nearer than any pair."""
    if before.i not in range(sentence.first, sentence.last):
        return False
    return any(word.tag == "NNS" and word.i < before.i and word.dep in ("nsubj", "dobj", "pobj") for word in sentence)


def _acting_together(sentence: Span, before: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The countries that a sentence joins as its subject, by name or by whom they sent: "the ministers of A and B"."""
    for word in sentence:
        if word.i >= before.i or word.dep != "nsubj":
            continue
        sent = [child.child("pobj") for child in word.children if child.dep == "prep" and child.lower in ("of", "from")]
        heads = [word] if word.tag in ("NNP", "NNPS") else [noun for noun in sent if noun is not None]
        found = [party for noun in heads for head in conjuncts(noun) for party in parties_of(head, entities)]
        named = tuple(dict.fromkeys(party for party in found if party.kind == "country"))
        if len(named) > 1:
            return named
    return ()


def quantified_group(token: Token) -> Party | None:
    """ "several had offered" after "among ten Arab countries" are several Arab countries."""
    if token.lower not in _QUANTIFIERS:
        return None
    before = [word for word in token.sentence if word.lower in _COUNTRIES]
    if not before:
        return None
    adjectives = [child.text for child in before[0].children if child.dep in ("amod", "compound") and child.tag != "CD"]
    return Party(" ".join([token.lower, *adjectives, before[0].lower]), "group", None)


def group_meant(token: Token, entities: ArticleEntities) -> Party | None:
    """The states behind "the foreign ministers" or "participants": those that the text counted before."""
    alone = token.lower == "group" and all(child.dep in ("det", "relcl", "punct") for child in token.children)
    if token.lower not in party_lexicon()["delegates"] and not alone:
        return None
    for child in token.children:
        if child.dep == "prep" and child.lower in ("of", "from"):
            noun = child.child("pobj")
            if noun is not None and noun.lower in _COUNTRIES:
                return _group_at(noun)
    for index in range(token.i - 1, -1, -1):
        word = token.doc[index]
        if word.lower in _COUNTRIES and any(child.tag == "CD" for child in word.children):
            return _group_at(word)
    return None


def _group_at(noun: Token) -> Party:
    if any(child.tag == "CD" and child.children for child in noun.children):  # "more than two dozen countries"
        words_before = noun.doc.span(noun.subtree.first, noun.i + 1).text.split()
        return Party(group_name(" ".join(words_before).removeprefix("the ").removeprefix("The ")), "group", None)
    count = next((child for child in noun.children if child.tag == "CD"), None)
    adjectives = [
        child.text
        for child in noun.children
        if child.dep in ("amod", "compound") and child.i > (count.i if count else -1)
    ]
    words = [*([count.text] if count is not None else []), *adjectives, noun.lower]
    return Party(group_name(" ".join(words)), "group", None)
