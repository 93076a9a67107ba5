"""One name for one person in all tables of a release: spellings of the same name are joined.

Within an article ``resolve.people`` has done so already. Across articles a name joins another if the last names sound
alike and the first names are the same, a short form, or, where names are transliterated, sound alike too; two
countries, or two middle names, keep persons apart. Bare last names stay as they are: an article that prints no first
name does not say who it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, TypeVar

from anyascii import anyascii

from coalition_data.records import Host, KnownPerson, Meeting, Participant, Pledge, Quote
from coalition_data.resolve.name_words import name_key, nicknames
from coalition_data.resolve.person import split_name
from coalition_data.resolve.tables import read_table, split_field

Party = TypeVar("Party", Host, Participant)


class Said(Protocol):
    """Who said the words of a quote: a quote, or these columns of one."""

    @property
    def speaker_name(self) -> str | None: ...  # noqa: D102

    @property
    def speaker_kind(self) -> str: ...  # noqa: D102

    @property
    def speaker_iso3(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said the words of a quote."""

    speaker_name: str | None
    speaker_kind: str
    speaker_iso3: str | None


@dataclass(frozen=True, slots=True)
class Spelling:
    """A person's name as some rows print it, and the country that most of them give."""

    name: str
    iso3: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class Names:
    """The name of each person in a release.

    Attributes:
        chosen: by spelling, the one name under which the person stands in every table.
        variants: by chosen name, the other spellings, sorted.
    """

    chosen: Mapping[str, str]
    variants: Mapping[str, tuple[str, ...]]

    def of(self, name: str) -> str:
        """The chosen name for a spelling; the name itself where nothing is known of it."""
        return self.chosen.get(name, name)


def choose_names(meetings: Iterable[Meeting], pledges: Iterable[Pledge], quotes: Iterable[Said]) -> Names:
    """Join the spellings of all persons in the tables; the result does not depend on the order of the rows."""
    blocks: dict[str, list[Spelling]] = defaultdict(list)
    for spelling in _spellings(meetings, pledges, quotes):
        first, last = split_name(spelling.name)
        if first:
            blocks[name_key(last)].append(spelling)
    chosen: dict[str, str] = {}
    variants: dict[str, tuple[str, ...]] = {}
    for key in sorted(blocks):
        for cluster in _cluster(blocks[key]):
            names = [spelling.name for spelling in cluster]
            chosen.update(dict.fromkeys(names, names[0]))
            if len(names) > 1:
                variants[names[0]] = tuple(sorted(names[1:]))
    return Names(chosen, variants)


def list_people(
    meetings: Iterable[Meeting], pledges: Iterable[Pledge], quotes: Iterable[Said], names: Names
) -> tuple[KnownPerson, ...]:
    """The named persons of the final rows with their other spellings, sorted by name."""
    found = (
        KnownPerson(person.name, names.variants.get(person.name, ()), person.iso3, person.rows)
        for person in _spellings(meetings, pledges, quotes)
    )
    return tuple(sorted(found, key=lambda person: person.name))


def name_quote(quote: Quote, names: Names) -> Quote:
    """The quote with its speaker under the chosen name."""
    if quote.speaker_kind != "person" or not quote.speaker_name:
        return quote
    chosen = names.of(quote.speaker_name)
    return quote if chosen == quote.speaker_name else replace(quote, speaker_name=chosen)


def name_pledge(pledge: Pledge, names: Names) -> Pledge:
    """The pledge with the person who announced it under the chosen name."""
    chosen = names.of(pledge.announced_by) if pledge.announced_by else pledge.announced_by
    return pledge if chosen == pledge.announced_by else replace(pledge, announced_by=chosen)


def name_meeting(meeting: Meeting, names: Names) -> Meeting:
    """The meeting with its persons under the chosen names, each once."""
    return replace(
        meeting,
        hosts=_name_parties(meeting.hosts, names),
        participants=_name_parties(meeting.participants, names),
    )


def _name_parties(parties: tuple[Party, ...], names: Names) -> tuple[Party, ...]:
    found: dict[tuple[str, str], Party] = {}
    for party in parties:
        chosen = names.of(party.name) if party.kind == "person" else party.name
        named = party if chosen == party.name else replace(party, name=chosen)
        found.setdefault((named.kind, named.name), named)
    return tuple(found.values())


def _spellings(meetings: Iterable[Meeting], pledges: Iterable[Pledge], quotes: Iterable[Said]) -> list[Spelling]:
    """Every person's name with its country, the most frequent first."""
    countries: dict[str, Counter[str | None]] = defaultdict(Counter)
    for quote in quotes:
        if quote.speaker_kind == "person" and quote.speaker_name:
            countries[quote.speaker_name][quote.speaker_iso3] += 1
    for meeting in meetings:
        parties: tuple[Host | Participant, ...] = (*meeting.hosts, *meeting.participants)
        for party in parties:
            if party.kind == "person":
                countries[party.name][party.iso3] += 1
    for pledge in pledges:
        if pledge.announced_by in countries:
            countries[pledge.announced_by][None] += 1
    found = [Spelling(name, _commonest(counts), counts.total()) for name, counts in countries.items()]
    return sorted(found, key=lambda spelling: (-spelling.rows, -len(spelling.name), spelling.name))


def _commonest(counts: Counter[str | None]) -> str | None:
    known = sorted(((-count, iso3) for iso3, count in counts.items() if iso3 is not None))
    return known[0][1] if known else None


def _cluster(spellings: Sequence[Spelling]) -> list[list[Spelling]]:
    """Spellings of one person each, the commonest first; all of a cluster agree with each other."""
    clusters: list[list[Spelling]] = []
    for spelling in spellings:
        fitting = [cluster for cluster in clusters if all(is_same_person(spelling, other) for other in cluster)]
        if len(fitting) == 1:
            fitting[0].append(spelling)
        else:  # two persons may bear the shorter name: it stays by itself
            clusters.append([spelling])
    return clusters


def is_same_person(one: Spelling, other: Spelling) -> bool:
    """Whether two spellings with the same sound of the last name are one person's."""
    if one.iso3 is not None and other.iso3 is not None and one.iso3 != other.iso3:
        return False
    by_ear = _is_transliterated(one) or _is_transliterated(other)
    (first, last), (other_first, other_last) = split_name(one.name), split_name(other.name)
    if not by_ear and _plain(last) != _plain(other_last):
        return False
    given, *middle = first.split()
    other_given, *other_middle = other_first.split()
    same = _plain(given) == _plain(other_given) or (by_ear and name_key(given) == name_key(other_given))
    keys = name_key(given), name_key(other_given)
    short = keys[0] != keys[1] and keys[1] in nicknames().get(keys[0], ())
    return (same or short) and _agree(middle, other_middle)


def _agree(middle: list[str], other: list[str]) -> bool:
    """Whether the middle names of one are among those of the other, initials standing for what they begin."""
    shorter, longer = sorted(([name_key(word) for word in words] for words in (middle, other)), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in longer) for a in shorter)


def _is_transliterated(spelling: Spelling) -> bool:
    """Whether a name comes from another script: by the country, or by an Arabic particle."""
    if spelling.iso3 is not None:
        return spelling.iso3 in _other_scripts()
    return any(word.lower().split("-")[0] in ("al", "el", "bin", "ibn", "abu", "abd") for word in spelling.name.split())


@lru_cache(maxsize=1)
def _other_scripts() -> frozenset[str]:
    return frozenset(iso3 for row in read_table("other_scripts.csv") for iso3 in split_field(row["iso3"]))


def _plain(name: str) -> str:
    """Letters only, without accents, case and points."""
    return "".join(char for char in anyascii(name).casefold() if char.isalnum())
