"""What is no pledge although its words look like one."""

from __future__ import annotations

import re
from collections.abc import Callable

from coalition_data.document import Token
from coalition_data.extract.pledges.abroad import countries_of, domestic_refusal
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.clauses import agent_of, has_perfect, is_passive
from coalition_data.extract.pledges.lexicon import predicates, word_set
from coalition_data.extract.pledges.misread import is_left_open, is_no_contribution, is_rumour
from coalition_data.extract.pledges.objects import after
from coalition_data.extract.pledges.parties import Party, party_words
from coalition_data.extract.pledges.private import acts_for_no_state
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.entities import ArticleEntities

_STRIKES = word_set("strikes")
_BACKGROUND_YEARS = 12
_PRIVATE_MONEY = word_set("private_money")
_HOSTILE = word_set("hostile")
_FORCE = frozenset({"military_assistance", "air_operations", "military_personnel"})
_ENEMIES = party_words("adversaries") | (word_set("enemies") - {"them"})
_FIGHTING = word_set("fighting")
_COMMON = re.compile(r"\b(?:ISIL|ISIS|Da'?esh|Da’esh|Islamic State|coalition|NATO)\b", re.IGNORECASE)
_EXERCISES = word_set("exercises")
_NOBODY = word_set("nobody_in_particular")
_TOLD = frozenset({"listed", "object"})
_TAKING_PART = frozenset({"participate", "take", "join"})
_TAKING_UP = frozenset({"extend", "expand", "resume"})
_COLLECTING = word_set("collecting")
_NOT_PAID = word_set("not_given")
_PERSONS = word_set("sent_persons")
_GIVEN_BY = word_set("given_by")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?"
_LONG_AGO = re.compile(
    r"\b(?<!since )(?<!since the )"
    r"(?:(?:a|two|three|four|five|six|seven|eight|nine|several|\d+) decades? ago|in the (?:1[89]\d|200)0s"
    r"|(?:first|1991|1990-91) Gulf War|Cold War|(?:First|Second) World War)\b",
    re.IGNORECASE,
)
_SHORT_TIME = re.compile(
    rf"\b(?:today|yesterday|overnight|tonight|this morning|(?:last|past|previous) (?:24|48|72|few) hours|on {_DAY}"
    rf"|(?:last|late|early) (?:night|{_DAY})|{_MONTH} \d{{1,2}})\b"
)


def refusal_of(act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities) -> str | None:
    """Why the act is no pledge, or None.

    Args:
        act: as detected.
        pledgers: whose it is.
        entities: actors of the article.
    """
    checks: dict[str, Callable[[], bool]] = {
        "question": lambda: act.token.sentence.text.rstrip("”\"' ").endswith("?"),
        "exercise": lambda: _is_exercise(act),
        "described in passing": lambda: act.reading.reduced and act.kind in _TOLD and not _is_told_giving(act),
        "not money": lambda: bool({lemma_of(child) for child in act.token.children} & _NOT_PAID),
        "nobody in particular": lambda: _names_nobody_in_particular(act, pledgers),
        "own army": lambda: all(_is_own_army(thing.head) for thing in act.arguments.things),
        "person sent": lambda: all(lemma_of(thing.head) in _PERSONS for thing in act.arguments.things),
        "background": lambda: _is_background(act),
        "restrictive": lambda: _is_restrictive(act, pledgers),
        "what a body does": lambda: _is_description(act, pledgers),
        "collected": lambda: _is_collected(act, pledgers),
        "announced below": lambda: any(_is_following(thing.head) for thing in act.arguments.things),
        "threat": lambda: _is_content_of_threat(act),
        "counterfactual": lambda: _is_counterfactual(act),
        "history": lambda: _is_history(act),
        "private money": lambda: _is_private_payment(act),
        "hostile": lambda: _is_hostile(act),
        "fighting": lambda: _is_bare_fighting(act, pledgers),
        "single strike": lambda: _is_single_strike(act, many=len(pledgers) > 1),
        "for no state": lambda: acts_for_no_state(act, pledgers, entities),
        "misread": lambda: is_no_contribution(act),
        "rumour": lambda: is_rumour(act),
        "left open": lambda: is_left_open(act),
    }
    found = next((reason for reason, check in checks.items() if check()), None)
    return found or domestic_refusal(act, pledgers, entities)


def _names_nobody_in_particular(act: Act, pledgers: tuple[Party, ...]) -> bool:
    """ "countries can help"; not "countries pledged 2 billion euros", which a conference ends with."""
    raised = act.reading.strong and any(thing.total is not None for thing in act.arguments.things)
    return all(party.name.lower() in _NOBODY for party in pledgers) and not raised


def _is_exercise(act: Act) -> bool:
    """ "will send ten jets to an exercise"; not "will send ten jets and hold an exercise"."""
    own = [child for child in act.token.children if child.dep not in ("conj", "advcl", "relcl", "parataxis", "ccomp")]
    words = {act.token.lower, lemma_of(act.token)} | {word for child in own for word in words_of(child.subtree)}
    return bool(words & _EXERCISES)


def _is_told_giving(act: Act) -> bool:
    """ "boats, paid for by the Netherlands": a reduced clause that names a giver, and a thing."""
    named = agent_of(act.token) is not None
    return named and lemma_of(act.token) in _GIVEN_BY and any(thing.explicit for thing in act.arguments.things)


def _is_restrictive(act: Act, pledgers: tuple[Party, ...]) -> bool:
    """ "some 50 countries that arm Ukraine": the clause says which states are meant."""
    verb = act.token
    if verb.dep != "relcl" or any(party.kind != "group" for party in pledgers):
        return False
    opener = verb.child("nsubj", "nsubjpass")
    return opener is not None and opener.lower in ("that", "who", "which") and opener.doc[opener.i - 1].text != ","


def _is_background(act: Act) -> bool:
    """ "said when it joined the mission that": the time of something else."""
    verb = act.token
    told = verb.lemma in _TAKING_PART or act.stance == "considering"  # "announced it after it had weighed it"
    if verb.dep != "advcl" or verb.tag not in ("VBD", "VBN") or not told:
        return False
    return any(child.lower in ("when", "after", "since", "before") and child.i < verb.i for child in verb.children)


def _is_description(act: Act, pledgers: tuple[Party, ...]) -> bool:
    """ "the facility, which finances quick repairs": what a fund or an agency is there for, told in passing."""
    if act.token.dep != "relcl" or act.token.tag != "VBZ" or act.reading.operators:
        return False
    counted = any(thing.count or thing.total for thing in act.arguments.things)
    return not counted and all(party.kind == "organisation" for party in pledgers)


def _is_own_army(noun: Token) -> bool:
    """ "plans to expand their armed forces"."""
    owner = noun.child("poss")
    own = owner is not None and owner.lower in ("its", "their", "our", "his", "her")
    army = lemma_of(noun) in ("army", "military") or (
        lemma_of(noun) == "force" and any(child.lower == "armed" for child in noun.children)
    )
    return own and army


def _is_following(noun: Token) -> bool:
    """ "announced the following contributions:"."""
    return any(child.lower in ("following", "below") for child in noun.children)


def _is_private_payment(act: Act) -> bool:
    return act.token.lemma in ("pay", "offer", "give", "award") and bool(words_of(act.token.subtree) & _PRIVATE_MONEY)


def _is_collected(act: Act, pledgers: tuple[Party, ...]) -> bool:
    """ "more than 7 billion euros had been raised", "UNICEF raised $7 million": what others gave."""
    if act.token.lemma not in _COLLECTING or not any(thing.total for thing in act.arguments.things):
        return False
    passive = is_passive(act.token) and agent_of(act.token) is None and after(act.token, frozenset({"to"})) is None
    given = after(act.token, frozenset({"from"})) is not None  # "secured $300 million from its partners"
    raised = act.token.lemma == "raise" and all(party.kind == "organisation" for party in pledgers)
    return passive or given or raised


def _is_content_of_threat(act: Act) -> bool:
    """ "after months of threats by the president that he would send": the parser hangs the clause on the verb."""
    node = act.token
    while node.dep in ("xcomp", "conj") and not node.is_root:
        node = node.head
    mark = next((child for child in node.children if child.dep == "mark" and child.lower == "that"), None)
    if mark is None or not node.head.is_verb:
        return False
    nouns = predicates().operator_nouns
    return any(
        token.is_noun
        and token.i > node.head.i
        and (found := nouns.get(lemma_of(token))) is not None
        and found.stance == "reject"
        for token in mark.sentence
        if token.i < mark.i
    )


def _tells_when(child: Token) -> bool:
    """ "in the first Gulf War", "two decades ago"; not "the largest deployment since the Cold War"."""
    return child.dep in ("advmod", "npadvmod") or (child.dep == "prep" and child.lower in ("in", "during", "before"))


def _is_history(act: Act) -> bool:
    """A deed of another age, told as background ("In 1905 …")."""
    if act.progress not in ("delivered", "not_applicable") and act.kind != "deal":
        return False
    if any(_LONG_AGO.search(child.subtree.text) for child in act.token.children if _tells_when(child)):
        return True
    years = [int(year) for year in re.findall(r"(?<!since )\b(1[89]\d\d|20\d\d)\b", act.token.sentence.text)]
    published = act.token.doc.article.published_on
    latest = published.year if published else max([*years, 2000])
    return bool(years) and max(years) < latest - _BACKGROUND_YEARS


def _is_counterfactual(act: Act) -> bool:
    """ "Berlin would have sent jets a year earlier"; not "said it would have sent them by May"."""
    verb = act.token
    perfect = verb.tag == "VBN" and any(child.lower == "have" and child.dep == "aux" for child in verb.children)
    moods = {child.lower for child in verb.children if child.tag == "MD"}
    by_then = any(child.dep == "prep" and child.lower == "by" for child in verb.children)
    return perfect and bool(moods & {"would", "could", "might"}) and not by_then


def _is_hostile(act: Act) -> bool:
    """Force sent against somebody else than the armed groups that all fight ("sent jets to destroy the reactor")."""
    for verb in act.token.subtree:
        if verb != act.token and verb.lemma in _HOSTILE and verb.dep in ("advcl", "acl", "xcomp", "conj"):
            if verb.child("mark") is not None and verb.child("nsubj") is not None:
                continue  # "on condition that they bomb nothing": no aim, but a clause of its own
            target = verb.child("dobj")
            if target is not None and not words_of(target.subtree) & _ENEMIES:
                return True
    for thing in act.arguments.things:
        for child in thing.head.children:
            target = child.child("pobj") if child.dep == "prep" and child.lower == "against" else None
            if target is not None and thing.category in _FORCE and not words_of(target.subtree) & _ENEMIES:
                return True
    return False


def _is_bare_fighting(act: Act, pledgers: tuple[Party, ...]) -> bool:
    """A state at war reported without a word of promise: no contribution unless it is for the common campaign."""
    decided = act.reading.strong or act.reading.future or act.progress == "promised"
    if decided or act.reading.has("keep") or act.stance in ("withdrawn", "declined"):
        return False
    if lemma_of(act.token) not in _FIGHTING and not any(
        lemma_of(thing.head) in _FIGHTING for thing in act.arguments.things
    ):
        return False
    if all(party.kind == "coalition" or party.name == "NATO" for party in pledgers):
        return False
    if any(party.kind == "group" for party in pledgers):
        return True
    if len(pledgers) > 1 and act.token.lemma in _TAKING_PART:
        return False  # "Bahrain and Jordan took part in the strikes"
    lasting = act.token.is_verb and (_long_time(act.token) or _goes_on(act.token))  # "have been bombing them"
    common = _COMMON.search(act.token.doc.text if lasting else act.token.sentence.text)
    return not common or not _scope_abroad(act, pledgers)


def _goes_on(verb: Token) -> bool:
    """ "is carrying out air strikes", "resumed its air strikes"."""
    progressive = verb.tag == "VBG" and any(child.lemma == "be" and child.dep == "aux" for child in verb.children)
    return progressive or lemma_of(verb) in _TAKING_UP


def _scope_abroad(act: Act, pledgers: tuple[Party, ...]) -> bool:
    own = {party.iso3 for party in pledgers}
    where = countries_of(act.token.doc.span(act.token.i, act.token.subtree.last))  # behind the names of who acts
    return not where & own or bool(where - own)


def _is_single_strike(act: Act, *, many: bool) -> bool:
    """News of one raid, or of one day's: a count over a longer time is a contribution, a single strike is not."""
    if act.progress not in ("delivered", "underway") or act.reading.has("keep", "begin"):
        return False
    heads = [thing.head for thing in act.arguments.things if thing.total is None]  # "10 million pounds" hit nobody
    if not any(lemma_of(head) in _STRIKES for head in heads) and lemma_of(act.token) not in _STRIKES:
        return False
    common = many or bool(words_of(act.token.subtree) & {"first", "coalition", "led", "campaign"})
    taken_part = act.token.lemma in _TAKING_PART and (common or _long_time(act.token))  # "took part in the strikes"
    lasting = has_perfect(act.token) and not _SHORT_TIME.search(act.token.sentence.text)
    taken_part = taken_part or (
        many and lasting and all(head.tag == "NNS" for head in heads)
    )  # "Canada and France have launched airstrikes"
    if not any(thing.count for thing in act.arguments.things) or not act.token.tag.startswith("VB"):
        return act.progress == "delivered" and not taken_part
    return _SHORT_TIME.search(act.token.sentence.text) is not None or not _long_time(act.token)


def _long_time(verb: Token) -> bool:
    """A perfect ("has carried out"), or a start or a span ("since August", "over the last year")."""
    for node in (verb, verb.head):
        if any(child.dep == "aux" and child.lemma == "have" for child in node.children):
            return True
    return bool({"since", "over", "during", "far", "date", "total"} & words_of(verb.sentence))
