"""Countries of persons: from their roles, the words around their names, and the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.offices import country_of_leader, country_of_role, is_state_office
from coalition_data.resolve.organisations import scan_organisations
from coalition_data.resolve.person import Person, PersonMention, split_name
from coalition_data.resolve.role_words import role_kinds

MAIN_COUNTRY_COUNT = 3
MAIN_COUNTRY_SHARE = 0.6
"""An article is about a country from so many mentions and from this share of all countries' mentions on."""

PersonAt = Callable[[int], tuple[Person, PersonMention] | None]


class PersonCountries:
    """Finds for which country the persons of one article speak.

    Args:
        parsed: the parsed article.
        words: its tokens' texts.
        persons: its persons, with their roles.
        person_at: the person whose name covers a token.
    """

    def __init__(self, parsed: ParsedArticle, words: list[str], persons: list[Person], person_at: PersonAt) -> None:
        self.parsed = parsed
        self.words = words
        self.persons = persons
        self._person_at = person_at

    def complete(self) -> None:
        """Set ``iso3`` of all persons, from the surest witness to the article's own country."""
        for person in self.persons:
            person.iso3 = self._from_words(person)
        self._inherit_countries()
        self._fill_in_state_offices()

    def _from_words(self, person: Person) -> str | None:
        code = next((code for role in person.roles if (code := country_of_role(role))), None)
        if code is None and person.is_office_holder:
            code = next((code for mention in person.mentions if (code := self._country_behind(mention))), None)
        if code is None:
            code = next((code for mention in person.mentions if (code := self._country_before(mention))), None)
        if code is not None:
            return code
        bare = not split_name(person.name)[0]
        if bare and not any({"office", "rank"} & role_kinds(role) for role in person.roles):
            return None
        return country_of_leader(split_name(person.name)[1] if bare else person.name, bare)

    def _country_before(self, mention: PersonMention) -> str | None:
        """ "Norway's Jonas Gahr Støre"."""
        index = mention.full_first - 1
        if index < 1 or self.parsed.tags[index] != "POS":
            return None
        match = find_country(self.words[index - 1])
        return match.iso3 if match is not None and match.form == "name" else None

    def _country_behind(self, mention: PersonMention) -> str | None:
        """ "Prime Minister Igor Matovič of Slovakia"."""
        words = self.words[mention.last : mention.last + 5]
        if len(words) < 2 or words[0] != "of" or not mention.roles:
            return None
        found = next(scan_countries(" ".join(words[1:])), None)
        return found.match.iso3 if found is not None and found.match.form != "capital" else None

    def _fill_in_state_offices(self) -> None:
        """A bare "Prime Minister X" is of the one country that the sentence names, else of the article's."""
        for person in self.persons:
            if person.iso3 is None and any(is_state_office(role) for role in person.roles):
                introduced = next(mention for mention in person.mentions if mention.roles)
                person.iso3 = self._only_country_near(introduced) or self.main_country

    def _only_country_near(self, mention: PersonMention) -> str | None:
        sentence = self.parsed.sentence_at(mention.first)
        found = list(scan_countries(sentence.text))
        codes = {country.match.iso3 for country in found}
        offset = mention.start - sentence.start
        before = any(
            country.start < offset and not self._is_elsewhere(sentence.text, country.start) for country in found
        )
        return next(iter(codes)) if len(codes) == 1 and before else None

    def _is_elsewhere(self, text: str, start: int) -> bool:
        """Whether the country is a place or a target there ("to Tonga"), not whose office it is."""
        return text[:start].rstrip().lower().endswith((" to", " on", " against", " with", " from", " into", " the"))

    @cached_property
    def main_country(self) -> str | None:
        """The country that the article names most, where most of its countries' mentions are of it; else None."""
        forms = ("name", "adjective", "demonym", "region", "government")
        counts = Counter(m.match.iso3 for m in scan_countries(self.parsed.text) if m.match.form in forms)
        counts.update(found.iso3 for found in scan_organisations(self.parsed.text) if found.iso3)
        if not counts:
            return None
        code, count = counts.most_common(1)[0]
        if len(counts) > 1 and (count < MAIN_COUNTRY_COUNT or count < MAIN_COUNTRY_SHARE * counts.total()):
            return None
        return code

    def _inherit_countries(self) -> None:
        """ "Israel's prime minister X and energy minister Y": an office joined by "and" is of the same country."""
        for person in self.persons:
            if person.iso3 is not None or not any(is_state_office(role) for role in person.roles):
                continue
            for mention in person.mentions:
                joint = mention.full_first - 1
                if mention.roles and joint > 0 and self.words[joint] in ("and", ","):
                    before = self._person_at(joint - 1)
                    if before is not None:
                        person.iso3 = before[0].iso3
                        break
