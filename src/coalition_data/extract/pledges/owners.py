"""Whose forces and things they are, where the subject is no party: by owner, speaker, or the sentence before."""

from __future__ import annotations

import re

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.bodies import owned_official
from coalition_data.extract.pledges.clauses import agent_of, own_subject
from coalition_data.extract.pledges.groups import members_of
from coalition_data.extract.pledges.lexicon import party_lexicon, word_set
from coalition_data.extract.pledges.objects import after
from coalition_data.extract.pledges.parties import (
    Party,
    country_party,
    parties_of,
    parties_of_modifiers,
    party_words,
)
from coalition_data.extract.pledges.speakers import is_first_person, speaker_at
from coalition_data.extract.pledges.standins import issuer_at, standin_of
from coalition_data.extract.pledges.units import country_of_unit
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.entities import ArticleEntities

_RECEIVED = word_set("received")
"""People who are helped: the country beside them is not the giver's."""

FORCES = word_set("owned_forces")
_DONE_TO = frozenset({"training", "arming", "equipping", "funding", "financing", "mentoring"})

_GIVERS_VERBS = word_set("given_by") | word_set("led_by")


def of_reporter(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "155 soldiers would go to Mali, the Dutch cabinet said": whose forces they are."""
    speaker = act.reading.speaker or _source_of_sentence(act.token)
    unit = act.reading.subject
    if speaker is None or is_first_person(speaker) or unit is None or lemma_of(unit) not in FORCES:
        return ()
    found = parties_of_speaker(speaker, entities)
    return found if found and found[0].kind in ("country", "coalition", "organisation") else ()


def of_refuser(unit: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """Whoever rules out that troops are sent speaks of his own."""
    refusing = (token for operator, token, _ in act.reading.operators if operator.stance == "declined")
    subjects = [subject for verb in refusing if (subject := own_subject(verb)) is not None and subject != unit]
    return parties_of_speaker(subjects[0], entities) if subjects else ()


def of_home(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Two patrol planes stay": forces without an owner, in an article about one country's decision."""
    if lemma_of(unit) not in FORCES:
        return ()
    before = _actor_before(unit, entities)
    if before:
        return before
    home = entities.home_country
    first = unit.doc.text.split("\n\n", 1)[0]
    opening = _ENEMY_NAME.sub("", f"{unit.doc.article.title or ''}\n{first}")
    found = list(scan_countries(opening))
    aims = {mention.match.iso3 for mention in found if _GOING_TO.search(opening, 0, mention.start)}
    opened = {mention.match.iso3 for mention in found} - aims
    inside = any(child.dep in ("amod", "nmod", "poss", "prep", "relcl") for child in unit.children)
    return (country_party(home),) if home in opened and home is not None and not inside else ()


_GOING_TO = re.compile(r"\b(?:in|to|into|for|over|across|inside|against)(?: the)?(?: [a-z]+ern)? $")
"""Before a country: it is where forces go, and not whose they are ("Britain to send troops to Iraq")."""

_ENEMY_NAME = re.compile(r"Islamic State (?:of|in) Iraq(?: and (?:the Levant|Syria|al-Sham|Greater Syria))?")
"""An opening that names the enemy says nothing of whose forces they are."""


def _actor_before(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The Netherlands will join. Six F-16s will fly": who acts or speaks in the sentence before."""
    owned = any(child.dep in ("amod", "nmod", "poss", "prep", "relcl") for child in unit.children)
    first = unit.sentence.first
    if owned or first == 0 or unit.head.dep == "relcl" or unit.doc.quotation_at(unit.start) is not None:
        return ()
    for token in unit.doc[first - 1].sentence:
        if token.dep == "nsubj" and token.head.is_verb and not is_first_person(token):
            found = owned_official(token) or parties_of(token, entities)
            if found:
                return found if len(found) == 1 and found[0].kind != "group" else ()
    return ()


def _source_of_sentence(token: Token) -> Token | None:
    """ "According to the Latvian defence ministry": who is named as the source."""
    for word in token.sentence:
        if word.lower == "according" and word.dep in ("prep", "advmod", "ROOT", "advcl"):
            preposition = word.child("prep")
            return preposition.child("pobj") if preposition is not None else None
    return None


def owners_of_things(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """Whose the promised things are: "1,200 German soldiers will be sent"."""
    for thing in act.arguments.things:
        if words_of([thing.head]) & _RECEIVED:
            continue
        for noun in (thing.head, thing.head.head.head):  # "Australia's contribution of eight jets"
            owner = owners_of(noun, entities) if noun.is_noun else ()
            if owner and owner[0].kind != "group":
                return owner
    return ()


def parties_of_speaker(speaker: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """Who speaks, as the one party that the words bind."""
    found = parties_of(speaker, entities)
    if found:
        return found[:1]
    for child in speaker.children:  # "a statement from his office"
        if child.dep == "prep" and child.lower in ("from", "by", "of"):
            noun = child.child("pobj")
            if noun is not None:
                return parties_of(noun, entities)[:1] or _parties_of_owner(noun, entities)
    return _parties_of_owner(speaker, entities)


def _parties_of_owner(noun: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    owner = noun.child("poss")
    return parties_of(owner, entities)[:1] if owner is not None else ()


def further_subjects(subject: Token) -> list[Token]:
    """ "Chad, Benin and Togo pledged": the rest of a list, which the parser takes for a subject of its own."""
    if subject.dep != "nsubj" or subject.is_root:
        return []
    others = [child for child in subject.head.children if child.dep == "nsubj" and child.i > subject.i]
    return [other for other in others if other.tag in ("NNP", "NNPS") and other.i < subject.head.i]


def is_own_voice(subject: Token, speaker: Token | None, entities: ArticleEntities) -> bool:
    """Whether "we" is who issues the text, or an officer of his whom the text quotes without a country."""
    if subject.doc.quotation_at(subject.start) is None:
        return True
    actor = entities.actor_of(speaker) if speaker is not None else None
    return actor is not None and actor.kind == "person" and actor.iso3 is None and not actor.adversary


def owner_in_sentence(possessive: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "repeated its refusal": whose it is stands as a subject before it in the same sentence."""
    for token in reversed([token for token in possessive.sentence if token.i < possessive.i]):
        if token.dep in ("nsubj", "nsubjpass") and not token.tag.startswith("PRP"):
            return members_of(token, entities) or listed(token, entities) or standin_of(token, entities)
    return ()


def listed(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The subject's own parties, where the parser takes the rest of a list for an apposition too."""
    if _is_private_person(subject, entities) or words_of(entities.noun_phrase(subject)) & party_words("irregulars"):
        return ()
    named = _names_in_list(subject)
    if named:
        return named
    found = list(parties_of(subject, entities))
    for other in further_subjects(subject) if found else []:
        found += [party for party in parties_of(other, entities) if party not in found]
    for child in subject.children:
        if child.dep == "appos" and any(x.dep == "conj" for x in child.children) and found:
            found += [party for party in parties_of(child, entities) if party not in found]
    return tuple(found)


_FEWEST = 3
"""Names that make a list: of two the parser makes no mistakes."""


def _names_in_list(subject: Token) -> tuple[Party, ...]:
    """ "Chad, Niger, Togo and the Gambia have": countries between commas, however the parser hangs them together."""
    doc, first, last = subject.doc, subject.i, subject.i
    if subject.tag not in ("NNP", "NNPS"):
        return ()
    low, high = subject.sentence.first, subject.sentence.last
    while first > low and _joins_names(doc[first - 1]):
        first -= 1
    while last + 1 < high and _joins_names(doc[last + 1]):
        last += 1
    text = doc.span(first, last + 1).text
    if text.count(",") < _FEWEST - 2 or " and " not in text:
        return ()
    if first > low and doc[first - 1].dep == "prep" and _LIST_AND_ONE.search(text):
        return ()  # "Unlike Britain, France and Russia, Germany will": one behind a list
    parts = [name.strip().removeprefix("the ") for part in text.split(",") for name in part.split(" and ")]
    names = [name for name in parts if name]
    if first > low and doc[first - 1].dep == "prep" and names and _country_named(names[0]):
        names = names[1:]  # "In Iraq, France, Germany and Italy will"
    codes = [_country_at_end(names[0]), *(_country_named(name) for name in names[1:])] if names else []
    while codes and codes[0] is None:
        codes.pop(0)  # what stands before the list
    known = [code for code in codes if code is not None]
    complete = len(known) == len(codes) and len(known) >= _FEWEST
    return tuple(country_party(code) for code in dict.fromkeys(known)) if complete else ()


_LIST_AND_ONE = re.compile(r" and [^,]+, [^,]+$")


def _country_named(name: str) -> str | None:
    match = find_country(name)
    return match.iso3 if match is not None and match.form == "name" else None


def _country_at_end(name: str) -> str | None:
    """ "Friday Chad": the name may stand behind other names."""
    words = name.split()
    found = (_country_named(" ".join(words[start:])) for start in range(len(words)))
    return next((code for code in found if code is not None), None)


def _joins_names(token: Token) -> bool:
    return token.tag in ("NNP", "NNPS") or token.lower in (",", "and", "the")


def is_person(token: Token, entities: ArticleEntities) -> bool:
    """Whether the phrase is a person."""
    actor = entities.actor_of(token)
    return actor is not None and actor.kind in ("person", "anonymous")


def _is_private_person(token: Token, entities: ArticleEntities) -> bool:
    """A person who acts without deciding for a country: a soldier, a spokeswoman."""
    actor = entities.actor_of(token)
    if actor is None or actor.kind not in ("person", "anonymous"):
        return False
    role = (actor.role or "").lower()
    return not any(word in role for word in party_lexicon()["deciders"])


def owners_of(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """Whose a unit or thing is: by its modifiers, its possessor, what stands after "of" and "from", or its name."""
    beside = parties_of_modifiers(unit)
    if beside:
        return beside
    possessive = unit.child("poss")
    if possessive is not None and is_first_person(possessive):
        speaker = speaker_at(possessive)
        said = parties_of_speaker(speaker, entities) if speaker is not None else ()
        return said or (issuer_at(possessive, entities) if is_own_voice(possessive, speaker, entities) else ())
    if possessive is not None and possessive.lower in ("its", "their"):
        return owner_in_sentence(possessive, entities)
    found = parties_of(unit, entities)
    if found:
        return found
    for child in unit.children:
        if child.lower == "of" and unit.lower in _DONE_TO:
            continue  # "the training of Iraqi troops" is done to them
        if child.dep == "poss" or (child.dep == "prep" and child.lower in ("from", "of")):
            noun = child if child.dep == "poss" else child.child("pobj")
            several = noun is not None and noun.child("conj") is not None
            inner = parties_of(noun, entities) if noun is not None and several else ()
            inner = inner or (owners_of(noun, entities) if noun is not None else ())
            if inner:
                return inner
    named = country_of_unit(unit)
    return (named,) if named is not None else _of_clause_inside(unit, entities)


def _of_clause_inside(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "A battalion led by Germany", "boats supplied by France"."""
    for child in unit.children:
        owner = after(child, frozenset({"to"})) if child.dep == "acl" and child.lower == "belonging" else None
        if owner is not None:
            return parties_of(owner, entities)
        if child.dep == "acl" and child.tag == "VBN" and child.lemma in _GIVERS_VERBS:
            giver = agent_of(child)
            return parties_of(giver, entities) if giver is not None else ()
    return ()


def is_adversary(token: Token, entities: ArticleEntities) -> bool:
    """Whether the phrase is one of the armed groups that all fight."""
    actor = entities.actor_of(token)
    return actor is not None and actor.adversary
