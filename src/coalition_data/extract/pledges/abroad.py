"""Whether an act helps somebody else: another country, a body of many, people in need, the common campaign."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.document import Entity, ParsedArticle, Span, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import verb_keys
from coalition_data.extract.pledges.issuing import issuer_of_page
from coalition_data.extract.pledges.lexicon import party_lexicon, word_set
from coalition_data.extract.pledges.parties import Party, parties_of_modifiers
from coalition_data.extract.pledges.things import Thing
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import scan_organisations
from coalition_data.resolve.places import find_city

_OUTWARD = frozenset(
    {
        "air_operations",
        "military_personnel",
        "training",
        "military_assistance",
        "weapons_equipment",
        "intelligence_surveillance",
    }
)
"""Kinds of help that states hardly promise to themselves in these words."""
_CAMPAIGN = word_set("campaign")
_JOINING = frozenset({"join", "participate", "take"})
_MEANT = frozenset({"withdrawn", "declined", "considering", "offered"})
_NEAR_HOME = frozenset({"political", "law_enforcement"})
_SENT_OUT = word_set("sent_out")
_TAKEN_IN = word_set("taken_in")
_FRIENDS = frozenset({"partner", "ally", "neighbour", "neighbor"})
_DONORS = word_set("of_donors")
_GIVING = word_set("giving_words")
_CARRIERS = word_set("carriers")
_PLACE_LABELS = frozenset({"GPE", "LOC", "NORP", "FAC"})


DOMESTIC = "domestic"
NOBODY_ABROAD = "names nobody abroad"
"""An act with this refusal may still go on with help of which the sentences before tell."""


def domestic_refusal(act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities) -> str | None:
    """Why the act of one state helps nobody else: its words say so, or they name nobody else; None where it helps."""
    own = {party.iso3 for party in pledgers}
    code = next(iter(own), None)
    if code is None or len(own) > 1:
        return None
    at_home = _is_received_at_home(act, code, entities)
    if at_home is not None:
        return DOMESTIC if at_home else None
    receiver = act.arguments.recipient
    if _is_told_gift(act) or _is_for_people(act) or (receiver is not None and _is_for_others(receiver, act)):
        return None
    joins = lemma_of(act.token) in _JOINING and act.kind == "listed" and act.stance in ("declined", "considering")
    if joins or (act.reading.alone and not act.token.is_verb):
        return None  # an item of a list of contributions
    if _is_weak(act):
        return None if _reaches_others(act, code, entities) else DOMESTIC
    if _names_others(act.token.sentence, code) or _names_body(act.token.sentence.text):
        return None
    if _takes_in_people(act) or _is_promise_abroad(act, code) or not _stays_home(act, code):
        return None
    return DOMESTIC if _at_home(act, code) else NOBODY_ABROAD


def _is_received_at_home(act: Act, code: str, entities: ArticleEntities) -> bool | None:
    """Whether who receives it is the giver himself; None where nobody is named."""
    receiver = act.arguments.recipient
    actor = entities.actor_of(receiver) if receiver is not None and not _is_of_others(receiver, act) else None
    if actor is not None and receiver is not None and (actor.iso3 is not None or actor.kind == "coalition"):
        return actor.iso3 == code and not countries_of(receiver.subtree) - {code}
    named = find_country(receiver.text) if receiver is not None and actor is None else None
    return True if named is not None and named.iso3 == code else None  # "Baghdad will get 14 jets", said there


def _is_weak(act: Act) -> bool:
    """ "Helped by a wave of sympathy, the White House passed a bill": nothing is counted, nothing that states seldom do
    at home; told as done, or an act in no list of contributions."""
    things = act.arguments.things
    if any(thing.count or thing.total or thing.category not in _DONE_AT_HOME for thing in things):
        return False
    if gives_forces(act) or act.token.lemma in _JOINING:
        return False
    reading = act.reading
    promised = reading.strong or reading.future or reading.possible or act.stance in _MEANT
    return act.kind == "open" or not (promised or reading.has("keep", "begin") or act.kind in ("noun", "object"))


def gives_forces(act: Act) -> bool:
    """Whether words name forces, arms or training."""
    return any(thing.explicit and thing.category in _OUTWARD for thing in act.arguments.things)


_DONE_AT_HOME = frozenset({"political", "military_assistance", "law_enforcement", "financial", "other"})


def _reaches_others(act: Act, code: str, entities: ArticleEntities) -> bool:
    """Whether the act's own words name others: a weak act is not helped by a country elsewhere in its sentence."""
    span = _own_words(act)
    if _names_others(span, code) or _names_body(span.text):
        return True
    there = any(token.lower == "there" and token.dep == "advmod" for token in span)
    return there or names_another_country(act, code, entities)  # "has extended its mission there"


def names_another_country(act: Act, code: str | None, entities: ArticleEntities) -> bool:
    """Whether the act's own words name another country, or somebody who speaks for one."""
    span = _own_words(act)
    if countries_of(span) - {code}:
        return True
    actors = (entities.actor_of(token) for token in span if token.is_noun)
    return any(actor is not None and actor.iso3 not in (None, code) for actor in actors)


def _own_words(act: Act) -> Span:
    """The act's clause, from the verb that it is the aim of, and the noun that it describes."""
    top = act.token
    if act.kind == "open" or any(child.lower == "to" and child.dep == "aux" for child in top.children):
        while top.dep in ("xcomp", "acomp", "advcl") and not top.is_root:
            top = top.head  # "met his counterpart to sign a deal", "stands ready to sail if Tonga asks"
    return (top.head if top.dep == "relcl" else top).subtree


def _is_for_people(act: Act) -> bool:
    """ "can take in some of the children"."""
    taken = act.token.is_verb and any(key in ("take in", "let in") for key in verb_keys(act.token))
    return taken and act.arguments.things[0].category == "humanitarian"


def _is_for_others(receiver: Token, act: Act) -> bool:
    """ "will work with its partners", "we are ready to equip his forces"."""
    if _is_of_others(receiver, act) and (act.reading.strong or act.arguments.things[0].explicit):
        return True
    return lemma_of(receiver) in _FRIENDS and act.kind == "listed"


def _is_of_others(receiver: Token, act: Act) -> bool:
    """ "we will train his forces", "we gave them": who is "he" or "they" there is not "we"."""
    subject = act.reading.subject
    owner = receiver.child("poss")
    third = receiver.lower in _THEM or (owner is not None and owner.lower in _THEM)
    return third and subject is not None and subject.lower in ("we", "i")


_THEM = frozenset({"them", "him", "her", "it", "his", "their", "its", "theirs"})


def _is_told_gift(act: Act) -> bool:
    """ "its contribution amounts to 12 million euros", "pledges of $90 million": a sum under a word for giving."""
    if not any(thing.total is not None for thing in act.arguments.things):
        return False
    subject = act.token.child("nsubj") if act.token.is_verb else act.token
    return subject is not None and lemma_of(subject) in ("contribution", "donation", "pledge", "gift")


def _stays_home(act: Act, code: str) -> bool:
    """Whether nothing near the act names others either; political acts must name them in their own sentence."""
    things = act.arguments.things
    sent = any(thing.category == "law_enforcement" and thing.count is not None for thing in things)
    if act.kind == "open" or (any(thing.category in _NEAR_HOME for thing in things) and not sent):
        return True
    if act.reading.strong and not any(thing.explicit for thing in things):
        return True
    if _names_others(paragraph_of(act.token), code):
        return False
    return not (_is_meant(act) and opens_abroad(act.token.doc, code)) or _at_home(act, code)


def _is_meant(act: Act) -> bool:
    reading = act.reading
    promised = reading.strong or reading.future or reading.possible or act.kind == "object" or act.stance in _MEANT
    things = act.arguments.things
    helps = any(thing.explicit and _is_help(thing) for thing in things)
    told = act.progress == "promised" or (gives_forces(act) and any(thing.count for thing in things))
    told = told or (helps and _opens_with_campaign(act.token.doc))
    promised = promised or (told and _names_who(act))
    money = any(thing.total is not None for thing in act.arguments.things)
    if money and promised and issuer_of_page(act.token.doc) and act.token.doc.quotation_at(act.token.start) is None:
        return True  # a ministry's release on another country's need
    return (promised and helps) or (money and bool(words_of(act.token.doc.span(0, act.token.sentence.first)) & _DONORS))


def _names_who(act: Act) -> bool:
    """Whether the act's own words say whose it is: "we are sending", "about 2,000 US forces are there"."""
    subject = act.reading.subject
    named = subject is not None and (subject.tag in ("NNP", "NNPS", "PRP") or bool(parties_of_modifiers(subject)))
    return named or any(parties_of_modifiers(thing.head) for thing in act.arguments.things)


def _is_help(thing: Thing) -> bool:
    """Forces and relief, and ships and aircraft that carry them."""
    carried = thing.category == "logistics_basing" and lemma_of(thing.head) in _CARRIERS
    return carried or thing.category in _OUTWARD | {"humanitarian"}


@lru_cache(maxsize=1)
def _campaigners() -> re.Pattern[str]:
    names = sorted(word_set("common_enemy"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _opens_with_campaign(doc: ParsedArticle) -> bool:
    """Whether the title or the first paragraph names whom the coalition fights, or the coalition."""
    start, end = doc.paragraphs[0]
    return _campaigners().search(f"{doc.article.title or ''}\n{doc.text[start:end]}") is not None


def opens_abroad(doc: ParsedArticle, code: str | None) -> bool:
    """Whether the title or the first paragraph names other countries: the news is not one country's own."""
    start, end = doc.paragraphs[0]
    opening = f"{doc.article.title or ''}\n{doc.text[start:end]}"
    return bool({mention.match.iso3 for mention in scan_countries(opening)} - {code}) or _names_body(opening)


def _names_others(span: Span, code: str) -> bool:
    return bool(countries_of(span) - {code}) or names_campaign(span)


def names_campaign(span: Span) -> bool:
    """Whether words of the common campaign stand there."""
    return bool(words_of(span) & _CAMPAIGN)


def _names_body(text: str) -> bool:
    """Whether an organisation of many states is named."""
    return any(body.iso3 is None and body.kind != "adversary" for body in scan_organisations(text))


def _takes_in_people(act: Act) -> bool:
    return any(words_of(thing.head.subtree) & _TAKEN_IN for thing in act.arguments.things)


def _is_promise_abroad(act: Act, code: str) -> bool:
    reading = act.reading
    promised = reading.strong or reading.future or reading.possible or act.kind == "object" or act.stance in _MEANT
    return promised and _is_outward(act) and not _at_home(act, code)


def _is_outward(act: Act) -> bool:
    if act.kind == "open":
        return False
    if any(thing.category in _OUTWARD and thing.explicit for thing in act.arguments.things):
        return True
    if "humanitarian" in words_of(act.token.subtree) and (act.reading.strong or act.reading.future):
        return True
    if any(lemma_of(thing.head) in _SENT_OUT for thing in act.arguments.things):
        return True
    recipient = act.arguments.recipient
    if (
        recipient is not None
        and recipient.tag == "NNP"
        and lemma_of(recipient) in ("fund", "programme", "program", "facility", "trust")
    ):
        return True
    return lemma_of(act.token) in _GIVING or bool(words_of(act.token.children) & _GIVING)


def paragraph_of(token: Token) -> Span:
    """The paragraph that holds the token."""
    doc = token.doc
    start, end = doc.paragraphs[doc.paragraph_at(token.start)]
    inside = doc.tokens_between(start, end)
    return doc.span(inside.start, inside.stop)


def countries_of(span: Span) -> set[str]:
    """Codes of the countries that a stretch of text names, by themselves or by a city or a people of theirs.

    A place that no gazetteer knows counts as a country of its own (code "?").
    """
    found = {mention.match.iso3 for mention in scan_countries(span.text)}
    if _names_region(span.text):
        found.add("?")
    for entity in _entities_in(span.doc, span.first, span.last):
        code = _country_of_place(span.doc.span(entity.start, entity.end).text, entity.label)
        if code is not None:
            found.add(code)
    return found


@lru_cache(maxsize=1)
def _regions() -> re.Pattern[str]:
    names = sorted(party_lexicon()["regions"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


@lru_cache(maxsize=4096)
def _names_region(text: str) -> bool:
    """Whether a region or province of another part of the world is named, in capitals as a name."""
    return any(text[found.start()].isupper() for found in re.finditer(_regions().pattern, text, re.IGNORECASE))


def _entities_in(doc: ParsedArticle, first: int, last: int) -> list[Entity]:
    return [entity for entity in doc.entities if first <= entity.start < last and entity.label in _PLACE_LABELS]


@lru_cache(maxsize=4096)
def _country_of_place(name: str, label: str) -> str | None:
    if next(scan_countries(name), None) is not None or label in ("NORP", "FAC"):
        return None
    city = find_city(name)
    if city is not None:
        return city.iso3
    return "?" if label == "LOC" else None


def _at_home(act: Act, code: str) -> bool:
    """Whether the act takes place in the pledger's own country; forces that leave others "return to Norway"."""
    for child in act.token.subtree:
        if child.dep == "prep" and child.lower in ("in", "to", "at", "near", "around", "across"):
            place = child.child("pobj")
            named = find_country(place.text) if place is not None else None
            if act.stance == "withdrawn" and child.lower == "to" and named is not None:
                continue
            if code in countries_of(child.subtree):
                return True
    return False
