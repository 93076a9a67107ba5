"""Who promises, by words inside the phrase itself: "South Korea's defence minister", "his country", "EU ministers".

Read before the resolver of entities, which looks further and may take another's minister for this one.
"""

from __future__ import annotations

import re

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import own_subject
from coalition_data.extract.pledges.lexicon import party_lexicon
from coalition_data.extract.pledges.parties import Party, country_party, parties_of, party_of_modifier, party_words
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import body_kind, scan_organisations

_CHARACTERS_BACK = 3000
_OWN_COUNTRY = party_words("own_country")
_HOME_BODIES = party_words("home_bodies")
_OFFICES = party_words("offices")
_INSTITUTIONS = re.compile(
    r"^(?:[A-Z][\w&.'’-]*\s+(?:(?:for|of|and|the|in|on|to)\s+)*){1,6}"
    r"(?:Bank|Fund|Facility|Union|Organi[sz]ation|Commission|Community|Club|Forum|Corporation)$"
)


def owned_official(subject: Token) -> tuple[Party, ...]:
    """ "South Korea's defence minister", "the French foreign ministry": the country that stands beside the office."""
    words = party_words("officials") | {"ministers"}
    if subject.lower not in words and subject.lower not in _OFFICES and body_kind(subject.lower) is None:
        return ()
    if body_kind(subject.lower) in ("party", "media", "company", "court", "police"):
        return ()
    if {child.lower for child in subject.children} & party_words("unofficial"):
        return ()
    for child in subject.children:
        if child.i > subject.i or child.dep not in ("poss", "amod", "compound", "nmod"):
            continue
        match = find_country(" ".join(_name_at(child).split()))
        if match is not None and match.form in ("name", "adjective"):
            return (country_party(match.iso3),)
        if child.dep == "poss":
            body = next(iter(scan_organisations(_name_at(child))), None)
            if body is not None and body.iso3 is None and body.kind != "adversary":
                return (Party(body.name, body.kind, None),)
    return ()


def voting_members(subject: Token) -> tuple[Party, ...]:
    """ "Danish lawmakers have backed", "lawmakers in Ottawa vote": members of a parliament decide for its country."""
    beside = party_of_modifier(subject)
    if subject.lower == "parties" and subject.head.lemma in _VOTING and beside is not None:
        return (beside,) if beside.kind == "country" else ()  # "the Danish parties have agreed"
    if subject.lower not in _MEMBERS or subject.head.lemma not in _VOTING:
        return ()
    return (beside,) if beside is not None and beside.kind == "country" else _country_inside(subject)


_MEMBERS = party_words("voters")
_VOTING = party_words("voting")


def _name_at(token: Token) -> str:
    first = min([token.i, *(child.i for child in token.children if child.dep in ("compound", "amod", "nmod"))])
    return token.doc.span(first, token.i + 1).text


def own_country(subject: Token, speaker: Token | None, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "The representative of Germany said his country would": the country of who speaks."""
    owner = subject.child("poss")
    own = subject.lower == "own" or (
        subject.lower in _OWN_COUNTRY
        and owner is not None
        and owner.lower in ("his", "her", "their", "its", "my", "our")
    )
    if owner is not None and owner.lower == "whose" and subject.lower in _OWN_COUNTRY and subject.head.dep == "relcl":
        return parties_of(subject.head.head, entities)[:1]  # "said Merkel, whose country has given"
    speaker = speaker or (_teller_of(subject) if own else None)
    if not own or speaker is None:
        return ()
    for child in speaker.children:
        noun = child.child("pobj") if child.dep == "prep" and child.lower in ("of", "from") else None
        match = find_country(_name_at(noun)) if noun is not None else None
        if match is not None and match.form == "name":
            return (country_party(match.iso3),)
    return owned_official(speaker) or parties_of(speaker, entities)[:1]


def _teller_of(subject: Token) -> Token | None:
    """ "The emir pledged that his country would": who promises in the clause above."""
    verb = subject.head
    return own_subject(verb.head) if verb.dep == "ccomp" and verb.head.is_verb else None


def government_in_capital(subject: Token) -> tuple[Party, ...]:
    """ "The government in Nicosia", "Parliament in Vilnius"."""
    if body_kind(subject.lower) is None and subject.lower not in ("government", "parliament", "leaders", "authorities"):
        return ()
    return _country_inside(subject)


def _country_inside(subject: Token) -> tuple[Party, ...]:
    for child in subject.children:
        noun = child.child("pobj") if child.dep == "prep" and child.lower == "in" else None
        match = find_country(noun.text) if noun is not None else None
        if match is not None and match.form in ("capital", "name"):
            return (country_party(match.iso3),)
    return ()


def institution(subject: Token) -> tuple[Party, ...]:
    """ "The Caribbean Development Bank": a bank or fund that no list knows, by its name; agencies by their letters."""
    agency = party_lexicon()["agencies"].get(subject.lower)
    if agency is not None:
        return (country_party(agency),)
    if subject.tag not in ("NNP", "NNPS"):
        return ()
    name = re.sub(r"^[Tt]he ", "", subject.doc.span(_first_of_name(subject), subject.i + 1).text.strip())
    name = " ".join(re.sub(r"\s*-\s*", "-", name).split())
    if _INSTITUTIONS.match(name) is None:
        return ()
    known = next((body for body in scan_organisations(name) if body.name.split()[-1] == name.split()[-1]), None)
    if known is not None:
        return () if known.kind == "adversary" else (Party(known.name, known.kind, None),) if known.iso3 is None else ()
    return (Party(name, "organisation", None),)


def _first_of_name(subject: Token) -> int:
    index = subject.i
    doc, first = subject.doc, subject.sentence.first
    while index > first and (doc[index - 1].text[:1].isupper() or doc[index - 1].text in ("-", "and", "for", "of")):
        index -= 1
    while index < subject.i and (not doc[index].text[:1].isupper()):
        index += 1
    return index


def initiative(subject: Token) -> tuple[Party, ...]:
    """ "The Czech-led ammunition initiative": a grouping by its name."""
    if subject.lower not in ("initiative", "partnership", "grouping"):
        return ()
    words = [child for child in subject.children if child.dep in ("amod", "compound", "nmod") and child.i < subject.i]
    if not any(word.lower.endswith("-led") or word.lower == "led" or word.tag == "NNP" for word in words):
        return ()
    first = min(word.subtree.first for word in words)
    return (Party(" ".join(subject.doc.span(first, subject.i + 1).text.split()), "coalition", None),)


def delegates_of_body(subject: Token) -> tuple[Party, ...]:
    """ "The ministers", after "EU foreign ministers": who met for a body of states acts for it."""
    if subject.lower not in party_lexicon()["delegates"]:
        return ()
    named = any(
        child.dep in ("amod", "compound", "nmod", "poss", "prep", "nummod", "relcl") for child in subject.children
    )
    if named:
        return ()
    before = subject.doc.text[max(0, subject.start - _CHARACTERS_BACK) : subject.start]
    heading = f"{subject.doc.article.title or ''}\n{before}"
    noun = re.escape(subject.lower)
    before_noun = rf"\b((?:[A-Z][\w-]+ ){{1,4}})(?:[a-z]+ ){{0,4}}(?i:{noun})\b"
    behind_noun = rf"\b(?i:{noun}) (?:of|from) ((?:the )?(?:[A-Z][\w-]+ ?){{1,5}})"
    found = [match for pattern in (before_noun, behind_noun) for match in re.finditer(pattern, heading)]
    for name in (match[1] for match in sorted(found, key=re.Match.start, reverse=True)):
        body = next((body for body in scan_organisations(name) if body.iso3 is None and body.kind != "adversary"), None)
        if body is not None:
            return (Party(body.name, body.kind, None),)
        if next(scan_countries(name), None) is not None:
            return ()
    return ()


def home_government(subject: Token, entities: ArticleEntities, speaker: Token | None) -> tuple[Party, ...]:
    """ "The government will spend": of the country of the official who says so, or that the article is about."""
    alone = all(
        child.dep in ("det", "punct", "relcl", "conj", "cc", "appos") or child.lower in party_words("ruling")
        for child in subject.children
    )
    home = entities.home_country
    if subject.lower not in _HOME_BODIES or not alone:
        return ()
    told = parties_of(speaker, entities)[:1] if speaker is not None else ()
    if told and told[0].kind == "country":
        return told
    return (country_party(home),) if home is not None else ()


def administration(subject: Token) -> tuple[Party, ...]:
    """ "The administration", "the White House" of news from the United States."""
    if subject.lower != "administration":
        return ()
    words = {child.lower for child in subject.children if child.dep in ("compound", "amod", "nmod", "poss")}
    before = f"{subject.doc.article.title or ''}\n{subject.doc.text[: subject.start]}"
    presidents = r"\b(?:White House|Obama|Trump|Biden|Bush|Clinton|Pentagon|State Department|U\.S\.|Washington)\b"
    if not words - {"new", "current", "previous"} and re.search(presidents, before):
        return (country_party("USA"),)
    if words & {"obama", "trump", "biden", "bush", "clinton", "reagan", "carter"}:
        return (country_party("USA"),)
    return ()
