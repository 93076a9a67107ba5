"""Quotes: who said what, in which words.

Quotation marks are paired by ``annotate.marks``; here every pair is joined to its source (``attribution``, by rules
over the parse and a trained ranker of candidates), names and scare quotes are kept out (``filters``), and the rest
becomes rows (``rows``).
"""

from __future__ import annotations

from coalition_data.document import ParsedArticle
from coalition_data.extract.quotes.attribution import attribute_spans
from coalition_data.extract.quotes.features import RULE_AFTER, RULE_BEFORE, Features
from coalition_data.extract.quotes.indirect import ReportFinder
from coalition_data.extract.quotes.keep import judge_spans
from coalition_data.extract.quotes.reports import select_reports
from coalition_data.extract.quotes.rows import RowMaker
from coalition_data.extract.quotes.scene import Scene
from coalition_data.records import Quote
from coalition_data.resolve.entities import ArticleEntities

__all__ = ["extract_quotes"]


def extract_quotes(parsed: ParsedArticle, entities: ArticleEntities, *, use_model: bool = True) -> tuple[Quote, ...]:
    """The quotes of one article with their speakers.

    Args:
        parsed: the parsed article.
        entities: who is meant by its mentions.
        use_model: whether the trained models rank the sources and filter the spans; rules alone cost a tenth.

    Returns:
        Rows in order of the text; offsets are 0-based code points into ``parsed.text``. ``text`` is the words inside
        one pair of marks without surrounding blanks. Left out: pairs inside pairs, and what ``filters`` names.
    """
    scene = Scene(parsed)
    features = Features(scene) if use_model else Features(scene, RULE_BEFORE, RULE_AFTER)
    maker = RowMaker(scene, entities)
    attributions = attribute_spans(scene, features, use_model)
    judged = judge_spans(scene, attributions, use_model)
    kept = [(one, sure) for one, (reason, sure) in zip(attributions, judged, strict=True) if reason is None]
    rows = maker.rows([one for one, _ in kept], [sure for _, sure in kept])
    finder = ReportFinder(scene, features)
    rows += maker.indirect_rows(select_reports(finder, use_model), finder)
    return tuple(sorted(rows, key=lambda row: (row.start, row.end)))
