"""Commands about releases: what changed between two, where a row comes from, and exports."""

from __future__ import annotations

from pathlib import Path

import click

from coalition_data.cli_options import data_dir_option, format_option, output_option, release_option
from coalition_data.remote.address import DataDir, is_address

TABLES = ("articles", "meetings", "pledges", "quotes")


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@format_option("text", "html", "json", text="How the differences are printed; json lists every row and value.")
@click.option("--rows", type=click.IntRange(0), default=20, show_default=True, help="Rows of a kind that text and "
              "html list; 0 lists all.")  # fmt: skip
@output_option
@data_dir_option
def diff(old: str, new: str | None, form: str, rows: int, output: Path | None, data_dir: DataDir) -> None:
    """Say what changed from release OLD to release NEW.  [default: the latest]

    Rows added, removed and changed, by column; ids merged, replaced and split; for each removal its reason.
    """
    from coalition_data.release import diff_releases  # noqa: PLC0415 - DuckDB
    from coalition_data.release.diff_formats import diff_html, diff_json, diff_text  # noqa: PLC0415
    from coalition_data.remote.reading import find_release  # noqa: PLC0415

    limit = None if form == "json" or rows == 0 else rows
    found = diff_releases(find_release(data_dir, old), find_release(data_dir, new), limit)
    text = {"text": diff_text, "html": diff_html, "json": diff_json}[form](found)
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    _write(output, text)


def _write(output: Path, text: str) -> None:
    from coalition_data.errors import QueryError  # noqa: PLC0415

    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{output} cannot be written: {error.strerror}", "choose another --output") from error


@click.command()
@click.argument("row_id", metavar="ID")
@release_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@data_dir_option
def trace(row_id: str, version: str | None, as_json: bool, data_dir: DataDir) -> None:
    """Show what a row rests on: its words in context, its articles, their raw bytes and sources, and the run.

    ID is that of an article, meeting, pledge or quote.
    """
    from coalition_data.remote.reading import find_release  # noqa: PLC0415 - DuckDB
    from coalition_data.show import to_json  # noqa: PLC0415
    from coalition_data.show_trace import print_trace  # noqa: PLC0415
    from coalition_data.trace import trace_json, trace_row  # noqa: PLC0415
    from coalition_data.workspace import Workspace  # noqa: PLC0415

    run = None if is_address(data_dir) else Workspace(Path(data_dir))  # raw bytes stay in the store
    found = trace_row(find_release(data_dir, version), row_id, run)
    if as_json:
        click.echo(to_json(trace_json(found), indent=2))
    else:
        print_trace(found)


@click.command()
@click.argument("tables", nargs=-1, type=click.Choice(TABLES))
@format_option("csv", "jsonl", text="CSV is safe for spreadsheets, JSONL carries every value unchanged.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to.")
@release_option
@data_dir_option
def export(tables: tuple[str, ...], form: str, output: Path, version: str | None, data_dir: DataDir) -> None:
    """Write TABLES of a release as CSV or JSONL.  [default: all four]

    In CSV nested columns are JSON, NULL is an empty cell, and a text that a spreadsheet would read as a formula gets
    an apostrophe before it.
    """
    from coalition_data.export import export_release  # noqa: PLC0415 - Arrow
    from coalition_data.remote.reading import find_release  # noqa: PLC0415

    release = find_release(data_dir, version)
    for path in export_release(release, form, output, tables or TABLES):
        click.echo(path)


COMMANDS = (diff, trace, export)
