"""What the benchmarks of meetings and pledges share: a gold set through the pipeline, the scorer, errors by kind."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gold

from coalition_data.annotate import load_parser
from coalition_data.clean import clean_documents
from coalition_data.document import ParsedArticle
from coalition_data.extract.meetings import extract_meetings
from coalition_data.extract.pledges import extract_pledges
from coalition_data.ingest import read_sources
from coalition_data.link import link_tables
from coalition_data.records import Article, Meeting, Pledge
from coalition_data.resolve.entities import ArticleEntities
from coalition_data.settings import Settings
from coalition_data.store import write_tables


def gold_folder(name: str) -> Path:
    """Where the gold of a set lies."""
    return gold.folder_of_gold(name)


def read_articles(name: str, folder: Path) -> tuple[Article, ...]:
    """The articles of a gold set; ``folder`` takes its texts where they have to be made first."""
    documents = read_sources([gold.write_texts(name, folder)]).documents
    return tuple(clean_documents(documents, Settings().clean).articles)


def parse_articles(articles: Sequence[Article]) -> tuple[ParsedArticle, ...]:
    """The articles, parsed."""
    return tuple(load_parser().parse_many(articles))


def write_events(articles: Sequence[Article], tables: Path) -> None:
    """Annotate to link for meetings and pledges; quotes stay empty."""
    meetings: list[Meeting] = []
    pledges: list[Pledge] = []
    for parsed in parse_articles(articles):
        entities = ArticleEntities(parsed)
        meetings += extract_meetings(parsed, entities)
        pledges += extract_pledges(parsed, entities)
    linked = link_tables(articles, meetings, pledges, ())
    rows = {"articles": linked.articles, "meetings": linked.meetings, "pledges": linked.pledges, "quotes": ()}
    write_tables(tables, rows)


def score(name: str, section: str) -> tuple[dict[str, Any], list[str]]:
    """The scorer's figures for a section of a gold set, and its lines about errors."""
    with tempfile.TemporaryDirectory() as scratch:
        tables, report = Path(scratch) / "tables", Path(scratch) / "report.json"
        write_events(read_articles(name, Path(scratch) / "texts"), tables)
        command = [sys.executable, str(gold.SHARED / "score" / "score.py"), "--tables", str(tables), "--errors"]
        command += ["--gold", str(gold_folder(name)), "--prefix", name, "--json", str(report)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        figures: dict[str, Any] = json.loads(report.read_text("utf-8"))[section]
    return figures, [line for line in printed.splitlines() if line.startswith(f"{section}  ")]


def group_errors(lines: list[str]) -> dict[str, list[str]]:
    """Error lines by kind (missed, spurious, stance, …), most frequent kind first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        _, kind, *rest = line.split("  ")
        groups[kind].append("  ".join(rest))
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def options_of(description: str | None) -> argparse.ArgumentParser:
    """The command line that both benchmarks understand."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=gold.SETS, dest="sets")
    parser.add_argument("--errors", action="store_true", help="list every error, by kind")
    return parser


def report(section: str, sets: Sequence[str] | None, *, errors: bool) -> None:
    """Print figures and counts of errors for each set, and with ``errors`` every error.

    Exits with a message where the scorer is absent.
    """
    if not gold.SHARED.is_dir():
        sys.exit(f"gold and scorer are not at {gold.SHARED}")
    for name in sets or gold.sets_with(section):
        figures, lines = score(name, section)
        print(f"\n== {name}")
        for measure, values in figures.items():
            print(f"  {measure:22}", "  ".join(f"{key} {value}" for key, value in values.items()))
        for kind, group in group_errors(lines).items():
            print(f"  {kind}: {len(group)}")
            for line in group if errors else ():
                print(f"      {line}")
