"""What speaks for a mention being the speaker of a quoted span, as numbers.

One row a pair of span and candidate mention. The rules and the trained ranker read the same rows; ``NAMES`` is the
order of the columns, and the model file repeats it, so that the two cannot drift apart unnoticed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from coalition_data.extract.quotes.layout import adjacent_source
from coalition_data.extract.quotes.lexicon import CUE_KINDS
from coalition_data.extract.quotes.links import FAR, SUBJECTS, Link, Links
from coalition_data.extract.quotes.mention_features import (
    MentionFeatures,
    count_heads,
    describe_mention,
    one_hot,
)
from coalition_data.extract.quotes.scene import QuotedSpan, Scene

UNITS_BEFORE, UNITS_AFTER = 3, 1
"""Paragraphs searched around the span's own; 98 % of PolNeAR's sources stand in the own one."""
MOST_BEFORE, MOST_AFTER = 30, 12
"""Candidates kept on each side, nearest first."""
RULE_BEFORE, RULE_AFTER = 10, 5
"""The same where rules alone decide: farther ones never win there."""

_ENDS = frozenset(".!?")


class Features:
    """Rows of features for the spans of one scene.

    Args:
        scene: the article.
        most_before, most_after: candidates a span on each side.
    """

    def __init__(self, scene: Scene, most_before: int = MOST_BEFORE, most_after: int = MOST_AFTER) -> None:
        self.scene = scene
        self.most_before, self.most_after = most_before, most_after
        self.counts = count_heads(scene)
        self.kinds = {index: scene.kind_of(index) for index in scene.mentions}
        self.links = Links(scene)
        self._firsts = [span.first for span in scene.spans]  # ascending, as spans stand in the order of the text
        self._cues = [0, *accumulate(cue is not None for cue in scene.cue_of)]
        self._described: dict[int, MentionFeatures] = {}

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
        own = self._mention(index)
        after = index >= span.last
        left, right = (span.after, index) if after else (index + 1, span.before + 1)
        outside = scene.outside[max(left, right)] - scene.outside[left]
        boundary = span.last - 1 if after else span.first
        link = self.links.link(index, span)
        sentence = scene.sentence_of[index]
        return [
            float(after),
            float(min(outside, FAR)),
            float(min(abs(boundary - index), 120)),
            float(max(-6, min(6, sentence - scene.sentence_of[boundary]))),
            float(scene.unit_of[index] - span.unit),
            self._spans_between(index, number, after),
            float(min(ranks[0], 20)), float(min(ranks[1], 10)), float(min(ranks[2], 10)),
            *own.form,
            float(outside == 0),
            *own.place,
            *self._governor_features(own, index, span, anchor),
            *self._link_features(link),
            *own.phrase,
            float(sentence == scene.sentence_of[span.first]), float(sentence == scene.sentence_of[span.last - 1]),
            *own.rank,
            self._cues_between(left, right),
            float(index == adjacent),
            self._spans_between(link.token, number, link.after) if link else 6.0,
            *own.kinds,
            *one_hot(CUE_KINDS, link.cue.kind if link else None),
        ]  # fmt: skip

    def _mention(self, index: int) -> MentionFeatures:
        if index not in self._described:
            kind = self.kinds[index]
            self._described[index] = describe_mention(self.scene, self.links, index, kind, self.counts)
        return self._described[index]

    def _spans_between(self, index: int, number: int, after: bool) -> float:
        """Spans, six at most, that begin between a span and a token."""
        if after:
            return float(min(6, max(0, bisect_left(self._firsts, index) - number - 1)))
        return float(min(6, max(0, number - bisect_right(self._firsts, index))))

    def _governor_features(
        self, own: MentionFeatures, index: int, span: QuotedSpan, anchor: tuple[int, dict[int, int]]
    ) -> tuple[float, ...]:
        verb = own.governor
        if verb < 0:
            return 0.0, FAR, 0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0
        distance = self.links.tokens_outside(verb, span)
        root, levels = anchor
        return (
            own.weight,
            distance,
            float(distance == 0 and not span.before < verb < span.after),
            float(verb in levels),
            float(min(levels.get(verb, 12), 12)),
            float(self.scene.heads[root] == verb),
            own.negated,
            own.passive,
            float(self._has_that(verb, span)),
            float((span.first - verb) * (span.first - index) < 0),
        )

    def _has_that(self, verb: int, span: QuotedSpan) -> bool:
        lower = self.scene.lower
        return verb < span.first and any(lower[i] == "that" for i in range(verb + 1, min(span.first, verb + 12)))

    def _link_features(self, link: Link | None) -> tuple[float, ...]:
        if link is None:
            return 0.0, FAR, 0.0, 0.0, 0.0, 0.0
        lower = self.scene.lower
        following = lower[link.token + 1] if link.token + 1 < len(lower) else ""
        return (
            link.cue.weight, float(link.distance), float(link.after), float(link.distance <= 1),
            float(following == ":"), float(following == "that"),
        )  # fmt: skip

    def _cues_between(self, left: int, right: int) -> float:
        """Cues, four at most, among the first 60 tokens between a span and a token."""
        right = min(right, left + 60)
        return float(min(4, self._cues[right] - self._cues[left])) if right > left else 0.0
