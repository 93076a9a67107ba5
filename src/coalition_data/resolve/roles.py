"""Roles: what the words around a name say that the person is, and for which country."""

from __future__ import annotations

import re
from functools import lru_cache

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.names import is_role_noun, role_nouns
from coalition_data.resolve.organisations import scan_organisations
from coalition_data.resolve.tables import read_table

MAX_ROLE_WORDS = 14
"""Longer descriptions are clauses."""

_ROLE_TAGS = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "POS", "VBN", "VBG", "HYPH", "AFX", "RB", "FW", "PRP$"}
)
_PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on", "and", "&", "the", "from", "with"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "my", "another", "this", "that"})
_PLAIN_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "madam", "madame", "monsieur", "mister"}
)
_STOP = re.compile(r"^(?:who|whom|whose|which|that|where|when|but|as|while|after|before|because|since|if|said|says)$")
_FORMER = re.compile(r"\b(?:former|ex|late|then|one-time|onetime|retired)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _offices() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["iso3"]) for row in read_table("offices.csv"))


@lru_cache(maxsize=8192)
def country_of_role(role: str) -> str | None:
    """The country that the holder of a role speaks for, or None where the words do not tell or it is a former role."""
    if _FORMER.search(role.split(" of ")[0]):
        return None
    own = re.split(r"\b(?:to|for|in|at|on)\b", role)[0]
    for text in (own, role):
        for mention in scan_countries(text):
            return mention.match.iso3
        for organisation in scan_organisations(text):
            if organisation.iso3:
                return organisation.iso3
        if text is own:
            for pattern, iso3 in _offices():
                if pattern.search(role):
                    return iso3
    return None


def role_gender(role: str) -> str:
    """``f``, ``m`` or "" as the nouns of a role tell."""
    for word in re.findall(r"[A-Za-z-]+", role.lower()):
        gender = role_nouns().get(word, ("", ""))[1]
        if gender:
            return gender
    return ""


def is_plain_title(text: str) -> bool:
    """Whether a title says nothing about the office ("Mr.", "Sir")."""
    return text.lower().rstrip(".") in _PLAIN_TITLES


def clean_role(role: str) -> str | None:
    """Without determiners, plain titles and stray punctuation; None where nothing is left."""
    words = role.strip(" ,;:–—-“”\"'’").split()
    while words and words[0].lower() in _DETERMINERS:
        words = words[1:]
    words = [word for word in words if not is_plain_title(word)]
    text = " ".join(words).strip(" ,;:–—-“”\"'")
    return text or None


class RoleReader:
    """Reads roles beside name mentions of one article.

    Args:
        parsed: the parsed article.
        words: its tokens' texts.
    """

    def __init__(self, parsed: ParsedArticle, words: list[str]) -> None:
        self.parsed = parsed
        self.words = words
        self._sentence_starts = frozenset(parsed.sentence_starts)

    def _text(self, first: int, last: int) -> str:
        return self.parsed.text[self.parsed.starts[first] : self.parsed.ends[last - 1]] if last > first else ""

    def before(self, first: int) -> tuple[str | None, int]:
        """The role right in front of the name that begins at token ``first``, and its first token.

        "State Department spokeswoman Marie Harf", "the mayor of London, Sadiq Khan".
        """
        end = first
        comma = end > 0 and self.words[end - 1] == "," and end not in self._sentence_starts
        if comma:
            end -= 1
        if end == 0 or first in self._sentence_starts:
            return None, first
        start = self._walk_left(end)
        noun = self._last_role_noun(start, end)
        if noun is None or (comma and not self._determined(start, noun)):
            return None, first
        if noun + 1 < end and self.words[noun + 1].lower() not in ("of", "for", "to", "at", "in", "on", "."):
            return None, first
        start = self._own_start(start, noun)
        role = clean_role(self._text(start, end))
        return role, start

    def _determined(self, start: int, noun: int) -> bool:
        """Only "the mayor of London, Sadiq Khan" stands before a comma, not "said the mayor, Sadiq Khan's friend"."""
        return self.words[start].lower() in _DETERMINERS or (
            start > 0 and self.words[start - 1].lower() in _DETERMINERS
        )

    def _walk_left(self, end: int) -> int:
        start = end
        while start > 0 and end - start < MAX_ROLE_WORDS and start not in self._sentence_starts:
            index = start - 1
            word = self.words[index]
            lower = word.lower()
            if lower in _PREPOSITIONS or word in "-&./’'" or self.parsed.tags[index] in _ROLE_TAGS:
                if self.parsed.tags[index] == "CD" and not word[0].isalnum():
                    break
                start = index
            elif lower in _DETERMINERS:
                start = index
            else:
                break
        return start

    def _last_role_noun(self, start: int, end: int) -> int | None:
        for index in range(end - 1, start - 1, -1):
            if is_role_noun(self.words[index]):
                return index
        return None

    def _own_start(self, start: int, noun: int) -> int:
        """First token of the noun phrase: prepositions and conjunctions cut what stands before them."""
        own = noun
        while own > start:
            lower = self.words[own - 1].lower()
            if lower in _DETERMINERS:
                break
            if lower in ("and", "&") and own - 1 > start and self._joins(own - 1):
                own -= 1
                continue
            if lower in _PREPOSITIONS:
                break
            own -= 1
        return own

    def _joins(self, index: int) -> bool:
        """Whether "and" joins parts of one role ("President and CEO")."""
        return is_role_noun(self.words[index - 1]) and self.words[index].lower() in ("and", "&")

    def after(self, last: int) -> str | None:
        """The role in an apposition or relative clause behind the name that ends before token ``last``.

        "Marie Harf, a State Department spokeswoman," and "Hariri, who is the head of the presidency office".
        """
        words, count = self.words, len(self.words)
        index = last
        if index < count and words[index] == "(":
            while index < count and words[index] != ")" and index - last < 8:
                index += 1
            index += 1
        if index >= count or words[index] not in (",", "–", "—", "--") or index in self._sentence_starts:
            return None
        index += 1
        if index + 1 < count and words[index].isdigit() and words[index + 1] == ",":
            index += 2
        if (
            index + 1 < count
            and words[index].lower() == "who"
            and words[index + 1].lower() in ("is", "was", "serves", "served")
        ):
            index += 2
            if index < count and words[index].lower() in (
                "as",
                "named",
                "appointed",
                "elected",
                "currently",
                "also",
                "now",
            ):
                index += 1
        return self._phrase(index)

    def copular(self, last: int) -> str | None:
        """The role after "is", "was", "became" ("Hariri is currently the head of the office")."""
        index = last
        words, count = self.words, len(self.words)
        if index >= count or words[index].lower() not in ("is", "was"):
            return None
        index += 1
        while index < count and self.parsed.tags[index] == "RB":
            index += 1
        if index < count and words[index].lower() in ("a", "an", "the"):
            return self._phrase(index)
        return None

    def _phrase(self, index: int) -> str | None:
        """The noun phrase that begins at ``index``, where its head is a role noun."""
        words, tags = self.words, self.parsed.tags
        start, end, noun = index, index, None
        while end < len(words) and end not in self._sentence_starts and end - start < MAX_ROLE_WORDS + 6:
            word, lower, tag = words[end], words[end].lower(), tags[end]
            if word in ',;:–—()“”"' or _STOP.match(lower):
                break
            if (tag.startswith("VB") and tag not in ("VBN", "VBG")) or tag in ("MD", "PRP", "WP"):
                break
            if noun is None and (tag == "IN" or word == "."):
                return None
            if noun is not None and lower in ("in", "from", "with", "on") and end > start:
                break
            if noun is not None and tag in ("VBN", "VBG"):
                break
            if is_role_noun(word) and (noun is None or end == noun + 1 or words[end - 1] in "-’"):
                noun = end
            elif noun is not None and tag == "NNP" and end == noun + 1:
                return None
            if word == "." and end > start and not (len(words[end - 1]) <= 3):
                break
            end += 1
        if noun is None:
            return None
        between = [words[i].lower() for i in range(noun + 1, end)]
        if between and between[0] not in ("of", "for", "to", "at", "and", "&"):
            return None
        if between and between[0] in ("and", "&") and not any(is_role_noun(word) for word in between):
            end = noun + 1
        if not between and end < len(words) and tags[end].startswith("NNP") and end not in self._sentence_starts:
            return None
        while end > noun + 1 and words[end - 1].lower() in ("and", "&", "of", "for", "to", "at"):
            end -= 1
        return clean_role(self._text(start, end))
