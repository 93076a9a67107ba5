"""Where reported words begin and end: without marks, and without what belongs to the words that follow."""

from __future__ import annotations

from coalition_data.extract.quotes.scene import Scene

_OPENING = frozenset({"$", "€", "£", "#", "@", "("})
_CLOSING = frozenset({"%", ")"})
_LEADING_ON = frozenset({"the", "a", "an", "and", "or", "but", "nor", "while", "whereas", "although", "because"})


def trim(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """The tokens ``[first, last)`` without such edges; as they are where nothing would be left."""
    begin, end = first, last
    while begin < end and not scene.words[begin][:1].isalnum() and scene.words[begin] not in _OPENING:
        begin += 1
    while end > begin and _dangles(scene, end - 1, end < last):
        end -= 1
    return (first, last) if begin == end else (begin, end)


def _dangles(scene: Scene, index: int, cut: bool) -> bool:
    """Whether a token at the end belongs to what follows: a mark, "while", "the", and then the "in" before it."""
    word = scene.lower[index]
    if not word[-1:].isalnum():
        return word not in _CLOSING
    return word in _LEADING_ON or (cut and scene.tags[index] == "IN")
