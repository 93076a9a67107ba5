"""Head counts that a mention of a meeting prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coalition_data.document import Token
from coalition_data.extract.meetings.actors import coordinates, members_of
from coalition_data.extract.meetings.lexicon import words
from coalition_data.extract.meetings.numbers import read_dozens, read_number
from coalition_data.extract.meetings.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Count:
    """A head count as printed."""

    count: int
    unit: str


def find_counts(trigger: Trigger, heads: Iterable[Token]) -> Iterator[Count]:
    """ "conference of 17 countries", "attended by 49 delegations", "the 74-member coalition"."""
    nodes = [node for head in heads for token in coordinates(head) for node in (token, *members_of(token))]
    spans = [trigger.head.subtree]
    if trigger.verb is not None and trigger.role not in ("around", "none", "at"):
        spans.append(trigger.verb.subtree)
    nodes += [token for span in spans for token in span]
    seen: set[tuple[int, str]] = set()
    for node in nodes:
        count = _count_at(node)
        if count is not None and (count.count, count.unit) not in seen:
            seen.add((count.count, count.unit))
            yield count


def _count_at(node: Token) -> Count | None:
    if node.lemma in words("units") and node.tag == "NNS":
        number = next((child for child in node.children if child.dep == "nummod"), None)
        value = read_number(number) if number is not None else None
        value = value if value is not None else read_dozens(node)
        return Count(value, node.lower) if value is not None and value > 2 else None
    if node.lower in ("member", "nation", "country", "state", "strong") and node.i >= 2:
        number, hyphen = node.doc.tokens[node.i - 2], node.doc.tokens[node.i - 1]
        value = read_number(number) if hyphen.text in ("-", "–") and number.tag == "CD" else None
        return Count(value, f"{node.lower}s" if node.lower != "country" else "countries") if value else None
    return None
