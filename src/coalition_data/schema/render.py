"""Write what is rendered from the declared tables into the repository, or report what drifts from it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from coalition_data.schema.dictionary import dictionary_document
from coalition_data.schema.expectations import suite_json
from coalition_data.schema.tables import TABLES

EXPECTATIONS = "expectations"
DICTIONARY = "docs/data-dictionary.md"


def rendered_files() -> dict[str, str]:
    """Text of every rendered file, by its path relative to the repository's root."""
    suites = {f"{EXPECTATIONS}/{table.name}.json": suite_json(table) for table in TABLES.values()}
    return {**suites, DICTIONARY: dictionary_document()}


def render_all(root: Path, check: bool = False) -> tuple[Path, ...]:
    """Render the suites and the data dictionary below ``root``.

    Args:
        root: the repository's root.
        check: write nothing, only report.

    Returns:
        the files that differed from their rendering (and, unless ``check``, have been rewritten).
    """
    differing = []
    for name, text in rendered_files().items():
        path = root / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        differing.append(path)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return tuple(differing)


def main() -> int:
    """``python -m coalition_data.schema.render [--check]``, in the repository's root; 1 where something drifts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is not as rendered")
    check = parser.parse_args().check
    for path in (differing := render_all(Path(), check=check)):
        print(f"{path} {'is not as rendered: run make schema' if check else 'rewritten'}")
    return int(check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
