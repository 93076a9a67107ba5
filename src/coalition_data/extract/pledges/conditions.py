"""The words of a condition: "subject to a vote", "once Baghdad agrees"; "parliament must still approve it"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.lexicon import condition_words

_MARKS = condition_words("marks")
_TIMES = condition_words("times")
_LEAVE = condition_words("leave")
_NOT_BEFORE_IF = condition_words("not_before_if")
_PHRASES = condition_words("phrases")
_AS_LONG = condition_words("as_long")
_SOFT = condition_words("soft")
_BODIES = condition_words("bodies")
_VOTING = condition_words("voting")
_ASSENT = condition_words("assent")
_BACK = condition_words("back_references")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BODY = rf"(?:{_any(_BODIES)})(?:['’]s)?"
_STILL = (
    r"(?:must|has to|have to|needs? to|still has to|still have to|still needs? to|ha(?:s|ve) (?:still )?yet to"
    r"|(?:is|are) (?:still )?(?:due|expected|set|scheduled|asked|to)(?: to)?|will(?: still| also)?|would(?: still)?)"
)
_TO_VOTE = re.compile(
    rf"\b{_BODY}\b[^.;:]{{0,40}}?\b{_STILL}\s+(?:first |still |now |then |finally )?(?:{_any(_VOTING)})\b",
    re.IGNORECASE,
)
"""A body that has not voted yet: "parliament must still approve", "the Bundestag will vote on both mandates"."""
_NEEDED = re.compile(
    r"\b(?:yet|still) to be (?:agreed|approved|authori[sz]ed|decided|ratified|signed)\b"
    rf"|\bwork(?:ing)? with (?:the )?{_BODY} (?:to|on)\b[^.;,]{{0,40}}"
    r"|\bwithin \w+ (?:hours|days|weeks) of (?:an?|the) [^.;,]{2,40}"
    r"|\b(?:still )?(?:requires?|needs?|awaits?|awaiting|must first get|(?:must|has yet to|have yet to|still to) be"
    rf" (?:approved|ratified|endorsed|authori[sz]ed|backed|cleared) by)\b[^.;,]{{0,40}}\b(?:{_any(_ASSENT)})\b",
    re.IGNORECASE,
)
"""What stands between a plan and its execution: "needs the backing of parliament"."""
_ASKING = re.compile(
    rf"\b(?:ask|seek|request|put)(?:s|ed|ing)?\b(?: \w+){{0,3}}? (?:its|his|her|their|the|to) (?:\w+ )?{_BODY}"
    r"[^.;,]{0,60}",
    re.IGNORECASE,
)
"""A government that asks its own parliament or board: "will ask its parliament for a mandate"."""
_INVERTED = re.compile(r"^[“\"'‘]?(?:Should|Were) (?!I\b|we\b)[^,.;?]{3,80}(?=,)")
_IF_ITEM = re.compile(r"\b(?:if|once|provided that|as soon as)\b[^.;”\"]*", re.IGNORECASE)
_PHRASE = re.compile(rf"\b(?:{_any(_PHRASES)})\b[^.;,”\"]*", re.IGNORECASE)


def condition_of(act: Act) -> str | None:
    """The condition on which the act depends, in the article's words; None where there is none.

    A refusal "unless" something happens is a promise on that condition. What is done already has no condition.
    """
    if act.progress in ("delivered", "underway"):
        return None
    found = next(_of_clauses(act), None)
    if act.stance in ("considering", "withdrawn"):
        # "may follow if funding is approved"; what could come "once needs are reviewed" is only weighed
        return found if found is not None and found.split()[0].lower() in _MARKS else None
    if act.stance == "declined":
        return found if found is not None and found.lower().startswith("unless") else None
    sentence = act.token.sentence
    if found is None and not act.token.is_verb:
        found = _of_item(act, sentence)
    return found or _of_phrase(act, sentence) or _of_vote(act, sentence)


def _of_item(act: Act, sentence: Span) -> str | None:
    """ "Japan: 1.2 billion yen, if approved by the Diet": an item of a list has no verb to hang a clause on."""
    found = _IF_ITEM.search(sentence.text, max(0, act.token.end - sentence.start))
    return found[0].strip() if found is not None else None


def _of_clauses(act: Act) -> Iterator[str]:
    """Clauses that hang on the act, on what governs it, or follow it closely."""
    nodes = [act.token, *(token for _, token, _ in act.reading.operators), act.reading.clause]
    reporter = act.reading.reporter
    behind = [child for child in reporter.children if child.i > act.token.i] if reporter is not None else []
    for child in behind:  # "said it would send troops, if the coalition agrees": hung on the saying
        if child.dep == "advcl" and _is_condition(child):
            yield _words(child)
    for node in dict.fromkeys(nodes):
        soon = [inner for child in node.children if child.lower in ("soon", "long") for inner in child.children]
        for child in (*node.children, *soon):
            if child.dep in ("advcl", "ccomp", "acl") and _is_condition(child):
                yield _words(child)
    inverted = _INVERTED.match(act.token.sentence.text)
    if inverted is not None:
        yield inverted[0].strip("“\"'‘ ")


def _is_condition(clause: Token) -> bool:
    """Whether a clause starts with a conjunction that makes it a condition."""
    marks = [child for child in clause.children if child.i < clause.i and child.dep in ("mark", "prep", "advmod")]
    for mark in marks:
        before = mark.doc[mark.i - 1].lower if mark.i > mark.sentence.first else ""
        if mark.lower in _MARKS:
            return mark.lower != "if" or before not in _NOT_BEFORE_IF
        if mark.lower in _TIMES or _is_as_soon(clause):
            return not _is_past(clause)
        if mark.lower == "when":
            return clause.lemma in _LEAVE and not _is_past(clause)
    return False


def _is_as_soon(clause: Token) -> bool:
    return clause.head.lower == "soon" and any(child.lower == "as" for child in clause.head.children)


def _is_past(clause: Token) -> bool:
    """Whether the clause tells what has happened; "has given its consent" may lie ahead."""
    return clause.tag == "VBD" or any(child.tag == "VBD" and child.dep.startswith("aux") for child in clause.children)


def _of_phrase(act: Act, sentence: Span) -> str | None:
    """ "subject to a vote": in the act's own clause."""
    lowered = sentence.text.lower()
    for found in _PHRASE.finditer(sentence.text):
        start = sentence.start + found.start()
        if any(lowered.startswith(soft, found.start()) for soft in _SOFT) or _is_duration(found, lowered):
            continue
        if "anonymity" not in found[0] and _belongs(act, start):
            return found[0].strip()
    return None


def _is_duration(found: re.Match[str], lowered: str) -> bool:
    """ "for as long as they are needed" says how long."""
    words = found[0].lower().split()
    if words[1:3] != ["long", "as"]:
        return False
    return lowered[: found.start()].endswith("for ") or bool({word.strip("'’“” ") for word in words[3:]} & _AS_LONG)


def _belongs(act: Act, start: int) -> bool:
    """Whether no other clause with a subject of its own stands between the act and a phrase."""
    index = act.token.doc.token_at(start)
    if index is None:
        return False
    token = act.token.doc[index]
    if act.token in token.ancestors or act.reading.clause in token.ancestors:
        return True
    low, high = sorted((index, act.token.i))
    between = act.token.doc.span(low, high)
    return not any(word.dep in ("nsubj", "nsubjpass") and word.head != act.token for word in between)


def _is_about(act: Act, start: int) -> bool:
    """Whether a vote told at ``start`` is about the act: told after it, or with the act inside what is asked for."""
    index = act.token.doc.token_at(start)
    if index is None:
        return False
    if index < act.token.i:
        return act.token in act.token.doc[index].subtree
    return _belongs(act, start)


def _of_vote(act: Act, sentence: Span) -> str | None:
    """A vote or leave that is still needed, in the act's sentence or the next one of its paragraph."""
    text = sentence.text
    same = _NEEDED.search(text) or _TO_VOTE.search(text) or _ASKING.search(text)
    if same is not None and _TO_VOTE.match(text) is None and _is_about(act, sentence.start + same.start()):
        return _sentence_part(text, same)
    following = _next_sentence(sentence)
    if following is None or not {token.lower for token in following} & _BACK:
        return None
    found = _NEEDED.search(following.text) or _TO_VOTE.search(following.text)
    if found is None or found.start() > _EARLY:
        return None  # somebody else's approval, told further on
    return _sentence_part(following.text, found)


_EARLY = 40
"""Characters from the start of a sentence within which the vote that it is about is named."""


def _sentence_part(text: str, found: re.Match[str]) -> str:
    return text[found.start() : found.end()].strip()


def _next_sentence(sentence: Span) -> Span | None:
    doc = sentence.doc
    if sentence.last >= len(doc):
        return None
    following = doc.sentence_at(sentence.last)
    same = doc.paragraph_at(following.start) == doc.paragraph_at(sentence.start)
    return following if same else None


def _words(clause: Token) -> str:
    """The clause with the words that lead it ("as soon as Baghdad agrees")."""
    doc, span = clause.doc, clause.subtree
    first = span.first
    for _ in range(2):
        word = doc[first - 1].lower if first > clause.sentence.first else ""
        if word not in ("as", "soon", "only", "but"):
            break
        first -= 1
    return " ".join(doc.span(first, span.last).text.split())
