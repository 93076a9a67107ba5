"""What only looks like a contribution: figures of speech, captives, trade, orders to companies, rumours."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import is_passive
from coalition_data.extract.pledges.lexicon import screen_words, word_set
from coalition_data.extract.pledges.things import Thing
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.resolve.organisations import body_kind

_RUMOURS = screen_words("rumours")
_IMAGINING = screen_words("imagining")
_PERSONS = screen_words("single_persons")
_WATCHERS = screen_words("single_watchers")
_WARS = screen_words("wars")
_BLOODLESS = screen_words("bloodless")
_SUFFERING = screen_words("suffering")
_HANDING = screen_words("handing")
_FREEING = screen_words("freeing")
_TRADED = screen_words("traded")
_CONTRACTORS = screen_words("contractors")
_COMMANDING = screen_words("commanding")
_RAIDS = word_set("raids")


def is_rumour(act: Act) -> bool:
    """ "according to unconfirmed reports", "suppose that Poland were to offer a base"."""
    sentence = act.token.sentence
    if words_of(sentence) & _RUMOURS or sentence.doc[sentence.first].lower in _IMAGINING:
        return True
    if any(_is_denied_report(token) for token in act.token.ancestors):
        return True
    return any(token.lower == "were" and _is_unreal(token) for token in (act.token.head, act.reading.clause))


def _is_denied_report(noun: Token) -> bool:
    """ "denied reports that Germany had stopped its aid"."""
    told = noun.is_noun and noun.dep in ("dobj", "nsubjpass") and lemma_of(noun) in _REPORTS
    return told and noun.head.lemma in ("deny", "dismiss", "refute", "reject", "rebut", "dispute")


_REPORTS = word_set("reports")


def _is_unreal(verb: Token) -> bool:
    """A "were to" after a singular: the mood of what is only imagined."""
    if verb.i + 1 >= len(verb.doc) or verb.doc[verb.i + 1].lower != "to":
        return False
    subject = verb.child("nsubj")
    return subject is not None and subject.tag in ("NN", "NNP") and subject.child("conj") is None


def is_no_contribution(act: Act, entities: ArticleEntities) -> bool:
    """Whether every thing of the act is something else than help that is given."""
    if _is_biography(act, entities) or _is_definition(act.reading.clause):
        return True
    return all(_is_misread(act, thing) for thing in act.arguments.things)


def _is_definition(verb: Token) -> bool:
    """ "what they would consider a contribution": two objects, one of them the question."""
    objects = [child for child in verb.children if child.dep in ("dobj", "oprd")]
    return len(objects) > 1 and objects[0].lower == "what"


def _is_misread(act: Act, thing: Thing) -> bool:
    return (
        _is_single_person(thing)
        or _is_device(thing)
        or _is_war_handed_on(act, thing)
        or _is_war_of_words(thing)
        or _is_sufferer(act, thing)
        or _is_captive(act, thing)
        or _is_trade(act, thing)
        or _is_order(act)
        or _is_told_raid(thing)
    )


def _is_single_person(thing: Thing) -> bool:
    """ "the president's adviser", "the soldier": one certain person, no force."""
    head = thing.head
    if head.tag not in ("NN", "NNP") or lemma_of(head) not in _PERSONS or thing.count is not None:
        return False
    return not any(child.lower in ("a", "an", "one", "another", "every", "no") for child in head.children)


def _is_device(thing: Thing) -> bool:
    return thing.head.tag == "NN" and lemma_of(thing.head) in _WATCHERS and thing.count is None


def _is_war_handed_on(act: Act, thing: Thing) -> bool:
    """ "will hand his successor an unresolved war"."""
    return lemma_of(thing.head) in _WARS and act.token.lemma in _HANDING and not thing.explicit


def _is_war_of_words(thing: Thing) -> bool:
    """ "to end the trade war"."""
    war = thing.head.child("dobj") or thing.head
    return war.lemma in _WARS and any(child.lower in _BLOODLESS for child in war.children)


def _is_sufferer(act: Act, thing: Thing) -> bool:
    """ "Iraqi forces continued to receive heavy fire": they are told of, not sent."""
    verb = act.reading.clause
    if act.token.lemma in _SUFFERING and thing.head.dep == "dobj":
        return False  # "Ukraine will receive more howitzers"
    own = {thing.head.i} & {child.i for child in (verb, *verb.children, *verb.head.children)}
    return bool(own) and any(token.lemma in _SUFFERING for token in (act.token, verb, *verb.children) if token.is_verb)


def _is_captive(act: Act, thing: Thing) -> bool:
    """ "The sailors were released": freed by who held them; who frees prisoners gives up something."""
    return act.token.lemma in _FREEING and thing.category == "military_personnel"


def _is_trade(act: Act, thing: Thing) -> bool:
    """ "could increase its exports to $30 billion"."""
    return thing.category == "financial" and bool({lemma_of(thing.head)} & _TRADED)


def _is_order(act: Act) -> bool:
    """ "awarded three missions to companies": an order, which is paid for."""
    recipient = act.arguments.recipient
    if recipient is None or act.token.lemma not in ("award", "give", "grant", "hand", "offer"):
        return False
    return lemma_of(recipient) in _CONTRACTORS or body_kind(recipient.lower) == "company"


def _is_told_raid(thing: Thing) -> bool:
    """ "authorised the raid that killed the leader": one raid of the past."""
    head = thing.head
    if lemma_of(head) not in _RAIDS or head.tag != "NN":
        return False
    clause = head.child("relcl")
    return clause is not None and clause.tag == "VBD"


def _is_biography(act: Act, entities: ArticleEntities) -> bool:
    """ "the general, who led American forces in Afghanistan": what is told of a person."""
    verb, subject = act.token, act.reading.subject
    if verb.lemma not in _COMMANDING or subject is None or verb.dep not in ("relcl", "acl"):
        return False
    actor = entities.actor_of(subject)
    return verb.tag == "VBD" and not is_passive(verb) and actor is not None and actor.kind in ("person", "anonymous")
