"""The columns of the features, in order: what the rules, the trained models and the training share."""

from __future__ import annotations

from coalition_data.extract.quotes.lexicon import CUE_KINDS

KINDS = ("person", "name", "body", "place", "role", "document", "other", "he", "they", "i", "it", "you", "who")
DEPS = ("nsubj", "nsubjpass", "pobj", "dobj", "appos", "conj", "poss", "attr", "ROOT", "npadvmod", "dep", "compound")
TAGS = ("VBD", "VBZ", "VBP", "VBG", "VBN", "VB")

SPAN_NAMES = (
    "length", "starts_upper", "ends_comma", "ends_stop", "opens_unit", "closes_unit", "alone", "in_headline", "single",
    "before_colon", "before_comma", "before_that", "before_cue", "before_stop", "before_noun", "before_prep",
    "before_det", "after_cue", "after_stop", "after_pronoun", "after_name", "after_dash", "after_open", "cue_before",
    "cue_after", "spans_in_unit", "span_rank", "gap_to_previous", "same_sentence_as_previous", "unit_before_ends_span",
    "cue_in_sentence",
)  # fmt: skip
PAIR_NAMES = (
    "after", "distance_outside", "distance", "sentences", "units", "spans_between", "rank", "subject_rank",
    "person_rank",
    "plural", "proper", "named_often", "in_headline_mention", "according", "by_agent", "starts_unit", "colon_follows",
    "comma_follows", "touches", "inverted", "subject", "gov_weight", "gov_distance", "gov_touches", "gov_is_ancestor",
    "gov_level", "gov_attached", "gov_negated", "gov_passive", "gov_has_that", "gov_between", "link_weight",
    "link_distance",
    "link_after", "link_touches", "link_colon", "link_that", "relative", "possessive_of", "depth", "follows_dash",
    "same_sentence_first", "same_sentence_last", "subject_of_sentence", "has_role", "clause_cues", "adjacent",
    "link_spans_between",
)  # fmt: skip
BASE_NAMES = (
    SPAN_NAMES + PAIR_NAMES
    + tuple(f"kind_{kind}" for kind in KINDS) + tuple(f"dep_{dep}" for dep in DEPS)
    + tuple(f"gov_{tag}" for tag in TAGS)
    + tuple(f"gov_{kind}" for kind in CUE_KINDS) + tuple(f"link_{kind}" for kind in CUE_KINDS)
)  # fmt: skip
ANCHOR_DEPS = ("ccomp", "ROOT", "dobj", "advcl", "pobj", "attr", "acomp")
LINK_DEPS = ("ROOT", "conj", "advcl", "relcl", "acl", "ccomp", "xcomp", "pcomp")
CONTEXT_NAMES = (
    "rule_score", "rule_gap", "rule_rank", "link_value", "link_gap", "link_rank",
    "source_before", "word_before_source", "source_after", "word_after_source",
    "noun_link", "noun_distance", "cue_follows", "subjects_between", "verbs_between", "cues_behind",
    "first_subject", "last_subject_before", "link_marked", "link_is_ancestor", "link_level", "same_dep",
    *(f"anchor_{dep}" for dep in ANCHOR_DEPS), *(f"link_dep_{dep}" for dep in LINK_DEPS),
    *(f"prep_{name}" for name in ("by", "to", "from", "of", "for", "with", "other")),
)  # fmt: skip
NAMES = BASE_NAMES + CONTEXT_NAMES
"""All columns: the rules and ``features`` know the first ones, the trained ranker reads all."""
PAIR_COLUMNS = {name: index for index, name in enumerate(NAMES)}
"""Column of each feature."""
