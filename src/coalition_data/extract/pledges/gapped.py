"""Shortened parts of a coordination that give another thing: "Oslo sent a frigate and Athens a submarine"."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.document import Span, Token
from coalition_data.extract.pledges.fragments import party_head
from coalition_data.extract.pledges.things import Thing, things_of
from coalition_data.resolve.countries import find_country

_LONGEST_NAME = 6
_JOINTS = frozenset({",", ";", "and", "while", "but", "—", "–"})
_OPENERS = frozenset({"a", "an", "another", "its", "some", "several", "two", "further", "more", "one", "only", "also"})


def gapped_parts(sentence: Span, told: Token) -> Iterator[tuple[Token, Thing]]:
    """Names with a thing of their own right behind them, after the clause that has the verb.

    Args:
        sentence: the sentence.
        told: the verb of the full clause; only what stands behind it is read.
    """
    tokens = [token for token in sentence if token.i > told.i]
    for place, joint in enumerate(tokens[:-2]):
        if joint.lower not in _JOINTS:
            continue
        for length in range(1, _LONGEST_NAME + 1):
            first, last = place + 1, place + length
            if last + 1 >= len(tokens):
                break
            behind = last + 1
            if joint.text == ";" and tokens[behind].text == "," and behind + 1 < len(tokens):
                behind += 1  # "; Norway, NOK 85 billion"
            opener = tokens[behind]
            if not (_opens_thing(opener) or (behind > last + 1 and opener.tag == "NNP")):
                continue
            named = sentence.doc.span(tokens[first].i, tokens[last].i + 1)
            if tokens[last].head == tokens[behind] and not _is_name(named.text):
                continue  # "trains soldiers and Kurdish Peshmerga fighters"
            name = party_head(named)
            thing = _thing_behind(tokens[behind:]) if name is not None else None
            if name is not None and thing is not None:
                yield name, thing
                break


def _is_name(words: str) -> bool:
    match = find_country(words)
    return match is not None and match.form in ("name", "capital")


def _opens_thing(token: Token) -> bool:
    return token.lower in _OPENERS or token.tag in ("CD", "$") or (token.tag in ("NNS", "NNPS") and token.is_noun)


def _thing_behind(tokens: list[Token]) -> Thing | None:
    """The thing that the words begin with; None where a verb or a comma comes first, or the kind is not named."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.tag in ("MD", "VBD", "VBZ", "VBP", "POS", "WDT", "WP") or token.text in (",", ";", ":"):
            return None
        if token.is_noun and not (following is not None and following.is_noun):
            found = [thing for thing in things_of(token)[:1] if thing.explicit and thing.category]
            verb_follows = following is not None and following.tag in ("MD", "VBD", "VBZ", "VBP")
            return found[0] if found and not verb_follows and found[0].category != "political" else None
    return None
