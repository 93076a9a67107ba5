"""Pronouns: whom "he" and "she" mean."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from coalition_data.document import ParsedArticle, Token
from coalition_data.resolve.mention_context import unnamed_persons
from coalition_data.resolve.people import PersonIndex
from coalition_data.resolve.person import Person
from coalition_data.resolve.role_words import role_gender

MASCULINE = frozenset(["he", "him", "his", "himself"])
FEMININE = frozenset(["she", "her", "hers", "herself"])
NEUTRAL = frozenset(["it", "its", "itself"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])
SPEAKER = frozenset(["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
PRONOUNS = MASCULINE | FEMININE | NEUTRAL | PLURAL | SPEAKER

Antecedent = Person | int
"""A person of the article, or the head of the phrase that introduced an unnamed one."""
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_PARAGRAPHS_BACK = 4
"""A person not named for longer is not meant by a pronoun."""
_REPORTING = frozenset(["say", "tell", "add", "announce", "note", "argue", "warn", "explain", "continue", "write"])
_OPENING = frozenset(["prep", "advcl"])
_WORDS_OF_NAME = 6
_CANDIDATES = 40
"""Mentions looked at, the nearest first."""

# Weights of the cues: from a plateau (62 of 64) on the development quotes whose source is "he" or "she"
_SENTENCE_BACK = 1.4
_PARAGRAPH_BACK = 1.0
_OTHER_SIDE_OF_MARKS = 3.0
_SUBJECT = 1.5
_MAIN_CLAUSE = 0.5
_REPORTING_SUBJECT = 0.4
_OBLIQUE = -0.5
_SAME_GENDER = 0.5
_SAME_CLAUSE = -3.0
_SPOKEN_OF = -3.0
_TOKENS_BETWEEN = 3
"""Words between a quotation and the pronoun of who says it ("…", he told reporters; he added: "…")."""
_SENTENCES_AHEAD = 2
_OWN_WORDS = frozenset(
    [
        "comment",
        "remark",
        "word",
        "statement",
        "speech",
        "address",
        "warning",
        "announcement",
        "appeal",
        "pledge",
        "call",
    ]
)
"""What a speaker who is named only behind his words is named with ("…, he said. Doe's comments came after …")."""


class PronounResolver:
    """Finds the person that a personal pronoun means.

    Candidates are the persons of fitting gender named before the pronoun, and earlier pronouns that mean them;
    subjects of the same or the previous sentence win over other mentions, near ones over far ones. Words
    inside a quotation and words outside hardly see each other.
    """

    def __init__(self, parsed: ParsedArticle, index: PersonIndex) -> None:
        self.parsed = parsed
        self._index = index

    def person_of(self, token: Token) -> Person | None:
        """The antecedent of "he", "she" and their forms, or None."""
        found = self._antecedents.get(token.i)
        return None if isinstance(found, int) else found

    def unnamed_of(self, token: Token) -> Token | None:
        """The head of the phrase that introduced the unnamed person whom the pronoun means, or None."""
        found = self._antecedents.get(token.i)
        return self.parsed.tokens[found] if isinstance(found, int) else None

    @cached_property
    def _antecedents(self) -> dict[int, Antecedent]:
        """The persons of all gendered pronouns, each resolved after those before it."""
        named = {mention.first: (mention.last, person) for person in self._index.persons for mention in person.mentions}
        words = [word.lower() for word in self._index.words]
        unnamed = frozenset(unnamed_persons(self.parsed, words, of_a_country=True))
        found: dict[int, Antecedent] = {}
        history: list[tuple[int, int, Antecedent]] = []
        for index, lower in enumerate(words):
            if index in named:
                history.append((index, *named[index]))
            elif index in unnamed:
                history.append((index, index + 1, index))
            elif lower in MASCULINE or lower in FEMININE:
                gender = "m" if lower in MASCULINE else "f"
                person = (
                    self._named_behind(index, gender, named)
                    or self._best(index, gender, history)
                    or self._introduced_behind(index, gender, named)
                )
                if person is not None:
                    found[index] = person
                    history.append((index, index + 1, person))
        return found

    def _named_behind(self, index: int, gender: str, named: dict[int, tuple[int, Person]]) -> Person | None:
        """ "At the talks, which he is hosting, John Kerry said": the subject behind what opens the sentence."""
        token = self.parsed.tokens[index]
        root = token.sentence.root
        subject = root.child(*_SUBJECTS) if root.is_verb else None
        if subject is None or subject.i < index:
            return None
        opening = next((child.subtree for child in root.children if _opens_with(child, index, subject)), None)
        if opening is None or any(
            first in named and named[first][1].gender in ("", gender) for first in range(opening.first, index)
        ):
            return None  # "In talks with Donald Trump, who said that he had won, Mike Pence asked for calm"
        for first in range(subject.i, max(subject.i - _WORDS_OF_NAME, -1), -1):
            last, person = named.get(first, (0, None))
            if person is not None and last > subject.i and person.gender in ("", gender):
                return person
        return None

    def _introduced_behind(self, index: int, gender: str, named: dict[int, tuple[int, Person]]) -> Person | None:
        """Who is first named as the speaker of words behind them, where nobody was named before.

        ``"…," he said. John Kerry's comments came after …``, ``"…," he said. Kerry was speaking in …``.
        """
        if self._quoted[index] >= 0 or not self._quotations_beside(index):
            return None
        number = self._sentence_of[index]
        starts = self.parsed.sentence_starts
        floor = starts[number + 1] if number + 1 < len(starts) else len(self._index.words)
        ahead = (
            starts[number + 1 + _SENTENCES_AHEAD] if number + 1 + _SENTENCES_AHEAD < len(starts) else len(self._quoted)
        )
        for first in range(floor, ahead):
            last, person = named.get(first, (0, None))
            if person is None or person.gender not in ("", gender) or self._quoted[first] >= 0:
                continue
            name, dep = self.parsed.tokens[last - 1], self.parsed.deps[last - 1]
            if dep == "poss" and name.head.lemma in _OWN_WORDS and name.head.dep in _SUBJECTS:
                return person
            made = name.head.child("dobj") if dep == "nsubj" and name.head.lemma in ("make", "give", "issue") else None
            if (made is not None and made.lemma in _OWN_WORDS) or (dep == "nsubj" and name.head.lemma == "speak"):
                return person
        return None

    def _quotations_beside(self, index: int) -> frozenset[int]:
        """Numbers of the outer quotations of whose words a pronoun right before or behind them is the speaker."""
        if self.parsed.deps[index] not in _SUBJECTS or self._quoted[index] >= 0:
            return frozenset()
        words, quoted = self._index.words, self._quoted
        found = set()
        for step in (-1, 1):
            at, left = index + step, _TOKENS_BETWEEN
            while 0 <= at < len(words) and left >= 0 and self._paragraph_of[at] == self._paragraph_of[index]:
                if quoted[at] >= 0:
                    found.add(quoted[at])
                    break
                left -= words[at][0].isalnum()
                at += step
        return frozenset(found)

    def _best(self, index: int, gender: str, history: list[tuple[int, int, Antecedent]]) -> Antecedent | None:
        token = self.parsed.tokens[index]
        paragraph = self._paragraph_of[index]
        best: tuple[float, Antecedent] | None = None
        beside = self._quotations_beside(index)
        spoken_of = [
            person
            for first, _, person in (history if beside else ())
            if self._quoted[first] in beside and self._index.person_at(first) is not None
        ]
        for first, last, person in reversed(history[-_CANDIDATES:]):
            back = paragraph - self._paragraph_of[first]
            if back > _PARAGRAPHS_BACK:
                break
            own = role_gender(self._index.words[person]) if isinstance(person, int) else person.gender
            if own not in ("", gender):
                continue
            score = self._score(token, first, last, back) + _SAME_GENDER * (own == gender)
            score += _SPOKEN_OF * any(person is one for one in spoken_of)
            if best is None or score > best[0]:
                best = (score, person)
        return best[1] if best else None

    def _score(self, token: Token, first: int, last: int, paragraphs_back: int) -> float:
        head = self._head(range(first, last))
        if head.dep == "appos":
            head = head.head  # "a junior minister, Tobias Ellwood, took"
        same_side = self._quoted[token.i] == self._quoted[first]
        sentences_back = self._sentence_of[token.i] - self._sentence_of[first]
        score = -_SENTENCE_BACK * sentences_back - _PARAGRAPH_BACK * paragraphs_back
        score -= 0.0 if same_side else _OTHER_SIDE_OF_MARKS
        if _is_according_to(head):
            score += _SUBJECT + _REPORTING_SUBJECT
        elif head.dep in _SUBJECTS:
            score += _SUBJECT + _MAIN_CLAUSE * head.head.is_root + _REPORTING_SUBJECT * (head.head.lemma in _REPORTING)
        elif head.dep in ("poss", "pobj", "compound"):
            score += _OBLIQUE
        if sentences_back == 0 and self._clause(token) == self._clause(head) and token.dep != "poss":
            score += _SAME_CLAUSE
        return score - 0.001 * (token.i - first)

    def _clause(self, token: Token) -> Token:
        """The verb on which a mention depends, straight or through a preposition."""
        head = token.head
        return head.head if token.dep == "pobj" and head.dep == "prep" else head

    def _head(self, indices: Iterable[int]) -> Token:
        inside = list(indices)
        for index in inside:
            if self.parsed.heads[index] not in inside or self.parsed.heads[index] == index:
                return self.parsed.tokens[index]
        return self.parsed.tokens[inside[-1]]

    @cached_property
    def _sentence_of(self) -> list[int]:
        return _numbered(len(self.parsed.starts), self.parsed.sentence_starts)

    @cached_property
    def _paragraph_of(self) -> list[int]:
        firsts = [self.parsed.token_at(start) for start, _ in self.parsed.paragraphs]
        return _numbered(len(self.parsed.starts), [first for first in firsts if first is not None])

    @cached_property
    def _quoted(self) -> list[int]:
        """For each token the number of the outer quotation that holds it, -1 outside."""
        row = [-1] * len(self.parsed.starts)
        for number, quotation in enumerate(self.parsed.quotations):
            if quotation.depth == 0:
                for index in self.parsed.tokens_between(quotation.start, quotation.end):
                    row[index] = number
        return row


def _opens_with(child: Token, index: int, subject: Token) -> bool:
    """Whether a phrase stands before its sentence's subject and holds a token."""
    inside = child.subtree
    return child.dep in _OPENING and child.i < subject.i and inside.first <= index < inside.last


def _is_according_to(head: Token) -> bool:
    """ "according to Dr. Tom Frieden" tells who speaks, as a subject does."""
    return head.dep == "pobj" and head.head.lower == "to" and head.head.head.lower == "according"


def _numbered(length: int, starts: Iterable[int]) -> list[int]:
    """For each token the number of the run that it lies in."""
    firsts = frozenset(starts)
    numbers: list[int] = []
    current = -1
    for index in range(length):
        current += index in firsts
        numbers.append(current)
    return numbers
