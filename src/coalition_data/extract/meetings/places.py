"""Where a meeting takes place, as its mention says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import is_passive, sentence_of
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.proper_names import PLACE_PREPOSITIONS, name_at
from coalition_data.extract.meetings.setting import LASTING, adverbial_run, belongs
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.extract.meetings.venues import CITY_STATES, country_of_state, find_venue, is_venue
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.places import City, capital_of, find_city

_NAMED_AFTER_PLACE = frozenset({"summit", "conference", "ministerial", "meeting"})
_ACRONYM_LENGTH = 5
_WHERE_REACH = 14
"""Tokens before "where" in which the place stands that it points to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting takes place."""

    city: City | None = None
    iso3: str | None = None
    venue: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything of it is told."""
        return self.city is not None or self.iso3 is not None or self.venue is not None

    def with_name(self, name: str, token: Token, preposition: str = "in") -> Place:
        """This place, completed by a printed name; what is known already stays."""
        match, seat = find_country(name), find_venue(name)
        if seat is not None or (preposition and is_venue(name)):
            city = self.city or (seat.city if seat else None)
            country = self.iso3 or (seat.iso3 if seat else match.iso3 if match else None)
            return Place(city, city.iso3 if city else country, self.venue or name.removeprefix("the "))
        behind = _state_behind(token)
        state = country_of_state(name) if preposition else None
        found = find_city(name, behind, is_place=True) if preposition else _city_modifier(token)
        if match is not None and match.form == "region" and found is not None and preposition:
            return replace(self, city=self.city or found, iso3=(self.city or found).iso3)
        if preposition and match is not None and match.form in ("name", "region"):
            state = match.iso3
        if state is not None:
            return self.in_country(state)
        dated = token.entity is not None and token.entity.label == "DATE"  # "In April, the United States"
        if found is None and preposition and behind is not None and name[:1].isupper() and match is None and not dated:
            return self.in_country(behind)  # a town that the gazetteer lacks
        return self.in_city(found) if found is not None and self.city is None else self

    def in_city(self, city: City) -> Place:
        """This place in a city, which must lie in its country."""
        if self.iso3 is not None and city.iso3 != self.iso3:
            near = find_city(city.name, self.iso3)
            return self if near is None or near.iso3 != self.iso3 else replace(self, city=near)
        return replace(self, city=city, iso3=city.iso3)

    def in_country(self, iso3: str) -> Place:
        """This place in a country: a city of the same name there is preferred."""
        if self.city is None:
            return replace(self, iso3=iso3, city=find_city(CITY_STATES[iso3], iso3) if iso3 in CITY_STATES else None)
        near = find_city(self.city.name, iso3)
        return replace(self, city=near, iso3=iso3) if near is not None and near.iso3 == iso3 else self


def find_place(trigger: Trigger, others: frozenset[int], home: str | None = None) -> Place:
    """The place that a mention gives its meeting.

    Args:
        trigger: the meeting word.
        others: heads of other mentions, whose places are theirs.
        home: the country that the article is about, whose "capital" is meant where no other is named.
    """
    place = Place()
    run, _ = adverbial_run(trigger, others)
    found = list(_place_tokens(trigger, others))
    if trigger.partner is not None:  # "met A in Rome and with B in Paris"
        found = [pair for pair in found if pair[0].i > trigger.partner.i] or found
    nearest = [pair for pair in found if pair[0].i in run or not pair[1]] if others else []
    own = {pair[0] for pair in found if pair[1] and pair[0].i in run and not _is_of_another(pair[0], trigger)}
    nearest = sorted(nearest or found, key=lambda pair: pair[0] not in own)  # before "the Geneva talks"
    for token, preposition in (*nearest, *(pair for pair in found if pair not in nearest)):
        if preposition != "to" or _goes_there(token, trigger):
            place = _completed(place, token, preposition, trigger, home)
    return place if place.is_known else _hosting_city(trigger)


def _is_of_another(token: Token, trigger: Trigger) -> bool:
    """ "the London meeting in the wake of the attacks in Paris": where something else took place."""
    above = token.head.head
    return above.tag in ("NN", "NNS") and above.i not in trigger.own and above != trigger.head


def _hosting_city(trigger: Trigger) -> Place:
    """ "Moscow hosted consultations", "Doha is hosting talks": the city stands for its government and for itself."""
    verb = trigger.verb
    if trigger.role != "host" or verb is None or verb.lemma != "host" or is_passive(verb):
        return Place()
    hosts = [child for child in verb.children if child.dep == "nsubj"]
    city = _listed_city(name_at(hosts[0])) if len(hosts) == 1 and hosts[0].tag == "NNP" else None
    alone = bool(hosts) and hosts[0].child("conj") is None
    return Place(city, city.iso3) if city is not None and alone else Place()


def _completed(place: Place, token: Token, preposition: str, trigger: Trigger, home: str | None) -> Place:
    if _begins_name(token, trigger):
        return place.with_name(token.text, token, preposition)
    if not preposition and trigger.family in _NAMED_AFTER_PLACE and place.city is None:
        match = find_country(token.text)
        if match is not None and match.form == "name" and match.iso3 in CITY_STATES and token.dep == "compound":
            return place.in_country(match.iso3)  # "the Kuwait conference"
    for name, inner in described_places(token, home) if preposition else ((name_at(token), token),):
        place = place.with_name(name, inner, preposition)
    return place


def described_places(token: Token, home: str | None) -> Iterator[tuple[str, Token]]:
    """The names of a place noun: "the Belgian capital", "the Black Sea resort of Sochi", "the capital, Islamabad"."""
    lemma = token.lemma.lower()
    if lemma not in words("place_nouns") | {"capital"} or token.text[0].isupper():
        yield name_at(token), token
        return
    named = [child for child in token.children if child.dep == "appos" and child.is_noun and child.text[0].isupper()]
    named += [node for child in token.children if child.lower == "of" for node in child.children if node.dep == "pobj"]
    if lemma == "capital":
        city = _capital_meant(token, named, home)
        named = [] if city is None and not named else [node for node in named if find_country(node.text) is None]
        if city is not None:
            yield city.name, token
    for node in named:
        yield name_at(node), node


def _capital_meant(token: Token, named: list[Token], home: str | None) -> City | None:
    """The capital of the country that the phrase names, or of the article's own."""
    codes = [
        match.iso3
        for child in (*token.children, *named)
        if (match := find_country(name_at(child) if child.is_noun else child.text)) is not None
        and match.form in ("adjective", "name")
    ]
    bare = not any(child.dep in ("amod", "poss", "compound") for child in token.children)
    iso3 = codes[0] if codes else home if bare and not named else None
    return capital_of(iso3) if iso3 is not None else None


def _place_tokens(trigger: Trigger, others: frozenset[int]) -> Iterator[tuple[Token, str]]:
    """Nouns that a preposition of place, or their place before the noun, ties to the meeting."""
    run, topic = adverbial_run(trigger, others)
    discussed, ahead = _discussed(trigger), trigger.reading.direction == "future"
    for token in sentence_of(trigger.head):
        if token.lower in PLACE_PREPOSITIONS and token.child("pobj", "pcomp") is None and token.i + 1 < len(token.doc):
            following = token.doc.tokens[token.i + 1]  # "In Turkey Minister Ellwood met": the place hangs on the name
            if following.entity is not None and following.entity.label == "GPE" and belongs(token, trigger, others):
                yield following, token.lower
        if not token.is_noun or _is_in_other_brackets(token, trigger):
            continue
        if token.dep == "pobj" and token.head.lower in PLACE_PREPOSITIONS | {"to", "for"}:
            word = token.head.lower
            tied = token.head.head.i in trigger.own
            if (token.i in topic and not tied and not _date_follows(token)) or (
                word == "for" and token.head.head.lemma not in words("set_for")
            ):
                continue
            if token.i in discussed and not tied and not (ahead and _date_follows(token)):
                continue  # "discussed the war in Syria", not "will discuss the sanctions in Brussels on Monday"
            if (token.i in run and word in PLACE_PREPOSITIONS) or belongs(token.head, trigger, others):
                yield token, word
                yield from _inside(token)
        elif (
            token.head == trigger.head and token.dep in ("compound", "nmod", "poss") and trigger.is_noun
        ) or _begins_name(token, trigger):
            yield token, ""
    yield from _where(trigger)


def _is_in_other_brackets(token: Token, trigger: Trigger) -> bool:
    """ "a meeting of the coalition against the Islamic State (banned in Russia)": an aside about something else."""
    first, last = sorted((token.i, trigger.head.i))
    between = [node.text for node in token.doc.tokens[first:last]]
    return between.count("(") != between.count(")")


def _discussed(trigger: Trigger) -> range:
    """Tokens that tell what is discussed, up to the "with" that names the other side."""
    target = trigger.head.child("dobj") if trigger.family == "discuss" else None
    if target is None:
        return range(0)
    last = next((node.i for node in target.subtree if node.lower == "with"), target.subtree.last)
    return range(target.subtree.first, last)


def _inside(token: Token) -> Iterator[tuple[Token, str]]:
    """ "at the residence of the nuncio in Bogota", "at its air base in Ramstein": the place that a site lies in."""
    if token.entity is not None and token.entity.label == "GPE":
        return
    for node in token.subtree:
        placed = node.i > token.i and node.dep == "pobj" and node.head.lower in PLACE_PREPOSITIONS
        placed = placed and not any(above.is_verb and above.i > token.i for above in node.ancestors)
        label = node.entity.label if node.entity is not None else "GPE"
        if placed and node.text[0].isupper() and label in ("GPE", "LOC", "FAC", "ORG"):
            yield node, node.head.lower


def _begins_name(token: Token, trigger: Trigger) -> bool:
    """ "the Munich Security Conference": the first word of the name."""
    head = trigger.head
    if (
        trigger.family not in LASTING
        or token.head.head != head
        or token.dep != "compound"
        or token.head.dep != "compound"
    ):
        return False
    return token.i == head.i - 2 and head.text[0].isupper() and token.text[0].isupper()


def _date_follows(token: Token) -> bool:
    """ "a meeting on the Middle East in Warsaw on Feb. 13": the place before the date is not the topic's."""
    match = find_country(name_at(token))
    if match is not None and match.form != "capital" and match.iso3 not in CITY_STATES:
        return False  # "on peace and security in Iraq Monday"
    following = token.doc.tokens[token.i + 1 : token.i + 3]
    return any(node.entity is not None and node.entity.label == "DATE" for node in following)


def _where(trigger: Trigger) -> Iterator[tuple[Token, str]]:
    """ "flies to London, where Britain is hosting a conference"; the parser may hang the clause on the day before."""
    verb = trigger.verb
    if verb is None or trigger.role in ("around", "none"):
        return
    node = verb
    while node.dep in ("xcomp", "ccomp", "conj") and not node.is_root and node.head.is_verb:
        node = node.head
    where = next((child for child in (*node.children, *verb.children) if child.lower == "where"), None)
    if where is None or node.dep not in ("relcl", "advcl"):
        return
    doc = verb.doc
    for index in range(where.i - 1, max(verb.sentence.first, where.i - _WHERE_REACH) - 1, -1):
        token = doc.tokens[index]
        dated = token.entity is not None and token.entity.label in ("DATE", "TIME")
        reached = token.dep == "pobj" and token.head.lower in PLACE_PREPOSITIONS | {"to", "for"}
        if not dated and (reached or token.dep == "dobj"):
            yield token, "in"
            return


def _state_behind(token: Token) -> str | None:
    """The country of the state or country printed after a city ("Burlington, Vermont")."""
    doc = token.doc
    end = token.entity.end if token.entity is not None else token.i + 1
    if end + 1 >= len(doc) or doc.tokens[end].text != ",":
        return None
    behind = name_at(doc.tokens[end + 1])
    match = find_country(behind)
    if country_of_state(behind) is not None:
        return country_of_state(behind)
    return match.iso3 if match is not None and match.form in ("name", "region") else None


def _goes_there(token: Token, trigger: Trigger) -> bool:
    verb = token.head.head
    return (verb.lemma in words("travel") and trigger.role in ("attend", "meet", "hold")) or verb.lemma in words(
        "bringing"
    )


def _city_modifier(token: Token) -> City | None:
    """ "the Paris conference"; not "Baghdad-Erbil talks", where the cities are governments."""
    doc = token.doc
    around = [doc.tokens[index].text for index in (token.i - 1, token.i + 1) if 0 <= index < len(doc)]
    if any(text in ("-", "–", "/") for text in around) or (token.text.isupper() and len(token.text) <= _ACRONYM_LENGTH):
        return None
    named = token.entity is not None and token.entity.label == "ORG"
    if named and token.child("prep") is not None:
        return None  # "the Bank of England's meeting"
    return _listed_city(token.text if named else name_at(token))


@lru_cache(maxsize=1024)
def _listed_city(name: str) -> City | None:
    match = find_country(name)
    return find_city(name) if match is None or match.form == "capital" else None
