"""The words of a condition: "subject to a vote", "if Baghdad asks", "provided they respect the law"."""

from __future__ import annotations

import re

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.lexicon import predicates

_NEEDED = re.compile(
    r"\b(?:still )?(?:requires?|needs?|awaits?|awaiting|must first get|must be approved by)\b[^.;,]{0,40}\b"
    r"(?:approval|vote|consent|mandate|authori[sz]ation|permission|parliament|congress|cabinet)\b",
    re.IGNORECASE,
)
"""What stands between a plan and its execution, said in a clause of its own."""


def condition_of(act: Act) -> str | None:
    """The condition on which the act depends, in the article's words; None where there is none."""
    lexicon = predicates()
    sentence = act.token.sentence
    for node in (act.token, *_governors(act)):
        for child in node.children:
            if child.dep == "advcl" and any(
                x.lower in lexicon.condition_words and x.dep in ("mark", "prep") for x in child.children
            ):
                return _words(child)
    text = sentence.text
    needed = _NEEDED.search(text)
    if needed:
        return needed[0]
    lowered = text.lower()
    if any(phrase in lowered for phrase in lexicon.soft_phrases):
        return None
    for phrase in lexicon.condition_phrases:
        if phrase in ("once", "until", "should"):
            continue
        found = re.search(rf"\b{re.escape(phrase)}\b[^.;,]*", text, re.IGNORECASE)
        if found and "anonymity" not in found[0]:
            return found[0].strip()
    return None


def _governors(act: Act) -> list[Token]:
    return [token for _, token, _ in act.reading.operators] + [act.reading.clause]


def _words(clause: Token) -> str:
    return " ".join(clause.subtree.text.split())
