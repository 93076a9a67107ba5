"""Which countries an article speaks of: as a whole, and around a mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import CountryMention, find_country, scan_countries
from coalition_data.resolve.offices import countries_of_regions
from coalition_data.resolve.organisations import scan_organisations
from coalition_data.resolve.places import find_city, is_large_city
from coalition_data.resolve.politics import Owners, owners_of

MAIN_COUNTRY_COUNT = 3
MAIN_COUNTRY_SHARE = 0.6
"""An article is about a country from so many mentions and from this share of all countries' mentions on."""
HOME_SHARE, HOME_LEAD = 0.4, 2
"""A country that the title names alone needs this share and so many times the mentions of the next one."""
_FORMS = ("name", "adjective", "demonym", "region", "government")
_OFFICE_BEHIND = re.compile(
    r"^[\w .-]+['’]s? (?:[a-z]+ ){0,2}(?:president|minister|premier|chancellor|king|leader)\b(?!, [A-Z])"
)
"""Behind a country: an office of its own, whose holder is not named beside it."""
_OFFICE_CHARACTERS = 40
_PLACES = (
    " to", " on", " against", " with", " from", " into", " the", " in", " for", " out of", " over", " across", " near",
    " by", " above", " inside", " within", " outside", " towards", " through", " around",
)  # fmt: skip


_LED_BY = re.compile(r"-(?:led|backed|based|born|brokered|sponsored|supported|supplied|trained|funded|made|built)\b")
"""Behind a country: it only describes another's doer ("the US-led coalition")."""
_JOINED = re.compile(r",? (?:and |or )?(?:the )?")
"""Between two countries that stand behind one preposition ("in Iraq and Syria")."""


def scan_away(text: str, openers: tuple[str, ...]) -> Iterator[CountryMention]:
    """The countries of a text that none of the words ``openers`` opens, alone or as the first of several."""
    end, opened = 0, False
    for mention in scan_countries(text):
        if _LED_BY.match(text, mention.end):
            continue
        joined = opened and end < mention.start and _JOINED.fullmatch(text, end, mention.start) is not None
        opened = joined or (bool(openers) and text[: mention.start].lower().rstrip().endswith(openers))
        end = mention.end
        if not opened:
            yield mention


class ArticleCountries:
    """The countries of one article.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed

    @cached_property
    def counts(self) -> Counter[str]:
        """Mentions of each country, those of its listed bodies included."""
        text = self.parsed.text
        named = (m for m in scan_countries(text) if m.match.form in _FORMS and not _LED_BY.match(text, m.end))
        counts = Counter(mention.match.iso3 for mention in named)
        for found in scan_organisations(self.parsed.text):
            owners = owners_of(found.name)  # "Congress" is a party of India, too
            if found.iso3 and (owners is None or len(owners.codes) == 1):
                counts[found.iso3] += 1
        return counts

    @cached_property
    def main(self) -> str | None:
        """The country that the article names most, where most of its countries' mentions are of it; else None.

        One that is named once or twice is so where no other and no state or province of another is.
        """
        if not self.counts:
            return None
        code, count = self.counts.most_common(1)[0]
        if count >= MAIN_COUNTRY_COUNT:
            return code if count >= MAIN_COUNTRY_SHARE * self.counts.total() else None
        alone = len(self.counts) == 1 and countries_of_regions(self.parsed.text) <= {code}
        return code if alone else None

    @cached_property
    def home(self) -> str | None:
        """The main country, or the one that title or opening name alone where no other comes near; else None.

        News that names no country is of that from which it is sent ("LAGOS — The governor said").
        """
        if self.main is not None:
            return self.main
        if not self.counts:
            return self.of_dateline
        (code, count), *others = self.counts.most_common(2)
        article = self.parsed.article
        opening = (article.title or "", article.dateline or "", *(self.parsed.text[a:b] for a, b in self._opening))
        named = ({mention.match.iso3 for mention in scan_away(text, _PLACES)} for text in opening)
        titled = next((codes for codes in named if codes), set())
        clear = not others or count >= HOME_LEAD * others[0][1]
        enough = count >= MAIN_COUNTRY_COUNT and count >= HOME_SHARE * self.counts.total()
        return code if titled == {code} and clear and enough else None

    @cached_property
    def domestic(self) -> str | None:
        """The home country where the article names it often enough to be about its politics, or names no other."""
        home = self.home
        often = home is not None and self.counts[home] >= MAIN_COUNTRY_COUNT
        return home if often or home == self.of_dateline or self._opens_with_its_only else None

    @cached_property
    def _opens_with_its_only(self) -> bool:
        """Whether title or opening name the one country of the article."""
        if self.main is None or len(self.counts) != 1:
            return False
        text, opening = self.parsed.text, self._opening
        parts = (self.parsed.article.title or "", *(text[start:end] for start, end in opening))
        return any(mention.match.iso3 == self.main for part in parts for mention in scan_countries(part))

    @cached_property
    def of_dateline(self) -> str | None:
        """The country of the place in the dateline."""
        place, _, land = (self.parsed.article.dateline or "").partition(",")
        match = find_country(land) or find_country(place)
        if match is not None:
            return match.iso3
        return city.iso3 if is_large_city(place) and (city := find_city(place)) is not None else None

    @property
    def _opening(self) -> tuple[tuple[int, int], ...]:
        return tuple(self.parsed.paragraphs[:1])

    @cached_property
    def acting(self) -> str | None:
        """The one country that acts in the first sentence ("Danish jets | will fly over Syria"), or None."""
        if not self.parsed.sentences:
            return None
        first = self.parsed.sentences[0]
        codes = self.codes_between(first.start, first.end, places=False)
        return next(iter(codes)) if len(codes) == 1 else None

    def codes_between(self, start: int, end: int, places: bool = True, offices: bool = True) -> set[str]:
        """The countries named in any form between two offsets.

        Args:
            places: whether those that are only places there count.
            offices: whether those whose own office is named there ("Brazil's president") count.
        """
        text = self.parsed.text[start:end]
        return {
            mention.match.iso3
            for mention in scan_away(text, () if places else _PLACES)
            if offices or _OFFICE_BEHIND.search(text[mention.start : mention.end + _OFFICE_CHARACTERS]) is None
        }

    def owner_near(self, owners: Owners, start: int) -> str | None:
        """Whose party, parliament or office is meant at the offset ``start``.

        The one of its countries that the sentence names before it, that the paragraph names, that the article names
        most; in doubt the best known for names that have a default, else None.
        """
        if owners.only is not None:
            return owners.only
        default = owners.codes[0] if owners.by_default else None
        if self.home in owners.codes and not self.counts[default or ""]:
            return self.home
        sentence = next((s for s in self.parsed.sentences if s.start <= start < s.end), None)
        paragraph = self.parsed.paragraphs[self.parsed.paragraph_at(start)]
        for first, last, places in (
            (sentence.start if sentence else start, start, False),
            (*paragraph, False),
            (*paragraph, True),
        ):
            near = self.codes_between(first, last, places) & set(owners.codes)
            if len(near) == 1 and (default is None or self.counts[default] <= self.counts[next(iter(near))]):
                return next(iter(near))
            if near:
                break
        named = sorted(((self.counts[code], code) for code in owners.codes if self.counts[code]), reverse=True)
        if named and (len(named) == 1 or named[0][0] >= HOME_LEAD * named[1][0]):
            code = named[0][1]
            if default in (None, code) or (not self.counts[default or ""] and code == self.home):
                return code
        return default
