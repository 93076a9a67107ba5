"""Whose an act is: pledger, recipient and speaker of an act in its article."""

from __future__ import annotations

from collections.abc import Callable

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.before import body_of_actor_before
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
from coalition_data.extract.pledges.echoes import companions_of
from coalition_data.extract.pledges.groups import group_meant, members_of, quantified_group
from coalition_data.extract.pledges.issuing import government_of_leader, issuer_of_page, own_body
from coalition_data.extract.pledges.lexicon import party_lexicon, things, word_set
from coalition_data.extract.pledges.licenses import forces_of
from coalition_data.extract.pledges.owners import (
    FORCES,
    further_subjects,
    is_adversary,
    is_own_voice,
    is_person,
    listed,
    of_home,
    of_refuser,
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
from coalition_data.extract.pledges.taking import is_parliament
from coalition_data.extract.pledges.things import content_of
from coalition_data.extract.pledges.unnamed import said_by, who_tells, who_voted
from coalition_data.extract.pledges.words import conjuncts, lemma_of, words_of
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import body_kind
from coalition_data.resolve.outlets import outlet_kind

_OWN_HELP = word_set("own_help")
_COUNTED_AS = word_set("counting_nouns") | word_set("handfuls")

_PRONOUNS = frozenset({"they", "it", "he", "she", "its", "their", "his", "her"})


_Reader = Callable[[Token, Act, ArticleEntities], tuple[Party, ...]]


def pledgers_of(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """Who promises: the subject, else the owner of the unit, else the country of who says so."""
    found = _pledgers(act, entities)
    subject = act.reading.subject
    if found and subject is not None and not act.reading.alone:
        names = companions_of(subject, act.token)
        found += tuple(party for name in names for party in named_alone(name, entities) if party not in found)
    seat = entities.body_of_seat(subject) if subject is not None else None
    if seat is None:
        return found
    return tuple(Party(seat.body, "organisation", None) if party.iso3 == seat.iso3 else party for party in found)


def _pledgers(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    subject = act.reading.subject
    if subject is not None and body_kind(subject.lower) == "party":
        return ()  # "his party is opposed to sending British troops"
    if subject is None:
        return owners_of_things(act, entities) or who_tells(act, entities) or who_voted(act, entities)
    if act.reading.alone:
        return named_alone(subject, entities)
    if act.arguments.acting_unit:
        return _first(_OF_UNIT, subject, act, entities)
    found = _owners_of_carried(act, entities) or _pledgers_at(subject, act, entities)
    if found:
        return found
    is_thing = any(thing.head == subject for thing in act.arguments.things)
    if is_thing or is_person(subject, entities) or is_parliament(subject):  # "Belgian help was approved by the Chamber"
        return owners_of_things(act, entities)
    if lemma_of(subject) in FORCES and not is_adversary(subject, entities):
        return of_reporter(act, entities) or of_home(subject, entities)
    return ()


def _owners_of_carried(act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Rwanda's 850 men were flown in by American planes": whose soldiers they are, whoever carries them."""
    heads = [thing.head for thing in act.arguments.things if thing.category in ("military_personnel", "training")]
    owned = [head for head in heads if (owner := head.child("poss")) is not None and owner.tag in ("NNP", "NNPS")]
    return owners_of(owned[0], entities) if owned and is_passive(act.token) else ()


def _first(readers: tuple[_Reader, ...], subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """What the first reader finds that finds anybody."""
    return next((found for reader in readers if (found := reader(subject, act, entities))), ())


def _of_clause_before(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Britain will send 20 tanks and 30 more may follow": whose they are stands in the clause before."""
    verb = act.token
    other = verb.head.child("nsubj") if verb.dep == "conj" and verb.head.is_verb else None
    return _pledgers_at(other, act, entities) if other is not None and other != subject else ()


def _pledgers_at(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    if subject.tag == "PRP$" and subject.lower in ("its", "their"):
        return owner_in_sentence(subject, entities)
    if body_kind(subject.lower) in ("company", "media", "party", "court"):
        return ()
    if is_first_person(subject):
        return _who_says_we(subject, act, entities)
    found = _first(_BY_ITSELF, subject, act, entities)
    if found:
        return found
    named = _before_clause(members_of(subject, entities) or listed(subject, entities), subject, act, entities)
    return _with_meant_group(subject, named, entities) if named else _first(_STAND_INS, subject, act, entities)


def _speaker_meant(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Slovakia said it would": "it" is who speaks, and not whom the text named before."""
    speaker = act.reading.speaker
    if subject.lower == "they" and speaker is not None:
        joined = parties_of(speaker, entities) if speaker.child("conj") is not None else ()
        return joined or members_of(speaker, entities) or named_alone(speaker, entities)
    if subject.lower != "it" or speaker is None or speaker.tag not in ("NNP", "NNPS", "NN"):
        return ()
    said = parties_of_speaker(speaker, entities)
    return said if said and said[0].kind != "group" else ()


def _friends(subject: Token, _: Act, __: ArticleEntities) -> tuple[Party, ...]:
    found = friends_of(subject)
    return (found,) if found is not None else ()


def _read_by_itself(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    found = (
        institution(subject)
        or initiative(subject)
        or owned_official(subject)
        or own_country(subject, act.reading.speaker, entities)
        or government_in_capital(subject)
        or described_state(subject)
        or administration(subject)
        or government_of_leader(subject)
        or voting_members(subject)
    )
    return found + _others_listed(subject, found, entities) if found else ()


def _group(subject: Token, _: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Six states", "the group": a number of states that no list names, and a group named before."""
    found = quantified_group(subject) or (group_meant(subject, entities) if subject.lower == "group" else None)
    return (found,) if found is not None else ()


def _who_says_it(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    speaker = act.reading.speaker
    return parties_of_speaker(speaker, entities) if subject.lower in _PRONOUNS and speaker is not None else ()


def _government_at_home(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    return home_government(subject, entities, act.reading.speaker) if _is_told_plainly(act) else ()


def _body_before(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    return body_of_actor_before(subject, entities) if _is_told_plainly(act) else ()


def _is_told_plainly(act: Act) -> bool:
    """Whether an act is sure enough to look for its actor in other sentences: it is ahead, promised or counted."""
    counted = any(thing.count or thing.total for thing in act.arguments.things)
    return act.reading.future or act.reading.strong or counted


def _owner_of_mission(subject: Token, act: Act, _: ArticleEntities) -> tuple[Party, ...]:
    """ "The Liberal government has extended Canada's Iraq mission": a government that only its own mission names."""
    return _owner_of_things(act) if body_kind(subject.lower) in _BODIES_OF_STATE else ()


def _officials_of_mission(subject: Token, act: Act, _: ArticleEntities) -> tuple[Party, ...]:
    """ "Cabinet members decided to continue the German military's mission"."""
    beside = [child for child in subject.children if child.dep in ("compound", "nmod")]
    own = len(beside) == 1 and body_kind(beside[0].lower) in _BODIES_OF_STATE
    return _owner_of_things(act) if own else ()


def _owner_of_things(act: Act) -> tuple[Party, ...]:
    owners = [owner for thing in act.arguments.things if (owner := thing.head.child("poss")) is not None]
    found = (find_country(owner.text) for owner in owners if owner.tag in ("NNP", "NNPS"))
    named = next(((country_party(match.iso3),) for match in found if match is not None and match.form == "name"), ())
    return named or next((of for owner in owners if (of := parties_of_modifiers(owner))), ())


def _named_beside(subject: Token, _: Act, entities: ArticleEntities) -> tuple[Party, ...]:
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


def _who_says_we(subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    if act.reading.speaker is None and subject.doc.quotation_at(subject.start) is None:
        own = label_at(subject, entities) or (issuer_of_page(subject.doc) and issuer_at(subject, entities))
        if own:
            return own
    speaker = said_by(act) if act.reading.speaker is not None else speaker_at(subject)
    found = own_body(speaker) if speaker is not None and speaker.tag == "NNP" else ()
    found = found or (parties_of_speaker(speaker, entities) if speaker is not None else ())
    return found or (issuer_at(subject, entities) if is_own_voice(subject, speaker, entities) else ())


def _before_clause(found: tuple[Party, ...], subject: Token, act: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "the Netherlands, which is extending its strikes, and Canada": the clause is of the first alone."""
    clauses = [child for child in subject.children if child.dep in ("relcl", "acl")]
    clause = next((child for child in clauses if child.dep == "relcl" and act.token in child.subtree), None)
    other = subject.child("conj")
    if clause is None and other is not None:  # "the force to fight in Chad and Mali has": open until its end
        inside = (child for child in clauses if child.i < other.i)
        clause = next((c for c in inside if not any(x.text == "," for x in c.doc.span(c.i, other.i))), None)
    if clause is None or other is None or other.i < clause.i or not found:
        return found
    actor = entities.actor_of(subject)
    own = party_of(actor) if actor is not None else None
    return (own,) if own is not None else found


def _state_of(subject: Token, _: Act, entities: ArticleEntities) -> tuple[Party, ...]:
    """The country beside a unit, a body or a kind of help ("British Tornados", "Australian aid")."""
    if is_person(subject, entities) or is_adversary(subject, entities):
        return ()
    inner = content_of(subject) if lemma_of(subject) in _COUNTED_AS else []  # "a group of eight Estonian trainers"
    nouns = [subject, *(noun for noun in inner if noun.tag.endswith("S"))]
    return next((found for noun in nouns if _acts_for_state(noun) and (found := parties_of_modifiers(noun))), ())


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


_OF_UNIT: tuple[_Reader, ...] = (
    lambda unit, _, entities: owners_of(unit, entities),  # its own words say whose it is: "300 Danish soldiers"
    _of_clause_before,  # "… and 30 more may follow": the nearest words that do
    lambda unit, _, entities: label_at(unit, entities),  # in a transcript who speaks means his own, named or not
    of_refuser,  # "Key has ruled out troops being sent"
    lambda _, act, entities: of_reporter(act, entities),  # a state that tells of forces tells of its own
    lambda unit, _, entities: of_home(unit, entities),  # last, as it goes beyond the sentence
)
"""Whose a unit is that acts: from its own words outwards, clause, sentence, text."""


def _adjective(subject: Token, act: Act, _: ArticleEntities) -> tuple[Party, ...]:
    """ "the German contribution of 40 trainers", "50 Danish and 30 Swedish soldiers": givers told by adjectives."""
    match = find_country(subject.text) if subject.head == act.token and subject.tag in _ADJECTIVES else None
    if match is None or not match.iso3 or (match.form != "adjective" and not subject.tag.startswith("JJ")):
        return ()
    units = (unit for unit in conjuncts(subject)[1:] if unit.tag == "NNS" and lemma_of(unit) in FORCES)
    others = next((parties_of_modifiers(unit) for unit in units), ())
    own = (country_party(match.iso3),)
    return (*own, *others) if others or subject.tag.startswith("JJ") else ()


_ADJECTIVES = frozenset({"JJ", "NNP", "NNPS"})


def _forces_of_several(subject: Token, _: Act, __: ArticleEntities) -> tuple[Party, ...]:
    """ "French and British special forces": each of the states."""
    found = parties_of_modifiers(subject) if forces_of(subject) else ()
    return found if len(found) > 1 else ()


_BY_ITSELF: tuple[_Reader, ...] = (
    _adjective,
    _forces_of_several,
    _speaker_meant,  # "it" of who speaks, which the resolver takes for whom the text named last
    _friends,  # "allies of Iraq", which the resolver takes for Iraq
    _officials_of_mission,  # "cabinet members", which it takes for a group
    _read_by_itself,  # an office with its state, which the resolver may take for another's
)
"""Asked before the resolver of entities, which would find somebody else."""

_STAND_INS: tuple[_Reader, ...] = (
    _group,  # "six states": before the readers of one state
    _who_says_it,  # a pronoun: nobody is nearer than who reports it
    _state_of,  # the words beside a unit, a body or help
    lambda subject, _, entities: standin_of(subject, entities),  # "the kingdom", "donors", a capital: a word's meaning
    _government_at_home,  # "the government": of who says so, else of the state that the text is about
    _owner_of_mission,  # "… has extended Canada's mission": only the thing names the state
    _body_before,  # who acts in the sentences before, farther away than all of these
    _named_beside,  # an apposition often only describes
    lambda subject, _, __: own_body(subject),  # "the Department" of an official page, named by nothing but the page
)
"""Asked where the resolver knows nobody: from the subject's own words outwards."""

_BODIES_OF_STATE = frozenset({"government", "ministry", "parliament", "forces"})
_AIMS = word_set("aims")
_BASES = word_set("bases")
_STRIKES = word_set("strikes")


def recipient_of(act: Act, pledger: Party, entities: ArticleEntities) -> Party | None:
    """Whom the act is for; None where it is not said, is the pledger itself, or the enemy."""
    token = act.arguments.recipient
    actor = entities.actor_of(token) if token is not None else None
    if token is None or (actor is not None and actor.adversary):
        return None
    party = party_of(actor) if actor is not None else None
    if party is not None and outlet_kind(party.name) == "press":
        return None  # "AFP" in Manila is the army
    if actor is not None and party is not None and party != pledger:
        named = actor.kind in ("organisation", "group") and actor.name
        return Party(actor.name or party.name, party.kind, actor.iso3) if named else party
    if party is not None:
        return None
    place = _country_after_of(token)
    if place is not None and lemma_of(token) in _BASES:
        return None  # "a U.S. base in Qatar": neither gets anything
    owner = party_of_modifier(token) or place
    if owner is None or owner == pledger or lemma_of(token) in _STRIKES:
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
