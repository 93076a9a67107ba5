"""The actors that a noun phrase at a meeting names: coordinates, delegations, pairs, ministers of countries."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.meetings.clauses import agents
from coalition_data.extract.meetings.first_person import speaker_of
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.proper_names import name_at
from coalition_data.resolve.countries import country_name, find_country, scan_countries
from coalition_data.resolve.entities import Actor, ArticleEntities
from coalition_data.resolve.organisations import scan_organisations

_SENTENCES_BACK = 4
"""How far back "the two" can point: its own sentence and three before."""
_MEMBERS = frozenset({"of", "from", "for"})
_OFFICES_OF = frozenset({"state", "government", "mission", "delegation", "staff", "ministry", "ministries",
                         "governments", "delegations"})  # fmt: skip
_OF_COUNTRY = frozenset({"of", "from"})
_STATES = frozenset({"state", "country", "nation", "member"})
_SENT = frozenset({"delegation", "delegations", "team", "mission"})
"""What tells nobody by itself."""
_PLAIN = frozenset({"the", "of", "visiting", "republic"})
_OFFICES = ("secretary of state", "secretary of defence", "prime minister", "foreign minister", "defence minister",
            "finance minister", "interior minister", "energy minister", "president", "king")  # fmt: skip
"""Offices that two counterparts can share."""
_BESIDE = frozenset({"together", "along", "jointly"})
_ADDING = {"as": ("as", "well", "as"), "along": ("along", "with"), "together": ("together", "with")}
"""Words that add to a list what stands behind them."""
_LONGEST_TITLE = 12
"""Tokens of the title before a name."""


def actors_at(head: Token, entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    """The actors that a noun phrase names, coordinates included; "delegations of A and B" names A and B."""
    for token in _listed(head, entities):
        inner = members_of(token)
        pair = _the_two(token, entities) or _styled(token, entities)
        if pair:
            yield from pair
            continue
        owners = _owners_of(token, inner)
        if owners:
            yield from ((actor, token) for actor in owners)
            yield from _sent_by_countries(token, inner, entities)
            continue
        if token.lemma in _STATES and token.tag in ("NNS", "NNPS") and inner:  # "member states of the coalition"
            yield from (pair for node in inner for pair in actors_at(node, entities))
            continue
        if token.lemma.lower() in words("delegates") and inner:
            beside = _apposed_person(token, entities) if token.tag in ("NN", "NNP") else None
            if beside is not None:
                yield beside, token
                continue
            named = [pair for node in inner for pair in actors_at(node, entities) if pair[0].name is not None]
            if named:
                own = entities.actor_of(token)
                if own is not None and own.kind == "person" and own.name is not None:
                    yield own, token
                else:
                    yield from named
                continue
        actor = entities.actor_of(token) or speaker_of(token, entities)
        if actor is not None and actor.name is None:
            person = _apposed_person(token, entities) or _counterpart(token, actor, entities)
            person = person or _holder(token, actor, entities)
            actor = person or _named_behind(token, actor, entities) or actor
        if actor is not None and actor.kind == "organisation":
            body = _apposed_body(token, entities) if token.text.islower() else _its_officer(token, entities)
            actor = body or actor
        if actor is not None and actor.name not in _SENT:
            yield actor, token


def _sent_by_countries(token: Token, inner: list[Token], entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    """ "G7 foreign ministers from Chile, Peru and Cuba": the countries, beside the body."""
    if not are_delegates(token) or token.tag not in ("NNS", "NNPS"):
        return
    for actor, node in (pair for member in inner for pair in actors_at(member, entities)):
        if actor.kind == "country" and actor.name is not None:
            yield actor, node


def _owners_of(token: Token, inner: list[Token]) -> list[Actor]:
    """Those for whom a noun stands by the words before it ("EU ministers", "NATO countries", "a UN envoy for Mali")."""
    plural = token.tag in ("NNS", "NNPS")
    if plural and token.lemma in _STATES:
        return list(_bodies_before(token))
    delegation = token.lemma == "delegation" and not inner
    sent = bool(inner) and token.tag == "NN" and token.lemma in words("delegates") and _is_topic(inner[0])
    return list(_owners_before(token)) if (plural and are_delegates(token)) or delegation or sent else []


def are_delegates(token: Token) -> bool:
    """ "ministers", also as "Foreign Ministers"."""
    named = token.tag in ("NNP", "NNPS") and token.lower.endswith("s")
    return token.lemma in words("delegates") or (named and token.lower.removesuffix("s") in words("delegates"))


def singular(noun: Token) -> str:
    """The lemma, also of "Ministers", which the tagger takes for a name."""
    return noun.lemma.lower().removesuffix("s")


def _is_topic(member: Token) -> bool:
    """ "the UN representative for Yemen": whom he is sent to."""
    return member.dep == "pobj" and member.head.lower == "for"


def _bodies_before(token: Token) -> Iterator[Actor]:
    """ "EU member states", "NATO-member countries", "Arab League nations": the body."""
    left = min([child.subtree.first for child in token.children if child.i < token.i] + [token.i])
    span = token.doc.span(left, token.i)
    for body in scan_organisations(span.text.replace("-", " ")) if len(span) else ():
        if body.kind != "adversary" and body.iso3 is None:
            yield Actor("organisation", body.name, None, None, False, span.start, token.end)


def _listed(head: Token, entities: ArticleEntities) -> Iterator[Token]:
    """A noun, its coordinates, and the names of the list of persons that they belong to."""
    seen: set[int] = set()
    for token in (*coordinates(head), *_added_behind(head)):
        for node in (token, *entities.listed_with(token)):
            if node.i not in seen:
                seen.add(node.i)
                yield node


def _added_behind(head: Token) -> Iterator[Token]:
    """ "by Kuwait and Iraq, as well as the UN and the EU": the end of a list, which the parser hangs anywhere."""
    tokens = head.doc.tokens
    end = head.subtree.last
    first = end + 1 if end < len(tokens) and tokens[end].text == "," else end
    if first >= len(tokens) or tokens[first].lower not in _ADDING:
        return
    behind = _ADDING[tokens[first].lower]
    if tuple(token.lower for token in tokens[first : first + len(behind)]) != behind:
        return
    start = first + len(behind)
    for token in tokens[start : start + _LONGEST_TITLE]:
        if token.is_verb or token.text in (",", ".", ";"):
            return
        if token.is_noun and token.dep not in ("compound", "poss", "nmod"):
            yield from coordinates(token)
            return


def _the_two(token: Token, entities: ArticleEntities) -> list[tuple[Actor, Token]]:
    """ "the two leaders", "both men": the two persons named last, where they are exactly two."""
    they = token.lower == "they" and token.dep == "nsubj" and token.head.lemma in words("meet")
    if not (they or _says_two(token)):
        return []
    doc = token.doc
    found: dict[str, Actor] = {}
    last, first = token.i, token.sentence.first
    for _ in range(_SENTENCES_BACK):
        for index in range(first, last):
            actor = entities.actor_of(doc.tokens[index])
            if actor is not None and actor.kind == "person" and actor.name:
                found.setdefault(actor.name, actor)
        if len(found) >= 2 or first == 0:
            break
        last, first = first, doc.sentence_at(first - 1).first
    return [(actor, token) for actor in found.values()] if len(found) == 2 else []


def _styled(token: Token, entities: ArticleEntities) -> list[tuple[Actor, Token]]:
    """ "His Highness the Prime Minister Sheikh Sabah", "Her Majesty Queen Rania": the person behind the style."""
    if token.lower not in words("styles") or token.tag[:2] != "NN":
        return []
    for node in token.doc.tokens[token.i + 1 : min(token.i + _LONGEST_TITLE, token.sentence.last)]:
        if node.is_verb or node.text in (",", "(") or node.tag in ("CC", "PRP$"):
            break
        actor = entities.actor_of(node) if node.tag.startswith("NNP") else None
        if actor is not None and actor.kind == "person" and actor.name:
            others = ((entities.actor_of(other), other) for other in entities.listed_with(node))
            return [(actor, token), *((found, other) for found, other in others if found is not None)]
    return []


def _says_two(token: Token) -> bool:
    """ "the two leaders", "both men", "the pair"."""
    word = token.lower
    two = word in ("two", "both", "pair") or any(child.lower in ("two", "both") for child in token.children)
    return two and (token.tag == "CD" or word in ("both", "pair") or token.lemma in words("delegates") | {"man"})


def _apposed_person(token: Token, entities: ArticleEntities) -> Actor | None:
    """ "the Bahraini prime minister, Prince Khalifa"."""
    for child in token.children:
        if child.dep == "appos":
            actor = entities.actor_of(child)
            if actor is not None and actor.kind == "person":
                return actor
    return None


def _its_officer(token: Token, entities: ArticleEntities) -> Actor | None:
    """ "met Kurdistan Regional Government (KRG) Prime Minister B": the parser takes the body for him."""
    for child in token.children:
        between = token.doc.tokens[token.i + 1 : child.i]
        if child.dep == "appos" and not any(node.text == "," for node in between):
            actor = entities.actor_of(child)
            if (
                actor is not None
                and actor.kind == "person"
                and any(node.lemma.lower() in words("offices") for node in between)
            ):
                return actor
    return None


def _named_behind(token: Token, unnamed: Actor, entities: ArticleEntities) -> Actor | None:
    """ "the president's envoy to the coalition, Brett McGurk, and": named behind what the office is for."""
    if token.tag != "NN" or token.lemma not in words("offices"):
        return None
    behind = token.doc.tokens[token.i + 1 : min(token.i + _LONGEST_TITLE, token.sentence.last)]
    comma = next((node.i for node in behind if node.text == "," or node.is_verb), token.i)
    following = token.doc.tokens[comma + 1 : comma + 2]
    if token.doc.tokens[comma].text != "," or not following or comma <= token.i + 1:
        return None
    name = following[0].entity
    if name is None or name.label != "PERSON":
        return None
    after = token.doc.tokens[name.end : name.end + 1]
    if after and after[0].text not in (",", ".", ";", "and"):
        return None
    actor = entities.actor_of(token.doc.tokens[name.end - 1])
    fits = actor is not None and actor.kind == "person" and actor.iso3 in (None, unnamed.iso3)
    return actor if fits else None


def _counterpart(token: Token, unnamed: Actor, entities: ArticleEntities) -> Actor | None:
    """ "his French counterpart, Mr. Le Drian, called", "his Iraqi counterpart" where the article names one such."""
    if token.lemma != "counterpart":
        return None
    tokens = token.doc.tokens
    behind = tokens[token.i + 2 : token.i + 4] if token.i + 1 < len(tokens) and tokens[token.i + 1].text == "," else ()
    for node in behind:
        if node.entity is not None and node.entity.label == "PERSON":
            actor = entities.actor_of(tokens[node.entity.end - 1])
            return actor if actor is not None and actor.kind == "person" else None
    owner = next((child for child in token.children if child.dep == "poss"), None)
    person = entities.person_of(owner) if owner is not None else None
    office = _office(person.role if person is not None else None)
    if unnamed.iso3 is None or not office:
        return None
    found = [one for one in entities.persons if one.iso3 == unnamed.iso3 and _office(one.role) == office]
    if len(found) != 1:
        return None
    return Actor("person", found[0].name, found[0].iso3, found[0].role, False, token.start, token.end)


def _holder(token: Token, unnamed: Actor, entities: ArticleEntities) -> Actor | None:
    """ "the Iraqi premier", where the article names one prime minister of Iraq."""
    role = (unnamed.role or "").lower()
    indefinite = any(child.lower in ("a", "an", "another") for child in token.children)
    if unnamed.iso3 is None or indefinite or token.tag not in ("NN", "NNP") or not _is_plain_office(role):
        return None
    found = [
        one
        for one in entities.persons
        if one.iso3 == unnamed.iso3
        and _office(one.role) == _office(role)
        and _is_plain_office((one.role or "").lower())
    ]
    if len(found) != 1:
        return None
    return Actor("person", found[0].name, found[0].iso3, found[0].role, False, token.start, token.end)


def _is_plain_office(role: str) -> bool:
    """Whether a role is an office and its country: "Iraqi Prime Minister", not "president of the party"."""
    office = _office(role)
    plain = role.replace("defense", "defence").replace("premier", "prime minister").replace(office, " ")
    rest = [word for word in plain.replace("'s", " ").split() if word not in _PLAIN]
    return bool(office) and all(find_country(word.title()) is not None or word in ("us", "u.s.") for word in rest)


def _office(role: str | None) -> str:
    """The office in general terms: what two counterparts share."""
    words_of_role = (role or "").lower().replace("defense", "defence").replace("premier", "prime minister")
    return next((office for office in _OFFICES if office in words_of_role), "")


def _apposed_body(token: Token, entities: ArticleEntities) -> Actor | None:
    """ "the South American bloc Mercosur"."""
    named = (entities.actor_of(child) for child in token.children if child.dep == "appos" and child.tag == "NNP")
    return next((actor for actor in named if actor is not None and actor.kind == "organisation"), None)


def _owners_before(token: Token) -> Iterator[Actor]:
    """ "the French and German defence ministers", "Russia and Turkey's foreign ministers", "NATO ambassadors"."""
    left = min([child.subtree.first for child in token.children if child.i < token.i] + [token.i])
    span = token.doc.span(left, token.i)
    for mention in scan_countries(span.text) if len(span) else ():
        if mention.match.form != "capital":
            name = country_name(mention.match.iso3)
            yield Actor("country", name, mention.match.iso3, None, False, span.start, token.end)
    for body in scan_organisations(span.text) if len(span) else ():
        if body.kind != "adversary" and body.iso3 is None and body.name != token.text:
            yield Actor("organisation", body.name, None, None, False, span.start, token.end)


def coordinates(head: Token) -> Iterator[Token]:
    """A noun and its coordinates, in order."""
    yield head
    if head.is_noun:
        for token in head.doc.tokens[head.subtree.first : head.i]:
            if token.dep == "nmod" and token.child("cc") is not None and token.is_noun:
                yield token  # "Kerry and Defense Secretary Carter": the parser hangs the first name on the last
    for child in head.children:
        if (child.dep == "conj" and not child.is_verb) or (
            child.dep == "appos" and child.is_noun and (head.tag in ("NNS", "PRP") or _is_next_of_list(head, child))
        ):
            yield from coordinates(child)
        else:
            for node in (*_companions(child), *_next_of_country(head, child)):
                yield from coordinates(node)


def _is_next_of_list(head: Token, child: Token) -> bool:
    """ "the foreign minister of Oman, the Saudi ambassador, and the governor of Basra": no apposition to an office."""
    office = child.text.islower() and child.lemma in words("offices") | words("delegates")
    apart = office and head.text.islower() and head.lemma != child.lemma
    return apart and any(node.dep in ("cc", "conj") for node in child.children)


def _next_of_country(head: Token, child: Token) -> Iterator[Token]:
    """ "Edgars Rinkevics of Latvia, Jan Lipavsky of Czechia and Tanja Fajon of Slovenia": the next of the list, which
    the parser takes for an apposition, or hangs on the country before."""
    if head.tag != "NNP" or _country_of(head) is None or not any(node.dep == "cc" for node in head.subtree):
        return
    if child.dep == "appos" and child.tag == "NNP" and _country_of(child) is not None:
        yield child
    elif child.lower in _OF_COUNTRY and child.dep == "prep":
        for node in child.children:
            yield from (
                other for other in node.children if other.dep in ("conj", "appos") and _country_of(other) is not None
            )


def _country_of(name: Token) -> Token | None:
    """The country behind "of" or "from" and a name."""
    phrase = next((node for node in name.children if node.lower in _OF_COUNTRY and node.dep == "prep"), None)
    place = phrase.child("pobj") if phrase is not None else None
    return place if place is not None and find_country(name_at(place)) is not None else None


def _companions(child: Token) -> Iterator[Token]:
    """ "including A", "along with B", "together with C", "flanked by D": those who come with another."""
    if child.lower in ("including", "plus", "alongside"):
        yield from (node for node in child.children if node.dep == "pobj")
    elif child.lower in ("along", "together"):
        phrases = [node for node in child.children if node.lower == "with"]
        yield from (node for phrase in phrases for node in phrase.children if node.dep == "pobj")
    elif child.lower in ("with", "alongside") and any(node.lower in _BESIDE for node in child.children):
        yield from (node for node in child.children if node.dep == "pobj")
    elif child.dep == "acl" and child.lemma in words("accompany"):
        yield from agents(child)


def members_of(token: Token) -> list[Token]:
    """Nouns after "of", "from" or "representing": those whom delegates stand for."""
    found = []
    phrases = token.children
    following = token.doc.tokens[token.i + 1] if token.i + 1 < len(token.doc) else token
    if token.tag == "NNS" and following.lower == "from" and following.head != token:
        phrases = (*phrases, following)  # "joined A and ministers from Oman and Kuwait": hung on the verb
    for child in phrases:
        if child.dep != "prep" or child.lower not in _MEMBERS:
            continue
        for node in (node for node in child.children if node.dep == "pobj"):
            whole = (node, *(other for other in node.children if other.dep == "conj"))
            inner = [member for part in whole if part.lower in _OFFICES_OF for member in members_of(part)]
            found += inner or [node]  # "the heads of state and government of Kenya and Somalia"
    if are_delegates(token):  # "my fellow ministers representing the nations, namely Chile and Peru"
        clauses = (child for child in token.children if child.dep == "acl" and child.lemma == "represent")
        found += [node for clause in clauses for node in clause.children if node.dep == "dobj"]
    return found
