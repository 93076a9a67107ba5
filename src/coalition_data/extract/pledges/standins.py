"""Who promises, where the subject is no name: "the kingdom", "the alliance", "donors", "Germany's Heiko Maas", "we".

Used after the resolver of entities has found no party; each reader answers only for its own kind of phrase.
"""

from __future__ import annotations

import re

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.issuing import issuer_of_page
from coalition_data.extract.pledges.lexicon import party_lexicon, predicates, word_set
from coalition_data.extract.pledges.parties import Party, country_party, group_name, party_of
from coalition_data.extract.pledges.units import country_of_unit
from coalition_data.extract.pledges.words import lemma_of
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import scan_organisations

_GIVERS = word_set("groups_of_givers")
_THANKING = word_set("thanking")
_CHARACTERS_BACK = 1500
"""How far back a definite noun looks for the state that it means."""
_OPENING = 400
"""Characters of the opening that name who issues a statement."""
_LABEL = re.compile(r"^([A-Z][A-Z.'’ -]{2,40}):\s")
_ASKING = re.compile(r"JOURNALIST|QUESTION|REPORTER|HOST|PRESENTER|INTERVIEWER|MODERATOR|COMPERE|SPEAKER|\bQ\b")


def standin_of(subject: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The party that a noun phrase stands for; empty where it stands for none.

    Args:
        subject: head of the phrase that acts.
        entities: actors of the article.
    """
    found = (
        _definite(subject)
        or _person_of_country(subject, entities)
        or country_of_unit(subject)
        or _capital(subject)
        or _giving_group(subject)
    )
    return (found,) if found is not None else ()


def named_alone(name: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The one party that a name stands for, whatever is coordinated with it."""
    for first in range(max(name.sentence.first, name.i - 4), name.i + 1):
        match = find_country(name.doc.span(first, name.i + 1).text)
        if match is not None and match.form in ("name", "capital"):
            return (country_party(match.iso3),)
    actor = entities.actor_of(name)
    party = party_of(actor) if actor is not None else None
    return (party,) if party is not None else ()


def friends_of(subject: Token) -> Party | None:
    """ "Allies of Iraq", "friends of Syria": the group, and not the country inside it."""
    if subject.lower not in party_lexicon()["friends"]:
        return None
    preposition = next((child for child in subject.children if child.dep == "prep" and child.lower == "of"), None)
    if preposition is None or preposition.child("pobj") is None:
        return None
    return Party(_phrase_text(subject, preposition.subtree.last - 1), "group", None)


def _definite(subject: Token) -> Party | None:
    """ "the kingdom", "the alliance": the nearest state or body of this kind named before."""
    determined = any(child.dep == "det" and child.lower in ("the", "this") for child in subject.children)
    inner = [child for child in subject.children if child.dep in ("amod", "compound", "nmod", "poss", "nummod")]
    if not determined or inner:
        return None
    title = f"{subject.doc.article.publisher or ''}\n{subject.doc.article.title or ''}"
    before = f"{title}\n{subject.doc.text[max(0, subject.start - _CHARACTERS_BACK) : subject.start]}"
    kinds = party_lexicon()["kinds_of_state"].get(subject.lower)
    if kinds is not None:
        named = [mention.match.iso3 for mention in scan_countries(before) if mention.match.iso3 in kinds]
        if not named:  # "The kingdom will go on, Saudi officials said"
            named = [found.match.iso3 for found in scan_countries(subject.sentence.text) if found.match.iso3 in kinds]
        return country_party(named[-1]) if named else None
    bodies = party_lexicon()["kinds_of_body"].get(subject.lower)
    if bodies is None:
        return None
    known = [body for body in scan_organisations(before) if body.name in bodies]
    return Party(known[-1].name, known[-1].kind, None) if known else None


def described_state(subject: Token) -> tuple[Party, ...]:
    """ "the Scandinavian country", "the NATO member": the nearest state of that description named before."""
    lexicon = party_lexicon()
    if subject.lower not in lexicon["described_states"]:
        return ()
    inside = [child for child in subject.children if child.i < subject.i]
    if not any(child.lower in ("the", "this") for child in inside):
        return ()
    words = {word.lower for child in inside for word in child.subtree}
    fitting = next((lexicon["states_described"][word] for word in words if word in lexicon["states_described"]), None)
    if fitting is None:
        return ()
    title = subject.doc.article.title or ""
    before = f"{title}\n{subject.doc.text[max(0, subject.start - _CHARACTERS_BACK) : subject.start]}"
    named = [found.match.iso3 for found in scan_countries(before) if found.match.iso3 in fitting]
    return (country_party(max(named, key=named.count)),) if named else ()  # whom the text is about


def _person_of_country(subject: Token, entities: ArticleEntities) -> Party | None:
    """ "Germany's Heiko Maas announced": a person whom news calls a country's own."""
    actor = entities.actor_of(subject)
    owner = subject.child("poss")
    if owner is None or subject.tag != "NNP" or (actor is not None and actor.kind not in ("person", "anonymous")):
        return None
    if actor is not None and (actor.adversary or actor.role):
        return None
    match = find_country(owner.text)
    return country_party(match.iso3) if match is not None and match.form == "name" else None


def _capital(subject: Token) -> Party | None:
    """ "Oslo would lend two frigates": a capital that gives is its government."""
    named = any(child.dep in ("compound", "amod", "nmod", "poss") for child in subject.children)
    personal = subject.entity is not None and subject.entity.label == "PERSON"
    decides = subject.dep == "poss" and lemma_of(subject.head) in predicates().operator_nouns  # "Ottawa's decision"
    thanked = subject.dep == "dobj" and lemma_of(subject.head) in _THANKING  # "thanked Berlin for the delivery"
    acts = (subject.dep == "nsubj" or decides or thanked) and subject.tag == "NNP"
    match = find_country(subject.text) if acts else None
    if match is None or match.form != "capital" or named or personal:
        return None
    return country_party(match.iso3)


def _giving_group(subject: Token) -> Party | None:
    """ "donors", "donor nations", "international creditors"."""
    lexicon = party_lexicon()
    noun = subject
    if noun.tag == "VBG":  # "Donor nations meeting in Rome pledged": the participle taken for the subject
        noun = noun.doc[noun.i - 1] if noun.i > 0 else noun
    words = {noun.lower, *(child.lower for child in noun.children if child.dep in ("compound", "amod", "nmod"))}
    words |= {noun.doc[noun.i - 1].lower} if noun.i > 0 else set()
    givers = words & _GIVERS
    if not givers or (noun.lower not in givers and noun.lower not in lexicon["states"]) or not noun.tag.endswith("S"):
        return None
    return Party(_phrase_text(noun, noun.i), "group", None)


def _phrase_text(head: Token, last: int) -> str:
    first = min(
        [
            head.i,
            *(
                child.subtree.first
                for child in head.children
                if child.dep in ("compound", "amod", "nummod") and child.i < head.i
            ),
        ]
    )
    return group_name(" ".join(head.doc.span(first, last + 1).text.split()))


def issuer_at(token: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """Who says "we" where no quotation and no sentence tells: the state or coalition whose text it is.

    The label of a transcript ("PAYNE:") names a person; a communiqué opens with "We, the ministers of the coalition";
    a ministry's page stands under its country's domain.
    """
    labelled = _labelled(token, entities)
    if labelled is not None:
        return labelled
    body = _body_of_opening(token.doc)
    if body is not None:
        return (body,)
    own = re.search(r"\b[Tt]he (?:Global )?Coalition\b", token.doc.text[:_OPENING])
    return (Party("Coalition", "coalition", None),) if own is not None else issuer_of_page(token.doc)


def label_at(token: Token, entities: ArticleEntities) -> tuple[Party, ...]:
    """The country of a transcript's speaker, whose forces are meant where none are named; empty elsewhere."""
    if token.doc.quotation_at(token.start) is not None:
        return ()
    return _labelled(token, entities) or ()


def _labelled(token: Token, entities: ArticleEntities) -> tuple[Party, ...] | None:
    """Of a transcript: the country of the person under whose label the words stand; None outside transcripts."""
    doc = token.doc
    for number in range(doc.paragraph_at(token.start), -1, -1):
        start, end = doc.paragraphs[number]
        label = _LABEL.match(doc.text[start:end])
        if label is None:
            continue
        if _ASKING.search(label[1]):
            return ()
        surname = label[1].split()[-1].lower()
        for person in entities.persons:
            if person.iso3 is not None and person.name.lower().split()[-1] == surname:
                return (country_party(person.iso3),)
        return issuer_of_page(doc) or _state_of_words(doc)
    return None


def _body_of_opening(doc: ParsedArticle) -> Party | None:
    """ "We, the Ministers of the Global Coalition", or a heading that calls the text their statement."""
    title = doc.article.title or ""
    for text in (title, doc.text[:_OPENING]):
        if not re.search(r"\b(?:statement|communiqu[ée]|declaration|we, the|release)\b", text, re.IGNORECASE):
            continue
        for body in scan_organisations(text):
            if body.iso3 is None and body.kind in ("coalition", "organisation"):
                return Party(body.name, body.kind, None)
    return None


def _state_of_words(doc: ParsedArticle) -> tuple[Party, ...]:
    """ "300 Australians", "the Australian Government": the one people that a transcript calls its own."""
    own = [
        mention.match.iso3
        for mention in scan_countries(f"{doc.article.title or ''}\n{doc.text}")
        if mention.match.form in ("adjective", "people", "capital") or "ern" in mention.match.form
    ]
    if not own:
        return ()
    best = max(dict.fromkeys(own), key=own.count)
    return (country_party(best),) if own.count(best) * 2 > len(own) else ()
