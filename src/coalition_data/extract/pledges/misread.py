"""What only looks like a contribution: rumours, definitions, captives, who suffers."""

from __future__ import annotations

from coalition_data.document import Token
from coalition_data.extract.pledges.abroad import countries_of
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.lexicon import screen_words, word_set
from coalition_data.extract.pledges.objects import after
from coalition_data.extract.pledges.parties import parties_of_modifiers
from coalition_data.extract.pledges.things import Thing
from coalition_data.extract.pledges.words import lemma_of, words_of

_RUMOURS = screen_words("rumours")
_IMAGINING = screen_words("imagining")
_SUFFERING = screen_words("suffering")
_FREEING = screen_words("freeing")
_ASKING = word_set("asking")
_UNCLEAR = word_set("unclear")
_DISCLOSING = word_set("disclosing")
_REFUSING = word_set("refusing_to_say")


def is_rumour(act: Act) -> bool:
    """ "according to unconfirmed reports", "suppose that Poland offered a base"."""
    sentence = act.token.sentence
    if words_of(sentence) & _RUMOURS or sentence.doc[sentence.first].lower in _IMAGINING:
        return True
    return any(_is_denied_report(token) for token in act.token.ancestors)


def _is_denied_report(noun: Token) -> bool:
    """ "denied reports that Germany had stopped its aid"."""
    told = noun.is_noun and noun.dep in ("dobj", "nsubjpass") and lemma_of(noun) in _REPORTS
    return told and noun.head.lemma in ("deny", "dismiss", "refute", "reject", "rebut", "dispute")


_REPORTS = word_set("reports")


_WHETHER = frozenset({"whether", "if"})


def is_left_open(act: Act) -> bool:
    """ "did not reveal when the troops will leave", "declined to say how many", "it is unclear which": not told."""
    verb = act.token
    opener = verb.doc[verb.subtree.first]
    whether = opener.lower in _WHETHER
    if verb.is_root or not (whether or opener.lower in _ASKING) or opener.i >= verb.i:
        return False
    above = verb.head.head if verb.head.dep == "prep" else verb.head
    unclear = any(child.lower in _UNCLEAR for child in above.children if child.dep in ("acomp", "attr", "oprd"))
    refused = not above.is_root and above.dep == "xcomp" and above.head.lemma in _REFUSING
    denied = any(child.dep == "neg" for child in above.children)
    return (unclear and not whether) or (lemma_of(above) in _DISCLOSING and (denied or refused))


def is_no_contribution(act: Act) -> bool:
    """Whether every thing of the act is something else than help that is given."""
    if _is_definition(act.reading.clause):
        return True
    return all(_is_misread(act, thing) for thing in act.arguments.things)


def _is_definition(verb: Token) -> bool:
    """ "what they would consider a contribution": two objects, one of them the question."""
    objects = [child for child in verb.children if child.dep in ("dobj", "oprd")]
    return len(objects) > 1 and objects[0].lower == "what"


def _is_misread(act: Act, thing: Thing) -> bool:
    return _is_sufferer(act, thing) or _is_captive(act, thing) or _is_trainee(act, thing) or _is_retreat(act)


def _is_trainee(act: Act, thing: Thing) -> bool:
    """ "Over 1,000 fighters have completed training": who is trained gives nothing."""
    if thing.head.lower not in ("training", "course") or act.token.lemma not in _TRAINEES_DO:
        return False
    subject = act.token.child("nsubj")
    bare = not any(child.dep in ("poss", "prep") or child.lower == "the" for child in thing.head.children)
    return bare and subject is not None and subject.tag in ("NNS", "NNPS", "NNP") and subject == act.reading.subject


_TRAINEES_DO = screen_words("trainees_do")
_FRONTS = screen_words("fronts")


def _is_retreat(act: Act) -> bool:
    """ "as government forces withdrew from the city": fighting, and no end of help."""
    place = after(act.token, frozenset({"from"})) if act.stance == "withdrawn" and act.reading.subject else None
    told = place is not None and lemma_of(place) in _FRONTS and act.arguments.acting_unit
    return told and act.token.tag in ("VBD", "VBN") and not act.reading.modals and _is_at_home(act)


def _is_at_home(act: Act) -> bool:
    """Whether the forces are of the land that is fought for: the clause names no other country."""
    subject = act.reading.subject
    own = {party.iso3 for party in parties_of_modifiers(subject)} if subject is not None else set()
    return not countries_of(act.token.subtree) - own


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
