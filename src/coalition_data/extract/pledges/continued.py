"""What the acts told before say of an act that leaves it out: whose it is, and whether it helps others.

"Canada will extend its mission. A transport aircraft will be deployed as well": Canada's. News has one or two sentences
a paragraph: "Britain is to send 750 soldiers to Sierra Leone." stands above "Britain has already committed 125 million
pounds", which is for Sierra Leone, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from coalition_data.document import Token
from coalition_data.extract.pledges.abroad import names_campaign
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import agent_of, is_passive
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.parties import Party, parties_of_modifiers, party_words
from coalition_data.extract.pledges.speakers import is_first_person
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import scan_countries

Told = Sequence[tuple[Act, tuple[Party, ...]]]
"""Earlier acts of the article that gave rows, and whose they were."""

_PARAGRAPHS_BACK = 3
"""A paragraph or two between quote somebody, or tell of the place."""
_HOME = word_set("home_spending")
_FOR_ONESELF = frozenset({"spend", "invest", "have"})
_ABROAD = frozenset(
    {"air_operations", "military_personnel", "training", "weapons_equipment", "humanitarian", "financial"}
    | {"intelligence_surveillance", "logistics_basing"}
)
_SENTENCES = 2
"""A sentence between may tell of the weather; after two the text is elsewhere."""

_BARE = frozenset({"det", "punct", "cc", "conj"})
"""What may stand before a body that needs no name ("the government"); anything more says which one it is."""
_ACTING = ("country", "organisation", "coalition")


def who_acted_before(act: Act, told: Told) -> tuple[Party, ...]:
    """The one party of the last act told, where this act is in its words: without an actor, of a thing that was sent,
    or of a body that needs no name."""
    if not told or not any(thing.explicit or thing.count or thing.total for thing in act.arguments.things):
        return ()
    last, parties = told[-1]
    if len(parties) != 1 or parties[0].kind not in _ACTING or not _names_nobody(act):
        return ()
    doc = act.token.doc
    if doc.quotation_at(act.token.start) != doc.quotation_at(last.token.start):
        return ()
    others = {mention.match.iso3 for mention in scan_countries(_before_act(act))} - {parties[0].iso3}
    receiver = act.arguments.recipient
    if receiver is not None:  # "Iraq will also be given ammunition"
        others -= {mention.match.iso3 for mention in scan_countries(receiver.subtree.text)}
    return () if others or not _is_near(last.token, act.token) else parties


def owner_told(act: Act, told: Told) -> tuple[Party, ...]:
    """ "Riyadh sends jets … The Turkish minister confirmed that jets were being sent": whose they are has been told,
    and is not who speaks of them."""
    subject, verb = act.reading.subject, act.token
    if not told or subject is not None or not is_passive(verb) or act.reading.speaker is None:
        return ()
    thing = act.arguments.things[0]
    last, parties = told[-1]
    alike = thing.explicit and any(other.category == thing.category for other in last.arguments.things)
    owned = parties_of_modifiers(thing.head) or thing.head.child("poss") is not None or agent_of(verb) is not None
    near = _is_paragraphs_near(last.token, verb)
    return parties if alike and not owned and near and len(parties) == 1 and parties[0].kind in _ACTING else ()


def points_back(act: Act) -> bool:
    """Whether forces act that only the words before can name: "the troops will stay"."""
    subject = act.reading.subject
    if subject is None or not act.arguments.acting_unit or subject.child("det") is None:
        return False
    inside = [child for child in subject.children if child.i < subject.i]
    return all(child.lower in ("the", "these", "those") for child in inside)


def who_speaks_on(act: Act, told: Told) -> tuple[Party, ...]:
    """Who "we" is whom no attribution names: whose the acts are that the same voice told before.

    "NATO supports the coalition. We provide aircraft" in one quotation; "Australia will send a force … We will also
    deploy 20 staff" in a ministry's own text, which news never writes.
    """
    subject = act.reading.subject
    if subject is None or not is_first_person(subject) or subject.lower in ("i", "my"):
        return ()
    voice = subject.doc.quotation_at(subject.start)
    own = [parties for last, parties in told if last.token.doc.quotation_at(last.token.start) == voice]
    named = {parties[0] for parties in own if len(parties) == 1}
    found = next(iter(named), None)
    return (found,) if len(named) == 1 and found is not None and found.kind in _ACTING else ()


def _names_nobody(act: Act) -> bool:
    """Whether its words say neither who acts nor whose the things are."""
    if act.token.dep in ("acl", "relcl") or agent_of(act.token) is not None or act.kind == "open":
        return False
    things = [thing.head for thing in act.arguments.things]
    if any(parties_of_modifiers(head) or head.child("poss") is not None for head in things):
        return False
    subject = act.reading.subject
    if subject is None:
        return act.token.is_verb and act.token.dep != "pcomp"  # "decisions taken in building up the force"
    if any(child.dep in ("poss", "nmod", "compound", "relcl") for child in subject.children):
        return subject in things
    bare = all(child.dep in _BARE for child in subject.children if child.i < subject.i)
    return subject in things or (bare and lemma_of(subject) in party_words("who_acts_on"))


def _is_near(last: Token, token: Token) -> bool:
    node = last.sentence
    for _ in range(_SENTENCES + 1):
        if token.sentence.first == node.first:
            return True
        if node.last >= len(token.doc):
            return False
        node = token.doc[node.last].sentence
    return False


def _before_act(act: Act) -> str:
    sentence = act.token.sentence
    return act.token.doc.text[sentence.start : act.token.start]


def goes_on_abroad(act: Act, pledgers: tuple[Party, ...], told: Told) -> bool:
    """Whether help that is counted or named, of one state, belongs to what the text told before of help abroad."""
    given = [thing for thing in act.arguments.things if thing.category in _ABROAD]
    if not any(thing.total or (thing.explicit and thing.category != "financial") for thing in given):
        return False
    words = words_of(act.token.subtree) | {lemma_of(token) for token in act.token.subtree}
    if words & _HOME or act.token.lemma in _FOR_ONESELF:
        return False
    subject, code = act.reading.subject, pledgers[0].iso3
    named = subject is not None and subject.tag in ("NNP", "NNPS")
    near = [last for last, parties in told if named or any(party.iso3 == code for party in parties)]
    return any(_reaches_beyond(last, code) for last in near if _is_paragraphs_near(last.token, act.token))


def _is_paragraphs_near(last: Token, token: Token) -> bool:
    doc = token.doc
    return doc.paragraph_at(token.start) - doc.paragraph_at(last.start) <= _PARAGRAPHS_BACK


def _reaches_beyond(last: Act, code: str | None) -> bool:
    """Whether an act reaches beyond the country, by whom it names."""
    receiver = last.arguments.recipient
    where = receiver.subtree if receiver is not None else last.token.subtree
    common = names_campaign(last.reading.clause.subtree)
    return common or any(mention.match.iso3 != code for mention in scan_countries(where.text))
