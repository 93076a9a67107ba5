"""Pledges on a checklist of the constructions of news English: `python benchmarks/checklist.py [--errors]`.

Behavioural testing (Ribeiro et al., ACL 2020): sentences and passages made up for this project, construction by
construction, each with all the rows that it must give. A case passes where no row is missing, wrong or too many.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "gold" / "checklist"
FILES = ("sentences", "passages", "none")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with what is wrong with its rows, in words; nothing where it passes."""

    group: str
    case: dict[str, Any]
    wrong: tuple[str, ...]


def outcomes(name: str) -> Iterator[Outcome]:
    """The cases of one file, each with its outcome."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from coalition_data.annotate import load_parser  # noqa: PLC0415
    from coalition_data.extract.pledges import extract_pledges  # noqa: PLC0415
    from coalition_data.resolve.entities import ArticleEntities  # noqa: PLC0415
    from tests.conftest import plain_article  # noqa: PLC0415 - the tests' own way to make and compare rows
    from tests.unit.test_pledges_cases import differences  # noqa: PLC0415

    parser = load_parser()
    groups = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    for group, cases in groups.items():
        for case in cases:
            parsed = parser.parse(plain_article(case["text"]))
            rows = extract_pledges(parsed, ArticleEntities(parsed))
            yield Outcome(group, case, tuple(differences(rows, case)))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--errors", action="store_true", help="print each case that fails")
    arguments = options.parse_args()
    for name in FILES:
        found = list(outcomes(name))
        passed = sum(not outcome.wrong for outcome in found)
        print(f"{name:<10} {passed} of {len(found)} passed ({passed / len(found):.3f})")
        for outcome in found if arguments.errors else ():
            if outcome.wrong:
                print(f"  {outcome.group}-{outcome.case['id']}: {outcome.case['text']}")
                print("".join(f"      {line}\n" for line in outcome.wrong), end="")


if __name__ == "__main__":
    main()
