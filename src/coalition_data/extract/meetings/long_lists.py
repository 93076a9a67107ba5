"""Those named in one long list, whose later members the parser hangs on titles, countries and verbs before them.

"The minister received the envoy William R, the consul general to the region Steven F, and the head of the fund, Anna
B": what stands between the names tells more surely than the tree that they are one list. Where a verb or a preposition
comes that belongs to no office, the list is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import actors_at, are_delegates, members_of, singular
from coalition_data.extract.meetings.lexicon import words
from coalition_data.resolve.entities import Actor, ArticleEntities

_OF_OFFICES = frozenset({"of", "for", "to", "from"})
_JOINING = frozenset({"as", "including", "along", "alongside", "together"})
_ENDS = frozenset({":", "–", "—", "--", "(", '"', "“", "”"})
_LONGEST_ACRONYM = 2
"""Tokens from a bracket to the one that closes it ("the Ministry of Defence (MoD)")."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def all_seated(seat: Token, entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    """The actors of a noun phrase, and the others of its list.

    Args:
        seat: head of a noun phrase that stands for those who meet.
        entities: the article's resolved names.
    """
    found = list(actors_at(seat, entities))
    yield from found
    known = {actor.name for actor, _ in found}
    if not found and singular(seat) not in words("offices") | words("delegates"):
        return
    for actor, token in _named_behind(seat, entities):
        if actor.name not in known:
            yield actor, token


def _named_behind(seat: Token, entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    mentions = [mention for person in entities.persons for mention in person.mentions]
    named = frozenset(index for mention in mentions for index in range(mention.full_first, mention.last))
    ends = frozenset(mention.last - 1 for mention in mentions)
    joined = False
    for token in _list_of(seat, named):
        joined = joined or token.text in (",", ";") or token.dep == "cc"
        if not joined or token.i <= seat.i or not token.is_noun:
            continue
        if are_delegates(token) and token.tag in ("NNS", "NNPS"):
            sent = (pair for node in members_of(token) for pair in actors_at(node, entities))
            yield from (pair for pair in sent if pair[0].name is not None and not pair[0].name.islower())
        elif token.i in ends and not _says(token):
            actor = entities.actor_of(token)
            if actor is not None and actor.kind == "person" and actor.name:
                yield actor, token


def _says(name: Token) -> bool:
    """ "A, B and C will come, Kirby said"."""
    tokens = name.doc.tokens
    return name.i + 1 < len(tokens) and tokens[name.i + 1].lemma in words("say")


def _list_of(seat: Token, named: frozenset[int]) -> Iterator[Token]:
    """Tokens of the list that begins with a phrase; ``named``: those of names of persons with their offices.

    A list before its verb goes on behind a place ("officials in Kuwait, the envoy X and"), another ends there.
    """
    tokens = seat.doc.tokens
    aside = False
    for index in range(seat.subtree.first, seat.sentence.last):
        token = tokens[index]
        if token.text == "(" and any(node.text == ")" for node in tokens[index : index + _LONGEST_ACRONYM + 1]):
            continue
        if token.text in _ENDS or token.tag in ("WP", "WDT", "WRB", "MD") or _is_predicate(token):
            return
        if token.dep in _SUBJECTS and index > seat.i and token.head.i > token.i:
            return
        if token.tag in ("IN", "TO", "RP") and index not in named and not _is_inside_list(token):
            if seat.dep not in _SUBJECTS:
                return
            aside = True
        aside = aside and not (token.text in (",", ";") or token.dep == "cc")
        if not aside:
            yield token


def _is_predicate(token: Token) -> bool:
    return token.is_verb and token.dep not in ("amod", "compound", "nmod")


def _is_inside_list(preposition: Token) -> bool:
    """ "minister of", "Envoy for the Coalition", "ambassador to", "delegates from", "as well as"."""
    if preposition.lower in _JOINING:
        return True
    before = preposition.doc.tokens[max(0, preposition.i - 1)]
    office = before.lemma.lower().removesuffix("s") in words("offices") | words("delegates") | {"general", "consul"}
    if preposition.lower in ("to", "from", "in"):  # "ambassador to", "consul general in"
        return office
    return preposition.lower in _OF_OFFICES and (office or before.text[:1].isupper())
