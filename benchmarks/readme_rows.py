"""Write three real rows of each table into the README, from the latest release of the seeds."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from coalition_data.query import open_release, run_query
from coalition_data.release import read_release

README = Path(__file__).resolve().parents[1] / "README.md"

QUERIES = {
    "articles": "select article_id, title, published_on, published_on_method, word_count, "
    "left(text, 60) || '…' as text from articles order by published_on nulls last, article_id limit 3",
    "meetings": "select name, meeting_type, status, start_date, date_method, city, "
    "list_transform(hosts, lambda host: host.name) as hosts, len(participants) as participants, "
    "len(evidence) as evidence from meetings order by len(evidence) desc, meeting_id limit 3",
    "pledges": "select pledger_name, stance, progress, category, description, quantity, unit, announced_by, confidence "
    "from pledges where length(description) < 80 "
    "qualify row_number() over (partition by stance order by quantity is null, confidence desc, pledge_id) = 1 "
    "order by quantity is null, confidence desc, pledge_id limit 3",
    "quotes": "select speaker_name, speaker_role, cue, text, quote_type, confidence from quotes "
    "where length(text) between 20 and 120 and speaker_name is not null "
    "qualify row_number() over (partition by speaker_name order by confidence desc, quote_id) = 1 "
    "order by confidence desc, quote_id limit 3",
}

_SECTION = re.compile(r"(<!-- rows:[^\n]*-->\n).*?(<!-- end of rows -->)", re.DOTALL)


def render_rows(releases: Path) -> str:
    """The three rows of each table as Markdown tables."""
    parts = []
    with open_release(read_release(releases, None).path) as connection:
        for name, sql in QUERIES.items():
            result = run_query(connection, sql)
            columns = [column[0] for column in result.description]
            lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
            lines += [f"| {' | '.join(map(_cell, row))} |" for row in result.fetchall()]
            parts.append(f"`{name}`\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _cell(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "[]"
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(str(value).split()).replace("|", "\\|")


def main() -> None:
    """Replace the section of the README between its two marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    releases: Path = parser.parse_args().data_dir / "releases"
    rows = render_rows(releases)
    text = README.read_text(encoding="utf-8")
    README.write_text(_SECTION.sub(lambda match: f"{match[1]}\n{rows}\n\n{match[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
