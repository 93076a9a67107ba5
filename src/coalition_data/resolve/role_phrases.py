"""The words of one role: the noun phrase that tells what a person is, and its complements."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

from coalition_data.document import ParsedArticle
from coalition_data.resolve.name_words import HYPHENS, is_role_noun
from coalition_data.resolve.role_words import DETERMINERS, clean_role, role_kinds
from coalition_data.resolve.tables import read_table, split_field

MAX_ROLE_WORDS = 14
"""Longer descriptions are clauses."""
_MODIFIER_TAGS = frozenset(
    ["NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "POS", "HYPH", "AFX", "FW", "VBN", "VBG"]
)


@lru_cache(maxsize=16)
def phrase_words(kind: str) -> frozenset[str]:
    """Words of role phrases by kind (``lexicons/role_phrases.csv``)."""
    return frozenset(word for row in read_table("role_phrases.csv") if row["kind"] == kind
                     for word in split_field(row["words"]))  # fmt: skip


class RolePhrases:
    """Reads the phrases of roles of one article, and those behind names.

    Args:
        parsed: the parsed article.
        words: its tokens' texts.
        is_name: tells whether a token belongs to a person's name.
        sentence_starts: tokens that begin a sentence.
    """

    def __init__(
        self,
        parsed: ParsedArticle,
        words: list[str],
        is_name: Callable[[int], bool],
        sentence_starts: Collection[int],
    ) -> None:
        self.parsed = parsed
        self.words = words
        self._is_name = is_name
        self._sentence_starts = sentence_starts

    def text(self, first: int, last: int) -> str:
        """The words of tokens ``[first, last)`` as printed."""
        return self.parsed.text[self.parsed.starts[first] : self.parsed.ends[last - 1]] if last > first else ""

    def modifies(self, index: int) -> bool:
        """Whether a word may stand inside the noun phrase of a role."""
        tag, word = self.parsed.tags[index], self.words[index]
        if word in phrase_words("prefix") and is_role_noun(" ".join(self.words[index + 1 : index + 2])):
            return True  # "Under Secretary X"
        if tag in ("VBN", "VBG"):
            glued = index > 0 and self.words[index - 1] in HYPHENS
            return glued or word.lower() in phrase_words("participle") or word[0].isupper()
        if tag == "RB":
            return word.lower() in phrase_words("adverb")
        return tag in _MODIFIER_TAGS or is_role_noun(word)

    def behind(self, last: int) -> tuple[str, ...]:
        """All roles behind the name that ends before token ``last``."""
        apposition = self.after(last) or self.copular(last)
        return tuple(role for role in (apposition, self._who_was(last)) if role)

    def _who_was(self, last: int) -> str | None:
        """ "Zebari, a veteran politician who was named a deputy prime minister"."""
        sentence = self.parsed.sentence_at(last) if last < len(self.words) else None
        if sentence is None or self.words[last] != ",":
            return None
        for index in range(last + 1, min(sentence.last - 3, last + MAX_ROLE_WORDS)):
            if self.words[index] in (",", ".", ";") or self._is_name(index):
                return None
            if self.words[index] == "who" and self.words[index + 1] in ("is", "was", "became", "serves", "served"):
                return self._phrase(self._skip_adverbs(index + 2)) if index > last + 1 else None
        return None

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
        if index + 1 < count and self.parsed.tags[index] == "RB" and words[index].lower() in phrase_words("adverb"):
            phrase = self._phrase(index + 1)
            return f"{words[index]} {phrase}" if phrase else None
        if (
            index + 2 < count
            and words[index].lower() == "who"
            and words[index + 1].lower() in ("is", "was", "serves", "served")
        ):
            index = self._skip_adverbs(index + 2)
        return self._phrase(index)

    def copular(self, last: int) -> str | None:
        """The role after "is", "was" ("Hariri is currently the head of the office")."""
        if last >= len(self.words) or self.words[last].lower() not in ("is", "was"):
            return None
        index = self._skip_adverbs(last + 1)
        if index < len(self.words) and self.words[index].lower() in ("a", "an", "the"):
            return self._phrase(index)
        return None

    def _skip_adverbs(self, index: int) -> int:
        while index < len(self.words) and (
            self.parsed.tags[index] == "RB" or self.words[index].lower() in ("as", "named", "appointed", "elected")
        ):
            index += 1
        return index

    def _phrase(self, start: int) -> str | None:
        """The noun phrase that begins at ``start``, where its head is a role noun and no other name follows."""
        words = self.words
        noun = self._phrase_noun(start)
        if noun is None:
            return None
        end = noun + 1
        if end < len(words) and words[end].lower() in ("and", "&") and end + 1 < len(words):
            joined = self._phrase_noun(end + 1)
            if (
                joined is not None
                and joined - end <= 4
                and role_kinds(words[joined]) & {"office", "rank", "profession"}
            ):
                noun, end = joined, joined + 1
        if end < len(words) and words[end].lower() in ("of", "for", "to", "at", "from"):
            end = self._complement_end(end)
        elif end + 1 < len(words) and words[end] == "," and words[noun].lower() in phrase_words("commander"):
            end = self._unit_end(end)
        elif self._commands(noun) and end < len(words) and words[end][0].isupper():
            end = self._unit_end(end - 1)
        if end < len(words) and end not in self._sentence_starts:
            determined = words[start].lower() in DETERMINERS
            if self._is_name(end) or (determined and self.parsed.tags[end] in ("VBD", "VBZ", "MD")):
                return None  # "told Trump, the South Carolina Republican grinned"
        return clean_role(self.text(start, end))

    def _unit_end(self, comma: int) -> int:
        """End of the body named behind "commander,": ", Combined Joint Task Force - Operation Inherent Resolve"."""
        index = comma + 1
        while index < len(self.words) and index not in self._sentence_starts and not self._is_name(index):
            word = self.words[index]
            if not (word[0].isupper() or word[0].isdigit() or word in "-–&" or word in ("of", "the", "and", "for")):
                break
            index += 1
        return index if index > comma + 2 else comma

    def _phrase_noun(self, start: int) -> int | None:
        """Head of the noun phrase that begins at ``start``: the last role noun of its run of nouns and adjectives."""
        noun = None
        index = start
        while (
            index < len(self.words)
            and index - start < MAX_ROLE_WORDS
            and (index == start or index not in self._sentence_starts)
        ):
            word, tag = self.words[index], self.parsed.tags[index]
            if self._is_name(index) and index + 1 < len(self.words) and self.parsed.tags[index + 1] != "POS":
                return None
            if noun is not None and word.lower() in phrase_words("time"):
                break
            inner = word.lower() in DETERMINERS if index == start else word in "-&./’'"
            if not (inner or self.modifies(index) or (tag == "RB" and index == start)):
                break
            if is_role_noun(word) and tag not in ("NNS", "NNPS"):
                noun = index
            elif noun is not None and tag.startswith("NN"):
                if word[0].isupper() and noun == index - 1 and self._commands(noun):
                    return noun
                noun = None
            index += 1
        return noun

    def _commands(self, noun: int) -> bool:
        """Whether an office in capitals may be followed by its command ("Commander Joint Forces New Zealand")."""
        return self.words[noun][0].isupper() and self.words[noun].lower() in phrase_words("command")

    def _complement_end(self, index: int) -> int:
        """End of "of …", "for …" behind a role noun: nouns, adjectives and further "of", up to a clause or a comma."""
        words, tags = self.words, self.parsed.tags
        start = index
        while index < len(words) and index - start < MAX_ROLE_WORDS and index not in self._sentence_starts:
            word, tag = words[index], tags[index]
            if word in ',;:–—()“”".!?' or (word.islower() and word in phrase_words("clause")):
                break
            if self._is_name(index) and words[index - 1].lower() not in ("of", "to", "for", "and"):
                break
            if index == start:
                index += 1
                continue
            joins = word.lower() in phrase_words("joining")
            if not joins and not (tag in _MODIFIER_TAGS or tag in ("PRP$", "WP", "''") or word in "-&/’'"):
                break
            if tag in ("VBN", "VBG") and word.islower() and words[index - 1] not in HYPHENS:
                break
            index += 1
        while index > start and words[index - 1].lower() in phrase_words("joining"):
            index -= 1
        return index
