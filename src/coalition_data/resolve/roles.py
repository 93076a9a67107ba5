"""Roles: what the words around a name say that the person is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coalition_data.document import ParsedArticle
from coalition_data.resolve.countries import find_country
from coalition_data.resolve.name_words import full_role_nouns, is_role_noun, role_noun
from coalition_data.resolve.offices import is_region
from coalition_data.resolve.organisations import body_kind
from coalition_data.resolve.role_phrases import MAX_ROLE_WORDS, RolePhrases, phrase_words
from coalition_data.resolve.role_words import DETERMINERS, clean_role, role_kinds


def _singular(role: str | None) -> str | None:
    """ "Senators" in front of the first of two names."""
    noun = role.rsplit(maxsplit=1)[-1] if role else ""
    plural = noun[:1].isupper() and noun.endswith("s") and role_noun(noun) == noun[:-1].lower()
    return role[:-1] if role and plural else role


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A role as printed beside a name.

    Attributes:
        text: cleaned.
        first: first token of the phrase in front of the name, determiner included (the name's own first, otherwise).
        owner: token of a possessive pronoun or noun in front ("his", "Israel's"), None without.
    """

    text: str | None
    first: int
    owner: int | None = None


class RoleReader:
    """Reads roles beside name mentions of one article.

    Args:
        parsed: the parsed article.
        words: its tokens' texts.
        is_name: tells whether a token belongs to a person's name.
    """

    def __init__(self, parsed: ParsedArticle, words: list[str], is_name: Callable[[int], bool]) -> None:
        self.parsed = parsed
        self.words = words
        self._is_name = is_name
        self._sentence_starts = self._true_starts()
        self._phrases = RolePhrases(parsed, words, is_name, self._sentence_starts)

    def _true_starts(self) -> frozenset[int]:
        """Starts of sentences without those that the parser sees in the middle of one ("Brig. | Gen. X")."""
        paragraphs = {start for start, _ in self.parsed.paragraphs}
        return frozenset(
            start
            for start in self.parsed.sentence_starts
            if start == 0
            or self.parsed.starts[start] in paragraphs
            or not (
                self.words[start - 1][-1].isalnum()
                or (self.words[start - 1] == "." and self._is_short_title(start - 2))
            )
        )

    def _is_short_title(self, index: int) -> bool:
        """Whether a word is printed with a point of its own ("Brig", not "Colonel", with which a sentence may end)."""
        noun = role_noun(self.words[index]) if index >= 0 else None
        return noun is not None and full_role_nouns().get(noun, noun) != noun and self._is_rank(index)

    def _is_rank(self, index: int) -> bool:
        return index >= 0 and "rank" in role_kinds(self.words[index])

    def behind(self, last: int) -> tuple[str, ...]:
        """All roles behind the name that ends before token ``last``."""
        return self._phrases.behind(last)

    def before(self, first: int, last: int) -> RoleMention:
        """The role right in front of the name ``[first, last)``.

        "State Department spokeswoman Marie Harf", "the mayor of London, Sadiq Khan".
        """
        nothing = RoleMention(None, first)
        if first in self._sentence_starts:
            return nothing
        end = first
        comma = self.words[end - 1] == ","
        if comma:
            end -= 1
        limit = self._limit(end)
        offices = (index for index in range(end - 1, limit - 1, -1) if self._is_office(index, end))
        noun = next((index for index in offices if self._complement(index, end)), None)
        if noun is None:
            return nothing
        if self.parsed.tags[noun] == "NNS" and self.words[noun].islower():
            return nothing  # "won the delegates Clinton needed"
        start = self._modifiers_start(noun, limit, last)
        article = start > 0 and self.words[start - 1].lower() in DETERMINERS
        possessed = "POS" in self.parsed.tags[start:noun]
        if comma and not self._is_comma_role(noun, start, end, last, article or possessed):
            return nothing
        if article and self._joins_two_persons(start, noun):
            start = self._last_part(start, noun)
        elif possessed:
            start = self._owner_start(start, limit)
        owner = start - 1 if article and self.parsed.tags[start - 1] == "PRP$" else None
        return RoleMention(
            _singular(clean_role(self._phrases.text(start, end))), start - 1 if article and not comma else start, owner
        )

    def _is_office(self, index: int, end: int) -> bool:
        """A role noun, not an adjective before another noun ("minister for national reconciliation")."""
        tags = self.parsed.tags
        describes = tags[index] == "JJ" and index + 1 < end and tags[index + 1].startswith("NN")
        body = " ".join(self.words[max(0, index - 1) : index + 1]).lower() in phrase_words("body")
        return is_role_noun(self.words[index]) and not describes and not body

    def _owner_start(self, start: int, limit: int) -> int:
        """First token of a body that owns the office ("the Institute of Allergy and Infectious Disease's director")."""
        entity = self.parsed.entity_of[start]
        return entity.start if entity is not None and limit <= entity.start < start else start

    def _limit(self, end: int) -> int:
        """The first token that may belong to a role which ends before ``end``."""
        index = end
        while index > 0 and end - index < MAX_ROLE_WORDS and index not in self._sentence_starts:
            word = self.words[index - 1]
            if self._closes_acronym(index):
                index -= 3
                continue
            if self._is_name(index - 1) or not (
                word.lower() in phrase_words("inner") or word in "-&./’'" or self._phrases.modifies(index - 1)
            ):
                break
            index -= 1
        return index

    def _closes_acronym(self, index: int) -> bool:
        """Whether a short name in brackets ends before the token ("the People's Party (PP) deputy X")."""
        words = self.words
        return index > 3 and words[index - 1] == ")" and words[index - 3] == "(" and words[index - 2].isupper()

    def _complement(self, noun: int, end: int) -> bool:
        """Whether between the role noun and the name stands nothing or a whole complement ("of London")."""
        noun += self.words[noun + 1 : noun + 2] == ["."]
        if noun + 1 >= end:
            return True
        if self.words[noun + 1].lower() not in (*phrase_words("complement"), "1st", "2nd", "3rd", "first", "second"):
            return self.words[noun + 1].isdigit() and noun + 2 == end
        return self.words[end - 1].lower() not in phrase_words("inner")

    def _modifiers_start(self, noun: int, limit: int, last: int) -> int:
        """First token of the noun phrase: its modifiers depend on something to their right inside it."""
        start = noun
        while start > limit:
            index = start - 1
            lower = self.words[index].lower()
            if lower in ("and", "&") and index > limit and is_role_noun(self.words[index - 1]):
                start = index - 1
                continue
            if lower in phrase_words("inner") or lower in DETERMINERS:
                break
            if self._closes_acronym(start) and start - 3 > limit:
                start -= 3
                while start > limit and (self.words[start - 1][0].isupper() or self.parsed.tags[start - 1] == "POS"):
                    start -= 1
                continue
            if self.words[index] in phrase_words("prefix"):
                start = index
                continue
            head = self.parsed.heads[index]
            match = find_country(self.words[index])
            if (match is not None and match.form == "adjective") or is_region(self.words[index]):
                start = index
                continue
            if self._is_rank(start) and (further := self._office_before(start, limit)) is not None:
                start = further
                continue
            if (
                not (index < head < last)
                and self.words[index] not in "-&./’'"
                and self.parsed.tags[index] not in ("POS", "HYPH")
            ):
                break
            start = index
        while start < noun and self.parsed.tags[start] == "POS":
            start += 1
        return self._body_start(start, noun, limit)

    def _body_start(self, start: int, noun: int, limit: int) -> int:
        """First token of a body in front of the office whose name holds "of" ("[Bank of Japan] governor X")."""
        first = start
        while first > limit and (self.words[first - 1][0].isupper() or self.words[first - 1] == "of"):
            first -= 1
        while first < start and self.words[first] == "of":
            first += 1
        joint = next((index for index in range(first, start) if self.words[index] == "of"), None)
        if joint is None or joint + 1 == noun or body_kind(self.words[joint - 1].lower()) is None:
            return start
        return first

    def _office_before(self, start: int, limit: int) -> int | None:
        """The office that stands in front of a rank ("army chief of staff General X"), whatever the parse says."""
        noun = start - 1
        while noun > limit and self.words[noun] == ".":
            noun -= 1
        if noun >= limit and is_role_noun(self.words[noun]) and self.parsed.tags[noun].startswith("NN"):
            return noun
        joint = noun
        while joint > limit and (self.words[joint][0].isupper() or self.words[joint] == "the"):
            joint -= 1
        heads = self.words[joint - 1].lower() in ("chief", "commander", "head") if joint > limit else False
        if self.words[joint] == "of" and heads:
            return joint - 1
        if noun - 2 >= limit and self.words[noun - 1] == "of" and self.words[noun - 2].lower() == "chief":
            return noun - 2
        return None

    def _is_comma_role(self, noun: int, start: int, end: int, last: int, determined: bool) -> bool:
        """Whether "the mayor of London, Sadiq Khan" is one person, not "told the mayor, Sadiq Khan said"."""
        if self._is_apposition(noun, end + 1, last) and (determined or self._may_lack_determiner(start, end)):
            return True
        opens = start in self._sentence_starts or start - 1 in self._sentence_starts or self.words[start - 1] == ","
        closed = last < len(self.words) and self.words[last] == ","
        says = last < len(self.words) and self.parsed.tags[last] in ("VBD", "VBZ")
        return (determined and (closed or (opens and says))) or (
            opens and self.words[noun][0].isupper() and (closed or says)
        )

    def _is_apposition(self, noun: int, first: int, last: int) -> bool:
        """Whether the parse ties the name behind a comma to the role noun."""
        heads = self.parsed.heads
        return heads[noun] in range(first, last) or any(heads[index] == noun for index in range(first, last))

    def _may_lack_determiner(self, start: int, end: int) -> bool:
        """ "Commander of U.S. Central Command, Gen. Joseph Votel" at the beginning of a sentence."""
        return start in self._sentence_starts and any(self.words[index] == "of" for index in range(start, end))

    def _joins_two_persons(self, start: int, noun: int) -> bool:
        """ "The Prime Minister and President Hollande" names two; "President and CEO Andy Vesey" one."""
        return any(self.words[index].lower() in ("and", "&") for index in range(start, noun))

    def _last_part(self, start: int, noun: int) -> int:
        joint = max(index for index in range(start, noun) if self.words[index].lower() in ("and", "&"))
        return joint + 1
