"""Names of persons in a parsed article: where they stand, and when two spellings are one name.

The small model's entity labels are wrong for many names; they are one witness beside titles, role nouns, given
names and the shape of the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.name_surroundings import NameSurroundings
from coalition_data.resolve.name_units import Unit, build_units
from coalition_data.resolve.name_words import (
    PARTICLES,
    is_given_name,
    is_role_noun,
    name_syllables,
    not_person_words,
    plain_word,
    portfolio_words,
)
from coalition_data.resolve.offices import is_region
from coalition_data.resolve.organisations import find_organisation
from coalition_data.resolve.places import find_city, is_large_city
from coalition_data.resolve.politics import owners_of

MAX_UNITS = 6
"""Words in the longest name looked for; longer runs of capitals are headlines."""
HEADLINE_SHARE = 0.75
"""Share of long words in capitals from which a paragraph of one sentence is a headline."""
_LONG_WORD = 4
_WORDS_OF_A_NAME = 3
_INNER_TITLES = frozenset(["sheikh", "shaikh", "sheik", "bey", "khan", "agha", "prince", "king", "major"])
"""Titles that are also names inside a name."""

_CLOSED_TAGS = frozenset(
    ["PRP", "DT", "IN", "CC", "WP", "WRB", "MD", "RB", "RBR", "PRP$", "WDT", "EX", "TO", "CD", "UH", "WP$", "PDT"]
)
_FINITE_VERBS = frozenset(["VBD", "VBZ", "VBP", "MD"])
_QUOTES_OPEN, _QUOTES_CLOSE = "“\"‘'(", "”\"’')"


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person's name in the text.

    Attributes:
        first, last: tokens ``[first, last)`` of the name, without titles.
        text: the name as printed, blanks single.
        titles: capitalised words before it inside the same run ("Foreign Secretary", "Gen.").
        titles_first: first token of the titles (``first`` where there are none).
        titled: whether a title or a role noun stands right before.
    """

    first: int
    last: int
    text: str
    titles: str
    titles_first: int
    titled: bool


class NameFinder:
    """Finds the person names of one article, in order.

    Args:
        parsed: the parsed article.
    """

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        text = parsed.text
        self.words = [text[start:end] for start, end in zip(parsed.starts, parsed.ends, strict=True)]
        self.units = build_units(parsed, self.words)
        self._sentence_starts = frozenset(parsed.sentence_starts)
        self._labels = [entity.label if entity is not None else "" for entity in parsed.entity_of]
        self._headlines = self._headline_tokens()
        self._around = NameSurroundings(parsed, self.words, self._sentence_starts)

    def find(self) -> list[NameMention]:
        """Mentions that a title, a given name or the model calls a person, in order."""
        found: list[NameMention] = []
        position, units = 0, self.units
        while position < len(units):
            end = self._run_end(position) if units[position].capital else position
            if end == position:
                position += 1
                continue
            if units[position].first not in self._headlines:
                mention = self._mention(units[position:end])
                if mention is not None:
                    found.append(mention)
            position = end
        return found

    def label(self, index: int) -> str:
        """Entity label of a token, "" for none."""
        return self._labels[index]

    def _headline_tokens(self) -> frozenset[int]:
        """Tokens of paragraphs that are one sentence in title case: every word looks like a name there."""
        tokens: set[int] = set()
        starts_of_paragraphs = {start for start, _ in self.parsed.paragraphs}
        ends_of_paragraphs = {end for _, end in self.parsed.paragraphs}
        for number, first in enumerate(self.parsed.sentence_starts):
            following = self.parsed.sentence_starts[number + 1 : number + 2]
            last = following[0] if following else len(self.words)
            whole = (
                self.parsed.starts[first] in starts_of_paragraphs and self.parsed.ends[last - 1] in ends_of_paragraphs
            )
            if not whole or (self.words[last - 1] in '.”"' and self.parsed.starts[first] > 0):
                continue
            long_words = [word for word in self.words[first:last] if len(word) >= _LONG_WORD and word.isalpha()]
            if any(
                tag in _FINITE_VERBS and self.words[first + rank].islower()
                for rank, tag in enumerate(self.parsed.tags[first:last])
            ):
                continue
            capitals = sum(word[0].isupper() for word in long_words)
            if len(long_words) >= _LONG_WORD and capitals >= HEADLINE_SHARE * len(long_words):
                tokens.update(range(first, last))
        return frozenset(tokens)

    def _run_end(self, position: int) -> int:
        """End of the run of capitalised units that begins at ``position`` (``position`` where none does)."""
        units, sentence = self.units, self._sentence_starts
        if not units[position].capital or not self._wordlike(position):
            return position
        end = position + 1
        while end < len(units):
            unit, before = units[end], units[end - 1]
            if unit.first in sentence and not self._splits_a_name(position, end):
                break
            if self._is_day(unit):
                break
            point = unit.text == "." and len(before.text) <= _LONG_WORD and is_role_noun(before.text)
            if point or (unit.capital and self._wordlike(end)):
                end += 1
            elif (length := self._inner(end)) > 0:
                end += length
            else:
                break
        return end

    def _is_day(self, unit: Unit) -> bool:
        """ "met President Barack Obama Thursday": the day behind a name, as American news writes it."""
        return self._labels[unit.first] == "DATE" and unit.plain in not_person_words()

    def _splits_a_name(self, position: int, end: int) -> bool:
        """Whether the parser took the point of "Sgt." or of an initial for the end of a sentence."""
        before = self.units[end - 1]
        if before.text == "." and end - 2 >= position:
            before = self.units[end - 2]
            return is_role_noun(before.text) or len(before.text) == 1
        return end - 1 > position and len(before.text) == 2 and before.text[1] == "."

    def _wordlike(self, position: int) -> bool:
        unit = self.units[position]
        tag = self.parsed.tags[unit.last - 1]
        if tag.startswith("NNP"):
            return True
        adverb = tag == "RB" and unit.first not in self._sentence_starts and len(unit.text) > _LONG_WORD
        if tag in _CLOSED_TAGS and not adverb and not is_given_name(unit.plain):
            return False
        if self._labels[unit.first] == "PERSON":
            return True
        if unit.first in self._sentence_starts:
            return tag.startswith("NN") or is_given_name(unit.plain) or is_role_noun(unit.text)
        return True

    def _inner(self, position: int) -> int:
        """Units of a particle or a nickname inside a name, 0 where what follows is not a name."""
        following = self.units[position : position + 4]
        if following[0].text in PARTICLES:
            for ahead in (1, 2):
                if len(following) > ahead and following[ahead].capital:
                    return ahead + 1
                if not (len(following) > ahead and following[ahead].text in PARTICLES):
                    return 0
        if (
            len(following) == 4
            and following[0].text in _QUOTES_OPEN
            and following[2].text in _QUOTES_CLOSE
            and following[1].capital
            and following[3].capital
        ):
            return 4
        return 0

    def _mention(self, run: list[Unit]) -> NameMention | None:
        start = self._titles_end(run)
        titles, name = run[:start], run[start:]
        after_office = self._around.continues_office(run[0]) and not titles
        kept = self._without_modifiers(name, after_office)
        of_office = after_office and 0 < len(kept) < len(name) and self._closes_office(name[-len(kept) - 1], kept)
        titled = bool(titles) or self._around.role_before(run[0]) or of_office
        name = kept
        if not name or len(name) > MAX_UNITS + 4 or not self._is_person(name, titled):
            return None
        first, last = name[0].first, name[-1].last
        titles_text = self._text(titles[0].first, titles[-1].last) if titles else ""
        titles_first = titles[0].first if titles else first
        return NameMention(first, last, " ".join(self._text(first, last).split()), titles_text, titles_first, titled)

    @staticmethod
    def _closes_office(unit: Unit, kept: list[Unit]) -> bool:
        """Whether an office ends with a word, and a name follows ("of | State Pompeo", "for | Iraq Lise Grande")."""
        return unit.plain in portfolio_words() or (len(kept) > 1 and find_country(unit.text) is not None)

    def _text(self, first: int, last: int) -> str:
        return self.parsed.text[self.parsed.starts[first] : self.parsed.ends[last - 1]]

    def _titles_end(self, run: list[Unit]) -> int:
        """Index after the last title or role noun of the run, and after an abbreviation's point."""
        end = 0
        for index, unit in enumerate(run):
            given = is_given_name(unit.plain) and index + 1 < len(run) and not is_given_name(run[index + 1].plain)
            surname = index == len(run) - 1 and index > 0 and self._may_precede_surname(run[:index])
            inside = index > 0 and index + 1 < len(run) and unit.plain in _INNER_TITLES and end < index
            if inside and is_given_name(run[index - 1].plain):
                continue  # "Hassan Sheikh Mohamud"
            if is_role_noun(unit.text) and not given and not surname:
                end = index + 1
                if end < len(run) and run[end].text == ".":
                    end += 1
        if end < len(run) and run[end].plain == "class" and end + 1 < len(run):
            end += 1
        return end

    def _may_precede_surname(self, before: list[Unit]) -> bool:
        """Whether a role noun is a last name behind these units ("Julie Bishop", "Peter T. King")."""
        last = before[-1]
        if len(last.plain) == 1 and len(before) > 1:
            last = before[-2]
        return is_given_name(last.plain) or plain_word(last.text) in ("mr", "mrs", "ms")

    def _without_modifiers(self, name: list[Unit], after_office: bool) -> list[Unit]:
        """The name without countries, bodies and other words in front of it.

        "Australian Tony Abbott", "State Mike Pompeo" behind "Secretary of", "Rival Hillary Clinton".
        """
        cut = 0
        if len(name) > 1 and self.parsed.tags[name[0].first] == "VBG":
            name = name[1:]  # "Debating Clinton" at the beginning of a sentence
        for index in range(len(name) - 1):
            unit = name[index]
            if self._is_modifier(unit) or (after_office and unit.plain in portfolio_words()):
                cut = index + 1
        if after_office and not cut and len(name) >= _WORDS_OF_A_NAME and find_country(name[0].text) is not None:
            cut = 1  # "Ambassador to | Jordan | Edward Oakden"
        if after_office and not cut:
            cut = self._end_of_seat(name)
        rest = name[cut:]
        if (
            len(rest) == 2
            and self.parsed.tags[rest[0].first][:2] not in ("NN", "FW")
            and not is_given_name(rest[0].plain)
        ):
            return rest[1:]  # "Longtime Clinton" at the beginning of a sentence
        if cut and len(rest) == 1:
            office = after_office and name[cut - 1].plain in portfolio_words()
            if not (office and self._labels[rest[0].first] in ("PERSON", "")):
                return name if find_country(name[0].text) is None else rest
        if (
            len(rest) > 2
            and rest[0].first in self._sentence_starts
            and not is_given_name(rest[0].plain)
            and is_given_name(rest[1].plain)
            and len(rest[0].plain) > 2
        ):
            return rest[1:]
        return rest

    def _end_of_seat(self, name: list[Unit]) -> int:
        """Words of the place in front of a full name ("Mayor of | London | Sadiq Khan"), 0 for none."""
        for end in range(len(name) - 2, 0, -1):
            place = self._text(name[0].first, name[end - 1].last)
            if is_region(place) or find_city(place, is_place=True) is not None:
                return end
        return 0

    def _is_modifier(self, unit: Unit) -> bool:
        if unit.plain in not_person_words():  # "Jan van Aken", not "Jan 3"
            return not (is_given_name(unit.plain) and self._labels[unit.first] == "PERSON")
        if unit.text.isupper() and find_organisation(unit.text) is not None:
            return True  # "the envoy to Counter ISIL Brett McGurk"
        match = find_country(unit.text)
        if match is None or is_given_name(unit.plain):
            return False
        return match.form in ("adjective", "demonym") or (match.form == "name" and self._labels[unit.first] != "PERSON")

    def _is_person(self, name: list[Unit], titled: bool) -> bool:
        labelled = sum(self._labels[unit.first] == "PERSON" for unit in name) * 2 >= len(name)
        if len(name) == 1:
            return self._is_single_name(name[0], titled, labelled)
        given = is_given_name(name[0].plain)
        text = self._text(name[0].first, name[-1].last)
        if (
            any(char.isdigit() for char in text)
            or (text.isupper() and not given)
            or not self._free_of_things(name, given and labelled and len(name) == 2, titled and labelled)
            or find_organisation(text) is not None
            or find_country(text) is not None
        ):
            return False
        if titled or labelled:
            return not is_large_city(text)
        if self._around.describes(name[-1].last) or self._is_of_a_country(name):
            return True
        return given and self._labels[name[0].first] not in ("DATE", "LAW")

    def _is_of_a_country(self, name: list[Unit]) -> bool:
        """ "with Turkey's Yavuz Aydemir": behind a country's possessive, where persons stand."""
        before = name[0].first - 1
        if before < 1 or self.parsed.tags[before] != "POS" or len(name) > _WORDS_OF_A_NAME:
            return False
        match = find_country(self.words[before - 1])
        if match is None or match.form != "name" or self._labels[name[-1].first] in ("ORG", "FAC", "EVENT", "LOC"):
            return False
        if any(is_large_city(unit.text) for unit in name):
            return False
        token = self.parsed.tokens[name[-1].last - 1]
        beside = token.dep in ("pobj", "conj", "dobj") and token.head.lower in ("with", "by", "between", "met")
        return beside or (token.dep == "nsubj" and token.head.lemma in ("say", "meet", "tell", "host", "speak"))

    def _free_of_things(self, name: list[Unit], sure: bool, titled: bool) -> bool:
        things = not_person_words()
        if name[-1].plain in things and not sure:
            return False
        korean = name[-1].text.split("-")[-1] in name_syllables()  # "Park Geun-hye"
        free = (unit.plain not in things or not self._is_modifier(unit) for unit in name[:-1])
        return titled or korean or all(free)

    def _is_single_name(self, unit: Unit, titled: bool, labelled: bool) -> bool:
        text = unit.text
        if len(text) < 2 or (text.isupper() and len(text) <= _LONG_WORD) or unit.plain in not_person_words():
            return False
        if find_organisation(text) is not None or ((party := owners_of(text)) is not None and party.by_default):
            return False
        country = find_country(text)
        if country is not None:
            return labelled and titled and country.form == "name"
        if titled:
            return True
        return labelled and self._acts(unit) and not is_large_city(text)

    def _acts(self, unit: Unit) -> bool:
        """Whether a single word without title stands where persons stand, not behind an article."""
        before = self.words[unit.first - 1].lower() if unit.first > 0 else ""
        if before in ("the", "a", "an") or re.search(
            r"[a-z][A-Z]|[\[\]\d]", re.sub(r"^(?:Mc|Mac|De|O['’]|Fitz|Le|La)", "", unit.text)
        ):
            return False
        token = self.parsed.tokens[unit.last - 1]
        return token.dep in ("nsubj", "nsubjpass", "poss", "agent", "conj", "dobj", "appos", "ROOT", "dative") or (
            token.dep == "pobj" and token.head.lower in ("by", "with", "to", "from", "for")
        )
