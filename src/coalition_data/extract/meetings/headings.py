"""What a meeting is called: its printed name, else a heading made of who meets."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from coalition_data.document import Token
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.proper_names import name_at
from coalition_data.extract.meetings.setting import Timing
from coalition_data.extract.meetings.triggers import Trigger
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.places import find_city

LONGEST_NAME = 90
"""Characters; a longer noun phrase is a description."""
_NAME_DEPS = frozenset({"compound", "amod", "nmod", "nummod", "advmod", "npadvmod"})
_CLAUSES = frozenset({"acl", "relcl", "advcl"})
_COMPLEMENTS = frozenset({"of", "on", "between", "with", "against", "among"})
_DANGLING = re.compile(
    r"(?:\s(?:of|on|in|at|for|with|between|and|the|against|among|so-called|a|an|by|to))+$", re.IGNORECASE
)
_SIDES = re.compile(r"\b(?:with|between)\b", re.IGNORECASE)
_OF_TWO = frozenset({"talks", "meeting", "call", "conversation", "dinner", "lunch", "negotiations", "discussions"})
_LONGEST_TITLE = 12
"""Tokens of a name in marks."""
_SHOWN = 3
"""Names in a heading; the others are "others"."""


def printed_name(trigger: Trigger, timing: Timing, place: Place) -> str:
    """The noun phrase with its complement, without article, possessive, date and the meeting's own place."""
    head = trigger.head
    before = [child for child in head.children if child.i < head.i]
    left = min([child.subtree.first for child in before if child.dep in _NAME_DEPS or _is_of_many(child)] + [head.i])
    left = max([left, *(child.i + 1 for child in before if child.dep == "det")])
    left = min(left, _opening_mark(head))
    right = head.i + 1
    behind = [child for child in head.children if child.i > head.i]
    clause = min((child.i for child in behind if child.dep in _CLAUSES), default=len(head.doc))
    for child in behind:
        if child.i < clause and child.dep == "prep" and child.lower in _COMPLEMENTS:
            if any(node.entity is not None and node.entity.label == "DATE" for node in child.children):
                break
            right = _end_of_complement(child, place)
            break
    text = head.doc.text
    start, end = head.doc.tokens[left].start, head.doc.tokens[right - 1].end
    for phrase in timing.phrases:
        if phrase.start <= start < phrase.end:
            start = phrase.end
        elif start < phrase.start < end and phrase.start > head.end:
            end = phrase.start
    name = text[start:end]
    if ")" in name and "(" not in name.partition(")")[0]:
        name = name.partition(")")[2]  # "the Ninth Group (9G) Ministerial Meeting", of which the parser sees the end
    return _cleaned(name)


def _opening_mark(head: Token) -> int:
    """The first token of a name in marks right before the noun (the "Supporting Syria and the Region" conference)."""
    tokens, close = head.doc.tokens, head.i - 1
    if close <= head.sentence.first or tokens[close].text not in ('"', "”"):
        return head.i
    floor = max(head.sentence.first, close - _LONGEST_TITLE)
    return next((index for index in range(close - 1, floor - 1, -1) if tokens[index].text in ('"', "“")), head.i)


def _is_of_many(owner: Token) -> bool:
    """ "a NATO foreign ministers' meeting": part of its name; not "his meeting", "Kerry's meeting"."""
    return owner.dep == "poss" and owner.tag in ("NNS", "NNPS") and owner.child("poss") is None


def _cleaned(text: str) -> str:
    """Without marks that are not closed, leading determiners and words that are no part of a name."""
    name = re.sub(r"\s+", " ", text)
    for opening, closing in (("(", ")"), ("“", "”"), ("‘", "’")):
        if name.count(opening) > name.count(closing):
            name = name[: name.rindex(opening)] if opening == "(" else name.replace(opening, "")
    if name.count('"') == 1:
        name = name.replace('"', "")
    name = name.strip(" ,;:—–-’'“”")
    left = re.sub(r"^(?:the|a|an|this|that|s)\s+", "", name, flags=re.IGNORECASE).split(" ")
    while len(left) > 1 and left[0] in words("not_in_name"):
        left.pop(0)
    return _DANGLING.sub("", " ".join(left)).rstrip(" ,;:")


def _end_of_complement(preposition: Token, place: Place) -> int:
    """The end of a complement, before a clause that hangs on it and before the place where they meet."""
    for token in preposition.subtree:
        if token.i <= preposition.i:
            continue
        if token.dep in ("relcl", "acl", "advcl"):
            return max(preposition.i + 1, token.subtree.first)
        if token.tag in ("WDT", "WP", "WRB", "MD") or token.text in (";", ":", "—"):
            return max(preposition.i + 1, token.i)
        if token.dep == "appos" and token.doc.tokens[token.subtree.first - 1].text == ",":
            return max(preposition.i + 1, token.subtree.first - 1)
        if token.dep == "prep" and token.lower in ("in", "at") and _is_where_they_meet(token, place):
            return token.i
    return preposition.subtree.last


def _is_where_they_meet(preposition: Token, place: Place) -> bool:
    """Whether "in X" is the meeting's place or its date, not its topic ("a conference on peace in Iraq")."""
    for node in preposition.children:
        if node.dep != "pobj":
            continue
        if node.entity is not None and node.entity.label in ("DATE", "TIME", "FAC"):
            return True
        name = name_at(node)
        match, city = find_country(name), find_city(name, place.iso3, is_place=True)
        if match is not None and match.form == "name":
            return place.iso3 == match.iso3
        if city is not None and place.city is not None:
            return city.name == place.city.name
        return city is not None or bool(place.venue and place.venue in name)
    return False


def heading(
    printed: Sequence[str], people: Sequence[str], *, two_sides: bool, alone: Container[str] = frozenset()
) -> str:
    """The fullest printed name; else, or where that names one side alone, what it is and who meets.

    Args:
        printed: names of the mentions, in order.
        people: hosts and participants, in order.
        two_sides: whether two sides and no more meet.
        alone: names of persons, who meet others.
    """
    full = max((name for name in printed if " " in name), key=lambda name: min(len(name), LONGEST_NAME), default="")
    full = full or next(iter(printed), "")
    shown = list(dict.fromkeys(people))
    if " " in full and len(full) <= LONGEST_NAME and not (_SIDES.search(full) and two_sides and len(shown) == 2):
        return full
    noun = _SIDES.split(full, maxsplit=1)[0].strip() if full else ""
    noun = noun if noun.isupper() else noun[:1].lower() + noun[1:]
    noun = noun if noun and len(noun) <= LONGEST_NAME else "meeting"
    if not shown:
        return noun
    if len(shown) == 1 and shown[0] in alone:
        return f"{noun} with {shown[0]}"
    if len(shown) == 2 and (two_sides or noun.split()[-1] in _OF_TWO):
        return f"{noun} between {shown[0]} and {shown[1]}"
    if len(shown) > _SHOWN:
        return f"{noun} of {', '.join(shown[:_SHOWN])} and others"
    return f"{noun} of {_joined(shown)}"


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
