"""Whether an act that names nobody else goes on with help abroad of which the paragraphs before tell.

News has one or two sentences a paragraph: "Britain is to send 750 soldiers to Sierra Leone." stands above "Britain has
already committed 125 million pounds."
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coalition_data.document import Token
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.lexicon import word_set
from coalition_data.extract.pledges.parties import Party
from coalition_data.extract.pledges.words import lemma_of, words_of
from coalition_data.resolve.countries import scan_countries

Told = Sequence[tuple[Act, tuple[Party, ...]]]
"""Earlier acts of the article that gave rows, and whose they were."""

_PARAGRAPHS_BACK = 3
"""A paragraph or two between quote somebody, or tell of the place."""
_OPENING = 400
"""Characters of the text that say what it is about."""
_NEEDS = word_set("needs_abroad")
_HOME = word_set("home_spending")
_ABROAD = frozenset(
    {"air_operations", "military_personnel", "training", "weapons_equipment", "humanitarian", "financial"}
    | {"intelligence_surveillance", "logistics_basing"}
)


def goes_on_abroad(act: Act, code: str, told: Told) -> bool:
    """Whether help that is counted or named belongs to what the text told before, or to the need that it opens with."""
    given = [thing for thing in act.arguments.things if thing.category in _ABROAD]
    if not any(thing.total or (thing.explicit and thing.category != "financial") for thing in given):
        return False
    words = words_of(act.token.subtree) | {lemma_of(token) for token in act.token.subtree}
    if words & _HOME or act.token.lemma in ("spend", "invest", "have") or _is_for_itself(act.token):
        return False
    subject = act.reading.subject
    named = subject is not None and subject.tag in ("NNP", "NNPS")
    near = [last for last, parties in told if named or any(party.iso3 == code for party in parties)]
    return any(_is_beside(act.token, last, code) for last in near) or (named and _opens_with_need(act.token, code))


def _is_for_itself(verb: Token) -> bool:
    """ "will buy helmets for its forces"."""
    receivers = (child.child("pobj") for child in verb.subtree if child.dep == "prep" and child.lower in ("for", "to"))
    own = (noun.child("poss") for noun in receivers if noun is not None)
    return any(owner is not None and owner.lower in ("its", "their", "our") for owner in own)


def _is_beside(token: Token, last: Act, code: str) -> bool:
    """Whether an act told just before reaches beyond the country, by what its sentence names."""
    doc = token.doc
    near = doc.paragraph_at(token.start) - doc.paragraph_at(last.token.start) <= _PARAGRAPHS_BACK
    if not near or any(thing.category == "political" for thing in last.arguments.things):
        return False
    receiver = last.arguments.recipient
    where = receiver.subtree.text if receiver is not None else last.token.subtree.text
    return any(mention.match.iso3 != code for mention in scan_countries(where))


def _opens_with_need(token: Token, code: str) -> bool:
    """Whether the title or the first words tell of a disaster, a disease or a fund elsewhere."""
    article = token.doc.article
    opening = f"{article.title or ''}\n{token.doc.text[:_OPENING]}"
    if not set(re.findall(r"[a-z]+", opening.lower())) & _NEEDS:
        return False
    return code not in {mention.match.iso3 for mention in scan_countries(opening) if mention.start < token.start}
