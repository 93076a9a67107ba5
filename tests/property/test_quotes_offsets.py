"""Quotes of arbitrary text: no exception, and every offset points to the words that the row holds."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes import extract_quotes
from coalition_data.resolve.entities import ArticleEntities

PIECES = st.sampled_from(
    ["“", "”", '"', "''", "‘", "’", "said", "Anna Berg", "she", "according to", "the ministry", "that", "We will go",
     ",", ".", ":", "—", "\n", "\n\n", "The film", "(", ")", "6'2\"", "«", "»", "told", "who", "quoted", "as saying",
     "BERG:"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, min_size=1, max_size=40).map(" ".join), st.text(min_size=1, max_size=120))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=TEXTS)
def test_rows_point_to_their_words(text: str, parse: Callable[..., ParsedArticle]) -> None:
    parsed = parse(text)
    for use_model in (True, False):
        rows = extract_quotes(parsed, ArticleEntities(parsed), use_model=use_model)
        assert len({row.quote_id for row in rows}) == len(rows)
        for row in rows:
            assert row.text
            assert parsed.text[row.start : row.end] == row.text
            for start, end, words in (
                (row.speaker_start, row.speaker_end, row.speaker_mention),
                (row.cue_start, row.cue_end, row.cue),
            ):
                assert (start is None) == (end is None) == (words is None)
                assert start is None or parsed.text[start:end] == words
