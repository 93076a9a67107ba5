"""Trees mended after the model's parse: objects behind adverbials, main verbs taken for participles, lost subjects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coalition_data.document import ParsedArticle

CASES = [
    ("King Salman received at Al-Yamamah Palace on Sunday Secretary of State Mike Pompeo.", "Pompeo", "dobj"),
    ("President Sall received at the Presidential Palace Foreign Minister Timo Soini on Thursday.", "Soini", "dobj"),
    ("Minister Lavrov received in Moscow on Tuesday Qatari Foreign Minister Mohammed Al Thani.", "Thani", "dobj"),
    ("The premier of Chad, Albert Padacke, received in Paris on Monday Minister Jean Le Drian.", "Drian", "dobj"),
    ("The premier of Chad, Albert Padacke, received in Paris on Monday Minister Jean Le Drian.", "premier", "nsubj"),
    ("Queen Sofia received today at the Zarzuela Palace in Madrid the Ambassador of Chile, Bruno Antonio Prado.",
     "Ambassador", "dobj"),
]  # fmt: skip
KEPT = [
    ("Benin and Togo were to meet on Thursday (4 June 2015) in Lome.", "meet"),
    ("The president met in Geneva, on Sunday, with Secretary Kerry.", "met"),
    ("He was received in Ankara by President Gul.", "received"),
]


@pytest.mark.parametrize(("text", "noun", "dep"), CASES)
def test_noun_hangs_on_verb(text: str, noun: str, dep: str, parse: Callable[..., ParsedArticle]) -> None:
    parsed = parse(text)
    found = next(token for token in parsed.tokens if token.text == noun)
    assert (found.head.text, found.dep) == ("received", dep)


@pytest.mark.parametrize(("text", "verb"), KEPT)
def test_verb_has_no_object(text: str, verb: str, parse: Callable[..., ParsedArticle]) -> None:
    found = next(token for token in parse(text).tokens if token.text == verb)
    assert found.child("dobj") is None


def test_subject_behind_an_invitation(parse: Callable[..., ParsedArticle]) -> None:
    parsed = parse("At the invitation of Minister Luigi Di Maio and Secretary of State Michael R. Pompeo, the Foreign "
                   "Ministers of the Small Group met on Thursday.")  # fmt: skip
    verb = next(token for token in parsed.tokens if token.text == "met")
    assert [token.text for token in verb.children if token.dep == "nsubj"] == ["Ministers"]
