"""Meetings and their dates: gold sets, single sentences of the world's news, and the calendar's table.

    python benchmarks/meetings.py [--set seeds]... [--errors]

Prints the scorer's figures for meetings (errors grouped by kind), the share of PLOVER sentences by type of event that
give a meeting (``CONSULT`` should, the others should not), and the calendar beside dateparser. Gold, texts, corpus
and scorer are looked for in a folder ``shared`` beside the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import calendar_phrases
import gold
import plover

from coalition_data.annotate import load_parser
from coalition_data.clean import clean_documents
from coalition_data.extract.meetings import extract_meetings
from coalition_data.ingest import read_sources
from coalition_data.link import link_tables
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.settings import Settings
from coalition_data.store import write_tables


def write_meetings(texts: Path, tables: Path) -> None:
    """Ingest to link for meetings alone; pledges and quotes stay empty."""
    documents = read_sources([texts]).documents
    articles = clean_documents(documents, Settings().clean).articles
    parsed = load_parser().parse_many(articles)
    meetings = [row for article in parsed for row in extract_meetings(article, ArticleEntities(article))]
    linked = link_tables(articles, meetings, (), ())
    rows = {"articles": linked.articles, "meetings": linked.meetings, "pledges": (), "quotes": ()}
    write_tables(tables, rows)


def score(name: str, scratch: Path) -> tuple[dict[str, Any], list[str]]:
    """The scorer's figures for the meetings of a gold set, and its lines about errors."""
    tables, report = scratch / "tables", scratch / "report.json"
    write_meetings(gold.write_texts(name, scratch / "texts"), tables)
    command = [sys.executable, str(gold.SHARED / "score" / "score.py"), "--tables", str(tables), "--errors"]
    command += ["--gold", str(gold.SHARED / "gold"), "--prefix", name, "--json", str(report)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(report.read_text("utf-8"))["meetings"]
    return figures, [line for line in printed.splitlines() if line.startswith("meetings  ")]


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=gold.SETS, dest="sets")
    parser.add_argument("--errors", action="store_true", help="list every error, by kind")
    options = parser.parse_args()
    if not gold.SHARED.is_dir():
        sys.exit(f"gold and scorer are not at {gold.SHARED}")
    for name in options.sets or gold.SETS:
        with tempfile.TemporaryDirectory() as scratch:
            figures, errors = score(name, Path(scratch))
        print(f"\n== {name}")
        for measure, row in figures.items():
            print(f"  {measure:22}", "  ".join(f"{key} {value}" for key, value in row.items()))
        kinds: dict[str, list[str]] = defaultdict(list)
        for line in errors:
            kinds[line.split("  ")[1]].append(line)
        for kind, lines in sorted(kinds.items(), key=lambda pair: -len(pair[1])) if options.errors else ():
            print(f"  {kind}: {len(lines)}", *lines, sep="\n    ")
    print("\n== PLOVER sentences that give a meeting")
    for root, (found, total) in sorted(consult_rates().items()):
        print(f"  {root:10} {found:3} of {total:3}")
    print("\n== calendar")
    calendar_phrases.report()


if __name__ == "__main__":
    main()
