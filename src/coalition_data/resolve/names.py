"""Names of persons in a parsed article: where they stand, and when two spellings are one name.

The small model's entity labels are wrong for many names; they are one witness beside titles, role nouns, given
names and the shape of the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.organisations import find_organisation
from coalition_data.resolve.tables import read_table, split_field

PARTICLES = frozenset(
    "al el ul as ad ar an az ash abu abd bin ben ibn bint umm van von der den de da di del della la le du dos do das"
    " ter ten af av zu y e and".split()
) - {"and"}
"""Lower-case words inside a name."""
_GLUED_PARTICLES = frozenset({"al", "el", "ul", "as", "ad", "ar", "an", "az", "ash", "d", "o", "ur", "il", "at"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_HYPHENS = "-‐‑–"
MAX_UNITS = 6
"""Words in the longest name looked for; longer runs of capitals are headlines."""

_SPELLINGS = (
    (re.compile(r"\b(?:al|el|ul|ad|as|ar|an|az|ash)[-\s]+(?=\w)"), ""),
    (re.compile(r"['’`.]"), ""),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q|c(?![heiy])"), "k"),
    (re.compile(r"ei|ai|ay|ey|ae"), "a"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee|ie|iy|yy|ii|y"), "i"),
    (re.compile(r"e"), "a"),
    (re.compile(r"o"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A spelling that transliterations of one name share ("Haider al-Abadi", "Haidar Al Abadi").

    >>> name_key("Mohammed Hussein") == name_key("Muhammad Hussain")
    True
    """
    plain = anyascii(name).casefold()
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Gender (``m``, ``f``, ``u``) by given name in lower case; the first row wins."""
    genders: dict[str, str] = {}
    for row in read_table("given_names.csv"):
        for name in split_field(row["names"]):
            key = name.casefold()
            genders[key] = "u" if genders.get(key, row["gender"]) != row["gender"] else row["gender"]
    return genders


@lru_cache(maxsize=1)
def not_person_words() -> frozenset[str]:
    """Words in lower case that no person's name ends with."""
    return frozenset(
        word.casefold() for row in read_table("not_person_words.csv") for word in split_field(row["words"])
    )


@lru_cache(maxsize=1)
def role_nouns() -> dict[str, tuple[str, str]]:
    """Kind and gender by role noun in lower case."""
    return {row["noun"]: (row["kind"], row["gender"]) for row in read_table("roles.csv")}


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or several glued by hyphens ("al-Abadi", "Frank-Walter"): tokens ``[first, last)``."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person's name in the text.

    Attributes:
        first, last: tokens ``[first, last)`` of the name, without titles.
        text: the name as printed.
        titles: capitalised words before it inside the same run ("Foreign Secretary", "Gen.").
        titles_first: first token of the titles (``first`` where there are none).
    """

    first: int
    last: int
    text: str
    titles: str
    titles_first: int


def build_units(parsed: ParsedArticle, words: list[str]) -> list[Unit]:
    """All tokens of the article, glued at hyphens without blanks."""
    units: list[Unit] = []
    index, count = 0, len(words)
    starts, ends = parsed.starts, parsed.ends
    while index < count:
        last = index + 1
        while (
            last + 1 < count
            and words[last] in _HYPHENS
            and ends[last - 1] == starts[last]
            and ends[last] == starts[last + 1]
            and words[last + 1][0].isalpha()
        ):
            last += 2
        text = words[index] if last == index + 1 else parsed.text[starts[index] : ends[last - 1]]
        units.append(Unit(index, last, text))
        index = last
    return units


def is_capitalised(text: str) -> bool:
    """Whether a unit can stand in a name: "Kerry", "al-Abadi", "J.", "O'Neill", not "US-led" or "Baghdad-based"."""
    parts = re.split(f"[{_HYPHENS}]", text)
    if len(parts) == 1:
        return text[0].isupper()
    if not parts[-1][:1].isupper():
        return parts[0][:1].isupper() and parts[-1].lower() in (
            "hyun",
            "jae",
            "un",
            "hye",
            "wen",
            "in",
            "moon",
            "yeon",
            "ul",
        )
    return parts[0][:1].isupper() or parts[0].lower() in _GLUED_PARTICLES


def _plain(text: str) -> str:
    return text.lower().rstrip(".")


def is_role_noun(text: str) -> bool:
    """Whether a word ends a role ("spokeswoman", "President", "vice-president")."""
    return _plain(text) in role_nouns() or _plain(re.split(f"[{_HYPHENS}]", text)[-1]) in role_nouns()


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

    def find(self) -> list[NameMention]:
        """Mentions with two words and more, and single words that a title or the model calls a person."""
        found: list[NameMention] = []
        position = 0
        while position < len(self.units):
            end = self._run_end(position)
            if end == position:
                position += 1
                continue
            mention = self._mention(self.units[position:end])
            if mention is not None:
                found.append(mention)
            position = end
        return found

    def _run_end(self, position: int) -> int:
        """End of the run of capitalised units that begins at ``position`` (``position`` where none does)."""
        units, sentence = self.units, self._sentence_starts
        if not is_capitalised(units[position].text) or not self._wordlike(position):
            return position
        end = position + 1
        while end < len(units) and units[end].first not in sentence:
            unit = units[end]
            if is_capitalised(unit.text) and self._wordlike(end):
                end += 1
            elif unit.text == "." and len(units[end - 1].text) <= 4 and is_role_noun(units[end - 1].text):
                end += 1
            elif (length := self._inner(end)) > 0:
                end += length
            else:
                break
        return end

    def _wordlike(self, position: int) -> bool:
        unit = self.units[position]
        tag = self.parsed.tags[unit.last - 1]
        if tag.startswith("NNP") or self._labels[unit.first] == "PERSON":
            return True
        if tag in ("PRP", "DT", "IN", "CC", "WP", "WRB", "MD", "RB", "PRP$", "WDT", "EX", "TO", "CD", "UH"):
            return False
        if unit.first in self._sentence_starts:
            return tag.startswith("NN") or unit.text.casefold() in given_names()
        return unit.text[:1].isupper() or tag.startswith("NN")

    def _inner(self, position: int) -> int:
        """Units of a particle or a nickname inside a name, 0 where what follows is not a name."""
        units = self.units
        following = units[position : position + 4]
        if following[0].text in PARTICLES:
            for ahead in (1, 2):
                if len(following) > ahead and is_capitalised(following[ahead].text):
                    return ahead + 1
                if not (len(following) > ahead and following[ahead].text in PARTICLES):
                    return 0
        if following[0].text in "“\"‘'(" and len(following) == 4 and following[2].text in "”\"’')":
            if is_capitalised(following[1].text) and is_capitalised(following[3].text):
                return 4
        return 0

    def _mention(self, run: list[Unit]) -> NameMention | None:
        start = self._titles_end(run)
        titles = run[:start]
        name = run[start:]
        if not name and start >= 2 and self._role_noun_is_surname(run):
            titles, name = [], run[-2:]
        after_office = self._office_of_before(run[0])
        while len(name) > 1 and (not titles or after_office) and self._is_modifier(name[0]):
            name = name[1:]
        if not name or len(name) > MAX_UNITS + 4:
            return None
        titled = bool(titles) or self._role_before(run[0]) or (after_office and name[0] is not run[0])
        if not self._is_person(name, titled):
            return None
        first, last = name[0].first, name[-1].last
        text = self.parsed.text[self.parsed.starts[first] : self.parsed.ends[last - 1]]
        titles_text = (
            self.parsed.text[self.parsed.starts[titles[0].first] : self.parsed.ends[titles[-1].last - 1]]
            if titles
            else ""
        )
        return NameMention(first, last, text, titles_text, titles[0].first if titles else first)

    def _titles_end(self, run: list[Unit]) -> int:
        """Index after the last title or role noun of the run, and after an abbreviation's point."""
        end = 0
        for index, unit in enumerate(run):
            if is_role_noun(unit.text) and not (index > 0 and self._given(run[index - 1]) and index == len(run) - 1):
                end = index + 1
                if end < len(run) and run[end].text == ".":
                    end += 1
        return end

    def _given(self, unit: Unit) -> bool:
        return unit.text.casefold() in given_names()

    def _role_noun_is_surname(self, run: list[Unit]) -> bool:
        return self._given(run[-2]) and is_role_noun(run[-1].text)

    def _is_modifier(self, unit: Unit) -> bool:
        """A country or body in front of a name without title ("Australian Tony Abbott")."""
        if unit.text.casefold() in not_person_words():
            return True
        match = find_country(unit.text)
        if match is not None and match.form in ("adjective", "demonym"):
            return True
        return match is not None and match.form == "name" and self._labels[unit.first] != "PERSON"

    def _office_of_before(self, unit: Unit) -> bool:
        """Whether the run continues an office ("Secretary of | State Mike Pompeo", "Envoy for | Iran Brian Hook")."""
        before = unit.first - 1
        if before < 1 or unit.first in self._sentence_starts:
            return False
        if self.words[before].lower() == "the" and before > 1:
            before -= 1
        return self.words[before].lower() in ("of", "for", "to") and is_role_noun(self.words[before - 1])

    def _role_before(self, unit: Unit) -> bool:
        """Whether a role noun in small letters stands right before ("spokeswoman Marie Harf")."""
        before = unit.first - 1
        if before < 0 or unit.first in self._sentence_starts:
            return False
        return (
            is_role_noun(self.words[before]) and role_nouns().get(_plain(self.words[before]), ("", ""))[0] != "member"
        )

    def _is_person(self, name: list[Unit], titled: bool) -> bool:
        text = self.parsed.text[self.parsed.starts[name[0].first] : self.parsed.ends[name[-1].last - 1]]
        last = name[-1].text
        labelled = sum(self._labels[unit.first] == "PERSON" for unit in name) * 2 >= len(name)
        if last.casefold().rstrip(".") in not_person_words() and not titled:
            return False
        if len(name) == 1:
            if len(last) < 2 or last.isupper() and len(last) < 5:
                return False
            if last.casefold() in not_person_words():
                return False
        listed = find_organisation(text)
        country = find_country(text)
        if listed is not None or (country is not None and (country.form != "name" or len(name) > 1)):
            return False
        if country is not None:
            return labelled and titled
        if any(unit.text.casefold() in not_person_words() for unit in name) and not (titled and labelled):
            return False
        if titled or labelled:
            return True
        return len(name) > 1 and self._given(name[0]) and self._labels[name[0].first] not in ("DATE", "LAW")
