"""Meetings and their dates: gold sets, single sentences of the world's news, and the calendar's table.

    python benchmarks/meetings.py [--set seeds]... [--errors]

Prints the scorer's figures for meetings (errors grouped by kind), the share of PLOVER sentences by type of event that
give a meeting (``CONSULT`` should, the others should not), and the calendar beside dateparser. Gold, texts, corpus
and scorer are looked for in a folder ``shared`` beside the project.
"""

from __future__ import annotations

from collections import Counter

import calendar_phrases
import events
import plover

from coalition_data.annotate import load_parser
from coalition_data.extract.meetings import extract_meetings
from coalition_data.resolve.entities import ArticleEntities


def consult_rates() -> dict[str, tuple[int, int]]:
    """(sentences with a meeting, sentences) by type of event."""
    sentences = plover.read_corpus()
    parsed = load_parser().parse_many(plover._article(sentence.text) for sentence in sentences)
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sentence, article in zip(sentences, parsed, strict=True):
        total[sentence.root] += 1
        found[sentence.root] += bool(extract_meetings(article, ArticleEntities(article)))
    return {root: (found[root], total[root]) for root in total}


def main() -> None:
    """Print everything."""
    options = events.options_of(__doc__).parse_args()
    events.report("meetings", options.sets, errors=options.errors)
    print("\n== PLOVER sentences that give a meeting")
    for root, (found, total) in sorted(consult_rates().items()):
        print(f"  {root:10} {found:3} of {total:3}")
    print("\n== calendar")
    calendar_phrases.report()


if __name__ == "__main__":
    main()
