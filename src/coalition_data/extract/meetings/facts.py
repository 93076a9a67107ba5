"""What a mention says, as far as it tells which meeting is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from coalition_data.extract.meetings.parties import Parties, Party
from coalition_data.extract.meetings.places import Place
from coalition_data.extract.meetings.setting import Timing
from coalition_data.extract.meetings.triggers import Trigger

_INVOLVED = frozenset({"hold", "host", "attend", "happen", "called_off", "put_off", "at"})
"""Roles in which the sentence is about the meeting itself."""


@dataclass(frozen=True)
class Facts:
    """What a mention says."""

    trigger: Trigger
    timing: Timing
    place: Place
    parties: Parties

    @cached_property
    def identified(self) -> tuple[Party, ...]:
        """Parties that are named or hold a known office, and take part."""
        return tuple(party for party in self.parties.found if party.is_identified and party.mode != "excluded")

    @property
    def is_dated(self) -> bool:
        """Whether a date is printed, resolved or not; a year alone tells nothing of what has many a year."""
        vague = self.trigger.weak or self.trigger.family == "talks" or self.trigger.role == "at"
        return any(not vague or "year" not in (phrase.kind, phrase.unit) for phrase in self.timing.phrases)

    @property
    def is_set(self) -> bool:
        """Whether it has a date or a place."""
        return self.is_dated or self.place.is_known

    @property
    def is_proper(self) -> bool:
        """A name of its own: "the Counter-Terrorism Summit"."""
        head = self.trigger.head
        before = head.doc.tokens[head.i - 1] if head.i else None
        return head.text[0].isupper() and before is not None and before.text[0].isupper() and before.tag != "DT"

    @property
    def anchors(self) -> int:
        """How many things tell which meeting it is: a date, a place, up to two parties, a name."""
        among = any(child.lower in ("among", "between") for child in self.trigger.head.children)
        parties = min(len(self.identified), 2) or among
        if self.trigger.family not in ("talks", "dialogue", "call"):
            parties = max(parties, 2 * bool(self.parties.counts))  # "a session of 15 ministers"
        return self.is_dated + self.place.is_known + parties + self.is_proper

    @property
    def is_involved(self) -> bool:
        """Whether the verb is about the meeting itself."""
        verb = self.trigger.verb
        beside = self.trigger.role == "none" and verb is not None and verb.lemma in ("follow", "precede")
        return beside or self.trigger.role in _INVOLVED
