"""Persons and countries listed together: "Kerry and British Foreign Secretary Philip Hammond", "A, the host, B and C".

The small model often hangs the members of a list on one another's titles or on the verb; what stands between two names
tells more surely whether they are one list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from coalition_data.document import ParsedArticle, Token
from coalition_data.resolve.countries import scan_countries
from coalition_data.resolve.person import Person, PersonMention

LONGEST_GAP = 18
"""Tokens between two names of a list: commas, "and", an apposition, the next one's office."""

_JOINTS = frozenset(["and", "&", "plus", "alongside", "well"])
_NOMINAL = ("NN", "JJ", "DT", "PRP$", "POS", "CC", "CD", "HYPH", ",", "-LRB-", "-RRB-", "FW", "AFX", "``", "''")
_INNER = frozenset(
    ["of", "for", "well", "as", "along", "together", "with", "alongside", "plus", "including", "to", "under"]
)
_OBJECTS = frozenset(["dobj", "pobj", "dative", "attr", "oprd"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])


_BETWEEN_COUNTRIES = re.compile(r"^(?:,|,? and|,? as well as|;)? (?:the )?$")
_JOINS_COUNTRIES = re.compile(r"\band\b|\bas well as\b")


class CountryLists:
    """Countries listed by name ("Kiribati, Tonga, Tuvalu and Vanuatu"), whatever the parser makes of them."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self._list_of: dict[int, tuple[int, ...]] = {}
        for sentence in parsed.sentences:
            found = [m for m in scan_countries(sentence.text) if m.match.form == "name"]
            run: list[int] = []
            joined = False
            for rank, mention in enumerate(found):
                between = sentence.text[found[rank - 1].end : mention.start] if rank else ""
                if run and not (_BETWEEN_COUNTRIES.match(between) and between.strip()):
                    self._keep(run, joined=joined)
                    run, joined = [], False
                joined = joined or bool(run and _JOINS_COUNTRIES.search(between))
                last = parsed.token_at(sentence.start + mention.end - 1)
                run.append(last if last is not None else 0)
            self._keep(run, joined=joined)

    def _keep(self, run: list[int], *, joined: bool) -> None:
        if len(run) > 1 and joined:
            self._list_of.update((index, tuple(run)) for index in run)

    def beside(self, token: Token) -> tuple[Token, ...]:
        """Last tokens of the other countries of the list in which ``token`` ends a name, in order."""
        return tuple(self.parsed.tokens[index] for index in self._list_of.get(token.i, ()) if index != token.i)


class PersonLists:
    """The lists of persons of one article.

    Args:
        parsed: the parsed article.
        persons: its persons with their mentions.
    """

    def __init__(self, parsed: ParsedArticle, persons: list[Person]) -> None:
        self.parsed = parsed
        self._list_of: dict[int, tuple[PersonMention, ...]] = {}
        mentions = sorted((mention for person in persons for mention in person.mentions), key=lambda m: m.first)
        self._firsts = [mention.full_first for mention in mentions]
        self._mentions = mentions
        for members in self._chains(mentions):
            for mention in members:
                self._list_of[mention.first] = members

    def beside(self, token: Token) -> tuple[Token, ...]:
        """Heads of the other names of the list in which ``token`` is part of a name or of its office, in order."""
        mention = self._mention_at(token.i)
        if mention is None:
            return ()
        members = self._list_of.get(mention.first, ())
        return tuple(self.parsed.tokens[other.last - 1] for other in members if other.first != mention.first)

    def _mention_at(self, index: int) -> PersonMention | None:
        rank = bisect_left(self._firsts, index + 1) - 1
        if rank < 0:
            return None
        mention = self._mentions[rank]
        return mention if mention.full_first <= index < mention.last else None

    def _chains(self, mentions: list[PersonMention]) -> Iterator[tuple[PersonMention, ...]]:
        """Runs of names with nothing but a list's words between them, of which the last follows "and"."""
        run: list[PersonMention] = mentions[:1]
        joined = [0]
        for before, after in pairwise(mentions):
            joint = self._joint(before, after)
            if joint is None:
                yield from self._closed(run, joined)
                run, joined = [after], [0]
                continue
            run.append(after)
            joined.append(joint)
        yield from self._closed(run, joined)

    @staticmethod
    def _closed(run: list[PersonMention], joined: list[int]) -> Iterator[tuple[PersonMention, ...]]:
        last = max((rank for rank, joint in enumerate(joined) if joint), default=0)
        if last > 0:
            yield tuple(run[: last + 1])

    def _joint(self, before: PersonMention, after: PersonMention) -> int | None:
        """1 where "and" joins two names, 0 where a comma may, None where they are no list."""
        parsed, start = self.parsed, before.last
        gap = range(start, after.first)
        if not 0 < len(gap) <= LONGEST_GAP or parsed.sentence_at(start - 1) != parsed.sentence_at(after.first):
            return None
        words = [parsed.tokens[index].lower for index in gap]
        if words[0] not in (",", "and", "&", "(", "as", "along", "together", "plus", "alongside"):
            return None
        for index, word in zip(gap, words, strict=True):
            tag = parsed.tags[index]
            in_title = after.full_first <= index
            if not (tag.startswith(_NOMINAL) or word in _INNER or in_title or word in ("-", "–")):
                return None
        if self._are_clauses(before, after):
            return None
        return 1 if any(word in _JOINTS for word in words) or "with" in words else 0

    def _are_clauses(self, before: PersonMention, after: PersonMention) -> bool:
        """ "met Lavrov and Hammond flew home": an object, then the subject of another clause."""
        last = self.parsed.tokens[after.last - 1]
        top = self._top(before)
        if top.dep not in _OBJECTS and not (top.dep in ("conj", "appos") and top.head.dep in _OBJECTS):
            return False
        above = self._top(after) if last.dep not in _SUBJECTS else last
        if above.dep not in _SUBJECTS or above.head.i < above.i or not above.head.is_verb:
            return False
        between = self.parsed.tokens[after.last : above.head.i]
        return all(token.text != "," for token in between)  # "hosted by A and B, opened": the list ends at the comma

    def _top(self, mention: PersonMention) -> Token:
        node = self.parsed.tokens[mention.last - 1]
        while not node.is_root and mention.full_first <= node.head.i < mention.last:
            node = node.head
        return node
