"""Commands about what goes in: the sources that are declared, and what became of each input."""

from __future__ import annotations

from pathlib import Path

import click

from coalition_data.cli_options import TABLE_FORMATS, data_dir_option, format_option, output_option, params_option
from coalition_data.remote.address import DataDir


@click.command()
@click.option("--outcome", help="List only inputs with this outcome: accepted, duplicate, http_404, …")
@click.option("--source", help="List only inputs of this source of sources.yml.")
@format_option(*TABLE_FORMATS, text="How they are printed.")
@output_option
@data_dir_option
def inputs(outcome: str | None, source: str | None, form: str, output: Path | None, data_dir: DataDir) -> None:
    """List the inputs of the last run, each with its one outcome and the reason in words.

    Exit code 1: no input has the outcome that was asked for.
    """
    import duckdb  # noqa: PLC0415 - help comes at once without it

    from coalition_data.errors import QueryError  # noqa: PLC0415
    from coalition_data.inputs import count_outcomes, saved_inputs  # noqa: PLC0415
    from coalition_data.remote.reading import find_workspace  # noqa: PLC0415
    from coalition_data.show import write_result  # noqa: PLC0415

    workspace = find_workspace(data_dir, "stages/inputs.parquet")
    counts = count_outcomes(saved_inputs(workspace))
    if outcome is not None and outcome not in counts:
        raise QueryError(f"no input has the outcome {outcome!r}", f"there are: {', '.join(counts) or 'no inputs'}")
    columns = "outcome, source_uri, detail" if form == "table" else "*"
    with duckdb.connect() as connection:
        result = connection.execute(
            f"select {columns} from read_parquet($path) where outcome = coalesce($outcome, outcome) "
            "and ($source is null or source = $source) order by outcome, source_uri",
            {"path": str(workspace.inputs), "outcome": outcome, "source": source},
        )
        write_result(result, form, output)
    if form == "table":
        click.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()), err=True)


@click.command()
@params_option
def sources(params: Path | None) -> None:
    """List the sources that a run reads, and check their declaration.

    Exit code 1: a declaration is wrong; the message names file and line.
    """
    from coalition_data.ingest import list_declared  # noqa: PLC0415
    from coalition_data.run import plan_run  # noqa: PLC0415
    from coalition_data.show import print_table  # noqa: PLC0415

    plan = plan_run(params=params)
    rows = list_declared(plan.settings.ingest.sources, plan.workspace.source_base)
    print_table(
        ("source", "enabled", "kind", "location", "publisher", "licence"),
        (
            (row.name, "yes" if row.enabled else "no", row.kind, ", ".join(row.locations), row.publisher, row.licence)
            for row in rows
        ),
    )


COMMANDS = (inputs, sources)
