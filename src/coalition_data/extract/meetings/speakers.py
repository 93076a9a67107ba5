"""Who spoke at the meeting that a report is about.

A report of a meeting of ministers or leaders names most of them only by what they said there. Holders of an office
of the meeting's kind, whose words or promises the report of a held meeting tells, took part, unless the sentence puts
the words elsewhere: another city, another day, a statement, an interview.
"""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import ParsedArticle, Token
from coalition_data.extract.meetings.actors import actors_at, members_of
from coalition_data.extract.meetings.article_dates import ArticleDates
from coalition_data.extract.meetings.attendance import addressed_delegates
from coalition_data.extract.meetings.clauses import is_passive, read_verb, subjects
from coalition_data.extract.meetings.groups import Group
from coalition_data.extract.meetings.lexicon import event_nouns, words
from coalition_data.extract.meetings.parties import Party
from coalition_data.resolve.entities import Actor, ArticleEntities
from coalition_data.resolve.places import find_city

NEWS_DAYS = 3
"""A report of a meeting is published at most so many days after it."""

_LONGEST_CLIMB = 5
_ADVERBIALS = frozenset({"prep", "advmod", "npadvmod", "dobj", "dative", "nsubj"})
_NEAR_TOKENS = 6
"""Where a verb of saying tells how and where: "said in a statement", "told parliament"."""
_SIGNING = frozenset({"person", "country", "organisation"})
_SERVING = ("spokes", "aide", "media", "press ")
"""Words of the offices of those who speak for others or serve them ("special adviser to the president")."""
_OF_DELEGATES = frozenset({"conference", "donor_conference", "officials", "other"})

LEAD_PARAGRAPHS = 4
"""The meeting that a report is about is told in its first paragraphs."""

_ROLES = {
    "summit": ("summit_roles",),
    "ministerial": ("ministerial_roles",),
    "military": ("ministerial_roles",),
    "conference": ("ministerial_roles", "summit_roles"),
    "donor_conference": ("ministerial_roles", "summit_roles"),
}


def attending_speakers(
    parsed: ParsedArticle, entities: ArticleEntities, group: Group, meeting_type: str, dates: ArticleDates
) -> tuple[Party, ...]:
    """Persons who took part in a held meeting of many, by what they are reported to have said.

    Args:
        group: the main meeting of the article.
        meeting_type: its type, as in the table of meetings.
        dates: the article's dates.
    """
    if not _is_reported(parsed, group, dates):
        return ()
    titles = [title for name in _ROLES.get(meeting_type, ()) for title in words(name)]
    found: dict[str, Party] = {}
    for verb, subject in _speakers(parsed, entities):
        if _is_elsewhere(verb, group, dates):
            continue
        for actor, token in actors_at(subject, entities):
            if actor.name is not None and _took_part(actor, verb, titles, meeting_type):
                found.setdefault(actor.name, Party(actor, "attended", False, token))
    for actor, token in _signatories(parsed, entities):
        found.setdefault(str(actor.name), Party(actor, "attended", False, token))
    for actor, token in _delegates(parsed, entities) if meeting_type in _OF_DELEGATES else ():
        found.setdefault(str(actor.name), Party(actor, "attended", False, token))
    return (*found.values(), *apposed_hosts(parsed, entities))


def _took_part(actor: Actor, verb: Token, titles: list[str], meeting_type: str) -> bool:
    """Whether who says or promises something holds an office of those who meet there."""
    if actor.kind == "country":
        return meeting_type == "donor_conference" and verb.lemma in words("gives")
    role = (actor.role or "").lower()
    if actor.kind != "person" or any(word in role for word in _SERVING):
        return False
    if addressed_delegates(verb):
        return True
    if "prime minister" in role and "prime minister" not in titles:
        return False
    return any(title in role for title in titles)


def _speakers(parsed: ParsedArticle, entities: ArticleEntities) -> Iterator[tuple[Token, Token]]:
    """Verbs of saying with those who speak: the subject, else the name beside the verb, and "according to A"."""
    for verb in _saying_verbs(parsed):
        acting = subjects(verb)
        if not acting:
            beside = verb.doc.tokens[
                verb.i - 2 if verb.i > 1 and verb.doc.tokens[verb.i - 1].text == "," else verb.i - 1
            ]
            actor = entities.actor_of(beside) if beside.i >= verb.sentence.first else None
            acting = (beside,) if actor is not None and actor.kind == "person" else ()
        yield from ((verb, subject) for subject in acting)
    for token in parsed.tokens:
        if token.lower == "to" and token.head.lower == "according":
            yield from ((token.head, child) for child in token.children if child.dep == "pobj")


def _is_person(token: Token, entities: ArticleEntities) -> bool:
    actor = entities.actor_of(token)
    return actor is not None and actor.kind == "person"


def _signatories(parsed: ParsedArticle, entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    """ "We, the ministers of A, B and C, together with the High Representative of D": who speaks in a communiqué."""
    for token in parsed.tokens:
        if token.lower != "we" or token.dep not in ("nsubj", "nsubjpass") or token.i + 1 >= len(parsed):
            continue
        if parsed.tokens[token.i + 1].text != ",":
            continue
        heads = [child for child in token.children if child.dep == "appos"]
        heads += [node for child in token.children if child.lower == "with" for node in child.children]
        for head in heads:
            yield from (pair for pair in actors_at(head, entities) if pair[0].name and pair[0].kind in _SIGNING)


def _delegates(parsed: ParsedArticle, entities: ArticleEntities) -> Iterator[tuple[Actor, Token]]:
    """ "The representative of Germany said", "Canada's delegate said": their countries are there."""
    for token in parsed.tokens:
        if token.lower not in ("representative", "delegate", "delegation") or not token.is_noun:
            continue
        owners = [child for child in token.children if child.dep == "poss"]
        for owner in (*members_of(token), *owners):
            actor = entities.actor_of(owner)
            if actor is not None and actor.kind == "country" and not _was_absent(token):
                yield actor, owner


def _was_absent(delegate: Token) -> bool:
    """ "The representative of the United States was not present"."""
    return delegate.dep == "nsubj" and any(child.dep == "neg" for child in delegate.head.children)


def apposed_hosts(parsed: ParsedArticle, entities: ArticleEntities) -> tuple[Party, ...]:
    """ "Germany, one of six co-hosts, promised …": hosts of the meeting that a report is about."""
    found: dict[str, Party] = {}
    for token in parsed.tokens:
        if token.lower not in ("host", "hosts", "co-host", "co-hosts", "cohost", "cohosts") or token.is_verb:
            continue
        node = token
        for _ in range(_LONGEST_CLIMB):
            if node.is_root or node.dep == "appos" or node.head.is_verb:
                break
            node = node.head
        before = parsed.tokens[token.i - 1] if token.i > token.sentence.first else None
        if before is not None and before.is_noun and before.lower not in event_nouns():
            continue  # "Sean Hannity, the Fox News host"
        behind = token.child("appos")
        if token.dep == "compound":  # "Host Ignazio Cassis", "host nation Qatar"
            named = next((one for one in token.ancestors if one.dep != "compound"), token)
        elif behind is not None or node.dep == "appos":  # "the host, Prime Minister Rama", "Mike Pompeo, the host"
            named = behind or node.head
        else:
            continue
        for actor, mention in actors_at(named, entities):
            if actor.name is not None and actor.kind in ("country", "person", "organisation"):
                found.setdefault(actor.name, Party(actor, "attended", True, mention))
    return tuple(found.values())


def _is_reported(parsed: ParsedArticle, group: Group, dates: ArticleDates) -> bool:
    """Whether the article is a report of the meeting, after it."""
    first = group.mentions[0].trigger.head
    if parsed.paragraph_at(first.start) >= LEAD_PARAGRAPHS:
        return False
    if any(mention.trigger.reading.direction == "future" for mention in group.mentions[:1]):
        return False
    published, date = parsed.article.published_on, group.date
    if published is None and date is not None and date.precision == "year":
        return False
    return published is None or date is None or 0 <= (published - date.start).days <= NEWS_DAYS


def _saying_verbs(parsed: ParsedArticle) -> Iterator[Token]:
    telling = words("say") | words("promise") | words("gives")
    for token in parsed.tokens:
        if token.is_verb and token.lemma in telling and not is_passive(token):
            reading = read_verb(token)
            if reading.direction == "past" and not reading.negated:
                yield token


def _is_elsewhere(verb: Token, group: Group, dates: ArticleDates) -> bool:
    """Whether a sentence puts the words somewhere else than at the meeting."""
    sentence = verb.sentence
    beside = [node for child in verb.children if child.dep in _ADVERBIALS for node in child.subtree]
    beside += list(sentence.doc.tokens[verb.i + 1 : min(sentence.last, verb.i + _NEAR_TOKENS)])
    content = {node.i for child in verb.children if child.dep == "ccomp" for node in child.subtree}
    if any(token.lower in words("elsewhere") and token.i not in content for token in beside):
        return True
    for token in sentence:
        if token.dep == "pobj" and token.head.lower == "in" and token.head.head == verb:
            city = find_city(token.text)
            if city is not None and city.name != group.city:
                return True
    date = group.date
    for phrase, token in dates.in_span(sentence):
        said_on = dates.resolve(phrase, "past") if verb in (token.head, token.head.head) else None
        if said_on is not None and date is not None and not date.start <= said_on.start <= date.end:
            return True
    return False
