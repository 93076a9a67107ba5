"""What speaks for a mention being the speaker of a quoted span, as numbers.

One row a pair of span and candidate mention. The rules and the trained ranker read the same rows; ``NAMES`` is the
order of the columns, and the model file repeats it, so that the two cannot drift apart unnoticed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property, lru_cache

from coalition_data.extract.quotes.columns import DEPS, KINDS, TAGS
from coalition_data.extract.quotes.layout import adjacent_source
from coalition_data.extract.quotes.lexicon import CUE_KINDS
from coalition_data.extract.quotes.links import FAR, SUBJECTS, Link, Links
from coalition_data.extract.quotes.scene import QuotedSpan, Scene

UNITS_BEFORE, UNITS_AFTER = 3, 1
"""Paragraphs searched around the span's own; 98 % of PolNeAR's sources stand in the own one."""
MOST_BEFORE, MOST_AFTER = 30, 12
"""Candidates kept on each side, nearest first."""
RULE_BEFORE, RULE_AFTER = 10, 5
"""The same where rules alone decide: farther ones never win there."""

_ENDS = frozenset(".!?")


@lru_cache(maxsize=1024)
def _one_hot(names: tuple[str, ...], value: str | None) -> tuple[float, ...]:
    return tuple([float(name == value) for name in names])


class Features:
    """Rows of features for the spans of one scene.

    Args:
        scene: the article.
        most_before, most_after: candidates a span on each side.
    """

    def __init__(self, scene: Scene, most_before: int = MOST_BEFORE, most_after: int = MOST_AFTER) -> None:
        self.scene = scene
        self.most_before, self.most_after = most_before, most_after
        self.counts = Counter(scene.lower[index] for index in scene.mentions)
        self.kinds = {index: scene.kind_of(index) for index in scene.mentions}
        self.links = Links(scene)

    @cached_property
    def _mention_units(self) -> list[int]:
        return [self.scene.unit_of[index] for index in self.scene.mentions]

    def candidates(self, span: QuotedSpan) -> list[int]:
        """Mentions around the span that may be its source, in order of the text."""
        scene = self.scene
        low = bisect_left(self._mention_units, span.unit - UNITS_BEFORE)
        high = bisect_left(self._mention_units, span.unit + UNITS_AFTER + 1)
        near = scene.mentions[low:high]
        before = [index for index in near if index < span.first][-self.most_before :]
        after = [index for index in near if index >= span.last][: self.most_after]
        return before + after

    def rows(self, number: int) -> tuple[list[int], list[list[float]]]:
        """The candidates of span ``number`` and their features, without the columns of the chain."""
        span = self.scene.spans[number]
        found = self.candidates(span)
        head = self._span_features(number)
        anchor = self.anchor(span)
        ranks = self._ranks(found, span)
        adjacent = adjacent_source(self.scene, span)
        return found, [head + self._pair_features(index, number, anchor, ranks[index], adjacent) for index in found]

    # ------------------------------------------------------------------------------------------------ the span
    def _span_features(self, number: int) -> list[float]:
        scene = self.scene
        span = scene.spans[number]
        text = scene.text
        before, after = span.before, span.after
        same_unit_before = before >= 0 and scene.unit_of[before] == span.unit
        same_unit_after = after < len(scene.tags) and scene.unit_of[after] == span.unit
        word_before = scene.lower[before] if same_unit_before else ""
        tag_before = scene.tags[before] if same_unit_before else ""
        word_after = scene.lower[after] if same_unit_after else ""
        tag_after = scene.tags[after] if same_unit_after else ""
        cue_before, cue_after = self._cue_near(span)
        last = text[span.end - 1]
        previous = scene.spans[number - 1] if number else None
        gap = scene.outside[max(0, before + 1)] - scene.outside[previous.after] if previous else FAR
        together = [other for other in scene.spans if other.unit == span.unit]
        first_sentence = scene.sentence_of[span.first]
        return [
            min(span.last - span.first, 80),
            text[span.start].isupper(),
            last == "," or word_after == ",",
            last in _ENDS,
            not same_unit_before,
            not same_unit_after,
            not same_unit_before and not same_unit_after,
            span.unit == 0,
            span.single,
            word_before == ":",
            word_before == ",",
            word_before == "that",
            same_unit_before and scene.cue_of[before] is not None,
            word_before in (".", "!", "?", ""),
            tag_before[:2] == "NN",
            tag_before in ("IN", "TO"),
            tag_before in ("DT", "PRP$", "POS", "JJ"),
            same_unit_after and scene.cue_of[after] is not None,
            word_after in (".", "!", "?", ""),
            tag_after == "PRP",
            tag_after[:3] == "NNP",
            word_after in ("-", "–", "—", "―", "--", "~"),
            word_after == "(",
            cue_before,
            cue_after,
            min(len(together), 8),
            min(together.index(span), 8),
            min(gap, FAR),
            previous is not None and first_sentence == scene.sentence_of[previous.last - 1],
            previous is not None and previous.continues and previous.unit == span.unit - 1,
            self._cue_in_sentence(first_sentence, span),
        ]

    def _cue_near(self, span: QuotedSpan) -> tuple[float, float]:
        """Weight of the strongest cue within six tokens on each side, inside the unit."""
        scene = self.scene
        sides = []
        for window in (
            range(max(0, span.before - 5), span.before + 1),
            range(span.after, min(len(scene.tags), span.after + 6)),
        ):
            found = [
                cue.weight for i in window if (cue := scene.cue_of[i]) is not None and scene.unit_of[i] == span.unit
            ]
            sides.append(max(found, default=0.0))
        return sides[0], sides[1]

    def _cue_in_sentence(self, sentence: int, span: QuotedSpan) -> float:
        scene = self.scene
        best, index = 0.0, span.before
        while index >= 0 and scene.sentence_of[index] == sentence:
            cue = scene.cue_of[index]
            best, index = max(best, cue.weight if cue else 0.0), index - 1
        return best

    def anchor(self, span: QuotedSpan) -> tuple[int, dict[int, int]]:
        """The token of the span that the parser hangs on the rest of the sentence, and its ancestors by level."""
        heads = self.scene.heads
        root = next((i for i in range(span.first, span.last) if not span.first <= heads[i] < span.last), span.first)
        root = next(
            (i for i in range(span.first, span.last) if heads[i] != i and not span.first <= heads[i] < span.last), root
        )
        levels: dict[int, int] = {}
        node, level = root, 0
        while heads[node] != node and level < 30:
            node, level = heads[node], level + 1
            levels.setdefault(node, level)
        return root, levels

    def _ranks(self, found: list[int], span: QuotedSpan) -> dict[int, tuple[int, int, int]]:
        """For each candidate: which one from the span on its side, counting all, subjects, persons."""
        ranks: dict[int, tuple[int, int, int]] = {}
        for side in ([i for i in reversed(found) if i < span.first], [i for i in found if i >= span.last]):
            subjects = persons = 0
            for rank, index in enumerate(side):
                subjects += self.scene.deps[index] in SUBJECTS
                persons += self.kinds[index] in ("person", "he", "role", "name")
                ranks[index] = (rank, subjects, persons)
        return ranks

    # ------------------------------------------------------------------------------------------------ the pair
    def _pair_features(
        self,
        index: int,
        number: int,
        anchor: tuple[int, dict[int, int]],
        ranks: tuple[int, int, int],
        adjacent: int | None,
    ) -> list[float]:
        scene = self.scene
        span = scene.spans[number]
        after = index >= span.last
        kind, dep = self.kinds[index], scene.deps[index]
        left, right = (span.after, index) if after else (index + 1, span.before + 1)
        outside = scene.outside[max(left, right)] - scene.outside[left]
        boundary = span.last - 1 if after else span.first
        governor = self.links.governor(index)
        gov = self._governor_features(governor, index, span, anchor)
        link = self.links.link(index, span)
        next_word = scene.lower[index + 1] if index + 1 < len(scene.tags) else ""
        previous_word = scene.lower[index - 1] if index else ""
        same_first = scene.sentence_of[index] == scene.sentence_of[span.first]
        same_last = scene.sentence_of[index] == scene.sentence_of[span.last - 1]
        tag = scene.tags[index]
        row: list[float] = [
            after,
            min(outside, FAR),
            min(abs(boundary - index), 120),
            max(-6, min(6, scene.sentence_of[index] - scene.sentence_of[boundary])),
            scene.unit_of[index] - span.unit,
            self._spans_between(index, number, after),
            min(ranks[0], 20), min(ranks[1], 10), min(ranks[2], 10),
            tag in ("NNS", "NNPS") or kind == "they",
            tag[:3] == "NNP",
            min(self.counts[scene.lower[index]], 12),
            scene.unit_of[index] == 0,
            self._according(index),
            dep == "pobj" and scene.lower[scene.heads[index]] == "by",
            self._starts_unit(index),
            next_word == ":", next_word == ",",
            outside == 0,
            governor >= 0 and index > governor,
            dep in SUBJECTS,
            *gov,
            *self._link_features(link),
            any(scene.deps[child] == "relcl" for child in scene.doc.children_of[index]),
            self._possessive_of(index),
            self._depth(index),
            previous_word in ("-", "–", "—", "―", "--", "~"),
            same_first, same_last,
            dep in SUBJECTS and governor >= 0 and scene.heads[governor] == governor,
            self._has_role(index),
            self._cues_between(left, right),
            index == adjacent,
            self._spans_between(link.token, number, link.after) if link else 6.0,
        ]  # fmt: skip
        row = list(map(float, row))
        row += _one_hot(KINDS, kind)
        row += _one_hot(DEPS, dep)
        row += _one_hot(TAGS, scene.tags[governor] if governor >= 0 else None)
        cue = scene.cue_of[governor] if governor >= 0 else None
        row += _one_hot(CUE_KINDS, cue.kind if cue else None)
        row += _one_hot(CUE_KINDS, link.cue.kind if link else None)
        return row

    def _spans_between(self, index: int, number: int, after: bool) -> int:
        spans = self.scene.spans
        if after:
            return min(6, sum(span.first < index for span in spans[number + 1 :]))
        return min(6, sum(span.first > index for span in spans[:number]))

    def _starts_unit(self, index: int) -> bool:
        first = self.scene.doc.edges[index][0]
        return first == 0 or self.scene.unit_of[first - 1] != self.scene.unit_of[index]

    def _according(self, index: int) -> bool:
        scene = self.scene
        head = scene.heads[index]
        word = scene.lower[head]
        return scene.deps[index] == "pobj" and (
            word == "per"
            or (word == "to" and "according" in (scene.lower[scene.heads[head]], scene.lower[max(0, head - 1)]))
        )

    def _governor_features(
        self, verb: int, index: int, span: QuotedSpan, anchor: tuple[int, dict[int, int]]
    ) -> list[float]:
        if verb < 0:
            return [0.0, FAR, 0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0]
        scene = self.scene
        cue = scene.cue_of[verb]
        distance = self.links.tokens_outside(verb, span)
        root, levels = anchor
        children = [scene.lower[child] for child in scene.doc.children_of[verb]]
        inside = span.before < verb < span.after
        return [
            cue.weight if cue else 0.0,
            distance,
            distance == 0 and not inside,
            verb in levels,
            min(levels.get(verb, 12), 12),
            scene.heads[root] == verb,
            any(word in ("not", "n't", "n’t", "never") for word in children),
            any(scene.deps[child] == "auxpass" for child in scene.doc.children_of[verb]),
            self._has_that(verb, span),
            (span.first - verb) * (span.first - index) < 0,
        ]

    def _has_that(self, verb: int, span: QuotedSpan) -> bool:
        lower = self.scene.lower
        return verb < span.first and any(lower[i] == "that" for i in range(verb + 1, min(span.first, verb + 12)))

    def _link_features(self, link: Link | None) -> list[float]:
        if link is None:
            return [0.0, FAR, 0.0, 0.0, 0.0, 0.0]
        lower = self.scene.lower
        following = lower[link.token + 1] if link.token + 1 < len(lower) else ""
        return [link.cue.weight, link.distance, link.after, link.distance <= 1, following == ":", following == "that"]

    def _possessive_of(self, index: int) -> bool:
        scene = self.scene
        return index + 1 < len(scene.tags) and scene.tags[index + 1] == "POS"

    def _depth(self, index: int) -> int:
        heads, depth = self.scene.heads, 0
        while heads[index] != index and depth < 10:
            index, depth = heads[index], depth + 1
        return depth

    def _has_role(self, index: int) -> bool:
        """Whether a noun of office stands in the mention's phrase or in an apposition to it."""
        scene = self.scene
        return any(
            scene.lower[child] in scene.nouns.roles and scene.deps[child] in ("compound", "appos", "nmod")
            for child in scene.doc.children_of[index]
        )

    def _cues_between(self, left: int, right: int) -> int:
        cue_of = self.scene.cue_of
        return min(4, sum(cue_of[i] is not None for i in range(left, min(right, left + 60))))
