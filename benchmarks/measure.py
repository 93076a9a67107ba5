"""Metrics of the candidate tables for DVC: row counts, what was set aside, and quality where gold is at hand.

Gold and its scorer are looked for in a folder ``shared`` beside the project; without it only the counts are written.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD_PREFIX = "seeds"
TABLES = ("articles", "meetings", "pledges", "quotes")
STAGES = ("ingest", "clean", "annotate", "extract")


def count_rows(data_dir: Path) -> dict[str, int]:
    """Rows of each candidate table."""
    return {name: pq.read_metadata(data_dir / "tables" / f"{name}.parquet").num_rows for name in TABLES}


def count_set_aside(data_dir: Path) -> dict[str, int]:
    """Inputs that did not reach ``articles``, by reason."""
    reports = (json.loads((data_dir / "stages" / f"{stage}.json").read_text("utf-8")) for stage in STAGES)
    return dict(sorted(Counter(row["reason"] for report in reports for row in report["set_aside"]).items()))


def score(data_dir: Path) -> dict[str, Any] | None:
    """The scorer's figures; None where there is no gold, or the tables hold other articles."""
    scorer = SHARED / "score" / "score.py"
    if not scorer.is_file():
        return None
    gold_files = {
        json.loads(line)["file"]
        for line in (SHARED / "gold" / f"{GOLD_PREFIX}.articles.jsonl").read_text("utf-8").splitlines()
    }
    uris = pq.read_table(data_dir / "tables" / "articles.parquet", columns=["source_uri"]).column(0).to_pylist()
    if not gold_files <= {Path(uri).name for uri in uris}:
        return None
    with tempfile.NamedTemporaryFile(suffix=".json") as target:
        command = [sys.executable, str(scorer), "--tables", str(data_dir / "tables"), "--gold", str(SHARED / "gold")]
        command += ["--prefix", GOLD_PREFIX, "--json", target.name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        figures: dict[str, Any] = json.loads(Path(target.name).read_text("utf-8"))
    return figures


def main() -> None:
    """Write ``metrics.json`` into the data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    data_dir: Path = parser.parse_args().data_dir
    metrics: dict[str, Any] = {"rows": count_rows(data_dir), "set_aside": count_set_aside(data_dir)}
    if quality := score(data_dir):
        metrics["quality"] = {GOLD_PREFIX: quality}
    (data_dir / "metrics.json").write_text(json.dumps(metrics, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
