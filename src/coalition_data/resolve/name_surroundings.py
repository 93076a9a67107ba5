"""What stands around a name of a person: the office before it, an age or a role behind it."""

from __future__ import annotations

from collections.abc import Set

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.name_units import Unit
from coalition_data.resolve.name_words import is_role_noun, role_noun, role_nouns


class NameSurroundings:
    """Tells of the words beside a run of capitals whether they go with a person's name.

    Args:
        parsed: the parsed article.
        words: its tokens' texts.
        sentence_starts: the first token of each sentence.
    """

    def __init__(self, parsed: ParsedArticle, words: list[str], sentence_starts: Set[int]) -> None:
        self.parsed = parsed
        self.words = words
        self._sentence_starts = sentence_starts

    def continues_office(self, unit: Unit) -> bool:
        """Whether the run continues an office ("Secretary of | State Mike Pompeo", "Envoy for | Iran Brian Hook")."""
        before = unit.first - 1
        if before < 1 or unit.first in self._sentence_starts:
            return False
        while before > 1 and (self.words[before].lower() in ("the", "and", ",") or self.words[before][0].isupper()):
            before -= 1
        return self.words[before].lower() in ("of", "for", "to") and is_role_noun(self.words[before - 1])

    def role_before(self, unit: Unit) -> bool:
        """Whether a role noun in small letters stands right before ("spokeswoman Marie Harf")."""
        before = unit.first - 1
        if before < 1 or unit.first in self._sentence_starts:
            return False
        if self.words[before] == "," and self._is_closed_apposition(unit.first):
            before = self._apposed_office(unit.first, before - 1)
        noun = role_noun(self.words[before])
        return noun is not None and role_nouns()[noun][0] not in ("member", "relation")

    def _apposed_office(self, first: int, before: int) -> int:
        """The noun to which the parse ties a name behind a comma ("the [minister] of Latvia, X,"), else ``before``."""
        last = first
        while last + 1 < len(self.words) and self.words[last + 1][0].isupper():
            last += 1
        head = self.parsed.heads[last]
        return head if self.parsed.deps[last] == "appos" and head < before else before

    def _is_closed_apposition(self, first: int) -> bool:
        """Whether a run of capitals ends at a mark ("the prime minister, Denys Shmyhal, put", "with X, Y Z.")."""
        last = first
        while last < len(self.words) and self.words[last][0].isupper():
            last += 1
        return first + 1 < last < len(self.words) and self.words[last] in (",", ".", ";", ")", "—", "–")

    def describes(self, last: int) -> bool:
        """Whether an age or a role stands behind ("Xyz Abc, 45," or "Xyz Abc, a spokesman for")."""
        words = self.words[last : last + 7]
        if len(words) >= 3 and words[0] == "(" and words[2] == ")" and find_country(words[1]) is not None:
            return True  # "Ama Boakye (Ghana)"
        if len(words) < 3 or words[0] != ",":
            return False
        if words[1].isdigit() and words[2] == ",":
            return True
        if words[1].lower() not in ("a", "an", "the", "who", "chief", "director", "head"):
            return False
        match = find_country(words[2])
        demonym = match is not None and match.form == "demonym"  # "a Swede with 20 years at sea"
        return demonym or words[1] == "who" or any(role_noun(word) is not None for word in words[1:6])
