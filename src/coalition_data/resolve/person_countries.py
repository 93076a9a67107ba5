"""Countries of persons: from their roles, the words around their names, and the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property

from coalition_data.document import ParsedArticle
from coalition_data.resolve.article_countries import ArticleCountries, scan_away
from coalition_data.resolve.countries import find_country, scan_countries
from coalition_data.resolve.offices import (
    countries_of_regions,
    country_of_leader,
    country_of_office,
    country_of_role,
    is_domestic_office,
    is_former,
    is_state_office,
)
from coalition_data.resolve.organisations import body_kind, scan_organisations
from coalition_data.resolve.person import Person, PersonMention, split_name
from coalition_data.resolve.places import find_city, is_large_city
from coalition_data.resolve.politics import owners_of
from coalition_data.resolve.role_words import role_kinds

_LOCAL = re.compile(
    r"\b(?:mayors?|governors?|police|prosecutors?|sheriffs?|council(?:lors?|man|woman|or)?|fire|municipal(?:ity)?)\b",
    re.IGNORECASE,
)
"""Words for offices of a city ("Mayor of Hamburg", "the Basra police chief")."""
_NAMES_IN_ROLE = re.compile(r"[A-Z][\w’'.-]+(?: (?:de |la |al-)*[A-Z][\w’'.-]+)*")

_SENT_TO = re.compile(r"\b(?:[Aa]mbassador|[Ee]nvoy|[Rr]epresentative|[Dd]elegate)s? (?:to|at|for)\b.*")
"""Offices at a body that is not the one that the holder speaks for."""
_HELD = frozenset(["office", "title"])
OWN_LEAD = 2
"""How many times more often than all others' the holders of one country's offices are named in news from home."""
_NOT_AMERICAN = re.compile(
    r"\b(?:[Mm]inist(?:er|ry)s?|[Pp]remier|[Cc]hancellor|[Pp]arliament\w*|MPs?|[Kk]ing|[Qq]ueen|[Ss]hadow|[Pp]rovinc\w+"
    r"|[Dd]istrict (?:[Gg]overnor|[Cc]hief|[Aa]dministrator|[Pp]olice)|[Aa]rmy (?:[Cc]hief|[Cc]ommander))\b"
)
_ELSEWHERE = (" to", " on", " for", " against", " with", " from", " into", " out of", " the")
_MERE_VOICE = re.compile(r"(?:[Cc]hief |[Ll]ead )?[Ss]pokes(?:man|woman|person)")
_POLITICAL_KINDS = frozenset(["office", "service", "rank", "title", "member"])
_NO_STATE = re.compile(
    r"\b(?:rebels?|militants?|insurgents?|guerrillas?|separatists?|militia|Taliban|Free Syrian"
    r"|coalition (?:spokes|comm|off))",
    re.IGNORECASE,
)
"""Forces that have officers like those of a state."""
_THEATRE = frozenset(["IRQ", "SYR"])
"""Where the coalition's officers serve: an officer there of no told country is as likely one of its members'."""
_ITS = re.compile(r"^(?:kingdom|country|nation|republic|emirate|sultanate|island)['’]s ")
_SERVES = re.compile(
    r"(?i)\b(?:opposition|lawmaker|legislator|parliamentarian|MP|backbencher|undersecretary|governor[- ]general"
    r"|commander|commandant|captain|crewmember|gunner|sergeant major|(?-i:Airman|Sailor|Marine|Soldier))s?$"
)
"""Lawmakers and members of forces, who are of the country whose doings the article tells."""
_PARTY_VOICE = re.compile(r"\b(?:politician|expert|veteran|(?:affairs|defen[cs]e|finance|health|justice) critic)$")
"""Members of a party whom news calls so ("SPD defence expert")."""
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
        self.countries = ArticleCountries(parsed)
        self.own: str | None = None

    def complete(self, is_owned: Callable[[Person], bool]) -> None:
        """Set ``iso3`` of all persons, from the surest witness to the article's own country.

        Args:
            is_owned: whether the text says whose office a person holds ("its defence minister X"): the article's own
                country is not for these until ``fill_in`` is called for them.
        """
        for person in self.persons:
            person.iso3 = self._from_words(person)
        self.own = self._country_of_the_known()
        self._inherit_countries()
        self.fill_in([person for person in self.persons if not is_owned(person)])

    def _country_of_the_known(self) -> str | None:
        """The country whose own politics the article tells.

        That of the known holders of offices printed without a country ("Prime Minister Tony Abbott"), where those of
        all others are named less than half as often: news from home leaves the country out.
        """
        named: Counter[str] = Counter()
        for person in self.persons:
            role = person.role
            if person.iso3 is None or role is None or is_former(role) or not role_kinds(role) & _HELD:
                continue
            behind = any(self._country_behind(mention) for mention in person.mentions)
            if not behind and not any(self._country_before(mention) for mention in person.mentions):
                named[person.iso3] += 0 if any(scan_countries(role)) else len(person.mentions)
        (code, count), (_, other), *_ = [*named.most_common(2), ("", 0), ("", 0)]
        return code if count and count >= OWN_LEAD * other else None

    def own_country(self, role: str) -> str | None:
        """The country whose own politics the article tells, where it can have the office."""
        return None if self.own == "USA" and _NOT_AMERICAN.search(role) else self.own

    def _from_words(self, person: Person) -> str | None:
        code = self._from_roles(person)
        if code is None and person.is_office_holder:
            code = next((code for mention in person.mentions if (code := self._country_behind(mention))), None)
        if code is None:
            code = next((code for mention in person.mentions if (code := self._country_before(mention))), None)
        if code is None:
            code = next((code for mention in person.mentions if (code := self._country_of_party(mention))), None)
        if code is not None:
            return code
        if _is_of_no_country(person):
            return None  # the Union's foreign policy chief, once a minister at home, not the president's envoy to it
        code = next((code for mention in person.mentions if (code := self._country_of_rank(mention))), None)
        if code is not None:
            return code
        bare = not split_name(person.name)[0]
        code = country_of_leader(split_name(person.name)[1] if bare else person.name, bare)
        if bare and not any({"office", "rank"} & role_kinds(role) for role in person.roles):
            return code if code is not None and not person.roles and self.countries.counts[code] else None
        return code

    def _from_roles(self, person: Person) -> str | None:
        """What the roles tell by themselves, and by the party or office that they name without a country."""
        for role in person.roles:
            mention = next(mention for mention in person.mentions if role in mention.roles)
            if role_kinds(role) == {"rank"} and not any(scan_countries(role)) and _is_of_no_country(person):
                continue  # "Army Lt. Gen. Jane Doe, commander of the coalition"
            owners = owners_of(role)
            if owners is not None and owners.by_default and len(owners.codes) > 1 and split_name(person.name)[0]:
                behind = (self._country_behind(own) for own in person.mentions)
                known = next((code for code in behind if code), None) or country_of_leader(person.name, False)
                if known is not None and not is_former(role):
                    return known
            code = self.country_of_role(role, mention.start)
            if code is not None:
                return code
        return None

    def _country_of_rank(self, mention: PersonMention) -> str | None:
        """ "Staff Sgt. X": ranks that one country's forces alone have."""
        first = mention.full_first
        before = find_country(self.words[first - 1]) if first > 0 else None
        if before is not None and before.form == "adjective":
            return before.iso3
        return country_of_office(self.parsed.text[self.parsed.starts[first] : mention.start])

    def country_of_role(self, role: str, start: int) -> str | None:
        """The country for which the holder of a role, printed at the offset ``start``, speaks."""
        owners = None if is_former(role) or any(scan_countries(role)) else owners_of(role)
        if owners is not None and (role_kinds(role) & _POLITICAL_KINDS or _PARTY_VOICE.search(role)):
            code = self.countries.owner_near(owners, start)
            if code is not None:
                return code
        return country_of_role(role) or self._country_of_city(role)

    def _country_of_city(self, role: str) -> str | None:
        """ "Mayor of Hamburg", "Basra police chief"."""
        if is_former(role) or _LOCAL.search(role) is None:
            return None
        for match in _NAMES_IN_ROLE.finditer(role):
            words = match.group().removesuffix("’s").removesuffix("'s").split()
            for end in range(len(words), 0, -1):
                city = find_city(" ".join(words[:end]), self.countries.home)
                if city is not None and (is_large_city(city.name) or city.iso3 == self.main_country):
                    return city.iso3
        return None

    def _country_before(self, mention: PersonMention) -> str | None:
        """ "Norway's Jonas Gahr Støre", "Sinn Fein's Mary Lou McDonald"."""
        index = mention.full_first - 1
        if index < 1 or self.parsed.tags[index] != "POS":
            return None
        match = find_country(self.words[index - 1])
        if match is not None:
            return match.iso3 if match.form == "name" else None
        first = index
        while first > 0 and self.words[first - 1][0].isupper():
            first -= 1
        owners = owners_of(" ".join(self.words[first:index])) if first < index else None
        return self.countries.owner_near(owners, mention.start) if owners is not None else None

    def _country_behind(self, mention: PersonMention) -> str | None:
        """ "Prime Minister Igor Matovič of Slovakia"."""
        words = self.words[mention.last : mention.last + 5]
        if len(words) < 2 or words[0] != "of" or not mention.roles:
            return None
        found = next(scan_countries(" ".join(words[1:])), None)
        if found is not None:
            return found.match.iso3 if found.match.form != "capital" else None
        ship = country_of_office(" ".join(words[1:]))  # "Commander X of HMS Kent"
        if ship is not None:
            return ship
        body = next((rank for rank, word in enumerate(words) if body_kind(word.lower())), 0)
        regions = countries_of_regions(" ".join(words[1:body]))  # "Captain X of the Anbar police"
        return next(iter(regions)) if len(regions) == 1 else None

    def _country_of_party(self, mention: PersonMention) -> str | None:
        """ "Anna Berg of the Danish People's Party", "Jan Wolf, of the CDU", "Ole Holm from Venstre"."""
        at = mention.last + (self.words[mention.last : mention.last + 1] == [","])
        if self.words[at : at + 1] not in (["of"], ["from"]):
            return None
        end = at + 1
        while end < len(self.words) and (self.words[end][0].isupper() or self.words[end] in ("the", "'s", "’s", "of")):
            end += 1
        if end == at + 1:
            return None
        text = self.parsed.text[self.parsed.starts[at + 1] : self.parsed.ends[end - 1]]
        named = next(scan_countries(text), None)
        if named is not None:
            return named.match.iso3 if body_kind(self.words[end - 1].lower()) == "party" else None
        owners = owners_of(text)
        return self.countries.owner_near(owners, mention.start) if owners is not None else None

    def fill_in(self, persons: list[Person]) -> None:
        """A bare "Prime Minister X" is of the one country that the sentence names, else of the article's."""
        for person in persons:
            offices = [role for role in person.roles if is_state_office(_ITS.sub("", role))]
            if person.iso3 is None and offices:
                introduced = next(mention for mention in person.mentions if mention.roles)
                role = _ITS.sub("", offices[0])
                known = self.country_of_open_office(introduced.first, introduced.start, role)
                person.iso3 = known or self.country_of_opening(introduced.start, role)
            elif person.iso3 is None and not any(self._belongs_elsewhere(mention) for mention in person.mentions):
                codes = (
                    self._country_of_seat(person, role) or self.domestic_country(role) or self._spoken_for(person, role)
                    for role in person.roles
                )
                person.iso3 = next((code for code in codes if code), None) or self._country_served(person)

    def country_of_opening(self, start: int, role: str) -> str | None:
        """The country that alone acts where the article opens, if no other does in the paragraph before the office."""
        opening = self.countries.acting
        floor, _ = self.parsed.paragraphs[self.parsed.paragraph_at(start)]
        near = self.countries.codes_between(floor, start, places=False)
        return opening if near <= {opening} and not (opening == "USA" and _NOT_AMERICAN.search(role)) else None

    def _country_served(self, person: Person) -> str | None:
        """Of an officer or lawmaker of no told country: the one that alone acts where the article opens or he is named.

        "Danish jets will fly over Syria. … 'We are ready,' said Colonel X."
        """
        if _is_of_no_country(person) or any(is_former(role) or _NO_STATE.search(role) for role in person.roles):
            return None
        serves = any(role_kinds(role) == {"rank"} or _SERVES.search(role) for role in person.roles)
        local = any(is_domestic_office(role) for role in person.roles)
        if not serves and not (local and self.countries.acting == self.countries.of_dateline):
            return None
        introduced = next(mention for mention in person.mentions if mention.roles)
        start, end = self.parsed.paragraphs[self.parsed.paragraph_at(introduced.start)]
        near = self.countries.codes_between(start, introduced.start, places=False)
        named = self.countries.codes_between(start, end)
        opening = self.countries.acting
        if len(near) == 1 and (near == {opening} or named <= {*near, opening}):
            opening = next(iter(near))
        elif near:
            opening = None
        else:
            opening = opening or self.countries.domestic
        return None if self._is_joint and opening in _THEATRE else opening

    @cached_property
    def _is_joint(self) -> bool:
        """Whether a coalition is in the article, whose officers can be anybody's."""
        joint = any(body.kind == "coalition" for body in scan_organisations(self.parsed.text))
        return joint or "oalition" in self.parsed.text

    def domestic_country(self, role: str) -> str | None:
        """The country that the article is clearly about, for an office of domestic politics that can be one of it."""
        home, owners = self.own_country(role) or self.countries.domestic, owners_of(role)
        of_a_party = owners is not None and home in owners.codes and bool(role_kinds(role) & _POLITICAL_KINDS)
        if home is None or is_former(role) or not (of_a_party or is_domestic_office(role)):
            return None
        if not of_a_party and (_NO_STATE.search(role) or (home == "USA" and _NOT_AMERICAN.search(role))):
            return None
        if any(body.iso3 != home for body in scan_organisations(role)):
            return None  # "ICC prosecutor"
        return home if owners is None or home in owners.codes else None

    def _spoken_for(self, person: Person, role: str) -> str | None:
        """The country of the one body of a state that the text names where a mere "spokesman X" is introduced.

        The sentence tells it or, where it names none, the one before ("Egypt's army denied it. … spokesman X said").
        """
        if _MERE_VOICE.fullmatch(role) is None:
            return None
        introduced = next(mention for mention in person.mentions if role in mention.roles)
        sentence = self.parsed.sentence_at(introduced.first)
        codes = self._countries_of_bodies(sentence.text)
        if not codes and sentence.first > 0 and not any(scan_countries(sentence.text)):
            codes = self._countries_of_bodies(self.parsed.sentence_at(sentence.first - 1).text)
        return next(iter(codes)) if len(codes) == 1 else None

    def _country_of_seat(self, person: Person, role: str) -> str | None:
        """ "The opposition leader, X, told reporters in Canberra": an office, a capital, no other country."""
        if is_former(role) or not is_domestic_office(role) or scan_organisations(role) or "oalition" in role:
            return None
        introduced = next(mention for mention in person.mentions if role in mention.roles)
        named = list(scan_countries(self.parsed.sentence_at(introduced.first).text))
        codes = {country.match.iso3 for country in named}
        beside = any(country.match.form == "capital" for country in named) and len(codes) == 1
        return next((code for code in codes if self.countries.counts[code]), None) if beside else None

    @staticmethod
    def _countries_of_bodies(text: str) -> set[str | None]:
        """The countries of the bodies named there; None among them for one that is of no country."""
        codes: set[str | None] = {
            country.match.iso3
            for country in scan_countries(text)
            if any(body_kind(word) for word in re.findall(r"\w+", text[country.end :].lower())[:2])
        }
        return codes | {body.iso3 for body in scan_organisations(text) if body.iso3 or body.kind == "organisation"}

    def _belongs_elsewhere(self, mention: PersonMention) -> bool:
        """ "Prosecutor Karen Oakes of the International Criminal Court"."""
        return bool(mention.roles) and " ".join(self.words[mention.last : mention.last + 1]) in ("of", "from", "at")

    def country_of_open_office(self, index: int, start: int, role: str) -> str | None:
        """Whose office of a state is meant at the token ``index`` with the offset ``start``, as far as can be told."""
        return self._only_country_near(index, start) or self._country_around(start, role)

    def _country_around(self, start: int, role: str) -> str | None:
        """The article's country; another one where the paragraph names it alone as more than a place."""
        start, end = self.parsed.paragraphs[self.parsed.paragraph_at(start)]
        acting = self.countries.codes_between(start, end, places=False, offices=False)
        named = self.countries.codes_between(start, end)
        home = self.countries.home
        if len(acting) == 1 and (home is None or (home in named and home not in acting)):
            return next(iter(acting))
        if home in acting and len(acting) == 1:
            return home
        return self.own_country(role) or (None if home == "USA" and _NOT_AMERICAN.search(role) else home)

    def _only_country_near(self, index: int, start: int) -> str | None:
        sentence = self.parsed.sentence_at(index)
        found = list(scan_away(sentence.text, _ELSEWHERE))
        codes = {country.match.iso3 for country in found}
        before = any(country.start < start - sentence.start for country in found)
        return next(iter(codes)) if len(codes) == 1 and before else None

    @property
    def main_country(self) -> str | None:
        """The country that most of the article's mentions of countries are of, or None."""
        return self.countries.main

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


_OF_A_UNION = re.compile(r"\bHigh Representative\b")
"""Offices of unions of states that name no body."""


def _is_of_no_country(person: Person) -> bool:
    """Whether a role names a body that speaks for no country, other than the one that its holder is sent to."""
    if any(_OF_A_UNION.search(role) for role in person.roles):
        return True
    return any(body.iso3 is None for role in person.roles for body in scan_organisations(_SENT_TO.sub("", role)))
