"""Whose official text it is, and what that text calls its own: "the Government", "the Minister", "our experts".

A ministry names its country in its address or its masthead, and then hardly again. Used after the resolver of
entities has found nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.pledges.lexicon import party_lexicon, things, word_set
from coalition_data.extract.pledges.parties import Party, country_party, party_words
from coalition_data.extract.pledges.words import lemma_of
from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.offices import country_of_leader
from coalition_data.resolve.organisations import body_kind, scan_organisations

_OFFICIAL = re.compile(
    r"\b(?:government|ministry|minister|ministers|department|embassy|delegation|presidency|cabinet office|parliament"
    r"|army|navy|air force|armed forces|white house|prime minister'?s office|foreign office|home office|treasury)\b",
    re.IGNORECASE,
)
_BODY_OF_STATES = re.compile(
    r"Union|Nations|Council of|European|Commission|NATO|UN[A-Z]|Monetary|World (?:Bank|Food|Health)|League|ECOWAS|ASEAN"
    r"|OPCW|OSCE|Coalition|Development Bank"
)
_INNER = frozenset({"det", "punct", "relcl", "conj", "cc", "appos", "prep", "compound", "amod", "acl"})
_STAFF = word_set("staff_of_offices")
_OWN_BODIES = frozenset({"government", "ministry", "parliament", "forces", "agency"})
_HELP = word_set("told_help")


def issuer_of_page(doc: ParsedArticle) -> tuple[Party, ...]:
    """The state or body of states whose page or release a text is; empty for news."""
    return _issuer(doc.article.url or "", doc.article.publisher or "")


@lru_cache(maxsize=4096)
def _issuer(url: str, publisher: str) -> tuple[Party, ...]:
    address = url.lower()
    for ending, iso3 in party_lexicon()["domains"].items():
        if re.search(rf"//[^/]*{re.escape(ending)}(?:[:/]|$)", address):
            return (country_party(iso3),)
    for body in scan_organisations(publisher):
        if body.iso3 is not None and body_kind(body.name.split()[-1].lower()) in ("ministry", "office", "forces"):
            return (country_party(body.iso3),)
        if body.iso3 is None and body.kind != "adversary" and _BODY_OF_STATES.search(body.name):
            return (Party(body.name, body.kind, None),)
    named = next(scan_countries(publisher), None) if _OFFICIAL.search(publisher) else None
    return (country_party(named.match.iso3),) if named is not None else ()


def government_of_leader(subject: Token) -> tuple[Party, ...]:
    """ "The Abbott government", "the Merkel cabinet": the country of the leader whose name stands before."""
    if body_kind(subject.lower) != "government":
        return ()
    names = [child for child in subject.children if child.dep in ("compound", "nmod", "poss") and child.tag == "NNP"]
    iso3 = country_of_leader(names[-1].text, bare_last_name=True) if len(names) == 1 else None
    return (country_party(iso3),) if iso3 is not None else ()


def own_body(subject: Token) -> tuple[Party, ...]:
    """ "The Government", "the Minister for Defence", "Treasury officials" of an official text, and its forces."""
    issuer = issuer_of_page(subject.doc)
    if not issuer or issuer[0].kind != "country" or subject.doc.quotation_at(subject.start) is not None:
        return ()
    if any(child.dep not in _INNER for child in subject.children if child.i < subject.i):
        return ()
    phrase = " ".join(subject.subtree.text.split())
    if any(True for _ in scan_countries(phrase)) or any(body.iso3 is None for body in scan_organisations(phrase)):
        return ()
    return issuer if _is_own(subject) else ()


def _is_own(subject: Token) -> bool:
    lower, lemma = subject.lower, lemma_of(subject)
    inside = {child.lower for child in subject.children if child.i < subject.i}
    if inside & (party_words("unofficial") | party_words("irregulars")):
        return False
    capital = subject.text[:1].isupper()
    if body_kind(lower) in _OWN_BODIES or lower in ("cabinet", "defence", "defense"):
        return capital or "the" in inside
    if lower in party_words("deciders"):
        return capital
    if lemma in _STAFF:
        return any(
            word.text[:1].isupper() and (word.lower == "office" or body_kind(_singular(word.lower)) == "ministry")
            for word in subject.subtree
        )
    if lemma in _HELP:
        return not any(child.dep in ("nmod", "compound") and child.tag == "NNP" for child in subject.children)
    return capital and (lemma in things().units or lower == "group")


def _singular(word: str) -> str:
    return word.removesuffix("s")
