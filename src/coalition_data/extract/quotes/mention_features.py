"""What of the features of a pair depends on the candidate mention alone: worked out once, whatever the span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from coalition_data.extract.quotes.columns import DEPS, KINDS, TAGS
from coalition_data.extract.quotes.lexicon import CUE_KINDS
from coalition_data.extract.quotes.links import SUBJECTS, Links
from coalition_data.extract.quotes.scene import Scene

DASHES = frozenset("-–—―~") | {"--"}
_NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
_MOST_NAMED = 12
_DEEPEST = 10


@lru_cache(maxsize=1024)
def one_hot(names: tuple[str, ...], value: str | None) -> tuple[float, ...]:
    """A column for each name, 1 where it is the value."""
    return tuple([float(name == value) for name in names])


@dataclass(frozen=True, slots=True)
class MentionFeatures:
    """Columns of one mention, in runs as they stand in ``columns.PAIR_NAMES``.

    Attributes:
        governor: the verb of the mention, -1 where it has none.
        weight, negated, passive: of that verb; its weight as a cue.
        form: ``plural`` to ``comma_follows``.
        place: ``inverted`` and ``subject``.
        phrase: ``relative`` to ``follows_dash``.
        rank: ``subject_of_sentence`` and ``has_role``.
        kinds: kind, label, the governor's tag and kind of cue, one column a value.
    """

    governor: int
    weight: float
    negated: float
    passive: float
    form: tuple[float, ...]
    place: tuple[float, ...]
    phrase: tuple[float, ...]
    rank: tuple[float, ...]
    kinds: tuple[float, ...]


def describe_mention(
    scene: Scene, links: Links, index: int, kind: str | None, counts: Mapping[str, int]
) -> MentionFeatures:
    """The columns of the mention whose head is token ``index``.

    Args:
        scene: the article.
        links: its links.
        index: a token.
        kind: kind of the mention.
        counts: how often each form heads a mention.
    """
    tag, dep, head = scene.tags[index], scene.deps[index], scene.heads[index]
    children = scene.doc.children_of[index]
    following = scene.lower[index + 1] if index + 1 < len(scene.tags) else ""
    governor = links.governor(index)
    cue = scene.cue_of[governor] if governor >= 0 else None
    below = scene.doc.children_of[governor] if governor >= 0 else ()
    subject = dep in SUBJECTS
    form = (
        tag in ("NNS", "NNPS") or kind == "they", tag[:3] == "NNP", min(counts[scene.lower[index]], _MOST_NAMED),
        scene.unit_of[index] == 0, _is_according(scene, index), dep == "pobj" and scene.lower[head] == "by",
        _starts_unit(scene, index), following == ":", following == ",",
    )  # fmt: skip
    phrase = (
        any(scene.deps[child] == "relcl" for child in children),
        index + 1 < len(scene.tags) and scene.tags[index + 1] == "POS",
        _depth(scene, index),
        bool(index) and scene.lower[index - 1] in DASHES,
    )
    return MentionFeatures(
        governor,
        cue.weight if cue else 0.0,
        float(any(scene.lower[child] in _NEGATIONS for child in below)),
        float(any(scene.deps[child] == "auxpass" for child in below)),
        tuple(map(float, form)),
        (float(governor >= 0 and index > governor), float(subject)),
        tuple(map(float, phrase)),
        (float(subject and governor >= 0 and scene.heads[governor] == governor), float(_has_role(scene, index))),
        one_hot(KINDS, kind) + one_hot(DEPS, dep) + one_hot(TAGS, scene.tags[governor] if governor >= 0 else None)
        + one_hot(CUE_KINDS, cue.kind if cue else None),
    )  # fmt: skip


def count_heads(scene: Scene) -> Counter[str]:
    """How often each form heads a mention."""
    return Counter(scene.lower[index] for index in scene.mentions)


def _starts_unit(scene: Scene, index: int) -> bool:
    first = scene.doc.edges[index][0]
    return first == 0 or scene.unit_of[first - 1] != scene.unit_of[index]


def _is_according(scene: Scene, index: int) -> bool:
    """Whether the mention stands behind "according to" or "per"."""
    head = scene.heads[index]
    word = scene.lower[head]
    return scene.deps[index] == "pobj" and (
        word == "per"
        or (word == "to" and "according" in (scene.lower[scene.heads[head]], scene.lower[max(0, head - 1)]))
    )


def _depth(scene: Scene, index: int) -> int:
    heads, depth = scene.heads, 0
    while heads[index] != index and depth < _DEEPEST:
        index, depth = heads[index], depth + 1
    return depth


def _has_role(scene: Scene, index: int) -> bool:
    """Whether a noun of office stands in the mention's phrase or in an apposition to it."""
    return any(
        scene.lower[child] in scene.nouns.roles and scene.deps[child] in ("compound", "appos", "nmod")
        for child in scene.doc.children_of[index]
    )
