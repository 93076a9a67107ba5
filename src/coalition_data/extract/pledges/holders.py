"""Whose an act is: pledger, recipient and speaker of an act in its article."""

from __future__ import annotations

import re

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.before import body_of_actor_before, owner_before
from coalition_data.extract.pledges.bodies import (
    administration,
    delegates_of_body,
    government_in_capital,
    home_government,
    initiative,
    institution,
    own_country,
    owned_official,
    voting_members,
)
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.groups import group_meant, members_of, quantified_group
from coalition_data.extract.pledges.issuing import government_of_leader, issuer_of_page, own_body
from coalition_data.extract.pledges.lexicon import party_lexicon, things, word_set
from coalition_data.extract.pledges.owners import (
    FORCES,
    further_subjects,
    is_adversary,
    is_own_voice,
    is_person,
    listed,
    of_home,
    of_joined_force,
    of_reporter,
    owner_in_sentence,
    owners_of,
    owners_of_things,
    parties_of_speaker,
)
from coalition_data.extract.pledges.parties import (
    Party,
    country_party,
    parties_of,
    parties_of_modifiers,
    party_of,
    party_of_modifier,
    party_words,
)
from coalition_data.extract.pledges.speakers import is_first_person, speaker_at
from coalition_data.extract.pledges.standins import (
    described_state,
    friends_of,
    issuer_at,
    label_at,
    named_alone,
    standin_of,
)
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import body_kind

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
        owner = subject.child("poss")
        return (
            owners_of(subject, entities)
            or (owner_before(owner, entities) if owner is not None else ())
            or _of_clause_before(act, entities)
            or label_at(subject, entities)
            or of_reporter(act, entities)
            or of_joined_force(act)
            or of_home(subject, entities)
        )
    if subject is not None:
        found = _owners_of_carried(act, entities) or _pledgers_at(subject, act, entities)
        is_thing = any(thing.head == subject for thing in act.arguments.things)
        if not found and (is_thing or is_person(subject, entities)):
            return owners_of_things(act, entities)
        if not found and lemma_of(subject) in FORCES and not is_adversary(subject, entities):
            return of_reporter(act, entities) or of_home(subject, entities)
        return found
    owners = owners_of_things(act, entities)
    if owners:
        return owners
    speaker = said_by(act)
    passive = is_passive(act.token) and act.arguments.things[0].head == act.token
    if speaker is None or act.token.dep in ("acl", "relcl") or passive:
        return _issuer_of_passive(act) if speaker is None else ()
    return parties_of_speaker(speaker, entities)


def _owners_of_carried(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Rwanda's 850 men were flown in by American planes": whose soldiers they are, whoever carries them."""
    heads = [thing.head for thing in act.arguments.things if thing.category in ("military_personnel", "training")]
    owned = [head for head in heads if (owner := head.child("poss")) is not None and owner.tag in ("NNP", "NNPS")]
    return owners_of(owned[0], entities) if owned and is_passive(act.token) else ()


def _issuer_of_passive(act: Act) -> tuple[Party, ...]:
    """ "A further £5 million has been made available", in a ministry's own words: its state's money."""
    verb = act.token
    given = is_passive(verb) and verb.child("nsubjpass") is not None and verb.dep not in ("acl", "relcl")
    if not given or verb.doc.quotation_at(verb.start) is not None:
        return ()
    known = any(thing.total or (thing.count and thing.explicit) for thing in act.arguments.things)
    return issuer_of_page(verb.doc) if known else ()


def _of_clause_before(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Britain will send 20 tanks and 30 more may follow": whose they are stands in the clause before."""
    verb = act.token
    other = verb.head.child("nsubj") if verb.dep == "conj" and verb.head.is_verb else None
    return _pledgers_at(other, act, entities) if other is not None and other != act.reading.subject else ()


def said_by(act: Act) -> Token | None:
    """Head of the phrase that says the act; "we" there is whoever speaks."""
    speaker = act.reading.speaker or speaker_at(act.token)
    if speaker is not None and is_first_person(speaker):
        return speaker_at(speaker)
    return speaker


def _pledgers_at(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    if subject.tag == "PRP$" and subject.lower in ("its", "their"):
        return owner_in_sentence(subject, entities) or owner_before(subject, entities)
    if body_kind(subject.lower) in ("company", "media", "party", "court") or _is_imagined(subject):
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
    found = members_of(subject, entities) or listed(subject, entities)
    found = _before_clause(found, subject, act, entities)
    return _with_meant_group(subject, found, entities) if found else _who_stands_in(subject, act, entities)


def _is_imagined(subject: Token) -> bool:
    """ "a Labour government would": one that there is not."""
    return subject.lower == "government" and any(child.lower in ("a", "any") for child in subject.children)


def _speaker_meant(subject: Token, speaker: Token | None, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Slovakia said it would": "it" is who speaks, and not whom the text named before."""
    if subject.lower == "they" and speaker is not None:
        joined = parties_of(speaker, entities) if speaker.child("conj") is not None else ()
        return joined or members_of(speaker, entities)
    if subject.lower != "it" or speaker is None or speaker.tag not in ("NNP", "NNPS", "NN"):
        return ()
    said = parties_of_speaker(speaker, entities) or body_of_actor_before(speaker, entities)
    return said if said and said[0].kind != "group" else ()


def _read_by_itself(subject: Token, speaker: Token | None, entities: ArticleEntities) -> tuple[Party, ...]:
    return (
        institution(subject)
        or initiative(subject)
        or owned_official(subject)
        or own_country(subject, speaker, entities)
        or government_in_capital(subject)
        or described_state(subject)
        or administration(subject)
        or government_of_leader(subject)
        or voting_members(subject)
    )


def _who_stands_in(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    quantified = quantified_group(subject) or (group_meant(subject, entities) if subject.lower == "group" else None)
    if quantified is not None:
        return (quantified,)
    if subject.lower in _PRONOUNS and act.reading.speaker is not None:
        return parties_of_speaker(act.reading.speaker, entities)
    told = act.reading.future or act.reading.strong or any(thing.count or thing.total for thing in act.arguments.things)
    return (
        _state_of(subject, entities)
        or standin_of(subject, act.reading.speaker, entities)
        or delegates_of_body(subject)
        or (home_government(subject, entities, act.reading.speaker) if told else ())
        or _owner_of_mission(subject, act)
        or (body_of_actor_before(subject, entities) if told else ())
        or _owners_body(subject, entities)
        or _named_beside(subject, entities)
        or _of_first_clause(subject, entities)
        or own_body(subject)
    )


def _owner_of_mission(subject: Token, act: Act) -> tuple[Party, ...]:
    """ "The Liberal government has extended Canada's Iraq mission": a government that only its own mission names."""
    if body_kind(subject.lower) not in ("government", "ministry", "parliament", "forces"):
        return ()
    owners = (owner for thing in act.arguments.things if (owner := thing.head.child("poss")) is not None)
    found = (find_country(owner.text) for owner in owners if owner.tag in ("NNP", "NNPS"))
    return next(((country_party(match.iso3),) for match in found if match is not None and match.form == "name"), ())


def _of_first_clause(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Canada won't lead it, but it has set aside $80 million": who acts in the clause before."""
    verb = subject.head
    first = verb.head.child("nsubj") if subject.lower in ("it", "they") and verb.dep == "conj" else None
    opens = all(token.dep not in ("nsubj", "nsubjpass") for token in subject.sentence if token.i < subject.i)
    if subject.lower == "it" and opens and subject.sentence.first > 0:
        before = subject.doc[subject.sentence.first - 1].sentence  # "The US … It will nonetheless transfer"
        first = next((token for token in before if token.dep == "nsubj" and token.tag in ("NNP", "NNPS")), None)
    return parties_of(first, entities) if first is not None and not first.tag.startswith("PRP") else ()


def _named_beside(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The 15-member bloc, ECOWAS, will send": the name in apposition."""
    name = subject.child("appos")
    if name is None or name.tag not in ("NNP", "NNPS") or is_person(subject, entities):
        return ()
    return tuple(party for party in parties_of(name, entities)[:1] if party.kind != "group")


def _others_listed(subject: Token, own: tuple[Party, ...], entities: ArticleEntities) -> tuple[Party, ...]:
    """What is coordinated with a subject that was read by itself."""
    if subject.child("conj") is None and not further_subjects(subject):
        return ()
    return tuple(party for party in listed(subject, entities) if party not in own)


def _owners_body(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The African Union's Peace Fund", "its board": a body of a body of states."""
    owner = subject.child("poss")
    if owner is None or body_kind(subject.lower) in ("party", "media", "company", "court", "police"):
        return ()
    if subject.lower not in party_words("bodies_of_bodies"):
        return ()
    if owner.lower in ("its", "their"):
        return owner_in_sentence(owner, entities)
    return tuple(party for party in parties_of(owner, entities)[:1] if party.kind != "group")


def _who_says_we(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    if act.reading.speaker is None and subject.doc.quotation_at(subject.start) is None:
        own = label_at(subject, entities) or (issuer_of_page(subject.doc) and issuer_at(subject, entities))
        if own:
            return own
    speaker = said_by(act) if act.reading.speaker is not None else speaker_at(subject)
    if speaker is not None and is_first_person(speaker):
        speaker = speaker_at(speaker)
    found = own_body(speaker) if speaker is not None and speaker.tag == "NNP" else ()
    found = found or (parties_of_speaker(speaker, entities) if speaker is not None else ())
    return found or (issuer_at(subject, entities) if is_own_voice(subject, speaker, entities) else ())


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
    if is_person(subject, entities) or is_adversary(subject, entities) or not _acts_for_state(subject):
        return ()
    possessive = subject.child("poss")
    if possessive is not None and possessive.lower in ("its", "their"):
        return owner_in_sentence(possessive, entities) or owner_before(possessive, entities)
    return parties_of_modifiers(subject)


def _acts_for_state(subject: Token) -> bool:
    """Whether a noun with a country beside it stands for that state: its units, bodies and help; not its people."""
    lemma = lemma_of(subject)
    if words_of(subject.subtree) & party_words("irregulars"):
        return False
    voters = subject.lower in party_words("voters")
    return voters or lemma in things().units or body_kind(subject.lower) is not None or lemma in _OWN_HELP


def _with_meant_group(subject: Token, found: tuple[Party, ...], entities: ArticleEntities) -> tuple[Party, ...]:
    if len(found) == 1 and found[0].kind == "group":
        meant = group_meant(subject, entities)
        if meant is not None:
            return (meant,)
        if subject.lower in party_lexicon()["delegates"]:
            return delegates_of_body(subject)
    return found


_AIMS = word_set("aims")


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
    if owner is None or owner == pledger:
        return None
    return owner if lemma_of(token) in _AIMS else Party(_phrase(token), "group", owner.iso3)


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
