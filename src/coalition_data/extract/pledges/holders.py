"""Whose an act is: pledger, recipient and speaker of an act in its article."""

from __future__ import annotations

import re

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.bodies import (
    administration,
    delegates_of_body,
    government_in_capital,
    home_government,
    initiative,
    institution,
    own_country,
    owned_official,
)
from coalition_data.extract.pledges.clauses import agent_of, is_passive
from coalition_data.extract.pledges.groups import group_meant, members_of, quantified_group
from coalition_data.extract.pledges.lexicon import party_lexicon, things, word_set
from coalition_data.extract.pledges.parties import (
    Party,
    country_party,
    parties_of,
    party_of,
    party_of_modifier,
    party_words,
)
from coalition_data.extract.pledges.speakers import is_first_person, speaker_at
from coalition_data.extract.pledges.standins import friends_of, issuer_at, label_at, named_alone, standin_of
from coalition_data.extract.pledges.units import country_of_unit
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import body_kind

_RECEIVED = word_set("received")
"""People who are helped: the country beside them is not the giver's."""
_FORCES = word_set("owned_forces")
_GIVERS_VERBS = word_set("given_by") | {"lead", "head", "man", "operate", "command", "build", "staff", "run"}
_OWN_HELP = frozenset(
    {"aid", "assistance", "help", "support", "contribution", "mission", "deployment", "backing", "effort"}
)
_PRONOUNS = frozenset({"they", "it", "he", "she", "its", "their", "his", "her"})


def pledgers_of(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """Who promises: the subject, else the owner of the unit, else the country of who says so."""
    found = _pledgers(act, entities)
    subject = act.reading.subject
    if subject is not None and subject.text == "Brussels" and _is_seat(act.token):
        return tuple(_UNION if party.iso3 == "BEL" else party for party in found)
    return found


_UNION = Party("European Union", "organisation", None)


def _is_seat(token: Token) -> bool:
    """Whether "Brussels" is the Union: it is named in the text, and Belgium is not."""
    text = token.doc.text
    return re.search(r"\bEU\b|\bEuropean (?:Union|Commission)\b", text) is not None and "Belgi" not in text


def _pledgers(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    subject = act.reading.subject
    if act.reading.alone and subject is not None:
        return named_alone(subject, entities)
    if act.arguments.acting_unit and subject is not None:
        return (
            _owners(subject, entities)
            or _of_clause_before(act, entities)
            or label_at(subject, entities)
            or _of_reporter(act, entities)
            or _of_joined_force(act)
            or _of_home(subject, entities)
        )
    if subject is not None:
        found = _pledgers_at(subject, act, entities)
        is_thing = any(thing.head == subject for thing in act.arguments.things)
        if not found and (is_thing or _is_person(subject, entities)):
            return _owners_of_things(act, entities)
        if not found and lemma_of(subject) in _FORCES and not _is_adversary(subject, entities):
            return _of_reporter(act, entities) or _of_home(subject, entities)
        return found
    owners = _owners_of_things(act, entities)
    if owners:
        return owners
    speaker = said_by(act)
    passive = is_passive(act.token) and act.arguments.things[0].head == act.token
    if speaker is None or act.token.dep in ("acl", "relcl") or passive:
        return ()
    return _parties_of_speaker(speaker, entities)


def _of_clause_before(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Britain will send 20 tanks and 30 more may follow": whose they are stands in the clause before."""
    verb = act.token
    other = verb.head.child("nsubj") if verb.dep == "conj" and verb.head.is_verb else None
    return _pledgers_at(other, act, entities) if other is not None and other != act.reading.subject else ()


def _of_reporter(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "155 soldiers would go to Mali, the Dutch cabinet said": whose forces they are."""
    speaker = act.reading.speaker or _source_of_sentence(act.token)
    unit = act.reading.subject
    if speaker is None or is_first_person(speaker) or unit is None or lemma_of(unit) not in _FORCES:
        return ()
    found = _parties_of_speaker(speaker, entities)
    return found if found and found[0].kind in ("country", "coalition", "organisation") else ()


def _of_home(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Two patrol planes stay": forces without an owner, in an article about one country's decision."""
    if lemma_of(unit) not in _FORCES:
        return ()
    before = _actor_before(unit, entities)
    if before:
        return before
    home = entities.home_country
    first = unit.doc.text.split("\n\n", 1)[0]
    opened = {mention.match.iso3 for mention in scan_countries(f"{unit.doc.article.title or ''}\n{first}")}
    inside = any(child.dep in ("amod", "nmod", "poss", "prep", "relcl") for child in unit.children)
    return (country_party(home),) if home in opened and home is not None and not inside else ()


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


def _of_joined_force(act: Act) -> tuple[Party, ...]:
    """ "Six jets are to join the French force": what joins a country's own force is of that country."""
    noun = act.token.child("dobj") if act.token.lemma in ("join", "reinforce", "strengthen", "augment") else None
    owner = party_of_modifier(noun) if noun is not None else None
    return (owner,) if owner is not None and owner.kind == "country" else ()


def _owners_of_things(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """Whose the promised things are: "1,200 German soldiers will be sent"."""
    for thing in act.arguments.things:
        if words_of([thing.head]) & _RECEIVED:
            continue
        for noun in (thing.head, thing.head.head.head):  # "Australia's contribution of eight jets"
            owner = _owners(noun, entities) if noun.is_noun else ()
            if owner:
                return owner
    return ()


def said_by(act: Act) -> Token | None:
    """Head of the phrase that says the act; "we" there is whoever speaks."""
    speaker = act.reading.speaker or speaker_at(act.token)
    if speaker is not None and is_first_person(speaker):
        return speaker_at(speaker)
    return speaker


def _parties_of_speaker(speaker: Token, entities: ArticleEntities) -> tuple[Party, ...]:
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


def _pledgers_at(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    if subject.tag == "PRP$" and subject.lower in ("its", "their"):
        return _owner_in_sentence(subject, entities)
    if body_kind(subject.lower) in ("company", "media", "party", "court"):
        return ()
    if is_first_person(subject):
        return _who_says_we(subject, act, entities)
    said = _speaker_meant(subject, act.reading.speaker, entities)
    friends = friends_of(subject)
    if said or friends is not None:
        return said or ((friends,) if friends is not None else ())
    local = _read_by_itself(subject, act.reading.speaker, entities)
    if local:
        return local + _others_listed(subject, local, entities)
    if _is_allies_of_body(subject, act, entities):
        return standin_of(subject, act.reading.speaker, entities)
    found = members_of(subject, entities) or _listed(subject, entities)
    found = _before_clause(found, subject, act, entities)
    return _with_meant_group(subject, found, entities) if found else _who_stands_in(subject, act, entities)


def _speaker_meant(subject: Token, speaker: Token | None, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Slovakia said it would": "it" is who speaks, and not whom the text named before."""
    if subject.lower == "they" and speaker is not None and speaker.child("conj") is not None:
        return parties_of(speaker, entities)
    if subject.lower != "it" or speaker is None or speaker.tag not in ("NNP", "NNPS", "NN"):
        return ()
    said = _parties_of_speaker(speaker, entities)
    return said if said and said[0].kind != "group" else ()


def _read_by_itself(subject: Token, speaker: Token | None, entities: ArticleEntities) -> tuple[Party, ...]:
    return (
        institution(subject)
        or initiative(subject)
        or owned_official(subject)
        or own_country(subject, speaker, entities)
        or government_in_capital(subject)
        or administration(subject)
    )


def _who_stands_in(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    quantified = quantified_group(subject) or (group_meant(subject, entities) if subject.lower == "group" else None)
    if quantified is not None:
        return (quantified,)
    if subject.lower in _PRONOUNS and act.reading.speaker is not None:
        return _parties_of_speaker(act.reading.speaker, entities)
    told = act.reading.future or act.reading.strong or any(thing.count or thing.total for thing in act.arguments.things)
    return (
        _state_of(subject, entities)
        or standin_of(subject, act.reading.speaker, entities)
        or delegates_of_body(subject)
        or (home_government(subject, entities) if told else ())
        or _owners_body(subject, entities)
        or _named_beside(subject, entities)
        or _of_first_clause(subject, entities)
    )


def _of_first_clause(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Canada won't lead it, but it has set aside $80 million": who acts in the clause before."""
    verb = subject.head
    first = verb.head.child("nsubj") if subject.lower in ("it", "they") and verb.dep == "conj" else None
    if subject.lower == "it" and subject.i == subject.sentence.first and subject.i > 0:
        before = subject.doc[subject.i - 1].sentence  # "The US … It will nonetheless transfer"
        first = next((token for token in before if token.dep == "nsubj" and token.tag in ("NNP", "NNPS")), None)
    return parties_of(first, entities) if first is not None and not first.tag.startswith("PRP") else ()


def _named_beside(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The 15-member bloc, ECOWAS, will send": the name in apposition."""
    name = subject.child("appos")
    if name is None or name.tag not in ("NNP", "NNPS") or _is_person(subject, entities):
        return ()
    return tuple(party for party in parties_of(name, entities)[:1] if party.kind != "group")


def _others_listed(subject: Token, own: tuple[Party, ...], entities: ArticleEntities) -> tuple[Party, ...]:
    """What is coordinated with a subject that was read by itself."""
    if subject.child("conj") is None and not _further_subjects(subject):
        return ()
    return tuple(party for party in _listed(subject, entities) if party not in own)


def _further_subjects(subject: Token) -> list[Token]:
    """ "Chad, Benin and Togo pledged": the rest of a list, which the parser takes for a subject of its own."""
    if subject.dep != "nsubj" or subject.is_root:
        return []
    others = [child for child in subject.head.children if child.dep == "nsubj" and child.i > subject.i]
    return [other for other in others if other.tag in ("NNP", "NNPS") and other.i < subject.head.i]


def _owners_body(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The African Union's Peace Fund", "its board": a body of a body of states."""
    owner = subject.child("poss")
    if owner is None or body_kind(subject.lower) in ("party", "media", "company", "court", "police"):
        return ()
    if subject.lower not in party_words("bodies_of_bodies"):
        return ()
    if owner.lower in ("its", "their"):
        return _owner_in_sentence(owner, entities)
    return tuple(party for party in parties_of(owner, entities)[:1] if party.kind != "group")


def _who_says_we(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    speaker = said_by(act) if act.reading.speaker is not None else speaker_at(subject)
    if speaker is not None and is_first_person(speaker):
        speaker = speaker_at(speaker)
    found = _parties_of_speaker(speaker, entities) if speaker is not None else ()
    return found or (issuer_at(subject, entities) if _is_own_voice(subject, speaker, entities) else ())


def _is_own_voice(subject: Token, speaker: Token | None, entities: ArticleEntities) -> bool:
    """Whether "we" is who issues the text, or an officer of his whom the text quotes without a country."""
    if subject.doc.quotation_at(subject.start) is None:
        return True
    actor = entities.actor_of(speaker) if speaker is not None else None
    return actor is not None and actor.kind == "person" and actor.iso3 is None and not actor.adversary


def _is_allies_of_body(subject: Token, act: Act, entities: ArticleEntities) -> bool:
    named = any(child.dep in ("amod", "nmod", "compound", "prep", "poss") for child in subject.children)
    if subject.lower not in ("allies", "members") or named or act.reading.speaker is None:
        return False
    return bool(standin_of(subject, act.reading.speaker, entities))


def _before_clause(found: tuple[Party, ...], subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "the Netherlands, which is extending its strikes, and Canada": the clause is of the first alone."""
    clause = next((child for child in subject.children if child.dep == "relcl" and act.token in child.subtree), None)
    other = subject.child("conj")
    if clause is None or other is None or other.i < clause.i or not found:
        return found
    actor = entities.actor_of(subject)
    own = party_of(actor) if actor is not None else None
    return (own,) if own is not None else found


def _state_of(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The country beside a unit, a body or a kind of help ("British Tornados", "Australian aid")."""
    if _is_person(subject, entities) or _is_adversary(subject, entities) or not _acts_for_state(subject):
        return ()
    possessive = subject.child("poss")
    if possessive is not None and possessive.lower in ("its", "their"):
        return _owner_in_sentence(possessive, entities)
    owner = party_of_modifier(subject)
    return (owner,) if owner is not None else ()


def _acts_for_state(subject: Token) -> bool:
    """Whether a noun with a country beside it stands for that state: its units, bodies and help; not its people."""
    lemma = lemma_of(subject)
    if words_of(subject.subtree) & party_words("irregulars"):
        return False
    return lemma in things().units or body_kind(subject.lower) is not None or lemma in _OWN_HELP


def _owner_in_sentence(possessive: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "repeated its refusal": whose it is stands as a subject before it in the same sentence."""
    for token in reversed([token for token in possessive.sentence if token.i < possessive.i]):
        if token.dep in ("nsubj", "nsubjpass") and not token.tag.startswith("PRP"):
            return members_of(token, entities) or _listed(token, entities) or standin_of(token, None, entities)
    return ()


def _listed(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The subject's own parties, where the parser takes the rest of a list for an apposition too."""
    if _is_private_person(subject, entities) or words_of(entities.noun_phrase(subject)) & party_words("irregulars"):
        return ()
    found = list(parties_of(subject, entities))
    for other in _further_subjects(subject) if found else []:
        found += [party for party in parties_of(other, entities) if party not in found]
    for child in subject.children:
        if child.dep == "appos" and any(x.dep == "conj" for x in child.children) and found:
            found += [party for party in parties_of(child, entities) if party not in found]
    return tuple(found)


def _with_meant_group(subject: Token, found: tuple[Party, ...], entities: ArticleEntities) -> tuple[Party, ...]:
    if len(found) == 1 and found[0].kind == "group":
        meant = group_meant(subject, entities)
        if meant is not None:
            return (meant,)
        if subject.lower in party_lexicon()["delegates"]:
            return delegates_of_body(subject)
    return found


def _is_person(token: Token, entities: ArticleEntities) -> bool:
    actor = entities.actor_of(token)
    return actor is not None and actor.kind in ("person", "anonymous")


def _is_private_person(token: Token, entities: ArticleEntities) -> bool:
    """A person who acts without deciding for a country: a soldier, a spokeswoman."""
    actor = entities.actor_of(token)
    if actor is None or actor.kind not in ("person", "anonymous"):
        return False
    role = (actor.role or "").lower()
    return not any(word in role for word in party_lexicon()["deciders"])


def _owners(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    owner = party_of_modifier(unit)
    if owner is not None:
        return (owner,)
    possessive = unit.child("poss")
    if possessive is not None and is_first_person(possessive):
        speaker = speaker_at(possessive)
        said = _parties_of_speaker(speaker, entities) if speaker is not None else ()
        return said or (issuer_at(possessive, entities) if _is_own_voice(possessive, speaker, entities) else ())
    if possessive is not None and possessive.lower in ("its", "their"):
        return _owner_in_sentence(possessive, entities)
    found = parties_of(unit, entities)
    if found:
        return found
    for child in unit.children:
        if child.dep == "poss" or (child.dep == "prep" and child.lower in ("from", "of")):
            noun = child if child.dep == "poss" else child.child("pobj")
            several = noun is not None and noun.child("conj") is not None
            inner = parties_of(noun, entities) if noun is not None and several else ()
            inner = inner or (_owners(noun, entities) if noun is not None else ())
            if inner:
                return inner
    named = country_of_unit(unit)
    return (named,) if named is not None else _of_clause_inside(unit, entities)


def _of_clause_inside(unit: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "A battalion led by Germany", "boats supplied by France"."""
    for child in unit.children:
        if child.dep == "acl" and child.tag == "VBN" and child.lemma in _GIVERS_VERBS:
            giver = agent_of(child)
            return parties_of(giver, entities) if giver is not None else ()
    return ()


def _is_adversary(token: Token, entities: ArticleEntities) -> bool:
    actor = entities.actor_of(token)
    return actor is not None and actor.adversary


def recipient_of(act: Act, pledger: Party, entities: ArticleEntities) -> Party | None:
    """Whom the act is for; None where it is not said, is the pledger itself, or the enemy."""
    token = act.arguments.recipient
    actor = entities.actor_of(token) if token is not None else None
    if token is None or (actor is not None and actor.adversary):
        return None
    party = party_of(actor) if actor is not None else None
    if actor is not None and party is not None and party != pledger:
        named = actor.kind in ("organisation", "group") and actor.name
        return Party(actor.name or party.name, party.kind, actor.iso3) if named else party
    if party is not None:
        return None
    owner = party_of_modifier(token) or _country_after_of(token)
    return Party(_phrase(token), "group", owner.iso3) if owner is not None and owner != pledger else None


def _country_after_of(token: Token) -> Party | None:
    """ "the people of Iraq", "the army of Lebanon"."""
    for child in token.children:
        noun = child.child("pobj") if child.dep == "prep" and child.lower in ("of", "in") else None
        match = find_country(noun.text) if noun is not None else None
        if match is not None and match.form == "name":
            return Party(match.name, "country", match.iso3)
    return None


def _phrase(token: Token) -> str:
    words = [child for child in token.children if child.i < token.i and child.dep in ("compound", "amod", "nmod")]
    first = min([token.i, *(word.subtree.first for word in words)])
    return " ".join(token.doc.span(first, token.i + 1).text.split())
