"""Named military units and the countries that they belong to."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.document import Token
from coalition_data.extract.pledges.lexicon import unit_lexicon
from coalition_data.extract.pledges.parties import Party, country_party


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), iso3) for iso3, patterns in unit_lexicon().items() for pattern in patterns)


def country_of_unit(noun: Token) -> Party | None:
    """The country of a unit that is named without it: "the 101st Airborne Division", "HMS Daring", "ANG airmen"."""
    first, last = noun.subtree.first, noun.i + 1
    for child in noun.children:
        if child.dep == "prep" and child.lower in ("from", "of", "with", "aboard", "on") and child.i > noun.i:
            pobj = child.child("pobj")
            last = max(last, pobj.i + 1 if pobj is not None else last)
    text = noun.doc.span(min(first, noun.i), last).text
    return next((country_party(iso3) for pattern, iso3 in _patterns() if pattern.search(text)), None)
