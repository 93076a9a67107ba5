"""Who spoke, by rules over the features: what works without a trained model."""

from __future__ import annotations

from coalition_data.extract.quotes.columns import NAMES

_AT = {name: index for index, name in enumerate(NAMES)}
NEAR_LINK, FAR_LINK, LINK_DECAY = 8.0, 4.8, 0.3
"""Weight of a reporting verb inside and outside the span's sentence, and how fast it fades with the words between."""

_PLAIN = {
    "link_say": 1.0, "according": 5.0, "spans_between": -0.3, "distance": -0.02, "kind_person": 0.5, "kind_he": 0.6,
    "kind_role": 0.3, "kind_document": 0.1, "kind_other": -0.5, "kind_place": -0.8, "kind_it": -0.6, "kind_i": -0.4,
    "kind_you": -1.0, "possessive_of": -1.0, "dep_dobj": -0.8,
}  # fmt: skip
"""Hand-set on PolNeAR's training articles: right source for 0.886 of the spans."""


def score_by_rules(row: list[float]) -> float:
    """How well a candidate fits as the source, from its features; higher is better."""
    value = _AT
    near = row[value["same_sentence_first"]] or row[value["same_sentence_last"]]
    linked = row[value["link_weight"]]
    score = (NEAR_LINK if near else FAR_LINK) * linked / (1 + LINK_DECAY * row[value["link_distance"]])
    score += 0.5 if near else 0.0
    score += row[value["subject"]] if linked else 0.0
    score += 1.5 * row[value["link_touches"]] * row[value["link_after"]]
    if row[value["gov_is_ancestor"]] and row[value["gov_weight"]] > 0.05:
        score += 3 - 0.25 * row[value["gov_level"]]
    score -= 0.6 * abs(row[value["sentences"]]) + 1.2 * abs(row[value["units"]])
    return score + sum(weight * row[value[name]] for name, weight in _PLAIN.items())
