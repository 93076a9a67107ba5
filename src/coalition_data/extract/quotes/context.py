"""More features for the trained ranker: each candidate beside its rivals, and what stands between it and the span.

The rules do not read these columns; they come after those of ``features`` in every row.
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import numpy.typing as npt

from coalition_data.extract.quotes.columns import ANCHOR_DEPS, LINK_DEPS
from coalition_data.extract.quotes.features import Features
from coalition_data.extract.quotes.layout import tied_source
from coalition_data.extract.quotes.links import FAR, SUBJECTS, Link
from coalition_data.extract.quotes.rules import score_by_rules
from coalition_data.extract.quotes.scene import QuotedSpan

_MARKERS = frozenset(
    ("when", "while", "as", "after", "before", "if", "since", "because", "though", "although", "until")
)
_PREPOSITIONS = {"by": "by", "to": "to", "from": "from", "of": "of", "for": "for", "with": "with"}
_NO_LEVEL = 12
SHORTLIST = 10
"""Candidates a span, best by the rules: the source is among them for 98.2 % of PolNeAR's training spans, among all of
them for 98.3 %, at a third of the cost."""

Rows = list[list[float]]


class Context:
    """Whole rows of features for the spans of one scene.

    Args:
        features: the article's features.
    """

    def __init__(self, features: Features) -> None:
        self.features = features
        self.scene = features.scene
        tags, deps, span_of = self.scene.tags, self.scene.deps, self.scene.span_of
        inside = [span >= 0 for span in span_of]
        self._subjects = self._count([dep in SUBJECTS and not own for dep, own in zip(deps, inside, strict=True)])
        self._verbs = self._count(
            [tag in ("VBD", "VBZ", "VBP", "MD") and not own for tag, own in zip(tags, inside, strict=True)]
        )
        self._cues = self._count([cue is not None for cue in self.scene.cue_of])

    @staticmethod
    def _count(flags: list[bool]) -> list[int]:
        return [0, *accumulate(flags)]

    def rows(self) -> list[tuple[list[int], Rows]]:
        """For each span its candidates and their features in the order of ``columns.NAMES``."""
        listed = [self._shortlist(number) for number in range(len(self.scene.spans))]
        best = [found[int(np.argmax(scores))] if found else None for found, _, scores in listed]
        whole = []
        for number, (found, rows, scores) in enumerate(listed):
            before = best[number - 1] if number else None
            after = best[number + 1] if number + 1 < len(best) else None
            beside = self._beside_rivals(number, found, scores)
            anchor = self.features.anchor(self.scene.spans[number])
            full = []
            for index, row, rivals in zip(found, rows, beside, strict=True):
                same = (*self._same(index, before), *self._same(index, after))
                full.append([*row, *rivals, *same, *self._around(index, number, anchor)])
            whole.append((found, full))
        return whole

    def _shortlist(self, number: int) -> tuple[list[int], Rows, npt.NDArray[np.float64]]:
        """The candidates that the rules like best, in order of the text, with their features and scores."""
        found, rows = self.features.rows(number)
        scores = np.array([score_by_rules(row) for row in rows])
        tied = tied_source(self.scene, self.scene.spans[number])
        sure = {found.index(tied)} if tied in found else set()
        places = sorted(sure | {int(place) for place in np.argsort(-scores, kind="stable")[:SHORTLIST]})
        return [found[place] for place in places], [rows[place] for place in places], scores[places]

    def _beside_rivals(self, number: int, found: list[int], scores: npt.NDArray[np.float64]) -> Rows:
        """How the candidate's score by the rules and its link compare with the best among all candidates."""
        if not found:
            return []
        span = self.scene.spans[number]
        links = [self.features.links.link(index, span) for index in found]
        values = np.array([link.cue.weight / (4.0 + link.distance) if link else 0.0 for link in links])
        rows = []
        for place in range(len(found)):
            rows.append(
                [
                    float(scores[place]),
                    float(scores[place] - scores.max()),
                    float((scores > scores[place]).sum()),
                    float(values[place]),
                    float(values[place] - values.max()),
                    float((values > values[place]).sum()),
                ]
            )
        return rows

    def _same(self, index: int, other: int | None) -> list[float]:
        """Whether the rules take the mention, or another with its word, for the source of a neighbouring span."""
        if other is None:
            return [0.0, 0.0]
        return [float(index == other), float(self.scene.lower[index] == self.scene.lower[other])]

    def _around(self, index: int, number: int, anchor: tuple[int, dict[int, int]]) -> list[float]:
        scene, span = self.scene, self.scene.spans[number]
        link, noun = self.features.links.link(index, span), self.features.links.noun(index, span)
        left, right = (span.after, index) if index >= span.last else (index + 1, span.before + 1)
        right = max(left, right)
        dep, head, root = scene.deps[index], scene.heads[index], anchor[0]
        preposition = _PREPOSITIONS.get(scene.lower[head], "other") if dep == "pobj" else ""
        link_dep = scene.deps[link.token] if link else ""
        row: list[float] = [
            noun is not None,
            self.features.links.tokens_outside(noun, span) if noun is not None else FAR,
            index + 1 < len(scene.tags) and scene.cue_of[index + 1] is not None,
            min(8, self._subjects[right] - self._subjects[left]),
            min(8, self._verbs[right] - self._verbs[left]),
            self._cues_behind(link, span),
            self._first_subject(index, span.unit),
            self._last_subject(index, span.unit - 1),
            link is not None and self._is_marked(link.token),
            link is not None and link.token in anchor[1],
            anchor[1].get(link.token, _NO_LEVEL) if link else _NO_LEVEL,
            scene.deps[root] == dep,
        ]
        row += [scene.deps[root] == name for name in ANCHOR_DEPS]
        row += [link_dep == name for name in LINK_DEPS]
        row += [preposition == name for name in (*_PREPOSITIONS.values(), "other")]
        return [float(value) for value in row]

    def _cues_behind(self, link: Link | None, span: QuotedSpan) -> int:
        """Reporting verbs that stand nearer to the span than the mention's own."""
        if link is None:
            return 0
        first, last = (span.after, link.token) if link.after else (link.token + 1, span.before + 1)
        return min(8, self._cues[max(first, last)] - self._cues[first])

    def _first_subject(self, index: int, unit: int) -> bool:
        """Whether the mention is the first subject of the unit: what the paragraph is about."""
        scene = self.scene
        if scene.deps[index] not in SUBJECTS or scene.unit_of[index] != unit:
            return False
        return not self._subjects[index] - self._subjects[scene.first_token_of[unit]]

    def _last_subject(self, index: int, unit: int) -> bool:
        scene = self.scene
        if scene.deps[index] not in SUBJECTS or scene.unit_of[index] != unit:
            return False
        return self._subjects[index + 1] == self._subjects[scene.first_token_of[unit + 1]]

    def _is_marked(self, verb: int) -> bool:
        """Whether a conjunction makes the verb's clause a side remark ("when Doe said …")."""
        scene = self.scene
        return any(
            scene.lower[child] in _MARKERS and scene.deps[child] in ("mark", "advmod")
            for child in scene.doc.children_of[verb]
        )
