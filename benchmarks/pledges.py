"""Pledges on the gold sets: the scorer's figures, errors grouped by kind, and how well confidence is calibrated.

    python benchmarks/pledges.py [--set seeds]... [--errors]

Gold, texts and scorer are looked for in a folder ``shared`` beside the project; PLOVER sentences have a benchmark of
their own (``plover.py``).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import gold

from coalition_data.annotate import load_parser
from coalition_data.clean import clean_documents
from coalition_data.extract.meetings import extract_meetings
from coalition_data.extract.pledges import extract_pledges
from coalition_data.ingest import read_sources
from coalition_data.link import link_tables
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.settings import Settings
from coalition_data.store import write_tables


def write_pledges(texts: Path, tables: Path) -> None:
    """Ingest to link for meetings and pledges; quotes stay empty."""
    documents = read_sources([texts]).documents
    articles = clean_documents(documents, Settings().clean).articles
    meetings, pledges = [], []
    for parsed in load_parser().parse_many(articles):
        entities = ArticleEntities(parsed)
        meetings += extract_meetings(parsed, entities)
        pledges += extract_pledges(parsed, entities)
    linked = link_tables(articles, meetings, pledges, ())
    rows = {"articles": linked.articles, "meetings": linked.meetings, "pledges": linked.pledges, "quotes": ()}
    write_tables(tables, rows)


def score(name: str, scratch: Path) -> tuple[dict[str, Any], list[str]]:
    """The scorer's figures for the pledges of a gold set, and its lines about errors."""
    tables, report = scratch / "tables", scratch / "report.json"
    write_pledges(gold.write_texts(name, scratch / "texts"), tables)
    command = [sys.executable, str(gold.SHARED / "score" / "score.py"), "--tables", str(tables), "--errors"]
    command += ["--gold", str(gold.SHARED / "gold"), "--prefix", name, "--json", str(report)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(report.read_text("utf-8"))["pledges"]
    return figures, [line for line in printed.splitlines() if line.startswith("pledges  ")]


def group_errors(lines: list[str]) -> dict[str, list[str]]:
    """Error lines by kind (missed, spurious, stance, …), most frequent kind first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        _, kind, *rest = line.split("  ")
        groups[kind].append("  ".join(rest))
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def main() -> None:
    """Print figures of each set, and with ``--errors`` every error by kind."""
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
        for measure, values in figures.items():
            print(f"  {measure:20}", "  ".join(f"{key} {value}" for key, value in values.items()))
        for kind, lines in group_errors(errors).items():
            print(f"  {kind}: {len(lines)}")
            for line in lines if options.errors else ():
                print(f"      {line}")


if __name__ == "__main__":
    main()
