"""Who says "we": the speaker of a quotation, or of an official statement printed without marks."""

from __future__ import annotations

from coalition_data.document import Quotation, Token
from coalition_data.extract.pledges.clauses import subject_above
from coalition_data.extract.pledges.lexicon import predicates

FIRST_PERSON = frozenset({"we", "our", "us", "ours", "i", "my", "ourselves"})
_PARAGRAPHS_BACK = 3
"""How far back the attribution of a quotation without one of its own may stand."""


def is_first_person(token: Token) -> bool:
    """Whether the token is "we", "our" or "I" (and not "US")."""
    return token.lower in FIRST_PERSON and token.tag.startswith("PRP")


def speaker_at(token: Token) -> Token | None:
    """Head of the subject that says the words at ``token``; None where the text does not tell."""
    doc = token.doc
    quotation = doc.quotation_at(token.start)
    if quotation is not None:
        return _speaker_of(token, quotation)
    return _speaker_of_statement(token)


def _speaker_of(token: Token, quotation: Quotation) -> Token | None:
    doc = token.doc
    for back in range(_PARAGRAPHS_BACK + 1):
        number = quotation.paragraph - back
        if number < 0:
            return None
        found = _nearest_attribution(token, number, quotation)
        if found is not None:
            return found
    del doc
    return None


def _nearest_attribution(token: Token, paragraph: int, quotation: Quotation) -> Token | None:
    doc = token.doc
    start, end = doc.paragraphs[paragraph]
    best: tuple[int, Token] | None = None
    for index in doc.tokens_between(start, end):
        verb = doc[index]
        if not is_report(verb) or doc.quotation_at(verb.start) is not None:
            continue
        subject = subject_above(verb)
        if subject is None or doc.quotation_at(subject.start) is not None:
            continue
        distance = min(abs(verb.start - quotation.close), abs(quotation.open - verb.end))
        if best is None or distance < best[0]:
            best = (distance, subject)
    return best[1] if best else None


def is_report(token: Token) -> bool:
    """Whether the token is a verb of saying."""
    if not token.tag.startswith("VB"):
        return False
    operator = predicates().operator_verbs.get(token.lemma)
    return operator is not None and operator.name == "report"


def _speaker_of_statement(token: Token) -> Token | None:
    """ "Minister Jones said:" opens a statement that runs to the end of the text."""
    doc = token.doc
    colon = doc.text.rfind(":", 0, token.start)
    while colon > 0:
        index = doc.token_at(colon)
        if index is not None and doc.text[colon + 1 : colon + 2] in ("\n", "") and index > 0:
            sentence = doc.sentence_at(index)
            for word in sentence:
                if word.i <= index and is_report(word):
                    subject = subject_above(word)
                    if subject is not None:
                        return subject
        colon = doc.text.rfind(":", 0, colon)
    return _subject_before(token)


def _subject_before(token: Token) -> Token | None:
    """A body's own statement: "The coalition takes … We will continue": the last subject of the paragraph."""
    doc = token.doc
    start, _ = doc.paragraphs[doc.paragraph_at(token.start)]
    for index in reversed(doc.tokens_between(start, token.start)):
        word = doc[index]
        if word.dep == "nsubj" and word.tag in ("NNP", "NNPS", "NN") and word.sentence != token.sentence:
            return word
    return None
